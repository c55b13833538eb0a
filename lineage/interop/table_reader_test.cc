#include "lineage/interop/table_reader.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "lineage/file.h"

namespace pedigree::interop {
namespace {

std::string Written(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + "/" + name;
  EXPECT_TRUE(WriteFile(path, text).ok());
  return path;
}

std::string Database(const std::string& name, const std::string& sql) {
  const std::string path = ::testing::TempDir() + "/" + name;
  std::remove(path.c_str());
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  return path;
}

// Each row as "table:line a|b".
std::vector<std::string> Rows(const std::string& path,
                              const std::vector<std::string_view>& wanted = {}) {
  std::vector<std::string> rows;
  const absl::Status status = ReadRows(path, wanted, [&](const Row& row) {
    rows.push_back(std::string(row.table()) + ":" + std::to_string(row.line()) + " " +
                   std::string(row["a"]) + "|" + std::string(row["b"]));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return rows;
}

std::string Problem(const std::string& path) {
  const absl::Status status = ReadRows(path, {}, [](const Row&) { return absl::OkStatus(); });
  const std::string message(status.message().data(), status.message().size());
  return message.substr(std::min(message.size(), path.rfind('/') + 1));
}

using Lines = std::vector<std::string>;

TEST(TableReader, CsvHasQuotesAndLineEndsInFields) {
  EXPECT_EQ(Rows(Written("t.csv",
                         "\xef\xbb\xbf"
                         "A,b\r\n1,\"x, \"\"y\"\"\"\r\n\"2\n3\",\r\n\r\n4,z")),
            (Lines{"t:2 1|x, \"y\"", "t:3 2\n3|", "t:6 4|z"}));
}

TEST(TableReader, JsonLinesAreRows) {
  EXPECT_EQ(Rows(Written("t.jsonl", "{\"a\":1,\"b\":\"x\"}\n{\"b\":null,\"A\":\"2\"}\n")),
            (Lines{"t:1 1|x", "t:2 2|"}));
}

TEST(TableReader, ADumpHasItsTablesInCopies) {
  EXPECT_EQ(Rows(Written("dump.sql",
                         "--\n-- PostgreSQL database dump\n--\nSET x = 1;\n"
                         "COPY public.other (a, b) FROM stdin;\n1\t2\n\\.\n"
                         "COPY public.\"T\" (a, \"b\") FROM stdin;\n"
                         "x\\ty\\\\\t\\N\n\\x41\\102\tz\n\\.\n"),
                 {"t"}),
            (Lines{"t:9 x\ty\\|", "t:10 AB|z"}));
}

TEST(TableReader, ADatabaseHasItsPlainTablesRead) {
  const std::string path =
      Database("t.db",
               "CREATE TABLE T (a TEXT, B INTEGER); INSERT INTO T VALUES ('x', 1), (NULL, 2);"
               "CREATE TABLE other (a); INSERT INTO other VALUES (1);"
               // A view that never ends.
               "CREATE VIEW v AS WITH RECURSIVE r(a) AS (SELECT 1 UNION ALL SELECT a FROM r) "
               "SELECT a FROM r;");
  EXPECT_EQ(Rows(path, {"t", "v"}), (Lines{"t:1 x|1", "t:2 |2"}));
}

TEST(TableReader, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_EQ(Problem(Written("e.csv", "")), "e.csv: it is empty");
  EXPECT_EQ(Problem(Written("e.csv", "a,A\n1,2\n")), "e.csv:1: two columns are called 'a'");
  EXPECT_EQ(Problem(Written("e.csv", "a,b\n1,2\n1\n")), "e.csv:3: 1 fields where the header has 2");
  EXPECT_EQ(Problem(Written("e.csv", "a,b\n\"x\"y,2\n")),
            "e.csv:2: text follows where a quote has ended");
  EXPECT_EQ(Problem(Written("e.csv", "a,b\n1,\"x\n\n")), "e.csv:2: a quote does not end");
  EXPECT_EQ(Problem(Written("e.csv", "a,b\n1,\xff\xfe\n")), "e.csv:2: a text is not UTF-8");
  EXPECT_EQ(Problem(Written("e.csv", "a,b\n1,\xed\xa0\x80\n")), "e.csv:2: a text is not UTF-8");
  EXPECT_EQ(Problem(Written("e.csv", std::string("a,b\n1,\0\n", 8))),
            "e.csv:2: a byte 0 is in it: no CSV");
  EXPECT_EQ(Problem(Written("e.csv", std::string(5000, ','))), "e.csv:1: more than 4096 columns");
  EXPECT_EQ(Problem(Written("e.sql", "-- a dump\nCOPY t (a) FROM stdin;\n1\n")),
            "e.sql:4: the COPY does not end");
  EXPECT_EQ(Problem(Written("e.sql", "-- a dump\n")), "e.sql: no COPY ... FROM stdin is in it");
  EXPECT_EQ(Problem(Written("e.json", "[1]")), "e.json:1: a row is an object");
  EXPECT_EQ(Problem(Written("e.json", std::string(1'000'000, '['))),
            "e.json:1:203: nested more than 200 deep");
  EXPECT_EQ(Problem("/nonexistent"), "nonexistent: No such file or directory");
  EXPECT_EQ(Problem("/"), ": Is a directory");
}

TEST(TableReader, ADamagedDatabaseIsRefused) {
  const std::string path = Database("d.db", "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);");
  std::string bytes = *ReadFile(path);
  EXPECT_EQ(Problem(Written("cut.db", bytes.substr(0, 4096))),
            "cut.db: database disk image is malformed");
  EXPECT_EQ(Problem(Written("short.db", bytes.substr(0, 100))),
            "short.db: database disk image is malformed");
  for (size_t at = 100; at < 4000; at += 7) bytes[at] = '\x5a';
  EXPECT_NE(Problem(Written("noise.db", bytes)).find("noise.db: "), std::string::npos);
}

}  // namespace
}  // namespace pedigree::interop
