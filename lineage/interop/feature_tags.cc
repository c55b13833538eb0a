#include "lineage/interop/feature_tags.h"

#include <fmt/format.h>

#include <set>

#include "lineage/aliases.h"
#include "lineage/names.h"

namespace pedigree::interop {
namespace {

class Collector {
 public:
  Collector(const ExportInput& input, std::string_view name_space)
      : input_(input),
        lineage_(input.lineage),
        name_space_(name_space),
        own_jobs_(fmt::format("{}/", name_space)) {}

  std::vector<FeatureTags> Collect() {
    // From where to which column, and what it brings along.
    for (const Lineage::Flow& flow : lineage_.Flows()) {
      const int from = lineage_.sites()[flow.from].asset, to = lineage_.sites()[flow.to].asset;
      if (from == to || !Exported(input_, from) || !Exported(input_, to)) continue;
      if (IsFeature(to) && !IsFeature(from)) Upstream(flow, from, to);
      if (IsFeature(from) && lineage_.assets()[to].kind == MODEL)
        Into(from, flow.from_column, "pedigree.models", AssetText(lineage_.assets()[to]));
    }
    std::vector<FeatureTags> all;
    for (size_t i = 0; i < lineage_.assets().size(); ++i) {
      const int at = static_cast<int>(i);
      if (!IsFeature(at)) continue;
      const Lineage::Asset& asset = lineage_.assets()[i];
      FeatureTags& of = all.emplace_back(FeatureTags{asset.name, TagsOf(said_[{at, ""}]), {}});
      for (const std::string& column : asset.columns) {
        if (const auto it = said_.find({at, column}); it != said_.end())
          of.columns[column] = TagsOf(it->second);
      }
    }
    return all;
  }

 private:
  using Said = std::map<std::string, std::set<std::string>>;  // by tag

  bool IsFeature(int at) const {
    const Lineage::Asset& asset = lineage_.assets()[at];
    return asset.name_space == name_space_ && asset.kind == FEATURE;
  }

  void Into(int asset, const std::string& column, const char* tag, const std::string& what) {
    said_[{asset, ""}][tag].insert(what);
    if (!column.empty()) said_[{asset, column}][tag].insert(what);
  }

  void Upstream(const Lineage::Flow& flow, int from, int to) {
    const Lineage::Asset& source = lineage_.assets()[from];
    Into(to, flow.to_column, "pedigree.sources", AssetText(source));
    for (const std::string& tag : source.properties.tag())
      Into(to, flow.to_column, "pedigree.tags", tag);
    for (const Properties::Column& column : source.properties.column()) {
      if (!flow.from_column.empty() && column.name() != flow.from_column) continue;
      for (const std::string& tag : column.tag()) Into(to, flow.to_column, "pedigree.tags", tag);
    }
    for (const int edge : flow.chain) {
      const std::string& job = lineage_.jobs()[lineage_.JobOf(lineage_.edges()[edge])].name;
      if (!job.starts_with(own_jobs_) && job != kAliasJob)
        Into(to, flow.to_column, "pedigree.jobs", job);
    }
  }

  static Json TagsOf(const Said& said) {
    Json tags = Json::object();
    for (const auto& [tag, values] : said) tags[tag] = Join({values.begin(), values.end()}, ", ");
    return tags;
  }

  const ExportInput& input_;
  const Lineage& lineage_;
  const std::string_view name_space_;
  const std::string own_jobs_;
  std::map<std::pair<int, std::string>, Said> said_;  // by asset and column
};

}  // namespace

std::vector<FeatureTags> FeatureTagsOf(const ExportInput& input, std::string_view name_space) {
  return Collector(input, name_space).Collect();
}

void AddFeatureTags(const FeatureTags& of, std::string_view name, Json* document) {
  constexpr std::string_view kService = "service/";
  const bool service = name.starts_with(kService);
  if (service) name.remove_prefix(kService.size());
  Json& to = (*document)[service ? "feature_services" : "feature_views"][std::string(name)];
  to["tags"] = of.tags;
  if (service) return;
  for (const auto& [column, tags] : of.columns) to["features"][column]["tags"] = tags;
}

}  // namespace pedigree::interop
