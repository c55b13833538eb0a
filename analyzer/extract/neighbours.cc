// Scalars of one type that lie beside each other as the elements of an array do, though they are
// fields of a class (`&point.x`), or elements of several rows (`&matrix[0][0]`): where a pointer to
// one of them may be moved to.

#include "analyzer/extract/walker.h"
#include "clang/AST/RecordLayout.h"

namespace pedigree {
namespace {

// Fields that a pointer to one of them is known to lead to, at most.
constexpr size_t kMaxFields = 32;

// The field and those beside it that are scalars of its type, one behind the other.
std::vector<const clang::FieldDecl*> FieldsBeside(const clang::FieldDecl* field,
                                                  const clang::ASTContext& ast) {
  const uint64_t size = ast.getTypeSize(field->getType());
  std::vector<const clang::FieldDecl*> run;
  for (const clang::FieldDecl* other : field->getParent()->fields()) {
    const bool same =
        ast.hasSameUnqualifiedType(other->getType(), field->getType()) && !other->isBitField();
    const bool next =
        run.empty() || ast.getFieldOffset(other) == ast.getFieldOffset(run.back()) + size;
    if (same && next) {
      run.push_back(other);
      continue;
    }
    if (llvm::is_contained(run, field)) break;
    run.clear();
    if (same) run.push_back(other);
  }
  return run;
}

}  // namespace

// All that a pointer to the scalar at `at` may be moved to, beyond the array that it is an element
// of. Empty: there is nothing beside it that it would be moved to.
Locs Walker::Neighbours(const Loc& at) {
  const clang::QualType type = TypeAt(at);
  if (at.path == 0 || type.isNull() || !type->isScalarType()) return {};
  // With all the arrays that a place is in right there, any element of each.
  const auto any_element = [&](Loc loc) {
    int arrays = 0;
    PathId outer = loc.path;
    for (; outer != 0 && paths_.Last(outer).kind == PathNode::ELEMENT; ++arrays) {
      outer = paths_.Parent(outer);
    }
    for (int i = 0; i < arrays; ++i) outer = paths_.Append(outer, Step::AnyElement());
    return std::pair(Loc{loc.base, outer}, arrays);
  };
  const Step last = paths_.Last(at.path);
  if (last.kind == PathNode::ELEMENT) {
    const auto [any, arrays] = any_element(at);
    return arrays > 1 ? Locs{any} : Locs{};
  }
  if (last.kind != PathNode::FIELD) return {};
  Loc object{at.base, paths_.Parent(at.path)};
  const clang::QualType around = TypeAt(object);
  const clang::RecordDecl* record = around.isNull() ? nullptr : around->getAsRecordDecl();
  if (!record || !record->isCompleteDefinition() || record->isInvalidDecl() || record->isUnion() ||
      record->isDependentType() || unit_.InStandardLibrary(record)) {
    return {};
  }
  for (const clang::FieldDecl* field : record->fields()) {
    if (unit_.FieldLabel(field) != last.label) continue;
    const auto run = FieldsBeside(field, unit_.ast());
    if (run.size() > kMaxFields) values_.set_widened();
    // Objects that are nothing else lie beside each other without a gap.
    const auto [any, arrays] = any_element(object);
    const bool uniform =
        unit_.ast().getTypeSize(around) == run.size() * unit_.ast().getTypeSize(field->getType());
    if (arrays > 0 && uniform) object = any;
    if (run.size() < 2 && !(arrays > 0 && uniform)) return {};
    Locs beside;
    for (size_t i = 0; i < run.size() && i < kMaxFields; ++i) {
      beside.push_back(Part(object, Step::Field(unit_.FieldLabel(run[i]))));
    }
    return beside;
  }
  return {};
}

// Whether a pointer to the scalar at `at` leaves its field, or its row, when it is moved so far.
bool Walker::LeavesRow(const Loc& at, int64_t distance) {
  const Step last = paths_.Last(at.path);
  if (last.kind == PathNode::FIELD) return true;
  if (last.kind != PathNode::ELEMENT || last.any) return false;
  const clang::QualType row = TypeAt({at.base, paths_.Parent(at.path)});
  const auto* array = row.isNull() ? nullptr : unit_.ast().getAsConstantArrayType(row);
  return array && (last.index + distance < 0 ||
                   static_cast<uint64_t>(last.index + distance) >= array->getZExtSize());
}

// A pointer to scalars that is handed to another function, which knows it as one into an array:
// with what it leads to when it is moved.
TreeId Walker::WithNeighbours(TreeId tree, clang::QualType pointer) {
  const clang::QualType type =
      pointer.isNull() || !pointer->isPointerType() ? clang::QualType() : pointer->getPointeeType();
  if (type.isNull() || !type->isScalarType() || values_.tree(tree).size() != 1 ||
      values_.tree(tree)[0].path != 0) {
    return tree;
  }
  const SetId pointers = values_.tree(tree)[0].set;
  // A pointer to bytes leads to any byte of its object anyway.
  const auto neighbours = [&](ValueId id) {
    const Val v = values_.value(id);
    if (v.kind != Value::ADDRESS || v.path == 0) return Locs();
    const Loc at{v.base, v.path};
    return SizeOf(TypeAt(at)) == SizeOf(type) ? Neighbours(at) : Locs();
  };
  const bool beside =
      llvm::any_of(values_.set(pointers), [&](ValueId id) { return !neighbours(id).empty(); });
  if (!beside) return tree;
  TreeId with = tree;
  const auto add = [&](const Step& step, std::optional<int64_t> distance) {
    const SetId moved = MoveBytes(pointers, type, distance);
    with = values_.Write(with, paths_.Append(0, step), values_.Leaf(moved), true, 0);
  };
  add(Step::OtherOffset(), std::nullopt);
  // Those that are fields of the same object are known one by one.
  for (const ValueId id : values_.set(pointers)) {
    const Val v = values_.value(id);
    const Loc at{v.base, v.path};
    const Locs all = neighbours(id);
    if (all.empty() || paths_.Last(at.path).kind != PathNode::FIELD) continue;
    const auto self = llvm::find(all, at);
    for (auto it = all.begin(); self != all.end() && it != all.end(); ++it) {
      if (it != self) add(Step::Offset(it - self), it - self);
    }
  }
  return with;
}

}  // namespace pedigree
