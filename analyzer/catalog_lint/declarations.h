// What a translation unit declares, by the names that catalogs use.
#ifndef PEDIGREE_ANALYZER_CATALOG_LINT_DECLARATIONS_H_
#define PEDIGREE_ANALYZER_CATALOG_LINT_DECLARATIONS_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

namespace pedigree {

class HeaderDeclarations {
 public:
  // Function templates and members of class templates are there once, as they are written.
  explicit HeaderDeclarations(clang::ASTContext& ast);

  using Overloads = std::vector<const clang::FunctionDecl*>;

  // The functions of that name: the namespace's or class's own, and without any those that it has
  // by `using` or from its bases.
  Overloads Functions(std::string_view name) const;
  // All names that a glob or a nearest name may be.
  const std::map<std::string, Overloads, std::less<>>& functions() const { return functions_; }
  bool HasVariable(std::string_view name) const { return variables_.contains(name); }
  std::vector<std::string> Variables() const;

  // The definition of a class or class template; null: none is seen.
  const clang::CXXRecordDecl* Class(std::string_view name) const;
  // The class that `name` is but another name for; null: it is none.
  const clang::CXXRecordDecl* Aliased(std::string_view name) const;
  // Whether a base of this class is known only where the class template is used.
  bool HasUnknownBase(const clang::CXXRecordDecl* record) const;
  // Whether this is a member that the compiler declares by itself: a constructor, a destructor, an
  // assignment of a class that is seen.
  bool MayBeImplicit(std::string_view name) const;
  bool IsBuiltin(std::string_view name) const;

 private:
  void Collect(const clang::DeclContext* context);
  void CollectOne(const clang::Decl* decl);

  clang::ASTContext& ast_;
  std::map<std::string, Overloads, std::less<>> functions_;
  std::map<std::string, Overloads, std::less<>> used_;  // by `using`
  std::map<std::string, const clang::CXXRecordDecl*, std::less<>> classes_, aliases_;
  std::map<std::string, const clang::VarDecl*, std::less<>> variables_;
};

// "a::b" of "a::b::f"; "" of "f". Knows that operators may have :: in their names.
std::string_view ScopeOf(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_LINT_DECLARATIONS_H_
