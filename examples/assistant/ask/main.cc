// Answers questions, one a line, with what the indexed pages say.

#include <hnswlib/hnswlib.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/assistant/chat.h"
#include "examples/assistant/chunk.h"
#include "examples/assistant/embedder.h"
#include "examples/assistant/paths.h"
#include "examples/assistant/store.h"

namespace assistant {
namespace {

constexpr int kRetrieved = 3;

class Assistant {
 public:
  explicit Assistant(const std::string& url)
      : url_(url), space_(kDimensions), index_(&space_, kIndex), store_(kDatabase) {
    embedder_.Load(kEmbedding);
  }

  std::string Ask(const std::string& question) {
    const std::string answer = Complete(url_, Prompt(question));
    store_.AddAnswer(question, answer);
    return answer;
  }

 private:
  // The chunks nearest to the question, the nearest first.
  std::vector<Chunk> Retrieve(const std::string& question) {
    const std::vector<float> vector = embedder_.Embed(question);
    auto nearest = index_.searchKnn(vector.data(), kRetrieved);
    std::vector<Chunk> chunks;
    while (!nearest.empty()) {
      chunks.insert(chunks.begin(), store_.FindChunk(static_cast<int>(nearest.top().second)));
      nearest.pop();
    }
    return chunks;
  }

  // A heading is stored for people; the model is not told it.
  std::string Prompt(const std::string& question) {
    std::string prompt = "Answer from these pages alone, and name the page.\n\n";
    for (const Chunk& chunk : Retrieve(question)) {
      prompt += "[" + chunk.page + "] " + chunk.text + "\n\n";
    }
    return prompt + "Question: " + question;
  }

  std::string url_;
  Embedder embedder_;
  hnswlib::InnerProductSpace space_;
  hnswlib::HierarchicalNSW<float> index_;
  Store store_;
};

void AnswerAll(const std::string& path) {
  std::ifstream questions(path);
  if (!questions) throw std::runtime_error(path + ": cannot open");
  const char* url = std::getenv("ASSISTANT_URL");
  Assistant assistant(url != nullptr ? url : "http://127.0.0.1:8080/v1/chat/completions");
  std::string question;
  while (std::getline(questions, question)) {
    if (!question.empty()) std::cout << assistant.Ask(question) << "\n";
  }
}

}  // namespace
}  // namespace assistant

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ask QUESTIONS\n";
    return 1;
  }
  try {
    assistant::AnswerAll(argv[1]);
  } catch (const std::exception& e) {
    std::cerr << "ask: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
