#include "analyzer/link/link.h"

#include <pthread.h>

#include <functional>
#include <memory>
#include <utility>

#include "analyzer/link/coarse.h"
#include "analyzer/link/evaluate.h"
#include "analyzer/link/flows.h"
#include "analyzer/link/graph_builder.h"
#include "analyzer/link/missed_functions.h"
#include "analyzer/link/program.h"

namespace pedigree::link {
namespace {

// The evaluator recurses as deep as calls and data go. The system gives this memory only as it is
// used.
constexpr size_t kStackBytes = size_t{1} << 30;
constexpr size_t kStackReserve = size_t{1} << 20;

// Without a main (a library) all functions may be called; but for one with parameters that alias
// only where a call says so, and for its plain form only if it is not always called so.
std::vector<bool> ReachAll(const Program& program) {
  std::vector<bool> called(program.functions()), aliased(program.functions());
  for (FunctionId f = 0; f < program.functions(); ++f) {
    for (const CallEdge& call : program.calls(f)) {
      ForTargets(program, f, call, [&](FunctionId target) {
        if (target == kNone || target == f) return;
        called[target] = true;
        const FunctionInfo& info = program.info(target);
        if (info.plain == info.symbol) return;
        // Others may call it with other constants.
        const bool constants =
            program.symbol_text(info.symbol).find(":=") != std::string_view::npos;
        if (constants && info.linkage != Function::INTERNAL) return;
        const FunctionId plain = program.Resolve(target, info.plain);
        if (plain != kNone) aliased[plain] = true;
      });
    }
  }
  std::vector<bool> reached(program.functions());
  for (FunctionId f = 0; f < program.functions(); ++f) {
    const FunctionInfo& info = program.info(f);
    const bool may_be_root = info.plain == info.symbol && (!aliased[f] || info.address_taken);
    reached[f] = called[f] || may_be_root;
  }
  return reached;
}

// Functions that a run can come to: from main and what runs before it.
std::vector<bool> Reach(const Program& program) {
  std::vector<bool> reached(program.functions());
  std::vector<FunctionId> todo;
  auto add = [&](FunctionId f) {
    if (f == kNone || reached[f]) return;
    reached[f] = true;
    todo.push_back(f);
  };
  // Who only puts values into a global does nothing to a run that does not use it. A library's
  // table of functions may be one that is never asked.
  const auto fills_only = [&](FunctionId f) {
    const FunctionInfo& info = program.info(f);
    return info.initializer && !info.has_sites && program.calls(f).empty();
  };
  bool has_main = false;
  for (FunctionId f = 0; f < program.functions(); ++f) {
    if (program.info(f).main) has_main = true;
    if (program.info(f).main || (program.info(f).initializer && !fills_only(f))) add(f);
  }
  if (!has_main) return ReachAll(program);
  while (!todo.empty()) {
    const FunctionId f = todo.back();
    todo.pop_back();
    for (const CallEdge& call : program.calls(f)) ForTargets(program, f, call, add);
    for (SymbolId symbol : program.mentions(f)) add(program.Resolve(f, symbol));
    for (GlobalId global : program.globals(f)) {
      for (FunctionId user : program.users(global)) {
        if (fills_only(user)) add(user);
      }
    }
  }
  return reached;
}

absl::StatusOr<Graph> LinkHere(std::vector<NamedFragment> fragments, const LinkOptions& options,
                               const char* stack_limit) {
  absl::StatusOr<std::unique_ptr<Program>> program = Program::Make(std::move(fragments));
  if (!program.ok()) return program.status();
  if (options.main_sources != nullptr) *options.main_sources = (*program)->MainSources();
  Evaluator evaluator(**program, Reach(**program));
  evaluator.set_stack_limit(stack_limit);
  FoundFlows found = options.coarse ? FindUses(evaluator) : FindFlows(evaluator);
  if (options.coarse || evaluator.stopped()) {
    AddCoarseFlows(evaluator, {}, &found);
  } else if (evaluator.lost_pointers()) {
    const std::vector<bool> missed = MissedFunctions(evaluator);
    if (!missed.empty()) AddCoarseFlows(evaluator, missed, &found);
  }
  Graph graph = BuildGraph(evaluator, found, options.job);
  if (!(*program)->status().ok()) return (*program)->status();
  return graph;
}

}  // namespace

absl::StatusOr<Graph> Link(std::vector<NamedFragment> fragments, const LinkOptions& options) {
  if (options.stack_limit != nullptr)
    return LinkHere(std::move(fragments), options, options.stack_limit);
  struct Work {
    std::vector<NamedFragment> fragments;
    const LinkOptions& options;
    absl::StatusOr<Graph> result;
  } work{std::move(fragments), options, absl::UnknownError("the link did not run")};
  auto run = [](void* argument) -> void* {
    Work& work = *static_cast<Work*>(argument);
    const char here = 0;
    work.result =
        LinkHere(std::move(work.fragments), work.options, &here - (kStackBytes - kStackReserve));
    return nullptr;
  };
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_t thread;
  const int error = pthread_create(&thread, &attributes, run, &work);
  pthread_attr_destroy(&attributes);
  if (error != 0) return absl::ResourceExhaustedError("cannot start the thread that links");
  pthread_join(thread, nullptr);
  return std::move(work.result);
}

}  // namespace pedigree::link
