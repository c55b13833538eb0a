#include "examples/ward/store.h"

#include <stdexcept>

namespace ward {
namespace {

constexpr char kTables[] =
    "CREATE TABLE IF NOT EXISTS features"
    " (id INTEGER PRIMARY KEY, sex INTEGER, bmi REAL, bp REAL, ltg REAL);"
    "CREATE TABLE IF NOT EXISTS scores (id INTEGER PRIMARY KEY, risk REAL)";

}  // namespace

Store::Store(const std::string& path) : path_(path) {
  if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK ||
      sqlite3_exec(database_, kTables, nullptr, nullptr, nullptr) != SQLITE_OK) {
    const std::string message = path_ + ": " + sqlite3_errmsg(database_);
    sqlite3_close(database_);
    throw std::runtime_error(message);
  }
}

Store::~Store() { sqlite3_close(database_); }

void Store::Put(const Features& features) {
  sqlite3_stmt* statement =
      Prepare("INSERT OR REPLACE INTO features (id, sex, bmi, bp, ltg) VALUES (?, ?, ?, ?, ?)");
  sqlite3_bind_int(statement, 1, features.id);
  sqlite3_bind_int(statement, 2, features.sex);
  sqlite3_bind_double(statement, 3, features.bmi);
  sqlite3_bind_double(statement, 4, features.bp);
  sqlite3_bind_double(statement, 5, features.ltg);
  Finish(statement);
}

std::vector<Features> Store::All() {
  sqlite3_stmt* statement = Prepare("SELECT id, sex, bmi, bp, ltg FROM features ORDER BY id");
  std::vector<Features> all;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    Features features;
    features.id = sqlite3_column_int(statement, 0);
    features.sex = sqlite3_column_int(statement, 1);
    features.bmi = sqlite3_column_double(statement, 2);
    features.bp = sqlite3_column_double(statement, 3);
    features.ltg = sqlite3_column_double(statement, 4);
    all.push_back(features);
  }
  sqlite3_finalize(statement);
  return all;
}

void Store::PutScore(int id, double risk) {
  sqlite3_stmt* statement = Prepare("INSERT OR REPLACE INTO scores (id, risk) VALUES (?, ?)");
  sqlite3_bind_int(statement, 1, id);
  sqlite3_bind_double(statement, 2, risk);
  Finish(statement);
}

sqlite3_stmt* Store::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(path_ + ": " + sqlite3_errmsg(database_));
  }
  return statement;
}

void Store::Finish(sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (result != SQLITE_DONE) throw std::runtime_error(path_ + ": " + sqlite3_errmsg(database_));
}

}  // namespace ward
