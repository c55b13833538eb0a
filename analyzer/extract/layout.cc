// Where the parts of an object lie in memory: what a block of so many bytes is made of, and what a
// pointer of another type, or one moved by bytes, points to.

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"

namespace pedigree {
namespace {

// A block of more parts than this is not taken apart.
constexpr size_t kMaxExtents = 64;

// Whether the fields of such an object are where the analysis keeps them: library classes have
// contents of the catalog's making.
bool HasLayout(const clang::RecordDecl* record) {
  return record && record->isCompleteDefinition() && !record->isInvalidDecl() &&
         !record->isDependentType();
}

// Of a field in its class, in bytes.
int64_t OffsetOf(const clang::FieldDecl* field, const clang::ASTContext& ast) {
  return static_cast<int64_t>(ast.getFieldOffset(field) / ast.getCharWidth());
}

bool Same(clang::QualType a, clang::QualType b) {
  return a.getCanonicalType().getUnqualifiedType() == b.getCanonicalType().getUnqualifiedType();
}

}  // namespace

std::optional<int64_t> Walker::SizeOf(clang::QualType type) {
  if (type.isNull() || type->isDependentType() || type->isIncompleteType() ||
      type->isFunctionType()) {
    return std::nullopt;
  }
  const auto size = unit_.ast().getTypeSizeInCharsIfKnown(type);
  if (!size || size->isZero()) return std::nullopt;
  return size->getQuantity();
}

// Where the field of such a label is in a class, or in what it has inherited.
std::optional<Walker::FieldPlace> Walker::FieldNamed(const clang::RecordDecl* record,
                                                     uint32_t label) {
  if (!HasLayout(record)) return std::nullopt;
  for (const clang::FieldDecl* field : record->fields()) {
    const int64_t offset = OffsetOf(field, unit_.ast());
    if (unit_.FieldLabel(field) == label) {
      // The members of a union share its storage, and the label.
      return FieldPlace{offset,
                        record->isUnion() ? RecordType(unit_.ast(), record) : field->getType()};
    }
    if (!field->isAnonymousStructOrUnion()) continue;
    auto inner = FieldNamed(field->getType()->getAsRecordDecl(), label);
    if (!inner) continue;
    inner->offset += offset;
    return inner;
  }
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (!cxx) return std::nullopt;
  const clang::ASTRecordLayout& layout = unit_.ast().getASTRecordLayout(record);
  for (const auto& base : cxx->bases()) {
    const auto* parent = base.getType()->getAsCXXRecordDecl();
    if (base.isVirtual()) continue;
    auto inherited = FieldNamed(parent, label);
    if (!inherited) continue;
    inherited->offset += layout.getBaseClassOffset(parent).getQuantity();
    return inherited;
  }
  return std::nullopt;
}

// The type of the part of an object at `loc`; null: not known.
clang::QualType Walker::TypeAt(const Loc& loc) {
  const auto [it, added] = types_.try_emplace({loc.base, loc.path});
  if (added) it->second = FindType(loc);
  return it->second;
}

clang::QualType Walker::FindType(const Loc& loc) {
  clang::QualType type = bases_[loc.base].type;
  bool element = bases_[loc.base].kind == Base::HEAP;  // of a block of several
  for (const Step& step : paths_.Steps(loc.path)) {
    if (type.isNull()) return {};
    const clang::RecordDecl* record = type->getAsRecordDecl();
    switch (step.kind) {
      case PathNode::POINTEE:
        if (!type->isAnyPointerType() && !type->isReferenceType()) return {};
        type = type->getPointeeType();
        element = false;
        break;
      case PathNode::OFFSET:
        break;
      case PathNode::ELEMENT:
        if (element) {
          element = false;
        } else if (const clang::ArrayType* array = unit_.ast().getAsArrayType(type)) {
          type = array->getElementType();
        } else if (const auto* wrapped =
                       llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
                   wrapped && unit_.InStandardLibrary(record) &&
                   unit_.Name(record) == "std::array") {
          type = wrapped->getTemplateArgs()[0].getAsType();
        } else {
          return {};
        }
        break;
      case PathNode::FIELD: {
        llvm::SmallVector<const clang::RecordDecl*, 4> todo{record};
        type = {};
        element = false;
        while (!todo.empty() && type.isNull()) {
          const clang::RecordDecl* in = todo.pop_back_val();
          if (!HasLayout(in) || unit_.InStandardLibrary(in)) continue;
          for (const clang::FieldDecl* field : in->fields()) {
            if (field->isAnonymousStructOrUnion()) {
              todo.push_back(field->getType()->getAsRecordDecl());
            }
            if (unit_.FieldLabel(field) == step.label) type = field->getType();
          }
          if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(in)) {
            for (const auto& base : cxx->bases()) todo.push_back(base.getType()->getAsRecordDecl());
          }
        }
        break;
      }
      default:
        return {};
    }
  }
  return type;
}

// Whether an access of type `type` at `loc` is one to some bytes of an object there.
bool Walker::Blurred(const Loc& loc, clang::QualType type) {
  if (type.isNull() || !(type->isScalarType() || type->isVectorType())) return false;
  const clang::QualType here = TypeAt(loc);
  if (here.isNull()) return false;
  const clang::RecordDecl* record = here->getAsRecordDecl();
  return HasLayout(record) && !unit_.InStandardLibrary(record);
}

// The places that `expr` reads or writes some bytes of.
Locs Walker::BlurredPlaces(const clang::Expr* expr) {
  expr = expr->IgnoreParens();
  if (LanesOf(expr)) return {};  // a value of its own kind
  const auto* op = llvm::dyn_cast<clang::UnaryOperator>(expr);
  if (!llvm::isa<clang::ArraySubscriptExpr>(expr) && !(op && op->getOpcode() == clang::UO_Deref)) {
    return {};
  }
  Locs blurred;
  for (const Loc& loc : PlacesOf(expr)) {
    if (Blurred(loc, expr->getType())) blurred.push_back(loc);
  }
  return blurred;
}

// Adds what the first `bytes` bytes of a block have of the object `of`, of type `type`.
void Walker::AddExtents(const Extent& of, clang::QualType type, int64_t bytes,
                        std::vector<Extent>& extents) {
  if (of.offset >= bytes || of.offset + of.size <= 0 || extents.size() > kMaxExtents) return;
  if (of.offset >= 0 && of.offset + of.size <= bytes) {
    extents.push_back(of);
    return;
  }
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (record && HasLayout(record) && !record->isUnion() && !unit_.InStandardLibrary(record)) {
    const clang::ASTRecordLayout& layout = unit_.ast().getASTRecordLayout(record);
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record)) {
      for (const auto& base : cxx->bases()) {
        const auto* parent = base.getType()->getAsCXXRecordDecl();
        const auto size = SizeOf(base.getType());
        if (!parent || !size || base.isVirtual()) continue;
        // It has no place of its own, and is its fields.
        Extent part = of;
        part.offset += layout.getBaseClassOffset(parent).getQuantity();
        const bool fits = part.offset >= 0 && part.offset + *size <= bytes;
        part.size = *size + (fits ? 1 : 0);
        part.whole = false;
        AddExtents(part, base.getType(), fits ? part.offset + *size : bytes, extents);
      }
    }
    for (const clang::FieldDecl* field : record->fields()) {
      const auto size = SizeOf(field->getType());
      if (!size || field->isUnnamedBitField()) continue;
      Extent part{Part(of.loc, Step::Field(unit_.FieldLabel(field))),
                  of.offset + OffsetOf(field, unit_.ast()), *size, true};
      if (field->getType()->isReferenceType()) part.whole = false;
      AddExtents(part, field->getType(), bytes, extents);
    }
    return;
  }
  if (const auto* array = unit_.ast().getAsConstantArrayType(type)) {
    const auto size = SizeOf(array->getElementType());
    const int64_t count = array->getZExtSize();
    if (size && count > 0) {
      const int64_t first = std::max<int64_t>(0, -of.offset / *size);
      const int64_t end = std::min(count, (bytes - of.offset + *size - 1) / *size);
      if (end - first <= static_cast<int64_t>(kMaxExtents)) {
        for (int64_t i = first; i < end; ++i) {
          AddExtents({Part(of.loc, Step::Element(i)), of.offset + i * *size, *size, true},
                     array->getElementType(), bytes, extents);
        }
        return;
      }
    }
  }
  Extent part = of;
  part.whole = false;
  extents.push_back(part);
}

// The parts that `bytes` bytes from `start` on are made of, a pointer to `pointee` pointing there;
// nothing: not known.
std::optional<std::vector<Walker::Extent>> Walker::ExtentsOf(const Loc& start,
                                                             clang::QualType pointee,
                                                             int64_t bytes) {
  if (bytes <= 0) return std::nullopt;
  clang::QualType type = TypeAt(start);
  if (type.isNull() || type->isVoidType()) type = pointee;
  const auto size = SizeOf(type), seen = SizeOf(pointee);
  if (!size) return std::nullopt;
  std::vector<Extent> extents;
  const Step last = start.path == 0 ? Step::Any() : paths_.Last(start.path);
  const PathId parent = paths_.Parent(start.path);
  const Base::Kind kind = bases_[start.base].kind;
  // What goes on beyond a field, or a row, goes on in what that is in.
  Extent whole{start, 0, *size, true};
  bool known = true;
  for (int out = 0; whole.offset + whole.size < bytes; ++out) {
    const bool field = whole.loc.path != 0 && paths_.Last(whole.loc.path).kind == PathNode::FIELD;
    const auto inside = StepOut(whole.loc, known);
    const auto around = inside ? SizeOf(TypeAt(whole.loc)) : std::nullopt;
    if (!around || !known || (whole.loc.path == 0 && bases_[start.base].kind == Base::HEAP)) break;
    whole.offset -= *inside;
    whole.size = *around;
    if ((!field && out == 0) || whole.offset + whole.size < bytes) continue;
    AddExtents(whole, TypeAt(whole.loc), bytes, extents);
    if (extents.size() > kMaxExtents) return std::nullopt;
    return extents;
  }
  const bool elements = last.kind == PathNode::ELEMENT;
  const bool behind = last.kind == PathNode::POINTEE && kind != Base::LOCAL && kind != Base::HEAP;
  if (elements && last.any) return std::nullopt;
  if (elements && last.index == 0 && start.path != 0) {
    // All of an array is the array.
    const Loc array{start.base, parent};
    if (SizeOf(TypeAt(array)) == bytes && kind != Base::HEAP) return {{{array, 0, bytes, true}}};
  }
  if (!elements && !behind) {
    // Where the pointer is of another type it may have been moved within the object.
    if (bytes < *size && seen && *seen != *size) return std::nullopt;
    AddExtents({start, 0, *size, true}, type, bytes, extents);
    if (extents.size() > kMaxExtents) return std::nullopt;
    return extents;
  }
  if (behind && seen && *seen != *size) return std::nullopt;
  const int64_t count = (bytes + *size - 1) / *size;
  if (count > static_cast<int64_t>(kMaxExtents)) return std::nullopt;
  for (int64_t i = 0; i < count; ++i) {
    Loc loc = start;
    if (i > 0) {
      loc.path = elements ? paths_.Append(parent, Step::Element(last.index + i))
                          : paths_.Append(paths_.Append(parent, Step::Offset(i)), Step::Pointee());
    }
    AddExtents({loc, i * *size, *size, true}, type, bytes, extents);
  }
  if (extents.size() > kMaxExtents) return std::nullopt;
  return extents;
}

// What the object is made of; nothing where that is not known.
std::vector<Walker::Extent> Walker::PartsOf(const Extent& whole) {
  std::vector<Extent> parts;
  const clang::QualType type = TypeAt(whole.loc);
  if (!whole.whole || type.isNull()) return parts;
  Extent shifted = whole;
  shifted.size += 1;  // so that it does not fit in as one
  AddExtents(shifted, type, whole.offset + whole.size, parts);
  const bool apart = parts.size() > 1 || (parts.size() == 1 && !(parts[0].loc == whole.loc));
  if (!apart || parts.size() > kMaxExtents) parts.clear();
  return parts;
}

// Whether objects of two classes are there.
bool Walker::OfTwoClasses(const Loc& a, const Loc& b) {
  const clang::QualType one = TypeAt(a), other = TypeAt(b);
  return !one.isNull() && one->isRecordType() && !other.isNull() && other->isRecordType() &&
         !Same(one, other);
}

// The same extents with objects of the program's classes, and arrays, taken apart; nothing if those
// are too many.
std::vector<Walker::Extent> Walker::FieldsOf(std::vector<Extent> todo) {
  std::vector<Extent> fields;
  while (!todo.empty()) {
    const Extent extent = todo.back();
    todo.pop_back();
    const std::vector<Extent> parts = PartsOf(extent);
    if (parts.empty()) {
      fields.push_back(extent);
    } else if (fields.size() + parts.size() <= kMaxExtents) {
      todo.insert(todo.end(), parts.begin(), parts.end());
    } else {
      return {};
    }
  }
  return fields;
}

// What the `bytes` bytes at `offset` of a block hold that begins at `start`.
TreeId Walker::ReadBytes(const Loc& start, clang::QualType pointee, int64_t offset, int64_t bytes) {
  const auto all = [&] {
    Loc loc = start;
    if (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::ELEMENT) {
      loc.path = paths_.Append(paths_.Parent(loc.path), Step::AnyElement());
    }
    return values_.Leaf(values_.All(ReadPlaces({loc})));
  };
  auto extents = ExtentsOf(start, pointee, offset + bytes);
  if (const clang::QualType view = ViewAt(start); !view.isNull()) {
    extents.emplace();
    AddExtents({start, 0, *SizeOf(view), true}, view, offset + bytes, *extents);
  }
  if (!extents) return all();
  SetId some = 0;
  std::vector<Extent> todo = *extents;
  while (!todo.empty()) {
    const Extent extent = todo.back();
    todo.pop_back();
    const int64_t end = extent.offset + extent.size;
    if (end <= offset || extent.offset >= offset + bytes) continue;
    if (extent.offset == offset && extent.size == bytes) return ReadPlaces({extent.loc});
    // What begins or ends further out is taken apart.
    std::vector<Extent> parts;
    if (extent.offset < offset || end > offset + bytes) parts = PartsOf(extent);
    if (!parts.empty()) {
      todo.insert(todo.end(), parts.begin(), parts.end());
    } else {
      some = values_.Union(some, values_.All(ReadPlaces({extent.loc})));
    }
  }
  return values_.Leaf(some);
}

// Out to what the place is a field or an element of: how many bytes from its start it was; nothing:
// it is neither. `known` is cleared where it may be any element.
std::optional<int64_t> Walker::StepOut(Loc& at, bool& known) {
  if (at.path == 0) return std::nullopt;
  const Step last = paths_.Last(at.path);
  const Loc outer{at.base, paths_.Parent(at.path)};
  int64_t offset = 0;
  if (last.kind == PathNode::ELEMENT) {
    const auto one = last.any ? std::nullopt : SizeOf(TypeAt(at));
    if (!last.any && !one) return std::nullopt;
    if (one) offset = last.index * *one;
    known &= !last.any;
  } else if (last.kind == PathNode::FIELD) {
    const clang::QualType around = TypeAt(outer);
    const clang::RecordDecl* record = around.isNull() ? nullptr : around->getAsRecordDecl();
    if (!HasLayout(record)) return std::nullopt;
    const auto field = llvm::find_if(record->fields(), [&](const clang::FieldDecl* f) {
      return unit_.FieldLabel(f) == last.label;
    });
    if (field == record->field_end()) return std::nullopt;
    offset = OffsetOf(*field, unit_.ast());
  } else {
    return std::nullopt;
  }
  at = outer;
  return offset;
}

// Pointers to `pointee`, moved by so many of it, where what they point into is of another type: the
// parts that lie there, or any part. `in_row`: they stay within the array that they point into.
SetId Walker::MoveBytes(SetId pointers, clang::QualType pointee, std::optional<int64_t> distance,
                        bool in_row) {
  const auto unit = !pointee.isNull() && pointee->isVoidType() ? 1 : SizeOf(pointee);
  const Step step = distance ? Step::Offset(*distance) : Step::AnyOffset();
  SetId moved = 0;
  for (const ValueId id : values_.set(pointers)) {
    const Val v = values_.value(id);
    const SetId plain = values_.Select(values_.Single(v), paths_.Append(0, step));
    Loc at{v.base, v.path};
    const clang::QualType type = v.kind == Value::ADDRESS ? TypeAt(at) : clang::QualType();
    const auto size = type.isNull() ? std::nullopt : SizeOf(type);
    const bool same = unit && size && *unit == *size;
    const Locs beside = same && distance != 0 && !in_row ? Neighbours(at) : Locs();
    if (!beside.empty() && (!distance || paths_.Last(at.path).any)) {
      for (const Loc& loc : beside) {
        Val pointer = v;
        pointer.base = loc.base;
        pointer.path = loc.path;
        moved = values_.Union(moved, values_.Single(pointer));
      }
      continue;
    }
    const bool stays = same && (beside.empty() || !LeavesRow(at, *distance));
    if (!unit || !size || stays || distance == 0) {
      moved = values_.Union(moved, plain);
      continue;
    }
    // Out to the object that all of it is in, and in again.
    int64_t offset = distance ? *distance * *unit : 0;
    bool known = distance.has_value();
    while (const auto inside = StepOut(at, known)) offset += *inside;
    // The shallowest part that begins there.
    std::optional<Loc> found;
    while (known && !found) {
      const clang::QualType here = TypeAt(at);
      const auto whole = SizeOf(here);
      const bool heap = at.path == 0 && bases_[at.base].kind == Base::HEAP;
      if (offset == 0 && !heap) {
        found = at;
        break;
      }
      const clang::RecordDecl* record = here->getAsRecordDecl();
      const clang::ArrayType* array = unit_.ast().getAsArrayType(here);
      // Behind the last element of an array is where a pointer may stand, to come back.
      const int64_t end = whole ? *whole + (array ? 1 : 0) : 0;
      if (!whole || offset < 0 || (offset >= end && !heap)) break;
      std::optional<Loc> next;
      int64_t start = 0;
      if (heap || array) {
        const auto one = heap ? whole : SizeOf(array->getElementType());
        if (!one) break;
        next = Part(at, Step::Element(offset / *one));
        start = offset / *one * *one;
      } else if (HasLayout(record) && !record->isUnion() && !unit_.InStandardLibrary(record)) {
        for (const clang::FieldDecl* field : record->fields()) {
          const auto fits = SizeOf(field->getType());
          const int64_t begin = OffsetOf(field, unit_.ast());
          if (!fits || field->isBitField() || begin > offset || begin + *fits <= offset) continue;
          next = Part(at, Step::Field(unit_.FieldLabel(field)));
          start = begin;
        }
      }
      if (!next) break;
      at = *next;
      offset -= start;
    }
    if (!found) {
      // Any part of it: of an object, the object (see Blurred).
      const clang::QualType here = TypeAt(at);
      const bool row = !here.isNull() && (unit_.ast().getAsArrayType(here) ||
                                          (at.path == 0 && bases_[at.base].kind == Base::HEAP));
      found = row ? Part(at, Step::AnyElement()) : at;
      while (unit && row && !Same(TypeAt(*found), pointee) &&
             unit_.ast().getAsArrayType(TypeAt(*found))) {
        found = Part(*found, Step::AnyElement());
      }
    }
    moved = values_.Union(moved, values_.Single({.kind = Value::ADDRESS,
                                                 .base = found->base,
                                                 .path = found->path,
                                                 .subtype = v.subtype,
                                                 .confidence = v.confidence}));
  }
  return moved;
}

// Where in a `record` a part of type `type` begins at `offset`: the fields on the way there. Any
// part that begins there, if `type` is not known.
bool Walker::FieldsAt(clang::QualType record, int64_t offset, clang::QualType type,
                      llvm::SmallVectorImpl<const clang::FieldDecl*>& way) {
  const clang::RecordDecl* decl = record->getAsRecordDecl();
  if (!HasLayout(decl) || unit_.InStandardLibrary(decl)) return false;
  for (const clang::FieldDecl* field : decl->fields()) {
    const auto size = SizeOf(field->getType());
    const int64_t begin = OffsetOf(field, unit_.ast());
    if (!size || field->isBitField() || begin > offset || begin + *size <= offset) continue;
    way.push_back(field);
    if (begin == offset && (type.isNull() || Same(field->getType(), type))) return true;
    if (FieldsAt(field->getType(), offset - begin, type, way)) return true;
    way.pop_back();
  }
  return false;
}

// That objects of one class are taken for ones of another, by a cast from pointer to pointer.
void Walker::NoteRecast(const clang::CastExpr* cast) {
  const auto record_of = [](clang::QualType type) -> const clang::RecordDecl* {
    if (type->isPointerType()) type = type->getPointeeType();
    const clang::RecordDecl* record = type->getAsRecordDecl();
    return record ? record->getDefinition() : nullptr;
  };
  const clang::Expr* sub = cast->getSubExpr();
  const clang::RecordDecl* from = record_of(sub->getType());
  const clang::RecordDecl* to = record_of(cast->getType());
  if (sub->getType()->isPointerType() && IsByte(sub->getType()->getPointeeType()) &&
      cast->getType()->isPointerType()) {
    NoteView(Dereference(SetOf(sub)), cast->getType()->getPointeeType());
  }
  if (!from || !to || from == to) return;
  const auto* derived = llvm::dyn_cast<clang::CXXRecordDecl>(from);
  const auto* other = llvm::dyn_cast<clang::CXXRecordDecl>(to);
  if (derived && other && (derived->isDerivedFrom(other) || other->isDerivedFrom(derived))) return;
  const Locs places = sub->getType()->isPointerType() ? Dereference(SetOf(sub)) : PlacesOf(sub);
  for (const Loc& place : places) recast_.insert(place.base);
}

// Of objects that are taken for ones of the class that `field` is of: what of theirs lies where it
// would be.
Locs Walker::FieldByPlace(const Locs& objects, const clang::FieldDecl* field) {
  Locs places;
  if (field->isBitField() || !HasLayout(field->getParent())) return places;
  for (const Loc& object : objects) {
    if (!recast_.contains(object.base)) continue;
    const clang::QualType type = TypeAt(object);
    const clang::RecordDecl* record = type.isNull() ? nullptr : type->getAsRecordDecl();
    if (!HasLayout(record) || record->isUnion() || unit_.InStandardLibrary(record)) continue;
    llvm::SmallVector<const clang::FieldDecl*, 4> way;
    if (!FieldsAt(type, OffsetOf(field, unit_.ast()), field->getType(), way)) continue;
    Loc place = object;
    bool other = true;
    for (const clang::FieldDecl* step : way) {
      other &= unit_.FieldLabel(step) != unit_.FieldLabel(field);
      place = Part(place, Step::Field(unit_.FieldLabel(step)));
    }
    if (other) places.push_back(place);
  }
  return places;
}

// What a function takes its `void*` for: the one type of objects that it makes it a pointer to.
// None, if there are several.
clang::QualType Walker::TakenFor(const clang::ParmVarDecl* parameter) {
  const auto [it, added] = taken_for_.try_emplace(parameter);
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext());
  if (!added || !function || !function->hasBody()) return it->second;
  clang::QualType taken;
  llvm::SmallVector<const clang::Stmt*, 32> todo{function->getBody()};
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt) continue;
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
    const auto* cast = llvm::dyn_cast<clang::CastExpr>(stmt);
    if (!cast || cast->getCastKind() != clang::CK_BitCast) continue;
    const auto* name =
        llvm::dyn_cast<clang::DeclRefExpr>(cast->getSubExpr()->IgnoreParenImpCasts());
    if (!name || name->getDecl() != parameter || !cast->getType()->isPointerType()) continue;
    const clang::QualType to = cast->getType()->getPointeeType();
    if (to->isVoidType() || to->isCharType() || to->isIncompleteType()) continue;
    if (!taken.isNull() && !Same(taken, to)) return {};
    taken = to;
  }
  return taken_for_[parameter] = taken;
}

// An argument as its function takes it.
TreeId Walker::AsTaken(const clang::FunctionDecl* callee, size_t index, TreeId argument) {
  if (!callee || index >= callee->getNumParams()) return argument;
  const clang::FunctionDecl* body = nullptr;
  if (!callee->getParamDecl(index)->getType()->isVoidPointerType() || !callee->hasBody(body)) {
    return argument;
  }
  const clang::QualType taken = TakenFor(body->getParamDecl(index));
  if (taken.isNull() || values_.tree(argument).size() != 1) return argument;
  const TreeEntry entry = values_.tree(argument)[0];
  return entry.path == 0 ? values_.Leaf(CastTo(entry.set, taken, true)) : argument;
}

// Pointers cast to ones to a `type`: to the part of that type, or to what the object is a part of.
// `moved`: they were pointers to bytes, which may have been moved there.
SetId Walker::CastTo(SetId pointers, clang::QualType type, bool moved) {
  const bool record = type->isRecordType();
  SetId cast = 0;
  for (const ValueId id : values_.set(pointers)) {
    const Val v = values_.value(id);
    const SetId same = values_.Single(v);
    const bool symbolic =
        (v.kind == Value::INITIAL || v.kind == Value::OUT) && v.subtype == IDENTITY;
    if (v.kind != Value::ADDRESS && !symbolic) {
      cast = values_.Union(cast, same);
      continue;
    }
    if (record && v.kind == Value::ADDRESS && bases_[v.base].kind == Base::HEAP &&
        bases_[v.base].type.isNull() && values_.tree(state_.Get(v.base)).size() <= 1) {
      // New memory is of the type that it is first taken for.
      bases_[v.base].type = type;
      types_.clear();
    }
    Val from = v;
    int64_t offset = 0;
    const Step last = v.path == 0 ? Step::Any() : paths_.Last(v.path);
    if (symbolic && moved && last.kind == PathNode::OFFSET && !last.any && last.index < 0) {
      offset = -last.index;
      from.path = paths_.Parent(v.path);
    }
    const Locs at = Dereference(values_.Single(from));
    const Locs seen = SeenAs(at, type);
    if (offset == 0 && seen != at) {
      cast = values_.Union(cast, AddressOf(seen));
      continue;
    }
    // Behind a pointer nothing is known of what is around.
    const clang::QualType here = TypeAt(at.front());
    const Step end = at.front().path == 0 ? Step::Any() : paths_.Last(at.front().path);
    llvm::SmallVector<const clang::FieldDecl*, 4> way;
    const bool object = !here.isNull() && here->isRecordType() && !Same(here, type);
    const bool out = end.kind == PathNode::POINTEE || end.kind == PathNode::ENCLOSING;
    if (record && out && (object || offset > 0) &&
        FieldsAt(type, offset, object ? here : clang::QualType(), way)) {
      Loc around = at.front();
      for (const clang::FieldDecl* field : llvm::reverse(way)) {
        around.path = paths_.Append(around.path, Step::Enclosing(unit_.FieldLabel(field)));
      }
      cast = values_.Union(cast, values_.Single({.kind = Value::ADDRESS,
                                                 .base = around.base,
                                                 .path = around.path,
                                                 .confidence = v.confidence}));
      continue;
    }
    cast = values_.Union(cast, same);
  }
  return cast;
}

// The places as an access of type `type` sees them: where an object of another type stands there,
// its part at the beginning, or what it is the beginning of.
Locs Walker::SeenAs(Locs places, clang::QualType type) {
  const auto size = SizeOf(type);
  if (!size) return places;
  for (Loc& loc : places) {
    clang::QualType here = TypeAt(loc);
    if (here.isNull() || Same(here, type)) continue;
    // Inwards; but a pointer to bytes may be anywhere in the object.
    if (*size == 1 && here->isRecordType()) continue;
    Loc inner = loc;
    bool found = false;
    while (true) {
      const clang::RecordDecl* record = here->getAsRecordDecl();
      if (const auto* array = unit_.ast().getAsArrayType(here)) {
        inner = Part(inner, Step::Element(0));
        here = array->getElementType();
      } else if (HasLayout(record) && !record->isUnion() && !unit_.InStandardLibrary(record) &&
                 !record->field_empty() && !record->field_begin()->isBitField()) {
        const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
        if (cxx && (cxx->getNumBases() > 0 || cxx->isPolymorphic())) break;
        inner = Part(inner, Step::Field(unit_.FieldLabel(*record->field_begin())));
        here = record->field_begin()->getType();
      } else {
        break;
      }
      const bool scalars = here->isScalarType() && type->isScalarType() && SizeOf(here) == size;
      if (Same(here, type) || scalars) {
        found = true;
        break;
      }
    }
    if (found) {
      loc = inner;
      continue;
    }
    if (!type->isRecordType()) continue;
    // Outwards: the first field's object is where the whole begins.
    Loc outer = loc;
    while (outer.path != 0) {
      const Step last = paths_.Last(outer.path);
      outer = {outer.base, paths_.Parent(outer.path)};
      const clang::QualType around = TypeAt(outer);
      if (around.isNull()) break;
      if (last.kind == PathNode::FIELD) {
        const clang::RecordDecl* record = around->getAsRecordDecl();
        if (!HasLayout(record) || record->isUnion() || record->field_empty() ||
            unit_.FieldLabel(*record->field_begin()) != last.label) {
          break;
        }
      } else if (!(last == Step::Element(0))) {
        break;
      }
      if (Same(around, type)) {
        loc = outer;
        break;
      }
    }
  }
  return places;
}

}  // namespace pedigree
