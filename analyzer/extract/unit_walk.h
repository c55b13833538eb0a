// A translation unit's AST to its fragment. The stand-alone extractor and the compiler plugin both
// call it.
#ifndef PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_
#define PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_

#include "analyzer/catalog/catalog.h"
#include "clang/AST/ASTContext.h"
#include "proto/fragment.pb.h"

namespace pedigree {

// Fills `fragment` from `ast`; deterministic.
void WalkUnit(clang::ASTContext& ast, const CatalogSet& catalog, Fragment& fragment);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_
