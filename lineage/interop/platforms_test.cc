// Fivetran, Pachyderm, Unity Catalog and SageMaker: what they say, and what we say to them.
#include <sqlite3.h>

#include <sstream>

#include "lineage/interop/testing.h"
#include "lineage/json.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// kClinic's flows as they come back: the places in code do not.
const std::vector<std::string>& Clinic() {
  static const auto& flows = *new std::vector<std::string>{
      "file patients.csv.age -> sqlite clinic.db/patients.age MODELED DERIVED by ingest",
      "file patients.csv.race -> sqlite clinic.db/patients.race MODELED DERIVED by ingest",
      "sqlite clinic.db/patients.age -> file model.json ASSUMED DERIVED by train"};
  return flows;
}

TEST(Fivetran, TablesArePutTogetherWhateverTheirOrder) {
  const std::vector<Input> inputs = {
      {"column_lineage.csv", "source_column_id,destination_column_id\n10,20\n"},
      {"table_lineage.csv",
       "SOURCE_TABLE_ID,DESTINATION_TABLE_ID,_FIVETRAN_DELETED\n1,2,false\n1,3,true\n"},
      {"source_column_metadata.csv", "id,table_id,name,type\n10,1,total,numeric\n"},
      {"source_table_metadata.csv", "id,connector_id,schema_id,name\n1,shop_pg,5,orders\n"},
      {"source_schema_metadata.csv", "id,name\n5,public\n"},
      {"destination_column.csv", "id,table_id,name\n20,2,total\n"},
      {"destination_table.csv", "id,schema_id,name\n2,6,orders\n"},
      {"destination_schema.csv", "id,name\n6,raw\n"},
      {"connection.csv",
       "connection_id,connection_name,connector_type_id\nshop_pg,shop,postgres\n"}};
  Options options;
  options.asset_namespace = "postgres://dw:5432/warehouse";
  const std::vector<std::string> expected = {
      "fivetran://shop_pg public.orders -> postgres://dw:5432 warehouse.raw.orders MODELED "
      "DECLARED by fivetran/shop_pg",
      "fivetran://shop_pg public.orders.total -> postgres://dw:5432 warehouse.raw.orders.total "
      "MODELED DECLARED by fivetran/shop_pg"};
  const absl::StatusOr<Graph> graph = Import("fivetran", inputs, options);
  EXPECT_EQ(FlowsInFull(graph), expected);
  EXPECT_EQ(graph->job(0).declaration().description(), "Fivetran connection shop (postgres)");
  EXPECT_EQ(graph->asset(0).properties().column(0).type(), "numeric");
  EXPECT_EQ(FlowsInFull(Import("fivetran", {inputs.rbegin(), inputs.rend()}, options)), expected);
}

TEST(Fivetran, ADatabaseAndADumpHaveThemAll) {
  const std::string path = ::testing::TempDir() + "/fivetran.db";
  std::remove(path.c_str());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database,
                         "CREATE TABLE table_lineage(source_table_id, destination_table_id);"
                         "INSERT INTO table_lineage VALUES (1, 2);"
                         "CREATE TABLE source_table(id, connection_id, schema_id, name);"
                         "INSERT INTO source_table VALUES (1, 'c', 9, 'leads');"
                         "CREATE TABLE destination_table(id, schema_id, name);"
                         "INSERT INTO destination_table VALUES (2, 9, 'leads');",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  GraphBuilder builder("Fivetran");
  ASSERT_TRUE(FindSystem("fivetran")->imports(path, Options(), &builder).ok());
  const std::string expected =
      "fivetran://c leads -> fivetran leads MODELED DECLARED by fivetran/c";
  EXPECT_THAT(FlowsInFull(std::move(builder).Finish()), ElementsAre(expected));
  EXPECT_THAT(FlowsInFull(Import("fivetran", {{"dump.sql",
                                               "-- dump\n"
                                               "COPY f.source_table (id, connection_id, schema_id, "
                                               "name) FROM stdin;\n1\tc\t9\tleads\n\\.\n"
                                               "COPY f.destination_table (id, schema_id, name) "
                                               "FROM stdin;\n2\t9\tleads\n\\.\n"
                                               "COPY f.table_lineage (source_table_id, "
                                               "destination_table_id) FROM stdin;\n1\t2\n\\.\n"}})),
              ElementsAre(expected));
}

TEST(Fivetran, WhatNobodyNamesGoesByItsNumber) {
  EXPECT_THAT(
      FlowsInFull(Import("fivetran",
                         {{"table_lineage.csv", "source_table_id,destination_table_id\n1,2\n"}})),
      ElementsAre("fivetran table 1 -> fivetran table 2 MODELED DECLARED by fivetran/connection"));
}

TEST(Fivetran, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("fivetran", {"table_lineage.csv", "source_table_id\n1\n"}),
              EndsWith("table_lineage.csv:2: a table_lineage without both its ids"));
  EXPECT_THAT(Problem("fivetran", {"log.csv", "id\n1\n"}),
              EndsWith("log.csv:2: 'log' is no table of the lineage"));
  EXPECT_THAT(Problem("fivetran", {"other.csv", "null"}),
              EndsWith("other.csv: no row of a table of Fivetran's lineage is in it"));
  EXPECT_EQ(Problem("fivetran", {"source_schema.csv", "id,name\n"}), "");
  EXPECT_THAT(Problem("fivetran", {"source_table.csv", "id,name\n,x\n"}),
              EndsWith("source_table.csv:2: source_table without id or name"));
}

constexpr char kPipeline[] = R"({"pipeline": {"project": {"name": "shop"}, "name": "train"},
  "description": "a model of orders",
  "input": {"cross": [{"pfs": {"repo": "orders", "branch": "dev", "glob": "/*"}},
                      {"join": [{"pfs": {"repo": "users", "project": "people"}}, {"cron": {"name": "tick"}}]}]},
  "egress": {"URL": "s3://bucket/models"}, "transform": {"image": "train:1"}})";

TEST(Pachyderm, APipelineReadsItsInputsAndWritesTheRepoOfItsName) {
  const absl::StatusOr<Graph> graph = Import("pachyderm", {{"p.json", kPipeline}});
  const std::string by = " ASSUMED DECLARED by pachyderm/shop/train";
  EXPECT_THAT(FlowsInFull(graph),
              ElementsAre("pachyderm people/users -> pachyderm shop/train" + by,
                          "pachyderm people/users -> s3://bucket models" + by,
                          "pachyderm shop/orders@dev -> pachyderm shop/train" + by,
                          "pachyderm shop/orders@dev -> s3://bucket models" + by,
                          "pachyderm shop/train_tick -> pachyderm shop/train" + by,
                          "pachyderm shop/train_tick -> s3://bucket models" + by));
  EXPECT_EQ(graph->job(0).declaration().description(), "a model of orders");
}

TEST(Pachyderm, ProvenanceOfACommitIsObserved) {
  const std::string commit =
      R"({"commit": {"repo": {"name": "train", "type": "user", "project": {"name": "default"}}, "id": "1",
       "branch": {"name": "master"}}, "origin": {"kind": "AUTO"},
      "directProvenance": [{"repo": {"name": "orders", "type": "user", "project": {"name": "default"}}, "branch": {"name": "master"}},
                           {"repo": {"name": "train", "type": "spec"}}]ERROR})";
  EXPECT_THAT(
      FlowsInFull(Import("pachyderm", {{"c.json", Replaced(commit, "ERROR", "")}})),
      ElementsAre("pachyderm orders -> pachyderm train ASSUMED OBSERVED by pachyderm/train"));
  // What failed has nothing in it.
  EXPECT_THAT(FlowsInFull(Import("pachyderm",
                                 {{"c.json", Replaced(commit, "ERROR", ", \"error\": \"boom\"")}})),
              ElementsAre());
}

TEST(Pachyderm, AJobIsARunOfItsPipeline) {
  const std::string job =
      R"({"job": {"pipeline": {"name": "train"}, "id": "1"}, "state": "STATE",
         "details": {"input": {"pfs": {"repo": "orders"}}}})";
  EXPECT_THAT(
      FlowsInFull(Import("pachyderm", {{"j.json", Replaced(job, "STATE", "JOB_SUCCESS")}})),
      ElementsAre("pachyderm orders -> pachyderm train ASSUMED OBSERVED by pachyderm/train"));
  EXPECT_THAT(FlowsInFull(Import("pachyderm", {{"j.json", Replaced(job, "STATE", "JOB_FAILURE")}})),
              ElementsAre());
}

TEST(Pachyderm, WhatWeExportComesBackEqual) {
  const std::string text = ExportedText("pachyderm", GraphOf(kClinic));
  EXPECT_EQ(FlowsInFull(Import("pachyderm", {{"back.json", text}})), Clinic());
  // Others see repositories: one for what nobody makes, and each job's own.
  EXPECT_THAT(FlowsInFull(Import("pachyderm",
                                 {{"back.json", Replaced(text, "\"pedigree\"", "\"other\"")}})),
              ElementsAre("pachyderm ingest -> pachyderm train ASSUMED DECLARED by pachyderm/train",
                          HasSubstr("patients_csv_e52cc6b5 -> pachyderm ingest ASSUMED DECLARED "),
                          HasSubstr("release_txt_30b7d3f8 -> pachyderm ingest ASSUMED DECLARED ")));
}

TEST(Pachyderm, ACircleIsSaidWhereItCannotBe) {
  Graph graph = GraphOf(R"pb(
    asset { namespace: "file" name: "a" kind: DATASET }
    asset { namespace: "file" name: "b" kind: DATASET }
    job {
      name: "one"
      site { access: READS asset: 0 }
      site { access: WRITES asset: 1 }
      flow { from: 0 to: 1 subtype: IDENTITY }
    }
    job {
      name: "two"
      site { access: READS asset: 1 }
      site { access: WRITES asset: 0 }
      flow { from: 0 to: 1 subtype: IDENTITY }
    })pb");
  const std::string text = ExportedText("pachyderm", graph);
  EXPECT_THAT(text, HasSubstr("Reads b of one as well, which is made of what it makes."));
  EXPECT_EQ(FlowsInFull(Import("pachyderm", {{"back.json", text}})), FlowsInFull(graph));
}

TEST(Pachyderm, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("pachyderm", {"p.json", "{}"}),
              EndsWith("p.json:1: neither a pipeline, a job, a branch nor a commit of Pachyderm"));
  EXPECT_THAT(Problem("pachyderm", {"p.json", "{\"pipeline\": {}}"}),
              EndsWith("p.json:1: a pipeline has no name"));
  EXPECT_THAT(Problem("pachyderm",
                      {"p.json", "{\"pipeline\": {\"name\": \"x\"},\n\"input\": {\"pfs\": {}}}"}),
              EndsWith("p.json:2: an input has no repo"));
  EXPECT_THAT(Problem("pachyderm", {"p.json", std::string(1'000'000, '[')}),
              EndsWith("nested more than 200 deep"));
  EXPECT_THAT(
      Problem(
          "pachyderm",
          {"p.json",
           R"({"pipeline": {"name": "x"}, "metadata": {"annotations": {"pedigree": "{\"job\":{\"name\":\"j\",\"site\":[{\"asset\":7}]}}"}}})"}),
      HasSubstr("what Pedigree wrote of itself: job 'j': site 0: there is no asset 7"));
}

constexpr char kTableLineage[] =
    "entity_type,entity_id,source_table_full_name,source_path,source_type,target_table_full_name,"
    "target_path,target_type\n"
    "JOB,42,main.raw.orders,,TABLE,main.gold.totals,,TABLE\n"
    "NOTEBOOK,7,,s3://lake/in.csv,PATH,main.raw.orders,,TABLE\n"
    ",,main.gold.totals,,VIEW,,,\n";

TEST(Unity, RowsOfTheSystemTablesAreFlows) {
  const std::vector<std::string> expected = {
      "s3://lake in.csv -> unity main.raw.orders MODELED OBSERVED by unity/NOTEBOOK/7",
      "unity main.raw.orders -> unity main.gold.totals MODELED OBSERVED by unity/JOB/42",
      "unity main.raw.orders.total -> unity main.gold.totals.sum MODELED OBSERVED by unity/JOB/42"};
  const absl::StatusOr<Graph> graph = Import(
      "unity",
      {{"table_lineage.csv", kTableLineage},
       {"column_lineage.jsonl",
        R"({"entity_type":"JOB","entity_id":"42","source_table_full_name":"main.raw.orders","source_type":"TABLE","source_column_name":"total","target_table_full_name":"main.gold.totals","target_type":"TABLE","target_column_name":"sum"})"}});
  EXPECT_EQ(FlowsInFull(graph), expected);
  // What is only read is a site.
  EXPECT_EQ(graph->job(2).name(), "unity/query");
  EXPECT_EQ(graph->job(2).site_size(), 1);
}

TEST(Unity, ATableIsTheSameAsItsLocation) {
  EXPECT_THAT(
      FlowsInFull(Import(
          "unity",
          {{"tables.json",
            R"({"tables": [{"catalog_name": "main", "schema_name": "raw", "name": "t", "storage_location": "s3://lake/t",
                 "columns": [{"name": "a", "type_text": "int"}]}]})"}})),
      ElementsAre("s3://lake t -> unity main.raw.t MODELED DECLARED by same-as",
                  "unity main.raw.t -> s3://lake t MODELED DECLARED by same-as"));
}

TEST(Unity, WhatIsAskedForAloneIsAsItIsListed) {
  const std::string where =
      R"("catalog_name": "main", "schema_name": "raw", "name": "x", "storage_location": "s3://lake/x")";
  for (const auto& [more, kind] :
       std::vector<std::pair<std::string, AssetKind>>{{R"("table_type": "EXTERNAL")", TABLE},
                                                      {R"("volume_type": "EXTERNAL")", DATASET},
                                                      {R"("id": "1")", MODEL}}) {
    const absl::StatusOr<Graph> graph =
        Import("unity", {{"one.json", "{" + where + ", " + more + "}"}});
    EXPECT_THAT(FlowsInFull(graph),
                ElementsAre("s3://lake x -> unity main.raw.x MODELED DECLARED by same-as",
                            "unity main.raw.x -> s3://lake x MODELED DECLARED by same-as"));
    EXPECT_EQ(graph->asset(1).kind(), kind) << more;
  }
}

TEST(Unity, AViewIsMadeOfWhatItsDefinitionNames) {
  EXPECT_THAT(
      FlowsInFull(Import(
          "unity", {{"tables.json",
                     R"({"tables": [{"catalog_name": "main", "schema_name": "gold", "name": "v",
                 "view_dependencies": {"dependencies": [{"table": {"table_full_name": "main.raw.t"}}]}}]})"}})),
      ElementsAre(
          "unity main.raw.t -> unity main.gold.v MODELED DECLARED by unity/view/main.gold.v"));
}

TEST(Unity, ExternalLineageIsReadAsListed) {
  EXPECT_THAT(
      FlowsInFull(Import(
          "unity",
          {{"lineage.json",
            R"({"external_lineage_relationships": [{"external_lineage_info": {"source": {"external_metadata": {"name": "crm"}},
               "target": {"table": {"name": "main.raw.t"}}, "columns": [{"source": "a", "target": "b"}]}}]})"}})),
      ElementsAre(
          "unity-external crm -> unity main.raw.t MODELED DECLARED by unity/external-lineage",
          "unity-external crm.a -> unity main.raw.t.b MODELED DECLARED by unity/external-lineage"));
}

TEST(Unity, WhatWeExportComesBackEqual) {
  const std::string text = ExportedText("unity", GraphOf(kClinic));
  EXPECT_EQ(FlowsInFull(Import("unity", {{"back.jsonl", text}})), Clinic());
  EXPECT_THAT(text, HasSubstr(R"("columns":[{"source":"age","target":"age"})"));
}

TEST(Unity, BetweenTwoThingsOfTheCatalogStandsTheJob) {
  Graph graph = GraphOf(R"pb(
    asset { namespace: "s3://lake" name: "a" kind: DATASET }
    asset { namespace: "s3://lake" name: "b" kind: DATASET }
    asset { namespace: "unity" name: "main.raw.c" kind: TABLE }
    job {
      name: "copy"
      site { access: READS asset: 0 }
      site { access: READS asset: 1 }
      site { access: WRITES asset: 2 }
      flow { from: 0 to: 2 subtype: IDENTITY }
      flow { from: 1 to: 2 subtype: IDENTITY from_column: "x" to_column: "y" }
    })pb");
  const std::string text = ExportedText("unity", graph);
  EXPECT_EQ(FlowsInFull(Import("unity", {{"back.jsonl", text}})), FlowsInFull(graph));
  EXPECT_THAT(text, HasSubstr("\"entity_type\":\"JOB\""));
  EXPECT_THAT(
      FlowsInFull(Import("unity", {{"back.jsonl", Replaced(text, "\"pedigree", "\"other")}})),
      ElementsAre(HasSubstr("s3://lake a -> unity-external copy "),
                  HasSubstr("s3://lake b -> unity-external copy "),
                  HasSubstr("unity-external copy -> unity main.raw.c ")));
}

TEST(Unity, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("unity", {"a.csv", "x,y\n1,2\n"}),
              EndsWith("a.csv:2: the columns source_table_full_name and target_table_full_name are "
                       "missing"));
  EXPECT_THAT(Problem("unity", {"a.csv", "source_table_full_name,target_table_full_name\n,\n"}),
              EndsWith("a.csv:2: a row has neither a source nor a target with a name"));
  EXPECT_THAT(Problem("unity", {"a.csv", "null"}), EndsWith("a.csv: no row of lineage is in it"));
  EXPECT_THAT(Problem("unity", {"a.json", "{\"x\": 1}"}),
              EndsWith("a.json:1: neither lineage, metadata nor objects of Unity Catalog"));
  EXPECT_THAT(Problem("unity", {"a.json", "{\"tables\": [\n{}]}"}),
              EndsWith("a.json:2: an object has no catalog, schema or name"));
}

constexpr char kArn[] = "arn:aws:sagemaker:eu-west-1:123456789012:";

TEST(SageMaker, ActionsReadAndWriteArtifacts) {
  const std::string lineage = Replaced(
      R"({"AssociationSummaries": [
  {"SourceArn": "ARNartifact/1", "DestinationArn": "ARNaction/fit", "AssociationType": "ContributedTo", "SourceType": "DataSet", "DestinationName": "fit"},
  {"SourceArn": "ARNartifact/2", "DestinationArn": "ARNaction/fit", "AssociationType": "ContributedTo"},
  {"SourceArn": "ARNaction/fit", "DestinationArn": "ARNartifact/3", "AssociationType": "Produced"},
  {"SourceArn": "ARNaction/fit", "DestinationArn": "ARNartifact/4", "AssociationType": "Produced"},
  {"SourceArn": "ARNartifact/1", "DestinationArn": "ARNartifact/4", "AssociationType": "DerivedFrom"},
  {"SourceArn": "ARNartifact/3", "DestinationArn": "ARNcontext/endpoint", "AssociationType": "AssociatedWith", "DestinationName": "endpoint"}]})",
      "ARN", kArn);
  const std::string artifact = Replaced(
      R"({"ArtifactArn": "ARNartifact/N", "Source": {"SourceUri": "s3://b/N"}, "ArtifactType": "Model"})",
      "ARN", kArn);
  std::string artifacts;
  for (const char* number : {"1", "2", "3", "4"})
    artifacts += Replaced(artifact, "N\"", std::string(number) + "\"") + "\n";
  const std::vector<std::string> expected = {
      "s3://b 1 -> s3://b 3 ASSUMED DECLARED by sagemaker/fit",
      "s3://b 1 -> s3://b 4 MODELED DECLARED by sagemaker/fit",
      "s3://b 2 -> s3://b 3 ASSUMED DECLARED by sagemaker/fit",
      "s3://b 3 -> sagemaker endpoint MODELED DECLARED by sagemaker/association"};
  EXPECT_EQ(FlowsInFull(Import("sagemaker", {{"l.json", lineage}, {"a.jsonl", artifacts}})),
            expected);
  EXPECT_EQ(FlowsInFull(Import("sagemaker", {{"a.jsonl", artifacts}, {"l.json", lineage}})),
            expected);
}

TEST(SageMaker, ATrialComponentIsARunThatWasSeen) {
  EXPECT_THAT(
      FlowsInFull(Import(
          "sagemaker",
          {{"t.json",
            Replaced(
                R"({"TrialComponentName": "job-1", "TrialComponentArn": "ARNexperiment-trial-component/job-1",
        "InputArtifacts": {"train": {"Value": "s3://b/in"}}, "OutputArtifacts": {"model": {"Value": "s3://b/out"}}})",
                "ARN", kArn)}})),
      ElementsAre("s3://b in -> s3://b out ASSUMED OBSERVED by sagemaker/job-1"));
}

// What SageMaker would answer once our requests were carried out.
std::string Listed(const std::string& requests) {
  std::string answers;
  std::istringstream lines(requests);
  for (std::string line; std::getline(lines, line);) {
    const Json sent = Json::parse(line);
    const std::string operation = sent["operation"];
    Json answer = sent["request"];
    if (operation == "AddAssociation") {
      for (const char* end : {"SourceArn", "DestinationArn"})
        answer[end] = kArn + answer[end].get<std::string>();
      answer = {{"AssociationSummaries", Json::array({answer})}};
    } else {
      answer[operation.substr(6) + "Arn"] = kArn + sent["as"].get<std::string>();
    }
    answers += Dump(answer) + "\n";
  }
  return answers;
}

TEST(SageMaker, WhatWeExportComesBackEqual) {
  const std::string text = ExportedText("sagemaker", GraphOf(kClinic));
  EXPECT_EQ(FlowsInFull(Import("sagemaker", {{"back.jsonl", Listed(text)}})), Clinic());
  // Others have no columns and no confidence, but which input reaches which output.
  const auto plain = FlowsInFull(
      Import("sagemaker", {{"back.jsonl", Replaced(Listed(text), "\"pedigree-", "\"other-")}}));
  const std::string table = "file sqlite/clinic.db/patients", by = " DECLARED by sagemaker/";
  EXPECT_THAT(plain, ElementsAre("file patients.csv -> " + table + " MODELED" + by + "ingest",
                                 "file patients.csv -> sagemaker pedigree ASSUMED" + by + "ingest",
                                 "file release.txt -> sagemaker pedigree ASSUMED" + by + "ingest",
                                 table + " -> file model.json MODELED" + by + "train",
                                 table + " -> sagemaker pedigree ASSUMED" + by + "train"));
}

TEST(SageMaker, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("sagemaker", {"a.json", "{\"x\": 1}"}),
              EndsWith("a.json:1: neither associations, lineage nor the description of an entity"));
  EXPECT_THAT(
      Problem("sagemaker", {"a.json", "{\"Edges\": [\n{\"SourceArn\": \"x\"}]}"}),
      EndsWith("a.json:2: 'x' is no ARN of an artifact, action, context or trial component"));
  EXPECT_EQ(Problem("sagemaker", {"a.json", "{}"}), "");
}

}  // namespace
}  // namespace pedigree::interop
