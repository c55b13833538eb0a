// Which calls of a source are to have probes (runtime/probe.h), and how the back end finds them.
#ifndef PEDIGREE_PLUGIN_PROBE_PLAN_H_
#define PEDIGREE_PLUGIN_PROBE_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/extract/unit_source.h"
#include "proto/fragment.pb.h"

namespace pedigree {

struct PlannedProbe {
  enum Name {
    kNone,       // it comes through a handle, or is not to be had
    kCString,    // the argument points to it
    kStdString,  // the argument points to an object that begins with a pointer to it and its size
  };
  // The site, as the graph has it.
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  std::string function;
  std::string api;
  uint32_t access = 0;  // PEDIGREE_SITE_...

  std::string callee;  // what the symbol of the function called has in it; empty: anything
  Name name = kNone;
  int argument = 0;  // of the call as emitted, but for a pointer to its result
};

// Of the sites that `fragment`, not yet packed, has of its functions. Each once, sorted.
std::vector<PlannedProbe> PlanProbes(const Fragment& fragment, const UnitSource& source);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_PROBE_PLAN_H_
