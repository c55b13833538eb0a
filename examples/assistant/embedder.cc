#include "examples/assistant/embedder.h"

#include <cctype>
#include <cmath>
#include <sstream>

namespace assistant {

void Embedder::Train(const std::string& corpus) {
  fasttext::Args args;
  args.input = corpus;
  args.model = fasttext::model_name::sg;
  args.dim = kDimensions;
  args.minCount = 2;
  args.epoch = 20;
  args.bucket = 20000;
  args.thread = 1;  // the same every time
  args.verbose = 0;
  model_.train(args);
}

void Embedder::Save(const std::string& path) { model_.saveModel(path); }

void Embedder::Load(const std::string& path) { model_.loadModel(path); }

std::vector<float> Embedder::Embed(const std::string& text) {
  std::istringstream words(Words(text));
  fasttext::Vector vector(kDimensions);
  model_.getSentenceVector(words, vector);
  std::vector<float> embedded(vector.data(), vector.data() + kDimensions);
  float square = 0;
  for (float x : embedded) square += x * x;
  if (square > 0) {
    for (float& x : embedded) x /= std::sqrt(square);
  }
  return embedded;
}

std::string Words(const std::string& text) {
  std::string words;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte)) {
      words += static_cast<char>(std::tolower(byte));
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  return words;
}

}  // namespace assistant
