#include "lineage/policy/ends.h"

#include <algorithm>

#include "lineage/names.h"

namespace pedigree::policy {

Ends::Ends(const Lineage& lineage) : lineage_(&lineage) {
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    whole_.push_back(static_cast<int>(asset_.size()));
    asset_.insert(asset_.end(), 1 + lineage.assets()[i].columns.size(), static_cast<int>(i));
  }
  leaving_.resize(asset_.size());
  arriving_.resize(asset_.size());
  for (size_t i = 0; i < lineage.edges().size(); ++i) {
    const Lineage::Edge& edge = lineage.edges()[i];
    from_.push_back(Find(lineage.FromAsset(edge), edge.from_column));
    to_.push_back(Find(lineage.ToAsset(edge), edge.to_column));
    leaving_[from_.back()].push_back(static_cast<int>(i));
    arriving_[to_.back()].push_back(static_cast<int>(i));
  }
}

int Ends::Find(int asset, const std::string& column) const {
  if (column.empty()) return whole_[asset];
  // The view lists every column that a flow names, sorted.
  const std::vector<std::string>& columns = lineage_->assets()[asset].columns;
  const auto at = std::lower_bound(columns.begin(), columns.end(), column);
  return whole_[asset] + 1 + static_cast<int>(at - columns.begin());
}

const std::string& Ends::column(int end) const {
  static const std::string* const none = new std::string;
  if (is_whole(end)) return *none;
  const int asset = asset_[end];
  return lineage_->assets()[asset].columns[end - whole_[asset] - 1];
}

std::string Ends::Text(int end) const {
  return AssetText(lineage_->assets()[asset_[end]], column(end));
}

}  // namespace pedigree::policy
