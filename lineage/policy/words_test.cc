#include <gtest/gtest.h>

#include "lineage/policy/date.h"
#include "lineage/policy/glob.h"
#include "lineage/policy/license.h"

namespace pedigree::policy {
namespace {

TEST(Glob, OneStarStaysWithinASegmentTwoDoNot) {
  const struct {
    const char *glob, *text;
    bool matches;
  } kCases[] = {
      {"models/*", "models/dose.json", true},
      {"models/*", "models/v2/dose.json", false},
      {"models/**", "models/v2/dose.json", true},
      {"**/dose.json", "models/v2/dose.json", true},
      {"**/dose.json", "dose.json", true},
      {"**/dose.json", "overdose.json", false},
      {"models/**/dose.json", "models/dose.json", true},
      {"*.csv", "a.b.csv", true},
      {"*.csv", "raw/a.csv", false},
      {"**a*b", "a/ab", true},
      {"*", "{argv:1}", true},
      {"{argv:1}", "{argv:1}", true},
      {"a*b*c", "a--b--b-c", true},
      {"a*b*c", "a--c--b", false},
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"s3://lake/**", "s3://lake/a/b", true},
  };
  for (const auto& c : kCases)
    EXPECT_EQ(GlobMatches(c.glob, c.text, "/"), c.matches) << c.glob << " " << c.text;
  EXPECT_FALSE(GlobMatches("sales.*", "sales.public.orders", "/."));
  EXPECT_TRUE(GlobMatches("sales.**", "sales.public.orders", "/."));
  EXPECT_TRUE(GlobMatches("ns::*", "ns::a::b"));
}

TEST(Glob, ManyStarsTakeNoLongTime) {
  std::string glob, text(3000, 'a');
  for (int i = 0; i < 30; ++i) glob += "*a";
  EXPECT_FALSE(GlobMatches(glob + "b", text, "/"));
}

TEST(License, OfAlternativesOneOfWhatHoldsTogetherAll) {
  const auto allowed = [](std::string_view id) { return id == "MIT" || id == "Apache-2.0"; };
  EXPECT_TRUE(LicenseAllowed("MIT", allowed));
  EXPECT_FALSE(LicenseAllowed("CC-BY-NC-4.0", allowed));
  EXPECT_TRUE(LicenseAllowed("CC-BY-NC-4.0 OR MIT", allowed));
  EXPECT_FALSE(LicenseAllowed("CC-BY-NC-4.0 AND MIT", allowed));
  EXPECT_TRUE(LicenseAllowed("(CC-BY-NC-4.0 OR MIT) AND Apache-2.0 WITH LLVM-exception", allowed));
  EXPECT_FALSE(LicenseAllowed("MIT OR CC-BY-NC-4.0 AND", allowed));  // no expression
  EXPECT_EQ(LicenseIdentifiers("A AND (B OR C WITH D)"), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(LicenseIdentifiers("see the web page"), std::vector<std::string>{"see the web page"});
}

TEST(Date, IsADayOfTheCalendar) {
  for (const char* day : {"2027-03-31", "2028-02-29"}) EXPECT_TRUE(IsDate(day)) << day;
  for (const char* day : {"2027-02-29", "2027-3-31", "31.3.2027", "2027-13-01", "", "2027-03-3x"})
    EXPECT_FALSE(IsDate(day)) << day;
}

}  // namespace
}  // namespace pedigree::policy
