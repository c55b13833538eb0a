// An object may point into itself: a list that keeps where its last pointer is, a buffer whose data
// is in it while they are few. What a call left as a pointer in the object may be such a one.

#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

constexpr size_t kMaxParts = 16;
constexpr int kMaxDepth = 3;

}  // namespace

// Where in the object that holds the pointer to it the place at `loc` may be: by the types.
std::vector<PathId> Walker::OwnParts(const Loc& loc) {
  const PathId behind = LastPointee(loc.path);
  if (behind == 0 || bases_[loc.base].kind == Base::RESULT) return {};
  const PathId object = LastPointee(paths_.Parent(behind));
  const clang::QualType type = TypeAt({loc.base, object}), part = TypeAt({loc.base, behind});
  if (type.isNull() || part.isNull()) return {};
  const clang::ASTContext& ast = unit_.ast();
  const clang::QualType wanted = part.getCanonicalType().getUnqualifiedType();
  const PathId rest = paths_.Match(behind, loc.path).rest;
  std::vector<PathId> found;
  const auto look = [&](clang::QualType in, PathId at, int depth, auto& self) -> void {
    if (depth > kMaxDepth || found.size() >= kMaxParts) return;
    if (depth > 0 && ast.hasSameUnqualifiedType(in, wanted)) {
      found.push_back(paths_.Concat(at, rest));
      return;
    }
    if (const clang::ArrayType* row = ast.getAsArrayType(in)) {
      return self(row->getElementType(), paths_.Append(at, Step::AnyElement()), depth + 1, self);
    }
    const clang::RecordDecl* record = in->getAsRecordDecl();
    if (!record || !(record = record->getDefinition()) || unit_.InStandardLibrary(record)) return;
    if (const auto* derived = llvm::dyn_cast<clang::CXXRecordDecl>(record)) {
      for (const auto& base : derived->bases()) self(base.getType(), at, depth, self);
    }
    for (const clang::FieldDecl* field : record->fields()) {
      self(field->getType(), paths_.Append(at, Step::Field(unit_.FieldLabel(field))), depth + 1,
           self);
    }
  };
  look(type, object, 0, look);
  return found;
}

}  // namespace pedigree
