// What a run touched: the accesses of a ledger, by artifact.
//
// An artifact goes by its last name: what was written under a temporary name and then renamed is
// what it was renamed to. Names are relative to the directory that the run began in, where they lie
// below it, as the names of a graph are; the others are absolute.
#ifndef PEDIGREE_LINEAGE_OBSERVED_H_
#define PEDIGREE_LINEAGE_OBSERVED_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/ledger.h"

namespace pedigree {

struct Artifact {
  std::string name_space;
  std::string name;
  std::vector<std::string>
      also;  // other names it went by: absolute, through a link, before a rename; sorted
  AssetKind kind = ASSET_KIND_UNSPECIFIED;
  bool read = false, written = false, deleted = false, executed = false, listed = false;
  bool temporary = false;  // made and deleted by the run
  bool system = false;  // of the system's software, not of the program's data: /usr, /lib, /etc ...
  uint64_t errors = 0;  // openings that failed
  std::vector<const Access*> accesses;  // in the order in which they were opened

  // The digest of what was read first and nobody in the run had written before; of what was written
  // last. Null where there is none.
  const Digest* input = nullptr;
  const Digest* output = nullptr;
};

struct Observed {
  const Ledger* ledger = nullptr;
  std::vector<Artifact> artifacts;               // sorted by namespace and name
  std::map<uint64_t, const Process*> processes;  // by id
  std::vector<const Parameter*> parameters;
  std::vector<const Metric*> metrics;
  std::vector<const Inference*> inferences;
  const RunEnd* end = nullptr;
  // Why the absence of a record may mean nothing: one sentence each.
  std::vector<std::string> gaps;
  std::map<uint64_t, std::string> process_gaps;  // by process: killed, or lost records

  // The artifact of this name (relative or absolute); null if there is none.
  const Artifact* Find(std::string_view name_space, std::string_view name) const;
};

// A process that a tracer sees from outside, and that tells of itself by the SDK, has two Process
// records: makes them, and what belongs to them, one.
void JoinProcesses(Ledger* ledger);

// `ledger` must outlive it; its processes are joined.
Observed Observe(const Ledger& ledger);

// A file's name as the run's artifacts have it: absolute, or relative to the directory of the run.
std::string NameInRun(const Run& run, std::string_view absolute);
// The other way; a name that is absolute already stays.
std::string AbsoluteInRun(const Run& run, std::string_view name);

// Whether the access opened what it names for reading, and for writing.
bool OpensToRead(const Access& access);
bool OpensToWrite(const Access& access);
// Whether something was read: an opening that passed nothing on (to look at a size, to take a lock)
// reads nothing.
bool Reads(const Access& access);

// Whether the digest has a value that stands for all of a file.
bool IsWhole(const Digest& digest);
// "sha256:1234..." in full, or what stands in its place: "changed during the run".
std::string DigestText(const Digest& digest);
std::string Hex(std::string_view bytes);
std::string_view HowText(Digest::How how);  // "bytes read", "file at close"
// "1.4 MB"
std::string SizeText(uint64_t bytes);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_OBSERVED_H_
