#include "examples/clinic/store/database.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace clinic {
namespace {

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

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() { std::remove(path_.c_str()); }

  std::string path_ = testing::TempDir() + "database_test.db";
};

TEST_F(DatabaseTest, GivesBackWhatWasBound) {
  {
    Database db(path_, Database::Mode::kCreate);
    db.Execute("CREATE TABLE t (id INTEGER, x REAL)");
    Statement insert(db, "INSERT INTO t (id, x) VALUES (?, ?)");
    for (int i = 1; i <= 2; ++i) {
      insert.Bind(1, i);
      insert.Bind(2, i / 4.0);
      insert.Run();
    }
  }
  Database db(path_, Database::Mode::kExisting);
  Statement rows(db, "SELECT x, id FROM t ORDER BY id");
  ASSERT_TRUE(rows.Step());
  EXPECT_EQ(rows.Double(0), 0.25);
  EXPECT_EQ(rows.Int(1), 1);
  ASSERT_TRUE(rows.Step());
  EXPECT_EQ(rows.Double(0), 0.5);
  EXPECT_EQ(rows.Int(1), 2);
  EXPECT_FALSE(rows.Step());
}

TEST_F(DatabaseTest, DoesNotCreateWhatShouldExist) {
  EXPECT_EQ(ErrorOf([&] { Database db(path_, Database::Mode::kExisting); }),
            path_ + ": unable to open database file");
}

TEST_F(DatabaseTest, NamesTheFileAndTheMissingTable) {
  Database db(path_, Database::Mode::kCreate);
  EXPECT_EQ(ErrorOf([&] { Statement rows(db, "SELECT x FROM t"); }), path_ + ": no such table: t");
  EXPECT_EQ(ErrorOf([&] { db.Execute("DELETE FROM t"); }), path_ + ": no such table: t");
}

TEST_F(DatabaseTest, ReportsABrokenConstraint) {
  Database db(path_, Database::Mode::kCreate);
  db.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  Statement insert(db, "INSERT INTO t (id) VALUES (?)");
  insert.Bind(1, 5);
  insert.Run();
  insert.Bind(1, 5);
  EXPECT_EQ(ErrorOf([&] { insert.Run(); }), path_ + ": UNIQUE constraint failed: t.id");
}

}  // namespace
}  // namespace clinic
