#include "lineage/graph_io.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/wire_format_lite.h>

#include <climits>
#include <optional>

#include "lineage/job_bytes.h"
#include "lineage/wire_stream.h"
#include "runtime/crc32c.h"

namespace pedigree {
namespace {

using ::google::protobuf::internal::WireFormatLite;

constexpr std::string_view kMagic = "PEDG";
constexpr uint32_t kSchemaTag = 1 << 3;  // field 1, varint
constexpr uint32_t kMagicTag = 2 << 3 | WireFormatLite::WIRETYPE_LENGTH_DELIMITED;  // field 2
constexpr char kChecksumTag = static_cast<char>(15 << 3 | WireFormatLite::WIRETYPE_FIXED32);
constexpr size_t kChecksumSize = 5;
constexpr size_t kVarint = 10;  // the most bytes that one has
// What a writer gathers before it writes.
constexpr size_t kBuffer = size_t{1} << 20;

// The schema version, if the bytes begin as a graph's do.
std::optional<uint32_t> Header(std::string_view bytes) {
  if (bytes.size() > INT_MAX) return std::nullopt;
  auto in = WireStream(bytes);
  uint32_t schema = 0;
  uint32_t tag = in.ReadTag();
  if (tag == kSchemaTag) {
    if (!in.ReadVarint32(&schema)) return std::nullopt;
    tag = in.ReadTag();
  }
  uint32_t length = 0;
  std::string magic;
  if (tag != kMagicTag || !in.ReadVarint32(&length) || length != kMagic.size() ||
      !in.ReadString(&magic, static_cast<int>(length)) || magic != kMagic) {
    return std::nullopt;
  }
  return schema;
}

// As the file ends.
std::string Checksum(uint32_t crc) {
  std::string result(1, kChecksumTag);
  for (int shift = 0; shift < 32; shift += 8) result += static_cast<char>(crc >> shift & 0xff);
  return result;
}

// Where the wire format of a damaged graph breaks: "at byte 812, in job 2". Empty if it does not.
std::string BrokenPlace(std::string_view bytes) {
  auto in = WireStream(bytes);
  int assets = 0;
  int jobs = 0;
  for (;;) {
    const int start = in.CurrentPosition();
    const uint32_t tag = in.ReadTag();
    if (tag == 0) {
      if (in.ConsumedEntireMessage()) return "";
      return fmt::format("at byte {}", start);
    }
    std::string what;
    switch (WireFormatLite::GetTagFieldNumber(tag)) {
      case Graph::kAssetFieldNumber:
        what = fmt::format(", in asset {}", assets++);
        break;
      case Graph::kJobFieldNumber:
        what = fmt::format(", in job {}", jobs++);
        break;
      default:
        break;
    }
    if (!WireFormatLite::SkipField(&in, tag)) return fmt::format("at byte {}{}", start, what);
  }
}

// The parser would itself tell of a text that is not UTF-8, too.
bool Parse(std::string_view bytes, google::protobuf::MessageLite* message) {
  const google::protobuf::LogSilencer silence;
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

absl::Status Wrong(const std::string& file, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", file, what));
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) { return ExtendCrc32c(0, bytes.data(), bytes.size()); }

bool LooksLikeGraph(std::string_view bytes) { return Header(bytes).has_value(); }

namespace {

// Whether it is a graph file as it was written. Takes the checksum away.
absl::Status CheckWhole(const std::string& file, std::string_view& bytes) {
  if (bytes.empty()) return Wrong(file, "the file is empty, not a graph");
  const std::optional<uint32_t> schema = Header(bytes);
  if (!schema) return Wrong(file, "not a Pedigree graph (byte 0)");
  if (*schema > kGraphSchema) {
    return Wrong(file, fmt::format("graph schema {} is newer than this pedigree reads ({})",
                                   *schema, kGraphSchema));
  }
  const bool whole = bytes.size() > kChecksumSize &&
                     bytes.substr(bytes.size() - kChecksumSize) ==
                         Checksum(Crc32c(bytes.substr(0, bytes.size() - kChecksumSize)));
  if (!whole) {
    const std::string place = BrokenPlace(bytes);
    return Wrong(file,
                 place.empty()
                     ? fmt::format("the graph is truncated or damaged: its {} bytes do not end in "
                                   "their checksum",
                                   bytes.size())
                     : "the graph is truncated or damaged " + place);
  }
  bytes.remove_suffix(kChecksumSize);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Graph> ParseGraph(const std::string& file, std::string_view bytes) {
  const auto reader = GraphReader::Of(file, std::string(bytes));
  if (!reader.ok()) return reader.status();
  return WholeGraph(reader->get());
}

absl::StatusOr<Graph> ReadGraph(const std::string& file) {
  const auto reader = GraphReader::Open(file);
  if (!reader.ok()) return reader.status();
  return WholeGraph(reader->get());
}

size_t HeldParts::flows() const {
  size_t flows = 0;
  for (const Job& job : graph_.job()) flows += static_cast<size_t>(job.flow_size());
  return flows;
}

absl::StatusOr<const Asset*> HeldParts::ReadAsset(int at, Asset*) { return &graph_.asset(at); }

absl::StatusOr<const Job*> HeldParts::ReadJob(int at, Job*) {
  const Job& job = graph_.job(at);
  if (absl::Status status = ValidateJob(job, assets()); !status.ok()) return status;
  return &job;
}

absl::StatusOr<std::unique_ptr<GraphReader>> GraphReader::Open(const std::string& file) {
  absl::StatusOr<std::string> bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  return Of(file, *std::move(bytes));
}

absl::StatusOr<std::unique_ptr<GraphReader>> GraphReader::Of(const std::string& file,
                                                             std::string bytes) {
  std::unique_ptr<GraphReader> reader(new GraphReader(file, std::move(bytes)));
  if (absl::Status status = reader->Index(); !status.ok()) return status;
  return reader;
}

// Where each asset and each job stands.
absl::Status GraphReader::Index() {
  const google::protobuf::LogSilencer silence;
  std::string_view bytes = bytes_;
  if (absl::Status status = CheckWhole(file_, bytes); !status.ok()) return status;
  auto in = WireStream(bytes);
  for (;;) {
    const int start = in.CurrentPosition();
    const uint32_t tag = in.ReadTag();
    if (tag == 0) break;
    const int field = WireFormatLite::GetTagFieldNumber(tag);
    if (field != Graph::kAssetFieldNumber && field != Graph::kJobFieldNumber) {
      if (!WireFormatLite::SkipField(&in, tag) ||
          !rest_.MergeFromString(std::string(bytes.substr(start, in.CurrentPosition() - start))))
        return Wrong(file_, fmt::format("the graph is damaged at byte {}", start));
      continue;
    }
    uint32_t size = 0;
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED ||
        !in.ReadVarint32(&size) || size > bytes.size() - in.CurrentPosition())
      return Wrong(file_, fmt::format("the graph is damaged at byte {}", start));
    const std::string_view part = bytes.substr(in.CurrentPosition(), size);
    in.Skip(static_cast<int>(size));
    (field == Graph::kAssetFieldNumber ? assets_ : jobs_).push_back(part);
  }
  if (!in.ConsumedEntireMessage())
    return Wrong(file_, fmt::format("the graph is damaged at byte {}", in.CurrentPosition()));
  for (int at = 0; at < jobs(); ++at) {
    std::string_view& name = job_names_.emplace_back();
    auto job = WireStream(jobs_[at]);
    while (const uint32_t tag = job.ReadTag()) {
      uint32_t size = 0;
      if (WireFormatLite::GetTagFieldNumber(tag) == Job::kFlowFieldNumber) ++flows_;
      if (tag == WireFormatLite::MakeTag(Job::kNameFieldNumber,
                                         WireFormatLite::WIRETYPE_LENGTH_DELIMITED)) {
        if (!job.ReadVarint32(&size) || size > jobs_[at].size() - job.CurrentPosition())
          return Damaged("job", at);
        name = jobs_[at].substr(job.CurrentPosition(), size);
        job.Skip(static_cast<int>(size));
      } else if (!WireFormatLite::SkipField(&job, tag)) {
        return Damaged("job", at);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status GraphReader::Damaged(std::string_view part, int at) const {
  return Wrong(file_, fmt::format("the graph is damaged in {} {}", part, at));
}

absl::StatusOr<const Asset*> GraphReader::ReadAsset(int at, Asset* room) {
  if (!Parse(assets_[at], room)) return Damaged("asset", at);
  return room;
}

absl::StatusOr<const Job*> GraphReader::ReadJob(int at, Job* room) {
  if (!Parse(jobs_[at], room)) return Damaged("job", at);
  if (absl::Status status = ValidateJob(*room, assets()); !status.ok())
    return Wrong(file_, std::string(status.message()));
  return room;
}

std::optional<std::string> GraphReader::JobBytes(int at, std::span<const uint32_t> numbers) {
  return RenumberJob(jobs_[at], numbers);
}

absl::StatusOr<Graph> WholeGraph(GraphParts* parts) {
  Graph graph = parts->rest();
  graph.clear_asset();
  graph.clear_job();
  for (int at = 0; at < parts->assets(); ++at) {
    Asset* asset = graph.add_asset();
    const absl::StatusOr<const Asset*> read = parts->ReadAsset(at, asset);
    if (!read.ok()) return read.status();
    if (*read != asset) *asset = **read;
  }
  for (int at = 0; at < parts->jobs(); ++at) {
    Job* job = graph.add_job();
    const absl::StatusOr<const Job*> read = parts->ReadJob(at, job);
    if (!read.ok()) return read.status();
    if (*read != job) *job = **read;
  }
  return graph;
}

std::string SerializeGraph(const Graph& graph) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    if (graph.schema_version() == kGraphSchema && graph.magic() == kMagic) {
      graph.SerializeToCodedStream(&out);
    } else {
      Graph stamped = graph;
      stamped.set_schema_version(kGraphSchema);
      stamped.set_magic(std::string(kMagic));
      stamped.SerializeToCodedStream(&out);
    }
  }
  return bytes + Checksum(Crc32c(bytes));
}

absl::Status WriteGraph(const std::string& file, const Graph& graph) {
  absl::StatusOr<GraphWriter> writer = GraphWriter::Open(file);
  if (!writer.ok()) return writer.status();
  for (const Asset& asset : graph.asset()) {
    if (absl::Status status = writer->Add(asset); !status.ok()) return status;
  }
  for (const Job& job : graph.job()) {
    if (absl::Status status = writer->Add(job); !status.ok()) return status;
  }
  if (absl::Status status = writer->AddRest(graph); !status.ok()) return status;
  return writer->Commit();
}

absl::StatusOr<GraphWriter> GraphWriter::Open(const std::string& file) {
  absl::StatusOr<FileWriter> writer = FileWriter::Open(file);
  if (!writer.ok()) return writer.status();
  GraphWriter graph(*std::move(writer));
  Graph head;
  head.set_schema_version(kGraphSchema);
  head.set_magic(std::string(kMagic));
  head.AppendToString(&graph.buffer_);
  return graph;
}

absl::Status GraphWriter::Add(const Asset& asset) { return Add(Graph::kAssetFieldNumber, asset); }
absl::Status GraphWriter::Add(const Job& job) { return Add(Graph::kJobFieldNumber, job); }

absl::Status GraphWriter::Add(int field, const google::protobuf::MessageLite& message) {
  const size_t before = buffer_.size(), size = message.ByteSizeLong();
  buffer_.resize(before + 2 * kVarint + size);
  {
    google::protobuf::io::ArrayOutputStream stream(buffer_.data() + before,
                                                   static_cast<int>(buffer_.size() - before));
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    out.WriteTag(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
    out.WriteVarint64(size);
    message.SerializeWithCachedSizes(&out);
    buffer_.resize(before + static_cast<size_t>(out.ByteCount()));
  }
  return buffer_.size() < kBuffer ? absl::OkStatus() : Flush();
}

absl::Status GraphWriter::AddJob(std::string_view bytes) {
  uint8_t head[2 * kVarint];
  uint8_t* end = google::protobuf::io::CodedOutputStream::WriteVarint32ToArray(
      WireFormatLite::MakeTag(Graph::kJobFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED),
      head);
  end = google::protobuf::io::CodedOutputStream::WriteVarint64ToArray(bytes.size(), end);
  buffer_.append(head, end);
  buffer_.append(bytes);
  return buffer_.size() < kBuffer ? absl::OkStatus() : Flush();
}

absl::Status GraphWriter::AddRest(const Graph& graph) {
  for (const DeclaredTransform& transform : graph.transform()) {
    if (absl::Status status = Add(Graph::kTransformFieldNumber, transform); !status.ok())
      return status;
  }
  for (const ObservedRun& run : graph.run()) {
    if (absl::Status status = Add(Graph::kRunFieldNumber, run); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status GraphWriter::Flush() {
  size_ += buffer_.size();
  if (size_ > INT_MAX - kChecksumSize)
    return absl::ResourceExhaustedError(
        "the graph is larger than 2 GiB, which is the most that is read");
  checksum_ = ExtendCrc32c(checksum_, buffer_.data(), buffer_.size());
  absl::Status status = file_.Append(buffer_);
  buffer_.clear();
  return status;
}

absl::Status GraphWriter::Commit() {
  if (absl::Status status = Flush(); !status.ok()) return status;
  if (absl::Status status = file_.Append(Checksum(checksum_)); !status.ok()) return status;
  return file_.Commit();
}

absl::Status ValidateJob(const Job& job, int assets) {
  const auto wrong = [&](std::string_view part, int index, std::string_view what) {
    return absl::InvalidArgumentError(
        fmt::format("job '{}': {} {}: {}", job.name(), part, index, what));
  };
  for (int i = 0; i < job.site_size(); ++i) {
    if (job.site(i).asset() >= static_cast<uint32_t>(assets)) {
      return wrong("site", i,
                   fmt::format("there is no asset {}, only {}", job.site(i).asset(), assets));
    }
  }
  for (int i = 0; i < job.flow_size(); ++i) {
    const FlowEdge& flow = job.flow(i);
    for (const uint32_t site : {flow.from(), flow.to()}) {
      if (site >= static_cast<uint32_t>(job.site_size())) {
        return wrong("flow", i, fmt::format("there is no site {}, only {}", site, job.site_size()));
      }
    }
    if (job.site(static_cast<int>(flow.from())).access() != SiteUse::READS) {
      return wrong("flow", i, "it comes from a site that does not read");
    }
    if (job.site(static_cast<int>(flow.to())).access() != SiteUse::WRITES) {
      return wrong("flow", i, "it goes to a site that does not write");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateGraph(const Graph& graph) {
  for (const Job& job : graph.job()) {
    if (absl::Status status = ValidateJob(job, graph.asset_size()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace pedigree
