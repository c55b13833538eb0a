#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <sstream>

#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/interop.h"
#include "lineage/json.h"
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
  const auto documents = FindSystem("openlineage")->exports({*lineage, {}, options});
  EXPECT_TRUE(documents.ok());
  return (*documents)[0].content;
}

// A run that reads and writes so many that assuming every flow would fill the memory.
TEST(OpenLineageImport, WhatIsTooMuchToAssumeIsSaid) {
  const auto datasets = [](const char* prefix, int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      list += fmt::format(R"({}{{"namespace":"n","name":"{}{}"}})", i == 0 ? "" : ",", prefix, i);
    }
    return list;
  };
  const auto event = [&](int inputs, int outputs) {
    return "\n" +
           fmt::format(R"({{"job":{{"namespace":"n","name":"j"}},"inputs":[{}],"outputs":[{}]}})",
                       datasets("in", inputs), datasets("out", outputs));
  };
  EXPECT_EQ(Problem(event(1001, 1000)),
            ":2: a run with 1001 inputs and 1000 outputs does not say what is made of what, and "
            "1000001 flows are too many to assume");
  // Either alone may be many.
  EXPECT_EQ(Problem(event(50'000, 1)), "");
  EXPECT_EQ(Problem(event(1, 50'000)), "");
}

TEST(Export, TwoJobsOfOneNameAreNotExported) {
  Graph graph = GraphOf(kClinic);
  EXPECT_TRUE(CheckJobNames(*Lineage::Make(graph)).ok());
  *graph.add_job() = graph.job(0);
  graph.mutable_job(graph.job_size() - 1)->clear_flow();
  const absl::Status status = CheckJobNames(*Lineage::Make(graph));
  EXPECT_EQ(status.message(), "two jobs have the name 'ingest', by which others would know them");
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

// Marquez takes `job:NAMESPACE:NAME` apart at colons that no `//` follows.
TEST(OpenLineage, LabelsAndFilesOfSqliteGoByNamesThatOthersTakeApart) {
  const Graph graph = GraphOf(R"pb(
    asset { namespace: "sqlite:out/c.db" name: "people" kind: TABLE }
    asset { namespace: "file" name: "m.json" kind: MODEL }
    job {
      name: "//app/train:train"
      site { access: READS asset: 0 }
      site { access: WRITES asset: 1 }
      flow { from: 0 to: 1 subtype: TRANSFORMATION from_column: "age" }
    })pb");
  const std::string events = Exported(graph);
  EXPECT_THAT(events, HasSubstr(R"("name":"@//app/train:train")"));
  EXPECT_THAT(events, HasSubstr(R"("namespace":"sqlite://out/c.db")"));
  EXPECT_EQ(Flows(Import(events)), Flows(graph));
  // Without our facets as well, and by another's events.
  const absl::StatusOr<Graph> plain = Import(
      R"({"job":{"namespace":"pedigree","name":"@//app/train:train"},"inputs":[{"namespace":"sqlite:///w/c.db","name":"people"}],
          "outputs":[{"namespace":"file","name":"m.json"}]})");
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->job(0).name(), "//app/train:train");
  EXPECT_EQ(plain->asset(0).namespace_(), "file");
  EXPECT_EQ(plain->asset(1).namespace_(), "sqlite:/w/c.db");
}

TEST(OpenLineage, WhatStartedAJobIsSaidOfIt) {
  const auto event = [](const std::string& run, const std::string& job, const std::string& parent) {
    return R"({"eventType": "COMPLETE", "run": {"runId": ")" + run + R"(", "facets": {"parent": )" +
           parent + R"(}}, "job": {"namespace": "n", "name": ")" + job + R"("}})" + "\n";
  };
  const std::string task =
      R"({"run": {"runId": "9"}, "job": {"namespace": "airflow", "name": "clinic.train"},
          "root": {"run": {"runId": "8"}, "job": {"namespace": "airflow", "name": "clinic"}}})";
  const absl::StatusOr<Graph> graph =
      Import(event("1", "app", task) + event("1", "app", task) +
             event("2", "step", R"({"job": {"namespace": "n", "name": "app"}})") +
             event("3", "own", R"({"job": {"namespace": "n", "name": "own"}})") +
             event("4", "gone", R"({"_deleted": true, "job": {"namespace": "n", "name": "app"}})"));
  ASSERT_TRUE(graph.ok()) << graph.status();
  std::vector<std::string> said;
  for (const Job& job : graph->job())
    said.push_back(job.name() + ": " + job.declaration().description());
  EXPECT_THAT(said, ElementsAre("n/app: started by airflow/clinic and airflow/clinic.train",
                                "n/gone: ", "n/own: ", "n/step: started by n/app"));
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

// The events of a run of kClinic's `train`, of these records after its first; and of its parent.
std::vector<Json> RunEventsOf(const std::vector<std::string>& records, Options options = {}) {
  std::deque<Ledger> ledgers;
  std::vector<Observed> runs;
  const auto add = [&](const std::string& id, const std::string& more,
                       const std::vector<std::string>& texts) {
    Ledger ledger;
    Record first;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "run { schema_version: 1 id: '" + id +
            "' working_directory: '/w' started_unix_ns: "
            "1767225600250000000 observer: 'test 1' " +
            more + " }",
        &first));
    ledger.records.push_back(first);
    for (const std::string& text : texts) {
      Record record;
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &record)) << text;
      ledger.records.push_back(record);
    }
    ledgers.push_back(std::move(ledger));
    runs.push_back(Observe(ledgers.back()));
  };
  add(std::string(32, '1'),
      "job: 'train' git_commit: 'c0ffee' parent_run: '" + std::string(32, '2') + "'", records);
  add(std::string(32, '2'), "argv: '/usr/bin/nightly'", {"end { ended_unix_ns: 1 }"});
  Graph graph = GraphOf(kClinic);
  graph.mutable_asset(1)->set_namespace_("file");
  graph.mutable_asset(1)->set_name("patients.db");
  Coverage* coverage = graph.mutable_job(1)->mutable_coverage();
  coverage->set_functions(7);
  coverage->add_widened("Fit");
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  EXPECT_TRUE(lineage.ok());
  const auto documents = FindSystem("openlineage")->exports({*lineage, runs, options});
  EXPECT_TRUE(documents.ok());
  std::vector<Json> events;
  std::istringstream lines((*documents)[0].content);
  for (std::string line; std::getline(lines, line);) {
    Json event = Json::parse(line);
    if (event.contains("run") && event["job"]["name"] == "train") events.push_back(event);
  }
  return events;
}

constexpr char kProcess[] = "process { id: 4 working_directory: '/w' }";
std::string Access(const std::string& mode, const std::string& name, const std::string& digest) {
  const bool read = mode == "READ";
  return "access { process: 4 mode: " + mode + " namespace: 'file' name: '/w/" + name +
         "' opened: 1 closed: 2 " + (read ? "bytes_read: 30 read" : "bytes_written: 20 written") +
         " { how: " + (read ? "BYTES_READ" : "BYTES_WRITTEN") + " algorithm: 'sha256' value: '" +
         digest + "' size: 3 } version { rows: 5 } }";
}

TEST(OpenLineage, ARunBeginsAndEnds) {
  const std::vector<Json> events =
      RunEventsOf({kProcess, Access("READ", "patients.db", std::string(32, 'a')),
                   Access("WRITE", "model.json", std::string(32, 'b')),
                   "parameter { process: 4 name: 'depth' value: '3' }",
                   "metric { process: 4 name: 'auc' value: 0.5 step: 2 dataset: 'file/test.csv' }",
                   "process_end { process: 4 }", "end { ended_unix_ns: 1767225661000000000 }"});
  ASSERT_EQ(events.size(), 2);
  const Json &start = events[0], &end = events[1];
  EXPECT_EQ(start["eventType"], "START");
  EXPECT_EQ(start["eventTime"], "2026-01-01T00:00:00.250Z");
  EXPECT_EQ(end["eventType"], "COMPLETE");
  EXPECT_EQ(end["eventTime"], "2026-01-01T00:01:01.000Z");
  EXPECT_EQ(end["run"]["runId"], "11111111-1111-1111-1111-111111111111");
  EXPECT_TRUE(start["outputs"].empty());

  const Json& input = end["inputs"][0];
  EXPECT_EQ(input["name"], "patients.db");
  std::string digest = "sha256:";
  for (int i = 0; i < 32; ++i) digest += "61";
  EXPECT_EQ(input["facets"]["version"]["datasetVersion"], digest);
  EXPECT_EQ(input["inputFacets"]["inputStatistics"]["size"], 30);
  EXPECT_EQ(input["inputFacets"]["inputStatistics"]["rowCount"], 5);
  const Json& output = end["outputs"][0];
  EXPECT_EQ(output["name"], "model.json");
  EXPECT_EQ(output["outputFacets"]["outputStatistics"]["size"], 20);
  EXPECT_EQ(output["facets"]["datasetType"]["datasetType"], "MODEL");

  const Json& facets = end["run"]["facets"];
  EXPECT_EQ(facets["executionParameters"]["parameters"][0]["key"], "depth");
  EXPECT_EQ(facets["executionParameters"]["parameters"][0]["value"], "3");
  EXPECT_EQ(facets["parent"]["run"]["runId"], "22222222-2222-2222-2222-222222222222");
  EXPECT_EQ(facets["parent"]["job"]["name"], "nightly");
  EXPECT_EQ(facets["extractionError"]["totalTasks"], 7);
  EXPECT_THAT(facets["extractionError"]["errors"].dump(), HasSubstr("\"task\":\"Fit\""));
  EXPECT_EQ(facets["pedigree_run"]["gitCommit"], "c0ffee");
  EXPECT_EQ(facets["pedigree_run"]["metrics"][0]["value"], 0.5);
  EXPECT_FALSE(facets.contains("test"));

  // Both ends of the flow were touched: it is what the run did.
  const Json& entries = end["job"]["facets"]["lineage"]["entries"];
  ASSERT_EQ(entries.size(), 1);
  EXPECT_EQ(entries[0]["name"], "model.json");
  EXPECT_EQ(entries[0]["inputs"][0]["name"], "patients.db");
  // The same for those that look for columns where the output is: Marquez, of runs alone.
  const Json& columns = output["facets"]["columnLineage"]["dataset"];
  ASSERT_EQ(columns.size(), 1);
  EXPECT_EQ(columns[0]["name"], "patients.db");
  EXPECT_EQ(columns[0]["field"], "age");
}

TEST(OpenLineage, ARunThatTouchedOneEndSaysNothingOfTheFlow) {
  const std::vector<Json> events =
      RunEventsOf({kProcess, Access("READ", "patients.db", std::string(32, 'a')),
                   "process_end { process: 4 }", "end { ended_unix_ns: 2 }"});
  EXPECT_FALSE(events[1]["job"]["facets"].contains("lineage"));
  EXPECT_EQ(events[1].dump().find("columnLineage"), std::string::npos);
}

TEST(OpenLineage, ARunFailsOrIsNotOver) {
  for (const auto& [records, type] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"end { ended_unix_ns: 2 exit_status: 1 }"}, "FAIL"},
           {{"end { ended_unix_ns: 2 signal: 9 }"}, "FAIL"},
           {{}, "RUNNING"}}) {
    EXPECT_EQ(RunEventsOf(records)[1]["eventType"], type);
  }
}

TEST(OpenLineage, VerdictsOfPoliciesAreTestsOfTheRunsThatTheyGoThrough) {
  Options options;
  options.verdicts = {{.rule = "no-race", .description = "why", .findings = {{"race", {"train"}}}},
                      {.rule = "other-job", .description = "", .findings = {{"x", {"ingest"}}}},
                      {.rule = "small", .description = "", .error = false, .findings = {}}};
  const std::vector<Json> events = RunEventsOf({"end { ended_unix_ns: 2 }"}, options);
  const Json& tests = events[1]["run"]["facets"]["test"]["tests"];
  ASSERT_EQ(tests.size(), 3);
  EXPECT_EQ(tests[0]["name"], "no-race");
  EXPECT_EQ(tests[0]["status"], "fail");
  EXPECT_EQ(tests[0]["severity"], "error");
  EXPECT_EQ(tests[0]["actual"], "1 finding: race");
  EXPECT_EQ(tests[1]["status"], "pass");
  EXPECT_EQ(tests[2]["severity"], "warn");
}

TEST(OpenLineage, WhatARunSaysComesBackAsObserved) {
  std::string text;
  for (const Json& event :
       RunEventsOf({kProcess, Access("READ", "patients.db", std::string(32, 'a')),
                    Access("WRITE", "model.json", std::string(32, 'b')),
                    "process_end { process: 4 }", "end { ended_unix_ns: 2 }"}))
    text += event.dump() + "\n";
  const absl::StatusOr<Graph> graph = Import(text);
  EXPECT_THAT(Flows(graph),
              ElementsAre("patients.db.age -> model.json TRANSFORMATION MODELED by train"));
  EXPECT_THAT(graph->job(0).flow(0).witness(), ElementsAre(OBSERVED));
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

TEST(OpenLineage, AnAnswerOfMarquezHasItsEventsInAList) {
  const std::string end =
      R"({"eventType":"COMPLETE","run":{"runId":"1"},"job":{"namespace":"airflow","name":"load"},"outputs":[{"namespace":"pg","name":"t"}]})";
  EXPECT_EQ(Flows(Import("{\"events\": [" + end + ",\n" + kStart + "], \"totalCount\": 2}")),
            Flows(Import(kStart + ("\n" + end))));
  EXPECT_EQ(Flows(Import("{\"events\": [" + end + "," + kStart + "]}")).size(), 1);
  EXPECT_EQ(Problem("{\"events\": [" + end + ",\n{}]}"),
            ":2: an event has a job or a dataset, and this has neither");
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

// As Spark's ALTER TABLE ... RENAME has it.
TEST(OpenLineage, WhatWasRenamedIsMadeOfWhatItWas) {
  const auto renamed = [](const std::string& facet) {
    return Flows(Import(
        R"({"eventType": "COMPLETE", "run": {"runId": "1"}, "job": {"namespace": "s", "name": "j"}, "inputs": [],
        "outputs": [{"namespace": "file", "name": "new", "facets": {"lifecycleStateChange": )" +
        facet + "}}]}"));
  };
  EXPECT_THAT(
      renamed(
          R"({"lifecycleStateChange": "RENAME", "previousIdentifier": {"namespace": "file", "name": "old"}})"),
      ElementsAre("old -> new IDENTITY MODELED by s/j"));
  EXPECT_THAT(
      renamed(
          R"({"lifecycleStateChange": "ALTER", "previousIdentifier": {"namespace": "file", "name": "new"}})"),
      ElementsAre());
  EXPECT_THAT(renamed(R"({"lifecycleStateChange": "DROP"})"), ElementsAre());
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
