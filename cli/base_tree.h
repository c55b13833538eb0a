// A checkout of another revision, beside the one that somebody works in.
#ifndef PEDIGREE_CLI_BASE_TREE_H_
#define PEDIGREE_CLI_BASE_TREE_H_

#include <string>

#include "absl/status/statusor.h"

namespace pedigree {

// A git worktree; gone with the object. Of one repository it is always at the same place, in the
// user's cache folder, so that what a build tool keeps for a tree (Bazel's output base) is found
// again next time; where another process has that place, or there is no cache folder, it is in the
// folder for temporary files.
class BaseTree {
 public:
  static absl::StatusOr<BaseTree> Add(const std::string& root, const std::string& revision);
  BaseTree(BaseTree&& other) noexcept;
  BaseTree& operator=(BaseTree&&) = delete;
  ~BaseTree();

  const std::string& path() const { return path_; }

 private:
  BaseTree() = default;
  void Remove() const;

  std::string root_;
  std::string path_;
  std::string folder_;  // around it, where it is not at its usual place
  int lock_ = -1;
};

}  // namespace pedigree

#endif  // PEDIGREE_CLI_BASE_TREE_H_
