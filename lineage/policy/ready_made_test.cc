// The policies of policies/ find what their tests say.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "lineage/policy/policy_set.h"
#include "lineage/policy/policy_tests.h"

namespace pedigree::policy {
namespace {

// Policies and tests are side by side.
void EveryPolicyHasTestsAndPassesThem(const std::string& folder) {
  std::vector<std::string> policies, tests;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().string();
    if (name.ends_with(".txtpb"))
      (name.ends_with("_test.txtpb") ? tests : policies).push_back(name);
  }
  std::sort(tests.begin(), tests.end());
  ASSERT_FALSE(policies.empty());
  ASSERT_EQ(tests.size(), policies.size());
  for (const std::string& file : tests) {
    const auto outcomes = RunPolicyTests(file);
    ASSERT_TRUE(outcomes.ok()) << outcomes.status();
    EXPECT_GT(outcomes->size(), 1u) << file;
    for (const TestOutcome& outcome : *outcomes)
      EXPECT_EQ(outcome.failure, "") << outcome.place << ": " << outcome.name;
  }
}

TEST(ReadyMade, Policies) { EveryPolicyHasTestsAndPassesThem("policies"); }

// "no-pii-in-model" is explained in README.md under a heading of that name, and by no other.
TEST(ReadyMade, EveryRuleIsExplained) {
  std::ifstream page("policies/README.md");
  std::set<std::string> explained, rules;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### ")) explained.insert(line.substr(4));
  }
  for (const auto& entry : std::filesystem::directory_iterator("policies")) {
    const std::string name = entry.path().string();
    if (!name.ends_with(".txtpb") || name.ends_with("_test.txtpb")) continue;
    const auto policies = PolicySet::Read({name});
    ASSERT_TRUE(policies.ok()) << policies.status();
    for (const auto& rule : policies->rules()) {
      rules.insert(rule->id());
      EXPECT_EQ(rule->help_uri(), "policies/README.md#" + rule->id());
    }
  }
  EXPECT_EQ(explained, rules);
}

TEST(ReadyMade, Cookbook) { EveryPolicyHasTestsAndPassesThem("policies/cookbook"); }

}  // namespace
}  // namespace pedigree::policy
