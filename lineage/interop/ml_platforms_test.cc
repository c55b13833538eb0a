// Kubeflow, Feast and Atlan: what they say, and what we say to them.
#include <google/protobuf/text_format.h>
#include <sqlite3.h>

#include "lineage/interop/feast.pb.h"
#include "lineage/interop/testing.h"
#include "lineage/json.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string>& Clinic() {
  static const auto& flows = *new std::vector<std::string>{
      "file patients.csv.age -> sqlite clinic.db/patients.age MODELED DERIVED by ingest",
      "file patients.csv.race -> sqlite clinic.db/patients.race MODELED DERIVED by ingest",
      "sqlite clinic.db/patients.age -> file model.json ASSUMED DERIVED by train"};
  return flows;
}

// As kfp 2 compiles it, without what is not read here: an importer, a task, and a task within a
// component.
constexpr char kShop[] = R"(
components:
  comp-importer:
    executorLabel: exec-importer
    outputDefinitions: {artifacts: {artifact: {artifactType: {schemaTitle: system.Dataset}}}}
  comp-inner:
    dag:
      outputs: {artifacts: {made: {artifactSelectors: [{outputArtifactKey: model, producerSubtask: train}]}}}
      tasks:
        train:
          componentRef: {name: comp-train}
          inputs: {artifacts: {data: {componentInputArtifact: given}}}
    inputDefinitions: {artifacts: {given: {artifactType: {schemaTitle: system.Dataset}}}}
  comp-train:
    executorLabel: exec-train
    outputDefinitions: {artifacts: {model: {artifactType: {schemaTitle: system.Model}}}}
  comp-deploy:
    executorLabel: exec-deploy
deploymentSpec:
  executors:
    exec-importer: {importer: {artifactUri: {constant: gs://lake/raw.csv}, typeSchema: {schemaTitle: system.Dataset}}}
    exec-train: {container: {image: train}}
    exec-deploy: {container: {image: deploy}}
pipelineInfo: {name: shop}
root:
  dag:
    tasks:
      importer: {componentRef: {name: comp-importer}}
      inner:
        componentRef: {name: comp-inner}
        inputs: {artifacts: {given: {taskOutputArtifact: {outputArtifactKey: artifact, producerTask: importer}}}}
      deploy:
        componentRef: {name: comp-deploy}
        inputs: {artifacts: {model: {taskOutputArtifact: {outputArtifactKey: made, producerTask: inner}}}}
schemaVersion: 2.1.0
)";

TEST(Kubeflow, TasksWithinComponentsAreFollowed) {
  const absl::StatusOr<Graph> graph = Import("kubeflow", {{"shop.yaml", kShop}});
  EXPECT_THAT(FlowsInFull(graph),
              ElementsAre("gs://lake raw.csv -> kfp shop/inner/train/model ASSUMED DECLARED by "
                          "kfp/shop/inner/train"));
  EXPECT_EQ(graph->job(0).name(), "kfp/shop/deploy");
  EXPECT_EQ(graph->asset(graph->job(0).site(0).asset()).name(), "shop/inner/train/model");
  EXPECT_EQ(graph->asset(1).kind(), MODEL);
}

TEST(Kubeflow, LoopsHandOutTheirItemsAndConditionsDecide) {
  const absl::StatusOr<Graph> graph = Import("kubeflow", {{"loop.yaml", R"(
components:
  comp-list: {executorLabel: e, outputDefinitions: {parameters: {Output: {parameterType: LIST}}}}
  comp-load: {executorLabel: e, outputDefinitions: {artifacts: {out: {artifactType: {schemaTitle: system.Dataset}}}}}
  comp-for: {dag: {tasks: {load: {componentRef: {name: comp-load}, inputs: {parameters: {name: {componentInputParameter: item}}}}}}}
  comp-if: {dag: {tasks: {load: {componentRef: {name: comp-load}}}}}
pipelineInfo: {name: p}
root:
  dag:
    tasks:
      list: {componentRef: {name: comp-list}}
      for:
        componentRef: {name: comp-for}
        inputs: {parameters: {all: {taskOutputParameter: {outputParameterKey: Output, producerTask: list}}}}
        parameterIterator: {itemInput: item, items: {inputParameter: all}}
      if:
        componentRef: {name: comp-if}
        inputs: {parameters: {x: {taskOutputParameter: {outputParameterKey: Output, producerTask: list}}}}
        triggerPolicy: {condition: "inputs.parameter_values['x'] == 'a'"}
)"}});
  EXPECT_THAT(
      FlowsInFull(graph),
      ElementsAre("kfp p/list/Output -> kfp p/for/load/out ASSUMED DECLARED by kfp/p/for/load",
                  "kfp p/list/Output -> kfp p/if/load/out MODELED DECLARED by kfp/p/if/load"));
  EXPECT_EQ(graph->job(1).flow(0).subtype(), CONDITIONAL);
}

TEST(Kubeflow, WhatWeExportComesBackEqual) {
  const std::string yaml = ExportedText("kubeflow", GraphOf(kClinic));
  EXPECT_EQ(FlowsInFull(Import("kubeflow", {{"back.yaml", yaml}})), Clinic());
  // Others see artifacts by the names of their tasks.
  EXPECT_THAT(
      FlowsInFull(Import("kubeflow", {{"back.yaml", Replaced(yaml, "\"pedigree\":", "\"x\":")}})),
      ElementsAre(HasSubstr("file patients.csv -> kfp pedigree/ingest/"),
                  HasSubstr("file release.txt -> kfp pedigree/ingest/"),
                  HasSubstr(" -> kfp pedigree/train/model-json")));
  // Names of theirs are not there besides, and what has no kind gets none.
  const absl::StatusOr<Graph> bare =
      Import("kubeflow",
             {{"back.yaml",
               ExportedText("kubeflow", GraphOf(Replaced(kClinic, "\"release.txt\" kind: DATASET",
                                                         "\"release.txt\"")))}});
  ASSERT_TRUE(bare.ok());
  for (const Asset& asset : bare->asset()) {
    EXPECT_NE(asset.namespace_(), "kfp") << asset.name();
    if (asset.name() == "release.txt") EXPECT_EQ(asset.kind(), ASSET_KIND_UNSPECIFIED);
  }
}

TEST(Kubeflow, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", "a: 1\n"}),
              EndsWith("p.yaml:1: neither pipelineInfo nor root: no pipeline of Kubeflow"));
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", Replaced(kShop, "comp-deploy}", "comp-none}")}),
              EndsWith("p.yaml:33: there is no component 'comp-none'"));
  EXPECT_THAT(
      Problem("kubeflow", {"p.yaml", Replaced(kShop, "producerTask: inner", "producerTask: x")}),
      EndsWith("p.yaml:34: there is no task 'x'"));
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", Replaced(kShop, "      deploy:\n", "      inner:\n")}),
              EndsWith("task 'inner' is there twice"));
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", std::string(1'000'000, '[')}),
              EndsWith("nested too deep"));
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", std::string(kShop) + "x: \xff\n"}),
              EndsWith("a text is not UTF-8"));
}

TEST(Kubeflow, ComponentsThatMultiplyAreRefused) {
  std::string yaml =
      "pipelineInfo: {name: p}\nroot: {dag: {tasks: {t: {componentRef: {name: "
      "c0}}}}}\ncomponents:\n";
  for (int i = 0; i < 40; ++i)
    yaml += "  c" + std::to_string(i) + ": {dag: {tasks: {a: {componentRef: {name: c" +
            std::to_string(i + 1) + "}}, b: {componentRef: {name: c" + std::to_string(i + 1) +
            "}}}}}\n";
  EXPECT_THAT(Problem("kubeflow", {"p.yaml", yaml + "  c40: {executorLabel: e}\n"}),
              HasSubstr("components within components: more than 50 deep, or 20000 tasks"));
  EXPECT_THAT(
      Problem("kubeflow",
              {"p.yaml", yaml + "  c40: {dag: {tasks: {a: {componentRef: {name: c40}}}}}\n"}),
      HasSubstr("components within components"));
}

std::string Store(const std::string& sql) {
  const std::string path = ::testing::TempDir() + "/mlmd.db";
  std::remove(path.c_str());
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(
      sqlite3_exec(database,
                   ("CREATE TABLE Type(id, name); CREATE TABLE Artifact(id, type_id, uri, name);"
                    "CREATE TABLE Execution(id, type_id, last_known_state, name);"
                    "CREATE TABLE Event(id, artifact_id, execution_id, type);" +
                    sql)
                       .c_str(),
                   nullptr, nullptr, nullptr),
      SQLITE_OK);
  sqlite3_close(database);
  return path;
}

TEST(Kubeflow, AStoreHasWhatWasDeclaredAndWhatWasObserved) {
  const std::string path = Store(
      "INSERT INTO Type VALUES (1, 'system.Model');"
      "INSERT INTO Artifact VALUES (1, 2, 's3://b/in', NULL), (2, 1, 's3://b/out', NULL), (3, 1, "
      "NULL, 'm');"
      "INSERT INTO Execution VALUES (1, 5, 3, 'run'), (2, 5, 4, 'failed');"
      "INSERT INTO Event VALUES (1, 1, 1, 3), (2, 2, 1, 4), (3, 1, 1, 2), (4, 3, 1, 1), (5, 1, 2, "
      "3), (6, 2, 2, 4);");
  GraphBuilder builder("Kubeflow Pipelines");
  ASSERT_TRUE(FindSystem("kubeflow")->imports(path, Options(), &builder).ok());
  EXPECT_THAT(FlowsInFull(std::move(builder).Finish()),
              ElementsAre("s3://b in -> mlmd system.Model/m ASSUMED DECLARED by mlmd/run",
                          "s3://b in -> s3://b out ASSUMED OBSERVED by mlmd/run"));
}

TEST(Kubeflow, AnEventOfNothingIsAnError) {
  GraphBuilder builder("Kubeflow Pipelines");
  const absl::Status status =
      FindSystem("kubeflow")
          ->imports(Store("INSERT INTO Event VALUES (1, 7, 8, 3);"), Options(), &builder);
  EXPECT_THAT(std::string(status.message().data(), status.message().size()),
              EndsWith("an event is of artifact 7 and execution 8, which are not there"));
}

std::string Registry(const std::string& text) {
  feast::Registry registry;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &registry));
  return registry.SerializeAsString();
}

constexpr char kRegistry[] = R"pb(
  registry_schema_version: "1"
  entities {
    spec {
      name: "driver"
      project: "p"
      join_key: "id"
      tags { key: "pii" value: "true" }
    }
  }
  feature_views {
    spec {
      name: "stats"
      project: "p"
      entities: "driver"
      owner: "anna"
      features {
        name: "rate"
        value_type: 5
        tags { key: "unit" value: "percent" }
      }
      entity_columns { name: "id" value_type: 4 }
      batch_source {
        name: "s"
        field_mapping { key: "r" value: "rate" }
        snowflake { table: "T" third: "SCHEMA" fourth: "DB" }
      }
    }
  }
  on_demand_feature_views {
    spec {
      name: "boosted"
      project: "p"
      features { name: "b" }
      sources {
        key: "stats"
        value {
          projection {
            view: "stats"
            columns { name: "rate" }
          }
        }
      }
    }
  }
  feature_services {
    spec {
      name: "score"
      project: "p"
      features {
        view: "stats"
        columns { name: "rate" }
      }
    }
  })pb";

TEST(Feast, AViewMakesFeaturesOfTheColumnsOfItsSource) {
  const absl::StatusOr<Graph> graph = Import("feast", {{"registry.db", Registry(kRegistry)}});
  EXPECT_THAT(
      FlowsInFull(graph),
      ElementsAre(
          "feast p/stats.rate -> feast p/boosted ASSUMED DECLARED by feast/p/boosted",
          "feast p/stats.rate -> feast p/service/score.rate MODELED DECLARED by "
          "feast/p/service/score",
          "snowflake DB.SCHEMA.T.id -> feast p/stats.id MODELED DECLARED by feast/p/stats",
          "snowflake DB.SCHEMA.T.r -> feast p/stats.rate MODELED DECLARED by feast/p/stats"));
  const Asset& view = graph->asset(2);
  EXPECT_EQ(view.name(), "p/stats");
  EXPECT_EQ(view.kind(), FEATURE);
  EXPECT_EQ(view.properties().owner(), "anna");
  EXPECT_EQ(view.properties().column(0).tag(0), "pii");
  EXPECT_EQ(view.properties().column(1).tag(0), "unit=percent");
  EXPECT_EQ(view.properties().column(1).type(), "DOUBLE");
}

TEST(Feast, ATransformationIsAssumed) {
  EXPECT_THAT(FlowsInFull(Import(
                  "feast", {{"registry.db", Registry(R"pb(
                               registry_schema_version: "1"
                               stream_feature_views {
                                 spec {
                                   name: "clicks"
                                   project: "p"
                                   features { name: "n" }
                                   stream_source { kafka { servers: "h:9092,i:9092" topic: "t" } }
                                   aggregations { column: "c" }
                                 }
                               })pb")}})),
              ElementsAre("kafka://h:9092 t -> feast p/clicks ASSUMED DECLARED by feast/p/clicks"));
}

TEST(Feast, TagsSayWhereFeaturesComeFromAndGo) {
  Graph graph = *Import("feast", {{"registry.db", Registry(kRegistry)}});
  const auto index = [&](const std::string& name) {
    for (int i = 0; i < graph.asset_size(); ++i) {
      if (graph.asset(i).name() == name) return static_cast<uint32_t>(i);
    }
    ADD_FAILURE() << name;
    return 0u;
  };
  Asset* model = graph.add_asset();
  model->set_namespace_("file");
  model->set_name("model.onnx");
  model->set_kind(MODEL);
  Job* job = graph.add_job();
  job->set_name("train");
  SiteUse* reads = job->add_site();
  reads->set_asset(index("p/stats"));
  SiteUse* writes = job->add_site();
  writes->set_access(SiteUse::WRITES);
  writes->set_asset(index("model.onnx"));
  FlowEdge* flow = job->add_flow();
  flow->set_to(1);
  flow->set_from_column("rate");
  flow->set_subtype(TRANSFORMATION);
  const Json tags = Json::parse(ExportedText("feast", graph));
  const Json& view = tags["p"]["feature_views"]["stats"];
  EXPECT_EQ(view["tags"]["pedigree.models"], "model.onnx");
  EXPECT_EQ(view["features"]["rate"]["tags"]["pedigree.sources"], "snowflake/DB.SCHEMA.T");
  EXPECT_EQ(tags["p"]["feature_services"]["score"]["tags"]["pedigree.sources"],
            "snowflake/DB.SCHEMA.T");
  EXPECT_THAT(ExportedText("feast", GraphOf(kClinic)),
              HasSubstr("the graph has no feature of Feast"));
}

TEST(Feast, WhatIsWrongIsNamed) {
  EXPECT_THAT(Problem("feast", {"r.db", "nonsense"}),
              EndsWith("r.db: no registry of Feast, or a damaged one"));
  EXPECT_THAT(Problem("feast", {"r.db", ""}),
              EndsWith("r.db: no registry of Feast: it has no registry_schema_version"));
  EXPECT_THAT(Problem("feast", {"r.db", Registry("registry_schema_version: '1' feature_views {}")}),
              EndsWith("r.db: a feature view has no name"));
  // Nor does a library say a word besides.
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(
      Problem("feast",
              {"r.db", Replaced(Registry("registry_schema_version: '1' feature_views { spec { "
                                         "name: 'viewviewview' } }"),
                                "viewviewview", "\xff\xfeviewviewvi")}),
      EndsWith("r.db: no registry of Feast, or a damaged one"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  // A source within a source within a source, further than anyone goes.
  std::string deep = "\x0a\x01x";
  for (int i = 0; i < 200; ++i) {
    std::string outer = "\xd2\x01";  // batch_source
    for (size_t size = deep.size();; size >>= 7) {
      outer += static_cast<char>((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
      if (size <= 0x7f) break;
    }
    deep = outer + deep;
  }
  std::string length;
  for (size_t size = deep.size();; size >>= 7) {
    length += static_cast<char>((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
    if (size <= 0x7f) break;
  }
  EXPECT_THAT(Problem("feast", {"r.db",
                                "\x1a\x01"
                                "1\x62" +
                                    length + deep}),
              EndsWith("r.db: no registry of Feast, or a damaged one"));
}

constexpr char kLineageList[] = R"({"entities": [
  {"typeName": "Table", "guid": "a", "attributes": {"name": "ORDERS", "qualifiedName": "default/snowflake/1/DB/RAW/ORDERS"}},
  {"typeName": "Process", "guid": "p", "attributes": {"name": "sum", "qualifiedName": "default/snowflake/1/sum",
    "inputs": [{"typeName": "Table", "guid": "a"}], "outputs": [{"typeName": "Table", "guid": "b"}]}},
  {"typeName": "ColumnProcess", "guid": "q", "attributes": {"name": "sum", "qualifiedName": "default/snowflake/1/sum/c",
    "inputs": [{"typeName": "Column", "uniqueAttributes": {"qualifiedName": "default/snowflake/1/DB/RAW/ORDERS/X"}}],
    "outputs": [{"typeName": "Column", "uniqueAttributes": {"qualifiedName": "default/snowflake/1/DB/RAW/TOTALS/Y"}}],
    "process": {"typeName": "Process", "guid": "p"}}},
  {"typeName": "Dashboard", "guid": "d", "attributes": {"name": "board", "qualifiedName": "default/tableau/2/board"},
   "immediateUpstream": [{"guid": "b"}]}]})";

TEST(Atlan, ProcessesReadAndWriteAssets) {
  const std::vector<Input> inputs = {
      {"one.json", kLineageList},
      {"two.json",
       R"({"entities": [{"typeName": "Table", "guid": "b", "attributes": {"name": "TOTALS", "qualifiedName": "default/snowflake/1/DB/RAW/TOTALS"}}], "hasMore": false})"}};
  const std::string space = "atlan/default/snowflake/1 DB.RAW.";
  const std::vector<std::string> expected = {
      space + "ORDERS.X -> " + space + "TOTALS.Y MODELED DECLARED by atlan/default/snowflake/1/sum",
      space + "TOTALS -> atlan/default/tableau/2 board MODELED DECLARED by atlan/lineage"};
  const absl::StatusOr<Graph> graph = Import("atlan", inputs);
  EXPECT_EQ(FlowsInFull(graph), expected);
  EXPECT_EQ(FlowsInFull(Import("atlan", {inputs.rbegin(), inputs.rend()})), expected);
  EXPECT_EQ(graph->asset(0).kind(), TABLE);
}

TEST(Atlan, ATableHasItsColumnsWhetherTheyFlowOrNot) {
  const absl::StatusOr<Graph> graph = Import("atlan", {{"a.json", R"({"entities": [
    {"typeName": "Column", "guid": "1", "attributes": {"name": "X", "qualifiedName": "default/snowflake/1/DB/RAW/T/X", "dataType": "NUMBER"}},
    {"typeName": "Column", "guid": "2", "attributes": {"name": "Y", "qualifiedName": "default/snowflake/1/DB/RAW/T/Y"}},
    {"typeName": "Table", "guid": "3", "attributes": {"name": "T", "qualifiedName": "default/snowflake/1/DB/RAW/T"}}]})"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  ASSERT_EQ(graph->asset_size(), 1);
  EXPECT_THAT(graph->asset(0).column(), ElementsAre("X", "Y"));
  EXPECT_EQ(graph->asset(0).properties().column(0).type(), "NUMBER");
}

TEST(Atlan, WhatWeExportComesBackAsFarAsAtlanGoes) {
  const std::string text = ExportedText("atlan", GraphOf(kClinic));
  EXPECT_THAT(
      FlowsInFull(Import("atlan", {{"back.json", text}})),
      ElementsAre("file patients.csv -> sqlite clinic.db/patients MODELED DECLARED by ingest",
                  "sqlite clinic.db/patients -> file model.json MODELED DECLARED by train"));
  EXPECT_THAT(text, HasSubstr("\"typeName\": \"AIModelVersion\""));
}

TEST(Atlan, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("atlan", {"a.json", "{\"x\": 1}"}),
              EndsWith("a.json:1: neither entities nor relations of Atlan"));
  EXPECT_THAT(Problem("atlan", {"a.json", "{\"entities\": [\n{}]}"}),
              EndsWith("a.json:2: an entity has no typeName"));
  EXPECT_THAT(Problem("atlan", {"a.json", "{\"entities\": [{\"typeName\": \"Table\"}]}"}),
              EndsWith("a.json:1: an entity has neither guid nor qualifiedName"));
  EXPECT_THAT(Problem("atlan", {"a.json", "{\"entityCount\": 0}"}), IsEmpty());
}

}  // namespace
}  // namespace pedigree::interop
