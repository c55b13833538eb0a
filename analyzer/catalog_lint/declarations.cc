#include "analyzer/catalog_lint/declarations.h"

#include <set>

#include "analyzer/extract/declared_name.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/IdentifierTable.h"

namespace pedigree {
namespace {

// The class that a base specifier names, of a class template the template itself; null: unknown.
const clang::CXXRecordDecl* BaseClass(const clang::CXXBaseSpecifier& base) {
  const clang::QualType type = base.getType();
  if (const auto* specialized = type->getAs<clang::TemplateSpecializationType>()) {
    if (const auto* of = llvm::dyn_cast_or_null<clang::ClassTemplateDecl>(
            specialized->getTemplateName().getAsTemplateDecl())) {
      return of->getTemplatedDecl();
    }
  }
  if (const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl()) {
    const clang::CXXRecordDecl* pattern = record->getTemplateInstantiationPattern();
    return pattern ? pattern : record;
  }
  return nullptr;
}

// Calls `visit` with each base, and theirs; false for a base that is unknown.
void VisitBases(const clang::CXXRecordDecl* record,
                const std::function<void(const clang::CXXRecordDecl*)>& visit,
                std::set<const clang::CXXRecordDecl*>& seen) {
  record = record->getDefinition();
  if (!record || !seen.insert(record).second) return;
  for (const clang::CXXBaseSpecifier& base : record->bases()) {
    const clang::CXXRecordDecl* of = BaseClass(base);
    visit(of);
    if (of) VisitBases(of, visit, seen);
  }
}

}  // namespace

std::string_view ScopeOf(std::string_view name) {
  const std::string_view scoped = name.substr(0, name.find("::operator"));
  if (scoped.size() != name.size()) return scoped;
  const size_t at = name.rfind("::");
  return at == std::string_view::npos ? std::string_view() : name.substr(0, at);
}

HeaderDeclarations::HeaderDeclarations(clang::ASTContext& ast) : ast_(ast) {
  Collect(ast.getTranslationUnitDecl());
}

void HeaderDeclarations::Collect(const clang::DeclContext* context) {
  for (const clang::Decl* decl : context->decls()) CollectOne(decl);
}

void HeaderDeclarations::CollectOne(const clang::Decl* decl) {
  if (decl->isInvalidDecl()) return;
  if (const auto* made = llvm::dyn_cast<clang::ClassTemplateDecl>(decl)) {
    return CollectOne(made->getTemplatedDecl());
  }
  if (const auto* made = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) {
    return CollectOne(made->getTemplatedDecl());
  }
  if (const auto* made = llvm::dyn_cast<clang::VarTemplateDecl>(decl)) {
    return CollectOne(made->getTemplatedDecl());
  }
  if (const auto* made = llvm::dyn_cast<clang::FriendDecl>(decl)) {
    if (made->getFriendDecl()) CollectOne(made->getFriendDecl());
    return;
  }
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    functions_[DeclaredName(function)].push_back(function);
  } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
    variables_.emplace(DeclaredName(variable), variable);
  } else if (const auto* used = llvm::dyn_cast<clang::UsingShadowDecl>(decl)) {
    const clang::NamedDecl* target = used->getTargetDecl()->getUnderlyingDecl();
    if (const auto* of = llvm::dyn_cast<clang::FunctionTemplateDecl>(target)) {
      target = of->getTemplatedDecl();
    }
    if (const auto* of = llvm::dyn_cast<clang::FunctionDecl>(target)) {
      used_[DeclaredName(used)].push_back(of);
    }
  } else if (const auto* name = llvm::dyn_cast<clang::TypedefNameDecl>(decl)) {
    clang::QualType type = name->getUnderlyingType();
    const auto* specialized = type->getAs<clang::TemplateSpecializationType>();
    const auto* of = specialized ? llvm::dyn_cast_or_null<clang::ClassTemplateDecl>(
                                       specialized->getTemplateName().getAsTemplateDecl())
                                 : nullptr;
    const clang::CXXRecordDecl* record = of ? of->getTemplatedDecl() : type->getAsCXXRecordDecl();
    if (record) aliases_.emplace(DeclaredName(name), record);
  } else if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl)) {
    if (record->isThisDeclarationADefinition() && !record->isInjectedClassName()) {
      classes_.emplace(DeclaredName(record), record);
    }
  }
  if (const auto* context = llvm::dyn_cast<clang::DeclContext>(decl);
      context && !llvm::isa<clang::FunctionDecl>(decl)) {
    Collect(context);
  }
}

HeaderDeclarations::Overloads HeaderDeclarations::Functions(std::string_view name) const {
  Overloads found;
  if (const auto own = functions_.find(name); own != functions_.end()) return own->second;
  if (const auto used = used_.find(name); used != used_.end()) return used->second;
  const std::string_view scope = ScopeOf(name);
  const clang::CXXRecordDecl* record = Class(scope);
  if (!record) return found;
  const std::string own(name.substr(scope.size()));
  std::set<const clang::CXXRecordDecl*> seen;
  VisitBases(
      record,
      [&](const clang::CXXRecordDecl* base) {
        if (!base || !found.empty()) return;
        const auto inherited = functions_.find(DeclaredName(base) + own);
        if (inherited != functions_.end()) found = inherited->second;
      },
      seen);
  return found;
}

std::vector<std::string> HeaderDeclarations::Variables() const {
  std::vector<std::string> names;
  for (const auto& [name, variable] : variables_) names.push_back(name);
  return names;
}

const clang::CXXRecordDecl* HeaderDeclarations::Class(std::string_view name) const {
  const auto found = classes_.find(name);
  return found == classes_.end() ? nullptr : found->second;
}

const clang::CXXRecordDecl* HeaderDeclarations::Aliased(std::string_view name) const {
  const auto found = aliases_.find(name);
  return found == aliases_.end() || classes_.contains(name) ? nullptr : found->second;
}

bool HeaderDeclarations::HasUnknownBase(const clang::CXXRecordDecl* record) const {
  bool unknown = false;
  std::set<const clang::CXXRecordDecl*> seen;
  VisitBases(record, [&](const clang::CXXRecordDecl* base) { unknown |= base == nullptr; }, seen);
  return unknown;
}

bool HeaderDeclarations::MayBeImplicit(std::string_view name) const {
  const std::string_view scope = ScopeOf(name);
  if (scope.empty() || !Class(scope)) return false;
  const std::string_view own = name.substr(scope.size() + 2);
  const size_t at = scope.rfind("::");
  const std::string_view class_name = at == std::string_view::npos ? scope : scope.substr(at + 2);
  return own == class_name || own == "operator=" ||
         (own.starts_with('~') && own.substr(1) == class_name);
}

bool HeaderDeclarations::IsBuiltin(std::string_view name) const {
  for (const std::string& spelled : {std::string(name), "__builtin_" + std::string(name)}) {
    const auto known = ast_.Idents.find(spelled);
    if (known != ast_.Idents.end() && known->second->getBuiltinID() != 0) return true;
  }
  return false;
}

}  // namespace pedigree
