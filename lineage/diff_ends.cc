#include "lineage/diff_ends.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace pedigree {
namespace {

// One graph's assets and jobs, by the numbers that both graphs share.
struct Side {
  const Lineage& lineage;
  std::vector<int> assets, jobs;
};

// Both graphs have their assets in order.
std::vector<std::vector<std::string>> NumberAssets(Side& base, Side& head) {
  const std::vector<Lineage::Asset>&a = base.lineage.assets(), &b = head.lineage.assets();
  std::vector<std::vector<std::string>> columns;
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const bool of_a = j == b.size() || (i < a.size() && KeyOf(a[i]) <= KeyOf(b[j]));
    const bool of_b = i == a.size() || (j < b.size() && KeyOf(b[j]) <= KeyOf(a[i]));
    static const std::vector<std::string> kNone;
    const std::vector<std::string>& left = of_a ? a[i].columns : kNone;
    const std::vector<std::string>& right = of_b ? b[j].columns : kNone;
    std::vector<std::string>& both = columns.emplace_back();
    std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
    const int number = static_cast<int>(columns.size()) - 1;
    if (of_a) {
      base.assets.push_back(number);
      ++i;
    }
    if (of_b) {
      head.assets.push_back(number);
      ++j;
    }
  }
  return columns;
}

void NumberJobs(Side& base, Side& head) {
  std::vector<std::string_view> names;
  for (const Side* side : {&base, &head}) {
    for (const Lineage::Job& job : side->lineage.jobs()) names.push_back(job.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (Side* side : {&base, &head}) {
    for (const Lineage::Job& job : side->lineage.jobs()) {
      side->jobs.push_back(
          static_cast<int>(std::lower_bound(names.begin(), names.end(), job.name) - names.begin()));
    }
  }
}

EdgeEnds EndsOf(const Side& side, const std::vector<std::vector<std::string>>& columns) {
  const auto end = [&](int at, const std::string& column) {
    const int asset = side.assets[static_cast<size_t>(at)];
    if (column.empty()) return End{asset, 0};
    const std::vector<std::string>& all = columns[static_cast<size_t>(asset)];
    const auto found = std::lower_bound(all.begin(), all.end(), column);
    return End{asset, static_cast<int>(found - all.begin()) + 1};
  };
  EdgeEnds ends;
  for (const Lineage::Edge& edge : side.lineage.edges()) {
    ends.from.push_back(end(side.lineage.FromAsset(edge), edge.from_column));
    ends.to.push_back(end(side.lineage.ToAsset(edge), edge.to_column));
    ends.job.push_back(side.jobs[static_cast<size_t>(side.lineage.JobOf(edge))]);
  }
  return ends;
}

}  // namespace

std::pair<EdgeEnds, EdgeEnds> NumberEnds(const Lineage& base, const Lineage& head) {
  Side a{base, {}, {}}, b{head, {}, {}};
  const std::vector<std::vector<std::string>> columns = NumberAssets(a, b);
  NumberJobs(a, b);
  return {EndsOf(a, columns), EndsOf(b, columns)};
}

}  // namespace pedigree
