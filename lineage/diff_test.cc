#include "lineage/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;

Lineage Changed(const std::function<void(Graph&)>& change) {
  Graph graph = GraphOf(kClinic);
  change(graph);
  return *Lineage::Make(graph);
}

std::string TextOf(const Lineage& base, const Lineage& head) {
  return DiffText(base, head, Diff(base, head), Style());
}

// The clinic's model comes to be made of race as well.
Lineage WithRace() {
  return Changed([](Graph& graph) {
    FlowEdge& flow = *graph.mutable_job(1)->add_flow();
    flow = graph.job(1).flow(0);
    flow.set_from_column("race");
  });
}

TEST(Diff, NothingChanged) {
  EXPECT_EQ(TextOf(LineageOf(kClinic), LineageOf(kClinic)), "no lineage change\n");
}

TEST(Diff, MovedLinesRenamedFilesAndFunctionsAreNoChange) {
  const Lineage moved = Changed([](Graph& graph) {
    for (Job& job : *graph.mutable_job()) {
      for (SiteUse& site : *job.mutable_site()) {
        site.mutable_place()->set_file("other/" + site.place().file());
        site.mutable_place()->set_line(site.place().line() + 100);
        site.set_function("Renamed");
      }
      for (FlowEdge& flow : *job.mutable_flow()) flow.add_path()->set_note("one hop more");
    }
  });
  EXPECT_EQ(TextOf(LineageOf(kClinic), moved), "no lineage change\n");
}

TEST(Diff, ANewFlowIsShownWithItsWholeWitnessPathOnce) {
  EXPECT_EQ(TextOf(LineageOf(kClinic), WithRace()), R"(2 flows added
into models: model.json

+ flow   patients.csv:race -> model.json
    DIRECT, TRAIN, ASSUMED, by ingest, train
      ingest.cc:10:3  read from patients.csv
      ingest.cc:20:5  written to patients
      train.cc:5:1    read from patients
      train.cc:9:1    written to model.json
    and 1 shorter flow on the way
)");
}

TEST(Diff, OfManyJobsDownstreamTheFirstAreNamedAndTheRestCounted) {
  const auto with = [](int readers, bool race) {
    return Changed([=](Graph& graph) {
      const Job train = graph.job(1);
      for (int i = 0; i < readers; ++i) {
        *graph.add_job() = train;
        graph.mutable_job(graph.job_size() - 1)
            ->set_name(std::string(1, static_cast<char>('A' + i)));
      }
      if (!race) return;
      FlowEdge& flow = *graph.mutable_job(0)->add_flow();
      flow = graph.job(0).flow(0);
      flow.set_from_column("race");
    });
  };
  EXPECT_THAT(
      TextOf(with(19, false), with(19, true)),
      HasSubstr(
          "\njobs downstream: A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, train\n"));
  EXPECT_THAT(TextOf(with(22, false), with(22, true)),
              HasSubstr("\njobs downstream: A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, "
                        "S, T and 3 more\n"));
}

TEST(Diff, HowPropertiesChangedIsListedOnce) {
  const Lineage base = LineageOf(kClinic),
                unsure = Changed([](Graph& graph) {
                  for (FlowEdge& flow : *graph.mutable_job(0)->mutable_flow())
                    flow.set_confidence(WIDENED);
                });
  const LineageDiff diff = Diff(base, unsure);
  ASSERT_GT(diff.flows.size(), diff.properties.size());
  for (const FlowChange& flow : diff.flows) {
    ASSERT_EQ(diff.PropertiesOf(flow).size(), 1u);
    EXPECT_EQ(diff.PropertiesOf(flow)[0].property, "confidence");
    EXPECT_EQ(diff.PropertiesOf(flow)[0].is, "WIDENED");
  }
  for (size_t i = 1; i < diff.properties.size(); ++i)
    EXPECT_NE(diff.properties[i], diff.properties[i - 1]);
}

TEST(Diff, FlowsOfOneColumnIntoOneAssetAreToldTogether) {
  const Lineage changed = Changed([](Graph& graph) {
    for (const std::string column : {"b", "a", "c"}) {
      FlowEdge& flow = *graph.mutable_job(0)->add_flow();
      flow = graph.job(0).flow(0);
      flow.set_from_column("race");
      flow.set_to_column(column);
      flow.set_subtype(column == "b" ? IDENTITY : CONDITIONAL);
    }
  });
  EXPECT_EQ(TextOf(LineageOf(kClinic), changed), R"(3 columns added; 3 flows added
jobs downstream: train

+ column sqlite/clinic.db/patients:a  at ingest.cc:20:5
+ column sqlite/clinic.db/patients:b  at ingest.cc:20:5
+ column sqlite/clinic.db/patients:c  at ingest.cc:20:5

+ flow   patients.csv:race -> sqlite/clinic.db/patients:b
    DIRECT, MODELED, by ingest
      ingest.cc:10:3  read from patients.csv
      ingest.cc:20:5  written to patients
    likewise INDIRECT into a, c
)");
}

TEST(Diff, LogsAreCounted) {
  const Lineage changed =
      Changed([](Graph& graph) { graph.mutable_job(0)->mutable_flow()->RemoveLast(); });
  EXPECT_EQ(TextOf(LineageOf(kClinic), changed),
            "1 flow removed\n\n1 flow into logs not shown (--logs)\n");
}

TEST(Diff, ARemovedFlowIsShownAsItWas) {
  const std::string text = TextOf(WithRace(), LineageOf(kClinic));
  EXPECT_THAT(text, HasSubstr("2 flows removed"));
  EXPECT_THAT(text, HasSubstr("- flow   patients.csv:race -> model.json"));
  EXPECT_THAT(text, HasSubstr("train.cc:9:1    written to model.json"));
}

TEST(Diff, PropertiesOfAFlow) {
  const Lineage changed = Changed([](Graph& graph) {
    FlowEdge& flow = *graph.mutable_job(0)->mutable_flow(1);
    flow.set_subtype(FILTER);
    flow.add_transform(ANONYMIZE);
    flow.set_confidence(EXACT);
  });
  EXPECT_EQ(TextOf(LineageOf(kClinic), changed), R"(1 flow changed
jobs downstream: train

~ flow   patients.csv:race -> sqlite/clinic.db/patients:race
    influence: DIRECT -> INDIRECT
    subtype: IDENTITY -> FILTER
    transforms: none -> ANONYMIZE
    confidence: MODELED -> EXACT
      ingest.cc:10:3  read from patients.csv
      ingest.cc:20:5  written to patients
)");
}

TEST(Diff, AssetsColumnsAndJobs) {
  const Lineage changed = Changed([](Graph& graph) {
    graph.mutable_job(1)->set_name("fit");
    graph.mutable_asset(2)->set_kind(DATASET);
    graph.mutable_asset(1)->add_column("city");
    Asset& asset = *graph.add_asset();
    asset.set_name("extra.csv");
    asset.set_kind(DATASET);
  });
  EXPECT_EQ(TextOf(LineageOf(kClinic), changed),
            R"(1 job added, 1 removed; 1 asset added, 1 changed; 1 column added

+ job    fit
- job    train
+ asset  extra.csv  DATASET
~ asset  model.json  kind: MODEL -> DATASET
+ column sqlite/clinic.db/patients:city  at train.cc:5:1
)");
}

TEST(Diff, WhatPeopleDeclare) {
  const Lineage changed = Changed([](Graph& graph) {
    Properties& properties = *graph.mutable_asset(0)->mutable_properties();
    properties.set_owner("anna");
    properties.set_license("CC-BY-NC-4.0");
    properties.add_tag("study");
    properties.set_digest("sha256:12");
    Properties::Column& column = *properties.add_column();
    column.set_name("race");
    column.add_tag("protected");
    graph.mutable_asset(0)->add_witness(DECLARED);
  });
  EXPECT_EQ(TextOf(LineageOf(kClinic), changed), R"(5 assets changed; 1 column changed

~ asset  patients.csv  witnesses: DERIVED -> DECLARED, DERIVED  owner anna
~ asset  patients.csv  owner: none -> anna
~ asset  patients.csv  tags: none -> study  owner anna
~ asset  patients.csv  license: none -> CC-BY-NC-4.0  owner anna
~ asset  patients.csv  version: none -> sha256:12  owner anna
~ column patients.csv:race  tags: none -> protected  owner anna
)");
}

TEST(Diff, ThePictureTellsWhatIsNewOnAWay) {
  const Lineage base = LineageOf(kClinic), head = WithRace();
  EXPECT_THAT(DiffMarkdown(base, head, Diff(base, head)),
              HasSubstr("  n0 -->|\"ingest\"| n1\n  n1 -->|\"train\"| n2\n"
                        "  linkStyle 0 stroke:#8c959f,stroke-width:1px\n"
                        "  linkStyle 1 stroke:#1a7f37,stroke-width:2px\n```"));
}

TEST(Diff, ThePictureOfManyColumnsIsOfAssets) {
  const Lineage base = LineageOf(kClinic);
  const Lineage head = Changed([](Graph& graph) {
    for (int i = 0; i < 100; ++i) {
      FlowEdge& flow = *graph.mutable_job(0)->add_flow();
      flow = graph.job(0).flow(0);
      flow.set_from_column("c" + std::to_string(i));
      flow.set_to_column(flow.from_column());
    }
  });
  EXPECT_THAT(DiffMarkdown(base, head, Diff(base, head)),
              HasSubstr("flowchart LR\n  n0[\"patients.csv\"]\n"
                        "  n1[(\"sqlite/clinic.db/patients\")]\n  n0 -->|\"ingest\"| n1\n"
                        "  linkStyle 0 stroke:#1a7f37,stroke-width:2px\n```"));
}

TEST(Diff, Json) {
  const Lineage base = LineageOf(kClinic), head = WithRace();
  const Json json = Json::parse(DiffJson(base, head, Diff(base, head)));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_TRUE(json["jobs"].empty());
  EXPECT_TRUE(json["assets"].empty());
  ASSERT_EQ(json["flows"].size(), 2u);
  EXPECT_EQ(json["flows"][0]["change"], "ADDED");
  EXPECT_EQ(json["flows"][0]["flow"]["from"]["column"], "race");
  EXPECT_EQ(json["flows"][0]["flow"]["path"].size(), 4u);
  EXPECT_EQ(json["flows"][1]["part_of"], 0);
}

// Whom to ask stands with what changed.
TEST(Diff, OwnersAreNamed) {
  const Lineage head = Changed([](Graph& graph) {
    Asset& asset = *graph.add_asset();
    asset.set_namespace_("file");
    asset.set_name("new.csv");
    asset.set_kind(DATASET);
    asset.mutable_properties()->set_owner("anna");
  });
  EXPECT_THAT(TextOf(LineageOf(kClinic), head),
              HasSubstr("+ asset  new.csv  DATASET  owner anna\n"));
  const Lineage base = LineageOf(kClinic);
  EXPECT_EQ(Json::parse(DiffJson(base, head, Diff(base, head)))["assets"][0]["owner"], "anna");
}

TEST(Diff, WhatIsNewOrGoneIsShownWithItsPlaceAndOwner) {
  const auto owned = [](Graph& graph) {
    graph.mutable_asset(1)->mutable_properties()->set_owner("bob");
  };
  const Lineage base = Changed(owned);
  const Lineage head = Changed([&](Graph& graph) {
    owned(graph);
    graph.mutable_asset(1)->add_column("city");
    FlowEdge& flow = *graph.mutable_job(0)->add_flow();
    flow = graph.job(0).flow(0);
    flow.set_to_column("city");
    graph.mutable_job(1)->mutable_declaration()->set_owner("carl");
    graph.mutable_job(1)->set_name("fit");
  });
  EXPECT_THAT(TextOf(base, head), HasSubstr("+ column sqlite/clinic.db/patients:city  owner bob  "
                                            "at ingest.cc:20:5\n"));
  EXPECT_THAT(TextOf(base, head), HasSubstr("+ job    fit  owner carl\n- job    train\n"));
  EXPECT_THAT(TextOf(head, base), HasSubstr("- column sqlite/clinic.db/patients:city  owner bob  "
                                            "at ingest.cc:20:5\n"));
  EXPECT_THAT(DiffMarkdown(base, head, Diff(base, head)),
              HasSubstr("- added column `sqlite/clinic.db/patients:city`, owner `bob`, at "
                        "`ingest.cc:20:5`\n"));
  EXPECT_THAT(DiffMarkdown(base, head, Diff(base, head)), HasSubstr("\n\nOwner `bob`\n\n- "));
  const Json json = Json::parse(DiffJson(base, head, Diff(base, head)));
  EXPECT_EQ(json["columns"][0]["place"]["line"], 20);
  EXPECT_EQ(json["jobs"][0]["owner"], "carl");
}

TEST(Diff, OwnersOfAFlowAreThoseOfItsTwoEnds) {
  const auto owned = [](Graph& graph) {
    graph.mutable_asset(0)->mutable_properties()->set_owner("anna");
    graph.mutable_asset(2)->mutable_properties()->set_owner("bob");
  };
  const Lineage base = Changed(owned);
  const Lineage head = Changed([&](Graph& graph) {
    owned(graph);
    FlowEdge& flow = *graph.mutable_job(1)->add_flow();
    flow = graph.job(1).flow(0);
    flow.set_from_column("race");
  });
  EXPECT_THAT(TextOf(base, head),
              HasSubstr("+ flow   patients.csv:race -> model.json\n"
                        "    DIRECT, TRAIN, ASSUMED, by ingest, train\n    owners anna, bob\n"));
  const Json json = Json::parse(DiffJson(base, head, Diff(base, head)));
  EXPECT_EQ(json["flows"][0]["owners"], Json::array({"anna", "bob"}));
}

TEST(Diff, WhatIsNewIsShownWithItsTags) {
  const Lineage base = LineageOf(kClinic);
  const Lineage head = Changed([](Graph& graph) {
    graph.mutable_asset(1)->add_column("city");
    Properties::Column& column = *graph.mutable_asset(1)->mutable_properties()->add_column();
    column.set_name("city");
    column.add_tag("pii");
  });
  EXPECT_THAT(TextOf(base, head), HasSubstr("patients:city  tags pii  at ingest.cc:20:5\n"));
  EXPECT_THAT(DiffMarkdown(base, head, Diff(base, head)),
              HasSubstr("patients:city`, tags `pii`, at `ingest.cc:20:5`\n"));
}

// What runs saw of it is compared where both graphs have runs merged into them.
TEST(Diff, VersionsThatRunsSaw) {
  const auto seen = [](std::string_view digest) {
    return Changed([&](Graph& graph) {
      ObservedVersion& version = *graph.mutable_asset(0)->add_version();
      version.set_run("r");
      version.set_digest(std::string(digest));
    });
  };
  EXPECT_EQ(TextOf(seen("sha256:12"), seen("sha256:34")),
            "1 asset changed\n\n~ asset  patients.csv  observed: sha256:12 -> sha256:34\n");
  EXPECT_EQ(TextOf(seen("sha256:12"), seen("sha256:12")), "no lineage change\n");
  EXPECT_EQ(TextOf(LineageOf(kClinic), seen("sha256:12")), "no lineage change\n");
}

// Assets and columns that only one of the graphs has stand among the others, in the order of names.
TEST(Diff, EndsAreNumberedAlikeInBothGraphsAndInTheirOrder) {
  const Lineage base = LineageOf(kClinic);
  const Lineage head = Changed([](Graph& graph) {
    Asset& asset = *graph.add_asset();
    asset.set_namespace_("file");
    asset.set_name("people.csv");
    SiteUse& site = *graph.mutable_job(0)->add_site();
    site = graph.job(0).site(0);
    site.set_asset(static_cast<uint32_t>(graph.asset_size() - 1));
    FlowEdge& flow = *graph.mutable_job(0)->add_flow();
    flow = graph.job(0).flow(0);
    flow.set_from(static_cast<uint32_t>(graph.job(0).site_size() - 1));
    flow.set_to_column("bmi");
    graph.mutable_job(0)->mutable_flow(1)->set_from_column("origin");
  });
  const auto [a, b] = NumberEnds(base, head);
  const auto key = [](const Lineage& lineage, int asset, const std::string& column) {
    const Lineage::Asset& it = lineage.assets()[static_cast<size_t>(asset)];
    return std::make_tuple(it.name_space, it.name, it.job, column);
  };
  std::map<std::tuple<std::string, std::string, std::string, std::string>, End> ends;
  std::map<std::string, int> jobs;
  for (const auto& [lineage, numbers] : {std::pair(&base, &a), std::pair(&head, &b)}) {
    for (size_t i = 0; i < lineage->edges().size(); ++i) {
      const Lineage::Edge& edge = lineage->edges()[i];
      for (const auto& [text, end] :
           {std::pair(key(*lineage, lineage->FromAsset(edge), edge.from_column), numbers->from[i]),
            std::pair(key(*lineage, lineage->ToAsset(edge), edge.to_column), numbers->to[i])}) {
        const auto [at, is_new] = ends.try_emplace(text, end);
        EXPECT_EQ(at->second, end) << std::get<1>(text) << " " << std::get<3>(text);
      }
      const std::string& job = lineage->jobs()[static_cast<size_t>(lineage->JobOf(edge))].name;
      EXPECT_EQ(jobs.try_emplace(job, numbers->job[i]).first->second, numbers->job[i]);
    }
  }
  for (auto at = ends.begin(); std::next(at) != ends.end(); ++at)
    EXPECT_LT(at->second, std::next(at)->second) << std::get<1>(at->first);
  for (auto at = jobs.begin(); std::next(at) != jobs.end(); ++at)
    EXPECT_LT(at->second, std::next(at)->second) << at->first;
  EXPECT_GT(ends.size(), 7u);
}

TEST(Diff, JsonEndsWhenNobodyTakesIt) {
  const Lineage base = LineageOf(kClinic), head = WithRace();
  const auto full = [](std::string_view) {
    return absl::ResourceExhaustedError("the disk is full");
  };
  EXPECT_EQ(WriteDiffJson(base, head, Diff(base, head), full).message(), "the disk is full");
}

}  // namespace
}  // namespace pedigree
