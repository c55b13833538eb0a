// The database: chunks by id, and the answers that were given. Failures throw std::runtime_error.

#ifndef EXAMPLES_ASSISTANT_STORE_H_
#define EXAMPLES_ASSISTANT_STORE_H_

#include <sqlite3.h>

#include <string>

#include "examples/assistant/chunk.h"

namespace assistant {

class Store {
 public:
  explicit Store(const std::string& path);
  ~Store();

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Forgets all chunks.
  void Clear();
  void AddChunk(const Chunk& chunk);
  Chunk FindChunk(int id);
  void AddAnswer(const std::string& question, const std::string& answer);

 private:
  sqlite3_stmt* Prepare(const char* sql);
  void Finish(sqlite3_stmt* statement);
  [[noreturn]] void Fail();

  std::string path_;
  sqlite3* database_ = nullptr;
};

}  // namespace assistant

#endif  // EXAMPLES_ASSISTANT_STORE_H_
