#include "lineage/policy/check.h"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "lineage/policy/small_graph.h"

namespace pedigree::policy {
namespace {

constexpr char kPeople[] = R"pb(
  asset {
    name: "people.csv"
    properties { column { name: "age" tag: "pii" } }
  }
  asset { name: "model.json" kind: MODEL }
  flow { job: "ingest" from: "people.csv:age" to: "people.db:age" }
  flow { job: "train" from: "people.db:age" to: "model.json" transform: TRAIN }
)pb";

constexpr char kNoPii[] = R"pb(
  rule {
    id: "no-pii"
    forbid {
      from { tag: "pii" }
      to { kind: MODEL }
    }
    message: "{from} in {to}."
  }
)pb";

Lineage LineageOf(const std::string& flows) {
  PolicyTest::Case test;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(flows, &test)) << flows;
  return *Lineage::Make(*SmallGraph(test));
}

PolicySet PoliciesOf(const std::string& text) {
  std::vector<std::unique_ptr<PolicyFile>> files;
  auto file = ParsePolicy("p.txtpb", text);
  EXPECT_TRUE(file.ok()) << file.status();
  files.push_back(*std::move(file));
  auto set = PolicySet::Make(std::move(files));
  EXPECT_TRUE(set.ok()) << set.status();
  return *std::move(set);
}

std::string Text(const Lineage& lineage, const CheckResult& result) {
  std::string out;
  for (const Finding& finding : result.findings) {
    const auto end = [&](const FindingEnd& e) {
      return e.asset < 0 ? std::string("-")
                         : fmt::format("{}:{}", lineage.assets()[e.asset].name, e.column);
    };
    out += fmt::format("{} {} {}{} {}:{}\n", finding.rule, end(finding.from), end(finding.to),
                       finding.waived ? " waived" : "", finding.place.file(), finding.place.line());
  }
  for (const PolicyWarning& warning : result.warnings)
    out += fmt::format("{}: {}\n", warning.place.Text(), warning.message);
  return out;
}

std::string Checked(const std::string& flows, const std::string& policy,
                    const std::string& today = "2026-06-01") {
  const Lineage lineage = LineageOf(flows);
  const PolicySet policies = PoliciesOf(policy);
  return Text(lineage, Check(lineage, policies, {.today = today}));
}

std::string Waiver(const std::string& from, const std::string& expires) {
  return fmt::format(
      "waiver {{ rule: \"no-pii\" from {{ {} }} owner: \"anna\" reason: \"r\" expires: \"{}\" }}",
      from, expires);
}

TEST(Check, TheSourceStandsForWhatIsMadeOfIt) {
  EXPECT_EQ(Checked(kPeople, kNoPii), "no-pii people.csv:age model.json: train.cc:1\n");
}

TEST(Check, AWaiverHoldsUpToItsDay) {
  const std::string policy = std::string(kNoPii) + Waiver("column: 'age'", "2026-06-01");
  EXPECT_EQ(Checked(kPeople, policy), "no-pii people.csv:age model.json: waived train.cc:1\n");
}

TEST(Check, AnExpiredWaiverWaivesNothingAndIsAFinding) {
  const std::string text =
      Checked(kPeople, std::string(kNoPii) + Waiver("column: 'age'", "2026-05-31"));
  EXPECT_NE(text.find("no-pii people.csv:age model.json: train.cc"), std::string::npos) << text;
  EXPECT_NE(text.find("waiver-expired - - p.txtpb:"), std::string::npos) << text;
}

TEST(Check, AWaiverThatMatchesNothingIsAFinding) {
  const std::string text =
      Checked(kPeople, std::string(kNoPii) + Waiver("column: 'agee'", "2026-12-31"));
  EXPECT_NE(text.find("waiver-unmatched"), std::string::npos) << text;
  EXPECT_EQ(text.find(" waived"), std::string::npos) << text;
}

// What the waiver's source is waived for does not excuse what the table has from elsewhere.
TEST(Check, AWaiverOfASourceLeavesTheClaimOfATableOnTheWay) {
  const std::string flows = std::string(kPeople) + R"pb(
    asset {
      name: "people.db"
      properties { column { name: "age" tag: "pii" } }
    }
    flow { job: "import" from: "other.csv:age" to: "people.db:age" }
  )pb";
  const std::string policy =
      std::string(kNoPii) + Waiver("name: 'people.csv' column: 'age'", "2026-12-31");
  const std::string text = Checked(flows, policy);
  EXPECT_NE(text.find("no-pii people.db:age model.json: train.cc"), std::string::npos) << text;
}

TEST(Check, RulesBeginAndEnd) {
  const std::string text = R"pb(
    rule {
      id: "no-pii"
      forbid {
        from { tag: "pii" }
        to { kind: MODEL }
      }
      effective_from: "2026-03-01"
      effective_until: "2026-09-30"
    }
  )pb";
  const Lineage lineage = LineageOf(kPeople);
  const PolicySet policies = PoliciesOf(text);
  EXPECT_EQ(Check(lineage, policies, {.today = "2026-02-28"}).Count(NOTE), 1u);
  EXPECT_EQ(Check(lineage, policies, {.today = "2026-03-01"}).Count(ERROR), 1u);
  EXPECT_EQ(Check(lineage, policies, {.today = "2026-09-30"}).Count(ERROR), 1u);
  EXPECT_EQ(Check(lineage, policies, {.today = "2026-10-01"}).findings.size(), 0u);
}

TEST(Check, WithABaselineOnlyWhatIsNewAndWhereItIsNew) {
  const Lineage base = LineageOf(kPeople);
  const Lineage head = LineageOf(std::string(kPeople) + R"pb(
    asset {
      name: "visits.csv"
      properties { tag: "pii" }
    }
    flow { job: "join" from: "visits.csv:note" to: "people.db:note" }
    flow { job: "train" from: "people.db:note" to: "model.json" transform: TRAIN }
  )pb");
  const PolicySet policies = PoliciesOf(kNoPii);
  const CheckResult result =
      Check(head, policies, {.today = "2026-06-01", .lock = nullptr, .baseline = &base});
  EXPECT_EQ(Text(head, result), "no-pii visits.csv:note model.json: join.cc:1\n");
  EXPECT_EQ(result.known, 1u);
}

// A table that the rule forbids by itself, newly made of what the base has let through.
TEST(Check, WhatTheBaselineHasStandsForNothingThatIsNew) {
  const std::string people = std::string(kPeople) + R"pb(
    asset {
      name: "people.db"
      properties {
        column { name: "age" tag: "pii" }
        column { name: "pay" tag: "pii" }
      }
    }
  )pb";
  const Lineage base = LineageOf(people);
  const Lineage head = LineageOf(people + R"pb(
    flow { job: "ingest" from: "people.csv:age" to: "people.db:pay" }
    flow { job: "train" from: "people.db:pay" to: "model.json" transform: TRAIN }
  )pb");
  const PolicySet policies = PoliciesOf(kNoPii);
  const CheckOptions alone{.today = "2026-06-01"};
  EXPECT_EQ(Text(head, Check(head, policies, alone)),
            "no-pii people.csv:age model.json: train.cc:1\n");
  const CheckOptions against{.today = "2026-06-01", .lock = nullptr, .baseline = &base};
  const CheckResult result = Check(head, policies, against);
  EXPECT_EQ(Text(head, result), "no-pii people.db:pay model.json: train.cc:2\n");
  EXPECT_EQ(result.known, 1u);
  EXPECT_EQ(Text(head, Check(head, policies, {.today = "2026-06-01", .baseline = &head})), "");
}

// The same source, of which the base let the whole through: its column is a finding of its own.
TEST(Check, AKnownFindingOfTheWholeHidesNoColumn) {
  const std::string whole = R"pb(
    asset {
      name: "people.csv"
      properties { column { name: "age" tag: "pii" } }
    }
    asset { name: "model.json" kind: MODEL }
    flow { job: "copy" from: "people.csv" to: "people.db" }
    flow { job: "train" from: "people.db" to: "model.json" transform: TRAIN }
  )pb";
  const Lineage base = LineageOf(whole);
  const Lineage head = LineageOf(whole + R"pb(
    flow { job: "learn" from: "people.csv:age" to: "model.json" transform: TRAIN }
  )pb");
  const CheckResult result =
      Check(head, PoliciesOf(kNoPii), {.today = "2026-06-01", .baseline = &base});
  EXPECT_EQ(Text(head, result), "no-pii people.csv:age model.json: learn.cc:1\n");
}

// Nothing is forbidden of the table but what the source is, and that is known.
TEST(Check, AKnownSourceStandsForWhatIsOnlyMadeOfIt) {
  const Lineage base = LineageOf(kPeople);
  const Lineage head = LineageOf(std::string(kPeople) + R"pb(
    flow { job: "ingest" from: "people.csv:age" to: "people.db:years" }
    flow { job: "train" from: "people.db:years" to: "model.json" transform: TRAIN }
  )pb");
  const CheckResult result =
      Check(head, PoliciesOf(kNoPii), {.today = "2026-06-01", .baseline = &base});
  EXPECT_EQ(Text(head, result), "");
  EXPECT_EQ(result.known, 1u);
}

TEST(Check, AnUnmatchedWaiverIsNoOldMatterWhereItsRuleIsNewlyBroken) {
  const Lineage base = LineageOf("asset { name: 'model.json' kind: MODEL }");
  const Lineage head = LineageOf(kPeople);
  const std::string mistyped = std::string(kNoPii) + Waiver("column: 'agee'", "2026-12-31");
  const PolicySet policies = PoliciesOf(mistyped);
  const std::string text =
      Text(head, Check(head, policies, {.today = "2026-06-01", .baseline = &base}));
  EXPECT_NE(text.find("no-pii people.csv:age model.json: ingest.cc"), std::string::npos) << text;
  EXPECT_NE(text.find("waiver-unmatched"), std::string::npos) << text;
  // Where nothing is new, it is as old as the rest.
  EXPECT_EQ(Text(head, Check(head, policies, {.today = "2026-06-01", .baseline = &head})), "");
}

TEST(Check, TheSameFindingWhereverTheCodeStands) {
  const PolicySet policies = PoliciesOf(kNoPii);
  const Lineage lineage = LineageOf(kPeople);
  PolicyTest::Case moved;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kPeople, &moved));
  Graph graph = *SmallGraph(moved);
  for (Job& job : *graph.mutable_job()) {
    for (SiteUse& site : *job.mutable_site()) site.mutable_place()->set_line(99);
  }
  const CheckOptions options{.today = "2026-06-01"};
  EXPECT_EQ(Check(lineage, policies, options).findings[0].fingerprint,
            Check(*Lineage::Make(graph), policies, options).findings[0].fingerprint);
}

TEST(Check, ASelectorThatMatchesNothingIsAWarningWithItsPlace) {
  EXPECT_EQ(Checked(kPeople,
                    "rule {\n id: \"a\"\n forbid { from { tag: \"pi\" } to { name: "
                    "\"model.jsn\" } }\n}"),
            "p.txtpb:3:11: this selector matches nothing: nothing is tagged pi\n"
            "p.txtpb:3:30: this selector matches nothing: there is no asset 'model.jsn'; did you "
            "mean 'model.json'?\n");
  EXPECT_EQ(Checked(kPeople, "rule { id: \"a\" forbid { from { tag: \"x\" optional: true } } }"),
            "");
}

TEST(Check, AStepThatNothingPassesIsAWarningWithItsPlace) {
  const std::string rule = R"(rule { id: "a"
    forbid { from { name: "people.csv" } to { kind: MODEL }
      unless_through { function: "Anonymise" } unless_through { job: "trian" } } })";
  EXPECT_EQ(Checked(kPeople, rule),
            "a people.csv:age model.json: train.cc:1\n"
            "p.txtpb:3:24: there is no function on a way 'Anonymise'\n"
            "p.txtpb:3:65: there is no job 'trian'; did you mean 'train'?\n");
  EXPECT_EQ(Checked(kPeople, R"pb(tag {
                                    tag: "pii"
                                    clears { function: "Anonymise" optional: true }
                                  })pb"),
            "");
}

TEST(Check, ARuleAboutDirectFlowsSeesTagsThatTravelledDirectly) {
  constexpr char kDecided[] = R"pb(
    asset {
      name: "people.csv"
      properties { column { name: "age" tag: "pii" } }
    }
    asset { name: "model.json" kind: MODEL }
    flow { job: "pick" from: "people.csv:age" to: "picked.csv:id" subtype: FILTER }
    flow { job: "train" from: "picked.csv:id" to: "model.json" transform: TRAIN }
  )pb";
  EXPECT_EQ(Checked(kDecided, R"pb(
              rule {
                id: "a"
                forbid {
                  from { tag: "pii" }
                  to { kind: MODEL }
                  influence: DIRECT
                }
              }
            )pb"),
            "");
  EXPECT_EQ(Checked(kDecided, R"pb(rule {
                                     id: "a"
                                     forbid {
                                       from { tag: "pii" }
                                       to { kind: MODEL }
                                     }
                                   })pb"),
            "a people.csv:age model.json: train.cc:1\n");
  // `direct_only` says so of the tag.
  EXPECT_EQ(Checked(kDecided, R"pb(
              tag { tag: "pii" direct_only: true }
              rule {
                id: "a"
                forbid {
                  from { tag: "pii" }
                  to { kind: MODEL }
                }
              }
            )pb"),
            "");
}

TEST(Check, RequireThroughShowsTheWayThatAvoidsTheStep) {
  constexpr char kTwoWays[] = R"pb(
    asset { name: "model.json" kind: MODEL }
    flow { job: "a" from: "raw.csv:x" to: "clean.csv:x" transform: FILTERING }
    flow { job: "b" from: "clean.csv:x" to: "model.json" transform: TRAIN }
    flow { job: "c" from: "raw.csv:y" to: "side.csv:y" }
    flow { job: "b" from: "side.csv:y" to: "model.json" transform: TRAIN }
  )pb";
  EXPECT_EQ(Checked(kTwoWays, R"pb(
              rule {
                id: "cleaned"
                require_through {
                  flow {
                    from { name: "raw.csv" }
                    to { kind: MODEL }
                  }
                  step { transform: FILTERING }
                }
              }
            )pb"),
            "cleaned raw.csv:y model.json: b.cc:2\n");
  // A table between two jobs is a step as well.
  EXPECT_EQ(Checked(kTwoWays, R"pb(
              rule {
                id: "staged"
                require_through {
                  flow {
                    from { name: "raw.csv" }
                    to { kind: MODEL }
                  }
                  step { asset { name: "side.csv" } }
                }
              }
            )pb"),
            "staged raw.csv:x model.json: b.cc:1\n");
}

TEST(Check, ANotOfAColumnDoesNotExcuseTheWhole) {
  EXPECT_EQ(Checked(R"pb(
                      asset {
                        name: "p.csv"
                        column: "email"
                        column: "age"
                        properties { tag: "pii" }
                      }
                      asset { name: "m" kind: MODEL }
                      flow { from: "p.csv" to: "m" }
                      flow { job: "other" from: "p.csv:email" to: "m" }
                    )pb",
                    R"pb(rule {
                           id: "a"
                           forbid {
                             from {
                               tag: "pii"
                               not { column: "email" }
                             }
                             to { kind: MODEL }
                           }
                         })pb"),
            "a p.csv: m: job.cc:1\n");
}

TEST(Check, RoundsOfJobsEndAndOneFindingIsLeft) {
  const std::string text = Checked(R"pb(
                                     asset {
                                       name: "a"
                                       properties { tag: "pii" }
                                     }
                                     asset {
                                       name: "b"
                                       properties { tag: "pii" }
                                     }
                                     asset { name: "m" kind: MODEL }
                                     flow { job: "1" from: "a" to: "b" }
                                     flow { job: "2" from: "b" to: "a" }
                                     flow { job: "3" from: "b" to: "m" }
                                   )pb",
                                   kNoPii);
  EXPECT_EQ(text, "no-pii a: m: 3.cc:1\n");
}

}  // namespace
}  // namespace pedigree::policy
