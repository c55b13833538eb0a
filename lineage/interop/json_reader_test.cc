#include "lineage/interop/json_reader.h"

#include <gtest/gtest.h>

namespace pedigree::interop {
namespace {

std::string Problem(std::string_view text, bool split = true) {
  const auto stream = JsonStream::Of("in.json", text, split);
  for (;;) {
    const auto next = stream->Next();
    if (!next.ok())
      return std::string(next.status().message().data(), next.status().message().size());
    if (*next == nullptr) return "";
  }
}

std::vector<std::string> Names(std::string_view text) {
  std::vector<std::string> names;
  const auto stream = JsonStream::Of("in.json", text, /*split=*/true);
  for (;;) {
    const auto next = stream->Next();
    EXPECT_TRUE(next.ok()) << next.status();
    if (!next.ok() || *next == nullptr) return names;
    names.emplace_back((*next)->Root()["name"].Text());
  }
}

TEST(JsonReader, DocumentsComeOneALineOneBehindTheOtherOrInAnArray) {
  const std::vector<std::string> expected = {"a", "b"};
  EXPECT_EQ(Names("{\"name\":\"a\"}\n{\"name\":\"b\"}\n"), expected);
  EXPECT_EQ(Names("{\"name\":\"a\"}{\"name\":\"b\"}"), expected);
  EXPECT_EQ(Names(" [ {\"name\":\"a\"} ,\n {\"name\":\"b\"} ] \n"), expected);
  EXPECT_EQ(Names("\xef\xbb\xbf{\n \"name\" : \"a\"\n}\n\n{\"name\":\"b\"}"), expected);
  EXPECT_EQ(Names("[]"), std::vector<std::string>());
  EXPECT_EQ(Names(""), std::vector<std::string>());
}

TEST(JsonReader, ValuesAreFoundByKeyAndHaveTheirLines) {
  const auto document = ParseJson(
      "in.json", "{\"a\": [1, -2.5, \"x\\u00e9\\n\", true, null],\n \"b\": {\"c\": \"12\"}}");
  ASSERT_TRUE(document.ok()) << document.status();
  const JsonNode root = document->Root();
  std::vector<std::string> scalars;
  for (const JsonNode element : root["a"]) scalars.emplace_back(element.Scalar());
  EXPECT_EQ(scalars, (std::vector<std::string>{"1", "-2.5", "x\xc3\xa9\n", "true", ""}));
  EXPECT_EQ(root["b"]["c"].Integer(), 12);
  EXPECT_EQ(root["b"].Line(), 2u);
  EXPECT_EQ(root["a"].Line(), 1u);
  // What is not there answers nothing, however deep one asks.
  EXPECT_FALSE(root["x"]["y"]);
  EXPECT_EQ(root["x"]["y"].Text(), "");
  EXPECT_TRUE(root["x"].Empty());
}

TEST(JsonReader, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_EQ(Problem("{\"a\":1}\n{\"a\":,}"), "in.json:2:6: not JSON: Invalid value.");
  EXPECT_EQ(Problem("{\"a\":1,\n\"a\":2}"), "in.json:2:7: the key \"a\" is twice in one object");
  EXPECT_EQ(Problem("{\"a\":"), "in.json:1:6: the JSON ends before its time");
  EXPECT_EQ(Problem("[{}, {}"), "in.json:1:8: the array does not end");
  EXPECT_EQ(Problem("[{} {}]"), "in.json:1:5: there is no comma between two elements");
  EXPECT_NE(Problem("{\"a\":\"\xff\xfe\"}").find("a text is not UTF-8"), std::string::npos);
  EXPECT_NE(Problem("nonsense").find("in.json:1:"), std::string::npos);
  EXPECT_NE(Problem(std::string_view("\0\0\0", 3)).find("in.json:1:"), std::string::npos);
}

TEST(JsonReader, NestingIsBounded) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(Problem(deep), "in.json:1:203: nested more than 200 deep");
  EXPECT_EQ(Problem("{\"a\":" + deep), "in.json:1:206: nested more than 200 deep");
  EXPECT_EQ(Problem(deep, /*split=*/false), "in.json:1:202: nested more than 200 deep");
  EXPECT_EQ(Problem(std::string(150, '[') + std::string(150, ']')), "");
}

TEST(JsonReader, AFileHasOneDocumentWhereOneIsAskedFor) {
  EXPECT_EQ(ParseJson("in.json", "{} {}").status().message(),
            "in.json:1: more JSON follows where the document has ended");
  EXPECT_EQ(ParseJson("in.json", "  \n").status().message(), "in.json:1: there is no JSON in it");
  EXPECT_EQ(ReadJson("/nonexistent").status().message(), "/nonexistent: No such file or directory");
}

}  // namespace
}  // namespace pedigree::interop
