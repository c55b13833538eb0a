#include "analyzer/link/flows.h"

#include <algorithm>
#include <tuple>

namespace pedigree::link {
namespace {

// How the symbols of functions begin that write what is in shared memory (extract's RequireWriter).
constexpr std::string_view kWriterOfMemory = "(memory of ";

class Finder {
 public:
  explicit Finder(Evaluator& evaluator)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        terms_(evaluator.terms()),
        hops_(evaluator.hops()) {}

  FoundFlows Run(bool data);

 private:
  // `source` is kNone for the mere presence of a site.
  struct Key {
    WhatId source = kNone;
    InstanceId site = kNone;
    ConditionId condition = kNoCondition;
    bool indirect = false;

    bool operator==(const Key&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& k) {
      return H::combine(std::move(h), k.source, k.site, k.condition, k.indirect);
    }
  };
  struct Pending {
    Quality quality;
    TransformsId transforms = kNoTransforms;
    HopsId hops = kNoHops;
  };
  // What is pending in one function.
  struct Frame {
    absl::flat_hash_map<Key, Pending> known;
    std::vector<Key> todo;
    bool queued = false;
  };

  // The function's sites; then what is written there. Names come first: should the work be spent
  // before all is found, it is known at least what is read and written.
  void SeedSites(FunctionId f);
  void SeedData(FunctionId f);
  void Drain();
  void Push(FunctionId f, const Key& key, const Pending& pending);
  void PushLeaf(FunctionId f, const Leaf& leaf, InstanceId sink, HopsId then);
  void Process(FunctionId f, const Key& key, const Pending& pending);
  void ProcessPresence(FunctionId f, InstanceId site, ConditionId condition);
  void SeedGuards(FunctionId f, InstanceId site, ConditionId condition);
  bool Passes(FunctionId f, ConditionId condition, CallSite at, ConditionId* both,
              uint8_t* confidence);
  void Finish(FunctionId f, const Key& key, const Pending& pending);
  bool OfOneMapping(InstanceId source, InstanceId sink);
  void Emit(InstanceId source, InstanceId sink, const Pending& pending);
  const Site& site(InstanceId id) const {
    const Instance& instance = terms_.instances[id];
    return program_.body(instance.function).proto().site(instance.site);
  }
  const std::vector<CallSite>& Callers(FunctionId f) {
    auto [it, inserted] = callers_.try_emplace(f);
    if (inserted) {
      std::vector<CallSite> callers = evaluator_.Callers(f);
      return callers_[f] = std::move(callers);
    }
    return it->second;
  }
  // Whether data read can come to what `what` of `f` is, in any of the callers above.
  bool Useful(FunctionId f, WhatId what);
  // Callees before callers, so that most pairs go up once.
  std::vector<uint32_t> Order() const;

  Evaluator& evaluator_;
  Program& program_;
  Terms& terms_;
  HopTable& hops_;
  std::vector<uint32_t> order_;
  // What is initial in a function, as a node of the graph that leads up to the callers.
  struct Source {
    FunctionId function = kNone;
    WhatId what = kNone;
    bool useful = false;
    std::vector<uint32_t> below;  // the sources that come down to this one's callees
  };
  std::vector<Source> sources_;
  absl::flat_hash_map<std::pair<FunctionId, WhatId>, uint32_t> source_ids_;
  absl::node_hash_map<FunctionId, Frame> frames_;
  absl::node_hash_map<FunctionId, std::vector<CallSite>> callers_;
  std::priority_queue<std::pair<uint32_t, FunctionId>, std::vector<std::pair<uint32_t, FunctionId>>,
                      std::greater<>>
      queue_;
  std::map<std::tuple<InstanceId, InstanceId, bool>, Flow> flows_;
  std::vector<InstanceId> uses_;
  absl::flat_hash_set<InstanceId> used_;
  // What is written in functions, as it is called there.
  struct Written {
    FunctionId function = kNone;
    InstanceId site = kNone;
    ConditionId condition = kNoCondition;
  };
  std::vector<Written> written_;
};

std::vector<uint32_t> Finder::Order() const {
  std::vector<uint32_t> order(program_.functions(), kNone);
  uint32_t next = 0;
  std::vector<bool> seen(program_.functions());
  std::vector<std::pair<FunctionId, uint32_t>> stack;
  for (FunctionId root = 0; root < program_.functions(); ++root) {
    if (seen[root] || !evaluator_.reached(root)) continue;
    seen[root] = true;
    stack.push_back({root, 0});
    while (!stack.empty()) {
      auto& [f, at] = stack.back();
      std::span<const CallEdge> calls = program_.calls(f);
      if (at == calls.size()) {
        order[f] = next++;
        stack.pop_back();
        continue;
      }
      const FunctionId callee = program_.Resolve(f, calls[at++].callee);
      if (callee == kNone || seen[callee] || !evaluator_.reached(callee)) continue;
      seen[callee] = true;
      stack.push_back({callee, 0});
    }
  }
  return order;
}

FoundFlows Finder::Run(bool data) {
  order_ = Order();
  auto seed_all = [&](void (Finder::*seed)(FunctionId)) {
    for (FunctionId f = 0; f < program_.functions(); ++f) {
      if (evaluator_.reached(f) && program_.info(f).has_sites) (this->*seed)(f);
    }
    Drain();
  };
  seed_all(&Finder::SeedSites);
  if (data) {
    for (const Written& w : written_) SeedGuards(w.function, w.site, w.condition);
    seed_all(&Finder::SeedData);
  }
  FoundFlows found;
  for (const auto& [key, flow] : flows_) found.flows.push_back(flow);
  found.uses = std::move(uses_);
  return found;
}

void Finder::Drain() {
  while (!queue_.empty()) {
    const FunctionId f = queue_.top().second;
    queue_.pop();
    Frame& frame = frames_[f];
    frame.queued = false;
    std::vector<Key> todo = std::move(frame.todo);
    frame.todo.clear();
    for (const Key& key : todo) Process(f, key, Pending(frame.known[key]));
  }
}

bool Finder::Useful(FunctionId f, WhatId what) {
  auto [it, inserted] = source_ids_.try_emplace({f, what}, static_cast<uint32_t>(sources_.size()));
  const uint32_t asked = it->second;
  if (!inserted) return sources_[asked].useful;
  sources_.push_back({f, what, false, {}});
  std::vector<uint32_t> met;  // where data read was met
  for (uint32_t id = asked; id < sources_.size(); ++id) {
    const FunctionId function = sources_[id].function;
    const WhatId initial = sources_[id].what;
    if (!terms_.OpenWhat(initial)) {
      // A global: what it may hold is looked up once, at the end.
      met.push_back(id);
      continue;
    }
    for (const CallSite& at : Callers(function)) {
      LeafSet there;
      evaluator_.Substitute(function, initial, at, {}, &there);
      for (size_t i = 0; i < there.size(); ++i) {
        const What::Kind kind = terms_.whats[there[i].what].kind;
        if (kind == What::kSource) met.push_back(id);
        if (kind != What::kInitial) continue;
        auto [up, is_new] = source_ids_.try_emplace({at.function, there[i].what},
                                                    static_cast<uint32_t>(sources_.size()));
        if (is_new) sources_.push_back({at.function, there[i].what, false, {}});
        if (sources_[up->second].useful) met.push_back(id);
        sources_[up->second].below.push_back(id);
      }
    }
  }
  while (!met.empty()) {
    const uint32_t id = met.back();
    met.pop_back();
    if (sources_[id].useful) continue;
    sources_[id].useful = true;
    met.insert(met.end(), sources_[id].below.begin(), sources_[id].below.end());
  }
  return sources_[asked].useful;
}

void Finder::Push(FunctionId f, const Key& key, const Pending& pending) {
  Frame& frame = frames_[f];
  auto [it, inserted] = frame.known.try_emplace(key, pending);
  if (!inserted) {
    if (!Better(pending.quality, hops_.length(pending.hops), it->second.quality,
                hops_.length(it->second.hops))) {
      return;
    }
    it->second = pending;
  }
  frame.todo.push_back(key);
  if (!frame.queued) {
    frame.queued = true;
    queue_.push({order_[f], f});
  }
}

void Finder::PushLeaf(FunctionId f, const Leaf& leaf, InstanceId sink, HopsId then) {
  const What& what = terms_.whats[leaf.what];
  if (what.kind != What::kSource && what.kind != What::kInitial) return;
  if (what.kind == What::kInitial && !Useful(f, leaf.what)) return;
  Key key{leaf.what, sink, leaf.condition, leaf.quality.indirect()};
  Push(f, key, {leaf.quality, leaf.transforms, hops_.Concat(leaf.hops, then)});
}

void Finder::SeedSites(FunctionId f) {
  const Function& proto = program_.body(f).proto();
  for (int i = 0; i < proto.site_size(); ++i) {
    if (proto.site(i).kind() == Site::OPEN || proto.site(i).kind() == Site::TAG) continue;
    const LeafSet& instances = evaluator_.SiteInstances(f, i);
    for (size_t j = 0; j < instances.size(); ++j) {
      Push(f, {kNone, terms_.whats[instances[j].what].id, instances[j].condition, false}, {});
    }
  }
}

void Finder::SeedData(FunctionId f) {
  const Function& proto = program_.body(f).proto();
  for (int i = 0; i < proto.site_size(); ++i) {
    const Site& site = proto.site(i);
    if (site.kind() != Site::WRITE && site.kind() != Site::TAG) continue;
    const LeafSet& sinks = evaluator_.SiteInstances(f, i);
    const HopsId written = hops_.One({HopRecord::kWritten, f, static_cast<uint32_t>(i)});
    auto pair_up = [&](const LeafSet& leaves, PathId column) {
      const PathId key = program_.ColumnOf(column);
      for (size_t j = 0; j < leaves.size(); ++j) {
        for (size_t k = 0; k < sinks.size(); ++k) {
          const Leaf sink = sinks[k];
          Leaf leaf = leaves[j];
          leaf.quality.confidence = std::max(leaf.quality.confidence, sink.quality.confidence);
          if (leaf.condition == kNoCondition) leaf.condition = sink.condition;
          InstanceId id = terms_.whats[sink.what].id;
          if (key != kEmptyPath) {
            Instance instance = terms_.instances[id];
            instance.key = key;
            id = terms_.instances.Id(instance);
          }
          PushLeaf(f, leaf, id, written);
        }
      }
    };
    std::vector<PathId> columns{kEmptyPath};
    for (uint32_t path : program_.body(f).tree(site.data()).path()) {
      if (path != 0) columns.push_back(program_.body(f).path(path));
    }
    for (PathId column : columns) pair_up(evaluator_.WrittenData(f, i, column), column);
    if (site.guard() != 0) pair_up(evaluator_.GuardData(f, site.guard() - 1), kEmptyPath);
  }
}

void Finder::ProcessPresence(FunctionId f, InstanceId id, ConditionId condition) {
  if (site(id).kind() == Site::WRITE) written_.push_back({f, id, condition});
  const std::vector<CallSite>& callers = Callers(f);
  if (!terms_.Open(id, /*globals_too=*/false) || callers.empty()) {
    for (InstanceId finished : evaluator_.FinishInstance(f, id)) {
      if (used_.insert(finished).second) uses_.push_back(finished);
    }
    return;
  }
  for (const CallSite& at : callers) {
    ConditionId both;
    uint8_t confidence;
    if (!Passes(f, condition, at, &both, &confidence)) continue;
    for (InstanceId there : evaluator_.SubstituteInstance(f, id, at)) {
      Push(at.function, {kNone, there, both, false}, {});
    }
  }
}

// What decides whether it is written: under what the function is called, as far up as the instance
// is the same, and then under what the callers make that of it.
void Finder::SeedGuards(FunctionId f, InstanceId id, ConditionId condition) {
  const std::vector<CallSite>& callers = Callers(f);
  const Instance& instance = terms_.instances[id];
  const HopsId written = hops_.One({HopRecord::kWritten, instance.function, instance.site});
  if (!terms_.Open(id, /*globals_too=*/false) || callers.empty()) {
    const LeafSet& guards = evaluator_.UpGuards(f);
    for (size_t i = 0; i < guards.size(); ++i) PushLeaf(f, guards[i], id, written);
    return;
  }
  for (const CallSite& at : callers) {
    if (!program_.calls(at.function)[at.call].guarded) continue;
    const uint32_t guard = program_.body(at.function).proto().call(at.call).guard();
    ConditionId both;
    uint8_t confidence;
    if (guard == 0 || !Passes(f, condition, at, &both, &confidence)) continue;
    const HopsId then =
        hops_.Concat(hops_.One({HopRecord::kPassed, at.function, at.call, f}), written);
    for (InstanceId there : evaluator_.SubstituteInstance(f, id, at)) {
      const LeafSet& data = evaluator_.GuardData(at.function, guard - 1);
      for (size_t i = 0; i < data.size(); ++i) {
        Leaf leaf = data[i];
        leaf.condition = terms_.Both(leaf.condition, both);
        leaf.quality.confidence = std::max(leaf.quality.confidence, confidence);
        PushLeaf(at.function, leaf, there, then);
      }
    }
  }
}

// Whether the call runs `f` under the condition; `both` is what remains of that in the caller.
bool Finder::Passes(FunctionId f, ConditionId condition, CallSite at, ConditionId* both,
                    uint8_t* confidence) {
  ConditionId rest, here;
  if (!evaluator_.SubstituteCondition(f, condition, at, &rest) ||
      !evaluator_.RunsUnder(at, f, &here, confidence)) {
    return false;
  }
  *both = terms_.Both(rest, here);
  return true;
}

void Finder::Process(FunctionId f, const Key& key, const Pending& pending) {
  if (key.source == kNone) return ProcessPresence(f, key.site, key.condition);
  const bool open = terms_.OpenWhat(key.source) || terms_.Open(key.site, /*globals_too=*/false) ||
                    key.condition != kNoCondition;
  if (!open) return Finish(f, key, pending);
  const std::vector<CallSite>& callers = Callers(f);
  if (callers.empty()) return Finish(f, key, pending);
  Leaf then;
  then.transforms = pending.transforms;
  then.hops = pending.hops;
  for (const CallSite& at : callers) {
    uint8_t confidence;
    if (!Passes(f, key.condition, at, &then.condition, &confidence)) continue;
    then.quality = pending.quality;
    then.quality.confidence = std::max(then.quality.confidence, confidence);
    LeafSet sources;
    evaluator_.Substitute(f, key.source, at, then, &sources);
    if (sources.empty()) continue;
    for (InstanceId there : evaluator_.SubstituteInstance(f, key.site, at)) {
      for (size_t i = 0; i < sources.size(); ++i) PushLeaf(at.function, sources[i], there, kNoHops);
    }
  }
}

void Finder::Finish(FunctionId f, const Key& key, const Pending& pending) {
  const What what = terms_.whats[key.source];
  const std::vector<InstanceId> sinks = evaluator_.FinishInstance(f, key.site);
  auto emit = [&](FunctionId frame, InstanceId source, const Pending& p) {
    for (InstanceId from : evaluator_.FinishInstance(frame, source)) {
      for (InstanceId to : sinks) Emit(from, to, p);
    }
  };
  if (what.kind == What::kSource) return emit(f, what.id, pending);
  if (what.kind != What::kInitial || what.root.kind != Root::kGlobal) return;
  const LeafSet& held = evaluator_.Close(f, key.source);
  for (size_t i = 0; i < held.size(); ++i) {
    const Leaf leaf = held[i];
    const What& source = terms_.whats[leaf.what];
    if (source.kind != What::kSource) continue;
    emit(
        f, source.id,
        {Compose(pending.quality, leaf.quality), terms_.Append(leaf.transforms, pending.transforms),
         hops_.Concat(leaf.hops, pending.hops)});
  }
}

// Whether the two are what one call does to memory that it shares with a file: what is there
// already is not written.
bool Finder::OfOneMapping(InstanceId source, InstanceId sink) {
  const FunctionId reader = terms_.instances[source].function;
  const FunctionId writer = terms_.instances[sink].function;
  const std::string_view runs = program_.symbol_text(program_.info(writer).symbol);
  if (!runs.starts_with(kWriterOfMemory)) return false;
  const Location& read = site(source).location();
  const Location& written = site(sink).location();
  return read.line() == written.line() && read.column() == written.column() &&
         program_.body(reader).text(read.file()) == program_.body(writer).text(written.file());
}

void Finder::Emit(InstanceId source, InstanceId sink, const Pending& pending) {
  if (OfOneMapping(source, sink)) return;
  auto [it, inserted] = flows_.try_emplace({source, sink, pending.quality.indirect()});
  Flow& flow = it->second;
  if (!inserted &&
      !Better(pending.quality, hops_.length(pending.hops), flow.quality, hops_.length(flow.hops))) {
    return;
  }
  flow = {source, sink, pending.quality, pending.transforms, pending.hops};
}

}  // namespace

FoundFlows FindFlows(Evaluator& evaluator) { return Finder(evaluator).Run(/*data=*/true); }

FoundFlows FindUses(Evaluator& evaluator) { return Finder(evaluator).Run(/*data=*/false); }

}  // namespace pedigree::link
