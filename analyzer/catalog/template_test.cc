#include "analyzer/catalog/template.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

Template::Part Hole(std::string_view port) { return {"", *ParsePort(port)}; }
Template::Part Literal(std::string text) { return {std::move(text), std::nullopt}; }

TEST(TemplateTest, ReadsLiteralsAndHoles) {
  const auto result = ParseTemplate("topics/{this.topic}/{arg[0]}.csv");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->parts, (std::vector{Literal("topics/"), Hole("this.topic"), Literal("/"),
                                        Hole("arg[0]"), Literal(".csv")}));
}

TEST(TemplateTest, DoubledBracesAreBraces) {
  const auto result = ParseTemplate("{{env}}{arg[0]}{{{arg[1]}}}");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->parts, (std::vector{Literal("{env}"), Hole("arg[0]"), Literal("{"),
                                        Hole("arg[1]"), Literal("}")}));
  EXPECT_EQ(ToString(*result), "{{env}}{arg[0]}{{{arg[1]}}}");
}

TEST(TemplateTest, AKeyInAHoleMayHoldBraces) {
  const auto result = ParseTemplate("{this[\"}\"]}");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->parts, (std::vector{Hole("this[\"}\"]")}));
}

TEST(TemplateTest, TheEmptyTextHasNoParts) { EXPECT_TRUE(ParseTemplate("")->parts.empty()); }

TEST(TemplateTest, SaysWhatIsWrongWhere) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"a}b", "bad template 'a}b': lone '}' (write }} for a brace) at character 2"},
      {"{", "bad template '{': expected a port at character 2"},
      {"x{}", "bad template 'x{}': expected a port at character 3"},
      {"{arg[0]", "bad template '{arg[0]': expected '}' at character 8"},
      {"{arg[0] }", "bad template '{arg[0] }': expected '}' at character 8"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(std::string(ParseTemplate(c.text).status().message()), c.message);
  }
}

}  // namespace
}  // namespace pedigree
