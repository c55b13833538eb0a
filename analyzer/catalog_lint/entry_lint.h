// One catalog's entries against what a translation unit declares.
#ifndef PEDIGREE_ANALYZER_CATALOG_LINT_ENTRY_LINT_H_
#define PEDIGREE_ANALYZER_CATALOG_LINT_ENTRY_LINT_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/catalog/catalog_places.h"
#include "analyzer/catalog/signature.h"
#include "analyzer/catalog_lint/declarations.h"
#include "analyzer/catalog_lint/lint.h"
#include "analyzer/catalog_lint/port_check.h"
#include "proto/catalog.pb.h"

namespace pedigree {

class EntryLint {
 public:
  // `text` is that of the catalog, which has been parsed without an error; `is_macro` tells names
  // of macros.
  EntryLint(const Catalog& catalog, const CatalogPlaces& places, std::string_view text,
            const HeaderDeclarations& declarations,
            std::function<bool(const std::string&)> is_macro);

  std::vector<LintFinding> Run();

 private:
  struct PortOfEntry {
    Port port;
    PortUse use;
    ModelPart part;
    std::string text;
    // Of the entry's functions that are there: whether it fits any, and what is wrong with it for
    // others. One that fits some functions of its entry only is nothing to the rest.
    bool right = false;
    std::vector<std::pair<bool, std::string>> wrong = {};  // with whether it is in doubt
  };

  void LintFunction(int api, int index, std::vector<PortOfEntry>& ports);
  // `name` is what messages call the functions.
  void LintPorts(const std::string& name, const HeaderDeclarations::Overloads& applicable,
                 std::vector<PortOfEntry>& ports);
  void LintGlobal(int index);
  HeaderDeclarations::Overloads Applicable(const Signature& signature, const std::string& name,
                                           const HeaderDeclarations::Overloads& overloads) const;
  std::string Unknown(const std::string& name) const;
  void Add(CatalogPlace place, bool warning, std::string message);

  const Catalog& catalog_;
  const CatalogPlaces& places_;
  const std::string_view text_;
  const HeaderDeclarations& declarations_;
  const std::function<bool(const std::string&)> is_macro_;
  std::vector<Signature> signatures_;  // all of the catalog's
  std::vector<LintFinding> findings_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_LINT_ENTRY_LINT_H_
