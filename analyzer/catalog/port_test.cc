#include "analyzer/catalog/port.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

using Step = Port::Step;

TEST(PortTest, ReadsEachRoot) {
  EXPECT_EQ(*ParsePort("arg[2]"), (Port{.root = Port::kArg, .index = 2}));
  EXPECT_EQ(*ParsePort("arg[*]"), (Port{.root = Port::kAllArgs}));
  EXPECT_EQ(*ParsePort("arg[2..]"), (Port{.root = Port::kArgsFrom, .index = 2}));
  EXPECT_EQ(*ParsePort("this"), (Port{.root = Port::kThis}));
  EXPECT_EQ(*ParsePort("return"), (Port{.root = Port::kReturn}));
  EXPECT_EQ(*ParsePort("global(std::cout)"), (Port{.root = Port::kGlobal, .global = "std::cout"}));
}

TEST(PortTest, ReadsEachStep) {
  const auto step = [](std::string_view text) {
    const auto port = ParsePort("this" + std::string(text));
    return port.ok() && port->steps.size() == 1 ? port->steps[0] : Step{.label = "bad"};
  };
  EXPECT_EQ(step(".first"), (Step{.kind = Step::kField, .label = "first"}));
  EXPECT_EQ(step(".pointees"), (Step{.kind = Step::kField, .label = "pointees"}));
  EXPECT_EQ(step(".pointee"), (Step{.kind = Step::kPointee}));
  EXPECT_EQ(step("[]"), (Step{.kind = Step::kAnyElement}));
  EXPECT_EQ(step("[3]"), (Step{.kind = Step::kElement, .index = 3}));
  EXPECT_EQ(step("[5000000000]"), (Step{.kind = Step::kElement, .index = 5000000000}));
  EXPECT_EQ(step("[\"age\"]"), (Step{.kind = Step::kKey, .label = "age"}));
  EXPECT_EQ(step("[\"a\\\"]\\\\b\"]"), (Step{.kind = Step::kKey, .label = "a\"]\\b"}));
  EXPECT_EQ(step("[arg[1]]"), (Step{.kind = Step::kIndexedBy, .arg = 1}));
}

TEST(PortTest, SpellsWhatItRead) {
  for (const char* text :
       {"arg[0]", "arg[*]", "arg[1..].pointee", "this[arg[0]].second", "return[].first.pointee",
        "global(a::b).field[7]", "this[\"quoted \\\"key\\\"\"]"}) {
    const auto port = ParsePort(text);
    ASSERT_TRUE(port.ok()) << port.status();
    EXPECT_EQ(ToString(*port), text);
  }
}

TEST(PortTest, SaysWhatIsWrongWhere) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"", "bad port '': expected arg[N], this, return, global(NAME) or new at character 1"},
      {"args[0]",
       "bad port 'args[0]': expected arg[N], this, return, global(NAME) or new at character 1"},
      {"arg", "bad port 'arg': expected [ at character 4"},
      {"arg[", "bad port 'arg[': expected a number at character 5"},
      {"arg[-1]", "bad port 'arg[-1]': expected a number at character 5"},
      {"arg[0", "bad port 'arg[0': expected ] at character 6"},
      {"arg[9999999999]", "bad port 'arg[9999999999]': expected a smaller number at character 14"},
      {"arg[0].", "bad port 'arg[0].': expected a field at character 8"},
      {"this ", "bad port 'this ': expected '.', '[' or the end at character 5"},
      {"this->x", "bad port 'this->x': expected '.', '[' or the end at character 5"},
      {"this[x]", "bad port 'this[x]': expected ], a number, \"KEY\" or arg[N] at character 6"},
      {"this[\"x]", "bad port 'this[\"x]': expected \" at character 9"},
      {"this[\"x\\", "bad port 'this[\"x\\': expected \" at character 9"},
      {"global()", "bad port 'global()': expected a name at character 8"},
      {"global(x", "bad port 'global(x': expected name) at character 8"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(std::string(ParsePort(c.text).status().message()), c.message);
  }
}

TEST(PortTest, ConsumesTheLongestPort) {
  std::string_view text = "arg[0].pointee}/x";
  EXPECT_EQ(ToString(*ConsumePort(&text)), "arg[0].pointee");
  EXPECT_EQ(text, "}/x");
}

}  // namespace
}  // namespace pedigree
