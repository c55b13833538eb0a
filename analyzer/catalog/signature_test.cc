#include "analyzer/catalog/signature.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

Signature Parse(std::string_view text) {
  auto signature = ParseSignature(text);
  EXPECT_TRUE(signature.ok()) << signature.status();
  return signature.ok() ? *std::move(signature) : Signature();
}

bool Matches(std::string_view signature, std::string_view name,
             std::vector<std::string> types = {}) {
  for (std::string& type : types) type = NormalizeType(type);
  return Parse(signature).Matches(name, types);
}

TEST(SignatureTest, APlainNameMatchesAllOverloads) {
  EXPECT_TRUE(Matches("fopen", "fopen", {"const char *", "const char *"}));
  EXPECT_FALSE(Matches("fopen", "fopen64"));
  EXPECT_FALSE(Matches("fopen", "std::fopen"));
}

TEST(SignatureTest, AParameterListPicksAnOverload) {
  const char* append = "std::basic_string::append(const char*, unsigned long)";
  const char* name = "std::basic_string::append";
  EXPECT_TRUE(Matches(append, name, {"const char *", "unsigned long"}));
  EXPECT_FALSE(Matches(append, name, {"const char *"}));
  EXPECT_FALSE(Matches(append, name, {"unsigned long", "char"}));
  EXPECT_TRUE(Matches("f()", "f", {}));
  EXPECT_FALSE(Matches("f()", "f", {"int"}));
}

TEST(SignatureTest, GlobsInNames) {
  EXPECT_TRUE(Matches("std::*", "std::vector::push_back"));
  EXPECT_TRUE(Matches("*::ToString", "my::Thing::ToString"));
  EXPECT_TRUE(Matches("XGB*Save*", "XGBoosterSaveModel"));
  EXPECT_FALSE(Matches("XGB*Save*", "XGBoosterLoadModel"));
  EXPECT_FALSE(Matches("ab*ba", "aba"));
  EXPECT_TRUE(Matches("*", ""));
}

TEST(SignatureTest, OperatorsKeepTheirStarsAndParentheses) {
  EXPECT_TRUE(Matches("X::operator*", "X::operator*"));
  EXPECT_FALSE(Matches("X::operator*", "X::operator->"));
  EXPECT_TRUE(Matches("std::*::operator*=", "std::valarray::operator*="));
  EXPECT_TRUE(Matches("X::operator()", "X::operator()", {"int"}));
  EXPECT_TRUE(Matches("X::operator()(int)", "X::operator()", {"int"}));
  EXPECT_FALSE(Matches("X::operator()()", "X::operator()", {"int"}));
  EXPECT_TRUE(Matches("std::operator<<(*, const char *)", "std::operator<<",
                      {"std::basic_ostream<char> &", "const char *"}));
  EXPECT_TRUE(Matches("X::operator bool", "X::operator bool"));
  EXPECT_TRUE(Matches("my_operator*", "my_operators"));
}

TEST(SignatureTest, AReferenceToAConstantPointerIsOneToAConstant) {
  EXPECT_TRUE(Matches("f(const * &)", "f", {"int *const &"}));
  EXPECT_TRUE(Matches("f(const * *const &)", "f", {"const char *const &"}));
  EXPECT_FALSE(Matches("f(const * &)", "f", {"int *&"}));
}

TEST(SignatureTest, AStarInATypeIsAPointerUnlessAtItsBegin) {
  EXPECT_FALSE(Matches("f(char *)", "f", {"char &"}));
  EXPECT_TRUE(Matches("f(char *)", "f", {"char *"}));
  EXPECT_TRUE(Matches("f(char **)", "f", {"char **"}));
  EXPECT_TRUE(Matches("f(*)", "f", {"anything<at, all> &"}));
  EXPECT_TRUE(Matches("f(* &)", "f", {"int &"}));
  EXPECT_FALSE(Matches("f(* &)", "f", {"int *"}));
  EXPECT_TRUE(Matches("f(const * &)", "f", {"const std::vector<int> &"}));
  EXPECT_FALSE(Matches("f(const * &)", "f", {"std::vector<int> &"}));
  EXPECT_TRUE(Matches("f(std::vector<*> &)", "f", {"std::vector<std::pair<int, char>> &"}));
  EXPECT_TRUE(Matches("f(std::function<*(*)>)", "f", {"std::function<int (char)>"}));
  EXPECT_TRUE(Matches("f(std::*)", "f", {"std::thread"}));
}

TEST(SignatureTest, AListMayBeOpen) {
  EXPECT_TRUE(Matches("f(int, ...)", "f", {"int"}));
  EXPECT_TRUE(Matches("f(int, ...)", "f", {"int", "char", "long"}));
  EXPECT_FALSE(Matches("f(int, ...)", "f", {}));
  EXPECT_FALSE(Matches("f(int, ...)", "f", {"char"}));
}

TEST(SignatureTest, AnyConversionOperator) {
  EXPECT_TRUE(Matches("X::operator *", "X::operator std::basic_string_view"));
  EXPECT_FALSE(Matches("X::operator *", "X::operator*"));
}

TEST(SignatureTest, BlanksDoNotMatterInTypes) {
  EXPECT_EQ(NormalizeType("const  std::map< int ,  char * > & "), "const std::map<int,char*>&");
  EXPECT_EQ(NormalizeType("unsigned long"), "unsigned long");
}

TEST(SignatureTest, TheMoreSpecificIsGreater) {
  const std::vector<const char*> kAscending = {
      "std::*",      "std::vector::*", "f",          "std::vector::push_back",
      "std::*(int)", "f(*)",           "f(const *)", "f(int)",
  };
  for (size_t i = 0; i + 1 < kAscending.size(); ++i) {
    EXPECT_TRUE(CompareSpecificity(Parse(kAscending[i]), Parse(kAscending[i + 1])) < 0)
        << kAscending[i] << " against " << kAscending[i + 1];
  }
  EXPECT_TRUE(CompareSpecificity(Parse("f"), Parse("g")) == 0);
}

TEST(SignatureTest, OneSpellingEach) {
  EXPECT_EQ(Parse("f( const char *,int )").ToString(), "f(const char*,int)");
  EXPECT_EQ(Parse("std::*::size").ToString(), "std::*::size");
  EXPECT_EQ(Parse("f(int, ...)").ToString(), "f(int,...)");
  EXPECT_EQ(Parse("X::operator()( )").ToString(), "X::operator()()");
}

TEST(SignatureTest, RefusesWhatIsNoName) {
  for (const char* text : {"", "(int)", "::f", "f(int", "f(int,)", "f(..., int)",
                           "std::vector<int>::size", "void f", "f(int) const"}) {
    EXPECT_FALSE(ParseSignature(text).ok()) << text;
  }
}

}  // namespace
}  // namespace pedigree
