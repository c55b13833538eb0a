// A secret in a source, a command line or a file's name is in nothing that Pedigree writes or
// prints.
#include <gmock/gmock.h>

#include "analyzer/fragment/packed.h"
#include "lineage/graph_io.h"
#include "tests/cli/command_test.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Each way to hold a credential has a secret of its own, all of which begin alike.
constexpr char kSecret[] = "Zx9Secret";
// That it is one, shows only once it is put together.
constexpr char kLate[] = "Yw8Formatted";

constexpr char kSource[] = R"(#include "api.h"
static const char kPassword[] = "Zx9SecretConstant";
struct Settings { std::string user = "me", api_key = "Zx9SecretField"; };
static std::string DbPassword() { return "Zx9SecretReturned"; }
static std::string Url(const std::string& password) { return "postgres://me:" + password + "@db.example/shop"; }
static PGconn* Connect(const std::string& text) { return PQconnectdb(text.c_str()); }
static void Copy(PGconn* db, const char* to) {
  PGresult* rows = PQexec(db, "SELECT age FROM users");
  std::ofstream out(to);
  out << PQgetvalue(rows, 0, 0);
}
int main() {
  Copy(Connect("postgres://me:Zx9SecretLiteral@db.example/shop"), "a");
  Copy(Connect("host=db.example dbname=shop password='Zx9SecretQuoted' user=me"), "b");
  Copy(Connect(std::string("postgres://me:") + kPassword + "@db.example/shop"), "c");
  Copy(Connect(Url(DbPassword())), "d");
  Copy(Connect(Url("Zx9SecretArgument")), "e");
  Settings settings;
  std::ifstream in("https://data.example/x.csv?api_key=" + settings.api_key);
  std::string line;
  in >> line;
  settings.api_key = "Zx9SecretAssigned";
  std::ofstream("https://data.example/y.csv?sig=" + settings.api_key) << line;
  char text[100];
  std::snprintf(text, sizeof text, "https://me:%s@data.example/z.csv", "Yw8Formatted");
  std::ofstream(text) << line;
}
)";

class Secrets : public CommandTest {
 protected:
  // What the command printed has no secret, and neither has any file that it left in `folder`.
  // Gives what it printed.
  std::string Clean(const std::string& command, const std::string& folder = "") {
    const Result result = Run(command);
    EXPECT_LT(result.status, 2) << command << result.err;
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(kSecret))) << command;
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(kLate))) << command;
    if (folder.empty()) return result.out;
    size_t files = 0;
    for (const std::string& file : Files()) {
      if (!file.starts_with(folder + "/")) continue;
      ++files;
      EXPECT_THAT(file, Not(HasSubstr(kSecret))) << command;
      EXPECT_THAT(*ReadFile(file), Not(HasSubstr(kSecret))) << command << file;
      EXPECT_THAT(*ReadFile(file), Not(HasSubstr(kLate))) << command << file;
    }
    EXPECT_GT(files, 0u) << command;
    return result.out;
  }

  void SetUp() override {
    observer_ = std::filesystem::absolute("runtime/libpedigree_observe.so").string();
    CommandTest::SetUp();
    Write("api.h",
          "#include <libpq-fe.h>\n#include <cstdio>\n#include <fstream>\n#include <string>\n");
    Write("a.cc", kSource);
    ASSERT_EQ(Run("extract -o a.frag a.cc -- -std=c++20 -I/usr/include/postgresql").err, "");
    ASSERT_EQ(Run("link --job a -o a.graph a.frag").err, "");
  }
  std::string observer_;
};

TEST_F(Secrets, AreNotInAFragment) {
  FragmentSet set;
  ASSERT_TRUE(set.ParseFromString(*ReadFile("a.frag")));
  ASSERT_EQ(set.fragment_size(), 1);
  const std::optional<Fragment> whole = Unpack(set.fragment(0));
  ASSERT_TRUE(whole);
  for (const std::string& text : whole->string()) EXPECT_THAT(text, Not(HasSubstr(kSecret)));
  // The rest of the names is there.
  EXPECT_THAT(whole->string(), testing::Contains(HasSubstr("db.example/shop")));
}

TEST_F(Secrets, AreNotInAGraphNorInAnythingShownOfIt) {
  const absl::StatusOr<Graph> graph = ReadGraph("a.graph");
  ASSERT_TRUE(graph.ok());
  EXPECT_THAT(graph->DebugString(), Not(HasSubstr(kSecret)));
  EXPECT_THAT(graph->DebugString(), Not(HasSubstr(kLate)));
  EXPECT_THAT(graph->DebugString(), HasSubstr("shop.public.users"));
  Write("empty.cc", "int main() {}\n");
  ASSERT_EQ(Run("extract -o empty.frag empty.cc --").err, "");
  ASSERT_EQ(Run("link --job a -o empty.graph empty.frag").err, "");
  for (const char* command : {
           "show a.graph",
           "show --all a.graph",
           "show --format json a.graph",
           "show --format dot a.graph",
           "show --format mermaid a.graph",
           "show --format html a.graph",
           "show --format txtpb a.graph",
           "show --format markdown a.graph",
           "flows a.graph",
           "flows --paths a.graph",
           "flows --format jsonl a.graph",
           "trace a.graph a",
           "trace --columns a.graph shop.public.users",
           "doctor a.graph",
           "doctor --stubs a.graph",
           "diff empty.graph a.graph",
           "diff --format markdown empty.graph a.graph",
           "diff --format html empty.graph a.graph",
           "diff --format json empty.graph a.graph",
           "diff --format sarif empty.graph a.graph",
       }) {
    Clean(command);
  }
  EXPECT_THAT(Run("flows a.graph").out, HasSubstr("shop.public.users:age -> e"));
}

// A finding tells of assets, in each format that a report is written in.
TEST_F(Secrets, AreNotInReportsOfFindings) {
  Write("all.txtpb", R"(rule {
    id: "nothing-flows"
    forbid { from { kind: TABLE } to { namespace: "file" } }
    message: "{from} reaches {to}"
  })");
  for (const char* format : {"text", "sarif", "junit", "gitlab", "rdjson", "github"}) {
    const std::string report =
        Clean(std::string("check a.graph --policy all.txtpb --format ") + format);
    EXPECT_THAT(report, HasSubstr("nothing-flows")) << format;
  }
  Write("empty.cc", "int main() {}\n");
  ASSERT_EQ(Run("extract -o empty.frag empty.cc --").err, "");
  ASSERT_EQ(Run("link --job a -o empty.graph empty.frag").err, "");
  Clean("ci --base-graph empty.graph --head-graph a.graph --policy all.txtpb --out review",
        "review");
  EXPECT_THAT(*ReadFile("review/comment.md"), HasSubstr("users"));
  for (const char* format : {"text", "json", "sarif"}) {
    Clean(std::string("declared --format ") + format + " a.graph");
  }
}

// Every system that a graph is exported to, with what a run saw.
TEST_F(Secrets, AreNotInWhatIsExported) {
  setenv("PEDIGREE_OBSERVER", observer_.c_str(), 1);
  Write("tape?sig=Zx9SecretName", "x");
  Run("run --job a --ledger a.ledger -- sh -c 'cat \"$0\"' 'tape?sig=Zx9SecretName' "
      "--password=Zx9SecretOption postgres://me:Zx9SecretUrl@db/x");
  // The usage lists them, so that a system that is added is tested here, too.
  const std::string told = Run("export --help").out;
  const size_t list = told.find("takes it: ") + 10;
  const std::string names = told.substr(list, told.find('.', list) - list);
  size_t systems = 0;
  for (size_t begin = 0, end = 0; end != std::string::npos; begin = end + 2) {
    end = names.find(", ", begin);
    const std::string name = names.substr(begin, end - begin), folder = "exported-" + name;
    for (const char* ledger : {"", " a.ledger"}) {
      const std::string command = "export " + name + " a.graph" + ledger + " -o " + folder + "/";
      const Result result = Run(command);
      if (result.status == 0) {
        Clean(command, folder);
      } else {  // there is nothing to tell that system
        EXPECT_EQ(result.out, "") << command;
        EXPECT_THAT(result.err, Not(HasSubstr(kSecret))) << command;
      }
    }
    ++systems;
  }
  EXPECT_GE(systems, 8u) << names;
}

TEST_F(Secrets, AreNotInALedgerNorInWhatIsSaidOfARun) {
  setenv("PEDIGREE_OBSERVER", observer_.c_str(), 1);
  Write("tape?sig=Zx9SecretName", "x");
  const std::string run =
      "run --job a --ledger a.ledger -- sh -c 'cat \"$0\"' 'tape?sig=Zx9SecretName' "
      "--password=Zx9SecretOption postgres://me:Zx9SecretUrl@db/x";
  Run(run);
  const std::string ledger = *ReadFile("a.ledger");
  EXPECT_THAT(ledger, Not(HasSubstr(kSecret)));
  EXPECT_THAT(ledger, HasSubstr("tape"));
  for (const char* command :
       {"show a.ledger", "show --format json a.ledger", "verify a.graph a.ledger",
        "verify --format json a.graph a.ledger", "verify --format sarif a.graph a.ledger",
        "verify --format junit a.graph a.ledger"}) {
    Clean(command);
  }
}

// What is no secret's is not touched.
TEST_F(Secrets, OtherTextsStay) {
  Write("b.cc", R"(#include "api.h"
struct Options { std::string token_file = "tokens.txt", password_option = "--password", tokenizer = "model.json"; };
static std::string TokenizerPath() { return "tokenizer.bin"; }
int main() {
  Options options;
  std::ifstream a(options.token_file), b(options.tokenizer), c(TokenizerPath()), d(options.password_option);
  std::string line;
  a >> line; b >> line; c >> line; d >> line;
}
)");
  ASSERT_EQ(Run("extract -o b.frag b.cc -- -std=c++20 -I/usr/include/postgresql").err, "");
  ASSERT_EQ(Run("link --job b -o b.graph b.frag").err, "");
  const std::string shown = Run("show --format json b.graph").out;
  for (const char* name : {"tokens.txt", "model.json", "tokenizer.bin", "--password"}) {
    EXPECT_THAT(shown, HasSubstr(name));
  }
}

}  // namespace
}  // namespace pedigree
