#include "lineage/run_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kShortest = 8;  // of a digest's digits
constexpr size_t kShown = 12;

// One access, and where it is.
struct At {
  const Observed* run = nullptr;
  const Artifact* artifact = nullptr;
  const Access* access = nullptr;
};

class Tracer {
 public:
  Tracer(const std::vector<Observed>& runs, const Style& style) : style_(style) {
    for (const Observed& run : runs) {
      for (const Artifact& artifact : run.artifacts) {
        for (const Access* access : artifact.accesses) {
          const At at{&run, &artifact, access};
          if (IsWhole(access->written())) writers_[access->written().value()].push_back(at);
          if (IsWhole(access->read())) readers_[access->read().value()].push_back(at);
          if (Reads(*access) && access->error() == 0 && !artifact.system) {
            reads_[{&run, access->process()}].push_back(at);
          }
        }
      }
      for (const Inference* inference : run.inferences)
        inferences_[inference->token()] = {&run, inference};
    }
  }

  absl::StatusOr<std::string> Text(std::string_view target) {
    if (const auto found = inferences_.find(std::string(target)); found != inferences_.end()) {
      return DrawTree(style_, OfInference(*found->second.first, *found->second.second));
    }
    const size_t colon = target.rfind(':');
    const std::string_view digits = colon == target.npos ? target : target.substr(colon + 1);
    if (digits.size() < kShortest || digits.find_first_not_of("0123456789abcdef") != digits.npos) {
      return absl::NotFoundError(
          fmt::format("'{}' is no file, no digest (at least {} digits) and no token of these runs",
                      target, kShortest));
    }
    std::set<std::string> found;
    for (const auto* known : {&writers_, &readers_}) {
      for (const auto& [digest, _] : *known) {
        if (Hex(digest).starts_with(digits)) found.insert(digest);
      }
    }
    if (found.empty())
      return absl::NotFoundError(fmt::format("none of these runs wrote or read {}", target));
    if (found.size() > 1)
      return absl::InvalidArgumentError(fmt::format("{} may be several digests", target));
    return DrawTree(style_, OfDigest(*found.begin(), ""));
  }

 private:
  std::string DigestLine(const std::string& digest) const {
    return Paint(style_, Ink::kDim, "sha256:" + Hex(digest).substr(0, kShown));
  }
  static std::string NameOf(const At& at) {
    return at.artifact->name_space == "file" ? at.artifact->name
                                             : at.artifact->name_space + "/" + at.artifact->name;
  }

  TreeNode OfInference(const Observed& run, const Inference& inference) {
    TreeNode node;
    node.line = Paint(style_, Ink::kBold, "answer " + inference.token()) + "  of " +
                Paint(style_, Ink::kYellow, run.ledger->run().job());
    if (!inference.model().value().empty())
      node.children.push_back(OfDigest(inference.model().value(), "model "));
    for (const Digest& input : inference.input())
      node.children.push_back(OfDigest(input.value(), "input "));
    return node;
  }

  TreeNode OfDigest(const std::string& digest, std::string_view role) {
    const auto writer = writers_.find(digest);
    if (writer != writers_.end()) return OfWrite(writer->second.back(), role);
    TreeNode node;
    const auto reader = readers_.find(digest);
    node.line = std::string(role) +
                (reader == readers_.end()
                     ? ""
                     : Paint(style_, Ink::kBold, NameOf(reader->second.front())) + "  ") +
                DigestLine(digest);
    node.details.push_back(Paint(style_, Ink::kDim, "no run here wrote it"));
    return node;
  }

  // What a process wrote, and what it had read by then.
  TreeNode OfWrite(const At& at, std::string_view role) {
    TreeNode node;
    node.line = std::string(role) + Paint(style_, Ink::kBold, NameOf(at)) + "  " +
                DigestLine(at.access->written().value());
    node.line += fmt::format("  written by {} ({})",
                             Paint(style_, Ink::kYellow, at.run->ledger->run().job()),
                             Printable(at.run->ledger->file));
    if (!expanded_.insert(at.access).second) {
      node.line += Paint(style_, Ink::kDim, "  (above)");
      return node;
    }
    std::set<std::string> shown;
    for (const At& read : ReadBefore(at)) {
      TreeNode child = OfRead(read, at);
      if (shown.insert(child.line).second) node.children.push_back(std::move(child));
    }
    return node;
  }

  // The reads of the process, and of those it was forked from, up to the time it had written.
  std::vector<At> ReadBefore(const At& at) const {
    std::vector<At> before;
    uint64_t until = at.access->closed();
    for (uint64_t process = at.access->process();;) {
      const auto found = reads_.find({at.run, process});
      if (found != reads_.end()) {
        for (const At& read : found->second) {
          const bool probe = read.access->observer() == PROBE;  // says where, not what
          if (!probe && read.access->opened() <= until) before.push_back(read);
        }
      }
      const auto self = at.run->processes.find(process);
      if (self == at.run->processes.end() || self->second->parent() == 0) break;
      until = std::min(until, self->second->started());
      process = self->second->parent();
    }
    std::sort(before.begin(), before.end(),
              [](const At& a, const At& b) { return NameOf(a) < NameOf(b); });
    return before;
  }

  TreeNode OfRead(const At& read, const At& reader) {
    if (IsWhole(read.access->read())) {
      const std::string& digest = read.access->read().value();
      if (const auto writer = writers_.find(digest); writer != writers_.end()) {
        // The last that had written it by then, as far as one clock tells.
        for (auto at = writer->second.rbegin(); at != writer->second.rend(); ++at) {
          if (at->access == reader.access) continue;
          if (at->run == read.run && at->access->closed() > read.access->opened()) continue;
          return OfWrite(*at, "");
        }
      }
      TreeNode node;
      node.line = Paint(style_, Ink::kBold, NameOf(read)) + "  " + DigestLine(digest);
      return node;
    }
    // By its name, in the same run.
    const Access* last = nullptr;
    for (const Access* access : read.artifact->accesses) {
      if (access == reader.access || !IsWhole(access->written()) ||
          access->closed() > read.access->opened())
        continue;
      if (last == nullptr || last->closed() < access->closed()) last = access;
    }
    if (last != nullptr) {
      TreeNode node = OfWrite({read.run, read.artifact, last}, "");
      node.details.push_back(Paint(
          style_, Ink::kYellow, fmt::format("by its name: {}", DigestText(read.access->read()))));
      return node;
    }
    TreeNode node;
    node.line = Paint(style_, Ink::kBold, NameOf(read)) + "  ";
    if (!read.access->version().id().empty())
      node.line += "version " + Printable(read.access->version().id());
    if (read.access->has_read()) {
      node.line += Paint(style_, Ink::kYellow, std::string(HowText(read.access->read().how())));
    }
    return node;
  }

  Style style_;
  std::map<std::string, std::vector<At>> writers_, readers_;  // by digest
  std::map<std::pair<const Observed*, uint64_t>, std::vector<At>> reads_;
  std::map<std::string, std::pair<const Observed*, const Inference*>> inferences_;
  std::set<const Access*> expanded_;
};

}  // namespace

absl::StatusOr<std::string> RunTraceText(const std::vector<Observed>& runs, std::string_view target,
                                         const Style& style) {
  return Tracer(runs, style).Text(target);
}

}  // namespace pedigree
