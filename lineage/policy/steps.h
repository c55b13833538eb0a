// Which edges of a graph are a step that policies speak of: training, a call of Anonymize(), a
// table between two jobs.
#ifndef PEDIGREE_LINEAGE_POLICY_STEPS_H_
#define PEDIGREE_LINEAGE_POLICY_STEPS_H_

#include <string>
#include <string_view>
#include <vector>

#include "lineage/policy/selectors.h"

namespace pedigree::policy {

// By edge: whether a flow passes the step within it, and whether it does by going on after it
// (through the asset that the edge leads to).
struct StepEdges {
  std::vector<bool> within, after;
  bool empty() const { return within.empty(); }
};

class Steps {
 public:
  explicit Steps(const Selectors& selectors);

  // The edges that are one of `steps`; empty where there are no steps.
  StepEdges Edges(const std::vector<const PolicyStep*>& steps, const TagView& tags) const;
  template <typename Repeated>
  StepEdges Edges(const Repeated& steps, const TagView& tags) const {
    std::vector<const PolicyStep*> pointers;
    for (const PolicyStep& step : steps) pointers.push_back(&step);
    return Edges(pointers, tags);
  }
  // The edges after which `tag` is no longer carried, as declarations in the graph have it.
  std::vector<bool> DeclaredToClear(const std::string& tag) const;

  // Whether the edge has a transform of that kind, derived or declared.
  bool Has(int edge, TransformKind kind) const;

  // The functions on the edge's witness path.
  std::vector<std::string_view> FunctionsOf(int edge) const;

 private:
  bool Matches(const PolicyStep& step, int edge) const;

  const Selectors& selectors_;
  const Lineage& lineage_;
  std::vector<std::vector<int>> declared_;  // by edge: indices of declared transforms
};

// The functions that a hop's note speaks of: "passed to Scale()", "TRAIN by
// XGBoosterUpdateOneIter".
std::string_view FunctionOf(std::string_view note);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_STEPS_H_
