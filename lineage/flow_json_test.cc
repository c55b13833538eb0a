#include "lineage/flow_json.h"

#include <gtest/gtest.h>

#include "lineage/json.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

// Writer and objects are two ways to one text.
void ExpectSame(const Lineage& lineage) {
  FlowJsonWriter writer(lineage);
  ASSERT_FALSE(lineage.Flows().empty());
  for (const Lineage::Flow& flow : lineage.Flows()) {
    std::string text;
    writer.Append(flow, text);
    EXPECT_EQ(text, Dump(FlowJson(lineage, flow)));
  }
}

TEST(FlowJson, OfFlowsThroughSeveralJobs) { ExpectSame(LineageOf(kClinic)); }

TEST(FlowJson, WhateverTheNames) {
  Graph graph = GraphOf(kClinic);
  graph.mutable_asset(0)->set_name("a \"quoted\\ name\n\x7f\x01.csv");
  graph.mutable_asset(1)->set_name("Größe/\xf0\x9f\x92\xbe");
  Job& job = *graph.mutable_job(0);
  job.set_name("//über:\tjob");
  job.mutable_site(0)->set_function("operator\"\"_s");
  job.mutable_flow(0)->set_from_column("not UTF-8: \xff");
  job.mutable_flow(0)->mutable_path(0)->set_note("");
  job.mutable_flow(0)->mutable_path(1)->mutable_place()->set_file("\xc3");
  job.mutable_flow(0)->clear_witness();
  job.mutable_flow(1)->clear_path();
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  ASSERT_TRUE(lineage.ok()) << lineage.status();
  ExpectSame(*lineage);
}

}  // namespace
}  // namespace pedigree
