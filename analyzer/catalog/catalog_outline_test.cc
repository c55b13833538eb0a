#include "analyzer/catalog/catalog_outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pedigree {
namespace {

using ::testing::ElementsAre;

TEST(CatalogOutlineTest, NamesAndTextsOfEntries) {
  const auto outline = OutlineCatalog(R"(# A comment with "quotes" and {braces}.
library: "L { }"
header: ["a.h", "sys/b.h"] package: "libl-dev"
api { function: "f" flow { from: "function: \"x\"" to: "return" } }
global { name: "out" asset: "stdout" }
api {
  # The second.
  function: [
    "g",  # "not this"
    'h(const char *)'
  ]
  reads { name: "}" into: "return" }
})");
  ASSERT_TRUE(outline.has_value());
  ASSERT_EQ(outline->apis.size(), 2);
  EXPECT_THAT(outline->apis[0].functions, ElementsAre("f"));
  EXPECT_EQ(outline->apis[0].text,
            R"(api { function: "f" flow { from: "function: \"x\"" to: "return" } })");
  EXPECT_THAT(outline->apis[1].functions, ElementsAre("g", "h(const char *)"));
  EXPECT_TRUE(outline->apis[1].text.starts_with("api {"));
  EXPECT_TRUE(outline->apis[1].text.ends_with("}"));
  EXPECT_THAT(outline->globals, ElementsAre(R"(global { name: "out" asset: "stdout" })"));
}

TEST(CatalogOutlineTest, WhatItDoesNotUnderstandIsLeftToTheParser) {
  for (const char* text : {
           R"(api { function: "f\x67" })",         // an escape
           R"(api { function: "f" "g" })",         // one string in two pieces
           R"(api { function: ["f" "g", "h"] })",  //
           R"(api < function: "f" >)",             // the other braces
           R"(api { function: "f")",               // no end
           R"(api { noreturn: true })",            // no name
           R"(something { function: "f" })",
       }) {
    EXPECT_FALSE(OutlineCatalog(text).has_value()) << text;
  }
}

TEST(CatalogOutlineTest, ATextThatTheToolWasNotBuiltWithIsNoStandardCatalog) {
  EXPECT_FALSE(IsStandardCatalog(R"(api { function: "f" })"));
}

}  // namespace
}  // namespace pedigree
