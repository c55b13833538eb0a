// What is near to the machine: vectors of numbers, complex numbers, atomic operations, and the
// compiler's builtin functions.
//
// A vector (of the language's extensions, or of the intrinsics for SIMD) and a complex number are
// one value each: what is stored in a lane of it joins what is there. An access to an array by
// vectors is to any of its elements.

#include <algorithm>

#include "analyzer/extract/walker.h"
#include "clang/Basic/Builtins.h"

namespace pedigree {
namespace {

// The intrinsics' loads and stores go through a struct around the vector or number, which may alias
// anything.
const clang::FieldDecl* Wrapped(const clang::RecordDecl* record) {
  if (!record || !(record = record->getDefinition()) || !record->hasAttr<clang::MayAliasAttr>()) {
    return nullptr;
  }
  const auto fields = record->fields();
  return std::distance(fields.begin(), fields.end()) == 1 ? *fields.begin() : nullptr;
}

bool IsVector(clang::QualType type) {
  if (const clang::FieldDecl* field = Wrapped(type->getAsRecordDecl())) type = field->getType();
  return type->isVectorType();
}

}  // namespace

// The vector or complex number that `expr` is a part of; null: it is none.
const clang::Expr* Walker::LanesOf(const clang::Expr* expr) {
  expr = expr->IgnoreParens();
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) {
    return subscript->getBase()->getType()->isVectorType() ? subscript->getBase() : nullptr;
  }
  if (const auto* lanes = llvm::dyn_cast<clang::ExtVectorElementExpr>(expr)) {
    return lanes->isArrow() ? nullptr : lanes->getBase();
  }
  const auto* op = llvm::dyn_cast<clang::UnaryOperator>(expr);
  const bool part = op && (op->getOpcode() == clang::UO_Real || op->getOpcode() == clang::UO_Imag);
  return part && op->getSubExpr()->getType()->isAnyComplexType() ? op->getSubExpr() : nullptr;
}

// Whether `member` is what an intrinsic's struct wraps: it stands for the object itself.
bool Walker::IsWrapped(const clang::MemberExpr* member) {
  const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
  return field && member->isArrow() && Wrapped(field->getParent()) == field;
}

// Pointers that are cast to ones to a vector of several of what they point to: any of an array's
// elements, and of an object's fields. Nothing: the cast is none to that.
std::optional<SetId> Walker::CastToVector(const clang::CastExpr* cast) {
  const clang::Expr* sub = cast->getSubExpr();
  if (!cast->getType()->isPointerType() || !sub->getType()->isPointerType()) return std::nullopt;
  const clang::QualType to = cast->getType()->getPointeeType(),
                        from = sub->getType()->getPointeeType();
  const bool wraps = Wrapped(to->getAsRecordDecl()) != nullptr;
  if (!IsVector(to) || SizeOf(from) == SizeOf(to)) {
    return wraps ? std::optional<SetId>(SetOf(sub)) : std::nullopt;
  }
  SetId seen = 0;
  const SetId pointers = SetOf(sub);
  for (const ValueId id : values_.set(pointers)) {
    Val v = values_.value(id);
    const clang::QualType type =
        v.kind == Value::ADDRESS ? TypeAt({v.base, v.path}) : clang::QualType();
    const Step last = v.path == 0 ? Step::Any() : paths_.Last(v.path);
    if (!type.isNull() && type->isArrayType()) {
      v.path = paths_.Append(v.path, Step::AnyElement());
    } else if (v.kind == Value::ADDRESS && last.kind == PathNode::FIELD) {
      v.path = paths_.Parent(v.path);
    } else {
      seen = values_.Union(seen, MoveBytes(values_.Single(v), from, std::nullopt));
      continue;
    }
    seen = values_.Union(seen, values_.Single(v));
  }
  return seen;
}

// The operations that the compiler knows itself: __atomic_load_n, C11's atomic_load and the like.
// The generic ones (__atomic_load) are given pointers to what the others are given.
Walker::Operand Walker::Atomic(const clang::AtomicExpr* expr) {
  const Locs object = Dereference(SetOf(expr->getPtr()));
  const SetId before = CellAt(object);
  const auto behind = [&](const clang::Expr* pointer) { return Dereference(SetOf(pointer)); };
  const auto store = [&](SetId content, bool weak = false) {
    WritePlaces(object, values_.Leaf(content), weak);
  };
  switch (expr->getOp()) {
    case clang::AtomicExpr::AO__c11_atomic_init:
    case clang::AtomicExpr::AO__opencl_atomic_init:
    case clang::AtomicExpr::AO__c11_atomic_store:
    case clang::AtomicExpr::AO__opencl_atomic_store:
    case clang::AtomicExpr::AO__hip_atomic_store:
    case clang::AtomicExpr::AO__scoped_atomic_store_n:
    case clang::AtomicExpr::AO__atomic_store_n:
      store(SetOf(expr->getVal1()));
      return Cell(0);
    case clang::AtomicExpr::AO__atomic_store:
    case clang::AtomicExpr::AO__scoped_atomic_store:
      WritePlaces(object, ReadPlaces(behind(expr->getVal1())));
      return Cell(0);
    case clang::AtomicExpr::AO__c11_atomic_load:
    case clang::AtomicExpr::AO__opencl_atomic_load:
    case clang::AtomicExpr::AO__hip_atomic_load:
    case clang::AtomicExpr::AO__scoped_atomic_load_n:
    case clang::AtomicExpr::AO__atomic_load_n:
      return Cell(before);
    case clang::AtomicExpr::AO__atomic_load:
    case clang::AtomicExpr::AO__scoped_atomic_load:
      WritePlaces(behind(expr->getVal1()), ReadPlaces(object));
      return Cell(0);
    case clang::AtomicExpr::AO__c11_atomic_exchange:
    case clang::AtomicExpr::AO__opencl_atomic_exchange:
    case clang::AtomicExpr::AO__hip_atomic_exchange:
    case clang::AtomicExpr::AO__scoped_atomic_exchange_n:
    case clang::AtomicExpr::AO__atomic_exchange_n:
      store(SetOf(expr->getVal1()));
      return Cell(before);
    case clang::AtomicExpr::AO__atomic_exchange:
    case clang::AtomicExpr::AO__scoped_atomic_exchange: {
      const TreeId old = ReadPlaces(object);
      WritePlaces(object, ReadPlaces(behind(expr->getVal1())));
      WritePlaces(behind(expr->getVal2()), old);
      return Cell(0);
    }
    default:
      break;
  }
  if (expr->isCmpXChg()) {
    // Either the new value is stored, or what is there is found.
    const Locs expected = behind(expr->getVal1());
    const bool generic = expr->getOp() == clang::AtomicExpr::AO__atomic_compare_exchange ||
                         expr->getOp() == clang::AtomicExpr::AO__scoped_atomic_compare_exchange;
    const SetId compared = CellAt(expected);
    const SetId desired = generic ? CellAt(behind(expr->getVal2())) : SetOf(expr->getVal2());
    WritePlaces(expected, values_.Leaf(before), true);
    store(desired, true);
    return Cell(ComputedFrom({before, compared}));
  }
  // The old value or the new one, of one that is computed of both.
  const SetId after = ComputedFrom({before, SetOf(expr->getVal1())});
  store(after);
  switch (expr->getOp()) {
    case clang::AtomicExpr::AO__atomic_add_fetch:
    case clang::AtomicExpr::AO__atomic_sub_fetch:
    case clang::AtomicExpr::AO__atomic_and_fetch:
    case clang::AtomicExpr::AO__atomic_or_fetch:
    case clang::AtomicExpr::AO__atomic_xor_fetch:
    case clang::AtomicExpr::AO__atomic_nand_fetch:
    case clang::AtomicExpr::AO__atomic_max_fetch:
    case clang::AtomicExpr::AO__atomic_min_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_add_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_sub_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_and_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_or_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_xor_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_nand_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_max_fetch:
    case clang::AtomicExpr::AO__scoped_atomic_min_fetch:
      return Cell(after);
    default:
      return Cell(before);
  }
}

// A builtin function that only computes: of numbers and vectors, without memory.
std::optional<Walker::Operand> Walker::Computation(const clang::CallExpr* call) {
  const clang::FunctionDecl* callee = call->getDirectCallee();
  const unsigned id = callee ? callee->getBuiltinID() : 0;
  if (id == 0 || !unit_.ast().BuiltinInfo.isConst(id) || unit_.ModelOf(callee) ||
      call->getType()->isAnyPointerType()) {
    return std::nullopt;
  }
  SetId all = 0;
  for (const clang::Expr* argument : call->arguments()) {
    if (argument->getType()->isAnyPointerType()) return std::nullopt;
    all = values_.Union(all, AllOf(argument));
  }
  return Cell(values_.Computed(all, TRANSFORMATION));
}

// Takes out the arguments that only check the others.
void Walker::DropChecks(const clang::FunctionDecl* callee, std::vector<Actual>& actuals) {
  const PlainName plain = unit_.PlainNameFor(callee);
  const size_t first = std::min<size_t>(plain.first_check, actuals.size());
  const size_t end = std::min<size_t>(first + plain.checks, actuals.size());
  actuals.erase(actuals.begin() + first, actuals.begin() + end);
}

// Runs the function of a variable's `cleanup` attribute, which is given its address.
void Walker::CleanUp(const clang::VarDecl* variable, const clang::FunctionDecl* function,
                     const void* key) {
  Actual actual;
  actual.type = unit_.ast().getPointerType(variable->getType());
  actual.operand = Cell(AddressOf({{VariableBase(variable), 0}}));
  Apply(function, 0, nullptr, std::nullopt, false, {std::move(actual)}, unit_.ast().VoidTy, key);
}

}  // namespace pedigree
