// Plants probes in the code that a compile emits: before each call that is planned to have one, a
// call of the runtime's landing function (runtime/probe.h), if there is any.
//
// It is a pass before all optimisations, which finds the calls by the places that the compiler
// notes for them (why not in the tree: docs/design.md, "Probes").
#ifndef PEDIGREE_PLUGIN_PLANT_PROBES_H_
#define PEDIGREE_PLUGIN_PLANT_PROBES_H_

#include <memory>
#include <vector>

#include "clang/Basic/CodeGenOptions.h"
#include "plugin/probe_plan.h"

namespace pedigree {

struct Planting {
  std::vector<PlannedProbe> probes;
};

// Makes the back end plant what `planting` has by the time that it comes to the module.
void PlantWhenEmitted(clang::CodeGenOptions& options, std::shared_ptr<Planting> planting);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_PLANT_PROBES_H_
