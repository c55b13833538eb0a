#include "lineage/flows_print.h"

#include <gtest/gtest.h>

#include <sstream>

#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

TEST(FlowsPrint, OneLineAFlow) {
  const Lineage lineage = LineageOf(kClinic);
  EXPECT_EQ(
      FlowsText(lineage, Select(lineage, lineage.Flows(), {.all = false}), Style(),
                /*paths=*/false),
      R"(patients.csv:age -> sqlite/clinic.db/patients:age  DIRECT IDENTITY  MODELED  by ingest  ingest.cc:10:3 .. ingest.cc:20:5
patients.csv:age -> model.json  DIRECT TRANSFORMATION  TRAIN  ASSUMED  by ingest, train  ingest.cc:10:3 .. train.cc:9:1
patients.csv:race -> sqlite/clinic.db/patients:race  DIRECT IDENTITY  MODELED  by ingest  ingest.cc:10:3 .. ingest.cc:20:5
sqlite/clinic.db/patients:age -> model.json  DIRECT TRANSFORMATION  TRAIN  ASSUMED  by train  train.cc:5:1 .. train.cc:9:1
)");
}

TEST(FlowsPrint, WithWitnessPaths) {
  const Lineage lineage = LineageOf(kClinic);
  std::vector<Lineage::Flow> flows = lineage.Flows();
  std::erase_if(flows, [](const Lineage::Flow& flow) { return flow.chain.size() != 2; });
  EXPECT_EQ(
      FlowsText(lineage, flows, Style(), /*paths=*/true),
      R"(patients.csv:age -> model.json  DIRECT TRANSFORMATION  TRAIN  ASSUMED  by ingest, train
    ingest.cc:10:3  read from patients.csv
    ingest.cc:20:5  written to patients
    train.cc:5:1    read from patients
    train.cc:9:1    written to model.json

)");
}

TEST(FlowsPrint, PlacesOfAPathStandInOneColumnWhateverTheirLetters) {
  std::vector<Hop> path(2);
  path[0].mutable_place()->set_file("pr\xc3\xa9pare.cc");
  path[1].mutable_place()->set_file("prepared.cc");
  for (Hop& hop : path) hop.set_note("note");
  EXPECT_EQ(PathText(path, Style(), "  "),
            "  pr\xc3\xa9pare.cc:0:0   note\n  prepared.cc:0:0  note\n");
}

TEST(FlowsPrint, JsonlIsTheDocumentedShape) {
  const Lineage lineage = LineageOf(kClinic);
  std::vector<Lineage::Flow> flows = lineage.Flows();
  std::erase_if(flows, [](const Lineage::Flow& flow) { return flow.chain.size() != 2; });
  EXPECT_EQ(
      FlowsJsonl(lineage, flows),
      R"({"from":{"namespace":"file","name":"patients.csv","kind":"DATASET","column":"age",)"
      R"("site":{"file":"ingest.cc","line":10,"column":3,"function":"Load","api":"std::getline"}},)"
      R"("to":{"namespace":"file","name":"model.json","kind":"MODEL","column":"",)"
      R"("site":{"file":"train.cc","line":9,"column":1,"function":"main","api":"XGBoosterSaveModel"}},)"
      R"("influence":"DIRECT","subtype":"TRANSFORMATION","transforms":["TRAIN"],"confidence":"ASSUMED",)"
      R"("witnesses":["DERIVED"],"path":[)"
      R"({"file":"ingest.cc","line":10,"column":3,"note":"read from patients.csv"},)"
      R"({"file":"ingest.cc","line":20,"column":5,"note":"written to patients"},)"
      R"({"file":"train.cc","line":5,"column":1,"note":"read from patients"},)"
      R"({"file":"train.cc","line":9,"column":1,"note":"written to model.json"}],)"
      R"("jobs":["ingest","train"]})"
      "\n");
}

TEST(FlowsPrint, EachLineOfJsonlIsJsonWhateverTheNames) {
  const Lineage lineage = LineageOf(R"pb(
    asset { name: "a\nb\"\377" }
    asset { name: "c" }
    job {
      name: "j\t"
      site { asset: 0 }
      site { access: WRITES asset: 1 }
      flow { from: 0 to: 1 }
    }
  )pb");
  std::istringstream lines(FlowsJsonl(lineage, lineage.Flows()));
  std::string line;
  int count = 0;
  for (; std::getline(lines, line); ++count)
    EXPECT_EQ(Json::parse(line)["from"]["name"], "a\nb\"\uFFFD");
  EXPECT_EQ(count, 1);
  // And text stays one line a flow.
  EXPECT_EQ(FlowsText(lineage, lineage.Flows(), Style(), false).find('\n'),
            FlowsText(lineage, lineage.Flows(), Style(), false).size() - 1);
}

}  // namespace
}  // namespace pedigree
