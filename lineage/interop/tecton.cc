// Tecton: what a feature repository declares, in (as `tecton dump` prints it), tags for its
// objects, out. docs/interop/tecton.md says what becomes what.
//
// A view is a job that makes the features of its name: columns of the asset VIEW. Objects name one
// another by id, in whatever order they are listed.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "lineage/interop/feature_tags.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

constexpr std::string_view kTecton = "tecton";

std::string IdOf(JsonNode id) {
  return fmt::format("{}:{}", id["mostSignificantBits"].Scalar(),
                     id["leastSignificantBits"].Scalar());
}

// "DATA_TYPE_FLOAT64" as people write it: "FLOAT64".
std::string TypeOf(JsonNode type) {
  std::string_view name = type["type"].Text();
  constexpr std::string_view kPrefix = "DATA_TYPE_";
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return std::string(name);
}

template <typename Said>
void AddTags(JsonNode tags, Said* said) {
  for (const JsonNode tag : tags) {
    const std::string_view value = tag.Text();
    said->add_tag(value.empty() || value == "true" ? std::string(tag.Key())
                                                   : fmt::format("{}={}", tag.Key(), value));
  }
}

// The lists of features that a view may have, each in the arguments of its kind.
enum class Making { kPlain, kAggregated, kEmbedded, kInferred, kCalculated };
struct FeatureList {
  std::string_view arguments, list;
  Making making;
};
constexpr FeatureList kFeatureLists[] = {
    {"materializedFeatureViewArgs", "attributes", Making::kPlain},
    {"materializedFeatureViewArgs", "aggregations", Making::kAggregated},
    {"materializedFeatureViewArgs", "embeddings", Making::kEmbedded},
    {"materializedFeatureViewArgs", "inferences", Making::kInferred},
    {"featureTableArgs", "attributes", Making::kPlain},
    {"realtimeArgs", "attributes", Making::kPlain},
    {"realtimeArgs", "calculations", Making::kCalculated},
    {"promptArgs", "attributes", Making::kPlain},
};

class Importer {
 public:
  Importer(const JsonStream* stream, const Options& options, GraphBuilder* graph)
      : stream_(stream), options_(options), graph_(graph) {}

  absl::Status Read(JsonNode root) {
    const JsonNode objects = root["request"]["fcoArgs"];
    if (!objects.IsArray())
      return Wrong(root, "no dump of a repository of Tecton: it has no request.fcoArgs");
    places_.clear();
    sources_.clear();
    views_.clear();
    entities_.clear();
    for (const JsonNode place : root["request"]["repoSourceInfo"]["sourceInfo"]) {
      const std::string_view file = place["sourceFilename"].Text();
      if (!file.empty())
        places_[IdOf(place["fcoId"])] = {FileForGraph(file),
                                         static_cast<uint32_t>(place["sourceLineno"].Integer())};
    }
    // Names before what refers to them.
    for (const JsonNode object : objects) {
      absl::Status status;
      if (const JsonNode source = object["virtualDataSource"])
        status = Source(source);
      else if (const JsonNode entity = object["entity"])
        status = Known(entity, "entityId", "an entity", &entities_);
      else if (const JsonNode view = object["featureView"])
        status = Known(view, "featureViewId", "a feature view", &views_);
      if (!status.ok()) return status;
    }
    for (const auto& [id, view] : views_) {
      if (absl::Status status = View(id, view); !status.ok()) return status;
    }
    for (const JsonNode object : objects) {
      if (!object["featureService"]) continue;
      if (absl::Status status = Service(object["featureService"]); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  using Objects = std::map<std::string, JsonNode>;  // by id

  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }
  // The line of Python that declares it, else that of the dump.
  Where WhereOf(const std::string& id, JsonNode object) const {
    const auto it = places_.find(id);
    return it != places_.end() ? it->second : Where{stream_->name(), object.Line()};
  }

  absl::Status Known(JsonNode object, std::string_view id, std::string_view what, Objects* known) {
    if (object["info"]["name"].Text().empty())
      return Wrong(object, fmt::format("{} has no name", what));
    (*known)[IdOf(object[id])] = object;
    return absl::OkStatus();
  }

  int Own(std::string_view name) { return graph_->Asset(kTecton, name); }
  int FeaturesOf(std::string_view name) {
    const int at = Own(name);
    graph_->SetKind(at, FEATURE, /*inferred=*/false);
    return at;
  }
  int JobOf(std::string_view name, JsonNode info) {
    const int job = graph_->Job(fmt::format("{}/{}", kTecton, name));
    if (!info["owner"].Text().empty())
      graph_->job(job).mutable_declaration()->set_owner(std::string(info["owner"].Text()));
    if (!info["description"].Text().empty())
      graph_->job(job).mutable_declaration()->set_description(
          std::string(info["description"].Text()));
    return job;
  }
  void Describe(int asset, JsonNode info) {
    graph_->Describe(asset, info["owner"].Text(), info["description"].Text());
    if (!info["tags"].Empty()) AddTags(info["tags"], graph_->asset(asset).mutable_properties());
    AddWitness(DECLARED, &graph_->asset(asset));
  }
  void DescribeColumn(int asset, std::string_view column, std::string_view type, JsonNode said_of) {
    Properties::Column* said = graph_->ColumnOf(asset, column);
    if (!type.empty()) said->set_type(std::string(type));
    if (!said_of["description"].Text().empty())
      said->set_description(std::string(said_of["description"].Text()));
    AddTags(said_of["tags"], said);
    AddWitness(DECLARED, said);
  }

  // ---- data sources

  absl::Status Source(JsonNode source) {
    const JsonNode info = source["info"];
    if (info["name"].Text().empty()) return Wrong(source, "a data source has no name");
    std::vector<int>& assets = sources_[IdOf(source["virtualDataSourceId"])];
    Batch(source, &assets);
    Streams(source, &assets);
    // What a function of theirs reads, what a query gives and what is pushed have no other name.
    if (assets.empty()) assets.push_back(Own(fmt::format("source/{}", info["name"].Text())));
    for (const int asset : assets) {
      Describe(asset, info);
      for (const JsonNode column : source["schema"]["tectonSchema"]["columns"]) {
        if (!column["name"].Text().empty())
          DescribeColumn(asset, column["name"].Text(), TypeOf(column["offlineDataType"]), {});
      }
    }
    return absl::OkStatus();
  }

  int Table(std::string_view space, std::initializer_list<std::string_view> parts) {
    std::string name;
    for (const std::string_view part : parts) {
      if (!part.empty()) name += fmt::format("{}{}", name.empty() ? "" : ".", part);
    }
    const int at = graph_->Asset(space, name);
    graph_->SetKind(at, TABLE, /*inferred=*/false);
    return at;
  }

  void Batch(JsonNode source, std::vector<int>* assets) {
    if (const JsonNode file = source["fileDsConfig"]; !file["uri"].Text().empty()) {
      assets->push_back(AssetOfUri(graph_, file["uri"].Text()));
      graph_->SetKind(assets->back(), DATASET, /*inferred=*/false);
    }
    if (const JsonNode hive = source["hiveDsConfig"]; !hive["table"].Text().empty()) {
      assets->push_back(Table(
          options_.asset_namespace.empty() ? "hive" : std::string_view(options_.asset_namespace),
          {hive["database"].Text(), hive["table"].Text()}));
    }
    if (const JsonNode unity = source["unityDsConfig"]; !unity["table"].Text().empty()) {
      assets->push_back(
          Table("unity", {unity["catalog"].Text(), unity["schema"].Text(), unity["table"].Text()}));
    }
    if (const JsonNode of = source["bigqueryDsConfig"]; !of["table"].Text().empty()) {
      assets->push_back(
          Table("bigquery", {of["projectId"].Text(), of["dataset"].Text(), of["table"].Text()}));
    }
    if (const JsonNode of = source["redshiftDsConfig"]; !of["table"].Text().empty()) {
      // "host:port/database"
      const std::string_view endpoint = of["endpoint"].Text();
      const size_t slash = endpoint.find('/');
      assets->push_back(Table(
          fmt::format("redshift://{}", endpoint.substr(0, slash)),
          {slash == std::string_view::npos ? "" : endpoint.substr(slash + 1), of["table"].Text()}));
    }
    if (const JsonNode of = source["snowflakeDsConfig"]; !of["table"].Text().empty()) {
      // "https://ACCOUNT.snowflakecomputing.com"
      std::string_view account = of["url"].Text();
      if (const size_t scheme = account.find("://"); scheme != std::string_view::npos)
        account.remove_prefix(scheme + 3);
      account = account.substr(0, account.find(".snowflakecomputing.com"));
      assets->push_back(
          Table(account.empty() ? "snowflake" : fmt::format("snowflake://{}", account),
                {of["database"].Text(), of["schema"].Text(), of["table"].Text()}));
    }
  }

  void Streams(JsonNode source, std::vector<int>* assets) {
    const auto stream = [&](std::string_view space, std::string_view name) {
      if (name.empty()) return;
      assets->push_back(graph_->Asset(space, name));
      graph_->SetKind(assets->back(), STREAM, /*inferred=*/false);
    };
    if (const JsonNode kafka = source["kafkaDsConfig"]) {
      const std::string_view servers = kafka["kafkaBootstrapServers"].Text();
      const std::string space = fmt::format("kafka://{}", servers.substr(0, servers.find(',')));
      for (std::string_view topics = kafka["topics"].Text(); !topics.empty();) {
        const size_t comma = topics.find(',');
        stream(space, topics.substr(0, comma));
        topics = comma == std::string_view::npos ? "" : topics.substr(comma + 1);
      }
    }
    if (const JsonNode kinesis = source["kinesisDsConfig"])
      stream(fmt::format("kinesis://{}", kinesis["region"].Text()), kinesis["streamName"].Text());
  }

  // ---- feature views

  // What a pipeline begins with: assets, each with the columns that are taken (none: all of it).
  struct Begin {
    int asset;
    std::vector<std::string> columns;
  };
  struct Inputs {
    std::vector<Begin> begins;
    std::map<std::string, int> by_name;  // as calculations call them
  };

  absl::Status Gather(JsonNode node, std::string_view view, Inputs* inputs) {
    const auto add = [&](JsonNode of, Begin begin) {
      inputs->by_name[std::string(of["inputName"].Text())] = begin.asset;
      inputs->begins.push_back(std::move(begin));
    };
    if (const JsonNode transformation = node["transformationNode"]) {
      for (const JsonNode input : transformation["inputs"]) {
        if (absl::Status status = Gather(input["node"], view, inputs); !status.ok()) return status;
      }
    }
    for (const JsonNode joined : node["joinInputsNode"]["nodes"]) {
      if (absl::Status status = Gather(joined, view, inputs); !status.ok()) return status;
    }
    if (const JsonNode of = node["dataSourceNode"]) {
      const auto it = sources_.find(IdOf(of["virtualDataSourceId"]));
      if (it == sources_.end())
        return Wrong(of, fmt::format("'{}' reads a data source that is not there", view));
      for (const int asset : it->second) add(of, {asset, {}});
    }
    if (const JsonNode of = node["featureViewNode"]) {
      const auto it = views_.find(IdOf(of["featureViewId"]));
      if (it == views_.end())
        return Wrong(of, fmt::format("'{}' reads a feature view that is not there", view));
      Begin begin{FeaturesOf(it->second["info"]["name"].Text()), {}};
      for (const JsonNode feature : of["featureReference"]["features"])
        begin.columns.push_back(std::string(feature.Text()));
      add(of, std::move(begin));
    }
    if (const JsonNode of = node["requestDataSourceNode"]) {
      const int asset = Own(fmt::format("source/request of {}", view));
      for (const JsonNode column : of["requestContext"]["tectonSchema"]["columns"]) {
        if (!column["name"].Text().empty())
          DescribeColumn(asset, column["name"].Text(), TypeOf(column["offlineDataType"]), {});
      }
      add(of, {asset, {}});
    }
    return absl::OkStatus();
  }

  absl::Status View(const std::string& id, JsonNode view) {
    const JsonNode info = view["info"];
    const std::string_view name = info["name"].Text();
    const Where where = WhereOf(id, view);
    const int to = FeaturesOf(name);
    Describe(to, info);
    Inputs inputs;
    if (absl::Status status = Gather(view["pipeline"]["root"], name, &inputs); !status.ok())
      return status;
    const std::vector<std::string> keys = Keys(view, to);
    // A feature table is filled from outside: no job of Tecton's makes it.
    if (view["featureTableArgs"]) {
      for (const JsonNode feature : view["featureTableArgs"]["attributes"])
        Feature(feature, Making::kPlain, to);
      return absl::OkStatus();
    }
    const int job = JobOf(name, info);
    graph_->Touch(job, SiteUse::WRITES, to, DECLARED, where);
    for (const Begin& begin : inputs.begins)
      graph_->Touch(job, SiteUse::READS, begin.asset, DECLARED, where);
    bool any = false;
    for (const auto& [arguments, list, making] : kFeatureLists) {
      for (const JsonNode feature : view[arguments][list]) {
        const std::string_view column = feature["name"].Text();
        if (column.empty())
          return Wrong(feature, fmt::format("a feature of '{}' has no name", name));
        any = true;
        Feature(feature, making, to);
        if (making == Making::kCalculated) {
          Calculated(feature["abstractSyntaxTreeRoot"], inputs, job, to, column, where, false);
        } else {
          FromAll(inputs, job, to, column, making, where);
          FromModel(feature, job, to, column, making, where);
        }
      }
    }
    for (const std::string& key : keys) {
      if (any) FromAll(inputs, job, to, key, Making::kPlain, where);
    }
    if (!any) FromAll(inputs, job, to, "", Making::kPlain, where);
    Published(view["materializedFeatureViewArgs"]["outputStream"], job, to, where);
    return absl::OkStatus();
  }

  void Feature(JsonNode feature, Making making, int to) {
    // Else the type is that of the column that it is made of.
    const bool typed = making == Making::kPlain || making == Making::kCalculated;
    DescribeColumn(to, feature["name"].Text(), typed ? TypeOf(feature["columnDtype"]) : "",
                   feature);
  }

  // The join keys, as the view calls them; what is said of an entity is said of its keys.
  std::vector<std::string> Keys(JsonNode view, int to) {
    std::vector<std::string> keys;
    for (const JsonNode of : view["entities"]) {
      const auto it = entities_.find(IdOf(of["entityId"]));
      const JsonNode entity = it == entities_.end() ? JsonNode() : it->second;
      JsonNode::Iterator declared = entity["joinKeys"].begin();
      const JsonNode::Iterator end = entity["joinKeys"].end();
      for (const JsonNode key : of["joinKeys"]) {
        if (key.Text().empty()) continue;
        keys.push_back(std::string(key.Text()));
        std::string type;
        if (declared != end) {
          type = TypeOf((*declared)["offlineDataType"]);
          ++declared;
        }
        DescribeColumn(to, key.Text(), type, entity["info"]);
      }
    }
    return keys;
  }

  // What the functions of a pipeline do to columns is not said.
  void FromAll(const Inputs& inputs, int job, int to, std::string_view column, Making making,
               Where where) {
    for (const Begin& begin : inputs.begins) {
      GraphBuilder::Flow flow{.from = begin.asset,
                              .to = to,
                              .to_column = column,
                              .confidence = ASSUMED,
                              .note = "a pipeline"};
      if (making == Making::kAggregated) {
        flow.subtype = AGGREGATION;
        flow.transforms = {AGGREGATE};
      } else if (making == Making::kEmbedded) {
        flow.transforms = {EMBED};
      } else if (making == Making::kInferred) {
        flow.transforms = {INFER};
      }
      if (begin.columns.empty()) graph_->AddFlow(job, flow, where);
      for (const std::string& from : begin.columns) {
        flow.from_column = from;
        graph_->AddFlow(job, flow, where);
      }
    }
  }

  void FromModel(JsonNode feature, int job, int to, std::string_view column, Making making,
                 Where where) {
    const std::string_view name = feature["model"].Text();
    if (name.empty()) return;
    const bool embeds = making == Making::kEmbedded;
    // An embedding's model is one of a hub, an inference's one of Tecton's own.
    const int model = embeds ? graph_->Asset("llm", name) : Own(fmt::format("model/{}", name));
    graph_->SetKind(model, MODEL, /*inferred=*/false);
    graph_->AddFlow(job,
                    {.from = model,
                     .to = to,
                     .to_column = column,
                     .transforms = {embeds ? EMBED : INFER},
                     .note = "a model"},
                    where);
  }

  // An expression says which columns it is of: "VIEW.FEATURE".
  void Calculated(JsonNode tree, const Inputs& inputs, int job, int to, std::string_view column,
                  Where where, bool condition) {
    if (const std::string_view reference = tree["columnReference"].Text(); !reference.empty()) {
      const size_t dot = reference.find('.');
      const auto it = inputs.by_name.find(std::string(reference.substr(0, dot)));
      // Else it is of the time of asking: no data.
      if (dot != std::string_view::npos && it != inputs.by_name.end()) {
        graph_->AddFlow(job,
                        {.from = it->second,
                         .to = to,
                         .from_column = reference.substr(dot + 1),
                         .to_column = column,
                         .subtype = condition ? CONDITIONAL : TRANSFORMATION,
                         .note = "a calculation"},
                        where);
      }
    }
    for (const JsonNode operand : tree["operation"]["operands"])
      Calculated(operand, inputs, job, to, column, where, condition);
    for (const JsonNode when : tree["caseStatement"]["whenClauses"]) {
      Calculated(when["condition"], inputs, job, to, column, where, true);
      Calculated(when["result"], inputs, job, to, column, where, condition);
    }
    if (const JsonNode otherwise = tree["caseStatement"]["elseClause"]["result"])
      Calculated(otherwise, inputs, job, to, column, where, condition);
  }

  // The stream that a view's features are sent on to.
  void Published(JsonNode output, int job, int from, Where where) {
    std::vector<int> streams;
    // Its two kinds are those of a source, by other names.
    for (const auto& [member, kafka] : {std::pair("kafka", true), std::pair("kinesis", false)}) {
      const JsonNode of = output[member];
      if (!of) continue;
      const std::string_view servers = of["kafkaBootstrapServers"].Text();
      streams.push_back(
          kafka ? graph_->Asset(fmt::format("kafka://{}", servers.substr(0, servers.find(','))),
                                of["topics"].Text())
                : graph_->Asset(fmt::format("kinesis://{}", of["region"].Text()),
                                of["streamName"].Text()));
    }
    for (const int stream : streams) {
      graph_->SetKind(stream, STREAM, /*inferred=*/false);
      graph_->AddFlow(job,
                      {.from = from, .to = stream, .subtype = IDENTITY, .note = "an output stream"},
                      where);
    }
  }

  // ---- feature services

  absl::Status Service(JsonNode service) {
    const JsonNode info = service["info"];
    if (info["name"].Text().empty()) return Wrong(service, "a feature service has no name");
    const std::string name = fmt::format("service/{}", info["name"].Text());
    const Where where = WhereOf(IdOf(service["featureServiceId"]), service);
    const int to = FeaturesOf(name);
    Describe(to, info);
    const int job = JobOf(name, info);
    graph_->Touch(job, SiteUse::WRITES, to, DECLARED, where);
    for (const JsonNode reference : service["featureReferences"]) {
      const auto it = views_.find(IdOf(reference["featureViewId"]));
      if (it == views_.end())
        return Wrong(reference, fmt::format("'{}' serves a feature view that is not there",
                                            info["name"].Text()));
      const std::string_view view = it->second["info"]["name"].Text();
      const std::string_view prefix =
          reference["namespace"].Text().empty() ? view : reference["namespace"].Text();
      const auto serve = [&](std::string_view feature) {
        const std::string served = fmt::format("{}__{}", prefix, feature);
        graph_->AddFlow(job,
                        {.from = FeaturesOf(view),
                         .to = to,
                         .from_column = feature,
                         .to_column = served,
                         .subtype = IDENTITY,
                         .note = "a feature of a service"},
                        where);
      };
      graph_->Touch(job, SiteUse::READS, FeaturesOf(view), DECLARED, where);
      if (reference["features"].Empty()) {
        for (const auto& [arguments, list, _] : kFeatureLists) {
          for (const JsonNode feature : it->second[arguments][list]) serve(feature["name"].Text());
        }
      }
      for (const JsonNode feature : reference["features"]) serve(feature.Text());
    }
    return absl::OkStatus();
  }

  const JsonStream* stream_;
  const Options& options_;
  GraphBuilder* graph_;
  // Of the dump at hand.
  std::map<std::string, Where> places_;
  std::map<std::string, std::vector<int>> sources_;
  Objects views_, entities_;
};

}  // namespace

absl::Status ImportTecton(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadDocuments<Importer>(path, options, graph);
}

Documents ExportTecton(const ExportInput& input) {
  Json document = Json::object();
  for (const FeatureTags& of : FeatureTagsOf(input, kTecton))
    AddFeatureTags(of, of.name, &document);
  if (document.empty()) {
    return absl::InvalidArgumentError(
        "the graph has no feature of Tecton: import the repository and link both graphs first");
  }
  return std::vector<Document>{{"feature_tags.json", Dump(document, 2) + "\n"}};
}

}  // namespace pedigree::interop
