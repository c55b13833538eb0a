// Blocks of memory that are copied or set by their size. The catalog's entries for memcpy and
// memset say what holds for any block; where the size is known, so is which parts of which objects
// it has: those are replaced, each by what is at the same place of the source, and the rest stays.

#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// What a pointer argument points to, as the program sees it.
clang::QualType PointeeOf(const clang::Expr* expr) {
  expr = expr->IgnoreParenCasts();
  const clang::QualType type = expr->getType();
  if (type->isAnyPointerType()) return type->getPointeeType();
  if (const auto* array = type->getAsArrayTypeUnsafe()) return array->getElementType();
  return {};
}

}  // namespace

// The product of the numbers at these ports; nothing: not known.
std::optional<int64_t> Walker::BytesOf(const std::vector<Port>& factors, ModelCall& call) {
  int64_t bytes = 1;
  for (const Port& factor : factors) {
    const SetId set = values_.Cell(PortTree(factor, call), 0, 0);
    const std::optional<int64_t> number = values_.OnlyNumber(set);
    if (!number || *number < 0 || __builtin_mul_overflow(bytes, *number, &bytes)) {
      return std::nullopt;
    }
  }
  return bytes;
}

// Stores `content` in `bytes` bytes from where `pointer` points; false: which those are is not
// known.
bool Walker::StoreBytes(const Actual& pointer, int64_t bytes, TreeId content) {
  if (!pointer.expr) return false;
  const Locs starts = Dereference(SetOf(pointer.expr));
  const clang::QualType pointee = PointeeOf(pointer.expr);
  std::vector<std::vector<Extent>> all;
  for (const Loc& start : starts) {
    auto extents = ExtentsOf(start, pointee, bytes);
    if (!extents) return false;
    // A text that leaves room for its end alone is all there is.
    const Loc array{start.base, paths_.Parent(start.path)};
    if (start.path != 0 && paths_.Last(start.path) == Step::Element(0) && !pointee.isNull() &&
        pointee->isAnyCharacterType() && SizeOf(TypeAt(array)) == bytes + 1 &&
        bases_[start.base].kind != Base::HEAP) {
      extents = {{array, 0, bytes + 1, true}};
    }
    all.push_back(*std::move(extents));
  }
  for (size_t i = 0; i < all.size(); ++i) {
    for (const Extent& extent : all[i]) {
      // A part of one object that was read is that part of what came in.
      const PathMatch below = paths_.Match(starts[i].path, extent.loc.path);
      const bool inside = below.kind == PathMatch::kCovers && below.exact;
      WritePlaces({extent.loc}, inside ? values_.Sub(content, below.rest, 0) : content,
                  starts.size() > 1 || !extent.whole);
    }
  }
  return !starts.empty();
}

std::optional<Walker::Operand> Walker::ApplyBlock(const clang::FunctionDecl* callee,
                                                  const std::vector<Actual>& actuals) {
  if (!callee->getDeclName().isIdentifier() || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  const std::string_view name = unit_.PlainNameFor(callee).name;
  const bool copies = name == "memcpy" || name == "memmove" || name == "wmemcpy" ||
                      name == "wmemmove" || name == "mempcpy";
  const bool sets = name == "memset" || name == "wmemset",
             clears = name == "bzero" || name == "explicit_bzero";
  if (!(copies || sets) && !clears) return std::nullopt;
  const size_t size = clears ? 1 : 2;
  if (actuals.size() != size + 1) return std::nullopt;
  for (const Actual& actual : actuals) {
    if (!actual.expr) return std::nullopt;
  }
  auto bytes = ConstantOf(actuals[size].expr);
  if (!bytes) return std::nullopt;
  if (name.starts_with("w")) {
    *bytes *= unit_.ast().getTypeSizeInChars(unit_.ast().getWideCharType()).getQuantity();
  }
  const Operand returned = clears ? Cell(0) : Cell(SetOf(actuals[0].expr));
  if (!copies) {
    const TreeId content =
        sets ? values_.Leaf(values_.Computed(SetOf(actuals[1].expr), TRANSFORMATION, MODELED))
             : values_.EmptyCell();
    if (!StoreBytes(actuals[0], *bytes, content)) return std::nullopt;
    return returned;
  }
  SetId data = 0;
  const Locs targets = Dereference(SetOf(actuals[0].expr));
  const Locs sources = Dereference(SetOf(actuals[1].expr), &data);
  if (data != 0 || sources.empty() || targets.empty()) return std::nullopt;
  const clang::QualType to = PointeeOf(actuals[0].expr), from = PointeeOf(actuals[1].expr);
  if (CopyIntoBytes(targets, to, sources, from, *bytes)) return returned;
  struct Copied {
    Extent extent;
    TreeId content;
  };
  std::vector<Copied> copied;
  for (const Loc& target : targets) {
    auto extents = ExtentsOf(target, to, *bytes);
    if (!extents) return std::nullopt;
    // Between objects of two classes it is places that match, not fields' names; so it is where an
    // object is put together of bytes.
    const bool classes_differ = llvm::any_of(sources, [&](const Loc& source) {
      return OfTwoClasses(source, target) ||
             (AtByte(source) && !AtByte(target) && ViewAt(source).isNull());
    });
    if (classes_differ) extents = FieldsOf(*extents);
    if (extents->empty()) return std::nullopt;
    for (const Extent& extent : *extents) {
      const int64_t end = std::min(extent.offset + extent.size, *bytes);
      TreeId content = values_.EmptyCell();
      for (const Loc& source : sources) {
        // A text stays one.
        if (paths_.Depth(source.path) > 0 && extent.offset > 0 &&
            paths_.Last(source.path).kind == PathNode::ELEMENT && paths_.Last(source.path).any) {
          content = values_.UnionTrees(content, ReadPlaces({source}));
          continue;
        }
        content = values_.UnionTrees(content, ReadBytes(source, from, extent.offset,
                                                        std::max<int64_t>(end - extent.offset, 1)));
      }
      // What several parts are put into is made of all of them.
      const clang::QualType part = TypeAt(extent.loc);
      if (!part.isNull() && part->isScalarType()) content = values_.Leaf(values_.All(content));
      copied.push_back({extent, content});
    }
  }
  for (const Copied& one : copied) {
    WritePlaces({one.extent.loc}, one.content, targets.size() > 1 || !one.extent.whole);
  }
  return returned;
}

}  // namespace pedigree
