// Feast: its registry in (registry.db, a protobuf), tags for its features out.
// docs/interop/feast.md says what becomes what.
//
// A view is a job that makes the features of its name: columns of the asset PROJECT/VIEW.
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <map>

#include "lineage/interop/bounded_file.h"
#include "lineage/interop/feast.pb.h"
#include "lineage/interop/feature_tags.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/systems.h"
#include "lineage/interop/table_reader.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// What its messages take in memory is a multiple of the file.
constexpr size_t kMaxRegistry = size_t{32} << 20;

using Tags = google::protobuf::Map<std::string, std::string>;
using Features = google::protobuf::RepeatedPtrField<feast::Feature>;

// protos/feast/types/Value.proto, ValueType.Enum
std::string_view TypeName(int type) {
  constexpr std::string_view kNames[] = {"",
                                         "BYTES",
                                         "STRING",
                                         "INT32",
                                         "INT64",
                                         "DOUBLE",
                                         "FLOAT",
                                         "BOOL",
                                         "UNIX_TIMESTAMP",
                                         "",
                                         "",
                                         "BYTES_LIST",
                                         "STRING_LIST",
                                         "INT32_LIST",
                                         "INT64_LIST",
                                         "DOUBLE_LIST",
                                         "FLOAT_LIST",
                                         "BOOL_LIST",
                                         "UNIX_TIMESTAMP_LIST",
                                         "NULL",
                                         "MAP",
                                         "MAP_LIST"};
  return type >= 0 && static_cast<size_t>(type) < std::size(kNames) ? kNames[type] : "";
}

template <typename List>
void AddTags(const Tags& tags, List* said) {
  for (const auto& [key, value] : tags)
    said->add_tag(value.empty() || value == "true" ? key : fmt::format("{}={}", key, value));
}

class Importer {
 public:
  Importer(const std::string& path, const Options& options, GraphBuilder* graph)
      : path_(path), options_(options), where_{path, 0}, graph_(graph) {}

  absl::Status Read(const feast::Registry& registry) {
    for (const feast::DataSource& source : registry.data_sources()) {
      if (source.name().empty()) return Nameless("a data source");
      Describe(SourceOf(source, source.project()), source.description(), source.owner(),
               source.tags());
    }
    for (const feast::FeatureView& view : registry.feature_views()) {
      const auto& spec = view.spec();
      if (spec.name().empty()) return Nameless("a feature view");
      const int to = ViewOf(spec);
      FromSources(spec, to, spec.has_feature_transformation());
      for (const auto& source : spec.source_views()) {
        if (source.name().empty()) return Nameless("a source view");
        FromView(JobOf(spec.project(), spec.name()), spec.project(), source.name(), {}, to);
      }
    }
    for (const feast::StreamFeatureView& view : registry.stream_feature_views()) {
      const auto& spec = view.spec();
      if (spec.name().empty()) return Nameless("a stream feature view");
      const int to = ViewOf(spec);
      FromSources(spec, to,
                  spec.has_feature_transformation() || spec.has_user_defined_function() ||
                      spec.aggregations_size() > 0);
    }
    for (const feast::LabelView& view : registry.label_views()) {
      if (view.spec().name().empty()) return Nameless("a label view");
      const int to = ViewOf(view.spec());
      if (view.spec().has_source()) FromSource(view.spec(), view.spec().source(), to, false);
    }
    for (const feast::OnDemandFeatureView& view : registry.on_demand_feature_views()) {
      if (absl::Status status = OnDemand(view.spec()); !status.ok()) return status;
    }
    for (const feast::FeatureService& service : registry.feature_services()) {
      if (absl::Status status = Service(service.spec()); !status.ok()) return status;
    }
    for (const feast::SavedDataset& dataset : registry.saved_datasets()) {
      if (absl::Status status = Saved(dataset.spec()); !status.ok()) return status;
    }
    return Entities(registry);
  }

 private:
  absl::Status Nameless(std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}: {} has no name", path_, what));
  }

  int JobOf(const std::string& project, const std::string& name) {
    return graph_->Job(fmt::format("feast/{}/{}", project, name));
  }
  int Own(const std::string& project, std::string_view name) {
    return graph_->Asset("feast", fmt::format("{}/{}", project, name));
  }
  int View(const std::string& project, const std::string& name) {
    const int at = Own(project, name);
    graph_->SetKind(at, FEATURE, /*inferred=*/false);
    return at;
  }

  void Describe(int asset, const std::string& description, const std::string& owner,
                const Tags& tags) {
    graph_->Describe(asset, owner, description);
    if (!tags.empty()) AddTags(tags, graph_->asset(asset).mutable_properties());
    AddWitness(DECLARED, &graph_->asset(asset));
  }

  void Columns(int asset, const Features& features) {
    for (const feast::Feature& feature : features) {
      if (feature.name().empty()) continue;
      Properties::Column* said = graph_->ColumnOf(asset, feature.name());
      said->set_type(std::string(TypeName(feature.value_type())));
      if (!feature.description().empty()) said->set_description(feature.description());
      AddTags(feature.tags(), said);
      AddWitness(DECLARED, said);
    }
  }

  // The features of that name, made by the job of that name.
  template <typename Spec>
  int Made(const Spec& spec, const std::string& name) {
    const int at = View(spec.project(), name);
    Describe(at, spec.description(), spec.owner(), spec.tags());
    const int job = JobOf(spec.project(), name);
    if (!spec.owner().empty()) graph_->job(job).mutable_declaration()->set_owner(spec.owner());
    graph_->Touch(job, SiteUse::WRITES, at, DECLARED, where_);
    return at;
  }
  template <typename Spec>
  int ViewOf(const Spec& spec) {
    const int at = Made(spec, spec.name());
    Columns(at, spec.features());
    Columns(at, spec.entity_columns());
    return at;
  }

  // A table of a warehouse; what a query gives has no name but the source's.
  int Warehouse(std::string_view space, const std::string& database, const std::string& schema,
                const std::string& table) {
    std::string name;
    for (const std::string* part : {&database, &schema, &table}) {
      if (!part->empty()) name += fmt::format("{}{}", name.empty() ? "" : ".", *part);
    }
    const int at = graph_->Asset(
        options_.asset_namespace.empty() ? space : std::string_view(options_.asset_namespace),
        name);
    graph_->SetKind(at, TABLE, /*inferred=*/false);
    return at;
  }

  int FileOf(const std::string& uri) {
    const int at = AssetOfUri(graph_, uri);
    graph_->SetKind(at, DATASET, /*inferred=*/false);
    return at;
  }

  // Whichever of the two kinds of options it is; -1 where that names nothing.
  template <typename Options>
  int TableOf(const Options& options) {
    const auto table = [&](std::string_view space, const feast::DataSource::Table& of,
                           bool reversed) {
      if (of.table().empty()) return -1;
      return reversed ? Warehouse(space, of.fourth(), of.third(), of.table())
                      : Warehouse(space, of.third(), "", of.table());
    };
    if (options.has_file()) return options.file().uri().empty() ? -1 : FileOf(options.file().uri());
    if (options.has_bigquery()) return table("bigquery", options.bigquery(), false);
    if (options.has_trino()) return table("trino", options.trino(), false);
    if (options.has_athena()) return table("athena", options.athena(), false);
    // Schema, then database.
    if (options.has_redshift()) return table("redshift", options.redshift(), true);
    if (options.has_snowflake()) return table("snowflake", options.snowflake(), true);
    if (options.has_spark()) {
      if (!options.spark().third().empty()) return FileOf(options.spark().third());
      return options.spark().table().empty() ? -1
                                             : Warehouse("spark", "", "", options.spark().table());
    }
    return -1;
  }

  int SourceOf(const feast::DataSource& source, const std::string& project) {
    int at = TableOf(source);
    if (at < 0 && source.has_kafka()) {
      const std::string servers = source.kafka().servers();
      at = graph_->Asset("kafka://" + servers.substr(0, servers.find(',')), source.kafka().topic());
      graph_->SetKind(at, STREAM, /*inferred=*/false);
    } else if (at < 0 && source.has_kinesis()) {
      at = graph_->Asset("kinesis://" + source.kinesis().region(), source.kinesis().stream());
      graph_->SetKind(at, STREAM, /*inferred=*/false);
    } else if (at < 0 && source.has_custom()) {
      // Sources that others wrote keep JSON there: of PostgreSQL {"name", "query", "table"}.
      const auto options = ParseJson("", source.custom().configuration());
      if (options.ok() && !options->Root()["table"].Text().empty()) {
        const bool postgres = source.class_type().find("postgres") != std::string::npos;
        at = Warehouse(postgres ? "postgres" : "feast-source", "", "",
                       std::string(options->Root()["table"].Text()));
      }
    }
    if (at < 0 && source.has_push() && source.has_batch_source())
      return SourceOf(source.batch_source(), project);
    if (at < 0) at = Own(project, "source/" + source.name());
    return at;
  }

  template <typename Spec>
  void FromSource(const Spec& spec, const feast::DataSource& source, int to, bool transformed) {
    const int job = JobOf(spec.project(), spec.name());
    const int from = SourceOf(source, spec.project());
    graph_->Touch(job, SiteUse::READS, from, DECLARED, where_);
    if (transformed || spec.features_size() == 0) {
      graph_->AddFlow(
          job, {.from = from, .to = to, .confidence = ASSUMED, .note = "a transformation"}, where_);
      return;
    }
    // A feature is the column of its name, unless that is mapped to it.
    std::map<std::string, std::string> columns;
    for (const auto& [column, feature] : source.field_mapping()) columns[feature] = column;
    for (const auto* list : {&spec.features(), &spec.entity_columns()}) {
      for (const feast::Feature& feature : *list) {
        const auto it = columns.find(feature.name());
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .from_column = it == columns.end() ? feature.name() : it->second,
                         .to_column = feature.name(),
                         .subtype = IDENTITY,
                         .note = "a feature of a view"},
                        where_);
      }
    }
  }

  template <typename Spec>
  void FromSources(const Spec& spec, int to, bool transformed) {
    if (spec.has_batch_source()) FromSource(spec, spec.batch_source(), to, transformed);
    if (spec.has_stream_source()) FromSource(spec, spec.stream_source(), to, transformed);
  }

  void FromView(int job, const std::string& project, const std::string& view,
                const Features& columns, int to) {
    const int from = View(project, view);
    GraphBuilder::Flow flow{
        .from = from, .to = to, .confidence = ASSUMED, .note = "a transformation of features"};
    if (columns.empty()) graph_->AddFlow(job, flow, where_);
    for (const feast::Feature& column : columns) {
      flow.from_column = column.name();
      graph_->AddFlow(job, flow, where_);
    }
  }

  absl::Status OnDemand(const feast::OnDemandFeatureView::Spec& spec) {
    if (spec.name().empty()) return Nameless("an on-demand feature view");
    const int to = Made(spec, spec.name());
    Columns(to, spec.features());
    const int job = JobOf(spec.project(), spec.name());
    // The map has no order of its own.
    std::map<std::string, const feast::OnDemandFeatureView::Source*> sources;
    for (const auto& [name, source] : spec.sources()) sources[name] = &source;
    for (const auto& [name, source] : sources) {
      if (source->has_projection()) {
        FromView(job, spec.project(), source->projection().view(), source->projection().columns(),
                 to);
      } else if (source->has_view()) {
        FromView(job, spec.project(), source->view().spec().name(), {}, to);
      } else {
        graph_->AddFlow(job,
                        {.from = SourceOf(source->request(), spec.project()),
                         .to = to,
                         .confidence = ASSUMED,
                         .note = "what a request brings"},
                        where_);
      }
    }
    return absl::OkStatus();
  }

  absl::Status Service(const feast::FeatureService::Spec& spec) {
    if (spec.name().empty()) return Nameless("a feature service");
    const int to = Made(spec, "service/" + spec.name());
    const int job = JobOf(spec.project(), "service/" + spec.name());
    for (const feast::Projection& projection : spec.features()) {
      if (projection.view().empty()) return Nameless("a view of a feature service");
      const int from = View(spec.project(), projection.view());
      graph_->Touch(job, SiteUse::READS, from, DECLARED, where_);
      for (const feast::Feature& feature : projection.columns()) {
        // Two views may have features of one name: then both are of that column.
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .from_column = feature.name(),
                         .to_column = feature.name(),
                         .subtype = IDENTITY,
                         .note = "a feature of a service"},
                        where_);
      }
    }
    return absl::OkStatus();
  }

  absl::Status Saved(const feast::SavedDataset::Spec& spec) {
    if (spec.name().empty()) return Nameless("a saved dataset");
    int to = TableOf(spec.storage());
    if (to < 0) to = Own(spec.project(), "dataset/" + spec.name());
    graph_->SetKind(to, DATASET, /*inferred=*/true);
    Describe(to, "", "", spec.tags());
    const int job = JobOf(spec.project(), "dataset/" + spec.name());
    graph_->Touch(job, SiteUse::WRITES, to, DECLARED, where_);
    for (const std::string& name : spec.features()) {
      const size_t colon = name.find(':');
      if (colon == std::string::npos) continue;
      const std::string feature = name.substr(colon + 1);
      graph_->AddFlow(job,
                      {.from = View(spec.project(), name.substr(0, colon)),
                       .to = to,
                       .from_column = feature,
                       .to_column = feature,
                       .subtype = IDENTITY,
                       .note = "a feature of a saved dataset"},
                      where_);
    }
    return absl::OkStatus();
  }

  // What is said of an entity is said of its key, in each view that has it.
  absl::Status Entities(const feast::Registry& registry) {
    std::map<std::pair<std::string, std::string>, const feast::Entity::Spec*> entities;
    for (const feast::Entity& entity : registry.entities()) {
      if (entity.spec().name().empty()) return Nameless("an entity");
      entities[{entity.spec().project(), entity.spec().name()}] = &entity.spec();
    }
    for (const feast::FeatureView& view : registry.feature_views()) {
      for (const std::string& name : view.spec().entities()) {
        const auto it = entities.find({view.spec().project(), name});
        if (it == entities.end() || it->second->join_key().empty()) continue;
        Properties::Column* said = graph_->ColumnOf(View(view.spec().project(), view.spec().name()),
                                                    it->second->join_key());
        if (!it->second->description().empty()) said->set_description(it->second->description());
        AddTags(it->second->tags(), said);
        AddWitness(DECLARED, said);
      }
    }
    return absl::OkStatus();
  }

  const std::string& path_;
  const Options& options_;
  Where where_;
  GraphBuilder* graph_;
};

}  // namespace

absl::Status ImportFeast(const std::string& path, const Options& options, GraphBuilder* graph) {
  const auto wrong = [&](std::string_view what) {
    return absl::InvalidArgumentError(fmt::format("{}: {}", path, what));
  };
  if (IsSqlite(path))
    return wrong(
        "a SQL registry is not read itself: docs/interop/feast.md says how to write it as a file");
  const absl::StatusOr<std::string> bytes = ReadBounded(path, kMaxRegistry);
  if (!bytes.ok()) return bytes.status();
  feast::Registry registry;
  // Texts that are not UTF-8 are refused by the parser, which would say so itself as well.
  const google::protobuf::LogSilencer silence;
  if (!registry.ParseFromString(*bytes)) return wrong("no registry of Feast, or a damaged one");
  if (registry.registry_schema_version().empty())
    return wrong("no registry of Feast: it has no registry_schema_version");
  return Importer(path, options, graph).Read(registry);
}

Documents ExportFeast(const ExportInput& input) {
  Json document = Json::object();
  for (const FeatureTags& of : FeatureTagsOf(input, "feast")) {
    // "PROJECT/VIEW", "PROJECT/service/NAME"
    const size_t slash = of.name.find('/');
    if (slash != std::string::npos)
      AddFeatureTags(of, of.name.substr(slash + 1), &document[of.name.substr(0, slash)]);
  }
  if (document.empty()) {
    return absl::InvalidArgumentError(
        "the graph has no feature of Feast: import the registry and link both graphs first");
  }
  return std::vector<Document>{{"feature_tags.json", Dump(document, 2) + "\n"}};
}

}  // namespace pedigree::interop
