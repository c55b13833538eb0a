#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/interop.h"
#include "lineage/render/show.h"
#include "lineage/testing.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Written(const std::string& text) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = ::testing::TempDir() + "/" + test->name() + ".jsonl";
  EXPECT_TRUE(WriteFile(path, text).ok());
  return path;
}

absl::StatusOr<Graph> Import(const std::string& text) {
  GraphBuilder builder("OpenLineage");
  const absl::Status status =
      FindSystem("openlineage")->imports(Written(text), Options(), &builder);
  if (!status.ok()) return status;
  return std::move(builder).Finish();
}

std::string Problem(const std::string& text) {
  const absl::StatusOr<Graph> graph = Import(text);
  if (graph.ok()) return "";
  const std::string message(graph.status().message().data(), graph.status().message().size());
  return message.substr(message.find(".jsonl") + 6);
}

// Each flow as "from.column -> to.column SUBTYPE CONFIDENCE by job", sorted.
std::vector<std::string> Flows(const absl::StatusOr<Graph>& graph) {
  EXPECT_TRUE(graph.ok()) << graph.status();
  std::vector<std::string> flows;
  if (!graph.ok()) return flows;
  for (const Job& job : graph->job()) {
    for (const FlowEdge& flow : job.flow()) {
      const auto end = [&](uint32_t site, const std::string& column) {
        const std::string& name = graph->asset(job.site(site).asset()).name();
        return column.empty() ? name : name + "." + column;
      };
      flows.push_back(end(flow.from(), flow.from_column()) + " -> " +
                      end(flow.to(), flow.to_column()) + " " + Subtype_Name(flow.subtype()) + " " +
                      Confidence_Name(flow.confidence()) + " by " + job.name());
    }
  }
  std::sort(flows.begin(), flows.end());
  return flows;
}

std::string Exported(const Graph& graph, bool all = true) {
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  EXPECT_TRUE(lineage.ok());
  Options options;
  options.all = all;
  const auto documents = FindSystem("openlineage")->exports({graph, *lineage, {}, options});
  EXPECT_TRUE(documents.ok());
  return (*documents)[0].content;
}

TEST(OpenLineage, WhatWeExportComesBackEqual) {
  Graph graph = GraphOf(kClinic);
  Properties* said = graph.mutable_asset(0)->mutable_properties();
  said->add_tag("pii");
  said->set_owner("data-team");
  said->set_license("CC-BY-4.0");
  said->set_retention_days(30);
  said->set_digest("sha256:00");
  Properties::Column* age = said->add_column();
  age->set_name("age");
  age->set_type("INTEGER");
  age->add_tag("health");
  graph.mutable_asset(0)->add_column("age");
  Asset* own = graph.add_asset();
  own->set_namespace_("file");
  own->set_name("{argv:1}");
  own->set_job_local(true);
  own->set_job("train");
  own->add_witness(DERIVED);
  SiteUse* site = graph.mutable_job(1)->add_site();
  site->set_access(SiteUse::READS);
  site->set_asset(graph.asset_size() - 1);
  graph.mutable_job(1)->mutable_declaration()->set_owner("ml-team");

  const absl::StatusOr<Graph> back = Import(Exported(graph));
  ASSERT_TRUE(back.ok()) << back.status();
  const absl::StatusOr<Lineage> before = Lineage::Make(graph), after = Lineage::Make(*back);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(ShowJson(*after), ShowJson(*before));
  for (size_t i = 0; i < before->assets().size(); ++i) {
    EXPECT_EQ(after->assets()[i].properties.DebugString(),
              before->assets()[i].properties.DebugString());
  }
  EXPECT_EQ(after->jobs()[1].declaration.owner(), "ml-team");
}

TEST(OpenLineage, OthersFindTheSpecsOwnFacets) {
  const std::string text = Exported(GraphOf(kClinic));
  for (const std::string_view part :
       {"\"columnLineage\":{",
        "\"inputFields\":[{\"namespace\":\"file\",\"name\":\"patients.csv\",\"field\":\"age\"",
        "\"datasetType\":\"FILE\"", "\"datasetType\":\"MODEL\"",
        "LineageFacet.json#/$defs/LineageJobFacet", "\"subtype\":\"IDENTITY\"",
        "\"description\":\"TRAIN, ASSUMED\""}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(OpenLineage, WithoutOurFacetTheFlowsComeBackAsTheSpecSaysThem) {
  std::string text = Exported(GraphOf(kClinic));
  for (const std::string_view facet : {"\"pedigree_job\"", "\"pedigree_asset\""}) {
    for (size_t at; (at = text.find(facet)) != std::string::npos;) text[at + 1] = 'x';
  }
  EXPECT_THAT(Flows(Import(text)),
              ElementsAre("clinic.db/patients.age -> model.json TRANSFORMATION MODELED by train",
                          "patients.csv.age -> clinic.db/patients.age IDENTITY MODELED by ingest",
                          "patients.csv.race -> clinic.db/patients.race IDENTITY MODELED by ingest",
                          "release.txt -> stderr TRANSFORMATION MODELED by ingest"));
}

TEST(OpenLineage, LogsAreLeftOutUnlessAskedFor) {
  EXPECT_EQ(Exported(GraphOf(kClinic), /*all=*/false).find("stderr"), std::string::npos);
}

constexpr char kStart[] =
    R"({"eventType":"START","run":{"runId":"1"},"job":{"namespace":"airflow","name":"load"},"inputs":[{"namespace":"s3://b","name":"a"}]})";

TEST(OpenLineage, ARunsInputsAndOutputsMeetOverItsEvents) {
  EXPECT_THAT(
      Flows(Import(
          std::string(kStart) +
          R"({"eventType":"COMPLETE","run":{"runId":"1"},"job":{"namespace":"airflow","name":"load"},"outputs":[{"namespace":"pg","name":"t"}]}
{"eventType":"COMPLETE","run":{"runId":"2"},"job":{"namespace":"airflow","name":"load"},"inputs":[{"namespace":"s3://b","name":"a2"}],"outputs":[{"namespace":"pg","name":"t2"}]})")),
      ElementsAre("a -> t TRANSFORMATION ASSUMED by airflow/load",
                  "a2 -> t2 TRANSFORMATION ASSUMED by airflow/load"));
}

TEST(OpenLineage, ARunThatFailedWroteNothingForSure) {
  EXPECT_THAT(
      Flows(Import(
          std::string(kStart) +
          R"({"eventType":"FAIL","run":{"runId":"1"},"job":{"namespace":"airflow","name":"load"},"outputs":[{"namespace":"pg","name":"t"}]})")),
      ElementsAre());
}

TEST(OpenLineage, WhatTheLineageFacetListsIsAllForThatOutput) {
  EXPECT_THAT(
      Flows(Import(
          R"({"job":{"namespace":"n","name":"j","facets":{"lineage":{"_producer":"p","_schemaURL":"s","entries":[
  {"type":"DATASET","namespace":"n","name":"o","inputs":[{"type":"DATASET","namespace":"n","name":"i1"}],
   "fields":{"c":{"inputs":[{"type":"DATASET","namespace":"n","name":"i1","field":"a","transformations":[{"type":"INDIRECT","subtype":"FILTER"}]}]}}}]}}},
  "inputs":[{"namespace":"n","name":"i1"},{"namespace":"n","name":"i2"}],
  "outputs":[{"namespace":"n","name":"o"},{"namespace":"n","name":"p"}]})")),
      ElementsAre("i1 -> o TRANSFORMATION MODELED by n/j", "i1 -> p TRANSFORMATION ASSUMED by n/j",
                  "i1.a -> o.c FILTER MODELED by n/j", "i2 -> p TRANSFORMATION ASSUMED by n/j"));
}

TEST(OpenLineage, JobsHandOverWithoutADataset) {
  EXPECT_THAT(
      Flows(Import(
          R"({"job":{"namespace":"n","name":"a","facets":{"lineage":{"entries":[{"type":"JOB","namespace":"n","name":"b",
            "inputs":[{"type":"JOB","namespace":"n","name":"c"}]},{"type":"DATASET","namespace":"n","name":"o","inputs":[{"type":"JOB"}]}]}}}})")),
      ElementsAre());
}

TEST(OpenLineage, ASymlinkIsTheSameDataBothWays) {
  const absl::StatusOr<Graph> graph = Import(
      R"({"dataset":{"namespace":"hdfs://h","name":"/w/t","facets":{"symlinks":{"identifiers":[{"namespace":"hive://m","name":"db.t","type":"TABLE"}]}}}})");
  EXPECT_THAT(Flows(graph), ElementsAre("/w/t -> db.t IDENTITY MODELED by same-as",
                                        "db.t -> /w/t IDENTITY MODELED by same-as"));
  EXPECT_THAT(Exported(*graph),
              HasSubstr("\"identifiers\":[{\"namespace\":\"hive://m\",\"name\":\"db.t\""));
}

TEST(OpenLineage, SecretsInNamesAreMasked) {
  const absl::StatusOr<Graph> graph =
      Import(R"({"dataset":{"namespace":"postgres://anna:geheim@db:5432","name":"t"}})");
  ASSERT_TRUE(graph.ok());
  EXPECT_EQ(graph->DebugString().find("geheim"), std::string::npos);
}

TEST(OpenLineage, SecretsInNamesOfOwnAssetsAreMasked) {
  const absl::StatusOr<Graph> graph = Import(R"({"dataset":{"namespace":"file","name":"x of train",
      "facets":{"pedigree_asset":{"asset":{"namespace":"postgres://anna:geheim@db:5432",
      "name":"x","job_local":true,"job":"train"}}}}})");
  ASSERT_TRUE(graph.ok()) << graph.status();
  ASSERT_EQ(graph->asset_size(), 1);
  EXPECT_TRUE(graph->asset(0).job_local());
  EXPECT_EQ(graph->DebugString().find("geheim"), std::string::npos);
}

TEST(OpenLineage, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_EQ(Problem(""), ": there is no event in it");
  EXPECT_EQ(Problem("{}\n"), ":1: an event has a job or a dataset, and this has neither");
  EXPECT_EQ(Problem("[{\"dataset\":{\"namespace\":\"a\",\"name\":\"b\"}},\n3]"),
            ":2: an event is an object");
  EXPECT_EQ(Problem(R"({"job":{"namespace":"a"}})"), ":1: job: it needs a namespace and a name");
  EXPECT_EQ(Problem(R"({"job":{"namespace":"a","name":"b"},"run":{}})"), ":1: run: no runId");
  EXPECT_EQ(
      Problem(
          "{\"job\":{\"namespace\":\"a\",\"name\":\"b\"},\n\"inputs\":[{\"namespace\":\"a\"}]}"),
      ":2: inputs: it needs a namespace and a name");
  EXPECT_EQ(
      Problem(
          R"({"job":{"namespace":"a","name":"b","facets":{"pedigree_job":{"assets":[],"job":{"site":[{"asset":7}]}}}}})"),
      ":1: pedigree_job: job 'a/b': site 0: there is no asset 7, only 0");
}

}  // namespace
}  // namespace pedigree::interop
