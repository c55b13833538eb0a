#include "lineage/job_bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <vector>

#include "lineage/wire_stream.h"
#include "proto/graph.pb.h"

namespace pedigree {
namespace {

using ::google::protobuf::internal::WireFormatLite;
using ::google::protobuf::io::CodedOutputStream;

constexpr int kVarint = 5;  // the most bytes that one of 32 bits has

constexpr uint32_t Tag(int field, WireFormatLite::WireType type) {
  return static_cast<uint32_t>(field) << 3 | type;
}

class Renumbering {
 public:
  Renumbering(std::string_view job, std::span<const uint32_t> numbers)
      : job_(job), numbers_(numbers) {}

  bool Run() {
    out_.reserve(job_.size() + job_.size() / 64);
    auto in = WireStream(job_);
    int copied = 0;  // up to there
    for (;;) {
      const int start = in.CurrentPosition();
      const uint32_t tag = in.ReadTag();
      if (tag == 0) break;
      if (tag != Tag(Job::kSiteFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED) &&
          tag != Tag(Job::kFlowFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED)) {
        if (!WireFormatLite::SkipField(&in, tag)) return false;
        continue;
      }
      uint32_t size = 0;
      if (!in.ReadVarint32(&size) || size > job_.size() - in.CurrentPosition()) return false;
      const std::string_view part = job_.substr(in.CurrentPosition(), size);
      in.Skip(static_cast<int>(size));
      if (WireFormatLite::GetTagFieldNumber(tag) == Job::kFlowFieldNumber) {
        flows_ = true;
        if (!FlowLeadsSomewhere(part)) return false;
        continue;
      }
      out_.append(job_, copied, start - copied);
      if (!AddSite(part)) return false;
      copied = in.CurrentPosition();
    }
    if (!in.ConsumedEntireMessage()) return false;
    out_.append(job_, copied);
    return true;
  }

  std::string Take() { return std::move(out_); }

 private:
  bool AddSite(std::string_view bytes) {
    SiteUse site;
    if (flows_ || !site.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
    if (site.asset() >= numbers_.size()) return false;
    site.set_asset(numbers_[site.asset()]);
    accesses_.push_back(site.access());
    uint8_t head[2 * kVarint];
    uint8_t* end = CodedOutputStream::WriteVarint32ToArray(
        Tag(Job::kSiteFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), head);
    end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(site.ByteSizeLong()), end);
    out_.append(head, end);
    return site.AppendToString(&out_);
  }

  bool FlowLeadsSomewhere(std::string_view bytes) const {
    auto in = WireStream(bytes);
    uint32_t from = 0, to = 0;
    while (const uint32_t tag = in.ReadTag()) {
      bool read = true;
      switch (tag) {
        case Tag(FlowEdge::kFromFieldNumber, WireFormatLite::WIRETYPE_VARINT):
          read = in.ReadVarint32(&from);
          break;
        case Tag(FlowEdge::kToFieldNumber, WireFormatLite::WIRETYPE_VARINT):
          read = in.ReadVarint32(&to);
          break;
        default:
          read = WireFormatLite::SkipField(&in, tag);
      }
      if (!read) return false;
    }
    return in.ConsumedEntireMessage() && from < accesses_.size() && to < accesses_.size() &&
           accesses_[from] == SiteUse::READS && accesses_[to] == SiteUse::WRITES;
  }

  const std::string_view job_;
  const std::span<const uint32_t> numbers_;
  std::string out_;
  std::vector<SiteUse::Access> accesses_;  // of each site
  bool flows_ = false;                     // whether one was seen
};

}  // namespace

std::optional<std::string> RenumberJob(std::string_view job, std::span<const uint32_t> numbers) {
  Renumbering renumbering(job, numbers);
  if (!renumbering.Run()) return std::nullopt;
  return renumbering.Take();
}

}  // namespace pedigree
