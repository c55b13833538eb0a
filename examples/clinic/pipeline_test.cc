// Runs the four programs on the real data, and on data that is wrong.

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace clinic {
namespace {

namespace fs = std::filesystem;

// What a program did: its exit status and all that it printed.
struct Outcome {
  int status = -1;
  std::string printed;
};

std::string Read(const fs::path& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  std::string line;
  while (std::getline(stream, line)) lines.push_back(line);
  return lines;
}

// The number at `path` (such as "$.rmse") of the JSON text; fails the test if there is none.
double JsonNumber(const std::string& json, const std::string& path) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  sqlite3_open(":memory:", &db);
  sqlite3_prepare_v2(db, "SELECT json_extract(?, ?)", -1, &statement, nullptr);
  sqlite3_bind_text(statement, 1, json.c_str(), -1, SQLITE_TRANSIENT);
  sqlite3_bind_text(statement, 2, path.c_str(), -1, SQLITE_TRANSIENT);
  EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sqlite3_errmsg(db) << " in " << json;
  EXPECT_NE(sqlite3_column_type(statement, 0), SQLITE_NULL) << path << " in " << json;
  double number = sqlite3_column_double(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return number;
}

// Each test has a directory of its own with a copy of the data.
class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = fs::path(testing::TempDir()) / test->name();
    fs::remove_all(directory_);
    fs::create_directories(directory_ / "data");
    fs::copy("examples/clinic/data/patients.csv", directory_ / "data");
  }

  Outcome Run(const std::string& program) {
    fs::path binary = fs::absolute(fs::path("examples/clinic") / program / program);
    fs::path printed = directory_ / "printed.txt";
    std::string command = "cd '" + directory_.string() + "' && '" + binary.string() + "' > '" +
                          printed.string() + "' 2>&1";
    int status = std::system(command.c_str());
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .printed = Read(printed)};
  }

  void RunAll() {
    for (std::string program : {"ingest", "features", "train", "score"}) {
      Outcome outcome = Run(program);
      ASSERT_EQ(outcome.status, 0) << program << ": " << outcome.printed;
    }
  }

  // Runs `program`, which must fail and say `error` and nothing else.
  void ExpectError(const std::string& program, const std::string& error) {
    Outcome outcome = Run(program);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.printed, program + ": " + error + "\n");
  }

  std::string ReadFile(const std::string& name) { return Read(directory_ / name); }

  // Replaces the data's first `from` by `to`.
  void EditPatients(const std::string& from, const std::string& to) {
    std::string content = ReadFile("data/patients.csv");
    std::size_t place = content.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    std::ofstream(directory_ / "data/patients.csv") << content.replace(place, from.size(), to);
  }

  fs::path directory_;
};

TEST_F(PipelineTest, TrainsAModelThatIsClearlyBetterThanTheMean) {
  RunAll();
  std::string metrics = ReadFile("out/metrics.json");
  EXPECT_EQ(JsonNumber(metrics, "$.train_rows"), 354);
  EXPECT_EQ(JsonNumber(metrics, "$.test_rows"), 88);
  EXPECT_GT(JsonNumber(metrics, "$.rmse"), 0);
  EXPECT_LT(JsonNumber(metrics, "$.rmse"), 0.85 * JsonNumber(metrics, "$.baseline_rmse"));
  EXPECT_EQ(
      JsonNumber(ReadFile("out/progression.json"), "$.learner.learner_model_param.num_feature"), 8);
}

TEST_F(PipelineTest, ScoresEveryone) {
  RunAll();
  std::vector<std::string> lines = Lines(ReadFile("out/scores.csv"));
  ASSERT_EQ(lines.size(), 1 + 442);
  EXPECT_EQ(lines[0], "id,progression,follow_up");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    int id = 0;
    double progression = 0;
    char follow_up[16];
    ASSERT_EQ(std::sscanf(lines[i].c_str(), "%d,%lf,%15s", &id, &progression, follow_up), 3);
    EXPECT_EQ(id, static_cast<int>(i));
    EXPECT_GT(progression, 0);
    EXPECT_LT(progression, 400);
    EXPECT_EQ(std::string(follow_up), progression < 100   ? "yearly"
                                      : progression < 200 ? "quarterly"
                                                          : "monthly");
  }
}

TEST_F(PipelineTest, IsDeterministic) {
  RunAll();
  std::string model = ReadFile("out/progression.json");
  std::string metrics = ReadFile("out/metrics.json");
  std::string scores = ReadFile("out/scores.csv");
  RunAll();
  EXPECT_TRUE(ReadFile("out/progression.json") == model);
  EXPECT_EQ(ReadFile("out/metrics.json"), metrics);
  EXPECT_TRUE(ReadFile("out/scores.csv") == scores);
}

TEST_F(PipelineTest, ShowsTheReleaseNote) {
  std::ofstream(directory_ / "data/release.txt") << "Release 2: nothing is new.\n";
  EXPECT_EQ(Run("ingest").printed, "ingest: Release 2: nothing is new.\ningest: 442 people\n");
}

TEST_F(PipelineTest, NamesThePlaceOfABadNumber) {
  EditPatients("\n7,36,", "\n7,thirty-six,");
  ExpectError("ingest", "data/patients.csv:8: age: \"thirty-six\" is not a number");
}

TEST_F(PipelineTest, NamesThePlaceOfAValueThatNobodyCanHave) {
  EditPatients("\n7,36,", "\n7,360,");
  ExpectError("ingest", "data/patients.csv:8: age: 360 is out of range");
}

TEST_F(PipelineTest, NamesThePlaceOfAnUnknownCode) {
  EditPatients("\n7,36,2,", "\n7,36,3,");
  ExpectError("ingest", "data/patients.csv:8: sex: neither 1 nor 2");
}

TEST_F(PipelineTest, NamesThePlaceOfASecondRowForAPerson) {
  EditPatients("\n7,36,", "\n6,36,");
  ExpectError("ingest", "data/patients.csv:8: id: 6 comes a second time");
}

TEST_F(PipelineTest, NamesTheMissingColumn) {
  EditPatients("bmi", "body_mass");
  ExpectError("ingest", "data/patients.csv:1: no column \"bmi\"");
}

TEST_F(PipelineTest, NamesTheLineThatIsCutShort) {
  EditPatients("\n7,36,2,", "\n7,36\n");
  ExpectError("ingest", "data/patients.csv:8: expected 12 fields, found 2");
}

TEST_F(PipelineTest, NamesTheMissingFile) {
  fs::remove(directory_ / "data/patients.csv");
  ExpectError("ingest", "data/patients.csv: cannot open: No such file or directory");
  EXPECT_FALSE(fs::exists(directory_ / "out"));
}

TEST_F(PipelineTest, WrongDataLeavesTheDatabaseAsItWas) {
  ASSERT_EQ(Run("ingest").status, 0);
  std::string database = ReadFile("out/clinic.db");
  EditPatients("\n7,36,", "\n7,thirty-six,");
  ASSERT_EQ(Run("ingest").status, 1);
  EXPECT_TRUE(ReadFile("out/clinic.db") == database);
}

TEST_F(PipelineTest, NamesWhatAnEarlierProgramShouldHaveMade) {
  ExpectError("features", "out/clinic.db: unable to open database file");
  ASSERT_EQ(Run("ingest").status, 0);
  ExpectError("train", "out/clinic.db: no such table: train_features");
  ASSERT_EQ(Run("features").status, 0);
  ExpectError("score", "xgboost: Opening out/progression.json failed: No such file or directory");
}

}  // namespace
}  // namespace clinic
