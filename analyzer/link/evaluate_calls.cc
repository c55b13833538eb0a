// How the evaluator crosses calls: what they return, what they leave in memory, what they are of.

#include <algorithm>

#include "analyzer/link/evaluate.h"

namespace pedigree::link {
namespace {

// A function that changes more places than this behind pointers is widened.
constexpr size_t kMaxGroups = 200;
// One that changes more than this has those behind one pointer taken together.
constexpr size_t kMaxChanged = 100;
// In a function of more calls than this, each is taken to be given what all others returned.
constexpr uint32_t kMaxCallsCompared = 2000;
// Values of one pointer of which each is followed.
constexpr size_t kMaxPlaces = 256;

// Of no pointer, though it may be of data: what is computed is not followed, but for what an
// unknown function made.
bool Computed(const Quality& quality) { return quality.indirect() || quality.computed; }

bool HasAny(std::span<const Step> steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step& s) { return s.any || s.kind == Step::kAny; });
}

}  // namespace

uint32_t Given(const Call& call, const Function& callee, Root root) {
  const bool object_first = call.invoked() && callee.method() && !callee.call_operator();
  const uint32_t arguments = static_cast<uint32_t>(call.argument_size());
  if (root.kind == Root::kThis) {
    if (!object_first) return call.receiver();
    return arguments > 0 ? call.argument(0) : 0;
  }
  const uint32_t index = root.index + (object_first ? 1 : 0);
  return index < arguments ? call.argument(index) : 0;
}

// ---------------------------------------------------------------------------------------------------
// Which functions a call runs

std::vector<Evaluator::Target> Evaluator::Targets(FunctionId f, uint32_t call) {
  const CallEdge& edge = program_.calls(f)[call];
  if (edge.callee != kNone && !edge.is_virtual) {
    const FunctionId target = program_.Resolve(f, edge.callee);
    const FunctionId aliased = program_.Aliased(target, edge);
    if (aliased == kNone) return {Target{target, kNoCondition, EXACT}};
    if (edge.alias_sure) return {Target{aliased, kNoCondition, EXACT}};
    return {Target{target, kNoCondition, EXACT}, Target{aliased, kNoCondition, EXACT}};
  }
  std::vector<Target> targets;
  const LeafSet& leaves = Eval({.kind = Query::kTargets, .function = f, .a = call});
  for (size_t i = 0; i < leaves.size(); ++i) {
    const Leaf leaf = leaves[i];
    Target target{terms_.whats[leaf.what].id, leaf.condition, leaf.quality.confidence};
    const FunctionId aliased = program_.Aliased(target.function, edge);
    if (aliased == kNone || !edge.alias_sure) targets.push_back(target);
    if (aliased == kNone) continue;
    target.function = aliased;
    targets.push_back(target);
  }
  // Where no object is known to come to a virtual call, that is any class's (ComputeTargets): only
  // where there is none it is not known.
  const auto known = [&](SymbolId method) { return program_.Resolve(f, method) != kNone; };
  const bool any_class = edge.is_virtual && !program_.body(f).proto().call(call).modeled() &&
                         std::ranges::any_of(program_.Overriders(edge.callee), known);
  if (targets.empty() && !any_class && Missing()) {
    targets.push_back({kNone, kNoCondition, ASSUMED});
  }
  return targets;
}

void Evaluator::ComputeTargets(Node& node) {
  const FunctionId f = node.query.function;
  const Body& body = program_.body(f);
  const Call& call = body.proto().call(node.query.a);
  const Point point = AtCall(node.query.a);
  const CallEdge& edge = program_.calls(f)[node.query.a];

  std::vector<Leaf> found;
  auto add = [&](FunctionId target, SymbolId symbol, Quality quality, const What* from) {
    What what{.kind = What::kFunction, .id = target};
    if (target == kNone) what.number = symbol;
    Leaf leaf;
    leaf.what = terms_.whats.Id(what);
    leaf.quality = {IDENTITY, quality.confidence};
    if (from != nullptr && target != kNone && from->root.kind != Root::kGlobal) {
      leaf.condition = terms_.conditions.Id(
          {Requirement{from->root, from->path, target, edge.is_virtual ? edge.callee : kNone}});
    }
    found.push_back(leaf);
  };
  // A value that may be a function, or an object's type.
  auto consider = [&](const Leaf& leaf, const What* from) {
    const What& what = terms_.whats[leaf.what];
    if (leaf.quality.indirect()) return;
    if (!edge.is_virtual && what.kind == What::kFunction) {
      add(what.id, static_cast<SymbolId>(what.number), leaf.quality, from);
    } else if (edge.is_virtual && what.kind == What::kType) {
      const SymbolId method = program_.FinalOverrider(what.id, edge.callee);
      if (method != kNone) add(program_.Resolve(f, method), method, leaf.quality, from);
    }
  };
  const LeafSet& values =
      edge.is_virtual
          ? Eval({.kind = Query::kTree,
                  .function = f,
                  .a = call.receiver(),
                  .point = point,
                  .path = paths_.Pointee(kEmptyPath)})
          : Eval({.kind = Query::kSet, .function = f, .a = call.target(), .point = point});
  for (size_t i = 0; i < values.size(); ++i) {
    const Leaf leaf = values[i];
    const What what = terms_.whats[leaf.what];
    consider(leaf, nullptr);
    if (what.kind != What::kInitial || leaf.quality.indirect()) continue;
    const LeafSet& closed = Close(f, leaf.what);
    for (size_t j = 0; j < closed.size(); ++j) {
      Leaf end = closed[j];
      end.quality = Compose(leaf.quality, end.quality);
      consider(end, &what);
    }
  }
  if (found.empty() && edge.is_virtual && !call.modeled() && Missing()) {
    // No object is known to come here: any class's.
    for (SymbolId method : program_.Overriders(edge.callee)) {
      const FunctionId target = program_.Resolve(f, method);
      if (target != kNone) add(target, method, {IDENTITY, ASSUMED}, nullptr);
    }
  }
  // The only one needs no condition, once it is sure to be.
  const bool one = std::all_of(found.begin(), found.end(),
                               [&](const Leaf& l) { return l.what == found[0].what; }) &&
                   (found.empty() || Missing());
  for (Leaf& leaf : found) {
    if (one) leaf.condition = kNoCondition;
    Add(node, leaf);
  }
}

bool Evaluator::RunsUnder(CallSite at, FunctionId callee, ConditionId* condition,
                          uint8_t* confidence) {
  for (const Target& target : Targets(at.function, at.call)) {
    if (target.function != callee) continue;
    *condition = target.condition;
    *confidence = target.confidence;
    return true;
  }
  return false;
}

std::vector<FunctionId> Evaluator::Called(CallSite at) {
  std::vector<FunctionId> called;
  const CallEdge& edge = program_.calls(at.function)[at.call];
  if (edge.callee == kNone && !edge.indirect) return called;
  for (const Target& target : Targets(at.function, at.call)) called.push_back(target.function);
  return called;
}

std::vector<CallSite> Evaluator::Callers(FunctionId f) {
  const FunctionInfo& info = program_.info(f);
  std::vector<CallSite> callers;
  auto runs = [&](const CallSite& at) {
    for (const Target& target : Targets(at.function, at.call)) {
      if (target.function == f) return true;
    }
    return false;
  };
  auto add_named = [&](SymbolId symbol, bool only_virtual) {
    auto it = calls_of_.find(symbol);
    if (it == calls_of_.end()) return;
    for (const CallSite& at : it->second) {
      const CallEdge& edge = program_.calls(at.function)[at.call];
      const bool direct = !edge.is_virtual && edge.alias == kNone && info.plain == info.symbol;
      if (direct ? !only_virtual && program_.Resolve(at.function, symbol) == f
                 : (edge.is_virtual || !only_virtual) && runs(at)) {
        callers.push_back(at);
      }
    }
  };
  add_named(info.plain, /*only_virtual=*/false);
  for (SymbolId method : program_.Overridden(info.plain)) {
    add_named(method, /*only_virtual=*/true);
  }
  const FunctionId plain = info.plain == info.symbol ? f : program_.Resolve(f, info.plain);
  if (plain != kNone && program_.info(plain).address_taken) {
    for (const CallSite& at : indirect_calls_) {
      if (runs(at)) callers.push_back(at);
    }
  }
  std::sort(callers.begin(), callers.end());
  callers.erase(std::unique(callers.begin(), callers.end()), callers.end());
  return callers;
}

// ---------------------------------------------------------------------------------------------------
// From a callee's frame to the caller's

void Evaluator::Substitute(FunctionId callee, WhatId id, CallSite at, const Leaf& then,
                           LeafSet* out) {
  Substitute(
      callee, id, at, then, kNoHops,
      [&](const Leaf& leaf, std::initializer_list<HopsId> way) { out->Add(leaf, hops_, way); });
}

void Evaluator::Substitute(FunctionId callee, WhatId id, CallSite at, const Leaf& then, HopsId last,
                           Taker take) {
  Spend();
  What what = terms_.whats[id];
  what.path = Bound(callee, what.path, at);
  const Call& call = program_.body(at.function).proto().call(at.call);
  auto add = [&](const Leaf& leaf, HopsId passed) {
    Leaf chained;
    chained.what =
        what.kind == What::kInitial && what.id != kNone ? KeptUnder(what.id, leaf.what) : leaf.what;
    chained.condition = terms_.Both(leaf.condition, then.condition);
    chained.quality = Compose(then.quality, leaf.quality);
    chained.transforms = terms_.Append(leaf.transforms, then.transforms);
    chained.hops = leaf.hops;
    take(chained, {passed, then.hops, last});
  };
  auto add_what = [&](const What& w) {
    Leaf leaf;
    leaf.what = terms_.whats.Id(w);
    add(leaf, kNoHops);
  };
  auto add_all = [&](const Query& query) {
    const LeafSet& leaves = Eval(query);
    const HopsId passed = what.root.kind == Root::kGlobal
                              ? kNoHops
                              : hops_.One({HopRecord::kPassed, at.function, at.call, callee});
    for (size_t i = 0; i < leaves.size(); ++i) add(leaves[i], passed);
  };
  switch (what.kind) {
    case What::kInitial:
      if (what.root.kind == Root::kGlobal) {
        Walk walk(walking_, at.function, AtCall(at.call));
        if (walk.Listed(what.root)) {
          add_all({.kind = Query::kCell,
                   .function = at.function,
                   .point = AtCall(at.call),
                   .root = what.root,
                   .path = what.path,
                   .mode = what.mode});
        } else {
          add_what(what);
        }
      } else if (what.root.kind == Root::kReturned) {
        const Root result{Root::kResult, at.call};
        ForLaterAt(at, result, what.path, what.mode, add_all);
        ForLeaving(at.function, result, what.path, [&](Root root, PathId path) {
          root.later = true;
          add_what({.kind = What::kInitial, .root = root, .path = path, .mode = what.mode});
        });
      } else if (const uint32_t tree = Given(call, program_.body(callee).proto(), what.root)) {
        Query query{.kind = Query::kTree,
                    .function = at.function,
                    .a = tree,
                    .point = AtCall(at.call),
                    .path = what.path,
                    .mode = what.mode};
        add_all(query);
        if (call.concurrent()) {
          query.point = AfterCall(at.call);
          add_all(query);
        }
        if (call.detached() || what.root.later) {
          ForLater(callee, what, at, add_all, [&](Root root, PathId path) {
            root.later = true;
            add_what({.kind = What::kInitial, .root = root, .path = path, .mode = what.mode});
          });
        }
      }
      return;
    case What::kSource:
    case What::kHandle:
      for (InstanceId instance : SubstituteInstance(callee, what.id, at)) {
        add_what({.kind = what.kind, .id = instance});
      }
      return;
    case What::kText:
      for (TextId text : SubstituteText(callee, what.id, at)) {
        add_what({.kind = What::kText, .id = text});
      }
      return;
    case What::kAddress: {
      PathId before, after;
      if (!paths_.SplitLast(what.path, &before, &after)) {
        if (what.root.kind == Root::kGlobal) add_what(what);
        return;
      }
      for (const Where& where : Locate(callee, what.root, paths_.Pointee(before), at)) {
        add_what(
            {.kind = What::kAddress, .root = where.root, .path = paths_.Concat(where.path, after)});
      }
      return;
    }
    default:
      add_what(what);
      return;
  }
}

// What runs on may find, where the callee's `what` is, also what this function leaves there after
// the call, and what its callers do.
void Evaluator::ForLater(FunctionId callee, const What& what, CallSite at,
                         absl::FunctionRef<void(const Query&)> here,
                         absl::FunctionRef<void(Root, PathId)> above) {
  PathId before, after;
  if (!paths_.SplitLast(what.path, &before, &after)) return;
  for (const Where& w : Locate(callee, what.root, paths_.Pointee(before), at)) {
    const PathId path = paths_.Concat(w.path, after);
    ForLeaving(at.function, w.root, path, above);
    // What is started here finds all that is left here anyway.
    if (what.root.later) ForLaterAt(at, w.root, path, what.mode, here);
  }
}

// What the function leaves at `root`, `path` after the call.
void Evaluator::ForLaterAt(CallSite at, Root root, PathId path, Mode mode,
                           absl::FunctionRef<void(const Query&)> here) {
  const Body& body = program_.body(at.function);
  const auto visit_at = [&](Point point) {
    if (!Walk(walking_, at.function, point).Listed(root)) return;
    here(CellAt(at.function, point, root, path, mode));
  };
  visit_at(kExit);
  for (uint32_t c = at.call + 1; c < static_cast<uint32_t>(body.proto().call_size()); ++c) {
    visit_at(AtCall(c));
    if (body.proto().call(c).pseudo() == Call::LOAD) continue;
    here({.kind = Query::kOut,
          .function = at.function,
          .a = c,
          .root = root,
          .path = path,
          .mode = mode});
  }
}

// The pointers that the function leaves to an object that it, or a function that it calls, has
// made.
const std::vector<Evaluator::Holder>& Evaluator::HoldersOf(FunctionId f, Root object) {
  const auto [it, added] = holders_.try_emplace({f, object});
  if (!added || (!object.own() && object.kind != Root::kResult)) return it->second;
  const Body& body = program_.body(f);
  const auto look = [&, holders = &it->second](Root holder, const Tree& tree) {
    for (int i = 0; i < tree.path_size(); ++i) {
      for (const uint32_t id : body.proto().set(tree.set(i)).value()) {
        const Value& value = body.proto().value(id);
        const bool address = object.own() && value.kind() == Value::ADDRESS;
        const bool returned = object.kind == Root::kResult && value.kind() == Value::INITIAL;
        if ((!address && !returned) || body.root(value.index()) != object) continue;
        const PathId path = body.path(value.path());
        holders->push_back(
            {holder, body.path(tree.path(i)), returned ? paths_.Pointee(path) : path});
      }
    }
  };
  for (const Memory& memory : body.proto().exit()) {
    const Root holder = body.root(memory.base());
    if (holder.kind == Root::kParam || holder.kind == Root::kThis || holder.kind == Root::kGlobal) {
      look(holder, body.tree(memory.tree()));
    }
  }
  if (body.proto().returned() != 0) {
    look({Root::kReturned, 0}, body.tree(body.proto().returned()));
  }
  return it->second;
}

// The names by which the function's callers know the place: what a parameter leads to; of an object
// that the function, or a function that it calls, has made, where it leaves a pointer to that.
void Evaluator::ForLeaving(FunctionId f, Root root, PathId path,
                           absl::FunctionRef<void(Root, PathId)> above) {
  if (root.kind == Root::kParam || root.kind == Root::kThis) return above(root, path);
  for (const Holder& holder : HoldersOf(f, root)) {
    if (holder.root.kind == Root::kGlobal) continue;
    const Alignment rest = paths_.Align(holder.object, path);
    if (rest.match == Match::kNone) continue;
    PathId held = holder.path;
    // Any element of the array that the pointer points into.
    if (rest.match == Match::kMaybe) {
      held = paths_.Extend(held, {Step::kOffset, /*any=*/true, 0});
    }
    above(holder.root, paths_.Concat(paths_.Pointee(held), rest.rest));
  }
}

bool Evaluator::SubstituteCondition(FunctionId callee, ConditionId id, CallSite at,
                                    ConditionId* mapped) {
  *mapped = kNoCondition;
  if (id == kNoCondition) return true;
  Condition rest;
  const Condition& all = terms_.conditions[id];
  for (size_t first = 0, end = 0; first < all.size(); first = end) {
    // What is required of one place, one value there must fulfil as a whole.
    const bool one = !all[first].root.later && !HasAny(paths_.steps(all[first].path));
    const auto of_it = [&](const Requirement& r) {
      return r.root == all[first].root && r.path == all[first].path;
    };
    do ++end;
    while (one && end < all.size() && of_it(all[end]));
    const std::span<const Requirement> required(&all[first], end - first);
    bool fulfilled = false, other = false;
    std::vector<std::pair<Root, PathId>> open;
    const auto consider = [&](const What& what) {
      const auto runs = [&](const Requirement& r) {
        return r.method == kNone
                   ? what.id
                   : program_.Resolve(callee, program_.FinalOverrider(what.id, r.method));
      };
      const auto says = [&](const Requirement& r) {
        return what.kind == (r.method == kNone ? What::kFunction : What::kType);
      };
      if (std::none_of(required.begin(), required.end(), says)) return;
      const bool fits = std::all_of(required.begin(), required.end(), [&](const Requirement& r) {
        return !says(r) || runs(r) == r.target;
      });
      (fits ? fulfilled : other) = true;
    };
    const WhatId initial =
        terms_.whats.Id({.kind = What::kInitial, .root = all[first].root, .path = all[first].path});
    Substitute(callee, initial, at, {}, kNoHops,
               [&](const Leaf& leaf, std::initializer_list<HopsId>) {
                 const What what = terms_.whats[leaf.what];
                 if (what.kind != What::kInitial) {
                   consider(what);
                 } else if (what.root.kind != Root::kGlobal) {
                   open.push_back({what.root, what.path});
                 } else {
                   const LeafSet& held =
                       Eval({.kind = Query::kGlobal, .a = what.root.index, .path = what.path});
                   for (size_t j = 0; j < held.size(); ++j) consider(terms_.whats[held[j].what]);
                 }
               });
    std::sort(open.begin(), open.end());
    open.erase(std::unique(open.begin(), open.end()), open.end());
    if (fulfilled || open.size() > 1) continue;
    if (open.size() == 1) {
      for (const Requirement& r : required) {
        rest.push_back({open[0].first, open[0].second, r.target, r.method});
      }
    } else if (other) {
      return false;
    }
  }
  std::sort(rest.begin(), rest.end());
  rest.erase(std::unique(rest.begin(), rest.end()), rest.end());
  *mapped = terms_.conditions.Id(rest);
  return true;
}

// How the function's own object `what` is reached from the pointer that the function returns, if
// that leads there, to a part of it, or to what it is a part of.
std::optional<PathId> Evaluator::FromReturned(FunctionId f, const What& what) {
  const uint32_t returned = program_.body(f).proto().returned();
  if (returned == 0) return std::nullopt;
  const std::span<const Step> wanted = paths_.steps(what.path);
  const auto fields = [](std::span<const Step> steps) {
    return std::all_of(steps.begin(), steps.end(),
                       [](const Step& step) { return step.kind == Step::kField; });
  };
  const LeafSet& leaves = Eval({.kind = Query::kTree, .function = f, .a = returned});
  for (size_t i = 0; i < leaves.size(); ++i) {
    const What& to = terms_.whats[leaves[i].what];
    if (to.kind != What::kAddress || to.root != what.root) continue;
    const std::span<const Step> steps = paths_.steps(to.path);
    const size_t common = std::min(steps.size(), wanted.size());
    if (!std::equal(steps.begin(), steps.begin() + common, wanted.begin()) ||
        !fields(steps.subspan(common)) || !fields(wanted.subspan(common))) {
      continue;
    }
    PathId path = paths_.Pointee(kEmptyPath);
    for (size_t s = steps.size(); s > common; --s) {
      path = paths_.Extend(path, {Step::kEnclosing, false, steps[s - 1].value});
    }
    for (const Step& step : wanted.subspan(common)) path = paths_.Extend(path, step);
    return path;
  }
  return std::nullopt;
}

// And by the other pointers to it that the callee leaves or returns.
void Evaluator::AddHeld(Node& node, FunctionId callee, const What& object, CallSite at, Leaf leaf) {
  const std::vector<Holder>& holders = HoldersOf(callee, object.root);
  if (holders.size() < 2) return;
  for (const Holder& holder : holders) {
    const Alignment part = paths_.Align(holder.object, object.path);
    if (part.match != Match::kExact) continue;
    const auto add = [&](Root root, PathId place) {
      leaf.what = terms_.whats.Id({.kind = What::kAddress,
                                   .root = root,
                                   .path = paths_.Concat(paths_.Pointee(place), part.rest)});
      Add(node, leaf);
    };
    PathId before, after;
    const PathId place = Bound(callee, holder.path, at);
    if (holder.root.kind == Root::kGlobal) {
      add(holder.root, place);
    } else if (holder.root.kind == Root::kReturned) {
      add({Root::kResult, at.call}, place);
    } else if (paths_.SplitLast(place, &before, &after)) {
      for (const Where& w : Locate(callee, holder.root, paths_.Pointee(before), at)) {
        add(w.root, paths_.Concat(w.path, after));
      }
    }
  }
}

void Evaluator::AddFromCallee(Node& node, const Query& query, const Target& target, CallSite at,
                              HopRecord::Kind hop, Root self, PathId self_path) {
  const LeafSet& leaves = Eval(query);
  const HopsId back = hops_.One({hop, at.function, at.call, target.function});
  // The leaves have few conditions among them.
  struct Mapped {
    ConditionId inner, condition;
    bool possible;
  };
  std::vector<Mapped> mapped;
  for (size_t i = 0; i < leaves.size(); ++i) {
    Leaf leaf = leaves[i];
    auto known = std::find_if(mapped.begin(), mapped.end(),
                              [&](const Mapped& m) { return m.inner == leaf.condition; });
    if (known == mapped.end()) {
      Mapped m{leaf.condition, kNoCondition, false};
      m.possible = SubstituteCondition(target.function, leaf.condition, at, &m.condition);
      if (m.possible) m.condition = terms_.Both(m.condition, target.condition);
      known = mapped.insert(mapped.end(), m);
    }
    if (!known->possible) continue;
    leaf.condition = known->condition;
    leaf.quality.confidence = std::max(leaf.quality.confidence, target.confidence);
    const What what = terms_.whats[leaf.what];
    if (what.kind == What::kAddress && (what.root.own() || what.root.kind == Root::kResult)) {
      // An object of the callee's: here it is known by where it was found.
      PathId place = paths_.Pointee(self_path);
      if (paths_.widened(what.path)) place = paths_.Extend(place, kAnyStep);
      leaf.what = terms_.whats.Id({.kind = What::kAddress, .root = self, .path = place});
      Add(node, leaf);
      // And by what the call returns, if that leads there. What is returned itself is known by that
      // already.
      const bool is_returned = hop == HopRecord::kReturned && self_path == kEmptyPath;
      const auto returned = is_returned ? std::nullopt : FromReturned(target.function, what);
      if (returned) {
        leaf.what = terms_.whats.Id(
            {.kind = What::kAddress, .root = {Root::kResult, at.call}, .path = *returned});
        Add(node, leaf);
      }
      AddHeld(node, target.function, what, at, leaf);
      continue;
    }
    Substitute(target.function, leaf.what, at, leaf, what.kind == What::kSource ? back : kNoHops,
               [&](const Leaf& here, std::initializer_list<HopsId> way) { Add(node, here, way); });
  }
}

// What decides which of several functions a call runs is a condition of what it does.
void Evaluator::AddChoice(Node& node, FunctionId f, uint32_t index, size_t targets) {
  const CallEdge& edge = program_.calls(f)[index];
  if (targets < 2 || (edge.callee != kNone && !edge.is_virtual)) return;
  const Call& call = program_.body(f).proto().call(index);
  AddDeciders(node, {.kind = edge.is_virtual ? Query::kTree : Query::kSet,
                     .function = f,
                     .a = edge.is_virtual ? call.receiver() : call.target(),
                     .point = AtCall(index)});
}

// What decides which of several the pointers are that the query is for.
void Evaluator::AddDeciders(Node& node, Query pointers) {
  if (node.query.mode == kShallow) return;
  // Their own making, not that of what they point to.
  pointers.mode = terms_.Without(kDeep, {paths_.Pointee(kEmptyPath)});
  const LeafSet& chosen = Eval(pointers);
  for (size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i].quality.indirect()) Add(node, chosen[i]);
  }
}

// ---------------------------------------------------------------------------------------------------
// Results

void Evaluator::ComputeResult(Node& node) {
  const Query query = node.query;
  const Call& call = program_.body(query.function).proto().call(query.a);
  const CallSite at{query.function, query.a};
  if (call.pseudo() == Call::LOAD) return ComputeLoad(node);
  if (call.pseudo() == Call::THROWN) return ComputeCaught(node);
  if (call.pseudo() != Call::NONE) return;
  const std::vector<Target> targets = Targets(query.function, query.a);
  AddChoice(node, query.function, query.a, targets.size());
  for (const Target& target : targets) {
    if (target.function == kNone) {
      if (call.modeled()) continue;
      AddAssumed(node, query.function, query.a, query.mode);
      if (query.mode == kShallow && query.path == kEmptyPath) {
        AddReturnable(node, query.function, query.a);
      }
      continue;
    }
    AddFromCallee(node,
                  {.kind = Query::kTree,
                   .function = target.function,
                   .a = program_.body(target.function).proto().returned(),
                   .path = paths_.Unnamed(query.path),
                   .mode = query.mode},
                  target, at, HopRecord::kReturned, Root{Root::kResult, query.a}, query.path);
  }
}

void Evaluator::AddAssumed(Node& node, FunctionId f, uint32_t index, Mode mode) {
  const Call& call = program_.body(f).proto().call(index);
  const HopsId hop = hops_.One({HopRecord::kAssumed, f, index});
  if (mode != kShallow) asked_of_unknown_.insert({f, index});
  std::vector<uint32_t> trees(call.argument().begin(), call.argument().end());
  if (call.receiver() != 0) trees.push_back(call.receiver());
  for (uint32_t tree : trees) {
    auto add = [&](PathId path, Mode how, bool handles_only) {
      const LeafSet& given = Eval({.kind = Query::kTree,
                                   .function = f,
                                   .a = tree,
                                   .point = AtCall(index),
                                   .path = path,
                                   .mode = how});
      for (size_t i = 0; i < given.size(); ++i) {
        Leaf leaf = given[i];
        const What::Kind kind = terms_.whats[leaf.what].kind;
        if (handles_only && kind != What::kHandle) continue;
        leaf.quality = Compose({TRANSFORMATION, ASSUMED}, leaf.quality);
        Add(node, leaf, {hop});
      }
    };
    add(kEmptyPath, kDeep, false);
    if (mode == kShallow) {
      add(kEmptyPath, kShallow, true);
      add(paths_.Pointee(kEmptyPath), kShallow, true);
    }
  }
}

void Evaluator::AddReturnable(Node& node, FunctionId f, uint32_t index) {
  const Call& call = program_.body(f).proto().call(index);
  std::vector<uint32_t> trees;
  for (uint32_t i : call.returnable_argument()) {
    if (i < static_cast<uint32_t>(call.argument_size())) trees.push_back(call.argument(i));
  }
  if (call.returnable_receiver() && call.receiver() != 0) trees.push_back(call.receiver());
  for (uint32_t tree : trees) {
    Walk walk(walking_, f, AtCall(index));
    walk.ReadTree(tree, kEmptyPath, kShallow);
    std::vector<Where> where;
    Pointees(walk.values(), f, AtCall(index), &where);
    for (const Where& w : where) {
      AddLeaf(node, {.kind = What::kAddress, .root = w.root, .path = w.path}, {IDENTITY, ASSUMED},
              hops_.One({HopRecord::kAssumed, f, index}));
    }
  }
}

void Evaluator::ComputeLoad(Node& node) {
  const Query query = node.query;
  const Call& call = program_.body(query.function).proto().call(query.a);
  if (call.argument_size() < 1) return;
  Walk walk(walking_, query.function, AtCall(query.a));
  walk.ReadTree(call.argument(0), kEmptyPath, kShallow);
  std::vector<Where> where;
  Pointees(walk.values(), query.function, AtCall(query.a), &where);
  for (const Where& w : where) {
    AddAll(node,
           {.kind = Query::kCell,
            .function = query.function,
            .point = AtCall(query.a),
            .root = w.root,
            .cell = w.path,
            .path = query.path,
            .mode = query.mode},
           {});
  }
  // Data that is no pointer: what is behind it is it.
  for (const Raw& raw : walk.values()) {
    if (raw.kind == Value::READ || raw.kind == Value::TRANSFORMED) {
      Raw data = raw;
      data.mode = query.mode;
      Resolve(node, {data});
    }
  }
}

// ---------------------------------------------------------------------------------------------------
// Memory after a call

std::shared_ptr<const std::vector<Evaluator::Group>> Evaluator::Groups(FunctionId f) {
  const LeafSet& leaves = Eval({.kind = Query::kGroups, .function = f});
  // While more is found, it is put together again only where it has grown.
  GroupsOf& known = groups_[f];
  if (known.groups != nullptr && known.of == leaves.size()) return known.groups;
  known.of = leaves.size();
  auto groups = std::make_shared<std::vector<Group>>();
  absl::flat_hash_map<std::pair<Root, PathId>, size_t> index;
  auto add = [&](Root root, PathId cell, PathId changed) {
    const auto [it, added] = index.try_emplace({root, cell}, groups->size());
    if (added) groups->push_back({root, cell, {}});
    (*groups)[it->second].changed.push_back(changed);
    (*groups)[it->second].named |= paths_.named(changed);
  };
  for (size_t i = 0; i < leaves.size(); ++i) {
    const What what = terms_.whats[leaves[i].what];
    const std::span<const Step> steps = paths_.steps(what.path);
    if (what.root.kind == Root::kGlobal) add(what.root, kEmptyPath, what.path);
    PathId cell = kEmptyPath;
    for (size_t s = 0; s < steps.size(); ++s) {
      cell = paths_.Extend(cell, steps[s]);
      // What is around a place behind a pointer stands beside it, not below.
      const bool around = steps[s].kind == Step::kEnclosing && paths_.has_pointee(cell);
      if (steps[s].kind == Step::kPointee || around) {
        add(what.root, cell, paths_.Of(steps.subspan(s + 1)));
      }
    }
  }
  // By base, and shorter cells first.
  std::sort(groups->begin(), groups->end(), [&](const Group& a, const Group& b) {
    if (a.root != b.root) return a.root < b.root;
    const size_t depth_a = paths_.steps(a.cell).size(), depth_b = paths_.steps(b.cell).size();
    return depth_a != depth_b ? depth_a < depth_b : a.cell < b.cell;
  });
  return known.groups = std::move(groups);
}

bool Evaluator::MayChange(const Group& group, PathId path) {
  const std::span<const Step> steps = paths_.steps(path);
  return std::any_of(group.changed.begin(), group.changed.end(), [&](PathId changed) {
    const std::span<const Step> own = paths_.steps(changed);
    return own.empty() || own.back().kind != Step::kField ||
           (!steps.empty() && steps.back().kind == Step::kAny) ||
           std::find(steps.begin(), steps.end(), own.back()) != steps.end();
  });
}

bool Evaluator::Changes(const Group& group, PathId path, Mode mode) {
  return std::any_of(group.changed.begin(), group.changed.end(), [&](PathId changed) {
    if (paths_.Align(changed, path).match != Match::kNone) return true;
    return mode != kShallow && paths_.Align(path, changed).match != Match::kNone;
  });
}

bool Evaluator::Told(FunctionId f, const Value& value, Root root, PathId path,
                     std::vector<uint32_t>* calls) {
  const Body& body = program_.body(f);
  if (value.subtype() > IDENTITY) return false;
  if (value.kind() == Value::INITIAL) {
    return body.root(value.index()) == root && body.path(value.path()) == path;
  }
  if (value.kind() != Value::OUT || body.root(value.base()) != root ||
      body.path(value.path()) != path) {
    return false;
  }
  uint32_t index = value.index();
  const Call* call = &body.proto().call(index);
  if (call->pseudo() == Call::THROWN) call = &body.proto().call(index = call->of());
  if (call->pseudo() != Call::NONE && call->pseudo() != Call::STORE) return false;
  if (call->pseudo() == Call::NONE && !call->modeled()) {
    const std::vector<Target> targets = Targets(f, index);
    if (std::any_of(targets.begin(), targets.end(),
                    [](const Target& target) { return target.function == kNone; })) {
      return false;
    }
  }
  // What the call may have left alone is what was there before it. In a loop it is met again.
  if (std::find(calls->begin(), calls->end(), index) != calls->end()) return true;
  calls->push_back(index);
  for (const Memory& memory : call->memory()) {
    if (body.root(memory.base()) != root) continue;
    const Tree& tree = body.tree(memory.tree());
    for (int i = 0; i < tree.path_size(); ++i) {
      const PathId entry = body.path(tree.path(i));
      if (entry != path) {
        if (paths_.Align(entry, path).match != Match::kNone ||
            paths_.Align(path, entry).match != Match::kNone) {
          return false;
        }
        continue;
      }
      for (uint32_t v : body.set(tree.set(i)).value()) {
        if (!Told(f, body.proto().value(v), root, path, calls)) return false;
      }
    }
  }
  return true;
}

void Evaluator::ComputeGroups(Node& node) {
  const FunctionId f = node.query.function;
  auto add = [&](Root root, PathId path) {
    PathId before, after;
    if (node.answer.size() > kMaxChanged && paths_.SplitLast(path, &before, &after)) {
      path = paths_.Pointee(before);
    }
    if (node.answer.size() > kMaxGroups) {
      // Too many: all that is behind the first pointer on the way there.
      walking_.widened.insert(f);
      PathId first = kEmptyPath;
      for (const Step& step : paths_.steps(path)) {
        first = paths_.Extend(first, step);
        if (step.kind == Step::kPointee) break;
      }
      path = first;
    }
    AddLeaf(node, {.kind = What::kAddress, .root = root, .path = path}, {});
  };
  const Body& body = program_.body(f);
  auto add_memory = [&](const google::protobuf::RepeatedPtrField<Memory>& all) {
    for (const Memory& memory : all) {
      const Root root = body.root(memory.base());
      if (root.own()) continue;
      const Tree& tree = body.tree(memory.tree());
      for (int i = 0; i < tree.path_size(); ++i) {
        const PathId path = body.path(tree.path(i));
        if (root.kind != Root::kGlobal && !paths_.has_pointee(path)) continue;
        const auto& values = body.set(tree.set(i)).value();
        if (!values.empty() && std::all_of(values.begin(), values.end(), [&](uint32_t v) {
              std::vector<uint32_t> calls;
              return Told(f, body.proto().value(v), root, path, &calls);
            })) {
          continue;
        }
        add(root, path);
      }
    }
  };
  add_memory(body.proto().exit());
  for (const Throw& thrown : body.proto().thrown()) add_memory(thrown.memory());
  // What its callees change behind pointers, it changes: "what call N left there" stands in its
  // exit memory for all that is below, pointers included.
  auto add_where = [&](Root root, PathId path) {
    if (root.own()) return;
    if (root.kind == Root::kGlobal || paths_.has_pointee(path)) add(root, path);
  };
  for (uint32_t c = 0; c < static_cast<uint32_t>(body.proto().call_size()); ++c) {
    const Call& call = body.proto().call(c);
    if (call.pseudo() == Call::STORE && call.argument_size() > 0) {
      Walk walk(walking_, f, AtCall(c));
      walk.ReadTree(call.argument(0), kEmptyPath, kShallow);
      std::vector<Where> where;
      Pointees(walk.values(), f, AtCall(c), &where);
      for (const Where& w : where) add_where(w.root, w.path);
    }
    if (call.pseudo() != Call::NONE) continue;
    for (const Target& target : Targets(f, c)) {
      if (target.function == kNone) continue;
      const auto groups = Groups(target.function);
      Group bound;
      for (const Group& of_callee : *groups) {
        const Group& group = Bound(target.function, of_callee, {f, c}, &bound);
        // What is behind further pointers is a group of its own.
        if (std::all_of(group.changed.begin(), group.changed.end(),
                        [&](PathId path) { return paths_.has_pointee(path); })) {
          continue;
        }
        for (const Where& w : Locate(target.function, group.root, group.cell, {f, c})) {
          for (PathId changed : group.changed) {
            if (!paths_.has_pointee(changed)) add_where(w.root, paths_.Concat(w.path, changed));
          }
        }
      }
    }
  }
}

void Evaluator::Held(FunctionId f, GlobalId global, PathId path, std::vector<Where>* where) {
  const LeafSet& held =
      Eval({.kind = Query::kGlobal, .a = global, .point = kSomewhere, .path = path});
  for (size_t i = 0; i < held.size(); ++i) {
    const Leaf leaf = held[i];
    const What& object = terms_.whats[leaf.what];
    if (object.kind != What::kAddress || leaf.quality.indirect()) continue;
    // Other functions' objects have no name here.
    if (object.number != 0 && object.number != int64_t{f} + 1) continue;
    const Where w{object.root, object.path, false};
    if (std::none_of(where->begin(), where->end(), [&](const Where& known) {
          return known.root == w.root && known.path == w.path;
        })) {
      where->push_back(w);
    }
  }
}

void Evaluator::PointeesOf(FunctionId f, const LeafSet& leaves, std::vector<Where>* where) {
  Spend(leaves.size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    const Leaf leaf = leaves[i];
    if (Computed(leaf.quality)) continue;
    const What what = terms_.whats[leaf.what];
    Where w{what.root, what.path, false};
    if (what.kind == What::kInitial) {
      w.path = Behind(what.root, what.path, what.mode);
      if (what.root.kind == Root::kGlobal) Held(f, what.root.index, what.path, where);
    } else if (what.kind != What::kAddress) {
      continue;
    }
    if (paths_.Impossible(w.path)) continue;
    if (std::none_of(where->begin(), where->end(), [&](const Where& known) {
          return known.root == w.root && known.path == w.path;
        })) {
      where->push_back(w);
    }
  }
}

// Where a pointer may be to very many places, they are told apart by their base alone.
std::vector<Raw> Evaluator::FewPlaces(const std::vector<Raw>& values, FunctionId f) {
  walking_.widened.insert(f);
  std::vector<Raw> few;
  absl::flat_hash_set<std::tuple<uint32_t, uint32_t, Root, PathId>> seen;
  for (Raw raw : values) {
    raw.path = paths_.Truncate(raw.path, 0);
    raw.quality.confidence = WIDENED;
    const auto key = std::tuple(static_cast<uint32_t>(raw.kind), raw.index, raw.root, raw.path);
    if (seen.insert(key).second) few.push_back(raw);
  }
  return few;
}

void Evaluator::Pointees(const std::vector<Raw>& all, FunctionId f, Point point,
                         std::vector<Where>* where) {
  const std::vector<Raw> few = all.size() > kMaxPlaces ? FewPlaces(all, f) : std::vector<Raw>();
  const std::vector<Raw>& values = all.size() > kMaxPlaces ? few : all;
  auto add = [&](Root root, PathId path) {
    if (paths_.Impossible(path)) return;
    for (const Where& w : *where) {
      if (w.root == root && w.path == path) return;
    }
    where->push_back({root, path, false});
  };
  bool exact = true;
  for (const Raw& raw : values) {
    if (Computed(raw.quality)) continue;
    exact &= raw.quality.subtype == IDENTITY && raw.quality.confidence < WIDENED;
    if (raw.kind == Value::ADDRESS) {
      add(raw.root, raw.path);
    } else if (raw.kind == Value::INITIAL || raw.kind == Value::OUT) {
      add(raw.root, Behind(raw.root, raw.path, raw.mode));
    } else if (raw.kind != Value::NUMBER && raw.kind != Value::TYPE) {
      exact = false;
    }
  }
  if (where->size() == 1 && exact && !HasAny(paths_.steps((*where)[0].path))) {
    (*where)[0].certain = true;
  }
  // A pointer that a call made may be an alias of what is known under another name. If it surely is
  // one certain place, a store there replaces.
  const size_t named = where->size();
  const bool one = exact && std::count_if(values.begin(), values.end(), [](const Raw& raw) {
                              return !Computed(raw.quality);
                            }) == 1;
  auto surely = [&](const LeafSet& leaves, const Raw& raw) {
    size_t pointers = 0;
    for (size_t i = 0; i < leaves.size(); ++i) {
      const Leaf leaf = leaves[i];
      if (leaf.quality.indirect()) continue;
      const What& what = terms_.whats[leaf.what];
      if (what.kind != What::kAddress && what.kind != What::kInitial) return false;
      // What a call left behind another pointer has the name of what stands behind that now.
      const bool own_name = what.root == raw.root && what.path == paths_.Pointee(raw.path);
      if (what.kind == What::kAddress && paths_.has_pointee(what.path) && !own_name) return false;
      if (leaf.quality.subtype > IDENTITY || leaf.quality.confidence >= ASSUMED) return false;
      if (leaf.condition != kNoCondition) return false;
      ++pointers;
    }
    return pointers == 1;
  };
  bool sure = false;
  for (const Raw& raw : values) {
    if (Computed(raw.quality)) continue;
    if (raw.kind == Value::OUT) {
      const LeafSet& leaves = Eval(
          {.kind = Query::kOut, .function = f, .a = raw.index, .root = raw.root, .path = raw.path});
      PointeesOf(f, leaves, where);
      sure = surely(leaves, raw);
    } else if (raw.kind == Value::INITIAL && raw.root.kind == Root::kResult) {
      const LeafSet& leaves =
          Eval({.kind = Query::kResult, .function = f, .a = raw.root.index, .path = raw.path});
      PointeesOf(f, leaves, where);
      sure = surely(leaves, raw);
    } else if (raw.kind == Value::INITIAL && raw.root.kind == Root::kGlobal) {
      Held(f, raw.root.index, raw.path, where);
    } else if (raw.kind == Value::ADDRESS && paths_.has_pointee(raw.path)) {
      // Behind a pointer that a call made: it may be an alias as well.
      PathId before, after;
      paths_.SplitLast(raw.path, &before, &after);
      std::vector<Where> objects;
      Query made{.kind = Query::kResult, .function = f, .a = raw.root.index, .path = before};
      if (raw.root.kind != Root::kResult) {
        if (point == kExit || point == kSomewhere) continue;
        made = CellAt(f, point, raw.root, before, kShallow);
      }
      const LeafSet& leaves = Eval(made);
      PointeesOf(f, leaves, &objects);
      sure = surely(leaves, raw);
      PathId outer, part;
      if (objects.empty() && raw.root.kind == Root::kResult &&
          paths_.SplitLast(before, &outer, &part)) {
        // No pointer stands there: an object that holds what it leads to itself.
        made.path = outer;
        const LeafSet& holders = Eval(made);
        PointeesOf(f, holders, &objects);
        for (Where& w : objects) w.path = paths_.Pointee(paths_.Concat(w.path, part));
        sure = surely(holders, raw);
      }
      for (const Where& w : objects) {
        if (w.root == raw.root && w.path == paths_.Pointee(before)) continue;
        add(w.root, paths_.Concat(w.path, after));
      }
    }
  }
  if (one && sure && where->size() == named + 1 && !HasAny(paths_.steps(where->back().path))) {
    where->back().certain = true;
  }
}

std::vector<Evaluator::Where> Evaluator::Locate(FunctionId callee, Root root, PathId cell,
                                                CallSite at) {
  std::vector<Where> where;
  cell = Bound(callee, cell, at);
  PathId before, after;
  if (!paths_.SplitLast(cell, &before, &after)) {
    if (root.kind == Root::kGlobal) where.push_back({root, cell, true});
    return where;
  }
  if (root.kind == Root::kResult) {
    // Behind a pointer that the callee's own callee returned.
    std::vector<Where> inner;
    PointeesOf(callee,
               Eval({.kind = Query::kResult, .function = callee, .a = root.index, .path = before}),
               &inner);
    for (const Where& w : inner) {
      PathId pointer, rest;
      if (w.root.own() || w.root.kind == Root::kResult) continue;
      if (!paths_.SplitLast(w.path, &pointer, &rest)) {
        if (w.root.kind == Root::kGlobal) where.push_back({w.root, w.path, false});
        continue;
      }
      for (const Where& outer : Locate(callee, w.root, paths_.Pointee(pointer), at)) {
        where.push_back({outer.root, paths_.Concat(outer.path, rest), false});
      }
    }
    return where;
  }
  const Call& call = program_.body(at.function).proto().call(at.call);
  const bool given = root.kind == Root::kParam || root.kind == Root::kThis;
  const uint32_t tree = given ? Given(call, program_.body(callee).proto(), root) : 0;
  if (given && tree == 0) return where;
  const auto [known, added] = pointers_at_.try_emplace({at.function, at.call, tree, root, before});
  if (added) {
    Walk walk(walking_, at.function, AtCall(at.call));
    if (given) {
      walk.ReadTree(tree, before, kShallow);
    } else {
      walk.ReadCell(root, kEmptyPath, before, kShallow);
    }
    known->second = walk.values();
  }
  // These stay where they are, also where more calls are looked at meanwhile.
  const std::vector<Raw>& values = known->second;
  Pointees(values, at.function, AtCall(at.call), &where);
  const bool decided = std::any_of(values.begin(), values.end(),
                                   [](const Raw& raw) { return raw.quality.indirect(); });
  for (Where& w : where) w.decided = given && decided;
  if (given && call.concurrent()) {
    Walk meanwhile(walking_, at.function, AfterCall(at.call));
    meanwhile.ReadTree(tree, before, kShallow);
    Pointees(meanwhile.values(), at.function, AfterCall(at.call), &where);
  }
  if (root.later) {
    LeafSet pointers;
    Substitute(callee, terms_.whats.Id({.kind = What::kInitial, .root = root, .path = before}), at,
               {}, &pointers);
    PointeesOf(at.function, pointers, &where);
  }
  if (root.later || call.concurrent()) {
    for (Where& w : where) w.certain = false;
  }
  for (Where& w : where) {
    w.path = paths_.Concat(w.path, after);
    if (w.root.own()) w.path = paths_.Outermost(w.path);
  }
  return where;
}

bool Evaluator::MayModifyAlias(FunctionId f, GlobalId global) {
  auto it = modifiers_.find(global);
  if (it == modifiers_.end()) {
    absl::flat_hash_set<FunctionId> all;
    std::vector<FunctionId> todo;
    auto add = [&](FunctionId g) {
      if (all.insert(g).second) todo.push_back(g);
    };
    for (const Alias& alias : AliasesOf(global)) add(alias.function);
    bool indirect = false;
    while (!todo.empty()) {
      const FunctionId g = todo.back();
      todo.pop_back();
      std::vector<SymbolId> names = program_.Overridden(program_.info(g).plain);
      names.push_back(program_.info(g).plain);
      for (SymbolId name : names) {
        auto calls = calls_of_.find(name);
        if (calls == calls_of_.end()) continue;
        for (const CallSite& at : calls->second) add(at.function);
      }
      if (program_.info(g).address_taken && !indirect) {
        indirect = true;
        for (const CallSite& at : indirect_calls_) add(at.function);
      }
    }
    it = modifiers_.emplace(global, std::move(all)).first;
  }
  return it->second.contains(f);
}

Query Evaluator::CellAt(FunctionId f, Point point, Root root, PathId path, Mode mode) {
  Query query{.kind = Query::kCell,
              .function = f,
              .point = point,
              .root = root,
              .path = path,
              .mode = mode};
  PathId before, after;
  if (paths_.SplitLast(path, &before, &after)) {
    query.cell = paths_.Pointee(before);
    query.path = after;
  }
  return query;
}

// A pointer at (root, pointer) that the call left alone goes on pointing where it did. Of memory
// that is known by another name, the call's doing is asked under that name.
void Evaluator::AddPointedTo(Node& node, FunctionId f, uint32_t call, Root root, PathId pointer,
                             PathId rest, Mode mode) {
  const Query held = CellAt(f, AtCall(call), root, pointer, kShallow);
  Walk walk(walking_, f, held.point);
  walk.ReadCell(root, held.cell, held.path, held.mode);
  const auto add_left = [&](Root other, PathId place, Quality quality) {
    AddAll(node,
           {.kind = Query::kOut,
            .function = f,
            .a = call,
            .root = other,
            .path = paths_.Concat(place, rest),
            .mode = mode},
           quality);
  };
  if (walk.values().empty() && paths_.has_pointee(pointer)) {
    // It stands behind a pointer that the call left alone, too: in an object of another name.
    std::vector<Where> objects;
    PointeesOf(f,
               Eval({.kind = Query::kOut, .function = f, .a = call, .root = root, .path = pointer}),
               &objects);
    for (const Where& w : objects) {
      if (w.root != root || w.path != paths_.Pointee(pointer)) add_left(w.root, w.path, {});
    }
  }
  for (const Raw& raw : walk.values()) {
    if (Computed(raw.quality)) continue;
    const auto add = [&](Root other, PathId place) { add_left(other, place, raw.quality); };
    if (raw.kind == Value::ADDRESS) {
      add(raw.root, raw.path);
      continue;
    }
    if (raw.kind != Value::INITIAL && raw.kind != Value::OUT) continue;
    const bool same = raw.root == root && raw.path == pointer;
    if (!same) add(raw.root, Behind(raw.root, raw.path, raw.mode));
    // A pointer that a call made may be known by yet another name.
    std::vector<Where> objects;
    if (raw.kind == Value::OUT) {
      PointeesOf(f,
                 Eval({.kind = Query::kOut,
                       .function = f,
                       .a = raw.index,
                       .root = raw.root,
                       .path = raw.path}),
                 &objects);
    } else if (raw.root.kind == Root::kResult) {
      PointeesOf(
          f, Eval({.kind = Query::kResult, .function = f, .a = raw.root.index, .path = raw.path}),
          &objects);
    }
    for (const Where& w : objects) {
      if (w.root == raw.root && w.path == paths_.Pointee(raw.path)) continue;
      if (w.root == root && w.path == paths_.Pointee(pointer)) continue;
      add(w.root, w.path);
    }
  }
}

// What a call left behind a pointer is there as long as the function stores nothing there: by the
// name of the object that the pointer leads to, it may have done so since. True if that is all
// there is to say.
bool Evaluator::AddStoredSince(Node& node, const Raw& left) {
  const FunctionId f = node.query.function;
  const Point point = node.query.point;
  PathId pointer, rest;
  if (point == kSomewhere || !paths_.SplitLast(left.path, &pointer, &rest)) return false;
  const Walk walk(walking_, f, point);
  const auto [known, added] = stored_by_name_.try_emplace({f, point});
  if (added) known->second = walk.StoredByName();
  const std::span<const Step> steps = paths_.steps(rest);
  const Step last = steps.empty() ? Step{Step::kAny} : steps.back();
  // By its own name, what is behind the pointer is told already.
  std::vector<Root> stored;
  for (const auto& [root, step] : known->second) {
    const bool other = step.kind == Step::kField && last.kind == Step::kField && step != last;
    if (root != left.root && !other) stored.push_back(root);
  }
  if (stored.empty()) return false;
  const auto is_stored = [&](Root root) {
    return std::find(stored.begin(), stored.end(), root) != stored.end();
  };
  const LeafSet& leaves = Eval(
      {.kind = Query::kOut, .function = f, .a = left.index, .root = left.root, .path = pointer});
  std::vector<Where> where;
  PointeesOf(f, leaves, &where);
  bool sure = leaves.size() == 1 && where.size() == 1 && is_stored(where[0].root);
  if (sure) {
    const Leaf leaf = leaves[0];
    sure = terms_.whats[leaf.what].kind == What::kAddress && leaf.condition == kNoCondition &&
           leaf.quality.subtype <= IDENTITY && leaf.quality.confidence < ASSUMED &&
           !HasAny(paths_.steps(where[0].path));
  }
  for (const Where& w : where) {
    if (is_stored(w.root)) {
      AddAll(node, CellAt(f, point, w.root, paths_.Concat(w.path, rest), left.mode), left.quality);
    }
  }
  return sure;
}

bool Evaluator::IsAlias(FunctionId f, Root root, PathId path, std::vector<Where>* objects) {
  PathId pointer, rest;
  if (root.kind != Root::kResult || !paths_.SplitLast(path, &pointer, &rest)) return false;
  for (const Step& step : paths_.steps(pointer)) {
    if (step.kind != Step::kOffset) return false;
  }
  PointeesOf(f, Eval({.kind = Query::kResult, .function = f, .a = root.index, .path = pointer}),
             objects);
  if (objects->empty()) return false;
  for (Where& object : *objects) {
    if (object.root == root) return false;
    object.path = paths_.Concat(object.path, rest);
  }
  return true;
}

bool Evaluator::IsGiven(FunctionId f, uint32_t call, Root root) {
  const uint32_t calls = static_cast<uint32_t>(program_.body(f).proto().call_size());
  if (calls > kMaxCallsCompared) return true;
  auto [it, added] = results_given_.try_emplace(f);
  std::vector<std::vector<bool>>& given = it->second;
  if (added) {
    std::vector<std::vector<uint32_t>> direct = ResultsGiven(f);
    given.assign(calls, std::vector<bool>(calls));
    // What such a result was made of is given as well.
    for (bool grows = true; grows;) {
      grows = false;
      for (uint32_t c = 0; c < calls; ++c) {
        for (const uint32_t result : direct[c]) {
          for (uint32_t i = 0; i < calls; ++i) {
            const bool is = i == result || given[result][i];
            grows |= is && !given[c][i];
            if (is) given[c][i] = true;
          }
        }
      }
    }
  }
  return given[call][root.index];
}

// By call: the calls whose results, as they were returned, stand in what it is given.
std::vector<std::vector<uint32_t>> Evaluator::ResultsGiven(FunctionId f) {
  const Body& body = program_.body(f);
  const Function& proto = body.proto();
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> of_trees;
  const auto of_tree = [&](uint32_t tree) -> const std::vector<uint32_t>& {
    const auto [known, added] = of_trees.try_emplace(tree);
    if (!added) return known->second;
    for (const uint32_t set : body.tree(tree).set()) {
      for (const uint32_t id : body.set(set).value()) {
        const Value& value = proto.value(id);
        if (value.kind() != Value::INITIAL && value.kind() != Value::ADDRESS) continue;
        const Root base = body.root(value.index());
        if (base.kind != Root::kResult) continue;
        // What is behind the pointer is not the pointer.
        const bool behind = paths_.has_pointee(body.path(value.path()));
        if (value.kind() == Value::ADDRESS || !behind) known->second.push_back(base.index);
      }
    }
    return known->second;
  };
  std::vector<std::vector<uint32_t>> given(static_cast<size_t>(proto.call_size()));
  for (size_t c = 0; c < given.size(); ++c) {
    const Call& call = proto.call(static_cast<int>(c));
    const auto add = [&](uint32_t tree) {
      const std::vector<uint32_t>& results = of_tree(tree);
      given[c].insert(given[c].end(), results.begin(), results.end());
    };
    for (const uint32_t tree : call.argument()) add(tree);
    if (call.receiver() != 0) add(call.receiver());
    for (const auto* memories : {&call.memory(), &call.unwound(), &call.meanwhile()}) {
      for (const Memory& memory : *memories) add(memory.tree());
    }
    std::sort(given[c].begin(), given[c].end());
    given[c].erase(std::unique(given[c].begin(), given[c].end()), given[c].end());
  }
  return given;
}

// Back from call to call, as long as what was there is what another such call left there.
void Evaluator::AddBeforeOfAlias(Node& node, FunctionId f, uint32_t call, Root root, PathId path,
                                 Mode mode) {
  std::vector<uint32_t> todo{call};
  absl::flat_hash_set<uint32_t> seen{call};
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    const Query held = CellAt(f, AtCall(at), root, path, mode);
    Walk walk(walking_, f, held.point);
    walk.ReadCell(root, held.cell, held.path, held.mode);
    const bool left = std::all_of(walk.values().begin(), walk.values().end(), [&](const Raw& raw) {
      return raw.kind == Value::OUT && raw.root == root && raw.path == path && raw.mode == mode &&
             raw.quality == Quality{} && raw.index != root.index &&
             program_.body(f).proto().call(raw.index).pseudo() != Call::THROWN &&
             !IsGiven(f, raw.index, root);
    });
    if (!left) {
      AddAll(node, held, {});
      continue;
    }
    for (const Raw& raw : walk.values()) {
      if (seen.insert(raw.index).second) todo.push_back(raw.index);
    }
  }
}

// A text is what it points to as well, and what that points to. True if, where a pointer on the way
// to `path` was at first, there is nothing but texts, and what calls have left of it.
bool Evaluator::AddTexts(Node& node, FunctionId f, uint32_t call, Root root, PathId path) {
  if (program_.body(f).proto().text_size() == 0) return false;
  PathId pointer, rest;
  for (PathId deeper = path; paths_.SplitLast(deeper, &pointer, &rest); deeper = pointer) {
    if (paths_.Keys(rest) != kEmptyPath) return false;
    const Query held = CellAt(f, AtCall(call), root, pointer, kShallow);
    Walk walk(walking_, f, held.point);
    walk.ReadCell(root, held.cell, held.path, held.mode);
    const std::vector<Raw>& values = walk.values();
    const auto is_text = [](const Raw& raw) { return raw.kind == Value::TEXT; };
    if (std::none_of(values.begin(), values.end(), is_text)) continue;
    const auto is_left = [&](const Raw& raw) {
      return raw.kind == Value::OUT && raw.root == root && raw.path == pointer;
    };
    if (!std::all_of(values.begin(), values.end(),
                     [&](const Raw& raw) { return is_text(raw) || is_left(raw); })) {
      return false;
    }
    for (const Raw& raw : values) {
      if (is_text(raw)) {
        Resolve(node, {raw});
      } else {
        AddAll(node,
               {.kind = Query::kOut, .function = f, .a = raw.index, .root = root, .path = path},
               raw.quality);
      }
    }
    return true;
  }
  return false;
}

void Evaluator::AddBefore(Node& node, FunctionId f, uint32_t call, Root root, PathId path,
                          Mode mode) {
  if (mode == kShallow && AddTexts(node, f, call, root, path)) return;
  if (std::vector<Where> objects; IsAlias(f, root, path, &objects)) {
    return AddBeforeOfAlias(node, f, call, root, path, mode);
  }
  PathId before, after;
  if (paths_.SplitLast(path, &before, &after)) {
    AddPointedTo(node, f, call, root, before, after, mode);
  }
  AddAll(node, CellAt(f, AtCall(call), root, path, mode), {});
}

void Evaluator::ComputeStore(Node& node) {
  const Query query = node.query;
  const Call& call = program_.body(query.function).proto().call(query.a);
  bool before = true;
  std::vector<PathId> overwritten;
  if (call.argument_size() >= 2) {
    Walk walk(walking_, query.function, AtCall(query.a));
    walk.ReadTree(call.argument(0), kEmptyPath, kShallow);
    std::vector<Where> where;
    Pointees(walk.values(), query.function, AtCall(query.a), &where);
    bool stores = false;
    for (const Where& w : where) {
      if (w.root != query.root) continue;
      const Alignment above = paths_.Align(w.path, query.path);
      Query stored{.kind = Query::kTree,
                   .function = query.function,
                   .a = call.argument(1),
                   .point = AtCall(query.a),
                   .path = above.rest,
                   .mode = query.mode};
      if (above.match != Match::kNone) {
        AddAll(node, stored, {});
        stores = true;
        if (w.certain && above.match == Match::kExact) before = false;
        continue;
      }
      const Alignment below = paths_.Align(query.path, w.path);
      if (below.match == Match::kNone || query.mode == kShallow) continue;
      stored.path = kEmptyPath;
      stored.mode = terms_.Below(query.mode, below.rest);
      if (stored.mode == kNothing) continue;
      AddAll(node, stored, {});
      stores = true;
      if (w.certain && below.match == Match::kExact) overwritten.push_back(below.rest);
    }
    if (stores) {
      AddDeciders(node, {.kind = Query::kTree,
                         .function = query.function,
                         .a = call.argument(0),
                         .point = AtCall(query.a)});
      // Of a place behind a pointer that a call returned.
      for (const Raw& raw : walk.values()) {
        PathId pointer, rest;
        if (raw.kind != Value::ADDRESS || raw.root.kind != Root::kResult) continue;
        if (!paths_.SplitLast(raw.path, &pointer, &rest)) continue;
        AddDeciders(node, {.kind = Query::kResult,
                           .function = query.function,
                           .a = raw.root.index,
                           .path = pointer});
      }
    }
  }
  if (before) {
    AddBefore(node, query.function, query.a, query.root, query.path,
              terms_.Without(query.mode, overwritten));
  }
}

void Evaluator::ComputeOut(Node& node) {
  const Query query = node.query;
  const FunctionId f = query.function;
  const Call& call = program_.body(f).proto().call(query.a);
  const CallSite at{f, query.a};
  if (query.root == Root{Root::kResult, query.a}) {
    // As the call itself returned it.
    AddAll(node,
           {.kind = Query::kResult,
            .function = f,
            .a = query.a,
            .path = query.path,
            .mode = query.mode},
           {});
    return;
  }
  if (std::vector<Where> objects; IsAlias(f, query.root, query.path, &objects)) {
    for (const Where& object : objects) {
      AddAll(node,
             {.kind = Query::kOut,
              .function = f,
              .a = query.a,
              .root = object.root,
              .path = object.path,
              .mode = query.mode},
             {});
    }
    if (call.pseudo() != Call::THROWN && !IsGiven(f, query.a, query.root)) {
      return AddBeforeOfAlias(node, f, query.a, query.root, query.path, query.mode);
    }
  }
  if (call.pseudo() == Call::STORE) return ComputeStore(node);
  if (call.pseudo() == Call::THROWN) return ComputeOutOfCaught(node);

  for (const Target& target : Targets(f, query.a)) {
    if (target.function == kNone && call.modeled()) {
      AddBefore(node, f, query.a, query.root, query.path, query.mode);
      continue;
    }
    if (target.function == kNone) {
      // It may write where it was given a way to.
      Walk walk(walking_, f, AtCall(query.a));
      for (uint32_t i : call.mutable_argument()) {
        if (i < static_cast<uint32_t>(call.argument_size())) {
          walk.ReadTree(call.argument(i), kEmptyPath, kDeep);
        }
      }
      if (call.mutable_receiver() && call.receiver() != 0) {
        walk.ReadTree(call.receiver(), kEmptyPath, kDeep);
      }
      bool reached = false;
      // Through a pointer that an unknown function returned before, that may be
      // one into this.
      std::vector<Raw> returned;
      for (const Raw& raw : walk.values()) {
        if (raw.kind == Value::INITIAL && raw.root.kind == Root::kResult &&
            raw.path == kEmptyPath && raw.root != query.root) {
          returned.push_back(raw);
        }
      }
      std::vector<Where> where;
      if (!returned.empty()) Pointees(returned, f, AtCall(query.a), &where);
      for (const Where& w : where) {
        reached |=
            w.root == query.root && (paths_.Align(w.path, query.path).match != Match::kNone ||
                                     paths_.Align(query.path, w.path).match != Match::kNone);
      }
      for (const auto& [root, path] : walk.cells()) {
        reached |= root == query.root && (paths_.Align(path, query.path).match != Match::kNone ||
                                          paths_.Align(query.path, path).match != Match::kNone);
      }
      for (const Raw& raw : walk.values()) {
        // Behind a pointer that came in from elsewhere.
        if ((raw.kind == Value::INITIAL || raw.kind == Value::OUT) && raw.root == query.root) {
          reached |= paths_.Align(raw.path, query.path).match != Match::kNone;
        }
      }
      if (reached) AddAssumed(node, f, query.a, query.mode);
      AddBefore(node, f, query.a, query.root, query.path, query.mode);
      continue;
    }

    AddLeft(node, at, target, query.root, query.path, query.mode, kNone);
  }
}

void Evaluator::AddLeft(Node& node, CallSite at, const Target& target, Root root, PathId path,
                        Mode mode, SymbolId thrown) {
  bool before = true;
  std::vector<PathId> overwritten;
  Root settled;
  bool is_settled = false, listed = false;
  const auto groups = Groups(target.function);
  Group bound;
  for (const Group& of_callee : *groups) {
    const Group& group = Bound(target.function, of_callee, at, &bound);
    if (stopped_) return;
    listed |= group.root == root;
    Spend(group.changed.size());
    // A shorter cell speaks for what is below it, but not for what is around it.
    const auto steps = paths_.steps(group.cell);
    const bool around = !steps.empty() && steps.back().kind == Step::kEnclosing;
    if (is_settled && group.root == settled && !around) continue;
    if (mode == kShallow && !MayChange(group, path)) continue;
    for (const Where& w : Locate(target.function, group.root, group.cell, at)) {
      if (w.root != root) continue;
      Query left{.kind = thrown == kNone ? Query::kCell : Query::kUnwound,
                 .function = target.function,
                 .root = group.root,
                 .cell = group.cell,
                 .mode = mode};
      if (thrown != kNone) left.a = thrown;
      bool* settles = nullptr;
      const Alignment above = paths_.Align(w.path, path);
      if (above.match != Match::kNone) {
        left.path = paths_.Unnamed(above.rest);
        if (!Changes(group, left.path, mode)) continue;
        settles = w.certain && above.match == Match::kExact ? &before : nullptr;
      } else {
        const Alignment below = paths_.Align(path, w.path);
        if (below.match == Match::kNone || mode == kShallow) continue;
        left.mode = terms_.Below(mode, below.rest);
        if (left.mode == kNothing) continue;
        if (w.certain && below.match == Match::kExact) overwritten.push_back(below.rest);
      }
      AddFromCallee(node, left, target, at, HopRecord::kFilled, root, path);
      PathId pointer, rest;
      if (w.decided && paths_.SplitLast(group.cell, &pointer, &rest)) {
        const Body& callee = program_.body(target.function);
        const Call& call = program_.body(at.function).proto().call(at.call);
        AddDeciders(node, {.kind = Query::kTree,
                           .function = at.function,
                           .a = Given(call, callee.proto(), group.root),
                           .point = AtCall(at.call),
                           .path = pointer});
      }
      if (settles != nullptr) before = false;
      settled = group.root;
      is_settled = true;
    }
  }
  if (root.kind == Root::kGlobal && !listed && MayModifyAlias(target.function, root.index)) {
    AddLeaf(node, {.kind = What::kInitial, .root = root, .path = path, .mode = mode}, {});
  }
  if (before) {
    AddBefore(node, at.function, at.call, root, path, terms_.Without(mode, overwritten));
  }
}

}  // namespace pedigree::link
