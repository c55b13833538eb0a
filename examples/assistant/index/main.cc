// Cuts pages into chunks, learns an embedding of their words, and indexes the chunks by it.

#include <hnswlib/hnswlib.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "examples/assistant/chunk.h"
#include "examples/assistant/embedder.h"
#include "examples/assistant/paths.h"
#include "examples/assistant/store.h"

namespace assistant {
namespace {

constexpr std::size_t kChunkSize = 600;  // characters; a paragraph is never cut

// The chunks of a page of Markdown: paragraphs under one heading, until there are enough.
void ReadPage(const std::string& path, std::vector<Chunk>* chunks) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot open");
  Chunk chunk;
  chunk.page = path;
  const auto finish = [&] {
    if (chunk.text.empty()) return;
    chunk.id = static_cast<int>(chunks->size()) + 1;
    chunks->push_back(chunk);
    chunk.text.clear();
  };
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind("#", 0) == 0) {
      finish();
      chunk.heading = line.substr(line.find_first_not_of("# "));
    } else if (line.empty()) {
      if (chunk.text.size() >= kChunkSize) finish();
    } else {
      if (!chunk.text.empty()) chunk.text += ' ';
      chunk.text += line;
    }
  }
  finish();
}

void WriteCorpus(const std::vector<Chunk>& chunks) {
  std::ofstream corpus(kCorpus);
  for (const Chunk& chunk : chunks) corpus << Words(chunk.text) << "\n";
  if (!corpus.flush()) throw std::runtime_error(std::string(kCorpus) + ": cannot write");
}

void Index(const std::vector<std::string>& pages) {
  std::vector<Chunk> chunks;
  for (const std::string& page : pages) ReadPage(page, &chunks);
  if (chunks.empty()) throw std::runtime_error("the pages have no text");

  WriteCorpus(chunks);
  Embedder embedder;
  embedder.Train(kCorpus);
  embedder.Save(kEmbedding);

  hnswlib::InnerProductSpace space(kDimensions);
  hnswlib::HierarchicalNSW<float> index(&space, chunks.size());
  Store store(kDatabase);
  store.Clear();
  for (const Chunk& chunk : chunks) {
    const std::vector<float> vector = embedder.Embed(chunk.text);
    index.addPoint(vector.data(), chunk.id);
    store.AddChunk(chunk);
  }
  index.saveIndex(kIndex);
  std::cerr << "index: " << chunks.size() << " chunks of " << pages.size() << " pages\n";
}

}  // namespace
}  // namespace assistant

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: index PAGE...\n";
    return 1;
  }
  try {
    assistant::Index(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& e) {
    std::cerr << "index: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
