#include "lineage/declare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/aliases.h"
#include "lineage/declarations.h"
#include "lineage/declared.h"
#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The assets of kClinic, and a fact or two of each.
constexpr char kAssets[] = R"(
  asset { target: "//c:patients" build_file: "c/BUILD" name: "patients.csv" kind: DATASET
          properties { owner: "anna" column { name: "age" } column { name: "race" tag: "protected" } } }
  asset { target: "//c:release" build_file: "c/BUILD" name: "release.txt" }
  asset { target: "//c:table" build_file: "c/BUILD" namespace: "sqlite" name: "clinic.db/*" kind: TABLE }
  asset { target: "//c:model" build_file: "c/BUILD" name: "model.json" kind: MODEL }
)";

Declarations DeclarationsOf(const std::string& text) {
  const auto parsed = ParseDeclarations("test", text);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  const auto combined = CombineDeclarations({*parsed});
  EXPECT_TRUE(combined.ok()) << combined.status();
  return *combined;
}

Graph Declared(const std::string& declarations, const std::string& graph = kClinic) {
  Unmet unmet;
  const auto declared = Declare(GraphOf(graph), DeclarationsOf(kAssets + declarations), &unmet);
  EXPECT_TRUE(declared.ok()) << declared.status();
  EXPECT_THAT(unmet.jobs, IsEmpty());
  EXPECT_TRUE(Lineage::Make(*declared).ok());
  return *declared;
}

const Asset& AssetCalled(const Graph& graph, const std::string& name) {
  for (const Asset& asset : graph.asset()) {
    if (asset.name() == name) return asset;
  }
  ADD_FAILURE() << "no asset " << name;
  return graph.asset(0);
}

// "flow-not-declared age -> model.json", of those of one job.
std::vector<std::string> Findings(const Graph& graph) {
  std::vector<std::string> lines;
  for (const DeclaredFinding& finding : DeclaredFindings(graph)) {
    lines.push_back(finding.Rule() + " " + finding.asset +
                    (finding.to.empty() ? "" : " -> " + finding.to));
  }
  return lines;
}

constexpr char kIngest[] = R"(
  job { target: "//c:ingest_job" build_file: "c/BUILD" job: "ingest" owner: "bo" strict: true
        reads: "//c:patients" reads: "//c:release" writes: "//c:table" })";

TEST(DeclareTest, WhatBothSayHasBothWitnesses) {
  const Graph graph = Declared(kIngest);
  const Asset& patients = AssetCalled(graph, "patients.csv");
  EXPECT_THAT(patients.witness(), ElementsAre(DECLARED, DERIVED));
  EXPECT_EQ(patients.properties().owner(), "anna");
  EXPECT_THAT(patients.properties().target(), ElementsAre("//c:patients"));
  EXPECT_THAT(patients.properties().column(1).witness(), ElementsAre(DECLARED, DERIVED));
  EXPECT_THAT(patients.properties().column(1).tag(), ElementsAre("protected"));
  EXPECT_EQ(graph.job(0).declaration().owner(), "bo");
  EXPECT_TRUE(graph.job(0).declaration().strict());
  EXPECT_THAT(graph.job(0).site(0).witness(), ElementsAre(DECLARED, DERIVED));
  EXPECT_THAT(Findings(graph), IsEmpty());
}

TEST(DeclareTest, ADeclaredKindIsNoInference) {
  const Graph graph = Declared("");
  EXPECT_FALSE(AssetCalled(graph, "model.json").kind_inferred());
}

TEST(DeclareTest, APatternSpeaksOfAllItMatchesAndIsNoAssetItself) {
  const Graph graph = Declared("");
  EXPECT_THAT(AssetCalled(graph, "clinic.db/patients").properties().target(),
              ElementsAre("//c:table"));
  EXPECT_EQ(graph.asset_size(), 5);
}

TEST(DeclareTest, TheMoreExactDeclarationCountsAndTagsAddUp) {
  const Graph graph = Declared(R"(
      asset { target: "//c:all" name: "**" kind: STREAM properties { owner: "all" license: "L" tag: "t" } }
      asset { target: "//c:some" name: "*.csv" kind: TABLE properties { owner: "some" tag: "s" } })");
  const Asset& patients = AssetCalled(graph, "patients.csv");
  EXPECT_EQ(patients.kind(), DATASET);
  EXPECT_EQ(patients.properties().owner(), "anna");
  EXPECT_EQ(patients.properties().license(), "L");
  EXPECT_THAT(patients.properties().tag(), ElementsAre("s", "t"));
  EXPECT_EQ(AssetCalled(graph, "release.txt").properties().owner(), "all");
}

TEST(DeclareTest, DerivedAndNotDeclared) {
  const Graph graph = Declared(R"(job { job: "ingest" target: "j" reads: "//c:patients" })");
  EXPECT_THAT(Findings(graph), ElementsAre("asset-not-declared release.txt",
                                           "asset-not-declared sqlite/clinic.db/patients"));
  const DeclaredFinding finding = DeclaredFindings(graph)[1];
  EXPECT_EQ(finding.place.line(), 20u);
  EXPECT_FALSE(finding.strict);
  EXPECT_EQ(finding.Message(),
            "ingest writes sqlite/clinic.db/patients, which is not declared by j");
}

TEST(DeclareTest, AccessCounts) {
  const Graph graph = Declared(R"(job { job: "train" target: "j" writes: "//c:table" })");
  EXPECT_THAT(Findings(graph), ElementsAre("asset-not-declared model.json",
                                           "asset-not-declared sqlite/clinic.db/patients",
                                           "asset-not-derivable sqlite/clinic.db/*"));
}

TEST(DeclareTest, DeclaredAndNotDerivable) {
  const Graph graph = Declared(std::string(kIngest) + R"(
      job { job: "train" target: "//c:train_job" build_file: "c/BUILD" strict: true
            reads: "//c:table" reads: "//c:release" writes: "//c:model" })");
  EXPECT_THAT(Findings(graph), ElementsAre("asset-not-derivable release.txt"));
  const DeclaredFinding finding = DeclaredFindings(graph)[0];
  EXPECT_EQ(finding.job, "train");
  EXPECT_TRUE(finding.strict);
  EXPECT_EQ(finding.place.file(), "c/BUILD");
  // The asset is one that another job does touch.
  EXPECT_THAT(AssetCalled(graph, "release.txt").witness(), ElementsAre(DECLARED, DERIVED));
}

// Each flow of the aliases, as "from -> to (note)".
std::vector<std::string> Aliases(const Graph& graph) {
  std::vector<std::string> aliases;
  for (const Job& job : graph.job()) {
    if (job.name() != kAliasJob) continue;
    const auto name = [&](uint32_t site) {
      const Asset& asset = graph.asset(static_cast<int>(job.site(static_cast<int>(site)).asset()));
      return asset.namespace_() + " " + asset.name();
    };
    for (const FlowEdge& flow : job.flow()) {
      EXPECT_THAT(flow.witness(), ElementsAre(DECLARED));
      aliases.push_back(name(flow.from()) + " -> " + name(flow.to()) + " (" + flow.path(0).note() +
                        ")");
    }
  }
  return aliases;
}

TEST(DeclareTest, ADeclaredAliasIsTheSameDataBothWays) {
  constexpr char kAlias[] = R"(
      asset { target: "//c:m" build_file: "c/BUILD" name: "model.json"
              alias { namespace: "mlflow" name: "models:/clinic" } })";
  Graph graph = Declared(kAlias);
  const auto expected = ElementsAre(
      "file model.json -> mlflow models:/clinic (//c:m declares it to be the same data)",
      "mlflow models:/clinic -> file model.json (//c:m declares it to be the same data)");
  EXPECT_THAT(Aliases(graph), expected);
  EXPECT_THAT(Findings(graph), IsEmpty());
  // Declaring it again changes nothing.
  Unmet unmet;
  const auto again = Declare(graph, DeclarationsOf(std::string(kAssets) + kAlias), &unmet);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), graph.SerializeAsString());
}

TEST(DeclareTest, AnAliasIsNoUse) {
  const Graph graph = Declared(R"(
      asset { target: "//c:other" name: "other.csv" alias { namespace: "hive" name: "o" } })");
  EXPECT_THAT(Findings(graph), ElementsAre("asset-not-derivable other.csv"));
}

TEST(DeclareTest, AnAssetThatNobodyTouches) {
  const Graph graph = Declared(R"(asset { target: "//c:other" name: "other/{x}.csv" })");
  EXPECT_THAT(Findings(graph), ElementsAre("asset-not-derivable other/{x}.csv"));
  EXPECT_THAT(AssetCalled(graph, "other/{x}.csv").witness(), ElementsAre(DECLARED));
}

TEST(DeclareTest, DeclaredFlowsSayWhatAnOutputIsMadeOf) {
  const std::string job =
      R"(job { job: "ingest" target: "j" reads: "//c:patients" reads: "//c:release"
                                   writes: "//c:table" )";
  const std::string age = R"(flow { from: "//c:patients" from_column: "age" to: "//c:table" } )";
  const std::string race = R"(flow { from: "//c:patients" from_column: "r*" to: "//c:table" } )";
  const std::string note = R"(flow { from: "//c:release" to: "//c:table" } )";
  EXPECT_THAT(Findings(Declared(job + age + race + "}")), IsEmpty());
  EXPECT_THAT(Findings(Declared(job + age + "}")),
              ElementsAre("flow-not-declared patients.csv:race -> sqlite/clinic.db/patients:race"));
  const Graph graph = Declared(job + age + race + note + "}");
  EXPECT_THAT(Findings(graph), ElementsAre("flow-not-derivable release.txt -> "
                                           "sqlite/clinic.db/patients"));
  const FlowEdge& edge = graph.job(0).flow(graph.job(0).flow_size() - 1);
  EXPECT_THAT(edge.witness(), ElementsAre(DECLARED));
  EXPECT_EQ(edge.confidence(), ASSUMED);
}

TEST(DeclareTest, ColumnsThatTheDeclarationDoesNotList) {
  const Graph graph = Declared(R"(
      asset { target: "//c:exact" namespace: "sqlite" name: "clinic.db/patients"
              all_columns: true properties { column { name: "age" } column { name: "weight" } } })");
  EXPECT_THAT(Findings(graph),
              ElementsAre("column-not-declared sqlite/clinic.db/patients:race",
                          "column-not-derivable sqlite/clinic.db/patients:weight"));
}

TEST(DeclareTest, WhoSaysSomethingOfAColumnDoesNotListThemAll) {
  const Graph graph = Declared(R"(
      asset { target: "//c:exact" namespace: "sqlite" name: "clinic.db/patients"
              properties { column { name: "age" tag: "t" } column { name: "rase" tag: "t" } } })");
  EXPECT_THAT(Findings(graph), ElementsAre("column-not-derivable sqlite/clinic.db/patients:rase"));
}

TEST(DeclareTest, WhatIsOnlyReadMayHaveColumnsThatNobodyNeeds) {
  const Graph graph = Declared(R"(asset { target: "//c:more" name: "patients.*"
                                          properties { column { name: "weight" } } })");
  EXPECT_THAT(Findings(graph), IsEmpty());
}

TEST(DeclareTest, AnAssetSeenAsAWholeMayHaveAnyColumn) {
  const Graph graph = Declared(R"(asset { target: "//c:m" name: "model.*"
                                          properties { column { name: "weights" } } })");
  EXPECT_THAT(Findings(graph), IsEmpty());
}

constexpr char kArguments[] = R"pb(
  asset { namespace: "file" name: "data/a.csv" witness: DERIVED }
  asset { namespace: "file" name: "{argv:1}/a.csv" job_local: true job: "copy" witness: DERIVED }
  asset { namespace: "file" name: "{argv:2}" job_local: true job: "copy" witness: DERIVED }
  asset { namespace: "file" name: "{argv:1}/a.csv" job_local: true job: "other" witness: DERIVED }
  job {
    name: "copy"
    site { access: READS asset: 1 }
    site { access: WRITES asset: 2 }
    flow { from: 0 to: 1 witness: DERIVED }
  }
  job {
    name: "other"
    site { access: READS asset: 3 }
    site { access: WRITES asset: 0 }
  }
)pb";

TEST(DeclareTest, TheHolesOfAJobAreFilled) {
  Unmet unmet;
  const auto declarations = DeclarationsOf(R"(
      asset { target: "a" name: "data/a.csv" }
      job { job: "copy" target: "j" reads: "a" hole { name: "argv:1" value: "data" } })");
  const auto graph = Declare(GraphOf(kArguments), declarations, &unmet);
  ASSERT_TRUE(graph.ok());
  // The other job's hole is its own.
  ASSERT_EQ(graph->asset_size(), 3);
  EXPECT_EQ(graph->asset(0).name(), "data/a.csv");
  EXPECT_EQ(graph->asset(1).job(), "other");
  EXPECT_EQ(graph->asset(2).name(), "{argv:2}");
  EXPECT_EQ(graph->job(0).site(0).asset(), 0u);
  EXPECT_EQ(graph->job(1).site(1).asset(), 0u);
  EXPECT_THAT(Findings(*graph), ElementsAre("asset-not-declared {argv:2}"));
}

TEST(DeclareTest, AHoleThatNoNameHasIsTold) {
  const auto declarations = DeclarationsOf(R"(
      asset { target: "a" name: "data/a.csv" }
      job { job: "copy" target: "j" reads: "a"
            hole { name: "argv:1" value: "data" } hole { name: "arg:2" value: "out" } })");
  Unmet unmet;
  const auto graph = Declare(GraphOf(kArguments), declarations, &unmet);
  ASSERT_TRUE(graph.ok());
  EXPECT_THAT(unmet.holes, ElementsAre("{arg:2} of copy"));
  // In a graph in which the job is declared, they are filled already.
  Unmet again;
  ASSERT_TRUE(Declare(*graph, declarations, &again).ok());
  EXPECT_THAT(again.holes, IsEmpty());
}

TEST(DeclareTest, AJobThatTheGraphDoesNotHaveIsTold) {
  Unmet unmet;
  const auto declarations = DeclarationsOf(R"(job { job: "tarin" target: "j" })");
  ASSERT_TRUE(Declare(GraphOf(kClinic), declarations, &unmet).ok());
  EXPECT_THAT(unmet.jobs, ElementsAre("tarin"));
}

TEST(DeclareTest, DeclaringTheSameAgainChangesNothing) {
  const std::string text = std::string(kIngest) + R"(
      transform { function: "Scale" kind: ANONYMIZE clears: "pii" target: "//c:scale" }
      job { job: "train" target: "j" reads: "//c:release" writes: "//c:model"
            flow { from: "//c:release" to: "//c:model" } })";
  const Graph once = Declared(text);
  Unmet unmet;
  const auto twice = Declare(once, DeclarationsOf(kAssets + text), &unmet);
  ASSERT_TRUE(twice.ok());
  EXPECT_EQ(twice->SerializeAsString(), once.SerializeAsString());
  EXPECT_EQ(once.transform(0).kind(), ANONYMIZE);
}

TEST(DeclareTest, SarifHasLevelsPlacesAndPaths) {
  const Graph graph = Declared(R"(
      job { job: "ingest" target: "//c:j" build_file: "c/BUILD" strict: true reads: "//c:patients"
            reads: "//c:release" reads: "//c:model" writes: "//c:table"
            flow { from: "//c:patients" from_column: "age" to: "//c:table" } })");
  const Json sarif = Json::parse(DeclaredSarif(DeclaredFindings(graph)));
  const Json& results = sarif["runs"][0]["results"];
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0]["ruleId"], "flow-not-declared");
  EXPECT_EQ(results[0]["level"], "error");
  EXPECT_EQ(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 20);
  EXPECT_EQ(results[0]["codeFlows"][0]["threadFlows"][0]["locations"].size(), 2u);
  EXPECT_EQ(results[1]["ruleId"], "asset-not-derivable");
  EXPECT_FALSE(results[1]["locations"][0]["physicalLocation"].contains("region"));
  EXPECT_EQ(sarif["runs"][0]["tool"]["driver"]["rules"].size(), 2u);
  EXPECT_THAT(DeclaredText(DeclaredFindings(graph), Style()),
              HasSubstr("error: ingest is declared by //c:j to read model.json, and its code does "
                        "not [asset-not-derivable]\n    c/BUILD\n"));
}

}  // namespace
}  // namespace pedigree
