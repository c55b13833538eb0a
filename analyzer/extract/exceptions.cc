// Exceptions: which handler takes what is thrown, and what memory holds when it does.
//
// Clang's graph leads exceptions to a dispatch block, whatever they are. Here each throw and each
// call that may throw hands its state to the very handlers that may take what it throws. What is
// thrown is an object of its own for each handler, in flight until the handler is done with it.

#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// Whether a function of this type says that it throws nothing.
bool SaysNothrow(clang::QualType type) {
  const auto* prototype = type->getAs<clang::FunctionProtoType>();
  return prototype && !clang::isUnresolvedExceptionSpec(prototype->getExceptionSpecType()) &&
         prototype->isNothrow();
}

}  // namespace

bool Walker::MayThrow(const clang::FunctionDecl* callee) {
  return !callee || !SaysNothrow(callee->getType());
}

// What this function's code stands in: try blocks and handlers.
void Walker::FindTries(const clang::Stmt* body) {
  std::vector<std::pair<const clang::Stmt*, Inside>> todo{{body, {}}};
  const auto* own = llvm::dyn_cast<clang::CXXTryStmt>(body);
  if (const auto* constructor = llvm::dyn_cast_or_null<clang::CXXConstructorDecl>(function_);
      own && constructor) {
    for (const clang::CXXCtorInitializer* init : constructor->inits()) {
      todo.push_back({init->getInit(), {own, nullptr}});
    }
  }
  while (!todo.empty()) {
    const auto [stmt, inside] = todo.back();
    todo.pop_back();
    if (!stmt) continue;
    inside_[stmt] = inside;
    if (const auto* attempt = llvm::dyn_cast<clang::CXXTryStmt>(stmt)) {
      todo.push_back({attempt->getTryBlock(), {attempt, inside.handler}});
      for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
        const clang::CXXCatchStmt* handler = attempt->getHandler(i);
        inside_[handler] = inside;
        handlers_.try_emplace(handler, handlers_.size());
        todo.push_back({handler->getHandlerBlock(), {inside.attempt, handler}});
      }
      continue;
    }
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt)) {
      for (const clang::Expr* init : lambda->capture_inits()) todo.push_back({init, inside});
      continue;
    }
    if (inside.attempt && MayBringException(stmt)) {
      for (const auto* t = inside.attempt; t; t = inside_[t].attempt) sources_.insert(t);
    }
    for (const clang::Stmt* child : stmt->children()) todo.push_back({child, inside});
  }
  for (const clang::CFGBlock* block : *graph_) {
    if (const auto* handler = llvm::dyn_cast_or_null<clang::CXXCatchStmt>(block->getLabel())) {
      handler_blocks_[handler] = block;
    }
  }
}

// Whether the program itself may throw here: what libraries throw is known from no one.
bool Walker::MayBringException(const clang::Stmt* stmt) {
  if (llvm::isa<clang::CXXThrowExpr>(stmt)) return true;
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    return !callee ||
           (MayThrow(callee) && !unit_.ModelOf(callee) && !unit_.InStandardLibrary(callee));
  }
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(stmt)) {
    const clang::CXXConstructorDecl* callee = construct->getConstructor();
    return callee->isUserProvided() && MayThrow(callee) && !unit_.ModelOf(callee) &&
           !unit_.InStandardLibrary(callee);
  }
  return false;
}

// The handlers that an exception meets, innermost first.
std::vector<const clang::CXXCatchStmt*> Walker::HandlersOf(const clang::CXXTryStmt* attempt) const {
  std::vector<const clang::CXXCatchStmt*> handlers;
  for (; attempt; attempt = inside_.lookup(attempt).attempt) {
    for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
      handlers.push_back(attempt->getHandler(i));
    }
  }
  return handlers;
}

// What a handler takes, by the symbol of the type; 0: anything.
uint32_t Walker::Takes(const clang::CXXCatchStmt* handler) {
  const clang::VarDecl* variable = handler->getExceptionDecl();
  return variable ? unit_.ThrownType(variable->getType()) : 0;
}

std::vector<uint32_t> Walker::Caught() {
  if (nothrow_) return {0};
  std::vector<uint32_t> caught;
  for (const clang::CXXCatchStmt* handler : HandlersOf(here_.attempt)) {
    const uint32_t takes = Takes(handler);
    if (!llvm::is_contained(caught, takes)) caught.push_back(takes);
  }
  return caught;
}

BaseId Walker::InFlight(const clang::CXXCatchStmt* handler) { return TemporaryBase(handler, {}); }

void Walker::Deliver(const clang::CXXCatchStmt* handler, State state) {
  const auto block = handler_blocks_.find(handler);
  if (block != handler_blocks_.end()) delivered_.push_back({block->second, std::move(state)});
}

// A call may end here by an exception. `before` is memory as the call found it.
void Walker::NoteThrown(uint32_t call, const State& before) {
  std::vector<uint32_t> earlier;
  for (const clang::CXXCatchStmt* handler : HandlersOf(here_.attempt)) {
    const uint32_t takes = Takes(handler);
    const auto [it, added] = thrown_calls_.try_emplace({call, handler}, calls_.size());
    const uint32_t index = it->second;
    if (added) calls_.emplace_back();
    CallRecord thrown;
    thrown.location = calls_[call].location;
    thrown.name = calls_[call].name;
    thrown.pseudo = Call::THROWN;
    thrown.of = call;
    thrown.takes = takes;
    thrown.handler = handler;
    thrown.caught = earlier;
    thrown.returns = calls_[call].stranger_throws;
    thrown.guard = guard_;
    thrown.reached = calls_[call].reached;
    State there = before;
    LeaveOut(index, thrown.reached, there);
    calls_[index] = std::move(thrown);
    there.Set(InFlight(handler), values_.Leaf(InitialOf(ResultBase(index))));
    Deliver(handler, std::move(there));
    if (takes == 0) return;
    earlier.push_back(takes);
  }
}

// An object of one of `types` is thrown; without types, of whatever types it says itself.
void Walker::ThrowObject(const clang::Stmt* where, const std::vector<uint32_t>& types,
                         TreeId content) {
  for (const clang::CXXCatchStmt* handler : HandlersOf(here_.attempt)) {
    const uint32_t takes = Takes(handler);
    if (takes != 0 && !types.empty() && !llvm::is_contained(types, takes)) continue;
    const State kept = state_;
    state_.Set(InFlight(handler), 0);
    WritePlaces({{InFlight(handler), 0}}, content);
    local_throws_[handler].insert(types);
    Deliver(handler, state_);
    state_ = kept;
    if (takes == 0 || !types.empty()) return;
  }
  if (nothrow_) return;
  ThrowRecord& record = throws_[where];
  record = {};
  record.location = unit_.Place(where->getBeginLoc());
  record.types = types;
  record.caught = types.empty() ? Caught() : std::vector<uint32_t>();
  const State kept = state_;
  const BaseId object = TemporaryBase(&throws_, {});
  state_.Set(object, 0);
  WritePlaces({{object, 0}}, content);
  record.object = state_.Get(object);
  state_ = kept;
  record.state = state_;
}

// `throw;` in a handler, or at the end of a constructor's own.
void Walker::ThrowAgain(const clang::Stmt* where, const clang::CXXCatchStmt* handler,
                        const clang::CXXTryStmt* attempt) {
  const BaseId in_flight = InFlight(handler);
  const TreeId content = state_.Get(in_flight);
  for (const clang::CXXCatchStmt* outer : HandlersOf(attempt)) {
    const uint32_t takes = Takes(outer);
    State there = state_;
    there.Set(InFlight(outer), content);
    for (const auto& types : local_throws_[handler]) local_throws_[outer].insert(types);
    Deliver(outer, std::move(there));
    if (takes == 0) return;
  }
  if (nothrow_) return;
  ThrowRecord& record = throws_[where];
  record = {};
  record.location = unit_.Place(where->getBeginLoc());
  record.again = handler;
  record.object = content;
  const clang::CFGBlock* block = handler_blocks_.lookup(handler);
  record.unchanged = block && entry_[block->getBlockID()].Get(in_flight) == content;
  for (const clang::CXXCatchStmt* outer : HandlersOf(attempt))
    record.caught.push_back(Takes(outer));
  record.state = state_;
}

Walker::Operand Walker::Throw(const clang::CXXThrowExpr* expr) {
  if (const clang::Expr* thrown = expr->getSubExpr()) {
    const std::vector<uint32_t> types = unit_.TakenAs(thrown->getType());
    // The object says of which type it is, for who throws it again without seeing it.
    const SetId type = values_.Single({.kind = Value::TYPE, .index = types.front()});
    ThrowObject(expr, types, values_.UnionTrees(TreeOf(thrown), values_.Leaf(type)));
  } else if (const clang::CXXCatchStmt* handler = inside_.lookup(expr).handler) {
    ThrowAgain(expr, handler, here_.attempt);
  } else {
    gaps_.push_back(unit_.Str("an exception thrown again outside of its handler"));
  }
  return Cell(0);
}

void Walker::Catch(const clang::CXXCatchStmt* handler) {
  const Locs in_flight{{InFlight(handler), 0}};
  if (const clang::VarDecl* variable = handler->getExceptionDecl()) {
    const Locs place{{VariableBase(variable), 0}};
    const auto* record = variable->getType()->getAsCXXRecordDecl();
    TreeId content = 0;
    if (variable->getType()->isReferenceType()) {
      content = values_.Leaf(AddressOf(in_flight));
    } else {
      content = ReadPlaces(in_flight);
      if (record && record->hasDefinition()) content = Sliced(content, record, nullptr);
    }
    WritePlaces(place, content);
  }
  // A constructor's or destructor's own handler throws again in the end.
  const auto* attempt =
      function_ ? llvm::dyn_cast_or_null<clang::CXXTryStmt>(function_->getBody()) : nullptr;
  if (!attempt || !llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function_)) {
    return;
  }
  for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
    if (attempt->getHandler(i) == handler) ThrowAgain(handler, handler, nullptr);
  }
}

// std::exception_ptr points to the object in flight.
std::optional<Walker::Operand> Walker::ApplyExceptionPointer(const clang::FunctionDecl* callee,
                                                             const std::vector<Actual>& actuals,
                                                             const clang::Expr* where,
                                                             const void* key) {
  if (!callee->getDeclName().isIdentifier() || !unit_.InStandardLibrary(callee)) {
    return std::nullopt;
  }
  const llvm::StringRef name = callee->getName();
  if (name == "current_exception" && actuals.empty()) {
    const clang::CXXCatchStmt* handler = where ? inside_.lookup(where).handler : nullptr;
    return handler ? Cell(AddressOf({{InFlight(handler), 0}})) : Cell(0);
  }
  if (name == "make_exception_ptr" && actuals.size() == 1) {
    const BaseId object = TemporaryBase(key, {});
    bases_[object].kind = Base::HEAP;
    const clang::QualType type = TypeOfActual(actuals[0]);
    const SetId thrown =
        values_.Single({.kind = Value::TYPE, .index = unit_.TakenAs(type).front()});
    WritePlaces({{object, 0}},
                values_.UnionTrees(TreeOf(OfActual(actuals[0])), values_.Leaf(thrown)));
    return Cell(AddressOf({{object, 0}}));
  }
  if (name == "rethrow_exception" && actuals.size() == 1 && where) {
    const Locs objects = Dereference(values_.Cell(TreeOf(OfActual(actuals[0])), 0, 0));
    ThrowObject(where, {}, ReadPlaces(objects));
    return Cell(0);
  }
  return std::nullopt;
}

}  // namespace pedigree
