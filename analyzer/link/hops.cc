#include "analyzer/link/hops.h"

namespace pedigree::link {

HopsId HopTable::One(const HopRecord& hop) {
  auto [it, inserted] = ones_.try_emplace(hop, static_cast<HopsId>(nodes_.size()));
  if (inserted) {
    nodes_.push_back({1, static_cast<uint32_t>(records_.size()), kNoHops});
    records_.push_back(hop);
  }
  return it->second;
}

HopsId HopTable::Concat(HopsId first, HopsId then) {
  if (first == kNoHops) return then;
  if (then == kNoHops) return first;
  const uint64_t length = uint64_t{nodes_[first].length} + nodes_[then].length;
  nodes_.push_back({static_cast<uint32_t>(std::min<uint64_t>(length, 0x7fffffff)), first, then});
  return static_cast<HopsId>(nodes_.size() - 1);
}

std::vector<HopRecord> HopTable::List(HopsId hops) const {
  std::vector<HopRecord> list;
  std::vector<HopsId> todo;
  if (hops != kNoHops) todo.push_back(hops);
  while (!todo.empty()) {
    const Node node = nodes_[todo.back()];
    todo.pop_back();
    if (node.right == kNoHops) {
      list.push_back(records_[node.left]);
    } else {
      todo.push_back(node.right);
      todo.push_back(node.left);
    }
  }
  return list;
}

}  // namespace pedigree::link
