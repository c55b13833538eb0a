#include "analyzer/catalog/model.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace pedigree {
namespace {

Api ParseApi(const std::string& effects) {
  Api api;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString("function: 'f' " + effects, &api));
  return api;
}

Model Compile(const std::string& effects) {
  ModelPart wrong;
  auto model = CompileModel(ParseApi(effects), &wrong);
  EXPECT_TRUE(model.ok()) << model.status();
  return model.ok() ? *std::move(model) : Model();
}

TEST(ModelTest, WhatIsNamedWithinAHandleHasTheHandlesNamespace) {
  Api api;
  api.add_function("f");
  Reads* reads = api.add_reads();
  reads->set_into("return");
  reads->set_handle("this");
  reads->set_name("{arg[0]}");
  ModelPart wrong;
  const auto model = CompileModel(api, &wrong);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_FALSE(model->reads[0].name_space.has_value());
  EXPECT_TRUE(model->reads[0].name.has_value());
  EXPECT_TRUE(model->reads[0].handle.has_value());
}

TEST(ModelTest, AFlowIsIdentityUnlessItIsAStep) {
  const Model model = Compile(R"pb(
    flow { from: "arg[0]" from: "arg[1]" to: "return" adds: true }
    flow { from: "arg[2]" to: "this" transform: TRAIN }
    flow { from: "arg[2]" to: "this" transform: AGGREGATE subtype: AGGREGATION })pb");
  ASSERT_EQ(model.flow.size(), 3);
  EXPECT_EQ(model.flow[0].from.size(), 2);
  EXPECT_EQ(ToString(model.flow[0].from[1]), "arg[1]");
  EXPECT_EQ(model.flow[0].subtype, IDENTITY);
  EXPECT_TRUE(model.flow[0].adds);
  EXPECT_EQ(model.flow[1].subtype, TRANSFORMATION);
  EXPECT_EQ(model.flow[1].transform, TRAIN);
  EXPECT_FALSE(model.flow[1].adds);
  EXPECT_EQ(model.flow[2].subtype, AGGREGATION);
}

TEST(ModelTest, NamedAssetsAreFilesUnlessTheySayOtherwise) {
  const Model model = Compile(R"pb(
    opens { handle: "return" name: "{arg[0]}" }
    opens { handle: "return" name: "{arg[0]}" namespace: "sqlite" }
    opens { handle: "return" parent: "arg[0]" sql: "{arg[1]}" }
    reads { into: "return" name: "{arg[0]}" }
    reads { into: "return" handle: "arg[0]" }
    writes { from: "arg[1]" name: "{arg[0]}" }
    writes { from: "arg[1]" handle: "arg[0]" })pb");
  EXPECT_EQ(ToString(*model.opens[0].name_space), "file");
  EXPECT_EQ(ToString(*model.opens[1].name_space), "sqlite");
  EXPECT_FALSE(model.opens[2].name_space.has_value());
  EXPECT_EQ(ToString(*model.reads[0].name_space), "file");
  EXPECT_FALSE(model.reads[1].name_space.has_value());
  EXPECT_EQ(ToString(*model.writes[0].name_space), "file");
  EXPECT_FALSE(model.writes[1].name_space.has_value());
}

TEST(ModelTest, KeepsEveryKindOfEffect) {
  const Model model = Compile(R"pb(
    reads {
      into: "return"
      handle: "arg[0]"
      column: "{arg[1]}"
      column_base: 1
      kind: TABLE
      adds: true
      bytes: [ "arg[1]", "arg[2]" ]
    }
    points { from: "return" to: "this[]" }
    text { to: "return" value: "{this}/{arg[0]}" }
    calls {
      callee: "arg[2]"
      args: "arg[0].pointee"
      args: "arg[1]"
      result: "return"
      meanwhile: true
    }
    joins: "this"
    executes { parent: "arg[0]" sql: "{arg[1]}" }
    writes {
      handle: "arg[1]"
      from: "return.pointee"
      meanwhile: true
      where { port: "arg[0]" mask: 2 }
    }
    clears: "this"
    noreturn: true
    allocates: true)pb");
  EXPECT_EQ(ToString(*model.reads[0].column), "{arg[1]}");
  EXPECT_EQ(model.reads[0].column_base, 1u);
  EXPECT_EQ(model.reads[0].kind, TABLE);
  EXPECT_TRUE(model.reads[0].adds);
  ASSERT_EQ(model.reads[0].bytes.size(), 2u);
  EXPECT_EQ(model.reads[0].bytes[1].index, 2);
  EXPECT_EQ(ToString(model.points[0].to), "this[]");
  EXPECT_EQ(ToString(model.text[0].value), "{this}/{arg[0]}");
  EXPECT_EQ(model.calls[0].args.size(), 2);
  EXPECT_EQ(ToString(*model.calls[0].result), "return");
  EXPECT_EQ(ToString(*model.executes[0].parent), "arg[0]");
  EXPECT_EQ(ToString(model.clears[0]), "this");
  EXPECT_TRUE(model.calls[0].meanwhile);
  EXPECT_TRUE(model.writes[0].meanwhile);
  ASSERT_EQ(model.writes[0].where.size(), 1u);
  EXPECT_EQ(model.writes[0].where[0].argument, 0u);
  EXPECT_EQ(model.writes[0].where[0].mask, 2u);
  EXPECT_EQ(ToString(model.joins[0]), "this");
  EXPECT_TRUE(model.noreturn);
  EXPECT_TRUE(model.allocates);
}

TEST(ModelTest, ACallbackGetsEachArgumentAsOneOfItsOwn) {
  const Model model =
      Compile(R"pb(calls { callee: "arg[0]" args: "this" args: "arg[1..].pointee" })pb");
  ASSERT_EQ(model.calls[0].args.size(), 1 + Model::kSpelledOut);
  EXPECT_EQ(ToString(model.calls[0].args[0]), "this");
  EXPECT_EQ(ToString(model.calls[0].args[1]), "arg[1].pointee");
  EXPECT_EQ(ToString(model.calls[0].args[2]), "arg[2].pointee");
}

TEST(ModelTest, SaysWhichPartIsWrong) {
  const struct {
    const char* effects;
    const char* effect;
    int index;
    const char* field;
    const char* message;
  } kCases[] = {
      {"flow { from: 'this' to: 'return' } flow { from: 'that' to: 'return' }", "flow", 1, "from",
       "bad port 'that': expected arg[N], this, return, global(NAME) or new at character 1"},
      {"flow { to: 'return' }", "flow", 0, "", "from is missing"},
      {"flow { from: 'this' }", "flow", 0, "to", "to is missing"},
      {"opens { handle: 'return' }", "opens", 0, "", "opens needs a name, an sql or a parent"},
      {"opens { name: 'x' }", "opens", 0, "handle", "handle is missing"},
      {"reads { into: 'return' }", "reads", 0, "", "reads needs a name or a handle"},
      {"writes { from: 'return.pointee' name: 'x' meanwhile: true }", "writes", 0, "meanwhile",
       "what goes out later does so through a handle, from behind one pointer"},
      {"writes { from: 'arg[1]' handle: 'arg[0]' where { port: 'this' mask: 1 } }", "writes", 0,
       "where", "bits are of an argument: { port: \"arg[3]\" mask: 1 }"},
      {"reads { into: 'return' name: 'x' sql: 'SELECT 1' }", "reads", 0, "sql",
       "an sql text runs through a handle, and names what it touches itself"},
      {"writes { from: 'this' handle: 'this' namespace: 'x' }", "writes", 0, "namespace",
       "a handle has its own namespace"},
      {"writes { from: 'this' name: '}' }", "writes", 0, "name",
       "bad template '}': lone '}' (write }} for a brace) at character 1"},
      {"executes { parent: 'this' }", "executes", 0, "",
       "executes needs either an sql or a handle"},
      {"points { from: 'this' to: 'new' } points { from: 'new' to: 'this' }", "points", 1, "from",
       "new memory is what points lead to, and nothing else"},
      {"clears: 'this' clears: ''", "clears", 1, "", "a port is missing"},
  };
  for (const auto& c : kCases) {
    ModelPart wrong;
    const auto model = CompileModel(ParseApi(c.effects), &wrong);
    EXPECT_EQ(std::string(model.status().message()), c.message) << c.effects;
    EXPECT_EQ(wrong.effect, c.effect) << c.effects;
    EXPECT_EQ(wrong.index, c.index) << c.effects;
    EXPECT_EQ(wrong.field, c.field) << c.effects;
  }
}

TEST(ModelTest, AnEntryNeedsAFunction) {
  ModelPart wrong;
  EXPECT_EQ(std::string(CompileModel(Api(), &wrong).status().message()), "an api needs a function");
  EXPECT_EQ(wrong.effect, "");
}

}  // namespace
}  // namespace pedigree
