#include "plugin/warning_flags.h"

#include <string_view>

namespace pedigree {
namespace {

// What the flags say: of one rule, in their order.
struct Said {
  bool shown = true;
  bool error = false;     // -Werror, also for all warnings
  bool no_error = false;  // -Wno-error=, for what is an error by itself
};

void Read(std::string_view flag, const std::string& own, Said& said) {
  const auto meant = [&](std::string_view name) { return name == "pedigree" || name == own; };
  bool positive = true;
  if (flag.starts_with("no-")) {
    positive = false;
    flag.remove_prefix(3);
  }
  if (flag == "error") {
    said.error = positive;
  } else if (flag.starts_with("error=")) {
    if (!meant(flag.substr(6))) return;
    said.error = positive;
    said.no_error = !positive;
    if (positive) said.shown = true;
  } else if (flag == "everything" || meant(flag)) {
    said.shown = positive;
  }
}

}  // namespace

WarningFlags::Told WarningFlags::Of(const std::string& rule, Level level) const {
  const std::string own = "pedigree-" + rule;
  Said said;
  for (const std::string& flag : flags_) Read(flag, own, said);
  if (!said.shown) return {};
  if (level == kError && said.no_error) level = kWarning;
  if (level != kError && no_warnings_) return {};
  if (level == kWarning && said.error) return {kError, "-Werror,-W" + own};
  return {level, "-W" + own};
}

}  // namespace pedigree
