#include <string>
#include <utility>

#include "lineage/diff.h"
#include "lineage/diff_view.h"
#include "lineage/flow_json.h"
#include "lineage/json.h"

namespace pedigree {
namespace {

constexpr size_t kPiece = 1 << 20;  // of what is written at once

}  // namespace

absl::Status WriteDiffJson(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                           TextSink sink) {
  Json json;
  json["schema_version"] = 1;
  const BlastRadius radius = BlastRadiusOf(base, head, diff);
  json["models"] = radius.models;
  json["downstream_jobs"] = radius.jobs;
  json["jobs"] = Json::array();
  for (const JobChange& job : diff.jobs) {
    Json entry{{"change", Word(job.change)}, {"name", job.name}};
    if (std::string owner = OwnerOf(base, head, job); !owner.empty()) entry["owner"] = owner;
    json["jobs"].push_back(std::move(entry));
  }
  json["assets"] = Json::array();
  json["columns"] = Json::array();
  const ChangePlaces places(base, head, diff);
  for (const AssetChange& asset : diff.assets) {
    Json entry{{"change", Word(asset.change)}, {"asset", AssetJson(*asset.asset)}};
    if (!asset.column.empty()) entry["column"] = asset.column;
    if (!asset.asset->properties.owner().empty()) entry["owner"] = asset.asset->properties.owner();
    if (const std::string tags = TagsOf(*asset.asset, asset.column);
        !tags.empty() && asset.change != Change::kChanged) {
      entry["tags"] = tags;
    }
    if (asset.change == Change::kChanged) {
      entry["property"] = asset.property;
      entry["was"] = asset.was;
      entry["is"] = asset.is;
    }
    if (const Place place = places.Of(asset); !place.file().empty())
      entry["place"] = PlaceJson(place);
    json[asset.column.empty() ? "assets" : "columns"].push_back(std::move(entry));
  }
  std::string text = Dump(json, 1);
  text.resize(text.rfind('\n'));  // without the brace
  text += ",\n \"flows\": [";
  std::vector<std::string> properties;
  for (const std::vector<PropertyChange>& changes : diff.properties) {
    Json list = Json::array();
    for (const PropertyChange& it : changes)
      list.push_back({{"property", it.property}, {"was", it.was}, {"is", it.is}});
    properties.push_back(Dump(list));
  }
  FlowJsonWriter base_flows(base), head_flows(head);
  std::string_view separator = "\n  ";
  for (const FlowChange& change : diff.flows) {
    const bool of_base = change.change == Change::kRemoved;
    text += separator;
    text += R"({"change":")";
    text += Word(change.change);
    text += '"';
    if (change.properties >= 0) {
      text += R"(,"properties":)";
      text += properties[static_cast<size_t>(change.properties)];
    }
    if (change.part_of >= 0) {
      text += R"(,"part_of":)";
      text += std::to_string(change.part_of);
    }
    if (const std::vector<std::string> owners = OwnersOf(of_base ? base : head, change.flow);
        !owners.empty()) {
      text += R"(,"owners":)";
      text += Dump(owners);
    }
    text += R"(,"flow":)";
    (of_base ? base_flows : head_flows).Append(change.flow, text);
    text += '}';
    separator = ",\n  ";
    if (text.size() < kPiece) continue;
    if (absl::Status status = sink(text); !status.ok()) return status;
    text.clear();
  }
  text += diff.flows.empty() ? "]\n}\n" : "\n ]\n}\n";
  return sink(text);
}

std::string DiffJson(const Lineage& base, const Lineage& head, const LineageDiff& diff) {
  std::string all;
  WriteDiffJson(base, head, diff, [&](std::string_view text) {
    all += text;
    return absl::OkStatus();
  }).IgnoreError();
  return all;
}

}  // namespace pedigree
