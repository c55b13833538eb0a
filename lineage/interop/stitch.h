// Graphs of several systems meet where they speak of the same data by different names.
#ifndef PEDIGREE_LINEAGE_INTEROP_STITCH_H_
#define PEDIGREE_LINEAGE_INTEROP_STITCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "proto/graph.pb.h"

namespace pedigree::interop {

// More names of the same data than these are joined as they were said, and with equal digests with
// the first of them only.
inline constexpr size_t kManyNames = 32;

// Adds to the job kAliasJob (lineage/aliases.h) what follows:
//   - assets with the same digest have the same bytes (but of no bytes at all, which say nothing of
//     where they come from);
//   - what a run wrote (a graph into which runs were merged says so) goes on to the assets of these
//     bytes, and all these to what a run read of them: one way, since other runs may see others;
//   - A is B and B is C, so A is C: flows of one job do not go on in that job.
// And a flow that was only assumed (kUnstated) goes, where its job states another between the same
// data by other names. Doing it again changes nothing.
void Stitch(Graph* graph);

// The same for a graph that is not held as a whole.
class Stitcher {
 public:
  // First each asset, in order;
  void Add(const Asset& asset);
  // then what is stated to be the same, to which the rest is added;
  void AddAliases(Job* job);
  // then each other job.
  void DropUnstated(Job* job);

 private:
  // The assets that some bytes were seen in. What is stated to be them is them; what a run wrote or
  // read of them may be other bytes in another run, so of those only what one way says is sure:
  // they were there when it was written, and came from there when it was read.
  struct Seen {
    std::vector<uint32_t> stated, written, read;
  };

  void ReadStated();
  void AddFrom(const std::vector<uint32_t>& from, const std::vector<uint32_t>& to,
               const std::string& note);
  void AddBoth(uint32_t one, uint32_t other, const std::string& note);
  void Add(uint32_t from, uint32_t to, const std::string& note);
  uint32_t Site(SiteUse::Access access, uint32_t asset);
  uint32_t Root(uint32_t at);
  void Unite(uint32_t one, uint32_t other);

  Job* aliases_ = nullptr;
  std::map<std::string, Seen, std::less<>> digests_;
  std::vector<uint32_t> names_;  // by asset: another of its group, the first of which is itself
  std::map<uint32_t, std::vector<uint32_t>> groups_;  // by the first of each
  std::set<std::pair<uint32_t, uint32_t>> known_;
  std::map<std::pair<int, uint32_t>, uint32_t> sites_;  // access, asset
};

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_STITCH_H_
