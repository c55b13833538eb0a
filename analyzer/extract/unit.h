// What the functions of one translation unit share while they are extracted: interned strings and
// paths, names of declarations, places, the catalog, and which functions are still to be done.

#ifndef PEDIGREE_ANALYZER_EXTRACT_UNIT_H_
#define PEDIGREE_ANALYZER_EXTRACT_UNIT_H_

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/model.h"
#include "analyzer/extract/aliases.h"
#include "analyzer/extract/constants.h"
#include "analyzer/extract/paths.h"
#include "analyzer/extract/plain_name.h"
#include "analyzer/extract/program_numbers.h"
#include "analyzer/extract/summary.h"
#include "analyzer/extract/thunk.h"
#include "analyzer/extract/unit_source.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Mangle.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"
#include "proto/fragment.pb.h"

namespace pedigree {

// The type that a template's specialization is made for first (the element of a sequence); null
// where `record` is none, or that is no type.
clang::QualType FirstTypeArgument(const clang::CXXRecordDecl* record);

enum class Range {
  kContainer,  // they are elements
  kPointer,    // it points at them: a view
};

class Unit {
 public:
  // Files are told relative to `root`; empty: to the working directory.
  Unit(clang::ASTContext& ast, const CatalogSet& catalog, Fragment& fragment, std::string root);

  clang::ASTContext& ast() const { return ast_; }
  PathTable& paths() { return paths_; }
  Fragment& fragment() { return fragment_; }
  Constants& constants() { return constants_; }

  // The id of a string; 0 is "".
  uint32_t Str(std::string_view text);
  std::string_view Text(uint32_t id) const { return texts_[id]; }

  // The name by which the linker knows a function, variable or class.
  uint32_t Symbol(const clang::NamedDecl* decl);
  uint32_t Symbol(const clang::CXXRecordDecl* record);
  // The symbol of a type that is thrown or caught, without references and qualifiers.
  uint32_t ThrownType(clang::QualType type);
  // The types whose handlers take an object of this one: its own first.
  std::vector<uint32_t> TakenAs(clang::QualType type);
  // "std::vector::push_back": no template arguments, no inline namespaces.
  const std::string& Name(const clang::NamedDecl* decl);
  uint32_t FieldLabel(const clang::FieldDecl* field);
  // Whether a class of the program's own has a field of that label.
  bool IsColumnLabel(uint32_t label) const { return column_labels_.contains(label); }
  // The fields of that label that carry tags; of as many classes.
  llvm::ArrayRef<const clang::FieldDecl*> TaggedFields(uint32_t label) const {
    const auto it = tagged_.find(label);
    return it == tagged_.end() ? llvm::ArrayRef<const clang::FieldDecl*>() : it->second;
  }
  bool HasTags() const { return !tagged_.empty(); }
  // The tags that a field carries.
  std::vector<uint32_t> TagsOf(const clang::FieldDecl* field);
  // What an object consists of, where it is read or written as a whole.
  struct Column {
    PathId path = 0;
    std::string name;  // "home.zip"
    std::vector<uint32_t> tags = {};
    uint32_t message = 0, field = 0;  // the message's class, and its field
  };
  // Of a class of the program's own, or a message, or a sequence of those; else none.
  const std::vector<Column>& ColumnsOf(clang::QualType type);
  // Tells what is made at a place of the source from what is made elsewhere, or in other instances
  // of the templates around it.
  std::string PlaceLabel(clang::SourceLocation where, const clang::DeclContext* context);
  // The label of a part that a model gives an object.
  uint32_t PartLabel(std::string_view name);
  // Whether fields of that label, all of this unit's, are numbers: they do not point anywhere.
  bool IsNumberLabel(uint32_t label) const {
    return number_labels_.contains(label) && !other_labels_.contains(label);
  }
  // A number, an array or a sequence of such.
  bool IsNumber(clang::QualType type);
  // The place in a file; macros count where they are expanded.
  Location Place(clang::SourceLocation where);
  bool IsSpan(clang::QualType type);
  // The symbol of a function of our own that writes what its first parameter points to through the
  // handle that is its second: what the call of `api` at `place` does to memory that it shares with
  // a file.
  uint32_t RequireWriter(const Location& place, uint32_t api);
  // Notes in `source` where things stand, from now on.
  void NoteSource(UnitSource* source) { source_ = source; }
  void NoteCall(const Location& place, const clang::FunctionDecl* callee, const Model& model);
  // What annotations allow in the function; what is wrong with them is a warning.
  std::vector<Allowance> AllowancesOf(const clang::FunctionDecl* function);
  void NoteAllowed(const clang::FunctionDecl* function, const Allowance& allowance);

  // What the catalog says of a function; null: nothing.
  const Model* ModelOf(const clang::FunctionDecl* function);
  const GlobalHandle* HandleOf(const clang::VarDecl* variable);
  // Declared in the standard library (C or C++): modelled or unknown, never analysed.
  bool InStandardLibrary(const clang::Decl* decl);
  // A class of a standard library that is an iterator, whatever it is called: it has operator*
  // and operator++. To the catalog it is std::input_or_output_iterator.
  bool IsIterator(const clang::CXXRecordDecl* record);
  // A library's function by its plain name.
  PlainName PlainNameFor(const clang::FunctionDecl* function);
  bool InSystemHeader(const clang::Decl* decl) const;
  // Of another project than the one that is built: in a system header, or outside the sources.
  bool InLibrary(const clang::Decl* decl);
  // Whether an object of this type can hold or be a pointer, however deep.
  bool MayPoint(clang::QualType type);
  // Whether an object of this class of the program's own has a part that is mutable.
  bool HasMutable(clang::QualType type);
  // Whether the body of `function`, or of one that it calls, makes pointers to const into others
  // (const_casts.cc).
  bool CastsConstAway(const clang::FunctionDecl* function);

  // The function of that symbol, if it was used as a value here.
  const clang::FunctionDecl* FunctionNamed(uint32_t symbol) const;
  // What a pointer to the data member with that label is known by, and back.
  // It is a function that gives the place of the member in the object it is given.
  uint32_t MemberSymbol(uint32_t label);
  std::optional<uint32_t> MemberLabel(uint32_t symbol);
  // An algorithm that is told first how to run, which its model does not speak of.
  bool TakesPolicy(const clang::FunctionDecl* function);
  // How the elements of a range of this type are reached from it.
  Range RangeOf(clang::QualType type);
  // Whether the end of an object of this type runs a destructor of the program's (destroy.cc).
  bool Destroys(clang::QualType type);
  // A class whose objects hold the function that they call as a value.
  bool WrapsFunction(const clang::CXXRecordDecl* record);
  // The symbol of a thunk, whose body is written down once.
  uint32_t RequireThunk(const Thunk& thunk);

  // Asks for the body of `function` to be extracted, if it has one that counts.
  void Require(const clang::FunctionDecl* function);
  void RequireInitializer(const clang::VarDecl* variable);
  // The symbol of a function that is used as a value, at `where`. Its body is asked for where that
  // value gets into the fragment (RequireValue): a call by name evaluates the name, and drops it.
  uint32_t FunctionValue(const clang::FunctionDecl* function, clang::SourceLocation where = {});
  void RequireValue(uint32_t symbol);
  // Notes that the function is extracted now; false if it was asked for already.
  bool MarkRequired(const clang::FunctionDecl* definition);

  // The body of a library's inline function, whose calls may be told by a summary of it; or null.
  // `own`: of the project's functions as well.
  const clang::FunctionDecl* Summarizable(const clang::FunctionDecl* function, bool own = false);
  // By body: null while a summary is being made, and where there is none.
  auto& summaries() { return summaries_; }

  // Asks for a class: its virtual methods and its bases.
  void RequireClass(const clang::CXXRecordDecl* record);

  // The next function or initialiser to extract; null: done.
  const clang::Decl* NextRequired();

  // `path` in words that every unit has alike.
  std::string PathText(PathId path);
  std::string AliasName(const AliasEntry& entry);
  // Whether the body of `function` mentions `global`.
  bool Mentions(const clang::FunctionDecl* function, const clang::VarDecl* global);
  // That `function` was extracted, and which of its parameters' objects it may change: bit 0 for
  // `this`, bit i + 1 for parameter i.
  void NoteWalked(const clang::FunctionDecl* function, uint64_t written);
  // Asks for the body of `function`, or of what overrides it, as it is where its parameters alias.
  void RequireAliased(const clang::FunctionDecl* function, const Aliases& aliases);
  // constant_arguments.cc
  const std::set<unsigned>& Deciding(const clang::FunctionDecl* definition);
  bool RequireConstants(const clang::FunctionDecl* function, const Aliases& aliases);
  // program_numbers.cc
  void RequireGiven(const clang::FunctionDecl* function, const clang::CFG& graph);
  // A variable or function that others may ask.
  void NoteNumber(const clang::ValueDecl* decl);
  // Writes down what is known of those.
  void AddKnownNumbers();
  // Writes down what the options of messages say whose generated code this unit has.
  void AddMessageTags();
  // Once all else is done: the next function to extract with its parameters alias; null: done.
  struct Aliased {
    const clang::FunctionDecl* function = nullptr;
    Aliases aliases;
  };
  const Aliased* NextAliased();

 private:
  // destroy.cc
  bool DestroysAnyOf(clang::QualType type,
                     llvm::SmallPtrSetImpl<const clang::CXXRecordDecl*>& asked);
  // columns.cc; of messages, messages.cc
  void AddColumns(clang::QualType type, PathId path, const std::string& prefix, int nesting,
                  std::vector<Column>* columns);
  void AddColumn(clang::QualType type, PathId path, Column column, int nesting,
                 std::vector<Column>* columns);
  void AddColumnsOfMessage(const clang::CXXRecordDecl* message, PathId path,
                           const std::string& prefix, int nesting, std::vector<Column>* columns);
  std::string MakeSymbol(const clang::NamedDecl* decl);
  UnitSource::Place PlaceIn(const Location& place) const;
  std::string RelativeFile(clang::FileID file);
  std::string Relative(std::string_view file);

  clang::ASTContext& ast_;
  const CatalogSet& catalog_;
  Fragment& fragment_;
  std::string root_;
  UnitSource* source_ = nullptr;
  Constants constants_{ast_};
  PathTable paths_;
  llvm::StringMap<uint32_t> strings_;
  std::vector<std::string> texts_;
  std::unique_ptr<clang::DiagnosticsEngine> quiet_;
  std::unique_ptr<clang::MangleContext> mangle_;
  llvm::DenseMap<const clang::Decl*, uint32_t> symbols_;
  llvm::DenseMap<const clang::Decl*, std::unique_ptr<std::string>> names_;
  llvm::DenseMap<const clang::FieldDecl*, uint32_t> fields_;
  llvm::DenseMap<const clang::FunctionDecl*, const Model*> models_;
  llvm::DenseMap<const clang::Type*, bool> may_point_;
  llvm::DenseMap<const clang::FunctionDecl*, bool> casts_const_away_;
  llvm::DenseMap<const clang::CXXRecordDecl*, bool> has_mutable_;
  llvm::DenseSet<uint32_t> number_labels_, other_labels_, column_labels_;
  llvm::DenseMap<uint32_t, llvm::SmallVector<const clang::FieldDecl*, 1>> tagged_;  // by label
  llvm::DenseMap<const clang::Type*, std::unique_ptr<std::vector<Column>>> columns_;
  llvm::DenseMap<const clang::CXXRecordDecl*, bool> destroys_, iterators_;
  llvm::DenseMap<clang::FileID, uint32_t> files_;
  llvm::DenseMap<clang::FileID, bool> library_files_;
  llvm::DenseMap<const clang::FunctionDecl*, std::unique_ptr<Summary>> summaries_;
  struct FunctionUsed {
    const clang::FunctionDecl* function = nullptr;
    clang::SourceLocation where;  // last
    bool modelled = false;        // the catalog's
  };
  llvm::DenseMap<uint32_t, FunctionUsed> function_values_;  // by symbol
  llvm::DenseMap<const clang::FunctionDecl*, uint32_t> modelled_values_;
  llvm::DenseSet<const clang::Decl*> required_;
  llvm::DenseSet<uint32_t> thunks_;
  std::vector<const clang::Decl*> queue_;
  size_t next_ = 0;

  // annotations.cc: what annotations in the source say of a function; null: nothing.
  const Model* ModelOfAnnotations(const clang::FunctionDecl* function);
  void WarnOfAnnotation(const clang::FunctionDecl* function, clang::SourceLocation where,
                        const std::string& wrong);
  // messages.cc: a class that protobuf has generated, and what its methods do.
  bool IsMessage(const clang::CXXRecordDecl* record);
  const Model* ModelOfMessage(const clang::CXXMethodDecl* method);
  const Model* ModelOfIterators(const clang::FunctionDecl* function,
                                std::vector<std::string> parameters);
  llvm::DenseMap<const clang::CXXRecordDecl*, bool> is_message_;
  std::deque<Model> message_models_;

  bool MattersAliased(const clang::FunctionDecl* function, const Aliases& aliases) const;
  void RequirePairs();
  struct Walked {
    uint64_t written = 0;
    int index = 0;  // in the fragment
  };
  std::vector<const clang::FunctionDecl*> walked_;
  llvm::DenseMap<const clang::FunctionDecl*, Walked> written_;
  llvm::DenseMap<const clang::FunctionDecl*, llvm::DenseSet<const clang::VarDecl*>> mentions_;
  std::deque<Aliased> aliased_;
  std::map<const clang::FunctionDecl*, std::set<unsigned>> deciding_;
  llvm::DenseMap<const clang::FunctionDecl*, uint32_t> ways_with_constants_;
  size_t all_with_constants_ = 0, blocks_walked_ = 0, blocks_given_ = 0;
  llvm::SetVector<const clang::ValueDecl*> numbers_;
  size_t next_aliased_ = 0, aliased_walked_ = 0;
  bool pairs_required_ = false;
  llvm::StringMap<uint32_t> aliased_seen_;  // symbol and name; and how many a symbol has
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_UNIT_H_
