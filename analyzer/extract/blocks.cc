// Blocks of memory that are copied or set as a whole. The catalog's entries for memcpy and memset
// say what holds for any block; where the sizes tell that it is all of an array, its elements stay
// apart and what it held is gone.

#include "analyzer/extract/walker.h"

namespace pedigree {

// The array that `expr`, a pointer, is the beginning of, or the object it points to, if `size` is
// all of it.
std::optional<Locs> Walker::WholeArray(const clang::Expr* expr, const clang::Expr* size,
                                       int64_t unit) {
  if (!expr || !size) return std::nullopt;
  expr = expr->IgnoreParenCasts();
  const clang::QualType type = expr->getType();
  if (type->isPointerType()) {
    const clang::QualType pointee = type->getPointeeType();
    if (!pointee->isRecordType() || pointee->isIncompleteType()) return std::nullopt;
    const auto bytes = ConstantOf(size);
    const auto whole = unit_.ast().getTypeSizeInCharsIfKnown(pointee);
    if (!bytes || !whole || *bytes * unit != whole->getQuantity()) return std::nullopt;
    const Locs places = Dereference(SetOf(expr));
    if (places.size() != 1 || paths_.HasAny(places[0].path)) return std::nullopt;
    return places;
  }
  if (!type->isConstantArrayType() || !expr->isGLValue()) return std::nullopt;
  const auto bytes = ConstantOf(size);
  const auto whole = unit_.ast().getTypeSizeInCharsIfKnown(type);
  if (!bytes || !whole || *bytes * unit != whole->getQuantity()) return std::nullopt;
  const Locs places = PlacesOf(expr);
  if (places.size() != 1) return std::nullopt;
  return places;
}

std::optional<Walker::Operand> Walker::ApplyBlock(const clang::FunctionDecl* callee,
                                                  const std::vector<Actual>& actuals) {
  if (!callee->getDeclName().isIdentifier() || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  llvm::StringRef name = callee->getName();
  name.consume_front("__builtin_");
  const bool copies = name == "memcpy" || name == "memmove" || name == "wmemcpy";
  const bool sets = name == "memset" || name == "wmemset",
             clears = name == "bzero" || name == "explicit_bzero";
  if (!(copies || sets) && !clears) return std::nullopt;
  const size_t size = clears ? 1 : 2;
  const int64_t unit =
      name.starts_with("w")
          ? unit_.ast().getTypeSizeInChars(unit_.ast().getWideCharType()).getQuantity()
          : 1;
  if (actuals.size() != size + 1) return std::nullopt;
  const auto target = WholeArray(actuals[0].expr, actuals[size].expr, unit);
  if (!target) return std::nullopt;
  TreeId content = values_.EmptyCell();
  if (sets) {
    content = values_.Leaf(values_.Computed(SetOf(actuals[1].expr), TRANSFORMATION, MODELED));
  } else if (copies) {
    const auto source = WholeArray(actuals[1].expr, actuals[size].expr, unit);
    if (!source) return std::nullopt;
    content = ReadPlaces(*source);
  }
  WritePlaces(*target, content);
  if (clears) return Cell(0);
  if (!actuals[0].expr->IgnoreParenCasts()->getType()->isArrayType()) {
    return Cell(SetOf(actuals[0].expr));
  }
  return Cell(AddressOf(Parts(*target, Step::Element(0))));
}

}  // namespace pedigree
