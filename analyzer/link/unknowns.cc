#include "analyzer/link/unknowns.h"

#include <cxxabi.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <tuple>
#include <vector>

namespace pedigree::link {
namespace {

// Calls of one function that are looked at, and functions.
constexpr size_t kMaxCalls = 4;
constexpr size_t kMaxFunctions = 400;

struct Calls {
  uint32_t count = 0;
  std::vector<CallSite> some;  // the first few
  SymbolId symbol = kNone;
};

// "lib::Load(char const*)" of a mangled name; nothing for a function of C.
std::string Signature(std::string_view symbol) {
  const std::string mangled(symbol.substr(0, symbol.find('@')));
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> shown(
      abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status), std::free);
  return status == 0 && shown ? std::string(shown.get()) : "";
}

// A text that may say where data is: a path, a URL, what the command line or the environment says.
bool LikeAName(std::string_view text) {
  if (text.find("{argv:") != text.npos || text.find("{flag:") != text.npos ||
      text.find("{env:") != text.npos || text.find("://") != text.npos) {
    return true;
  }
  if (text.find_first_of(" %\n\t") != text.npos) return false;
  if (text.find('/') != text.npos && text.size() > 1) return true;
  const size_t dot = text.rfind('.');
  return dot != text.npos && dot > 0 && text.size() - dot > 1 && text.size() - dot <= 8 &&
         std::isalpha(static_cast<unsigned char>(text[dot + 1]));
}

class Examiner {
 public:
  explicit Examiner(Evaluator& evaluator)
      : evaluator_(evaluator), program_(evaluator.program()), terms_(evaluator.terms()) {}

  void Examine(const Calls& calls, Coverage::Unknown* unknown) {
    std::map<uint32_t, bool> filled;
    uint32_t arguments = 0;
    for (const CallSite& at : calls.some) {
      const Call& call = program_.body(at.function).proto().call(at.call);
      arguments = std::max(arguments, static_cast<uint32_t>(call.argument_size()));
      for (uint32_t argument : call.mutable_argument()) filled[argument] = true;
      unknown->set_method(unknown->method() || call.receiver() != 0);
      unknown->set_returns(unknown->returns() || call.returns());
      if (evaluator_.stopped()) continue;
      if (evaluator_.asked_of_unknown().contains({at.function, at.call})) {
        unknown->set_wanted(unknown->wanted() + 1);
      }
      if (GivenData(at, call)) unknown->set_given(unknown->given() + 1);
      if (unknown->sample().empty()) FindName(at, call, unknown);
    }
    unknown->set_arguments(arguments);
    for (const auto& [argument, yes] : filled) unknown->add_filled(argument);
  }

 private:
  bool HasSource(FunctionId f, const LeafSet& leaves, bool close) {
    for (size_t i = 0; i < leaves.size(); ++i) {
      const Leaf leaf = leaves[i];
      if (leaf.quality.indirect()) continue;
      const What what = terms_.whats[leaf.what];
      if (what.kind == What::kSource) return true;
      if (close && what.kind == What::kInitial && !evaluator_.stopped() &&
          HasSource(f, evaluator_.Close(f, leaf.what), /*close=*/false)) {
        return true;
      }
    }
    return false;
  }

  bool GivenData(CallSite at, const Call& call) {
    for (uint32_t tree : call.argument()) {
      const LeafSet& given = evaluator_.Eval({.kind = Query::kTree,
                                              .function = at.function,
                                              .a = tree,
                                              .point = AtCall(at.call),
                                              .mode = kDeep});
      if (HasSource(at.function, given, /*close=*/true)) return true;
    }
    return false;
  }

  void FindName(CallSite at, const Call& call, Coverage::Unknown* unknown) {
    for (int i = 0; i < call.argument_size(); ++i) {
      for (PathId path : {kEmptyPath, program_.paths().Pointee(kEmptyPath)}) {
        const LeafSet& leaves = evaluator_.Eval({.kind = Query::kTree,
                                                 .function = at.function,
                                                 .a = call.argument(i),
                                                 .point = AtCall(at.call),
                                                 .path = path});
        for (size_t j = 0; j < leaves.size(); ++j) {
          const Leaf leaf = leaves[j];
          if (leaf.quality.subtype > IDENTITY) continue;
          const What what = terms_.whats[leaf.what];
          std::string text;
          if (what.kind == What::kText) {
            text = terms_.Show(what.id);
          } else if (what.kind == What::kInitial && program_.info(at.function).main) {
            text = "{argv:*}";
          }
          if (!LikeAName(text)) continue;
          unknown->set_sample(text);
          unknown->set_named(i + 1);
          return;
        }
      }
    }
  }

  Evaluator& evaluator_;
  Program& program_;
  Terms& terms_;
};

}  // namespace

void WriteUnknowns(Evaluator& evaluator, const std::map<std::string, uint32_t>& flows,
                   absl::FunctionRef<Place(FunctionId, const Location&)> place_of,
                   Coverage* coverage) {
  Program& program = evaluator.program();
  // By symbol first: that is in the index, so that only the few calls that are looked at have their
  // functions parsed.
  std::map<SymbolId, Calls> by_symbol;
  for (FunctionId f = 0; f < program.functions(); ++f) {
    if (!evaluator.reached(f)) continue;
    std::span<const CallEdge> calls = program.calls(f);
    for (uint32_t c = 0; c < calls.size(); ++c) {
      if (calls[c].callee == kNone || calls[c].is_virtual) continue;
      if (program.Resolve(f, calls[c].callee) != kNone) continue;
      Calls& known = by_symbol[calls[c].callee];
      if (known.count++ < kMaxCalls) known.some.push_back({f, c});
      known.symbol = calls[c].callee;
    }
  }
  std::map<std::string, Calls> by_name;
  for (const auto& [symbol, calls] : by_symbol) {
    const CallSite& first = calls.some.front();
    const Body& body = program.body(first.function);
    Calls& named = by_name[std::string(body.text(body.proto().call(first.call).name()))];
    // Of overloads, that which is called first.
    if (named.some.empty() || first < named.some.front()) named.symbol = symbol;
    named.count += calls.count;
    named.some.insert(named.some.end(), calls.some.begin(), calls.some.end());
    std::sort(named.some.begin(), named.some.end());
  }
  Examiner examiner(evaluator);
  std::map<std::string, Coverage::Unknown> listed;
  size_t examined = 0;
  for (auto& [name, calls] : by_name) {
    Coverage::Unknown& unknown = listed[name];
    auto place = [&](const CallSite& at) {
      return place_of(at.function, program.body(at.function).proto().call(at.call).location());
    };
    // The first by place, whatever the order of the fragments.
    std::vector<std::pair<std::tuple<std::string, uint32_t, uint32_t>, CallSite>> ordered;
    for (const CallSite& at : calls.some) {
      const Place p = place(at);
      ordered.push_back({{p.file(), p.line(), p.column()}, at});
    }
    std::sort(ordered.begin(), ordered.end());
    calls.some.clear();
    for (size_t i = 0; i < ordered.size() && i < kMaxCalls; ++i) {
      calls.some.push_back(ordered[i].second);
    }
    *unknown.mutable_place() = place(calls.some.front());
    unknown.set_calls(calls.count);
    unknown.set_signature(Signature(program.symbol_text(calls.symbol)));
    if (examined++ < kMaxFunctions) examiner.Examine(calls, &unknown);
  }
  for (const auto& [name, count] : flows) listed[name].set_flows(count);
  for (auto& [name, unknown] : listed) {
    unknown.set_function(name);
    *coverage->add_unknown() = std::move(unknown);
  }
}

}  // namespace pedigree::link
