#include "analyzer/extract/walker.h"

#include <algorithm>
#include <queue>
#include <set>

#include "analyzer/extract/statements.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Analysis/Analyses/Dominators.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"

namespace pedigree {

namespace {

// How often a block is visited before the walk gives up on a fixpoint, and how many visits a
// function may take in all. Past them the function is marked widened.
constexpr int kMaxVisitsOfBlock = 24;
constexpr uint64_t kMaxSteps = 400'000;

// What a function may cost in all (ValueTable::work), with a share for each element of its graph.
// A million is some hundredths of a second.
constexpr uint64_t kMaxWork = 4'000'000;
constexpr uint64_t kWorkOfElement = 400;

// Conditions that one block is told to depend on.
constexpr size_t kMaxControlling = 64;

bool HasTry(const clang::Stmt* body) {
  llvm::SmallVector<const clang::Stmt*, 32> todo{body};
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt || llvm::isa<clang::LambdaExpr>(stmt)) continue;
    if (llvm::isa<clang::CXXTryStmt>(stmt)) return true;
    if (llvm::isa<clang::Expr>(stmt) && !llvm::isa<clang::StmtExpr>(stmt)) continue;
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
  }
  return false;
}

}  // namespace

// Which blocks decide whether a block runs (control dependence): J. Ferrante, K. Ottenstein, J.
// Warren, "The program dependence graph and its use in optimization", TOPLAS 1987, section 3.1.
// Clang's own calculator gives the same, but looks at the whole graph for each block.
class GuardFinder {
 public:
  explicit GuardFinder(clang::CFG* graph) : direct_(graph->getNumBlockIDs()) {
    clang::CFGPostDomTree tree(graph);
    const auto& nodes = tree.getBase();
    // Enough for any structured program; what jumps everywhere at once is cut off.
    size_t left = kMaxControlling * size_t{graph->getNumBlockIDs()};
    for (const clang::CFGBlock* block : *graph) {
      const auto* own = nodes.getNode(const_cast<clang::CFGBlock*>(block));
      const auto* end = own ? own->getIDom() : nullptr;
      for (const auto& successor : block->succs()) {
        clang::CFGBlock* to = successor.getReachableBlock();
        for (const auto* node = to ? nodes.getNode(to) : nullptr; node && node != end;
             node = node->getIDom()) {
          if (!node->getBlock()) continue;
          if (left-- == 0) {
            all_ = false;
            return;
          }
          auto& deciding = direct_[node->getBlock()->getBlockID()];
          if (deciding.empty() || deciding.back() != block) deciding.push_back(block);
        }
      }
    }
  }

  // Blocks with a condition, transitively, sorted by id: the nearest, if they are too many, and
  // `all` is false then.
  std::vector<unsigned> Controlling(const clang::CFGBlock& block, bool& all) {
    std::set<unsigned> found;
    std::vector<const clang::CFGBlock*> todo{&block};
    std::set<unsigned> seen{block.getBlockID()};
    all = all_;
    for (size_t next = 0; next < todo.size(); ++next) {
      for (const clang::CFGBlock* control : direct_[todo[next]->getBlockID()]) {
        if (control->getTerminatorCondition()) found.insert(control->getBlockID());
        if (seen.insert(control->getBlockID()).second) todo.push_back(control);
      }
      if (found.size() >= kMaxControlling && next + 1 < todo.size()) {
        all = false;
        break;
      }
    }
    return {found.begin(), found.end()};
  }

 private:
  std::vector<llvm::SmallVector<const clang::CFGBlock*, 2>> direct_;  // by block
  bool all_ = true;
};

Walker::Walker(Unit& unit, const clang::Decl* decl, const Aliases* aliases)
    : unit_(unit), paths_(unit.paths()), values_(paths_), decl_(decl), aliases_(aliases) {
  function_ = llvm::dyn_cast<clang::FunctionDecl>(decl);
  variable_ = llvm::dyn_cast<clang::VarDecl>(decl);
  method_ = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(function_);
}

Walker::~Walker() = default;

BaseId Walker::NewBase(const BaseInfo& info) {
  const BaseId id = bases_.size();
  bases_.push_back(info);
  if (info.kind != Base::LOCAL && info.kind != Base::HEAP) {
    bases_[id].initial = values_.Single({.kind = Value::INITIAL, .base = id});
  }
  return id;
}

// Whether something about an object of this type changes though it is const: its constructor fills
// it, what is mutable in it may be changed by any, and what it points to is another object. What
// the constructors of the standard library do is modelled.
bool Walker::ChangesConst(clang::QualType type, int depth) {
  constexpr int kMaxDepth = 4;
  if (depth > kMaxDepth) return true;
  type = unit_.ast().getBaseElementType(type);
  if (type->isAnyPointerType()) {
    const clang::QualType to = type->getPointeeType();
    return !to->isFunctionType() && (!to.isConstQualified() || ChangesConst(to, depth + 1));
  }
  if (type->isReferenceType()) return true;
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record || !(record = record->getDefinition())) return false;
  if (unit_.InStandardLibrary(record)) {
    return unit_.MayPoint(type) && unit_.Name(record) != "std::basic_string_view";
  }
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (cxx && (cxx->hasUserDeclaredConstructor() || cxx->hasInheritedConstructor() ||
              cxx->hasNonTrivialDefaultConstructor() || unit_.HasMutable(type))) {
    return true;
  }
  return llvm::any_of(record->fields(), [&](const clang::FieldDecl* field) {
    return ChangesConst(field->getType(), depth + 1);
  });
}

BaseId Walker::VariableBase(const clang::VarDecl* variable) {
  variable = variable->getCanonicalDecl();
  const auto [it, added] = variable_bases_.try_emplace(variable, 0);
  if (!added) return it->second;
  BaseInfo info;
  info.name = unit_.Str(variable->getNameAsString());
  info.may_point = unit_.MayPoint(variable->getType());
  info.type = variable->getType();
  info.immutable = variable->getType().isConstQualified() && !ChangesConst(variable->getType());
  const bool global = variable->hasGlobalStorage();
  if (global) {
    info.kind = Base::GLOBAL;
    info.symbol = unit_.Symbol(variable);
    info.internal = !variable->isExternallyVisible() ||
                    (variable->isStaticLocal() && !variable->isExternallyVisible());
  }
  const BaseId base = NewBase(info);
  variable_bases_[variable] = base;
  if (global) {
    globals_[base] = variable;
    global_bases_.push_back(base);
    unit_.RequireInitializer(variable);
    unit_.NoteNumber(variable);
    if (const GlobalHandle* handle = unit_.HandleOf(variable)) {
      const uint32_t site = SiteIndex({variable, 0});
      SiteRecord& record = sites_[site];
      record.kind = Site::OPEN;
      record.location = unit_.Place(decl_->getLocation());
      record.api = unit_.Str(handle->name());
      record.asset = handle->kind();
      const auto literal = [&](const std::string& text) {
        return values_.Text({TextPart{unit_.Str(text), 0}}) + 1;
      };
      record.name_space = literal(handle->namespace_().empty() ? "process" : handle->namespace_());
      record.name = literal(handle->asset());
      bases_[base].initial = values_.Single({.kind = Value::HANDLE, .index = site});
      bases_[base].immutable = true;
    }
  }
  return base;
}

BaseId Walker::TemporaryBase(const void* key, clang::QualType type) {
  const auto [it, added] = temporary_bases_.try_emplace(key, 0);
  if (added) {
    BaseInfo info;
    info.may_point = type.isNull() || unit_.MayPoint(type);
    info.type = type;
    info.made_in = round_;
    const BaseId base = NewBase(info);
    return temporary_bases_[key] = base;
  }
  return it->second;
}

// Whether new memory stands for all that a loop has made: it is looked at from outside.
bool Walker::IsSeveral(BaseId base) const {
  if (bases_[base].kind != Base::HEAP || !bases_[base].made_in) return false;
  const clang::Stmt* round = round_;
  while (round && round != bases_[base].made_in) round = outer_loop_.lookup(round);
  return !round;
}

BaseId Walker::HeapBase(const clang::CXXNewExpr* expr) {
  const BaseId heap = TemporaryBase(SubKey(expr, 1), expr->getAllocatedType());
  bases_[heap].kind = Base::HEAP;
  return heap;
}

BaseId Walker::ResultBase(uint32_t call) {
  const auto [it, added] = result_bases_.try_emplace(call, 0);
  if (!added) return it->second;
  BaseInfo info;
  info.kind = Base::RESULT;
  info.index = call;
  const BaseId base = NewBase(info);
  return result_bases_[call] = base;
}

Locs Walker::Parts(const Locs& locs, const Step& step) {
  Locs parts;
  // What has no fields is not what the field is of.
  const auto has_none = [&](const Loc& loc) { return IsNumbers(loc.base); };
  const bool choose = step.kind == PathNode::FIELD && !llvm::all_of(locs, has_none);
  for (const Loc& loc : locs) {
    if (bases_[loc.base].decides) {
      parts.push_back(loc);
      continue;
    }
    if (choose && has_none(loc)) continue;
    if (step.kind == PathNode::POINTEE) {
      // Through a pointer held there; or, for an optional and its like, inside the object itself.
      const Locs pointees = Dereference(CellAt({loc}));
      for (const Loc& p : pointees) {
        if (!llvm::is_contained(parts, p)) parts.push_back(p);
      }
      const Loc inside = Part(loc, step);
      bool has_inside = pointees.empty();
      for (const TreeEntry& e : values_.tree(state_.Get(loc.base))) {
        const PathMatch m = paths_.Match(e.path, inside.path);
        has_inside |= m.AtOrBelow();
      }
      if (has_inside && !llvm::is_contained(parts, inside)) parts.push_back(inside);
    } else {
      const Loc part = Part(loc, step);
      if (!llvm::is_contained(parts, part)) parts.push_back(part);
    }
  }
  return parts;
}

// Whether an object of this type holds what it leads to itself.
bool Walker::HoldsItself(clang::QualType type) {
  const auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  if (!record || !unit_.InStandardLibrary(record)) return false;
  const std::string& name = unit_.Name(record);
  return name == "std::optional" || name == "std::any" || name == "std::variant";
}

Locs Walker::PartsAt(const Locs& locs, PathId path) {
  Locs parts = locs;
  for (const Step& step : paths_.Steps(path)) parts = Parts(parts, step);
  return parts;
}

Locs Walker::Dereference(SetId pointers, SetId* data) {
  Locs locs;
  SetId others = 0;
  for (const ValueId id : values_.set(pointers)) {
    const Val v = values_.value(id);
    if (v.kind == Value::ADDRESS) {
      const Loc loc{v.base, v.path};
      if (!llvm::is_contained(locs, loc)) locs.push_back(loc);
    } else if ((v.kind == Value::INITIAL || v.kind == Value::OUT) && v.subtype == IDENTITY) {
      const Loc loc{v.base, paths_.Append(v.path, Step::Pointee())};
      if (!llvm::is_contained(locs, loc)) locs.push_back(loc);
    } else if (data && v.kind != Value::NUMBER && v.kind != Value::TYPE) {
      others = values_.Union(others, values_.Single(v));
    }
  }
  if (data && others != 0) {
    *data = values_.Union(*data, values_.Select(others, paths_.Append(0, Step::Pointee())));
  }
  return locs;
}

Locs Walker::FoundBy(Locs places, SetId data, const void* key, clang::QualType type) {
  const auto some = [&](bool decide) {
    return values_.Map(data, [&](const Val& v) -> std::optional<Val> {
      return (v.subtype >= CONDITIONAL) == decide ? std::optional<Val>(v) : std::nullopt;
    });
  };
  const auto add = [&](BaseId base, SetId held) {
    state_.Set(base, values_.Leaf(held));
    places.push_back({base, 0});
  };
  const SetId decides = some(true), others = some(false);
  if (others != 0 || places.empty()) add(TemporaryBase(key, type), others);
  if (decides != 0) {
    const BaseId base = TemporaryBase(SubKey(key, kDeciding), type);
    bases_[base].decides = true;
    add(base, decides);
  }
  return places;
}

Locs Walker::Behind(SetId pointers, const void* key, clang::QualType type) {
  SetId data = 0;
  Locs places = Dereference(pointers, &data);
  return FoundBy(std::move(places), data, key, type);
}

SetId Walker::AddressOf(const Locs& locs) {
  std::vector<ValueId> ids;
  for (const Loc& loc : locs) {
    if (bases_[loc.base].decides) {
      const llvm::ArrayRef<ValueId> held = values_.set(CellAt({loc}));
      ids.insert(ids.end(), held.begin(), held.end());
      continue;
    }
    const Base::Kind kind = bases_[loc.base].kind;
    const bool whole_pointee = paths_.Depth(loc.path) == 1 &&
                               paths_.Last(loc.path).kind == PathNode::POINTEE &&
                               (kind == Base::PARAM || kind == Base::THIS || kind == Base::RESULT);
    if (whole_pointee) {
      ids.push_back(values_.Intern({.kind = Value::INITIAL, .base = loc.base}));
    } else {
      ids.push_back(values_.Intern({.kind = Value::ADDRESS, .base = loc.base, .path = loc.path}));
    }
  }
  return values_.Set(std::move(ids));
}

SetId Walker::CellAt(const Locs& locs, int64_t bytes) {
  SetId set = 0;
  for (const Loc& loc : locs) {
    set = values_.Union(set, values_.Cell(state_.Get(loc.base), loc.path, HomeOf(loc.base)));
    if (!viewed_.empty()) set = values_.Union(set, OverlappedBy(loc, bytes, /*below=*/true));
  }
  return set;
}

TreeId Walker::ReadPlaces(const Locs& locs) {
  TreeId tree = 0;
  bool first = true;
  for (const Loc& loc : locs) {
    TreeId sub = values_.Sub(state_.Get(loc.base), loc.path, HomeOf(loc.base));
    if (!viewed_.empty()) {
      const SetId others = OverlappedBy(loc, 0, /*below=*/false);
      if (others != 0) sub = values_.UnionTrees(sub, values_.Leaf(others));
    }
    tree = first ? sub : values_.UnionTrees(tree, sub);
    first = false;
  }
  return first ? values_.EmptyCell() : tree;
}

SetId Walker::WithGuard(SetId set, const Loc& loc, bool filters) {
  if (guard_ == 0) return set;
  // A variable declared under the same guard lives only there.
  const auto declared = declared_guard_.find(loc.base);
  if (declared != declared_guard_.end() && declared->second == guard_) return set;
  if (filters && block_) {
    if (const uint32_t filter = FilterOf(*block_); filter != 0) {
      set = values_.Union(
          set, values_.Single({.kind = Value::GUARD, .index = filter - 1, .subtype = FILTER}));
    }
  }
  return values_.Union(
      set, values_.Single({.kind = Value::GUARD, .index = guard_ - 1, .subtype = CONDITIONAL}));
}

void Walker::WritePlaces(const Locs& locs, TreeId content, bool weak, bool filters) {
  size_t places = 0;
  for (const Loc& loc : locs) {
    if (bases_[loc.base].decides) {
      content = values_.UnionTrees(content, ReadPlaces({loc}));
    } else {
      ++places;
    }
  }
  for (const Loc& loc : locs) {
    if (bases_[loc.base].decides) continue;
    const bool strong = places == 1 && !weak && !IsSeveral(loc.base);
    TreeId guarded = content;
    if (guard_ != 0) {
      const SetId cell = values_.Cell(content, 0, 0);
      const SetId with = WithGuard(cell, loc, filters);
      if (with != cell || values_.tree(content).empty()) {
        guarded = values_.Write(content, 0, content, true, 0);
        std::vector<TreeEntry> entries(values_.tree(content).begin(), values_.tree(content).end());
        if (entries.empty() || entries.front().path != 0) {
          entries.insert(entries.begin(), {0, with});
        } else {
          entries.front().set = with;
        }
        guarded = values_.Tree(std::move(entries));
      }
    }
    const clang::QualType type = strong ? TypeAt(loc) : clang::QualType();
    const TreeId before = state_.Get(loc.base);
    TreeId after = values_.Write(before, loc.path, guarded, strong, HomeOf(loc.base),
                                 IsPointer(type), OwnsRow(type));
    if (strong && (before != 0 || bases_[loc.base].kind != Base::LOCAL)) {
      after = LeavePointees(type, loc, content, before, after);
    }
    state_.Set(loc.base, after);
    NoteAliasedStore(loc, guarded);
    if (unit_.HasTags()) NoteTagged(loc, content);
  }
}

// The pointers in an object of a class of the program's own: paths from there.
const std::vector<PathId>& Walker::PointersIn(const clang::RecordDecl* record) {
  constexpr size_t kMaxPointers = 16;
  const auto [it, added] = pointers_in_.try_emplace(record);
  if (!added) return it->second;
  std::vector<PathId> found;
  const auto look = [&](const clang::RecordDecl* in, PathId path, int depth, auto& self) -> void {
    if (depth > 3 || !(in = in->getDefinition()) || in->isUnion() || unit_.InStandardLibrary(in)) {
      return;
    }
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(in)) {
      for (const auto& base : cxx->bases()) {
        if (const auto* of = base.getType()->getAsRecordDecl()) self(of, path, depth + 1, self);
      }
    }
    for (const clang::FieldDecl* field : in->fields()) {
      const PathId at = paths_.Append(path, Step::Field(unit_.FieldLabel(field)));
      if (IsPointer(field->getType())) {
        if (found.size() < kMaxPointers) found.push_back(at);
      } else if (const auto* of = field->getType()->getAsRecordDecl()) {
        self(of, at, depth + 1, self);
      }
    }
  };
  look(record, 0, 0, look);
  return pointers_in_[record] = std::move(found);
}

// Where an object was overwritten by `content`: what its pointers led to is still there, for those
// who have the old pointers.
TreeId Walker::LeavePointees(clang::QualType type, const Loc& loc, TreeId content, TreeId before,
                             TreeId after) {
  const clang::RecordDecl* record = type.isNull() ? nullptr : type->getAsRecordDecl();
  if (!record) return after;
  const bool emptied = values_.Cell(content, 0, 0) == 0;
  for (const PathId pointer : PointersIn(record)) {
    const PathId at = paths_.Concat(loc.path, pointer);
    const auto left = values_.LeftBehind(before, at, HomeOf(loc.base), false);
    const bool null = emptied && values_.Cell(content, pointer, 0) == 0;
    if (null) after = values_.Write(after, at, values_.Leaf(values_.Single(kNullPointer)), true, 0);
    for (const auto& [behind, its] : left) {
      after = values_.Write(after, behind, values_.Leaf(its), true, 0);
    }
    if (!null) continue;
    const size_t entries = values_.tree(before).size();
    for (size_t i = 0; i < entries; ++i) {
      const TreeEntry e = values_.tree(before)[i];
      const PathMatch m = paths_.Match(e.path, at);
      if (m.kind != PathMatch::kBelow || !m.exact) continue;
      after = values_.Write(after, e.path, values_.Leaf(e.set), true, 0);
    }
  }
  return after;
}

// Whether objects of this type point to others, which do not end when they do.
bool Walker::IsPointer(clang::QualType type) {
  if (type.isNull()) return false;
  if (type->isAnyPointerType()) return true;
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !unit_.InStandardLibrary(record)) return false;
  const std::string& name = unit_.Name(record);
  return name == "std::unique_ptr" || name == "std::shared_ptr" || name == "std::weak_ptr";
}

// Whether objects of this type are pointers into arrays for certain, which are moved from one
// element to the next.
bool Walker::OwnsRow(clang::QualType type) {
  if (type.isNull()) return false;
  const clang::QualType owned = FirstTypeArgument(type->getAsCXXRecordDecl());
  return !owned.isNull() && owned->isArrayType();
}

// What an object of this type holds once it is left empty. A null pointer is a value: without one,
// nothing would be known of what the pointer led to before.
TreeId Walker::Emptied(clang::QualType type) {
  if (!IsPointer(type)) return values_.EmptyCell();
  return values_.Leaf(values_.Single(kNullPointer));
}

// The call that made the pointer through which `loc` is reached, by returning it or by leaving it
// in memory.
std::optional<uint32_t> Walker::PointerMadeBy(const Loc& loc) {
  if (bases_[loc.base].kind == Base::RESULT) return bases_[loc.base].index;
  const PathId object = LastPointee(loc.path);
  if (object == 0) return std::nullopt;
  const PathId pointer = paths_.Parent(object);
  const SetId cell = values_.Cell(state_.Get(loc.base), pointer, HomeOf(loc.base));
  for (const ValueId id : values_.set(cell)) {
    const Val& v = values_.value(id);
    if (v.kind == Value::OUT && v.base == loc.base && v.path == pointer) return v.index;
  }
  return std::nullopt;
}

// The object behind the last pointer on the way to the place; 0: there is no pointer.
PathId Walker::LastPointee(PathId path) const {
  while (path != 0 && paths_.Last(path).kind != PathNode::POINTEE) path = paths_.Parent(path);
  return path;
}

// A store through a pointer that a call made may be a store into what the call was given: only
// the linker can tell, so it is told of the store as of a call that may change those objects.
void Walker::NoteAliasedStore(const Loc& loc, TreeId content) {
  const std::optional<uint32_t> call = PointerMadeBy(loc);
  std::vector<Reached> reached;
  if (call) {
    reached = calls_[*call].reached;
  } else if (bases_[loc.base].kind == Base::GLOBAL && BehindPointer(loc.path)) {
    // What a global points to may be another, of which more is known here than its initial content.
    reached.push_back({{loc.base, 0}, false});
    for (const auto& [base, variable] : globals_) {
      if (base != loc.base && state_.Get(base) != 0 && !bases_[base].immutable) {
        reached.push_back({{base, 0}, true});
      }
    }
    std::sort(reached.begin(), reached.end(),
              [](const Reached& a, const Reached& b) { return a.loc.base < b.loc.base; });
  }
  if (bases_[loc.base].kind != Base::RESULT) {
    // Where the pointer is needs telling as well, but is not changed.
    for (Reached& r : reached) r.writable &= r.loc.base != loc.base;
  }
  const bool led_to = bases_[loc.base].kind == Base::RESULT || led_to_.contains(loc.base);
  if (BehindPointer(loc.path) && led_to) {
    // What calls returned may lead there as well.
    if (llvm::none_of(reached, [&](const Reached& r) { return r.loc.base == loc.base; })) {
      reached.push_back({{loc.base, 0}, false});
    }
    ReachResults(reached);
    reached.push_back({{others_base_, 0}, true});
  }
  const std::vector<PathId> own_parts = call ? OwnParts(loc) : std::vector<PathId>();
  if (own_parts.empty() && llvm::none_of(reached, [](const Reached& r) { return r.writable; })) {
    return;
  }
  CallRecord record;
  record.location = call ? calls_[*call].location : unit_.Place(decl_->getLocation());
  record.name = call ? calls_[*call].name : 0;
  record.pseudo = Call::STORE;
  record.arguments = {
      values_.Leaf(values_.Single({.kind = Value::ADDRESS, .base = loc.base, .path = loc.path})),
      content};
  // What is stored may be a pointer to what only this function knows so far.
  Reach(values_.Map(values_.All(content),
                    [](const Val& v) -> std::optional<Val> {
                      if (v.kind != Value::ADDRESS) return std::nullopt;
                      return v;
                    }),
        false, true, reached);
  for (const ValueId id : values_.set(values_.All(content))) {
    if (values_.value(id).kind == Value::ADDRESS) NoteEscape(values_.value(id).base);
  }
  record.reached = reached;
  TreeId own = state_.Get(loc.base);
  const int place = static_cast<int>(loc.base * 4096 + loc.path);
  const int times = stored_here_[place]++;
  const void* key = times == 0 ? element_ : SubKey(element_, times);
  const uint32_t store = RecordCall({key, -1 - place}, std::move(record));
  for (const PathId part : own_parts) {
    const SetId left =
        values_.Single({.kind = Value::OUT, .index = store, .base = loc.base, .path = part});
    own = values_.Write(own, part, values_.Leaf(left), true, HomeOf(loc.base));
  }
  state_.Set(loc.base, own);
}

// Whether an object of type `whole` may have one of type `part` in it, or be in one.
bool Walker::MayHold(clang::QualType whole, clang::QualType part) {
  if (whole.isNull() || part.isNull()) return true;
  const clang::ASTContext& ast = unit_.ast();
  whole = ast.getBaseElementType(whole).getCanonicalType().getUnqualifiedType();
  part = ast.getBaseElementType(part).getCanonicalType().getUnqualifiedType();
  if (whole == part || whole->isVoidType() || part->isVoidType() || whole->isCharType()) {
    return true;
  }
  const clang::RecordDecl* record = whole->getAsRecordDecl();
  if (!record) return false;
  if (!record->isCompleteDefinition() || record->isUnion() || unit_.InStandardLibrary(record)) {
    return true;
  }
  const auto [it, added] = may_hold_.try_emplace({whole.getTypePtr(), part.getTypePtr()}, false);
  if (!added) return it->second;
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  const clang::CXXRecordDecl* of = part->getAsCXXRecordDecl();
  bool holds = cxx && of && of->hasDefinition() && of->isDerivedFrom(cxx);
  for (const clang::FieldDecl* field : record->fields()) {
    holds = holds || MayHold(field->getType(), part);
  }
  if (cxx) {
    for (const auto& base : cxx->bases()) holds = holds || MayHold(base.getType(), part);
  }
  return may_hold_[{whole.getTypePtr(), part.getTypePtr()}] = holds;
}

// Whether something that the call left has been stored to by this function since, under another
// name than `place`, which it may be.
bool Walker::StoredSince(uint32_t call, const Loc& place) {
  const Step part = paths_.Last(place.path);
  const clang::QualType object = TypeAt({place.base, LastPointee(place.path)});
  const bool returned = bases_[place.base].kind == Base::RESULT;
  return llvm::any_of(calls_[call].reached, [&](const Reached& r) {
    const Base::Kind kind = bases_[r.loc.base].kind;
    if (!r.writable || kind == Base::OTHERS || kind == Base::RESULT) return false;
    if (!MayHold(TypeAt(r.loc), object)) return false;
    const size_t entries = values_.tree(state_.Get(r.loc.base)).size();
    for (size_t i = 0; i < entries; ++i) {
      const TreeEntry entry = values_.tree(state_.Get(r.loc.base))[i];
      if (!paths_.Match(entry.path, r.loc.path).AtOrBelow()) continue;
      if (r.loc.base == place.base && paths_.Match(entry.path, place.path).AtOrBelow()) continue;
      // Of those that is told already (NoteAliasedStore).
      if (returned && BehindPointer(entry.path)) continue;
      const Step last = entry.path == 0 ? Step::Any() : paths_.Last(entry.path);
      if (last.kind == PathNode::FIELD && part.kind == PathNode::FIELD &&
          last.label != part.label) {
        continue;
      }
      bool as_left = false, initial = true;
      const bool same = llvm::all_of(values_.set(entry.set), [&](ValueId id) {
        const Val& v = values_.value(id);
        as_left |= v.kind == Value::OUT && v.index == call;
        initial &= v.kind == Value::INITIAL;
        return v.base == r.loc.base && v.path == entry.path && v.subtype == IDENTITY &&
               (v.kind == Value::OUT || v.kind == Value::INITIAL);
      });
      // By now another call may have left it: one that did not reach the pointer.
      if (!same || !(as_left || initial)) return true;
    }
    return false;
  });
}

// A pointer that a call left may lead to what the call was given, under another name. Where that
// was stored to since, only the linker can tell what is read there: it is told of the load.
SetId Walker::LoadedThroughAlias(const Locs& places, const clang::CastExpr* load) {
  constexpr int kLoads = 1 << 20;
  const clang::QualType type = load->getType();
  const bool text = type->isPointerType() && type->getPointeeType()->isAnyCharacterType();
  if (unit_.MayPoint(type) && !text) return 0;
  SetId loaded = 0;
  int number = 0;
  for (const Loc& loc : places) {
    const auto call = BehindPointer(loc.path) ? PointerMadeBy(loc) : std::nullopt;
    if (!call || !StoredSince(*call, loc)) continue;
    CallRecord record;
    record.location = calls_[*call].location;
    record.name = calls_[*call].name;
    record.pseudo = Call::LOAD;
    record.returns = true;
    record.arguments = {
        values_.Leaf(values_.Single({.kind = Value::ADDRESS, .base = loc.base, .path = loc.path}))};
    record.reached = calls_[*call].reached;
    for (Reached& r : record.reached) r.writable = false;
    const uint32_t index = RecordCall({load, kLoads + number++}, std::move(record));
    loaded = values_.Union(loaded, InitialOf(ResultBase(index)));
  }
  return loaded;
}

void Walker::FindDestinations(const clang::Stmt* body) {
  llvm::SmallVector<const clang::Stmt*, 64> todo{body};
  const auto strip = [](const clang::Expr* expr) {
    while (expr) {
      if (const auto* e = llvm::dyn_cast<clang::FullExpr>(expr)) {
        expr = e->getSubExpr();
      } else if (const auto* b = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
        expr = b->getSubExpr();
      } else if (const auto* c = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(expr)) {
        expr = c->getSubExpr();
      } else if (const auto* i = llvm::dyn_cast<clang::ImplicitCastExpr>(expr);
                 i && (i->getCastKind() == clang::CK_NoOp ||
                       i->getCastKind() == clang::CK_ConstructorConversion)) {
        expr = i->getSubExpr();
      } else {
        break;
      }
    }
    return expr;
  };
  const auto add = [&](const clang::Expr* init, Loc target) {
    if (!init) return;
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(strip(init))) {
      destinations_[construct] = target;
    }
  };
  if (const auto* constructor = llvm::dyn_cast_or_null<clang::CXXConstructorDecl>(function_)) {
    const Loc self{this_base_, paths_.Append(0, Step::Pointee())};
    for (const clang::CXXCtorInitializer* init : constructor->inits()) {
      if (init->isBaseInitializer() || init->isDelegatingInitializer()) {
        add(init->getInit(), self);
      } else if (const clang::FieldDecl* field = init->getAnyMember()) {
        if (!field->getType()->isReferenceType()) {
          add(init->getInit(), Part(self, Step::Field(unit_.FieldLabel(field))));
        }
      }
      todo.push_back(init->getInit());
    }
  }
  if (variable_ && variable_->getType()->isRecordType()) {
    add(variable_->getInit(), {VariableBase(variable_), 0});
  }
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt) continue;
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt)) {
      for (const clang::Expr* init : lambda->capture_inits()) todo.push_back(init);
      continue;
    }
    if (const auto* declare = llvm::dyn_cast<clang::DeclStmt>(stmt)) {
      for (const clang::Decl* d : declare->decls()) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(d);
        if (variable && variable->isStaticLocal()) {
          SkipStaticInitializer(variable);
        } else if (variable && variable->hasInit() && variable->getType()->isRecordType()) {
          add(variable->getInit(), {VariableBase(variable), 0});
        }
      }
    } else if (const auto* create = llvm::dyn_cast<clang::CXXNewExpr>(stmt)) {
      if (create->hasInitializer() && create->getInitializer() &&
          create->getAllocatedType()->isRecordType() && !create->isArray() &&
          create->getNumPlacementArgs() == 0) {
        add(create->getInitializer(), {HeapBase(create), 0});
      }
    }
    // A global that calls may change is one from the start, wherever it is mentioned.
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(stmt)) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
      if (variable && variable->hasGlobalStorage() && !variable->getType().isConstQualified() &&
          !unit_.InStandardLibrary(variable)) {
        VariableBase(variable);
      }
    }
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
  }
}

// A static variable is initialised once, before anyone uses it: by a function of its own, unless
// the initialiser needs this function's variables.
void Walker::SkipStaticInitializer(const clang::VarDecl* variable) {
  if (!variable->hasInit()) return;
  llvm::SmallVector<const clang::Stmt*, 16> todo{variable->getInit()};
  std::vector<const clang::Stmt*> inside;
  while (!todo.empty()) {
    const clang::Stmt* stmt = todo.pop_back_val();
    if (!stmt) continue;
    inside.push_back(stmt);
    if (llvm::isa<clang::CXXThisExpr>(stmt)) return;
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(stmt)) {
      const auto* used = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
      if (used && !used->hasGlobalStorage()) return;
    }
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(stmt)) {
      for (const clang::Expr* init : lambda->capture_inits()) todo.push_back(init);
      continue;
    }
    for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
  }
  skipped_.insert(inside.begin(), inside.end());
}

namespace {

// Clang's graphs know no `if consteval`. While one is built, what is extracted runs.
class ConstevalBranches {
 public:
  ConstevalBranches(const clang::ASTContext& ast, const clang::Stmt* body) {
    ForEachStatement(body, [&](const clang::Stmt* stmt) {
      const auto* branch = llvm::dyn_cast<clang::IfStmt>(stmt);
      if (!branch || !branch->isConsteval()) return;
      auto* changed = const_cast<clang::IfStmt*>(branch);
      changed_.push_back({changed, changed->getStatementKind()});
      changed->setCond(clang::CXXBoolLiteralExpr::Create(ast, branch->isNegatedConsteval(),
                                                         ast.BoolTy, branch->getBeginLoc()));
      changed->setStatementKind(clang::IfStatementKind::Ordinary);
    });
  }
  ~ConstevalBranches() {
    for (const auto& [branch, kind] : changed_) {
      branch->setCond(nullptr);
      branch->setStatementKind(kind);
    }
  }

 private:
  std::vector<std::pair<clang::IfStmt*, clang::IfStatementKind>> changed_;
};

}  // namespace

void Walker::BuildGraph() {
  clang::CFG::BuildOptions options;
  options.PruneTriviallyFalseEdges = true;
  options.AddInitializers = true;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = false;
  options.AddCXXDefaultInitExprInCtors = true;
  options.AddCXXDefaultInitExprInAggregates = true;
  options.setAllAlwaysAdd();
  clang::Stmt* body =
      function_ ? function_->getBody() : const_cast<clang::Expr*>(variable_->getInit());
  if (auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(body)) body = coroutine->getBody();
  options.AddEHEdges = HasTry(body);
  FindTemporaries(body);
  options.AddTemporaryDtors = !temporaries_.empty();
  const ConstevalBranches branches(unit_.ast(), body);
  graph_ = clang::CFG::buildCFG(decl_, body, &unit_.ast(), options);
  if (!graph_) return;
  blocks_.resize(graph_->getNumBlockIDs());
  for (const clang::CFGBlock* block : *graph_) blocks_[block->getBlockID()] = block;
  FindRepeated();
}

void Walker::FindRepeated() {
  llvm::DenseSet<const clang::Stmt*> once, ended;
  for (const clang::CFGBlock* block : *graph_) {
    for (const clang::CFGElement& element : *block) {
      if (const auto stmt = element.getAs<clang::CFGStmt>()) {
        if (!once.insert(stmt->getStmt()).second) repeated_.insert(stmt->getStmt());
      } else if (const auto dtor = element.getAs<clang::CFGTemporaryDtor>()) {
        const clang::Stmt* temporary = dtor->getBindTemporaryExpr();
        if (!ended.insert(temporary).second) repeated_ends_.insert(temporary);
      }
    }
  }
}

int Walker::OccurrenceAt(const void* where, unsigned index) {
  return occurrences_.try_emplace({where, index}, occurrences_.size() + 1).first->second;
}

Walker::Key Walker::Occurrence(Key key) {
  constexpr int kOccurrences = 1 << 26;
  if (occurrence_ == 0) return key;
  return {SubKey(key.first, kOccurrences + occurrence_), key.second};
}

std::vector<unsigned> Walker::Controlling(const clang::CFGBlock& block) {
  if (!guard_finder_) guard_finder_ = std::make_unique<GuardFinder>(graph_.get());
  bool all = true;
  std::vector<unsigned> controlling = guard_finder_->Controlling(block, all);
  if (!all) values_.set_widened();
  return controlling;
}

uint32_t Walker::GuardOf(const clang::CFGBlock& block) {
  const auto [it, added] = block_guard_.try_emplace(&block, 0);
  if (!added) return it->second;
  std::vector<unsigned> controlling = Controlling(block);
  uint32_t guard = 0;
  if (!controlling.empty()) {
    guard = guard_index_.try_emplace(std::move(controlling), guard_index_.size() + 1).first->second;
  }
  return block_guard_[&block] = guard;
}

Home Walker::HomeIn(const State& state, BaseId base) {
  const BaseInfo& info = bases_[base];
  if (info.kind != Base::RESULT) return {info.initial, base};
  const TreeId others = state.Get(others_base_);
  if (others == 0) return {info.initial, base};
  const auto [it, added] = left_of_result_.try_emplace({others, base}, 0);
  if (added) {
    it->second = values_.Map(values_.Cell(others, 0, 0), [&](const Val& v) -> std::optional<Val> {
      if (v.kind != Value::OUT || v.index == bases_[base].index) {
        return values_.value(values_.set(bases_[base].initial).front());
      }
      Val out = v;
      out.base = base;
      return out;
    });
  }
  return {it->second, base};
}

bool Walker::JoinInto(State& into, const State& from) {
  if (!into.reached) {
    into = from;
    into.reached = true;
    return true;
  }
  return into.Join(from, [&](BaseId base, TreeId a, TreeId b) {
    return values_.Join(a, b, HomeIn(into, base), HomeIn(from, base));
  });
}

Walker::Inside Walker::StandsIn(const clang::CFGElement& element) const {
  if (inside_.empty()) return {};
  if (const auto stmt = element.getAs<clang::CFGStmt>()) return inside_.lookup(stmt->getStmt());
  if (const auto dtor = element.getAs<clang::CFGAutomaticObjDtor>()) {
    return inside_.lookup(dtor->getTriggerStmt());
  }
  // What a constructor initialises is within its own try block.
  if (const auto* own = llvm::dyn_cast_or_null<clang::CXXTryStmt>(function_->getBody());
      own && element.getAs<clang::CFGInitializer>()) {
    return {own, nullptr};
  }
  return {};
}

// Whether a block that does not return ends its thread: what waits for the thread sees what the
// function leaves, as if it had returned.
static bool EndsThread(const clang::CFGBlock& block) {
  for (const clang::CFGElement& element : llvm::reverse(block)) {
    const auto statement = element.getAs<clang::CFGStmt>();
    const auto* call = statement ? llvm::dyn_cast<clang::CallExpr>(statement->getStmt()) : nullptr;
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->isNoReturn() || !callee->getDeclName().isIdentifier()) continue;
    return callee->isExternC() &&
           (callee->getName() == "pthread_exit" || callee->getName() == "thrd_exit");
  }
  return false;
}

// Whether the graph's edge from a block is not the way that values go: exceptions go to their
// handlers (see exceptions.cc), and what leaves the function otherwise is not its result.
bool Walker::Leaves(const clang::CFGBlock& block, const clang::CFGBlock& to) const {
  if (block.hasNoReturnElement()) return &to == &graph_->getExit() && !EndsThread(block);
  if (!block.empty()) {
    if (const auto last = block.back().getAs<clang::CFGStmt>();
        last && llvm::isa<clang::CXXThrowExpr>(last->getStmt())) {
      return true;
    }
  }
  if (block.getTerminator().isValid() || block.succ_size() < 2 ||
      block.succ_begin()->getReachableBlock() == &to) {
    return false;
  }
  if (&to == &graph_->getExit()) return true;
  const auto* attempt = llvm::dyn_cast_or_null<clang::CXXTryStmt>(to.getTerminatorStmt());
  return attempt && sources_.contains(attempt);
}

void Walker::VisitBlock(const clang::CFGBlock& block) {
  guard_ = GuardOf(block);
  block_ = &block;
  if (const clang::Stmt* label = block.getLabel()) {
    if (const auto* handler = llvm::dyn_cast<clang::CXXCatchStmt>(label)) Transfer(handler);
  }
  unsigned index = 0;
  for (const clang::CFGElement& element : block) {
    ++index;
    pending_.clear();
    stored_here_.clear();
    element_ = &element;
    here_ = StandsIn(element);
    if (const auto stmt = element.getAs<clang::CFGStmt>()) {
      round_ = round_of_.lookup(stmt->getStmt());
      if (repeated_.contains(stmt->getStmt())) occurrence_ = OccurrenceAt(&block, index);
      if (!skipped_.contains(stmt->getStmt())) Transfer(stmt->getStmt());
      occurrence_ = 0;
    } else if (const auto init = element.getAs<clang::CFGInitializer>()) {
      const clang::CXXCtorInitializer* initializer = init->getInitializer();
      const Loc self{this_base_, paths_.Append(0, Step::Pointee())};
      if (initializer->isAnyMemberInitializer()) {
        Locs target{self};
        if (const auto* indirect = initializer->getIndirectMember()) {
          for (const clang::NamedDecl* part : indirect->chain()) {
            target =
                Parts(target, Step::Field(unit_.FieldLabel(llvm::cast<clang::FieldDecl>(part))));
          }
        } else {
          target = Parts(target, Step::Field(unit_.FieldLabel(initializer->getMember())));
        }
        Initialize(target, initializer->getInit(), initializer->getAnyMember()->getType());
      } else {
        Initialize({self}, initializer->getInit(), {});
      }
    } else if (const auto dtor = element.getAs<clang::CFGAutomaticObjDtor>()) {
      const clang::VarDecl* variable = dtor->getVarDecl();
      Locs object{{VariableBase(variable), 0}};
      // Of a reference, the temporary that lives as long.
      if (variable->getType()->isReferenceType()) object = Dereference(CellAt(object));
      // What is returned without a copy lives on.
      if (!variable->isNRVOVariable()) {
        End(variable->getType().getNonReferenceType(), object, false, {element_, 0},
            variable->getLocation());
      }
    } else if (const auto cleanup = element.getAs<clang::CFGCleanupFunction>()) {
      CleanUp(cleanup->getVarDecl(), cleanup->getFunctionDecl(), element_);
    } else if (const auto dtor = element.getAs<clang::CFGTemporaryDtor>()) {
      if (repeated_ends_.contains(dtor->getBindTemporaryExpr())) {
        occurrence_ = OccurrenceAt(&block, index);
      }
      EndTemporary(dtor->getBindTemporaryExpr());
      occurrence_ = 0;
    } else if (const auto dtor = element.getAs<clang::CFGMemberDtor>()) {
      const clang::FieldDecl* field = dtor->getFieldDecl();
      End(field->getType(), Parts(Self(), Step::Field(unit_.FieldLabel(field))), false,
          {element_, 0}, decl_->getLocation());
    } else if (const auto dtor = element.getAs<clang::CFGBaseDtor>()) {
      End(dtor->getBaseSpecifier()->getType(), Self(), false, {element_, 0}, decl_->getLocation());
    }
    if (noting_) {
      clang::SourceLocation here;
      if (const auto stmt = element.getAs<clang::CFGStmt>()) {
        here = stmt->getStmt()->getBeginLoc();
      } else if (const auto dtor = element.getAs<clang::CFGAutomaticObjDtor>()) {
        here = dtor->getTriggerStmt()->getEndLoc();
      }
      NoteMeanwhile(here);
    }
  }
  if (const clang::Stmt* condition = block.getTerminatorCondition()) {
    if (const auto* expr = llvm::dyn_cast<clang::Expr>(condition)) {
      // The graph has the operands of && and || as elements, but not what they make; a long chain
      // of them asks for each beginning of it.
      if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(expr->IgnoreParens());
          op && op->isLogicalOp()) {
        Transfer(op);
      }
      condition_[block.getBlockID()] = values_.Computed(LookedAt(expr), CONDITIONAL);
    }
  }
}

void Walker::Fixpoint() {
  entry_.resize(graph_->getNumBlockIDs());
  std::vector<int> visits(graph_->getNumBlockIDs(), 0);
  // Reverse post-order, so that a block is visited after those before it where loops allow.
  std::vector<unsigned> order(graph_->getNumBlockIDs(), 0);
  unsigned next = 0;
  const clang::PostOrderCFGView reverse_post_order(graph_.get());
  for (const clang::CFGBlock* block : reverse_post_order) order[block->getBlockID()] = next++;
  std::set<std::pair<unsigned, const clang::CFGBlock*>> work;
  const clang::CFGBlock* first = &graph_->getEntry();
  entry_[first->getBlockID()] = state_;
  entry_[first->getBlockID()].reached = true;
  work.insert({order[first->getBlockID()], first});
  uint64_t budget = kMaxWork;
  for (const clang::CFGBlock* block : *graph_) budget += kWorkOfElement * block->size();
  while (!work.empty()) {
    const clang::CFGBlock* block = work.begin()->second;
    work.erase(work.begin());
    const unsigned id = block->getBlockID();
    steps_ += 1 + block->size();
    const bool spent = steps_ > kMaxSteps || values_.work() > budget;
    if (spent) values_.Tighten();
    if (++visits[id] > kMaxVisitsOfBlock || (spent && visits[id] > 2)) {
      timed_out_ = true;
      continue;
    }
    state_ = entry_[id];
    VisitBlock(*block);
    for (const auto& [to, state] : delivered_) {
      if (JoinInto(entry_[to->getBlockID()], state)) work.insert({order[to->getBlockID()], to});
    }
    delivered_.clear();
    for (unsigned i = 0; i < block->succ_size(); ++i) {
      const clang::CFGBlock* to = (block->succ_begin() + i)->getReachableBlock();
      if (!to || Leaves(*block, *to) || !branches_->Taken(*block, i)) continue;
      if (const clang::CFGBlock* round = branches_->FirstRound(*block, *to)) to = round;
      if (JoinInto(entry_[to->getBlockID()], state_)) work.insert({order[to->getBlockID()], to});
    }
  }
}

void Walker::Run() {
  Walk();
  if (function_ && graph_ && !aliases_) {
    unit_.RequireGiven(function_, *graph_);
  }
  Emit();
}

void Walker::Walk() {
  Constants::Assumed assumed;
  if (aliases_) {
    for (const ProgramNumber& given : aliases_->given) assumed[given.decl] = given.number;
  }
  const Constants::Assuming assuming(unit_.constants(), std::move(assumed));
  if (method_ && method_->isInstance()) {
    BaseInfo self;
    self.kind = Base::THIS;
    self.type = method_->getThisType();
    this_base_ = NewBase(self);
    has_this_ = true;
    if (method_->getParent()->isLambda()) {
      llvm::DenseMap<const clang::ValueDecl*, clang::FieldDecl*> captures;
      method_->getParent()->getCaptureFields(captures, captured_this_);
      captures_ = std::move(captures);
    }
  }
  BaseInfo returned;
  returned.name = unit_.Str("(return)");
  return_base_ = NewBase(returned);
  BaseInfo others;
  others.kind = Base::OTHERS;
  others_base_ = NewBase(others);
  if (function_) {
    uint32_t index = 0;
    for (const clang::ParmVarDecl* parameter : function_->parameters()) {
      BaseInfo info;
      info.kind = Base::PARAM;
      info.index = index++;
      info.name = unit_.Str(parameter->getNameAsString());
      info.may_point = unit_.MayPoint(parameter->getType());
      info.type = parameter->getType();
      const BaseId base = NewBase(info);
      parameter_bases_.push_back(base);
      const BaseId storage = VariableBase(parameter);
      declared_guard_[storage] = 0;
      state_.Set(storage, values_.Leaf(InitialOf(base)));
    }
    if (function_->isVariadic()) {
      BaseInfo info;
      info.kind = Base::PARAM;
      info.index = index;
      variadic_base_ = NewBase(info);
      variadic_storage_ = NewBase({});
      state_.Set(variadic_storage_, values_.Leaf(InitialOf(*variadic_base_)));
    }
  }
  if (variable_ && unit_.HandleOf(variable_)) {
    VariableBase(variable_);
    return;
  }
  BuildGraph();
  if (!graph_) {
    gaps_.push_back(unit_.Str("no control-flow graph"));
    return;
  }
  if (aliases_) EnterAliased();
  if (function_) {
    FindLoops(function_->getBody());
    auto options = std::make_unique<const Options>(function_->getBody(), unit_.ast());
    if (!options->empty()) options_ = std::move(options);
    nothrow_ = !MayThrow(function_);
    if (HasTry(function_->getBody())) FindTries(function_->getBody());
  }
  FindDestinations(function_ ? function_->getBody() : variable_->getInit());
  if (function_) {
    if (const auto* body = llvm::dyn_cast<clang::CoroutineBodyStmt>(function_->getBody())) {
      StartCoroutine(body);
    }
  }
  Branches::OnEntry on_entry;
  if (aliases_) {
    for (const ConstantEntry& constant : aliases_->constants) {
      on_entry.emplace_back(function_->getParamDecl(constant.parameter), constant.value);
    }
  }
  const bool apart = !aliases_ || aliases_->entries.empty();
  branches_ =
      std::make_unique<const Branches>(unit_.constants(), function_, *graph_, on_entry, apart);
  Fixpoint();
  FindMeanwhile();
  if (function_) EndParameters();
  if (variable_) {
    // The expression's value becomes the variable's.
    state_ = entry_[graph_->getExit().getBlockID()];
    guard_ = 0;
    Initialize({{VariableBase(variable_), 0}}, variable_->getInit(), variable_->getType());
    InitializeFlag(variable_);
    BindOptions(variable_);
    entry_[graph_->getExit().getBlockID()] = state_;
  }
}

}  // namespace pedigree
