// Unity Catalog: rows of system.access.table_lineage and column_lineage, external lineage and
// external metadata, and the objects that its REST API lists. docs/interop/unity.md says what
// becomes what.
#include <fmt/format.h>

#include <map>
#include <set>

#include "lineage/interop/exporting.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/own_form.h"
#include "lineage/interop/systems.h"
#include "lineage/interop/table_reader.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

constexpr char kProperty[] = "pedigree";
constexpr char kMetadataPath[] = "/api/2.0/lineage-tracking/external-metadata";
constexpr char kLineagePath[] = "/api/2.0/lineage-tracking/external-lineage";

std::string Space(const Options& options) {
  return options.asset_namespace.empty() ? "unity" : options.asset_namespace;
}

// External metadata that one file describes and another one's lineage names.
class External : public GraphBuilder::Memory {
 public:
  struct End {
    int asset = -1;
    std::string external;  // or its name
  };
  struct Relation {
    End from, to;
    std::vector<std::pair<std::string, std::string>> columns;
    std::string file;
    uint32_t line;
  };

  void Know(std::string_view name, int asset) { known_[std::string(name)] = asset; }
  void Add(Relation relation) { relations_.push_back(std::move(relation)); }

  void Finish(GraphBuilder* graph) override {
    for (const Relation& relation : relations_) {
      const int job = graph->Job("unity/external-lineage");
      GraphBuilder::Flow flow{.from = Asset(graph, relation.from),
                              .to = Asset(graph, relation.to),
                              .note = "external lineage"};
      graph->AddFlow(job, flow, {relation.file, relation.line});
      for (const auto& [from, to] : relation.columns) {
        flow.from_column = from;
        flow.to_column = to;
        graph->AddFlow(job, flow, {relation.file, relation.line});
      }
    }
  }

 private:
  int Asset(GraphBuilder* graph, const End& end) const {
    if (end.asset >= 0) return end.asset;
    const auto it = known_.find(end.external);
    return it != known_.end() ? it->second : graph->Asset("unity-external", end.external);
  }

  std::map<std::string, int> known_;
  std::vector<Relation> relations_;
};

class Importer {
 public:
  Importer(const std::string& path, const Options& options, GraphBuilder* graph)
      : path_(path),
        space_(Space(options)),
        graph_(graph),
        external_(graph->Remember<External>()) {}

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "what Unity Catalog writes is an object");
    // A request as we write it.
    if (root["method"] && root["body"].IsObject()) return Read(root["body"]);
    if (root.Empty()) return absl::OkStatus();  // the answer to a search that found nothing
    if (root["source"].IsObject() || root["target"].IsObject()) return Relation(root, root);
    if (root["system_type"] && root["entity_type"]) return Metadata(root);
    if (root["source_table_full_name"] || root["target_table_full_name"] || root["source_type"] ||
        root["target_type"]) {
      return Event([&](std::string_view key) { return root[key].Scalar(); }, At(root));
    }
    if (root["model_name"]) return Version(root);
    // One alone, as it is asked for by its name.
    if (root["catalog_name"] && root["schema_name"] && root["name"]) {
      if (root["table_type"]) return Table(root);
      if (root["volume_type"]) return Volume(root);
      if (root["storage_location"]) return Model(root);
    }
    const absl::StatusOr<bool> known =
        ReadLists<Importer>(root,
                            {{"external_lineage_relationships", &Importer::Listed},
                             {"external_metadata", &Importer::Metadata},
                             {"tables", &Importer::Table},
                             {"volumes", &Importer::Volume},
                             {"registered_models", &Importer::Model},
                             {"model_versions", &Importer::Version}},
                            this);
    if (!known.ok()) return known.status();
    if (!*known) return Wrong(root, "neither lineage, metadata nor objects of Unity Catalog");
    return absl::OkStatus();
  }

  // One row of the system tables. What is only read, or only written, has no other end.
  absl::Status Event(absl::FunctionRef<std::string_view(std::string_view)> get, Where where) {
    const int from =
        End(get("source_table_full_name"), get("source_path"), get("source_type"), where);
    const int to =
        End(get("target_table_full_name"), get("target_path"), get("target_type"), where);
    if (from < 0 && to < 0)
      return Wrong(where.line, "a row has neither a source nor a target with a name");
    const std::string_view type = get("entity_type"), id = get("entity_id");
    const int job = graph_->Job(
        fmt::format("unity/{}{}{}", type.empty() ? "query" : type, id.empty() ? "" : "/", id));
    if (from >= 0) graph_->Touch(job, SiteUse::READS, from, OBSERVED, where);
    if (to >= 0) graph_->Touch(job, SiteUse::WRITES, to, OBSERVED, where);
    if (from < 0 || to < 0) return absl::OkStatus();
    const std::string_view from_column = get("source_column_name"),
                           to_column = get("target_column_name");
    graph_->AddFlow(
        job,
        {.from = from,
         .to = to,
         .from_column = from_column,
         .to_column = to_column,
         .witness = OBSERVED,
         .note = from_column.empty() && to_column.empty() ? "table_lineage" : "column_lineage"},
        where);
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(uint32_t line, std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, line, what));
  }
  absl::Status Wrong(JsonNode at, std::string_view what) const { return Wrong(at.Line(), what); }
  Where At(JsonNode node) const { return {path_, node.Line()}; }

  int Named(std::string_view full_name, AssetKind kind) {
    const int at = graph_->Asset(space_, full_name);
    graph_->SetKind(at, kind, /*inferred=*/false);
    return at;
  }
  int Path(std::string_view url) {
    const int at = AssetOfUri(graph_, url);
    graph_->SetKind(at, DATASET, /*inferred=*/true);
    return at;
  }
  // A table may be named by where it lies, too.
  int End(std::string_view name, std::string_view path, std::string_view type, Where where) {
    if (name.empty() && path.empty()) return -1;
    if (name.empty() || type == "PATH") return path.empty() ? Path(name) : Path(path);
    const int table = Named(name, TABLE);
    if (!path.empty()) Locate(table, path, where);
    return table;
  }
  void Locate(int asset, std::string_view path, Where where) {
    graph_->Same(asset, AssetOfUri(graph_, path), where, "its location");
  }

  absl::Status Metadata(JsonNode root) {
    const std::string_view name = root["name"].Text();
    if (name.empty()) return Wrong(root, "external metadata has no name");
    int at;
    if (const JsonNode own = root["properties"][kProperty]; own.IsString()) {
      const absl::StatusOr<int> asset = AddOwnAsset(own.Text(), At(own), graph_);
      if (!asset.ok()) return asset.status();
      at = *asset;
    } else {
      at = graph_->Asset("unity-external", name);
      graph_->Describe(at, root["owner"].Text(), root["description"].Text());
      const std::string_view type = root["entity_type"].Text();
      graph_->SetKind(at, type == "TABLE" || type == "Table" ? TABLE : DATASET, /*inferred=*/true);
      AddWitness(DECLARED, &graph_->asset(at));
    }
    for (const JsonNode column : root["columns"]) graph_->AddColumn(at, column.Text());
    external_->Know(name, at);
    return absl::OkStatus();
  }

  absl::StatusOr<External::End> Object(JsonNode object) {
    if (const std::string_view name = object["table"]["name"].Text(); !name.empty())
      return External::End{Named(name, TABLE), ""};
    if (const std::string_view url = object["path"]["url"].Text(); !url.empty())
      return External::End{Path(url), ""};
    if (const std::string_view name = object["external_metadata"]["name"].Text(); !name.empty())
      return External::End{-1, std::string(name)};
    if (const JsonNode model = object["model_version"]; !model["name"].Text().empty())
      return External::End{
          Named(fmt::format("{}/{}", model["name"].Text(), model["version"].Scalar()), MODEL), ""};
    return Wrong(object, "an end of external lineage names nothing");
  }

  absl::Status Listed(JsonNode one) { return Relation(one["external_lineage_info"], one); }

  absl::Status Relation(JsonNode relation, JsonNode whole) {
    if (!relation["source"] || !relation["target"])
      return Wrong(whole, "external lineage has no source or no target");
    bool own = false;
    for (const JsonNode property : relation["properties"]) {
      if (!property.Key().starts_with(kProperty)) continue;
      if (absl::Status status = AddOwnForm(property.Text(), At(property), graph_); !status.ok())
        return status;
      own = true;
    }
    if (own) return absl::OkStatus();
    const absl::StatusOr<External::End> from = Object(relation["source"]);
    if (!from.ok()) return from.status();
    const absl::StatusOr<External::End> to = Object(relation["target"]);
    if (!to.ok()) return to.status();
    External::Relation made{*from, *to, {}, path_, whole.Line()};
    for (const JsonNode column : relation["columns"])
      made.columns.emplace_back(column["source"].Text(), column["target"].Text());
    external_->Add(std::move(made));
    return absl::OkStatus();
  }

  // "catalog.schema.name", or empty.
  std::string FullName(JsonNode object, std::string_view key) {
    if (const std::string_view name = object["full_name"].Text(); !name.empty())
      return std::string(name);
    const std::string_view catalog = object["catalog_name"].Text(),
                           schema = object["schema_name"].Text(), name = object[key].Text();
    if (catalog.empty() || schema.empty() || name.empty()) return "";
    return fmt::format("{}.{}.{}", catalog, schema, name);
  }

  absl::StatusOr<int> Listing(JsonNode object, std::string_view key, AssetKind kind,
                              std::string_view suffix) {
    const std::string name = FullName(object, key);
    if (name.empty()) return Wrong(object, "an object has no catalog, schema or name");
    const int at = Named(name + std::string(suffix), kind);
    AddWitness(OBSERVED, &graph_->asset(at));
    graph_->Describe(at, object["owner"].Text(), object["comment"].Text());
    const std::string_view location = object["storage_location"].Text();
    if (!location.empty()) Locate(at, location, At(object));
    return at;
  }

  absl::Status Table(JsonNode table) {
    const absl::StatusOr<int> at = Listing(table, "name", TABLE, "");
    if (!at.ok()) return at.status();
    for (const JsonNode column : table["columns"]) {
      if (column["name"].Text().empty()) return Wrong(column, "a column has no name");
      Properties::Column* said = graph_->ColumnOf(*at, column["name"].Text());
      if (!column["type_text"].Text().empty())
        said->set_type(std::string(column["type_text"].Text()));
      if (!column["comment"].Text().empty())
        said->set_description(std::string(column["comment"].Text()));
      AddWitness(OBSERVED, said);
    }
    // A view is made of what its definition names.
    for (const JsonNode one : table["view_dependencies"]["dependencies"]) {
      const std::string_view from = one["table"]["table_full_name"].Text();
      if (from.empty()) continue;  // a function
      graph_->AddFlow(graph_->Job(fmt::format("unity/view/{}", graph_->asset(*at).name())),
                      {.from = Named(from, TABLE), .to = *at, .note = "view_dependencies"},
                      At(one));
    }
    return absl::OkStatus();
  }
  absl::Status Volume(JsonNode volume) { return Listing(volume, "name", DATASET, "").status(); }
  absl::Status Model(JsonNode model) { return Listing(model, "name", MODEL, "").status(); }
  absl::Status Version(JsonNode version) {
    const std::string_view number = version["version"].Scalar();
    if (number.empty()) return Wrong(version, "a model version has no version");
    const absl::StatusOr<int> at =
        Listing(version, "model_name", MODEL, fmt::format("/{}", number));
    if (!at.ok()) return at.status();
    if (const std::string_view run = version["run_id"].Text(); !run.empty())
      graph_->Touch(graph_->Job(fmt::format("mlflow/{}", run)), SiteUse::WRITES, *at, OBSERVED,
                    At(version));
    if (const std::string_view source = version["source"].Text(); !source.empty())
      graph_->Same(*at, AssetOfUri(graph_, source), At(version), "the version's source");
    return absl::OkStatus();
  }

  const std::string& path_;
  std::string space_;
  GraphBuilder* graph_;
  External* external_;
};

class Exporter {
 public:
  explicit Exporter(const ExportInput& input) : input_(input), space_(Space(input.options)) {}

  // In order: {"method", "path", "body"}.
  absl::StatusOr<std::vector<Json>> Requests() {
    // By the two ends: a pair has one relationship, whichever jobs are between.
    std::map<std::pair<int, int>, std::map<int, std::vector<int>>> pairs;
    for (const Lineage::Link& link : input_.lineage.Links()) {
      if (Exported(input_, link.from) && Exported(input_, link.to) && link.from != link.to)
        pairs[{link.from, link.to}][link.job] = link.edges;
    }
    for (const auto& [ends, _] : pairs) {
      for (const int at : {ends.first, ends.second}) {
        if (metadata_.insert(at).second && !InCatalog(at)) Metadata(at);
      }
    }
    for (const auto& [ends, jobs] : pairs) Pair(ends.first, ends.second, jobs);
    for (Relation& relation : relations_) Request(&relation);
    if (requests_.empty()) return absl::InvalidArgumentError("the graph has no flow to export");
    return std::move(requests_);
  }

 private:
  void Request(const char* path, Json body) {
    Json request;
    request["method"] = "POST";
    request["path"] = path;
    request["body"] = std::move(body);
    requests_.push_back(std::move(request));
  }

  const Lineage::Asset& Of(int at) const { return input_.lineage.assets()[at]; }
  bool IsPath(const Lineage::Asset& asset) const {
    for (const std::string_view scheme :
         {"s3://", "s3a://", "gs://", "abfss://", "wasbs://", "r2://", "dbfs:"}) {
      if (asset.name_space.starts_with(scheme)) return true;
    }
    return asset.name_space == "file" && asset.name.starts_with("/Volumes/");
  }
  // What Unity Catalog knows itself, and needs no external metadata.
  bool InCatalog(int at) const {
    return !Of(at).job_local && (Of(at).name_space == space_ || IsPath(Of(at)));
  }

  Json Object(int at) const {
    const Lineage::Asset& asset = Of(at);
    if (!InCatalog(at)) return {{"external_metadata", {{"name", NameOf(at)}}}};
    if (IsPath(asset)) {
      return {{"path",
               {{"url",
                 asset.name_space == "file" ? asset.name : asset.name_space + "/" + asset.name}}}};
    }
    const size_t slash = asset.name.rfind('/');
    if (asset.kind == MODEL && slash != std::string::npos) {
      return {{"model_version",
               {{"name", asset.name.substr(0, slash)}, {"version", asset.name.substr(slash + 1)}}}};
    }
    return {{"table", {{"name", asset.name}}}};
  }

  std::string NameOf(int at) const { return PlainName(AssetText(Of(at)), 255); }

  static std::string SystemType(const std::string& name_space) {
    for (const auto& [prefix, type] : std::initializer_list<std::pair<const char*, const char*>>{
             {"postgres", "POSTGRESQL"},
             {"mysql", "MYSQL"},
             {"kafka", "KAFKA"},
             {"snowflake", "SNOWFLAKE"},
             {"bigquery", "GOOGLE_BIGQUERY"},
             {"redshift", "AMAZON_REDSHIFT"},
             {"mssql", "MICROSOFT_SQL_SERVER"},
             {"oracle", "ORACLE"},
             {"mongodb", "MONGODB"},
             {"teradata", "TERADATA"}}) {
      if (name_space.starts_with(prefix)) return type;
    }
    return "OTHER";
  }

  void Metadata(int at) {
    const Lineage::Asset& asset = Of(at);
    Json body = {{"name", NameOf(at)},
                 {"system_type", SystemType(asset.name_space)},
                 {"entity_type", Name(asset.kind)}};
    for (const auto& [name, _] : ColumnsOf(asset)) body["columns"].push_back(name);
    if (!asset.properties.description().empty())
      body["description"] = asset.properties.description();
    if (!asset.properties.owner().empty()) body["owner"] = asset.properties.owner();
    body["properties"] = {{kProperty, OwnForm(asset)}};
    Request(kMetadataPath, std::move(body));
  }

  void Pair(int from, int to, const std::map<int, std::vector<int>>& jobs) {
    std::vector<std::string> forms;
    std::set<std::pair<std::string, std::string>> columns;
    std::string names;
    for (const auto& [job, edges] : jobs) {
      forms.push_back(OwnForm(input_, job, edges));
      names += fmt::format("{}{}", names.empty() ? "" : ", ", input_.lineage.jobs()[job].name);
      for (const int at : edges) {
        const Lineage::Edge& edge = input_.lineage.edges()[at];
        if (!edge.from_column.empty() && !edge.to_column.empty())
          columns.insert({edge.from_column, edge.to_column});
      }
    }
    if (!InCatalog(from) || !InCatalog(to)) {
      Relate(Object(from), Object(to), forms)->columns = columns;
      return;
    }
    // At least one end is external metadata: here the jobs are.
    const std::string between = PlainName(names, 255);
    if (between_.insert(between).second) {
      Request(kMetadataPath, {{"name", between},
                              {"system_type", "OTHER"},
                              {"entity_type", "JOB"},
                              {"description", names}});
    }
    const Json job = {{"external_metadata", {{"name", between}}}};
    Relate(Object(from), job, forms);
    Relate(job, Object(to), forms);
  }

  // A pair has one relationship, and what is said of it twice is said together.
  struct Relation {
    Json source, target;
    std::set<std::pair<std::string, std::string>> columns;
    std::set<std::string> forms;
  };
  Relation* Relate(Json source, Json target, const std::vector<std::string>& forms) {
    const auto [it, fresh] =
        relation_number_.try_emplace(Dump(source) + Dump(target), relations_.size());
    if (fresh) relations_.push_back({std::move(source), std::move(target), {}, {}});
    relations_[it->second].forms.insert(forms.begin(), forms.end());
    return &relations_[it->second];
  }

  void Request(Relation* relation) {
    Json body;
    body["source"] = std::move(relation->source);
    body["target"] = std::move(relation->target);
    for (const auto& [source, target] : relation->columns)
      body["columns"].push_back({{"source", source}, {"target", target}});
    size_t number = 0;
    for (const std::string& form : relation->forms)
      body["properties"][fmt::format("{}_{}", kProperty, ++number)] = form;
    Request(kLineagePath, std::move(body));
  }

  const ExportInput& input_;
  std::string space_;
  std::vector<Json> requests_;
  std::set<int> metadata_;
  std::set<std::string> between_;
  std::vector<Relation> relations_;
  std::map<std::string, size_t> relation_number_;
};

}  // namespace

absl::Status ImportUnity(const std::string& path, const Options& options, GraphBuilder* graph) {
  Importer importer(path, options, graph);
  if (LooksLikeJson(path)) {
    absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path, /*split=*/true);
    if (!stream.ok()) return stream.status();
    return (*stream)->ForEach("there is no JSON in it",
                              [&](JsonNode root) { return importer.Read(root); });
  }
  bool any = false;
  const absl::Status status =
      ReadRows(path, {"table_lineage", "column_lineage"}, [&](const Row& row) {
        any = true;
        if (!row.Has("source_table_full_name") || !row.Has("target_table_full_name"))
          return Wrong(path, row,
                       "the columns source_table_full_name and target_table_full_name are missing");
        return importer.Event([&](std::string_view key) { return row[key]; }, {path, row.line()});
      });
  if (status.ok() && !any)
    return absl::InvalidArgumentError(fmt::format("{}: no row of lineage is in it", path));
  return status;
}

Documents ExportUnity(const ExportInput& input) {
  const auto requests = Exporter(input).Requests();
  if (!requests.ok()) return requests.status();
  return std::vector<Document>{{"external_lineage.jsonl", JsonLines(*requests)}};
}

// What is there already stays as it is.
absl::StatusOr<std::string> SendUnity(const ExportInput& input, const std::string& url,
                                      Sender* sender) {
  const auto requests = Exporter(input).Requests();
  if (!requests.ok()) return requests.status();
  const std::string server = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
  size_t sent = 0, there = 0;
  for (const Json& said : *requests) {
    Request request;
    request.url = server + said["path"].get<std::string>();
    request.body = Dump(said["body"]);
    request.what = fmt::format("request {}", ++sent);
    const absl::StatusOr<Response> response = sender->Send(request, /*also=*/{409});
    if (!response.ok()) return response.status();
    if (response->status == 409) ++there;
  }
  return fmt::format("{}, {} of which {} there already", Count(sent, "request"), there,
                     there == 1 ? "was" : "were");
}

}  // namespace pedigree::interop
