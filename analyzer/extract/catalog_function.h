// A function that the catalog knows, used as a value: what calls it later, and elsewhere, must find
// a body. No unit has one that counts, so a function is made that calls it by its name.
#ifndef PEDIGREE_ANALYZER_EXTRACT_CATALOG_FUNCTION_H_
#define PEDIGREE_ANALYZER_EXTRACT_CATALOG_FUNCTION_H_

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

namespace pedigree {

// A function with the parameters of `called`, no instance method, and the body `return
// called(...);`, all at `where`. Of one with variable arguments, it takes some more and hands them
// on. It is in no context's list of declarations: nobody but the caller finds it.
const clang::FunctionDecl* MakeCaller(clang::ASTContext& ast, const clang::FunctionDecl* called,
                                      clang::SourceLocation where);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_CATALOG_FUNCTION_H_
