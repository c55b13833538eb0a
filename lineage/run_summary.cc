#include "lineage/run_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kMost = 8;     // artifacts of a kind that are named
constexpr size_t kDigits = 12;  // of a digest

std::string DigestShort(const Artifact& artifact, const Digest* digest) {
  // It was written before it was read.
  if (digest == nullptr) return artifact.written ? "what the run wrote itself" : "no digest";
  if (digest->value().empty()) return DigestText(*digest);
  return fmt::format("{}:{} ({})", digest->algorithm(), Hex(digest->value()).substr(0, kDigits),
                     HowText(digest->how()));
}

uint64_t SizeOf(const Artifact& artifact, const Digest* digest) {
  if (digest != nullptr && digest->size() > 0) return digest->size();
  return artifact.accesses.back()->file().size();
}

// The size, of what has one.
std::string SizeShort(const Artifact& artifact, const Digest* digest) {
  if (artifact.name_space == "process") return "";
  return SizeText(SizeOf(artifact, digest));
}

// Every artifact that `chosen` takes: name, size, digest.
template <typename Chosen>
std::string Section(const Observed& observed, std::string_view title, bool output,
                    const Style& style, Chosen chosen) {
  // Those of the working directory come first: they are what a run is about.
  std::vector<const Artifact*> artifacts, elsewhere;
  for (const Artifact& artifact : observed.artifacts) {
    if (!chosen(artifact)) continue;
    const bool outside = artifact.name_space == "file" && artifact.name.starts_with('/');
    (outside ? elsewhere : artifacts).push_back(&artifact);
  }
  artifacts.insert(artifacts.end(), elsewhere.begin(), elsewhere.end());
  if (artifacts.empty()) return "";
  const auto prefix = [](const Artifact& artifact) {
    return artifact.name_space == "file" ? "" : artifact.name_space + "/";
  };
  size_t width = 0;
  for (size_t i = 0; i < std::min(artifacts.size(), kMost); ++i) {
    width = std::max(width, (prefix(*artifacts[i]) + Printable(artifacts[i]->name)).size());
  }
  std::string out = fmt::format("  {}\n", title);
  for (size_t i = 0; i < std::min(artifacts.size(), kMost); ++i) {
    const Artifact& artifact = *artifacts[i];
    const std::string before = prefix(artifact), name = Printable(artifact.name);
    const Digest* digest = output ? artifact.output : artifact.input;
    out += fmt::format("    {}{:{}}  {:>7}  {}\n", before + Paint(style, Ink::kBold, artifact.name),
                       "", width - before.size() - name.size(), SizeShort(artifact, digest),
                       Paint(style, Ink::kDim, DigestShort(artifact, digest)));
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
