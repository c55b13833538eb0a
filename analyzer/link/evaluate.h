// The evaluator: what a place of the program holds, across calls, on demand.
//
// A QUERY asks what is at some place in some function's frame: at a path of what it returns, in
// memory after one of its calls, in a guard. The answer is a set of leaves (terms.h), relative to
// that same frame: data read at a site, or what the frame's own parameters held on entry. Where a
// query meets a call, it asks the called functions in their frames and puts the call's arguments
// into the answers. So calls and returns match exactly, a function is looked at once for each
// question whoever asks, and what nobody asks for costs nothing.
//
// Queries are tabulated. Recursion (of functions, or of data) makes queries depend on themselves:
// of such a group each is computed again when an answer that it used has changed.
// Answers only grow, and are finite, since paths are bounded and so are names' alternatives.
//
// Function values and dynamic types that come in through parameters are looked for in all callers
// at once (TARGETS, CLOSE). A leaf that came through one of several such targets carries the
// condition that the caller passed that very target, so different callers' callbacks do not mix.

#ifndef PEDIGREE_ANALYZER_LINK_EVALUATE_H_
#define PEDIGREE_ANALYZER_LINK_EVALUATE_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"
#include "analyzer/link/hops.h"
#include "analyzer/link/program.h"
#include "analyzer/link/run_order.h"
#include "analyzer/link/terms.h"
#include "analyzer/link/walk.h"

namespace pedigree::link {

struct CallSite {
  FunctionId function = kNone;
  uint32_t call = 0;
  bool operator==(const CallSite&) const = default;
  auto operator<=>(const CallSite&) const = default;
};

struct Query {
  enum Kind : uint8_t {
    kTree,       // a: tree; at path, at point
    kCell,       // root; the cell `cell`, followed by `path`, at point
    kSet,        // a: set; at path, at point
    kResult,     // a: call; at path of what it returns
    kOut,        // a: call, root; path of it after the call
    kTransform,  // a: transform; all it is made of
    kGuard,      // a: guard; all it is made of
    kSite,       // a: site; its instances, as kHandle leaves
    kTargets,    // a: call; the functions it may run, as kFunction leaves
    kClose,      // a: WhatId; what that is, over all callers
    kGlobal,     // a: GlobalId; what is stored at path anywhere in the program, closed
                 // (both at kSomewhere: with the addresses of functions' own objects)
    kGroups,     // the places that a call of the function may change, as kAddress leaves
    kThrows,     // the types of what leaves the function by an exception, as kType leaves
    kThrown,     // a: such a type; at path of the object
    kUnwound,    // a: such a type; root; the cell `cell`, followed by `path`, as it leaves
    kUpGuards,   // all under which the function is called, closed
  };
  Kind kind = kTree;
  FunctionId function = kNone;
  uint32_t a = 0;
  Point point = kExit;
  Root root{};
  PathId cell = kEmptyPath;
  PathId path = kEmptyPath;
  Mode mode = kShallow;

  bool operator==(const Query&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Query& q) {
    return H::combine(std::move(h), static_cast<uint8_t>(q.kind), q.function, q.a, q.point, q.root,
                      q.cell, q.path, q.mode);
  }
};

// The tree of what `call` hands to `root`, a parameter or `this` of `callee`; 0 if nothing. A
// member function that is called as a value has its object first among the arguments.
uint32_t Given(const Call& call, const Function& callee, Root root);

class Evaluator {
 public:
  // Only calls in `reached` functions count as callers.
  Evaluator(Program& program, std::vector<bool> reached);

  // The answer, complete when asked from outside. Valid as long as the evaluator.
  const LeafSet& Eval(const Query& query);

  // Convenient queries.
  // Of what the site writes, the part at `column` that no deeper entry of its tree is about.
  const LeafSet& WrittenData(FunctionId f, uint32_t site, PathId column = kEmptyPath);
  const LeafSet& SiteInstances(FunctionId f, uint32_t site);
  const LeafSet& GuardData(FunctionId f, uint32_t guard);
  const LeafSet& UpGuards(FunctionId f);
  const LeafSet& Close(FunctionId f, WhatId what, bool addresses = false);

  // The callee's `what` in the frame of the caller: adds what it is there to `out`. `then` follows
  // in quality, transforms and hops.
  void Substitute(FunctionId callee, WhatId what, CallSite at, const Leaf& then, LeafSet* out);
  // Likewise, to whatever takes it: a leaf, and how its way here goes on after its own hops.
  using Taker = absl::FunctionRef<void(const Leaf&, std::initializer_list<HopsId>)>;
  void Substitute(FunctionId callee, WhatId what, CallSite at, const Leaf& then, HopsId last,
                  Taker take);
  // The callee's instance with the caller's values in its holes: several, if those are.
  std::vector<InstanceId> SubstituteInstance(FunctionId callee, InstanceId instance, CallSite at);
  // False if the caller cannot fulfil the condition. `mapped` is what remains of it there.
  bool SubstituteCondition(FunctionId callee, ConditionId condition, CallSite at,
                           ConditionId* mapped);
  // An instance without what only the function's own callers could have said, for a function that
  // has none: argv and parameters become holes. Values of globals are put in.
  std::vector<InstanceId> FinishInstance(FunctionId f, InstanceId instance);

  // Under which condition on its own callers, and how surely, the call runs `callee`; false if it
  // does not.
  bool RunsUnder(CallSite at, FunctionId callee, ConditionId* condition, uint8_t* confidence);
  // What the call runs, as far as it is known; kNone for what is not.
  std::vector<FunctionId> Called(CallSite at);
  // Where the function is called, as far as it is known, in order.
  std::vector<CallSite> Callers(FunctionId f);

  Program& program() { return program_; }
  Terms& terms() { return terms_; }
  HopTable& hops() { return hops_; }
  bool reached(FunctionId f) const { return reached_[f]; }
  // Functions in which a bound of the evaluation was hit.
  const absl::flat_hash_set<FunctionId>& widened() const { return walking_.widened; }
  // Calls of functions that nobody knows, of which something asked what they make.
  const absl::flat_hash_set<std::pair<FunctionId, uint32_t>>& asked_of_unknown() const {
    return asked_of_unknown_;
  }
  // A place that was asked for as a pointer was not told apart from others, by a bound: the
  // function that it holds may not have been found.
  bool lost_pointers() const { return lost_pointers_; }
  // All work is spent: what was asked last is not, or not wholly, answered.
  bool stopped() const { return stopped_; }
  size_t queries() const { return nodes_.size(); }
  // The stack may be used down to this address. Deeper queries answer nothing and are widened.
  void set_stack_limit(const char* lowest) { stack_limit_ = lowest; }

 private:
  // How often a function was asked and what its answers cost, for bounding it.
  struct Asked {
    uint32_t queries = 0;
    absl::flat_hash_set<Mode> modes;
    uint64_t work = 0;
    size_t tier = 0;
  };
  struct Node {
    Query query;
    Asked* asked = nullptr;  // of the query's function, if it is about one
    LeafSet answer;
    uint32_t index = 0, low = 0;  // as in Tarjan's algorithm
    bool started = false, done = false;
    bool queued = false;     // to be computed again
    bool again = false;      // it was computed before
    bool collapsed = false;  // it has too many leaves to tell places apart
    bool left_out = false;   // it found nothing where more may come
    // The option that an argument of the program is which is kept where the query asks.
    SymbolId option = kNone;
    std::vector<Node*> readers;  // nodes that used the answer as it is
  };
  // Where in a caller a cell of the callee is.
  struct Where {
    Root root{};
    PathId path = kEmptyPath;
    bool certain = false;
    bool decided = false;  // something decided that it is this place
  };
  // A part of a function's exit memory: cells of `root` behind one pointer, or all of a global.
  struct Group {
    Root root{};
    PathId cell = kEmptyPath;
    std::vector<PathId> changed;  // from there; empty paths stand for all of it
    bool named = false;           // a parameter names an element on the way to one of them
  };
  // A global's part `path` under another name in `function`: `cell` of `root`, behind a pointer
  // that a call returned or that another global holds.
  struct Alias {
    FunctionId function = kNone;
    Root root{};
    PathId cell = kEmptyPath;
    PathId path = kEmptyPath;
  };
  // A pointer that a function leaves at `path` of `root`, to a part of an object.
  struct Holder {
    Root root{};
    PathId path = kEmptyPath;
    PathId object = kEmptyPath;  // the part
  };
  struct Target {
    FunctionId function = kNone;  // kNone: not known
    ConditionId condition = kNoCondition;
    uint8_t confidence = EXACT;
  };

  // The query itself, or one whose answer says more, for a function of which too much is asked.
  Query Bounded(Query query);
  // Whether the path ends at a field on the way to a function that the program calls, or to an
  // object of which it calls a virtual one.
  bool ToFunction(PathId path);
  void FindCalledFields();
  Node* NodeOf(const Query& query);

  void Run(Node* node);
  // Computes a group of queries that depend on each other until nothing changes. `head` is the
  // first of the group, if it depends on no earlier one.
  void Settle(Node* head);
  void Queue(Node* node);
  // Counts what the link has cost, as a whole and for each function, and makes the bounds tighter,
  // until nothing more is answered.
  void Spend(uint64_t work = 1);
  // Which bounds hold for a query about a function, if it is about one.
  size_t TierOf(const Query& query, const Asked* asked) const;
  void Compute(Node& node);
  void Add(Node& node, Leaf leaf, std::initializer_list<HopsId> then = {});
  Leaf Collapsed(const Node& node, Leaf leaf);
  void AddLeaf(Node& node, const What& what, Quality quality, HopsId hops = kNoHops);
  // All of another answer, with more quality.
  void AddAll(Node& node, const Query& query, Quality quality);

  void ComputeResult(Node& node);
  void ComputeOut(Node& node);
  void ComputeStore(Node& node);
  void ComputeLoad(Node& node);
  void ComputeTransform(Node& node);
  void ComputeGuard(Node& node);
  void ComputeSite(Node& node);
  void ComputeTargets(Node& node);
  void ComputeClose(Node& node);
  void ComputeGlobal(Node& node);
  void ComputeUpGuards(Node& node);

  // evaluate_throws.cc
  void ComputeThrows(Node& node);
  void ComputeThrown(Node& node);
  void ComputeUnwound(Node& node);
  void ComputeCaught(Node& node);
  void ComputeOutOfCaught(Node& node);
  bool MayThrow(FunctionId f);
  std::vector<SymbolId> Throws(FunctionId f);
  std::vector<SymbolId> TypesOf(FunctionId f, uint32_t number);
  // Whether a handler for `takes` takes an object of `type`.
  bool Takes(SymbolId takes, SymbolId type) const;
  bool Caught(FunctionId f, const google::protobuf::RepeatedField<uint32_t>& caught,
              SymbolId type) const;
  std::vector<SymbolId> Delivered(FunctionId f, const Call& thrown, FunctionId target);
  bool AnythingDelivered(FunctionId f, const Call& thrown);
  void ForThrowing(FunctionId f, SymbolId type,
                   absl::FunctionRef<void(uint32_t, const Target&)> visit);
  void AddThrown(Node& node, FunctionId f, uint32_t thrown, SymbolId type, PathId path, Mode mode);
  // What the call leaves at `root`, `path` where it runs `target`: by an exception of type
  // `thrown`, or by returning where that is kNone.
  void AddLeft(Node& node, CallSite at, const Target& target, Root root, PathId path, Mode mode,
               SymbolId thrown);

  // Adds what raw values are.
  void Resolve(Node& node, const std::vector<Raw>& values);
  // A pointer to anything that can be reached from what is at the place, of no global.
  What Somewhere(Root root, PathId path);
  bool AddSomewhere(Node& node, const Raw& raw);
  void ResolveRead(Node& node, const Raw& raw);
  void ForLater(FunctionId callee, const What& what, CallSite at,
                absl::FunctionRef<void(const Query&)> here,
                absl::FunctionRef<void(Root, PathId)> above);
  void ForLaterAt(CallSite at, Root root, PathId path, Mode mode,
                  absl::FunctionRef<void(const Query&)> here);
  void ForLeaving(FunctionId f, Root root, PathId path,
                  absl::FunctionRef<void(Root, PathId)> above);
  // An answer of the callee's, put into the caller's frame.
  void AddFromCallee(Node& node, const Query& query, const Target& target, CallSite at,
                     HopRecord::Kind hop, Root self, PathId self_path);
  void AddHeld(Node& node, FunctionId callee, const What& object, CallSite at, Leaf leaf);
  const std::vector<Holder>& HoldersOf(FunctionId f, Root object);
  std::optional<PathId> FromReturned(FunctionId f, const What& what);
  // What an unknown function may have made: all it was given.
  void AddAssumed(Node& node, FunctionId f, uint32_t call, Mode mode);
  // What a pointer that an unknown function returns may be: one that it was given.
  void AddReturnable(Node& node, FunctionId f, uint32_t call);
  void AddChoice(Node& node, FunctionId f, uint32_t call, size_t targets);
  void AddDeciders(Node& node, Query pointers);
  bool AddStoredSince(Node& node, const Raw& left);
  // What is at `path` of `root`, in the cell that the last pointer on the way leads to.
  Query CellAt(FunctionId f, Point point, Root root, PathId path, Mode mode);
  void AddBefore(Node& node, FunctionId f, uint32_t call, Root root, PathId path, Mode mode);
  // Whether (root, path) is right behind a pointer that a call returned, all of whose objects the
  // function knows under other names: then what any later call left there is asked under those, as
  // `objects`, and by this name only of calls that were given that pointer.
  bool IsAlias(FunctionId f, Root root, PathId path, std::vector<Where>* objects);
  // Whether the call is given the pointer that `root` is, or what another call made of it.
  bool IsGiven(FunctionId f, uint32_t call, Root root);
  std::vector<std::vector<uint32_t>> ResultsGiven(FunctionId f);
  void AddBeforeOfAlias(Node& node, FunctionId f, uint32_t call, Root root, PathId path, Mode mode);
  bool AddTexts(Node& node, FunctionId f, uint32_t call, Root root, PathId path);
  void AddPointedTo(Node& node, FunctionId f, uint32_t call, Root root, PathId pointer, PathId rest,
                    Mode mode);

  std::vector<Target> Targets(FunctionId f, uint32_t call);
  // What the function, or a callee, may change that is not its own.
  std::shared_ptr<const std::vector<Group>> Groups(FunctionId f);
  // Whether what is at `path` of the group is changed; with `mode`, what is below as well.
  bool Changes(const Group& group, PathId path, Mode mode);
  // False if no place with such a path, wherever the group is, is changed by itself.
  bool MayChange(const Group& group, PathId path);
  // Whether the place (root, path) holds what it held on entry, or what calls to known functions
  // made of that. `calls`: those looked at already.
  bool Told(FunctionId f, const Value& value, Root root, PathId path, std::vector<uint32_t>* calls);
  void ComputeGroups(Node& node);
  std::vector<Where> Locate(FunctionId callee, Root root, PathId cell, CallSite at);
  std::vector<Raw> FewPlaces(const std::vector<Raw>& values, FunctionId f);
  // The cell behind the pointer at (root, path); of one that is somewhere there, as a bound has
  // left it, anything there. A global is not itself what a pointer in it leads to.
  PathId Behind(Root root, PathId path, Mode mode) {
    const bool there = mode != kShallow && root.kind != Root::kGlobal;
    return there ? paths_.Extend(path, kAnyStep) : paths_.Pointee(path);
  }
  // The cells that the pointers in `values` and `leaves` point to.
  void Pointees(const std::vector<Raw>& values, FunctionId f, Point point,
                std::vector<Where>* where);
  void PointeesOf(FunctionId f, const LeafSet& leaves, std::vector<Where>* where);
  // What the pointer that a global holds at `path` points to, as far as `f` can name it.
  void Held(FunctionId f, GlobalId global, PathId path, std::vector<Where>* where);
  // A leaf in the frame of `f` for an answer over all callers.
  void AddClosed(Node& node, FunctionId f, const Leaf& leaf, HopsId then = kNoHops);
  // Whether it may store to the global through a pointer of another name.
  bool MayModifyAlias(FunctionId f, GlobalId global);
  // Whether the global is stored to only by functions that run in a known order, and by its name:
  // then what it holds on a function's entry is what the callers left there.
  bool Ordered(GlobalId global);
  // What initialisers leave in a global.
  void AddInitialized(Node& node, GlobalId global, PathId path, Mode mode);
  // Where functions store to a global through a pointer.
  const std::vector<Alias>& AliasesOf(GlobalId global);
  void FindAliases();

  std::vector<TextId> Texts(FunctionId f, uint32_t text);
  // The texts among `leaves`; if there are none, what to say of that is Missing's.
  std::vector<TextId> TextsOf(const LeafSet& leaves);
  // The names but the empty one, if there are others.
  std::vector<TextId> WithoutEmpty(std::vector<TextId> names);
  // Each of them as the value of an option (kNone: of none), where it is an argument.
  std::vector<TextId> OfOption(std::vector<TextId> texts, SymbolId option, bool piece);
  // What a hole (root, path) of the callee's is in the caller. A hole stands for what is at the
  // path or, where that is a pointer, for what it points to.
  LeafSet Fill(FunctionId callee, Root root, PathId path, CallSite at);
  // Without the second of two leaves INITIAL p and INITIAL p·POINTEE, or p·ELEMENT and p: as a
  // hole, the first says both.
  LeafSet Holes(const LeafSet& leaves);
  // Whether an answer that is empty since `was_incomplete` may be taken for unknown.
  bool Missing();
  std::vector<TextId> SubstituteText(FunctionId callee, TextId text, CallSite at);
  // The callee's path in its caller: an element that a parameter names is the one of the key that
  // is given there, if that is one text.
  PathId Bound(FunctionId callee, PathId path, CallSite at);
  // The group with what it changes by its name in the caller; put into `bound`, if that differs.
  const Group& Bound(FunctionId callee, const Group& group, CallSite at, Group* bound);
  Step ElementGiven(const Step& named, CallSite at);
  // The last key on the path as the name of an option; kNone if there is none.
  SymbolId OptionOf(PathId path);
  // What is kept under such a key.
  WhatId KeptUnder(SymbolId option, WhatId what);
  std::vector<TextId> FinishText(FunctionId f, TextId text);
  // Whether a handle of the instance's that is this is one of the process's own streams.
  bool IsStandard(const Instance& instance, const What& what);
  TextId RootHole(FunctionId f, Root root, PathId path);
  std::vector<TextId> Product(const std::vector<std::vector<TextId>>& parts);

  bool OutOfStack() const {
    const char here = 0;
    return &here < stack_limit_;
  }

  Program& program_;
  PathTable& paths_;
  std::vector<bool> reached_;
  RunOrder order_;
  absl::flat_hash_map<GlobalId, bool> ordered_;
  Terms terms_;
  HopTable hops_;
  Walking walking_;

  const LeafSet nothing_;
  absl::flat_hash_map<Query, Node*> nodes_;
  std::deque<Node> node_storage_;
  absl::node_hash_map<FunctionId, Asked> asked_;
  absl::flat_hash_set<std::pair<FunctionId, uint32_t>> asked_of_unknown_;
  uint64_t work_ = 0, work_of_tier_ = 0;  // leaves offered, queries, and steps of walks
  uint64_t steps_ = 0;                    // of walks, as far as they are counted in `work_`
  size_t tier_ = 0;                       // which bounds hold
  bool lost_pointers_ = false;
  bool stopped_ = false;           // all is spent: no new question is answered
  std::vector<Node*> stack_;       // nodes being computed
  std::vector<Node*> unfinished_;  // Tarjan's stack
  uint32_t next_index_ = 1;
  std::map<uint32_t, Node*> dirty_;  // nodes to be computed again, by index
  // An answer was used that may still grow.
  bool incomplete_ = false;
  // Nothing found in an unfinished cycle says nothing yet. Whether the cycle has settled, so that
  // nothing found is nothing there.
  bool settled_ = false;
  const char* stack_limit_ = nullptr;

  // Callers by the symbol called, and calls through pointers.
  absl::flat_hash_map<SymbolId, std::vector<CallSite>> calls_of_;
  std::vector<CallSite> indirect_calls_;
  struct GroupsOf {
    std::shared_ptr<const std::vector<Group>> groups;
    size_t of = 0;  // so many leaves
  };
  absl::node_hash_map<FunctionId, GroupsOf> groups_;
  absl::node_hash_map<std::pair<FunctionId, Root>, std::vector<Holder>> holders_;
  absl::flat_hash_map<std::pair<FunctionId, Point>, std::vector<std::pair<Root, Step>>>
      stored_by_name_;
  // By function, call, tree and path: the pointers that a walk finds in what the call is given,
  // whenever it is asked.
  absl::node_hash_map<std::tuple<FunctionId, uint32_t, uint32_t, Root, PathId>, std::vector<Raw>>
      pointers_at_;
  // By function and call: of which calls it is given what those returned.
  absl::node_hash_map<FunctionId, std::vector<std::vector<bool>>> results_given_;
  absl::flat_hash_map<std::tuple<int64_t, FunctionId, uint32_t>, Step> elements_given_;
  absl::flat_hash_map<GlobalId, absl::flat_hash_set<FunctionId>> modifiers_;
  std::vector<bool> may_throw_;  // by function; empty until asked for
  // By type: itself and its bases, by all of which handlers take it.
  absl::flat_hash_map<SymbolId, std::vector<SymbolId>> taken_as_;
  absl::flat_hash_map<GlobalId, std::vector<Alias>> aliases_;
  bool aliases_known_ = false;
  absl::flat_hash_set<int64_t> called_fields_;  // fields on the way to functions that are called
  bool called_fields_known_ = false;
  // While aliases are looked for: answers that know only some.
  bool finding_aliases_ = false;
  std::vector<Node*> without_aliases_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_EVALUATE_H_
