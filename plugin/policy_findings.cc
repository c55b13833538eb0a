#include "plugin/policy_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/link/link.h"
#include "lineage/names.h"
#include "lineage/policy/check.h"
#include "lineage/policy/date.h"
#include "lineage/query.h"

namespace pedigree {
namespace {

using policy::Finding;
using policy::FindingEnd;

class Findings {
 public:
  Findings(const Graph& graph, const policy::PolicySet& policies, const UnitSource& source,
           const clang::SourceManager& sources)
      : graph_(graph), policies_(policies), source_(source), sources_(sources) {
    options_.today = policy::Today();
  }

  absl::StatusOr<std::vector<PolicyFinding>> Find() {
    std::set<std::string> allowed;
    for (const auto& one : source_.allowed) allowed.insert(one.allowance.rule);
    if (absl::Status status =
            Check(graph_, [&](const std::string& r) { return !allowed.contains(r); });
        !status.ok()) {
      return status;
    }
    // What a function is allowed is taken out of sight for that rule, so that another function that
    // does the same is seen.
    for (const std::string& rule : allowed) {
      const absl::Status status =
          Check(WithoutAllowed(rule), [&](const std::string& r) { return r == rule; });
      if (!status.ok()) return status;
    }
    std::sort(found_.begin(), found_.end(), [&](const PolicyFinding& a, const PolicyFinding& b) {
      if (a.where == b.where) return std::tie(a.rule, a.text) < std::tie(b.rule, b.text);
      if (a.where.isInvalid() || b.where.isInvalid()) return a.where.isInvalid();
      return sources_.isBeforeInTranslationUnit(a.where, b.where);
    });
    return std::move(found_);
  }

 private:
  clang::SourceLocation LocationOf(const Place& place) const {
    const auto it = source_.places.find({place.file(), place.line(), place.column()});
    return it == source_.places.end() ? clang::SourceLocation() : it->second;
  }

  bool IsAllowed(const Place& place, const std::string& rule) const {
    const clang::SourceLocation where = sources_.getExpansionLoc(LocationOf(place));
    if (where.isInvalid()) return false;
    return std::any_of(
        source_.allowed.begin(), source_.allowed.end(), [&](const UnitSource::Allowed& one) {
          if (one.allowance.rule != rule) return false;
          const clang::SourceLocation begin = sources_.getExpansionLoc(one.function.getBegin());
          const clang::SourceLocation end = sources_.getExpansionLoc(one.function.getEnd());
          return !sources_.isBeforeInTranslationUnit(where, begin) &&
                 !sources_.isBeforeInTranslationUnit(end, where);
        });
  }

  Graph WithoutAllowed(const std::string& rule) const {
    Graph graph = graph_;
    for (Job& job : *graph.mutable_job()) {
      const auto allowed = [&](uint32_t site) {
        return IsAllowed(job.site(static_cast<int>(site)).place(), rule);
      };
      auto* flows = job.mutable_flow();
      flows->erase(std::remove_if(flows->begin(), flows->end(),
                                  [&](const FlowEdge& flow) {
                                    return allowed(flow.from()) || allowed(flow.to());
                                  }),
                   flows->end());
    }
    return graph;
  }

  template <typename Wanted>
  absl::Status Check(const Graph& graph, Wanted wanted) {
    const auto lineage = Lineage::Make(graph);
    if (!lineage.ok()) return lineage.status();
    const policy::CheckResult result = policy::Check(*lineage, policies_, options_);
    // Columns that go the same way into one asset are told once.
    std::map<std::tuple<std::string, std::string, int>, size_t> told;
    for (const Finding& finding : result.findings) {
      if (finding.waived || finding.of == nullptr || !wanted(finding.rule)) continue;
      if (!IsFlow(*finding.of) || finding.chain.empty() || !NamesAreKnown(*lineage, finding))
        continue;
      const std::string from = Text(*lineage, finding.from);
      const auto [it, first] =
          told.try_emplace({finding.rule, from, finding.to.asset}, found_.size());
      if (first || !finding.second.empty()) {
        found_.push_back(Told(*lineage, finding));
      } else {
        PolicyFinding& other = found_[it->second];
        other.notes.push_back({other.where, "likewise into " + Text(*lineage, finding.to)});
      }
    }
    return absl::OkStatus();
  }

  static bool IsFlow(const Rule& rule) {
    return rule.has_forbid() || rule.has_require_through() || rule.has_disjoint();
  }

  static bool NamesAreKnown(const Lineage& lineage, const Finding& finding) {
    for (const FindingEnd* end : {&finding.from, &finding.to, &finding.second_to}) {
      if (end->asset < 0) continue;
      const std::string& name = lineage.assets()[end->asset].name;
      for (const std::string_view unknown : {"{?", "{*}", "{param:"}) {
        if (name.find(unknown) != std::string::npos) return false;
      }
    }
    return true;
  }

  static std::string Text(const Lineage& lineage, const FindingEnd& end) {
    return end.asset < 0 ? "" : AssetText(lineage.assets()[end.asset], end.column);
  }

  PolicyFinding Told(const Lineage& lineage, const Finding& finding) const {
    PolicyFinding told;
    told.rule = finding.rule;
    told.severity = finding.severity;
    told.text = finding.message + (finding.message.empty() ? "" : " ");
    told.text += Text(lineage, finding.from) + " -> " + Text(lineage, finding.to);
    if (finding.second_to.asset >= 0) told.text += " and " + Text(lineage, finding.second_to);
    if (!finding.detail.empty()) told.text += ": " + finding.detail;
    for (const std::vector<int>* chain : {&finding.chain, &finding.second}) {
      for (const int edge : *chain) {
        for (const Hop& hop : lineage.edges()[edge].path) {
          told.notes.push_back({LocationOf(hop.place()), hop.note()});
        }
      }
    }
    told.where = Where(told.notes);
    return told;
  }

  // Where the data is written; or the nearest place before that is in the program's own files.
  clang::SourceLocation Where(const std::vector<PolicyFinding::Note>& notes) const {
    for (auto it = notes.rbegin(); it != notes.rend(); ++it) {
      if (it->where.isValid() && !sources_.isInSystemHeader(sources_.getExpansionLoc(it->where)))
        return it->where;
    }
    return notes.empty() ? clang::SourceLocation() : notes.back().where;
  }

  const Graph& graph_;
  const policy::PolicySet& policies_;
  const UnitSource& source_;
  const clang::SourceManager& sources_;
  policy::CheckOptions options_;
  std::vector<PolicyFinding> found_;
};

}  // namespace

absl::StatusOr<std::vector<PolicyFinding>> FindingsIn(const std::string& fragment_set,
                                                      const policy::PolicySet& policies,
                                                      const UnitSource& source,
                                                      const clang::SourceManager& sources,
                                                      const char* stack_limit) {
  const auto graph = link::Link({{"this source", fragment_set}},
                                {.job = "this source", .stack_limit = stack_limit});
  if (!graph.ok()) return graph.status();
  return Findings(*graph, policies, source, sources).Find();
}

}  // namespace pedigree
