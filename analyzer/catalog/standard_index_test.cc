#include "analyzer/catalog/standard_index.h"

#include <gtest/gtest.h>

#include <string>

namespace pedigree {
namespace {

// An index by hand: two catalogs, of which the first lists `f` and `g(int)`, the second `f` again.
std::string SmallIndex() {
  const uint32_t words[] = {2,   2, 0,    0,    0, 3, 1, 0,  // the counts
                            0x1, 0, 0xff, 0x80,              // hashes
                            0,   1, 0,    2,    1, 1, 2, 3,  // `f` and `g`
                            0,   0, 0,    0,    2, 3,        // `f` of the first
                            1,   0, 0,    0,    5, 4,        // `f` of the second
                            0,   1, 9,    6,    2, 3,        // `g(int)`
                            7};
  return std::string(reinterpret_cast<const char*>(words), sizeof words) + "fgabcdefgg(int)";
}

TEST(StandardIndexTest, RecordsAreFoundByTheirKeys) {
  const std::string bytes = SmallIndex();
  const StandardIndex index(bytes);
  using Range = std::pair<uint32_t, uint32_t>;
  EXPECT_EQ(index.Find(StandardIndex::kNames, "f"), Range(0, 2));
  EXPECT_EQ(index.Find(StandardIndex::kNames, "g"), Range(2, 3));
  for (const char* key : {"", "a", "ff", "h"}) {
    const auto [begin, end] = index.Find(StandardIndex::kNames, key);
    EXPECT_EQ(begin, end) << key;
  }
  const auto [begin, end] = index.Find(StandardIndex::kGlobs, "f");
  EXPECT_EQ(begin, end) << "nothing is in that table";

  const StandardIndex::Record again = index.record(1);
  EXPECT_EQ(again.catalog, 1);
  EXPECT_EQ(again.signature, "");
  EXPECT_EQ(again.contents, "defg");
  const StandardIndex::Record g = index.record(2);
  EXPECT_EQ(g.number, 1);
  EXPECT_EQ(g.signature, "g(int)");
  EXPECT_EQ(g.contents, "abc");
  EXPECT_EQ(index.glob_size(0), 7);
}

TEST(StandardIndexTest, CatalogsAreKnownByTheHashesOfTheirTexts) {
  const std::string bytes = SmallIndex();
  const StandardIndex index(bytes);
  EXPECT_EQ(index.CatalogOf(1), 0);
  EXPECT_EQ(index.CatalogOf(0x80000000ff), 1);
  EXPECT_FALSE(index.CatalogOf(2).has_value());
  EXPECT_NE(CatalogHash("api { }"), CatalogHash("api {  }"));
}

}  // namespace
}  // namespace pedigree
