#include "lineage/json.h"

#include "lineage/names.h"
#include "lineage/render/show.h"

namespace pedigree {
namespace {

Json CoverageJson(const Coverage& coverage) {
  Json json;
  json["sources"] = coverage.sources();
  json["functions"] = coverage.functions();
  json["unknown"] = Json::array();
  for (const Coverage::Unknown& unknown : coverage.unknown()) {
    json["unknown"].push_back({{"function", unknown.function()},
                               {"flows", unknown.flows()},
                               {"calls", unknown.calls()},
                               {"place", PlaceJson(unknown.place())}});
  }
  json["incomplete"] = Json::array();
  for (const std::string& source : coverage.incomplete()) json["incomplete"].push_back(source);
  json["widened"] = Json::array();
  for (const std::string& function : coverage.widened()) json["widened"].push_back(function);
  const auto places = [&](const char* name, const auto& hops) {
    json[name] = Json::array();
    for (const Hop& hop : hops) {
      Json place = PlaceJson(hop.place());
      place["note"] = hop.note();
      json[name].push_back(std::move(place));
    }
  };
  places("unresolved", coverage.unresolved());
  places("gaps", coverage.gap());
  places("duplicates", coverage.duplicate());
  return json;
}

Json WholeAssetJson(const Lineage::Asset& asset) {
  Json json = AssetJson(asset);
  json["kind_inferred"] = asset.kind_inferred;
  if (asset.job_local) json["job"] = asset.job;
  json["columns"] = asset.columns;
  json["witnesses"] = Json::array();
  for (const Witness witness : asset.witnesses) json["witnesses"].push_back(Name(witness));
  for (const ObservedVersion& version : asset.versions) {
    Json seen = {{"run", version.run()}, {"access", version.written() ? "WRITES" : "READS"}};
    if (!version.name().empty()) seen["name"] = version.name();
    if (!version.digest().empty()) seen["digest"] = version.digest();
    if (version.size() > 0) seen["size"] = version.size();
    if (!version.id().empty()) seen["id"] = version.id();
    if (version.rows() > 0) seen["rows"] = version.rows();
    json["versions"].push_back(std::move(seen));
  }
  return json;
}

Json RunJson(const ObservedRun& run) {
  Json json = {{"id", run.id()}, {"job", run.job()}, {"ended", run.ended()}};
  if (!run.git_commit().empty()) {
    json["git_commit"] = run.git_commit();
    json["git_dirty"] = run.git_dirty();
  }
  if (run.ended() && run.signal() == 0) json["exit_status"] = run.exit_status();
  if (run.signal() != 0) json["signal"] = run.signal();
  for (const ObservedRun::Setting& parameter : run.parameter())
    json["parameters"][parameter.name()] = parameter.value();
  return json;
}

}  // namespace

std::string ShowJson(const Lineage& lineage) {
  Json json;
  json["schema_version"] = 1;
  json["assets"] = Json::array();
  for (const Lineage::Asset& asset : lineage.assets())
    json["assets"].push_back(WholeAssetJson(asset));
  json["jobs"] = Json::array();
  for (const Lineage::Job& job : lineage.jobs()) {
    Json of_job;
    of_job["name"] = job.name;
    of_job["sites"] = Json::array();
    for (const int at : job.sites) {
      const Lineage::Site& site = lineage.sites()[at];
      Json where = PlaceJson(site.place);
      where["function"] = site.function;
      where["api"] = site.api;
      of_job["sites"].push_back({{"access", site.access == SiteUse::READS ? "READS" : "WRITES"},
                                 {"asset", AssetJson(lineage.assets()[site.asset])},
                                 {"site", std::move(where)}});
    }
    of_job["flows"] = Json::array();
    for (const int at : job.edges) {
      const Lineage::Edge& edge = lineage.edges()[at];
      Lineage::Flow flow;
      flow.from = edge.from;
      flow.to = edge.to;
      flow.from_column = edge.from_column;
      flow.to_column = edge.to_column;
      flow.subtype = edge.subtype;
      flow.confidence = edge.confidence;
      flow.chain = {at};
      of_job["flows"].push_back(FlowJson(lineage, flow));
    }
    of_job["coverage"] = CoverageJson(job.coverage);
    json["jobs"].push_back(std::move(of_job));
  }
  // Of a graph into which no run was merged there is nothing to say.
  for (const ObservedRun& run : lineage.runs()) json["runs"].push_back(RunJson(run));
  json["links"] = Json::array();
  for (const Lineage::Link& link : lineage.Links()) {
    Json of_link;
    of_link["from"] = AssetJson(lineage.assets()[link.from]);
    of_link["job"] = lineage.jobs()[link.job].name;
    of_link["to"] = AssetJson(lineage.assets()[link.to]);
    of_link["columns"] = Json::array();
    for (const auto& [from, to] : link.columns)
      of_link["columns"].push_back({{"from", from}, {"to", to}});
    of_link["influence"] = Influence(link.subtype);
    of_link["subtype"] = Name(link.subtype);
    of_link["transforms"] = Json::array();
    for (const TransformKind kind : link.transforms) of_link["transforms"].push_back(Name(kind));
    of_link["confidence"] = Name(link.confidence);
    of_link["flows"] = link.edges.size();
    json["links"].push_back(std::move(of_link));
  }
  return Dump(json, 1) + "\n";
}

}  // namespace pedigree
