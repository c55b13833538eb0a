#include "analyzer/link/sql.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pedigree::link {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SqlStatement Read(std::string_view text) {
  const auto statements = ReadSql(text);
  EXPECT_TRUE(statements.has_value()) << text;
  return statements ? statements->front() : SqlStatement();
}

std::string Show(const SqlColumn& c) {
  return fmt::format("{}.{} {}{}", c.table, c.column, Subtype_Name(c.subtype), c.sure ? "" : "?");
}
std::vector<std::string> Output(const SqlStatement& sql, size_t k) {
  std::vector<std::string> columns;
  for (const SqlColumn& c : sql.Output(k)) columns.push_back(Show(c));
  return columns;
}
std::vector<std::string> Influences(const SqlStatement& sql) {
  std::vector<std::string> columns;
  for (const SqlColumn& c : sql.influences) columns.push_back(Show(c));
  return columns;
}
std::vector<std::string> Placeholders(const SqlStatement& sql) {
  std::vector<std::string> columns;
  for (const auto& p : sql.placeholders) columns.push_back(p.value_or("-"));
  return columns;
}

TEST(SqlTest, ColumnsOfOneTable) {
  const SqlStatement sql = Read("SELECT id, age FROM patients");
  EXPECT_THAT(Output(sql, 0), ElementsAre("patients.id IDENTITY"));
  EXPECT_THAT(Output(sql, 1), ElementsAre("patients.age IDENTITY"));
  EXPECT_THAT(Output(sql, 2), IsEmpty());
}

TEST(SqlTest, ExpressionsAreMadeOfTheirColumns) {
  const SqlStatement sql = Read(
      "select a + b as total, upper(name), 7, CAST(c AS INTEGER), CASE WHEN d > 0 THEN e END, "
      "'x' || f y from t");
  EXPECT_THAT(Output(sql, 0), ElementsAre("t.a TRANSFORMATION", "t.b TRANSFORMATION"));
  EXPECT_THAT(Output(sql, 1), ElementsAre("t.name TRANSFORMATION"));
  EXPECT_THAT(Output(sql, 2), IsEmpty());
  EXPECT_THAT(Output(sql, 3), ElementsAre("t.c TRANSFORMATION"));
  EXPECT_THAT(Output(sql, 4), ElementsAre("t.d TRANSFORMATION", "t.e TRANSFORMATION"));
  EXPECT_THAT(Output(sql, 5), ElementsAre("t.f TRANSFORMATION"));
}

TEST(SqlTest, AggregatesAreTold) {
  const SqlStatement sql = Read("SELECT site, AVG(bmi) FROM p GROUP BY site HAVING count(*) > 3");
  EXPECT_THAT(Output(sql, 1), ElementsAre("p.bmi AGGREGATION"));
  EXPECT_THAT(Influences(sql), ElementsAre("p.site GROUP_BY"));
}

TEST(SqlTest, JoinsFollowAliases) {
  const SqlStatement sql = Read(
      "SELECT p.age, v.bp FROM patients AS p LEFT JOIN visits v ON p.id = v.patient "
      "WHERE v.year > ? ORDER BY p.id");
  EXPECT_THAT(Output(sql, 0), ElementsAre("patients.age IDENTITY"));
  EXPECT_THAT(Output(sql, 1), ElementsAre("visits.bp IDENTITY"));
  EXPECT_THAT(Influences(sql), ElementsAre("patients.id JOIN", "visits.patient JOIN",
                                           "visits.year FILTER", "patients.id SORT"));
  EXPECT_THAT(Placeholders(sql), ElementsAre("-"));
}

TEST(SqlTest, AColumnThatSeveralTablesCouldHaveIsNotGuessed) {
  const SqlStatement sql = Read("SELECT age FROM a, b");
  EXPECT_THAT(Output(sql, 0), ElementsAre("a. IDENTITY?", "b. IDENTITY?"));
}

TEST(SqlTest, SubqueriesAreLookedThrough) {
  const SqlStatement sql =
      Read("SELECT s.m FROM (SELECT max(x) AS m, y FROM t WHERE z) AS s JOIN u USING (y)");
  EXPECT_THAT(Output(sql, 0), ElementsAre("t.x AGGREGATION"));
  EXPECT_THAT(Influences(sql), ElementsAre("t.z FILTER", "t.y JOIN", "u.y JOIN"));
}

TEST(SqlTest, WithNamesSubqueries) {
  const SqlStatement sql = Read("WITH c(n) AS (SELECT a FROM t) SELECT n FROM c");
  EXPECT_THAT(Output(sql, 0), ElementsAre("t.a IDENTITY"));
}

TEST(SqlTest, UnionsJoinOutputs) {
  const SqlStatement sql = Read("SELECT a FROM t UNION ALL SELECT b FROM u");
  EXPECT_THAT(Output(sql, 0), ElementsAre("t.a IDENTITY", "u.b IDENTITY"));
}

TEST(SqlTest, StarIsTheTable) {
  EXPECT_THAT(Output(Read("SELECT * FROM t"), 3), ElementsAre("t. IDENTITY"));
  EXPECT_THAT(Output(Read("SELECT t.* FROM t, u"), 0), ElementsAre("t. IDENTITY"));
  EXPECT_THAT(Output(Read("SELECT * FROM (SELECT a, b FROM t)"), 1), ElementsAre("t.b IDENTITY"));
}

TEST(SqlTest, QuotedAndQualifiedNames) {
  EXPECT_THAT(Output(Read("SELECT \"the age\" FROM main.[my table]"), 0),
              ElementsAre("main.my table.the age IDENTITY"));
}

TEST(SqlTest, PlaceholdersOfInsert) {
  const SqlStatement sql = Read("INSERT OR REPLACE INTO t (a, b, c) VALUES (?, lower(?), 3)");
  EXPECT_EQ(sql.target, "t");
  EXPECT_THAT(Placeholders(sql), ElementsAre("a", "b"));
  EXPECT_THAT(Placeholders(Read("INSERT INTO t(a, b) VALUES ($2, $1)")), ElementsAre("b", "a"));
  EXPECT_THAT(Placeholders(Read("INSERT INTO t(a, b) VALUES (:x, :y)")), ElementsAre("a", "b"));
  EXPECT_THAT(Placeholders(Read("INSERT INTO t VALUES (?, ?)")), ElementsAre("", ""));
}

TEST(SqlTest, PlaceholdersOfUpdate) {
  const SqlStatement sql = Read("UPDATE t SET a = ?, b = b + ? WHERE id = ?");
  EXPECT_EQ(sql.target, "t");
  EXPECT_THAT(Placeholders(sql), ElementsAre("a", "b", "-"));
  EXPECT_THAT(Influences(sql), ElementsAre("t.id FILTER"));
  ASSERT_EQ(sql.assignments.size(), 2);
  EXPECT_EQ(Show(sql.assignments[1].columns[0]), "t.b TRANSFORMATION");
}

TEST(SqlTest, Upserts) {
  const SqlStatement sql =
      Read("INSERT INTO t (id, n) VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET n = ?");
  EXPECT_THAT(Placeholders(sql), ElementsAre("id", "n", "n"));
}

TEST(SqlTest, InsertSelect) {
  const SqlStatement sql =
      Read("INSERT INTO t (a) SELECT x.v FROM x JOIN y ON x.id = y.id WHERE y.w = 1");
  EXPECT_EQ(sql.kind, SqlStatement::kInsert);
  EXPECT_THAT(Output(sql, 0), ElementsAre("x.v IDENTITY"));
  EXPECT_THAT(Influences(sql), ElementsAre("x.id JOIN", "y.id JOIN", "y.w FILTER"));
}

TEST(SqlTest, CreateTable) {
  const SqlStatement sql = Read(
      "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, age REAL CHECK (age > 0), "
      "UNIQUE (id))");
  EXPECT_EQ(sql.target, "t");
  EXPECT_THAT(sql.columns, ElementsAre("id", "age"));
  EXPECT_THAT(Output(Read("CREATE TABLE t AS SELECT a FROM s"), 0), ElementsAre("s.a IDENTITY"));
}

TEST(SqlTest, StatementsThatMoveNoData) {
  for (const char* text : {"BEGIN", "DROP TABLE IF EXISTS t", "PRAGMA journal_mode = WAL",
                           "CREATE INDEX i ON t (a)", "COMMIT;"}) {
    EXPECT_EQ(Read(text).kind, SqlStatement::kOther) << text;
  }
  EXPECT_EQ(Read("DELETE FROM t WHERE a = ?").kind, SqlStatement::kDelete);
}

TEST(SqlTest, SeveralStatements) {
  const auto all = ReadSql("BEGIN; INSERT INTO t SELECT a FROM s; -- done\nCOMMIT;");
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->size(), 3);
  EXPECT_EQ((*all)[1].target, "t");
}

TEST(SqlTest, HolesMayStandInNames) {
  EXPECT_THAT(Output(Read("SELECT a FROM {argv:1}_rows"), 0),
              ElementsAre("{argv:1}_rows.a IDENTITY"));
}

TEST(SqlTest, WhatIsNotUnderstoodIsNotRead) {
  for (const char* text :
       {"", "{?}", "FROBNICATE t", "SELECT", "SELECT a FROM f(3)", "INSERT t", "SELECT 'open",
        "UPDATE t WHERE a = 1", "SELECT a FROM t GARBAGE MORE GARBAGE"}) {
    EXPECT_FALSE(ReadSql(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace pedigree::link
