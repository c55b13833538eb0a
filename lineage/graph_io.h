// Graph files. A graph file is a serialised Graph (proto/graph.proto) and, as its last five bytes,
// a checksum: field 15 of the message, a fixed32 with the CRC-32C of all bytes before it. Without
// it a file that was cut between two jobs would read as a smaller graph, and lineage would be
// missing in silence.
#ifndef PEDIGREE_LINEAGE_GRAPH_IO_H_
#define PEDIGREE_LINEAGE_GRAPH_IO_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// The bytes of a graph file; same graph, same bytes. Magic and schema version are filled in.
std::string SerializeGraph(const Graph& graph);
absl::Status WriteGraph(const std::string& file, const Graph& graph);

// What a graph consists of, part by part: held as messages a large one takes ten times as much as
// its file.
class GraphParts {
 public:
  virtual ~GraphParts() = default;
  // All but assets and jobs.
  virtual const Graph& rest() const = 0;
  virtual int assets() const = 0;
  virtual int jobs() const = 0;
  virtual std::string_view JobName(int at) const = 0;
  // Of all jobs together.
  virtual size_t flows() const = 0;
  // Put into `room`, where it is not held anyway. A job that is not as ValidateJob wants it is an
  // error.
  virtual absl::StatusOr<const Asset*> ReadAsset(int at, Asset* room) = 0;
  virtual absl::StatusOr<const Job*> ReadJob(int at, Job* room) = 0;
  // A job as it is stored, but for its assets' numbers: see lineage/job_bytes.h. Nothing where
  // there is no more to it than ReadJob.
  virtual std::optional<std::string> JobBytes(int /*at*/, std::span<const uint32_t> /*numbers*/) {
    return std::nullopt;
  }
};

// Those of a graph that is held, and outlives this.
class HeldParts : public GraphParts {
 public:
  explicit HeldParts(const Graph& graph) : graph_(graph) {}
  const Graph& rest() const override { return graph_; }
  int assets() const override { return graph_.asset_size(); }
  int jobs() const override { return graph_.job_size(); }
  std::string_view JobName(int at) const override { return graph_.job(at).name(); }
  size_t flows() const override;
  absl::StatusOr<const Asset*> ReadAsset(int at, Asset* room) override;
  absl::StatusOr<const Job*> ReadJob(int at, Job* room) override;

 private:
  const Graph& graph_;
};

// Those of a graph file. Errors are as ReadGraph's.
class GraphReader : public GraphParts {
 public:
  static absl::StatusOr<std::unique_ptr<GraphReader>> Open(const std::string& file);
  // `file` is what errors call it.
  static absl::StatusOr<std::unique_ptr<GraphReader>> Of(const std::string& file,
                                                         std::string bytes);
  const Graph& rest() const override { return rest_; }
  int assets() const override { return static_cast<int>(assets_.size()); }
  int jobs() const override { return static_cast<int>(jobs_.size()); }
  std::string_view JobName(int at) const override { return job_names_[at]; }
  size_t flows() const override { return flows_; }
  absl::StatusOr<const Asset*> ReadAsset(int at, Asset* room) override;
  absl::StatusOr<const Job*> ReadJob(int at, Job* room) override;
  std::optional<std::string> JobBytes(int at, std::span<const uint32_t> numbers) override;

 private:
  GraphReader(std::string file, std::string bytes)
      : file_(std::move(file)), bytes_(std::move(bytes)) {}
  absl::Status Index();
  absl::Status Damaged(std::string_view part, int at) const;

  std::string file_, bytes_;
  Graph rest_;
  std::vector<std::string_view> assets_, jobs_, job_names_;  // into bytes_
  size_t flows_ = 0;
};

// All of it, held.
absl::StatusOr<Graph> WholeGraph(GraphParts* parts);

// Writes a graph that is not held as a whole: its assets, then its jobs, in their order. The file
// is as WriteGraph writes it, and there once Commit() has succeeded.
class GraphWriter {
 public:
  static absl::StatusOr<GraphWriter> Open(const std::string& file);

  absl::Status Add(const Asset& asset);
  absl::Status Add(const Job& job);
  absl::Status AddJob(std::string_view bytes);
  // All that a graph has but assets and jobs; last.
  absl::Status AddRest(const Graph& graph);
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
