// Credentials in lines of source that people are shown: in pages, reports and at findings.
#ifndef PEDIGREE_LINEAGE_REPORT_MASK_SOURCE_H_
#define PEDIGREE_LINEAGE_REPORT_MASK_SOURCE_H_

#include <string>
#include <vector>

namespace pedigree {

// Makes of each character of a literal that may be a credential a '*', so that columns stay where
// they are. Besides what looks like one by itself (analyzer/fragment/mask.h) that is each literal
// in a line that names a password, API key and the like, in the line that goes on with such a line,
// and in a line that calls a function of which the file names such a parameter. Without a
// compiler that is told by the words alone: rather a literal too many than one too few.
void MaskSource(std::vector<std::string>& lines);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_MASK_SOURCE_H_
