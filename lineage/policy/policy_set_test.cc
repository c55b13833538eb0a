#include "lineage/policy/policy_set.h"

#include <gtest/gtest.h>

namespace pedigree::policy {
namespace {

std::string ErrorOf(const std::string& text) {
  auto file = ParsePolicy("p.txtpb", text);
  if (!file.ok()) return std::string(file.status().message());
  std::vector<std::unique_ptr<PolicyFile>> files;
  files.push_back(*std::move(file));
  const auto set = PolicySet::Make(std::move(files));
  return set.ok() ? "" : std::string(set.status().message());
}

TEST(Policy, WhatIsWrongHasItsPlaceAndWhatWasMeant) {
  const struct {
    const char *text, *error;
  } kCases[] = {
      {"rule {\n  id: \"a\"\n  forbid { from { nmae: \"x\" } to {} }\n}",
       "p.txtpb:3:19: a Selector has no field 'nmae'; did you mean 'name'?"},
      {"rule {\n  id: \"a\"\n  forbid { to { kind: MODLE } }\n}",
       "p.txtpb:3:23: 'MODLE' is no value of field 'kind'; did you mean 'MODEL'?"},
      {"rule { id: \"Bad Id\" forbid {} }",
       "p.txtpb:1:8: an id is of lower-case letters, digits and hyphens: it is what waivers and "
       "reports name"},
      {"rule { id: \"a\" }",
       "p.txtpb:1:1: rule 'a' says nothing: it needs forbid, require_through, require or disjoint"},
      {"rule { id: \"a\" forbid {} }\nrule { id: \"a\" forbid {} }",
       "p.txtpb:2:8: there is a rule 'a' already, at p.txtpb:1:1"},
      {"selector { name: \"raw\" matches { tag: \"x\" } }\n"
       "rule { id: \"a\" forbid { from { selector: \"rwa\" } } }",
       "p.txtpb:2:32: no selector is named 'rwa'; did you mean 'raw'?"},
      {"selector { name: \"a\" matches { not { selector: \"b\" } } }\n"
       "selector { name: \"b\" matches { selector: \"a\" } }",
       "p.txtpb:1:1: selector 'a' contains itself"},
      {"waiver { rule: \"a\" from {} owner: \"o\" reason: \"r\" }",
       "p.txtpb:1:1: a waiver needs `expires`"},
      {"waiver { rule: \"a\" owner: \"o\" reason: \"r\" expires: \"2027-01-01\" }",
       "p.txtpb:1:1: a waiver needs `from` or `to`: it is for a flow, not for a whole rule"},
      {"waiver { rule: \"a\" from {} owner: \"o\" reason: \"r\" expires: \"2027-02-30\" }",
       "p.txtpb:1:51: '2027-02-30' is no day: write it as \"2027-03-31\""},
      {"rule { id: \"a\" forbid { unless_through { at_least: 5 } } }",
       "p.txtpb:1:42: at_least is of a transform: add `transform: AGGREGATE`"},
      {"rule { id: \"a\" forbid { unless_through {} } }",
       "p.txtpb:1:25: a step needs a transform, function, job or asset"},
      {"rule { id: \"a\" require { of {} } }",
       "p.txtpb:1:16: require names no property: owner, license, declared, pinned ..."},
      {"facts { of { column: \"c\" } owner: \"o\" }",
       "p.txtpb:1:14: owner, license, region, purpose and retention_days are of assets: facts "
       "about "
       "columns give tags only"},
      {"schema_version: 9", "p.txtpb:1:1: schema version 9 is newer than this program's (1)"},
      {"rule { id: \"a\" forbid { at_least: EXACT at_most: ASSUMED } }",
       "p.txtpb:1:41: no flow is at least and at most that sure: EXACT is surest, then MODELED, "
       "ASSUMED, WIDENED"},
      {"rule { id: \"a\" forbid {} message: \"{frm} to {to}\" }",
       "p.txtpb:1:26: a message has no {frm}, only {from} and {to}"},
      {"rule { id: \"a\" forbid {} effective_from: \"2027-01-02\" effective_until: \"2027-01-01\" "
       "}",
       "p.txtpb:1:55: the rule ends before it begins: it would never hold"},
      {"rule { id: \"a\" forbid {}", "p.txtpb:1:25: Expected identifier, got: the end of the file"},
  };
  for (const auto& c : kCases) EXPECT_EQ(ErrorOf(c.text), c.error) << c.text;
}

TEST(Policy, OtherBracesInAMessageAreText) {
  EXPECT_EQ(ErrorOf("rule { id: \"a\" forbid {} message: \"{from} is {a b} {} {1} {x\" }"), "");
}

TEST(Policy, NothingIsWrongWithAnEmptyOne) { EXPECT_EQ(ErrorOf(""), ""); }

}  // namespace
}  // namespace pedigree::policy
