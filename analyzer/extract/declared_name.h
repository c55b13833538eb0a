// How catalogs spell declarations: `Api.function` of proto/catalog.proto.
#ifndef PEDIGREE_ANALYZER_EXTRACT_DECLARED_NAME_H_
#define PEDIGREE_ANALYZER_EXTRACT_DECLARED_NAME_H_

#include <string>
#include <vector>

#include "clang/AST/Decl.h"

namespace pedigree {

// "std::vector::push_back": no template arguments, no inline namespaces.
std::string DeclaredName(const clang::NamedDecl* decl);

// The parameters' types in canonical spelling, from the `first` parameter on.
std::vector<std::string> ParameterTypes(const clang::FunctionDecl* function, unsigned first = 0);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_DECLARED_NAME_H_
