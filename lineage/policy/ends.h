// What flows lead from and to: columns of assets, and assets as a whole. Policies are judged on
// these, and on the edges between them, as numbers.
//
// Two ends of one asset MEET if they are the same or one of them is the whole: then what arrives at
// the one may leave from the other (as the joined view has it, lineage/query.h).
#ifndef PEDIGREE_LINEAGE_POLICY_ENDS_H_
#define PEDIGREE_LINEAGE_POLICY_ENDS_H_

#include <string>
#include <vector>

#include "lineage/query.h"

namespace pedigree::policy {

class Ends {
 public:
  explicit Ends(const Lineage& lineage);

  const Lineage& lineage() const { return *lineage_; }
  int size() const { return static_cast<int>(asset_.size()); }
  int asset_of(int end) const { return asset_[end]; }
  bool is_whole(int end) const { return whole_[asset_[end]] == end; }
  int whole(int asset) const { return whole_[asset]; }
  // The ends of an asset: the whole first, then its columns.
  int begin(int asset) const { return whole_[asset]; }
  int end(int asset) const {
    return asset + 1 < static_cast<int>(whole_.size()) ? whole_[asset + 1] : size();
  }
  const std::string& column(int end) const;  // "" of the whole
  std::string Text(int end) const;           // as AssetText

  // Of an edge.
  int from(int edge) const { return from_[edge]; }
  int to(int edge) const { return to_[edge]; }
  const std::vector<int>& leaving(int end) const { return leaving_[end]; }  // edges, sorted
  const std::vector<int>& arriving(int end) const { return arriving_[end]; }

  // Calls `f(end)` for each end that meets `at`.
  template <typename F>
  void ForMeeting(int at, F f) const {
    const int asset = asset_[at];
    if (is_whole(at)) {
      for (int other = begin(asset); other < end(asset); ++other) f(other);
    } else {
      f(whole(asset));
      f(at);
    }
  }

 private:
  int Find(int asset, const std::string& column) const;

  const Lineage* lineage_;
  std::vector<int> whole_;  // by asset
  std::vector<int> asset_;  // by end
  std::vector<int> from_, to_;
  std::vector<std::vector<int>> leaving_, arriving_;
};

// A set of ends.
using EndSet = std::vector<bool>;

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_ENDS_H_
