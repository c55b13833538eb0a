#include "lineage/graph_io.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

#include <climits>
#include <optional>

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

google::protobuf::io::CodedInputStream Stream(std::string_view bytes) {
  return google::protobuf::io::CodedInputStream(reinterpret_cast<const uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
}

// The schema version, if the bytes begin as a graph's do.
std::optional<uint32_t> Header(std::string_view bytes) {
  if (bytes.size() > INT_MAX) return std::nullopt;
  auto in = Stream(bytes);
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
  auto in = Stream(bytes);
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

absl::Status Wrong(const std::string& file, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", file, what));
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) { return ExtendCrc32c(0, bytes.data(), bytes.size()); }

bool LooksLikeGraph(std::string_view bytes) { return Header(bytes).has_value(); }

namespace {

absl::Status ParseInto(const std::string& file, std::string_view bytes, Graph& graph) {
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
  if (!graph.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Wrong(file, "the graph is damaged " + BrokenPlace(bytes));
  }
  if (const absl::Status status = ValidateGraph(graph); !status.ok()) {
    return Wrong(file, std::string(status.message()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Graph> ParseGraph(const std::string& file, std::string_view bytes) {
  Graph graph;
  if (absl::Status status = ParseInto(file, bytes, graph); !status.ok()) return status;
  return graph;
}

absl::StatusOr<Graph> ReadGraph(const std::string& file) {
  Graph graph;
  if (absl::Status status = ReadGraph(file, graph); !status.ok()) return status;
  return graph;
}

absl::Status ReadGraph(const std::string& file, Graph& graph) {
  const absl::StatusOr<std::string> bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  return ParseInto(file, *bytes, graph);
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
  return WriteFile(file, SerializeGraph(graph));
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
