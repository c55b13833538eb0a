// Expressions and statements.

#include "analyzer/extract/secrets.h"
#include "analyzer/extract/walker.h"
#include "analyzer/fragment/mask.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprConcepts.h"
#include "llvm/ADT/APSInt.h"

namespace pedigree {

// A pointer that stands at more places than this, some way from each other, is taken to go on so.
static constexpr int kMaxStrides = 4;

SetId Walker::NumberValue(const llvm::APSInt& number) {
  if (!number.isRepresentableByInt64()) return 0;
  return values_.Single({.kind = Value::NUMBER, .number = number.getExtValue()});
}

TreeId Walker::TreeOf(const Operand& operand) {
  return operand.is_place ? ReadPlaces(operand.places) : operand.tree;
}

Locs Walker::Materialize(const Operand& operand, const void* key, clang::QualType type) {
  if (operand.is_place) return operand.places;
  const BaseId base = TemporaryBase(key, type);
  declared_guard_[base] = guard_;
  state_.Set(base, operand.tree);
  return {{base, 0}};
}

Locs Walker::PlacesOf(const clang::Expr* expr) {
  const Operand operand = Evaluate(expr);
  return operand.is_place ? operand.places : Materialize(operand, expr, expr->getType());
}

SetId Walker::ComputedFrom(std::initializer_list<SetId> sets, Subtype subtype) {
  SetId all = 0;
  for (const SetId set : sets) all = values_.Union(all, set);
  return values_.Computed(all, subtype);
}

Walker::Operand Walker::Evaluate(const clang::Expr* expr) {
  if (const auto it = results_.find(expr); it != results_.end()) return it->second;
  // Not an element of the graph (a default argument), or of a part that is not reached.
  if (!pending_.try_emplace(expr, true).second) return Cell(0);
  const Operand operand = OrAnyNumber(expr, Compute(expr));
  pending_.erase(expr);
  return operand;
}

// A number of which nothing is known is some number: where it meets others, they are not all that
// there may be.
SetId Walker::OrAnyNumber(SetId set, clang::QualType type) {
  // In a source that does not compile an expression may have no type.
  if (type.isNull() || type->isBooleanType() || !type->isIntegralOrEnumerationType()) return set;
  const bool nothing = llvm::all_of(
      values_.set(set), [&](ValueId id) { return values_.value(id).kind == Value::GUARD; });
  return nothing ? values_.Union(set, values_.Single(kAnyNumber)) : set;
}

Walker::Operand Walker::OrAnyNumber(const clang::Expr* expr, Operand operand) {
  if (operand.is_place || !expr->isPRValue()) return operand;
  const SetId all = values_.All(operand.tree);
  const SetId number = OrAnyNumber(all, expr->getType());
  return number == all ? operand : Cell(number);
}

Walker::Operand Walker::EvaluateAt(const void* where, unsigned index, const clang::Expr* expr) {
  const int around = std::exchange(occurrence_, OccurrenceAt(where, index));
  Operand operand = Evaluate(expr);
  occurrence_ = around;
  return operand;
}

void Walker::Transfer(const clang::Stmt* stmt) {
  if (const auto* expr = llvm::dyn_cast<clang::Expr>(stmt)) {
    Operand operand = OrAnyNumber(expr, Compute(expr));
    if (options_) {
      if (const OptionValue* value = options_->ValueAt(expr)) {
        operand = UnderOption(expr, *value, std::move(operand));
      }
    }
    results_[expr] = std::move(operand);
    return;
  }
  if (const auto* declare = llvm::dyn_cast<clang::DeclStmt>(stmt)) {
    for (const clang::Decl* d : declare->decls()) {
      if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(d)) Declare(variable);
    }
    return;
  }
  if (const auto* returned = llvm::dyn_cast<clang::ReturnStmt>(stmt)) {
    const clang::Expr* value = returned->getRetValue();
    if (!value) return;
    const bool reference = function_ && function_->getReturnType()->isReferenceType();
    const TreeId tree = reference ? values_.Leaf(AddressOf(PlacesOf(value)))
                                  : WithNeighbours(TreeOf(value), value->getType());
    WritePlaces({{return_base_, 0}}, tree);
    return;
  }
  if (const auto* returned = llvm::dyn_cast<clang::CoreturnStmt>(stmt)) {
    if (const clang::Expr* told = returned->getPromiseCall()) Evaluate(told);
    return;
  }
  if (const auto* handler = llvm::dyn_cast<clang::CXXCatchStmt>(stmt)) {
    Catch(handler);
    return;
  }
  if (const auto* assembly = llvm::dyn_cast<clang::AsmStmt>(stmt)) {
    SetId inputs = 0;
    const auto* gcc = llvm::dyn_cast<clang::GCCAsmStmt>(assembly);
    if (!gcc) return;
    for (unsigned i = 0; i < gcc->getNumInputs(); ++i) {
      inputs = values_.Union(inputs, AllOf(gcc->getInputExpr(i)));
    }
    for (unsigned i = 0; i < gcc->getNumOutputs(); ++i) {
      WritePlaces(PlacesOf(gcc->getOutputExpr(i)),
                  values_.Leaf(values_.Computed(inputs, TRANSFORMATION, ASSUMED)), true);
    }
  }
}

SetId Walker::TextOfLiteral(const clang::StringLiteral* literal) {
  if (!secrets_) FindSecrets(decl_, &secrets_.emplace());
  return TextValue(secrets_->contains(literal) ? "***" : literal->getString());
}

SetId Walker::TextValue(std::string_view text) {
  std::vector<TextPart> parts;
  if (!text.empty()) parts.push_back({unit_.Str(MaskSecrets(text)), 0});
  return values_.Single({.kind = Value::TEXT, .index = values_.Text(std::move(parts))});
}

std::optional<int64_t> Walker::ConstantOf(const clang::Expr* expr) {
  return values_.OnlyNumber(SetOf(expr));
}

void Walker::Initialize(Locs target, const clang::Expr* init, clang::QualType type) {
  if (!init) return;
  if (!type.isNull() && type->isReferenceType()) {
    WritePlaces(target, values_.Leaf(AddressOf(PlacesOf(init))));
    return;
  }
  // An object constructed in place is there already.
  const clang::Expr* inner = init;
  while (true) {
    if (const auto* full = llvm::dyn_cast<clang::FullExpr>(inner)) {
      inner = full->getSubExpr();
    } else if (const auto* bind = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(inner)) {
      inner = bind->getSubExpr();
    } else if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(inner);
               cast && (cast->getCastKind() == clang::CK_NoOp ||
                        cast->getCastKind() == clang::CK_ConstructorConversion)) {
      inner = cast->getSubExpr();
    } else {
      break;
    }
  }
  if (llvm::isa<clang::CXXInheritedCtorInitExpr>(inner)) {
    Evaluate(init);
    return;
  }
  if (const auto it = destinations_.find(inner);
      it != destinations_.end() && target.size() == 1 && it->second == target.front()) {
    Evaluate(init);
    return;
  }
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(inner->IgnoreParens());
      text && !type.isNull() && type->isArrayType()) {
    WritePlaces(target, values_.Leaf(text->isOrdinary() || text->isUTF8() ? TextOfLiteral(text)
                                                                          : SetId{0}));
    return;
  }
  WritePlaces(target, TreeOf(init));
}

void Walker::Declare(const clang::VarDecl* variable) {
  const BaseId base = VariableBase(variable);
  if (variable->isStaticLocal()) {
    if (variable->hasInit() && !skipped_.contains(variable->getInit())) {
      WritePlaces({{base, 0}}, TreeOf(variable->getInit()), true);
      BindOptions(variable);
    }
    return;
  }
  if (variable->hasGlobalStorage()) return;
  if (!declared_guard_.contains(base)) declared_guard_[base] = guard_;
  const Locs target{{base, 0}};
  if (variable->hasInit()) {
    Initialize(target, variable->getInit(), variable->getType());
    BindOptions(variable);
  } else {
    state_.Set(base, values_.EmptyCell());
  }
}

Walker::Operand Walker::Reference(const clang::ValueDecl* decl, const clang::Expr* where) {
  if (const auto* enumerator = llvm::dyn_cast<clang::EnumConstantDecl>(decl)) {
    return Cell(NumberValue(enumerator->getInitVal()));
  }
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    const uint32_t symbol = unit_.FunctionValue(function, where->getExprLoc());
    return Cell(values_.Single({.kind = Value::FUNCTION, .index = symbol}));
  }
  if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(decl)) {
    if (const clang::VarDecl* holder = binding->getHoldingVar()) return Reference(holder, where);
    if (const clang::Expr* bound = binding->getBinding()) return Evaluate(bound);
    return Cell(0);
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
  if (!variable) return Cell(0);
  if (const auto it = captures_.find(variable); it != captures_.end() && has_this_) {
    Locs place = Parts(Self(), Step::Field(unit_.FieldLabel(it->second)));
    if (it->second->getType()->isReferenceType()) place = Behind(CellAt(place), where);
    return Place(std::move(place));
  }
  // Constants are what they are, wherever they are used.
  if (variable->hasGlobalStorage() && variable->getType().isConstQualified() &&
      variable->getType()->isIntegralOrEnumerationType() && variable->hasInit()) {
    if (const clang::APValue* value = variable->evaluateValue(); value && value->isInt()) {
      return Cell(NumberValue(value->getInt()));
    }
  }
  const BaseId base = VariableBase(variable);
  if (variable->getType()->isReferenceType()) {
    return Place(Behind(CellAt({{base, 0}}), where, variable->getType()));
  }
  return Place({{base, 0}});
}

Walker::Operand Walker::MemberOf(const clang::MemberExpr* member) {
  const clang::ValueDecl* decl = member->getMemberDecl();
  const auto* field = llvm::dyn_cast<clang::FieldDecl>(decl);
  if (!field) {
    if (llvm::isa<clang::CXXMethodDecl>(decl)) return Cell(0);  // the call looks at the base
    return Reference(decl, member);
  }
  Locs object;
  if (member->isArrow()) {
    SetId data = 0;
    object = Dereference(SetOf(member->getBase()), &data);
    if (!IsWrapped(member)) {
      object = SeenAs(std::move(object), member->getBase()->getType()->getPointeeType());
    }
    object = FoundBy(std::move(object), data, member);
  } else {
    const Operand base = Evaluate(member->getBase());
    if (!base.is_place) {
      return Tree(
          values_.Sub(base.tree, paths_.Append(0, Step::Field(unit_.FieldLabel(field))), 0));
    }
    object = base.places;
  }
  if (IsWrapped(member)) return Place(std::move(object));
  Locs places = Parts(object, Step::Field(unit_.FieldLabel(field)));
  if (!recast_.empty()) {
    for (const Loc& place : FieldByPlace(object, field)) {
      if (!llvm::is_contained(places, place)) places.push_back(place);
    }
  }
  if (field->getType()->isReferenceType()) places = Behind(CellAt(places), SubKey(member, 1));
  return Place(std::move(places));
}

SetId Walker::MovePointer(SetId pointers, clang::QualType type, const clang::Expr* by,
                          bool negative, bool in_row) {
  auto distance = ConstantOf(by);
  if (distance && negative) distance = -*distance;
  const bool in_loop = distance && *distance != 0 && Strides(pointers, kMaxStrides);
  SetId moved =
      MoveBytes(pointers, type->getPointeeType(), in_loop ? std::nullopt : distance, in_row);
  // Which element is chosen is an influence of its own.
  if (!distance) moved = values_.Union(moved, values_.Computed(AllOf(by), CONDITIONAL));
  return moved;
}

Walker::Operand Walker::Cast(const clang::CastExpr* cast) {
  const clang::Expr* sub = cast->getSubExpr();
  switch (cast->getCastKind()) {
    case clang::CK_LValueToRValue:
    case clang::CK_AtomicToNonAtomic: {
      const Operand operand = Evaluate(sub);
      if (!operand.is_place) return operand;
      if (cast->getType()->isRecordType()) return Tree(ReadPlaces(operand.places));
      if (const Locs blurred = BlurredPlaces(sub); !blurred.empty()) {
        return Cell(
            values_.Union(CellAt(operand.places),
                          values_.Computed(values_.All(ReadPlaces(blurred)), TRANSFORMATION)));
      }
      const SetId loaded = LoadedThroughAlias(operand.places, cast);
      const auto bytes = viewed_.empty() ? std::nullopt : SizeOf(cast->getType());
      return Cell(values_.Union(CellAt(operand.places, bytes.value_or(0)), loaded));
    }
    case clang::CK_ArrayToPointerDecay: {
      const clang::Expr* inner = sub->IgnoreParens();
      if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(inner)) {
        return Cell(text->isOrdinary() || text->isUTF8() ? TextOfLiteral(text) : SetId{0});
      }
      if (const auto* predefined = llvm::dyn_cast<clang::PredefinedExpr>(inner)) {
        return Cell(predefined->getFunctionName() && predefined->getFunctionName()->isOrdinary()
                        ? TextValue(predefined->getFunctionName()->getString())
                        : SetId{0});
      }
      return Cell(AddressOf(Parts(PlacesOf(sub), Step::Element(0))));
    }
    case clang::CK_NullToPointer: {
      const bool function = cast->getType()->isFunctionPointerType();
      return function ? Cell(0) : Tree(Emptied(cast->getType()));
    }
    case clang::CK_IntegralToPointer:
      // What is kept in a void* is as often a number.
      if (cast->getType()->isVoidPointerType()) return Evaluate(sub);
      // A pointer with bits of its own that are masked away, say: still where it pointed.
      return Cell(values_.Map(SetOf(sub), [](const Val& v) -> std::optional<Val> {
        if (v.kind != Value::INITIAL && v.kind != Value::OUT) return v;
        if (v.subtype != TRANSFORMATION) return v;
        Val pointer = v;
        pointer.subtype = IDENTITY;
        pointer.confidence = std::max<Confidence>(pointer.confidence, ASSUMED);
        return pointer;
      }));
    case clang::CK_LValueBitCast:
      NoteRecast(cast);
      return Evaluate(sub);
    case clang::CK_BitCast: {
      NoteRecast(cast);
      if (const auto vectors = CastToVector(cast)) return Cell(*vectors);
      const clang::QualType from = sub->getType(), to = cast->getType();
      if (!to->isPointerType() || !from->isPointerType() || !to->getPointeeType()->isRecordType()) {
        return Evaluate(sub);
      }
      const clang::QualType bytes = from->getPointeeType();
      return Cell(
          CastTo(SetOf(sub), to->getPointeeType(), bytes->isVoidType() || bytes->isCharType()));
    }
    case clang::CK_PointerToIntegral:
      if (!unit_.MayPoint(cast->getType())) {
        gaps_.push_back(unit_.Str("a pointer kept in an integer"));
      }
      return Evaluate(sub);
    case clang::CK_PointerToBoolean:
      return Cell(LookedAt(sub));
    case clang::CK_ToVoid:
    case clang::CK_NullToMemberPointer:
      return Cell(0);
    default:
      return Evaluate(sub);
  }
}

// Whether the same pointer is at more than so many places of a row already: a loop moves it.
bool Walker::Strides(SetId pointers, int places) {
  std::map<std::pair<BaseId, PathId>, int> places_of;
  return llvm::any_of(values_.set(pointers), [&](ValueId id) {
    const Val& v = values_.value(id);
    const Step last = v.path == 0 ? Step::Any() : paths_.Last(v.path);
    const bool address = v.kind == Value::ADDRESS;
    if (!address && v.kind != Value::INITIAL && v.kind != Value::OUT) return false;
    const bool moved = last.kind == (address ? PathNode::ELEMENT : PathNode::OFFSET);
    return ++places_of[{v.base, moved ? paths_.Parent(v.path) : v.path}] > places;
  });
}

// Pointers one further, or back.
SetId Walker::Advanced(SetId pointers, clang::QualType pointee, bool up) {
  // The same pointer at two places already: a loop moves it.
  std::map<BaseId, int> places_of;
  bool moving = false;
  for (const ValueId id : values_.set(pointers)) {
    const Val& v = values_.value(id);
    if (v.kind == Value::ADDRESS || v.kind == Value::INITIAL || v.kind == Value::OUT) {
      moving |= ++places_of[v.base] > 1;
    }
  }
  return MoveBytes(pointers, pointee, moving ? std::nullopt : std::optional<int64_t>(up ? 1 : -1));
}

// Where a va_list keeps which argument is next.
Locs Walker::VariableList(const clang::Expr* list) {
  if (!list->isGLValue()) {
    if (Locs places = Dereference(SetOf(list)); !places.empty()) return places;
  }
  return PlacesOf(list->IgnoreParenCasts());
}

Walker::Operand Walker::VariableArgument(const clang::VAArgExpr* expr) {
  const Locs list = VariableList(expr->getSubExpr());
  const SetId next = CellAt(list);
  SetId data = 0;
  const Locs places = Dereference(next, &data);
  Operand taken = Cell(values_.Computed(data, TRANSFORMATION, ASSUMED));
  if (!places.empty()) {
    taken = expr->getType()->isRecordType() ? Tree(ReadPlaces(places))
                                            : Cell(values_.Union(CellAt(places), data));
  }
  WritePlaces(list, values_.Leaf(Advanced(next, expr->getType(), true)));
  return taken;
}

// A member by a pointer that is known elsewhere: a call of the function that it is.
Walker::Operand Walker::ThroughMember(const clang::BinaryOperator* op) {
  const Locs object = op->getOpcode() == clang::BO_PtrMemD ? PlacesOf(op->getLHS())
                                                           : Behind(SetOf(op->getLHS()), op);
  CallRecord record;
  record.location = unit_.Place(op->getOperatorLoc());
  record.target = SetOf(op->getRHS());
  record.arguments = {values_.Leaf(AddressOf(object))};
  record.mutable_arguments = {0};
  record.returns = true;
  Reach(AddressOf(object), true, true, record.reached);
  const uint32_t index = RecordCall({op, 0}, std::move(record), /*closed=*/true);
  return Place({{ResultBase(index), paths_.Append(0, Step::Pointee())}});
}

// A constructor of a base that a `using` makes one's own: it gets this one's parameters.
Walker::Operand Walker::InheritedConstructor(const clang::CXXInheritedCtorInitExpr* expr) {
  const Locs self{{this_base_, paths_.Append(0, Step::Pointee())}};
  const clang::CXXConstructorDecl* constructor = expr->getConstructor();
  std::vector<Actual> actuals;
  for (const clang::ParmVarDecl* parameter : function_->parameters()) {
    Actual actual;
    actual.type = actuals.size() < constructor->getNumParams()
                      ? constructor->getParamDecl(actuals.size())->getType()
                      : parameter->getType();
    Locs place{{VariableBase(parameter), 0}};
    if (parameter->getType()->isReferenceType()) {
      place = Behind(CellAt(place), SubKey(expr, static_cast<int>(actuals.size())));
    }
    actual.operand = Place(std::move(place));
    actuals.push_back(std::move(actual));
  }
  Apply(constructor, 0, expr, self, false, std::move(actuals), unit_.ast().VoidTy, expr);
  return Place(self);
}

Walker::Operand Walker::Unary(const clang::UnaryOperator* op) {
  const clang::Expr* sub = op->getSubExpr();
  switch (op->getOpcode()) {
    case clang::UO_AddrOf: {
      if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(sub->IgnoreParens());
          ref && llvm::isa<clang::FunctionDecl>(ref->getDecl())) {
        return Reference(ref->getDecl(), op);
      }
      // A pointer to a data member is a function from an object to that member.
      if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(sub->IgnoreParens())) {
        if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(ref->getDecl())) {
          return Cell(values_.Single(
              {.kind = Value::FUNCTION, .index = unit_.MemberSymbol(unit_.FieldLabel(field))}));
        }
      }
      const Operand operand = Evaluate(sub);
      if (!operand.is_place) return operand;
      return Cell(AddressOf(operand.places));
    }
    case clang::UO_Deref: {
      const SetId pointers = SetOf(sub);
      SetId data = 0;
      Locs places = SeenAs(Dereference(pointers, &data), op->getType());
      return Place(FoundBy(std::move(places), data, op, op->getType()));
    }
    case clang::UO_PreInc:
    case clang::UO_PreDec:
    case clang::UO_PostInc:
    case clang::UO_PostDec: {
      const Locs places = PlacesOf(sub);
      const SetId before = CellAt(places);
      const bool up = op->isIncrementOp();
      SetId after;
      if (sub->getType()->isPointerType()) {
        after = Advanced(before, sub->getType()->getPointeeType(), up);
      } else {
        after = values_.Map(before, [&](const Val& v) -> std::optional<Val> {
          Val changed = v;
          if (v.kind == Value::NUMBER) {
            // Counting in a loop never ends here; a few steps are kept apart.
            if (v.any_number() || v.number > 16 || v.number < -16) return kAnyNumber;
            changed.number = v.number + (up ? 1 : -1);
          } else if (v.kind == Value::TEXT) {
            return std::nullopt;
          } else if (v.kind != Value::GUARD) {
            changed.subtype = std::max(v.subtype, TRANSFORMATION);
          }
          return changed;
        });
      }
      const Subtype step = StepOfAssignment(op, sub, nullptr, true);
      if (step == AGGREGATION) after = Grouped(after, places);
      WritePlaces(places, values_.Leaf(after), false, step == AGGREGATION);
      return op->isPrefix() ? Place(places) : Cell(before);
    }
    case clang::UO_Minus:
      if (const auto number = ConstantOf(sub)) {
        return Cell(values_.Single({.kind = Value::NUMBER, .number = -*number}));
      }
      return Cell(values_.Computed(SetOf(sub), TRANSFORMATION));
    case clang::UO_Plus:
    case clang::UO_Extension:
    case clang::UO_Real:
    case clang::UO_Imag:
    case clang::UO_Coawait:
      return Evaluate(sub);
    case clang::UO_LNot:
      return Cell(values_.Computed(LookedAt(sub), TRANSFORMATION));
    default:
      return Cell(values_.Computed(SetOf(sub), TRANSFORMATION));
  }
}

// x - x, x ^ x, x * 0: nothing of an integer x is in the result.
bool Walker::Cancels(const clang::BinaryOperator* op) {
  if (!op->getType()->isIntegerType()) return false;
  const auto zero = [&](const clang::Expr* expr) {
    const Constants::Number number =
        unit_.constants().Value(expr, [](const clang::VarDecl*) { return Constants::Number(); });
    return number && *number == 0;
  };
  const auto variable = [](const clang::Expr* expr) -> const clang::ValueDecl* {
    const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(expr->IgnoreParenImpCasts());
    if (!ref || ref->getType().isVolatileQualified()) return nullptr;
    return ref->getDecl();
  };
  switch (op->getOpcode()) {
    case clang::BO_Sub:
    case clang::BO_Xor:
    case clang::BO_SubAssign:
    case clang::BO_XorAssign:
      return variable(op->getLHS()) && variable(op->getLHS()) == variable(op->getRHS());
    case clang::BO_Mul:
    case clang::BO_And:
      return zero(op->getLHS()) || zero(op->getRHS());
    case clang::BO_MulAssign:
    case clang::BO_AndAssign:
      return zero(op->getRHS());
    default:
      return false;
  }
}

Walker::Operand Walker::Binary(const clang::BinaryOperator* op) {
  const clang::Expr* left = op->getLHS();
  const clang::Expr* right = op->getRHS();
  switch (op->getOpcode()) {
    case clang::BO_Assign: {
      const Locs places = PlacesOf(left);
      const Subtype step = StepOfAssignment(op, left, right, false);
      TreeId content = TreeOf(right);
      if (step == AGGREGATION) {
        content = values_.MapTree(content, [&](SetId set) {
          return values_.Map(set, [](const Val& v) -> std::optional<Val> {
            Val made = v;
            const bool data = v.kind == Value::INITIAL || v.kind == Value::OUT ||
                              v.kind == Value::READ || v.kind == Value::TRANSFORMED;
            if (data) made.subtype = std::max(v.subtype, AGGREGATION);
            return made;
          });
        });
      }
      if (LanesOf(left)) {
        WritePlaces(places, content, true);
        return Place(places);
      }
      if (!BlurredPlaces(left).empty()) {
        // Bytes of one object that become bytes of another are taken to be the same bytes.
        const Locs from = BlurredPlaces(right->IgnoreParenImpCasts());
        content = from.empty()
                      ? values_.Leaf(values_.Computed(values_.All(content), TRANSFORMATION))
                      : ReadPlaces(from);
        WritePlaces(places, content, true);
        return Place(places);
      }
      WritePlaces(places, content, false, step == AGGREGATION);
      return Place(places);
    }
    case clang::BO_Comma:
      return Evaluate(right);
    case clang::BO_PtrMemD:
    case clang::BO_PtrMemI: {
      // A method: the call looks at the object and at the pointer.
      if (op->getType()->isSpecificPlaceholderType(clang::BuiltinType::BoundMember)) return Cell(0);
      if (const auto label = MemberOf(SetOf(right))) {
        const Locs of =
            op->getOpcode() == clang::BO_PtrMemD ? PlacesOf(left) : Behind(SetOf(left), op);
        if (!of.empty()) return Place(Parts(of, Step::Field(*label)));
      }
      return ThroughMember(op);
    }
    default:
      break;
  }
  if (op->isCompoundAssignmentOp()) {
    const Locs places = PlacesOf(left);
    const SetId before = CellAt(places);
    SetId after;
    if (left->getType()->isPointerType()) {
      after = MovePointer(before, left->getType(), right, op->getOpcode() == clang::BO_SubAssign);
    } else {
      const Subtype step = StepOfAssignment(op, left, right, true);
      after = Cancels(op) ? NumberValue(llvm::APSInt::get(0))
                          : ComputedFrom({before, SetOf(right)}, step);
      if (step == AGGREGATION) after = Grouped(after, places);
      after = OrAnyNumber(after, left->getType());
      WritePlaces(places, values_.Leaf(after), false, step == AGGREGATION);
      return Place(places);
    }
    WritePlaces(places, values_.Leaf(after));
    return Place(places);
  }
  if (op->isAdditiveOp() && left->getType()->isPointerType() &&
      !right->getType()->isPointerType()) {
    return Cell(MovePointer(SetOf(left), left->getType(), right, op->getOpcode() == clang::BO_Sub));
  }
  if (op->isAdditiveOp() && right->getType()->isPointerType() &&
      !left->getType()->isPointerType()) {
    return Cell(MovePointer(SetOf(right), right->getType(), left, false));
  }
  if (Cancels(op)) return Cell(NumberValue(llvm::APSInt::get(0)));
  const SetId a = SetOf(left), b = SetOf(right);
  if (op->getType()->isIntegralOrEnumerationType()) {
    const auto x = ConstantOf(left), y = ConstantOf(right);
    if (x && y) {
      int64_t value = 0;
      bool known = true;
      switch (op->getOpcode()) {
        case clang::BO_Add:
          known = !__builtin_add_overflow(*x, *y, &value);
          break;
        case clang::BO_Sub:
          known = !__builtin_sub_overflow(*x, *y, &value);
          break;
        case clang::BO_Mul:
          known = !__builtin_mul_overflow(*x, *y, &value);
          break;
        case clang::BO_Or:
          value = *x | *y;
          break;
        case clang::BO_And:
          value = *x & *y;
          break;
        default:
          known = false;
      }
      if (known) return Cell(values_.Single({.kind = Value::NUMBER, .number = value}));
    }
  }
  if (left->getType()->isAnyPointerType() && right->getType()->isAnyPointerType()) {
    return Cell(ComputedFrom({LookedAt(left), LookedAt(right)}));
  }
  return Cell(ComputedFrom({a, b}));
}

// The value of a pointer or an iterator, and not what it leads to: made by what looked for that
// place; what chose among several has decided.
std::optional<Val> Walker::Itself(const Val& pointer) {
  if (pointer.subtype == FILTER || pointer.subtype == SORT) {
    Val made = pointer;
    made.subtype = TRANSFORMATION;
    return made;
  }
  if (pointer.subtype != IDENTITY) return pointer;
  if (pointer.kind == Value::ADDRESS) return std::nullopt;
  if (pointer.kind != Value::INITIAL && pointer.kind != Value::OUT) return pointer;
  Val itself = pointer;
  itself.number = Val::kItself;
  itself.spread = false;
  itself.subtype = TRANSFORMATION;
  return itself;
}

// Of a pointer, its own value. What it points to has a part in that where it was found by looking
// there: by strchr, say, which gives a place in its argument.
SetId Walker::LookedAt(const clang::Expr* expr) {
  if (!expr->getType()->isAnyPointerType()) return AllOf(expr);
  return values_.Map(SetOf(expr), [&](const Val& v) -> std::optional<Val> {
    const Step last = v.path == 0 ? Step::Pointee() : paths_.Last(v.path);
    const bool found =
        last.kind == PathNode::OFFSET || (last.kind == PathNode::ELEMENT && last.any);
    return found ? v : Itself(v);
  });
}

// Which of its two operands it always is; nothing: either.
std::optional<bool> Walker::Choice(const clang::AbstractConditionalOperator* op) {
  bool always = false;
  if (!op->getCond()->isValueDependent() &&
      op->getCond()->EvaluateAsBooleanCondition(always, unit_.ast())) {
    return always;
  }
  const Constants::Number known = unit_.constants().Value(
      op->getCond(), [](const clang::VarDecl*) { return Constants::Number(); });
  if (known) return *known != 0;
  const auto* logical = llvm::dyn_cast<clang::BinaryOperator>(op->getCond()->IgnoreParens());
  if (!logical || !logical->isLogicalOp()) {
    if (const auto only = branches_ ? branches_->Decided(op) : std::nullopt) return *only == 0;
  }
  return std::nullopt;
}

Walker::Operand Walker::Conditional(const clang::AbstractConditionalOperator* op) {
  if (const auto choice = Choice(op)) {
    return Evaluate(*choice ? op->getTrueExpr() : op->getFalseExpr());
  }
  const SetId chosen_by = values_.Computed(LookedAt(op->getCond()), CONDITIONAL);
  const Operand yes = Evaluate(op->getTrueExpr()), no = Evaluate(op->getFalseExpr());
  if (yes.is_place && no.is_place && op->isGLValue()) {
    Locs both = yes.places;
    for (const Loc& loc : no.places) {
      if (!llvm::is_contained(both, loc)) both.push_back(loc);
    }
    return Place(FoundBy(std::move(both), chosen_by, op));
  }
  TreeId joined = values_.UnionTrees(TreeOf(yes), TreeOf(no));
  const bool unknown = values_.All(TreeOf(yes)) == 0 || values_.All(TreeOf(no)) == 0;
  if (unknown && op->getType()->isIntegerType()) {
    // One of the two is a number that nothing is known of: so the other is not the only one.
    joined = values_.UnionTrees(joined, values_.Leaf(values_.Single(kAnyNumber)));
  }
  if (chosen_by == 0) return Tree(joined);
  return Tree(values_.UnionTrees(joined, values_.Leaf(chosen_by)));
}

Walker::Operand Walker::InitList(const clang::InitListExpr* list) {
  if (const clang::InitListExpr* semantic = list->getSemanticForm()) list = semantic;
  const clang::QualType type = list->getType();
  if (list->isTransparent() || (!type->isRecordType() && !type->isArrayType() &&
                                !type->isVectorType() && !type->isAnyComplexType())) {
    return list->getNumInits() == 0 ? Cell(0) : Evaluate(list->getInit(0));
  }
  if (type->isVectorType() || type->isAnyComplexType()) {
    SetId all = 0;
    for (const clang::Expr* init : list->inits()) all = values_.Union(all, SetOf(init));
    return Cell(all);
  }
  TreeId tree = values_.EmptyCell();
  const auto content_of = [&](const clang::Expr* init, bool reference) {
    TreeId content = reference ? values_.Leaf(AddressOf(PlacesOf(init))) : TreeOf(init);
    if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(init->IgnoreParens());
        text && (text->isOrdinary() || text->isUTF8())) {
      content = values_.Leaf(TextOfLiteral(text));
    }
    // Nothing known and nothing held need no entry.
    const bool nothing =
        values_.tree(content).size() == 1 && values_.tree(content).front().set == 0;
    return nothing ? TreeId{0} : content;
  };
  const auto put = [&](const Step& step, const clang::Expr* init, bool reference) {
    const TreeId content = content_of(init, reference);
    if (content != 0) tree = values_.Write(tree, paths_.Append(0, step), content, true, 0);
  };
  if (const auto* record = type->getAsRecordDecl()) {
    // std::array's one member is the array itself: its elements are the object's.
    if (unit_.InStandardLibrary(record) && unit_.Name(record) == "std::array") {
      return list->getNumInits() == 0 ? Tree(tree) : Evaluate(list->getInit(0));
    }
    unsigned i = 0;
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record)) {
      for (const auto& base : cxx->bases()) {
        (void)base;
        if (i < list->getNumInits()) {
          tree = values_.UnionTrees(tree, TreeOf(list->getInit(i++)));
        }
      }
    }
    if (record->isUnion()) {
      if (const clang::FieldDecl* field = list->getInitializedFieldInUnion();
          field && list->getNumInits() > 0) {
        put(Step::Field(unit_.FieldLabel(field)), list->getInit(0), false);
      }
      return Tree(tree);
    }
    for (const clang::FieldDecl* field : record->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (i >= list->getNumInits()) break;
      put(Step::Field(unit_.FieldLabel(field)), list->getInit(i++),
          field->getType()->isReferenceType());
    }
    return Tree(tree);
  }
  // Elements never overlap: all are put at once, for there may be very many.
  std::map<PathId, SetId> elements{{0, 0}};
  for (unsigned i = 0; i < list->getNumInits(); ++i) {
    const TreeId content = content_of(list->getInit(i), false);
    for (const TreeEntry& e : values_.tree(content)) {
      SetId& slot = elements[paths_.Concat(paths_.Append(0, Step::Element(i)), e.path)];
      slot = values_.Union(slot, e.set);
    }
  }
  std::vector<TreeEntry> entries;
  for (const auto& [path, set] : elements) entries.push_back({path, set});
  return Tree(values_.Tree(std::move(entries)));
}

Walker::Operand Walker::Lambda(const clang::LambdaExpr* lambda) {
  const clang::CXXRecordDecl* closure = lambda->getLambdaClass();
  const clang::CXXMethodDecl* body = lambda->getCallOperator();
  std::vector<TreeEntry> entries;
  if (body && !body->isDependentContext()) {
    entries.push_back(
        {0, values_.Single({.kind = Value::FUNCTION, .index = unit_.FunctionValue(body)})});
  } else {
    entries.push_back({0, 0});
    // A generic lambda: each of its instantiations may be what is called.
    if (const clang::FunctionTemplateDecl* generic = lambda->getDependentCallOperator()) {
      SetId all = 0;
      for (const clang::FunctionDecl* instance : generic->specializations()) {
        all = values_.Union(
            all, values_.Single({.kind = Value::FUNCTION, .index = unit_.FunctionValue(instance)}));
      }
      entries.front().set = all;
    }
  }
  TreeId tree = values_.Tree(std::move(entries));
  auto init = lambda->capture_init_begin();
  for (const clang::FieldDecl* field : closure->fields()) {
    if (init == lambda->capture_init_end()) break;
    const clang::Expr* expr = *init++;
    if (!expr) continue;
    const PathId path = paths_.Append(0, Step::Field(unit_.FieldLabel(field)));
    const TreeId content = field->getType()->isReferenceType()
                               ? values_.Leaf(AddressOf(PlacesOf(expr)))
                               : TreeOf(expr);
    tree = values_.Write(tree, path, content, true, 0);
  }
  return Tree(tree);
}

Walker::Operand Walker::Compute(const clang::Expr* expr) {
  if (const auto* e = llvm::dyn_cast<clang::ParenExpr>(expr)) return Evaluate(e->getSubExpr());
  if (const auto* e = llvm::dyn_cast<clang::FullExpr>(expr)) return Evaluate(e->getSubExpr());
  if (const auto* e = llvm::dyn_cast<clang::CastExpr>(expr)) return Cast(e);
  if (const auto* e = llvm::dyn_cast<clang::DeclRefExpr>(expr)) return Reference(e->getDecl(), e);
  if (const auto* e = llvm::dyn_cast<clang::MemberExpr>(expr)) return MemberOf(e);
  if (const auto* e = llvm::dyn_cast<clang::IntegerLiteral>(expr)) {
    if (e->getValue().getActiveBits() > 62) return Cell(0);
    return Cell(values_.Single(
        {.kind = Value::NUMBER, .number = static_cast<int64_t>(e->getValue().getZExtValue())}));
  }
  if (const auto* e = llvm::dyn_cast<clang::CharacterLiteral>(expr)) {
    return Cell(values_.Single({.kind = Value::NUMBER, .number = e->getValue()}));
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXBoolLiteralExpr>(expr)) {
    return Cell(values_.Single({.kind = Value::NUMBER, .number = e->getValue()}));
  }
  if (llvm::isa<clang::CXXNullPtrLiteralExpr>(expr)) {
    return Cell(values_.Single({.kind = Value::NUMBER, .number = 0}));
  }
  if (const auto* e = llvm::dyn_cast<clang::StringLiteral>(expr)) {
    return Cell(e->isOrdinary() || e->isUTF8() ? TextOfLiteral(e) : SetId{0});
  }
  if (llvm::isa<clang::FloatingLiteral, clang::ImaginaryLiteral, clang::FixedPointLiteral,
                clang::GNUNullExpr, clang::ImplicitValueInitExpr, clang::CXXScalarValueInitExpr,
                clang::TypeTraitExpr, clang::CXXTypeidExpr, clang::CXXNoexceptExpr,
                clang::RequiresExpr, clang::ConceptSpecializationExpr, clang::SizeOfPackExpr,
                clang::NoInitExpr, clang::PredefinedExpr>(expr)) {
    return Cell(0);
  }
  if (llvm::isa<clang::UnaryExprOrTypeTraitExpr, clang::OffsetOfExpr>(expr)) {
    clang::Expr::EvalResult result;
    if (!expr->isValueDependent() && expr->EvaluateAsInt(result, unit_.ast())) {
      return Cell(NumberValue(result.Val.getInt()));
    }
    return Cell(0);
  }
  if (llvm::isa<clang::CXXThisExpr>(expr)) {
    if (captured_this_) {
      const Locs place = Parts({{this_base_, paths_.Append(0, Step::Pointee())}},
                               Step::Field(unit_.FieldLabel(captured_this_)));
      // [*this] holds the object, [this] a pointer to it.
      if (!captured_this_->getType()->isPointerType()) return Cell(AddressOf(place));
      return Cell(CellAt(place));
    }
    return Cell(has_this_ ? AddressOf(Self()) : SetId{0});
  }
  if (const auto* e = llvm::dyn_cast<clang::UnaryOperator>(expr)) return Unary(e);
  if (const auto* e = llvm::dyn_cast<clang::BinaryOperator>(expr)) return Binary(e);
  if (const auto* e = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(expr)) {
    return Evaluate(e->getSemanticForm());
  }
  if (const auto* e = llvm::dyn_cast<clang::AbstractConditionalOperator>(expr)) {
    return Conditional(e);
  }
  if (const clang::Expr* whole = LanesOf(expr)) return Evaluate(whole);
  if (const auto* e = llvm::dyn_cast<clang::ArraySubscriptExpr>(expr)) {
    SetId data = 0;
    // An element of what is known as an array is one of that array's.
    const auto* decay = llvm::dyn_cast<clang::ImplicitCastExpr>(e->getBase()->IgnoreParens());
    const bool in_row = decay && decay->getCastKind() == clang::CK_ArrayToPointerDecay;
    const SetId pointers = MovePointer(SetOf(e->getBase()), e->getBase()->getType(), e->getIdx(),
                                       /*negative=*/false, in_row);
    Locs places = SeenAs(Dereference(pointers, &data), e->getType());
    return Place(FoundBy(std::move(places), data, e, e->getType()));
  }
  if (const auto* e = llvm::dyn_cast<clang::CallExpr>(expr)) return CallTo(e);
  if (const auto* e = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) return Construct(e);
  if (const auto* e = llvm::dyn_cast<clang::CXXInheritedCtorInitExpr>(expr)) {
    return InheritedConstructor(e);
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXNewExpr>(expr)) return New(e);
  if (const auto* e = llvm::dyn_cast<clang::CXXDeleteExpr>(expr)) {
    Locs objects = Dereference(SetOf(e->getArgument()));
    for (Loc& object : objects) {
      if (e->isArrayForm() && object.path != 0 &&
          paths_.Last(object.path).kind == PathNode::ELEMENT) {
        object.path = paths_.Append(paths_.Parent(object.path), Step::AnyElement());
      }
    }
    End(e->getDestroyedType(), objects, true, {e, 0}, e->getBeginLoc());
    return Cell(0);
  }
  if (const auto* e = llvm::dyn_cast<clang::InitListExpr>(expr)) return InitList(e);
  if (const auto* e = llvm::dyn_cast<clang::ArrayInitLoopExpr>(expr)) {
    // An array that is copied, for a structured binding or a capture.
    const auto* element = unit_.ast().getBaseElementType(e->getType())->getAsCXXRecordDecl();
    if (!element || element->hasTrivialCopyConstructor() || element->hasTrivialMoveConstructor()) {
      return Tree(ReadPlaces(PlacesOf(e->getCommonExpr()->getSourceExpr())));
    }
  }
  if (const auto* e = llvm::dyn_cast<clang::DesignatedInitUpdateExpr>(expr)) {
    return Tree(values_.UnionTrees(TreeOf(e->getBase()), TreeOf(e->getUpdater())));
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXParenListInitExpr>(expr)) {
    TreeId tree = values_.EmptyCell();
    if (const auto* record = e->getType()->getAsCXXRecordDecl()) {
      auto init = e->getInitExprs().begin();
      for (const auto& base : record->bases()) {
        (void)base;
        if (init != e->getInitExprs().end()) tree = values_.UnionTrees(tree, TreeOf(*init++));
      }
      for (const clang::FieldDecl* field : record->fields()) {
        if (init == e->getInitExprs().end()) break;
        tree = values_.Write(tree, paths_.Append(0, Step::Field(unit_.FieldLabel(field))),
                             TreeOf(*init++), true, 0);
      }
    } else {
      int64_t i = 0;
      for (const clang::Expr* init : e->getInitExprs()) {
        tree = values_.Write(tree, paths_.Append(0, Step::Element(i++)), TreeOf(init), true, 0);
      }
    }
    return Tree(tree);
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(expr)) {
    // The list's elements are the array's.
    return Tree(TreeOf(e->getSubExpr()));
  }
  if (const auto* e = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
    const Operand operand = Evaluate(e->getSubExpr());
    const Locs places = operand.is_place ? operand.places : Materialize(operand, e, e->getType());
    if (const auto* bind =
            llvm::dyn_cast<clang::CXXBindTemporaryExpr>(e->getSubExpr()->IgnoreParenCasts())) {
      if (const auto it = temporaries_.find(bind); it != temporaries_.end()) it->second = places;
    }
    return Place(places);
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
    return Evaluate(e->getSubExpr());
  }
  if (const auto* e = llvm::dyn_cast<clang::CompoundLiteralExpr>(expr)) {
    const Operand operand = Evaluate(e->getInitializer());
    return e->isGLValue() ? Place(Materialize(operand, e, e->getType())) : operand;
  }
  if (const auto* e = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expr)) {
    return Evaluate(e->getReplacement());
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expr)) {
    return EvaluateAt(e, 0, e->getExpr());
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expr)) {
    return Evaluate(e->getExpr());
  }
  if (const auto* e = llvm::dyn_cast<clang::OpaqueValueExpr>(expr)) {
    return e->getSourceExpr() ? Evaluate(e->getSourceExpr()) : Cell(0);
  }
  if (const auto* e = llvm::dyn_cast<clang::PseudoObjectExpr>(expr)) {
    return e->getResultExpr() ? Evaluate(e->getResultExpr()) : Cell(0);
  }
  if (const auto* e = llvm::dyn_cast<clang::StmtExpr>(expr)) {
    const auto* body = e->getSubStmt();
    if (!body->body_empty()) {
      if (const auto* last = llvm::dyn_cast<clang::ValueStmt>(body->body_back())) {
        if (const clang::Expr* value = last->getExprStmt()) return Evaluate(value);
      }
    }
    return Cell(0);
  }
  if (const auto* e = llvm::dyn_cast<clang::ChooseExpr>(expr)) {
    return Evaluate(e->getChosenSubExpr());
  }
  if (const auto* e = llvm::dyn_cast<clang::GenericSelectionExpr>(expr)) {
    return Evaluate(e->getResultExpr());
  }
  if (const auto* e = llvm::dyn_cast<clang::LambdaExpr>(expr)) return Lambda(e);
  if (llvm::isa<clang::BlockExpr>(expr)) {
    const uint32_t gap = unit_.Str("what a block does (^{ })");
    if (!llvm::is_contained(gaps_, gap)) gaps_.push_back(gap);
    return Cell(0);
  }
  if (const auto* e = llvm::dyn_cast<clang::CXXThrowExpr>(expr)) return Throw(e);
  if (const auto* e = llvm::dyn_cast<clang::CoroutineSuspendExpr>(expr)) return Suspend(e);
  if (const auto* e = llvm::dyn_cast<clang::VAArgExpr>(expr)) return VariableArgument(e);
  if (const auto* e = llvm::dyn_cast<clang::AtomicExpr>(expr)) return Atomic(e);
  // Anything else: made of its parts.
  const bool known = llvm::isa<clang::ShuffleVectorExpr, clang::ConvertVectorExpr>(expr);
  SetId all = 0;
  for (const clang::Stmt* child : expr->children()) {
    if (const auto* part = llvm::dyn_cast_or_null<clang::Expr>(child)) {
      all = values_.Union(all, AllOf(part));
    }
  }
  if (known) return Cell(values_.Computed(all, TRANSFORMATION));
  if (all != 0) gaps_.push_back(unit_.Str(std::string("expression ") + expr->getStmtClassName()));
  return Cell(values_.Computed(all, TRANSFORMATION, ASSUMED));
}

}  // namespace pedigree
