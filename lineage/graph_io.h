// Graph files. A graph file is a serialised Graph (proto/graph.proto) and, as its last five bytes,
// a checksum: field 15 of the message, a fixed32 with the CRC-32C of all bytes before it. Without
// it a file that was cut between two jobs would read as a smaller graph, and lineage would be
// missing in silence.
#ifndef PEDIGREE_LINEAGE_GRAPH_IO_H_
#define PEDIGREE_LINEAGE_GRAPH_IO_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lineage/file.h"
#include "proto/graph.pb.h"

namespace pedigree {

// The newest schema that is read, and the one that is written.
inline constexpr uint32_t kGraphSchema = 1;

// Whether the bytes are a graph's, of whatever schema, damaged or not.
bool LooksLikeGraph(std::string_view bytes);

// The graph in `bytes`; `file` is what errors call it. Whatever is wrong gives InvalidArgument,
// naming the place: another kind of file, a newer schema, truncation, damage, references that lead
// nowhere.
absl::StatusOr<Graph> ParseGraph(const std::string& file, std::string_view bytes);
absl::StatusOr<Graph> ReadGraph(const std::string& file);
// The same into an empty `graph`, which may be of an arena: a large one is read and let go in less
// time there.
absl::Status ReadGraph(const std::string& file, Graph& graph);

// The bytes of a graph file; same graph, same bytes. Magic and schema version are filled in.
std::string SerializeGraph(const Graph& graph);
absl::Status WriteGraph(const std::string& file, const Graph& graph);

// Writes a graph that is not held as a whole: its assets, then its jobs, in their order. The file
// is as WriteGraph writes it, and there once Commit() has succeeded.
class GraphWriter {
 public:
  static absl::StatusOr<GraphWriter> Open(const std::string& file);

  absl::Status Add(const Asset& asset);
  absl::Status Add(const Job& job);
  absl::Status Commit();

 private:
  explicit GraphWriter(FileWriter file) : file_(std::move(file)) {}
  absl::Status Add(int field, const google::protobuf::MessageLite& message);
  absl::Status Flush();

  FileWriter file_;
  std::string buffer_;
  uint64_t size_ = 0;
  uint32_t checksum_ = 0;
};

// Whether every index in `graph` leads somewhere, and reads and writes stand where they should. The
// message begins with the place: "job 'train': flow 3: ...".
absl::Status ValidateGraph(const Graph& graph);
// The same of one job, in a graph of so many assets.
absl::Status ValidateJob(const Job& job, int assets);

// CRC-32C (Castagnoli; RFC 3720, appendix B.4).
uint32_t Crc32c(std::string_view bytes);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_GRAPH_IO_H_
