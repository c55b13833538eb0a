// How the evaluator follows exceptions: which leave a function, what they are, and what memory is
// when they do. See fragment.proto on THROWN.

#include <algorithm>

#include "analyzer/link/evaluate.h"

namespace pedigree::link {

// Functions that throw, and who may call them.
bool Evaluator::MayThrow(FunctionId f) {
  if (may_throw_.empty()) {
    may_throw_.resize(program_.functions());
    std::vector<FunctionId> todo;
    auto add = [&](FunctionId g) {
      if (may_throw_[g]) return;
      may_throw_[g] = true;
      todo.push_back(g);
    };
    for (FunctionId g = 0; g < program_.functions(); ++g) {
      if (program_.info(g).throws && reached_[g]) add(g);
    }
    bool indirect = false;
    while (!todo.empty()) {
      const FunctionInfo& info = program_.info(todo.back());
      todo.pop_back();
      std::vector<SymbolId> names = program_.Overridden(info.plain);
      names.push_back(info.plain);
      for (SymbolId name : names) {
        auto calls = calls_of_.find(name);
        if (calls == calls_of_.end()) continue;
        for (const CallSite& at : calls->second) add(at.function);
      }
      if (info.address_taken && !indirect) {
        indirect = true;
        for (const CallSite& at : indirect_calls_) add(at.function);
      }
    }
  }
  return may_throw_[f];
}

bool Evaluator::Takes(SymbolId takes, SymbolId type) const {
  if (takes == type || program_.symbol_text(takes).empty()) return true;
  auto it = taken_as_.find(type);
  return it != taken_as_.end() &&
         std::find(it->second.begin(), it->second.end(), takes) != it->second.end();
}

bool Evaluator::Caught(FunctionId f, const google::protobuf::RepeatedField<uint32_t>& caught,
                       SymbolId type) const {
  const Body& body = program_.body(f);
  return std::any_of(caught.begin(), caught.end(),
                     [&](uint32_t takes) { return Takes(body.symbol(takes), type); });
}

std::vector<SymbolId> Evaluator::Throws(FunctionId f) {
  std::vector<SymbolId> types;
  if (f == kNone || !MayThrow(f)) return types;
  const LeafSet& leaves = Eval({.kind = Query::kThrows, .function = f});
  for (size_t i = 0; i < leaves.size(); ++i) types.push_back(terms_.whats[leaves[i].what].id);
  return types;
}

// The types of what the function's throw `number` throws.
std::vector<SymbolId> Evaluator::TypesOf(FunctionId f, uint32_t number) {
  const Body& body = program_.body(f);
  const Throw& thrown = body.proto().thrown(number);
  std::vector<SymbolId> types;
  auto add = [&](SymbolId type) {
    if (Caught(f, thrown.caught(), type)) return;
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  };
  if (thrown.type_size() > 0) {
    const SymbolId type = body.symbol(thrown.type(0));
    std::vector<SymbolId>& taken_as = taken_as_[type];
    if (taken_as.empty()) {
      for (uint32_t as : thrown.type()) taken_as.push_back(body.symbol(as));
    }
    add(type);
  } else if (thrown.again_size() > 0) {
    for (uint32_t index : thrown.again()) {
      const Call& call = body.proto().call(index);
      for (const Target& target : Targets(f, call.of())) {
        for (SymbolId type : Delivered(f, call, target.function)) add(type);
      }
    }
  } else {
    const LeafSet& leaves =
        Eval({.kind = Query::kTree, .function = f, .a = thrown.object(), .point = AtThrow(number)});
    for (size_t i = 0; i < leaves.size(); ++i) {
      const Leaf leaf = leaves[i];
      const What what = terms_.whats[leaf.what];
      if (what.kind == What::kType) add(what.id);
      if (what.kind != What::kInitial) continue;
      const LeafSet& closed = Close(f, leaf.what);
      for (size_t j = 0; j < closed.size(); ++j) {
        const What& end = terms_.whats[closed[j].what];
        if (end.kind == What::kType) add(end.id);
      }
    }
  }
  return types;
}

// What `target`, run by the call that `thrown` is of, throws to its handler.
std::vector<SymbolId> Evaluator::Delivered(FunctionId f, const Call& thrown, FunctionId target) {
  std::vector<SymbolId> types = Throws(target);
  const SymbolId takes = program_.body(f).symbol(thrown.takes());
  std::erase_if(types, [&](SymbolId type) {
    return !Takes(takes, type) || Caught(f, thrown.caught(), type);
  });
  return types;
}

void Evaluator::ComputeThrows(Node& node) {
  const FunctionId f = node.query.function;
  const Function& proto = program_.body(f).proto();
  auto add = [&](SymbolId type) { AddLeaf(node, {.kind = What::kType, .id = type}, {}); };
  for (int t = 0; t < proto.thrown_size(); ++t) {
    for (SymbolId type : TypesOf(f, t)) add(type);
  }
  for (uint32_t c = 0; c < static_cast<uint32_t>(proto.call_size()); ++c) {
    const Call& call = proto.call(c);
    if (call.pseudo() != Call::NONE) continue;
    for (const Target& target : Targets(f, c)) {
      for (SymbolId type : Throws(target.function)) {
        if (!Caught(f, call.caught(), type)) add(type);
      }
    }
  }
}

// Calls `visit` with each call of `f`, and each of its targets, by which an exception of that type
// leaves `f`.
void Evaluator::ForThrowing(FunctionId f, SymbolId type,
                            absl::FunctionRef<void(uint32_t, const Target&)> visit) {
  const Function& proto = program_.body(f).proto();
  for (uint32_t c = 0; c < static_cast<uint32_t>(proto.call_size()); ++c) {
    const Call& call = proto.call(c);
    if (call.pseudo() != Call::NONE || Caught(f, call.caught(), type)) continue;
    for (const Target& target : Targets(f, c)) {
      const std::vector<SymbolId> types = Throws(target.function);
      if (std::find(types.begin(), types.end(), type) != types.end()) visit(c, target);
    }
  }
}

// What the THROWN call brings to its handler of an exception of that type.
void Evaluator::AddThrown(Node& node, FunctionId f, uint32_t thrown, SymbolId type, PathId path,
                          Mode mode) {
  const Call& call = program_.body(f).proto().call(thrown);
  for (const Target& target : Targets(f, call.of())) {
    const std::vector<SymbolId> types = Delivered(f, call, target.function);
    if (std::find(types.begin(), types.end(), type) == types.end()) continue;
    AddFromCallee(node,
                  {.kind = Query::kThrown,
                   .function = target.function,
                   .a = type,
                   .path = path,
                   .mode = mode},
                  target, {f, call.of()}, HopRecord::kReturned, Root{Root::kResult, thrown}, path);
  }
}

void Evaluator::ComputeThrown(Node& node) {
  const Query query = node.query;
  const FunctionId f = query.function;
  const Function& proto = program_.body(f).proto();
  for (int t = 0; t < proto.thrown_size(); ++t) {
    const std::vector<SymbolId> types = TypesOf(f, t);
    if (std::find(types.begin(), types.end(), query.a) == types.end()) continue;
    const Throw& thrown = proto.thrown(t);
    if (thrown.again_size() > 0 && thrown.object() == 0) {
      for (uint32_t again : thrown.again())
        AddThrown(node, f, again, query.a, query.path, query.mode);
      continue;
    }
    AddAll(node,
           {.kind = Query::kTree,
            .function = f,
            .a = thrown.object(),
            .point = AtThrow(t),
            .path = query.path,
            .mode = query.mode},
           {});
  }
  ForThrowing(f, query.a, [&](uint32_t c, const Target& target) {
    AddFromCallee(node,
                  {.kind = Query::kThrown,
                   .function = target.function,
                   .a = query.a,
                   .path = query.path,
                   .mode = query.mode},
                  target, {f, c}, HopRecord::kReturned, Root{Root::kResult, c}, query.path);
  });
}

void Evaluator::ComputeUnwound(Node& node) {
  const Query query = node.query;
  const FunctionId f = query.function;
  const Function& proto = program_.body(f).proto();
  for (int t = 0; t < proto.thrown_size(); ++t) {
    const std::vector<SymbolId> types = TypesOf(f, t);
    if (std::find(types.begin(), types.end(), query.a) == types.end()) continue;
    AddAll(node,
           {.kind = Query::kCell,
            .function = f,
            .point = AtThrow(t),
            .root = query.root,
            .cell = query.cell,
            .path = query.path,
            .mode = query.mode},
           {});
  }
  ForThrowing(f, query.a, [&](uint32_t c, const Target& target) {
    AddLeft(node, {f, c}, target, query.root, paths_.Concat(query.cell, query.path), query.mode,
            query.a);
  });
}

// The object that a THROWN call brings.
void Evaluator::ComputeCaught(Node& node) {
  const Query query = node.query;
  const FunctionId f = query.function;
  const Call& call = program_.body(f).proto().call(query.a);
  std::vector<SymbolId> all;
  for (const Target& target : Targets(f, call.of())) {
    if (target.function == kNone) {
      if (call.returns()) AddAssumed(node, f, call.of(), query.mode);
      continue;
    }
    for (SymbolId type : Delivered(f, call, target.function)) {
      if (std::find(all.begin(), all.end(), type) == all.end()) all.push_back(type);
    }
  }
  for (SymbolId type : all) AddThrown(node, f, query.a, type, query.path, query.mode);
}

// Whether anything is known to be thrown to the handler that `thrown` is for.
bool Evaluator::AnythingDelivered(FunctionId f, const Call& thrown) {
  if (thrown.thrown_here()) return true;
  const Function& proto = program_.body(f).proto();
  for (const Call& other : proto.call()) {
    if (other.pseudo() != Call::THROWN || other.handler() != thrown.handler()) continue;
    for (const Target& target : Targets(f, other.of())) {
      if (!Delivered(f, other, target.function).empty()) return true;
    }
  }
  return false;
}

// What memory holds when a THROWN call's exception comes to its handler.
void Evaluator::ComputeOutOfCaught(Node& node) {
  const Query query = node.query;
  const FunctionId f = query.function;
  const Call& call = program_.body(f).proto().call(query.a);
  bool strangers = false;
  for (const Target& target : Targets(f, call.of())) {
    const std::vector<SymbolId> types = Delivered(f, call, target.function);
    for (SymbolId type : types) {
      AddLeft(node, {f, call.of()}, target, query.root, query.path, query.mode, type);
    }
    strangers |= types.empty();
  }
  // What a library may have thrown meanwhile, where nothing else is known to come to the handler.
  if (!strangers || AnythingDelivered(f, call)) return;
  AddAll(node,
         {.kind = Query::kOut,
          .function = f,
          .a = call.of(),
          .root = query.root,
          .path = query.path,
          .mode = query.mode},
         {});
}

}  // namespace pedigree::link
