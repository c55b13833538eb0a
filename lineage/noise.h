// Assets that say nothing of where data comes from and goes to: logs, what the system keeps for
// itself (locales, time zones, /proc), random numbers, and temporary files that nobody takes up
// again. Texts for people leave them out unless asked for all; graphs and JSON always have them.
#ifndef PEDIGREE_LINEAGE_NOISE_H_
#define PEDIGREE_LINEAGE_NOISE_H_

#include <string_view>

#include "lineage/query.h"

namespace pedigree {

// What a file of that name is noise as: "locale", "system", "random", "temporary", "log"; empty: it
// is none.
std::string_view NoiseByName(std::string_view file);

// What is declared is never noise, nor is a temporary file that is both written and read.
bool IsNoise(const Lineage& lineage, int asset);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_NOISE_H_
