#include "analyzer/catalog/nearest.h"

#include <algorithm>

namespace pedigree {

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  const size_t none = limit + 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return none;
  std::vector<size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > limit) return none;
    before_last = last;
    std::swap(last, row);
  }
  return std::min(last[b.size()], none);
}

std::string Nearest(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() < 3) return "";
  size_t best = std::max<size_t>(1, name.size() / 4) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate == name) continue;
    const size_t distance = EditDistance(name, candidate, best - 1);
    if (distance < best) {
      best = distance;
      nearest = &candidate;
      if (best == 1) break;
    }
  }
  return nearest == nullptr ? "" : *nearest;
}

std::string Hint(std::string_view meant) {
  return meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?";
}

}  // namespace pedigree
