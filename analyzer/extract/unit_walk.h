// A translation unit's AST to its fragment. The stand-alone extractor and the compiler plugin both
// call it.
#ifndef PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_
#define PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_

#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/extract/unit_source.h"
#include "clang/AST/ASTContext.h"
#include "proto/fragment.pb.h"

namespace pedigree {

// How a unit and its files are called.
struct UnitNames {
  std::string source;  // the main file, where the AST has another: of preprocessed input
  std::string root;    // what file names are relative to; empty: the working directory
};

// The main file as the fragment will name it; empty if there is none.
std::string SourceName(const clang::ASTContext& ast, const UnitNames& names);

// Fills `fragment` from `ast`; deterministic. With `source`, also says where things stand.
void WalkUnit(clang::ASTContext& ast, const CatalogSet& catalog, Fragment& fragment,
              const UnitNames& names = {}, UnitSource* source = nullptr);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_UNIT_WALK_H_
