// What the tests of all systems need: files in, flows out.
#ifndef PEDIGREE_LINEAGE_INTEROP_TESTING_H_
#define PEDIGREE_LINEAGE_INTEROP_TESTING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/interop.h"
#include "lineage/testing.h"

namespace pedigree::interop {

struct Input {
  std::string name, text;
};

inline absl::StatusOr<Graph> Import(const std::string& system, const std::vector<Input>& inputs,
                                    const Options& options = Options()) {
  GraphBuilder builder(system);
  for (const Input& input : inputs) {
    const std::string path = ::testing::TempDir() + "/" + input.name;
    EXPECT_TRUE(WriteFile(path, input.text).ok());
    const absl::Status status = FindSystem(system)->imports(path, options, &builder);
    if (!status.ok()) return status;
  }
  Graph graph = std::move(builder).Finish();
  EXPECT_TRUE(ValidateGraph(graph).ok()) << ValidateGraph(graph);
  return graph;
}

inline std::string Problem(const std::string& system, const Input& input) {
  const absl::StatusOr<Graph> graph = Import(system, {input});
  return graph.ok() ? ""
                    : std::string(graph.status().message().data(), graph.status().message().size());
}

// Each flow as "namespace name.column -> namespace name.column CONFIDENCE WITNESS by job", sorted.
inline std::vector<std::string> FlowsInFull(const absl::StatusOr<Graph>& graph) {
  EXPECT_TRUE(graph.ok()) << graph.status();
  std::vector<std::string> flows;
  if (!graph.ok()) return flows;
  for (const Job& job : graph->job()) {
    for (const FlowEdge& flow : job.flow()) {
      const auto end = [&](uint32_t site, const std::string& column) {
        const Asset& asset =
            graph->asset(static_cast<int>(job.site(static_cast<int>(site)).asset()));
        return asset.namespace_() + " " + asset.name() + (column.empty() ? "" : "." + column);
      };
      std::string line = end(flow.from(), flow.from_column()) + " -> " +
                         end(flow.to(), flow.to_column()) + " " +
                         Confidence_Name(flow.confidence());
      for (const int witness : flow.witness())
        line += " " + Witness_Name(static_cast<Witness>(witness));
      flows.push_back(line + " by " + job.name());
    }
  }
  std::sort(flows.begin(), flows.end());
  return flows;
}

inline std::string ExportedText(const std::string& system, const Graph& graph,
                                const Options& options = Options()) {
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  EXPECT_TRUE(lineage.ok());
  const auto documents = FindSystem(system)->exports({*lineage, {}, options});
  return documents.ok() ? (*documents)[0].content
                        : std::string(documents.status().message().data(),
                                      documents.status().message().size());
}

// The texts with what `from` was replaced.
inline std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_TESTING_H_
