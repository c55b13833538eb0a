// Objects that the standard library constructs for its caller: make_unique, emplace_back and their
// like. A catalog can say where the object is, not which of its constructors runs; the types do.

#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

constexpr int kOfReference = 1 << 12;  // a SubKey: of what an element that is a reference refers to

// The types of the elements of a pair or tuple.
std::vector<clang::QualType> ElementTypes(const clang::CXXRecordDecl* record) {
  std::vector<clang::QualType> types;
  const auto* spec = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  if (!spec) return types;
  const auto add = [&](const clang::TemplateArgument& argument) {
    if (argument.getKind() == clang::TemplateArgument::Type) types.push_back(argument.getAsType());
  };
  for (const clang::TemplateArgument& argument : spec->getTemplateArgs().asArray()) {
    if (argument.getKind() == clang::TemplateArgument::Pack) {
      for (const clang::TemplateArgument& packed : argument.pack_elements()) add(packed);
    } else {
      add(argument);
    }
  }
  return types;
}

// How well `constructor` takes arguments of these types: higher is better, below 0 not at all.
int Fit(const clang::CXXConstructorDecl* constructor, const std::vector<clang::QualType>& types) {
  if (constructor->isDeleted() || types.size() < constructor->getMinRequiredArguments() ||
      (types.size() > constructor->getNumParams() && !constructor->isVariadic())) {
    return -1;
  }
  const auto plain = [](clang::QualType type) {
    return type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  };
  int fit = 0;
  for (size_t i = 0; i < types.size() && i < constructor->getNumParams(); ++i) {
    const clang::QualType want = plain(constructor->getParamDecl(i)->getType());
    const clang::QualType have = plain(types[i]);
    if (want == have) {
      fit += 4;
    } else if (want->isArithmeticType() && have->isArithmeticType()) {
      fit += 2;
    } else if (want->isPointerType() && (have->isPointerType() || have->isArrayType())) {
      fit += 2;
    } else if (want->isRecordType() != have->isRecordType() && !want->isRecordType()) {
      return -1;
    }
  }
  return fit;
}

}  // namespace

// The step to an element of a pair or a tuple.
Step Walker::TupleStep(bool pair, size_t index) {
  if (pair) return Step::Field(unit_.PartLabel(index == 0 ? "first" : "second"));
  return Step::Element(static_cast<int64_t>(index));
}

// Constructs an object of type `type` at `place` from the arguments, as T(args...) does. It
// `replaces` what is there, or is one more.
void Walker::ConstructFrom(clang::QualType type, Locs place, std::vector<Actual> actuals,
                           const clang::Expr* where, const void* key, bool replaces) {
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (record) record = record->getDefinition();
  if (!record) {
    if (!actuals.empty()) WritePlaces(place, TreeOf(OfActual(actuals[0])), !replaces);
    return;
  }
  std::vector<clang::QualType> types;
  for (const Actual& actual : actuals) {
    types.push_back(actual.expr ? actual.expr->getType() : actual.type);
  }
  const clang::CXXConstructorDecl* best = nullptr;
  int best_fit = -1;
  const auto consider = [&](const clang::CXXConstructorDecl* constructor) {
    const int fit = Fit(constructor, types);
    if (fit > best_fit) {
      best = constructor;
      best_fit = fit;
    }
  };
  for (const clang::Decl* decl : record->decls()) {
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(decl)) {
      consider(constructor);
    } else if (const auto* generic = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) {
      for (const clang::FunctionDecl* instance : generic->specializations()) {
        if (const auto* made = llvm::dyn_cast<clang::CXXConstructorDecl>(instance)) consider(made);
      }
    }
  }
  // The object is made aside and then put in place: `place` may be one of many (an element).
  const BaseId made = TemporaryBase(reinterpret_cast<const char*>(key) + 5, type);
  declared_guard_[made] = guard_;
  state_.Set(made, values_.EmptyCell());
  const Locs object{{made, 0}};
  const bool one_of_same = actuals.size() == 1 && !types.empty() &&
                           types[0].getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
                               type.getCanonicalType().getUnqualifiedType();
  if (one_of_same &&
      (!best || best->isImplicit() || best->isDefaulted() || unit_.InStandardLibrary(record))) {
    WritePlaces(object, TreeOf(OfActual(actuals[0])));
  } else if (best && !(record->isAggregate() && !actuals.empty())) {
    if (record->isPolymorphic()) {
      unit_.RequireClass(record);
      WritePlaces(
          object,
          values_.Leaf(values_.Single({.kind = Value::TYPE, .index = unit_.Symbol(record)})), true);
    }
    for (size_t i = 0; i < actuals.size(); ++i) {
      if (i < best->getNumParams()) actuals[i].type = best->getParamDecl(i)->getType();
    }
    for (size_t i = actuals.size(); i < best->getNumParams(); ++i) {
      const clang::ParmVarDecl* parameter = best->getParamDecl(i);
      if (!parameter->hasDefaultArg() || parameter->hasUninstantiatedDefaultArg()) break;
      const clang::Expr* by_default = parameter->getDefaultArg();
      actuals.push_back({by_default, parameter->getType(), EvaluateAt(key, i + 1, by_default)});
    }
    Apply(best, 0, where, object, false, std::move(actuals), unit_.ast().VoidTy,
          reinterpret_cast<const char*>(key) + 6);
  } else if (record->isAggregate()) {
    size_t i = 0;
    for (const clang::FieldDecl* field : record->fields()) {
      if (i >= actuals.size()) break;
      WritePlaces(Parts(object, Step::Field(unit_.FieldLabel(field))),
                  TreeOf(OfActual(actuals[i++])));
    }
  } else {
    SetId all = 0;
    for (const Actual& actual : actuals) {
      all = values_.Union(all, values_.All(TreeOf(OfActual(actual))));
    }
    WritePlaces(object, values_.Leaf(values_.Computed(all, TRANSFORMATION, ASSUMED)));
  }
  WritePlaces(place, ReadPlaces(object), !replaces);
}

// An optional made of, or assigned, a value (not another optional of its kind): that constructs the
// value inside.
std::optional<Walker::Operand> Walker::ApplyOptionalOf(const clang::FunctionDecl* callee,
                                                       const std::optional<Locs>& object,
                                                       const std::vector<Actual>& actuals,
                                                       const clang::Expr* where, const void* key) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!object || !method || actuals.empty() || unit_.Name(method->getParent()) != "std::optional") {
    return std::nullopt;
  }
  const bool constructs = llvm::isa<clang::CXXConstructorDecl>(method);
  if (!constructs && method->getOverloadedOperator() != clang::OO_Equal) return std::nullopt;
  const clang::QualType type = FirstTypeArgument(method->getParent());
  if (type.isNull() || !type->isRecordType() || method->getNumParams() == 0) return std::nullopt;
  const clang::QualType first = method->getParamDecl(0)->getType().getNonReferenceType();
  const clang::CXXRecordDecl* given = first->getAsCXXRecordDecl();
  const std::string given_name = given ? unit_.Name(given) : "";
  const bool in_place = given_name == "std::in_place_t";
  if (in_place != (actuals.size() > 1) || given_name == "std::nullopt_t" ||
      (given_name == "std::optional" && !unit_.ast().hasSameUnqualifiedType(first, type))) {
    return std::nullopt;
  }
  Locs inside;
  for (const Loc& loc : *object) inside.push_back(Part(loc, Step::Pointee()));
  ConstructFrom(type, inside, {actuals.begin() + in_place, actuals.end()}, where, key, true);
  return Place(*object);
}

std::optional<Walker::Operand> Walker::ApplyEmplacing(const clang::FunctionDecl* callee,
                                                      const std::optional<Locs>& object,
                                                      const std::vector<Actual>& actuals,
                                                      const clang::Expr* where, const void* key) {
  if (!unit_.InStandardLibrary(callee)) return std::nullopt;
  if (!callee->getDeclName().isIdentifier()) {
    return ApplyOptionalOf(callee, object, actuals, where, key);
  }
  const llvm::StringRef name = callee->getName();
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!method) {
    const bool shared = name == "make_shared" || name == "make_shared_for_overwrite";
    const bool unique = name == "make_unique" || name == "make_unique_for_overwrite";
    const bool allocate = name == "allocate_shared";
    if (name == "make_optional") {
      const clang::QualType held = FirstTypeArgument(callee->getReturnType()->getAsCXXRecordDecl());
      if (held.isNull()) return std::nullopt;
      const BaseId made = TemporaryBase(reinterpret_cast<const char*>(key) + 4, held);
      state_.Set(made, values_.EmptyCell());
      ConstructFrom(held, {{made, 0}}, actuals, where, key);
      return Tree(values_.Write(values_.EmptyCell(), paths_.Append(0, Step::Pointee()),
                                ReadPlaces({{made, 0}}), true, 0));
    }
    if (!shared && !unique && !allocate) return std::nullopt;
    const clang::QualType type = FirstTypeArgument(callee->getReturnType()->getAsCXXRecordDecl());
    if (type.isNull()) return std::nullopt;
    const BaseId heap = TemporaryBase(reinterpret_cast<const char*>(key) + 4, type);
    bases_[heap].kind = Base::HEAP;
    PathId path = 0;
    if (type->isArrayType()) {
      path = paths_.Append(0, Step::Element(0));
      if (state_.Get(heap) == 0) state_.Set(heap, values_.EmptyCell());
    } else {
      std::vector<Actual> arguments(actuals.begin() + (allocate && !actuals.empty()),
                                    actuals.end());
      if (state_.Get(heap) == 0) state_.Set(heap, values_.EmptyCell());
      ConstructFrom(type, {{heap, 0}}, std::move(arguments), where, key);
    }
    return Cell(values_.Single({.kind = Value::ADDRESS, .base = heap, .path = path}));
  }
  if (!object) return std::nullopt;
  const std::string& owner = unit_.Name(method->getParent());
  const clang::QualType type = FirstTypeArgument(method->getParent());
  if (type.isNull()) return std::nullopt;
  const bool sequence = owner == "std::vector" || owner == "std::deque" || owner == "std::list" ||
                        owner == "std::queue" || owner == "std::stack" ||
                        owner == "std::priority_queue" || owner == "std::forward_list" ||
                        owner == "std::set" || owner == "std::multiset" ||
                        owner == "std::unordered_set";
  if (sequence && (name == "emplace_back" || name == "emplace_front" || name == "emplace" ||
                   name == "emplace_after" || name == "emplace_hint")) {
    const bool ordered_set = owner.find("set") != std::string::npos;
    // A position comes first in these.
    const size_t skip = !ordered_set && owner != "std::queue" && owner != "std::stack" &&
                                owner != "std::priority_queue" &&
                                (name == "emplace" || name == "emplace_after")
                            ? 1
                            : name == "emplace_hint";
    if (actuals.size() < skip) return std::nullopt;
    const Locs place = Parts(*object, Step::AnyElement());
    ConstructFrom(type, place, {actuals.begin() + skip, actuals.end()}, where, key);
    NoteGrowth(*object);
    if (callee->getReturnType()->isReferenceType()) return Place(place);
    return Cell(AddressOf(place));
  }
  if ((owner == "std::optional" || owner == "std::_Optional_base") && name == "emplace") {
    Locs inside;
    for (const Loc& loc : *object) inside.push_back(Part(loc, Step::Pointee()));
    ConstructFrom(type, inside, actuals, where, key, true);
    return Place(inside);
  }
  return std::nullopt;
}

// A pair or tuple that has references in it: those are pointers to what it is made of.
std::optional<Walker::Operand> Walker::ApplyTupleOfReferences(const clang::FunctionDecl* callee,
                                                              const std::optional<Locs>& object,
                                                              const std::vector<Actual>& actuals,
                                                              const void* key) {
  const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(callee);
  if (!object || !constructor || !unit_.InStandardLibrary(callee)) return std::nullopt;
  const std::string& owner = unit_.Name(constructor->getParent());
  if (owner != "std::tuple" && owner != "std::pair") return std::nullopt;
  const std::vector<clang::QualType> types = ElementTypes(constructor->getParent());
  if (types.size() != actuals.size() ||
      llvm::none_of(types, [](clang::QualType type) { return type->isReferenceType(); })) {
    return std::nullopt;
  }
  for (size_t i = 0; i < types.size(); ++i) {
    const Operand operand = OfActual(actuals[i]);
    TreeId content = TreeOf(operand);
    const auto* given = TypeOfActual(actuals[i]).getNonReferenceType()->getAsCXXRecordDecl();
    if (types[i]->isReferenceType() && !(given && unit_.Name(given) == "std::reference_wrapper")) {
      const int number = kOfReference + static_cast<int>(i);
      const Locs referred =
          Materialize(operand, SubKey(key, number), types[i].getNonReferenceType());
      content = values_.Leaf(AddressOf(referred));
    }
    WritePlaces(Parts(*object, TupleStep(owner == "std::pair", i)), content);
  }
  return Place(*object);
}

// std::tuple_cat and std::make_from_tuple: which element is which, the types say.
std::optional<Walker::Operand> Walker::ApplyTuples(const clang::FunctionDecl* callee,
                                                   const std::vector<Actual>& actuals,
                                                   const clang::Expr* where, const void* key) {
  if (!callee->getDeclName().isIdentifier() || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  const bool cat = callee->getName() == "tuple_cat", make = callee->getName() == "make_from_tuple";
  if (!cat && !(make && actuals.size() == 1)) return std::nullopt;
  std::vector<Actual> elements;
  for (const Actual& actual : actuals) {
    const auto* record = TypeOfActual(actual).getNonReferenceType()->getAsCXXRecordDecl();
    if (!record) return std::nullopt;
    const std::string& owner = unit_.Name(record);
    if (owner != "std::tuple" && owner != "std::pair") return std::nullopt;
    const Locs tuple = Materialize(
        OfActual(actual), actual.expr ? static_cast<const void*>(actual.expr) : SubKey(key, 9), {});
    size_t i = 0;
    for (const clang::QualType type : ElementTypes(record)) {
      const Step step = TupleStep(owner == "std::pair", i);
      Actual element;
      element.type = type;
      element.operand = Place(Parts(tuple, step));
      elements.push_back(element);
      ++i;
    }
  }
  if (make) {
    const BaseId made = TemporaryBase(SubKey(key, 10), callee->getReturnType());
    state_.Set(made, values_.EmptyCell());
    ConstructFrom(callee->getReturnType(), {{made, 0}}, std::move(elements), where,
                  SubKey(key, 11));
    return Tree(ReadPlaces({{made, 0}}));
  }
  TreeId all = values_.EmptyCell();
  for (size_t i = 0; i < elements.size(); ++i) {
    all = values_.Write(all, paths_.Append(0, Step::Element(static_cast<int64_t>(i))),
                        TreeOf(OfActual(elements[i])), true, 0);
  }
  return Tree(all);
}

// std::get<N>(x) and std::get<T>(x) of a pair, tuple or array: a reference to that element.
std::optional<Walker::Operand> Walker::ApplyGet(const clang::FunctionDecl* callee,
                                                const std::vector<Actual>& actuals) {
  const auto* arguments = callee->getTemplateSpecializationArgs();
  if (!callee->getDeclName().isIdentifier() || callee->getName() != "get" || actuals.size() != 1 ||
      !arguments || arguments->size() == 0 || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  const clang::QualType type =
      callee->getParamDecl(0)->getType().getNonReferenceType().getUnqualifiedType();
  const auto* record =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  if (!record) return std::nullopt;
  const std::string& owner = unit_.Name(record);
  const bool pair = owner == "std::pair", tuple = owner == "std::tuple";
  if (!pair && !tuple && owner != "std::array") return std::nullopt;
  const clang::TemplateArgument& chosen = arguments->get(0);
  std::optional<int64_t> index;
  if (chosen.getKind() == clang::TemplateArgument::Integral) {
    index = chosen.getAsIntegral().getExtValue();
  } else if (chosen.getKind() == clang::TemplateArgument::Type &&
             !record->getTemplateArgs().asArray().empty()) {
    llvm::SmallVector<clang::TemplateArgument, 4> elements(
        record->getTemplateArgs().asArray().begin(), record->getTemplateArgs().asArray().end());
    if (tuple && elements[0].getKind() == clang::TemplateArgument::Pack) {
      const auto pack = elements[0].pack_elements();
      elements.assign(pack.begin(), pack.end());
    }
    for (size_t i = 0; i < elements.size() && !index; ++i) {
      if (elements[i].getKind() == clang::TemplateArgument::Type &&
          elements[i].getAsType().getCanonicalType() == chosen.getAsType().getCanonicalType()) {
        index = i;
      }
    }
  }
  if (!index) return std::nullopt;
  const Step step = pair || tuple ? TupleStep(pair, *index) : Step::Element(*index);
  const void* key = actuals[0].expr;
  Locs element = Parts(Materialize(OfActual(actuals[0]), key, type), step);
  const auto types = ElementTypes(record);
  if (static_cast<size_t>(*index) < types.size() && types[*index]->isReferenceType()) {
    if (const Locs referred = Dereference(CellAt(element)); !referred.empty()) element = referred;
  }
  return Place(std::move(element));
}

}  // namespace pedigree
