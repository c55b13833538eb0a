#include "analyzer/link/coarse.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace pedigree::link {
namespace {

using NodeId = uint32_t;

// Sources that are followed at once.
constexpr size_t kAtOnce = 512;

// A directed graph, of which it is asked what reaches what.
class Reach {
 public:
  void Edge(NodeId from, NodeId to) {
    if (from != to) edges_.emplace_back(from, to);
  }
  // Calls `visit(source, sink)` for each of `sources` and of `sinks` that the source reaches; by
  // their places in those lists.
  template <typename Visit>
  void Pairs(size_t nodes, const std::vector<NodeId>& sources, const std::vector<NodeId>& sinks,
             Visit visit) {
    Prepare(nodes);
    for (size_t first = 0; first < sources.size(); first += kAtOnce) {
      const size_t count = std::min(kAtOnce, sources.size() - first);
      std::vector<std::bitset<kAtOnce>> comes(components_);
      for (size_t i = 0; i < count; ++i) comes[component_[sources[first + i]]].set(i);
      // Components are numbered from the end of the ways.
      for (const auto& [from, to] : between_) comes[to] |= comes[from];
      for (size_t s = 0; s < sinks.size(); ++s) {
        const std::bitset<kAtOnce>& here = comes[component_[sinks[s]]];
        if (here.none()) continue;
        for (size_t i = 0; i < count; ++i) {
          if (here.test(i)) visit(first + i, s);
        }
      }
    }
  }

 private:
  // Finds the strongly connected components, as Tarjan does, and the edges between them, in the
  // order in which what comes to a component has come before it goes on.
  void Prepare(size_t nodes) {
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    std::vector<uint32_t> begin(nodes + 1);
    for (const auto& [from, to] : edges_) ++begin[from + 1];
    for (size_t n = 0; n < nodes; ++n) begin[n + 1] += begin[n];

    component_.assign(nodes, kNone);
    components_ = 0;
    std::vector<uint32_t> index(nodes), low(nodes);
    std::vector<NodeId> open;
    std::vector<std::pair<NodeId, uint32_t>> stack;
    uint32_t next = 1;
    for (NodeId root = 0; root < nodes; ++root) {
      if (index[root] != 0) continue;
      stack.emplace_back(root, begin[root]);
      while (!stack.empty()) {
        auto& [node, at] = stack.back();
        if (index[node] == 0) {
          index[node] = low[node] = next++;
          open.push_back(node);
        }
        if (at < begin[node + 1]) {
          const NodeId to = edges_[at].second;
          if (index[to] == 0) {
            stack.emplace_back(to, begin[to]);  // and looks at the same edge again
            continue;
          }
          if (component_[to] == kNone) low[node] = std::min(low[node], low[to]);
          ++at;
          continue;
        }
        if (low[node] == index[node]) {
          NodeId member;
          do {
            member = open.back();
            open.pop_back();
            component_[member] = components_;
          } while (member != node);
          ++components_;
        }
        stack.pop_back();
      }
    }
    between_.clear();
    for (const auto& [from, to] : edges_) {
      if (component_[from] != component_[to])
        between_.emplace_back(component_[from], component_[to]);
    }
    std::sort(between_.begin(), between_.end(), std::greater<>());
    between_.erase(std::unique(between_.begin(), between_.end()), between_.end());
  }

  std::vector<std::pair<NodeId, NodeId>> edges_, between_;
  std::vector<uint32_t> component_;
  uint32_t components_ = 0;
};

class Coarse {
 public:
  Coarse(Evaluator& evaluator, const std::vector<bool>& functions, FoundFlows* found)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        paths_(program_.paths()),
        terms_(evaluator.terms()),
        functions_(functions),
        found_(*found) {}

  void Run();

 private:
  // What a node stands for: an object of a function (with all that is behind it), or this.
  enum Kind : uint8_t {
    kRead = 16,
    kWrite,
    kTransform,
    kGuard,
    kUpGuard,
    kReturned,
    kThrown,
    kChoice,  // what decides which of several functions a call runs
  };
  using Key = std::tuple<FunctionId, uint8_t, uint32_t>;

  NodeId Node(FunctionId f, uint8_t kind, uint32_t index) {
    return nodes_.try_emplace({f, kind, index}, static_cast<NodeId>(nodes_.size())).first->second;
  }
  NodeId Node(FunctionId f, Root root) {
    return Node(root.kind == Root::kGlobal ? kNone : f, root.kind, root.index);
  }
  void Edge(NodeId from, NodeId to, bool indirect) {
    if (!indirect) direct_.Edge(from, to);
    any_.Edge(from, to);
  }
  void Alias(NodeId a, NodeId b) {
    Edge(a, b, false);
    Edge(b, a, false);
  }
  // What is put into `to`: the values of a set, or of a tree. `pointers`: where those may be.
  void PutSet(FunctionId f, uint32_t set, bool pointers, NodeId to);
  void PutTree(FunctionId f, uint32_t tree, NodeId to);
  template <typename Memories>
  void PutMemory(FunctionId f, const Memories& memories);
  void AddFunction(FunctionId f);
  void AddCall(FunctionId f, uint32_t index);
  void AddTarget(FunctionId f, const Call& call, uint32_t index, FunctionId target);
  std::vector<FunctionId> Targets(FunctionId f, uint32_t index);
  // Whether the function's sites are looked at.
  bool Asked(FunctionId f) const { return functions_.empty() || functions_[f]; }
  // The known uses of the site; one of unknown names if there are none.
  const std::vector<InstanceId>& Uses(FunctionId f, uint32_t site);
  void AddFlows(Reach& reach, bool indirect);

  Evaluator& evaluator_;
  Program& program_;
  PathTable& paths_;
  Terms& terms_;
  const std::vector<bool>& functions_;
  FoundFlows& found_;
  absl::flat_hash_map<Key, NodeId> nodes_;
  Reach direct_, any_;
  std::vector<std::pair<FunctionId, uint32_t>> reads_, writes_;
  std::vector<NodeId> sources_, sinks_;
  std::vector<FunctionId> address_taken_;
  std::map<std::pair<FunctionId, uint32_t>, std::vector<InstanceId>> uses_;
  absl::flat_hash_set<std::tuple<InstanceId, InstanceId, bool>> known_;  // and whether indirect
};

void Coarse::PutSet(FunctionId f, uint32_t set, bool pointers, NodeId to) {
  const Body& body = program_.body(f);
  for (uint32_t number : body.set(set).value()) {
    const Value& value = body.proto().value(number);
    const bool indirect = value.subtype() >= CONDITIONAL;
    // The address of a number is a pointer; a number is none.
    const bool same = pointers && value.subtype() <= IDENTITY &&
                      (value.kind() == Value::ADDRESS ||
                       !paths_.Impossible(paths_.Pointee(body.path(value.path()))));
    NodeId from;
    switch (value.kind()) {
      case Value::INITIAL:
      case Value::ADDRESS:
        from = Node(f, body.root(value.index()));
        break;
      case Value::OUT:
        from = Node(f, body.root(value.base()));
        break;
      case Value::READ:
        Edge(Node(f, kRead, value.index()), to, indirect);
        continue;
      case Value::TRANSFORMED:
        Edge(Node(f, kTransform, value.index()), to, indirect);
        continue;
      case Value::GUARD:
        Edge(Node(f, kGuard, value.index()), to, /*indirect=*/true);
        continue;
      case Value::TEXT:
        for (const TextTemplate::Part& part : body.proto().text(value.index()).part()) {
          if (part.set() != 0) PutSet(f, part.set(), false, to);
        }
        continue;
      default:
        continue;
    }
    if (same && !indirect) {
      Alias(from, to);
    } else {
      Edge(from, to, indirect);
    }
  }
}

void Coarse::PutTree(FunctionId f, uint32_t number, NodeId to) {
  const Body& body = program_.body(f);
  const Tree& tree = body.tree(number);
  for (int i = 0; i < tree.path_size(); ++i) {
    PutSet(f, tree.set(i), !paths_.Impossible(paths_.Pointee(body.path(tree.path(i)))), to);
  }
}

template <typename Memories>
void Coarse::PutMemory(FunctionId f, const Memories& memories) {
  const Body& body = program_.body(f);
  for (const Memory& memory : memories) {
    PutTree(f, memory.tree(), Node(f, body.root(memory.base())));
  }
}

std::vector<FunctionId> Coarse::Targets(FunctionId f, uint32_t index) {
  const CallEdge& edge = program_.calls(f)[index];
  std::vector<FunctionId> targets;
  auto add = [&](FunctionId target) {
    const FunctionId aliased = program_.Aliased(target, edge);
    if (aliased != kNone) targets.push_back(aliased);
    if (aliased == kNone || !edge.alias_sure) targets.push_back(target);
  };
  if (edge.callee != kNone && !edge.is_virtual) {
    add(program_.Resolve(f, edge.callee));
  } else if (edge.callee != kNone) {
    for (SymbolId method : program_.Overriders(edge.callee)) add(program_.Resolve(f, method));
  } else {
    const size_t arguments = program_.body(f).proto().call(index).argument_size();
    for (FunctionId target : address_taken_) {
      const FunctionInfo& info = program_.info(target);
      if (info.parameters == arguments || info.parameters + info.method == arguments) add(target);
    }
  }
  return targets;
}

void Coarse::AddTarget(FunctionId f, const Call& call, uint32_t index, FunctionId target) {
  const Function& callee = program_.body(target).proto();
  for (const Base& base : callee.base()) {
    Root root;
    if (base.kind() == Base::PARAM) {
      root = {Root::kParam, base.index()};
    } else if (base.kind() == Base::THIS) {
      root = {Root::kThis, 0};
    } else {
      continue;
    }
    if (const uint32_t tree = Given(call, callee, root)) PutTree(f, tree, Node(target, root));
  }
  if (call.guard() != 0) {
    Edge(Node(f, kGuard, call.guard() - 1), Node(target, kUpGuard, 0), true);
  }
  Edge(Node(f, kUpGuard, 0), Node(target, kUpGuard, 0), true);
  Alias(Node(target, kReturned, 0), Node(f, Root{Root::kResult, index}));
}

void Coarse::AddCall(FunctionId f, uint32_t index) {
  const Call& call = program_.body(f).proto().call(index);
  const NodeId result = Node(f, Root{Root::kResult, index});
  PutMemory(f, call.memory());
  PutMemory(f, call.unwound());
  switch (call.pseudo()) {
    case Call::LOAD:
      for (uint32_t tree : call.argument()) PutTree(f, tree, result);
      return;
    case Call::STORE: {
      // What is stored, and where: the result stands for both.
      for (uint32_t tree : call.argument()) PutTree(f, tree, result);
      const Tree& where = program_.body(f).tree(call.argument_size() > 0 ? call.argument(0) : 0);
      for (uint32_t set : where.set()) {
        for (uint32_t number : program_.body(f).set(set).value()) {
          const Value& value = program_.body(f).proto().value(number);
          const Value::Kind kind = value.kind();
          if (kind == Value::INITIAL || kind == Value::ADDRESS || kind == Value::OUT) {
            const uint32_t base = kind == Value::OUT ? value.base() : value.index();
            Edge(result, Node(f, program_.body(f).root(base)), false);
          }
        }
      }
      return;
    }
    case Call::THROWN:
      Alias(Node(kNone, kThrown, 0), result);
      return;
    default:
      break;
  }
  const std::vector<FunctionId> targets = Targets(f, index);
  if (targets.size() > 1 && call.target() != 0) {
    const NodeId choice = Node(f, kChoice, index);
    PutSet(f, call.target(), false, choice);
    Edge(choice, result, true);
  }
  bool unknown = targets.empty();
  for (FunctionId target : targets) {
    if (target == kNone || !evaluator_.reached(target)) {
      unknown |= target == kNone;
    } else {
      AddTarget(f, call, index, target);
    }
  }
  if (!unknown || call.modeled()) return;
  // It may put all it is given into all it can change.
  for (uint32_t tree : call.argument()) PutTree(f, tree, result);
  if (call.receiver() != 0) PutTree(f, call.receiver(), result);
}

void Coarse::AddFunction(FunctionId f) {
  const Body& body = program_.body(f);
  const Function& proto = body.proto();
  if (program_.info(f).address_taken) address_taken_.push_back(f);
  PutMemory(f, proto.exit());
  if (proto.returned() != 0) PutTree(f, proto.returned(), Node(f, kReturned, 0));
  for (const Throw& thrown : proto.thrown()) {
    PutMemory(f, thrown.memory());
    if (thrown.object() != 0) PutTree(f, thrown.object(), Node(kNone, kThrown, 0));
  }
  for (int t = 0; t < proto.transform_size(); ++t) {
    PutTree(f, proto.transform(t).input(), Node(f, kTransform, t));
  }
  for (int g = 0; g < proto.guard_size(); ++g) {
    PutSet(f, proto.guard(g).set(), false, Node(f, kGuard, g));
    if (proto.guard(g).outer() != 0) {
      Edge(Node(f, kGuard, proto.guard(g).outer() - 1), Node(f, kGuard, g), true);
    }
  }
  for (int s = 0; s < proto.site_size(); ++s) {
    const Site& site = proto.site(s);
    if (site.kind() == Site::READ) {
      reads_.emplace_back(f, s);
      sources_.push_back(Node(f, kRead, s));
    } else if (site.kind() == Site::WRITE) {
      const NodeId sink = Node(f, kWrite, s);
      writes_.emplace_back(f, s);
      sinks_.push_back(sink);
      PutTree(f, site.data(), sink);
      if (site.guard() != 0) Edge(Node(f, kGuard, site.guard() - 1), sink, true);
      Edge(Node(f, kUpGuard, 0), sink, true);
    }
  }
}

const std::vector<InstanceId>& Coarse::Uses(FunctionId f, uint32_t number) {
  std::vector<InstanceId>& uses = uses_[{f, number}];
  if (uses.empty()) {
    const Site& site = program_.body(f).proto().site(number);
    Instance instance{.function = f, .site = number};
    const TextId unknown = terms_.Hole("{?}");
    if (site.name() != 0) instance.name = unknown;
    if (site.namespace_() != 0) instance.ns = unknown;
    if (site.handle() != 0) instance.handle_kind = Instance::kUnknownHandle;
    uses.push_back(terms_.instances.Id(instance));
    found_.uses.push_back(uses.back());
  }
  return uses;
}

void Coarse::AddFlows(Reach& reach, bool indirect) {
  reach.Pairs(nodes_.size(), sources_, sinks_, [&](size_t source, size_t sink) {
    if (!Asked(reads_[source].first) && !Asked(writes_[sink].first)) return;
    for (InstanceId from : Uses(reads_[source].first, reads_[source].second)) {
      for (InstanceId to : Uses(writes_[sink].first, writes_[sink].second)) {
        if (!known_.insert({from, to, indirect}).second) continue;
        if (!indirect) known_.insert({from, to, true});
        HopTable& hops = evaluator_.hops();
        const auto& [reader, read] = reads_[source];
        const auto& [writer, write] = writes_[sink];
        found_.flows.push_back(
            {from,
             to,
             {static_cast<uint8_t>(indirect ? CONDITIONAL : TRANSFORMATION), WIDENED},
             kNoTransforms,
             hops.Concat(hops.One({HopRecord::kRead, reader, read}),
                         hops.One({HopRecord::kWritten, writer, write}))});
      }
    }
  });
}

void Coarse::Run() {
  for (InstanceId id : found_.uses) {
    const Instance& instance = terms_.instances[id];
    uses_[{instance.function, instance.site}].push_back(id);
  }
  for (const Flow& flow : found_.flows) {
    known_.insert({flow.source, flow.sink, true});
    if (!flow.quality.indirect()) known_.insert({flow.source, flow.sink, false});
  }
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (evaluator_.reached(f)) AddFunction(f);
  }
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (!evaluator_.reached(f)) continue;
    const int calls = program_.body(f).proto().call_size();
    for (int c = 0; c < calls; ++c) AddCall(f, c);
  }
  for (const auto* sites : {&reads_, &writes_}) {
    for (const auto& [f, site] : *sites) {
      if (Asked(f)) Uses(f, site);
    }
  }
  AddFlows(direct_, /*indirect=*/false);
  AddFlows(any_, /*indirect=*/true);
}

}  // namespace

void AddCoarseFlows(Evaluator& evaluator, const std::vector<bool>& functions, FoundFlows* found) {
  Coarse(evaluator, functions, found).Run();
}

}  // namespace pedigree::link
