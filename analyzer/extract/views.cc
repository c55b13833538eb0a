// Views of ranges, and the pipelines that make them. A view is a pointer: what it points at are the
// elements that it gives, which for most views are those of the range below. How a view is made,
// x | views::take(3), views::take(x, 3) or take_view(x, 3), does not matter: its type says what it
// is.

#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

constexpr std::string_view kRanges = "std::ranges::";

const clang::ClassTemplateSpecializationDecl* ViewOf(clang::QualType type) {
  if (type.isNull()) return nullptr;
  return llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
      type.getNonReferenceType()->getAsCXXRecordDecl());
}

// The type of the first argument of a view whose range comes later; null: not known.
clang::QualType FirstHeldBy(clang::QualType partial) {
  const auto* made = ViewOf(partial);
  if (made && made->getTemplateArgs().size() == 1) {
    // libc++: __range_adaptor_closure_t<__bind_back_t<function, tuple<arguments...>>>.
    const clang::TemplateArgument& bound = made->getTemplateArgs()[0];
    made = bound.getKind() == clang::TemplateArgument::Type ? ViewOf(bound.getAsType()) : nullptr;
    if (!made || made->getTemplateArgs().size() < 2) return {};
    const clang::TemplateArgument& held = made->getTemplateArgs()[1];
    if (held.getKind() != clang::TemplateArgument::Type) return {};
    made = ViewOf(held.getAsType());
    if (!made || made->getTemplateArgs().size() == 0) return {};
  }
  if (!made) return {};
  const auto& arguments = made->getTemplateArgs();
  const clang::TemplateArgument& first = arguments[arguments.size() > 1 ? 1 : 0];
  if (first.getKind() == clang::TemplateArgument::Type) return first.getAsType();
  const bool pack = first.getKind() == clang::TemplateArgument::Pack && first.pack_size() > 0;
  return pack ? first.pack_begin()->getAsType() : clang::QualType();
}

// Views that give some of the elements of one range, in some order.
bool GivesElements(std::string_view view) {
  static constexpr std::string_view kViews[] = {
      "ref_view",      "owning_view",    "filter_view",     "take_view",        "drop_view",
      "reverse_view",  "common_view",    "take_while_view", "drop_while_view",  "stride_view",
      "as_const_view", "as_rvalue_view", "subrange",        "cache_latest_view"};
  return llvm::is_contained(kViews, view);
}

}  // namespace

// Where the elements of a range are.
Locs Walker::ElementsOf(const Actual& range) {
  const Operand operand = OfActual(range);
  const clang::QualType type = TypeOfActual(range);
  switch (unit_.RangeOf(type)) {
    case Range::kPointer:
      return Dereference(values_.Cell(TreeOf(operand), 0, 0));
    case Range::kContainer:
      break;
  }
  return Parts(
      Materialize(operand, range.expr ? static_cast<const void*>(range.expr) : &range, type),
      Step::AnyElement());
}

std::optional<Walker::Operand> Walker::ApplyView(const clang::FunctionDecl* callee,
                                                 const std::optional<Locs>& object,
                                                 std::vector<Actual>& actuals,
                                                 clang::QualType result, const clang::Expr* where,
                                                 const void* key) {
  const std::string& name = unit_.Name(callee);
  if (!llvm::StringRef(name).starts_with(kRanges) || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(callee);
  const bool piped = callee->getOverloadedOperator() == clang::OO_Pipe;
  if (!constructor && !piped && callee->getOverloadedOperator() != clang::OO_Call) {
    return std::nullopt;
  }
  const auto* made =
      constructor ? llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(constructor->getParent())
                  : ViewOf(result);
  if (!made || actuals.empty()) return std::nullopt;
  const llvm::StringRef full = unit_.Name(made);
  llvm::StringRef view = full;
  if (full == "std::span") {
    if (constructor) return std::nullopt;
    const clang::QualType from = TypeOfActual(actuals.front()).getNonReferenceType();
    if (from->isAnyPointerType()) {
      // So many from a pointer on.
      const SetId pointers = values_.Cell(TreeOf(OfActual(actuals.front())), 0, 0);
      return Cell(MoveBytes(pointers, from->getPointeeType(), std::nullopt));
    }
    return Tree(values_.Leaf(AddressOf(ElementsOf(actuals.front()))));
  }
  if (!view.consume_front(kRanges)) return std::nullopt;
  if (view.starts_with("views::__adaptor::_Partial") ||
      (view == "__range_adaptor_closure_t" && !piped)) {
    // A view whose range comes later: its other arguments.
    TreeId tree = values_.EmptyCell();
    for (size_t i = 0; i < actuals.size(); ++i) {
      const TreeId held = values_.UnionTrees(TreeOf(OfActual(actuals[i])),
                                             values_.Leaf(FunctionsOf(TypeOfActual(actuals[i]))));
      tree = values_.Write(tree, paths_.Append(0, Step::Element(static_cast<int64_t>(i))), held,
                           true, 0);
    }
    if (!constructor) return Tree(tree);
    if (object) WritePlaces(*object, tree);
    return Cell(0);
  }
  if (constructor && (constructor->isCopyOrMoveConstructor() || !object)) return std::nullopt;

  const Actual& range = actuals.front();
  // What stands beside the range: arguments of the call, or what the right side of a | holds.
  const auto second = [&]() -> std::optional<Actual> {
    if (actuals.size() < 2) return std::nullopt;
    if (!piped) return actuals[1];
    Actual held;
    const Locs closure = Materialize(OfActual(actuals[1]), SubKey(key, 1), {});
    held.operand = Place(Parts(closure, Step::Element(0)));
    held.type = FirstHeldBy(TypeOfActual(actuals[1]));
    if (held.type.isNull()) held.type = unit_.ast().IntTy;
    return held;
  };
  // Elements of the view's own.
  const BaseId own = TemporaryBase(SubKey(key, 2), {});
  const auto points_at = [&](TreeId content) {
    bases_[own].kind = Base::HEAP;
    state_.Set(own, state_.Get(own) == 0 ? content : values_.UnionTrees(state_.Get(own), content));
    return Locs{{own, 0}};
  };

  Locs elements;
  if (GivesElements(view)) {
    elements = ElementsOf(range);
  } else if (view == "transform_view") {
    auto function = second();
    if (!function) return std::nullopt;
    Actual element;
    element.type = unit_.ast().IntTy;
    element.operand = Place(ElementsOf(range));
    std::vector<Actual> given{*function, element};
    ModelCall call{callee, where, SubKey(key, 3), std::nullopt, &given, unit_.ast().IntTy};
    const Port port{.root = Port::kArg, .index = 1};
    const Model::Calls effect{.callee = {.root = Port::kArg, .index = 0},
                              .args = {port},
                              .result = port,
                              .subtype = IDENTITY,
                              .project = {}};
    const auto transformed = CallBack(effect, call);
    elements = points_at(transformed.value_or(values_.EmptyCell()));
  } else if (view == "elements_view") {
    const auto& arguments = made->getTemplateArgs();
    if (arguments.size() < 2 || arguments[1].getKind() != clang::TemplateArgument::Integral) {
      return std::nullopt;
    }
    const int64_t index = arguments[1].getAsIntegral().getExtValue();
    // Of tuples and arrays, or of pairs and maps.
    const std::string type = TypeOfActual(range).getCanonicalType().getAsString();
    const bool tuples = type.find("std::tuple<") != std::string::npos ||
                        type.find("std::array<") != std::string::npos;
    elements = Parts(ElementsOf(range),
                     tuples ? Step::Element(index)
                            : Step::Field(unit_.PartLabel(index == 0 ? "first" : "second")));
  } else if (view == "join_view") {
    for (const Loc& loc : ElementsOf(range)) {
      for (const Loc& inner : Dereference(CellAt({loc}))) elements.push_back(inner);
      elements.push_back(Part(loc, Step::AnyElement()));
    }
  } else if (view == "split_view" || view == "lazy_split_view" || view == "chunk_view" ||
             view == "slide_view" || view == "chunk_by_view") {
    elements = points_at(values_.Leaf(AddressOf(ElementsOf(range))));
  } else if (view == "iota_view" || view == "single_view" || view == "repeat_view") {
    TreeId content = values_.EmptyCell();
    for (const Actual& actual : actuals) {
      const TreeId tree = TreeOf(OfActual(actual));
      content = values_.UnionTrees(
          content, view == "iota_view"
                       ? values_.Leaf(values_.Computed(values_.All(tree), TRANSFORMATION, MODELED))
                       : tree);
    }
    elements = points_at(content);
  } else if (view == "empty_view") {
    elements = points_at(values_.EmptyCell());
  } else {
    return std::nullopt;
  }
  const TreeId pointer = values_.Leaf(AddressOf(elements));
  if (!constructor) return Tree(pointer);
  WritePlaces(*object, pointer);
  return Cell(0);
}

}  // namespace pedigree
