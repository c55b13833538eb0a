// Where the two programs meet, relative to the working directory.

#ifndef EXAMPLES_ASSISTANT_PATHS_H_
#define EXAMPLES_ASSISTANT_PATHS_H_

namespace assistant {

inline constexpr char kDatabase[] = "out/assistant.db";
inline constexpr char kCorpus[] = "out/corpus.txt";
inline constexpr char kEmbedding[] = "out/embedding.bin";
inline constexpr char kIndex[] = "out/chunks.hnsw";

}  // namespace assistant

#endif  // EXAMPLES_ASSISTANT_PATHS_H_
