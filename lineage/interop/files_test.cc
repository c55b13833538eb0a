// What dbt, DVC and MLflow write, and what we write for them.
#include "lineage/interop/testing.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> Flows(const absl::StatusOr<Graph>& graph) {
  EXPECT_TRUE(graph.ok()) << graph.status();
  std::vector<std::string> flows;
  if (!graph.ok()) return flows;
  for (const Job& job : graph->job()) {
    for (const FlowEdge& flow : job.flow()) {
      const Asset& from = graph->asset(job.site(flow.from()).asset());
      const Asset& to = graph->asset(job.site(flow.to()).asset());
      flows.push_back(from.namespace_() + " " + from.name() + " -> " + to.namespace_() + " " +
                      to.name() + " by " + job.name());
    }
  }
  std::sort(flows.begin(), flows.end());
  return flows;
}

constexpr char kManifest[] = R"({
"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "adapter_type": "duckdb"},
"sources": {"source.shop.raw.orders": {"database": "dev", "schema": "raw", "identifier": "orders", "name": "orders"}},
"nodes": {
  "seed.shop.people": {"resource_type": "seed", "database": "dev", "schema": "main", "name": "people", "original_file_path": "seeds/people.csv"},
  "model.shop.clean": {"resource_type": "model", "database": "dev", "schema": "main", "alias": "clean_v1", "name": "clean",
    "columns": {"age": {"name": "age", "data_type": "int", "tags": ["pii"]}},
    "depends_on": {"nodes": ["seed.shop.people", "source.shop.raw.orders", "macro.x"]}},
  "test.shop.t": {"resource_type": "test", "name": "t"}},
"exposures": {"exposure.shop.board": {"owner": {"email": "a@example.com"}, "depends_on": {"nodes": ["model.shop.clean"]}}}})";

TEST(Dbt, ModelsReadWhatTheyDependOn) {
  const absl::StatusOr<Graph> graph = Import("dbt", {{"manifest.json", kManifest}});
  EXPECT_THAT(
      Flows(graph),
      ElementsAre("duckdb dev.main.people -> duckdb dev.main.clean_v1 by dbt/model.shop.clean",
                  "duckdb dev.raw.orders -> duckdb dev.main.clean_v1 by dbt/model.shop.clean",
                  "file seeds/people.csv -> duckdb dev.main.people by dbt/seed.shop.people"));
  EXPECT_EQ(graph->asset(0).properties().column(0).tag(0), "pii");
  EXPECT_EQ(graph->job(0).name(), "dbt/exposure.shop.board");
  EXPECT_EQ(graph->job(0).declaration().owner(), "a@example.com");
}

TEST(Dbt, WhatRanIsObserved) {
  const absl::StatusOr<Graph> graph = Import(
      "dbt",
      {{"run_results.json",
        R"({"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"},
      "results": [{"unique_id": "model.shop.clean", "status": "success", "relation_name": "\"dev\".\"main\".\"clean_v1\""},
                  {"unique_id": "model.shop.bad", "status": "error", "relation_name": "\"dev\".\"main\".\"bad\""}]})"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  ASSERT_EQ(graph->asset_size(), 1);
  EXPECT_EQ(graph->asset(0).name(), "dev.main.clean_v1");
  EXPECT_THAT(graph->asset(0).witness(), ElementsAre(OBSERVED));
}

// Only the manifest says of which database they are, and only it has names for what older results
// and the freshness of sources call by id.
TEST(Dbt, FilesWithoutADatabaseMeetInTheManifests) {
  const Input manifest = {"manifest.json", kManifest};
  const Input catalog = {
      "catalog.json",
      R"({"metadata": {"dbt_schema_version": "x/catalog/v1.json"}, "sources": {}, "nodes": {"model.shop.clean": {
      "metadata": {"database": "DEV", "schema": "MAIN", "name": "CLEAN_V1"}, "columns": {"AGE": {"name": "AGE", "type": "INTEGER"}}}}})"};
  const Input results = {
      "run_results.json",
      R"({"metadata": {"dbt_schema_version": "x/run-results/v4.json"}, "results": [{"unique_id": "seed.shop.people", "status": "success"}]})"};
  const Input sources = {
      "sources.json",
      R"({"metadata": {"dbt_schema_version": "x/sources/v3.json"}, "results": [{"unique_id": "source.shop.raw.orders", "status": "warn"},
      {"unique_id": "source.shop.raw.gone", "status": "runtime error", "error": "no such table"}]})"};
  for (const std::vector<Input>& order :
       {std::vector<Input>{manifest, catalog, results, sources},
        std::vector<Input>{sources, results, catalog, manifest}}) {
    const absl::StatusOr<Graph> graph = Import("dbt", order);
    ASSERT_TRUE(graph.ok()) << graph.status();
    std::vector<std::string> seen;
    for (const Asset& asset : graph->asset()) {
      EXPECT_NE(asset.namespace_(), "dbt") << asset.name();
      for (const int witness : asset.witness())
        if (witness == OBSERVED) seen.push_back(asset.name());
    }
    EXPECT_THAT(seen, ElementsAre("dev.main.clean_v1", "dev.main.people", "dev.raw.orders"));
    EXPECT_EQ(Flows(graph), Flows(Import("dbt", {manifest})));
  }
}

TEST(Dbt, AJobThatReadsAModelIsAnExposure) {
  Graph graph = *Import("dbt", {{"manifest.json", kManifest}});
  Job* job = graph.add_job();
  job->set_name("//score:train");
  job->add_site()->set_asset(0);
  EXPECT_EQ(graph.asset(0).name(), "dev.main.clean_v1");
  const std::string yaml = ExportedText("dbt", graph);
  EXPECT_THAT(yaml, HasSubstr("  - name: __score_train\n    label: \"//score:train\"\n"));
  EXPECT_THAT(yaml, HasSubstr("      - ref(\"clean\")\n"));
  EXPECT_THAT(ExportedText("dbt", GraphOf(kClinic)),
              HasSubstr("no job of the graph reads what a dbt model makes"));
}

// dbt takes what is between {{ and }} for Jinja, {% and {# as well.
TEST(Dbt, NamesAreNoTemplates) {
  Graph graph = *Import("dbt", {{"manifest.json", kManifest}});
  Job* job = graph.add_job();
  job->set_name("a {{ env_var('X') }} {% b %} {# c #} {d}");
  job->add_site()->set_asset(0);
  const std::string yaml = ExportedText("dbt", graph);
  EXPECT_THAT(yaml,
              HasSubstr("    label: \"a {{ '{{' }} env_var('X') }} {{ '{%' }} b %} {{ '{#' }} c #} "
                        "{d}\"\n"));
}

TEST(Dbt, AModelOfAVersionIsReferredToByIt) {
  Graph graph = GraphOf(R"pb(
    asset { namespace: "duckdb" name: "s.people_v2" kind: TABLE }
    job {
      name: "dbt/model.shop.people.v2"
      site { access: WRITES asset: 0 }
    }
    job {
      name: "train"
      site { access: READS asset: 0 }
    })pb");
  EXPECT_THAT(ExportedText("dbt", graph), HasSubstr("      - ref(\"people\", v=2)\n"));
}

TEST(Dbt, AnExposureOfOursIsOurJobAgain) {
  const auto exposure = [](const std::string& meta) {
    return Import(
        "dbt",
        {{"manifest.json",
          R"({"metadata": {"dbt_schema_version": "x/manifest/v12.json"}, "nodes": {}, "exposures": {"exposure.p.x": {
                "name": "x", "owner": {"name": "unknown"}, "description": "A C++ job, as Pedigree derived it from its source.",
                "meta": {)" +
              meta + "}}}}"}});
  };
  const absl::StatusOr<Graph> ours = exposure(R"("pedigree_job": "//score:train")");
  ASSERT_TRUE(ours.ok()) << ours.status();
  EXPECT_EQ(ours->job(0).name(), "//score:train");
  // What dbt wants and we had not is nobody's word.
  EXPECT_FALSE(ours->job(0).has_declaration() && ours->job(0).declaration().ByteSizeLong() > 0);
  const absl::StatusOr<Graph> theirs = exposure("");
  EXPECT_EQ(theirs->job(0).name(), "dbt/exposure.p.x");
  EXPECT_EQ(theirs->job(0).declaration().owner(), "unknown");
}

// dbt-duckdb's sources and models that are files.
std::string ManifestOf(const std::string& sources, const std::string& nodes) {
  return R"({"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
    "adapter_type": "duckdb"}, "sources": {)" +
         sources + R"(}, "nodes": {)" + nodes + "}}";
}

std::vector<std::string> FlowsOfSource(const std::string& relation_name) {
  return Flows(Import(
      "dbt", {{"manifest.json",
               ManifestOf(R"("source.p.s.raw": {"database": "w", "schema": "s", "name": "raw",
                 "relation_name": ")" +
                              relation_name + R"("})",
                          "")}}));
}

TEST(Dbt, ASourceThatIsAFileIsThatFile) {
  EXPECT_THAT(FlowsOfSource("'data/raw.csv'"),
              ElementsAre("duckdb data/raw.csv -> file data/raw.csv by same-as",
                          "duckdb w.s.raw -> file data/raw.csv by same-as",
                          "file data/raw.csv -> duckdb data/raw.csv by same-as",
                          "file data/raw.csv -> duckdb w.s.raw by same-as"));
  EXPECT_THAT(FlowsOfSource("read_csv('raw.csv', delim=';')"),
              ::testing::Contains("file raw.csv -> duckdb w.s.raw by same-as"));
  EXPECT_EQ(FlowsOfSource("read_csv('raw.csv', delim=';')").size(), 4);
  EXPECT_THAT(FlowsOfSource("'s3://lake/raw.parquet'"),
              ::testing::Contains("s3://lake raw.parquet -> duckdb w.s.raw by same-as"));
}

TEST(Dbt, ASourceOfSeveralFilesIsMadeOfThem) {
  EXPECT_THAT(FlowsOfSource("read_parquet(['a.parquet', 'b.parquet'], union_by_name=true)"),
              ElementsAre("file a.parquet -> duckdb w.s.raw by dbt/source.p.s.raw",
                          "file b.parquet -> duckdb w.s.raw by dbt/source.p.s.raw"));
  EXPECT_THAT(FlowsOfSource("'data/*.csv'"),
              ElementsAre("file data/*.csv -> duckdb w.s.raw by dbt/source.p.s.raw"));
}

TEST(Dbt, ASourceThatIsATableIsNoFile) {
  EXPECT_THAT(FlowsOfSource(R"(\"w\".\"s\".\"raw\")"), ElementsAre());
  EXPECT_THAT(FlowsOfSource(R"(\"w\".\"s\".\"it's\")"), ElementsAre());
  EXPECT_THAT(FlowsOfSource("read_csv("), ElementsAre());
  EXPECT_THAT(FlowsOfSource("'unended"), ElementsAre());
}

TEST(Dbt, AnExternalModelIsItsFile) {
  const auto model = [](const std::string& config) {
    return Flows(
        Import("dbt", {{"manifest.json", ManifestOf("", R"("model.p.m": {"resource_type": "model",
      "database": "w", "schema": "main", "name": "m", "config": )" +
                                                            config + "}")}}));
  };
  EXPECT_THAT(model(R"({"materialized": "external", "location": "out/m.csv"})"),
              ElementsAre("duckdb w.main.m -> file out/m.csv by same-as",
                          "file out/m.csv -> duckdb w.main.m by same-as"));
  EXPECT_THAT(model(R"({"materialized": "external", "location": "{{ var('out') }}/m.csv"})"),
              ElementsAre());
  EXPECT_THAT(model(R"({"materialized": "external"})"), ElementsAre());
  EXPECT_THAT(model(R"({"materialized": "table", "location": "out/m.csv"})"), ElementsAre());
}

TEST(Dbt, WhatIsNoArtifactIsRefused) {
  EXPECT_THAT(Problem("dbt", {"a.json", "{\"metadata\": {}}"}),
              EndsWith("a.json:1: metadata.dbt_schema_version is missing: no artifact of dbt"));
  EXPECT_THAT(Problem("dbt", {"a.json", "{"}),
              EndsWith("a.json:1:2: the JSON ends before its time"));
  EXPECT_THAT(
      Problem("dbt", {"a.json", R"({"metadata": {"dbt_schema_version": "x/manifest/v12.json"}})"}),
      EndsWith("a.json:1: the manifest has no nodes"));
}

TEST(Dvc, OutputsAreMadeOfDependencies) {
  // Absolute folders have no place in a graph: names are relative to the file.
  EXPECT_THAT(Flows(Import("dvc", {{"dvc.yaml", R"(
stages:
  train:
    cmd: ./train
    wdir: src
    deps: [../data/clean.csv, "s3://lake/raw.csv"]
    outs:
      - model.json:
          cache: false
    metrics: [scores.json]
)"}})),
              ElementsAre("file data/clean.csv -> file src/model.json by dvc/train",
                          "file data/clean.csv -> file src/scores.json by dvc/train",
                          "s3://lake raw.csv -> file src/model.json by dvc/train",
                          "s3://lake raw.csv -> file src/scores.json by dvc/train"));
}

TEST(Dvc, ALockIsObserved) {
  const absl::StatusOr<Graph> graph = Import("dvc", {{"dvc.lock", R"(schema: '2.0'
stages:
  clean@a:
    cmd: ./clean a
    deps: [{path: a.csv, md5: 0cc175b9c0f1b6a831c399e269772661, size: 1}]
    outs: [{path: a.out, md5: 0cc175b9c0f1b6a831c399e269772661, size: 1}]
)"}});
  EXPECT_THAT(Flows(graph), ElementsAre("file a.csv -> file a.out by dvc/clean@a"));
  EXPECT_THAT(graph->job(0).flow(0).witness(), ElementsAre(OBSERVED));
}

TEST(Dvc, TemplatesAreTheStagesOwn) {
  const absl::StatusOr<Graph> graph = Import(
      "dvc",
      {{"dvc.yaml",
        "stages:\n  s:\n    foreach: [a]\n    do:\n      cmd: x\n      outs: ['${item}.csv']\n"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_TRUE(graph->asset(0).job_local());
  EXPECT_EQ(graph->asset(0).job(), "dvc/s");
}

TEST(Dvc, AStageForEachJobThatMakesFiles) {
  const std::string yaml = ExportedText("dvc", GraphOf(kClinic));
  EXPECT_THAT(yaml, HasSubstr("  train:\n    cmd: \"train\"\n    outs:\n      - \"model.json\"\n"));
  EXPECT_THAT(
      yaml,
      HasSubstr(
          "# train: not in DVC, which keeps files below its folder: sqlite clinic.db/patients\n"));
  EXPECT_THAT(yaml, Not(HasSubstr("  ingest:")));
}

TEST(Dvc, EachStageHasANameOfItsOwnAndAliasesHaveNone) {
  const absl::StatusOr<Graph> graph = Import("openlineage", {{"e.jsonl", R"(
{"job": {"namespace": "pedigree", "name": "a b"}, "outputs": [{"namespace": "file", "name": "x"}]}
{"job": {"namespace": "pedigree", "name": "a_b"}, "outputs": [{"namespace": "file", "name": "y"}]}
{"dataset": {"namespace": "file", "name": "x", "facets": {"symlinks": {"identifiers": [{"namespace": "file", "name": "z"}]}}}})"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  const std::string yaml = ExportedText("dvc", *graph);
  EXPECT_THAT(Import("dvc", {{"dvc.yaml", yaml}})->job_size(), 2) << yaml;
  EXPECT_THAT(yaml, Not(HasSubstr("same")));
}

TEST(Dvc, NamesDoNotLeaveTheirComments) {
  const absl::StatusOr<Graph> graph = Import("openlineage", {{"e.jsonl", R"(
{"job": {"namespace": "pedigree", "name": "a\nstages: {b: {cmd: rm}}"}, "inputs": [{"namespace": "pg", "name": "t\n\u0001u"}], "outputs": [{"namespace": "file", "name": "x"}]})"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  const std::string yaml = ExportedText("dvc", *graph);
  EXPECT_THAT(yaml, HasSubstr("# a\\nstages: {b: {cmd: rm}}: not in DVC"));
  EXPECT_EQ(yaml.find('\x01'), std::string::npos) << yaml;
  const absl::StatusOr<Graph> back = Import("dvc", {{"dvc.yaml", yaml}});
  ASSERT_TRUE(back.ok()) << back.status() << yaml;
  EXPECT_EQ(back->job_size(), 1);
}

TEST(Dvc, PinsComeBack) {
  Graph graph = *Import(
      "dvc",
      {{"dvc.yaml",
        "stages:\n  s:\n    cmd: x\n    deps: [Raw.csv, mid.csv]\n    outs: [out.csv, free.csv]\n"
        "  t:\n    cmd: x\n    deps: [Raw.csv]\n    outs: [mid.csv]\n    metrics: [m.json]\n"}});
  for (Asset& asset : *graph.mutable_asset()) {
    if (asset.name() != "free.csv")
      asset.mutable_properties()->set_digest("sha256:" + std::string(64, asset.name()[0]));
  }
  const std::string yaml = ExportedText("dvc", graph);
  const absl::StatusOr<Graph> back = Import("dvc", {{"dvc.yaml", yaml}});
  ASSERT_TRUE(back.ok()) << back.status() << yaml;
  for (const Asset& asset : back->asset()) {
    EXPECT_EQ(asset.properties().digest(),
              asset.name() == "free.csv" ? "" : "sha256:" + std::string(64, asset.name()[0]))
        << asset.name() << "\n"
        << yaml;
  }
  EXPECT_EQ(back->asset_size(), 5);
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", "artifacts:\n  a: {type: model}\n"}),
              EndsWith("dvc.yaml:2: an artifact has no path"));
}

TEST(Dvc, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", "stages:\n  a: [\n"}), HasSubstr("dvc.yaml:"));
  for (const std::string empty : {"", "# nothing\n", "~\n"})
    EXPECT_THAT(Problem("dvc", {"dvc.yaml", empty}), EndsWith("dvc.yaml: it is empty"));
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", "a: 1\n"}),
              EndsWith("dvc.yaml:1: neither stages nor outs: no file of DVC"));
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", "stages:\n  a: 1\n"}),
              EndsWith("dvc.yaml:2: stage 'a' is no mapping"));
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", std::string(1'000'000, '[')}),
              EndsWith("nested too deep"));
  EXPECT_THAT(Problem("dvc", {"dvc.yaml", "stages:\n  a: {outs: [x]}\n  a: {outs: [y]}\n"}),
              EndsWith("dvc.yaml:3: stage 'a' is there twice"));
}

TEST(Mlflow, ARunReadsDatasetsAndMakesModels) {
  const absl::StatusOr<Graph> graph = Import(
      "mlflow",
      {{"runs.json", R"({"runs": [{"info": {"run_id": "r1", "run_name": "try"},
   "inputs": {"dataset_inputs": [{"dataset": {"name": "d", "digest": "1", "source_type": "local",
     "source": "{\"uri\": \"s3://lake/raw.csv\"}", "schema": "{\"mlflow_colspec\": [{\"type\": \"long\", \"name\": \"age\"}]}"}}]},
   "outputs": {"model_outputs": [{"model_id": "m-1", "step": 0}]}}]})"},
       {"versions.json",
        R"({"model_versions": [{"name": "risk", "version": "3", "run_id": "r1", "model_id": "m-1"}]})"}});
  EXPECT_THAT(Flows(graph), ElementsAre("mlflow models:/m-1 -> mlflow models:/risk/3 by same-as",
                                        "mlflow models:/risk/3 -> mlflow models:/m-1 by same-as",
                                        "s3://lake raw.csv -> mlflow models:/m-1 by mlflow/r1"));
}

TEST(Mlflow, WhatWeExportComesBack) {
  const Graph graph = GraphOf(kClinic);
  const std::string text = ExportedText("mlflow", graph);
  const absl::StatusOr<Graph> back = Import("mlflow", {{"mlflow.json", text}});
  EXPECT_THAT(Flows(back),
              ElementsAre("file model.json -> mlflow models:/m-1 by mlflow/pedigree-1 logs",
                          "mlflow models:/m-1 -> mlflow models:/model_json/1 by same-as",
                          "mlflow models:/model_json/1 -> mlflow models:/m-1 by same-as",
                          "sqlite clinic.db/patients -> mlflow models:/m-1 by mlflow/pedigree-1"));
  // With its column, kind and transform; as sure as somebody else's word.
  const FlowEdge& flow = back->job(0).flow(0);
  EXPECT_EQ(flow.from_column(), "age");
  EXPECT_EQ(flow.subtype(), TRANSFORMATION);
  EXPECT_THAT(flow.transform(), ElementsAre(TRAIN));
  EXPECT_EQ(flow.confidence(), ASSUMED);
}

TEST(Mlflow, OnlyJobsOfModelsAreRuns) {
  Graph graph = GraphOf(kClinic);
  EXPECT_THAT(ExportedText("mlflow", graph), Not(HasSubstr("\"ingest\"")));
  graph.mutable_asset(2)->set_kind(DATASET);
  EXPECT_THAT(ExportedText("mlflow", graph),
              HasSubstr("no job of the graph reads or writes a model"));
}

TEST(Mlflow, WhatDoesNotReachTheModelComesBackAsReadOnly) {
  Graph graph = GraphOf(kClinic);
  SiteUse* site = graph.mutable_job(1)->add_site();
  site->set_access(SiteUse::READS);
  site->set_asset(3);
  const absl::StatusOr<Graph> back =
      Import("mlflow", {{"mlflow.json", ExportedText("mlflow", graph)}});
  EXPECT_THAT(Flows(back), Not(::testing::Contains(HasSubstr("release.txt"))));
  EXPECT_THAT(back->DebugString(), HasSubstr("release.txt"));
}

TEST(Mlflow, TagsThatAreNoneOfOursAreRefused) {
  const auto run = [](const std::string& tag) {
    return R"({"runs": [{"info": {"run_id": "r"}, "data": {"tags": [{"key": "pedigree.job", "value": "j"},
      {"key": "pedigree.model.m-1", "value": ")" +
           tag + R"("}]}, "outputs": {"model_outputs": [{"model_id": "m-1"}]}}]})";
  };
  for (const std::string tag : {"", "x", "[]", "{}"}) {
    EXPECT_THAT(Problem("mlflow", {"m.json", run(tag)}),
                EndsWith("the run's tag pedigree.model.m-1 is none of ours"));
  }
  EXPECT_THAT(Problem("mlflow", {"m.json", run(R"({\"asset\": {}})")}),
              EndsWith("a model of ours has no name"));
  EXPECT_THAT(
      Problem("mlflow", {"m.json", run(std::string(R"({\"asset\": )") + std::string(5000, '['))}),
      EndsWith("is none of ours"));
}

TEST(Mlflow, ALoggedModelIsWrittenByItsRun) {
  const absl::StatusOr<Graph> graph = Import("mlflow", {{"models.json", R"({"models": [{"info":
     {"model_id": "m-1", "name": "risk", "source_run_id": "r1",
      "tags": [{"key": "sha256", "value": "12"}]}}]})"}});
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->job(0).name(), "mlflow/r1");
  EXPECT_EQ(graph->asset(0).properties().digest(), "sha256:12");
}

TEST(Mlflow, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("mlflow", {"m.json", "{\"x\": 1}"}),
              EndsWith("m.json:1: no runs, models, model versions or traces of MLflow"));
  EXPECT_THAT(Problem("mlflow", {"m.json", "{\"runs\":\n[{\"info\": {}}]}"}),
              EndsWith("m.json:2: a run has no info.run_id"));
  EXPECT_EQ(Problem("mlflow", {"m.json", "{}"}), "");
}

}  // namespace
}  // namespace pedigree::interop
