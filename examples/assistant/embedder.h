// Texts to vectors, by a fastText model that is trained on the pages themselves.

#ifndef EXAMPLES_ASSISTANT_EMBEDDER_H_
#define EXAMPLES_ASSISTANT_EMBEDDER_H_

#include <fasttext/fasttext.h>

#include <string>
#include <vector>

namespace assistant {

inline constexpr int kDimensions = 64;

class Embedder {
 public:
  // Learns from a file of one text a line.
  void Train(const std::string& corpus);
  void Save(const std::string& path);
  void Load(const std::string& path);

  // The mean of the words' vectors, of length 1.
  std::vector<float> Embed(const std::string& text);

 private:
  fasttext::FastText model_;
};

// Words in lower case, and nothing else, in one line.
std::string Words(const std::string& text);

}  // namespace assistant

#endif  // EXAMPLES_ASSISTANT_EMBEDDER_H_
