#include "lineage/policy/steps.h"

#include <algorithm>

#include "lineage/policy/glob.h"

namespace pedigree::policy {
namespace {

bool AnyMatches(const std::string& glob, const std::vector<std::string_view>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return GlobMatches(glob, name); });
}

}  // namespace

std::string_view FunctionOf(std::string_view note) {
  for (const std::string_view before : {"passed to ", "returned by ", "filled in by ",
                                        "assumed to pass through ", "computed by "}) {
    if (!note.starts_with(before)) continue;
    note.remove_prefix(before.size());
    if (note.ends_with("()")) note.remove_suffix(2);
    return note;
  }
  // "TRAIN by f", "read from a file by f": names of assets may have anything in them.
  const size_t at = note.rfind(" by ");
  return at == std::string_view::npos ? "" : note.substr(at + 4);
}

Steps::Steps(const Selectors& selectors)
    : selectors_(selectors), lineage_(selectors.ends().lineage()) {
  declared_.resize(lineage_.edges().size());
  if (lineage_.transforms().empty()) return;
  for (size_t i = 0; i < declared_.size(); ++i) {
    const std::vector<std::string_view> names = FunctionsOf(static_cast<int>(i));
    for (size_t t = 0; t < lineage_.transforms().size(); ++t) {
      if (AnyMatches(lineage_.transforms()[t].function(), names))
        declared_[i].push_back(static_cast<int>(t));
    }
  }
}

std::vector<std::string_view> Steps::FunctionsOf(int at) const {
  const Lineage::Edge& edge = lineage_.edges()[at];
  std::vector<std::string_view> names = {lineage_.sites()[edge.from].function,
                                         lineage_.sites()[edge.to].function};
  for (const Hop& hop : edge.path) names.push_back(FunctionOf(hop.note()));
  std::erase(names, "");
  return names;
}

bool Steps::Has(int edge, TransformKind kind) const {
  const auto& derived = lineage_.edges()[edge].transforms;
  if (std::find(derived.begin(), derived.end(), kind) != derived.end()) return true;
  return std::any_of(declared_[edge].begin(), declared_[edge].end(),
                     [&](int declared) { return lineage_.transforms()[declared].kind() == kind; });
}

bool Steps::Matches(const PolicyStep& step, int at) const {
  const Lineage::Edge& edge = lineage_.edges()[at];
  if (step.transform_size() > 0) {
    const bool found = std::any_of(step.transform().begin(), step.transform().end(), [&](int kind) {
      if (step.at_least() == 0) return Has(at, static_cast<TransformKind>(kind));
      return std::any_of(declared_[at].begin(), declared_[at].end(), [&](int declared) {
        const DeclaredTransform& transform = lineage_.transforms()[declared];
        return transform.kind() == kind && transform.at_least() >= step.at_least();
      });
    });
    if (!found) return false;
  }
  if (step.function_size() > 0) {
    const std::vector<std::string_view> names = FunctionsOf(at);
    if (std::none_of(step.function().begin(), step.function().end(),
                     [&](const std::string& glob) { return AnyMatches(glob, names); })) {
      return false;
    }
  }
  if (step.job_size() == 0) return true;
  const std::string& job = lineage_.jobs()[lineage_.JobOf(edge)].name;
  return std::any_of(step.job().begin(), step.job().end(),
                     [&](const std::string& glob) { return GlobMatches(glob, job); });
}

StepEdges Steps::Edges(const std::vector<const PolicyStep*>& steps, const TagView& tags) const {
  StepEdges edges;
  if (steps.empty()) return edges;
  edges.within.resize(lineage_.edges().size());
  edges.after.resize(lineage_.edges().size());
  for (const PolicyStep* step : steps) {
    EndSet assets;
    if (step->has_asset()) assets = selectors_.Match(step->asset(), tags).exact;
    for (size_t edge = 0; edge < edges.within.size(); ++edge) {
      if (!Matches(*step, static_cast<int>(edge))) continue;
      if (!step->has_asset()) {
        edges.within[edge] = true;
      } else if (assets[selectors_.ends().to(static_cast<int>(edge))]) {
        edges.after[edge] = true;
      }
    }
  }
  return edges;
}

std::vector<bool> Steps::DeclaredToClear(const std::string& tag) const {
  std::vector<bool> clears(declared_.size());
  for (size_t edge = 0; edge < declared_.size(); ++edge) {
    for (const int declared : declared_[edge]) {
      const auto& cleared = lineage_.transforms()[declared].clears();
      if (std::find(cleared.begin(), cleared.end(), tag) != cleared.end()) clears[edge] = true;
    }
  }
  return clears;
}

}  // namespace pedigree::policy
