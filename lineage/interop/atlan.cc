// Atlan: entities as its bulk endpoint takes them, and its answers about lineage.
// docs/interop/atlan.md says what becomes what. Atlan takes the OpenLineage export as well.
//
// An entity goes by its qualified name, "default/snowflake/1690000000/DB/SCHEMA/TABLE": its
// connection, then its name there. Ours are "CONNECTION/NAMESPACE/NAME". Answers come in pages, and
// name by GUID what another page has: everything is put together when all was read.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lineage/interop/json_reader.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Before the job's name in the qualified name of a process.
constexpr std::string_view kProcess = "process/";

std::string Connection(const Options& options) {
  return options.job_namespace.find('/') != std::string::npos
             ? options.job_namespace
             : "default/api/" + options.job_namespace;
}

// A part of a qualified name, in which no "/" may stand.
std::string Escaped(std::string_view part) {
  std::string text;
  for (const char c : part) text += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
  return text;
}
std::string Unescaped(std::string_view part) {
  std::string text;
  for (size_t i = 0; i < part.size(); ++i) {
    const std::string_view code = part.substr(i, 3);
    if (code == "%2F" || code == "%25") {
      text += code == "%2F" ? '/' : '%';
      i += 2;
    } else {
      text += part[i];
    }
  }
  return text;
}

bool IsProcess(std::string_view type) { return type.ends_with("Process"); }
bool IsColumn(std::string_view type) {
  return type.ends_with("Column") || type == "SalesforceField";
}

AssetKind KindOf(std::string_view type) {
  if (type == "AIModel" || type == "AIModelVersion" || type.ends_with("AIModelVersion") ||
      type == "SageMakerUnifiedStudioAssetModel")
    return MODEL;
  if (type.ends_with("Topic")) return STREAM;
  for (const std::string_view table :
       {"Table", "View", "MaterialisedView", "DbtModel", "DbtSource"}) {
    if (type.ends_with(table)) return TABLE;
  }
  for (const std::string_view data : {"S3Object", "File", "ADLSObject", "GCSObject", "DataSet"}) {
    if (type == data) return DATASET;
  }
  return ASSET_KIND_UNSPECIFIED;
}

struct Entity {
  std::string type, name, qualified, owner, description;
  std::string data_type;                     // of a column
  std::vector<std::string> inputs, outputs;  // keys of entities, of a process
  std::string parent;                        // key of a ColumnProcess's process
  std::string file;
  uint32_t line = 0;
};

// By GUID where there is one, else by qualified name.
class Entities : public GraphBuilder::Memory {
 public:
  void SetConnection(const std::string& connection) { connection_ = connection; }
  Entity& Of(const std::string& key) { return entities_[key]; }
  void Alias(const std::string& guid, const std::string& qualified) {
    by_name_.try_emplace(qualified, guid);
  }
  void Relate(std::string from, std::string process, std::string to, Where where) {
    relations_.push_back(
        {std::move(from), std::move(process), std::move(to), std::string(where.file), where.line});
  }

  void Finish(GraphBuilder* graph) override {
    graph_ = graph;
    // Who stands between whom, as lineage graphs have it.
    for (const Relation& relation : relations_) {
      if (relation.process.empty()) continue;
      Entity& process = entities_[Key(relation.process)];
      if (process.type.empty()) process.type = "Process";
      if (process.file.empty()) {
        process.file = relation.file;
        process.line = relation.line;
      }
      if (process.qualified.empty()) process.qualified = relation.process;
      process.inputs.push_back(relation.from);
      process.outputs.push_back(relation.to);
    }
    for (const auto& [key, entity] : entities_) {
      if (IsColumn(entity.type)) {
        if (const auto [table, column] = EndOf(key); entity.data_type.empty()) {
          graph_->AddColumn(table, column);
        } else {
          graph_->SetColumnType(table, column, entity.data_type);
        }
      }
      // A model is there in its versions.
      if (!IsProcess(entity.type) && !IsColumn(entity.type) && !entity.type.empty() &&
          entity.type != "AIModel")
        AssetOf(key);
    }
    // Columns first: what they say of two assets is more than that one is made of the other.
    for (const bool columns : {true, false}) {
      for (const auto& [key, entity] : entities_) {
        if (IsProcess(entity.type) && entity.type.ends_with("ColumnProcess") == columns)
          Process(key, entity);
      }
    }
    for (const Relation& relation : relations_) {
      if (!relation.process.empty()) continue;
      const auto [from, from_column] = EndOf(relation.from);
      const auto [to, to_column] = EndOf(relation.to);
      if (from == to || seen_.contains({from, to})) continue;
      graph_->AddFlow(graph_->Job("atlan/lineage"),
                      {.from = from,
                       .to = to,
                       .from_column = from_column,
                       .to_column = to_column,
                       .note = "lineage"},
                      {relation.file, relation.line});
    }
  }

 private:
  struct Relation {
    std::string from, process, to, file;
    uint32_t line;
  };

  const std::string& Key(const std::string& key) const {
    const auto it = by_name_.find(key);
    return it == by_name_.end() ? key : it->second;
  }
  // What of an entity is its qualified name; what was never described is known by its key alone.
  std::string_view Qualified(const std::string& key) const {
    const auto it = entities_.find(Key(key));
    return it == entities_.end() || it->second.qualified.empty() ? std::string_view(key)
                                                                 : it->second.qualified;
  }
  std::string_view TypeOf(const std::string& key) const {
    const auto it = entities_.find(Key(key));
    return it == entities_.end() ? "" : std::string_view(it->second.type);
  }
  // The rest of our qualified names; empty for others'.
  std::string_view Ours(std::string_view qualified) const {
    if (!qualified.starts_with(connection_ + "/")) return {};
    return qualified.substr(connection_.size() + 1);
  }

  int Named(std::string_view qualified) {
    if (const std::string_view ours = Ours(qualified); !ours.empty()) {
      const size_t slash = ours.find('/');
      if (slash != std::string_view::npos)
        return graph_->Asset(Unescaped(ours.substr(0, slash)), Unescaped(ours.substr(slash + 1)));
    }
    // TENANT/CONNECTOR/NUMBER, then the name there.
    size_t end = 0;
    for (int i = 0; i < 3 && end != std::string_view::npos; ++i)
      end = qualified.find('/', i == 0 ? 0 : end + 1);
    if (end == std::string_view::npos) return graph_->Asset("atlan", qualified);
    std::string name(qualified.substr(end + 1));
    // Databases' names have dots.
    std::replace(name.begin(), name.end(), '/', '.');
    return graph_->Asset(fmt::format("atlan/{}", qualified.substr(0, end)), name);
  }

  int AssetOf(const std::string& key) {
    const int at = Named(Qualified(key));
    const auto it = entities_.find(Key(key));
    if (it == entities_.end()) return at;
    const Entity& entity = it->second;
    if (const AssetKind kind = KindOf(entity.type); kind != ASSET_KIND_UNSPECIFIED)
      graph_->SetKind(at, kind, /*inferred=*/false);
    graph_->Describe(at, entity.owner, entity.description);
    AddWitness(DECLARED, &graph_->asset(at));
    return at;
  }

  // A column is the last part of its qualified name.
  std::pair<int, std::string> EndOf(const std::string& key) {
    const std::string_view qualified = Qualified(key);
    const size_t slash = qualified.rfind('/');
    if (!IsColumn(TypeOf(key)) || slash == std::string_view::npos) return {AssetOf(key), ""};
    return {Named(qualified.substr(0, slash)), Unescaped(qualified.substr(slash + 1))};
  }

  int JobOf(const Entity& process) {
    // All of one process of ours, of whichever output, is the job's.
    if (const std::string_view ours = Ours(process.qualified); ours.starts_with(kProcess)) {
      const std::string_view name = ours.substr(kProcess.size());
      return graph_->Job(Unescaped(name.substr(0, name.find('/'))));
    }
    const auto parent = entities_.find(Key(process.parent));
    const Entity& named =
        process.parent.empty() || parent == entities_.end() ? process : parent->second;
    const int job = graph_->Job(fmt::format("atlan/{}", named.qualified));
    if (!named.name.empty()) graph_->job(job).mutable_declaration()->set_description(named.name);
    return job;
  }

  void Process(const std::string& key, const Entity& process) {
    const int job = JobOf(process);
    const Where where{process.file, process.line};
    for (const std::string& from_key : process.inputs) {
      const auto [from, from_column] = EndOf(from_key);
      graph_->Touch(job, SiteUse::READS, from, DECLARED, where);
      for (const std::string& to_key : process.outputs) {
        const auto [to, to_column] = EndOf(to_key);
        seen_.insert({from, to});
        if (from_column.empty() && to_column.empty() && graph_->HasFlow(job, from, to)) continue;
        // Of several outputs it is not said which is made of what.
        const bool one = process.outputs.size() == 1;
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .from_column = from_column,
                         .to_column = to_column,
                         .confidence = one ? MODELED : ASSUMED,
                         .note = process.type},
                        where);
      }
    }
    for (const std::string& to_key : process.outputs)
      graph_->Touch(job, SiteUse::WRITES, EndOf(to_key).first, DECLARED, where);
  }

  GraphBuilder* graph_ = nullptr;
  std::string connection_;
  std::map<std::string, Entity> entities_;
  std::map<std::string, std::string> by_name_;  // GUID by qualified name
  std::vector<Relation> relations_;
  std::set<std::pair<int, int>> seen_;
};

class Importer {
 public:
  Importer(const JsonStream* stream, const Options& options, GraphBuilder* graph)
      : stream_(stream), entities_(graph->Remember<Entities>()) {
    entities_->SetConnection(Connection(options));
  }

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "an answer of Atlan is an object");
    bool known = false;
    for (const std::string_view list :
         {"entities", "assets", "guidEntityMap", "referredEntities"}) {
      if (!root[list].IsObject() && !root[list].IsArray()) continue;
      known = true;
      for (const JsonNode entity : root[list]) {
        if (absl::Status status = OfEntity(entity); !status.ok()) return status;
      }
    }
    if (root["relations"].IsArray()) {
      known = true;
      for (const JsonNode relation : root["relations"]) {
        const std::string_view from = relation["fromEntityId"].Text(),
                               to = relation["toEntityId"].Text();
        if (from.empty() || to.empty()) return Wrong(relation, "a relation lacks one of its ends");
        entities_->Relate(std::string(from), std::string(relation["processId"].Text()),
                          std::string(to), At(relation));
      }
    }
    if (root["entity"].IsObject()) return OfEntity(root["entity"]);
    if (root["typeName"]) return OfEntity(root);
    // A search that found nothing has no list.
    if (!known && !root["entityCount"])
      return Wrong(root, "neither entities nor relations of Atlan");
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }
  Where At(JsonNode node) const { return {stream_->name(), node.Line()}; }

  // What an entity is known by; empty if by nothing.
  static std::string KeyOf(JsonNode node) {
    std::string_view name = node["uniqueAttributes"]["qualifiedName"].Text();
    if (name.empty()) name = node["attributes"]["qualifiedName"].Text();
    if (name.empty()) name = node["qualifiedName"].Text();
    const std::string_view guid = node["guid"].Text();
    // A GUID that begins with "-" is made up for one request alone.
    return std::string(guid.empty() || guid.starts_with("-") ? name : guid);
  }

  // Also where all that is said is that there is such a thing.
  absl::StatusOr<std::string> Refer(JsonNode node) {
    const std::string key = KeyOf(node);
    if (key.empty()) return Wrong(node, "an entity has neither guid nor qualifiedName");
    Entity& entity = entities_->Of(key);
    const auto take = [](std::string_view text, std::string* to) {
      if (!text.empty()) *to = text;
    };
    take(node["typeName"].Text(), &entity.type);
    take(node["qualifiedName"].Text(), &entity.qualified);
    take(node["uniqueAttributes"]["qualifiedName"].Text(), &entity.qualified);
    take(node["attributes"]["qualifiedName"].Text(), &entity.qualified);
    if (!entity.qualified.empty()) entities_->Alias(key, entity.qualified);
    return key;
  }

  absl::Status References(JsonNode list, std::vector<std::string>* keys) {
    for (const JsonNode one : list) {
      const absl::StatusOr<std::string> key = Refer(one);
      if (!key.ok()) return key.status();
      if (std::find(keys->begin(), keys->end(), *key) == keys->end()) keys->push_back(*key);
    }
    return absl::OkStatus();
  }

  absl::Status OfEntity(JsonNode node) {
    if (!node.IsObject()) return Wrong(node, "an entity is an object");
    if (node["typeName"].Text().empty()) return Wrong(node, "an entity has no typeName");
    const absl::StatusOr<std::string> key = Refer(node);
    if (!key.ok()) return key.status();
    const JsonNode attributes = node["attributes"];
    std::vector<std::string> inputs, outputs, upstream, downstream;
    for (const auto& [list, keys] :
         {std::pair(attributes["inputs"], &inputs), std::pair(attributes["outputs"], &outputs),
          std::pair(node["relationshipAttributes"]["inputs"], &inputs),
          std::pair(node["relationshipAttributes"]["outputs"], &outputs),
          std::pair(node["immediateUpstream"], &upstream),
          std::pair(node["immediateDownstream"], &downstream)}) {
      if (absl::Status status = References(list, keys); !status.ok()) return status;
    }
    std::string parent;
    if (const JsonNode process = attributes["process"]; process.IsObject()) {
      const absl::StatusOr<std::string> of = Refer(process);
      if (!of.ok()) return of.status();
      parent = *of;
    }
    Entity& entity = entities_->Of(*key);
    entity.name = attributes["name"].Text();
    entity.data_type = attributes["dataType"].Text();
    entity.file = stream_->name();
    entity.line = node.Line();
    if (!inputs.empty()) entity.inputs = inputs;
    if (!outputs.empty()) entity.outputs = outputs;
    if (!parent.empty()) entity.parent = parent;
    for (const JsonNode owner : attributes["ownerUsers"]) {
      if (entity.owner.empty()) entity.owner = owner.Text();
    }
    entity.description = attributes["userDescription"].Text().empty()
                             ? attributes["description"].Text()
                             : attributes["userDescription"].Text();
    // A process next to an asset says it of itself, with all its inputs and outputs.
    if (IsProcess(entity.type)) return absl::OkStatus();
    for (const std::string& from : upstream) {
      if (!IsProcess(entities_->Of(from).type)) entities_->Relate(from, "", *key, At(node));
    }
    for (const std::string& to : downstream) {
      if (!IsProcess(entities_->Of(to).type)) entities_->Relate(*key, "", to, At(node));
    }
    return absl::OkStatus();
  }

  const JsonStream* stream_;
  Entities* entities_;
};

class Exporter {
 public:
  explicit Exporter(const ExportInput& input)
      : input_(input), connection_(Connection(input.options)) {}

  // What others name comes first.
  absl::StatusOr<Json> Entities() {
    entities_ = Json::array();
    // A process has one output here, so that it says which inputs that is made of.
    std::map<std::pair<int, int>, std::vector<int>> outputs;  // by job and output: edges
    for (size_t i = 0; i < input_.lineage.edges().size(); ++i) {
      const Lineage::Edge& edge = input_.lineage.edges()[i];
      const int from = input_.lineage.FromAsset(edge), to = input_.lineage.ToAsset(edge);
      if (Exported(input_, from) && Exported(input_, to))
        outputs[{input_.lineage.JobOf(edge), to}].push_back(static_cast<int>(i));
    }
    for (const Lineage::Edge& edge : input_.lineage.edges()) {
      columns_[input_.lineage.FromAsset(edge)].insert(edge.from_column);
      columns_[input_.lineage.ToAsset(edge)].insert(edge.to_column);
    }
    std::set<int> assets;
    for (const auto& [key, edges] : outputs) {
      for (const int at : edges)
        assets.insert({input_.lineage.FromAsset(input_.lineage.edges()[at]), key.second});
    }
    for (const int at : assets) Asset(at);
    for (const auto& [key, edges] : outputs) Process(key.first, key.second, edges);
    if (entities_.empty()) return absl::InvalidArgumentError("the graph has no flow to export");
    return std::move(entities_);
  }

 private:
  const Lineage::Asset& Of(int at) const { return input_.lineage.assets()[at]; }

  std::string QualifiedName(int at) const {
    const Lineage::Asset& asset = Of(at);
    std::string name = asset.name;
    if (asset.job_local) name += " of " + asset.job;
    return fmt::format("{}/{}/{}", connection_,
                       Escaped(asset.name_space.empty() ? "file" : asset.name_space),
                       Escaped(name));
  }
  std::string_view Type(int at) const {
    const Lineage::Asset& asset = Of(at);
    if (asset.kind == MODEL) return "AIModelVersion";
    if (asset.kind == TABLE) return "Table";
    if (asset.kind == STREAM && asset.name_space.starts_with("kafka")) return "KafkaTopic";
    if (asset.name_space.starts_with("s3")) return "S3Object";
    return "File";
  }
  static Json Reference(std::string_view type, const std::string& qualified) {
    return {{"typeName", type}, {"uniqueAttributes", {{"qualifiedName", qualified}}}};
  }
  Json Reference(int at) const { return Reference(Type(at), QualifiedName(at)); }
  Json ColumnReference(int at, std::string_view column) const {
    return Reference("Column", fmt::format("{}/{}", QualifiedName(at), Escaped(column)));
  }

  Json& Entity(std::string_view type, const std::string& name, const std::string& qualified) {
    Json entity;
    entity["typeName"] = type;
    entity["attributes"] = {{"name", name},
                            {"qualifiedName", qualified},
                            {"connectionQualifiedName", connection_},
                            {"connectorName", Connector()}};
    entities_.push_back(std::move(entity));
    return entities_.back()["attributes"];
  }
  std::string Connector() const {
    const size_t first = connection_.find('/'), second = connection_.find('/', first + 1);
    return connection_.substr(first + 1, second - first - 1);
  }

  void Asset(int at) {
    const Lineage::Asset& asset = Of(at);
    const std::string name = AssetText(asset), qualified = QualifiedName(at);
    if (asset.kind == MODEL) {
      // A version is of a model; of ours there is one.
      Json& model = Entity("AIModel", name, qualified + "/model");
      model["aiModelStatus"] = "ACTIVE";
    }
    Json& said = Entity(Type(at), name, qualified);
    if (asset.kind == MODEL) {
      said["aiModelQualifiedName"] = qualified + "/model";
      said["aiModel"] = Reference("AIModel", qualified + "/model");
    }
    if (!asset.properties.description().empty())
      said["userDescription"] = asset.properties.description();
    if (!asset.properties.owner().empty()) said["ownerUsers"] = {asset.properties.owner()};
    if (asset.kind != TABLE) return;
    std::set<std::string>& columns = columns_[at];
    columns.insert(asset.columns.begin(), asset.columns.end());
    columns.erase("");
    int order = 0;
    for (const std::string& column : columns) {
      Json& of = Entity("Column", column, fmt::format("{}/{}", qualified, Escaped(column)));
      of["order"] = ++order;
      of["table"] = Reference(at);
      for (const Properties::Column& known : asset.properties.column()) {
        if (known.name() == column && !known.type().empty()) of["dataType"] = known.type();
      }
    }
  }

  void Process(int job, int to, const std::vector<int>& edges) {
    const std::string& name = input_.lineage.jobs()[job].name;
    const std::string qualified =
        fmt::format("{}/{}{}/{}", connection_, kProcess, Escaped(name), Escaped(QualifiedName(to)));
    std::set<int> inputs;
    std::map<std::string, std::set<std::pair<int, std::string>>> columns;  // by the output's
    for (const int at : edges) {
      const Lineage::Edge& edge = input_.lineage.edges()[at];
      const int from = input_.lineage.FromAsset(edge);
      inputs.insert(from);
      // Atlan has columns of tables.
      if (!edge.from_column.empty() && !edge.to_column.empty() && Of(from).kind == TABLE &&
          Of(to).kind == TABLE)
        columns[edge.to_column].insert({from, edge.from_column});
    }
    Json& process = Entity("Process", name, qualified);
    process["inputs"] = Json::array();
    for (const int from : inputs) process["inputs"].push_back(Reference(from));
    process["outputs"] = Json::array({Reference(to)});
    const auto& said = input_.lineage.jobs()[job].declaration;
    if (!said.description().empty()) process["userDescription"] = said.description();
    if (!said.owner().empty()) process["ownerUsers"] = {said.owner()};
    for (const auto& [column, sources] : columns) {
      Json& of = Entity("ColumnProcess", name, fmt::format("{}/{}", qualified, Escaped(column)));
      of["inputs"] = Json::array();
      for (const auto& [from, source] : sources)
        of["inputs"].push_back(ColumnReference(from, source));
      of["outputs"] = Json::array({ColumnReference(to, column)});
      of["process"] = Reference("Process", qualified);
    }
  }

  const ExportInput& input_;
  std::string connection_;
  std::map<int, std::set<std::string>> columns_;  // by asset: those that flows name
  Json entities_;
};

}  // namespace

absl::Status ImportAtlan(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadDocuments<Importer>(path, options, graph);
}

Documents ExportAtlan(const ExportInput& input) {
  absl::StatusOr<Json> entities = Exporter(input).Entities();
  if (!entities.ok()) return entities.status();
  Json document;
  document["entities"] = *std::move(entities);
  return std::vector<Document>{{"entities.json", Dump(document, 1) + "\n"}};
}

// A few entities at a time, as Atlan asks for. What is there already is brought up to date.
absl::StatusOr<std::string> SendAtlan(const ExportInput& input, const std::string& url,
                                      Sender* sender) {
  constexpr size_t kBatch = 20;
  const absl::StatusOr<Json> entities = Exporter(input).Entities();
  if (!entities.ok()) return entities.status();
  Request request;
  request.url = UrlBelow(url, "api/meta/entity/bulk");
  for (size_t at = 0; at < entities->size(); at += kBatch) {
    Json body;
    for (size_t i = at; i < std::min(at + kBatch, entities->size()); ++i)
      body["entities"].push_back((*entities)[i]);
    request.body = Dump(body);
    request.what = fmt::format("entities from {} on", at + 1);
    if (absl::Status status = sender->Send(request).status(); !status.ok()) return status;
  }
  return Count(entities->size(), "entity", "entities");
}

}  // namespace pedigree::interop
