// Tags for the features of a feature store: where they come from and where they go, as far as the
// graph knows. What goes out to Feast and to Tecton, whose objects are Python that reads it.
#ifndef PEDIGREE_LINEAGE_INTEROP_FEATURE_TAGS_H_
#define PEDIGREE_LINEAGE_INTEROP_FEATURE_TAGS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/interop/interop.h"
#include "lineage/json.h"

namespace pedigree::interop {

struct FeatureTags {
  std::string name;                     // of the view or service, in the store's namespace
  Json tags;                            // texts by text: "pedigree.sources", "pedigree.jobs" ...
  std::map<std::string, Json> columns;  // of its features of which anything is known
};

// Of each FEATURE in the namespace, sorted; `name_space` also begins the names of the store's jobs.
std::vector<FeatureTags> FeatureTagsOf(const ExportInput& input, std::string_view name_space);

// As the store's Python reads them: {"feature_views": {NAME: {"tags": {}, "features": {NAME:
// {"tags": {}}}}}, "feature_services": {NAME: {"tags": {}}}}. `name`: "VIEW" or "service/NAME".
void AddFeatureTags(const FeatureTags& of, std::string_view name, Json* document);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_FEATURE_TAGS_H_
