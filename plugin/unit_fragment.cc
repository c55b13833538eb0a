#include "plugin/unit_fragment.h"

#include <exception>
#include <optional>

#include "analyzer/catalog/find_catalogs.h"
#include "analyzer/extract/own_catalogs.h"
#include "analyzer/fragment/packed.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "proto/fragment.pb.h"

namespace pedigree {
namespace {

// A walk recurses as deep as expressions nest.
constexpr unsigned kStackBytes = 512u << 20;
constexpr unsigned kStackReserve = 1u << 20;

// Everything that may go wrong: fills in the fragment, the warnings and what is incomplete.
absl::StatusOr<FragmentSet> Walk(clang::ASTContext& ast, const CatalogSet& catalog,
                                 const PluginOptions& options, const UnitNames& names,
                                 UnitSource& source, UnitFragment& unit) {
  FragmentSet set;
  try {
    if (options.fault == "crash") __builtin_trap();
    Fragment fragment;
    const bool sources = options.probes || !options.policies.empty();
    WalkUnit(ast, catalog, fragment, names, sources ? &source : nullptr);
    if (options.probes) unit.probes = PlanProbes(fragment, source);
    unit.warnings = WarnOfOwnEntries(ast, catalog, OwnEntries(catalog.own()));
    *set.add_fragment() = Pack(fragment);
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
  return set;
}

// Runs `work` aside: with a stack of its own, and so that a crash of it is none of the compiler's.
// Whether it came to its end.
bool RunSafely(llvm::function_ref<void()> work) {
  // The driver, which runs the compile in its own process, has it enabled already; disabling is
  // not counted.
  const bool enable = llvm::CrashRecoveryContext::GetCurrent() == nullptr;
  if (enable) llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  const bool survived = recovery.RunSafelyOnThread(work, kStackBytes);
  if (enable) llvm::CrashRecoveryContext::Disable();
  return survived;
}

absl::StatusOr<FragmentSet> WalkSafely(clang::ASTContext& ast, const CatalogSet& catalog,
                                       const PluginOptions& options, const UnitNames& names,
                                       UnitSource& source, UnitFragment& unit) {
  // An error that nobody asks for would load the library of errors (third_party/on_demand.bzl).
  std::optional<absl::StatusOr<FragmentSet>> set;
  RunSafely([&] { set = Walk(ast, catalog, options, names, source, unit); });
  if (!set.has_value()) return absl::InternalError("the extractor crashed on this source");
  return *std::move(set);
}

void JudgeSafely(const policy::PolicySet& policies, const UnitSource& source,
                 const clang::SourceManager& sources, const PluginOptions& options,
                 UnitFragment& unit) {
  absl::StatusOr<std::vector<PolicyFinding>> findings = absl::InternalError("it did not run");
  const bool survived = RunSafely([&] {
    if (options.fault == "crash-judging") __builtin_trap();
    const char here = 0;
    findings = FindingsIn(unit.fragment_set, policies, source, sources,
                          &here - (kStackBytes - kStackReserve));
  });
  if (survived && findings.ok()) {
    unit.findings = *std::move(findings);
  } else {
    unit.unjudged = survived ? std::string(findings.status().message()) : "the linker crashed";
  }
}

FragmentSet Incomplete(const std::string& source, const std::string& problem) {
  Fragment fragment;
  fragment.set_schema_version(1);
  fragment.set_source(source);
  fragment.set_incomplete(true);
  fragment.add_problem(problem);
  FragmentSet set;
  *set.add_fragment() = Pack(fragment);
  return set;
}

}  // namespace

UnitFragment DeriveFragment(clang::ASTContext& ast, const PluginOptions& options,
                            const UnitNames& names) {
  UnitFragment unit;
  unit.source = SourceName(ast, names);
  CatalogChoice choice;
  choice.defaults = options.default_catalogs;
  choice.folder = options.catalog_dir;
  choice.own = options.catalogs;
  const auto files = FindCatalogs(choice);
  const auto catalog =
      files.ok() ? CatalogSet::Load(*files) : absl::StatusOr<CatalogSet>(files.status());
  if (!catalog.ok()) {
    unit.wrong_options = std::string(catalog.status().message());
    return unit;
  }
  // Of no files: no rules.
  const auto policies = policy::PolicySet::Read(options.policies);
  if (!policies.ok()) {
    unit.wrong_options = std::string(policies.status().message());
    return unit;
  }
  UnitSource source;
  absl::StatusOr<FragmentSet> set = WalkSafely(ast, *catalog, options, names, source, unit);
  if (!set.ok()) {
    unit.problem = std::string(set.status().message());
    set = Incomplete(unit.source, unit.problem);
  }
  if (!set->SerializeToString(&unit.fragment_set)) {
    unit.problem = "the fragment is too large";
    Incomplete(unit.source, unit.problem).SerializeToString(&unit.fragment_set);
  }
  if (!options.policies.empty() && unit.problem.empty())
    JudgeSafely(*policies, source, ast.getSourceManager(), options, unit);
  return unit;
}

}  // namespace pedigree
