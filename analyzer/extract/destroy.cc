// Destructors: of what ends, of its members and bases, and of what it owns.
//
// A destructor of the program's own is a call; what its class's members and bases do after it is in
// that function's graph. Destructors that the language writes are taken apart where they run. What
// the library's owners and containers hold ends with them.

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

// Of the objects of one class that end with one of them, as many are looked at.
constexpr size_t kMostEnded = 64;
constexpr int kOwned = 1 << 18;  // a SubKey: of the objects that an object of the same class owns

// How what a library's class owns is reached from it.
struct Owner {
  enum How { kNone, kPointee, kElements, kEntries, kPair };
  How how = kNone;
  unsigned arguments = 0;  // template arguments that say what it owns; 0: all of them
};

Owner OwnerNamed(const std::string& name) {
  static const llvm::StringMap<Owner> kOwners = {
      {"std::unique_ptr", {Owner::kPointee, 1}},
      {"std::shared_ptr", {Owner::kPointee, 1}},
      {"std::optional", {Owner::kPointee, 1}},
      {"std::vector", {Owner::kElements, 1}},
      {"std::array", {Owner::kElements, 1}},
      {"std::deque", {Owner::kElements, 1}},
      {"std::list", {Owner::kElements, 1}},
      {"std::forward_list", {Owner::kElements, 1}},
      {"std::set", {Owner::kElements, 1}},
      {"std::multiset", {Owner::kElements, 1}},
      {"std::unordered_set", {Owner::kElements, 1}},
      {"std::stack", {Owner::kElements, 1}},
      {"std::queue", {Owner::kElements, 1}},
      {"std::map", {Owner::kEntries, 2}},
      {"std::multimap", {Owner::kEntries, 2}},
      {"std::unordered_map", {Owner::kEntries, 2}},
      {"std::pair", {Owner::kPair, 2}},
  };
  const auto it = kOwners.find(name);
  return it == kOwners.end() ? Owner() : it->second;
}

clang::QualType ArgumentOf(const clang::CXXRecordDecl* record, unsigned index) {
  const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  if (!spec || index >= spec->getTemplateArgs().size()) return {};
  const clang::TemplateArgument& argument = spec->getTemplateArgs()[index];
  return argument.getKind() == clang::TemplateArgument::Type ? argument.getAsType()
                                                             : clang::QualType();
}

// What ends the object of an owner that is a std::unique_ptr with a deleter of a class of its own.
// (One that was given to its constructor, a lambda, say, is the catalog's to run.)
const clang::CXXMethodDecl* DeleterOf(Unit& unit, const clang::CXXRecordDecl* owner) {
  if (unit.Name(owner) != "std::unique_ptr") return nullptr;
  const clang::QualType type = ArgumentOf(owner, 1);
  const auto* deleter = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  if (!deleter || deleter->isLambda() || !(deleter = deleter->getDefinition()) ||
      unit.InStandardLibrary(deleter)) {
    return nullptr;
  }
  for (const clang::CXXMethodDecl* method : deleter->methods()) {
    const bool calls = method->getOverloadedOperator() == clang::OO_Call;
    if (calls && method->getNumParams() == 1) return method;
  }
  return nullptr;
}

bool HasEmptyBody(const clang::CXXDestructorDecl* destructor) {
  const clang::FunctionDecl* definition = nullptr;
  if (!destructor->hasBody(definition)) return false;
  const auto* body = llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody());
  return body && body->body_empty();
}

}  // namespace

// Whether the end of an object of this type runs a destructor that does something. Classes own
// objects of their own class, through others: what one of them says is not known before all are
// asked.
bool Unit::Destroys(clang::QualType type) {
  llvm::SmallPtrSet<const clang::CXXRecordDecl*, 8> asked;
  const bool destroys = DestroysAnyOf(type, asked);
  if (!destroys) {
    for (const clang::CXXRecordDecl* record : asked) destroys_[record] = false;
  }
  return destroys;
}

// `asked`: the classes asked already, whose answer takes part in the whole's.
bool Unit::DestroysAnyOf(clang::QualType type,
                         llvm::SmallPtrSetImpl<const clang::CXXRecordDecl*>& asked) {
  if (type.isNull()) return false;
  type = ast_.getBaseElementType(type.getCanonicalType());
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (!record || !(record = record->getDefinition()) || record->isDependentContext() ||
      record->hasTrivialDestructor() || !record->getDestructor()) {
    return false;
  }
  if (const auto known = destroys_.find(record); known != destroys_.end()) return known->second;
  if (!asked.insert(record).second) return false;
  bool destroys = false;
  const clang::CXXDestructorDecl* destructor = record->getDestructor();
  if (InStandardLibrary(record)) {
    const Owner owner = OwnerNamed(Name(record));
    for (unsigned i = 0; i < owner.arguments; ++i) {
      destroys |= DestroysAnyOf(ArgumentOf(record, i), asked);
    }
    const clang::CXXMethodDecl* deleter = DeleterOf(*this, record);
    destroys |= deleter && !ModelOf(deleter);
  } else if ((destructor->isUserProvided() && !HasEmptyBody(destructor) &&
              !(InLibrary(destructor) && !destructor->hasBody())) ||
             (destructor->isVirtual() && !InLibrary(destructor))) {
    destroys = !ModelOf(destructor);
  } else {
    for (const clang::FieldDecl* field : record->fields()) {
      destroys |= DestroysAnyOf(field->getType(), asked);
    }
    for (const auto& base : record->bases()) destroys |= DestroysAnyOf(base.getType(), asked);
  }
  if (destroys) destroys_[record] = true;
  return destroys;
}

// A call of what ends something, on `object`.
Walker::CallRecord Walker::EndingCall(const clang::CXXMethodDecl* callee, const Locs& object,
                                      clang::SourceLocation where) {
  CallRecord call;
  call.location = unit_.Place(where.isValid() ? where : decl_->getLocation());
  call.callee = unit_.Symbol(callee);
  call.name = unit_.Str(unit_.Name(callee));
  call.has_receiver = true;
  call.receiver = values_.Leaf(AddressOf(object));
  unit_.Require(callee);
  return call;
}

// Ends objects of class `type`; `derived`: they may be of a class derived from it.
void Walker::End(clang::QualType type, Locs object, bool derived, Key key,
                 clang::SourceLocation where) {
  if (object.empty() || !unit_.Destroys(type)) return;
  const bool array = type->isArrayType();
  type = unit_.ast().getBaseElementType(type.getCanonicalType());
  if (array) object = Parts(object, Step::AnyElement());
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl()->getDefinition();
  if (unit_.InStandardLibrary(record)) {
    return EndOwned(record, object, {SubKey(key.first, (key.second + 1) * 64), 0}, where);
  }

  const clang::CXXDestructorDecl* destructor = record->getDestructor();
  const bool dispatched = derived && destructor->isVirtual();
  if (dispatched || (destructor->isUserProvided() && !HasEmptyBody(destructor))) {
    CallRecord call = EndingCall(destructor, object, where);
    call.is_virtual = dispatched;
    call.modeled = dispatched;  // that of a class with none of its own does nothing
    call.mutable_receiver = true;
    Reach(AddressOf(object), true, true, call.reached);
    if (dispatched) unit_.RequireClass(record);
    RecordCall(key, std::move(call));
    return;
  }
  // What an object owns may be of its own class: a list's next, a tree's branches. Those end here
  // too, a level at a time.
  for (Ending& outer : ending_) {
    if (outer.record != record) continue;
    for (const Loc& loc : object) {
      if (!llvm::is_contained(outer.known, loc)) outer.owned.push_back(loc);
    }
    return;
  }
  const std::vector<const clang::FieldDecl*> fields(record->field_begin(), record->field_end());
  ending_.push_back({record, object, {}});
  for (int level = 0; !object.empty(); ++level) {
    const Key own = level == 0 ? key : Key{SubKey(key.first, kOwned + level), 0};
    int n = 1;
    const auto part = [&] { return Key{SubKey(own.first, (own.second + 1) * 64 + n++), 0}; };
    for (const clang::FieldDecl* field : llvm::reverse(fields)) {
      if (record->isUnion()) break;
      End(field->getType(), Parts(object, Step::Field(unit_.FieldLabel(field))), false, part(),
          where);
    }
    for (const auto& base : record->bases()) End(base.getType(), object, false, part(), where);
    Ending& mine = ending_.back();
    object = std::exchange(mine.owned, {});
    if (mine.known.size() + object.size() > kMostEnded) {
      values_.set_widened();
      break;
    }
    mine.known.append(object.begin(), object.end());
  }
  ending_.pop_back();
}

// What an owner or container of the library holds.
void Walker::EndOwned(const clang::CXXRecordDecl* record, const Locs& object, Key key,
                      clang::SourceLocation where) {
  if (!unit_.Destroys(RecordType(unit_.ast(), record))) return;
  const clang::QualType first = ArgumentOf(record, 0), second = ArgumentOf(record, 1);
  const auto part = [&](const Locs& of, llvm::StringRef name) {
    return Parts(of, Step::Field(unit_.PartLabel(std::string_view(name.data(), name.size()))));
  };
  const auto pair = [&](const Locs& of) {
    End(second, part(of, "second"), false, {SubKey(key.first, 2), 0}, where);
    End(first, part(of, "first"), false, {SubKey(key.first, 3), 0}, where);
  };
  const Key own{SubKey(key.first, 1), 0};
  switch (OwnerNamed(unit_.Name(record)).how) {
    case Owner::kPointee: {
      const bool inside = unit_.Name(record) == "std::optional";
      if (inside) return End(first, Parts(object, Step::Pointee()), false, own, where);
      if (const auto* deleter = DeleterOf(unit_, record)) {
        if (unit_.ModelOf(deleter)) return;
        CallRecord call =
            EndingCall(deleter, {{TemporaryBase(SubKey(key.first, 4), second), 0}}, where);
        call.arguments = {values_.Leaf(CellAt(object))};
        call.mutable_arguments = {0};
        Reach(CellAt(object), true, true, call.reached);
        RecordCall(own, std::move(call));
        return;
      }
      Locs owned;
      for (Loc loc : Dereference(CellAt(object))) {
        if (first->isArrayType() && paths_.Last(loc.path).kind == PathNode::ELEMENT) {
          loc.path = paths_.Parent(loc.path);
        }
        if (!llvm::is_contained(owned, loc)) owned.push_back(loc);
      }
      return End(first, owned, true, own, where);
    }
    case Owner::kElements:
      return End(first, Parts(object, Step::AnyElement()), false, own, where);
    case Owner::kEntries:
      return pair(Parts(object, Step::AnyElement()));
    case Owner::kPair:
      return pair(object);
    case Owner::kNone:
      return;
  }
}

// A member function of an owner that ends what it held.
void Walker::EndReplaced(const clang::FunctionDecl* callee, const Locs& object,
                         const clang::Expr* where, const void* key) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!method || llvm::isa<clang::CXXConstructorDecl>(method) || method->isStatic() ||
      !unit_.InStandardLibrary(method) ||
      !unit_.Destroys(RecordType(unit_.ast(), method->getParent()))) {
    return;
  }
  const bool assigns = method->getOverloadedOperator() == clang::OO_Equal;
  if (!assigns) {
    if (!method->getDeclName().isIdentifier()) return;
    const llvm::StringRef name = method->getName();
    if (name != "reset" && name != "clear" && name != "erase" && name != "pop_back" &&
        name != "pop_front" && name != "pop") {
      return;
    }
  }
  EndOwned(method->getParent(), object, {SubKey(key, 1 << 16), 0},
           where ? where->getExprLoc() : clang::SourceLocation());
}

// Temporaries that end with their expression, here and not in a function that got them by value.
void Walker::FindTemporaries(const clang::Stmt* body) {
  std::vector<std::pair<const clang::Stmt*, bool>> todo{{body, true}};
  while (!todo.empty()) {
    const auto [stmt, ends] = todo.back();
    todo.pop_back();
    if (!stmt) continue;
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt)) {
      for (const clang::Expr* init : lambda->capture_inits()) todo.push_back({init, false});
      continue;
    }
    bool inner = false;
    if (const auto* bind = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(stmt)) {
      if (ends && unit_.Destroys(bind->getType())) temporaries_[bind];
    } else if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(stmt)) {
      inner = made->getStorageDuration() == clang::SD_FullExpression;
    } else if (llvm::isa<clang::CompoundStmt>(stmt)) {
      inner = true;
    } else if (llvm::isa<clang::FullExpr, clang::CastExpr, clang::ParenExpr>(stmt)) {
      inner = ends;
    }
    for (const clang::Stmt* child : stmt->children()) todo.push_back({child, inner});
  }
}

void Walker::EndTemporary(const clang::CXXBindTemporaryExpr* bind) {
  const auto it = temporaries_.find(bind);
  if (it == temporaries_.end()) return;
  Locs object = it->second;
  if (object.empty()) object = PlacesOf(bind);
  End(bind->getType(), object, false, {bind, 7}, bind->getExprLoc());
}

// What came in by value ends with the function.
void Walker::EndParameters() {
  State& exit = entry_[graph_->getExit().getBlockID()];
  if (!exit.reached) return;
  for (const clang::ParmVarDecl* parameter : function_->parameters()) {
    if (parameter->getType()->isReferenceType() || !unit_.Destroys(parameter->getType())) continue;
    state_ = exit;
    guard_ = 0;
    here_ = {};
    End(parameter->getType(), {{VariableBase(parameter), 0}}, false, {parameter, 0},
        parameter->getLocation());
    exit = state_;
  }
}

}  // namespace pedigree
