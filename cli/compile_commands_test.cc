#include "cli/compile_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "lineage/file.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

TEST(SplitCommand, AsAShellDoes) {
  EXPECT_THAT(SplitCommand(R"(clang++  -DA="x y" '-DB=\' a\ b "\"q\"" "")"),
              ElementsAre("clang++", "-DA=x y", "-DB=\\", "a b", "\"q\"", ""));
  EXPECT_THAT(SplitCommand("  "), IsEmpty());
}

TEST(WithoutCompiler, DropsWhatStandsBeforeTheOptions) {
  EXPECT_THAT(WithoutCompiler({"ccache", "/usr/bin/clang++", "-O2", "a.cc"}, "a.cc"),
              ElementsAre("-O2", "a.cc"));
  EXPECT_THAT(WithoutCompiler({"gcc", "a.c"}, "a.c"), ElementsAre("a.c"));
  EXPECT_THAT(WithoutCompiler({"g++", "a.c"}, "a.c"), ElementsAre("--driver-mode=g++", "a.c"));
  EXPECT_THAT(WithoutCompiler({"-std=c++20"}, "a.cc"), ElementsAre("-std=c++20"));
}

class CompileCommandsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
  }
  absl::StatusOr<std::vector<CompileCommand>> Read(const std::string& json) {
    EXPECT_TRUE(WriteFile(folder_ / "compile_commands.json", json).ok());
    return ReadCompileCommands(folder_);
  }
  std::string ErrorOf(const std::string& json) {
    const std::string file = (folder_ / "compile_commands.json").string();
    std::string message(Read(json).status().message());
    EXPECT_TRUE(message.starts_with(file)) << message;
    return message.substr(std::min(file.size(), message.size()));
  }
  fs::path folder_;
};

TEST_F(CompileCommandsTest, TheFileIsAsGoodAsItsFolder) {
  const std::string file = (folder_ / "build.json").string();
  ASSERT_TRUE(
      WriteFile(file, R"([{"directory": "/", "file": "a.cc", "command": "cc -c a.cc"}])").ok());
  const auto commands = ReadCompileCommands(file);
  ASSERT_TRUE(commands.ok()) << commands.status();
  EXPECT_EQ(commands->size(), 1u);
}

TEST_F(CompileCommandsTest, PathsHoldFromHere) {
  const std::string here = fs::current_path().string();
  const auto commands =
      Read(R"([
    {"directory": ")" +
           here + R"(/out", "file": "../src/b.cc",
     "command": "clang++ -I../include -isystem sys -I /abs -DX=1 --sysroot=root -include pre.h -c ../src/b.cc -o b.o"},
    {"directory": ")" +
           here + R"(", "file": "src/a.c", "arguments": ["cc", "-c", "src/a.c"]},
    {"directory": ")" +
           here + R"(", "file": "src/a.c", "arguments": ["cc", "-fPIC", "-c", "src/a.c"]},
    {"directory": ")" +
           here + R"(", "file": "src/boot.S", "arguments": ["cc", "src/boot.S"]}])");
  ASSERT_TRUE(commands.ok()) << commands.status();
  ASSERT_EQ(commands->size(), 2u);
  EXPECT_EQ((*commands)[0].source, "src/a.c");
  EXPECT_THAT((*commands)[0].flags, ElementsAre("-c"));
  EXPECT_EQ((*commands)[1].source, "src/b.cc");
  EXPECT_THAT((*commands)[1].flags,
              ElementsAre("-I" + here + "/include", "-isystem", here + "/out/sys", "-I", "/abs",
                          "-DX=1", "--sysroot=" + here + "/out/root", "-include",
                          here + "/out/pre.h", "-c", "-o", "b.o"));
}

TEST_F(CompileCommandsTest, ErrorsNameThePlace) {
  EXPECT_TRUE(ErrorOf("[\n {\"file\": }]").starts_with(":2:11: syntax error"))
      << ErrorOf("[\n {\"file\": }]");
  EXPECT_EQ(ErrorOf("{}"), ": not a list of compile commands");
  EXPECT_EQ(ErrorOf("[{\"directory\": \"/\"}]"), ": entry 0: it has no \"file\"");
  EXPECT_EQ(ErrorOf("[{\"directory\": \"/\", \"file\": \"a.cc\"}]"),
            ": entry 0: it has neither \"arguments\" nor \"command\"");
}

TEST_F(CompileCommandsTest, NoDatabase) {
  EXPECT_EQ(ReadCompileCommands(folder_ / "none").status().message(),
            (folder_ / "none/compile_commands.json").string() + ": No such file or directory");
}

}  // namespace
}  // namespace pedigree
