// Tecton: what a repository declares, and the tags that go back to it.
#include "lineage/interop/testing.h"
#include "lineage/json.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string Id(int n) {
  return R"({"mostSignificantBits": "1", "leastSignificantBits": ")" + std::to_string(n) + "\"}";
}

// As Tecton 1.2 prints it, without what is not read here. What refers comes before what it refers
// to.
std::string Dump() {
  return R"({"request": {"fcoArgs": [
 {"featureService": {"featureServiceId": )" +
         Id(30) +
         R"(, "info": {"name": "score", "owner": "carl", "tags": {"tier": "1"}}, "featureReferences": [
   {"featureViewId": )" +
         Id(20) + R"(, "namespace": "stats", "features": ["rate"]},
   {"featureViewId": )" +
         Id(21) + R"(, "namespace": "", "features": []}]}},
 {"featureView": {"featureViewId": )" +
         Id(21) + R"(, "featureViewType": "FEATURE_VIEW_TYPE_REALTIME", "info": {"name": "live"},
   "pipeline": {"root": {"joinInputsNode": {"nodes": [
     {"featureViewNode": {"featureViewId": )" +
         Id(20) + R"(, "inputName": "driver_stats", "featureReference": {"features": []}}},
     {"requestDataSourceNode": {"inputName": "request_source", "requestContext": {"tectonSchema": {"columns": [
       {"name": "bonus", "offlineDataType": {"type": "DATA_TYPE_FLOAT64"}}]}}}}]}}},
   "realtimeArgs": {"calculations": [{"name": "ratio", "columnDtype": {"type": "DATA_TYPE_FLOAT64"}, "abstractSyntaxTreeRoot":
     {"caseStatement": {"whenClauses": [{
        "condition": {"operation": {"operation": "GREATER_THAN", "operands": [{"columnReference": "request_source.bonus"}, {"literalValue": {"int64Value": "0"}}]}},
        "result": {"columnReference": "driver_stats.rate"}}]}}}]}}},
 {"featureView": {"featureViewId": )" +
         Id(20) +
         R"(, "info": {"name": "driver_stats", "owner": "bob", "description": "of a day", "tags": {"team": "ml"}},
   "entities": [{"entityId": )" +
         Id(10) + R"(, "joinKeys": ["driver"]}],
   "pipeline": {"root": {"transformationNode": {"inputs": [
     {"node": {"transformationNode": {"inputs": [{"node": {"dataSourceNode": {"virtualDataSourceId": )" +
         Id(1) +
         R"(, "inputName": "trips"}}}]}}}, {"node": {"constantNode": {"intConst": "3"}}}]}}},
   "materializedFeatureViewArgs": {
     "attributes": [{"name": "rate", "description": "of trips", "tags": {"sensitive": "true"}, "columnDtype": {"type": "DATA_TYPE_FLOAT64"}}],
     "aggregations": [{"name": "n_mean_1d", "column": "n", "function": "mean", "columnDtype": {"type": "DATA_TYPE_INT64"}}],
     "embeddings": [{"name": "emb", "column": "text", "model": "all-MiniLM-L6-v2"}],
     "outputStream": {"kafka": {"kafkaBootstrapServers": "k:9092,l:9092", "topics": "stats"}}}}},
 {"entity": {"entityId": )" +
         Id(10) +
         R"(, "info": {"name": "driver", "description": "who drives", "tags": {"pii": "true"}},
   "joinKeys": [{"name": "driver_id", "offlineDataType": {"type": "DATA_TYPE_INT64"}}]}},
 {"virtualDataSource": {"virtualDataSourceId": )" +
         Id(1) + R"(, "info": {"name": "trips", "owner": "anna", "tags": {"pii": "true"}},
   "fileDsConfig": {"uri": "s3://lake/trips.parquet"}}},
 {"transformation": {"info": {"name": "clean"}}}],
 "repoSourceInfo": {"sourceInfo": [{"fcoId": )" +
         Id(20) + R"(, "sourceLineno": "13", "sourceFilename": "features.py"}]}}})";
}

const Asset& AssetNamed(const Graph& graph, const std::string& name) {
  for (const Asset& asset : graph.asset()) {
    if (asset.name() == name) return asset;
  }
  ADD_FAILURE() << "no asset " << name;
  return graph.asset(0);
}

TEST(Tecton, AViewIsAJobThatMakesItsFeatures) {
  const absl::StatusOr<Graph> graph = Import("tecton", {{"dump.json", Dump()}});
  EXPECT_THAT(
      FlowsInFull(graph),
      ElementsAre(
          "llm all-MiniLM-L6-v2 -> tecton driver_stats.emb MODELED DECLARED by tecton/driver_stats",
          "s3://lake trips.parquet -> tecton driver_stats.driver ASSUMED DECLARED by "
          "tecton/driver_stats",
          "s3://lake trips.parquet -> tecton driver_stats.emb ASSUMED DECLARED by "
          "tecton/driver_stats",
          "s3://lake trips.parquet -> tecton driver_stats.n_mean_1d ASSUMED DECLARED by "
          "tecton/driver_stats",
          "s3://lake trips.parquet -> tecton driver_stats.rate ASSUMED DECLARED by "
          "tecton/driver_stats",
          "tecton driver_stats -> kafka://k:9092 stats MODELED DECLARED by tecton/driver_stats",
          "tecton driver_stats.rate -> tecton live.ratio MODELED DECLARED by tecton/live",
          "tecton driver_stats.rate -> tecton service/score.stats__rate MODELED DECLARED by "
          "tecton/service/score",
          "tecton live.ratio -> tecton service/score.live__ratio MODELED DECLARED by "
          "tecton/service/score",
          "tecton source/request of live.bonus -> tecton live.ratio MODELED DECLARED by "
          "tecton/live"));

  const Asset& stats = AssetNamed(*graph, "driver_stats");
  EXPECT_EQ(stats.kind(), FEATURE);
  EXPECT_EQ(stats.properties().owner(), "bob");
  EXPECT_THAT(stats.properties().tag(), ElementsAre("team=ml"));
  const auto& columns = stats.properties().column();
  ASSERT_EQ(columns.size(), 4);
  EXPECT_EQ(columns[0].name(), "driver");  // as the view calls the key
  EXPECT_EQ(columns[0].type(), "INT64");
  EXPECT_THAT(columns[0].tag(), ElementsAre("pii"));
  EXPECT_EQ(columns[3].name(), "rate");
  EXPECT_EQ(columns[3].type(), "FLOAT64");
  EXPECT_THAT(columns[3].tag(), ElementsAre("sensitive"));
  EXPECT_THAT(AssetNamed(*graph, "trips.parquet").properties().tag(), ElementsAre("pii"));

  const Job& job = graph->job(0);
  EXPECT_EQ(job.name(), "tecton/driver_stats");
  EXPECT_EQ(job.declaration().description(), "of a day");
  EXPECT_EQ(job.site(0).place().file(), "features.py");
  EXPECT_EQ(job.site(0).place().line(), 13);
  for (const FlowEdge& flow : job.flow()) {
    if (flow.to_column() == "n_mean_1d") {
      EXPECT_EQ(flow.subtype(), AGGREGATION);
      EXPECT_THAT(flow.transform(), ElementsAre(AGGREGATE));
    }
  }
  // What decides of a calculation is not what it is made of.
  for (const FlowEdge& flow : graph->job(1).flow())
    EXPECT_EQ(flow.subtype(), flow.from_column() == "bonus" ? CONDITIONAL : TRANSFORMATION);
}

TEST(Tecton, SourcesAreCalledAsOthersCallThem) {
  const auto name_of = [](const std::string& config, const std::string& space = "") {
    Options options;
    options.asset_namespace = space;
    const absl::StatusOr<Graph> graph =
        Import("tecton",
               {{"dump.json",
                 R"({"request": {"fcoArgs": [{"virtualDataSource": {"info": {"name": "x"}, )" +
                     config + "}}]}}"}},
               options);
    EXPECT_TRUE(graph.ok()) << graph.status();
    std::vector<std::string> names;
    for (const Asset& asset : graph->asset())
      names.push_back(asset.namespace_() + " " + asset.name() + " " + AssetKind_Name(asset.kind()));
    return names;
  };
  EXPECT_THAT(name_of(R"("hiveDsConfig": {"database": "core", "table": "users"})"),
              ElementsAre("hive core.users TABLE"));
  EXPECT_THAT(name_of(R"("hiveDsConfig": {"database": "core", "table": "users"})", "hive://h:9083"),
              ElementsAre("hive://h:9083 core.users TABLE"));
  EXPECT_THAT(
      name_of(R"("unityDsConfig": {"catalog": "main", "schema": "core", "table": "users"})"),
      ElementsAre("unity main.core.users TABLE"));
  EXPECT_THAT(name_of(R"("redshiftDsConfig": {"endpoint": "h:5439/dw", "table": "t"})"),
              ElementsAre("redshift://h:5439 dw.t TABLE"));
  EXPECT_THAT(name_of(R"("bigqueryDsConfig": {"projectId": "p", "dataset": "d", "table": "t"})"),
              ElementsAre("bigquery p.d.t TABLE"));
  EXPECT_THAT(
      name_of(
          R"("snowflakeDsConfig": {"url": "https://x.snowflakecomputing.com", "database": "D", "schema": "S", "table": "T"})"),
      ElementsAre("snowflake://x D.S.T TABLE"));
  // What was before the stream is its table.
  EXPECT_THAT(
      name_of(R"("hiveDsConfig": {"database": "core", "table": "clicks"},
                         "kafkaDsConfig": {"kafkaBootstrapServers": "k:9092", "topics": "a,b"})"),
      ElementsAre("hive core.clicks TABLE", "kafka://k:9092 a STREAM", "kafka://k:9092 b STREAM"));
  EXPECT_THAT(name_of(R"("kinesisDsConfig": {"streamName": "s", "region": "eu-west-1"})"),
              ElementsAre("kinesis://eu-west-1 s STREAM"));
  // A query, a function and what is pushed have no name but the source's.
  for (const std::string config :
       {R"("redshiftDsConfig": {"endpoint": "h:5439/dw", "query": "select 1"})",
        R"("sparkBatchConfig": {"dataSourceFunction": {"name": "f"}})", R"("pushConfig": {})"}) {
    EXPECT_THAT(name_of(config), ElementsAre("tecton source/x ASSET_KIND_UNSPECIFIED")) << config;
  }
}

TEST(Tecton, TagsSayWhereFeaturesComeFrom) {
  const Graph graph = *Import("tecton", {{"dump.json", Dump()}});
  const Json tags = Json::parse(ExportedText("tecton", graph));
  const Json& view = tags["feature_views"]["driver_stats"];
  EXPECT_EQ(view["tags"]["pedigree.sources"], "llm/all-MiniLM-L6-v2, s3://lake/trips.parquet");
  EXPECT_EQ(view["features"]["rate"]["tags"]["pedigree.sources"], "s3://lake/trips.parquet");
  EXPECT_EQ(view["features"]["rate"]["tags"]["pedigree.tags"], "pii");
  EXPECT_THAT(std::string(tags["feature_services"]["score"]["tags"]["pedigree.sources"]),
              HasSubstr("s3://lake/trips.parquet"));
  EXPECT_THAT(ExportedText("tecton", GraphOf(kClinic)),
              HasSubstr("the graph has no feature of Tecton"));
}

TEST(Tecton, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("tecton", {"d.json", "{\"request\": {}}"}),
              EndsWith("d.json:1: no dump of a repository of Tecton: it has no request.fcoArgs"));
  EXPECT_THAT(Problem("tecton", {"d.json", Replaced(Dump(), "\"name\": \"live\"", "\"x\": 1")}),
              EndsWith("d.json:5: a feature view has no name"));
  EXPECT_THAT(Problem("tecton", {"d.json", Replaced(Dump(), "\"name\": \"rate\"", "\"x\": 1")}),
              EndsWith("a feature of 'driver_stats' has no name"));
  EXPECT_THAT(Problem("tecton",
                      {"d.json", Replaced(Dump(), "\"virtualDataSourceId\": " + Id(1) + ", \"info",
                                          "\"virtualDataSourceId\": " + Id(2) + ", \"info")}),
              HasSubstr("'driver_stats' reads a data source that is not there"));
  EXPECT_THAT(Problem("tecton", {"d.json", Replaced(Dump(), Id(21) + ", \"namespace",
                                                    Id(22) + ", \"namespace")}),
              EndsWith("d.json:4: 'score' serves a feature view that is not there"));
}

}  // namespace
}  // namespace pedigree::interop
