#include "analyzer/extract/own_catalogs.h"

#include <google/protobuf/text_format.h>

#include <set>

#include "analyzer/catalog/catalog_places.h"
#include "analyzer/catalog/nearest.h"
#include "analyzer/catalog/signature.h"
#include "analyzer/catalog_lint/declarations.h"
#include "analyzer/extract/declared_name.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "proto/catalog.pb.h"

namespace pedigree {
namespace {

// The functions without a body that are called somewhere.
class Called : public clang::RecursiveASTVisitor<Called> {
 public:
  bool VisitCallExpr(clang::CallExpr* call) { return Note(call->getDirectCallee()); }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr* made) { return Note(made->getConstructor()); }

  std::set<const clang::FunctionDecl*> functions;

 private:
  bool Note(const clang::FunctionDecl* function) {
    if (function && !function->isDefined() && !function->isImplicit() &&
        function->getBuiltinID() == 0) {
      functions.insert(function->getCanonicalDecl());
    }
    return true;
  }
};

}  // namespace

std::vector<OwnEntry> OwnEntries(std::span<const CatalogSet::Source> catalogs) {
  std::vector<OwnEntry> entries;
  for (const auto& [file, text] : catalogs) {
    CatalogPlaces places;
    Catalog catalog;
    google::protobuf::TextFormat::Parser parser;
    parser.WriteLocationsTo(places.tree());
    if (!parser.ParseFromString(text, &catalog)) continue;
    for (int i = 0; i < catalog.api_size(); ++i) {
      for (int f = 0; f < catalog.api(i).function_size(); ++f) {
        const std::string& spelled = catalog.api(i).function(f);
        const auto signature = ParseSignature(spelled);
        if (!signature.ok() || !signature->name.is_literal()) continue;
        const CatalogPlace place = PlaceOfQuoted(text, places.OfFunction(i, f), spelled);
        entries.push_back({signature->name.prefix(), file + ":" + std::to_string(place.line) + ":" +
                                                         std::to_string(place.column)});
      }
    }
  }
  return entries;
}

std::vector<std::string> WarnOfOwnEntries(clang::ASTContext& ast, const CatalogSet& catalog,
                                          const std::vector<OwnEntry>& entries) {
  if (entries.empty()) return {};
  Called called;
  called.TraverseDecl(ast.getTranslationUnitDecl());
  std::set<std::string> unknown;
  for (const clang::FunctionDecl* function : called.functions) {
    const std::string name = DeclaredName(function);
    if (!catalog.Find(name, ParameterTypes(function))) unknown.insert(name);
  }
  if (unknown.empty()) return {};
  const std::vector<std::string> candidates(unknown.begin(), unknown.end());
  const HeaderDeclarations declarations(ast);
  std::vector<std::string> warnings;
  for (const OwnEntry& entry : entries) {
    const std::string meant = Nearest(entry.name, candidates);
    if (meant.empty() || !declarations.Functions(entry.name).empty() ||
        declarations.MayBeImplicit(entry.name)) {
      continue;
    }
    warnings.push_back(entry.place + ": warning: there is no function '" + entry.name + "'" +
                       Hint(meant));
  }
  return warnings;
}

}  // namespace pedigree
