// What kind of asset a plain file is, where no API says it: by what makes it and what is made of
// it, and by its name. All of it is inferred.
#ifndef PEDIGREE_ANALYZER_LINK_KINDS_H_
#define PEDIGREE_ANALYZER_LINK_KINDS_H_

#include <set>
#include <string_view>

#include "proto/catalog.pb.h"

namespace pedigree::link {

struct KindEvidence {
  // Of direct flows: the last named step before it is written, and the first after it is read that
  // makes something of it. What hides or picks parts of data (ANONYMIZE, SPLIT) leaves it data.
  std::set<TransformKind> made_by;
  std::set<TransformKind> used_by;
};

// Whether a step makes something else of data.
bool MakesSomething(TransformKind step);

// ASSET_KIND_UNSPECIFIED if nothing tells.
AssetKind InferKind(const KindEvidence& evidence, std::string_view name);

// The kind that a file's name tells, or ASSET_KIND_UNSPECIFIED.
AssetKind KindByName(std::string_view name);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_KINDS_H_
