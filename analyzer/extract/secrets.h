// Literals that are secrets by the name of what they are given to.
#ifndef PEDIGREE_ANALYZER_EXTRACT_SECRETS_H_
#define PEDIGREE_ANALYZER_EXTRACT_SECRETS_H_

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringRef.h"

namespace pedigree {

// Whether a variable, field, parameter or function of that name holds, or returns, a secret:
// "password", "kDbPassword", "api_key". Not "token_file", nor "tokenizer".
bool IsSecretName(llvm::StringRef name);

// Adds the literals that are secrets in a function or in a variable's initialiser.
void FindSecrets(const clang::Decl* decl, llvm::DenseSet<const clang::StringLiteral*>* found);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_SECRETS_H_
