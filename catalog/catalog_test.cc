// Every catalog loads, alone and with the others; and each says what the pipelines we know need it
// to say. The files are the arguments.
#include "analyzer/catalog/catalog.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pedigree {
namespace {

std::vector<std::string> files;

const CatalogSet& Catalogs() {
  static const CatalogSet* const set = [] {
    auto loaded = CatalogSet::Load(files);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new CatalogSet(loaded.ok() ? *std::move(loaded) : CatalogSet());
  }();
  return *set;
}

TEST(CatalogsTest, ThereAreSome) { EXPECT_GE(files.size(), 10u); }

TEST(CatalogsTest, EachLoadsAlone) {
  for (const std::string& file : files) {
    const auto set = CatalogSet::Load({file});
    ASSERT_TRUE(set.ok()) << set.status();
    EXPECT_GT(set->size(), 0u) << file;
  }
}

TEST(CatalogsTest, NoTwoFilesListTheSame) {
  size_t sum = 0;
  for (const std::string& file : files) {
    if (const auto set = CatalogSet::Load({file}); set.ok()) sum += set->size();
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
