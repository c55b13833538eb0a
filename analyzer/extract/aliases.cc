#include "analyzer/extract/aliases.h"

#include <algorithm>

#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// Ways of aliasing that are extracted: of one function, and of a unit beside a share of its
// functions.
constexpr uint32_t kMaxOfFunction = 4;
constexpr size_t kMaxOfUnit = 64;
constexpr size_t kShareOfUnit = 6;

// Pointers of one call that are compared with each other.
constexpr size_t kMaxCells = 16;

// A pointer that a callee is given, as the caller and the callee know it.
struct Given {
  int parameter = 0;
  PathId path = 0;
  Loc to;
  bool sure = true;
  bool writable = true;
};

bool Overrides(const clang::CXXMethodDecl* method, const clang::CXXMethodDecl* base) {
  return llvm::any_of(method->overridden_methods(), [&](const clang::CXXMethodDecl* overridden) {
    return overridden->getCanonicalDecl() == base->getCanonicalDecl() ||
           Overrides(overridden, base);
  });
}

bool PointsToConst(clang::QualType type) {
  return (type->isReferenceType() || type->isAnyPointerType()) &&
         type->getPointeeType().isConstQualified();
}

}  // namespace

std::string Unit::PathText(PathId path) {
  std::string text;
  for (const Step& step : paths_.Steps(path)) {
    switch (step.kind) {
      case PathNode::FIELD:
        text += "." + std::string(Text(step.label));
        break;
      case PathNode::ENCLOSING:
        text += "^" + std::string(Text(step.label));
        break;
      case PathNode::POINTEE:
        text += "*";
        break;
      case PathNode::KEY:
        text += "[\"" + std::string(Text(step.label)) + "\"]";
        break;
      case PathNode::ELEMENT:
      case PathNode::OFFSET:
        text += step.kind == PathNode::ELEMENT ? "[" : "+[";
        text += step.any ? "" : std::to_string(step.index);
        text += "]";
        break;
      default:
        text += "?";
    }
  }
  return text;
}

bool Unit::Mentions(const clang::FunctionDecl* function, const clang::VarDecl* global) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function->hasBody(definition)) return false;
  const auto [it, added] = mentions_.try_emplace(definition);
  if (added) {
    llvm::SmallVector<const clang::Stmt*, 32> todo{definition->getBody()};
    while (!todo.empty()) {
      const clang::Stmt* stmt = todo.pop_back_val();
      if (!stmt) continue;
      if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(stmt)) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
        if (variable && variable->hasGlobalStorage()) {
          it->second.insert(variable->getCanonicalDecl());
        }
      }
      for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
    }
  }
  return it->second.contains(global);
}

void Unit::NoteWalked(const clang::FunctionDecl* function, uint64_t written) {
  walked_.push_back(function);
  written_[function->getCanonicalDecl()] = {written, fragment_.function_size() - 1};
}

void Unit::RequireAliased(const clang::FunctionDecl* function, const Aliases& aliases) {
  const std::string key = texts_[Symbol(function)] + aliases.name;
  if (aliased_seen_.try_emplace(key, 1).second) aliased_.push_back({function, aliases});
}

// Functions that other units call: as where two pointers to the same type are the same. What calls
// of this unit do is required as they are met.
void Unit::RequirePairs() {
  for (const clang::FunctionDecl* function : std::vector(walked_)) {
    if (function->isInlined() || !function->isExternallyVisible() || function->isMain() ||
        llvm::isa<clang::CXXConstructorDecl>(function)) {
      continue;
    }
    std::vector<std::pair<int, clang::QualType>> pointers;
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
        method && method->isInstance()) {
      pointers.emplace_back(kThisParameter, method->getFunctionObjectParameterType());
    }
    for (const clang::ParmVarDecl* parameter : function->parameters()) {
      const clang::QualType type = parameter->getType();
      if (!type->isReferenceType() && !type->isAnyPointerType()) continue;
      const clang::QualType to = type->getPointeeType();
      if (to->isVoidType() || to->isFunctionType() || to->isAnyCharacterType()) continue;
      pointers.emplace_back(parameter->getFunctionScopeIndex(), to);
    }
    for (size_t b = 1; b < pointers.size(); ++b) {
      for (size_t a = 0; a < b; ++a) {
        if (!ast_.hasSameUnqualifiedType(pointers[a].second, pointers[b].second) ||
            (pointers[a].second.isConstQualified() && pointers[b].second.isConstQualified())) {
          continue;
        }
        AliasEntry entry;
        entry.parameter = pointers[b].first;
        entry.target_parameter = pointers[a].first;
        entry.target_path = paths_.Append(0, Step::Pointee());
        Aliases aliases;
        aliases.entries = {entry};
        aliases.name = AliasName(entry);
        RequireAliased(function, aliases);
      }
    }
  }
}

std::string Unit::AliasName(const AliasEntry& entry) {
  const auto parameter = [](int number) {
    return number == kThisParameter ? std::string("this") : std::to_string(number);
  };
  const std::string target =
      entry.target_global ? texts_[Symbol(entry.target_global)] : parameter(entry.target_parameter);
  return "|" + parameter(entry.parameter) + PathText(entry.path) + "=" + target +
         PathText(entry.target_path);
}

// Whether what the function does may depend on the aliasing: it changes one of the objects.
bool Unit::MattersAliased(const clang::FunctionDecl* function, const Aliases& aliases) const {
  const auto it = written_.find(function->getCanonicalDecl());
  if (it == written_.end()) return false;
  if (aliases.decides()) return true;
  const auto written = [&](int parameter) {
    return parameter >= 62 || (it->second.written >> (parameter + 1) & 1) != 0;
  };
  return std::any_of(aliases.entries.begin(), aliases.entries.end(), [&](const AliasEntry& e) {
    return e.target_global || written(e.parameter) || written(e.target_parameter);
  });
}

const Unit::Aliased* Unit::NextAliased() {
  while (true) {
    if (next_aliased_ == aliased_.size()) {
      if (pairs_required_) return nullptr;
      pairs_required_ = true;
      RequirePairs();
      if (next_aliased_ == aliased_.size()) return nullptr;
    }
    Aliased& next = aliased_[next_aliased_++];
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(next.function);
    if (method && method->isVirtual() && !next.aliases.decides()) {
      for (const clang::FunctionDecl* walked : std::vector(walked_)) {
        const auto* other = llvm::dyn_cast<clang::CXXMethodDecl>(walked);
        if (!other || other->getCanonicalDecl() == method->getCanonicalDecl()) continue;
        if (Overrides(other, method)) RequireAliased(other, next.aliases);
      }
    }
    const clang::FunctionDecl* definition = nullptr;
    if (!next.function->hasBody(definition) || !MattersAliased(definition, next.aliases)) continue;
    // What the call names may be another declaration, whose parameters are not those of the body.
    next.function = definition;
    if (next.aliases.decides()) return &next;
    const std::string symbol = texts_[Symbol(definition)];
    if (++aliased_seen_[symbol] > kMaxOfFunction ||
        ++aliased_walked_ > kMaxOfUnit + walked_.size() / kShareOfUnit) {
      fragment_.mutable_function(written_[definition->getCanonicalDecl()].index)
          ->add_gap(Str("more ways in which its parameters alias"));
      continue;
    }
    return &next;
  }
}

Aliases Walker::FindAliases(const CallRecord& record, const clang::FunctionDecl* callee,
                            const std::vector<Actual>& actuals) {
  std::vector<Given> given;
  const auto add = [&](int parameter, PathId path, SetId pointers, bool writable) {
    const Locs to = Dereference(pointers);
    for (const Loc& loc : to) {
      if (given.size() >= kMaxCells) return;
      // One place in the text may make many objects, and "any" means many.
      const bool sure = to.size() == 1 && bases_[loc.base].kind != Base::HEAP &&
                        !paths_.HasAny(loc.path) && !paths_.Widened(loc.path);
      given.push_back({parameter, path, loc, sure, writable});
    }
  };
  const auto add_inside = [&](int parameter, PathId prefix, TreeId tree) {
    for (const TreeEntry& entry : values_.tree(tree)) {
      if (entry.path == 0 || given.size() >= kMaxCells) continue;
      SetId pointers = values_.Map(entry.set, [](const Val& v) -> std::optional<Val> {
        if (v.kind != Value::ADDRESS) return std::nullopt;
        return v;
      });
      if (pointers != 0) add(parameter, paths_.Concat(prefix, entry.path), pointers, true);
    }
  };
  const auto add_tree = [&](int parameter, TreeId tree, bool writable, bool pointer) {
    const SetId own = values_.Cell(tree, 0, 0);
    if (!pointer) return add_inside(parameter, 0, tree);
    add(parameter, 0, own, writable);
    // Pointers that a local object holds: what a lambda has captured, what a structure binds.
    const Locs to = Dereference(own);
    if (to.size() != 1 || bases_[to[0].base].kind != Base::LOCAL) return;
    add_inside(parameter, paths_.Append(0, Step::Pointee()), ReadPlaces(to));
  };
  if (record.has_receiver) {
    add_tree(kThisParameter, record.receiver, record.mutable_receiver, true);
  }
  const size_t parameters = callee
                                ? std::min<size_t>(callee->getNumParams(), record.arguments.size())
                                : record.arguments.size();
  for (size_t i = 0; i < std::min(parameters, actuals.size()); ++i) {
    const clang::QualType type = actuals[i].type;
    // What a pointer to a function leads to is no object that others could lead to as well.
    if (type.isNull() || !unit_.MayPoint(type) || type->isFunctionPointerType()) continue;
    add_tree(i, record.arguments[i], !PointsToConst(type),
             type->isReferenceType() || type->isAnyPointerType());
  }

  Aliases found;
  for (size_t a = 0; a < given.size(); ++a) {
    const Given& cell = given[a];
    const Given* best = nullptr;
    PathId best_rest = 0;
    for (size_t b = 0; b < given.size(); ++b) {
      const Given& other = given[b];
      if (other.to.base != cell.to.base || (!other.writable && !cell.writable) ||
          (other.parameter == cell.parameter && other.path == cell.path)) {
        continue;
      }
      // The same object as one given before; or a part of another.
      if (other.to.path == cell.to.path ? b > a : false) continue;
      const PathMatch match = paths_.Match(other.to.path, cell.to.path);
      if (match.kind != PathMatch::kCovers || !match.exact) continue;
      if (best == nullptr || paths_.Depth(other.to.path) < paths_.Depth(best->to.path)) {
        best = &other;
        best_rest = match.rest;
      }
    }
    AliasEntry entry;
    entry.parameter = cell.parameter;
    entry.path = cell.path;
    if (best != nullptr) {
      entry.target_parameter = best->parameter;
      entry.target_path = paths_.Concat(paths_.Append(best->path, Step::Pointee()), best_rest);
      found.sure &= best->sure;
    } else if (callee && cell.writable && bases_[cell.to.base].kind == Base::GLOBAL &&
               !bases_[cell.to.base].immutable && globals_.contains(cell.to.base) &&
               unit_.Mentions(callee, globals_[cell.to.base])) {
      entry.target_global = globals_[cell.to.base];
      entry.target_path = cell.to.path;
    } else {
      continue;
    }
    found.sure &= cell.sure;
    // A pointer that may be one of several has one entry for each; the first is taken.
    bool again = false;
    for (const AliasEntry& e : found.entries) {
      again |= e.parameter == entry.parameter && e.path == entry.path;
    }
    if (again) {
      found.sure = false;
      continue;
    }
    found.entries.push_back(entry);
    found.name += unit_.AliasName(entry);
  }
  return found;
}

Locs Walker::Self() {
  if (aliased_this_ != 0) return Dereference(aliased_this_);
  return {{this_base_, paths_.Append(0, Step::Pointee())}};
}

void Walker::EnterAliased() {
  for (const ConstantEntry& constant : aliases_->constants) {
    const SetId number = values_.Single({.kind = Value::NUMBER, .number = constant.value});
    state_.Set(VariableBase(function_->getParamDecl(constant.parameter)), values_.Leaf(number));
  }
  const auto base_of = [&](int parameter) {
    return parameter == kThisParameter ? this_base_ : parameter_bases_[parameter];
  };
  for (const AliasEntry& entry : aliases_->entries) {
    const Loc to{
        entry.target_global ? VariableBase(entry.target_global) : base_of(entry.target_parameter),
        entry.target_path};
    const SetId pointer = AddressOf({to});
    if (entry.path == 0 && entry.parameter != kThisParameter) {
      const clang::ParmVarDecl* parameter = function_->getParamDecl(entry.parameter);
      state_.Set(VariableBase(parameter), values_.Leaf(pointer));
    } else if (entry.path == 0) {
      aliased_this_ = pointer;
    } else {
      const BaseId base = base_of(entry.parameter);
      state_.Set(base, values_.Write(state_.Get(base), entry.path, values_.Leaf(pointer), true,
                                     HomeOf(base)));
    }
  }
}

}  // namespace pedigree
