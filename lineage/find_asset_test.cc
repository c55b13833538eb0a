#include "lineage/find_asset.h"

#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

const Lineage& Assets() {
  static const Lineage& lineage = *new Lineage(LineageOf(R"pb(
    asset { namespace: "file" name: "data/patients.csv" }
    asset { namespace: "file" name: "old/patients.csv" }
    asset { namespace: "s3://lake" name: "data/patients.csv" }
    asset { namespace: "file" name: "out/model.json" }
    asset { namespace: "sqlite" name: "clinic.db/visits" }
    asset { namespace: "file" name: "{argv:1}" job_local: true job: "a" }
    asset { namespace: "file" name: "{argv:1}" job_local: true job: "b" }
  )pb"));
  return lineage;
}

std::string Found(std::string_view spec) {
  const absl::StatusOr<int> asset = FindAsset(Assets(), spec);
  if (!asset.ok()) return "! " + std::string(asset.status().message());
  return Assets().assets()[*asset].name_space + " " + Assets().assets()[*asset].name;
}

TEST(FindAsset, ByNameWithOrWithoutNamespaceOrByItsEnd) {
  EXPECT_EQ(Found("out/model.json"), "file out/model.json");
  EXPECT_EQ(Found("model.json"), "file out/model.json");
  EXPECT_EQ(Found("odel.json"), "file out/model.json");
  EXPECT_EQ(Found("visits"), "sqlite clinic.db/visits");
  EXPECT_EQ(Found("sqlite/clinic.db/visits"), "sqlite clinic.db/visits");
  EXPECT_EQ(Found("s3://lake/data/patients.csv"), "s3://lake data/patients.csv");
  EXPECT_EQ(Found("{argv:1} of b"), "file {argv:1}");
}

TEST(FindAsset, SaysWhatASpecMayMean) {
  EXPECT_EQ(
      Found("data/patients.csv"),
      "! 'data/patients.csv' may be 'file/data/patients.csv' or 's3://lake/data/patients.csv'");
  EXPECT_EQ(Found("{argv:1}"), "! '{argv:1}' may be '{argv:1} of a' or '{argv:1} of b'");
}

TEST(FindAsset, NamesWhatIsNear) {
  EXPECT_EQ(Found("modle.json"), "! no asset is called 'modle.json'; near: 'out/model.json'");
  EXPECT_EQ(Found("zzzzzz"), "! no asset is called 'zzzzzz'");
  EXPECT_EQ(Found(""), "! no asset is called ''");
}

}  // namespace
}  // namespace pedigree
