#include "cli/base_tree.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "cli/cache_folder.h"
#include "cli/processes.h"
#include "runtime/sha256.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// Where the trees of the repository at `root` go; "" where there is no cache folder.
std::string UsualFolder(const std::string& root) {
  const fs::path cache = CacheFolder();
  if (cache.empty()) return "";
  Sha256 sha;
  sha.Add(root.data(), root.size());
  uint8_t digest[Sha256::kSize];
  sha.Digest(digest);
  const fs::path folder =
      cache / "pedigree/ci" / fmt::format("{:02x}", fmt::join(digest, digest + 8, ""));
  std::error_code error;
  fs::create_directories(folder, error);
  return error ? "" : folder.string();
}

// The lock of a folder, or -1 where another process has it.
int LockOf(const std::string& folder) {
  const int lock = open((folder + "/lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0) return -1;
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  close(lock);
  return -1;
}

}  // namespace

absl::StatusOr<BaseTree> BaseTree::Add(const std::string& root, const std::string& revision) {
  BaseTree tree;
  tree.root_ = root;
  const std::string usual = UsualFolder(root);
  if (!usual.empty()) tree.lock_ = LockOf(usual);
  if (tree.lock_ >= 0) {
    tree.path_ = usual + "/base";
    tree.Remove();  // what a run that was ended has left
  } else {
    std::string folder = (fs::temp_directory_path() / "pedigree-ci-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
      return absl::FailedPreconditionError(folder + ": cannot be made");
    tree.folder_ = folder;
    tree.path_ = folder + "/base";
  }
  if (!OutputOf(fmt::format("git -C {} worktree add --quiet --detach {} {} 1>&2", ShellQuoted(root),
                            ShellQuoted(tree.path_), ShellQuoted(revision)))
           .has_value()) {
    return absl::FailedPreconditionError(
        fmt::format("git made no worktree of {}: see above", revision));
  }
  return tree;
}

BaseTree::BaseTree(BaseTree&& other) noexcept
    : root_(std::move(other.root_)),
      path_(std::exchange(other.path_, "")),
      folder_(std::exchange(other.folder_, "")),
      lock_(std::exchange(other.lock_, -1)) {}

void BaseTree::Remove() const {
  OutputOf(fmt::format("git -C {} worktree remove --force {} 2>/dev/null", ShellQuoted(root_),
                       ShellQuoted(path_)));
  std::error_code ignored;
  if (fs::remove_all(path_, ignored) > 0)
    OutputOf(fmt::format("git -C {} worktree prune 2>/dev/null", ShellQuoted(root_)));
}

BaseTree::~BaseTree() {
  if (!path_.empty()) Remove();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
  if (lock_ >= 0) close(lock_);
}

}  // namespace pedigree
