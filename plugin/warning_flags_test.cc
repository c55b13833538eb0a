#include "plugin/warning_flags.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

using Flags = std::vector<std::string>;

WarningFlags::Level Level(const Flags& flags, WarningFlags::Level level, bool no_warnings = false) {
  return WarningFlags(flags, no_warnings).Of("pii", level).level;
}

constexpr auto kIgnored = WarningFlags::kIgnored;
constexpr auto kRemark = WarningFlags::kRemark;
constexpr auto kWarning = WarningFlags::kWarning;
constexpr auto kError = WarningFlags::kError;

TEST(WarningFlags, WithoutAnyAPolicyDecides) {
  for (const auto level : {kRemark, kWarning, kError}) EXPECT_EQ(Level({"all"}, level), level);
  EXPECT_EQ(WarningFlags({}, false).Of("pii", kError).flag, "-Wpedigree-pii");
}

TEST(WarningFlags, SwitchARuleOrAllOff) {
  for (const auto level : {kRemark, kWarning, kError}) {
    EXPECT_EQ(Level({"no-pedigree-pii"}, level), kIgnored);
    EXPECT_EQ(Level({"no-pedigree"}, level), kIgnored);
    EXPECT_EQ(Level({"no-everything"}, level), kIgnored);
    EXPECT_EQ(Level({"no-pedigree-other"}, level), level);
    EXPECT_EQ(Level({"no-pedigree-pi"}, level), level);
    EXPECT_EQ(Level({"no-pedigree", "pedigree-pii"}, level), level);
  }
}

TEST(WarningFlags, MakeErrorsOfWarnings) {
  EXPECT_EQ(Level({"error"}, kWarning), kError);
  EXPECT_EQ(Level({"error"}, kRemark), kRemark);
  EXPECT_EQ(Level({"error", "no-error"}, kWarning), kWarning);
  EXPECT_EQ(Level({"error=pedigree-pii"}, kWarning), kError);
  EXPECT_EQ(Level({"error=pedigree"}, kWarning), kError);
  EXPECT_EQ(Level({"error=pedigree-other"}, kWarning), kWarning);
  EXPECT_EQ(Level({"no-pedigree-pii", "error=pedigree-pii"}, kWarning), kError);
  EXPECT_EQ(WarningFlags({"error"}, false).Of("pii", kWarning).flag, "-Werror,-Wpedigree-pii");
}

TEST(WarningFlags, MakeWarningsOfErrors) {
  EXPECT_EQ(Level({"no-error=pedigree-pii"}, kError), kWarning);
  EXPECT_EQ(Level({"error", "no-error=pedigree-pii"}, kError), kWarning);
  EXPECT_EQ(Level({"no-error"}, kError), kError);
}

TEST(WarningFlags, WithoutWarningsErrorsStay) {
  EXPECT_EQ(Level({"error"}, kWarning, true), kIgnored);
  EXPECT_EQ(Level({}, kError, true), kError);
  EXPECT_EQ(Level({"no-error=pedigree"}, kError, true), kIgnored);
}

}  // namespace
}  // namespace pedigree
