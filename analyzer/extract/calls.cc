// Calls: what is called, with what, and what the call may have changed.

#include <functional>
#include <set>

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

// Objects a call may reach through its arguments are listed up to this many.
constexpr size_t kMaxReached = 48;

// How far into what is not to be changed a way to other objects is looked for, in steps of a path.
constexpr uint32_t kMaxStepsInside = 4;

// What calls know of globals, all calls of a function together. Past it calls are taken not to
// touch globals that they are not given.
constexpr size_t kMaxMemoryOfGlobals = 200'000;

bool IsPointerOrReference(clang::QualType type) {
  return type->isAnyPointerType() || type->isReferenceType() || type->isArrayType();
}

// Whether a callee that gets this type may change what it refers to.
bool IsWritable(clang::QualType type, Unit& unit) {
  if (type->isReferenceType() || type->isAnyPointerType()) {
    const clang::QualType to = type->getPointeeType();
    return !to.isConstQualified() || unit.HasMutable(to);
  }
  if (const auto* record = type->getAsCXXRecordDecl()) {
    return record->getQualifiedNameAsString() != "std::basic_string_view";
  }
  return true;
}

bool IsCopyOrMove(const clang::FunctionDecl* function) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function)) {
    return constructor->isCopyOrMoveConstructor();
  }
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  return method && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator());
}

// Whether a pointer or reference of type `result` may be one of type `given`,
// or into a `given` object. A text that comes back is taken for another one.
bool MayBeSame(clang::QualType result, clang::QualType given) {
  if (!result->isAnyPointerType() && !result->isReferenceType()) return false;
  const clang::QualType to = result->getPointeeType();
  if (given->isAnyPointerType() || given->isReferenceType()) given = given->getPointeeType();
  if (to->isAnyCharacterType() || to->isFunctionType()) return false;
  if (to.getCanonicalType().getUnqualifiedType() == given.getCanonicalType().getUnqualifiedType()) {
    return true;
  }
  const auto* a = to->getAsCXXRecordDecl();
  const auto* b = given->getAsCXXRecordDecl();
  return a && b && a->hasDefinition() && b->hasDefinition() &&
         (a->isDerivedFrom(b) || b->isDerivedFrom(a));
}

const clang::Expr* ObjectOf(const clang::CallExpr* call) {
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
    return member->getImplicitObjectArgument();
  }
  return nullptr;
}

}  // namespace

Walker::Operand Walker::OfActual(const Actual& actual) {
  if (actual.operand) return *actual.operand;
  return Evaluate(actual.expr);
}

TreeId Walker::ArgumentTree(const Actual& actual) {
  const Operand operand = OfActual(actual);
  if (actual.type->isReferenceType()) {
    const void* key = actual.expr ? static_cast<const void*>(actual.expr) : &actual;
    return values_.Leaf(AddressOf(Materialize(operand, key, actual.type.getNonReferenceType())));
  }
  const TreeId tree = TreeOf(operand);
  return values_.tree(tree).empty() ? values_.EmptyCell() : tree;
}

// The type of what stands at `loc`, also as an element of a library's sequence.
clang::QualType Walker::HeldType(const Loc& loc) {
  const clang::QualType type = TypeAt(loc);
  if (!type.isNull() || loc.path == 0 || paths_.Last(loc.path).kind != PathNode::ELEMENT) {
    return type;
  }
  const clang::QualType row = TypeAt({loc.base, paths_.Parent(loc.path)});
  const auto* record = row.isNull() ? nullptr : row->getAsCXXRecordDecl();
  const Step element_of = paths_.Last(loc.path);
  if (record && !element_of.any && unit_.InStandardLibrary(record) &&
      unit_.Name(record) == "std::tuple") {
    const auto* tuple = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    const auto types = tuple ? tuple->getTemplateArgs()[0].pack_elements()
                             : llvm::ArrayRef<clang::TemplateArgument>();
    const auto index = static_cast<size_t>(element_of.index);
    return index < types.size() ? types[index].getAsType() : clang::QualType();
  }
  const clang::QualType element = FirstTypeArgument(record);
  if (element.isNull() || !unit_.InStandardLibrary(record)) return {};
  static constexpr std::string_view kSequences[] = {"std::vector", "std::deque", "std::list",
                                                    "std::forward_list"};
  return llvm::is_contained(kSequences, std::string_view(unit_.Name(record))) ? element
                                                                              : clang::QualType();
}

// Whether objects of this type are pointers, and nothing but that.
bool Walker::LeadsAway(clang::QualType type) {
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record) return !type->isArrayType();
  if (!unit_.InStandardLibrary(record)) return false;
  const std::string& name = unit_.Name(record);
  static constexpr std::string_view kPointers[] = {
      "std::unique_ptr",        "std::shared_ptr",
      "std::weak_ptr",          "std::span",
      "std::reference_wrapper", "std::basic_string_view",
      "std::coroutine_handle",  "std::__exception_ptr::exception_ptr",
      "std::exception_ptr"};
  return llvm::is_contained(kPointers, std::string_view(name)) ||
         name.starts_with("std::ranges::") ||
         unit_.IsIterator(llvm::dyn_cast<clang::CXXRecordDecl>(record));
}

// Where the neighbours of the object behind `pointer` are, if that may be an element of an array.
PathId Walker::RowOf(const Loc& pointer) {
  if (bases_[pointer.base].kind == Base::THIS && pointer.path == 0) return 0;
  const clang::QualType type = TypeAt(pointer);
  if (const auto* row = type.isNull() ? nullptr : type->getAsCXXRecordDecl()) {
    if (!unit_.InStandardLibrary(row) ||
        (unit_.Name(row) != "std::span" && !unit_.IsIterator(row))) {
      return 0;
    }
  } else if (!type.isNull()) {
    if (!type->isAnyPointerType()) return 0;
    const clang::QualType to = type->getPointeeType();
    if (!to->isVoidType() && (to->isIncompleteType() || to->isFunctionType())) return 0;
    const clang::CXXRecordDecl* record = to->getAsCXXRecordDecl();
    if (record && record->hasDefinition() && record->isPolymorphic()) return 0;
  }
  const bool moved = pointer.path != 0 && paths_.Last(pointer.path).kind == PathNode::OFFSET;
  const PathId plain = moved ? paths_.Parent(pointer.path) : pointer.path;
  return paths_.Append(paths_.Append(plain, moved ? Step::AnyOffset() : Step::OtherOffset()),
                       Step::Pointee());
}

// What is within reach of who knows what is held at `loc`: what a pointer leads to; an object that
// has pointers in it somewhere, as a whole. Nothing where that leads nowhere.
std::optional<Walker::Reached> Walker::ReachedBy(const Loc& loc) {
  const clang::QualType type = HeldType(loc);
  // A void* may be to pointers.
  if (!type.isNull() && !type->isVoidType() && !unit_.MayPoint(type)) return std::nullopt;
  if (!type.isNull() && !LeadsAway(type)) return Reached{loc, true};
  const PathId row = RowOf(loc);
  return Reached{{loc.base, paths_.Append(loc.path, Step::Pointee())}, true, row};
}

void Walker::Reach(SetId values, bool writable, bool may_point, std::vector<Reached>& out) {
  for (const ValueId id : values_.set(values)) {
    if (out.size() >= kMaxReached) {
      values_.set_widened();
      return;
    }
    const Val v = values_.value(id);
    Loc loc;
    PathId row = 0;
    if (v.kind == Value::ADDRESS) {
      loc = {v.base, v.path};
      if (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::POINTEE) {
        row = RowOf({loc.base, paths_.Parent(loc.path)});
      }
      // The address of an element is the address of the array.
      while (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::ELEMENT) {
        loc.path = paths_.Parent(loc.path);
      }
      // And from an object within another one there is a way to that (container_of).
      while (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::FIELD) {
        const clang::QualType part = TypeAt(loc);
        if (part.isNull() || !part->isRecordType() ||
            TypeAt({loc.base, paths_.Parent(loc.path)}).isNull())
          break;
        if (unit_.InStandardLibrary(part->getAsRecordDecl())) break;
        loc.path = paths_.Parent(loc.path);
      }
    } else if ((v.kind == Value::INITIAL || v.kind == Value::OUT) && v.subtype == IDENTITY &&
               may_point && !bases_[v.base].immutable) {
      const auto led = ReachedBy({v.base, v.path});
      if (!led) continue;
      loc = led->loc;
      row = led->row;
    } else {
      continue;
    }
    bool known = false;
    for (Reached& r : out) {
      const PathMatch m = paths_.Match(r.loc.path, loc.path);
      if (r.loc.base == loc.base && m.kind == PathMatch::kCovers && m.exact &&
          (r.writable || !writable) && (row == 0 || r.row == row)) {
        known = true;
        break;
      }
    }
    if (known) continue;
    out.push_back({loc, writable && !bases_[loc.base].immutable, row});
    if (bases_[loc.base].kind == Base::RESULT) {
      // What a call returned may alias what it was given.
      // Other calls' results come last: a chain of calls has ever more of them.
      for (const bool results : {false, true}) {
        for (const Reached& r : std::vector<Reached>(calls_[bases_[loc.base].index].reached)) {
          if ((bases_[r.loc.base].kind == Base::RESULT) != results) continue;
          if (results && out.size() >= kMaxReached) {
            values_.set_widened();
            break;
          }
          if (llvm::none_of(out, [&](const Reached& o) { return o.loc == r.loc; })) {
            out.push_back({r.loc, r.writable && writable, r.row});
          }
        }
      }
    }
    // What is said to stay as it is may lead to what does not: a lambda's captures, a class's
    // members.
    if (!writable) ReachInside(loc, TypeAt(loc), out);
    const bool inner_may_point = bases_[loc.base].may_point;
    if (inner_may_point || v.kind == Value::ADDRESS) {
      const TreeId content = ReadPlaces({loc});
      // Where a bound has taken its type, a value is no pointer if none may stand there.
      const auto stands_as_pointer = [&](const Val& w) {
        return llvm::any_of(values_.tree(content), [&](const TreeEntry& entry) {
          return llvm::any_of(values_.set(entry.set),
                              [&](ValueId held) { return values_.value(held) == w; }) &&
                 ReachedBy({loc.base, paths_.Concat(loc.path, entry.path)}).has_value();
        });
      };
      // Pointers found inside are followed; symbolic content only where a tree knows more.
      const SetId inside =
          values_.Map(values_.All(content), [&](const Val& w) -> std::optional<Val> {
            if (w.kind == Value::ADDRESS) return w;
            if (inner_may_point && (w.kind == Value::INITIAL || w.kind == Value::OUT) &&
                w.base != loc.base && (!paths_.Widened(w.path) || stands_as_pointer(w))) {
              return w;
            }
            return std::nullopt;
          });
      Reach(inside, true, inner_may_point, out);
    }
  }
}

// What the pointers of an object lead to that is known by its place alone.
void Walker::ReachInside(const Loc& object, clang::QualType type, std::vector<Reached>& out) {
  if (type.isNull() || !unit_.MayPoint(type) || paths_.Depth(object.path) > kMaxStepsInside) return;
  if (bases_[object.base].kind == Base::LOCAL && !BehindPointer(object.path)) {
    // What its pointers lead to goes by their names only where a call has left them.
    const SetId held = values_.All(ReadPlaces({object}));
    if (llvm::none_of(values_.set(held), [&](ValueId id) {
          const Val& v = values_.value(id);
          return v.kind == Value::OUT && v.base == object.base && v.subtype == IDENTITY;
        })) {
      return;
    }
  }
  if (const clang::ArrayType* array = unit_.ast().getAsArrayType(type)) {
    ReachInside(Part(object, Step::AnyElement()), array->getElementType(), out);
    return;
  }
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record || unit_.InStandardLibrary(record)) {
    Reach(CellAt({object}), IsWritable(type, unit_), true, out);
    return;
  }
  llvm::SmallVector<const clang::RecordDecl*, 4> todo{record};
  while (!todo.empty()) {
    const clang::RecordDecl* in = todo.pop_back_val();
    if (!in || !(in = in->getDefinition())) continue;
    for (const clang::FieldDecl* field : in->fields()) {
      ReachInside(Part(object, Step::Field(unit_.FieldLabel(field))), field->getType(), out);
    }
    if (const auto* derived = llvm::dyn_cast<clang::CXXRecordDecl>(in)) {
      for (const auto& base : derived->bases()) todo.push_back(base.getType()->getAsRecordDecl());
    }
  }
}

// What earlier calls returned, and the function has stored behind: it may lead to what is changed
// here, by another way.
void Walker::ReachResults(std::vector<Reached>& out) {
  size_t results = 0;
  for (const auto& [call, base] : result_bases_) {
    const auto is_it = [base = base](const Reached& r) { return r.loc.base == base; };
    if (state_.Get(base) == 0 || llvm::any_of(out, is_it)) continue;
    const auto led = ReachedBy({base, 0});
    if (!led) continue;
    if (++results > kMaxReached) {
      values_.set_widened();
      return;
    }
    out.push_back(*led);
  }
}

// The address of an object of the function's own is known elsewhere from here on.
void Walker::NoteEscape(BaseId id) {
  const BaseInfo& base = bases_[id];
  const bool own = base.kind == Base::LOCAL || base.kind == Base::HEAP;
  // Temporaries do not outlive the expression.
  if (own && (base.name != 0 || base.kind == Base::HEAP) && !llvm::is_contained(escaped_, id) &&
      escaped_.size() < kMaxReached) {
    escaped_.push_back(id);
  }
}

// `closed`: a library function, which keeps nothing of what other calls were given.
uint32_t Walker::RecordCall(Key key, CallRecord record, bool closed) {
  const auto [it, added] = call_index_.try_emplace(Occurrence(key), calls_.size());
  const uint32_t index = it->second;
  if (added) calls_.emplace_back();
  record.guard = guard_;

  const bool throws = record.pseudo == Call::NONE && record.may_throw;
  std::optional<State> before;
  if (throws && here_.attempt) before = state_;
  if (record.pseudo == Call::NONE) record.caught = throws ? Caught() : std::vector<uint32_t>{0};

  std::vector<Reached>& reached = record.reached;
  // Objects whose address earlier calls have seen may be reached through what those calls kept.
  if (record.pseudo == Call::NONE && !closed) {
    llvm::DenseSet<BaseId> known;
    for (const Reached& r : reached) known.insert(r.loc.base);
    // What the objects point to is within reach as well: after the call they may not show it.
    const auto add = [&](BaseId base) {
      if (!known.insert(base).second) return;
      reached.push_back({{base, 0}, !bases_[base].immutable});
      if (!bases_[base].may_point || state_.Get(base) == 0) return;
      const size_t before = reached.size();
      Reach(values_.Map(values_.All(state_.Get(base)),
                        [&](const Val& v) -> std::optional<Val> {
                          if (v.kind != Value::ADDRESS || known.contains(v.base)) {
                            return std::nullopt;
                          }
                          return v;
                        }),
            true, true, reached);
      for (size_t i = before; i < reached.size(); ++i) {
        if (reached[i].loc.path == 0) known.insert(reached[i].loc.base);
      }
    };
    for (const BaseId base : escaped_) add(base);
    for (const Reached& r : reached) {
      if (r.writable) NoteEscape(r.loc.base);
    }
    ReachResults(reached);
    // Those that the function does not name are one base, and cost no more than that.
    if (known.insert(others_base_).second) reached.push_back({{others_base_, 0}, true});
    if (added && (memory_of_globals_ += global_bases_.size()) > kMaxMemoryOfGlobals) {
      values_.set_widened();
      without_globals_.insert(index);
    }
    const bool forgets = without_globals_.contains(index);
    for (const BaseId base : global_bases_) {
      if (forgets) break;
      if (!bases_[base].immutable) add(base);
    }
  }
  for (const Reached& r : reached) {
    const TreeId tree = state_.Get(r.loc.base);
    if (tree != 0) record.memory.push_back({r.loc.base, tree});
  }
  if (const TreeId others = state_.Get(others_base_); others != 0) {
    record.memory.push_back({others_base_, others});
  }
  std::sort(record.memory.begin(), record.memory.end());
  record.memory.erase(std::unique(record.memory.begin(), record.memory.end()), record.memory.end());
  if (throws && !llvm::is_contained(record.caught, 0u)) {
    for (BaseId base = 0; base < bases_.size(); ++base) {
      const Base::Kind kind = bases_[base].kind;
      const std::pair<BaseId, TreeId> entry{base, state_.Get(base)};
      if (kind != Base::LOCAL && kind != Base::HEAP && !bases_[base].immutable &&
          entry.second != 0 && !llvm::is_contained(record.memory, entry)) {
        record.unwound.push_back(entry);
      }
    }
  }
  LeaveOut(index, reached, state_);
  calls_[index] = std::move(record);
  if (before) NoteThrown(index, *before);
  return index;
}

void Walker::LeaveOut(uint32_t call, const std::vector<Reached>& reached, State& state) {
  for (const Reached& r : reached) {
    if (!r.writable) continue;
    const BaseId base = r.loc.base;
    const auto out = [&](PathId path) {
      return values_.Single({.kind = Value::OUT, .index = call, .base = base, .path = path});
    };
    TreeId tree = values_.Write(state.Get(base), r.loc.path, values_.Leaf(out(r.loc.path)),
                                !IsSeveral(base), HomeOf(base));
    if (r.row != 0) {
      for (const PathId element : values_.Elements(tree, r.row)) {
        tree = values_.Replace(tree, element, out(element));
      }
    }
    state.Set(base, tree);
  }
  // What it returns is new each time.
  state.Set(ResultBase(call), 0);
}

uint32_t Walker::SiteIndex(Key key) {
  const auto [it, added] = site_index_.try_emplace(Occurrence(key), sites_.size());
  if (added) sites_.emplace_back();
  return it->second;
}

uint32_t Walker::TransformIndex(Key key) {
  const auto [it, added] = transform_index_.try_emplace(Occurrence(key), transforms_.size());
  if (added) transforms_.emplace_back();
  return it->second;
}

// A method that only gives out a field of its object is looked through.
std::optional<Walker::Operand> Walker::ApplyAccessor(const clang::CXXMethodDecl* method,
                                                     const Locs& object) {
  if (method->isVirtual() || method->isStatic() || method->getNumParams() != 0 || object.empty()) {
    return std::nullopt;
  }
  if (method->getParent()->isLambda()) return std::nullopt;  // `this` is another object there
  const clang::FunctionDecl* definition = nullptr;
  if (!method->hasBody(definition)) return std::nullopt;
  const auto* body = llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody());
  if (!body || body->size() != 1) return std::nullopt;
  const auto* returned = llvm::dyn_cast<clang::ReturnStmt>(body->body_front());
  if (!returned || !returned->getRetValue()) return std::nullopt;
  const clang::Expr* expr = returned->getRetValue();
  bool read = false;
  std::vector<const clang::FieldDecl*> fields;
  while (true) {
    if (const auto* full = llvm::dyn_cast<clang::FullExpr>(expr)) {
      expr = full->getSubExpr();
    } else if (const auto* paren = llvm::dyn_cast<clang::ParenExpr>(expr)) {
      expr = paren->getSubExpr();
    } else if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(expr);
               cast && (cast->getCastKind() == clang::CK_LValueToRValue ||
                        cast->getCastKind() == clang::CK_NoOp)) {
      if (cast->getCastKind() == clang::CK_LValueToRValue) {
        if (!fields.empty()) return std::nullopt;  // through a pointer: not this simple
        read = true;
      }
      expr = cast->getSubExpr();
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
               construct && construct->getConstructor()->isCopyConstructor() &&
               (construct->getConstructor()->isDefaulted() ||
                unit_.InStandardLibrary(construct->getConstructor())) &&
               construct->getNumArgs() == 1 && fields.empty()) {
      read = true;
      expr = construct->getArg(0);
    } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr)) {
      const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
      if (!field || field->getType()->isReferenceType()) return std::nullopt;
      fields.push_back(field);
      expr = member->getBase();
      if (member->isArrow()) {
        if (!llvm::isa<clang::CXXThisExpr>(expr->IgnoreParenImpCasts())) return std::nullopt;
        break;
      }
    } else {
      return std::nullopt;
    }
  }
  if (fields.empty()) return std::nullopt;
  Locs place = object;
  for (auto it = fields.rbegin(); it != fields.rend(); ++it) {
    place = Parts(place, Step::Field(unit_.FieldLabel(*it)));
  }
  if (method->getReturnType()->isReferenceType()) return Place(std::move(place));
  if (!read) return std::nullopt;
  if (method->getReturnType()->isRecordType()) return Tree(ReadPlaces(place));
  return Cell(CellAt(place));
}

// Whether default construction leaves nothing in any member.
bool Walker::PlainDefault(const clang::CXXRecordDecl* record) {
  for (const auto& base : record->bases()) {
    const auto* parent = base.getType()->getAsCXXRecordDecl();
    if (!parent || !parent->hasDefinition() || !PlainDefault(parent)) return false;
  }
  for (const clang::FieldDecl* field : record->fields()) {
    if (field->hasInClassInitializer()) return false;
    const auto* member = unit_.ast().getBaseElementType(field->getType())->getAsCXXRecordDecl();
    if (!member) continue;
    if (unit_.InStandardLibrary(member)) {
      // Of the library's, few make something (std::promise).
      if (llvm::any_of(member->ctors(), [&](const clang::CXXConstructorDecl* constructor) {
            const Model* model =
                constructor->isDefaultConstructor() ? unit_.ModelOf(constructor) : nullptr;
            return model && !model->points.empty();
          })) {
        return false;
      }
      continue;
    }
    if (!member->hasDefinition() || member->hasUserProvidedDefaultConstructor() ||
        !PlainDefault(member)) {
      return false;
    }
  }
  return !record->hasUserProvidedDefaultConstructor();
}

// What a copy of class `record` takes of an object: not the parts of classes derived from it, and
// its dynamic type is its own.
TreeId Walker::Sliced(TreeId content, const clang::CXXRecordDecl* record, const clang::Expr* from) {
  bool derived = false;
  for (const clang::Expr* e = from; e != nullptr;) {
    const auto* cast = llvm::dyn_cast<clang::CastExpr>(e);
    if (!cast) break;
    derived |= cast->getCastKind() == clang::CK_DerivedToBase ||
               cast->getCastKind() == clang::CK_UncheckedDerivedToBase;
    e = cast->getSubExpr();
  }
  if (!derived && !record->isPolymorphic()) return content;
  std::set<uint32_t> fields;
  std::function<void(const clang::CXXRecordDecl*)> collect = [&](const clang::CXXRecordDecl* c) {
    for (const clang::FieldDecl* field : c->fields()) fields.insert(unit_.FieldLabel(field));
    for (const auto& base : c->bases()) {
      if (const auto* parent = base.getType()->getAsCXXRecordDecl();
          parent && parent->hasDefinition()) {
        collect(parent);
      }
    }
  };
  collect(record);
  std::vector<TreeEntry> entries;
  for (const TreeEntry& e : values_.tree(content)) {
    const auto steps = paths_.Steps(e.path);
    if (derived && !steps.empty() && steps[0].kind == PathNode::FIELD &&
        !fields.contains(steps[0].label)) {
      continue;
    }
    entries.push_back(e);
  }
  const TreeId kept = values_.Tree(std::move(entries));
  const TreeId plain = values_.MapTree(kept, [&](SetId set) {
    return values_.Map(set, [](const Val& v) -> std::optional<Val> {
      if (v.kind == Value::TYPE) return std::nullopt;
      return v;
    });
  });
  if (!record->isPolymorphic()) return plain;
  return values_.UnionTrees(
      plain, values_.Leaf(values_.Single({.kind = Value::TYPE, .index = unit_.Symbol(record)})));
}

// Copying, moving and default construction that the language (or the standard library) defines.
std::optional<Walker::Operand> Walker::ApplySpecialMember(const clang::FunctionDecl* callee,
                                                          const Locs& object,
                                                          std::vector<Actual>& actuals) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!method) return std::nullopt;
  const bool standard = unit_.InStandardLibrary(method);
  const bool plain = standard || method->isDefaulted() || method->isImplicit();
  bool copy = method->isCopyAssignmentOperator(), move = method->isMoveAssignmentOperator();
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method)) {
    copy = constructor->isCopyConstructor();
    move = constructor->isMoveConstructor();
    const bool empty = constructor->isDefaultConstructor() && constructor->getNumParams() == 0;
    // A defaulted default constructor may run the initialisers of members: then it has a body.
    const bool trivial = constructor->isTrivial() || standard ||
                         (!constructor->isUserProvided() && PlainDefault(constructor->getParent()));
    if (empty && trivial) return Place(object);
  }
  if (!(copy || move) || !plain || actuals.empty()) return std::nullopt;
  const Operand from = OfActual(actuals[0]);
  TreeId content = Sliced(TreeOf(from), method->getParent(), actuals[0].expr);
  if (from.is_place && HoldsItself(RecordType(unit_.ast(), method->getParent()))) {
    // What a call left inside goes by the name of the object that it was left in.
    Locs inside;
    for (const Loc& loc : from.places) inside.push_back(Part(loc, Step::Pointee()));
    const TreeId held = ReadPlaces(inside);
    if (values_.All(held) != 0) {
      content = values_.Write(content, paths_.Append(0, Step::Pointee()), held, true, 0);
    }
  }
  // Moved-from library objects hold nothing that matters any more.
  if (move && standard && from.is_place) {
    WritePlaces(from.places, Emptied(RecordType(unit_.ast(), method->getParent())));
  }
  WritePlaces(object, content);
  return Place(object);
}

Walker::Operand Walker::Apply(const clang::FunctionDecl* callee, SetId target,
                              const clang::Expr* where, std::optional<Locs> object, bool is_virtual,
                              std::vector<Actual> actuals, clang::QualType result,
                              const void* key) {
  if (!callee && !object) callee = ModelledFunction(target);
  if (callee && unit_.TakesPolicy(callee) && !actuals.empty()) actuals.erase(actuals.begin());
  if (callee) {
    DropChecks(callee, actuals);
    if (object) EndReplaced(callee, *object, where, key);
    // A catalog's entry for all of a class's constructors does not mean these.
    if (object && IsCopyOrMove(callee)) {
      if (const auto done = ApplySpecialMember(callee, *object, actuals)) return *done;
    }
    HandOver(callee, object, actuals, where, key);
    if (const auto done = ApplyEmplacing(callee, object, actuals, where, key)) return *done;
    if (const auto done = ApplyGet(callee, actuals)) return *done;
    if (const auto done = ApplyTupleOfReferences(callee, object, actuals, key)) return *done;
    if (const auto done = ApplyTuples(callee, actuals, where, key)) return *done;
    if (const auto done = ApplyBind(callee, actuals, where)) return *done;
    if (const auto done = ApplyBlock(callee, actuals)) return *done;
    if (const auto done = ApplyPathPart(callee, object, actuals)) return *done;
    if (const auto done = ApplyView(callee, object, actuals, result, where, key)) return *done;
    if (const auto done = ApplyCoroutineHandle(callee, object, actuals, key)) return *done;
    if (const auto done = ApplyExceptionPointer(callee, actuals, where, key)) return *done;
    if (const Model* model = unit_.ModelOf(callee)) {
      ModelCall call{callee, where, key, object, &actuals, result};
      const Operand modeled = ApplyModel(*model, call);
      if (!is_virtual || !object) return modeled;
      return OrOverriden(llvm::cast<clang::CXXMethodDecl>(callee), *object, where, modeled, key);
    }
    if (object) {
      if (const auto done = ApplySpecialMember(callee, *object, actuals)) return *done;
      if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
          method && !is_virtual) {
        if (const auto done = ApplyAccessor(method, *object)) return *done;
      }
    }
    if (!is_virtual && target == 0) {
      if (const Summary* summary = SummaryOf(callee)) {
        if (const auto done = ApplySummary(*summary, object, actuals, result, key)) return *done;
      }
      // How a library ends the program is no data flow.
      if (callee->isNoReturn() && unit_.InLibrary(callee) && unit_.InLibrary(decl_)) return Cell(0);
    }
    unit_.Require(callee);
  }
  CallRecord record;
  record.location = unit_.Place(where ? PlaceOf(where) : decl_->getLocation());
  if (callee) {
    record.callee = unit_.Symbol(callee);
    record.name = unit_.Str(unit_.Name(callee));
  }
  record.is_virtual = is_virtual;
  record.target = target;
  record.returns = !result.isNull() && !result->isVoidType();
  record.may_throw = MayThrow(callee);
  record.stranger_throws = !callee || !callee->isExternC();
  const auto casts = [&] { return callee && unit_.CastsConstAway(callee); };
  if (object) {
    const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(callee);
    const bool writable = !method || !method->isConst() ||
                          unit_.HasMutable(RecordType(unit_.ast(), method->getParent())) || casts();
    record.has_receiver = true;
    record.receiver = values_.Leaf(AddressOf(*object));
    record.mutable_receiver = writable;
    if (method && !result.isNull() && !method->hasBody()) {
      record.returnable_receiver = MayBeSame(result, RecordType(unit_.ast(), method->getParent()));
    }
    Reach(AddressOf(*object), writable, true, record.reached);
  }
  const bool variadic = callee && callee->isVariadic();
  for (size_t i = 0; i < actuals.size(); ++i) {
    TreeId tree = AsTaken(callee, i, ArgumentTree(actuals[i]));
    // Of a library's function that nobody knows it is not assumed that it leaves the field.
    if (!callee || callee->hasBody() || !unit_.InLibrary(callee)) {
      tree = WithNeighbours(tree, actuals[i].type);
    }
    // The variable arguments are the elements of one parameter, after the named ones.
    if (variadic && i >= callee->getNumParams()) {
      const PathId element = paths_.Append(0, Step::Element(i - callee->getNumParams()));
      if (i == callee->getNumParams()) record.arguments.push_back(values_.EmptyCell());
      record.arguments.back() = values_.Write(record.arguments.back(), element, tree, true, 0);
    } else {
      record.arguments.push_back(tree);
    }
    const clang::QualType type = actuals[i].type;
    if (!unit_.MayPoint(type)) continue;
    const bool writable = IsWritable(type, unit_) || casts();
    if (IsPointerOrReference(type) && writable) {
      record.mutable_arguments.push_back(record.arguments.size() - 1);
    }
    if (IsPointerOrReference(type) && !result.isNull() && !(callee && callee->hasBody()) &&
        MayBeSame(result, type)) {
      record.returnable_arguments.push_back(record.arguments.size() - 1);
    }
    Reach(values_.All(tree), writable, true, record.reached);
  }
  const bool closed = callee && unit_.InStandardLibrary(callee);
  if (!closed && record.arguments.size() + record.has_receiver > 0) {
    const Aliases aliases = FindAliases(record, callee, actuals);
    if (!aliases.name.empty()) {
      record.alias = unit_.Str(aliases.name);
      record.alias_sure = aliases.sure;
      if (callee) unit_.RequireAliased(callee, aliases);
    } else if (target == 0 && !is_virtual) {
      record.body_of = callee;
    }
  }
  const uint32_t index = RecordCall({key, 0}, std::move(record), closed);
  const BaseId base = ResultBase(index);
  bases_[base].type = result;
  if (!result.isNull() && unit_.MayPoint(result)) {
    for (const Reached& r : calls_[index].reached) led_to_.insert(r.loc.base);
  }
  if (result.isNull() || result->isVoidType()) return Cell(0);
  if (result->isReferenceType()) return Place({{base, paths_.Append(0, Step::Pointee())}});
  return Cell(InitialOf(base));
}

// What a virtual function of a library returns: what the catalog says, or what the program's own
// override does.
Walker::Operand Walker::OrOverriden(const clang::CXXMethodDecl* method, const Locs& object,
                                    const clang::Expr* where, const Operand& modeled,
                                    const void* key) {
  if (!method->isConst() || method->getNumParams() != 0 || modeled.is_place) return modeled;
  CallRecord record;
  record.location = unit_.Place(where ? PlaceOf(where) : decl_->getLocation());
  record.callee = unit_.Symbol(method);
  record.name = unit_.Str(unit_.Name(method));
  record.is_virtual = true;
  record.modeled = true;
  record.returns = true;
  record.may_throw = MayThrow(method);
  record.has_receiver = true;
  record.receiver = values_.Leaf(AddressOf(object));
  Reach(AddressOf(object), false, true, record.reached);
  const uint32_t index = RecordCall({key, 2000}, std::move(record), /*closed=*/true);
  return Tree(values_.UnionTrees(modeled.tree, values_.Leaf(InitialOf(ResultBase(index)))));
}

Walker::Operand Walker::CallTo(const clang::CallExpr* call) {
  if (call->isTypeDependent() || call->isValueDependent()) return Cell(0);
  const clang::FunctionDecl* callee = call->getDirectCallee();
  const clang::QualType result = call->getCallReturnType(unit_.ast());
  if (callee) {
    if (ReturnsTwice(callee)) {
      any_time_ = true;
      gaps_.push_back(unit_.Str("what is stored before a longjmp comes back here"));
    }
    switch (callee->getBuiltinID()) {
      case clang::Builtin::BImove:
      case clang::Builtin::BIforward:
      case clang::Builtin::BIas_const:
      case clang::Builtin::BIaddressof:
      case clang::Builtin::BI__addressof:
      case clang::Builtin::BI__builtin_addressof:
      case clang::Builtin::BImove_if_noexcept:
      case clang::Builtin::BIforward_like:
        if (call->getNumArgs() > 0) {
          const Operand operand = Evaluate(call->getArg(0));
          if (result->isReferenceType()) return operand;
          return operand.is_place ? Cell(AddressOf(operand.places)) : operand;
        }
        break;
      case clang::Builtin::BI__builtin_va_start:
      case clang::Builtin::BIva_start:
        // The list points to the next of the variable arguments.
        if (variadic_base_ && call->getNumArgs() > 0) {
          const Locs first{{variadic_storage_, paths_.Append(0, Step::Element(0))}};
          WritePlaces(VariableList(call->getArg(0)), values_.Leaf(AddressOf(first)));
        }
        return Cell(0);
      case clang::Builtin::BI__builtin_va_copy:
        if (call->getNumArgs() == 2) {
          WritePlaces(VariableList(call->getArg(0)),
                      values_.Leaf(CellAt(VariableList(call->getArg(1)))));
        }
        return Cell(0);
      case clang::Builtin::BI__builtin_va_end:
        return Cell(0);
      case clang::Builtin::BI__builtin_coro_frame:
        // Handles are made of it: see coroutines.cc.
        if (const auto* body = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(
                function_ ? function_->getBody() : nullptr)) {
          return Cell(AddressOf({{VariableBase(body->getPromiseDecl()), 0}}));
        }
        return Cell(0);
      case clang::Builtin::BI__builtin_expect:
      case clang::Builtin::BI__builtin_launder:
      case clang::Builtin::BI__builtin_assume_aligned:
        return Evaluate(call->getArg(0));
      default:
        if (const auto computed = Computation(call)) return *computed;
        break;
    }
  }
  if (const auto* conversion = llvm::dyn_cast_or_null<clang::CXXConversionDecl>(callee);
      conversion && conversion->getParent()->isLambda()) {
    // A lambda without captures as a pointer to a function: the function is its call operator.
    if (const clang::Expr* lambda = ObjectOf(call)) return Cell(SetOf(lambda));
  }
  std::vector<Actual> actuals;
  std::optional<Locs> object;
  bool is_virtual = false;
  SetId target = 0;
  unsigned first = 0;
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
    if (const clang::Expr* self = ObjectOf(call)) {
      if (self->getType()->isPointerType()) {
        object = Behind(SetOf(self), SubKey(call, 1));
      } else {
        object = PlacesOf(self);
      }
    }
    const clang::CXXMethodDecl* method = member->getMethodDecl();
    if (!method) {
      // Through a pointer to member.
      if (const auto* op =
              llvm::dyn_cast<clang::BinaryOperator>(call->getCallee()->IgnoreParens())) {
        target = SetOf(op->getRHS());
        object = op->getOpcode() == clang::BO_PtrMemI ? Behind(SetOf(op->getLHS()), SubKey(call, 1))
                                                      : PlacesOf(op->getLHS());
      }
    } else if (method->isVirtual()) {
      const auto* access = llvm::dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParens());
      is_virtual = access && access->performsVirtualDispatch(unit_.ast().getLangOpts());
      // While an object is made or unmade, it is of the class whose constructor or destructor runs.
      if (is_virtual && llvm::isa<clang::CXXThisExpr>(access->getBase()->IgnoreParenImpCasts()) &&
          (llvm::isa<clang::CXXConstructorDecl>(function_) ||
           llvm::isa<clang::CXXDestructorDecl>(function_))) {
        const auto* own = method->getCorrespondingMethodInClass(method_->getParent());
        if (own && !own->isPureVirtual()) {
          is_virtual = false;
          callee = own;
        }
      }
      if (method->getParent()) unit_.RequireClass(method->getParent());
    }
  } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && callee &&
             llvm::isa<clang::CXXMethodDecl>(callee) &&
             !llvm::cast<clang::CXXMethodDecl>(callee)->isStatic() &&
             !llvm::cast<clang::CXXMethodDecl>(callee)->isExplicitObjectMemberFunction()) {
    object = PlacesOf(call->getArg(0));
    first = 1;
    is_virtual = llvm::cast<clang::CXXMethodDecl>(callee)->isVirtual();
  } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && callee &&
             llvm::isa<clang::CXXMethodDecl>(callee) &&
             llvm::cast<clang::CXXMethodDecl>(callee)->isStatic()) {
    first = 1;  // its object is not given to it
  } else if (!callee) {
    target = SetOf(call->getCallee());
  }
  const clang::FunctionProtoType* prototype = nullptr;
  if (callee) {
    prototype = callee->getType()->getAs<clang::FunctionProtoType>();
  } else {
    clang::QualType type = call->getCallee()->getType();
    if (type->isSpecificPlaceholderType(clang::BuiltinType::BoundMember)) {
      type = clang::Expr::findBoundMemberType(call->getCallee());
    }
    if (!type.isNull()) {
      if (const auto* pointer = type->getAs<clang::PointerType>()) type = pointer->getPointeeType();
      if (const auto* reference = type->getAs<clang::ReferenceType>()) {
        type = reference->getPointeeType();
      }
      prototype = type->getAs<clang::FunctionProtoType>();
    }
  }
  for (unsigned i = first; i < call->getNumArgs(); ++i) {
    Actual actual;
    actual.expr = call->getArg(i);
    const unsigned parameter = i - first;
    actual.type = prototype && parameter < prototype->getNumParams()
                      ? prototype->getParamType(parameter)
                      : call->getArg(i)->getType();
    actuals.push_back(actual);
  }
  // A lambda without captures called through its conversion to a pointer, and the like, keep
  // `callee`.
  return Apply(callee, target, call, object, is_virtual, std::move(actuals), result, call);
}

Walker::Operand Walker::Construct(const clang::CXXConstructExpr* construct) {
  const clang::CXXConstructorDecl* constructor = construct->getConstructor();
  const auto destination = destinations_.find(construct);
  Locs object;
  if (destination != destinations_.end()) {
    object = {destination->second};
    const BaseId base = destination->second.base;
    if (bases_[base].kind == Base::LOCAL && destination->second.path == 0 &&
        !declared_guard_.contains(base)) {
      declared_guard_[base] = guard_;
    }
  } else {
    const BaseId base = TemporaryBase(construct, construct->getType());
    declared_guard_[base] = guard_;
    object = {{base, 0}};
  }
  const clang::CXXRecordDecl* record = constructor->getParent();
  const bool whole = construct->getConstructionKind() == clang::CXXConstructionKind::Complete;
  if (construct->isElidable() && construct->getNumArgs() == 1 &&
      destination == destinations_.end()) {
    return Evaluate(construct->getArg(0));
  }
  // A fresh object holds nothing; `new` in a loop makes many that stand for one.
  if (whole &&
      (bases_[object.front().base].kind != Base::HEAP || state_.Get(object.front().base) == 0)) {
    WritePlaces(object, values_.EmptyCell());
  }
  std::vector<Actual> actuals;
  const auto* prototype = constructor->getType()->castAs<clang::FunctionProtoType>();
  for (unsigned i = 0; i < construct->getNumArgs(); ++i) {
    Actual actual;
    actual.expr = construct->getArg(i);
    actual.type = i < prototype->getNumParams() ? prototype->getParamType(i)
                                                : construct->getArg(i)->getType();
    actuals.push_back(actual);
  }
  if (whole && record->isPolymorphic()) {
    unit_.RequireClass(record);
    WritePlaces(object,
                values_.Leaf(values_.Single({.kind = Value::TYPE, .index = unit_.Symbol(record)})),
                true);
  }
  Apply(constructor, 0, construct, object, false, std::move(actuals), unit_.ast().VoidTy,
        construct);
  if (destination != destinations_.end()) return Place(object);
  return Tree(ReadPlaces(object));
}

Walker::Operand Walker::New(const clang::CXXNewExpr* expr) {
  // Placement new makes the object where the pointer points.
  if (expr->getNumPlacementArgs() == 1 && expr->getPlacementArg(0)->getType()->isPointerType()) {
    const SetId pointers = SetOf(expr->getPlacementArg(0));
    if (const clang::Expr* init = expr->getInitializer()) {
      WritePlaces(Dereference(pointers), TreeOf(init));
    }
    return Cell(pointers);
  }
  const BaseId heap = HeapBase(expr);
  if (const clang::Expr* init = expr->getInitializer()) {
    const bool again = state_.Get(heap) != 0;
    Locs target{{heap, 0}};
    const clang::Expr* construct = init->IgnoreImplicit();
    if (!destinations_.contains(init) && !destinations_.contains(construct)) {
      WritePlaces(target, TreeOf(init), again);
    } else {
      Evaluate(init);
    }
  }
  return Cell(values_.Single({.kind = Value::ADDRESS,
                              .base = heap,
                              .path = expr->isArray() ? paths_.Append(0, Step::Element(0)) : 0}));
}

}  // namespace pedigree
