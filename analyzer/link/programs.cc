#include "analyzer/link/programs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/fragment/wire.h"

namespace pedigree::link {
namespace {

bool IsMain(std::string_view function) {
  WireReader reader(function);
  while (reader.Next()) {
    if (reader.field == Function::kMainFieldNumber && reader.number != 0) return true;
  }
  return false;
}

// The source in the set that has a main; empty: none has.
absl::StatusOr<std::string> MainSource(const NamedFragment& set) {
  const absl::StatusOr<std::vector<FragmentIndex>> fragments = ReadFragments(set);
  if (!fragments.ok()) return fragments.status();
  for (const FragmentIndex& fragment : *fragments) {
    if (std::any_of(fragment.functions.begin(), fragment.functions.end(), IsMain))
      return std::string(fragment.source);
  }
  return "";
}

// By the sources of mains. One source may be there twice, compiled in two ways.
std::vector<std::string> JobNames(const std::vector<std::string>& sources, const std::string& job) {
  const auto short_name = [](const std::string& source) {
    return std::filesystem::path(source).stem().string();
  };
  std::map<std::string, size_t> of_short, seen;
  for (const std::string& source : sources) ++of_short[short_name(source)];
  std::vector<std::string> names;
  for (const std::string& source : sources) {
    std::string name = short_name(source);
    if (of_short[name] > 1) name = std::filesystem::path(source).replace_extension("").string();
    if (const size_t before = seen[name]++; before > 0) name += fmt::format("#{}", before + 1);
    names.push_back(job + "/" + name);
  }
  return names;
}

}  // namespace

absl::StatusOr<Graph> LinkPrograms(std::vector<NamedFragment> fragments,
                                   const LinkOptions& options) {
  std::vector<std::pair<std::string, NamedFragment>> mains;  // with their sources
  std::vector<NamedFragment> shared;
  for (NamedFragment& fragment : fragments) {
    const absl::StatusOr<std::string> source = MainSource(fragment);
    if (!source.ok()) return source.status();
    if (source->empty()) {
      shared.push_back(std::move(fragment));
    } else {
      mains.emplace_back(*source, std::move(fragment));
    }
  }
  if (mains.size() <= 1) {
    for (auto& [_, fragment] : mains) shared.push_back(std::move(fragment));
    return Link(std::move(shared), options);
  }
  std::sort(mains.begin(), mains.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.bytes) < std::tie(b.first, b.second.bytes);
  });
  std::vector<std::string> sources;
  for (const auto& [source, _] : mains) sources.push_back(source);
  const std::vector<std::string> names = JobNames(sources, options.job);
  std::vector<Graph> graphs;
  for (size_t i = 0; i < mains.size(); ++i) {
    std::vector<NamedFragment> of_program = shared;
    of_program.push_back(std::move(mains[i].second));
    LinkOptions of_job = options;
    of_job.job = names[i];
    absl::StatusOr<Graph> graph = Link(std::move(of_program), of_job);
    if (!graph.ok()) return graph.status();
    graphs.push_back(*std::move(graph));
  }
  return JoinGraphs(std::move(graphs));
}

}  // namespace pedigree::link
