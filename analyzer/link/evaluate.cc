#include "analyzer/link/evaluate.h"

#include <algorithm>

namespace pedigree::link {
namespace {

// What a query may cost. A function of which much is asked is recursive, and so is its data: then
// what was overwritten below a place counts as still there, and what is far behind pointers is
// taken together. All of it shows as WIDENED. Programs whose functions all depend on each other get
// the tighter bounds once they have cost too much.
struct Bounds {
  size_t leaves;     // of an answer; beyond, places of one base are not told apart
  size_t modes;      // ways of excepting what was overwritten, a function
  uint32_t queries;  // about one function; beyond, paths have no more than
  int pointees;
};
constexpr Bounds kBounds[] = {{200, 16, 20000, 2}, {120, 0, 200, 2}, {16, 0, 100, 2}};
// Work before the next bounds hold; and as much for each function, this many times. After the last,
// nothing more is answered.
constexpr uint64_t kWork[] = {40'000'000, 100'000'000, 150'000'000};
constexpr uint64_t kWorkOfFunction = 2'000;
// Work for the answers about one function before the next bounds hold for it alone: twice for data,
// then for places and names.
constexpr uint64_t kWorkOfOne[] = {300'000, 1'000'000, 2'000'000, 4'000'000};
constexpr size_t kTiersOfData = 2;
// Times as much, as long as the link as a whole has met no bound.
constexpr uint64_t kAtFirst = 2;
// A step of a walk costs less than a leaf.
constexpr uint64_t kStepsOfWork = 4;
// Objects that one pointer of a global may be of.
constexpr size_t kMaxObjects = 64;

// Whether the query asks for pointers, names and functions, which a condition does not give.
bool NamesOnly(const Query& query) {
  switch (query.kind) {
    case Query::kTree:
    case Query::kCell:
    case Query::kSet:
    case Query::kResult:
    case Query::kOut:
    case Query::kGlobal:
    case Query::kThrown:
    case Query::kUnwound:
      return query.mode == kShallow;
    default:
      return false;
  }
}

bool Lists(const Body& body, const google::protobuf::RepeatedPtrField<Memory>& memory, Root root) {
  return std::any_of(memory.begin(), memory.end(),
                     [&](const Memory& m) { return body.root(m.base()) == root; });
}

// Of the path at which something that was read is asked for, what may name a part of it: fields
// only where it is an object with columns, and nothing behind a pointer that a field holds.
PathId PartRead(PathTable& paths, PathId path, bool object) {
  std::vector<Step> part;
  bool in_field = false;
  const std::span<const Step> steps = paths.steps(path);
  for (const Step& step : steps) {
    if (in_field && step.kind == Step::kPointee) break;
    if (step.kind == Step::kField && !object) continue;
    in_field |= step.kind == Step::kField;
    part.push_back(step);
  }
  return part.size() == steps.size() ? path : paths.Of(part);
}

}  // namespace

Evaluator::Evaluator(Program& program, std::vector<bool> reached)
    : program_(program),
      paths_(program.paths()),
      reached_(std::move(reached)),
      order_(program, reached_),
      terms_(program),
      walking_{program_, terms_, 0, {}} {
  work_of_tier_ = kWork[0] + kWorkOfFunction * program_.functions();
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (!reached_[f]) continue;
    std::span<const CallEdge> calls = program_.calls(f);
    for (uint32_t c = 0; c < calls.size(); ++c) {
      if (calls[c].callee != kNone) {
        calls_of_[calls[c].callee].push_back({f, c});
      } else if (calls[c].indirect) {
        indirect_calls_.push_back({f, c});
      }
    }
  }
}

Query Evaluator::Bounded(Query query) {
  Asked& asked = asked_[query.function];
  if (query.mode > kDeep && !asked.modes.contains(query.mode)) {
    if (asked.modes.size() < kBounds[TierOf(query, &asked)].modes) {
      asked.modes.insert(query.mode);
    } else {
      query.mode = kDeep;
    }
  }
  if (const Bounds& bounds = kBounds[TierOf(query, &asked)]; ++asked.queries > bounds.queries) {
    const PathId path = paths_.Truncate(query.path, bounds.pointees);
    if (path != query.path && !(asked.tier == 0 && NamesOnly(query) && ToFunction(query.path))) {
      walking_.widened.insert(query.function);
      lost_pointers_ |= NamesOnly(query);
      query.path = path;
    }
  }
  return query;
}

bool Evaluator::ToFunction(PathId path) {
  if (!called_fields_known_) {
    called_fields_known_ = true;
    FindCalledFields();
  }
  const std::span<const Step> steps = paths_.steps(path);
  const auto last = std::find_if(steps.rbegin(), steps.rend(),
                                 [](const Step& step) { return step.kind == Step::kField; });
  return last != steps.rend() && called_fields_.contains(last->value);
}

void Evaluator::FindCalledFields() {
  const auto add = [&](const Body& body, uint32_t set) {
    for (uint32_t index : body.set(set).value()) {
      const Value& value = body.proto().value(index);
      if (value.kind() != Value::INITIAL && value.kind() != Value::OUT) continue;
      for (const Step& step : paths_.steps(body.path(value.path()))) {
        if (step.kind == Step::kField) called_fields_.insert(step.value);
      }
    }
  };
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (!reached_[f]) continue;
    const std::span<const CallEdge> calls = program_.calls(f);
    for (uint32_t c = 0; c < calls.size(); ++c) {
      if (!calls[c].indirect && !calls[c].is_virtual) continue;
      const Body& body = program_.body(f);
      const Call& call = body.proto().call(c);
      if (calls[c].is_virtual) {
        for (uint32_t set : body.tree(call.receiver()).set()) add(body, set);
      } else {
        add(body, call.target());
      }
    }
  }
}

Evaluator::Node* Evaluator::NodeOf(const Query& query) {
  if (query.function == kNone && paths_.named(query.path)) {
    // In no function's frame.
    Query any = query;
    any.path = paths_.Unnamed(query.path);
    return NodeOf(any);
  }
  auto it = nodes_.find(query);
  if (it != nodes_.end()) return it->second;
  const Query bounded = query.function == kNone ? query : Bounded(query);
  Node*& slot = nodes_[bounded];
  if (slot == nullptr) {
    slot = &node_storage_.emplace_back();
    slot->query = bounded;
    if (query.function != kNone) slot->asked = &asked_[query.function];
    if (NamesOnly(bounded)) {
      slot->option = OptionOf(bounded.path);
      if (slot->option == kNone) slot->option = OptionOf(bounded.cell);
    }
  }
  Node* const node = slot;
  if (bounded != query) nodes_[query] = node;
  return node;
}

const LeafSet& Evaluator::Eval(const Query& query) {
  if (paths_.Impossible(query.cell) || paths_.Impossible(query.path)) return nothing_;
  Node* const node = NodeOf(query);
  if (node->done) return node->answer;
  Node* const asker = stack_.empty() ? nullptr : stack_.back();
  if (!node->started) {
    Spend();
    if (stopped_ || OutOfStack()) {
      if (query.function != kNone) walking_.widened.insert(query.function);
      return node->answer;
    }
    node->started = true;
    node->index = node->low = next_index_++;
    unfinished_.push_back(node);
    const bool outer_incomplete = incomplete_, outer_settled = settled_;
    settled_ = false;
    Run(node);
    Settle(node);
    incomplete_ = outer_incomplete;
    settled_ = outer_settled;
    if (node->done) return node->answer;
  }
  // Part of a cycle: what is known so far. When more is, the asker is computed again.
  incomplete_ = true;
  if (asker != nullptr) {
    asker->low = std::min(asker->low, node->low);
    if (node->readers.empty() || node->readers.back() != asker) node->readers.push_back(asker);
  }
  return node->answer;
}

void Evaluator::Run(Node* node) {
  incomplete_ = false;
  node->queued = false;
  stack_.push_back(node);
  Compute(*node);
  stack_.pop_back();
  node->again = true;
}

void Evaluator::Settle(Node* head) {
  // In sweeps, the latest found first: what others are made of comes before them, and who depends
  // on many is not computed for each of them.
  uint32_t above = next_index_;
  // Who depends on an earlier one is settled by that one.
  while (head->low == head->index) {
    if (auto next = dirty_.lower_bound(head->index); next != dirty_.end()) {
      if (stopped_) {
        // What it would have found more is left out.
        const FunctionId f = next->second->query.function;
        if (f != kNone) walking_.widened.insert(f);
        next->second->queued = false;
        dirty_.erase(next);
        continue;
      }
      auto at = dirty_.lower_bound(above);
      if (at == next) at = dirty_.end();  // the next sweep
      Node* const node = (--at)->second;
      above = node->index;
      dirty_.erase(at);
      Run(node);
      head->low = std::min(head->low, node->low);
      continue;
    }
    // Quiet. Who left something out, since nothing was found yet, looks again: now that says there
    // is nothing.
    bool again = false;
    if (!settled_) {
      settled_ = true;
      for (size_t i = unfinished_.size(); i-- > 0 && unfinished_[i]->index >= head->index;) {
        if (!unfinished_[i]->left_out) continue;
        unfinished_[i]->left_out = false;
        Queue(unfinished_[i]);
        again = true;
      }
    }
    if (again) continue;
    while (true) {
      Node* const member = unfinished_.back();
      unfinished_.pop_back();
      member->done = true;
      std::vector<Node*>().swap(member->readers);
      if (finding_aliases_) without_aliases_.push_back(member);
      if (member == head) return;
    }
  }
}

void Evaluator::Spend(uint64_t work) {
  const uint64_t steps = (walking_.steps - steps_) / kStepsOfWork;
  steps_ += steps * kStepsOfWork;
  work += steps;
  work_ += work;
  Asked* const asked = stack_.empty() ? nullptr : stack_.back()->asked;
  if (asked != nullptr && asked->tier < std::size(kWorkOfOne)) {
    asked->work += work;
    if (asked->work > (tier_ == 0 ? kAtFirst : 1) * kWorkOfOne[asked->tier]) ++asked->tier;
  }
  if (work_ <= work_of_tier_ || stopped_) return;
  if (tier_ + 1 < std::size(kBounds)) {
    ++tier_;
    work_of_tier_ = kWork[tier_] + (tier_ + 1) * kWorkOfFunction * program_.functions();
  } else {
    stopped_ = true;
  }
}

size_t Evaluator::TierOf(const Query& query, const Asked* asked) const {
  const size_t own = asked == nullptr ? 0 : asked->tier;
  // Where data is looked for less finely, places and names are not: all else hangs on them.
  if (NamesOnly(query)) return own > kTiersOfData ? own - kTiersOfData : 0;
  return std::max(tier_, std::min(own, kTiersOfData));
}

void Evaluator::Queue(Node* node) {
  if (node->queued) return;
  node->queued = true;
  dirty_.emplace(node->index, node);
}

void Evaluator::Add(Node& node, Leaf leaf, std::initializer_list<HopsId> then) {
  if (NamesOnly(node.query)) {
    if (leaf.quality.indirect()) return;
    // What is computed of an address or a function is none; unknown functions may pass it on.
    const What::Kind kind = terms_.whats[leaf.what].kind;
    if (leaf.quality.computed &&
        (kind == What::kAddress || kind == What::kFunction || kind == What::kType)) {
      return;
    }
    if (node.option != kNone) leaf.what = KeptUnder(node.option, leaf.what);
  }
  Spend();
  bool changed = false;
  if (!node.collapsed && node.answer.size() > kBounds[TierOf(node.query, node.asked)].leaves &&
      node.query.kind != Query::kGroups) {
    // Too many places: all that is there.
    node.collapsed = changed = true;
    if (node.query.function != kNone) walking_.widened.insert(node.query.function);
    lost_pointers_ |= NamesOnly(node.query);
    LeafSet collapsed;
    for (size_t i = 0; i < node.answer.size(); ++i) {
      collapsed.Add(Collapsed(node, node.answer[i]), hops_);
    }
    node.answer = std::move(collapsed);
  }
  if (node.collapsed) leaf = Collapsed(node, leaf);
  changed |= node.answer.Add(leaf, hops_, then, /*shorter=*/!node.again);
  if (!changed) return;
  for (Node* reader : node.readers) Queue(reader);
  node.readers.clear();
}

Leaf Evaluator::Collapsed(const Node& node, Leaf leaf) {
  leaf.condition = kNoCondition;
  const What what = terms_.whats[leaf.what];
  const bool somewhere =
      what.kind == What::kAddress && what.number == 0 && paths_.widened(what.path);
  if (what.kind != What::kInitial && !somewhere) return leaf;
  leaf.what = terms_.whats.Id(
      NamesOnly(node.query) && what.root.kind != Root::kGlobal
          ? Somewhere(what.root, kEmptyPath)
          : What{.kind = What::kInitial, .root = what.root, .path = kEmptyPath, .mode = kDeep});
  leaf.quality.confidence = WIDENED;
  return leaf;
}

void Evaluator::AddLeaf(Node& node, const What& what, Quality quality, HopsId hops) {
  Leaf leaf;
  leaf.what = terms_.whats.Id(what);
  leaf.quality = quality;
  leaf.hops = hops;
  Add(node, leaf);
}

void Evaluator::AddAll(Node& node, const Query& query, Quality quality) {
  const LeafSet& all = Eval(query);
  for (size_t i = 0; i < all.size(); ++i) {
    Leaf leaf = all[i];
    leaf.quality = Compose(quality, leaf.quality);
    Add(node, leaf);
  }
}

void Evaluator::Compute(Node& node) {
  const Query query = node.query;
  switch (query.kind) {
    case Query::kTree: {
      Walk walk(walking_, query.function, query.point);
      walk.ReadTree(query.a, query.path, query.mode);
      Resolve(node, walk.values());
      return;
    }
    case Query::kCell: {
      Walk walk(walking_, query.function, query.point);
      walk.ReadCell(query.root, query.cell, query.path, query.mode);
      Resolve(node, walk.values());
      return;
    }
    case Query::kSet: {
      Walk walk(walking_, query.function, query.point);
      walk.ReadSet(query.a, query.path, query.mode);
      Resolve(node, walk.values());
      return;
    }
    case Query::kResult:
      return ComputeResult(node);
    case Query::kOut:
      return ComputeOut(node);
    case Query::kTransform:
      return ComputeTransform(node);
    case Query::kGuard:
      return ComputeGuard(node);
    case Query::kSite:
      return ComputeSite(node);
    case Query::kTargets:
      return ComputeTargets(node);
    case Query::kClose:
      return ComputeClose(node);
    case Query::kGlobal:
      return ComputeGlobal(node);
    case Query::kGroups:
      return ComputeGroups(node);
    case Query::kThrows:
      return ComputeThrows(node);
    case Query::kThrown:
      return ComputeThrown(node);
    case Query::kUnwound:
      return ComputeUnwound(node);
    case Query::kUpGuards:
      return ComputeUpGuards(node);
  }
}

void Evaluator::Resolve(Node& node, const std::vector<Raw>& values) {
  const FunctionId f = node.query.function;
  const Body& body = program_.body(f);
  const bool names = NamesOnly(node.query);
  for (const Raw& raw : values) {
    if (names) {
      if (raw.quality.indirect() || raw.kind == Value::GUARD) continue;
      if (raw.mode != kShallow && AddSomewhere(node, raw)) continue;
    }
    switch (raw.kind) {
      case Value::INITIAL:
        if (raw.root.kind == Root::kResult) {
          AddAll(node,
                 {.kind = Query::kResult,
                  .function = f,
                  .a = raw.root.index,
                  .path = raw.path,
                  .mode = raw.mode},
                 raw.quality);
        } else if (!raw.root.own()) {
          AddLeaf(node,
                  {.kind = What::kInitial, .root = raw.root, .path = raw.path, .mode = raw.mode},
                  raw.quality);
        }
        break;
      case Value::OUT:
        if (AddStoredSince(node, raw)) break;
        AddAll(node,
               {.kind = Query::kOut,
                .function = f,
                .a = raw.index,
                .root = raw.root,
                .path = raw.path,
                .mode = raw.mode},
               raw.quality);
        break;
      case Value::READ:
        ResolveRead(node, raw);
        break;
      case Value::HANDLE:
        AddAll(node, {.kind = Query::kSite, .function = f, .a = raw.index}, raw.quality);
        break;
      case Value::TRANSFORMED:
        AddAll(node, {.kind = Query::kTransform, .function = f, .a = raw.index}, raw.quality);
        break;
      case Value::ADDRESS: {
        AddLeaf(node, {.kind = What::kAddress, .root = raw.root, .path = raw.path}, raw.quality);
        PathId before, after;
        if (raw.root.kind == Root::kResult && paths_.SplitLast(raw.path, &before, &after)) {
          std::vector<Where> where;
          PointeesOf(
              f, Eval({.kind = Query::kResult, .function = f, .a = raw.root.index, .path = before}),
              &where);
          for (const Where& w : where) {
            if (w.root.own() && w.root.kind != Root::kResult) continue;
            AddLeaf(node,
                    {.kind = What::kAddress, .root = w.root, .path = paths_.Concat(w.path, after)},
                    raw.quality);
          }
        }
        break;
      }
      case Value::TEXT:
        if (raw.mode == kShallow) {
          for (TextId text : Texts(f, raw.index)) {
            AddLeaf(node, {.kind = What::kText, .id = text}, raw.quality);
          }
        } else {
          for (const TextTemplate::Part& part : body.proto().text(raw.index).part()) {
            if (part.set() == 0) continue;
            AddAll(node,
                   {.kind = Query::kSet,
                    .function = f,
                    .a = part.set(),
                    .point = kSomewhere,
                    .mode = kDeep},
                   Compose(raw.quality, OfStep(TRANSFORMATION, EXACT)));
          }
        }
        break;
      case Value::NUMBER:
        AddLeaf(node, {.kind = What::kNumber, .id = raw.index, .number = raw.number}, raw.quality);
        break;
      case Value::FUNCTION: {
        const SymbolId symbol = body.symbol(raw.index);
        What what{.kind = What::kFunction, .id = program_.Resolve(f, symbol)};
        if (what.id == kNone) what.number = symbol;
        AddLeaf(node, what, raw.quality);
        break;
      }
      case Value::TYPE:
        AddLeaf(node, {.kind = What::kType, .id = body.symbol(raw.index)}, raw.quality);
        break;
      case Value::GUARD:
        AddAll(node, {.kind = Query::kGuard, .function = f, .a = raw.index},
               Compose(raw.quality, {CONDITIONAL, EXACT}));
        break;
      default:
        break;
    }
  }
}

What Evaluator::Somewhere(Root root, PathId path) {
  const bool object = root.own();
  if (!object && !paths_.has_pointee(path)) path = paths_.Pointee(path);
  path = paths_.Extend(paths_.Truncate(path, object ? 0 : 1), kAnyStep);
  return {.kind = What::kAddress, .root = root, .path = path};
}

// A pointer that a bound has left somewhere in what can be reached from a place is one to anything
// there: which data that is, is asked where it is read. Likewise a name. False if it is neither.
bool Evaluator::AddSomewhere(Node& node, const Raw& raw) {
  Quality quality = raw.quality;
  quality.confidence = WIDENED;
  switch (raw.kind) {
    case Value::INITIAL:
    case Value::OUT:
      if (raw.root.kind == Root::kGlobal) return false;
      AddLeaf(node, Somewhere(raw.root, raw.path), quality);
      return true;
    case Value::TEXT:
    case Value::TRANSFORMED:
      AddLeaf(node, {.kind = What::kText, .id = terms_.Hole("{?}")}, quality);
      return true;
    default:
      return false;
  }
}

void Evaluator::ResolveRead(Node& node, const Raw& raw) {
  const FunctionId f = node.query.function;
  const bool object = program_.body(f).proto().site(raw.index).tagged_size() > 0;
  const PathId key = program_.ColumnOf(PartRead(paths_, raw.path, object));
  const HopsId hops = hops_.One({HopRecord::kRead, f, raw.index});
  const LeafSet& sites = Eval({.kind = Query::kSite, .function = f, .a = raw.index});
  for (size_t i = 0; i < sites.size(); ++i) {
    const Leaf site = sites[i];
    Instance instance = terms_.instances[terms_.whats[site.what].id];
    instance.key = key;
    Leaf leaf;
    leaf.what = terms_.whats.Id({.kind = What::kSource, .id = terms_.instances.Id(instance)});
    leaf.condition = site.condition;
    leaf.quality = Compose(raw.quality, {IDENTITY, site.quality.confidence});
    leaf.hops = hops;
    Add(node, leaf);
  }
}

void Evaluator::ComputeTransform(Node& node) {
  const Transform& t = program_.body(node.query.function).proto().transform(node.query.a);
  const LeafSet& input = Eval({.kind = Query::kTree,
                               .function = node.query.function,
                               .a = t.input(),
                               .point = kSomewhere,
                               .mode = kDeep});
  const HopsId hop = hops_.One({HopRecord::kTransform, node.query.function, node.query.a});
  const Quality quality =
      OfStep(t.subtype() == SUBTYPE_UNSPECIFIED ? TRANSFORMATION : t.subtype(), EXACT);
  for (size_t i = 0; i < input.size(); ++i) {
    Leaf leaf = input[i];
    leaf.quality = Compose(quality, leaf.quality);
    leaf.transforms = terms_.Append(leaf.transforms, terms_.OneTransform(t.kind()));
    Add(node, leaf, {hop});
  }
}

void Evaluator::ComputeGuard(Node& node) {
  const Guard& guard = program_.body(node.query.function).proto().guard(node.query.a);
  AddAll(node,
         {.kind = Query::kSet,
          .function = node.query.function,
          .a = guard.set(),
          .point = kSomewhere,
          .mode = kDeep},
         {CONDITIONAL, EXACT});
  if (node.query.mode != kShallow && guard.filter() != 0) {
    AddAll(node, {.kind = Query::kGuard, .function = node.query.function, .a = guard.filter() - 1},
           {FILTER, EXACT});
  }
  if (guard.outer() != 0 && guard.outer() - 1 != node.query.a) {
    AddAll(node, {.kind = Query::kGuard, .function = node.query.function, .a = guard.outer() - 1},
           {CONDITIONAL, EXACT});
  }
}

void Evaluator::ComputeClose(Node& node) {
  const FunctionId f = node.query.function;
  const What what = terms_.whats[node.query.a];
  const bool global = what.kind == What::kInitial && what.root.kind == Root::kGlobal;
  if (!global && !terms_.OpenWhat(node.query.a)) return AddLeaf(node, what, {});
  const bool told = !global || (tier_ == 0 && !order_.Unknown(f) && Ordered(what.root.index));
  if (global && told && order_.Entry(f)) {
    return AddInitialized(node, what.root.index, what.path, what.mode);
  }
  const std::vector<CallSite> callers = told ? Callers(f) : std::vector<CallSite>();
  // Of a caller that met a bound, it is not known what its calls do to the globals it does not
  // name.
  if (global && (!told || std::any_of(callers.begin(), callers.end(), [&](const CallSite& at) {
        return program_.info(at.function).widened;
      }))) {
    AddAll(node,
           {.kind = Query::kGlobal,
            .a = what.root.index,
            .point = node.query.point,
            .path = what.path,
            .mode = what.mode},
           {});
    return;
  }
  if (callers.empty()) {
    if (what.kind == What::kInitial && what.mode == kShallow) {
      const TextId hole = RootHole(f, what.root, what.path);
      AddLeaf(node, {.kind = What::kText, .id = terms_.OfOption(hole, what.id, /*piece=*/false)},
              {});
    } else if (what.kind == What::kSource || what.kind == What::kHandle) {
      for (InstanceId id : FinishInstance(f, what.id)) {
        AddLeaf(node, {.kind = what.kind, .id = id}, {});
      }
    } else if (what.kind == What::kText) {
      for (TextId id : FinishText(f, what.id)) AddLeaf(node, {.kind = What::kText, .id = id}, {});
    }
    return;
  }
  for (const CallSite& at : callers) {
    LeafSet there;
    Substitute(f, node.query.a, at, {}, &there);
    for (size_t i = 0; i < there.size(); ++i) {
      Leaf leaf = there[i];
      leaf.condition = kNoCondition;
      AddClosed(node, at.function, leaf);
    }
  }
}

bool Evaluator::Ordered(GlobalId global) {
  if (auto known = ordered_.find(global); known != ordered_.end()) return known->second;
  // While other names are looked for, not all of them are known.
  if (finding_aliases_) return false;
  const Root root{Root::kGlobal, global};
  auto stores = [&](FunctionId f) {
    const Body& body = program_.body(f);
    const auto& thrown = body.proto().thrown();
    return Lists(body, body.proto().exit(), root) ||
           std::any_of(thrown.begin(), thrown.end(),
                       [&](const Throw& t) { return Lists(body, t.memory(), root); });
  };
  const std::span<const FunctionId> users = program_.users(global);
  const bool ordered = AliasesOf(global).empty() &&
                       std::none_of(users.begin(), users.end(),
                                    [&](FunctionId f) { return order_.AnyTime(f) && stores(f); });
  return ordered_[global] = ordered;
}

void Evaluator::AddInitialized(Node& node, GlobalId global, PathId path, Mode mode) {
  const Root root{Root::kGlobal, global};
  for (FunctionId f : order_.initializers()) {
    const auto groups = Groups(f);
    if (std::none_of(groups->begin(), groups->end(),
                     [&](const Group& group) { return group.root == root; })) {
      continue;
    }
    const LeafSet& there = Eval({.kind = Query::kCell,
                                 .function = f,
                                 .point = kExit,
                                 .root = root,
                                 .path = path,
                                 .mode = mode});
    for (size_t i = 0; i < there.size(); ++i) {
      // What another one left there is added for that one.
      const What& what = terms_.whats[there[i].what];
      if (what.kind == What::kInitial && what.root == root) continue;
      Leaf leaf = there[i];
      leaf.condition = kNoCondition;
      AddClosed(node, f, leaf, hops_.One({HopRecord::kKept, f, global}));
    }
  }
}

void Evaluator::AddClosed(Node& node, FunctionId f, const Leaf& leaf, HopsId then) {
  const bool addresses = node.query.point == kSomewhere;
  const What what = terms_.whats[leaf.what];
  if (what.kind == What::kAddress && what.root.kind != Root::kGlobal) {
    if (!addresses) return;
    if (what.number == 0 && (what.root.own() || what.root.kind == Root::kResult)) {
      What named = what;
      named.number = int64_t{f} + 1;
      Leaf end = leaf;
      end.what = terms_.whats.Id(named);
      if (node.answer.size() < kMaxObjects) {
        Add(node, end, {then});
      } else {
        walking_.widened.insert(f);
      }
      return;
    }
  }
  if (what.kind == What::kAddress && paths_.named(what.path)) {
    What any = what;
    any.path = paths_.Unnamed(what.path);
    Leaf end = leaf;
    end.what = terms_.whats.Id(any);
    return AddClosed(node, f, end, then);
  }
  if (what.kind != What::kInitial && !terms_.OpenWhat(leaf.what)) {
    return Add(node, leaf, {then});
  }
  const LeafSet& closed = Close(f, leaf.what, addresses);
  for (size_t j = 0; j < closed.size(); ++j) {
    Leaf end = closed[j];
    end.quality = Compose(leaf.quality, end.quality);
    end.transforms = terms_.Append(end.transforms, leaf.transforms);
    Add(node, end, {leaf.hops, then});
  }
}

void Evaluator::ComputeGlobal(Node& node) {
  const GlobalId global = node.query.a;
  const Root root{Root::kGlobal, global};
  auto add_cell = [&](FunctionId user, Point point, Root place, PathId cell, PathId path,
                      Mode mode) {
    const LeafSet& there = Eval({.kind = Query::kCell,
                                 .function = user,
                                 .point = point,
                                 .root = place,
                                 .cell = cell,
                                 .path = path,
                                 .mode = mode});
    const HopsId kept = hops_.One({HopRecord::kKept, user, global});
    for (size_t i = 0; i < there.size(); ++i) {
      Leaf leaf = there[i];
      leaf.condition = kNoCondition;
      const What& what = terms_.whats[leaf.what];
      if (what.kind == What::kInitial && what.root == root && what.path == node.query.path &&
          what.mode == node.query.mode) {
        continue;
      }
      AddClosed(node, user, leaf, kept);
    }
  };
  auto add = [&](FunctionId user, Point point) {
    add_cell(user, point, root, kEmptyPath, node.query.path, node.query.mode);
  };
  // Stores through a pointer: a singleton's, a registry's.
  const std::vector<Alias> aliases = AliasesOf(global);
  for (const Alias& alias : aliases) {
    const Alignment above = paths_.Align(alias.path, node.query.path);
    if (above.match != Match::kNone) {
      add_cell(alias.function, kExit, alias.root, alias.cell, above.rest, node.query.mode);
    } else if (node.query.mode != kShallow) {
      const Alignment below = paths_.Align(node.query.path, alias.path);
      if (below.match == Match::kNone) continue;
      const Mode mode = terms_.Below(node.query.mode, below.rest);
      if (mode != kNothing) {
        add_cell(alias.function, kExit, alias.root, alias.cell, kEmptyPath, mode);
      }
    }
  }
  for (FunctionId user : program_.users(global)) {
    if (!reached_[user]) continue;
    const Body& body = program_.body(user);
    if (Lists(body, body.proto().exit(), root)) add(user, kExit);
    for (int t = 0; t < body.proto().thrown_size(); ++t) {
      if (Lists(body, body.proto().thrown(t).memory(), root)) add(user, AtThrow(t));
    }
    // What it holds meanwhile is seen by the functions called meanwhile.
    for (int c = 0; c < body.proto().call_size(); ++c) {
      if (Lists(body, body.proto().call(c).memory(), root)) add(user, AtCall(c));
    }
  }
}

const std::vector<Evaluator::Alias>& Evaluator::AliasesOf(GlobalId global) {
  if (!aliases_known_) {
    aliases_known_ = true;
    finding_aliases_ = true;
    FindAliases();
    finding_aliases_ = false;
    // What was answered meanwhile is asked again.
    modifiers_.clear();
    for (Node* node : without_aliases_) node->done = node->started = false;
    without_aliases_.clear();
  }
  return aliases_[global];
}

void Evaluator::FindAliases() {
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (!reached_[f]) continue;
    const Body& body = program_.body(f);
    for (const Memory& memory : body.proto().exit()) {
      const Root root = body.root(memory.base());
      if (root.kind != Root::kResult && root.kind != Root::kGlobal) continue;
      // The pointers stored through, each once.
      std::vector<PathId> pointers;
      if (root.kind == Root::kResult) pointers.push_back(kEmptyPath);
      for (uint32_t index : body.tree(memory.tree()).path()) {
        PathId before, after;
        if (root.kind == Root::kResult || !paths_.SplitLast(body.path(index), &before, &after)) {
          continue;
        }
        if (std::find(pointers.begin(), pointers.end(), before) == pointers.end()) {
          pointers.push_back(before);
        }
      }
      for (PathId pointer : pointers) {
        const LeafSet& held =
            root.kind == Root::kResult
                ? Eval({.kind = Query::kResult, .function = f, .a = root.index})
                : Eval({.kind = Query::kGlobal, .a = root.index, .path = pointer});
        // The cell right behind the pointer; what is deeper is below it.
        std::vector<Where> where;
        PointeesOf(f, held, &where);
        for (const Where& w : where) {
          if (w.root.kind != Root::kGlobal || w.root == root) continue;
          aliases_[w.root.index].push_back({f, root, paths_.Pointee(pointer), w.path});
        }
      }
    }
  }
}

void Evaluator::ComputeUpGuards(Node& node) {
  const FunctionId f = node.query.function;
  for (const CallSite& at : Callers(f)) {
    if (program_.calls(at.function)[at.call].guarded) {
      const uint32_t guard = program_.body(at.function).proto().call(at.call).guard();
      if (guard == 0) continue;
      const LeafSet& data = GuardData(at.function, guard - 1);
      const HopsId hop = hops_.One({HopRecord::kPassed, at.function, at.call, f});
      for (size_t i = 0; i < data.size(); ++i) {
        Leaf leaf = data[i];
        const LeafSet& closed = Close(at.function, leaf.what);
        for (size_t j = 0; j < closed.size(); ++j) {
          Leaf end = closed[j];
          if (terms_.whats[end.what].kind != What::kSource) continue;
          end.condition = kNoCondition;
          end.quality = Compose(leaf.quality, end.quality);
          end.transforms = terms_.Append(end.transforms, leaf.transforms);
          Add(node, end, {leaf.hops, hop});
        }
      }
    }
    AddAll(node, {.kind = Query::kUpGuards, .function = at.function}, {});
  }
}

const LeafSet& Evaluator::WrittenData(FunctionId f, uint32_t site, PathId column) {
  const Body& body = program_.body(f);
  const uint32_t data = body.proto().site(site).data();
  std::vector<PathId> deeper;
  for (uint32_t path : body.tree(data).path()) {
    const Alignment under = paths_.Align(column, body.path(path));
    if (under.match == Match::kExact && under.rest != kEmptyPath) deeper.push_back(under.rest);
  }
  return Eval({.kind = Query::kTree,
               .function = f,
               .a = data,
               .point = kSomewhere,
               .path = column,
               .mode = terms_.Without(kDeep, deeper)});
}

const LeafSet& Evaluator::SiteInstances(FunctionId f, uint32_t site) {
  return Eval({.kind = Query::kSite, .function = f, .a = site});
}

const LeafSet& Evaluator::GuardData(FunctionId f, uint32_t guard) {
  // What is guarded is a call or a write: where the guard filters, that says so.
  return Eval({.kind = Query::kGuard, .function = f, .a = guard, .mode = kDeep});
}

const LeafSet& Evaluator::UpGuards(FunctionId f) {
  return Eval({.kind = Query::kUpGuards, .function = f});
}

const LeafSet& Evaluator::Close(FunctionId f, WhatId what, bool addresses) {
  return Eval(
      {.kind = Query::kClose, .function = f, .a = what, .point = addresses ? kSomewhere : kExit});
}

}  // namespace pedigree::link
