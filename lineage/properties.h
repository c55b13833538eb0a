// What people say of an asset, from several who say something.
#ifndef PEDIGREE_LINEAGE_PROPERTIES_H_
#define PEDIGREE_LINEAGE_PROPERTIES_H_

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <string>

#include "proto/graph.pb.h"

namespace pedigree {

// Adds to `to` what `from` says: lists and columns add up, and are sorted; of what can be said
// once, `to` keeps what it has, and where it has nothing takes `from`'s. Same as MergeProperties of
// equal ones: nothing changes.
void MergeProperties(const Properties& from, Properties* to);

// The same, whichever of the two is which: of two that differ, the smaller text.
void JoinProperties(const Properties& other, Properties* properties);

// Adds what runs saw of the asset, once, in order.
void AddVersions(const google::protobuf::RepeatedPtrField<ObservedVersion>& versions, Asset* asset);

// Gives the asset that kind if it comes before its own: a declared one before an inferred one.
void UniteKind(AssetKind kind, bool inferred, Asset* asset);

// Adds to `asset` what `other`, of the same name, says, but for its properties: columns and
// witnesses add up, and a declared kind comes before an inferred one.
void UniteAssets(const Asset& other, Asset* asset);

// Adds a witness, once, in order.
template <typename Item>
void AddWitness(Witness witness, Item* item) {
  auto* seen = item->mutable_witness();
  const auto at = std::lower_bound(seen->begin(), seen->end(), static_cast<int>(witness));
  if (at != seen->end() && *at == witness) return;
  const auto index = at - seen->begin();
  item->add_witness(witness);
  std::rotate(seen->begin() + index, seen->end() - 1, seen->end());
}

template <typename Item>
bool HasWitness(const Item& item, Witness witness) {
  return std::find(item.witness().begin(), item.witness().end(), witness) != item.witness().end();
}

// A site that does not say who saw it was derived.
inline bool IsDerived(const SiteUse& site) {
  return site.witness().empty() || HasWitness(site, DERIVED);
}

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_PROPERTIES_H_
