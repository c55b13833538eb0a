// Amazon SageMaker's lineage: requests that create a graph's entities and associations there, and
// what its List..., Describe... and QueryLineage answer. docs/interop/sagemaker.md says what
// becomes what.
//
// Answers name entities by ARN, and which of them has which URI another answer says: everything is
// put together when all was read.
#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include "analyzer/fragment/mask.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/own_form.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/message.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// An entity has at most 30 properties, of at most 2500 characters: our own form takes as many as it
// needs, "pedigree-00" and so on.
constexpr char kProperty[] = "pedigree-";
constexpr size_t kPropertySize = 2400, kMaxProperties = 30;

enum class Kind { kArtifact, kAction, kContext, kTrialComponent };

struct Entity {
  Kind kind = Kind::kArtifact;
  std::string name, uri, type, description, own, digest;
  std::vector<std::string> inputs, outputs;  // URIs, of a trial component
  std::string file;                          // where it is described
  uint32_t line = 0;
};
struct Association {
  std::string from, to, type, file;
  uint32_t line;
};

// "arn:aws:sagemaker:eu-west-1:123456789012:artifact/0a1b": none if it is of another kind.
absl::StatusOr<Kind> KindOf(std::string_view arn) {
  const size_t slash = arn.find('/');
  const size_t colon = arn.substr(0, slash).rfind(':');
  const std::string_view kind =
      slash == std::string_view::npos ? "" : arn.substr(colon + 1, slash - colon - 1);
  if (kind == "artifact") return Kind::kArtifact;
  if (kind == "action") return Kind::kAction;
  if (kind == "context") return Kind::kContext;
  if (kind == "experiment-trial-component") return Kind::kTrialComponent;
  return absl::InvalidArgumentError(
      fmt::format("'{}' is no ARN of an artifact, action, context or trial component", arn));
}
bool IsJob(Kind kind) { return kind == Kind::kAction || kind == Kind::kTrialComponent; }

class Entities : public GraphBuilder::Memory {
 public:
  Entity& Of(std::string_view arn, Kind kind) {
    Entity& entity = entities_[std::string(arn)];
    entity.kind = kind;
    return entity;
  }
  void Add(Association association) { associations_.push_back(std::move(association)); }

  void Finish(GraphBuilder* graph) override {
    graph_ = graph;
    std::set<std::string> own;  // jobs that we have in full
    for (const auto& [arn, entity] : entities_) {
      if (!IsJob(entity.kind)) {
        AddWitness(DECLARED, &graph_->asset(AssetOf(arn)));
      } else if (!entity.own.empty() &&
                 AddOwnForm(entity.own, {entity.file, entity.line}, graph_).ok()) {
        own.insert(arn);
      } else if (!entity.description.empty()) {
        graph_->job(JobOf(arn)).mutable_declaration()->set_description(entity.description);
      }
    }
    // By job: what it reads, what it writes.
    std::map<std::string, std::map<int, Where>> reads, writes;
    std::map<int, std::set<std::string>> readers, writers;
    std::vector<const Association*> between;
    for (const Association& one : associations_) {
      const bool from_job = IsJob(entities_[one.from].kind), to_job = IsJob(entities_[one.to].kind);
      const Where where{one.file, one.line};
      if (one.type == "SameAs" && !from_job && !to_job) {
        graph_->Same(AssetOf(one.from), AssetOf(one.to), where, "SameAs");
      } else if (from_job && to_job) {
        if (own.contains(one.from) || own.contains(one.to)) continue;
        const int at =
            graph_->Asset("sagemaker", fmt::format("what {} hands over", NameOf(one.from)));
        writes[one.from].try_emplace(at, where);
        reads[one.to].try_emplace(at, where);
      } else if (from_job) {
        const int at = AssetOf(one.to);
        writers[at].insert(one.from);
        if (!own.contains(one.from)) writes[one.from].try_emplace(at, where);
      } else if (to_job) {
        const int at = AssetOf(one.from);
        readers[at].insert(one.to);
        if (!own.contains(one.to)) reads[one.to].try_emplace(at, where);
      } else {
        between.push_back(&one);
      }
    }
    for (const auto& [arn, entity] : entities_) {
      const Where where{entity.file, entity.line};
      for (const std::string& uri : entity.inputs)
        reads[arn].try_emplace(AssetOfUri(graph_, uri), where);
      for (const std::string& uri : entity.outputs)
        writes[arn].try_emplace(AssetOfUri(graph_, uri), where);
    }
    std::set<std::pair<std::string, int>>
        stated;  // jobs' outputs of which is said what they are of
    for (const Association* one : between) {
      const int from = AssetOf(one->from), to = AssetOf(one->to);
      bool any = false;
      for (const std::string& job : readers[from]) {
        if (!writers[to].contains(job)) continue;
        any = true;
        if (own.contains(job)) continue;
        stated.insert({job, to});
        Flow(JobOf(job), from, to, MODELED, WitnessOf(job), one->type, {one->file, one->line});
      }
      if (!any)
        Flow(graph_->Job("sagemaker/association"), from, to, MODELED, DECLARED, one->type,
             {one->file, one->line});
    }
    for (const auto& [job, list] : reads) {
      for (const auto& [asset, where] : list)
        graph_->Touch(JobOf(job), SiteUse::READS, asset, WitnessOf(job), where);
    }
    for (const auto& [job, list] : writes) {
      for (const auto& [to, where] : list) {
        graph_->Touch(JobOf(job), SiteUse::WRITES, to, WitnessOf(job), where);
        if (stated.contains({job, to})) continue;
        for (const auto& [from, _] : reads[job])
          Flow(JobOf(job), from, to, ASSUMED, WitnessOf(job), "an input and an output", where);
      }
    }
  }

 private:
  std::string NameOf(const std::string& arn) {
    const Entity& entity = entities_[arn];
    return entity.name.empty() ? arn.substr(arn.find('/') + 1) : entity.name;
  }
  int JobOf(const std::string& arn) { return graph_->Job("sagemaker/" + NameOf(arn)); }
  Witness WitnessOf(const std::string& arn) {
    return entities_[arn].kind == Kind::kTrialComponent ? OBSERVED : DECLARED;
  }

  int AssetOf(const std::string& arn) {
    const auto [known, fresh] = assets_.try_emplace(arn, -1);
    if (!fresh) return known->second;
    const Entity& entity = entities_[arn];
    int at = -1;
    if (!entity.own.empty()) {
      const absl::StatusOr<int> own = AddOwnAsset(entity.own, {entity.file, entity.line}, graph_);
      if (own.ok()) return known->second = *own;
    }
    if (!entity.uri.empty() && entity.kind == Kind::kArtifact) {
      at = AssetOfUri(graph_, entity.uri);
    } else {
      // A context is a group of things: an endpoint, a model group. What was never described is
      // known by its ARN.
      at = graph_->Asset("sagemaker", entity.kind == Kind::kContext ? NameOf(arn) : arn);
    }
    const AssetKind kind = entity.type == "Model"     ? MODEL
                           : entity.type == "DataSet" ? DATASET
                           : entity.type == "Image"   ? CONFIG
                                                      : ASSET_KIND_UNSPECIFIED;
    if (kind != ASSET_KIND_UNSPECIFIED) graph_->SetKind(at, kind, /*inferred=*/false);
    if (!entity.digest.empty()) graph_->asset(at).mutable_properties()->set_digest(entity.digest);
    return known->second = at;
  }

  void Flow(int job, int from, int to, Confidence confidence, Witness witness,
            std::string_view note, Where where) {
    graph_->AddFlow(
        job, {.from = from, .to = to, .confidence = confidence, .witness = witness, .note = note},
        where);
  }

  GraphBuilder* graph_ = nullptr;
  std::map<std::string, Entity> entities_;  // by ARN
  std::vector<Association> associations_;
  std::map<std::string, int> assets_;  // by ARN
};

class Importer {
 public:
  Importer(const JsonStream* stream, GraphBuilder* graph)
      : stream_(stream), entities_(graph->Remember<Entities>()) {}

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "an answer of SageMaker is an object");
    const absl::StatusOr<bool> known =
        ReadLists<Importer>(root,
                            {{"AssociationSummaries", &Importer::Associated},
                             {"Edges", &Importer::Associated},
                             {"Vertices", &Importer::Vertex},
                             {"ArtifactSummaries", &Importer::Described},
                             {"ActionSummaries", &Importer::Described},
                             {"ContextSummaries", &Importer::Described},
                             {"TrialComponentSummaries", &Importer::Described}},
                            this);
    if (!known.ok()) return known.status();
    return *known ? absl::OkStatus() : Described(root);
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }

  absl::StatusOr<Kind> Known(JsonNode at, std::string_view arn) {
    const absl::StatusOr<Kind> kind = KindOf(arn);
    if (!kind.ok()) return Wrong(at, MessageOf(kind.status()));
    return kind;
  }

  absl::Status Associated(JsonNode one) {
    for (const std::string_view end : {"Source", "Destination"}) {
      const std::string_view arn = one[fmt::format("{}Arn", end)].Text();
      const absl::StatusOr<Kind> kind = Known(one, arn);
      if (!kind.ok()) return kind.status();
      Entity& entity = entities_->Of(arn, *kind);
      if (entity.name.empty()) entity.name = one[fmt::format("{}Name", end)].Text();
      if (entity.type.empty()) entity.type = one[fmt::format("{}Type", end)].Text();
    }
    entities_->Add({std::string(one["SourceArn"].Text()), std::string(one["DestinationArn"].Text()),
                    std::string(one["AssociationType"].Text()), stream_->name(), one.Line()});
    return absl::OkStatus();
  }

  absl::Status Vertex(JsonNode vertex) {
    const absl::StatusOr<Kind> kind = Known(vertex, vertex["Arn"].Text());
    if (!kind.ok()) return kind.status();
    Entity& entity = entities_->Of(vertex["Arn"].Text(), *kind);
    if (entity.type.empty()) entity.type = vertex["Type"].Text();
    return absl::OkStatus();
  }

  absl::Status Described(JsonNode root) {
    for (const std::string_view what : {"Artifact", "Action", "Context", "TrialComponent"}) {
      const std::string_view arn = root[fmt::format("{}Arn", what)].Text();
      if (arn.empty()) continue;
      const absl::StatusOr<Kind> kind = Known(root, arn);
      if (!kind.ok()) return kind.status();
      Entity& entity = entities_->Of(arn, *kind);
      // A summary says less than a description, whichever comes first.
      const auto take = [](std::string_view text, std::string* to) {
        if (!text.empty()) *to = text;
      };
      take(root[fmt::format("{}Name", what)].Text(), &entity.name);
      take(root[fmt::format("{}Type", what)].Text(), &entity.type);
      take(root["Description"].Text(), &entity.description);
      take(root["Source"]["SourceUri"].Text(), &entity.uri);
      entity.file = stream_->name();
      entity.line = root.Line();
      for (const JsonNode id : root["Source"]["SourceTypes"]) {
        if (id["Value"].Text().starts_with("sha256:")) entity.digest = id["Value"].Text();
      }
      for (const auto& [list, to] : {std::pair("InputArtifacts", &entity.inputs),
                                     std::pair("OutputArtifacts", &entity.outputs)}) {
        for (const JsonNode one : root[list]) {
          if (!one["Value"].Text().empty()) to->emplace_back(one["Value"].Text());
        }
      }
      return Own(root, &entity);
    }
    if (root.Empty()) return absl::OkStatus();
    return Wrong(root, "neither associations, lineage nor the description of an entity");
  }

  absl::Status Own(JsonNode root, Entity* entity) {
    std::string own;
    for (size_t i = 0; i < kMaxProperties; ++i) {
      const JsonNode part = root["Properties"][fmt::format("{}{:02}", kProperty, i)];
      if (!part.IsString()) break;
      own += part.Text();
    }
    if (own.empty()) return absl::OkStatus();
    entity->own = std::move(own);
    // Said here, where it has a line; what it says is added at the end.
    GraphBuilder probe("");
    const Where where{stream_->name(), root.Line()};
    return IsJob(entity->kind) ? AddOwnForm(entity->own, where, &probe)
                               : AddOwnAsset(entity->own, where, &probe).status();
  }

  const JsonStream* stream_;
  Entities* entities_;
};

class Exporter {
 public:
  explicit Exporter(const ExportInput& input) : input_(input), lineage_(input.lineage) {}

  // In order: {"operation", "as", "request"}.
  absl::StatusOr<std::vector<Json>> Requests() {
    Request("CreateContext", Ref("context", input_.options.job_namespace),
            {{"ContextName", Plain(input_.options.job_namespace)},
             {"Source", {{"SourceUri", input_.options.job_namespace}, {"SourceType", "Pedigree"}}},
             {"ContextType", "Pipeline"}});
    for (size_t i = 0; i < lineage_.jobs().size(); ++i) {
      const int job = static_cast<int>(i);
      const Touched touched = TouchedBy(input_, job);
      for (const auto* list : {&touched.reads, &touched.writes}) {
        for (const int asset : *list) {
          if (artifacts_.insert(asset).second) Artifact(asset);
        }
      }
      if (lineage_.jobs()[i].name != kAliasJob && touched.reads.size() + touched.writes.size() > 0)
        touched_[job] = touched;
    }
    if (touched_.empty())
      return absl::InvalidArgumentError("no job of the graph reads or writes what is exported");
    for (const auto& [job, _] : touched_) Action(job);
    for (const auto& [job, touched] : touched_) Associations(job, touched);
    for (const Lineage::Link& link : lineage_.Links()) {
      if (artifacts_.contains(link.from) && artifacts_.contains(link.to) && link.from != link.to)
        Associate(OfAsset(link.from), OfAsset(link.to),
                  lineage_.jobs()[link.job].name == kAliasJob ? "SameAs" : "DerivedFrom");
    }
    return std::move(requests_);
  }

 private:
  // Names are of letters, digits and hyphens.
  static std::string Plain(std::string_view name) { return PlainName(name, 120, "-"); }
  static std::string Ref(std::string_view kind, std::string_view name) {
    return fmt::format("{}/{}", kind, Plain(name));
  }
  std::string OfAsset(int at) const { return Ref("artifact", AssetText(lineage_.assets()[at])); }
  std::string OfJob(int at) const { return Ref("action", lineage_.jobs()[at].name); }

  void Request(std::string_view operation, const std::string& as, Json request) {
    Json line;
    line["operation"] = operation;
    if (!as.empty()) line["as"] = as;
    line["request"] = std::move(request);
    requests_.push_back(std::move(line));
  }

  static Json Properties(const std::string& form) {
    const std::string text = Json::parse(form).dump(-1, ' ', /*ensure_ascii=*/true);
    Json properties = Json::object();
    if (text.size() > kPropertySize * kMaxProperties) return properties;
    for (size_t at = 0; at < text.size(); at += kPropertySize)
      properties[fmt::format("{}{:02}", kProperty, properties.size())] =
          text.substr(at, kPropertySize);
    return properties;
  }

  Json Metadata() const {
    Json metadata = {{"GeneratedBy", "pedigree"}};
    if (!input_.options.version.empty()) metadata["CommitId"] = input_.options.version;
    if (!input_.options.source_url.empty()) metadata["Repository"] = input_.options.source_url;
    return metadata;
  }

  void Artifact(int at) {
    const Lineage::Asset& asset = lineage_.assets()[at];
    const std::string_view type = asset.kind == MODEL                            ? "Model"
                                  : asset.kind == DATASET || asset.kind == TABLE ? "DataSet"
                                                                                 : Name(asset.kind);
    // "s3://bucket/key"; a file's path alone.
    Json source = {{"SourceUri", AssetText(asset).substr(0, 2048)}};
    if (!asset.properties.digest().empty())
      source["SourceTypes"] =
          Json::array({Json{{"SourceIdType", "Custom"}, {"Value", asset.properties.digest()}}});
    Request("CreateArtifact", OfAsset(at),
            {{"ArtifactName", Plain(AssetText(asset))},
             {"Source", source},
             {"ArtifactType", type},
             {"Properties", Properties(OwnForm(asset))},
             {"MetadataProperties", Metadata()}});
  }

  void Action(int at) {
    const Lineage::Job& job = lineage_.jobs()[at];
    Json request = {{"ActionName", Plain(job.name)},
                    {"Source", {{"SourceUri", job.name.substr(0, 2048)}, {"SourceType", "CPP"}}},
                    {"ActionType", "CPP"},
                    {"Status", Status(job.name)}};
    if (!job.declaration.description().empty())
      request["Description"] = job.declaration.description().substr(0, 3072);
    request["Properties"] = Properties(OwnForm(input_, at));
    request["MetadataProperties"] = Metadata();
    Request("CreateAction", OfJob(at), std::move(request));
  }

  // What the last of its runs that are given came to.
  std::string_view Status(const std::string& job) const {
    std::string_view status = "Unknown";
    for (const Observed& run : input_.runs) {
      if (run.ledger->run().job() == job)
        status = StateOf(run, "InProgress", "Completed", "Failed");
    }
    return status;
  }

  void Associations(int job, const Touched& touched) {
    for (const int asset : touched.reads) Associate(OfAsset(asset), OfJob(job), "ContributedTo");
    for (const int asset : touched.writes) Associate(OfJob(job), OfAsset(asset), "Produced");
    Associate(OfJob(job), Ref("context", input_.options.job_namespace), "AssociatedWith");
  }

  void Associate(const std::string& from, const std::string& to, std::string_view type) {
    // A pair has one.
    if (pairs_.insert({from, to}).second)
      Request("AddAssociation", "",
              {{"SourceArn", from}, {"DestinationArn", to}, {"AssociationType", type}});
  }

  const ExportInput& input_;
  const Lineage& lineage_;
  std::vector<Json> requests_;
  std::map<int, Touched> touched_;  // by job
  std::set<int> artifacts_;
  std::set<std::pair<std::string, std::string>> pairs_;
};

}  // namespace

absl::Status ImportSageMaker(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadDocuments<Importer>(path, graph);
}

Documents ExportSageMaker(const ExportInput& input) {
  const auto requests = Exporter(input).Requests();
  if (!requests.ok()) return requests.status();
  return std::vector<Document>{{"sagemaker_lineage.jsonl", JsonLines(*requests)}};
}

namespace {

class Service {
 public:
  Service(const std::string& url, Sender* sender) : url_(url), sender_(sender) {}

  // The answer; none where there is such an entity or association already.
  absl::StatusOr<std::optional<Json>> Call(const std::string& operation, const Json& body) {
    Request request;
    request.url = UrlBelow(url_, "");
    request.content_type = "application/x-amz-json-1.1";
    request.headers = {"X-Amz-Target: SageMaker." + operation};
    request.body = Dump(body);
    request.what = operation;
    const absl::StatusOr<Response> response = sender_->Send(request, /*also=*/{400});
    if (!response.ok()) return response.status();
    if (response->status == 400) {
      if (response->body.find("ResourceInUse") != std::string::npos ||
          response->body.find("already exists") != std::string::npos)
        return std::nullopt;
      return sender_->Refused(request, *response);
    }
    const Json answer = Json::parse(response->body, nullptr, /*allow_exceptions=*/false);
    if (!answer.is_object())
      return absl::InvalidArgumentError(
          fmt::format("{}: {}: the answer is no JSON object", MaskSecrets(url_), operation));
    return answer;
  }

  // The ARN of what was created, or was there.
  absl::StatusOr<std::string> Create(const std::string& operation, const Json& request) {
    const std::string what = operation.substr(6);  // "Artifact"
    absl::StatusOr<std::optional<Json>> answer = Call(operation, request);
    if (answer.ok() && !answer->has_value()) {
      if (what != "Artifact") {
        answer = Call("Describe" + what, {{what + "Name", request[what + "Name"]}});
      } else {
        answer = Call("ListArtifacts", {{"SourceUri", request["Source"]["SourceUri"]}});
        if (answer.ok() && answer->has_value() && (**answer)["ArtifactSummaries"].is_array() &&
            !(**answer)["ArtifactSummaries"].empty()) {
          const Json first = (**answer)["ArtifactSummaries"][0];
          answer = std::optional<Json>(first);
        }
      }
    }
    if (!answer.ok()) return answer.status();
    const std::string key = what + "Arn";
    if (!answer->has_value() || !(**answer).is_object() || !(**answer)[key].is_string())
      return absl::InvalidArgumentError(
          fmt::format("{}: {}: the answer has no {}", MaskSecrets(url_), operation, key));
    return (**answer)[key].get<std::string>();
  }

 private:
  const std::string& url_;
  Sender* sender_;
};

}  // namespace

// One after the other, since an association needs the ARNs that the entities' answers have.
absl::StatusOr<std::string> SendSageMaker(const ExportInput& input, const std::string& url,
                                          Sender* sender) {
  const auto requests = Exporter(input).Requests();
  if (!requests.ok()) return requests.status();
  Service service(url, sender);
  std::map<std::string, std::string> arns;
  size_t entities = 0, associations = 0;
  for (const Json& said : *requests) {
    const std::string operation = said["operation"];
    Json request = said["request"];
    if (operation == "AddAssociation") {
      for (const char* end : {"SourceArn", "DestinationArn"})
        request[end] = arns[request[end].get<std::string>()];
      if (const auto answer = service.Call(operation, request); !answer.ok())
        return answer.status();
      ++associations;
      continue;
    }
    const absl::StatusOr<std::string> arn = service.Create(operation, request);
    if (!arn.ok()) return arn.status();
    arns[said["as"].get<std::string>()] = *arn;
    ++entities;
  }
  return fmt::format("{} and {}", Count(entities, "entity", "entities"),
                     Count(associations, "association"));
}

}  // namespace pedigree::interop
