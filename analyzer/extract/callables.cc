// What is called as a value: function objects, pointers to functions and members, and what
// std::bind makes of them.

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/thunk.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

// The call operators of a class: its own, and of each template among them what was made of it.
std::vector<const clang::CXXMethodDecl*> CallOperators(const clang::CXXRecordDecl* record) {
  std::vector<const clang::CXXMethodDecl*> operators;
  const auto add = [&](const clang::CXXRecordDecl* from) {
    const auto name = from->getASTContext().DeclarationNames.getCXXOperatorName(clang::OO_Call);
    for (const clang::NamedDecl* found : from->lookup(name)) {
      if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(found)) {
        operators.push_back(method);
      } else if (const auto* generic = llvm::dyn_cast<clang::FunctionTemplateDecl>(found)) {
        for (const clang::FunctionDecl* made : generic->specializations()) {
          if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(made)) {
            operators.push_back(method);
          }
        }
      }
    }
  };
  add(record);
  if (operators.empty()) {
    record->forallBases([&](const clang::CXXRecordDecl* base) {
      add(base);
      return true;
    });
  }
  return operators;
}

const clang::CXXRecordDecl* ClassOf(clang::QualType type) {
  if (type.isNull()) return nullptr;
  const clang::CXXRecordDecl* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && record->hasDefinition() ? record->getDefinition() : nullptr;
}

// The number of a bind expression's placeholder; 0: `type` is none.
int PlaceholderOf(Unit& unit, clang::QualType type) {
  const auto* spec = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(ClassOf(type));
  if (!spec || spec->getTemplateArgs().size() != 1) return 0;
  const std::string& name = unit.Name(spec);
  if (name != "std::_Placeholder" && name != "std::placeholders::__ph" && name != "boost::arg") {
    return 0;
  }
  const clang::TemplateArgument& number = spec->getTemplateArgs()[0];
  if (number.getKind() != clang::TemplateArgument::Integral) return 0;
  return static_cast<int>(number.getAsIntegral().getExtValue());
}

// The type of what is called, if that is sure.
const clang::FunctionProtoType* SignatureOf(clang::QualType callable) {
  if (callable.isNull()) return nullptr;
  callable = callable.getNonReferenceType();
  if (const auto* pointer = callable->getAs<clang::PointerType>()) {
    callable = pointer->getPointeeType();
  } else if (const auto* member = callable->getAs<clang::MemberPointerType>()) {
    callable = member->getPointeeType();
  } else if (const clang::CXXRecordDecl* record = ClassOf(callable)) {
    const auto operators = CallOperators(record);
    if (operators.size() != 1) return nullptr;
    callable = operators.front()->getType();
  }
  return callable->getAs<clang::FunctionProtoType>();
}

// How what std::bind holds as an object of `held` is given to a parameter of `parameter`; null: to
// the object of a member function.
Thunk::Argument::Pass PassedAs(Unit& unit, clang::QualType held, clang::QualType parameter) {
  const clang::CXXRecordDecl* record = ClassOf(held);
  if (record && unit.Name(record) == "std::reference_wrapper") return Thunk::Argument::kUnknown;
  if (parameter.isNull()) {
    const bool pointer = !held.isNull() && held.getNonReferenceType()->isPointerType();
    return pointer ? Thunk::Argument::kValue : Thunk::Argument::kUnknown;
  }
  return parameter->isReferenceType() ? Thunk::Argument::kItself : Thunk::Argument::kValue;
}

bool IsBindExpression(Unit& unit, clang::QualType type) {
  const clang::CXXRecordDecl* record = ClassOf(type);
  if (!record) return false;
  const std::string& name = unit.Name(record);
  return name == "std::_Bind" || name == "std::_Bind_result" || name == "std::__bind" ||
         name == "std::__bind_r" || name == "boost::_bi::bind_t";
}

}  // namespace

clang::QualType Walker::TypeOfActual(const Actual& actual) {
  if (actual.expr) return actual.expr->getType();
  return actual.type.isNull() ? actual.type : actual.type.getNonReferenceType();
}

// The functions that an object of this type runs when it is called. A lambda, and what the library
// wraps, hold theirs as a value already.
SetId Walker::FunctionsOf(clang::QualType type) {
  const clang::CXXRecordDecl* record = ClassOf(type);
  if (!record || record->isLambda()) return 0;
  if (unit_.InStandardLibrary(record) && unit_.WrapsFunction(record)) return 0;
  SetId all = 0;
  for (const clang::CXXMethodDecl* method : CallOperators(record)) {
    if (method->isDependentContext()) continue;
    all = values_.Union(
        all, values_.Single({.kind = Value::FUNCTION, .index = unit_.FunctionValue(method)}));
  }
  return all;
}

// The library's own function object that `type` is, by its call operator, if the catalog knows it.
const clang::FunctionDecl* Walker::ModelledCallOperator(clang::QualType type) {
  const clang::CXXRecordDecl* record = ClassOf(type);
  if (!record || record->isLambda()) return nullptr;
  for (const clang::CXXMethodDecl* method : CallOperators(record)) {
    if (unit_.ModelOf(method)) return method;
  }
  return nullptr;
}

// The one function that these values can be, if the catalog knows it.
const clang::FunctionDecl* Walker::ModelledFunction(SetId targets) {
  const clang::FunctionDecl* only = nullptr;
  for (const ValueId id : values_.set(targets)) {
    const Val v = values_.value(id);
    if (v.kind == Value::GUARD) continue;
    if (v.kind != Value::FUNCTION) return nullptr;
    const clang::FunctionDecl* function = unit_.FunctionNamed(v.index);
    if (!function || (only && only != function)) return nullptr;
    only = function;
  }
  return only && unit_.ModelOf(only) ? only : nullptr;
}

const void* Walker::SubKey(const void* key, int n) {
  auto& slot = sub_keys_[{key, n}];
  if (!slot) slot = std::make_unique<uint64_t>(0);
  return slot.get();
}

// Calls a library function that came as a value, as if it had been called by its name.
TreeId Walker::CallModelled(const clang::FunctionDecl* function, std::optional<Locs> object,
                            std::vector<Actual> actuals, const ModelCall& outer, int number) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  if (method && method->isInstance() && !object && !actuals.empty()) {
    // A member function: its object is the first argument, or what that points to.
    const Operand first = OfActual(actuals.front());
    object = first.is_place ? first.places : Locs{};
    const Locs pointees = Dereference(values_.Cell(TreeOf(first), 0, 0));
    if (!pointees.empty()) object = pointees;
    actuals.erase(actuals.begin());
  }
  for (size_t i = 0; i < actuals.size() && i < function->getNumParams(); ++i) {
    const clang::QualType type = function->getParamDecl(i)->getType();
    if (!type->isDependentType()) actuals[i].type = type;
  }
  ModelCall call{function,          outer.where, SubKey(outer.key, number),
                 std::move(object), &actuals,    function->getReturnType()};
  if (call.result->isDependentType()) call.result = unit_.ast().IntTy;
  return TreeOf(ApplyModel(*unit_.ModelOf(function), call));
}

// The label of the one data member that these pointers can be to.
std::optional<uint32_t> Walker::MemberOf(SetId pointers) {
  std::optional<uint32_t> label;
  for (const ValueId id : values_.set(pointers)) {
    const Val v = values_.value(id);
    if (v.kind == Value::GUARD) continue;
    const auto one = v.kind == Value::FUNCTION ? unit_.MemberLabel(v.index) : std::nullopt;
    if (!one || (label && *label != *one)) return std::nullopt;
    label = one;
  }
  return label;
}

namespace {

// What a callable of this type returns; null: not known.
clang::QualType ResultOf(clang::QualType type) {
  if (type.isNull()) return {};
  type = type.getNonReferenceType();
  if (const auto* pointer = type->getAs<clang::PointerType>()) type = pointer->getPointeeType();
  if (const auto* member = type->getAs<clang::MemberPointerType>()) type = member->getPointeeType();
  if (const auto* function = type->getAs<clang::FunctionType>()) return function->getReturnType();
  const clang::CXXRecordDecl* record = ClassOf(type);
  if (!record) return {};
  const auto operators = CallOperators(record);
  return operators.size() == 1 ? operators[0]->getReturnType() : clang::QualType();
}

// The parameters of a callable of this type; null: not known.
std::vector<clang::QualType> ParametersOf(Unit& unit, clang::QualType type) {
  if (type.isNull()) return {};
  type = type.getNonReferenceType();
  if (const auto* pointer = type->getAs<clang::PointerType>()) type = pointer->getPointeeType();
  if (const auto* function = type->getAs<clang::FunctionProtoType>()) {
    return function->getParamTypes().vec();
  }
  const clang::CXXRecordDecl* record = ClassOf(type);
  if (!record || (unit.InStandardLibrary(record) && !record->isLambda())) return {};
  const auto operators = CallOperators(record);
  if (operators.size() != 1) return {};
  std::vector<clang::QualType> types;
  for (const clang::ParmVarDecl* p : operators[0]->parameters()) types.push_back(p->getType());
  return types;
}

bool IsNamed(Unit& unit, clang::QualType type, std::string_view name) {
  const clang::CXXRecordDecl* record = ClassOf(type);
  return record && unit.Name(record) == name;
}

}  // namespace

// An argument as a projection makes it.
void Walker::Project(const Port& projection, Actual& argument, ModelCall& call) {
  if (projection.root == Port::kArg &&
      static_cast<size_t>(projection.index) < call.actuals->size()) {
    const clang::QualType type = TypeOfActual((*call.actuals)[projection.index]);
    if (IsNamed(unit_, type, "std::identity") || IsNamed(unit_, type, "std::__identity")) return;
  }
  const Port operand{.root = Port::kArg, .index = static_cast<int>(call.actuals->size())};
  call.actuals->push_back(argument);
  const Model::Calls effect{.callee = projection,
                            .args = {operand},
                            .result = operand,
                            .subtype = IDENTITY,
                            .project = {}};
  const auto projected = CallBack(effect, call);
  call.actuals->pop_back();
  if (projected)
    argument.operand = Place(Materialize(Tree(*projected), SubKey(call.key, -call.effects), {}));
}

SetId Walker::ModelCall::TargetOf(const Model::Calls& effect, Walker& walker) {
  if (const auto it = targets.find(&effect); it != targets.end()) return it->second;
  ValueTable& values = walker.values_;
  SetId target = values.Cell(walker.PortTree(effect.callee, *this), 0, 0);
  for (const Loc& loc : walker.Dereference(target)) {
    target = values.Union(target, walker.CellAt({loc}));
  }
  return values.Map(target, [](const Val& v) -> std::optional<Val> {
    if (v.kind == Value::ADDRESS || v.kind == Value::GUARD || v.kind == Value::NUMBER) {
      return std::nullopt;
    }
    return v;
  });
}

// One `calls` of a model. What the callable returns, if anything is known to.
std::optional<TreeId> Walker::CallBack(const Model::Calls& effect, ModelCall& call) {
  const int number = call.effects++;
  std::optional<Actual> callable;
  if (effect.callee.root == Port::kArg && effect.callee.steps.empty()) {
    if (static_cast<size_t>(effect.callee.index) >= call.actuals->size()) return std::nullopt;
    Actual& actual = (*call.actuals)[effect.callee.index];
    // One object from here on: the call may change it.
    if (const Operand operand = OfActual(actual); !operand.is_place) {
      actual.operand = Place(Materialize(operand, SubKey(call.key, -1 - effect.callee.index),
                                         actual.type.getNonReferenceType()));
    }
    callable = actual;
  }
  const clang::QualType type = callable ? TypeOfActual(*callable) : clang::QualType();
  std::vector<Actual> arguments;
  size_t projections = 0;
  for (const Port& port : effect.args) {
    if (port.root == Port::kArg && static_cast<size_t>(port.index) >= call.actuals->size())
      continue;
    Actual argument;
    argument.type = unit_.ast().IntTy;
    if (port.root == Port::kArg && port.steps.empty()) {
      argument.type = (*call.actuals)[port.index].type.getNonReferenceType();
    }
    Locs places;
    for (const Loc& loc : ElementsAt(port, call)) {
      const clang::QualType held = HeldType(loc);
      if (held.isNull() || !held->isReferenceType()) {
        places.push_back(loc);
      } else {
        // An element of a tuple.
        for (const Loc& referred : Dereference(CellAt({loc}))) places.push_back(referred);
      }
    }
    argument.operand = Place(std::move(places));
    if (projections < effect.project.size() && effect.project[projections]) {
      Project(*effect.project[projections], argument, call);
    }
    ++projections;
    arguments.push_back(argument);
  }

  SetId target = call.TargetOf(effect, *this);
  const Locs object = PortPlaces(effect.callee, call);
  if (const auto label = MemberOf(target); label && !arguments.empty()) {
    Locs of = arguments[0].operand->places;
    if (const Locs pointees = Dereference(CellAt(of)); !pointees.empty()) of = pointees;
    of = Parts(of, Step::Field(*label));
    if (effect.result && effect.result->root == Port::kReturn && effect.result->steps.empty() &&
        !call.result.isNull() && call.result->isReferenceType()) {
      for (const Loc& loc : of) call.returned_places.push_back(loc);
      return std::nullopt;
    }
    return ReadPlaces(of);
  }
  if (callable) {
    if (const clang::FunctionDecl* function = ModelledCallOperator(type)) {
      return CallModelled(function, PortPlaces(effect.callee, call), std::move(arguments), call,
                          number);
    }
  }

  if (target == 0) return std::nullopt;
  if (const clang::FunctionDecl* function = ModelledFunction(target)) {
    return CallModelled(function, std::nullopt, std::move(arguments), call, number);
  }

  const std::vector<clang::QualType> parameters = ParametersOf(unit_, type);
  // A thread that can be stopped hands over its token first, where the function takes one.
  if (!parameters.empty() && unit_.Name(call.callee) == "std::jthread::jthread" &&
      IsNamed(unit_, parameters[0], "std::stop_token")) {
    Actual token;
    token.operand = Place(Materialize(Cell(0), SubKey(call.key, 1 << 20), {}));
    arguments.insert(arguments.begin(), token);
  }
  CallRecord record;
  record.location = unit_.Place(call.where ? PlaceOf(call.where) : decl_->getLocation());
  record.name = unit_.Str(unit_.Name(call.callee));
  record.target = target;
  record.invoked = true;
  record.has_receiver = true;
  record.receiver = values_.Leaf(AddressOf(object));
  record.mutable_receiver = true;
  record.returns = effect.result.has_value();
  record.may_throw = true;
  Reach(AddressOf(object), true, true, record.reached);
  for (size_t i = 0; i < arguments.size(); ++i) {
    // By value or by reference: where the callee's parameter is not known to say, both are there.
    const Locs& places = arguments[i].operand->places;
    const SetId address = AddressOf(places);
    const bool known =
        i < parameters.size() && !IsNamed(unit_, arguments[i].type, "std::reference_wrapper");
    const bool reference = known && parameters[i]->isReferenceType();
    // A pointer that a member function is called through is the object's address itself.
    const bool object = i == 0 && !type.isNull() &&
                        type.getNonReferenceType()->isMemberFunctionPointerType() &&
                        arguments[i].type->isPointerType();
    const bool value = object || (known && !reference && !parameters[i]->isRecordType());
    TreeId tree = reference ? values_.Leaf(address) : ReadPlaces(places);
    if (!reference && !value) tree = values_.UnionTrees(tree, values_.Leaf(address));
    record.mutable_arguments.push_back(record.arguments.size());
    record.arguments.push_back(tree);
    Reach(value ? values_.All(tree) : address, true, true, record.reached);
  }
  const uint32_t index = RecordCall(Key{call.key, 1000 + number}, std::move(record));
  if (effect.meanwhile) Start(index, SubKey(call.key, (1 << 21) + number), call.where);
  const BaseId result = ResultBase(index);
  if (!effect.result) return std::nullopt;
  const clang::QualType returned = ResultOf(type);
  if (returned.isNull() || !returned->isReferenceType()) return values_.Leaf(InitialOf(result));
  const Locs referred{{result, paths_.Append(0, Step::Pointee())}};
  if (effect.result->root == Port::kReturn && effect.result->steps.empty() &&
      !call.result.isNull() && call.result->isReferenceType()) {
    call.returned_places.push_back(referred.front());
    return std::nullopt;
  }
  return ReadPlaces(referred);
}

// std::bind and its like make an object that holds the function and what is bound to it, and runs a
// function of our own, which puts the arguments in their places.
std::optional<Walker::Operand> Walker::ApplyBind(const clang::FunctionDecl* callee,
                                                 const std::vector<Actual>& actuals,
                                                 const clang::Expr* where) {
  if (!callee->getDeclName().isIdentifier() || actuals.empty()) return std::nullopt;
  const std::string& name = unit_.Name(callee);
  const bool bind = name == "std::bind" || name == "boost::bind";
  const bool front = name == "std::bind_front" || name == "absl::bind_front";
  if (!bind && !front) return std::nullopt;
  Thunk thunk;
  thunk.passes_rest = front;
  if (where) thunk.of = unit_.PlaceLabel(where->getExprLoc(), function_);
  TreeId tree = values_.EmptyCell();
  const auto held = [&](const Actual& actual) {
    return values_.UnionTrees(TreeOf(OfActual(actual)),
                              values_.Leaf(FunctionsOf(TypeOfActual(actual))));
  };
  tree = values_.Write(tree, paths_.Append(0, Step::Field(unit_.PartLabel(thunk.Callee()))),
                       held(actuals[0]), true, 0);
  const clang::QualType callable = TypeOfActual(actuals[0]);
  const clang::FunctionProtoType* signature = SignatureOf(callable);
  const size_t objects = signature && callable->isMemberFunctionPointerType() ? 1 : 0;
  for (size_t i = 1; i < actuals.size(); ++i) {
    const clang::QualType type = TypeOfActual(actuals[i]);
    Thunk::Argument argument;
    argument.placeholder = bind ? PlaceholderOf(unit_, type) : 0;
    argument.nested = bind && IsBindExpression(unit_, type);
    if (signature && i <= objects) {
      argument.pass = PassedAs(unit_, type, {});
    } else if (signature && i - 1 - objects < signature->getNumParams()) {
      argument.pass = PassedAs(unit_, type, signature->getParamType(i - 1 - objects));
    }
    thunk.arguments.push_back(argument);
    if (argument.placeholder != 0) continue;
    tree = values_.Write(tree, paths_.Append(0, Step::Field(unit_.PartLabel(thunk.Held(i - 1)))),
                         held(actuals[i]), true, 0);
  }
  const SetId function =
      values_.Single({.kind = Value::FUNCTION, .index = unit_.RequireThunk(thunk)});
  return Tree(values_.Write(tree, 0, values_.Leaf(function), false, 0));
}

}  // namespace pedigree
