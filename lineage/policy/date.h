// Days, as policies write them: "2027-03-31". They compare as text.
#ifndef PEDIGREE_LINEAGE_POLICY_DATE_H_
#define PEDIGREE_LINEAGE_POLICY_DATE_H_

#include <string>
#include <string_view>

namespace pedigree::policy {

// Whether `text` is a day of the calendar, as YYYY-MM-DD.
bool IsDate(std::string_view text);
// Today in UTC, so that everybody's check says the same.
std::string Today();

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_DATE_H_
