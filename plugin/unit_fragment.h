// The fragment of a unit whose AST a compile has, whatever happens while it is derived.
#ifndef PEDIGREE_PLUGIN_UNIT_FRAGMENT_H_
#define PEDIGREE_PLUGIN_UNIT_FRAGMENT_H_

#include <string>
#include <vector>

#include "analyzer/extract/unit_walk.h"
#include "clang/AST/ASTContext.h"
#include "plugin/options.h"
#include "plugin/policy_findings.h"
#include "plugin/probe_plan.h"

namespace pedigree {

struct UnitFragment {
  std::string source;                 // as the fragment has it
  std::string fragment_set;           // serialised; empty only if not even that worked
  std::string problem;                // why the fragment is incomplete; empty: it is not
  std::string wrong_options;          // what of the options cannot be; then there is no fragment
  std::vector<std::string> warnings;  // about catalogs of one's own
  std::vector<PolicyFinding> findings;
  std::string unjudged;  // why policies were not held against it; empty: they were
  std::vector<PlannedProbe> probes;
};

// Never throws, and survives a crash within.
UnitFragment DeriveFragment(clang::ASTContext& ast, const PluginOptions& options,
                            const UnitNames& names);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_UNIT_FRAGMENT_H_
