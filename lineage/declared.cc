#include "lineage/declared.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "lineage/aliases.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree {
namespace {

using Kind = DeclaredFinding::Kind;
using Subject = DeclaredFinding::Subject;

// An asset as text. What is a job's own goes without the job: each finding names it.
std::string Text(const Asset& asset, const std::string& column) {
  Lineage::Asset named;
  named.name_space = asset.namespace_();
  named.name = asset.name();
  return AssetText(named, column);
}

class Comparer {
 public:
  explicit Comparer(const Graph& graph) : graph_(graph) {}

  std::vector<DeclaredFinding> Compare() {
    for (const Job& job : graph_.job()) {
      if (!job.has_declaration()) continue;
      CompareSites(job);
      CompareFlows(job);
    }
    for (int i = 0; i < graph_.asset_size(); ++i) CompareColumns(i);
    CompareAssetsOfNoJob();
    return Sorted();
  }

 private:
  const Asset& AssetOf(const SiteUse& site) const {
    return graph_.asset(static_cast<int>(site.asset()));
  }

  static const SiteUse& SiteOf(const Job& job, uint32_t index) {
    return job.site(static_cast<int>(index));
  }

  DeclaredFinding& Add(Kind kind, Subject subject, const Job* job) {
    DeclaredFinding& finding = findings_.emplace_back();
    finding.kind = kind;
    finding.subject = subject;
    if (job != nullptr) {
      finding.job = job->name();
      finding.strict = job->declaration().strict();
      finding.target = job->declaration().target();
    }
    return finding;
  }

  void CompareSites(const Job& job) {
    for (const SiteUse& site : job.site()) {
      const bool declared = HasWitness(site, DECLARED), derived = IsDerived(site);
      if (declared == derived) continue;
      const Asset& asset = AssetOf(site);
      if (derived && asset.kind() == LOG) continue;
      DeclaredFinding& finding =
          Add(derived ? Kind::kNotDeclared : Kind::kNotDerivable, Subject::kAsset, &job);
      finding.access = site.access();
      finding.asset = Text(asset, "");
      finding.place = site.place();
    }
  }

  void CompareFlows(const Job& job) {
    // The outputs of which it is declared what they are made of.
    std::set<uint32_t> declared;
    for (const FlowEdge& flow : job.flow()) {
      if (HasWitness(flow, DECLARED)) declared.insert(SiteOf(job, flow.to()).asset());
    }
    for (const FlowEdge& flow : job.flow()) {
      const SiteUse& from = SiteOf(job, flow.from());
      const SiteUse& to = SiteOf(job, flow.to());
      if (!declared.contains(to.asset())) continue;
      if (HasWitness(flow, DECLARED) == HasWitness(flow, DERIVED)) continue;
      DeclaredFinding& finding =
          Add(HasWitness(flow, DERIVED) ? Kind::kNotDeclared : Kind::kNotDerivable, Subject::kFlow,
              &job);
      finding.asset = Text(AssetOf(from), flow.from_column());
      finding.to = Text(AssetOf(to), flow.to_column());
      finding.place =
          HasWitness(flow, DERIVED) || flow.path().empty() ? to.place() : flow.path(0).place();
      finding.path.assign(flow.path().begin(), flow.path().end());
    }
  }

  // Where the job's code names that column of the asset; of any column, if it is empty.
  std::optional<Place> WhereNamed(const Job& job, uint32_t asset, const std::string& column) const {
    for (const FlowEdge& flow : job.flow()) {
      if (!HasWitness(flow, DERIVED)) continue;
      const SiteUse& from = SiteOf(job, flow.from());
      const SiteUse& to = SiteOf(job, flow.to());
      if (from.asset() == asset && flow.from_column() == column) return from.place();
      if (to.asset() == asset && flow.to_column() == column) return to.place();
    }
    return std::nullopt;
  }

  const SiteUse* DerivedSite(const Job& job, uint32_t asset,
                             std::optional<SiteUse::Access> access) const {
    for (const SiteUse& site : job.site()) {
      if (site.asset() == asset && IsDerived(site) && (!access || site.access() == *access)) {
        return &site;
      }
    }
    return nullptr;
  }

  void CompareColumns(uint32_t index) {
    const Asset& asset = graph_.asset(static_cast<int>(index));
    const auto& columns = asset.properties().column();
    const bool any_declared = std::any_of(columns.begin(), columns.end(), [](const auto& column) {
      return HasWitness(column, DECLARED);
    });
    if (!any_declared) return;
    const std::vector<const Job*> writers = WritersByColumn(index);
    for (const Properties::Column& column : columns) {
      if (!HasWitness(column, DECLARED)) {
        AddUndeclaredColumn(index, column.name());
      } else if (!HasWitness(column, DERIVED)) {
        for (const Job* job : writers) {
          DeclaredFinding& finding =
              Add(Kind::kNotDerivable, Subject::kColumn, job->has_declaration() ? job : nullptr);
          finding.access = SiteUse::WRITES;
          finding.asset = Text(asset, column.name());
          finding.place = DerivedSite(*job, index, SiteUse::WRITES)->place();
        }
      }
    }
  }

  void AddUndeclaredColumn(uint32_t index, const std::string& column) {
    const Asset& asset = graph_.asset(static_cast<int>(index));
    const auto add = [&](const Job* job, const Place& place) {
      DeclaredFinding& finding = Add(Kind::kNotDeclared, Subject::kColumn, job);
      finding.asset = Text(asset, column);
      finding.place = place;
    };
    bool named = false;
    for (const Job& job : graph_.job()) {
      if (const auto place = WhereNamed(job, index, column)) {
        named = true;
        add(job.has_declaration() ? &job : nullptr, *place);
      }
    }
    if (named) return;
    // It takes part in no flow.
    for (const Job& job : graph_.job()) {
      if (const SiteUse* site = DerivedSite(job, index, std::nullopt)) {
        add(job.has_declaration() ? &job : nullptr, site->place());
      }
    }
  }

  // The jobs that write an asset, if all that is known to go into it goes into columns.
  std::vector<const Job*> WritersByColumn(uint32_t asset) const {
    std::vector<const Job*> writers;
    bool by_column = false;
    for (const Job& job : graph_.job()) {
      if (DerivedSite(job, asset, SiteUse::WRITES) != nullptr) writers.push_back(&job);
      for (const FlowEdge& flow : job.flow()) {
        if (SiteOf(job, flow.to()).asset() != asset || !HasWitness(flow, DERIVED)) continue;
        if (flow.to_column().empty()) return {};
        by_column = true;
      }
    }
    return by_column ? writers : std::vector<const Job*>();
  }

  void CompareAssetsOfNoJob() {
    std::set<uint32_t> used;
    for (const Job& job : graph_.job()) {
      for (const SiteUse& site : job.site()) {
        // That job touches nothing; what is but another name is no target's.
        const bool is_name = AssetOf(site).properties().target().empty();
        if (job.name() != kAliasJob || is_name) used.insert(site.asset());
      }
    }
    for (int i = 0; i < graph_.asset_size(); ++i) {
      const Asset& asset = graph_.asset(i);
      if (used.contains(i) || !HasWitness(asset, DECLARED) || HasWitness(asset, DERIVED) ||
          HasWitness(asset, OBSERVED)) {
        continue;
      }
      DeclaredFinding& finding = Add(Kind::kNotDerivable, Subject::kAsset, nullptr);
      finding.asset = Text(asset, "");
      if (asset.properties().target_size() > 0) finding.target = asset.properties().target(0);
    }
  }

  std::vector<DeclaredFinding> Sorted() {
    const auto identity = [](const DeclaredFinding& f) {
      return std::tie(f.job, f.kind, f.subject, f.asset, f.to, f.access);
    };
    const auto key = [&](const DeclaredFinding& f) {
      return std::tuple_cat(identity(f), std::make_tuple(std::string_view(f.place.file()),
                                                         f.place.line(), f.place.column()));
    };
    std::sort(findings_.begin(), findings_.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    findings_.erase(
        std::unique(findings_.begin(), findings_.end(),
                    [&](const auto& a, const auto& b) { return identity(a) == identity(b); }),
        findings_.end());
    return std::move(findings_);
  }

  const Graph& graph_;
  std::vector<DeclaredFinding> findings_;
};

}  // namespace

std::string DeclaredFinding::Rule() const {
  const std::string_view what = subject == Subject::kAsset    ? "asset"
                                : subject == Subject::kColumn ? "column"
                                                              : "flow";
  return fmt::format("{}-{}", what, kind == Kind::kNotDeclared ? "not-declared" : "not-derivable");
}

std::string DeclaredFinding::Message() const {
  const std::string_view verb = access == SiteUse::READS ? "reads" : "writes";
  const bool undeclared = kind == Kind::kNotDeclared;
  const std::string by = target.empty() ? "" : fmt::format(" by {}", target);
  switch (subject) {
    case Subject::kAsset:
      if (job.empty()) return fmt::format("{} is declared{}, and no job touches it", asset, by);
      return undeclared ? fmt::format("{} {} {}, which is not declared{}", job, verb, asset, by)
                        : fmt::format("{} is declared{} to {} {}, and its code does not", job, by,
                                      access == SiteUse::READS ? "read" : "write", asset);
    case Subject::kColumn:
      if (undeclared) {
        return fmt::format("{} is a column that its declaration does not list{}", asset,
                           job.empty() ? "" : "; " + job + " names it");
      }
      return fmt::format("{} is a declared column that nothing writes{}", asset,
                         job.empty() ? "" : "; " + job + " writes others");
    case Subject::kFlow:
      return undeclared
                 ? fmt::format("in {}, {} reaches {}, which is not declared{}", job, asset, to, by)
                 : fmt::format("in {}, {} does not reach {}, as is declared{}", job, asset, to, by);
  }
  return "";
}

std::vector<DeclaredFinding> DeclaredFindings(const Graph& graph) {
  return Comparer(graph).Compare();
}

}  // namespace pedigree
