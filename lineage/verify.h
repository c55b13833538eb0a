// A graph against what runs really did.
//
// Each asset that a job reads or writes, and each flow, gets a verdict:
//
//   CONFIRMED      it happened: the asset was touched in that way; the flow's source was read
//   before its target was finished NOT_EXERCISED  it did not, in these runs: the job was not run,
//   or took another way UNDECLARED     it happened, and the graph has nothing of it (a finding)
//   MISSING        declared, and never touched                                           (a
//   finding) DRIFTED        the bytes are not those that the lock pins (a finding) UNVERIFIABLE
//   these ledgers cannot tell, and why
//
// HOW SURE. A probe sees the very site (SITE). Without probes, an artifact that the job's process
// touched is taken for the asset of that name (ARTIFACT). What lies inside of a file, a table, is
// as sure as the file (FILE). A flow is as sure as the weaker of its ends.
//
// WHOSE. A process is of the job that its executable is named like; a process that is not like any,
// of its parent's job, or of the run's. Holes in names are filled from that process's arguments and
// the run's environment, and what is left of them from what was touched.
#ifndef PEDIGREE_LINEAGE_VERIFY_H_
#define PEDIGREE_LINEAGE_VERIFY_H_

#include <string>
#include <string_view>
#include <vector>

#include "lineage/lock.h"
#include "lineage/observed.h"
#include "lineage/query.h"

namespace pedigree {

enum class Verdict { kConfirmed, kNotExercised, kUndeclared, kMissing, kDrifted, kUnverifiable };
std::string_view Name(Verdict verdict);  // "NOT_EXERCISED"
inline bool IsFinding(Verdict verdict) {
  return verdict == Verdict::kUndeclared || verdict == Verdict::kMissing ||
         verdict == Verdict::kDrifted;
}

enum class Strength { kNone, kFile, kArtifact, kSite };
std::string_view Name(Strength strength);  // "ARTIFACT"

struct AssetVerdict {
  Verdict verdict = Verdict::kUnverifiable;
  Strength strength = Strength::kNone;
  std::string name_space;
  std::string name;
  std::string job;
  std::string access;                 // "reads", "writes"; empty for what the lock says
  std::string reason;                 // of every verdict but CONFIRMED
  std::vector<std::string> observed;  // the names it had
  std::string digest;                 // what was seen last, if there is a digest
  std::string expected;               // of DRIFTED
  Place place;                        // one of its sites, if it has any
};

struct FlowVerdict {
  Verdict verdict = Verdict::kUnverifiable;
  Strength strength = Strength::kNone;
  int edge = 0;  // of the lineage
  std::string reason;
};

// Which artifacts of a run are which assets: one of them for each way in which a job touches it.
struct Touch {
  int run = 0;
  int artifact = 0;
  int job = 0;
  int asset = 0;
  bool read = false, written = false;  // by that job
  bool aside = false;  // only a file beside it, a journal: it says nothing of the asset
  uint64_t first_read = UINT64_MAX, last_written = 0;  // order
};

struct Verification {
  std::vector<AssetVerdict> assets;
  std::vector<FlowVerdict> flows;
  std::vector<std::string> gaps;  // of the runs
  std::vector<Touch> touches;     // as Match gives them, in no order that counts

  bool HasFindings() const;
};

// `lock` may be null.
Verification Verify(const Lineage& lineage, const std::vector<Observed>& runs, const Lock* lock);

// The touches alone.
std::vector<Touch> Match(const Lineage& lineage, const std::vector<Observed>& runs);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_VERIFY_H_
