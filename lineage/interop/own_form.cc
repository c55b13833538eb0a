#include "lineage/interop/own_form.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/fragment/mask.h"
#include "lineage/graph_io.h"
#include "lineage/interop/proto_json.h"
#include "lineage/json.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

pedigree::Asset Whole(const Lineage::Asset& from) {
  pedigree::Asset asset;
  asset.set_namespace_(MaskSecrets(from.name_space));
  asset.set_name(MaskSecrets(from.name));
  asset.set_kind(from.kind);
  asset.set_kind_inferred(from.kind_inferred);
  asset.set_job_local(from.job_local);
  asset.set_job(from.job);
  for (const std::string& column : from.columns) asset.add_column(column);
  for (const Witness witness : from.witnesses) asset.add_witness(witness);
  if (from.properties.ByteSizeLong() > 0) *asset.mutable_properties() = from.properties;
  return asset;
}

class JobForm {
 public:
  JobForm(const ExportInput& input, int job) : input_(input) {
    job_.set_name(input.lineage.jobs()[job].name);
    if (const auto& said = input.lineage.jobs()[job].declaration; said.ByteSizeLong() > 0)
      *job_.mutable_declaration() = said;
    assets_ = Json::array();
  }

  uint32_t Site(const Lineage::Site& site) {
    const auto [asset, fresh] = asset_number_.try_emplace(site.asset, asset_number_.size());
    if (fresh)
      assets_.push_back(Json::parse(ProtoToJson(Whole(input_.lineage.assets()[site.asset]))));
    const auto [it, inserted] =
        site_number_.try_emplace({site.access, site.asset}, site_number_.size());
    if (inserted) {
      SiteUse* use = job_.add_site();
      use->set_access(site.access);
      use->set_asset(asset->second);
    }
    for (const Witness witness : site.witnesses)
      AddWitness(witness, job_.mutable_site(static_cast<int>(it->second)));
    return it->second;
  }

  void Flow(const Lineage::Edge& edge) {
    FlowEdge flow;
    flow.set_from(Site(input_.lineage.sites()[edge.from]));
    flow.set_to(Site(input_.lineage.sites()[edge.to]));
    flow.set_from_column(edge.from_column);
    flow.set_to_column(edge.to_column);
    flow.set_subtype(edge.subtype);
    flow.set_confidence(edge.confidence);
    for (const TransformKind kind : edge.transforms) flow.add_transform(kind);
    for (const Witness witness : edge.witnesses) flow.add_witness(witness);
    if (flows_.insert(flow.SerializeAsString()).second) *job_.add_flow() = std::move(flow);
  }

  std::string Text() const {
    Json form;
    form["assets"] = assets_;
    form["job"] = Json::parse(ProtoToJson(job_));
    return Dump(form);
  }

 private:
  const ExportInput& input_;
  pedigree::Job job_;
  Json assets_;
  std::map<int, uint32_t> asset_number_;
  std::map<std::pair<int, int>, uint32_t> site_number_;  // access, asset
  std::set<std::string> flows_;
};

bool ExportedEdge(const ExportInput& input, const Lineage::Edge& edge) {
  return Exported(input, input.lineage.FromAsset(edge)) &&
         Exported(input, input.lineage.ToAsset(edge));
}

absl::Status Wrong(Where where, std::string_view what) {
  return absl::InvalidArgumentError(
      fmt::format("{}:{}: what Pedigree wrote of itself: {}", where.file, where.line, what));
}

absl::StatusOr<int> AddAsset(JsonNode json, Where where, GraphBuilder* graph) {
  pedigree::Asset said;
  ProtoFromJson(json, &said);
  if (said.name().empty()) return Wrong(where, "an asset has no name");
  const int at = graph->AssetLike(said);
  if (said.kind() != ASSET_KIND_UNSPECIFIED) graph->SetKind(at, said.kind(), said.kind_inferred());
  for (const std::string& column : said.column()) graph->AddColumn(at, column);
  for (const int witness : said.witness())
    AddWitness(static_cast<Witness>(witness), &graph->asset(at));
  if (said.has_properties())
    MergeProperties(said.properties(), graph->asset(at).mutable_properties());
  return at;
}

}  // namespace

std::string OwnForm(const ExportInput& input, int job) {
  JobForm form(input, job);
  for (const int at : input.lineage.jobs()[job].sites) {
    if (Exported(input, input.lineage.sites()[at].asset)) form.Site(input.lineage.sites()[at]);
  }
  for (const int at : input.lineage.jobs()[job].edges) {
    if (ExportedEdge(input, input.lineage.edges()[at])) form.Flow(input.lineage.edges()[at]);
  }
  return form.Text();
}

std::string OwnForm(const ExportInput& input, int job, const std::vector<int>& edges) {
  JobForm form(input, job);
  for (const int at : edges) form.Flow(input.lineage.edges()[at]);
  return form.Text();
}

std::string OwnForm(const Lineage::Asset& asset) { return ProtoToJson(Whole(asset)); }

absl::Status AddOwnForm(std::string_view text, Where where, GraphBuilder* graph) {
  const absl::StatusOr<JsonDocument> document = ParseJson("", text);
  if (!document.ok())
    return Wrong(where, std::string_view(document.status().message().data(),
                                         document.status().message().size()));
  const JsonNode form = document->Root();
  pedigree::Job job;
  ProtoFromJson(form["job"], &job);
  if (job.name().empty()) return Wrong(where, "the job has no name");
  Graph probe;
  for (const JsonNode asset : form["assets"]) {
    pedigree::Asset said;
    ProtoFromJson(asset, &said);
    if (said.name().empty()) return Wrong(where, "an asset has no name");
    probe.add_asset();
  }
  *probe.add_job() = job;
  if (const absl::Status status = ValidateGraph(probe); !status.ok())
    return Wrong(where, std::string_view(status.message().data(), status.message().size()));
  std::vector<int> assets;
  for (const JsonNode asset : form["assets"]) assets.push_back(*AddAsset(asset, where, graph));
  // What is said again, of another pair of assets or by another request, is there once.
  const int to = graph->Job(job.name());
  if (job.has_declaration()) *graph->job(to).mutable_declaration() = job.declaration();
  const auto each = [](const auto& witnesses, auto&& add) {
    if (witnesses.empty()) add(WITNESS_UNSPECIFIED);
    for (const int witness : witnesses) add(static_cast<Witness>(witness));
  };
  const auto asset = [&](uint32_t site) {
    return assets[job.site(static_cast<int>(site)).asset()];
  };
  for (int i = 0; i < job.site_size(); ++i) {
    each(job.site(i).witness(), [&](Witness witness) {
      graph->Touch(to, job.site(i).access(), asset(static_cast<uint32_t>(i)), witness, where);
    });
  }
  for (const FlowEdge& flow : job.flow()) {
    GraphBuilder::Flow made{.from = asset(flow.from()),
                            .to = asset(flow.to()),
                            .from_column = flow.from_column(),
                            .to_column = flow.to_column(),
                            .subtype = flow.subtype(),
                            .confidence = flow.confidence(),
                            .note = "as Pedigree wrote it"};
    for (const int kind : flow.transform())
      made.transforms.push_back(static_cast<TransformKind>(kind));
    each(flow.witness(), [&](Witness witness) {
      made.witness = witness;
      graph->AddFlow(to, made, where);
    });
  }
  return absl::OkStatus();
}

absl::StatusOr<int> AddOwnAsset(std::string_view text, Where where, GraphBuilder* graph) {
  const absl::StatusOr<JsonDocument> document = ParseJson("", text);
  if (!document.ok())
    return Wrong(where, std::string_view(document.status().message().data(),
                                         document.status().message().size()));
  return AddAsset(document->Root(), where, graph);
}

std::string PlainName(std::string_view name, size_t longest, std::string_view also) {
  std::string plain;
  uint32_t hash = 2166136261;  // FNV-1a
  for (const char c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      also.find(c) != std::string_view::npos;
    plain += fine ? c : also[0];
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  }
  // It begins and ends with a letter or a digit.
  plain.erase(0, std::min(plain.find_first_not_of(also), plain.size()));
  plain.erase(plain.find_last_not_of(also) + 1);
  if (plain == name && plain.size() <= longest && !plain.empty()) return plain;
  const std::string number = fmt::format("{}{:08x}", also[0], hash);
  return (plain.empty() ? "x" : plain.substr(0, longest - number.size())) + number;
}

Touched TouchedBy(const ExportInput& input, int job) {
  std::set<int> reads, writes;
  for (const int at : input.lineage.jobs()[job].sites) {
    const Lineage::Site& site = input.lineage.sites()[at];
    if (Exported(input, site.asset))
      (site.access == SiteUse::READS ? reads : writes).insert(site.asset);
  }
  return {{reads.begin(), reads.end()}, {writes.begin(), writes.end()}};
}

bool DependsOn(const std::map<int, std::set<int>>& sources, int job, int on) {
  std::vector<int> open = {job};
  std::set<int> seen = {job};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    if (at == on) return true;
    const auto before = sources.find(at);
    if (before == sources.end()) continue;
    for (const int next : before->second) {
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return false;
}

}  // namespace pedigree::interop
