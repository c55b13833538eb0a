#include "analyzer/extract/plain_name.h"

#include <algorithm>

namespace pedigree {
namespace {

struct Checked {
  std::string_view name;
  unsigned first_check, checks;
};

// Of all others the check is one argument, the last, which nothing looks at.
constexpr Checked kChecked[] = {
    {"asprintf", 1, 1},  {"dprintf", 1, 1},   {"fgets", 1, 1},    {"fgets_unlocked", 1, 1},
    {"fgetws", 1, 1},    {"fprintf", 1, 1},   {"fread", 1, 1},    {"fread_unlocked", 1, 1},
    {"fwprintf", 1, 1},  {"printf", 0, 1},    {"recv", 3, 1},     {"recvfrom", 3, 1},
    {"snprintf", 2, 2},  {"sprintf", 1, 2},   {"swprintf", 2, 2}, {"syslog", 1, 1},
    {"vasprintf", 1, 1}, {"vdprintf", 1, 1},  {"vfprintf", 1, 1}, {"vfwprintf", 1, 1},
    {"vprintf", 0, 1},   {"vsnprintf", 2, 2}, {"vsprintf", 1, 2}, {"vswprintf", 2, 2},
    {"vsyslog", 1, 1},   {"vwprintf", 0, 1},  {"wprintf", 0, 1},
};

}  // namespace

PlainName PlainNameOf(std::string_view name) {
  constexpr std::string_view kBuiltin = "__builtin_", kBefore = "__", kAfter = "_chk";
  if (name.starts_with(kBuiltin)) name.remove_prefix(kBuiltin.size());
  if (!name.starts_with(kBefore) || !name.ends_with(kAfter)) return {name};
  const std::string_view plain =
      name.substr(kBefore.size(), name.size() - kBefore.size() - kAfter.size());
  const auto* found = std::find_if(std::begin(kChecked), std::end(kChecked),
                                   [&](const Checked& checked) { return checked.name == plain; });
  if (found == std::end(kChecked)) return {plain};
  return {plain, found->first_check, found->checks};
}

}  // namespace pedigree
