// SQLite with owners: a database that closes itself and statements that finalize themselves.
// Failures throw std::runtime_error, naming the database file and what SQLite said.

#ifndef EXAMPLES_CLINIC_STORE_DATABASE_H_
#define EXAMPLES_CLINIC_STORE_DATABASE_H_

#include <sqlite3.h>

#include <string>

namespace clinic {

class Database {
 public:
  enum class Mode {
    kExisting,  // the file must be there
    kCreate,    // it is created if it is not
  };

  Database(const std::string& path, Mode mode);
  ~Database();

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs statements that take no parameters and give no rows.
  void Execute(const std::string& sql);

 private:
  friend class Statement;

  [[noreturn]] void Fail() const;

  std::string path_;
  sqlite3* handle_ = nullptr;
};

// One prepared statement. The database must outlive it.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);
  ~Statement();

  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Goes to the next row of the result; false after the last.
  bool Step();

  // The current row's values; the first column is 0.
  int Int(int column) const;
  double Double(int column) const;

  // Sets parameters; the first is 1.
  void Bind(int index, int value);
  void Bind(int index, double value);

  // Runs a statement that gives no rows, and makes it ready to be bound and run again.
  void Run();

 private:
  void Check(int result) const;

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_STORE_DATABASE_H_
