// A graph as OpenLineage's static events, and runs as its run events: JSON lines, as its transports
// and Marquez take them. docs/interop/openlineage.md says what becomes what.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <set>

#include "analyzer/fragment/mask.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/openlineage.h"
#include "lineage/interop/own_form.h"
#include "lineage/interop/proto_json.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree::interop {
namespace {

constexpr std::string_view kSpec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/";

// A facet of the spec: `schema` is "1-2-0/SchemaDatasetFacet".
Json Facet(std::string_view schema) {
  const std::string_view type = schema.substr(schema.find('/') + 1);
  return {{"_producer", kProducer},
          {"_schemaURL",
           fmt::format("https://openlineage.io/spec/facets/{}.json#/$defs/{}", schema, type)}};
}
Json LineageFacet() {
  return {{"_producer", kProducer},
          {"_schemaURL",
           "https://openlineage.io/spec/facets/1-0-0/LineageFacet.json#/$defs/LineageJobFacet"}};
}
Json OwnFacet(std::string_view name) {
  return {{"_producer", kProducer},
          {"_schemaURL", fmt::format("urn:pedigree:facets:1-0-0:{}", name)}};
}

std::string Time(int64_t unix_ns) {
  const std::time_t seconds = unix_ns / 1'000'000'000;
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     unix_ns / 1'000'000 % 1000);
}

// A ledger's 32 hexadecimal digits as a UUID.
std::string RunId(const std::string& id) {
  if (id.size() != 32) return "00000000-0000-0000-0000-000000000000";
  return fmt::format("{}-{}-{}-{}-{}", id.substr(0, 8), id.substr(8, 4), id.substr(12, 4),
                     id.substr(16, 4), id.substr(20));
}

class Writer {
 public:
  explicit Writer(const ExportInput& input) : input_(input), lineage_(input.lineage) {
    for (const Lineage::Edge& edge : lineage_.edges()) {
      if (IsAlias(lineage_.JobOf(edge)))
        aliases_[lineage_.FromAsset(edge)].insert(lineage_.ToAsset(edge));
    }
  }

  std::string Events() {
    for (size_t i = 0; i < lineage_.assets().size(); ++i) {
      if (Exported(input_, static_cast<int>(i))) DatasetEvent(static_cast<int>(i));
    }
    for (size_t i = 0; i < lineage_.jobs().size(); ++i) {
      if (!IsAlias(static_cast<int>(i))) JobEvent(static_cast<int>(i));
    }
    for (const Observed& run : input_.runs) RunEvents(run);
    return std::move(text_);
  }

 private:
  bool IsAlias(int job) const { return lineage_.jobs()[job].name == kAliasJob; }

  void Emit(Json event, std::string_view type) {
    event["producer"] = kProducer;
    event["schemaURL"] = fmt::format("{}{}", kSpec, type);
    text_ += Dump(event) + "\n";
  }

  static std::string Namespace(const std::string& ours) {
    return ours.empty() ? "file" : MaskSecrets(Renamed(ours, kSqlite, kSqliteUrl));
  }

  // An asset of one job alone must not meet another's: its name says whose it is.
  Json Identity(int at) const {
    const Lineage::Asset& asset = lineage_.assets()[at];
    return {{"namespace", Namespace(asset.name_space)},
            {"name", asset.job_local ? fmt::format("{} of {}", MaskSecrets(asset.name), asset.job)
                                     : MaskSecrets(asset.name)}};
  }
  Json Input(int at, const std::string& column) const {
    Json input = Identity(at);
    input["type"] = "DATASET";
    if (!column.empty()) input["field"] = column;
    return input;
  }

  Json SchemaFacet(const Lineage::Asset& asset) const {
    Json facet = Facet("1-2-0/SchemaDatasetFacet");
    facet["fields"] = Json::array();
    for (const auto& [name, said] : ColumnsOf(asset)) {
      Json field = {{"name", name}};
      if (said != nullptr && !said->type().empty()) field["type"] = said->type();
      if (said != nullptr && !said->description().empty())
        field["description"] = said->description();
      facet["fields"].push_back(std::move(field));
    }
    return facet;
  }

  // What a reader of any event should know of a dataset.
  Json Dataset(int at) const {
    const Lineage::Asset& asset = lineage_.assets()[at];
    Json dataset = Identity(at);
    Json facets = Json::object();
    if (!asset.columns.empty() || asset.properties.column_size() > 0)
      facets["schema"] = SchemaFacet(asset);
    if (const std::string type = DatasetType(asset.name_space, asset.kind); !type.empty()) {
      facets["datasetType"] = Facet("1-0-1/DatasetTypeDatasetFacet");
      facets["datasetType"]["datasetType"] = type;
    }
    if (const auto it = aliases_.find(at); it != aliases_.end()) {
      facets["symlinks"] = Facet("1-0-1/SymlinksDatasetFacet");
      for (const int other : it->second) {
        Json identifier = Identity(other);
        identifier["type"] = lineage_.assets()[other].kind == TABLE ? "TABLE" : "LOCATION";
        facets["symlinks"]["identifiers"].push_back(std::move(identifier));
      }
    }
    // In each event: to Marquez the last one that has a dataset says all of it.
    if (const std::string& said = asset.properties.description(); !said.empty()) {
      facets["documentation"] = Facet("1-1-0/DocumentationDatasetFacet");
      facets["documentation"]["description"] = said;
    }
    facets[kAssetFacet] = OwnFacet("PedigreeAssetDatasetFacet");
    facets[kAssetFacet]["asset"] = Json::parse(OwnForm(asset));
    dataset["facets"] = std::move(facets);
    return dataset;
  }

  void DatasetEvent(int at) {
    const Lineage::Asset& asset = lineage_.assets()[at];
    const Properties& said = asset.properties;
    Json dataset = Dataset(at);
    Json& facets = dataset["facets"];
    if (!said.owner().empty()) {
      facets["ownership"] = Facet("1-0-1/OwnershipDatasetFacet");
      facets["ownership"]["owners"] = Json::array({{{"name", said.owner()}}});
    }
    if (!said.digest().empty()) {
      facets["version"] = Facet("1-0-1/DatasetVersionDatasetFacet");
      facets["version"]["datasetVersion"] = said.digest();
    }
    Json tags = Json::array();
    for (const std::string& tag : said.tag())
      tags.push_back({{"key", tag}, {"value", "true"}, {"source", "PEDIGREE"}});
    for (const Properties::Column& column : said.column()) {
      for (const std::string& tag : column.tag())
        tags.push_back(
            {{"key", tag}, {"value", "true"}, {"source", "PEDIGREE"}, {"field", column.name()}});
    }
    if (!tags.empty()) {
      facets["tags"] = Facet("1-0-0/TagsDatasetFacet");
      facets["tags"]["tags"] = std::move(tags);
    }
    Json event;
    event["eventTime"] = input_.options.time;
    event["dataset"] = std::move(dataset);
    Emit(std::move(event), "DatasetEvent");
  }

  Json Transformation(const Lineage::Edge& edge) const {
    Json transformation = {{"type", Influence(edge.subtype)}, {"subtype", Name(edge.subtype)}};
    std::string description(Name(edge.confidence));
    if (!edge.transforms.empty()) description = Names(edge.transforms) + ", " + description;
    transformation["description"] = description;
    transformation["masking"] =
        std::any_of(edge.transforms.begin(), edge.transforms.end(), IsMasking);
    return transformation;
  }

  // The flows of one job into one asset.
  struct Into {
    // By column of that asset ("": the whole), then by source: the transformations, each once.
    std::map<std::string, std::map<std::pair<int, std::string>, Json>> by_column;
  };

  std::map<int, Into> FlowsOf(int job, const std::set<int>* only_assets = nullptr) const {
    std::map<int, Into> flows;
    for (const int at : lineage_.jobs()[job].edges) {
      const Lineage::Edge& edge = lineage_.edges()[at];
      const int from = lineage_.FromAsset(edge), to = lineage_.ToAsset(edge);
      if (!Exported(input_, from) || !Exported(input_, to)) continue;
      if (only_assets != nullptr && (!only_assets->contains(from) || !only_assets->contains(to)))
        continue;
      Json& list = flows[to].by_column[edge.to_column][{from, edge.from_column}];
      const Json one = Transformation(edge);
      if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
    }
    return flows;
  }

  Json Entries(const std::map<int, Into>& flows) const {
    Json entries = Json::array();
    for (const auto& [to, into] : flows) {
      Json entry = Input(to, "");
      for (const auto& [column, sources] : into.by_column) {
        Json inputs = Json::array();
        for (const auto& [source, transformations] : sources) {
          Json input = Input(source.first, source.second);
          input["transformations"] = transformations;
          inputs.push_back(std::move(input));
        }
        if (column.empty()) {
          entry["inputs"] = std::move(inputs);
        } else {
          entry["fields"][column]["inputs"] = std::move(inputs);
        }
      }
      entries.push_back(std::move(entry));
    }
    return entries;
  }

  // Only what comes from a column can be said in it.
  Json ColumnLineage(const Into& into) const {
    Json facet = Facet("1-2-0/ColumnLineageDatasetFacet");
    facet["fields"] = Json::object();
    bool any = false;
    for (const auto& [column, sources] : into.by_column) {
      Json inputs = Json::array();
      for (const auto& [source, transformations] : sources) {
        if (source.second.empty()) continue;
        Json input = Identity(source.first);
        input["field"] = source.second;
        input["transformations"] = transformations;
        inputs.push_back(std::move(input));
      }
      if (inputs.empty()) continue;
      any = true;
      if (column.empty()) {
        facet["dataset"] = std::move(inputs);
      } else {
        facet["fields"][column]["inputFields"] = std::move(inputs);
      }
    }
    return any ? facet : Json();
  }
  void AddColumnLineage(const std::map<int, Into>& flows, int output, Json* dataset) const {
    const auto it = flows.find(output);
    if (it == flows.end()) return;
    if (Json columns = ColumnLineage(it->second); !columns.is_null())
      (*dataset)["facets"]["columnLineage"] = std::move(columns);
  }

  // The job as a whole, with the assets that its indexes are of.
  Json WholeJob(int at) const {
    const Lineage::Job& from = lineage_.jobs()[at];
    pedigree::Job job;
    job.set_name(from.name);
    Json assets = Json::array();
    std::map<int, uint32_t> asset_number, site_number;
    for (const int site_at : from.sites) {
      const Lineage::Site& site = lineage_.sites()[site_at];
      if (!Exported(input_, site.asset)) continue;
      const auto [it, inserted] = asset_number.try_emplace(site.asset, asset_number.size());
      if (inserted) assets.push_back(Identity(site.asset));
      site_number[site_at] = static_cast<uint32_t>(job.site_size());
      SiteUse* use = job.add_site();
      use->set_access(site.access);
      use->set_asset(it->second);
      *use->mutable_place() = site.place;
      use->set_function(site.function);
      use->set_api(site.api);
      for (const Witness witness : site.witnesses) use->add_witness(witness);
    }
    for (const int edge_at : from.edges) {
      const Lineage::Edge& edge = lineage_.edges()[edge_at];
      if (!site_number.contains(edge.from) || !site_number.contains(edge.to)) continue;
      FlowEdge* flow = job.add_flow();
      *flow = FlowOf(edge);
      flow->set_from(site_number[edge.from]);
      flow->set_to(site_number[edge.to]);
      for (const Hop& hop : edge.path) *flow->add_path() = hop;
    }
    if (from.coverage.ByteSizeLong() > 0) *job.mutable_coverage() = from.coverage;
    if (from.declaration.ByteSizeLong() > 0) *job.mutable_declaration() = from.declaration;
    Json facet = OwnFacet("PedigreeJobFacet");
    facet["assets"] = std::move(assets);
    facet["job"] = Json::parse(ProtoToJson(job));
    return facet;
  }

  Json JobIdentity(std::string_view name) const {
    return {{"namespace", input_.options.job_namespace},
            {"name", Renamed(name, kLabel, kWholeLabel)}};
  }

  Json JobFacets(int at) const {
    const Lineage::Job& job = lineage_.jobs()[at];
    Json facets = Json::object();
    facets["jobType"] = Facet("2-0-4/JobTypeJobFacet");
    facets["jobType"]["processingType"] = "BATCH";
    facets["jobType"]["integration"] = "CPP";
    facets["jobType"]["jobType"] = "JOB";
    if (!input_.options.source_url.empty()) {
      // Where the first of its sites is.
      std::string file;
      for (const int site : job.sites) {
        const std::string& name = lineage_.sites()[site].place.file();
        if (!name.empty() && (file.empty() || name < file)) file = name;
      }
      Json& facet = facets["sourceCodeLocation"] = Facet("1-1-0/SourceCodeLocationJobFacet");
      facet["type"] = "git";
      facet["url"] = input_.options.source_url + file;
      facet["path"] = file;
      if (!input_.options.version.empty()) facet["version"] = input_.options.version;
    }
    if (!job.declaration.owner().empty()) {
      facets["ownership"] = Facet("1-0-1/OwnershipJobFacet");
      facets["ownership"]["owners"] = Json::array({{{"name", job.declaration.owner()}}});
    }
    if (!job.declaration.description().empty()) {
      facets["documentation"] = Facet("1-1-0/DocumentationJobFacet");
      facets["documentation"]["description"] = job.declaration.description();
    }
    return facets;
  }

  void JobEvent(int at) {
    const Lineage::Job& of = lineage_.jobs()[at];
    const auto [reads, writes] = TouchedBy(input_, at);
    const std::map<int, Into> flows = FlowsOf(at);
    Json event;
    event["eventTime"] = input_.options.time;
    event["job"] = JobIdentity(of.name);
    event["job"]["facets"] = JobFacets(at);
    event["job"]["facets"]["lineage"] = LineageFacet();
    // What it writes and makes of nothing that it reads is said as well: with no inputs.
    Json entries = Entries(flows);
    for (const int to : writes) {
      if (flows.contains(to)) continue;
      Json entry = Input(to, "");
      entry["inputs"] = Json::array();
      entries.push_back(std::move(entry));
    }
    event["job"]["facets"]["lineage"]["entries"] = std::move(entries);
    event["job"]["facets"][kJobFacet] = WholeJob(at);
    event["inputs"] = Json::array();
    event["outputs"] = Json::array();
    for (const int asset : reads) event["inputs"].push_back(Dataset(asset));
    for (const int asset : writes) {
      Json dataset = Dataset(asset);
      AddColumnLineage(flows, asset, &dataset);
      event["outputs"].push_back(std::move(dataset));
    }
    Emit(std::move(event), "JobEvent");
  }

  Json RunDataset(const Artifact& artifact, const Digest* digest, bool input) const {
    const int at = FindAsset(lineage_, artifact);
    Json dataset = at >= 0 ? Dataset(at)
                           : Json{{"namespace", Namespace(artifact.name_space)},
                                  {"name", MaskSecrets(artifact.name)},
                                  {"facets", Json::object()}};
    if (digest != nullptr && IsWhole(*digest)) {
      dataset["facets"]["version"] = Facet("1-0-1/DatasetVersionDatasetFacet");
      dataset["facets"]["version"]["datasetVersion"] = DigestText(*digest);
    }
    uint64_t bytes = 0, rows = 0;
    for (const Access* access : artifact.accesses) {
      bytes += input ? access->bytes_read() : access->bytes_written();
      rows = std::max(rows, access->version().rows());
    }
    Json statistics = Facet(input ? "1-0-0/InputStatisticsInputDatasetFacet"
                                  : "1-0-2/OutputStatisticsOutputDatasetFacet");
    statistics["size"] = bytes;
    if (rows > 0) statistics["rowCount"] = rows;
    dataset[input ? "inputFacets" : "outputFacets"]
           [input ? "inputStatistics" : "outputStatistics"] = std::move(statistics);
    return dataset;
  }

  // Each rule, and whether the job keeps it: a finding counts where it goes through the job.
  Json Tests(const std::string& job) const {
    Json facet = Facet("1-0-1/TestRunFacet");
    facet["tests"] = Json::array();
    for (const Verdict& verdict : input_.options.verdicts) {
      std::vector<std::string> found;
      for (const Verdict::Finding& finding : verdict.findings) {
        if (finding.jobs.contains(job)) found.push_back(finding.text);
      }
      Json test = {{"name", verdict.rule},
                   {"status", found.empty() ? "pass" : "fail"},
                   {"severity", verdict.error ? "error" : "warn"},
                   {"type", "pedigree_policy"}};
      if (!verdict.description.empty()) test["description"] = verdict.description;
      if (!found.empty()) {
        test["expected"] = "0 findings";
        test["actual"] = fmt::format("{}: {}", Count(found.size(), "finding"), Join(found, "; "));
      }
      facet["tests"].push_back(std::move(test));
    }
    return facet;
  }

  Json RunFacets(const Observed& run, int job) const {
    Json facets = Json::object();
    const Run& said = run.ledger->run();
    if (!run.parameters.empty()) {
      facets["executionParameters"] = Facet("1-0-0/ExecutionParametersRunFacet");
      Json parameters = Json::array();
      for (const Parameter* parameter : run.parameters)
        parameters.push_back({{"key", parameter->name()},
                              {"name", parameter->name()},
                              {"value", parameter->value()}});
      facets["executionParameters"]["parameters"] = std::move(parameters);
    }
    for (const Observed& other : input_.runs) {
      const Run& parent = other.ledger->run();
      const auto& ids = said.parent_run();
      if (std::find(ids.begin(), ids.end(), parent.id()) == ids.end()) continue;
      facets["parent"] = Facet("1-2-0/ParentRunFacet");
      facets["parent"]["run"]["runId"] = RunId(parent.id());
      facets["parent"]["job"] = JobIdentity(JobNameOf(parent));
      break;
    }
    if (job >= 0) {
      const Coverage& coverage = lineage_.jobs()[job].coverage;
      Json errors = Json::array();
      const auto add = [&](const std::string& what, const std::string& task) {
        errors.push_back({{"errorMessage", what}, {"task", task}, {"taskNumber", errors.size()}});
      };
      for (const auto& unknown : coverage.unknown())
        if (unknown.flows() > 0)
          add("not modelled, and so assumed to pass its inputs on", unknown.function());
      for (const std::string& source : coverage.incomplete())
        add("did not compile as a whole", source);
      for (const std::string& function : coverage.widened())
        add("a bound of the analysis was hit", function);
      for (const Hop& hop : coverage.unresolved()) add(hop.note(), PlaceText(hop.place()));
      for (const Hop& hop : coverage.gap()) add(hop.note(), PlaceText(hop.place()));
      if (!errors.empty()) {
        facets["extractionError"] = Facet("1-1-2/ExtractionErrorRunFacet");
        facets["extractionError"]["totalTasks"] =
            std::max<size_t>(coverage.functions(), errors.size());
        facets["extractionError"]["failedTasks"] = errors.size();
        facets["extractionError"]["errors"] = std::move(errors);
      }
    }
    if (!input_.options.verdicts.empty()) facets["test"] = Tests(JobNameOf(said));
    Json own = OwnFacet("PedigreeRunFacet");
    own["observer"] = said.observer();
    if (!said.git_commit().empty()) own["gitCommit"] = said.git_commit();
    if (!run.gaps.empty()) own["gaps"] = run.gaps;
    Json metrics = Json::array();
    for (const Metric* metric : run.metrics)
      metrics.push_back({{"name", metric->name()},
                         {"value", metric->value()},
                         {"step", metric->step()},
                         {"dataset", metric->dataset()}});
    if (!metrics.empty()) own["metrics"] = std::move(metrics);
    facets[kRunFacet] = std::move(own);
    return facets;
  }

  void RunEvents(const Observed& run) {
    const Run& said = run.ledger->run();
    const std::string name = JobNameOf(said);
    const int job = FindJob(lineage_, name);
    Json event;
    event["eventType"] = "START";
    event["eventTime"] = Time(said.started_unix_ns());
    event["run"] = {{"runId", RunId(said.id())}, {"facets", RunFacets(run, job)}};
    event["job"] = JobIdentity(name);
    event["job"]["facets"] = job >= 0 ? JobFacets(job) : Json::object();
    event["inputs"] = Json::array();
    event["outputs"] = Json::array();
    Emit(event, "RunEvent");
    // A run without its end was cut short, or goes on: its state is what is known so far.
    event["eventType"] = StateOf(run, "RUNNING", "COMPLETE", "FAIL");
    if (run.end != nullptr) event["eventTime"] = Time(run.end->ended_unix_ns());
    std::set<int> touched;
    std::vector<const Artifact*> told;
    for (const Artifact& artifact : run.artifacts) {
      if (artifact.system || artifact.temporary) continue;
      told.push_back(&artifact);
      if (const int at = FindAsset(lineage_, artifact); at >= 0) touched.insert(at);
    }
    std::map<int, Into> flows;
    if (job >= 0) flows = FlowsOf(job, &touched);
    for (const Artifact* artifact : told) {
      if (artifact->read) event["inputs"].push_back(RunDataset(*artifact, artifact->input, true));
      if (artifact->written && !artifact->deleted) {
        Json dataset = RunDataset(*artifact, artifact->output, false);
        AddColumnLineage(flows, FindAsset(lineage_, *artifact), &dataset);
        event["outputs"].push_back(std::move(dataset));
      }
    }
    if (Json entries = Entries(flows); !entries.empty()) {
      event["job"]["facets"]["lineage"] = LineageFacet();
      event["job"]["facets"]["lineage"]["entries"] = std::move(entries);
    }
    Emit(std::move(event), "RunEvent");
  }

  const ExportInput& input_;
  const Lineage& lineage_;
  std::map<int, std::set<int>> aliases_;
  std::string text_;
};

}  // namespace

Documents ExportOpenLineage(const ExportInput& input) {
  return std::vector<Document>{{"openlineage.jsonl", Writer(input).Events()}};
}

// One event a request, in order, as OpenLineage's own HTTP transport sends them. A server's
// "http://host:5000" is enough: the path is then the transport's.
absl::StatusOr<std::string> SendOpenLineage(const ExportInput& input, const std::string& url,
                                            Sender* sender) {
  const std::string events = Writer(input).Events();
  Request request;
  request.url = UrlBelow(url, "api/v1/lineage");
  std::string_view rest = events;
  size_t sent = 0;
  for (; !rest.empty(); ++sent) {
    const size_t end = rest.find('\n');
    request.body = rest.substr(0, end);
    request.what = fmt::format("event {}", sent + 1);
    if (absl::Status status = sender->Send(request).status(); !status.ok()) return status;
    rest.remove_prefix(end + 1);
  }
  return Count(sent, "event");
}

}  // namespace pedigree::interop
