#include "lineage/json.h"

#include "lineage/names.h"

namespace pedigree {
namespace {

Json EndJson(const Lineage& lineage, int at, const std::string& column) {
  const Lineage::Site& site = lineage.sites()[at];
  Json end = AssetJson(lineage.assets()[site.asset]);
  end["column"] = column;
  Json where = PlaceJson(site.place);
  where["function"] = site.function;
  where["api"] = site.api;
  end["site"] = std::move(where);
  return end;
}

}  // namespace

Json AssetJson(const Lineage::Asset& asset) {
  return {{"namespace", asset.name_space}, {"name", asset.name}, {"kind", Name(asset.kind)}};
}

Json PlaceJson(const Place& place) {
  return {{"file", place.file()}, {"line", place.line()}, {"column", place.column()}};
}

Json FlowJson(const Lineage& lineage, const Lineage::Flow& flow) {
  Json json;
  json["from"] = EndJson(lineage, flow.from, flow.from_column);
  json["to"] = EndJson(lineage, flow.to, flow.to_column);
  json["influence"] = Influence(flow.subtype);
  json["subtype"] = Name(flow.subtype);
  json["transforms"] = Json::array();
  for (const TransformKind kind : lineage.Transforms(flow))
    json["transforms"].push_back(Name(kind));
  json["confidence"] = Name(flow.confidence);
  json["witnesses"] = Json::array();
  for (const Witness witness : lineage.Witnesses(flow)) json["witnesses"].push_back(Name(witness));
  json["path"] = Json::array();
  for (const Hop& hop : lineage.Path(flow)) {
    Json place = PlaceJson(hop.place());
    place["note"] = hop.note();
    json["path"].push_back(std::move(place));
  }
  json["jobs"] = Json::array();
  for (const int job : lineage.Jobs(flow)) json["jobs"].push_back(lineage.jobs()[job].name);
  return json;
}

std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string SarifText(Json run, int indent) {
  Json log;
  log["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = Json::array({std::move(run)});
  return Dump(log, indent) + "\n";
}

}  // namespace pedigree
