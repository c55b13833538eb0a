// MLflow's traces, in the server's words and in its client's.
#include "lineage/interop/testing.h"

namespace pedigree::interop {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

// As the client writes it: each attribute is JSON in a string. `state` of the trace; `given` to the
// model.
std::string Client(const std::string& state, const std::string& given) {
  const std::string text = R"({"info": {"trace_id": "tr-1", "state": ")" + state +
                           R"(", "trace_location": {"mlflow_experiment": {"experiment_id": "1"}},
  "trace_metadata": {"mlflow.modelId": "m-1"}, "tags": {"mlflow.traceName": "ask"}},
 "data": {"spans": [
  {"name": "ask", "parent_span_id": null, "attributes": {"mlflow.spanType": "\"CHAIN\"",
    "mlflow.spanInputs": "{\"q\": \"what lowers the glucose?\"}"}},
  {"name": "embed", "parent_span_id": "a", "attributes": {"mlflow.spanType": "\"EMBEDDING\"", "model": "\"bge\""}},
  {"name": "find", "parent_span_id": "a", "attributes": {"mlflow.spanType": "\"RETRIEVER\"", "mlflow.spanOutputs":
    "[{\"page_content\": \"Metformin lowers it.\", \"metadata\": {\"doc_uri\": \"docs/metformin.md\"}, \"id\": \"1\"},
      {\"page_content\": \"Insulin lowers it, too.\", \"metadata\": {\"doc_uri\": \"s3://kb/insulin.md\"}},
      {\"page_content\": \"Nobody says where this is from.\", \"metadata\": {}, \"id\": \"7\"}]"}},
  {"name": "tool", "parent_span_id": "a", "attributes": {"mlflow.spanType": "\"TOOL\"", "mlflow.spanOutputs":
    "[{\"page_content\": \"No retriever found this.\", \"metadata\": {\"doc_uri\": \"docs/tool.md\"}}]"}},
  {"name": "llm", "parent_span_id": "a", "attributes": {"mlflow.spanType": "\"CHAT_MODEL\"",
    "mlflow.llm.model": "\"gpt\"", "mlflow.llm.provider": "\"acme\"",
    "mlflow.spanInputs": "{\"messages\": [{\"content\": \")" +
                           given + R"(\"}]}"}}]}})";
  // A string of JSON is on one line.
  return Replaced(text, "\n", " ");
}

TEST(MlflowTraces, WhatIsRetrievedAndAskedReachesTheAnswers) {
  EXPECT_THAT(
      FlowsInFull(
          Import("mlflow",
                 {{"t.json", Client("OK", "Metformin lowers it. Now: what lowers the glucose?")}})),
      ElementsAre(
          "file docs/metformin.md -> mlflow answers of ask of experiment 1 MODELED OBSERVED by "
          "mlflow/ask of experiment 1",
          "llm acme/gpt -> mlflow answers of ask of experiment 1 MODELED OBSERVED by mlflow/ask of "
          "experiment 1",
          "llm bge -> mlflow answers of ask of experiment 1 ASSUMED OBSERVED by mlflow/ask of "
          "experiment 1",
          "mlflow document 7 -> mlflow answers of ask of experiment 1 ASSUMED OBSERVED by "
          "mlflow/ask "
          "of experiment 1",
          "mlflow models:/m-1 -> mlflow answers of ask of experiment 1 MODELED OBSERVED by "
          "mlflow/ask of experiment 1",
          "mlflow questions to ask of experiment 1 -> mlflow answers of ask of experiment 1 "
          "MODELED "
          "OBSERVED by mlflow/ask of experiment 1",
          "s3://kb insulin.md -> mlflow answers of ask of experiment 1 ASSUMED OBSERVED by "
          "mlflow/ask of experiment 1"));
}

TEST(MlflowTraces, WhatNoModelIsSeenToBeGivenIsAssumed) {
  for (const std::string& flow :
       FlowsInFull(Import("mlflow", {{"t.json", Client("OK", "A summary of it all.")}}))) {
    if (flow.find("docs/") != std::string::npos || flow.find("questions") != std::string::npos)
      EXPECT_THAT(flow, HasSubstr(" ASSUMED "));
  }
}

TEST(MlflowTraces, WhatFailedHasReadAndMadeNothing) {
  const absl::StatusOr<Graph> graph = Import("mlflow", {{"t.json", Client("ERROR", "x")}});
  EXPECT_THAT(FlowsInFull(graph), ElementsAre());
  EXPECT_THAT(graph->DebugString(), HasSubstr("docs/metformin.md"));
}

TEST(MlflowTraces, NothingThatWasSaidIsInTheGraph) {
  const std::string graph =
      Import("mlflow", {{"t.json", Client("OK", "Metformin lowers it.")}})->DebugString();
  EXPECT_THAT(graph, Not(HasSubstr("lowers")));
  EXPECT_THAT(graph, Not(HasSubstr("glucose")));
  EXPECT_THAT(graph, Not(HasSubstr("tool.md")));
}

// As the server answers: attributes are OpenTelemetry's.
constexpr char kServer[] = R"({"traces": [{"trace_info": {"trace_id": "tr-1", "state": "OK",
  "tags": {"mlflow.traceName": "ask"}, "trace_location": {"mlflow_experiment": {"experiment_id": "1"}}},
 "spans": [
  {"name": "ask", "attributes": [{"key": "mlflow.spanType", "value": {"string_value": "CHAIN"}}]},
  {"name": "find", "parent_span_id": "a", "attributes": [
    {"key": "mlflow.spanType", "value": {"string_value": "RETRIEVER"}},
    {"key": "mlflow.spanOutputs", "value": {"array_value": {"values": [{"kvlist_value": {"values": [
      {"key": "page_content", "value": {"string_value": "Metformin lowers it."}},
      {"key": "metadata", "value": {"kvlist_value": {"values": [
        {"key": "doc_uri", "value": {"string_value": "docs/metformin.md"}}]}}}]}}]}}}]},
  {"name": "llm", "parent_span_id": "a", "attributes": [
    {"key": "mlflow.spanType", "value": {"string_value": "LLM"}},
    {"key": "mlflow.spanInputs", "value": {"kvlist_value": {"values": [
      {"key": "prompt", "value": {"string_value": "Metformin lowers it. So?"}}]}}},
    {"key": "mlflow.spanOutputs", "value": {"kvlist_value": {"values": [
      {"key": "model", "value": {"string_value": "gpt"}}]}}}]}]}]})";

TEST(MlflowTraces, TheServerSaysTheSameInItsOwnWords) {
  const std::vector<std::string> flows = FlowsInFull(Import("mlflow", {{"t.json", kServer}}));
  EXPECT_THAT(flows,
              Contains("file docs/metformin.md -> mlflow answers of ask of experiment 1 MODELED "
                       "OBSERVED by mlflow/ask of experiment 1"));
  EXPECT_THAT(flows, Contains(HasSubstr("llm gpt -> mlflow answers of ask")));
  EXPECT_EQ(flows.size(), 3);
}

TEST(MlflowTraces, ASearchSaysWhichApplicationAndNotWhatItRead) {
  const absl::StatusOr<Graph> graph = Import(
      "mlflow",
      {{"t.json",
        R"({"traces": [{"trace_id": "tr-1", "state": "OK", "tags": {"mlflow.traceName": "ask"}}]})"}});
  EXPECT_THAT(
      FlowsInFull(graph),
      ElementsAre(
          "mlflow questions to ask -> mlflow answers of ask ASSUMED OBSERVED by mlflow/ask"));
}

TEST(MlflowTraces, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_THAT(Problem("mlflow", {"t.json", R"({"traces": [{}]})"}),
              EndsWith("t.json:1: a trace has no trace_id"));
  EXPECT_THAT(
      Problem("mlflow",
              {"t.json", "{\"trace\": {\"trace_info\": {\"trace_id\": \"t\"},\n\"spans\": [1]}}"}),
      EndsWith("t.json:2: a span is an object"));
  // Attributes that are no JSON, or nested deep, say nothing.
  EXPECT_EQ(Problem("mlflow", {"t.json", R"({"trace": {"trace_info": {"trace_id": "t"}, "spans": [
    {"name": "s", "attributes": {"mlflow.spanType": "\"RETRIEVER\"", "mlflow.spanOutputs": ")" +
                                             std::string(5000, '[') + R"("}}]}})"}),
            "");
}

}  // namespace
}  // namespace pedigree::interop
