#include "analyzer/extract/unit.h"

#include <algorithm>

#include "analyzer/extract/catalog_function.h"
#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/declared_name.h"
#include "analyzer/extract/file_name.h"
#include "analyzer/extract/function_writer.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

namespace pedigree {
namespace {

// What an iterator of a standard library is to the catalog, whatever its class is called.
constexpr char kIterator[] = "std::input_or_output_iterator";

// Of a namespace of the standard library's.
bool IsNamedStandard(const clang::NamespaceDecl* outermost) {
  const llvm::StringRef name = outermost->getName();
  return name == "std" || name == "__gnu_cxx" || name == "__cxxabiv1" || name == "__gnu_debug";
}

const clang::NamespaceDecl* OutermostOf(const clang::Decl* decl) {
  const clang::NamespaceDecl* outermost = nullptr;
  for (const auto* context = decl->getDeclContext(); context && !context->isTranslationUnit();
       context = context->getParent()) {
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context)) outermost = space;
  }
  return outermost;
}

// An integer that is made to hold a pointer.
bool IsPointerInteger(clang::QualType type) {
  for (const auto* named = type->getAs<clang::TypedefType>(); named;
       named = named->desugar()->getAs<clang::TypedefType>()) {
    const llvm::StringRef name = named->getDecl()->getName();
    if (name == "uintptr_t" || name == "intptr_t") return true;
  }
  return false;
}

// The argument that names a file, where a template is that and nothing else; -1: none.
int NameArgument(const std::optional<Template>& name_space, const std::optional<Template>& name) {
  if (!name || name->parts.size() != 1 || !name->parts[0].port) return -1;
  if (name_space && (name_space->parts.size() != 1 || name_space->parts[0].literal != "file"))
    return -1;
  const Port& port = *name->parts[0].port;
  return port.root == Port::kArg && port.steps.empty() ? port.index : -1;
}

// A C library's function has no namespace, so a function of the program's own may bear its name
// (`std::string basename(std::string)`). What that does, its body says, unless a catalog of the
// user's own speaks of it.
bool IsNamesake(const CatalogSet& catalog, const clang::FunctionDecl* function,
                const std::string& name) {
  if (!function->getASTContext().getLangOpts().CPlusPlus || function->isExternC() ||
      !function->isDefined() ||
      !function->getDeclContext()->getRedeclContext()->isTranslationUnit()) {
    return false;
  }
  const std::string quoted = '"' + name + '"';
  return llvm::none_of(catalog.own(), [&](const CatalogSet::Source& source) {
    return source.text.find(quoted) != std::string::npos;
  });
}

}  // namespace

Unit::Unit(clang::ASTContext& ast, const CatalogSet& catalog, Fragment& fragment, std::string root)
    : ast_(ast),
      catalog_(catalog),
      fragment_(fragment),
      root_(std::move(root)),
      quiet_(QuietDiagnostics()),
      mangle_(clang::ItaniumMangleContext::create(ast, *quiet_)) {
  // The mangler reports what it cannot mangle; that must never show in a compile.
  quiet_->setSourceManager(&ast.getSourceManager());
  Str("");
}

uint32_t Unit::Str(std::string_view text) {
  const auto [it, added] =
      strings_.try_emplace(llvm::StringRef(text.data(), text.size()), texts_.size());
  if (added) texts_.emplace_back(text);
  return it->second;
}

std::string Unit::MakeSymbol(const clang::NamedDecl* decl) {
  std::string name;
  llvm::raw_string_ostream out(name);
  if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl)) {
    mangle_->mangleCanonicalTypeName(RecordType(ast_, record), out);
    return name;
  }
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    // The object's own kind of function is enough: one body serves complete and base variants.
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function)) {
      mangle_->mangleName(clang::GlobalDecl(constructor, clang::Ctor_Complete), out);
    } else if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(function)) {
      mangle_->mangleName(clang::GlobalDecl(destructor, clang::Dtor_Complete), out);
    } else if (mangle_->shouldMangleDeclName(function)) {
      mangle_->mangleName(clang::GlobalDecl(function), out);
    } else {
      return function->getNameAsString();
    }
    return name;
  }
  if (mangle_->shouldMangleDeclName(decl)) {
    mangle_->mangleName(clang::GlobalDecl(llvm::cast<clang::VarDecl>(decl)), out);
    return name;
  }
  return decl->getNameAsString();
}

uint32_t Unit::Symbol(const clang::NamedDecl* decl) {
  decl = llvm::cast<clang::NamedDecl>(decl->getCanonicalDecl());
  const auto [it, added] = symbols_.try_emplace(decl, 0);
  if (!added) return it->second;
  std::string symbol = MakeSymbol(decl);
  // What only this unit sees is told from others' of the same name.
  if (!decl->isExternallyVisible()) symbol += "@" + fragment_.source();
  const uint32_t id = Str(symbol);
  return symbols_[decl] = id;
}

uint32_t Unit::Symbol(const clang::CXXRecordDecl* record) {
  return Symbol(static_cast<const clang::NamedDecl*>(record));
}

uint32_t Unit::ThrownType(clang::QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (const auto* pointer = type->getAs<clang::PointerType>()) {
    type = ast_.getPointerType(pointer->getPointeeType().getUnqualifiedType());
  }
  if (const auto* record = type->getAsCXXRecordDecl()) return Symbol(record);
  std::string symbol;
  llvm::raw_string_ostream out(symbol);
  mangle_->mangleCanonicalTypeName(type, out);
  if (type->getLinkage() != clang::Linkage::External) out << "@" << fragment_.source();
  return Str(symbol);
}

std::vector<uint32_t> Unit::TakenAs(clang::QualType type) {
  std::vector<uint32_t> types{ThrownType(type)};
  type = type.getNonReferenceType().getCanonicalType();
  const auto* pointer = type->getAs<clang::PointerType>();
  const auto* record = (pointer ? pointer->getPointeeType() : type)->getAsCXXRecordDecl();
  std::vector<const clang::CXXRecordDecl*> todo;
  if (record && record->hasDefinition()) todo.push_back(record);
  while (!todo.empty()) {
    const clang::CXXRecordDecl* derived = todo.back();
    todo.pop_back();
    for (const auto& base : derived->bases()) {
      const auto* parent = base.getType()->getAsCXXRecordDecl();
      if (base.getAccessSpecifier() != clang::AS_public || !parent || !parent->hasDefinition()) {
        continue;
      }
      const clang::QualType of = RecordType(ast_, parent);
      const uint32_t symbol = ThrownType(pointer ? ast_.getPointerType(of) : of);
      if (llvm::is_contained(types, symbol)) continue;
      types.push_back(symbol);
      todo.push_back(parent);
    }
  }
  if (pointer) types.push_back(ThrownType(ast_.VoidPtrTy));
  return types;
}

const std::string& Unit::Name(const clang::NamedDecl* decl) {
  auto& slot = names_[decl];
  if (!slot) {
    auto name = std::make_unique<std::string>(DeclaredName(decl));
    return *(names_[decl] = std::move(name));
  }
  return *slot;
}

uint32_t Unit::FieldLabel(const clang::FieldDecl* field) {
  field = field->getCanonicalDecl();
  if (const auto it = fields_.find(field); it != fields_.end()) return it->second;
  std::string label = field->getNameAsString();
  const clang::RecordDecl* parent = field->getParent();
  if (parent->isUnion()) {
    label = "(union " + parent->getNameAsString() + ")";  // its members share the storage
  } else if (label.empty()) {
    label = "(" + std::to_string(field->getFieldIndex());
    // Lambdas that are kept in one place keep their captures apart.
    if (const auto* closure = llvm::dyn_cast<clang::CXXRecordDecl>(parent);
        closure && closure->isLambda()) {
      label += PlaceLabel(closure->getLocation(), closure->getDeclContext());
    }
    label += ")";
  } else if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(parent);
             record && record->hasDefinition() && record->getNumBases() > 0) {
    const auto hides = [&](const clang::CXXRecordDecl* base) {
      return llvm::none_of(base->fields(), [&](const clang::FieldDecl* other) {
        return other->getDeclName() == field->getDeclName();
      });
    };
    if (!record->forallBases(hides)) label = record->getNameAsString() + "::" + label;
  }
  const uint32_t id = Str(label);
  if (!parent->isUnion() && !field->getName().empty() && !InLibrary(parent)) {
    column_labels_.insert(id);
    if (!TagsOf(field).empty()) tagged_[id].push_back(field);
  }
  if (IsNumber(field->getType()) && !parent->isUnion()) {
    number_labels_.insert(id);
  } else {
    other_labels_.insert(id);
  }
  return fields_[field] = id;
}

std::string Unit::PlaceLabel(clang::SourceLocation where, const clang::DeclContext* context) {
  const Location place = Place(where);
  const std::string label =
      "@" + std::to_string(place.line()) + ":" + std::to_string(place.column());
  for (; context && !context->isFileContext(); context = context->getParent()) {
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context);
    if (!function || !function->isTemplateInstantiation()) continue;
    // A short name of the instance: its own may be of any length.
    const uint32_t instance = llvm::xxh3_64bits(MakeSymbol(function));
    return label + "#" + llvm::utohexstr(instance, /*LowerCase=*/true);
  }
  return label;
}

uint32_t Unit::PartLabel(std::string_view name) {
  const uint32_t id = Str(name);
  other_labels_.insert(id);
  return id;
}

clang::QualType FirstTypeArgument(const clang::CXXRecordDecl* record) {
  const auto* spec = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  if (!spec || spec->getTemplateArgs().size() == 0) return {};
  const clang::TemplateArgument& first = spec->getTemplateArgs()[0];
  return first.getKind() == clang::TemplateArgument::Type ? first.getAsType() : clang::QualType();
}

bool Unit::IsNumber(clang::QualType type) {
  if (IsPointerInteger(type)) return false;
  if (type->isArithmeticType() || type->isEnumeralType()) return true;
  if (const clang::ArrayType* array = ast_.getAsArrayType(type)) {
    return IsNumber(array->getElementType());
  }
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  const clang::QualType element = FirstTypeArgument(record);
  if (element.isNull()) return false;
  const std::string& name = Name(record);
  if (name != "std::vector" && name != "std::array" && name != "std::deque") return false;
  return IsNumber(element);
}

std::string Unit::RelativeFile(clang::FileID file) {
  const auto entry = ast_.getSourceManager().getFileEntryRefForID(file);
  return entry ? Relative(entry->getName()) : "(unknown)";
}

std::string Unit::Relative(std::string_view file) {
  return RelativeFileName(
      file, ast_.getSourceManager().getFileManager().getFileSystemOpts().WorkingDir, root_);
}

Location Unit::Place(clang::SourceLocation where) {
  Location place;
  const clang::SourceManager& sources = ast_.getSourceManager();
  where = sources.getExpansionLoc(where);
  if (where.isInvalid()) return place;
  const auto presumed = sources.getPresumedLoc(where);
  if (presumed.isInvalid()) return place;
  const clang::FileID file =
      presumed.getFileID().isValid() ? presumed.getFileID() : sources.getFileID(where);
  if (presumed.getFileID().isValid()) {
    const auto [it, added] = files_.try_emplace(file, 0);
    if (added) files_[file] = Str(RelativeFile(file));
    place.set_file(files_[file]);
  } else {
    // A #line directive names another file.
    place.set_file(Str(Relative(presumed.getFilename())));
  }
  place.set_line(presumed.getLine());
  place.set_column(presumed.getColumn());
  if (source_ != nullptr) source_->places.try_emplace(PlaceIn(place), where);
  return place;
}

// What the catalog says of a member of a standard library's iterator, and of an operator that takes
// one.
const Model* Unit::ModelOfIterators(const clang::FunctionDecl* function,
                                    std::vector<std::string> parameters) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  const clang::NamespaceDecl* outermost = OutermostOf(function);
  if (!outermost || !IsNamedStandard(outermost)) return nullptr;
  bool any = method != nullptr;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const clang::QualType type = function->getParamDecl(i)->getType().getNonReferenceType();
    const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
    if (!IsIterator(record)) continue;
    if (!method && catalog_.KnowsScope(Name(record))) return nullptr;  // one of its own kind
    any = true;
    parameters[i] = kIterator;
  }
  if (!any) return nullptr;
  const bool constructs = llvm::isa<clang::CXXConstructorDecl>(function);
  const std::string name = constructs ? "input_or_output_iterator" : function->getNameAsString();
  return catalog_.Find((method ? std::string(kIterator) : "std") + "::" + name, parameters);
}

UnitSource::Place Unit::PlaceIn(const Location& place) const {
  return {std::string(Text(place.file())), place.line(), place.column()};
}

void Unit::NoteCall(const Location& place, const clang::FunctionDecl* callee, const Model& model) {
  if (source_ == nullptr) return;
  UnitSource::Call call = {callee};
  const auto name_of = [](const auto& effects) {
    for (const auto& effect : effects) {
      if (const int name = NameArgument(effect.name_space, effect.name); name >= 0) return name;
    }
    return -1;
  };
  call.opens = name_of(model.opens);
  call.reads = name_of(model.reads);
  call.writes = name_of(model.writes);
  source_->calls[{PlaceIn(place), Name(callee)}] = call;
}

void Unit::NoteAllowed(const clang::FunctionDecl* function, const Allowance& allowance) {
  if (source_ != nullptr) source_->allowed.push_back({function->getSourceRange(), allowance});
}

const Model* Unit::ModelOf(const clang::FunctionDecl* function) {
  function = function->getCanonicalDecl();
  const auto [it, added] = models_.try_emplace(function, nullptr);
  if (!added) return it->second;
  const std::vector<std::string> parameters =
      ParameterTypes(function, TakesPolicy(function) ? 1 : 0);
  if (const Model* said = ModelOfAnnotations(function)) return models_[function] = said;
  const Model* model = nullptr;
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function)) {
    std::vector<std::string> names{Name(method)};
    const bool special = llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(method);
    // What a class of the program's own does, its own body says.
    const bool own_body =
        !InLibrary(method) && (method->isDefined() || method->size_overridden_methods() > 0);
    if (!special && !own_body) {
      const std::string own = "::" + method->getNameAsString();
      if (method->getParent()->hasDefinition()) {
        method->getParent()->forallBases([&](const clang::CXXRecordDecl* base) {
          names.push_back(Name(base) + own);
          return true;
        });
      }
    }
    model = catalog_.FindMethod(names, parameters);
    if (!model && !own_body && IsIterator(method->getParent())) {
      model = ModelOfIterators(method, parameters);
    }
    if (!model) model = ModelOfMessage(method);
  } else {
    if (function->isOverloadedOperator()) model = ModelOfIterators(function, parameters);
    if (!model && !InLibrary(function) && IsNamesake(catalog_, function, Name(function))) {
      return nullptr;
    }
    if (!model) model = catalog_.Find(Name(function), parameters);
    if (const PlainName plain = PlainNameFor(function); !model && plain.name != Name(function)) {
      model = catalog_.Find(plain.name, parameters);
    }
  }
  return models_[function] = model;
}

const GlobalHandle* Unit::HandleOf(const clang::VarDecl* variable) {
  return variable->hasGlobalStorage() ? catalog_.FindGlobal(Name(variable)) : nullptr;
}

bool Unit::InSystemHeader(const clang::Decl* decl) const {
  const clang::SourceManager& sources = ast_.getSourceManager();
  return sources.isInSystemHeader(sources.getExpansionLoc(decl->getLocation()));
}

bool Unit::InLibrary(const clang::Decl* decl) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  const clang::SourceLocation where = sources.getExpansionLoc(decl->getLocation());
  if (where.isInvalid()) return false;
  if (sources.isInSystemHeader(where)) return true;
  const clang::FileID file = sources.getFileID(where);
  // Bazel's other repositories are in `external`.
  const auto is_library = [](std::string_view name) {
    return name.starts_with("<") || name.starts_with("external/");
  };
  if (file == sources.getMainFileID()) {
    if (sources.isInMainFile(where)) return false;
    // Preprocessed input has all in one file, whose line markers say where it is from.
    const auto presumed = sources.getPresumedLoc(where);
    return presumed.isValid() && is_library(Relative(presumed.getFilename()));
  }
  const auto [it, added] = library_files_.try_emplace(file, false);
  if (!added) return it->second;
  return library_files_[file] = is_library(RelativeFile(file));
}

const clang::FunctionDecl* Unit::Summarizable(const clang::FunctionDecl* function, bool own) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function->hasBody(definition) || !definition) return nullptr;
  if (!own && !definition->isInlined() && !definition->isTemplateInstantiation() &&
      !definition->isImplicit() && definition->isExternallyVisible()) {
    return nullptr;
  }
  if (definition->isDependentContext() || definition->isInvalidDecl() ||
      llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(definition->getBody())) {
    return nullptr;
  }
  if ((!own && !InLibrary(definition)) || InStandardLibrary(definition) || ModelOf(definition)) {
    return nullptr;
  }
  return definition;
}

bool Unit::IsIterator(const clang::CXXRecordDecl* record) {
  if (!record || !record->hasDefinition()) return false;
  record = record->getDefinition();
  const auto [it, added] = iterators_.try_emplace(record, false);
  if (!added) return it->second;
  const clang::NamespaceDecl* outermost = OutermostOf(record);
  if (!outermost || !IsNamedStandard(outermost)) return false;
  clang::DeclarationNameTable& names = ast_.DeclarationNames;
  const auto has = [&](clang::OverloadedOperatorKind op) {
    const clang::DeclarationName name = names.getCXXOperatorName(op);
    return !record->lookup(name).empty() ||
           !record->forallBases(
               [&](const clang::CXXRecordDecl* base) { return base->lookup(name).empty(); });
  };
  return iterators_[record] = (has(clang::OO_Star) && has(clang::OO_PlusPlus)) ||
                              Name(record).find("iterator") != std::string::npos;
}

PlainName Unit::PlainNameFor(const clang::FunctionDecl* function) {
  const std::string& name = Name(function);
  const bool others = name.starts_with("__") && !llvm::isa<clang::CXXMethodDecl>(function) &&
                      (function->getBuiltinID() != 0 || InStandardLibrary(function));
  return others ? PlainNameOf(name) : PlainName{name};
}

bool Unit::InStandardLibrary(const clang::Decl* decl) {
  if (const clang::NamespaceDecl* outermost = OutermostOf(decl)) {
    return IsNamedStandard(outermost) && InSystemHeader(decl);
  }
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
  return function && function->isExternC() && InSystemHeader(decl);
}

bool Unit::HasMutable(clang::QualType type) {
  const auto* record = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!record || !(record = record->getDefinition()) || InStandardLibrary(record)) return false;
  const auto [it, added] = has_mutable_.try_emplace(record, false);
  if (!added) return it->second;
  const bool has =
      llvm::any_of(record->fields(),
                   [&](const clang::FieldDecl* field) {
                     return field->isMutable() || HasMutable(field->getType());
                   }) ||
      llvm::any_of(record->bases(), [&](const auto& base) { return HasMutable(base.getType()); });
  return has_mutable_[record] = has;
}

bool Unit::MayPoint(clang::QualType type) {
  if (IsPointerInteger(type)) return true;
  const clang::Type* t = type.getCanonicalType().getTypePtr();
  if (t->isAnyPointerType() || t->isReferenceType() || t->isMemberPointerType() ||
      t->isBlockPointerType()) {
    return true;
  }
  if (const auto* array = t->getAsArrayTypeUnsafe()) return MayPoint(array->getElementType());
  const clang::RecordDecl* record = t->getAsRecordDecl();
  if (!record || !(record = record->getDefinition())) return false;
  const auto [it, added] = may_point_.try_emplace(t, false);
  if (!added) return it->second;
  bool points = false;
  if (InStandardLibrary(record)) {
    // By name and template arguments: a string or a vector of numbers owns what it points to.
    const std::string& name = Name(record);
    static constexpr std::string_view kPointers[] = {"std::unique_ptr",
                                                     "std::shared_ptr",
                                                     "std::weak_ptr",
                                                     "std::function",
                                                     "std::span",
                                                     "std::reference_wrapper",
                                                     "std::any",
                                                     "std::basic_string_view",
                                                     "std::thread",
                                                     "std::jthread",
                                                     "std::promise",
                                                     "std::future",
                                                     "std::shared_future",
                                                     "std::packaged_task",
                                                     "std::initializer_list",
                                                     "std::_Bit_reference",
                                                     "std::__bit_reference",
                                                     "std::move_only_function",
                                                     "std::coroutine_handle",
                                                     "std::__exception_ptr::exception_ptr",
                                                     "std::exception_ptr"};
    const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
    points = std::find(std::begin(kPointers), std::end(kPointers), name) != std::end(kPointers) ||
             name.starts_with("std::ranges::") || (cxx && (IsIterator(cxx) || WrapsFunction(cxx)));
    if (const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
      const auto visit = [&](const clang::TemplateArgument& arg) {
        if (arg.getKind() == clang::TemplateArgument::Type) {
          const auto* inner = arg.getAsType()->getAsCXXRecordDecl();
          if (!inner || !InStandardLibrary(inner) ||
              (Name(inner) != "std::allocator" && Name(inner) != "std::char_traits")) {
            points = points || MayPoint(arg.getAsType());
          }
        }
      };
      for (const clang::TemplateArgument& arg : spec->getTemplateArgs().asArray()) {
        if (arg.getKind() == clang::TemplateArgument::Pack) {
          for (const auto& packed : arg.pack_elements()) visit(packed);
        } else {
          visit(arg);
        }
      }
    }
  } else {
    for (const clang::FieldDecl* field : record->fields()) points |= MayPoint(field->getType());
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record)) {
      for (const auto& base : cxx->bases()) points |= MayPoint(base.getType());
    }
  }
  return may_point_[t] = points;
}

const clang::FunctionDecl* Unit::FunctionNamed(uint32_t symbol) const {
  return function_values_.lookup(symbol).function;
}

std::optional<uint32_t> Unit::MemberLabel(uint32_t symbol) {
  const std::string_view text = Text(symbol);
  constexpr std::string_view kMember = "member:";
  if (!text.starts_with(kMember)) return std::nullopt;
  return Str(std::string(text.substr(kMember.size())));
}

bool Unit::TakesPolicy(const clang::FunctionDecl* function) {
  if (function->getNumParams() == 0 || llvm::isa<clang::CXXMethodDecl>(function)) return false;
  const clang::QualType first = function->getParamDecl(0)->getType().getNonReferenceType();
  const clang::CXXRecordDecl* record = first->getAsCXXRecordDecl();
  if (!record || !InStandardLibrary(function)) return false;
  const std::string& name = Name(record);
  return llvm::StringRef(name).ends_with("_policy") &&
         name.find("::execution::") != std::string::npos;
}

Range Unit::RangeOf(clang::QualType type) {
  if (type.isNull()) return Range::kContainer;
  type = type.getNonReferenceType();
  if (type->isAnyPointerType()) return Range::kPointer;
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (!record) return Range::kContainer;
  const std::string& name = Name(record);
  const bool view = name.starts_with("std::ranges::") || name == "std::span" || IsIterator(record);
  return view ? Range::kPointer : Range::kContainer;
}

bool Unit::IsSpan(clang::QualType type) {
  const clang::CXXRecordDecl* record =
      type.isNull() ? nullptr : type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && Name(record) == "std::span";
}

bool Unit::WrapsFunction(const clang::CXXRecordDecl* record) {
  static constexpr std::string_view kWrappers[] = {
      // of libstdc++
      "std::_Bind", "std::_Bind_result", "std::_Bind_front", "std::_Mem_fn", "std::_Not_fn",
      // of libc++
      "std::__bind", "std::__bind_r", "std::__bind_front_t", "std::__mem_fn", "std::__not_fn_t",
      // of any
      "std::function", "std::move_only_function", "std::reference_wrapper", "std::packaged_task"};
  return llvm::is_contained(kWrappers, std::string_view(Name(record)));
}

uint32_t Unit::MemberSymbol(uint32_t label) {
  const uint32_t symbol = Str("member:" + std::string(Text(label)));
  if (!thunks_.insert(symbol).second) return symbol;
  FunctionWriter writer;
  Function& out = writer.out;
  out.set_symbol(symbol);
  out.set_name(Str("(member " + std::string(Text(label)) + ")"));
  out.set_linkage(Function::MERGED);
  out.set_parameters(1);
  out.add_parameter_name(Str("object"));
  const PathId member = paths_.Append(paths_.Append(0, Step::Pointee()), Step::Field(label));
  out.set_returned(
      writer.Tree(0, {writer.Value(Value::ADDRESS, writer.Base(Base::PARAM, 0), member)}));
  *fragment_.add_function() = std::move(out);
  return symbol;
}

uint32_t Unit::RequireThunk(const Thunk& thunk) {
  const uint32_t symbol = Str(thunk.Symbol());
  if (thunks_.insert(symbol).second) {
    *fragment_.add_function() =
        thunk.Write(paths_, [this](std::string_view text) { return Str(text); });
  }
  return symbol;
}

void Unit::Require(const clang::FunctionDecl* function) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function->hasBody(definition) || !definition) return;
  if (definition->isDependentContext() || definition->isInvalidDecl()) return;
  if (InStandardLibrary(definition) || ModelOf(definition)) return;
  if (required_.insert(definition->getCanonicalDecl()).second) queue_.push_back(definition);
}

uint32_t Unit::FunctionValue(const clang::FunctionDecl* function, clang::SourceLocation where) {
  uint32_t symbol = Symbol(function);
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  const bool modelled = !(method && method->isInstance()) && ModelOf(function);
  if (modelled) {
    const auto [it, added] = modelled_values_.try_emplace(function->getCanonicalDecl(), 0);
    if (added) it->second = Str(texts_[symbol] + ":=catalog@" + fragment_.source());
    symbol = it->second;
  }
  FunctionUsed& used = function_values_[symbol];
  if (!used.function) used.function = function;
  used.where = where;
  used.modelled = modelled;
  return symbol;
}

void Unit::RequireValue(uint32_t symbol) {
  const auto it = function_values_.find(symbol);
  if (it == function_values_.end()) return;
  const FunctionUsed used = it->second;
  if (!used.modelled) return Require(used.function);
  const clang::FunctionDecl* canonical = used.function->getCanonicalDecl();
  if (!required_.insert(canonical).second) return;
  const clang::FunctionDecl* caller = MakeCaller(ast_, used.function, used.where);
  symbols_[caller] = symbol;
  names_[caller] = std::make_unique<std::string>(Name(used.function));
  models_[caller] = nullptr;
  queue_.push_back(caller);
}

bool Unit::MarkRequired(const clang::FunctionDecl* definition) {
  return required_.insert(definition->getCanonicalDecl()).second;
}

void Unit::RequireInitializer(const clang::VarDecl* variable) {
  // What stands for an asset is opened before main, wherever its declaration is.
  if (HandleOf(variable)) {
    if (required_.insert(variable->getCanonicalDecl()).second) queue_.push_back(variable);
    return;
  }
  if (const clang::VarDecl* with_init = variable->getInitializingDeclaration()) {
    variable = with_init;
  }
  if (!variable->hasInit() || variable->getType()->isDependentType() || variable->isInvalidDecl() ||
      InStandardLibrary(variable)) {
    return;
  }
  // A constant number is folded where it is used.
  if (variable->getType().isConstQualified() &&
      variable->getType()->isIntegralOrEnumerationType() && variable->evaluateValue()) {
    return;
  }
  if (required_.insert(variable->getCanonicalDecl()).second) queue_.push_back(variable);
}

void Unit::RequireClass(const clang::CXXRecordDecl* record) {
  record = record->getDefinition();
  if (!record || record->isDependentContext() || record->isInvalidDecl()) return;
  if (!record->isPolymorphic() || InStandardLibrary(record)) return;
  if (!required_.insert(record->getCanonicalDecl()).second) return;
  Class* out = fragment_.add_class_();
  out->set_symbol(Symbol(record));
  for (const auto& base : record->bases()) {
    if (const auto* base_record = base.getType()->getAsCXXRecordDecl()) {
      out->add_base(Symbol(base_record));
      RequireClass(base_record);
    }
  }
  for (const clang::CXXMethodDecl* method : record->methods()) {
    if (!method->isVirtual()) continue;
    auto* entry = out->add_method();
    entry->set_symbol(Symbol(method));
    entry->set_pure(method->isPureVirtual());
    llvm::SmallVector<const clang::CXXMethodDecl*, 4> todo{method};
    llvm::DenseSet<const clang::CXXMethodDecl*> seen;
    while (!todo.empty()) {
      for (const clang::CXXMethodDecl* overridden : todo.pop_back_val()->overridden_methods()) {
        if (!seen.insert(overridden->getCanonicalDecl()).second) continue;
        entry->add_overrides(Symbol(overridden));
        todo.push_back(overridden);
      }
    }
    Require(method);
  }
}

const clang::Decl* Unit::NextRequired() {
  return next_ < queue_.size() ? queue_[next_++] : nullptr;
}

}  // namespace pedigree
