// Builds fragments for tests, from a notation close to what one would draw on paper.
//
//   FragmentBuilder fragment("a.cc");
//   FunctionBuilder& load = fragment.Function("Load").Parameters(1);
//   const int site = load.Read("fread", "data.csv");
//   load.Returns({{"", {load.ReadOf(site)}}});
//
// Paths are written "*" (POINTEE), ".name", "[3]", "[any]", "[\"key\"]", "+2" and "+any" (OFFSET),
// one after the other. Places are a base and a path: "P0 *.age", "THIS *", "G:name", "R2" (result
// of call 2), "L:x", "H:node".

#ifndef PEDIGREE_ANALYZER_LINK_TESTING_H_
#define PEDIGREE_ANALYZER_LINK_TESTING_H_

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/fragment_reader.h"
#include "proto/fragment.pb.h"
#include "proto/graph.pb.h"

namespace pedigree::link::testing {

using ValueIndex = uint32_t;
using Values = std::vector<ValueIndex>;
struct TreeEntry {
  std::string path;
  Values values;
  bool weak = false;
};
using TreeSpec = std::vector<TreeEntry>;
// A part of a text: literal, or a hole filled by values.
struct TextPart {
  TextPart(const char* text) : literal(text) {}
  TextPart(std::string text) : literal(std::move(text)) {}
  TextPart(Values values) : hole(std::move(values)) {}
  std::string literal;
  Values hole;
};
inline TextPart Hole(Values values) { return TextPart(std::move(values)); }
// Memory: base to tree.
using MemorySpec = std::map<std::string, TreeSpec>;

class FragmentBuilder;

class FunctionBuilder {
 public:
  FunctionBuilder(FragmentBuilder& fragment, Function* proto)
      : fragment_(fragment), proto_(proto) {}

  FunctionBuilder& Parameters(int count);
  FunctionBuilder& Method();
  FunctionBuilder& Main();
  FunctionBuilder& Initializer();
  FunctionBuilder& Internal();
  FunctionBuilder& Merged(uint64_t hash);

  // Values. `place` is as above.
  ValueIndex Initial(std::string_view place, Subtype how = SUBTYPE_UNSPECIFIED);
  ValueIndex Out(int call, std::string_view place);
  ValueIndex Address(std::string_view place);
  ValueIndex ReadOf(int site, Subtype how = SUBTYPE_UNSPECIFIED, std::string_view path = "");
  ValueIndex HandleOf(int site);
  ValueIndex Transformed(int transform);
  ValueIndex Text(std::vector<TextPart> parts);
  ValueIndex Number(int64_t number);
  ValueIndex FunctionValue(std::string_view symbol);
  ValueIndex Type(std::string_view symbol);
  ValueIndex GuardValue(int guard);

  // What happens, each at a line of its own. They return the index of what they add.
  int Call(std::string_view callee, std::vector<TreeSpec> arguments, MemorySpec memory = {});
  int MethodCall(std::string_view callee, TreeSpec receiver, std::vector<TreeSpec> arguments,
                 MemorySpec memory = {}, bool is_virtual = false);
  int IndirectCall(Values target, std::vector<TreeSpec> arguments, MemorySpec memory = {});
  int Store(TreeSpec pointer, TreeSpec value, MemorySpec memory = {});
  int Load(TreeSpec pointer, MemorySpec memory = {});
  void GuardCall(int call, int guard);
  void Mutable(int call, std::vector<uint32_t> arguments);

  int Open(std::string_view api, ValueIndex name, std::string_view ns = "file");
  int Prepare(Values database, ValueIndex sql);
  int Execute(Values database, ValueIndex sql);
  int Read(std::string_view api, std::string_view name);
  int ReadNamed(std::string_view api, ValueIndex name);
  int ReadHandle(std::string_view api, Values handle);
  int ReadColumn(Values handle, Values column, int base = 0);
  int Write(std::string_view api, std::string_view name, TreeSpec data);
  int WriteNamed(std::string_view api, ValueIndex name, TreeSpec data);
  int WriteHandle(std::string_view api, Values handle, TreeSpec data);
  int WriteColumn(Values handle, Values column, TreeSpec data, int base = 1);
  void GuardSite(int site, int guard);

  int Transform(TransformKind kind, std::string_view api, TreeSpec input);
  int Guard(Values values, int outer = -1);

  void Returns(TreeSpec tree);
  void Exit(std::string_view base, TreeSpec tree);

 private:
  uint32_t Base(std::string_view base);
  uint32_t Tree(const TreeSpec& spec);
  uint32_t Set(const Values& values);
  uint32_t TextOf(ValueIndex text) const { return proto_->value(text).index() + 1; }
  ValueIndex Add(const Value& value);
  // Splits "P0 *.age" and fills in base and path.
  uint32_t Place(std::string_view place, uint32_t* path);
  void Locate(Location* location);
  pedigree::Call* NewCall(std::vector<TreeSpec> arguments, MemorySpec memory);
  Site* NewSite(Site::Kind kind, std::string_view api);

  FragmentBuilder& fragment_;
  pedigree::Function* proto_;
  std::map<std::string, uint32_t, std::less<>> bases_;
  int line_ = 1;
};

class FragmentBuilder {
 public:
  explicit FragmentBuilder(std::string_view source);

  FunctionBuilder& Function(std::string_view name);
  // A class with its bases, and its methods: symbol to the symbols it overrides.
  void Class(std::string_view symbol, std::vector<std::string> bases,
             std::map<std::string, std::vector<std::string>> methods);
  NamedFragment Build() const;

  uint32_t String(std::string_view text);
  uint32_t Path(std::string_view path);
  Fragment& proto() { return fragment_; }

 private:
  Fragment fragment_;
  std::deque<FunctionBuilder> functions_;
  std::map<std::string, uint32_t, std::less<>> strings_;
  std::map<std::string, uint32_t, std::less<>> paths_;
};

// "from -> to DIRECT IDENTITY EXACT [TRAIN]": each flow of the graph's jobs, sorted. Names without
// the namespace where it is "file"; columns after a colon.
std::vector<std::string> Flows(const Graph& graph);
// The names of the assets, sorted, as above.
std::vector<std::string> Assets(const Graph& graph);
// The notes along the only flow from `from` to `to`.
std::vector<std::string> Notes(const Graph& graph, std::string_view from, std::string_view to);

// Links fragments; the test fails if that does.
Graph LinkAll(std::vector<const FragmentBuilder*> fragments);

}  // namespace pedigree::link::testing

#endif  // PEDIGREE_ANALYZER_LINK_TESTING_H_
