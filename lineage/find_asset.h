// Finding the asset that a person means by what they typed.
#ifndef PEDIGREE_LINEAGE_FIND_ASSET_H_
#define PEDIGREE_LINEAGE_FIND_ASSET_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/query.h"

namespace pedigree {

// The assets that `spec` may mean: those it names exactly ("name" or "namespace/name"), failing
// that those whose name ends in it after a '/', '.' or ':', failing that those whose name ends in
// it.
std::vector<int> MatchAssets(const Lineage& lineage, std::string_view spec);
// The one asset that `spec` means. Otherwise NotFound with near matches, or InvalidArgument with
// all that it could mean.
absl::StatusOr<int> FindAsset(const Lineage& lineage, std::string_view spec);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_FIND_ASSET_H_
