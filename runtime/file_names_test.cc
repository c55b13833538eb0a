#include "runtime/file_names.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "runtime/names.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

class FileNamesTest : public testing::Test {
 protected:
  FileNamesTest() : before_(fs::current_path()) {
    std::string folder = testing::TempDir() + "/names.XXXXXX";
    folder_ = fs::canonical(mkdtemp(folder.data()));
    fs::current_path(folder_);
    fs::create_directories("a/b");
    fs::create_directories("other/b");
    for (const char* name : {"small", "a/b/small", "other/b/small"}) Write(name);
    fs::create_symlink("a", "link");
    fs::create_symlink("a/b/small", "soft");
    fs::create_hard_link("a/b/small", "a/b/hard");
    Write("a/b/one");
  }
  ~FileNamesTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static void Write(const std::string& name) {
    close(open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666));
  }

  // Whether the file has the kernel's name, however often it is opened.
  void Check(const std::string& path) {
    for (int i = 0; i < 3; ++i) {
      const int fd = open(path.c_str(), O_RDONLY);
      ASSERT_GE(fd, 0) << path;
      char truth[kPathSize], given[kPathSize], resolved[kPathSize];
      const std::string_view expected = NameOfDescriptor(fd, truth);
      struct stat now;
      fstat(fd, &now);
      const FileNames names = NamesOfFile(fd, AT_FDCWD, path.c_str(), now, given, resolved);
      EXPECT_EQ(names.resolved, expected) << path << ", time " << i;
      EXPECT_EQ(names.given, path[0] == '/' ? path : (folder_ / path).string());
      close(fd);
    }
  }
  void CheckAll() {
    for (const char* path : {"small", "a/b/small", "link/b/small", "soft", "a/b/hard",
                             "link/b/hard", "a/b/one", "link/b/one"}) {
      Check(path);
      Check((folder_ / path).string());
    }
  }

  // Until the folders' times would show a change.
  void Settle() {
    struct stat now;
    stat("a/b", &now);
    for (timespec clock = now.st_ctim; clock.tv_sec < now.st_ctim.tv_sec + 3;) {
      const timespec some = {0, 50000000};
      nanosleep(&some, nullptr);
      clock_gettime(CLOCK_REALTIME, &clock);
    }
  }

  // What the names lead to changes in every way, after they were remembered.
  void CheckThroughChanges() {
    CheckAll();
    fs::rename("a/b/one", "a/b/two");
    fs::create_symlink("two", "a/b/one");  // the same file, behind a link
    CheckAll();
    fs::remove("link");
    fs::create_symlink("other", "link");
    for (const char* path : {"link/b/small", "a/b/small"}) Check(path);
    fs::remove("soft");
    fs::create_symlink("other/b/small", "soft");
    Check("soft");
    fs::remove("other/b/small");
    fs::create_hard_link("a/b/small", "other/b/small");  // the same file, by another name
    for (const char* path : {"link/b/small", "soft", "a/b/small", "a/b/hard"}) Check(path);
    fs::rename("a/b", "moved");
    fs::create_symlink("../moved", "a/b");  // the same folder, behind a link
    for (const char* path : {"a/b/small", "a/b/one", "a/b/two", "moved/two"}) Check(path);
    fs::remove("a/b");
    fs::create_directories("a/b");
    Write("a/b/small");
    Write("a/b/two");
    for (const char* path : {"a/b/small", "a/b/two", "moved/two"}) Check(path);
  }

  const fs::path before_;
  fs::path folder_;
};

TEST_F(FileNamesTest, AreTheKernelsWhateverBecomesOfThem) { CheckThroughChanges(); }

TEST_F(FileNamesTest, AreTheKernelsWhereFoldersHaveNotChangedForLong) {
  Settle();
  CheckThroughChanges();
}

TEST_F(FileNamesTest, OfADeletedFileIsTheKernelsToo) {
  Check("a/b/one");
  const int fd = open("a/b/one", O_RDONLY);
  unlink("a/b/one");
  char truth[kPathSize], given[kPathSize], resolved[kPathSize];
  struct stat now;
  fstat(fd, &now);
  EXPECT_EQ(NamesOfFile(fd, AT_FDCWD, "a/b/one", now, given, resolved).resolved,
            NameOfDescriptor(fd, truth));
  close(fd);
}

TEST_F(FileNamesTest, OfAPathWithOtherPartsThanNames) {
  for (const char* path : {"a/../small", "./a/b/small", "a//b/small", "a/./b/small"}) {
    const int fd = open(path, O_RDONLY);
    char truth[kPathSize], given[kPathSize], resolved[kPathSize];
    struct stat now;
    fstat(fd, &now);
    EXPECT_EQ(NamesOfFile(fd, AT_FDCWD, path, now, given, resolved).resolved,
              NameOfDescriptor(fd, truth));
    close(fd);
  }
}

}  // namespace
}  // namespace pedigree
