// Jobs that are handed to threads which run already. What a function puts where others find it,
// while it holds a lock, may run from there on: a function object, an object with virtual
// functions, a function and what it is to be given.

#include <string_view>

#include "analyzer/extract/constants.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/statements.h"
#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// How far into what is handed over something to run is looked for: behind pointers, in fields.
constexpr int kMaxDepth = 3;

// Virtual functions of one object that may run.
constexpr size_t kMaxFunctions = 8;

// Where the keys of what is handed over begin.
constexpr int kHandedKeys = 1 << 23;

bool IsLock(std::string_view record) {
  static constexpr std::string_view kLocks[] = {
      "std::lock_guard",           "std::unique_lock",  "std::scoped_lock",
      "std::shared_lock",          "boost::lock_guard", "boost::unique_lock",
      "boost::mutex::scoped_lock", "absl::MutexLock",   "QMutexLocker",
  };
  return llvm::is_contained(kLocks, record);
}

bool Adds(llvm::StringRef member) {
  static constexpr llvm::StringRef kAdds[] = {"push",    "push_back",    "push_front",
                                              "emplace", "emplace_back", "emplace_front"};
  return llvm::is_contained(kAdds, member);
}

const clang::FunctionProtoType* FunctionBehind(clang::QualType type) {
  const auto* pointer = type->getAs<clang::PointerType>();
  return pointer ? pointer->getPointeeType()->getAs<clang::FunctionProtoType>() : nullptr;
}

// The variable that the expression gives, or moves.
const clang::VarDecl* VariableIn(const clang::Expr* expr) {
  expr = expr->IgnoreParenCasts();
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr); call && call->isCallToStdMove()) {
    expr = call->getArg(0)->IgnoreParenCasts();
  }
  return Named(expr);
}

// The parameters that the function stores somewhere, or gives to another function.
llvm::DenseSet<const clang::VarDecl*> Kept(const clang::FunctionDecl* function) {
  llvm::DenseSet<const clang::VarDecl*> kept;
  const auto keep = [&](const clang::Expr* expr) {
    if (const auto* parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(VariableIn(expr))) {
      kept.insert(parameter);
    }
  };
  ForEachStatement(function->getBody(), [&](const clang::Stmt* stmt) {
    if (const auto* store = llvm::dyn_cast<clang::BinaryOperator>(stmt)) {
      if (store->isAssignmentOp()) keep(store->getRHS());
    } else if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(stmt)) {
      for (const clang::Expr* init : list->inits()) keep(init);
    } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
      for (const clang::Expr* argument : call->arguments()) keep(argument);
    }
  });
  return kept;
}

}  // namespace

// Whether the call takes a lock against other threads.
bool Walker::TakesLock(const clang::FunctionDecl* callee) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(callee)) {
    return IsLock(unit_.Name(constructor->getParent()));
  }
  if (!callee->getDeclName().isIdentifier()) return false;
  const llvm::StringRef name = callee->getName();
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
    return name == "lock" && llvm::StringRef(unit_.Name(method->getParent())).contains("mutex");
  }
  return name == "pthread_mutex_lock" || name == "mtx_lock" || name == "pthread_spin_lock";
}

// Whether the function being walked takes one.
bool Walker::Locks() {
  if (locks_) return *locks_;
  locks_ = false;
  ForEachStatement(function_ ? function_->getBody() : nullptr, [&](const clang::Stmt* stmt) {
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(stmt)) {
      *locks_ |= TakesLock(made->getConstructor());
    } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
      const clang::FunctionDecl* callee = call->getDirectCallee();
      *locks_ |= callee && TakesLock(callee);
    }
  });
  return *locks_;
}

// One call by which jobs are handed over.
struct Walker::Handing {
  const clang::FunctionDecl* callee;
  const clang::Expr* where;
  const void* key;
  int number = 0;  // of the jobs so far
};

// `callable` may run from here on, with these arguments.
void Walker::RunLater(const Actual& callable, const std::vector<Actual>& arguments,
                      Handing& handing) {
  std::vector<Actual> actuals{callable};
  Model::Calls effect{.callee = {.root = Port::kArg, .index = 0},
                      .args = {},
                      .result = std::nullopt,
                      .meanwhile = true};
  for (const Actual& argument : arguments) {
    effect.args.push_back({.root = Port::kArg, .index = static_cast<int>(actuals.size())});
    actuals.push_back(argument);
  }
  ModelCall call{handing.callee, handing.where, SubKey(handing.key, kHandedKeys + handing.number++),
                 std::nullopt,   &actuals,      unit_.ast().VoidTy};
  CallBack(effect, call);
}

// A pointer to a function may run from here on, given what stands beside it and has its parameters'
// types.
void Walker::RunFunctionLater(const Actual& pointer, const std::vector<Actual>& beside,
                              Handing& handing) {
  const clang::FunctionProtoType* type = FunctionBehind(pointer.type);
  std::vector<Actual> arguments;
  llvm::SmallVector<bool, 8> used(beside.size());
  for (const clang::QualType parameter : type->param_types()) {
    Actual argument;
    argument.type = parameter;
    argument.operand = Cell(0);
    for (size_t i = 0; i < beside.size(); ++i) {
      if (used[i] || !unit_.ast().hasSameUnqualifiedType(beside[i].type, parameter)) continue;
      argument = beside[i];
      used[i] = true;
      break;
    }
    if (!argument.operand->is_place) {
      const void* key = SubKey(handing.key, kHandedKeys + handing.number++);
      argument.operand = Place(Materialize(*argument.operand, key, parameter));
    }
    arguments.push_back(argument);
  }
  RunLater(pointer, arguments, handing);
}

// What there is to run in the object, or in what it points to, may run from here on.
void Walker::RunLater(clang::QualType type, const Locs& places, Handing& handing, int depth) {
  if (depth > kMaxDepth || places.empty() || type.isNull()) return;
  type = type.getNonReferenceType();
  Actual whole;
  whole.type = type;
  whole.operand = Place(places);
  if (FunctionBehind(type)) return RunFunctionLater(whole, {}, handing);
  if (IsPointer(type)) {
    const clang::QualType to = type->isAnyPointerType()
                                   ? type->getPointeeType()
                                   : FirstTypeArgument(type->getAsCXXRecordDecl());
    return RunLater(to, Dereference(CellAt(places)), handing, depth + 1);
  }
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record || !(record = record->getDefinition())) return;
  const auto* object = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (object && (object->isLambda() || unit_.WrapsFunction(object) || FunctionsOf(type) != 0)) {
    return RunLater(whole, {}, handing);
  }
  if (unit_.InStandardLibrary(record) && unit_.Name(record) != "std::pair") return;
  if (object && object->isPolymorphic()) RunVirtualsLater(object, places, handing);
  std::vector<Actual> fields;
  for (const clang::FieldDecl* field : record->fields()) {
    Actual part;
    part.type = field->getType();
    part.operand = Place(Parts(places, Step::Field(unit_.FieldLabel(field))));
    fields.push_back(part);
  }
  for (const Actual& part : fields) {
    if (FunctionBehind(part.type)) {
      RunFunctionLater(part, fields, handing);
    } else {
      RunLater(part.type, part.operand->places, handing, depth + 1);
    }
  }
}

// Which of an object's virtual functions the other thread runs is not asked.
void Walker::RunVirtualsLater(const clang::CXXRecordDecl* record, const Locs& places,
                              Handing& handing) {
  unit_.RequireClass(record);
  size_t functions = 0;
  for (const clang::CXXMethodDecl* method : record->methods()) {
    if (!method->isVirtual() || llvm::isa<clang::CXXDestructorDecl>(method)) continue;
    if (++functions > kMaxFunctions) return values_.set_widened();
    const void* key = SubKey(handing.key, kHandedKeys + handing.number++);
    Apply(method, 0, handing.where, places, /*is_virtual=*/true, {}, method->getReturnType(), key);
    const auto call = call_index_.find(Occurrence({key, 0}));
    if (call != call_index_.end()) Start(call->second, SubKey(key, 1), handing.where);
  }
  if (functions != 0) return;
  for (const auto& base : record->bases()) {
    const clang::CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl();
    if (parent && parent->hasDefinition()) RunVirtualsLater(parent, places, handing);
  }
}

// A call that may hand over jobs: what goes into a container of the library's, what the parameters
// of the function that takes a lock here are, and lead to.
void Walker::HandOver(const clang::FunctionDecl* callee, const std::optional<Locs>& object,
                      std::vector<Actual>& actuals, const clang::Expr* where, const void* key) {
  Handing handing{callee, where, key};
  if (object && !actuals.empty() && callee->getDeclName().isIdentifier() &&
      Adds(callee->getName()) && unit_.InStandardLibrary(callee) && Locks()) {
    Actual& given = actuals[0];
    const Operand operand = OfActual(given);
    const clang::QualType type = TypeOfActual(given).getNonReferenceType();
    if (type->isRecordType() || type->isPointerType()) {
      const void* place = SubKey(key, kHandedKeys - 1);
      RunLater(type, operand.is_place ? operand.places : Materialize(operand, place, type), handing,
               0);
    }
  } else if (function_ && TakesLock(callee)) {
    HandOverParameters(handing);
  }
}

void Walker::HandOverParameters(Handing& handing) {
  std::vector<Actual> parameters;
  const auto kept = Kept(function_);
  for (const clang::ParmVarDecl* parameter : function_->parameters()) {
    if (!kept.contains(parameter) || !parameter->getType()->isPointerType()) continue;
    Actual actual;
    actual.type = parameter->getType();
    actual.operand = Place({{VariableBase(parameter), 0}});
    parameters.push_back(actual);
  }
  handing.callee = function_;
  for (const Actual& parameter : parameters) {
    if (FunctionBehind(parameter.type)) {
      RunFunctionLater(parameter, parameters, handing);
    } else {
      RunLater(parameter.type, parameter.operand->places, handing, 0);
    }
  }
}

}  // namespace pedigree
