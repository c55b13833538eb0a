#include "lineage/find_asset.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "lineage/names.h"

namespace pedigree {
namespace {

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t next = std::min({row[j] + 1, row[j + 1] + 1, diagonal + (a[i] != b[j])});
      diagonal = std::exchange(row[j + 1], next);
    }
  }
  return row.back();
}

std::string_view LastPart(std::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::vector<std::string> NearMatches(const Lineage& lineage, std::string_view spec) {
  std::vector<std::pair<size_t, std::string>> near;
  if (spec.empty()) return {};
  for (const Lineage::Asset& asset : lineage.assets()) {
    const std::string text = AssetText(asset);
    size_t distance = std::min(EditDistance(spec, asset.name),
                               EditDistance(LastPart(spec), LastPart(asset.name)));
    if (text.find(spec) != std::string::npos) distance = 0;
    if (distance <= std::max<size_t>(2, spec.size() / 3)) near.emplace_back(distance, text);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (const auto& [_, name] : near) {
    if (names.size() == 5) break;
    names.push_back("'" + name + "'");
  }
  return names;
}

}  // namespace

std::vector<int> MatchAssets(const Lineage& lineage, std::string_view spec) {
  const auto matching = [&](auto matches) {
    std::vector<int> found;
    for (size_t i = 0; i < lineage.assets().size(); ++i) {
      if (matches(lineage.assets()[i])) found.push_back(static_cast<int>(i));
    }
    return found;
  };
  std::vector<int> found = matching([&](const Lineage::Asset& asset) {
    return asset.name == spec || asset.name_space + "/" + asset.name == spec ||
           AssetText(asset) == spec;
  });
  if (!found.empty() || spec.empty()) return found;
  found = matching([&](const Lineage::Asset& asset) {
    const std::string whole = asset.name_space + "/" + asset.name;
    if (!whole.ends_with(spec)) return false;
    const char before = whole[whole.size() - spec.size() - 1];
    return before == '/' || before == '.' || before == ':';
  });
  if (!found.empty()) return found;
  return matching([&](const Lineage::Asset& asset) { return asset.name.ends_with(spec); });
}

absl::StatusOr<int> FindAsset(const Lineage& lineage, std::string_view spec) {
  const std::vector<int> found = MatchAssets(lineage, spec);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const std::vector<std::string> near = NearMatches(lineage, spec);
    std::string hint = near.empty() ? "" : "; near: " + Join(near, ", ");
    return absl::NotFoundError(fmt::format("no asset is called '{}'{}", spec, hint));
  }
  std::vector<std::string> names;
  for (const int at : found) {
    const Lineage::Asset& asset = lineage.assets()[at];
    names.push_back(asset.job_local ? fmt::format("'{}'", AssetText(asset))
                                    : fmt::format("'{}/{}'", asset.name_space, asset.name));
  }
  return absl::InvalidArgumentError(fmt::format("'{}' may be {}", spec, Join(names, " or ")));
}

}  // namespace pedigree
