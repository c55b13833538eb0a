// Every catalog loads, alone and with the others; and each says what the pipelines we know need it
// to say. The files are the arguments.
#include "analyzer/catalog/catalog.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/catalog/signature.h"
#include "proto/catalog.pb.h"

namespace pedigree {
namespace {

std::vector<std::string> files;

const CatalogSet& Catalogs() {
  static const CatalogSet* const set = [] {
    auto loaded = CatalogSet::Load({.standard = false, .files = files});
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new CatalogSet(loaded.ok() ? *std::move(loaded) : CatalogSet());
  }();
  return *set;
}

TEST(CatalogsTest, ThereAreSome) { EXPECT_GE(files.size(), 10u); }

// The text of a file, so that it is parsed: that of a standard catalog would not be.
CatalogSet::Source Whole(const std::string& file) {
  std::ifstream stream(file);
  return {file, std::string(std::istreambuf_iterator<char>(stream), {}) + "\n# Not standard.\n"};
}

TEST(CatalogsTest, EachLoadsAlone) {
  for (const std::string& file : files) {
    const auto set = CatalogSet::Parse({Whole(file)});
    ASSERT_TRUE(set.ok()) << set.status();
    EXPECT_GT(set->size(), 0u) << file;
  }
}

void ExpectSame(const std::string& name, const Model* a, const Model* b) {
  ASSERT_EQ(a == nullptr, b == nullptr) << name;
  if (a == nullptr) return;
  EXPECT_EQ(a->flow.size(), b->flow.size()) << name;
  EXPECT_EQ(a->reads.size(), b->reads.size()) << name;
  EXPECT_EQ(a->writes.size(), b->writes.size()) << name;
  EXPECT_EQ(a->text.size(), b->text.size()) << name;
}

// What the tool has of a standard catalog is what the text of it says.
TEST(CatalogsTest, EachIsPartOfTheToolAndSaysTheSameThere) {
  const auto standard = CatalogSet::Load({.standard = true, .files = {}});
  ASSERT_TRUE(standard.ok());
  std::vector<CatalogSet::Source> texts;
  for (const std::string& file : files) texts.push_back(Whole(file));
  const auto parsed = CatalogSet::Parse(texts);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(standard->size(), parsed->size());
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    CatalogSet::Source whole = Whole(file);
    const auto all = CatalogSet::Parse({whole});
    const auto parts = CatalogSet::Load({.standard = false, .files = {file}});
    ASSERT_TRUE(all.ok() && parts.ok());
    EXPECT_EQ(parts->size(), all->size());
    // Else each extract would parse all of it, and take it for the user's own.
    EXPECT_TRUE(parts->own().empty());
    Catalog catalog;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(whole.text, &catalog));
    for (const Api& api : catalog.api()) {
      for (const std::string& function : api.function()) {
        const std::string name = function.substr(0, function.find('('));
        if (name.find('*') != std::string::npos) continue;
        ExpectSame(name, all->Find(name, {}), parts->Find(name, {}));
        ExpectSame(name, parsed->Find(name, {}), standard->Find(name, {}));
        for (const std::string_view scope : ScopesOf(name)) {
          EXPECT_TRUE(parts->KnowsScope(scope) && standard->KnowsScope(scope)) << scope;
        }
      }
    }
    for (const GlobalHandle& global : catalog.global()) {
      for (const auto* set : {&*parts, &*standard}) {
        ASSERT_NE(set->FindGlobal(global.name()), nullptr);
        EXPECT_EQ(set->FindGlobal(global.name())->asset(), global.asset());
      }
    }
  }
}

TEST(CatalogsTest, NoTwoFilesListTheSame) {
  size_t sum = 0;
  for (const std::string& file : files) {
    if (const auto set = CatalogSet::Load({.standard = false, .files = {file}}); set.ok())
      sum += set->size();
  }
  EXPECT_EQ(Catalogs().size(), sum);
}

TEST(CatalogsTest, OverloadsAreTold) {
  const auto text = [](const Model* model) {
    return model != nullptr && model->text.size() == 1 ? ToString(model->text[0].value) : "none";
  };
  const char* append = "std::basic_string::append";
  EXPECT_EQ(text(Catalogs().Find(append, {"const char *"})), "{this}{arg[0]}");
  EXPECT_EQ(text(Catalogs().Find(append, {"const std::basic_string<char> &"})), "{this}{arg[0]}");
  EXPECT_EQ(text(Catalogs().Find(append, {"const char *", "unsigned long"})), "none");
  EXPECT_EQ(
      text(Catalogs().Find("std::operator+", {"const std::basic_string<char> &", "const char *"})),
      "{arg[0]}{arg[1]}");
  EXPECT_EQ(text(Catalogs().Find("std::operator+", {"const std::complex<double> &", "double"})),
            "none");
}

TEST(CatalogsTest, AStreamThatOnlyHoldsTextIsNotWrittenTo) {
  const auto writes = [](const std::string& stream) {
    const Model* model = Catalogs().FindMethod(
        {stream + "::operator<<", "std::basic_ostream::operator<<"}, {"double"});
    return model == nullptr ? -1 : static_cast<int>(model->writes.size());
  };
  EXPECT_EQ(writes("std::basic_ofstream"), 1);
  EXPECT_EQ(writes("std::basic_ostream"), 1);
  EXPECT_EQ(writes("std::basic_ostringstream"), 0);
}

TEST(CatalogsTest, StandardStreamsAreAssets) {
  ASSERT_NE(Catalogs().FindGlobal("std::cout"), nullptr);
  EXPECT_EQ(Catalogs().FindGlobal("std::cout")->asset(), "stdout");
  EXPECT_EQ(Catalogs().FindGlobal("std::cerr")->kind(), LOG);
}

}  // namespace
}  // namespace pedigree

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  pedigree::files.assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
