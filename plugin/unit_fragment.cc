#include "plugin/unit_fragment.h"

#include <exception>

#include "analyzer/catalog/find_catalogs.h"
#include "analyzer/extract/own_catalogs.h"
#include "analyzer/fragment/packed.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "proto/fragment.pb.h"

namespace pedigree {
namespace {

// A walk recurses as deep as expressions nest.
constexpr unsigned kStackBytes = 512u << 20;

// Coroutines whose code has been generated before are not seen as they are written.
constexpr char kCoroutines[] =
    "what flows through coroutines is not seen while an object is emitted";

bool HasCoroutines(const Fragment& fragment) {
  for (const Function& function : fragment.function()) {
    for (const uint32_t gap : function.gap()) {
      if (fragment.string(static_cast<int>(gap)) == kCoroutineGap) return true;
    }
  }
  return false;
}

// Everything that may go wrong: fills in the fragment, the warnings and what is incomplete.
absl::StatusOr<FragmentSet> Walk(clang::ASTContext& ast, const CatalogSet& catalog,
                                 const PluginOptions& options, const UnitNames& names, bool emits,
                                 UnitFragment& unit) {
  FragmentSet set;
  try {
    if (options.fault == "crash") __builtin_trap();
    Fragment fragment;
    WalkUnit(ast, catalog, fragment, names);
    unit.warnings = WarnOfOwnEntries(ast, catalog, OwnEntries(catalog.own()));
    if (emits && HasCoroutines(fragment)) {
      unit.problem = kCoroutines;
      fragment.set_incomplete(true);
      fragment.add_problem(unit.problem);
    }
    *set.add_fragment() = Pack(fragment);
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
  return set;
}

// Runs it aside: with a stack of its own, and so that a crash of it is none of the compiler's.
absl::StatusOr<FragmentSet> WalkSafely(clang::ASTContext& ast, const CatalogSet& catalog,
                                       const PluginOptions& options, const UnitNames& names,
                                       bool emits, UnitFragment& unit) {
  absl::StatusOr<FragmentSet> set = absl::InternalError("it did not run");
  // The driver, which runs the compile in its own process, has it enabled already; disabling is
  // not counted.
  const bool enable = llvm::CrashRecoveryContext::GetCurrent() == nullptr;
  if (enable) llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  const bool survived = recovery.RunSafelyOnThread(
      [&] { set = Walk(ast, catalog, options, names, emits, unit); }, kStackBytes);
  if (enable) llvm::CrashRecoveryContext::Disable();
  if (!survived) return absl::InternalError("the extractor crashed on this source");
  return set;
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
                            const UnitNames& names, const std::string& plugin_file, bool emits) {
  UnitFragment unit;
  unit.source = SourceName(ast, names);
  CatalogChoice choice;
  choice.defaults = options.default_catalogs;
  choice.folder = options.catalog_dir;
  choice.own = options.catalogs;
  choice.by = plugin_file;
  const auto files = FindCatalogs(choice);
  const auto catalog =
      files.ok() ? CatalogSet::Load(*files) : absl::StatusOr<CatalogSet>(files.status());
  if (!catalog.ok()) {
    unit.wrong_options = std::string(catalog.status().message());
    return unit;
  }
  absl::StatusOr<FragmentSet> set = WalkSafely(ast, *catalog, options, names, emits, unit);
  if (!set.ok()) {
    unit.problem = std::string(set.status().message());
    set = Incomplete(unit.source, unit.problem);
  }
  if (!set->SerializeToString(&unit.fragment_set)) {
    unit.problem = "the fragment is too large";
    Incomplete(unit.source, unit.problem).SerializeToString(&unit.fragment_set);
  }
  return unit;
}

}  // namespace pedigree
