#include "lineage/job_bytes.h"

#include <google/protobuf/text_format.h>

#include <vector>

#include "gtest/gtest.h"
#include "proto/graph.pb.h"

namespace pedigree {
namespace {

// Reads asset 0 and writes asset 1.
constexpr char kJob[] = R"pb(
  name: "train"
  site {
    asset: 0
    place { file: "a.cc" line: 3 }
    api: "getline"
  }
  site { access: WRITES asset: 1 function: "Save" }
  flow {
    from: 0
    to: 1
    confidence: MODELED
    path {
      place { file: "a.cc" line: 3 }
      note: "read"
    }
    path { note: "written" }
  }
  coverage { functions: 2 }
  declaration { target: "//a" }
)pb";

Job Parsed(const std::string& text) {
  Job job;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &job));
  return job;
}

std::optional<std::string> Renumbered(const std::string& text, std::vector<uint32_t> numbers) {
  return RenumberJob(Parsed(text).SerializeAsString(), numbers);
}

TEST(JobBytes, AreThoseOfTheSameJobWithOtherAssets) {
  Job expected = Parsed(kJob);
  for (const std::vector<uint32_t>& numbers :
       {std::vector<uint32_t>{0, 1}, {1, 0}, {70000, 3}, {2, 128}}) {
    for (int i = 0; i < 2; ++i) expected.mutable_site(i)->set_asset(numbers[i]);
    EXPECT_EQ(Renumbered(kJob, numbers), expected.SerializeAsString());
  }
}

TEST(JobBytes, OfAJobWithoutFlowsOrSites) {
  for (const std::string text : {"", "name: \"idle\"", "name: \"idle\" site { asset: 0 }"})
    EXPECT_EQ(Renumbered(text, {0}), Parsed(text).SerializeAsString()) << text;
}

TEST(JobBytes, AreNotThereWhereAnIndexLeadsNowhere) {
  for (const std::string wrong :
       {"site { asset: 2 }", "flow { from: 0 to: 2 }", "flow { from: 2 to: 1 }",
        "flow { from: 1 to: 1 }", "flow { from: 0 to: 0 }"})
    EXPECT_EQ(Renumbered(kJob + wrong, {0, 1}), std::nullopt) << wrong;
}

TEST(JobBytes, AreNotThereWhereTheyAreDamagedOrOutOfOrder) {
  const std::string whole = Parsed(kJob).SerializeAsString();
  const std::string site = Parsed("site { asset: 0 }").SerializeAsString();
  const std::vector<uint32_t> numbers = {0, 1};
  EXPECT_EQ(RenumberJob(whole + site, numbers), std::nullopt);
  for (const char* damage : {"\x12\x7f", "\x1a\x7f", "\x12", "\x0c", "\x1a\x02\x0a\x7f"})
    EXPECT_EQ(RenumberJob(whole + damage, numbers), std::nullopt);
}

}  // namespace
}  // namespace pedigree
