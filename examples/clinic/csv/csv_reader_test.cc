#include "examples/clinic/csv/csv_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace clinic {
namespace {

using Fields = std::vector<std::string>;

// Writes `content` to a file named after the running test, and returns its path.
std::string WriteFile(const std::string& content) {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string path = testing::TempDir() + test->name() + ".csv";
  std::ofstream(path) << content;
  return path;
}

// What `action` throws; empty if it does not.
template <typename Action>
std::string ErrorOf(Action action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(SplitCsvLineTest, SplitsAtCommas) {
  EXPECT_EQ(SplitCsvLine("a,bc,d"), Fields({"a", "bc", "d"}));
}

TEST(SplitCsvLineTest, KeepsEmptyFields) {
  EXPECT_EQ(SplitCsvLine(",a,,"), Fields({"", "a", "", ""}));
}

TEST(SplitCsvLineTest, AnEmptyLineIsOneEmptyField) { EXPECT_EQ(SplitCsvLine(""), Fields({""})); }

TEST(CsvReaderTest, FindsFieldsByTheirColumnsName) {
  CsvReader reader(WriteFile("id,bmi,site\n7,23.5,north\n8,19,south\n"));
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.Integer("id"), 7);
  EXPECT_EQ(reader.Number("bmi"), 23.5);
  EXPECT_EQ(reader.Text("site"), "north");
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.Integer("id"), 8);
  EXPECT_EQ(reader.Number("bmi"), 19);
  EXPECT_EQ(reader.Text("site"), "south");
  EXPECT_FALSE(reader.Next());
}

TEST(CsvReaderTest, AcceptsWindowsLineEndsEmptyLinesAndNoNewlineAtTheEnd) {
  CsvReader reader(WriteFile("id,bmi\r\n1,20\r\n\r\n2,21"));
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.Number("bmi"), 20);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.Number("bmi"), 21);
  EXPECT_FALSE(reader.Next());
}

TEST(CsvReaderTest, NamesTheFileThatCannotBeOpened) {
  EXPECT_EQ(ErrorOf([] { CsvReader reader("absent.csv"); }),
            "absent.csv: cannot open: No such file or directory");
}

TEST(CsvReaderTest, WantsAHeader) {
  std::string path = WriteFile("");
  EXPECT_EQ(ErrorOf([&] { CsvReader reader(path); }), path + ":1: no header line");
}

TEST(CsvReaderTest, NamesTheLineWithTooFewFields) {
  std::string path = WriteFile("id,bmi\n1,20\n2\n");
  CsvReader reader(path);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(ErrorOf([&] { reader.Next(); }), path + ":3: expected 2 fields, found 1");
}

TEST(CsvReaderTest, NamesTheColumnThatIsMissing) {
  std::string path = WriteFile("id,bmi\n1,20\n");
  CsvReader reader(path);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(ErrorOf([&] { reader.Number("age"); }), path + ":1: no column \"age\"");
}

TEST(CsvReaderTest, RefusesQuotes) {
  std::string path = WriteFile("id,site\n1,\"a,b\"\n");
  CsvReader reader(path);
  EXPECT_EQ(ErrorOf([&] { reader.Next(); }), path + ":2: quoted fields are not supported");
}

TEST(CsvReaderTest, NamesThePlaceOfABadNumber) {
  for (std::string bad : {"", "x", "2x", " 2", "nan", "inf", "1e999"}) {
    std::string path = WriteFile("id,bmi\n1," + bad + "\n");
    CsvReader reader(path);
    ASSERT_TRUE(reader.Next());
    EXPECT_EQ(ErrorOf([&] { reader.Number("bmi"); }),
              path + ":2: bmi: \"" + bad + "\" is not a number");
  }
}

TEST(CsvReaderTest, NamesThePlaceOfABadWholeNumber) {
  for (std::string bad : {"", "1.5", "x", "99999999999"}) {
    std::string path = WriteFile("id,bmi\n" + bad + ",20\n");
    CsvReader reader(path);
    ASSERT_TRUE(reader.Next());
    EXPECT_EQ(ErrorOf([&] { reader.Integer("id"); }),
              path + ":2: id: \"" + bad + "\" is not a whole number");
  }
}

}  // namespace
}  // namespace clinic
