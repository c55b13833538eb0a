#include "analyzer/extract/paths.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

class PathTableTest : public testing::Test {
 protected:
  PathId Of(std::initializer_list<Step> steps) {
    PathId path = 0;
    for (const Step& step : steps) path = paths_.Append(path, step);
    return path;
  }
  PathTable paths_;
};

TEST_F(PathTableTest, EqualPathsAreEqualIds) {
  EXPECT_EQ(Of({Step::Pointee(), Step::Field(3)}), Of({Step::Pointee(), Step::Field(3)}));
  EXPECT_NE(Of({Step::Field(3)}), Of({Step::Field(4)}));
  EXPECT_NE(Of({Step::Field(3)}), Of({Step::Key(3)}));
}

TEST_F(PathTableTest, APrefixCoversAndALongerPathIsBelow) {
  const PathId whole = Of({Step::Field(1)}), part = Of({Step::Field(1), Step::Field(2)});
  const PathMatch covers = paths_.Match(whole, part);
  EXPECT_EQ(covers.kind, PathMatch::kCovers);
  EXPECT_TRUE(covers.exact);
  EXPECT_EQ(covers.rest, Of({Step::Field(2)}));
  EXPECT_EQ(paths_.Match(part, whole).kind, PathMatch::kBelow);
}

TEST_F(PathTableTest, SiblingsDoNotMatch) {
  EXPECT_EQ(paths_.Match(Of({Step::Field(1)}), Of({Step::Field(2)})).kind, PathMatch::kNone);
  EXPECT_EQ(paths_.Match(Of({Step::Element(0)}), Of({Step::Element(1)})).kind, PathMatch::kNone);
  EXPECT_EQ(paths_.Match(Of({Step::Pointee()}), Of({Step::Offset(1), Step::Pointee()})).kind,
            PathMatch::kNone);
}

TEST_F(PathTableTest, AnyElementMatchesEachElementButNotExactly) {
  const PathMatch match = paths_.Match(Of({Step::AnyElement()}), Of({Step::Element(7)}));
  EXPECT_EQ(match.kind, PathMatch::kCovers);
  EXPECT_FALSE(match.exact);
}

TEST_F(PathTableTest, APlainPointerIsAtOffsetZero) {
  const PathId plain = Of({Step::Pointee()}), any = Of({Step::AnyOffset(), Step::Pointee()}),
               other = Of({Step::OtherOffset(), Step::Pointee()});
  for (const auto& [entry, query] : {std::pair(plain, any), std::pair(any, plain)}) {
    const PathMatch match = paths_.Match(entry, query);
    EXPECT_EQ(match.kind, PathMatch::kCovers);
    EXPECT_FALSE(match.exact);
    EXPECT_EQ(match.rest, 0u);
  }
  EXPECT_EQ(paths_.Match(plain, other).kind, PathMatch::kNone);
  EXPECT_EQ(paths_.Match(other, plain).kind, PathMatch::kNone);
  EXPECT_EQ(paths_.Match(any, other).kind, PathMatch::kCovers);
}

TEST_F(PathTableTest, OutOfAFieldAndIntoItIsTheSamePlace) {
  const PathId part = Of({Step::Pointee(), Step::Field(1)});
  EXPECT_EQ(paths_.Append(part, Step::Enclosing(1)), Of({Step::Pointee()}));
  EXPECT_EQ(Of({Step::Pointee(), Step::Enclosing(1), Step::Field(1)}), Of({Step::Pointee()}));
  EXPECT_NE(paths_.Append(part, Step::Enclosing(2)), Of({Step::Pointee()}));
  EXPECT_EQ(paths_.Match(Of({Step::Pointee(), Step::Enclosing(1)}), part).kind, PathMatch::kNone);
}

TEST_F(PathTableTest, OffsetsAddUp) {
  EXPECT_EQ(Of({Step::Offset(2), Step::Offset(3)}), Of({Step::Offset(5)}));
  EXPECT_EQ(Of({Step::Offset(2), Step::Offset(-2)}), 0u);
  EXPECT_EQ(Of({Step::Offset(2), Step::AnyOffset()}), Of({Step::AnyOffset()}));
}

TEST_F(PathTableTest, LongPathsAndLoopsThroughAFieldAreWidened) {
  PathId list = 0;
  for (int i = 0; i < 50; ++i) {
    list = paths_.Append(list, Step::Field(9));
    list = paths_.Append(list, Step::Pointee());
  }
  EXPECT_TRUE(paths_.Widened(list));
  PathId deep = 0;
  for (uint32_t i = 1; i < 50; ++i) deep = paths_.Append(deep, Step::Field(i));
  EXPECT_TRUE(paths_.Widened(deep));
  EXPECT_LE(paths_.Depth(deep), PathTable::kMaxSteps + 1);
  // What is below the widened point may be anything that matched up to there.
  EXPECT_NE(paths_.Match(deep, Of({Step::Field(1)})).kind, PathMatch::kNone);
}

}  // namespace
}  // namespace pedigree
