// What our SARIF reports share: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html,
// and GitHub's limits:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
#ifndef PEDIGREE_LINEAGE_REPORT_SARIF_H_
#define PEDIGREE_LINEAGE_REPORT_SARIF_H_

#include <string>
#include <vector>

#include "lineage/json.h"

namespace pedigree::sarif {

// What GitHub shows of a run; more would be dropped there in silence.
inline constexpr size_t kMaxResults = 5000;
inline constexpr size_t kMaxSteps = 1000;  // of a way

// A file's path as a URI: absolute for an absolute one.
std::string FileUri(const std::string& path);
// A file, relative to the source tree's root or absolute; a line and column of 0 are left out.
Json PhysicalLocation(const std::string& file, uint32_t line, uint32_t column);
// A codeFlow; null where no step has a place. Of a very long way both ends.
Json CodeFlow(const std::vector<Hop>& path, size_t limit);
// How many steps each way of a report with so many results may have: GitHub takes 10 MB,
// compressed.
size_t StepsOfEach(size_t results);
// "no-race-in-model" -> "NoRaceInModel": what SARIF calls a rule's name.
std::string PascalCase(std::string_view id);
// The text's SHA-256, in part: a fingerprint.
std::string Fingerprint(std::string_view text);

}  // namespace pedigree::sarif

#endif  // PEDIGREE_LINEAGE_REPORT_SARIF_H_
