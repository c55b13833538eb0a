// A piece of a page, as it is embedded, stored and retrieved.

#ifndef EXAMPLES_ASSISTANT_CHUNK_H_
#define EXAMPLES_ASSISTANT_CHUNK_H_

#include <string>

namespace assistant {

struct Chunk {
  int id = 0;
  std::string page;     // the file it is from
  std::string heading;  // the nearest heading above it
  std::string text;
};

}  // namespace assistant

#endif  // EXAMPLES_ASSISTANT_CHUNK_H_
