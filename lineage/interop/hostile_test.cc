// Input that means harm, or nothing: each importer with each. It is one clear error that names the
// file, in bounded memory.
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "lineage/interop/testing.h"

namespace pedigree::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// By system: files of each form that its importer reads. One that is a table may be empty.
struct Form {
  const char* system;
  const char* file;
};
constexpr Form kForms[] = {
    {"openlineage", "events.jsonl"},
    {"dbt", "manifest.json"},
    {"dvc", "dvc.yaml"},
    {"dvc", "dvc.lock"},
    {"dvc", "data.csv.dvc"},
    {"mlflow", "runs.json"},
    {"fivetran", "lineage.csv"},
    {"fivetran", "lineage.json"},
    {"fivetran", "lineage.sqlite"},
    {"fivetran", "dump.sql"},
    {"pachyderm", "p.json"},
    {"sagemaker", "s.json"},
    {"unity", "u.csv"},
    {"unity", "u.json"},
    {"kubeflow", "p.yaml"},
    {"kubeflow", "p.json"},
    {"kubeflow", "mlmd.sqlite"},
    {"atlan", "a.json"},
    {"feast", "registry.db"},
    {"tecton", "dump.json"},
};

// The error of importing what `path` has.
std::string ErrorOf(const Form& form, const std::string& path) {
  GraphBuilder builder(form.system);
  const absl::Status status = FindSystem(form.system)->imports(path, Options(), &builder);
  return status.ok() ? "" : std::string(status.message().data(), status.message().size());
}

std::string Path(const Form& form) { return ::testing::TempDir() + "/" + form.file; }

void Refused(const std::string& content, const std::string& what) {
  for (const Form& form : kForms) {
    SCOPED_TRACE(std::string(form.system) + " " + form.file + ": " + what);
    ASSERT_TRUE(WriteFile(Path(form), content).ok());
    const std::string error = ErrorOf(form, Path(form));
    EXPECT_THAT(error, HasSubstr(form.file));
    EXPECT_EQ(error.find('\n'), std::string::npos);
    EXPECT_LT(error.size(), 1000);
  }
}

// Of the process, so far.
int64_t PeakMiB() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

TEST(Hostile, NothingAtAll) { Refused("", "empty"); }

TEST(Hostile, OtherFiles) {
  std::string bytes;
  for (int i = 0; i < 10'000; ++i) bytes += static_cast<char>(i * 7);
  Refused(bytes, "no text");
  Refused(std::string(1000, '\0'), "zeros");
  Refused("[null, 1, \"x\", []]", "no objects");
  Refused("#!/bin/sh\nexit 0\n", "a script");
}

TEST(Hostile, NestedAMillionDeep) {
  Refused(std::string(1'000'000, '['), "lists");
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) objects += "{\"a\":";
  Refused(objects, "objects");
  EXPECT_LT(PeakMiB(), 1500);
}

TEST(Hostile, CutShort) { Refused("{\"a\": [1, 2, {\"b\": \"c", "cut"); }

TEST(Hostile, NoUtf8) { Refused("{\"a\xff\xfe\": \"\xc0\x80\"}", "no UTF-8"); }

TEST(Hostile, KeysTwice) { Refused("{\"a\": 1, \"a\": 2}", "twice"); }

TEST(Hostile, LengthsThatAreClaimed) {
  // A message of protobuf that says that it has 10 GB.
  Refused("\x0a\x80\x80\x80\xa0\x25 and that is all", "protobuf");
  // A database whose header says that it has 4 billion pages.
  std::string database = "SQLite format 3";
  database += std::string("\0\x10\0\x01\x01\0\x40\x20\x20", 10);
  database.resize(28);
  database += "\xff\xff\xff\xff";
  database.resize(4096);
  Refused(database, "SQLite");
}

// Ten gigabytes, of which the disk has none.
TEST(Hostile, TenGigabytes) {
  for (const std::string begin : {"", "{\"a\": \"", "a,b\n"}) {
    for (const Form& form : kForms) {
      SCOPED_TRACE(std::string(form.system) + " " + form.file + ": " + begin);
      ASSERT_TRUE(WriteFile(Path(form), begin).ok());
      ASSERT_EQ(truncate(Path(form).c_str(), int64_t{10} << 30), 0);
      EXPECT_THAT(ErrorOf(form, Path(form)), HasSubstr(form.file));
      ASSERT_EQ(unlink(Path(form).c_str()), 0);
    }
  }
  EXPECT_LT(PeakMiB(), 1500);
}

TEST(Hostile, ValuesWithoutEnd) {
  for (const Form& form : kForms) {
    if (!std::string_view(form.file).ends_with(".yaml")) continue;
    ASSERT_TRUE(WriteFile(Path(form), "[" + std::string(8'000'000, ',') + "]").ok());
    EXPECT_THAT(ErrorOf(form, Path(form)), HasSubstr("too many values"));
  }
  EXPECT_LT(PeakMiB(), 1500);
}

// What goes round ends by itself, also where the graph is asked.
std::vector<std::string> Round(const std::string& system, const Input& input) {
  const absl::StatusOr<Graph> graph = Import(system, {input});
  EXPECT_TRUE(graph.ok()) << graph.status();
  if (!graph.ok()) return {};
  const absl::StatusOr<Lineage> lineage = Lineage::Make(*graph);
  EXPECT_TRUE(lineage.ok());
  lineage->Flows();
  return FlowsInFull(graph);
}

TEST(Hostile, Cycles) {
  EXPECT_EQ(
      Round(
          "openlineage",
          {"events.jsonl",
           R"({"job": {"namespace": "n", "name": "j"}, "inputs": [{"namespace": "n", "name": "a"}], "outputs": [{"namespace": "n", "name": "b"}]}
{"job": {"namespace": "n", "name": "k"}, "inputs": [{"namespace": "n", "name": "b"}], "outputs": [{"namespace": "n", "name": "a"}]}
{"job": {"namespace": "n", "name": "l"}, "inputs": [{"namespace": "n", "name": "a"}], "outputs": [{"namespace": "n", "name": "a"}]})"})
          .size(),
      2);
  EXPECT_EQ(Round("dbt", {"manifest.json",
                          R"({"metadata": {"dbt_schema_version": "x/manifest/v12.json"}, "nodes": {
   "model.p.a": {"resource_type": "model", "name": "a", "depends_on": {"nodes": ["model.p.b", "model.p.a"]}},
   "model.p.b": {"resource_type": "model", "name": "b", "depends_on": {"nodes": ["model.p.a"]}}}})"})
                .size(),
            3);
  EXPECT_EQ(Round("dvc", {"dvc.yaml",
                          "stages:\n  a: {deps: [x], outs: [y]}\n  b: {deps: [y], outs: [x]}\n"})
                .size(),
            2);
  EXPECT_EQ(Round("pachyderm", {"p.json", R"(
{"pipeline": {"name": "a"}, "input": {"pfs": {"repo": "b", "glob": "/"}}}
{"pipeline": {"name": "b"}, "input": {"cross": [{"pfs": {"repo": "a", "glob": "/"}}, {"pfs": {"repo": "b", "glob": "/"}}]}})"})
                .size(),
            3);
  const std::string artifact = "arn:aws:sagemaker:eu-west-1:123456789012:artifact/";
  EXPECT_EQ(Round("sagemaker", {"s.json", Replaced(R"({"AssociationSummaries": [
    {"SourceArn": "ARNa", "DestinationArn": "ARNb", "AssociationType": "DerivedFrom"},
    {"SourceArn": "ARNb", "DestinationArn": "ARNa", "AssociationType": "DerivedFrom"},
    {"SourceArn": "ARNa", "DestinationArn": "ARNa", "AssociationType": "SameAs"}]})",
                                                   "ARN", artifact)})
                .size(),
            2);
  const auto view = [](const std::string& name, const std::string& of) {
    return R"({"catalog_name": "c", "schema_name": "s", "name": ")" + name +
           R"(", "view_dependencies": {"dependencies": [{"table": {"table_full_name": "c.s.)" + of +
           R"("}}, {"table": {"table_full_name": "c.s.)" + name + "\"}}]}}";
  };
  EXPECT_GE(
      Round("unity", {"u.json", "{\"tables\": [" + view("a", "b") + "," + view("b", "a") + "]}"})
          .size(),
      2);
  EXPECT_GE(Round("atlan", {"a.json", R"({"relations": [
     {"fromEntityId": "1", "toEntityId": "2", "processId": "p"}, {"fromEntityId": "2", "toEntityId": "1", "processId": "p"},
     {"fromEntityId": "2", "toEntityId": "2", "processId": "p"}], "guidEntityMap": {
     "1": {"typeName": "Table", "guid": "1", "attributes": {"qualifiedName": "default/x/1/A"}},
     "2": {"typeName": "Table", "guid": "2", "attributes": {"qualifiedName": "default/x/1/B"}},
     "p": {"typeName": "Process", "guid": "p", "attributes": {"name": "p", "qualifiedName": "default/x/1/p"}}}})"})
                .size(),
            2);
  EXPECT_EQ(Round("kubeflow", {"p.yaml", R"(
components:
  c:
    executorLabel: e
    inputDefinitions: {artifacts: {in: {artifactType: {schemaTitle: system.Dataset}}}}
    outputDefinitions: {artifacts: {out: {artifactType: {schemaTitle: system.Dataset}}}}
deploymentSpec: {executors: {e: {container: {image: x}}}}
pipelineInfo: {name: round}
root:
  dag:
    tasks:
      a: {componentRef: {name: c}, inputs: {artifacts: {in: {taskOutputArtifact: {outputArtifactKey: out, producerTask: b}}}}}
      b: {componentRef: {name: c}, inputs: {artifacts: {in: {taskOutputArtifact: {outputArtifactKey: out, producerTask: a}}}}}
schemaVersion: 2.1.0
)"})
                .size(),
            2);
  EXPECT_EQ(Round("fivetran",
                  {"table_lineage.csv", "source_table_id,destination_table_id\n1,2\n2,1\n1,1\n"})
                .size(),
            3);
  Round("mlflow", {"v.json", R"({"model_versions": [
     {"name": "m", "version": "1", "source": "models:/m/2"}, {"name": "m", "version": "2", "source": "models:/m/1"}]})"});
}

}  // namespace
}  // namespace pedigree::interop
