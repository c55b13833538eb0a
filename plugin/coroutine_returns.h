// What coroutines return, kept from the compiler's back end.
//
// Clang before 20, when it has emitted a coroutine whose return value is made in place, leaves the
// tree without that value: `return __promise.get_return_object();` becomes `return;`, and with it
// goes what the caller has of the promise (CGCoroutine.cpp, setRetValue(nullptr)). Functions are
// emitted as they are parsed, so the value is noted before, and put back when the tree is read.
// What is emitted already stays as it is; the rest is emitted as without.
#ifndef PEDIGREE_PLUGIN_COROUTINE_RETURNS_H_
#define PEDIGREE_PLUGIN_COROUTINE_RETURNS_H_

#include <utility>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace pedigree {

class CoroutineReturns {
 public:
  // `decl`, or what is declared in it, may be emitted next.
  void Note(const clang::Decl* decl);
  void PutBack();

 private:
  std::vector<std::pair<clang::ReturnStmt*, clang::Expr*>> noted_;
};

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_COROUTINE_RETURNS_H_
