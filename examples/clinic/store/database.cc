#include "examples/clinic/store/database.h"

#include <stdexcept>

namespace clinic {

Database::Database(const std::string& path, Mode mode) : path_(path) {
  int flags = SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
    // There is a handle to ask and to close even if the file could not be opened.
    std::string message = path_ + ": " + sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw std::runtime_error(message);
  }
}

Database::~Database() { sqlite3_close(handle_); }

void Database::Execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) Fail();
}

void Database::Fail() const { throw std::runtime_error(path_ + ": " + sqlite3_errmsg(handle_)); }

Statement::Statement(Database& database, const std::string& sql) : database_(database) {
  Check(sqlite3_prepare_v2(database.handle_, sql.c_str(), -1, &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::Step() {
  int result = sqlite3_step(handle_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.Fail();
  return false;
}

int Statement::Int(int column) const { return sqlite3_column_int(handle_, column); }

double Statement::Double(int column) const { return sqlite3_column_double(handle_, column); }

void Statement::Bind(int index, int value) { Check(sqlite3_bind_int(handle_, index, value)); }

void Statement::Bind(int index, double value) { Check(sqlite3_bind_double(handle_, index, value)); }

void Statement::Run() {
  while (Step()) {
  }
  Check(sqlite3_reset(handle_));
}

void Statement::Check(int result) const {
  if (result != SQLITE_OK) database_.Fail();
}

}  // namespace clinic
