#include "lineage/run_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kMost = 8;     // artifacts of a kind that are named
constexpr size_t kDigits = 12;  // of a digest

std::string DigestShort(const Digest* digest) {
  if (digest == nullptr) return "no digest";
  if (digest->value().empty()) return DigestText(*digest);
  return fmt::format("{}:{} ({})", digest->algorithm(), Hex(digest->value()).substr(0, kDigits),
                     HowText(digest->how()));
}

uint64_t SizeOf(const Artifact& artifact, const Digest* digest) {
  if (digest != nullptr && digest->size() > 0) return digest->size();
  return artifact.accesses.back()->file().size();
}

// Every artifact that `chosen` takes: name, size, digest.
template <typename Chosen>
std::string Section(const Observed& observed, std::string_view title, bool output,
                    const Style& style, Chosen chosen) {
  std::vector<const Artifact*> artifacts;
  for (const Artifact& artifact : observed.artifacts) {
    if (chosen(artifact)) artifacts.push_back(&artifact);
  }
  if (artifacts.empty()) return "";
  size_t width = 0;
  for (size_t i = 0; i < std::min(artifacts.size(), kMost); ++i) {
    width = std::max(width, Printable(artifacts[i]->name).size());
  }
  std::string out = fmt::format("  {}\n", title);
  for (size_t i = 0; i < std::min(artifacts.size(), kMost); ++i) {
    const Artifact& artifact = *artifacts[i];
    const std::string name = Printable(artifact.name);
    const Digest* digest = output ? artifact.output : artifact.input;
    const std::string prefix = artifact.name_space == "file" ? "" : artifact.name_space + "/";
    out += fmt::format("    {}{:{}}  {:>7}  {}\n", prefix + Paint(style, Ink::kBold, artifact.name),
                       "", width - name.size(), SizeText(SizeOf(artifact, digest)),
                       Paint(style, Ink::kDim, DigestShort(digest)));
  }
  if (artifacts.size() > kMost) out += fmt::format("    and {} more\n", artifacts.size() - kMost);
  return out;
}

}  // namespace

std::string RunSummary(const Observed& observed, const Style& style) {
  const Run& run = observed.ledger->run();
  std::string out = Paint(style, Ink::kBold, run.job()) + ": ";
  if (observed.end == nullptr) {
    out += "not ended";
  } else {
    const double seconds =
        static_cast<double>(observed.end->ended_unix_ns() - run.started_unix_ns()) / 1e9;
    out += observed.end->signal() != 0 ? fmt::format("ended by signal {}", observed.end->signal())
                                       : fmt::format("exit status {}", observed.end->exit_status());
    out += fmt::format(" after {:.1f} s", seconds);
  }
  out += fmt::format(", {}; {} in {}\n", Count(observed.processes.size(), "process", "processes"),
                     Count(observed.ledger->records.size(), "record"),
                     Printable(observed.ledger->file));
  const auto data = [](const Artifact& a) { return !a.system && !a.temporary; };
  out += Section(observed, "read:", false, style,
                 [&](const Artifact& a) { return data(a) && a.read; });
  out += Section(observed, "written:", true, style,
                 [&](const Artifact& a) { return data(a) && a.written && !a.deleted; });
  const auto count = [&](auto chosen) {
    return static_cast<size_t>(
        std::count_if(observed.artifacts.begin(), observed.artifacts.end(), chosen));
  };
  std::vector<std::string> also;
  if (const size_t n = count([](const Artifact& a) { return a.deleted && !a.temporary; })) {
    also.push_back(Count(n, "file") + " deleted");
  }
  if (const size_t n = count([](const Artifact& a) { return a.temporary; }))
    also.push_back(Count(n, "temporary file"));
  if (const size_t n = count([](const Artifact& a) { return a.system && a.read; })) {
    also.push_back(Count(n, "file") + " of the system read");
  }
  if (!also.empty()) out += "  also: " + Join(also, ", ") + "\n";
  for (size_t i = 0; i < std::min(observed.gaps.size(), kMost); ++i) {
    out += "  " + Paint(style, Ink::kYellow, "not seen: " + Printable(observed.gaps[i])) + "\n";
  }
  if (observed.gaps.size() > kMost)
    out += fmt::format("  and {} more gaps\n", observed.gaps.size() - kMost);
  return out;
}

}  // namespace pedigree
