// One function's value flow: a forward pass over Clang's CFG to a fixpoint.
//
// Each expression of a block is evaluated once a visit, operands before users, as the CFG lists
// them; its result is kept until the function is done, so that operands in other blocks (?:, &&)
// are found. Calls are recorded under their expression: a later visit, which knows
// more, replaces what an earlier one recorded.
//
// The parts: walker.cc (the fixpoint, memory), expressions.cc (expressions and statements),
// calls.cc (calls), emplace.cc (objects that the library constructs), callables.cc (what is called
// as a value), columns.cc (columns of what is read and written), models.cc (what a catalog says of
// a call), summary.cc (what a library's inline function says of itself), option_names.cc (values of
// the command line's options), exceptions.cc (who catches what), coroutines.cc, emit.cc (writing
// the result down).

#ifndef PEDIGREE_ANALYZER_EXTRACT_WALKER_H_
#define PEDIGREE_ANALYZER_EXTRACT_WALKER_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/extract/aliases.h"
#include "analyzer/extract/branches.h"
#include "analyzer/extract/options.h"
#include "analyzer/extract/state.h"
#include "analyzer/extract/summary.h"
#include "analyzer/extract/unit.h"
#include "analyzer/extract/values.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"

namespace pedigree {

class Emitter;

class Walker {
 public:
  // `decl` is a function with a body or a variable of static storage with an initialiser;
  // `aliases`, if any, says how the function's parameters meet on entry.
  Walker(Unit& unit, const clang::Decl* decl, const Aliases* aliases = nullptr);
  ~Walker();
  void Run();

 private:
  // What an expression denotes: places in memory, or a value of its own (a tree).
  struct Operand {
    bool is_place = false;
    Locs places;
    TreeId tree = 0;
  };
  struct Reached {
    Loc loc;
    bool writable;
    PathId row = 0;  // where `loc` may be an element of an array: its neighbours'; 0: it is none
  };
  struct CallRecord {
    Location location;
    uint32_t callee = 0, name = 0;
    bool is_virtual = false;
    SetId target = 0;
    TreeId receiver = 0;
    bool has_receiver = false;
    std::vector<TreeId> arguments;
    std::vector<std::pair<BaseId, TreeId>> memory;
    std::vector<uint32_t> mutable_arguments;
    bool mutable_receiver = false;
    std::vector<uint32_t> returnable_arguments;
    bool returnable_receiver = false;
    uint32_t guard = 0;
    uint32_t alias = 0;
    bool alias_sure = false;
    const clang::FunctionDecl* body_of = nullptr;  // not emitted: whose body surely runs
    bool returns = false;
    bool invoked = false;
    Call::Pseudo pseudo = Call::NONE;
    bool may_throw = false;
    bool stranger_throws = false;  // even if nobody knows the callee
    bool modeled = false;
    uint32_t of = 0, takes = 0;
    const clang::CXXCatchStmt* handler = nullptr;
    std::vector<uint32_t> caught;
    std::vector<std::pair<BaseId, TreeId>> unwound;
    bool concurrent = false, detached = false;
    std::vector<std::pair<BaseId, TreeId>> meanwhile;
    std::vector<Reached> reached;  // not emitted: what the result may alias
  };
  // A call of what runs on.
  struct Concurrent {
    BaseId mark;  // holds something where it may be running
    const clang::Expr* started;
    const clang::Stmt* joined;  // after this it has ended
    std::map<BaseId, TreeId> meanwhile = {};
  };
  struct SiteRecord {
    Site::Kind kind = Site::READ;
    Location location;
    uint32_t api = 0;
    AssetKind asset = ASSET_KIND_UNSPECIFIED;
    uint32_t name_space = 0, name = 0, sql = 0, column = 0;  // text + 1
    SetId handle = 0, parent = 0;
    bool numbered = false;  // as Site.numbered
    uint32_t column_base = 0;
    TreeId data = 0;
    uint32_t guard = 0;
    // As Site.tagged and Site.tag.
    struct Tagged {
      uint32_t column = 0;
      std::vector<uint32_t> tags;
      uint32_t message = 0, field = 0;
    };
    std::vector<Tagged> tagged = {};
    std::vector<uint32_t> tags = {};
  };
  struct TransformRecord {
    Location location;
    uint32_t api = 0;
    TransformKind kind = TRANSFORM_KIND_UNSPECIFIED;
    TreeId input = 0;
    Subtype subtype = TRANSFORMATION;
  };
  struct ThrowRecord {
    Location location;
    std::vector<uint32_t> types, caught;
    TreeId object = 0;
    State state;
    const clang::CXXCatchStmt* again = nullptr;  // the handler whose exceptions are thrown again
    bool unchanged = false;                      // as they came
  };
  // A record's identity: the expression and which of its several effects.
  using Key = std::pair<const void*, int>;

  // An actual argument, with the parameter's type where known.
  struct Actual {
    const clang::Expr* expr = nullptr;
    clang::QualType type;  // the parameter's, or the expression's
    std::optional<Operand> operand;
  };

  // --- walker.cc
  void Walk();
  void BuildGraph();
  void Fixpoint();
  struct Inside;
  Inside StandsIn(const clang::CFGElement& element) const;
  bool Leaves(const clang::CFGBlock& block, const clang::CFGBlock& to) const;
  void VisitBlock(const clang::CFGBlock& block);
  void FindRepeated();
  int OccurrenceAt(const void* where, unsigned index);
  // The key of what an expression does, at this one of the places where it stands.
  Key Occurrence(Key key);
  bool JoinInto(State& into, const State& from);
  void FindDestinations(const clang::Stmt* body);
  void SkipStaticInitializer(const clang::VarDecl* variable);
  uint32_t GuardOf(const clang::CFGBlock& block);  // index + 1
  const clang::CFGBlock* BlockOf(unsigned id) const { return blocks_[id]; }
  std::vector<unsigned> Controlling(const clang::CFGBlock& block);
  BaseId NewBase(const BaseInfo& info);
  BaseId VariableBase(const clang::VarDecl* variable);
  bool ChangesConst(clang::QualType type, int depth = 0);
  BaseId TemporaryBase(const void* key, clang::QualType type);
  // What `expr` makes. The expression itself is the key of what holds the pointer.
  BaseId HeapBase(const clang::CXXNewExpr* expr);
  BaseId ResultBase(uint32_t call);
  SetId InitialOf(BaseId base) const { return bases_[base].initial; }
  Home HomeOf(BaseId base) { return HomeIn(state_, base); }
  // What a base holds where `state` has nothing of it: what it held on entry or, of what a call
  // returned, what the last call left there.
  Home HomeIn(const State& state, BaseId base);
  Loc Part(Loc loc, const Step& step) { return {loc.base, paths_.Append(loc.path, step)}; }
  Locs Parts(const Locs& locs, const Step& step);
  bool HoldsItself(clang::QualType type);
  Locs PartsAt(const Locs& locs, PathId path);
  // Where the pointers in `pointers` point. What is no pointer but data (a value read, computed) is
  // returned in `data`: reading through it gives it again.
  Locs Dereference(SetId pointers, SetId* data = nullptr);
  // The places, and one more that holds the data by which they were found: what is read there has
  // it too, and so has what is stored, where it only decided which places these are.
  static constexpr int kDeciding = 1 << 22;  // a SubKey: of the place that holds it
  Locs FoundBy(Locs places, SetId data, const void* key, clang::QualType type = {});
  // The places behind `pointers`; never none.
  Locs Behind(SetId pointers, const void* key, clang::QualType type = {});
  SetId AddressOf(const Locs& locs);
  // `bytes`: how many are read, where the places are in memory of bytes.
  SetId CellAt(const Locs& locs, int64_t bytes = 0);
  TreeId ReadPlaces(const Locs& locs);
  // `filters`: what decides whether it happens is a filter, where it differs from round to round.
  void WritePlaces(const Locs& locs, TreeId content, bool weak = false, bool filters = false);
  bool IsPointer(clang::QualType type);
  bool OwnsRow(clang::QualType type);
  const std::vector<PathId>& PointersIn(const clang::RecordDecl* record);
  TreeId LeavePointees(clang::QualType type, const Loc& loc, TreeId content, TreeId before,
                       TreeId after);
  TreeId Emptied(clang::QualType type);
  std::optional<uint32_t> PointerMadeBy(const Loc& loc);
  PathId LastPointee(PathId path) const;
  bool BehindPointer(PathId path) const { return LastPointee(path) != 0; }
  void NoteAliasedStore(const Loc& loc, TreeId content);
  // own_parts.cc
  std::vector<PathId> OwnParts(const Loc& loc);
  bool StoredSince(uint32_t call, const Loc& place);
  SetId LoadedThroughAlias(const Locs& places, const clang::CastExpr* load);
  SetId WithGuard(SetId set, const Loc& loc, bool filters);
  Operand Place(Locs locs) { return {true, std::move(locs), 0}; }
  Operand Tree(TreeId tree) { return {false, {}, tree}; }
  Operand Cell(SetId set) { return Tree(values_.Leaf(set)); }

  // --- expressions.cc
  Operand Evaluate(const clang::Expr* expr);  // its known result, or found by evaluating now
  // The same of an expression that stands in several places, at (`where`, `index`).
  Operand EvaluateAt(const void* where, unsigned index, const clang::Expr* expr);
  void Transfer(const clang::Stmt* stmt);
  Operand Compute(const clang::Expr* expr);
  SetId OrAnyNumber(SetId set, clang::QualType type);
  Operand OrAnyNumber(const clang::Expr* expr, Operand operand);
  TreeId TreeOf(const Operand& operand);
  TreeId TreeOf(const clang::Expr* expr) { return TreeOf(Evaluate(expr)); }
  SetId SetOf(const clang::Expr* expr) { return values_.Cell(TreeOf(expr), 0, 0); }
  SetId AllOf(const clang::Expr* expr) { return values_.All(TreeOf(expr)); }
  Locs PlacesOf(const clang::Expr* expr);
  Locs Materialize(const Operand& operand, const void* key, clang::QualType type);
  Operand Reference(const clang::ValueDecl* decl, const clang::Expr* where);
  Operand MemberOf(const clang::MemberExpr* member);
  Operand Cast(const clang::CastExpr* cast);
  Operand Unary(const clang::UnaryOperator* op);
  Operand Binary(const clang::BinaryOperator* op);
  bool Cancels(const clang::BinaryOperator* op);
  std::optional<bool> Choice(const clang::AbstractConditionalOperator* op);
  Operand Conditional(const clang::AbstractConditionalOperator* op);
  Operand InitList(const clang::InitListExpr* list);
  Operand Lambda(const clang::LambdaExpr* lambda);
  Operand ThroughMember(const clang::BinaryOperator* op);
  Operand InheritedConstructor(const clang::CXXInheritedCtorInitExpr* expr);
  Locs VariableList(const clang::Expr* list);
  Operand VariableArgument(const clang::VAArgExpr* expr);
  bool Strides(SetId pointers, int places);
  SetId Advanced(SetId pointers, clang::QualType pointee, bool up);
  SetId MovePointer(SetId pointers, clang::QualType type, const clang::Expr* by, bool negative,
                    bool in_row = false);
  SetId TextValue(std::string_view text);
  SetId TextOfLiteral(const clang::StringLiteral* literal);
  SetId NumberValue(const llvm::APSInt& number);
  std::optional<int64_t> ConstantOf(const clang::Expr* expr);
  void Initialize(Locs target, const clang::Expr* init, clang::QualType type);
  void Declare(const clang::VarDecl* variable);
  SetId ComputedFrom(std::initializer_list<SetId> sets, Subtype subtype = TRANSFORMATION);
  // What an expression is for what only looks at its value, as a condition and a comparison do.
  SetId LookedAt(const clang::Expr* expr);
  static std::optional<Val> Itself(const Val& pointer);

  // --- calls.cc
  Operand CallTo(const clang::CallExpr* call);
  Operand Construct(const clang::CXXConstructExpr* construct);
  Operand New(const clang::CXXNewExpr* expr);
  // A call in whatever form, everything evaluated.
  Operand Apply(const clang::FunctionDecl* callee, SetId target, const clang::Expr* where,
                std::optional<Locs> object, bool is_virtual, std::vector<Actual> actuals,
                clang::QualType result, const void* key);
  Operand OrOverriden(const clang::CXXMethodDecl* method, const Locs& object,
                      const clang::Expr* where, const Operand& modeled, const void* key);
  std::optional<Operand> ApplyAccessor(const clang::CXXMethodDecl* method, const Locs& object);
  std::optional<Operand> ApplySpecialMember(const clang::FunctionDecl* callee, const Locs& object,
                                            std::vector<Actual>& actuals);
  Operand OfActual(const Actual& actual);
  TreeId ArgumentTree(const Actual& actual);
  clang::QualType HeldType(const Loc& loc);
  bool LeadsAway(clang::QualType type);
  PathId RowOf(const Loc& pointer);
  std::optional<Reached> ReachedBy(const Loc& loc);
  void ReachResults(std::vector<Reached>& out);
  void ReachInside(const Loc& object, clang::QualType type, std::vector<Reached>& out);
  // meanwhile.cc
  void Start(uint32_t call, const void* key, const clang::Expr* where);
  void Join(SetId values, const clang::Expr* where);
  void NoteMeanwhile(clang::SourceLocation here);
  void FindMeanwhile();
  void Reach(SetId values, bool writable, bool may_point, std::vector<Reached>& out);
  void NoteEscape(BaseId id);
  bool IsSeveral(BaseId base) const;
  uint32_t RecordCall(Key key, CallRecord record, bool closed = false);
  uint32_t SiteIndex(Key key);
  uint32_t TransformIndex(Key key);

  TreeId Sliced(TreeId content, const clang::CXXRecordDecl* record, const clang::Expr* from);
  bool MayHold(clang::QualType whole, clang::QualType part);
  bool PlainDefault(const clang::CXXRecordDecl* record);

  // --- aliases.cc
  // How the arguments of a call alias each other; the name is empty if they do not.
  Aliases FindAliases(const CallRecord& record, const clang::FunctionDecl* callee,
                      const std::vector<Actual>& actuals);
  Aliases FindConstants(const CallRecord& record);
  // Makes the entry state what aliases_ says.
  void EnterAliased();
  // The object that a method is called on.
  Locs Self();

  // --- influence.cc
  void FindLoops(const clang::Stmt* body);
  bool NewEachRound(const clang::Expr* place, const clang::Stmt* loop);
  // How `place` is made of `value` and of itself by the assignment `op`; `sums`: by += and its
  // like.
  Subtype StepOfAssignment(const clang::Expr* op, const clang::Expr* place,
                           const clang::Expr* value, bool sums);
  SetId GroupedBy(const Locs& places);
  SetId Grouped(SetId sum, const Locs& places);
  uint32_t FilterOf(const clang::CFGBlock& block);

  // --- exceptions.cc
  // Where a statement stands: the innermost try block and handler around it.
  struct Inside {
    const clang::CXXTryStmt* attempt = nullptr;
    const clang::CXXCatchStmt* handler = nullptr;
  };
  bool MayThrow(const clang::FunctionDecl* callee);
  void FindTries(const clang::Stmt* body);
  bool MayBringException(const clang::Stmt* stmt);
  std::vector<const clang::CXXCatchStmt*> HandlersOf(const clang::CXXTryStmt* attempt) const;
  uint32_t Takes(const clang::CXXCatchStmt* handler);
  std::vector<uint32_t> Caught();
  BaseId InFlight(const clang::CXXCatchStmt* handler);
  void Deliver(const clang::CXXCatchStmt* handler, State state);
  void NoteThrown(uint32_t call, const State& before);
  // After the call: what it left in what it could reach and change, and its result.
  void LeaveOut(uint32_t call, const std::vector<Reached>& reached, State& state);
  void ThrowObject(const clang::Stmt* where, const std::vector<uint32_t>& types, TreeId content);
  void ThrowAgain(const clang::Stmt* where, const clang::CXXCatchStmt* handler,
                  const clang::CXXTryStmt* attempt);
  Operand Throw(const clang::CXXThrowExpr* expr);
  void Catch(const clang::CXXCatchStmt* handler);
  std::optional<Operand> ApplyExceptionPointer(const clang::FunctionDecl* callee,
                                               const std::vector<Actual>& actuals,
                                               const clang::Expr* where, const void* key);

  struct ModelCall;

  // --- hand_over.cc
  struct Handing;
  bool TakesLock(const clang::FunctionDecl* callee);
  bool Locks();
  void RunLater(const Actual& callable, const std::vector<Actual>& arguments, Handing& handing);
  void RunFunctionLater(const Actual& pointer, const std::vector<Actual>& beside, Handing& handing);
  void RunLater(clang::QualType type, const Locs& places, Handing& handing, int depth);
  void RunVirtualsLater(const clang::CXXRecordDecl* record, const Locs& places, Handing& handing);
  void HandOver(const clang::FunctionDecl* callee, const std::optional<Locs>& object,
                std::vector<Actual>& actuals, const clang::Expr* where, const void* key);
  void HandOverParameters(Handing& handing);

  // --- shared_memory.cc
  void ShareMemory(const Model::Writes& effect, SetId handle, ModelCall& call);

  // --- destroy.cc
  CallRecord EndingCall(const clang::CXXMethodDecl* callee, const Locs& object,
                        clang::SourceLocation where);
  // Objects of a class that end, as far as they are known, and those that they were found to own.
  struct Ending {
    const clang::CXXRecordDecl* record = nullptr;
    Locs known, owned;
  };
  llvm::SmallVector<Ending, 2> ending_;
  void End(clang::QualType type, Locs object, bool derived, Key key, clang::SourceLocation where);
  void EndOwned(const clang::CXXRecordDecl* record, const Locs& object, Key key,
                clang::SourceLocation where);
  void EndReplaced(const clang::FunctionDecl* callee, const Locs& object, const clang::Expr* where,
                   const void* key);
  void FindTemporaries(const clang::Stmt* body);
  void EndTemporary(const clang::CXXBindTemporaryExpr* bind);
  void EndParameters();

  // --- coroutines.cc
  void StartCoroutine(const clang::CoroutineBodyStmt* body);
  Operand Suspend(const clang::CoroutineSuspendExpr* expr);
  std::optional<Operand> ApplyCoroutineHandle(const clang::FunctionDecl* callee,
                                              const std::optional<Locs>& object,
                                              const std::vector<Actual>& actuals, const void* key);

  // --- emplace.cc
  void ConstructFrom(clang::QualType type, Locs place, std::vector<Actual> actuals,
                     const clang::Expr* where, const void* key, bool replaces = false);
  std::optional<Operand> ApplyOptionalOf(const clang::FunctionDecl* callee,
                                         const std::optional<Locs>& object,
                                         const std::vector<Actual>& actuals,
                                         const clang::Expr* where, const void* key);
  std::optional<Operand> ApplyEmplacing(const clang::FunctionDecl* callee,
                                        const std::optional<Locs>& object,
                                        const std::vector<Actual>& actuals,
                                        const clang::Expr* where, const void* key);

  Step TupleStep(bool pair, size_t index);
  std::optional<Operand> ApplyTupleOfReferences(const clang::FunctionDecl* callee,
                                                const std::optional<Locs>& object,
                                                const std::vector<Actual>& actuals,
                                                const void* key);
  std::optional<Operand> ApplyTuples(const clang::FunctionDecl* callee,
                                     const std::vector<Actual>& actuals, const clang::Expr* where,
                                     const void* key);
  std::optional<Operand> ApplyGet(const clang::FunctionDecl* callee,
                                  const std::vector<Actual>& actuals);

  // --- callables.cc
  clang::QualType TypeOfActual(const Actual& actual);
  SetId FunctionsOf(clang::QualType type);
  const clang::FunctionDecl* ModelledCallOperator(clang::QualType type);
  const clang::FunctionDecl* ModelledFunction(SetId targets);
  const void* SubKey(const void* key, int n);
  TreeId CallModelled(const clang::FunctionDecl* function, std::optional<Locs> object,
                      std::vector<Actual> actuals, const ModelCall& outer, int number);
  std::optional<uint32_t> MemberOf(SetId pointers);
  void Project(const Port& projection, Actual& argument, ModelCall& call);
  std::optional<TreeId> CallBack(const Model::Calls& effect, ModelCall& call);
  std::optional<Operand> ApplyBind(const clang::FunctionDecl* callee,
                                   const std::vector<Actual>& actuals, const clang::Expr* where);

  // --- models.cc
  Operand ApplyModel(const Model& model, ModelCall& call);
  BaseId NewMemory(const void* key);
  SetId NewObject(const void* key);
  SetId StoredBehind(const Val& pointer);
  void MakeObjects(ModelCall& call);
  Locs PortPlaces(const Port& port, ModelCall& call);
  bool IsOfRow(const Loc& loc);
  TreeId PortTree(const Port& port, ModelCall& call);
  SetId PortData(const Port& port, ModelCall& call);
  SetId Reachable(TreeId tree);
  SetId DataOnly(SetId set);
  // columns.cc
  clang::QualType TypeOfPort(const Port& port, ModelCall& call);
  std::vector<PathId> ColumnPaths(clang::QualType type, TreeId tree);
  TreeId DataByColumn(const std::vector<const Port*>& ports, ModelCall& call);
  void NoteColumns(const Port& port, ModelCall& call, SiteRecord* site);
  void NoteTagged(const Loc& loc, TreeId content);
  SetId PortText(const Port& port, ModelCall& call);
  Port Spelled(const Port& port, const ModelCall& call);
  bool WriteThroughIterator(const Port& port, TreeId content, ModelCall& call);
  SetId WholeText(SetId set, TreeId tree);
  SetId WithoutTails(SetId set);
  Step ElementNamed(SetId set);
  TreeId EntriesByKey(const Port& port, ModelCall& call);
  BaseId LibraryVariable(const std::string& name);

  // --- texts.cc
  TextId JoinedText(llvm::ArrayRef<TextPart> parts);
  TextId TextOf(const Template& text, ModelCall& call, bool path = false, bool plain = true,
                const Port* stream = nullptr);
  static bool IsTextOfStream(const Port& port);
  Locs OfStream(const Port& text, std::string_view what, ModelCall& call);
  void FillUp(const Port& text, std::vector<TextPart>& parts, ModelCall& call);
  bool ShowsPlain(const Port& text, ModelCall& call);
  std::optional<Operand> ApplyPathPart(const clang::FunctionDecl* callee,
                                       const std::optional<Locs>& object,
                                       const std::vector<Actual>& actuals);
  TextId FormattedText(const Model::Text& text, ModelCall& call);

  // --- option_names.cc
  Operand UnderOption(const clang::Expr* expr, const OptionValue& value, Operand operand);
  std::string OptionOf(const OptionValue& value, SetId held);
  std::set<BaseId> Chosen(SetId held);
  void InitializeFlag(const clang::VarDecl* variable);
  void BindOptions(const clang::VarDecl* table);

  // --- views.cc
  std::optional<Operand> ApplyView(const clang::FunctionDecl* callee,
                                   const std::optional<Locs>& object, std::vector<Actual>& actuals,
                                   clang::QualType result, const clang::Expr* where,
                                   const void* key);
  Locs ElementsOf(const Actual& range);

  // --- byte_views.cc
  struct ByteRange {
    int64_t begin = 0, size = 0;
  };
  size_t StepsToByte(const Loc& loc);
  bool AtByte(const Loc& place);
  void NoteView(const Locs& places, clang::QualType type);
  clang::QualType ViewAt(const Loc& place) const;
  static bool IsByte(clang::QualType type);
  bool CopyIntoBytes(const Locs& targets, clang::QualType to, const Locs& sources,
                     clang::QualType from, int64_t bytes);
  std::optional<ByteRange> RangeOf(const Loc& loc, size_t to_byte);
  SetId OverlappedBy(const Loc& loc, int64_t bytes, bool below);

  // --- layout.cc
  // A part of a block of memory: a part of an object, by its place in the block.
  struct Extent {
    Loc loc;
    int64_t offset = 0, size = 0;  // in bytes, from the start of the block
    bool whole = true;             // the block has all of it
  };
  clang::QualType TypeAt(const Loc& loc);
  clang::QualType FindType(const Loc& loc);
  bool Blurred(const Loc& loc, clang::QualType type);
  Locs BlurredPlaces(const clang::Expr* expr);

  // --- positions.cc
  bool BeginsRange(const Port& port, const ModelCall& call);
  PathId WithoutKey(PathId path);
  Locs ElementsAt(const Port& port, ModelCall& call);
  void MoveOn(const clang::FunctionDecl* callee, const std::optional<Locs>& object);

  // --- machine.cc
  static const clang::Expr* LanesOf(const clang::Expr* expr);
  static bool IsWrapped(const clang::MemberExpr* member);
  std::optional<SetId> CastToVector(const clang::CastExpr* cast);
  Operand Atomic(const clang::AtomicExpr* expr);
  std::optional<Operand> Computation(const clang::CallExpr* call);
  void DropChecks(const clang::FunctionDecl* callee, std::vector<Actual>& actuals);
  void CleanUp(const clang::VarDecl* variable, const clang::FunctionDecl* function,
               const void* key);

  // --- layout.cc
  std::optional<int64_t> SizeOf(clang::QualType type);
  struct FieldPlace {
    int64_t offset = 0;  // in bytes
    clang::QualType type;
  };
  std::optional<FieldPlace> FieldNamed(const clang::RecordDecl* record, uint32_t label);
  void AddExtents(const Extent& of, clang::QualType type, int64_t bytes,
                  std::vector<Extent>& extents);
  std::vector<Extent> PartsOf(const Extent& whole);
  std::vector<Extent> FieldsOf(std::vector<Extent> todo);
  bool OfTwoClasses(const Loc& a, const Loc& b);
  std::optional<std::vector<Extent>> ExtentsOf(const Loc& start, clang::QualType pointee,
                                               int64_t bytes);
  TreeId ReadBytes(const Loc& start, clang::QualType pointee, int64_t offset, int64_t bytes);
  std::optional<int64_t> StepOut(Loc& at, bool& known);
  SetId MoveBytes(SetId pointers, clang::QualType pointee, std::optional<int64_t> distance,
                  bool in_row = false);
  Locs SeenAs(Locs places, clang::QualType type);
  void NoteRecast(const clang::CastExpr* cast);
  Locs FieldByPlace(const Locs& objects, const clang::FieldDecl* field);
  bool FieldsAt(clang::QualType record, int64_t offset, clang::QualType type,
                llvm::SmallVectorImpl<const clang::FieldDecl*>& way);
  SetId CastTo(SetId pointers, clang::QualType type, bool moved);
  clang::QualType TakenFor(const clang::ParmVarDecl* parameter);
  TreeId AsTaken(const clang::FunctionDecl* callee, size_t index, TreeId argument);

  // --- neighbours.cc
  Locs Neighbours(const Loc& at);
  bool LeavesRow(const Loc& at, int64_t distance);
  TreeId WithNeighbours(TreeId tree, clang::QualType pointer);

  // --- blocks.cc
  std::optional<int64_t> BytesOf(const std::vector<Port>& factors, ModelCall& call);
  bool StoreBytes(const Actual& pointer, int64_t bytes, TreeId content);
  std::optional<Operand> ApplyBlock(const clang::FunctionDecl* callee,
                                    const std::vector<Actual>& actuals);

  Step StepOf(const Port::Step& step, ModelCall& call);
  void NoteGrowth(const Locs& containers);
  TreeId Modeled(TreeId content);
  std::vector<std::pair<Port::Step, TreeId>> KeyedEntries(const Model::Flow& flow, ModelCall& call);
  std::vector<TreeId> PointedRange(const Model::Flow& flow, ModelCall& call);
  SetId ChosenBy(const Port& port, ModelCall& call);
  const Operand* AtOwnIterator(const Port& port, ModelCall& call);
  std::optional<TreeId> OwnIteratorReturned(const ModelCall& call);
  void WritePort(const Port& port, TreeId content, bool adds, ModelCall& call);

  // --- summary.cc
  class SummaryFrame;
  // What the function does, once walked; nothing, if that takes more than a summary can tell.
  std::optional<Summary> Summarize();
  // The callee's summary, made now if need be; null: it has none.
  const Summary* SummaryOf(const clang::FunctionDecl* callee);
  std::optional<Operand> ApplySummary(const Summary& summary, const std::optional<Locs>& object,
                                      std::vector<Actual>& actuals, clang::QualType result,
                                      const void* key);

  // --- emit.cc
  std::vector<std::pair<SetId, Location>> Guards();
  void FindFilters();
  void NoteWritten();
  void EmitMemory(Emitter& emit, const State& state, TreeId given, const std::vector<BaseId>& also,
                  google::protobuf::RepeatedPtrField<Memory>& out);
  void EmitThrows(Emitter& emit, Function& out);
  void Emit();

  // --- reinterprets.cc
  bool IsNumbers(BaseId base);

  Unit& unit_;
  PathTable& paths_;
  ValueTable values_;
  const clang::Decl* decl_;
  const clang::FunctionDecl* function_ = nullptr;
  const clang::VarDecl* variable_ = nullptr;
  const clang::CXXMethodDecl* method_ = nullptr;
  const Aliases* const aliases_;
  std::unique_ptr<clang::CFG> graph_;
  std::unique_ptr<const Branches> branches_;
  std::unique_ptr<const Options> options_;  // null: nothing stands under an option's name

  std::vector<BaseInfo> bases_;
  std::optional<llvm::DenseSet<const clang::StringLiteral*>> secrets_;  // once one asks
  llvm::DenseMap<std::pair<BaseId, PathId>, clang::QualType> types_;    // of places; see TypeAt
  llvm::DenseMap<const clang::RecordDecl*, std::vector<PathId>> pointers_in_;
  llvm::DenseMap<const clang::ParmVarDecl*, clang::QualType> taken_for_;  // see TakenFor
  llvm::DenseMap<const clang::VarDecl*, BaseId> variable_bases_;
  llvm::DenseMap<BaseId, const clang::VarDecl*> globals_;
  std::vector<BaseId> global_bases_;  // in order
  llvm::DenseMap<const void*, BaseId> temporary_bases_;
  llvm::DenseMap<uint32_t, BaseId> result_bases_;
  llvm::DenseMap<BaseId, uint32_t> declared_guard_;
  llvm::SmallVector<BaseId, 8> parameter_bases_;                          // PARAM bases
  std::optional<BaseId> variadic_base_;                                   // of `...`
  BaseId variadic_storage_ = 0;                                           // where its elements are
  llvm::DenseMap<const clang::CXXBindTemporaryExpr*, Locs> temporaries_;  // that end here
  BaseId this_base_ = 0;
  bool has_this_ = false;
  SetId aliased_this_ = 0;  // where another parameter leads to it
  BaseId return_base_ = 0;
  BaseId others_base_ = 0;
  llvm::DenseSet<BaseId> led_to_;  // calls that returned pointers were given a way there
  // By what OTHERS hold, and by base: see HomeIn.
  llvm::DenseMap<std::pair<TreeId, BaseId>, SetId> left_of_result_;
  llvm::DenseMap<const clang::Expr*, Operand> results_;
  llvm::DenseMap<const clang::Expr*, Loc> destinations_;
  llvm::DenseMap<const clang::ValueDecl*, clang::FieldDecl*> captures_;
  clang::FieldDecl* captured_this_ = nullptr;
  llvm::DenseSet<const clang::Stmt*> skipped_;        // initialisers of static variables
  llvm::DenseMap<const clang::Stmt*, bool> pending_;  // being evaluated: guards recursion

  State state_;
  uint32_t guard_ = 0;                            // of the block being visited
  const void* element_ = nullptr;                 // of the graph, being visited
  const clang::Stmt* round_ = nullptr;            // the innermost loop whose rounds run it
  llvm::SmallDenseMap<int, int, 4> stored_here_;  // how often an element has stored to a place
  std::vector<State> entry_;
  std::vector<const clang::CFGBlock*> blocks_;  // by id
  std::map<std::vector<unsigned>, uint32_t> guard_index_;
  llvm::DenseMap<const clang::CFGBlock*, uint32_t> block_guard_, block_filter_;
  llvm::DenseMap<uint32_t, uint32_t> filter_of_;  // guard -> its filter, index + 1
  const clang::CFGBlock* block_ = nullptr;        // being visited
  struct Enclosing {
    const clang::Stmt* loop = nullptr;
    const clang::IfStmt* branch = nullptr;
  };
  llvm::DenseMap<const clang::Stmt*, Enclosing> enclosing_;  // of assignments in loops
  llvm::DenseMap<const clang::Stmt*, const clang::Stmt*> outer_loop_, round_of_;
  llvm::DenseMap<const clang::Decl*, const clang::Stmt*> declared_in_;
  llvm::DenseMap<unsigned, SetId> condition_;  // block id -> values of its condition
  std::unique_ptr<class GuardFinder> guard_finder_;

  std::map<Key, uint32_t> call_index_, site_index_, transform_index_;
  // Default arguments and initialisers of members stand wherever they are used: the same
  // expressions. Those that stand in several places of the graph; which place is evaluated now, 0:
  // the expression's only one.
  llvm::DenseSet<const clang::Stmt*> repeated_, repeated_ends_;
  std::map<std::pair<const void*, unsigned>, int> occurrences_;
  int occurrence_ = 0;
  llvm::DenseMap<std::pair<const clang::Type*, const clang::Type*>, bool> may_hold_;
  llvm::DenseSet<BaseId> recast_;  // holds objects that are taken for ones of an unrelated class
  llvm::DenseSet<BaseId> viewed_;  // holds bytes that are taken for something else
  std::map<std::pair<BaseId, PathId>, clang::QualType> views_;  // the objects at bytes
  std::vector<CallRecord> calls_;
  std::vector<SiteRecord> sites_;
  std::vector<TransformRecord> transforms_;
  std::map<std::pair<const void*, int>, std::unique_ptr<uint64_t>> sub_keys_;

  bool nothrow_ = false;  // nothing leaves the function by an exception
  Inside here_;           // of the element being visited
  llvm::DenseMap<const clang::Stmt*, Inside> inside_;
  llvm::DenseMap<const clang::CXXCatchStmt*, unsigned> handlers_;  // numbered
  llvm::DenseMap<const clang::CXXCatchStmt*, const clang::CFGBlock*> handler_blocks_;
  llvm::DenseSet<const clang::CXXTryStmt*> sources_;                 // something in it may throw
  std::vector<std::pair<const clang::CFGBlock*, State>> delivered_;  // by the block being visited
  std::map<std::pair<uint32_t, const clang::CXXCatchStmt*>, uint32_t> thrown_calls_;
  std::map<const clang::CXXCatchStmt*, std::set<std::vector<uint32_t>>> local_throws_;
  std::map<const clang::Stmt*, ThrowRecord> throws_;
  std::vector<BaseId> escaped_;  // locals whose address a call has seen
  size_t memory_of_globals_ = 0;
  llvm::DenseSet<uint32_t> without_globals_;  // calls
  std::vector<uint32_t> gaps_;
  std::optional<bool> locks_;
  std::map<uint32_t, Concurrent> concurrent_;  // by call
  bool noting_ = false;                        // while what those may find is collected
  std::optional<bool> reinterprets_;           // once asked: see IsNumbers
  bool timed_out_ = false;
  bool any_time_ = false;       // see fragment.proto
  bool looks_through_ = false;  // the project's own functions are summarised, too
  int nesting_ = 0;             // of functions walked because another one calls them
  uint64_t steps_ = 0;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_WALKER_H_
