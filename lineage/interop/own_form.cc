#include "lineage/interop/own_form.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/fragment/mask.h"
#include "lineage/graph_io.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/proto_json.h"
#include "lineage/json.h"
#include "lineage/message.h"
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
    FlowEdge flow = FlowOf(edge);
    flow.set_from(Site(input_.lineage.sites()[edge.from]));
    flow.set_to(Site(input_.lineage.sites()[edge.to]));
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
  return graph->AssetLike(said);
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
  if (!document.ok()) return Wrong(where, MessageOf(document.status()));
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
    return Wrong(where, MessageOf(status));
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
  if (!document.ok()) return Wrong(where, MessageOf(document.status()));
  return AddAsset(document->Root(), where, graph);
}

}  // namespace pedigree::interop
