// The policies of policies/ find what their tests say.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "lineage/policy/policy_tests.h"

namespace pedigree::policy {
namespace {

std::vector<std::string> TestFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("policies")) {
    const std::string name = entry.path().string();
    if (name.ends_with("_test.txtpb")) files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(ReadyMade, EveryPolicyHasTestsAndPassesThem) {
  size_t policies = 0;
  for (const auto& entry : std::filesystem::directory_iterator("policies")) {
    const std::string name = entry.path().filename().string();
    policies += name.ends_with(".txtpb") && !name.ends_with("_test.txtpb") ? 1 : 0;
  }
  const std::vector<std::string> files = TestFiles();
  ASSERT_EQ(files.size(), policies);
  for (const std::string& file : files) {
    const auto outcomes = RunPolicyTests(file);
    ASSERT_TRUE(outcomes.ok()) << outcomes.status();
    EXPECT_GT(outcomes->size(), 1u) << file;
    for (const TestOutcome& outcome : *outcomes)
      EXPECT_EQ(outcome.failure, "") << outcome.place << ": " << outcome.name;
  }
}

}  // namespace
}  // namespace pedigree::policy
