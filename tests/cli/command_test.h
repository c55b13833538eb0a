// Runs the real `pedigree` in a folder of its own and looks at everything it leaves: exit status,
// both outputs, files.
#ifndef PEDIGREE_TESTS_CLI_COMMAND_TEST_H_
#define PEDIGREE_TESTS_CLI_COMMAND_TEST_H_

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "lineage/file.h"

namespace pedigree {

class CommandTest : public ::testing::Test {
 protected:
  struct Result {
    int status = 0;  // 128 + signal if it was killed
    std::string out;
    std::string err;
  };

  void SetUp() override {
    namespace fs = std::filesystem;
    start_ = fs::current_path();
    // Bazel's runfiles are the working directory of a test.
    pedigree_ = fs::absolute("cli/pedigree").string();
    ASSERT_TRUE(fs::exists(pedigree_)) << pedigree_;
    setenv("PEDIGREE_CATALOG_DIR", fs::absolute("catalog").c_str(), 1);
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::canonical(::testing::TempDir()) /
              (std::string(test->test_suite_name()) + "." + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  void TearDown() override { std::filesystem::current_path(start_); }

  // Runs `pedigree ARGUMENTS`, each quoted already for the shell. Its output goes to files outside
  // of the folder.
  Result Run(const std::string& arguments) {
    const std::string out = folder_.string() + ".out", err = folder_.string() + ".err";
    const int status = std::system(
        (pedigree_ + " " + arguments + " >" + out + " 2>" + err + " </dev/null").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), *ReadFile(out),
            *ReadFile(err)};
  }

  // Runs it and expects what every error in the input is: status 2, one line, nothing on standard
  // output. Gives the line without "pedigree: ".
  std::string Error(const std::string& arguments) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.status, 2) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err.find('\n'), result.err.size() - 1) << result.err;
    const std::string prefix = "pedigree: ";
    EXPECT_TRUE(result.err.starts_with(prefix)) << result.err;
    if (result.err.size() <= prefix.size()) return result.err;
    return result.err.substr(prefix.size(), result.err.size() - prefix.size() - 1);
  }

  // The names of all files below the folder, sorted.
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (!entry.is_directory()) files.push_back(entry.path().lexically_relative(folder_).string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  void Write(const std::string& name, const std::string& content) {
    const std::filesystem::path parent = std::filesystem::path(name).parent_path();
    if (!parent.empty()) ASSERT_TRUE(MakeFolder(parent.string()).ok());
    ASSERT_TRUE(WriteFile(name, content).ok());
  }

  std::filesystem::path start_;
  std::filesystem::path folder_;
  std::string pedigree_;
};

}  // namespace pedigree

#endif  // PEDIGREE_TESTS_CLI_COMMAND_TEST_H_
