#include "analyzer/catalog_lint/lint.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/status/status.h"

namespace pedigree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kLibrary[] = R"(
#pragma once
struct Options { int depth; const char* file_name; };
extern "C" {
typedef struct Model Model;
typedef void* Handle;
Model* model_load(const char* path);
int model_save(Model* model, const char* path);
const char* model_name(const Model* model);
void model_free(Model* model);
int model_score(const Model* model, const float* row, int count, float* out);
int model_open(const char* path, Handle* out);
void model_log(const char* format, ...);
int model_each(Model* model, int (*callback)(void* data, float row), void* data);
int model_configure(Model* model, Options options, const Options* more);
extern int model_debug;
}
#define model_free_all(m) model_free(m)
namespace lib {
inline namespace v2 {
class Reader {
 public:
  explicit Reader(const char* path);
  int Read(char* to, int size);
  int Peek(char* to) const;
  static Reader Open(const char* path);
};
template <typename T>
class Table : public Reader {
 public:
  void Add(const T& row);
  void Add(T&& row, int at);
  T& operator[](int at);
};
using Numbers = Table<int>;
void Fill(Reader by_value);
void Fill(Reader& reader, int times);
}  // namespace v2
}  // namespace lib
)";

class LintTest : public ::testing::Test {
 protected:
  LintTest() { Write("library.h", kLibrary); }

  std::string Path(const std::string& name) { return ::testing::TempDir() + "/" + name; }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
  }

  absl::StatusOr<std::vector<LintFinding>> Lint(const std::string& entries) {
    Write("c.txtpb", entries);
    return LintCatalog({.file = Path("c.txtpb"), .headers = {Path("library.h")}, .flags = {}});
  }

  // "LINE:COLUMN error: ..." of each finding.
  std::vector<std::string> Findings(const std::string& entries) {
    const auto findings = Lint(entries);
    EXPECT_TRUE(findings.ok()) << findings.status();
    std::vector<std::string> lines;
    for (const LintFinding& f : *findings) {
      lines.push_back(fmt::format("{}:{} {}: {}", f.place.line, f.place.column,
                                  f.warning ? "warning" : "error", f.message));
    }
    return lines;
  }
  // What is wrong with one effect of a function.
  std::vector<std::string> Wrong(const std::string& function, const std::string& effect) {
    auto lines = Findings(fmt::format("api {{ function: \"{}\"\n{} }}", function, effect));
    for (std::string& line : lines) line = line.substr(line.find(' ') + 1);
    return lines;
  }
};

TEST_F(LintTest, ACatalogThatFitsIsClean) {
  EXPECT_THAT(Findings(R"c(
api { function: "model_load" reads { name: "{arg[0]}" kind: MODEL into: "return.pointee" } }
api { function: "model_save" writes { name: "{arg[1]}" kind: MODEL from: "arg[0].pointee" } }
api { function: "model_score" flow { from: ["arg[0]", "arg[1].pointee"] to: "arg[3].pointee" transform: INFER } }
api { function: "model_open" opens { handle: "arg[1].pointee" name: "{arg[0]}" } }
api { function: "model_log" writes { from: "arg[1..]" name: "log" kind: LOG } }
api { function: "model_each" calls { callee: "arg[1]" args: ["arg[2]", "arg[0].pointee.rows"] } }
api { function: "model_configure" flow { from: "arg[2].pointee.depth" to: "arg[0].pointee" } }
api { function: "lib::Reader::Reader" opens { handle: "this" name: "{arg[0]}" } }
api { function: ["lib::Reader::~Reader", "lib::Reader::Reader(const lib::Reader &)"] }
api {
function:
  "lib::Reader::Open" opens{handle : "return" name : "{arg[0]}"}
}
api {
function:
  "lib::Table::Read" reads{handle : "this" into : "arg[0].pointee"}
}
api{
  function : "lib::Table::Add(* &&, int)" flow{from : "arg[0]" to : "this[arg[1]]"}
  clears : "arg[0]"
} api {
function:
  "lib::Table::operator[]" points{from : "return" to : "this[arg[0]]"}
}
api{function : "lib::Table::*"} api {
function:
  "memcpy" flow{from : "arg[1].pointee" to : "arg[0].pointee"}
}
global { name: "model_debug" asset: "debug" }
)c"),
              IsEmpty());
}

TEST_F(LintTest, AnUnknownFunctionIsAnErrorWithTheNearestName) {
  EXPECT_THAT(
      Findings(R"(
api {
  function: [
    "model_load",
    "model_laod"
  ]
}
api { function: "lib::Reader::read" }
api { function: "Reader::Read" }
api { function: "frobnicate" }
api { function: "lib::Writer::*" }
)"),
      ElementsAre("5:5 error: there is no function 'model_laod'; did you mean 'model_load'?",
                  "8:17 error: there is no function 'lib::Reader::read'; did you mean "
                  "'lib::Reader::Read'?",
                  "9:17 error: there is no function 'Reader::Read'; did you mean "
                  "'lib::Reader::Read'?",
                  "10:17 error: there is no function 'frobnicate'",
                  "11:17 error: no function matches 'lib::Writer::*'"));
}

TEST_F(LintTest, NamesThatCallsNeverHaveAreErrors) {
  EXPECT_THAT(Wrong("model_free_all", ""),
              ElementsAre("error: 'model_free_all' is a macro: list the function that it calls"));
  EXPECT_THAT(Wrong("lib::Numbers::Add", ""),
              ElementsAre("error: 'lib::Numbers' is another name of the class 'lib::Table', under "
                          "which its functions are listed"));
}

TEST_F(LintTest, AParameterListMustBeThatOfAnOverload) {
  EXPECT_THAT(Wrong("lib::Fill(int)", ""),
              ElementsAre("error: no overload of 'lib::Fill' takes these parameters; there are: "
                          "(lib::Reader), (lib::Reader &, int)"));
}

TEST_F(LintTest, AFunctionOfOtherVersionsMayBeMissing) {
  EXPECT_THAT(Wrong("model_quantize", "versions: \"3 and later\""), IsEmpty());
}

TEST_F(LintTest, AnArgumentMustBeThere) {
  const std::string two = "there are only 2 parameters";
  EXPECT_THAT(Wrong("model_save", R"(writes { name: "{arg[2]}" from: "arg[0].pointee" })"),
              ElementsAre("error: arg[2] of 'model_save': " + two));
  EXPECT_THAT(Wrong("model_save", R"(flow { from: "arg[3..]" to: "arg[0].pointee" })"),
              ElementsAre("error: arg[3..] of 'model_save': " + two));
  EXPECT_THAT(Wrong("model_log", R"(writes { name: "log" from: "arg[7]" })"), IsEmpty())
      << "it takes any number";
  EXPECT_THAT(Wrong("lib::Fill", R"(flow { from: "arg[1]" to: "arg[0]" })"), IsEmpty())
      << "one overload has it";
}

TEST_F(LintTest, WhatIsStoredMustBeSeenByTheCaller) {
  EXPECT_THAT(
      Wrong("model_save", R"(flow { from: "arg[0].pointee" to: "arg[1].pointee" })"),
      ElementsAre("error: arg[1].pointee of 'model_save': nothing can be stored there: the pointer "
                  "is one to const"));
  EXPECT_THAT(
      Wrong("model_score", R"(flow { from: "arg[0]" to: "arg[2]" })"),
      ElementsAre("error: arg[2] of 'model_score': the argument is passed by value: what is "
                  "stored there is lost"));
  EXPECT_THAT(Wrong("model_configure", R"(flow { from: "arg[0]" to: "arg[1].depth" })"),
              ElementsAre("error: arg[1].depth of 'model_configure': the argument is passed by "
                          "value: what is stored there is lost"));
  EXPECT_THAT(
      Wrong("lib::Table::Add(const * &)", R"(flow { from: "this" to: "arg[0]" })"),
      ElementsAre("error: arg[0] of 'lib::Table::Add': nothing can be stored there: it is a "
                  "reference to const"));
  EXPECT_THAT(Wrong("lib::Reader::Peek", R"(clears: "this")"),
              ElementsAre("error: this of 'lib::Reader::Peek': nothing can be stored there: the "
                          "method is const"));
}

TEST_F(LintTest, RootsMustBeThere) {
  EXPECT_THAT(Wrong("model_free", R"(flow { from: "arg[0]" to: "return" })"),
              ElementsAre("error: return of 'model_free': the function returns void"));
  EXPECT_THAT(Wrong("lib::Reader::Reader(const char *)", R"(flow { from: "arg[0]" to: "return" })"),
              ElementsAre("error: return of 'lib::Reader::Reader': a constructor returns nothing: "
                          "the object is 'this'"));
  EXPECT_THAT(Wrong("lib::Reader::Open", R"(flow { from: "arg[0]" to: "this" })"),
              ElementsAre("error: this of 'lib::Reader::Open': the function is not called on an "
                          "object"));
}

TEST_F(LintTest, StepsMustFitTheType) {
  EXPECT_THAT(Wrong("model_score", R"(flow { from: "arg[2].pointee" to: "return" })"),
              ElementsAre("error: arg[2].pointee of 'model_score': 'int' points to nothing"));
  EXPECT_THAT(Wrong("model_load", R"(reads { name: "x" into: "return.rows" })"),
              ElementsAre("error: return.rows of 'model_load': a pointer has no fields: is a "
                          ".pointee missing?"));
  EXPECT_THAT(Wrong("model_save", R"(text { to: "arg[0].pointee.name" value: "{arg[1].end}" })"),
              ElementsAre("warning: arg[1].end of 'model_save': a pointer has no fields: is a "
                          ".pointee missing?"));
  EXPECT_THAT(Wrong("model_*", R"(flow { from: "arg[9]" to: "arg[0].pointee.x" })"), IsEmpty())
      << "one of them takes any number";
  EXPECT_THAT(Wrong("lib::F*", R"(flow { from: "arg[2]" to: "arg[0]" })"),
              ElementsAre("error: arg[2] of 'lib::F*': there is only 1 parameter"));
  EXPECT_THAT(Wrong("model_each", R"(calls { callee: "arg[2]" })"), IsEmpty());
  EXPECT_THAT(Wrong("model_score", R"(calls { callee: "arg[2]" })"),
              ElementsAre("error: arg[2] of 'model_score': 'int' cannot be called"));
  EXPECT_THAT(
      Wrong("model_configure", R"(flow { from: "arg[1].dept" to: "return" })"),
      ElementsAre("warning: arg[1].dept of 'model_configure': 'Options' has no field 'dept'; "
                  "did you mean 'depth'?"));
}

TEST_F(LintTest, APlaceIsThatOfThePort) {
  EXPECT_THAT(Findings(R"(
api {
  function: ["model_free", "model_name"]
  flow {
    from: ["arg[0]",
           "arg[2]"]
    to: "arg[0].pointee"
  }
}
)"),
              ElementsAre("6:12 error: arg[2] of 'model_free': there is only 1 parameter",
                          "6:12 error: arg[2] of 'model_name': there is only 1 parameter",
                          "7:9 warning: arg[0].pointee of 'model_name': nothing can be stored "
                          "there: the pointer is one to const"));
}

TEST_F(LintTest, GlobalsAreLookedUp) {
  EXPECT_THAT(Findings(R"(global { name: "model_debgu" asset: "x" })"),
              ElementsAre("1:10 error: there is no variable 'model_debgu'; did you mean "
                          "'model_debug'?"));
}

TEST_F(LintTest, WhatCannotBeReadIsSaid) {
  const auto error = [&](const std::string& text) {
    Write("c.txtpb", text);
    return std::string(
        LintCatalog({.file = Path("c.txtpb"), .headers = {}, .flags = {}}).status().message());
  };
  EXPECT_THAT(error(R"(api { function: "f" })"), HasSubstr("c.txtpb: it names no header"));
  EXPECT_THAT(error(R"(api { functoin: "f" })"), HasSubstr("c.txtpb:1:"));
  EXPECT_THAT(error(R"(header: "no/such.h" package: "libsuch-dev" api { function: "f" })"),
              HasSubstr("'no/such.h' file not found (Debian's package libsuch-dev has"));
  EXPECT_THAT(error(R"(header: "stdio.h" pkg_config: "no-such-module" api { function: "f" })"),
              HasSubstr("pkg-config does not know no-such-module"));
  Write("broken.h", "int f(;\n");
  EXPECT_THAT(error(fmt::format(R"(header: "{}" api {{ function: "f" }})", Path("broken.h"))),
              HasSubstr("broken.h:1:7: "));
  EXPECT_TRUE(absl::IsNotFound(LintCatalog({.file = "none", .headers = {}, .flags = {}}).status()));
}

}  // namespace
}  // namespace pedigree
