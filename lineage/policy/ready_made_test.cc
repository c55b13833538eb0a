// The policies of policies/ find what their tests say.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

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

TEST(ReadyMade, Cookbook) { EveryPolicyHasTestsAndPassesThem("policies/cookbook"); }

}  // namespace
}  // namespace pedigree::policy
