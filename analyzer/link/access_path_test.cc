#include "analyzer/link/access_path.h"

#include <gtest/gtest.h>

namespace pedigree::link {
namespace {

class AccessPathTest : public ::testing::Test {
 protected:
  // "f" field, "*" pointee, "0".."9" element, "?" any element, "k" key k, "K" any key, "+" offset
  // 1, "~" any offset, "!" any but 0, "." ANY; "P", "Q" the element that a parameter names
  PathId Path(const char* text) {
    PathId path = kEmptyPath;
    for (; *text != 0; ++text) {
      switch (*text) {
        case '*':
          path = paths_.Extend(path, kPointeeStep);
          break;
        case '?':
          path = paths_.Extend(path, kAnyElementStep);
          break;
        case 'k':
          path = paths_.Extend(path, {Step::kKey, false, 'k'});
          break;
        case 'K':
          path = paths_.Extend(path, {Step::kKey, true, 0});
          break;
        case 'P':
        case 'Q':
          path = paths_.Extend(path, Step::Named(7, *text - 'P', /*behind=*/true));
          break;
        case '+':
          path = paths_.Extend(path, {Step::kOffset, false, 1});
          break;
        case '-':
          path = paths_.Extend(path, {Step::kOffset, false, -1});
          break;
        case '~':
          path = paths_.Extend(path, {Step::kOffset, true, 0});
          break;
        case '!':
          path = paths_.Extend(path, {Step::kOffset, true, 1});
          break;
        case '.':
          path = paths_.Extend(path, kAnyStep);
          break;
        default:
          path = *text <= '9' ? paths_.Extend(path, {Step::kElement, false, *text - '0'})
                              : paths_.Extend(path, {Step::kField, false, *text});
      }
    }
    return path;
  }
  Match Aligned(const char* upper, const char* lower) {
    return paths_.Align(Path(upper), Path(lower)).match;
  }

  PathTable paths_;
};

TEST_F(AccessPathTest, AnElementThatAParameterNamesIsOneOfThemAll) {
  EXPECT_EQ(Aligned("aP", "aP"), Match::kExact);
  EXPECT_EQ(Aligned("a?", "aP"), Match::kGeneral);
  EXPECT_EQ(Aligned("aP", "a?"), Match::kMaybe);
  EXPECT_EQ(Aligned("aP", "aQ"), Match::kMaybe);
  EXPECT_EQ(Aligned("aP", "ak"), Match::kMaybe);
  EXPECT_EQ(Aligned("ak", "aP"), Match::kMaybe);
  EXPECT_TRUE(paths_.named(Path("aP*b")));
  EXPECT_EQ(paths_.Unnamed(Path("aP*b")), Path("a?*b"));
  const Step step = paths_.steps(Path("Q"))[0];
  EXPECT_EQ(step.named_by(), 7u);
  EXPECT_EQ(step.parameter(), 1u);
  EXPECT_TRUE(step.behind());
}

TEST_F(AccessPathTest, EqualPathsAreEqualNumbers) {
  EXPECT_EQ(Path("a*b"), Path("a*b"));
  EXPECT_NE(Path("a*b"), Path("a*c"));
  EXPECT_EQ(paths_.Concat(Path("a*"), Path("b")), Path("a*b"));
}

TEST_F(AccessPathTest, OffsetsAddUp) {
  EXPECT_EQ(Path("+-"), kEmptyPath);
  EXPECT_EQ(Path("+~"), Path("~"));
  EXPECT_EQ(paths_.Extend(kEmptyPath, {Step::kOffset, false, 0}), kEmptyPath);
}

TEST_F(AccessPathTest, OutOfAFieldAndIntoItIsTheSamePlace) {
  const Step in{Step::kField, false, 1}, out{Step::kEnclosing, false, 1};
  const Step other{Step::kEnclosing, false, 2};
  const PathId part = paths_.Extend(Path("*"), in), around = paths_.Extend(Path("*"), out);
  EXPECT_EQ(paths_.Extend(part, out), Path("*"));
  EXPECT_EQ(paths_.Extend(around, in), Path("*"));
  EXPECT_NE(paths_.Extend(part, other), Path("*"));
  EXPECT_EQ(paths_.Align(around, part).match, Match::kMaybe);  // all of it and a part of it
  EXPECT_EQ(paths_.Align(paths_.Extend(around, other), paths_.Extend(Path("*"), other)).match,
            Match::kNone);
}

TEST_F(AccessPathTest, ThePlaceOfWhatIsAroundNothingElse) {
  const PathId around = paths_.Extend(Path("a"), {Step::kEnclosing, false, 1});
  EXPECT_EQ(paths_.Outermost(paths_.Concat(around, Path("b"))), Path("ab"));
  EXPECT_EQ(paths_.Outermost(Path("a*b")), Path("a*b"));
  const PathId behind = paths_.Extend(Path("a*"), {Step::kEnclosing, false, 1});
  EXPECT_EQ(paths_.Outermost(behind), behind);
}

TEST_F(AccessPathTest, AboveAndBelow) {
  EXPECT_EQ(Aligned("", "a"), Match::kExact);
  EXPECT_EQ(Aligned("a", "ab"), Match::kExact);
  EXPECT_EQ(Aligned("ab", "a"), Match::kNone);
  EXPECT_EQ(Aligned("a", "b"), Match::kNone);
  EXPECT_EQ(paths_.Align(Path("a"), Path("ab*")).rest, Path("b*"));
}

TEST_F(AccessPathTest, AnyMatchesIndexes) {
  EXPECT_EQ(Aligned("?", "3a"), Match::kGeneral);
  EXPECT_EQ(Aligned("3", "?a"), Match::kMaybe);
  EXPECT_EQ(Aligned("3", "4"), Match::kNone);
  EXPECT_EQ(Aligned("?", "k"), Match::kGeneral);
  EXPECT_EQ(Aligned("k", "K"), Match::kMaybe);
  EXPECT_EQ(Aligned("a", "?"), Match::kNone);
}

TEST_F(AccessPathTest, APlainPointerIsAtOffsetZero) {
  EXPECT_EQ(Aligned("~*", "*"), Match::kGeneral);
  EXPECT_EQ(Aligned("*", "~*a"), Match::kMaybe);
  EXPECT_EQ(Aligned("+*", "*"), Match::kNone);
  EXPECT_EQ(Aligned("*", "+*"), Match::kNone);
  // Any offset but that.
  EXPECT_EQ(Aligned("!*", "*"), Match::kNone);
  EXPECT_EQ(Aligned("*", "!*"), Match::kNone);
  EXPECT_EQ(Aligned("~*", "!*a"), Match::kExact);
  EXPECT_EQ(Aligned("!*", "~*a"), Match::kMaybe);
  EXPECT_EQ(Path("!+"), Path("~"));
}

TEST_F(AccessPathTest, LongPathsAreWidened) {
  PathId path = kEmptyPath;
  for (int i = 0; i < 50; ++i) path = paths_.Extend(path, {Step::kField, false, 'n'});
  EXPECT_TRUE(paths_.widened(path));
  EXPECT_EQ(paths_.Extend(path, kPointeeStep), path);
  EXPECT_EQ(Aligned("a.", "ab"), Match::kMaybe);
}

TEST_F(AccessPathTest, SplitsAtPointees) {
  PathId before, after;
  ASSERT_TRUE(paths_.SplitFirst(Path("a*b*c"), &before, &after));
  EXPECT_EQ(before, Path("a"));
  EXPECT_EQ(after, Path("b*c"));
  ASSERT_TRUE(paths_.SplitLast(Path("a*b*c"), &before, &after));
  EXPECT_EQ(before, Path("a*b"));
  EXPECT_EQ(after, Path("c"));
  EXPECT_FALSE(paths_.SplitLast(Path("a"), &before, &after));
}

}  // namespace
}  // namespace pedigree::link
