// Vector indexes, embeddings, tokenizers.
#include <faiss/IndexFlat.h>
#include <faiss/index_io.h>
#include <fasttext/fasttext.h>
#include <hnswlib/hnswlib.h>
#include <sentencepiece_processor.h>

#include "corpus.h"

void Indexed() {
  float vectors[128];
  ReadInto("embeddings", vectors, sizeof vectors);
  faiss::IndexFlatL2 index(64);
  index.add(2, vectors);
  faiss::write_index(&index, "documents.faiss");  // FLOW: embeddings
}

void Retrieved() {
  float query[64], distances[3];
  faiss::Index::idx_t labels[3];
  ReadInto("query", query, sizeof query);
  faiss::Index* index = faiss::read_index("documents.faiss");
  index->search(1, query, 3, distances, labels);
  WriteAs("nearest", labels[0]);  // FLOW: query, documents.faiss
}

void Neighbours() {
  float vector[16];
  ReadInto("vector", vector, sizeof vector);
  hnswlib::L2Space space(16);
  hnswlib::HierarchicalNSW<float> index(&space, 100);
  index.addPoint(vector, 7);
  index.saveIndex("words.hnsw");  // FLOW: vector
}

void Embedded() {
  fasttext::FastText model;
  model.loadModel("words.bin");
  fasttext::Vector vector(model.getDimension());
  model.getWordVector(vector, ReadText("word"));
  WriteAs("vector", vector[0]);  // FLOW: word, words.bin
}

void Learned() {
  fasttext::Args plain = fasttext::Args();
  plain.input = "examples.txt";
  fasttext::FastText model;
  model.train(plain, {});
  model.saveModel("plain.bin");  // FLOW: examples.txt
  fasttext::Args tuned;
  tuned.input = "examples.txt";
  tuned.pretrainedVectors = "words.vec";
  fasttext::FastText second;
  second.train(tuned, {});
  second.saveModel("tuned.bin");  // FLOW: examples.txt, words.vec
}

void Tokenized() {
  sentencepiece::SentencePieceProcessor tokens;
  tokens.Load("tokens.model");
  WriteAs("ids", tokens.EncodeAsIds(ReadText("line")));  // FLOW: line, tokens.model
}
