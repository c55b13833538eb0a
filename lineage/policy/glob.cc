#include "lineage/policy/glob.h"

#include <cctype>
#include <string>

namespace pedigree::policy {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// One star to go back to: where in the glob what follows it begins, and up to where in the text it
// has been stretched.
struct Star {
  size_t glob = std::string_view::npos;
  size_t text = 0;
};

}  // namespace

// Greedy, with two places to go back to: the last `*` and the last `**`. A `*` that cannot stretch
// further leaves it to the `**` before it; a later `**` makes both earlier ones irrelevant.
bool GlobMatches(std::string_view glob, std::string_view text, std::string_view separators) {
  Star one, any;
  size_t g = 0, t = 0;
  while (true) {
    if (g < glob.size() && glob[g] == '*') {
      if (g + 1 < glob.size() && glob[g + 1] == '*') {
        g += 2;
        // "**/": no folder is as good as any.
        if (g < glob.size() && glob[g] == '/' && (g == 2 || glob[g - 3] == '/')) {
          if (GlobMatches(glob.substr(g + 1), text.substr(t), separators)) return true;
        }
        any = {g, t};
        one = {};
      } else {
        ++g;
        one = {g, t};
      }
      continue;
    }
    if (t == text.size() && g == glob.size()) return true;
    if (t < text.size() && g < glob.size() && glob[g] == text[t]) {
      ++g;
      ++t;
      continue;
    }
    if (one.glob != std::string_view::npos && one.text < text.size() &&
        separators.find(text[one.text]) == std::string_view::npos) {
      g = one.glob;
      t = ++one.text;
    } else if (any.glob != std::string_view::npos && any.text < text.size()) {
      g = any.glob;
      t = ++any.text;
      one = {};
    } else {
      return false;
    }
  }
}

bool GlobMatchesIgnoringCase(std::string_view glob, std::string_view text) {
  return GlobMatches(Lower(glob), Lower(text));
}

}  // namespace pedigree::policy
