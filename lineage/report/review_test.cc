#include "lineage/report/review.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lineage/policy/small_graph.h"

namespace pedigree {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kBase[] = R"pb(
  asset {
    name: "people.csv"
    properties {
      owner: "@data"
      column { name: "sex" tag: "protected" }
    }
  }
  asset { name: "model.json" kind: MODEL }
  flow { job: "ingest" from: "people.csv:age" to: "people.db:age" }
  flow { job: "train" from: "people.db:age" to: "model.json" transform: TRAIN }
  flow { job: "score" from: "model.json" to: "scores.csv" transform: INFER }
)pb";
constexpr char kChange[] = R"pb(
  flow { job: "ingest" from: "people.csv:sex" to: "people.db:sex" }
  flow { job: "train" from: "people.db:sex" to: "model.json" transform: TRAIN through: "Fit|`x`" }
)pb";
constexpr char kPolicy[] = R"pb(
  rule {
    id: "no-protected"
    forbid {
      from { tag: "protected" }
      to { kind: MODEL }
    }
    message: "<b>Drop</b> the *column*."
  }
)pb";
constexpr char kWaiver[] = R"pb(
  waiver {
    rule: "no-protected"
    from { column: "sex" }
    owner: "anna"
    reason: "approved"
    expires: "2027-01-01"
  }
)pb";

Lineage LineageOf(const std::string& text) {
  PolicyTest::Case test;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &test)) << text;
  return *Lineage::Make(*policy::SmallGraph(test));
}

// A change with its check.
class Review {
 public:
  explicit Review(const std::string& policy, const std::string& change = kChange,
                  const std::string& file = "p.txtpb")
      : base(LineageOf(kBase)), head(LineageOf(std::string(kBase) + change)), sources("") {
    std::vector<std::unique_ptr<policy::PolicyFile>> files;
    files.push_back(*policy::ParsePolicy(file, policy));
    policies = *policy::PolicySet::Make(std::move(files));
    result =
        policy::Check(head, policies, {.today = "2026-06-01", .lock = nullptr, .baseline = &base});
  }
  CheckReport Report() { return {head, policies, result, sources}; }
  std::string Comment(size_t limit = 65536) {
    return ReviewComment(base, head, Diff(base, head), Report(),
                         CodeOwners::Parse("train.cc @ml\n"), limit);
  }

  Lineage base, head;
  policy::PolicySet policies;
  policy::CheckResult result;
  SourceView sources;
};

TEST(Review, TheCommentSaysWhatIsForbiddenWhatChangedAndWhoMustApprove) {
  const std::string comment = Review(kPolicy).Comment();
  EXPECT_TRUE(comment.starts_with("<!-- pedigree-lineage-diff -->\n")) << comment;
  EXPECT_THAT(comment, HasSubstr("### :no_entry: Policies: 1 new finding"));
  EXPECT_THAT(comment, HasSubstr("`people.csv:sex -> model.json`"));
  EXPECT_THAT(comment, HasSubstr("\\<b\\>Drop\\</b\\> the \\*column\\*."));
  EXPECT_THAT(comment, HasSubstr("**Into models:** `model.json`"));
  EXPECT_THAT(comment, HasSubstr("```mermaid\nflowchart LR\n"));
  EXPECT_THAT(comment, HasSubstr("- @data: `people.csv`"));
  EXPECT_THAT(comment, HasSubstr("- @ml: `train.cc`"));
  // Nothing of what stayed as it was.
  EXPECT_THAT(comment, Not(HasSubstr("people.db:age")));
}

TEST(Review, OwnersThatFactsSayMustApproveToo) {
  const std::string facts = R"pb(
    facts {
      of { name: "model.json" }
      owner: "@ml-leads"
    }
    facts {
      of { name: "people.csv" }
      owner: "@privacy"
    }
    facts {
      of { name: "other.csv" }
      owner: "@nobody-asked"
    }
  )pb";
  const std::string comment = Review(facts + kPolicy).Comment();
  EXPECT_THAT(comment, HasSubstr("- @ml-leads: `model.json`\n"));
  EXPECT_THAT(comment, HasSubstr("- @privacy: `people.csv`\n"));  // in place of what is declared
  EXPECT_THAT(comment, Not(HasSubstr("- @data:")));
  EXPECT_THAT(comment, Not(HasSubstr("@nobody-asked")));
}

TEST(Review, AWaivedFindingIsSaidAndBlocksNothing) {
  Review review(std::string(kPolicy) + kWaiver);
  EXPECT_EQ(review.result.Count(ERROR), 0u);
  EXPECT_THAT(review.Comment(), HasSubstr("nothing new"));
  EXPECT_THAT(review.Comment(), HasSubstr("waived until 2027-01-01 by anna"));
}

TEST(Review, NoChangeIsSaid) {
  EXPECT_THAT(Review(kPolicy, "").Comment(), HasSubstr("### Lineage: no change"));
}

TEST(Review, ALongCommentIsShortenedToFit) {
  std::string change;
  for (int i = 0; i < 400; ++i) {
    change += "flow { job: \"ingest\" from: \"people.csv:c" + std::to_string(i) +
              "\" to: \"people.db:c" + std::to_string(i) + "\" }\n";
  }
  Review review(kPolicy, change);
  for (const size_t limit : {65536u, 20000u, 8000u, 3000u}) {
    const std::string comment = review.Comment(limit);
    EXPECT_LE(comment.size(), limit);
    EXPECT_TRUE(comment.starts_with("<!-- pedigree-lineage-diff -->\n"));
    EXPECT_THAT(comment, HasSubstr("400 flows added"));
  }
  EXPECT_THAT(review.Comment(8000), HasSubstr("Shortened to fit"));
}

// However small the room: what blocks the merge is said, and how much there is of it.
TEST(Review, FindingsStayInAShortenedComment) {
  std::string change;
  const std::string name(300, 'x');
  for (int i = 0; i < 60; ++i) {
    change += "flow { job: \"t\" from: \"people.csv:sex\" to: \"" + name + std::to_string(i) +
              ".json\" transform: TRAIN }\nasset { name: \"" + name + std::to_string(i) +
              ".json\" kind: MODEL properties { owner: \"owner" + std::to_string(i) + "\" } }\n";
  }
  Review review(kPolicy, change);
  for (const size_t limit : {65536u, 20000u, 6000u, 2000u, 600u}) {
    const std::string comment = review.Comment(limit);
    EXPECT_LE(comment.size(), limit);
    EXPECT_TRUE(comment.starts_with("<!-- pedigree-lineage-diff -->\n"));
    EXPECT_THAT(comment, HasSubstr("Policies: 60 new findings")) << limit;
    EXPECT_THAT(comment, HasSubstr("more findings")) << limit;
    if (limit >= 2000) EXPECT_THAT(comment, HasSubstr("### To approve")) << limit;
  }
  EXPECT_THAT(review.Comment(20000), HasSubstr("- owner0: 1 in all"));
}

TEST(Formats, SarifHasRulesResultsWaysAndSuppressions) {
  Review review(std::string(kPolicy) + kWaiver);
  const json log = json::parse(CheckSarif(review.Report(), "1.2.3"));
  const json& run = log["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["id"], "no-protected");
  ASSERT_EQ(run["results"].size(), 1u);
  const json& result = run["results"][0];
  EXPECT_EQ(result["ruleIndex"], 0);
  EXPECT_EQ(result["suppressions"][0]["status"], "accepted");
  EXPECT_EQ(result["partialFingerprints"].size(), 1u);
  EXPECT_EQ(result["codeFlows"][0]["threadFlows"][0]["locations"].size(), 5u);
}

TEST(Formats, SarifKeepsToWhatGithubTakes) {
  std::string change;
  for (int i = 0; i < 80; ++i) {
    for (int j = 0; j < 70; ++j) {
      change += "flow { from: \"people.csv:sex" + std::to_string(i) + "\" to: \"out.csv:c" +
                std::to_string(j) + "\" }\n";
    }
  }
  Review review(
      "rule { id: \"all\" forbid { from { name: \"people.csv\" } to { name: \"out.csv\" } } }",
      change);
  EXPECT_EQ(review.result.findings.size(), 5600u);
  const json log = json::parse(CheckSarif(review.Report(), "1.2.3"));
  ASSERT_EQ(log["runs"][0]["results"].size(), 1u);
  EXPECT_THAT(log["runs"][0]["results"][0]["message"]["text"].get<std::string>(),
              HasSubstr("And 5599 more"));
}

TEST(Formats, SarifSaysFirstWhatItLeavesOut) {
  std::string change;
  for (int i = 0; i < 6000; ++i) {
    change += "flow { from: \"a" + std::to_string(i) + ".csv\" to: \"b" + std::to_string(i) +
              ".csv\" }\n";
  }
  change += "flow { from: \"z.csv\" to: \"zz.csv\" }\n";
  Review review(
      "rule { id: \"some\" severity: NOTE forbid { from { name: \"a*.csv\" } } }\n"
      "rule { id: \"last\" forbid { from { name: \"z.csv\" } } }",
      change);
  EXPECT_EQ(review.result.findings.size(), 6001u);
  const json log = json::parse(CheckSarif(review.Report(), "1.2.3"));
  const json& results = log["runs"][0]["results"];
  ASSERT_EQ(results.size(), 5000u);
  EXPECT_EQ(results[0]["ruleId"], "findings-left-out");
  EXPECT_EQ(results[0]["level"], "note");
  EXPECT_THAT(results[0]["message"]["text"].get<std::string>(),
              HasSubstr("1002 of 6001 results are not listed here: 1002 of some."));
  EXPECT_EQ(log["runs"][0]["tool"]["driver"]["rules"][results[0]["ruleIndex"].get<size_t>()]["id"],
            "findings-left-out");
  EXPECT_EQ(results[0]["locations"], results[1]["locations"]);
  EXPECT_EQ(results[1]["ruleId"], "last");  // what blocks is not what is left out
}

TEST(Formats, TheSmallOnesSayTheSame) {
  Review review(kPolicy);
  const CheckReport report = review.Report();
  const json rd = json::parse(CheckRdjson(report));
  EXPECT_EQ(rd["diagnostics"][0]["severity"], "ERROR");
  EXPECT_EQ(rd["diagnostics"][0]["location"]["path"], "ingest.cc");
  const json gitlab = json::parse(CheckGitlab(report));
  EXPECT_EQ(gitlab[0]["severity"], "critical");
  EXPECT_EQ(gitlab[0]["fingerprint"], review.result.findings[0].fingerprint);
  EXPECT_THAT(CheckJunit(report), HasSubstr("failures=\"1\""));
  EXPECT_THAT(CheckJunit(report), HasSubstr("&lt;b&gt;Drop"));
  EXPECT_THAT(CheckGithub(report), HasSubstr("::error file=ingest.cc,line="));
  EXPECT_EQ(CheckGithub(report).find('\n'), CheckGithub(report).size() - 1);
}

// A runner's log takes escape sequences for colours and more, and a line's end for another line.
TEST(Formats, NamesDoNotSteerTheLogThatShowsThem) {
  Review review(kPolicy, R"pb(
    flow { job: "in\033[31m" from: "people.csv:sex" to: "a\nb\342\200\256" through: "F\033[2J" }
    flow { job: "train" from: "a\nb\342\200\256" to: "model.json" transform: TRAIN }
  )pb");
  const CheckReport report = review.Report();
  ASSERT_FALSE(review.result.findings.empty());
  for (const std::string& text :
       {CheckGithub(report), CheckJunit(report), CheckText(report, Style())}) {
    EXPECT_THAT(text, HasSubstr("in\\x1b[31m"));
    for (const std::string_view steers : {"\x1b", "\xe2\x80\xae"})
      EXPECT_THAT(text, Not(HasSubstr(steers)));
  }
}

TEST(Formats, LinksToTheHelpOfRules) {
  const auto with = [](const std::string& link) {
    return std::string(kPolicy).replace(std::string(kPolicy).rfind("message:"), 0,
                                        "help_uri: \"" + link + "\" ");
  };
  struct Links {
    std::string text, address;
  };
  const auto links_of = [](const std::string& policy, const std::string& file,
                           const std::string& base) {
    Review review(policy, kChange, file);
    CheckReport report = review.Report();
    report.link_base = base;
    Links links;
    const std::string text = CheckText(report, Style());
    if (const size_t at = text.find("  help: "); at != std::string::npos)
      links.text = text.substr(at + 8, text.find('\n', at) - at - 8);
    const json rule = json::parse(CheckSarif(report, "1"))["runs"][0]["tool"]["driver"]["rules"][0];
    links.address = rule.value("helpUri", "");
    const json code = json::parse(CheckRdjson(report))["diagnostics"][0]["code"];
    EXPECT_EQ(code.value("url", ""), links.address);
    const std::string& more = links.address.empty() ? links.text : links.address;
    if (!more.empty())
      EXPECT_THAT(rule["help"]["text"].get<std::string>(), HasSubstr("More: " + more + "\n"));
    const std::string comment = ReviewComment(review.base, review.head,
                                              Diff(review.base, review.head), report, CodeOwners());
    EXPECT_THAT(comment, HasSubstr(links.address.empty()
                                       ? "**error** `no-protected` "
                                       : "**error** [`no-protected`](<" + links.address + ">) "));
    return links;
  };
  const std::string web = "https://forge.example/clinic/blob/abc";
  // Without help, with an address, and with a path, which is one from the policy.
  EXPECT_EQ(links_of(kPolicy, "p.txtpb", web).text, "");
  Links links = links_of(with("https://wiki.example/pii"), "policies/p.txtpb", web);
  EXPECT_EQ(links.text, "https://wiki.example/pii");
  EXPECT_EQ(links.address, "https://wiki.example/pii");
  links = links_of(with("READ ME.md#pii"), "policies/p.txtpb", web);
  EXPECT_EQ(links.text, "policies/READ ME.md#pii");
  EXPECT_EQ(links.address, web + "/policies/READ%20ME.md#pii");
  EXPECT_EQ(links_of(with("../docs/a.md"), "policies/p.txtpb", web + "/").address,
            web + "/docs/a.md");
  // An address that leads nowhere is none: it is not known where the tree can be read, or the file
  // is not in it.
  EXPECT_EQ(links_of(with("a.md"), "policies/p.txtpb", "").address, "");
  EXPECT_EQ(links_of(with("a.md"), "../ours/p.txtpb", web).address, "");
  EXPECT_EQ(links_of(with("a.md#x"), "/usr/share/p.txtpb", web).address,
            "file:///usr/share/a.md#x");
}

}  // namespace
}  // namespace pedigree
