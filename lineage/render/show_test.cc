#include "lineage/render/show.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ShowText, PlainIsIndented) {
  EXPECT_EQ(ShowText(LineageOf(kClinic), Style(), {}), R"(2 jobs, 5 assets, 3 links

patients.csv  DATASET, 2 columns
  ingest -> sqlite/clinic.db/patients  TABLE, 2 columns
      DIRECT, MODELED; 2 columns: age, race
      ingest.cc:10:3 .. ingest.cc:20:5
    train -> model.json  MODEL
        DIRECT, TRAIN, ASSUMED; 1 column: age
        train.cc:5:1 .. train.cc:9:1

Read, and nothing is made of it
  release.txt  DATASET  by ingest, only logged  ingest.cc:30:3

Not fully known
  1 source did not compile as a whole
  2 functions outside the program that no catalog knows
  1 function in which a bound was hit
  1 place not resolved
  'pedigree doctor' lists them

1 link with logs and the like not shown (--all)
)");
}

TEST(ShowText, DrawnHasLines) {
  EXPECT_THAT(ShowText(LineageOf(kClinic), Style{.draw = true}, {.all = true}), HasSubstr(R"(
patients.csv  DATASET, 2 columns
└─ ingest ─▶ sqlite/clinic.db/patients  TABLE, 2 columns
   │  DIRECT, MODELED; 2 columns: age, race
   │  ingest.cc:10:3 .. ingest.cc:20:5
   └─ train ─▶ model.json  MODEL
         DIRECT, TRAIN, ASSUMED; 1 column: age
         train.cc:5:1 .. train.cc:9:1

release.txt  DATASET
└─ ingest ─▶ process/stderr  LOG
)"));
}

TEST(ShowText, ColourOnlyWhenAsked) {
  EXPECT_THAT(ShowText(LineageOf(kClinic), Style{.color = true}, {}), HasSubstr("\x1b["));
  EXPECT_THAT(ShowText(LineageOf(kClinic), Style{}, {}), Not(HasSubstr("\x1b[")));
}

TEST(ShowText, NamesCannotSteerTheTerminal) {
  const Lineage lineage = LineageOf(R"pb(
    asset { name: "a\033[2Jb" }
    job {
      name: "j\r"
      site { asset: 0 }
    }
  )pb");
  EXPECT_THAT(ShowText(lineage, Style(), {}), HasSubstr("a\\x1b[2Jb  by j\\x0d"));
}

TEST(ShowText, CyclesAreShownOnceFromSomewhere) {
  const Lineage lineage = LineageOf(R"pb(
    asset { name: "a" }
    asset { name: "b" }
    job {
      name: "x"
      site { asset: 0 }
      site { access: WRITES asset: 1 }
      flow { from: 0 to: 1 }
    }
    job {
      name: "y"
      site { asset: 1 }
      site { access: WRITES asset: 0 }
      flow { from: 0 to: 1 }
    }
  )pb");
  EXPECT_EQ(ShowText(lineage, Style(), {}), R"(2 jobs, 2 assets, 2 links

a
  x -> b
      DIRECT, EXACT
      (no place) .. (no place)
    y -> a
        DIRECT, EXACT
        (no place) .. (no place)
      x -> b  (above)
)");
}

TEST(ShowJson, HasEverything) {
  const Json json = Json::parse(ShowJson(LineageOf(kClinic)));
  EXPECT_EQ(json["schema_version"], 1);
  ASSERT_EQ(json["assets"].size(), 5u);
  EXPECT_EQ(json["assets"][0]["name"], "model.json");
  EXPECT_EQ(json["assets"][0]["kind_inferred"], true);
  EXPECT_EQ(json["assets"][1]["columns"], Json({"age", "race"}));
  ASSERT_EQ(json["jobs"].size(), 2u);
  EXPECT_EQ(json["jobs"][0]["flows"].size(), 3u);
  EXPECT_EQ(json["jobs"][1]["sites"][0]["access"], "READS");
  EXPECT_EQ(json["jobs"][1]["coverage"]["unknown"][0]["function"], "Scale");
  EXPECT_EQ(json["links"].size(), 3u);
}

TEST(ShowDot, QuotesNames) {
  const Lineage lineage = LineageOf(R"pb(
    asset { name: "a\"\\b" kind: MODEL }
    asset { name: "c" }
    job {
      name: "j"
      site { asset: 1 }
      site { access: WRITES asset: 0 }
      flow { from: 0 to: 1 subtype: FILTER transform: TRAIN }
    }
  )pb");
  const std::string dot = ShowDot(lineage, {});
  EXPECT_THAT(dot, HasSubstr(R"(a0 [shape=box3d label="a\"\\b\nMODEL"];)"));
  EXPECT_THAT(dot, HasSubstr(R"(a1 -> a0 [label="j\nTRAIN" style=dashed];)"));
}

TEST(ShowMermaid, EscapesNames) {
  const Lineage lineage = LineageOf(R"pb(
    asset { name: "a\"<b>#" kind: TABLE }
    asset { name: "c" }
    job {
      name: "j|k"
      site { asset: 1 }
      site { access: WRITES asset: 0 }
      flow { from: 0 to: 1 }
    }
  )pb");
  EXPECT_EQ(ShowMermaid(lineage, {}), R"(flowchart LR
  a0[("a#34;#60;b#62;#35;<br/><small>TABLE</small>")]
  a1["c"]
  a1 -->|"j#124;k"| a0
)");
}

TEST(ShowMermaid, LeavesLogsOut) {
  EXPECT_THAT(ShowMermaid(LineageOf(kClinic), {}), Not(HasSubstr("stderr")));
  EXPECT_THAT(ShowMermaid(LineageOf(kClinic), {.all = true}), HasSubstr("stderr"));
}

}  // namespace
}  // namespace pedigree
