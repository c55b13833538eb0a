// What the linker makes of each rule that fragment.proto's head states, in the smallest program
// that shows it.

#include "analyzer/link/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "analyzer/link/testing.h"

namespace pedigree::link {
namespace {

using testing::Assets;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Flows;
using testing::FragmentBuilder;
using testing::FunctionBuilder;
using ::testing::HasSubstr;
using testing::Hole;
using ::testing::IsEmpty;
using testing::LinkAll;
using ::testing::Not;
using testing::Notes;
using ::testing::UnorderedElementsAre;

// Functions that most programs below are made of.
//   int Read(const char* name)          reads the file `name`
void AddRead(FragmentBuilder& fragment) {
  FunctionBuilder& f = fragment.Function("Read").Parameters(1);
  const int site = f.ReadNamed("fread", f.Text({Hole({f.Initial("P0")})}));
  f.Returns({{"", {f.ReadOf(site)}}});
}
//   void Write(const char* name, int value)
void AddWrite(FragmentBuilder& fragment) {
  FunctionBuilder& f = fragment.Function("Write").Parameters(2);
  f.WriteNamed("fwrite", f.Text({Hole({f.Initial("P0")})}), {{"", {f.Initial("P1")}}});
}
int CallRead(FunctionBuilder& f, std::string name) {
  return f.Call("Read", {{{"", {f.Text({testing::TextPart(name)})}}}});
}
void CallWrite(FunctionBuilder& f, std::string name, testing::Values value,
               testing::MemorySpec memory = {}) {
  f.Call("Write", {{{"", {f.Text({testing::TextPart(name)})}}}, {{"", value}}}, std::move(memory));
}

TEST(LinkTest, FollowsAValueWithinAFunction) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in.csv");
  main.Write("fwrite", "out.csv", {{"", {main.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in.csv -> out.csv IDENTITY EXACT"));
}

// An object that points to the next, and so on: the last one holds what was read.
std::vector<std::string> FlowsThroughChain(int length, Graph* graph) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in.csv");
  auto object = [](int i) { return "L:x" + std::to_string(i); };
  for (int i = 0; i < length; ++i) {
    main.Exit(object(i), {{"", {main.Address(object(i + 1))}}});
  }
  main.Exit(object(length), {{"", {main.ReadOf(read)}}});
  main.Write("fwrite", "out.csv", {{"", {main.Address(object(0))}}});
  *graph = LinkAll({&fragment});
  return Flows(*graph);
}

TEST(LinkTest, MemoryThatIsTooMuchToGoThroughIsWidened) {
  Graph graph;
  EXPECT_THAT(FlowsThroughChain(100, &graph), ElementsAre("in.csv -> out.csv IDENTITY EXACT"));
  EXPECT_THAT(graph.job(0).coverage().widened(), IsEmpty());
  // First all ways to a place are taken for one, in the end all that there is for what is there.
  for (int length : {1500, 6000}) {
    EXPECT_THAT(FlowsThroughChain(length, &graph),
                ElementsAre("in.csv -> out.csv TRANSFORMATION WIDENED"))
        << length;
    EXPECT_THAT(graph.job(0).coverage().widened(), ElementsAre("main")) << length;
  }
}

TEST(LinkTest, MatchesCallsWithReturns) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& main = fragment.Function("main").Main();
  const int a = CallRead(main, "a"), b = CallRead(main, "b");
  CallWrite(main, "x", {main.Initial("R" + std::to_string(a))});
  CallWrite(main, "y", {main.Initial("R" + std::to_string(b))});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("a -> x IDENTITY EXACT", "b -> y IDENTITY EXACT"));
}

TEST(LinkTest, LinksAcrossFragments) {
  FragmentBuilder read("read.cc"), write("write.cc"), main_file("main.cc");
  AddRead(read);
  AddWrite(write);
  FunctionBuilder& main = main_file.Function("main").Main();
  const int a = CallRead(main, "a");
  CallWrite(main, "x", {main.Initial("R" + std::to_string(a), TRANSFORMATION)});
  EXPECT_THAT(Flows(LinkAll({&main_file, &write, &read})),
              ElementsAre("a -> x TRANSFORMATION EXACT"));
}

TEST(LinkTest, TellsTheWay) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& main = fragment.Function("main").Main();
  const int a = CallRead(main, "a.csv");
  const int train = main.Transform(TRAIN, "Fit", {{"", {main.Initial("R" + std::to_string(a))}}});
  CallWrite(main, "m.bin", {main.Transformed(train)});
  Graph graph = LinkAll({&fragment});
  EXPECT_THAT(Flows(graph), ElementsAre("a.csv -> m.bin TRANSFORMATION EXACT TRAIN"));
  EXPECT_THAT(Notes(graph, "a.csv", "m.bin"),
              ElementsAre("read from a.csv by fread", "returned by Read()", "TRAIN by Fit",
                          "passed to Write()", "written to m.bin by fwrite"));
  EXPECT_EQ(graph.asset(1).kind(), MODEL);
  EXPECT_TRUE(graph.asset(1).kind_inferred());
}

TEST(LinkTest, KeepsFieldsApart) {
  // void Fill(Row* r) { r->age = Read("age"); r->zip = Read("zip"); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& fill = fragment.Function("Fill").Parameters(1);
  CallRead(fill, "age");
  CallRead(fill, "zip");
  fill.Exit("P0", {{"*.age", {fill.Initial("R0")}}, {"*.zip", {fill.Initial("R1")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int c = main.Call("Fill", {{{"", {main.Address("L:row")}}}}, {{"L:row", {{"", {}}}}});
  CallWrite(main, "x", {main.Out(c, "L:row .age")});
  CallWrite(main, "y", {main.Out(c, "L:row .zip")});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("age -> x IDENTITY EXACT", "zip -> y IDENTITY EXACT"));
}

TEST(LinkTest, WhatACalleeOverwritesIsGone) {
  // void Clear(int* p) { *p = 0; }
  FragmentBuilder fragment("a.cc");
  AddWrite(fragment);
  FunctionBuilder& clear = fragment.Function("Clear").Parameters(1);
  clear.Exit("P0", {{"*", {clear.Number(0)}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in");
  const int c =
      main.Call("Clear", {{{"", {main.Address("L:x")}}}}, {{"L:x", {{"", {main.ReadOf(read)}}}}});
  CallWrite(main, "out", {main.Out(c, "L:x")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), IsEmpty());
}

TEST(LinkTest, WhatACalleeOverwritesMaybeIsKept) {
  FragmentBuilder fragment("a.cc");
  AddWrite(fragment);
  FunctionBuilder& clear = fragment.Function("Clear").Parameters(1);
  clear.Exit("P0", {{"*", {clear.Number(0)}, /*weak=*/true}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in");
  const int c =
      main.Call("Clear", {{{"", {main.Address("L:x")}}}}, {{"L:x", {{"", {main.ReadOf(read)}}}}});
  CallWrite(main, "out", {main.Out(c, "L:x")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, ACalleeLeavesAloneWhatItDoesNotName) {
  // void SetAge(Row* r) { r->age = 0; }: zip is as before.
  FragmentBuilder fragment("a.cc");
  AddWrite(fragment);
  FunctionBuilder& set = fragment.Function("SetAge").Parameters(1);
  set.Exit("P0", {{"*.age", {set.Number(0)}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in");
  const int c = main.Call("SetAge", {{{"", {main.Address("L:row")}}}},
                          {{"L:row", {{"", {main.ReadOf(read)}}}}});
  CallWrite(main, "x", {main.Out(c, "L:row .age")});
  CallWrite(main, "y", {main.Out(c, "L:row .zip")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> y IDENTITY EXACT"));
}

TEST(LinkTest, WritingAWholeObjectWritesItsFields) {
  // row = {Read("age"), Read("zip")}; row.zip = 0; fwrite(&row)
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "age");
  CallRead(main, "zip");
  main.Write("fwrite", "out", {{".age", {main.Initial("R0")}}, {".zip", {main.Number(0)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("age -> out IDENTITY EXACT"));
}

TEST(LinkTest, AnOverwrittenFieldOfAParameterIsNotWritten) {
  // void Save(Row r) { r.zip = 0; fwrite(&r); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  FunctionBuilder& save = fragment.Function("Save").Parameters(1);
  save.Write("fwrite", "out", {{"", {save.Initial("P0")}}, {".zip", {save.Number(0)}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "age");
  CallRead(main, "zip");
  main.Call("Save", {{{".age", {main.Initial("R0")}}, {".zip", {main.Initial("R1")}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("age -> out IDENTITY EXACT"));
}

TEST(LinkTest, FollowsPointersToHeapObjectsThatACalleeMade) {
  // Node* Make() { Node* n = new Node; n->value = Read("in"); return n; }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& make = fragment.Function("Make");
  CallRead(make, "in");
  make.Returns({{"", {make.Address("H:node")}}});
  make.Exit("H:node", {{".value", {make.Initial("R0")}}, {".other", {make.Number(1)}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  main.Call("Make", {});
  CallWrite(main, "x", {main.Initial("R0 *.value")});
  CallWrite(main, "y", {main.Initial("R0 *.other")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x IDENTITY EXACT"));
}

TEST(LinkTest, FollowsOutParametersThatBecomePointers) {
  // void Make(Node** out) { *out = new Node; (*out)->value = Read("in"); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& make = fragment.Function("Make").Parameters(1);
  CallRead(make, "in");
  make.Exit("P0", {{"*", {make.Address("H:node")}}});
  make.Exit("H:node", {{".value", {make.Initial("R0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int c = main.Call("Make", {{{"", {main.Address("L:n")}}}}, {{"L:n", {{"", {}}}}});
  CallWrite(main, "x", {main.Out(c, "L:n *.value")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x IDENTITY EXACT"));
}

TEST(LinkTest, EffectsOfCalleesOfCalleesArrive) {
  // void Outer(int* p) { Inner(p); }   void Inner(int* p) { *p = Read("in"); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& inner = fragment.Function("Inner").Parameters(1);
  CallRead(inner, "in");
  inner.Exit("P0", {{"*", {inner.Initial("R0")}}});
  FunctionBuilder& outer = fragment.Function("Outer").Parameters(1);
  const int c = outer.Call("Inner", {{{"", {outer.Initial("P0")}}}});
  outer.Exit("P0", {{"*", {outer.Out(c, "P0 *")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int d = main.Call("Outer", {{{"", {main.Address("L:x")}}}}, {{"L:x", {{"", {}}}}});
  CallWrite(main, "out", {main.Out(d, "L:x")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, SwappedPointersAreSwapped) {
  // void Swap(int** a, int** b) { int* t = *a; *a = *b; *b = t; }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& swap = fragment.Function("Swap").Parameters(2);
  swap.Exit("P0", {{"*", {swap.Initial("P1 *")}}});
  swap.Exit("P1", {{"*", {swap.Initial("P0 *")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "a");
  CallRead(main, "b");
  testing::MemorySpec memory = {{"L:x", {{"", {main.Initial("R0")}}}},
                                {"L:y", {{"", {main.Initial("R1")}}}},
                                {"L:p", {{"", {main.Address("L:x")}}}},
                                {"L:q", {{"", {main.Address("L:y")}}}}};
  const int c =
      main.Call("Swap", {{{"", {main.Address("L:p")}}}, {{"", {main.Address("L:q")}}}}, memory);
  // *p after the call, read by a callee that gets p.
  FunctionBuilder& save = fragment.Function("Save").Parameters(2);
  save.WriteNamed("fwrite", save.Text({Hole({save.Initial("P0")})}),
                  {{"", {save.Initial("P1 *")}}});
  testing::MemorySpec after = {{"L:x", {{"", {main.Initial("R0")}}}},
                               {"L:y", {{"", {main.Initial("R1")}}}},
                               {"L:p", {{"", {main.Out(c, "L:p")}}}},
                               {"L:q", {{"", {main.Out(c, "L:q")}}}}};
  main.Call("Save", {{{"", {main.Text({"out"})}}}, {{"", {main.Out(c, "L:p")}}}}, after);
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("b -> out IDENTITY EXACT"));
}

TEST(LinkTest, ElementsMatchByIndexAndAny) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  // void Save(const char* name, int* p, int i): p[1] to "one", p[i] to "any"
  FunctionBuilder& save = fragment.Function("Save").Parameters(1);
  save.Write("fwrite", "one", {{"", {save.Initial("P0 +1*")}}});
  save.Write("fwrite", "first", {{"", {save.Initial("P0 *")}}});
  save.Write("fwrite", "any", {{"", {save.Initial("P0 +any*")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "a");
  CallRead(main, "b");
  main.Call("Save", {{{"", {main.Address("L:v [0]")}}}},
            {{"L:v", {{"[0]", {main.Initial("R0")}}, {"[1]", {main.Initial("R1")}}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("a -> any IDENTITY EXACT", "a -> first IDENTITY EXACT",
                          "b -> any IDENTITY EXACT", "b -> one IDENTITY EXACT"));
}

TEST(LinkTest, KeysAreColumns) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("csv", "in.csv");
  main.Write("fwrite", "out", {{"", {main.ReadOf(read, IDENTITY, "[\"age\"]")}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in.csv:age -> out IDENTITY EXACT"));
}

TEST(LinkTest, MethodsSeeTheirObject) {
  // struct Box { int v; void Set(int x) { v = x; } void Save() { fwrite(v) } };
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  FunctionBuilder& set = fragment.Function("Box::Set").Parameters(1).Method();
  set.Exit("THIS", {{"*.v", {set.Initial("P0")}}});
  FunctionBuilder& save = fragment.Function("Box::Save").Method();
  save.Write("fwrite", "out", {{"", {save.Initial("THIS *.v")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  const int c = main.MethodCall("Box::Set", {{"", {main.Address("L:b")}}},
                                {{{"", {main.Initial("R0")}}}}, {{"L:b", {{"", {}}}}});
  main.MethodCall("Box::Save", {{"", {main.Address("L:b")}}}, {},
                  {{"L:b", {{"", {main.Out(c, "L:b")}}}}});
  // Another box.
  main.MethodCall("Box::Save", {{"", {main.Address("L:other")}}}, {}, {{"L:other", {{"", {}}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, VirtualCallsRunTheObjectsOverrider) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  fragment.Class("Base", {}, {{"Base::Save", {}}});
  for (std::string name : {"A", "B"}) {
    fragment.Class(name, {"Base"}, {{name + "::Save", {"Base::Save"}}});
    FunctionBuilder& save = fragment.Function(name + "::Save").Parameters(1).Method();
    save.Write("fwrite", name, {{"", {save.Initial("P0")}}});
  }
  // void Use(Base* b, int x) { b->Save(x); }
  FunctionBuilder& use = fragment.Function("Use").Parameters(2);
  use.MethodCall("Base::Save", {{"", {use.Initial("P0")}}}, {{{"", {use.Initial("P1")}}}}, {},
                 /*is_virtual=*/true);
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "x");
  CallRead(main, "y");
  main.Call("Use", {{{"", {main.Address("L:a")}}}, {{"", {main.Initial("R0")}}}},
            {{"L:a", {{"", {main.Type("A")}}}}});
  main.Call("Use", {{{"", {main.Address("L:b")}}}, {{"", {main.Initial("R1")}}}},
            {{"L:b", {{"", {main.Type("B")}}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("x -> A IDENTITY EXACT", "y -> B IDENTITY EXACT"));
}

TEST(LinkTest, AVirtualCallOfAnUnknownObjectMayRunAnyOverrider) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  fragment.Class("Base", {}, {{"Base::Save", {}}});
  fragment.Class("A", {"Base"}, {{"A::Save", {"Base::Save"}}});
  FunctionBuilder& save = fragment.Function("A::Save").Parameters(1).Method();
  save.Write("fwrite", "out", {{"", {save.Initial("P0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  main.MethodCall("Base::Save", {{"", {main.Initial("G:registry *")}}},
                  {{{"", {main.Initial("R0")}}}}, {}, /*is_virtual=*/true);
  EXPECT_THAT(Flows(LinkAll({&fragment})), Contains(HasSubstr("in -> out")));
}

TEST(LinkTest, CallbacksRunWhatTheirCallerPassed) {
  // int Apply(int (*f)(int), int x) { return f(x); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& same = fragment.Function("Same").Parameters(1);
  same.Returns({{"", {same.Initial("P0")}}});
  FunctionBuilder& none = fragment.Function("None").Parameters(1);
  none.Returns({{"", {none.Number(0)}}});
  FunctionBuilder& apply = fragment.Function("Apply").Parameters(2);
  apply.IndirectCall({apply.Initial("P0")}, {{{"", {apply.Initial("P1")}}}});
  apply.Returns({{"", {apply.Initial("R0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  auto call = [&](std::string f) {
    return main.Call("Apply", {{{"", {main.FunctionValue(f)}}}, {{"", {main.Initial("R0")}}}});
  };
  CallWrite(main, "x", {main.Initial("R" + std::to_string(call("Same")))});
  CallWrite(main, "y", {main.Initial("R" + std::to_string(call("None")))});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x IDENTITY EXACT"));
}

TEST(LinkTest, WritesInCallbacksAreFound) {
  // void Each(void (*f)(int), int x) { f(x); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  for (std::string name : {"SaveA", "SaveB"}) {
    FunctionBuilder& save = fragment.Function(name).Parameters(1);
    save.Write("fwrite", name, {{"", {save.Initial("P0")}}});
  }
  FunctionBuilder& each = fragment.Function("Each").Parameters(2);
  each.IndirectCall({each.Initial("P0")}, {{{"", {each.Initial("P1")}}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "a");
  CallRead(main, "b");
  main.Call("Each", {{{"", {main.FunctionValue("SaveA")}}}, {{"", {main.Initial("R0")}}}});
  main.Call("Each", {{{"", {main.FunctionValue("SaveB")}}}, {{"", {main.Initial("R1")}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("a -> SaveA IDENTITY EXACT", "b -> SaveB IDENTITY EXACT"));
}

TEST(LinkTest, GlobalsRelay) {
  // int g; void In() { g = Read("in"); } void Save() { Write("out", g); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& in = fragment.Function("In");
  CallRead(in, "in");
  in.Exit("G:g", {{"", {in.Initial("R0")}}});
  FunctionBuilder& save = fragment.Function("Save");
  CallWrite(save, "out", {save.Initial("G:g")});
  CallWrite(save, "other", {save.Initial("G:h")});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int filled = main.Call("In", {});
  main.Call("Save", {}, {{"G:g", {{"", {main.Out(filled, "G:g")}}}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, GlobalsOfOneNameInTwoFilesAreTwo) {
  FragmentBuilder a("a.cc"), b("b.cc");
  AddRead(a);
  AddWrite(b);
  FunctionBuilder& in = a.Function("In");
  CallRead(in, "in");
  in.Exit("g:g", {{"", {in.Initial("R0")}}});
  FunctionBuilder& main = b.Function("main").Main();
  main.Call("In", {});
  CallWrite(main, "out", {main.Initial("g:g")});
  EXPECT_THAT(Flows(LinkAll({&a, &b})), IsEmpty());
}

TEST(LinkTest, NamesComeFromGlobalsAndInitializers) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& init = fragment.Function("init:kPath").Initializer();
  init.Exit("G:kPath", {{"", {init.Text({"in.csv"})}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.ReadNamed("fread", main.Text({Hole({main.Initial("G:kPath")})}));
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in.csv -> out IDENTITY EXACT"));
}

TEST(LinkTest, NamesAreBuiltAcrossCalls) {
  // FILE* Open(dir, name) { return fopen(dir + "/" + name); }
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& open = fragment.Function("Open").Parameters(2);
  const int site = open.Open(
      "fopen", open.Text({Hole({open.Initial("P0 *")}), "/", Hole({open.Initial("P1")})}));
  open.Returns({{"", {open.HandleOf(site)}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  // A std::string by reference, and argv[2].
  main.Call("Open", {{{"", {main.Address("L:dir")}}}, {{"", {main.Initial("P1 +2*")}}}},
            {{"L:dir", {{"", {main.Text({"data"})}}}}});
  const int read = main.ReadHandle("fread", {main.Initial("R0")});
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  Graph graph = LinkAll({&fragment});
  EXPECT_THAT(Flows(graph), ElementsAre("data/{argv:2} -> out IDENTITY EXACT"));
  EXPECT_TRUE(graph.asset(0).job_local());
  EXPECT_EQ(graph.asset(0).job(), "job");
}

TEST(LinkTest, ANameWithAlternativesIsSeveralAssets) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read =
      main.ReadNamed("fread", main.Text({Hole({main.Text({"a"}), main.Text({"b"})}), ".csv"}));
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("a.csv -> out IDENTITY EXACT", "b.csv -> out IDENTITY EXACT"));
}

TEST(LinkTest, ANameThatIsReadIsNotKnown) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int config = main.Read("fread", "config");
  const int read = main.ReadNamed("fread", main.Text({Hole({main.ReadOf(config)}), ".csv"}));
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("{?}.csv -> out IDENTITY EXACT"));
}

TEST(LinkTest, AnUnknownNameDropsNoFlow) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.ReadHandle("fread", {main.Initial("G:nobody")});
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  Graph graph = LinkAll({&fragment});
  EXPECT_THAT(Flows(graph), ElementsAre("{?:main} -> out IDENTITY EXACT"));
  EXPECT_EQ(graph.job(0).coverage().unresolved_size(), 1);
}

TEST(LinkTest, ParametersOfALibrarysFunctionsAreHoles) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& copy = fragment.Function("Copy").Parameters(1);
  const int read = copy.ReadNamed("fread", copy.Text({Hole({copy.Initial("P0")})}));
  copy.Write("fwrite", "out", {{"", {copy.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("{param:Copy/p0} -> out IDENTITY EXACT"));
}

TEST(LinkTest, WhatMainDoesNotReachIsNotTheJobs) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& unused = fragment.Function("Unused");
  const int read = unused.Read("fread", "in");
  unused.Write("fwrite", "out", {{"", {unused.ReadOf(read)}}});
  fragment.Function("main").Main();
  EXPECT_THAT(Assets(LinkAll({&fragment})), IsEmpty());
}

TEST(LinkTest, UnknownFunctionsPassOnWhatTheyGet) {
  FragmentBuilder fragment("a.cc");
  AddWrite(fragment);
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in");
  const int c = main.Call("Mystery", {{{"", {main.ReadOf(read)}}}});
  CallWrite(main, "out", {main.Initial("R" + std::to_string(c))});
  Graph graph = LinkAll({&fragment});
  EXPECT_THAT(Flows(graph), ElementsAre("in -> out TRANSFORMATION ASSUMED"));
  ASSERT_EQ(graph.job(0).coverage().unknown_size(), 1);
  EXPECT_EQ(graph.job(0).coverage().unknown(0).function(), "Mystery");
  EXPECT_EQ(graph.job(0).coverage().unknown(0).flows(), 1);
}

TEST(LinkTest, UnknownFunctionsWriteOnlyWhereTheyMay) {
  // Mystery(int in, int* out, const int* kept)
  FragmentBuilder fragment("a.cc");
  AddWrite(fragment);
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Read("fread", "in");
  const int c = main.Call("Mystery",
                          {{{"", {main.ReadOf(read)}}},
                           {{"", {main.Address("L:out")}}},
                           {{"", {main.Address("L:kept")}}}},
                          {{"L:out", {{"", {}}}}, {"L:kept", {{"", {main.Number(1)}}}}});
  main.Mutable(c, {1});
  CallWrite(main, "x", {main.Out(c, "L:out")});
  CallWrite(main, "y", {main.Out(c, "L:kept")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x TRANSFORMATION ASSUMED"));
}

TEST(LinkTest, RecursionEnds) {
  // int F(int x) { return c ? x : F(x); }
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& f = fragment.Function("F").Parameters(1);
  f.Call("F", {{{"", {f.Initial("P0")}}}});
  f.Returns({{"", {f.Initial("P0"), f.Initial("R0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  const int c = main.Call("F", {{{"", {main.Initial("R0")}}}});
  CallWrite(main, "out", {main.Initial("R" + std::to_string(c))});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, RecursionThatGrowsAPathIsWidened) {
  // Node* Last(Node* n) { return n->next ? Last(n->next) : n; }   ... Last(list)->value
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& last = fragment.Function("Last").Parameters(1);
  last.Call("Last", {{{"", {last.Initial("P0 *.next")}}}});
  last.Returns({{"", {last.Initial("P0"), last.Initial("R0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  const int c =
      main.Call("Last", {{{"", {main.Address("L:a")}}}},
                {{"L:a", {{".next", {main.Address("L:b")}}, {".value", {}}}},
                 {"L:b", {{".next", {main.Number(0)}}, {".value", {main.Initial("R0")}}}}});
  CallWrite(main, "out", {main.Initial("R" + std::to_string(c) + " *.value")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), Contains(HasSubstr("in -> out")));
}

TEST(LinkTest, MutualRecursionKeepsNames) {
  // Handles found only after a cycle is known are not unknown before.
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& even = fragment.Function("Even").Parameters(1);
  even.Call("Odd", {{{"", {even.Initial("P0")}}}});
  even.Returns({{"", {even.Initial("R0")}}});
  FunctionBuilder& odd = fragment.Function("Odd").Parameters(1);
  odd.Call("Even", {{{"", {odd.Initial("P0")}}}});
  odd.Returns({{"", {odd.Initial("R0"), odd.Initial("P0")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int open = main.Open("fopen", main.Text({"in"}));
  main.Call("Even", {{{"", {main.HandleOf(open)}}}});
  const int read = main.ReadHandle("fread", {main.Initial("R0")});
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, DeepCallChainsAreFollowed) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  constexpr int kDepth = 20000;
  for (int i = 0; i < kDepth; ++i) {
    FunctionBuilder& f = fragment.Function("F" + std::to_string(i)).Parameters(1);
    if (i + 1 == kDepth) {
      f.Returns({{"", {f.Initial("P0")}}});
    } else {
      f.Call("F" + std::to_string(i + 1), {{{"", {f.Initial("P0")}}}});
      f.Returns({{"", {f.Initial("R0")}}});
    }
  }
  FunctionBuilder& main = fragment.Function("main").Main();
  CallRead(main, "in");
  const int c = main.Call("F0", {{{"", {main.Initial("R0")}}}});
  CallWrite(main, "out", {main.Initial("R" + std::to_string(c))});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, GuardsMakeConditionalFlows) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int flag = main.Read("fread", "flag");
  const int data = main.Read("fread", "data");
  const int guard = main.Guard({main.ReadOf(flag)});
  const int write = main.Write("fwrite", "out", {{"", {main.ReadOf(data)}}});
  main.GuardSite(write, guard);
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("data -> out IDENTITY EXACT", "flag -> out CONDITIONAL EXACT"));
}

TEST(LinkTest, GuardsOfCallsReachTheWritesBelow) {
  // main: if (Read("flag")) Outer();   Outer: Save();   Save: fwrite(1)
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& save = fragment.Function("Save");
  save.Write("fwrite", "out", {{"", {save.Number(1)}}});
  fragment.Function("Outer").Call("Save", {});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int flag = main.Read("fread", "flag");
  const int guard = main.Guard({main.ReadOf(flag)});
  main.GuardCall(main.Call("Outer", {}), guard);
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("flag -> out CONDITIONAL EXACT"));
}

TEST(LinkTest, AValueChosenUnderAGuardFlowsFromItsCondition) {
  // x = flag ? 1 : 2
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int flag = main.Read("fread", "flag");
  const int guard = main.Guard({main.ReadOf(flag)});
  main.Write("fwrite", "out", {{"", {main.Number(1), main.GuardValue(guard)}}});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("flag -> out CONDITIONAL EXACT"));
}

TEST(LinkTest, StoresThroughPointersThatOnlyTheLinkerKnows) {
  // int* Field(Row* r) { return &r->age; }   *Field(&row) = Read("in");
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& field = fragment.Function("Field").Parameters(1);
  field.Returns({{"", {field.Address("P0 *.age")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int a = main.Call("Field", {{{"", {main.Address("L:row")}}}}, {{"L:row", {{"", {}}}}});
  const int b = CallRead(main, "in");
  const int store =
      main.Store({{"", {main.Initial("R" + std::to_string(a))}}},
                 {{"", {main.Initial("R" + std::to_string(b))}}}, {{"L:row", {{"", {}}}}});
  CallWrite(main, "x", {main.Out(store, "L:row .age")});
  CallWrite(main, "y", {main.Out(store, "L:row .zip")});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x IDENTITY EXACT"));
}

TEST(LinkTest, LoadsThroughPointersThatOnlyTheLinkerKnows) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  FunctionBuilder& field = fragment.Function("Field").Parameters(1);
  field.Returns({{"", {field.Address("P0 *.age")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int a = main.Call("Field", {{{"", {main.Address("L:row")}}}}, {{"L:row", {{"", {}}}}});
  const int b = CallRead(main, "in");
  const int load = main.Load({{"", {main.Initial("R" + std::to_string(a))}}},
                             {{"L:row", {{".age", {main.Initial("R" + std::to_string(b))}}}}});
  CallWrite(main, "x", {main.Initial("R" + std::to_string(load))});
  EXPECT_THAT(Flows(LinkAll({&fragment})), ElementsAre("in -> x IDENTITY EXACT"));
}

TEST(LinkTest, InternalFunctionsStayInTheirFile) {
  FragmentBuilder a("a.cc"), b("b.cc");
  AddWrite(a);
  for (FragmentBuilder* file : {&a, &b}) {
    FunctionBuilder& get = file->Function("Get").Internal();
    const int read = get.Read("fread", file == &a ? "from_a" : "from_b");
    get.Returns({{"", {get.ReadOf(read)}}});
  }
  FunctionBuilder& main = a.Function("main").Main();
  main.Call("Get", {});
  CallWrite(main, "out", {main.Initial("R0")});
  EXPECT_THAT(Flows(LinkAll({&b, &a})), ElementsAre("from_a -> out IDENTITY EXACT"));
}

TEST(LinkTest, EqualInlineFunctionsAreOne) {
  FragmentBuilder a("a.cc"), b("b.cc");
  AddWrite(a);
  for (FragmentBuilder* file : {&a, &b}) {
    FunctionBuilder& get = file->Function("Get").Merged(7);
    const int read = get.Read("fread", "in");
    get.Returns({{"", {get.ReadOf(read)}}});
  }
  FunctionBuilder& other = b.Function("Other");
  other.Call("Get", {});
  FunctionBuilder& main = a.Function("main").Main();
  main.Call("Get", {});
  main.Call("Other", {});
  CallWrite(main, "out", {main.Initial("R0")});
  Graph graph = LinkAll({&a, &b});
  EXPECT_EQ(graph.job(0).site_size(), 2);
  EXPECT_THAT(Flows(graph), ElementsAre("in -> out IDENTITY EXACT"));
}

TEST(LinkTest, SqlColumnsFlowByNumber) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& column = fragment.Function("Column").Parameters(2);
  const int read = column.ReadColumn({column.Initial("P0")}, {column.Initial("P1")});
  column.Returns({{"", {column.ReadOf(read)}}});
  FunctionBuilder& bind = fragment.Function("Bind").Parameters(3);
  bind.WriteColumn({bind.Initial("P0")}, {bind.Initial("P1")}, {{"", {bind.Initial("P2")}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int db = main.Open("open", main.Text({"c.db"}), "sqlite");
  const int select = main.Prepare({main.HandleOf(db)},
                                  main.Text({"SELECT p.id, age / 2 FROM people p WHERE zip = ?"}));
  const int insert =
      main.Prepare({main.HandleOf(db)}, main.Text({"INSERT INTO out (id, half) VALUES (?, ?)"}));
  for (int i = 0; i < 2; ++i) {
    const int c = main.Call("Column", {{{"", {main.HandleOf(select)}}}, {{"", {main.Number(i)}}}});
    main.Call("Bind", {{{"", {main.HandleOf(insert)}}},
                       {{"", {main.Number(i + 1)}}},
                       {{"", {main.Initial("R" + std::to_string(c))}}}});
  }
  EXPECT_THAT(
      Flows(LinkAll({&fragment})),
      UnorderedElementsAre("sqlite:c.db/people:id -> sqlite:c.db/out:id IDENTITY EXACT",
                           "sqlite:c.db/people:age -> sqlite:c.db/out:half TRANSFORMATION EXACT",
                           "sqlite:c.db/people:zip -> sqlite:c.db/out:id FILTER EXACT",
                           "sqlite:c.db/people:zip -> sqlite:c.db/out:half FILTER EXACT"));
}

TEST(LinkTest, SqlThatMovesDataIsAFlow) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int db = main.Open("open", main.Text({"c.db"}), "sqlite");
  main.Execute({main.HandleOf(db)}, main.Text({"CREATE TABLE b AS SELECT x, sum(y) AS s FROM a"}));
  main.Execute({main.HandleOf(db)}, main.Text({"DELETE FROM a"}));
  EXPECT_THAT(Flows(LinkAll({&fragment})),
              ElementsAre("sqlite:c.db/a:x -> sqlite:c.db/b:x IDENTITY MODELED",
                          "sqlite:c.db/a:y -> sqlite:c.db/b:s AGGREGATION MODELED"));
}

TEST(LinkTest, SqlThatIsNotUnderstoodIsTold) {
  FragmentBuilder fragment("a.cc");
  FunctionBuilder& main = fragment.Function("main").Main();
  const int db = main.Open("open", main.Text({"c.db"}), "sqlite");
  const int rows = main.Prepare({main.HandleOf(db)}, main.Text({"FROBNICATE people"}));
  const int read = main.ReadColumn({main.HandleOf(rows)}, {main.Number(0)});
  main.Write("fwrite", "out", {{"", {main.ReadOf(read)}}});
  Graph graph = LinkAll({&fragment});
  EXPECT_THAT(Flows(graph), ElementsAre("sqlite/c.db -> out IDENTITY EXACT"));
  EXPECT_EQ(graph.job(0).coverage().unresolved_size(), 1);
}

// A program with a little of everything, in several files.
std::vector<NamedFragment> Mixed() {
  static const auto* files = [] {
    auto* all = new std::vector<NamedFragment>;
    FragmentBuilder read("read.cc"), write("write.cc"), main_file("main.cc"), more("more.cc");
    AddRead(read);
    AddWrite(write);
    FunctionBuilder& same = more.Function("Same").Parameters(1);
    same.Returns({{"", {same.Initial("P0")}}});
    FunctionBuilder& keep = more.Function("Keep").Parameters(1);
    keep.Exit("G:kept", {{"", {keep.Initial("P0")}}});
    FunctionBuilder& main = main_file.Function("main").Main();
    const int a = CallRead(main, "a"), b = CallRead(main, "b");
    const int c = main.Call("Same", {{{"", {main.Initial("R" + std::to_string(a))}}}});
    main.Call("Keep", {{{"", {main.Initial("R" + std::to_string(b))}}}});
    CallWrite(main, "x", {main.Initial("R" + std::to_string(c))});
    CallWrite(main, "y", {main.Initial("G:kept")});
    CallWrite(main, "z", {main.Initial("G:kept"), main.Initial("R" + std::to_string(c))});
    for (const FragmentBuilder* f : {&read, &write, &main_file, &more}) all->push_back(f->Build());
    return all;
  }();
  return *files;
}

// A table of functions that no function of the run asks leads to none of them.
TEST(LinkTest, WhatOnlyAnUnusedTableNamesIsNotReached) {
  for (const bool used : {false, true}) {
    FragmentBuilder fragment("a.cc");
    AddRead(fragment);
    AddWrite(fragment);
    FunctionBuilder& copy = fragment.Function("Copy");
    const int read = CallRead(copy, "in");
    CallWrite(copy, "out", {copy.Initial("R" + std::to_string(read))});
    FunctionBuilder& table = fragment.Function("table").Initializer();
    table.Exit("G:table", {{".run", {table.FunctionValue("Copy")}}});
    FunctionBuilder& main = fragment.Function("main").Main();
    if (used) main.IndirectCall({main.Initial("G:table .run")}, {});
    const Graph graph = LinkAll({&fragment});
    if (used) {
      EXPECT_THAT(Flows(graph), ElementsAre("in -> out IDENTITY EXACT"));
    } else {
      EXPECT_THAT(Assets(graph), IsEmpty());
    }
  }
}

// What goes through callers, callees and pointers is found without following it exactly; what has
// no part in it is not.
TEST(LinkTest, TheCoarseAnswerFindsFlowsAndSaysSo) {
  FragmentBuilder fragment("a.cc");
  AddRead(fragment);
  AddWrite(fragment);
  // void Fill(int* to) { *to = Read("in"); }
  FunctionBuilder& fill = fragment.Function("Fill").Parameters(1);
  const int read = CallRead(fill, "in");
  fill.Exit("P0", {{"*", {fill.Initial("R" + std::to_string(read))}}});
  FunctionBuilder& main = fragment.Function("main").Main();
  const int filled = main.Call("Fill", {{{"", {main.Address("L0")}}}}, {{"L0", {}}});
  CallWrite(main, "out", {main.Out(filled, "L0")});
  CallWrite(main, "clean", {main.Number(1)});
  main.Write("fwrite", "apart", {{"", {main.Number(1)}}});
  LinkOptions options{.job = "job", .coarse = true};
  const absl::StatusOr<Graph> graph = Link({fragment.Build()}, options);
  ASSERT_TRUE(graph.ok()) << graph.status();
  // Without contexts, one Write is as good as the other.
  EXPECT_THAT(Flows(*graph), UnorderedElementsAre("in -> out TRANSFORMATION WIDENED",
                                                  "in -> clean TRANSFORMATION WIDENED"));
  EXPECT_THAT(Assets(*graph), ElementsAre("apart", "clean", "in", "out"));
}

TEST(LinkTest, TheOrderOfFragmentsDoesNotMatter) {
  std::vector<NamedFragment> fragments = Mixed();
  const std::string expected = Link(fragments, {.job = "job"})->SerializeAsString();
  std::mt19937 random(1);
  for (int i = 0; i < 30; ++i) {
    std::shuffle(fragments.begin(), fragments.end(), random);
    EXPECT_EQ(Link(fragments, {.job = "job"})->SerializeAsString(), expected);
  }
}

TEST(LinkTest, HowFragmentsAreGroupedInFilesDoesNotMatter) {
  const std::string expected = Link(Mixed(), {.job = "job"})->SerializeAsString();
  NamedFragment all{"all.frag", ""};
  for (const NamedFragment& fragment : Mixed()) all.bytes += fragment.bytes;
  EXPECT_EQ(Link({all}, {.job = "job"})->SerializeAsString(), expected);
  EXPECT_EQ(Link({all, all}, {.job = "job"})->SerializeAsString(), expected);
}

TEST(LinkTest, ADamagedFragmentIsAnErrorThatNamesIt) {
  std::vector<NamedFragment> fragments = Mixed();
  fragments[2].bytes.resize(fragments[2].bytes.size() / 2);
  const absl::StatusOr<Graph> graph = Link(fragments, {.job = "job"});
  ASSERT_FALSE(graph.ok());
  EXPECT_THAT(std::string(graph.status().message()), HasSubstr("main.cc.frag"));
}

TEST(LinkTest, AnyDamageGivesAnErrorOrAGraph) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::vector<NamedFragment> fragments = Mixed();
    std::string& bytes = fragments[random() % fragments.size()].bytes;
    for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] ^= 1 << (random() % 8);
    (void)Link(std::move(fragments), {.job = "job"});
  }
}

}  // namespace
}  // namespace pedigree::link
