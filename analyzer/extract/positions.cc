// Positions in ranges: what a pointer or an iterator leads to that a function of the library goes
// on from, or that is moved on.

#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// The operator without arguments, of the class or of its first base that has it.
const clang::CXXMethodDecl* OperatorOf(const clang::CXXRecordDecl* record,
                                       clang::OverloadedOperatorKind op) {
  for (const clang::CXXMethodDecl* method : record->methods()) {
    if (method->getOverloadedOperator() == op && method->getNumParams() == 0) return method;
  }
  for (const clang::CXXBaseSpecifier& base : record->bases()) {
    const auto* parent = base.getType()->getAsCXXRecordDecl();
    if (!parent || !(parent = parent->getDefinition())) continue;
    if (const auto* method = OperatorOf(parent, op)) return method;
  }
  return nullptr;
}

}  // namespace

// Whether the argument at `port` is where a range begins, for a function such as std::find.
bool Walker::BeginsRange(const Port& port, const ModelCall& call) {
  if (port.root != Port::kArg || port.steps.size() != 1 ||
      port.steps[0].kind != Port::Step::kPointee || llvm::isa<clang::CXXMethodDecl>(call.callee) ||
      static_cast<size_t>(port.index) >= call.actuals->size() ||
      !unit_.InStandardLibrary(call.callee)) {
    return false;
  }
  // A function for any array is given void*.
  const Actual& actual = (*call.actuals)[port.index];
  clang::QualType type = actual.expr ? actual.expr->IgnoreParenImpCasts()->getType() : actual.type;
  if (type.isNull()) return false;
  type = type.getNonReferenceType();
  if (!type->isAnyPointerType()) return unit_.IsIterator(type->getAsCXXRecordDecl());
  const clang::QualType pointee = type->getPointeeType();
  const auto* record = pointee->getAsCXXRecordDecl();
  if (!record) return pointee->isScalarType() || pointee->isRecordType();
  return record->hasDefinition() && !record->isPolymorphic() && !unit_.InStandardLibrary(record);
}

// A place as any of its map's, where a key tells which it is.
PathId Walker::WithoutKey(PathId path) {
  if (path == 0 || paths_.Last(path).kind != PathNode::KEY) return path;
  return paths_.Append(paths_.Parent(path), Step::AnyElement());
}

// The places at a port, which are those of any element if a range begins there.
Locs Walker::ElementsAt(const Port& port, ModelCall& call) {
  Locs places = PortPlaces(port, call);
  if (!BeginsRange(port, call)) return places;
  for (Loc& loc : places) {
    loc.path = WithoutKey(loc.path);
    if (loc.path == 0 || paths_.Last(loc.path).kind != PathNode::POINTEE) continue;
    const Base::Kind kind = bases_[loc.base].kind;
    const PathId before = paths_.Parent(loc.path);
    const bool itself = kind == Base::THIS && before == 0;
    if (kind != Base::LOCAL && kind != Base::HEAP && !itself) {
      loc.path = paths_.Append(paths_.Append(before, Step::AnyOffset()), Step::Pointee());
    }
  }
  return places;
}

// What is at an iterator of a class of the program's own, which a function of the library moves on
// as far as it likes: its operators say so. Null: the port does not ask for that.
const Walker::Operand* Walker::AtOwnIterator(const Port& port, ModelCall& call) {
  constexpr int kKeysOfOne = 3;
  const auto argument = static_cast<size_t>(port.index);
  if (port.root != Port::kArg || port.steps.empty() || port.steps[0].kind != Port::Step::kPointee ||
      argument >= call.actuals->size() || !unit_.InStandardLibrary(call.callee)) {
    return nullptr;
  }
  const Actual& actual = (*call.actuals)[argument];
  const clang::QualType type = TypeOfActual(actual).getNonReferenceType().getUnqualifiedType();
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition() || unit_.InStandardLibrary(record)) return nullptr;
  const auto* at = OperatorOf(record, clang::OO_Star);
  const auto* next = OperatorOf(record, clang::OO_PlusPlus);
  if (!at || !next) return nullptr;
  const auto [it, added] = call.own_iterators.try_emplace(argument);
  ModelCall::OwnIterator& own = it->second;
  if (!added) return &own.at;
  const auto key = [&](int n) {
    return SubKey(call.key, ModelCall::kOwnIterators + static_cast<int>(argument) * kKeysOfOne + n);
  };
  const Locs cursor{{TemporaryBase(key(0), type), 0}};
  state_.Set(cursor[0].base, TreeOf(OfActual(actual)));
  // As in a loop: the second call is the one that is kept, and finds what the first has left.
  const State before = state_;
  for (int round = 0; round < 2; ++round) {
    Apply(next, 0, call.where, cursor, next->isVirtual(), {}, next->getReturnType(), key(1));
    JoinInto(state_, before);
  }
  own.type = type;
  own.moved = ReadPlaces(cursor);
  own.at = Apply(at, 0, call.where, cursor, at->isVirtual(), {}, at->getReturnType(), key(2));
  return &own.at;
}

// What is returned where that is one of those iterators.
std::optional<TreeId> Walker::OwnIteratorReturned(const ModelCall& call) {
  std::optional<TreeId> returned;
  for (const auto& [argument, own] : call.own_iterators) {
    if (!unit_.ast().hasSameUnqualifiedType(own.type, call.result)) continue;
    returned = returned ? values_.UnionTrees(*returned, own.moved) : own.moved;
  }
  return returned;
}

// An iterator that is moved leaves the element that a key told.
void Walker::MoveOn(const clang::FunctionDecl* callee, const std::optional<Locs>& object) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  const clang::OverloadedOperatorKind op = callee->getOverloadedOperator();
  const bool moves = op == clang::OO_PlusPlus || op == clang::OO_MinusMinus ||
                     op == clang::OO_PlusEqual || op == clang::OO_MinusEqual;
  if (!method || !object || !moves || !unit_.IsIterator(method->getParent())) return;
  const SetId before = CellAt(*object);
  const SetId after = values_.Map(before, [&](const Val& v) -> std::optional<Val> {
    Val moved = v;
    if (v.kind == Value::ADDRESS) moved.path = WithoutKey(v.path);
    return moved;
  });
  if (after != before) WritePlaces(*object, values_.Leaf(after));
}

}  // namespace pedigree
