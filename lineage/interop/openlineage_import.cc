// OpenLineage's events, of whatever producer, as a graph. docs/interop/openlineage.md says what
// becomes what.
//
// WHAT REACHES WHAT. Events say it in up to four ways, the surest first: the lineage facet of a job
// or dataset, the columnLineage facet of an output, our own facet, and plain inputs and outputs.
// What the first three state is taken as stated. An input and an output of one run between which
// nothing is stated are joined by an ASSUMED flow, unless the lineage facet lists that output: then
// what it lists is all. A run's inputs and outputs are collected over its events, in whatever order
// they come.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/container/flat_hash_set.h"
#include "analyzer/fragment/mask.h"
#include "lineage/graph_io.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/openlineage.h"
#include "lineage/interop/proto_json.h"
#include "lineage/interop/systems.h"
#include "lineage/message.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Runs that are remembered at a time: those that have ended are settled when there are more.
constexpr size_t kManyRuns = 200'000;

// Flows that may be assumed of one run.
constexpr size_t kManyAssumed = 1'000'000;

// Assets, each once, in the order in which they came.
class Distinct {
 public:
  bool Contains(int item) const {
    if (items_.size() > kFew) return index_.contains(item);
    return std::find(items_.begin(), items_.end(), item) != items_.end();
  }
  void Add(int item) {
    if (Contains(item)) return;
    items_.push_back(item);
    if (items_.size() == kFew + 1) index_.insert(items_.begin(), items_.end());
    if (items_.size() > kFew) index_.insert(item);
  }
  void Clear() { *this = Distinct(); }
  size_t size() const { return items_.size(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  static constexpr size_t kFew = 16;
  std::vector<int> items_;
  absl::flat_hash_set<int> index_;  // where they are not few
};

// What one run, or one static event, said.
struct Unit {
  int job = 0;
  bool ended = false;
  uint32_t line = 0;
  Witness witness = OBSERVED;
  Distinct inputs, outputs;
  Distinct listed;  // outputs that the lineage facet lists
};

Subtype SubtypeOf(JsonNode transformation) {
  Subtype subtype = SUBTYPE_UNSPECIFIED;
  const std::string_view name = transformation["subtype"].Text();
  if (Subtype_Parse(std::string(name), &subtype) && subtype != SUBTYPE_UNSPECIFIED) return subtype;
  return transformation["type"].Text() == "INDIRECT" ? CONDITIONAL : TRANSFORMATION;
}

bool Live(JsonNode facet) { return facet.IsObject() && !facet["_deleted"].True(); }

// The jobs whose runs started those of a job: the task of a schedule, and the schedule. A graph
// has no place for it but what is said of the job.
class Starters : public GraphBuilder::Memory {
 public:
  void Add(int job, std::string by) { by_job_[job].insert(std::move(by)); }

  void Finish(GraphBuilder* graph) override {
    for (const auto& [job, by] : by_job_) {
      pedigree::Job::Declaration* said = graph->job(job).mutable_declaration();
      const std::string text = "started by " + Join({by.begin(), by.end()}, " and ");
      said->set_description(
          said->description().empty() ? text : fmt::format("{} ({})", said->description(), text));
    }
  }

 private:
  std::map<int, std::set<std::string>> by_job_;
};

class Importer {
 public:
  Importer(const JsonStream* stream, const Options& options, GraphBuilder* graph)
      : stream_(stream), options_(options), graph_(graph), starters_(graph->Remember<Starters>()) {}

  absl::Status Event(JsonNode event) {
    if (!event.IsObject()) return Wrong(event, "an event is an object");
    const JsonNode job = event["job"];
    if (!job) {
      // As Marquez answers for events.
      if (const JsonNode events = event["events"]; events.IsArray()) {
        for (const JsonNode one : events) {
          if (absl::Status status = Event(one); !status.ok()) return status;
        }
        return absl::OkStatus();
      }
      if (!event["dataset"])
        return Wrong(event, "an event has a job or a dataset, and this has neither");
      return DatasetEvent(event["dataset"]);
    }
    const absl::StatusOr<int> at = JobOf(job, "job");
    if (!at.ok()) return at.status();
    const JsonNode run = event["run"];
    Unit fresh;
    Unit* unit = &fresh;
    const std::string_view type = event["eventType"].Text();
    if (run) {
      const std::string_view id = run["runId"].Text();
      if (id.empty()) return Wrong(run, "run: no runId");
      if (runs_.size() > kManyRuns) {
        if (absl::Status status = SettleEnded(); !status.ok()) return status;
      }
      unit = &runs_.try_emplace(std::string(id)).first->second;
      unit->ended = unit->ended || type == "COMPLETE" || type == "FAIL" || type == "ABORT";
    }
    unit->job = *at;
    unit->line = event.Line();
    unit->witness = run ? OBSERVED : DECLARED;
    witness_ = unit->witness;
    JobFacets(*at, job["facets"]);
    StartedBy(run["facets"]["parent"], *at);
    if (const JsonNode own = job["facets"][kJobFacet]; Live(own)) {
      if (const absl::StatusOr<bool> whole = WholeJob(*at, own); !whole.ok())
        return whole.status();
      else if (*whole)
        return Datasets(event, nullptr);
    }
    if (absl::Status status = Datasets(event, unit); !status.ok()) return status;
    if (absl::Status status = JobLineage(job["facets"]["lineage"], unit); !status.ok())
      return status;
    // A run that failed need not have written what it set out to.
    if (type == "FAIL" || type == "ABORT") unit->outputs.Clear();
    return run ? absl::OkStatus() : Settle(fresh);
  }

  absl::Status Finish() {
    for (const auto& [_, unit] : runs_) {
      if (absl::Status status = Settle(unit); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }
  Where At(JsonNode node) const { return {stream_->name(), node.Line()}; }

  absl::StatusOr<int> JobOf(JsonNode json, std::string_view what) {
    const std::string_view name_space = json["namespace"].Text(), name = json["name"].Text();
    if (!json["namespace"].IsString() || name.empty())
      return Wrong(json, fmt::format("{}: it needs a namespace and a name", what));
    return graph_->Job(JobName(name_space, name));
  }
  std::string JobName(std::string_view name_space, std::string_view name) const {
    if (name_space == options_.job_namespace || name_space.empty())
      return Renamed(name, kWholeLabel, kLabel);
    return MaskSecrets(fmt::format("{}/{}", name_space, name));
  }

  absl::StatusOr<int> AssetOf(JsonNode json, std::string_view what) {
    const std::string_view name_space = json["namespace"].Text(), name = json["name"].Text();
    if (!json["namespace"].IsString() || name.empty())
      return Wrong(json, fmt::format("{}: it needs a namespace and a name", what));
    // One of our own jobs' own asset goes by another name outside.
    if (!ours_.empty()) {
      const auto it = ours_.find({std::string(name_space), std::string(name)});
      if (it != ours_.end()) return it->second;
    }
    return Named(name_space, name);
  }
  int Named(std::string_view name_space, std::string_view name) {
    if (!name_space.starts_with(kSqliteUrl)) return graph_->Asset(name_space, name);
    return graph_->Asset(Renamed(name_space, kSqliteUrl, kSqlite), name);
  }

  // ---- datasets

  absl::StatusOr<int> Dataset(JsonNode json, std::string_view what) {
    const JsonNode facets = json["facets"];
    if (const JsonNode own = facets[kAssetFacet]; Live(own)) {
      pedigree::Asset said;
      ProtoFromJson(own["asset"], &said);
      if (!said.name().empty()) {
        const int at = graph_->AssetLike(said);
        ours_[{std::string(json["namespace"].Text()), std::string(json["name"].Text())}] = at;
        if (witness_ == OBSERVED) AddWitness(OBSERVED, &graph_->asset(at));
        Symlinks(at, facets["symlinks"]);
        return at;
      }
    }
    const absl::StatusOr<int> at = AssetOf(json, what);
    if (!at.ok()) return at;
    AddWitness(witness_, &graph_->asset(*at));
    for (const JsonNode facet : facets) {
      if (!Live(facet)) continue;
      const std::string_view name = facet.Key();
      if (name == "schema") {
        Schema(*at, facet["fields"], "");
      } else if (name == "datasetType") {
        graph_->SetKind(*at, KindOfDatasetType(facet["datasetType"].Text()), /*inferred=*/false);
      } else if (name == "symlinks") {
        Symlinks(*at, facet);
      } else {
        Said(*at, name, facet);
      }
    }
    return at;
  }

  // `prefix`: "address." in the fields of a field.
  void Schema(int asset, JsonNode fields, const std::string& prefix) {
    for (const JsonNode field : fields) {
      const std::string_view name = field["name"].Text();
      if (name.empty()) continue;
      const std::string column = prefix + std::string(name);
      const std::string_view type = field["type"].Text(), description = field["description"].Text();
      graph_->AddColumn(asset, column);
      if (!type.empty()) graph_->SetColumnType(asset, column, type);
      if (!description.empty())
        graph_->ColumnOf(asset, column)->set_description(std::string(description));
      Schema(asset, field["fields"], column + ".");
    }
  }

  void Symlinks(int asset, JsonNode facet) {
    if (!Live(facet)) return;
    for (const JsonNode identifier : facet["identifiers"]) {
      const std::string_view name = identifier["name"].Text();
      if (name.empty()) continue;
      graph_->Same(asset, Named(identifier["namespace"].Text(), name), At(identifier),
                   "symlinks: the same data by another name");
    }
  }

  void Said(int asset, std::string_view name, JsonNode facet) {
    Properties* said = graph_->asset(asset).mutable_properties();
    if (name == "ownership") {
      for (const JsonNode owner : facet["owners"]) {
        if (said->owner().empty()) said->set_owner(std::string(owner["name"].Text()));
      }
    } else if (name == "documentation") {
      if (!facet["description"].Text().empty())
        said->set_description(std::string(facet["description"].Text()));
    } else if (name == "version") {
      const std::string_view version = facet["datasetVersion"].Text();
      if (version.starts_with("sha256:")) said->set_digest(std::string(version));
    } else if (name == "tags") {
      for (const JsonNode tag : facet["tags"]) {
        std::string text(tag["key"].Text());
        const std::string_view value = tag["value"].Text();
        if (text.empty()) continue;
        if (!value.empty() && value != "true") text += fmt::format("={}", value);
        const std::string_view field = tag["field"].Text();
        auto* tags =
            field.empty() ? said->mutable_tag() : graph_->ColumnOf(asset, field)->mutable_tag();
        if (std::find(tags->begin(), tags->end(), text) == tags->end()) *tags->Add() = text;
      }
    }
    if (said->ByteSizeLong() == 0) graph_->asset(asset).clear_properties();
  }

  // `unit`: null where only what is said of the datasets themselves counts.
  absl::Status Datasets(JsonNode event, Unit* unit) {
    for (const bool input : {true, false}) {
      const std::string_view list = input ? "inputs" : "outputs";
      for (const JsonNode json : event[list]) {
        if (!json.IsObject()) return Wrong(json, fmt::format("{}: a dataset is an object", list));
        const absl::StatusOr<int> at = Dataset(json, list);
        if (!at.ok()) return at.status();
        if (unit == nullptr) continue;
        (input ? unit->inputs : unit->outputs).Add(*at);
        graph_->Touch(unit->job, input ? SiteUse::READS : SiteUse::WRITES, *at, unit->witness,
                      At(json));
        if (input) continue;
        if (absl::Status status = ColumnLineage(json["facets"]["columnLineage"], unit->job, *at);
            !status.ok())
          return status;
        if (absl::Status status = Targets(json["facets"]["lineage"], *at, unit->job); !status.ok())
          return status;
        NamedBefore(json["facets"]["lifecycleStateChange"], *at, unit->job);
      }
    }
    return absl::OkStatus();
  }

  // What a dataset was called before is what it is made of.
  void NamedBefore(JsonNode facet, int to, int job) {
    const JsonNode before = facet["previousIdentifier"];
    const std::string_view name = before["name"].Text();
    if (!Live(facet) || name.empty()) return;
    const int from = Named(before["namespace"].Text(), name);
    if (from == to) return;
    graph_->AddFlow(job,
                    {.from = from,
                     .to = to,
                     .subtype = IDENTITY,
                     .witness = witness_,
                     .note = "lifecycleStateChange: renamed"},
                    At(before));
  }

  // What is said of a dataset outside of any job is work of a job that nobody names.
  absl::Status DatasetEvent(JsonNode json) {
    witness_ = DECLARED;
    const absl::StatusOr<int> at = Dataset(json, "dataset");
    if (!at.ok()) return at.status();
    for (const std::string_view facet : {"lineage", "columnLineage"}) {
      const JsonNode said = json["facets"][facet];
      if (!Live(said)) continue;
      const pedigree::Asset& asset = graph_->asset(*at);
      const int job =
          graph_->Job(fmt::format("unnamed job of {}/{}", asset.namespace_(), asset.name()));
      absl::Status status =
          facet == "lineage" ? Targets(said, *at, job) : ColumnLineage(said, job, *at);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // ---- flows

  absl::Status Input(JsonNode input, int job, int to, std::string_view to_column,
                     std::string_view note) {
    const absl::StatusOr<int> from = SourceOf(input, job);
    if (!from.ok()) return from.status();
    if (*from < 0) return absl::OkStatus();
    GraphBuilder::Flow flow{.from = *from,
                            .to = to,
                            .from_column = input["field"].Text(),
                            .to_column = to_column,
                            .witness = witness_,
                            .note = note};
    bool any = false;
    for (const JsonNode transformation : input["transformations"]) {
      any = true;
      flow.subtype = SubtypeOf(transformation);
      flow.transforms.clear();
      if (transformation["masking"].True()) flow.transforms.push_back(ANONYMIZE);
      graph_->AddFlow(job, flow, At(input));
    }
    if (!any) graph_->AddFlow(job, flow, At(input));
    return absl::OkStatus();
  }

  // The asset that an input of the lineage facet is. Of a job it is what that job hands over, which
  // has no name of its own; -1: the job itself, which makes the data.
  absl::StatusOr<int> SourceOf(JsonNode input, int job) {
    if (input["type"].Text() != "JOB") return AssetOf(input, "an input");
    if (!input["name"]) return -1;
    const absl::StatusOr<int> source = JobOf(input, "an input");
    if (!source.ok()) return source;
    if (*source == job) return -1;
    return Handed(*source, At(input));
  }
  int Handed(int job, Where where) {
    const int asset =
        graph_->Asset("job", fmt::format("what {} hands over", graph_->job(job).name()));
    graph_->Touch(job, SiteUse::WRITES, asset, witness_, where);
    return asset;
  }

  absl::Status ColumnLineage(JsonNode facet, int job, int to) {
    if (!Live(facet)) return absl::OkStatus();
    for (const JsonNode field : facet["fields"]) {
      for (const JsonNode input : field["inputFields"]) {
        if (absl::Status status = Input(input, job, to, field.Key(), "columnLineage"); !status.ok())
          return status;
      }
    }
    for (const JsonNode input : facet["dataset"]) {
      if (absl::Status status = Input(input, job, to, "", "columnLineage"); !status.ok())
        return status;
    }
    return absl::OkStatus();
  }

  // The inputs and fields of an entry, or of a dataset's facet.
  absl::Status Targets(JsonNode entry, int to, int job) {
    if (!Live(entry)) return absl::OkStatus();
    for (const JsonNode input : entry["inputs"]) {
      if (absl::Status status = Input(input, job, to, "", "lineage"); !status.ok()) return status;
    }
    for (const JsonNode field : entry["fields"]) {
      for (const JsonNode input : field["inputs"]) {
        if (absl::Status status = Input(input, job, to, field.Key(), "lineage"); !status.ok())
          return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status JobLineage(JsonNode facet, Unit* unit) {
    if (!Live(facet)) return absl::OkStatus();
    for (const JsonNode entry : facet["entries"]) {
      if (entry["type"].Text() == "JOB") {
        int job = unit->job;
        if (entry["name"]) {
          const absl::StatusOr<int> named = JobOf(entry, "an entry");
          if (!named.ok()) return named.status();
          job = *named;
        }
        for (const JsonNode input : entry["inputs"]) {
          const absl::StatusOr<int> from = SourceOf(input, job);
          if (!from.ok()) return from.status();
          if (*from < 0) continue;
          graph_->AddColumn(*from, input["field"].Text());
          graph_->Touch(job, SiteUse::READS, *from, unit->witness, At(input));
          if (job == unit->job) unit->inputs.Add(*from);
        }
        continue;
      }
      const absl::StatusOr<int> to = AssetOf(entry, "an entry");
      if (!to.ok()) return to.status();
      graph_->Touch(unit->job, SiteUse::WRITES, *to, unit->witness, At(entry));
      unit->listed.Add(*to);
      if (absl::Status status = Targets(entry, *to, unit->job); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Settle(const Unit& unit) {
    size_t assumed = 0;
    for (const int to : unit.outputs) {
      if (unit.listed.Contains(to)) continue;
      for (const int from : unit.inputs) {
        if (from == to || graph_->HasFlow(unit.job, from, to)) continue;
        if (++assumed > kManyAssumed)
          return stream_->Wrong(unit.line,
                                fmt::format("a run with {} inputs and {} outputs does not say what "
                                            "is made of what, and {} flows are too many to assume",
                                            unit.inputs.size(), unit.outputs.size(), assumed));
        graph_->AddFlow(unit.job,
                        {.from = from,
                         .to = to,
                         .confidence = ASSUMED,
                         .witness = unit.witness,
                         .note = kUnstated},
                        {stream_->name(), unit.line});
      }
    }
    return absl::OkStatus();
  }
  absl::Status SettleEnded() {
    for (auto it = runs_.begin(); it != runs_.end();) {
      if (it->second.ended || runs_.size() > 5 * kManyRuns) {
        if (absl::Status status = Settle(it->second); !status.ok()) return status;
        runs_.erase(it++);
      } else {
        ++it;
      }
    }
    return absl::OkStatus();
  }

  // ---- jobs

  void JobFacets(int job, JsonNode facets) {
    const JsonNode owners = facets["ownership"], documentation = facets["documentation"];
    pedigree::Job& to = graph_->job(job);
    if (Live(owners)) {
      for (const JsonNode owner : owners["owners"]) {
        if (owner["name"].Text().empty()) continue;
        to.mutable_declaration()->set_owner(std::string(owner["name"].Text()));
        break;
      }
    }
    if (Live(documentation) && !documentation["description"].Text().empty())
      to.mutable_declaration()->set_description(std::string(documentation["description"].Text()));
  }

  // The job whose run started this one, and the one where that began.
  void StartedBy(JsonNode facet, int job) {
    if (!Live(facet)) return;
    for (const JsonNode by : {facet["job"], facet["root"]["job"]}) {
      if (by["name"].Text().empty()) continue;
      std::string name = JobName(by["namespace"].Text(), by["name"].Text());
      if (name != graph_->job(job).name()) starters_->Add(job, std::move(name));
    }
  }

  // A job of ours, which comes back with every site and path. False: the facet has none.
  absl::StatusOr<bool> WholeJob(int at, JsonNode facet) {
    if (!facet["job"].IsObject()) return false;
    pedigree::Job job;
    ProtoFromJson(facet["job"], &job);
    std::vector<int> assets;
    Graph probe;
    for (const JsonNode asset : facet["assets"]) {
      const absl::StatusOr<int> known = AssetOf(asset, kJobFacet);
      if (!known.ok()) return known.status();
      assets.push_back(*known);
      probe.add_asset();
    }
    job.set_name(graph_->job(at).name());
    *probe.add_job() = job;
    if (const absl::Status status = ValidateGraph(probe); !status.ok())
      return Wrong(facet, fmt::format("{}: {}", kJobFacet, MessageOf(status)));
    graph_->AddJob(job, assets);
    return true;
  }

  const JsonStream* stream_;
  const Options& options_;
  GraphBuilder* graph_;
  Starters* starters_;
  Witness witness_ = DECLARED;  // of the event at hand
  absl::flat_hash_map<std::string, Unit> runs_;
  absl::flat_hash_map<std::pair<std::string, std::string>, int> ours_;
};

}  // namespace

absl::Status ImportOpenLineage(const std::string& path, const Options& options,
                               GraphBuilder* graph) {
  absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path, /*split=*/true);
  if (!stream.ok()) return stream.status();
  Importer importer(stream->get(), options, graph);
  absl::Status status = (*stream)->ForEach("there is no event in it",
                                           [&](JsonNode root) { return importer.Event(root); });
  if (!status.ok()) return status;
  return importer.Finish();
}

}  // namespace pedigree::interop
