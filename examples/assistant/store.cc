#include "examples/assistant/store.h"

#include <stdexcept>

namespace assistant {
namespace {

constexpr char kTables[] =
    "CREATE TABLE IF NOT EXISTS chunks"
    " (id INTEGER PRIMARY KEY, page TEXT, heading TEXT, text TEXT);"
    "CREATE TABLE IF NOT EXISTS answers (question TEXT, answer TEXT)";

void Bind(sqlite3_stmt* statement, int index, const std::string& text) {
  sqlite3_bind_text(statement, index, text.c_str(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
}

std::string Text(sqlite3_stmt* statement, int column) {
  const unsigned char* text = sqlite3_column_text(statement, column);
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

}  // namespace

Store::Store(const std::string& path) : path_(path) {
  if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK ||
      sqlite3_exec(database_, kTables, nullptr, nullptr, nullptr) != SQLITE_OK) {
    std::string message = path_ + ": " + sqlite3_errmsg(database_);
    sqlite3_close(database_);
    throw std::runtime_error(message);
  }
}

Store::~Store() { sqlite3_close(database_); }

void Store::Clear() {
  if (sqlite3_exec(database_, "DELETE FROM chunks", nullptr, nullptr, nullptr) != SQLITE_OK) Fail();
}

void Store::AddChunk(const Chunk& chunk) {
  sqlite3_stmt* statement =
      Prepare("INSERT INTO chunks (id, page, heading, text) VALUES (?, ?, ?, ?)");
  sqlite3_bind_int(statement, 1, chunk.id);
  Bind(statement, 2, chunk.page);
  Bind(statement, 3, chunk.heading);
  Bind(statement, 4, chunk.text);
  Finish(statement);
}

Chunk Store::FindChunk(int id) {
  sqlite3_stmt* statement = Prepare("SELECT page, heading, text FROM chunks WHERE id = ?");
  sqlite3_bind_int(statement, 1, id);
  Chunk chunk;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    chunk.id = id;
    chunk.page = Text(statement, 0);
    chunk.heading = Text(statement, 1);
    chunk.text = Text(statement, 2);
  }
  sqlite3_finalize(statement);
  if (chunk.id != id) throw std::runtime_error(path_ + ": no chunk " + std::to_string(id));
  return chunk;
}

void Store::AddAnswer(const std::string& question, const std::string& answer) {
  sqlite3_stmt* statement = Prepare("INSERT INTO answers (question, answer) VALUES (?, ?)");
  Bind(statement, 1, question);
  Bind(statement, 2, answer);
  Finish(statement);
}

sqlite3_stmt* Store::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) Fail();
  return statement;
}

void Store::Finish(sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (result != SQLITE_DONE) Fail();
}

void Store::Fail() { throw std::runtime_error(path_ + ": " + sqlite3_errmsg(database_)); }

}  // namespace assistant
