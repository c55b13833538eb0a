// All functions of one program, and how symbols, methods and globals resolve among them.
//
// Building a Program indexes every function (its callees, the functions and globals it mentions,
// whether it has sites) and parses none; body() parses a function when the analysis first asks for
// it. Most functions of a large program are never asked for.

#ifndef PEDIGREE_ANALYZER_LINK_PROGRAM_H_
#define PEDIGREE_ANALYZER_LINK_PROGRAM_H_

#include <google/protobuf/arena.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/link/access_path.h"
#include "analyzer/link/fragment_reader.h"
#include "proto/fragment.pb.h"

namespace pedigree::link {

using FunctionId = uint32_t;
using SymbolId = uint32_t;  // a function's, class's, variable's or field's name; program-wide
using GlobalId = uint32_t;
inline constexpr uint32_t kNone = 0xffffffff;

// What an access path starts at, in the frame of one function.
struct Root {
  // As in Base. OTHERS, the globals that the function does not name, are asked for by the names
  // that callers and callees have for them.
  // RETURNED: what the function returns, for what runs on when it has.
  enum Kind : uint8_t { kParam, kThis, kGlobal, kResult, kLocal, kHeap, kOthers, kReturned };
  Kind kind = kParam;
  // PARAM, THIS, RETURNED: not on entry but at any time after: what runs on finds it
  // (Call.detached).
  bool later = false;
  uint32_t index = 0;  // PARAM: number; GLOBAL: GlobalId; RESULT: call; LOCAL, HEAP: base

  Root() = default;
  Root(Kind kind, uint32_t index) : kind(kind), index(index) {}
  bool operator==(const Root&) const = default;
  auto operator<=>(const Root&) const = default;
  // Objects of the function itself, which nothing outside it can name.
  bool own() const { return kind == kLocal || kind == kHeap; }
  template <typename H>
  friend H AbslHashValue(H h, const Root& r) {
    return H::combine(std::move(h), static_cast<uint8_t>(r.kind), r.index, r.later);
  }
};

// One call, as the index knows it.
struct CallEdge {
  SymbolId callee = kNone;  // the function named; kNone for an indirect or pseudo-call
  bool is_virtual = false;
  bool indirect = false;
  bool guarded = false;  // under a condition
  // How its arguments alias each other, to go with a target's symbol; kNone: they do not.
  SymbolId alias = kNone;
  bool alias_sure = false;
};

struct FunctionInfo {
  uint32_t fragment = 0;
  uint32_t number = 0;  // in its fragment
  SymbolId symbol = kNone;
  std::string_view name;  // for people
  Function::Linkage linkage = Function::EXTERNAL;
  uint64_t body_hash = 0;
  uint32_t parameters = 0;
  bool method = false;
  bool main = false;
  bool initializer = false;
  bool any_time = false;
  bool has_sites = false;
  bool widened = false;
  bool throws = false;   // by itself
  bool has_gap = false;  // something in it was not understood
  // The function without its parameters being aliases, and in any program; usually `symbol`.
  SymbolId plain = kNone;
  bool address_taken = false;  // some function mentions it as a value
  // Ranges in Program's tables.
  uint32_t calls_begin = 0, calls_end = 0;
  uint32_t mentions_begin = 0, mentions_end = 0;
  uint32_t globals_begin = 0, globals_end = 0;
};

class Program;

// A parsed function with its fragment's paths and symbols at hand.
class Body {
 public:
  const Function& proto() const { return *proto_; }
  Root root(uint32_t base) const { return roots_[base]; }
  PathId path(uint32_t index) const {
    return named_->empty() || !(*named_)[index] ? (*paths_)[index] : NamedPath(index);
  }
  SymbolId symbol(uint32_t string) const;
  std::string_view text(uint32_t string) const { return fragment_->strings[string]; }
  const Tree& tree(uint32_t index) const {
    return index < static_cast<uint32_t>(proto_->tree_size()) ? proto_->tree(index)
                                                              : Tree::default_instance();
  }
  const ValueSet& set(uint32_t index) const {
    return index < static_cast<uint32_t>(proto_->set_size()) ? proto_->set(index)
                                                             : ValueSet::default_instance();
  }

 private:
  friend class Program;
  // A path with an element that a parameter of this function names.
  PathId NamedPath(uint32_t index) const;

  const Function* proto_ = nullptr;
  std::vector<Root> roots_;
  const FragmentIndex* fragment_ = nullptr;
  const std::vector<PathId>* paths_ = nullptr;
  const std::vector<bool>* named_ = nullptr;                   // which of them; empty if none is
  mutable absl::flat_hash_map<uint32_t, PathId> named_paths_;  // those asked for
  Program* program_ = nullptr;
  uint32_t fragment_number_ = 0;
  FunctionId function_ = kNone;
};

class Program {
 public:
  // Takes the fragments in any order: the program is the same.
  static absl::StatusOr<std::unique_ptr<Program>> Make(std::vector<NamedFragment> fragments);

  size_t functions() const { return functions_.size(); }
  const FunctionInfo& info(FunctionId f) const { return functions_[f]; }
  // Parsed when first asked for. A damaged one is empty, and shows in status().
  const Body& body(FunctionId f);
  const absl::Status& status() const { return status_; }

  std::span<const CallEdge> calls(FunctionId f) const {
    return {edges_.data() + functions_[f].calls_begin, edges_.data() + functions_[f].calls_end};
  }
  // The functions it mentions as values.
  std::span<const SymbolId> mentions(FunctionId f) const {
    return {mentions_.data() + functions_[f].mentions_begin,
            mentions_.data() + functions_[f].mentions_end};
  }
  std::span<const GlobalId> globals(FunctionId f) const {
    return {globals_.data() + functions_[f].globals_begin,
            globals_.data() + functions_[f].globals_end};
  }
  // Functions that have the global among their bases.
  std::span<const FunctionId> users(GlobalId g) const { return users_[g]; }
  std::string_view global_name(GlobalId g) const { return global_names_[g]; }

  // The definition that `symbol` means in the fragment that `from` is of; kNone if there is none.
  FunctionId Resolve(FunctionId from, SymbolId symbol) const;
  // `f` as it is where its parameters alias as the call says; kNone if that is not known apart.
  FunctionId Aliased(FunctionId f, const CallEdge& edge) const;
  // Any one definition of `symbol`.
  FunctionId Find(SymbolId symbol) const;

  std::string_view symbol_text(SymbolId s) const { return symbols_[s]; }
  // The name of a field by its label: of one that a base class has as well, "Patient::age", "age".
  std::string_view FieldName(SymbolId label) const {
    const std::string_view text = symbols_[label];
    const size_t colons = text.rfind("::");
    return colons == text.npos ? text : text.substr(colons + 2);
  }
  // The text without USR decoration where it is a function's that we know, for messages.
  SymbolId Intern(std::string_view text);

  // The method that a call of `method` runs on an object of dynamic type `type`; kNone if the type
  // is not known.
  SymbolId FinalOverrider(SymbolId type, SymbolId method) const;
  // All methods that override `method`, with itself, in order.
  std::vector<SymbolId> Overriders(SymbolId method) const;
  // Methods that `method` overrides, without itself.
  std::vector<SymbolId> Overridden(SymbolId method) const;
  // Whether `method` is declared pure.
  bool Pure(SymbolId method) const { return pure_.contains(method); }

  // The sources that have a main, sorted. One of them is the program's.
  std::vector<std::string> MainSources() const;
  // Definitions that another source has with a different body, of which this is the one taken.
  struct Duplicate {
    FunctionId taken = kNone;
    uint32_t fragment = 0;  // of the other
  };
  std::span<const Duplicate> duplicates() const { return duplicates_; }

  PathTable& paths() { return paths_; }
  // The tags that a message's field has by its options, in order.
  std::vector<std::string_view> MessageTags(std::string_view message, std::string_view field) const;
  // The keys and columns among a path's steps: which column it is of; none, if it is of no column.
  PathId ColumnOf(PathId path);
  std::span<const FragmentIndex> fragments() const { return fragments_; }

 private:
  struct ClassInfo {
    std::vector<SymbolId> bases;
    struct Method {
      SymbolId symbol;
      std::vector<SymbolId> overrides;
    };
    std::vector<Method> methods;
  };

  friend class Body;
  std::vector<uint32_t> with_main_;  // fragments
  // Function.given: `function` is `plain`, of the same fragment, where this holds.
  struct Form {
    FunctionId function = kNone;
    std::vector<std::pair<SymbolId, GivenNumber>> given;
  };
  // What all fragments say of a number.
  struct Number {
    std::optional<int64_t> value;
    bool differs = false, constant = false, stored = false;
  };
  absl::Status Index(uint32_t fragment);
  void AddNumbers(uint32_t fragment);
  // Puts the forms that fit the program in the place of the functions that stand for any.
  void ChooseForms();
  bool IndexFunction(uint32_t fragment, uint32_t number);
  void AddClasses(uint32_t fragment);
  SymbolId Symbol(uint32_t fragment, uint32_t string);
  Step StepOf(uint32_t fragment, const PathNode& node);
  const std::vector<PathId>& Paths(uint32_t fragment);
  // The serialized function. Unpacks the group it is in, if that has not been done. Empty if
  // damaged.
  std::string FunctionBytes(const FunctionInfo& info);
  GlobalId Global(uint32_t fragment, SymbolId symbol, bool internal, std::string_view name);

  std::vector<NamedFragment> files_;
  std::vector<FragmentIndex> fragments_;
  std::vector<std::vector<SymbolId>> fragment_symbols_;
  std::vector<std::vector<PathId>> fragment_paths_;
  std::vector<std::vector<bool>> fragment_named_;
  struct BodyGroup {
    std::string bytes;
    std::vector<std::string_view> functions;
  };
  // By fragment and group.
  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, std::unique_ptr<BodyGroup>> groups_;

  std::vector<FunctionInfo> functions_;
  std::vector<Duplicate> duplicates_;
  std::vector<Form> forms_;
  absl::flat_hash_map<SymbolId, Number> numbers_;
  std::vector<CallEdge> edges_;
  std::vector<SymbolId> mentions_;
  std::vector<GlobalId> globals_;
  std::vector<std::vector<FunctionId>> users_;
  std::vector<std::string_view> global_names_;
  absl::flat_hash_map<std::pair<uint32_t, SymbolId>, GlobalId> global_ids_;

  absl::flat_hash_map<std::string_view, SymbolId> symbol_ids_;
  std::vector<std::string_view> symbols_;
  std::deque<std::string> own_symbols_;
  std::vector<FunctionId> definitions_;  // by symbol: EXTERNAL and MERGED
  absl::flat_hash_map<std::pair<uint32_t, SymbolId>, FunctionId> internal_;

  absl::flat_hash_map<SymbolId, ClassInfo> classes_;
  absl::flat_hash_map<SymbolId, std::vector<SymbolId>> overriders_;
  absl::flat_hash_map<SymbolId, std::vector<SymbolId>> overridden_;
  absl::flat_hash_set<SymbolId> pure_;

  std::vector<Body*> bodies_;  // by function; null until asked for
  std::deque<Body> body_storage_;
  google::protobuf::Arena arena_;  // of the bodies' messages
  PathTable paths_;
  absl::flat_hash_set<SymbolId> columns_;  // fields
  absl::Status status_;
};

// Calls `visit` with each function that a call in `f` may run, as far as the index tells: not where
// it is through a pointer. kNone where it has no definition.
template <typename Visit>
void ForTargets(const Program& program, FunctionId f, const CallEdge& call, Visit visit) {
  auto one = [&](FunctionId target) {
    const FunctionId aliased = program.Aliased(target, call);
    if (aliased != kNone) visit(aliased);
    if (aliased == kNone || !call.alias_sure) visit(target);
  };
  if (call.callee == kNone) return;
  if (!call.is_virtual) return one(program.Resolve(f, call.callee));
  for (SymbolId method : program.Overriders(call.callee)) one(program.Resolve(f, method));
}

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_PROGRAM_H_
