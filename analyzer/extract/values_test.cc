#include "analyzer/extract/values.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

class ValueTableTest : public testing::Test {
 protected:
  SetId Read(uint32_t site) { return values_.Single({.kind = Value::READ, .index = site}); }
  SetId ReadAt(uint32_t site, std::initializer_list<Step> steps) {
    return values_.Single({.kind = Value::READ, .index = site, .path = Of(steps)});
  }
  PathId Of(std::initializer_list<Step> steps) {
    PathId path = 0;
    for (const Step& step : steps) path = paths_.Append(path, step);
    return path;
  }
  PathTable paths_;
  ValueTable values_{paths_};
  const Step a_ = Step::Field(1), b_ = Step::Field(2);
};

TEST_F(ValueTableTest, SetsAreEqualWhateverTheOrderOfTheirMembers) {
  EXPECT_EQ(values_.Union(Read(1), Read(2)), values_.Union(Read(2), Read(1)));
  EXPECT_EQ(values_.Union(Read(1), Read(1)), Read(1));
  EXPECT_EQ(values_.Union(0, Read(1)), Read(1));
}

TEST_F(ValueTableTest, ACopyIsKeptOverAComputationOfTheSameValue) {
  EXPECT_EQ(values_.Union(values_.Computed(Read(1), TRANSFORMATION), Read(1)), Read(1));
  // But a condition is an influence of another kind.
  const SetId both = values_.Union(values_.Computed(Read(1), CONDITIONAL), Read(1));
  EXPECT_EQ(values_.set(both).size(), 2u);
}

TEST_F(ValueTableTest, AWholeIsReadByItsParts) {
  const TreeId tree = values_.Leaf(Read(1));
  EXPECT_EQ(values_.Cell(tree, Of({a_}), 0), ReadAt(1, {a_}));
}

TEST_F(ValueTableTest, AStrongStoreReplacesThePartAndLeavesItsSibling) {
  TreeId tree = values_.Leaf(Read(1));
  tree = values_.Write(tree, Of({a_}), values_.Leaf(Read(2)), true, 0);
  EXPECT_EQ(values_.Cell(tree, Of({a_}), 0), Read(2));
  EXPECT_EQ(values_.Cell(tree, Of({b_}), 0), ReadAt(1, {b_}));
}

TEST_F(ValueTableTest, AnEmptyStoreCleans) {
  TreeId tree = values_.Leaf(Read(1));
  tree = values_.Write(tree, Of({a_}), values_.EmptyCell(), true, 0);
  EXPECT_EQ(values_.Cell(tree, Of({a_}), 0), 0u);
}

TEST_F(ValueTableTest, AStoreOfTheWholeReplacesItsParts) {
  TreeId tree = values_.Write(0, Of({a_}), values_.Leaf(Read(1)), true, 0);
  tree = values_.Write(tree, 0, values_.Leaf(Read(2)), true, 0);
  EXPECT_EQ(values_.Cell(tree, Of({a_}), 0), ReadAt(2, {a_}));
}

TEST_F(ValueTableTest, AWeakStoreAdds) {
  TreeId tree = values_.Leaf(Read(1));
  tree = values_.Write(tree, 0, values_.Leaf(Read(2)), false, 0);
  EXPECT_EQ(values_.Cell(tree, 0, 0), values_.Union(Read(1), Read(2)));
}

TEST_F(ValueTableTest, AStoreToAnyElementAddsToEachKnownElement) {
  TreeId tree = values_.Write(0, Of({Step::Element(3)}), values_.Leaf(Read(1)), true, 0);
  tree = values_.Write(tree, Of({Step::AnyElement()}), values_.Leaf(Read(2)), true, 0);
  EXPECT_EQ(values_.Cell(tree, Of({Step::Element(3)}), 0), values_.Union(Read(1), Read(2)));
  EXPECT_EQ(values_.Cell(tree, Of({Step::Element(4)}), 0), Read(2));
  // A later store to the element itself is of that element alone.
  tree = values_.Write(tree, Of({Step::Element(3)}), values_.EmptyCell(), true, 0);
  EXPECT_EQ(values_.Cell(tree, Of({Step::Element(3)}), 0), 0u);
  EXPECT_EQ(values_.Cell(tree, Of({Step::Element(4)}), 0), Read(2));
  EXPECT_EQ(values_.Cell(tree, Of({Step::AnyElement()}), 0), Read(2));
}

TEST_F(ValueTableTest, JoinHoldsWhatEitherHolds) {
  const TreeId left = values_.Write(values_.Leaf(Read(1)), Of({a_}), values_.EmptyCell(), true, 0);
  const TreeId right = values_.Leaf(Read(2));
  const TreeId joined = values_.Join(left, right, 0, 0);
  EXPECT_EQ(values_.Cell(joined, Of({a_}), 0), ReadAt(2, {a_}));
  EXPECT_EQ(values_.Cell(joined, Of({b_}), 0), values_.Union(ReadAt(1, {b_}), ReadAt(2, {b_})));
}

TEST_F(ValueTableTest, WhatIsNotWrittenIsInitial) {
  const SetId initial = values_.Single({.kind = Value::INITIAL, .base = 0});
  const TreeId tree = values_.Write(0, Of({a_}), values_.Leaf(Read(1)), true, initial);
  EXPECT_EQ(values_.Cell(tree, Of({a_}), initial), Read(1));
  EXPECT_EQ(values_.Cell(tree, Of({b_}), initial),
            values_.Single({.kind = Value::INITIAL, .base = 0, .path = Of({b_})}));
}

TEST_F(ValueTableTest, TooManyValuesAreWidenedAndSaid) {
  SetId set = 0;
  for (uint32_t i = 1; i < 100; ++i) {
    set = values_.Union(set, ReadAt(1, {a_, Step::Field(100 + i)}));
  }
  EXPECT_TRUE(values_.widened());
  EXPECT_LE(values_.set(set).size(), ValueTable::kMaxSet);
  ASSERT_FALSE(values_.set(set).empty());
}

TEST_F(ValueTableTest, SetsOfManyOriginsAreBoundedAndSaid) {
  SetId set = 0;
  for (uint32_t i = 1; i < 3000; ++i) set = values_.Union(set, Read(i));
  EXPECT_TRUE(values_.widened());
  EXPECT_LE(values_.set(set).size(), ValueTable::kMaxOrigins);
}

TEST_F(ValueTableTest, TextsThatGrowInALoopEndInAnUnknownText) {
  SetId set = values_.Single({.kind = Value::TEXT, .index = values_.Text({{5, 0}})});
  for (int i = 0; i < 100; ++i) {
    const TextId longer = values_.Text({{0, set}, {6, 0}});
    set = values_.Union(set, values_.Single({.kind = Value::TEXT, .index = longer}));
  }
  EXPECT_LE(values_.set(set).size(), ValueTable::kMaxTexts + 1);
}

}  // namespace
}  // namespace pedigree
