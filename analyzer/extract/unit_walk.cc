#include "analyzer/extract/unit_walk.h"

#include <algorithm>

#include "analyzer/extract/file_name.h"
#include "analyzer/extract/unit.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

namespace pedigree {
namespace {

// Functions that the source instantiates by name (`template void Save<int>(int);`), for others.
template <typename Functions>
void RequireInstantiated(const Functions& functions, Unit& unit) {
  for (const clang::FunctionDecl* function : functions) {
    if (function->getTemplateSpecializationKind() == clang::TSK_ExplicitInstantiationDefinition) {
      unit.Require(function);
    }
  }
}

// Most of what headers have: nothing is emitted of it. Told without a look at where it stands.
bool OnlyDeclares(const clang::Decl* decl) {
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl))
    return !function->isThisDeclarationADefinition();
  return llvm::isa<clang::TypedefNameDecl, clang::EnumDecl>(decl) ||
         (llvm::isa<clang::RecordDecl>(decl) && !llvm::isa<clang::CXXRecordDecl>(decl));
}

// What the compiler would emit whether or not anyone in this unit uses it. The rest is reached by
// use.
void RequireRoots(const clang::DeclContext* context, Unit& unit) {
  for (const clang::Decl* decl : context->decls()) {
    if (decl->isInvalidDecl() || OnlyDeclares(decl)) continue;
    if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(decl)) {
      RequireRoots(llvm::cast<clang::DeclContext>(decl), unit);
      continue;
    }
    if (unit.InSystemHeader(decl)) continue;
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
      if (function->isThisDeclarationADefinition() && !function->isDependentContext() &&
          (!function->isInlined() || function->hasAttr<clang::UsedAttr>() ||
           unit.ast().getSourceManager().isInMainFile(
               unit.ast().getSourceManager().getExpansionLoc(function->getLocation())))) {
        unit.Require(function);
        if (function->getNumParams() == 0) unit.NoteNumber(function);
      }
    } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
      if (variable->isThisDeclarationADefinition() && !variable->isStaticDataMember() &&
          !variable->getType()->isDependentType() &&
          !llvm::isa<clang::VarTemplateSpecializationDecl>(variable) &&
          (!variable->getType().isConstQualified() || variable->isExternallyVisible() ||
           !variable->hasConstantInitialization())) {
        unit.RequireInitializer(variable);
        unit.NoteNumber(variable);
      } else if (variable->isStaticDataMember() && variable->isOutOfLine() &&
                 !variable->getType()->isDependentType()) {
        unit.RequireInitializer(variable);
        unit.NoteNumber(variable);
      }
    } else if (const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(decl)) {
      if (spec->getSpecializationKind() == clang::TSK_ExplicitInstantiationDefinition ||
          spec->getSpecializationKind() == clang::TSK_ExplicitSpecialization) {
        for (const clang::CXXMethodDecl* method : spec->methods()) unit.Require(method);
      }
    } else if (const auto* functions = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) {
      RequireInstantiated(functions->specializations(), unit);
    } else if (const auto* classes = llvm::dyn_cast<clang::ClassTemplateDecl>(decl)) {
      for (const clang::ClassTemplateSpecializationDecl* one : classes->specializations()) {
        RequireInstantiated(one->methods(), unit);
      }
    } else if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl)) {
      for (const clang::Decl* member : record->decls()) {
        if (const auto* of = llvm::dyn_cast<clang::FunctionTemplateDecl>(member)) {
          RequireInstantiated(of->specializations(), unit);
        }
      }
      // Methods defined in a class of the main file itself.
      const clang::SourceManager& sources = unit.ast().getSourceManager();
      if (record->isThisDeclarationADefinition() && !record->isDependentContext() &&
          sources.isInMainFile(sources.getExpansionLoc(record->getLocation()))) {
        for (const clang::CXXMethodDecl* method : record->methods()) {
          if (!method->isImplicit() && !method->isDefaulted()) unit.Require(method);
        }
      }
    }
  }
}

// What is no UTF-8 (a source in another encoding, bytes in a literal) is told in hexadecimal: a
// fragment's strings are text.
std::string Utf8(std::string_view text) {
  std::string valid;
  const auto* at = reinterpret_cast<const llvm::UTF8*>(text.data());
  const llvm::UTF8* const end = at + text.size();
  while (at != end) {
    const size_t size = llvm::getNumBytesForUTF8(*at);
    if (at + size <= end && llvm::isLegalUTF8Sequence(at, at + size)) {
      valid.append(reinterpret_cast<const char*>(at), size);
      at += size;
    } else {
      valid += "\\x" + llvm::toHex(llvm::ArrayRef<uint8_t>(at, 1), /*LowerCase=*/true);
      ++at;
    }
  }
  return valid;
}

// Strings and paths that functions refer to, renumbered in the order of first use.
class Tables {
 public:
  Tables(Unit& unit, Fragment& fragment) : unit_(unit), fragment_(fragment) {
    fragment_.add_string("");
    fragment_.add_path();
    strings_.assign(1, 0);
  }

  uint32_t Str(uint32_t id) {
    if (id == 0) return 0;
    if (id >= strings_.size()) strings_.resize(id + 1, 0);
    if (strings_[id] == 0) {
      strings_[id] = fragment_.string_size();
      const std::string_view text = unit_.Text(id);
      fragment_.add_string(Utf8(text));
    }
    return strings_[id];
  }

  uint32_t Path(uint32_t id) {
    if (id == 0) return 0;
    if (id >= paths_.size()) paths_.resize(id + 1, 0);
    if (paths_[id] == 0) {
      const uint32_t parent = Path(unit_.paths().Parent(id));
      const Step& step = unit_.paths().Last(id);
      PathNode node;
      node.set_parent(parent);
      node.set_step(step.kind);
      node.set_label(Str(step.label));
      node.set_index(step.index);
      node.set_column(step.kind == PathNode::FIELD && unit_.IsColumnLabel(step.label));
      node.set_any(step.kind == PathNode::FIELD ? unit_.IsNumberLabel(step.label) : step.any);
      paths_[id] = fragment_.path_size();
      *fragment_.add_path() = node;
    }
    return paths_[id];
  }

  void Renumber(Location* location) { location->set_file(Str(location->file())); }

  void Renumber(Function& f) {
    f.set_symbol(Str(f.symbol()));
    f.set_name(Str(f.name()));
    f.set_alias(Str(f.alias()));
    Renumber(f.mutable_location());
    for (uint32_t& name : *f.mutable_parameter_name()) name = Str(name);
    for (GivenNumber& given : *f.mutable_given()) given.set_symbol(Str(given.symbol()));
    for (uint32_t& gap : *f.mutable_gap()) gap = Str(gap);
    for (Base& base : *f.mutable_base()) {
      base.set_symbol(Str(base.symbol()));
      base.set_name(Str(base.name()));
    }
    for (Value& value : *f.mutable_value()) {
      if (value.kind() == Value::FUNCTION || value.kind() == Value::TYPE) {
        value.set_index(Str(value.index()));
      }
      value.set_path(Path(value.path()));
    }
    for (Tree& tree : *f.mutable_tree()) {
      for (uint32_t& path : *tree.mutable_path()) path = Path(path);
    }
    for (Call& call : *f.mutable_call()) {
      Renumber(call.mutable_location());
      call.set_callee(Str(call.callee()));
      call.set_name(Str(call.name()));
      call.set_alias(Str(call.alias()));
      call.set_takes(Str(call.takes()));
      for (uint32_t& type : *call.mutable_caught()) type = Str(type);
    }
    for (Throw& t : *f.mutable_thrown()) {
      Renumber(t.mutable_location());
      for (uint32_t& type : *t.mutable_type()) type = Str(type);
      for (uint32_t& type : *t.mutable_caught()) type = Str(type);
    }
    for (Site& site : *f.mutable_site()) {
      Renumber(site.mutable_location());
      site.set_api(Str(site.api()));
      for (uint32_t& tag : *site.mutable_tag()) tag = Str(tag);
      for (Site::Tagged& tagged : *site.mutable_tagged()) {
        tagged.set_column(Str(tagged.column()));
        for (uint32_t& tag : *tagged.mutable_tag()) tag = Str(tag);
        tagged.set_message(Str(tagged.message()));
        tagged.set_field(Str(tagged.field()));
      }
    }
    for (Transform& transform : *f.mutable_transform()) {
      Renumber(transform.mutable_location());
      transform.set_api(Str(transform.api()));
    }
    for (TextTemplate& text : *f.mutable_text()) {
      for (auto& part : *text.mutable_part()) {
        part.set_literal(Str(part.literal()));
        part.set_option(Str(part.option()));
      }
    }
    for (Guard& guard : *f.mutable_guard()) Renumber(guard.mutable_location());
  }

  void Renumber(MessageTag& tag) {
    tag.set_message(Str(tag.message()));
    tag.set_field(Str(tag.field()));
    for (uint32_t& t : *tag.mutable_tag()) t = Str(t);
  }

  void Renumber(Class& c) {
    c.set_symbol(Str(c.symbol()));
    for (uint32_t& base : *c.mutable_base()) base = Str(base);
    for (auto& method : *c.mutable_method()) {
      method.set_symbol(Str(method.symbol()));
      for (uint32_t& overridden : *method.mutable_overrides()) overridden = Str(overridden);
    }
  }

 private:
  Unit& unit_;
  Fragment& fragment_;
  std::vector<uint32_t> strings_, paths_{0};
};

}  // namespace

std::string SourceName(const clang::ASTContext& ast, const UnitNames& names) {
  const clang::SourceManager& sources = ast.getSourceManager();
  const auto main = sources.getFileEntryRefForID(sources.getMainFileID());
  const std::string source = names.source.empty() && main ? main->getName().str() : names.source;
  return source.empty() ? source : Utf8(RelativeFileName(source, {}, names.root));
}

void WalkUnit(clang::ASTContext& ast, const CatalogSet& catalog, Fragment& fragment,
              const UnitNames& names, UnitSource* source) {
  fragment.set_schema_version(1);
  fragment.set_source(SourceName(ast, names));
  Unit unit(ast, catalog, fragment, names.root);
  unit.NoteSource(source);
  RequireRoots(ast.getTranslationUnitDecl(), unit);
  while (const clang::Decl* decl = unit.NextRequired()) {
    Walker(unit, decl).Run();
  }
  while (const Unit::Aliased* next = unit.NextAliased()) {
    Walker(unit, next->function, &next->aliases).Run();
    // What only they use.
    while (const clang::Decl* decl = unit.NextRequired()) Walker(unit, decl).Run();
  }
  // Classes are known only now that all functions are; their order is that of their symbols.
  Tables tables(unit, fragment);
  for (Function& function : *fragment.mutable_function()) tables.Renumber(function);
  for (Class& c : *fragment.mutable_class_()) tables.Renumber(c);
  unit.AddMessageTags();
  for (MessageTag& tag : *fragment.mutable_message_tag()) tables.Renumber(tag);
  unit.AddKnownNumbers();
  for (KnownNumber& number : *fragment.mutable_known_number()) {
    number.set_symbol(tables.Str(number.symbol()));
  }
}

}  // namespace pedigree
