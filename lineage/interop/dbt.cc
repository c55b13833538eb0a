// dbt's artifacts: manifest.json (what the project says), catalog.json (what the database has),
// run_results.json (what ran). docs/interop/dbt.md says what becomes what.
//
// A model, seed or snapshot is a job, called by its unique_id, which reads what it depends on and
// writes its relation. Each file names things in full, or by ids that the manifest has, so they
// come in any order, and any of them may be missing.
#include <fmt/format.h>

#include <map>
#include <set>
#include <vector>

#include "lineage/interop/exporting.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Of an exposure's `meta`: the job of ours that it stands for.
constexpr std::string_view kJobKey = "pedigree_job";
// dbt wants an owner and a description; of a job without:
constexpr std::string_view kNoOwner = "unknown";
constexpr std::string_view kNoDescription = "A C++ job, as Pedigree derived it from its source.";

// The parts of `"db"."schema"."table"`, in whichever quotes a database uses.
std::string Unquoted(std::string_view relation) {
  std::string name;
  char quote = 0;
  for (const char c : relation) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        name += c;
      }
    } else if (c == '"' || c == '`') {
      quote = c;
    } else if (c == '[') {
      quote = ']';
    } else {
      name += c;
    }
  }
  return name;
}

// The files that a relation is which is none of the database's: 'x.csv', read_csv('x.csv', ...),
// read_parquet(['x.parquet', 'y.parquet']). As dbt-duckdb has its sources' external_location.
std::vector<std::string> FilesOf(std::string_view relation) {
  std::vector<std::string> files;
  const size_t call = relation.starts_with('\'') ? 0 : relation.find('(');
  if (call == std::string_view::npos) return files;
  relation.remove_prefix(relation.starts_with('\'') ? 0 : call + 1);
  const auto skip = [&](std::string_view what) {
    while (!relation.empty() && what.find(relation.front()) != std::string_view::npos)
      relation.remove_prefix(1);
  };
  skip(" [");
  while (relation.starts_with('\'')) {
    const size_t end = relation.find('\'', 1);
    if (end == std::string_view::npos) break;
    files.emplace_back(relation.substr(1, end - 1));
    relation.remove_prefix(end + 1);
    skip(" ");
    // Without the brackets of a list, what follows is another argument.
    if (!relation.starts_with(',') || relation.find(']') == std::string_view::npos) break;
    skip(" ,");
  }
  return files;
}

// What catalogs, results of runs and the freshness of sources say: of which database that is, and
// what an id is called, the manifest has. When all files were read it is added.
class ById : public GraphBuilder::Memory {
 public:
  struct Seen {
    std::string id = {}, name = {};  // name: "database.schema.table", or empty
    bool made = false;               // the job of that id made it
    std::string file = {};
    uint32_t line = 0;
    std::vector<std::pair<std::string, std::string>> columns = {};  // with their types
  };

  void Is(std::string_view id, int relation) { relations_[std::string(id)] = relation; }
  void Within(std::string_view space) {
    if (space_.empty()) space_ = space;
  }
  void Add(Seen seen) { seen_.push_back(std::move(seen)); }

  void Finish(GraphBuilder* graph) override {
    for (const Seen& seen : seen_) {
      int at;
      if (const auto it = relations_.find(seen.id); it != relations_.end()) {
        at = it->second;
      } else if (!seen.name.empty()) {
        at = graph->Asset(space_.empty() ? "dbt" : space_, seen.name);
        graph->SetKind(at, TABLE, /*inferred=*/false);
      } else {
        continue;  // nobody says what it is
      }
      AddWitness(OBSERVED, &graph->asset(at));
      if (seen.made)
        graph->Touch(graph->Job(fmt::format("dbt/{}", seen.id)), SiteUse::WRITES, at, OBSERVED,
                     {seen.file, seen.line});
      for (const auto& [name, type] : seen.columns) {
        Properties::Column* said = graph->ColumnOf(at, name);
        if (!type.empty()) said->set_type(type);
        AddWitness(OBSERVED, said);
      }
    }
  }

 private:
  std::string space_;
  std::map<std::string, int> relations_;
  std::vector<Seen> seen_;
};

class Importer {
 public:
  Importer(const std::string& path, const Options& options, GraphBuilder* graph)
      : path_(path),
        space_(options.asset_namespace),
        graph_(graph),
        by_id_(graph->Remember<ById>()) {}

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "a dbt artifact is an object");
    const std::string_view schema = root["metadata"]["dbt_schema_version"].Text();
    const std::string_view adapter = root["metadata"]["adapter_type"].Text();
    by_id_->Within(space_.empty() ? adapter : space_);
    if (space_.empty()) space_ = adapter.empty() ? "dbt" : adapter;
    if (schema.find("/manifest/") != std::string_view::npos) return Manifest(root);
    if (schema.find("/catalog/") != std::string_view::npos) return Catalog(root);
    if (schema.find("/run-results/") != std::string_view::npos) return RunResults(root);
    if (schema.find("/sources/") != std::string_view::npos) return Freshness(root);
    return Wrong(root,
                 schema.empty()
                     ? "metadata.dbt_schema_version is missing: no artifact of dbt"
                     : fmt::format("'{}' is no manifest, catalog, run-results or sources", schema));
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, at.Line(), what));
  }
  Where At(JsonNode node) const { return {path_, node.Line()}; }

  absl::StatusOr<int> Relation(JsonNode node) {
    const std::string_view id = node.Key();
    // An ephemeral model is nowhere in the database: it is known by its id alone.
    if (node["config"]["materialized"].Text() == "ephemeral") return graph_->Asset("dbt", id);
    std::string_view table = node["identifier"].Text();
    if (table.empty()) table = node["alias"].Text();
    if (table.empty()) table = node["name"].Text();
    const std::string_view schema = node["schema"].Text(), database = node["database"].Text();
    if (table.empty()) return Wrong(node, fmt::format("{}: it has no name", id));
    std::string name;
    for (const std::string_view part : {database, schema, table}) {
      if (!part.empty()) name += fmt::format("{}{}", name.empty() ? "" : ".", part);
    }
    const int at = graph_->Asset(space_, name);
    graph_->SetKind(at, TABLE, /*inferred=*/false);
    return at;
  }

  // A source that is a file, or several: dbt's SQL reads them where others would read the table.
  void SourceFiles(int relation, JsonNode node) {
    const std::string_view text = node["relation_name"].Text();
    const std::vector<std::string> files = FilesOf(text);
    for (const std::string& name : files) {
      const int file = AssetOfUri(graph_, name);
      graph_->SetKind(file, DATASET, /*inferred=*/true);
      if (files.size() == 1 && name.find('*') == std::string::npos) {
        graph_->Same(relation, file, At(node), "the source is this file");
        // As OpenLineage's events of dbt have it, which take the SQL's name for a table's.
        graph_->Same(graph_->Asset(space_, name), file, At(node), "the source is this file");
      } else {
        graph_->AddFlow(JobOf(node),
                        {.from = file,
                         .to = relation,
                         .subtype = IDENTITY,
                         .note = "the source is these files"},
                        At(node));
      }
    }
  }

  // A model that is a file, which the database has a view of (dbt-duckdb's `external`).
  void ModelFile(int relation, JsonNode node) {
    const JsonNode config = node["config"];
    const std::string_view location = config["location"].Text();
    // A template says nothing before it is run.
    if (config["materialized"].Text() != "external" || location.empty() ||
        location.find("{{") != std::string_view::npos)
      return;
    const int file = AssetOfUri(graph_, location);
    graph_->SetKind(file, DATASET, /*inferred=*/false);
    graph_->Same(relation, file, At(node), "the model's file");
  }

  void Describe(int asset, JsonNode node) {
    AddWitness(DECLARED, &graph_->asset(asset));
    for (const JsonNode column : node["columns"]) {
      const std::string_view name =
          column["name"].Text().empty() ? column.Key() : column["name"].Text();
      graph_->AddColumn(asset, name);
      const std::string_view type = column["data_type"].Text(), text = column["description"].Text();
      if (type.empty() && text.empty() && column["tags"].Empty()) continue;
      Properties::Column* said = graph_->ColumnOf(asset, name);
      if (!type.empty()) said->set_type(std::string(type));
      if (!text.empty()) said->set_description(std::string(text));
      AddWitness(DECLARED, said);
      for (const JsonNode tag : column["tags"]) said->add_tag(std::string(tag.Text()));
    }
    Properties said;
    said.set_description(std::string(node["description"].Text()));
    for (const JsonNode tag : node["tags"]) said.add_tag(std::string(tag.Text()));
    if (said.ByteSizeLong() > 0) MergeProperties(said, graph_->asset(asset).mutable_properties());
  }

  absl::Status Manifest(JsonNode root) {
    if (!root["nodes"].IsObject()) return Wrong(root, "the manifest has no nodes");
    for (const std::string_view part : {"sources", "nodes"}) {
      for (const JsonNode node : root[part]) {
        const std::string_view type = node["resource_type"].Text();
        if (part == "nodes" && type != "model" && type != "seed" && type != "snapshot") continue;
        const absl::StatusOr<int> at = Relation(node);
        if (!at.ok()) return at.status();
        relations_[std::string(node.Key())] = *at;
        by_id_->Is(node.Key(), *at);
        Describe(*at, node);
        if (part == "sources") {
          SourceFiles(*at, node);
        } else {
          ModelFile(*at, node);
        }
      }
    }
    for (const JsonNode node : root["nodes"]) {
      const auto to = relations_.find(std::string(node.Key()));
      if (to == relations_.end()) continue;
      const int job = JobOf(node);
      graph_->Touch(job, SiteUse::WRITES, to->second, DECLARED, At(node));
      if (node["resource_type"].Text() == "seed") {
        const int file = graph_->Asset("file", node["original_file_path"].Text());
        graph_->SetKind(file, DATASET, /*inferred=*/false);
        graph_->AddFlow(job, {.from = file, .to = to->second, .subtype = IDENTITY, .note = "seed"},
                        At(node));
      }
      for (const int from : Dependencies(node))
        graph_->AddFlow(job, {.from = from, .to = to->second, .note = "depends_on"}, At(node));
    }
    for (const JsonNode exposure : root["exposures"]) {
      // One that we wrote is our job again.
      std::string_view ours = exposure["meta"][kJobKey].Text();
      if (ours.empty()) ours = exposure["config"]["meta"][kJobKey].Text();
      const int job = ours.empty() ? JobOf(exposure) : graph_->Job(ours);
      pedigree::Job::Declaration* said = graph_->job(job).mutable_declaration();
      std::string_view owner = exposure["owner"]["email"].Text();
      if (owner.empty()) owner = exposure["owner"]["name"].Text();
      const std::string_view description = exposure["description"].Text();
      if (ours.empty() || owner != kNoOwner) said->set_owner(std::string(owner));
      if (ours.empty() || description != kNoDescription)
        said->set_description(std::string(description));
      for (const int from : Dependencies(exposure))
        graph_->Touch(job, SiteUse::READS, from, DECLARED, At(exposure));
    }
    return absl::OkStatus();
  }

  int JobOf(JsonNode node) { return graph_->Job(fmt::format("dbt/{}", node.Key())); }

  std::set<int> Dependencies(JsonNode node) const {
    std::set<int> found;
    for (const JsonNode id : node["depends_on"]["nodes"]) {
      if (const auto it = relations_.find(std::string(id.Text())); it != relations_.end())
        found.insert(it->second);
    }
    return found;
  }

  absl::Status Catalog(JsonNode root) {
    for (const std::string_view part : {"sources", "nodes"}) {
      for (const JsonNode node : root[part]) {
        const JsonNode table = node["metadata"];
        if (table["name"].Text().empty())
          return Wrong(node, fmt::format("{}: it has no name", node.Key()));
        ById::Seen seen{.id = std::string(node.Key())};
        for (const std::string_view key : {"database", "schema", "name"}) {
          if (!table[key].Text().empty())
            seen.name += fmt::format("{}{}", seen.name.empty() ? "" : ".", table[key].Text());
        }
        for (const JsonNode column : node["columns"]) {
          seen.columns.emplace_back(
              column["name"].Text().empty() ? column.Key() : column["name"].Text(),
              column["type"].Text());
        }
        by_id_->Add(std::move(seen));
      }
    }
    return absl::OkStatus();
  }

  absl::Status RunResults(JsonNode root) {
    if (!root["results"].IsArray()) return Wrong(root, "run-results without results");
    for (const JsonNode result : root["results"]) {
      const std::string_view id = result["unique_id"].Text();
      if (id.empty()) return Wrong(result, "a result has no unique_id");
      if (result["status"].Text() != "success" || id.starts_with("test.")) continue;
      // Before v6 there is no name.
      by_id_->Add({.id = std::string(id),
                   .name = Unquoted(result["relation_name"].Text()),
                   .made = true,
                   .file = path_,
                   .line = result.Line()});
    }
    return absl::OkStatus();
  }

  // How fresh sources are: those that could be asked are there.
  absl::Status Freshness(JsonNode root) {
    if (!root["results"].IsArray()) return Wrong(root, "sources without results");
    for (const JsonNode result : root["results"]) {
      const std::string_view id = result["unique_id"].Text();
      if (id.empty()) return Wrong(result, "a result has no unique_id");
      if (result["status"].Text() != "runtime error") by_id_->Add({.id = std::string(id)});
    }
    return absl::OkStatus();
  }

  const std::string& path_;
  std::string space_;
  GraphBuilder* graph_;
  ById* by_id_;
  std::map<std::string, int> relations_;  // by unique_id
};

// A name that dbt takes for a node: letters, digits and underscores.
std::string NodeName(std::string_view name) {
  std::string made;
  for (const char c : name) made += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return made;
}

}  // namespace

absl::Status ImportDbt(const std::string& path, const Options& options, GraphBuilder* graph) {
  const absl::StatusOr<JsonDocument> document = ReadJson(path);
  if (!document.ok()) return document.status();
  return Importer(path, options, graph).Read(document->Root());
}

namespace {

// A text for a YAML file of dbt's: as JSON writes it, and so that dbt's Jinja leaves it as it is.
std::string Literal(std::string_view text) {
  std::string literal;
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view two = text.substr(at, 2);
    if (two == "{{" || two == "{%" || two == "{#") {
      literal += fmt::format("{{{{ '{}' }}}}", two);
      ++at;
    } else {
      literal += text[at];
    }
  }
  return Dump(Json(literal));
}

// How dbt refers to what the job "dbt/model.PROJECT.NAME", or "dbt/model.PROJECT.NAME.v2", makes.
std::string Reference(std::string_view job) {
  const size_t project = job.find('.');
  const size_t begin = project == job.npos ? job.npos : job.find('.', project + 1);
  if (begin == job.npos) return fmt::format("ref({})", Dump(Json(job.substr(job.find('/') + 1))));
  std::string_view name = job.substr(begin + 1), version;
  if (const size_t end = name.rfind(".v"); end != name.npos) {
    version = name.substr(end + 2);
    name = name.substr(0, end);
  }
  const bool number = !version.empty() && version.find_first_not_of("0123456789") == version.npos;
  return version.empty() ? fmt::format("ref({})", Dump(Json(name)))
                         : fmt::format("ref({}, v={})", Dump(Json(name)),
                                       number ? std::string(version) : Dump(Json(version)));
}

}  // namespace

// An exposure for each of our jobs that reads what a dbt job writes; the graph has dbt's manifest
// joined in.
Documents ExportDbt(const ExportInput& input) {
  const Lineage& lineage = input.lineage;
  std::map<int, std::string> models;  // by asset: what to depend on
  const auto is_dbt = [](const std::string& job) { return job.starts_with("dbt/"); };
  for (const Lineage::Site& site : lineage.sites()) {
    const std::string& job = lineage.jobs()[site.job].name;
    if (site.access != SiteUse::WRITES || !is_dbt(job)) continue;
    models[site.asset] = Reference(job);
  }
  std::string yaml = "version: 2\n\nexposures:\n";
  std::set<std::string> names;
  for (const Lineage::Job& job : lineage.jobs()) {
    if (is_dbt(job.name) || job.name == kAliasJob) continue;
    std::set<std::string> depends, columns, models_made;
    for (const int at : job.sites) {
      const Lineage::Site& site = lineage.sites()[at];
      if (const auto it = models.find(site.asset);
          site.access == SiteUse::READS && it != models.end())
        depends.insert(it->second);
      if (site.access == SiteUse::WRITES && lineage.assets()[site.asset].kind == MODEL)
        models_made.insert(AssetText(lineage.assets()[site.asset]));
    }
    if (depends.empty()) continue;
    const std::string node = Untaken(NodeName(job.name), &names);
    for (const int at : job.edges) {
      const Lineage::Edge& edge = lineage.edges()[at];
      if (models.contains(lineage.FromAsset(edge)) && !edge.from_column.empty())
        columns.insert(lineage.assets()[lineage.FromAsset(edge)].name + "." + edge.from_column);
    }
    const auto list = [](const std::set<std::string>& texts) {
      std::vector<std::string> literals;
      for (const std::string& text : texts) literals.push_back(Literal(text));
      return fmt::format("[{}]", Join(literals, ", "));
    };
    const std::string& owner = job.declaration.owner();
    yaml += fmt::format("  - name: {}\n    label: {}\n    type: {}\n    owner: {{name: {}}}\n",
                        node, Literal(job.name), models_made.empty() ? "application" : "ml",
                        Literal(owner.empty() ? std::string_view(kNoOwner) : owner));
    yaml += fmt::format("    description: {}\n", Literal(job.declaration.description().empty()
                                                             ? std::string_view(kNoDescription)
                                                             : job.declaration.description()));
    yaml += "    depends_on:\n";
    for (const std::string& one : depends) yaml += fmt::format("      - {}\n", one);
    yaml += fmt::format(
        "    config:\n      meta: {{{}: {}, pedigree_columns: {}, pedigree_models: {}}}\n", kJobKey,
        Literal(job.name), list(columns), list(models_made));
  }
  if (names.empty()) {
    return absl::InvalidArgumentError(
        "no job of the graph reads what a dbt model makes: import the manifest and link both "
        "graphs first");
  }
  return std::vector<Document>{{"pedigree_exposures.yml", yaml}};
}

}  // namespace pedigree::interop
