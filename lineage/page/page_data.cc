// What a page holds of a graph, or of two graphs laid over one another.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "lineage/diff_view.h"
#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/page/page.h"

namespace pedigree {
namespace {

constexpr size_t kMaxSteps = 100;  // of a witness path; of a longer one both ends
constexpr size_t kMaxLine = 300;   // of source

template <typename Texts>
Json ListJson(const Texts& texts) {
  Json list = Json::array();
  for (const auto& text : texts) list.push_back(text);
  return list;
}

Json WitnessesJson(const std::vector<Witness>& witnesses) {
  Json list = Json::array();
  for (const Witness witness : witnesses) list.push_back(Name(witness));
  return list;
}

// Only what is said.
void Put(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = text;
}

// Texts by number.
class Numbers {
 public:
  size_t Of(const std::string& text) {
    const auto [at, is_new] = numbers_.try_emplace(text, list_.size());
    if (is_new) list_.push_back(text);
    return at->second;
  }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::unordered_map<std::string, size_t> numbers_;
  std::vector<std::string> list_;
};

// All edges of one job between the same two ends.
struct Ends {
  int job = 0, from = 0, to = 0;
  std::string from_column, to_column;
  auto operator<=>(const Ends&) const = default;
};

struct Ways {
  // Best first, as the graph has them; of the base and of the head.
  std::vector<const Lineage::Edge*> of[2];
};

enum Side { kBase = 0, kHead = 1 };

class PageData {
 public:
  PageData(SourceView& sources, const std::string& title, size_t limit)
      : sources_(sources), limit_(limit) {
    json_["title"] = title;
  }

  // The base, then the head; of a single graph, the head.
  void Add(const Lineage& lineage, Side side) {
    lineage_[side] = &lineage;
    for (const Lineage::Asset& asset : lineage.assets()) {
      const auto [at, is_new] =
          asset_numbers_.try_emplace(KeyOf(asset), static_cast<int>(assets_.size()));
      if (is_new) assets_.push_back({});
      asset_of_[side].push_back(at->second);
      assets_[static_cast<size_t>(at->second)][side] = &asset;
    }
    for (const Lineage::Job& job : lineage.jobs()) {
      const auto [at, is_new] = job_numbers_.try_emplace(job.name, static_cast<int>(jobs_.size()));
      if (is_new) jobs_.push_back({});
      job_of_[side].push_back(at->second);
      jobs_[static_cast<size_t>(at->second)][side] = &job;
    }
  }

  Json Make(const LineageDiff* diff) {
    diff_ = diff;
    json_["mode"] = diff == nullptr ? "show" : "diff";
    GatherWays();
    json_["notes"] = Json::array();
    if (!columns_) {
      json_["notes"].push_back(
          fmt::format("There are more than {} flows between columns: this page has one of each job "
                      "between two assets, without columns. `pedigree flows` has all of them.",
                      limit_));
    }
    Jobs();
    Assets();
    Edges();
    if (diff != nullptr) Changes(*diff);
    // Last, for what is above asks for them.
    json_["texts"] = texts_.list();
    json_["files"] = files_.list();
    json_["sources"] = Sources();
    return std::move(json_);
  }

 private:
  template <typename T>
  static const T& Newest(const std::array<const T*, 2>& both) {
    return both[kHead] != nullptr ? *both[kHead] : *both[kBase];
  }

  template <typename T>
  void PutChange(Json& json, const std::array<const T*, 2>& both) const {
    if (diff_ == nullptr || (both[kBase] != nullptr && both[kHead] != nullptr)) return;
    json["change"] = both[kHead] != nullptr ? "ADDED" : "REMOVED";
  }

  Ends EndsOf(const Lineage::Edge& edge, Side side) const {
    const Lineage& lineage = *lineage_[side];
    Ends ends{job_of_[side][static_cast<size_t>(lineage.JobOf(edge))],
              asset_of_[side][static_cast<size_t>(lineage.FromAsset(edge))],
              asset_of_[side][static_cast<size_t>(lineage.ToAsset(edge))], "", ""};
    if (columns_) {
      ends.from_column = edge.from_column;
      ends.to_column = edge.to_column;
    }
    return ends;
  }

  // Of equal ones the one that the graph has first; all are of one vector.
  static bool Better(const Lineage::Edge* a, const Lineage::Edge* b) {
    const auto rank = [](const Lineage::Edge* edge) {
      return std::make_tuple(!IsDirect(edge->subtype), edge->confidence, Distance(edge->subtype),
                             edge->path.size(), edge);
    };
    return rank(a) < rank(b);
  }

  void GatherWays() {
    for (columns_ = true;; columns_ = false) {
      ways_.clear();
      for (const Side side : {kBase, kHead}) {
        if (lineage_[side] == nullptr) continue;
        for (const Lineage::Edge& edge : lineage_[side]->edges())
          ways_[EndsOf(edge, side)].of[side].push_back(&edge);
      }
      if (ways_.size() <= limit_ || !columns_) break;
    }
    for (const Side side : {kBase, kHead}) {
      if (lineage_[side] != nullptr) edge_numbers_[side].resize(lineage_[side]->edges().size());
    }
    int number = 0;
    for (auto& [_, ways] : ways_) {
      for (const Side side : {kBase, kHead}) {
        std::sort(ways.of[side].begin(), ways.of[side].end(), Better);
        for (const Lineage::Edge* edge : ways.of[side])
          edge_numbers_[side][static_cast<size_t>(edge - lineage_[side]->edges().data())] = number;
      }
      ++number;
    }
  }

  Json Step(const Hop& hop) {
    const Place& place = hop.place();
    const size_t file = files_.Of(place.file());
    if (place.line() > 0) wanted_[file].insert(place.line());
    return Json::array({file, place.line(), place.column(), texts_.Of(hop.note())});
  }

  Json PathJson(const std::vector<Hop>& path) {
    Json steps = Json::array();
    for (size_t i = 0; i < path.size(); ++i) {
      if (path.size() > kMaxSteps && i == kMaxSteps / 2) {
        steps.push_back(Json::array(
            {files_.Of(""), 0, 0,
             texts_.Of(fmt::format("{} steps are left out here", path.size() - kMaxSteps))}));
        i = path.size() - kMaxSteps / 2;
      }
      steps.push_back(Step(path[i]));
    }
    return steps;
  }

  // SourceView masks credentials.
  Json Sources() {
    Json sources = Json::object();
    for (const auto& [number, lines] : wanted_) {
      Json of_file = Json::object();
      std::set<uint32_t> shown;
      for (const uint32_t line : lines) {
        for (uint32_t at = line > 1 ? line - 1 : 1; at <= line + 1; ++at) shown.insert(at);
      }
      for (const uint32_t line : shown) {
        const auto text = sources_.Line(files_.list()[number], line);
        if (!text.has_value() || text->size() > kMaxLine) continue;
        of_file[std::to_string(line)] = *text;
      }
      if (!of_file.empty()) sources[std::to_string(number)] = std::move(of_file);
    }
    return sources;
  }

  void Jobs() {
    json_["jobs"] = Json::array();
    for (const auto& both : jobs_) {
      const Lineage::Job& job = Newest(both);
      Json json{{"name", job.name}};
      Put(json, "target", job.declaration.target());
      Put(json, "owner", job.declaration.owner());
      Put(json, "description", job.declaration.description());
      std::vector<std::string> gaps;
      const auto gap = [&](int n, std::string_view what, std::string_view plural = "") {
        if (n > 0) gaps.push_back(Count(static_cast<size_t>(n), what, plural));
      };
      gap(job.coverage.unknown_size(), "unknown function");
      gap(job.coverage.unresolved_size(), "thing not resolved", "things not resolved");
      gap(job.coverage.widened_size(), "widened function");
      gap(job.coverage.incomplete_size(), "source that did not compile",
          "sources that did not compile");
      Put(json, "unknown", gaps.empty() ? "" : Join(gaps, ", ") + ": see `pedigree doctor`");
      PutChange(json, both);
      json_["jobs"].push_back(std::move(json));
    }
  }

  Json ColumnsJson(const std::array<const Lineage::Asset*, 2>& both) const {
    std::map<std::string, std::array<const std::string*, 2>> columns;
    std::map<std::string, const Properties::Column*> known;
    for (const Side side : {kBase, kHead}) {
      if (both[side] == nullptr) continue;
      for (const std::string& column : both[side]->columns) columns[column][side] = &column;
      for (const auto& column : both[side]->properties.column()) known[column.name()] = &column;
    }
    Json list = Json::array();
    for (const auto& [name, sides] : columns) {
      Json json{{"name", name}, {"tags", Json::array()}};
      if (const auto found = known.find(name); found != known.end()) {
        const Properties::Column& column = *found->second;
        json["tags"] = ListJson(column.tag());
        Put(json, "type", column.type());
        Put(json, "description", column.description());
        for (const int witness : column.witness())
          json["witnesses"].push_back(Name(static_cast<Witness>(witness)));
      }
      if (both[kBase] != nullptr && both[kHead] != nullptr) PutChange(json, sides);
      list.push_back(std::move(json));
    }
    return list;
  }

  void Assets() {
    json_["assets"] = Json::array();
    std::map<AssetKey, Json> was;
    if (diff_ != nullptr) {
      for (const AssetChange& change : diff_->assets) {
        if (change.change != Change::kChanged) continue;
        was[KeyOf(*change.asset)].push_back({{"column", change.column},
                                             {"property", change.property},
                                             {"was", change.was},
                                             {"is", change.is}});
      }
    }
    std::vector<bool> noise(assets_.size(), true);
    for (const Side side : {kBase, kHead}) {
      for (size_t at = 0; at < asset_of_[side].size(); ++at) {
        if (!IsNoise(*lineage_[side], static_cast<int>(at)))
          noise[static_cast<size_t>(asset_of_[side][at])] = false;
      }
    }
    for (size_t at = 0; at < assets_.size(); ++at) {
      const Lineage::Asset& asset = Newest(assets_[at]);
      const Properties& properties = asset.properties;
      Json json{{"label", AssetText(asset)},
                {"namespace", asset.name_space},
                {"kind", Name(asset.kind)},
                {"witnesses", WitnessesJson(asset.witnesses)},
                {"tags", ListJson(properties.tag())},
                {"columns", columns_ ? ColumnsJson(assets_[at]) : Json::array()},
                {"was", was.contains(KeyOf(asset)) ? was[KeyOf(asset)] : Json::array()}};
      if (asset.kind_inferred) json["inferred"] = true;
      if (noise[at]) json["noise"] = true;
      if (asset.job_local) json["job"] = asset.job;
      Put(json, "owner", properties.owner());
      Put(json, "license", properties.license());
      Put(json, "region", properties.region());
      Put(json, "purpose", Join({properties.purpose().begin(), properties.purpose().end()}, ", "));
      if (properties.retention_days() > 0)
        json["retention"] = Count(properties.retention_days(), "day");
      Put(json, "version", properties.digest());
      Put(json, "description", properties.description());
      Put(json, "target", Join({properties.target().begin(), properties.target().end()}, ", "));
      PutChange(json, assets_[at]);
      json_["assets"].push_back(std::move(json));
    }
  }

  static std::string How(const Lineage::Edge& edge) {
    return fmt::format("{} ({})", FlowText(edge.subtype, edge.transforms, edge.confidence),
                       Name(edge.subtype));
  }

  // Edges that are alike in all but their places.
  static std::set<std::string> Hows(const std::vector<const Lineage::Edge*>& edges) {
    std::set<std::string> hows;
    for (const Lineage::Edge* edge : edges) hows.insert(How(*edge));
    return hows;
  }

  void Edges() {
    json_["edges"] = Json::array();
    for (const auto& [ends, ways] : ways_) {
      const auto& of = ways.of[ways.of[kHead].empty() ? kBase : kHead];
      const Lineage::Edge& best = *of.front();
      std::set<Witness> witnesses;
      for (const Lineage::Edge* edge : of)
        witnesses.insert(edge->witnesses.begin(), edge->witnesses.end());
      Json json{{"job", ends.job},
                {"from", ends.from},
                {"fc", ends.from_column},
                {"to", ends.to},
                {"tc", ends.to_column},
                {"direct", IsDirect(best.subtype)},
                {"subtype", Name(best.subtype)},
                {"transforms", Json::array()},
                {"confidence", Name(best.confidence)},
                {"witnesses", WitnessesJson({witnesses.begin(), witnesses.end()})},
                {"more", of.size() - 1}};
      for (const TransformKind kind : best.transforms) json["transforms"].push_back(Name(kind));
      if (diff_ != nullptr) {
        if (ways.of[kBase].empty()) {
          json["change"] = "ADDED";
        } else if (ways.of[kHead].empty()) {
          json["change"] = "REMOVED";
        } else if (const auto was = Hows(ways.of[kBase]); was != Hows(of)) {
          json["change"] = "CHANGED";
          json["was"] = Join({was.begin(), was.end()}, "; ");
        }
      }
      json["path"] = PathJson(best.path);
      json_["edges"].push_back(std::move(json));
    }
  }

  void Changes(const LineageDiff& diff) {
    const Lineage &base = *lineage_[kBase], &head = *lineage_[kHead];
    json_["summary"] = diff.empty() ? "No lineage change" : DiffTally(diff);
    const BlastRadius radius = BlastRadiusOf(base, head, diff);
    json_["models"] = radius.models;
    json_["downstream"] = radius.jobs;
    json_["changes"] = Json::array();
    // Of those that the page does not list, it marks the edges.
    size_t left_out = 0;
    std::set<int> touched;
    for (const FlowGroup& group : GroupFlows(base, head, diff)) {
      if (json_["changes"].size() < kMaxPageChanges) {
        json_["changes"].push_back(ChangeJson(base, head, group));
        continue;
      }
      ++left_out;
      AddEdges(group, touched);
    }
    if (left_out > 0) {
      json_["changesLeftOut"] = left_out;
      json_["touched"] = ListJson(touched);
    }
  }

  // The numbers of the edges that the flows go through.
  void AddEdges(const FlowGroup& group, std::set<int>& edges) const {
    for (const FlowChange* change : group) {
      const Side side = change->change == Change::kRemoved ? kBase : kHead;
      for (const int edge : change->flow.chain)
        edges.insert(edge_numbers_[side][static_cast<size_t>(edge)]);
    }
  }

  Json ChangeJson(const Lineage& base, const Lineage& head, const FlowGroup& group) {
    const FlowChange& change = *group.front();
    const Lineage& lineage = GraphOf(base, head, change.change);
    const Lineage::Flow& flow = change.flow;
    Json json{{"change", Word(change.change)},
              {"from", AssetText(FromAsset(lineage, flow), flow.from_column)},
              {"to", AssetText(ToAsset(lineage, flow), flow.to_column)},
              {"how", HowText(lineage, *diff_, change, "→")},
              {"owners", OwnersOf(lineage, flow)},
              {"jobs", Json::array()},
              {"likewise", Json::array()},
              {"edges", Json::array()},
              {"path", PathJson(lineage.Path(flow))}};
    for (const int job : lineage.Jobs(flow)) json["jobs"].push_back(lineage.jobs()[job].name);
    for (const FlowChange* member : group) {
      if (member != &change) json["likewise"].push_back(member->flow.to_column);
    }
    std::set<int> edges;
    AddEdges(group, edges);
    json["edges"] = ListJson(edges);
    return json;
  }

  SourceView& sources_;
  size_t limit_;
  Json json_;
  const LineageDiff* diff_ = nullptr;
  const Lineage* lineage_[2] = {nullptr, nullptr};
  bool columns_ = true;
  std::map<AssetKey, int> asset_numbers_;
  std::map<std::string, int> job_numbers_;
  std::vector<std::array<const Lineage::Asset*, 2>> assets_;
  std::vector<std::array<const Lineage::Job*, 2>> jobs_;
  std::vector<int> asset_of_[2], job_of_[2];  // by the graph's own numbers
  std::map<Ends, Ways> ways_;
  std::vector<int> edge_numbers_[2];  // by the graph's own numbers
  Numbers texts_, files_;
  std::map<size_t, std::set<uint32_t>> wanted_;  // lines of files
};

}  // namespace

Json ShowPageData(const Lineage& lineage, SourceView& sources, const std::string& title,
                  size_t limit) {
  PageData data(sources, title, limit);
  data.Add(lineage, kHead);
  return data.Make(nullptr);
}

Json DiffPageData(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                  SourceView& sources, const std::string& title, size_t limit) {
  PageData data(sources, title, limit);
  data.Add(base, kBase);
  data.Add(head, kHead);
  return data.Make(&diff);
}

}  // namespace pedigree
