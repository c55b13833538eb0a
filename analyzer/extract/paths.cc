#include "analyzer/extract/paths.h"

#include <algorithm>

namespace pedigree {

bool Compatible(const Step& a, const Step& b) {
  if (a == b) return true;
  const auto is_element = [](const Step& s) {
    return s.kind == PathNode::ELEMENT || s.kind == PathNode::KEY;
  };
  if (is_element(a) && is_element(b)) return a.any || b.any;
  return a.kind == PathNode::OFFSET && b.kind == PathNode::OFFSET && (a.any || b.any);
}

PathId PathTable::Intern(PathId parent, const Step& step) {
  const uint64_t head = (uint64_t{parent} << 8) | (uint64_t{step.any} << 4) | step.kind;
  const bool labelled = step.kind == PathNode::FIELD || step.kind == PathNode::KEY ||
                        step.kind == PathNode::ENCLOSING;
  const uint64_t tail = labelled ? step.label : static_cast<uint64_t>(step.index);
  const auto [it, added] = children_.try_emplace({head, tail}, nodes_.size());
  if (added) {
    Node node;
    node.parent = parent;
    node.first = parent == 0 ? nodes_.size() : nodes_[parent].first;
    node.step = step;
    node.depth = nodes_[parent].depth + 1;
    node.has_any = nodes_[parent].has_any || step.any || step.kind == PathNode::ANY;
    node.has_pointee = nodes_[parent].has_pointee || step.kind == PathNode::POINTEE;
    nodes_.push_back(node);
  }
  return it->second;
}

PathId PathTable::Append(PathId path, const Step& step) {
  if (Widened(path)) return path;
  if (step.kind == PathNode::OFFSET && path != 0) {
    // A moved pointer moved again, and an offset of nothing.
    const Step last = nodes_[path].step;
    if (last.kind == PathNode::OFFSET) {
      const PathId parent = nodes_[path].parent;
      if (last.any || step.any) return Intern(parent, Step::AnyOffset());
      return last.index + step.index == 0 ? parent
                                          : Intern(parent, Step::Offset(last.index + step.index));
    }
  }
  if (step.kind == PathNode::OFFSET && !step.any && step.index == 0) return path;
  const bool field = step.kind == PathNode::FIELD, out = step.kind == PathNode::ENCLOSING;
  if (path != 0 && (field || out)) {
    // Out of a field and into it again, or the other way round.
    const Step last = nodes_[path].step;
    const auto back = field ? PathNode::ENCLOSING : PathNode::FIELD;
    if (last.kind == back && last.label == step.label) return nodes_[path].parent;
  }
  if (nodes_[path].depth >= kMaxSteps) return Intern(path, Step::Any());
  if (field || out) {
    uint32_t same = 0;
    for (PathId p = path; p != 0; p = nodes_[p].parent) same += nodes_[p].step == step;
    if (same >= kMaxSameField) return Intern(path, Step::Any());
  }
  return Intern(path, step);
}

PathId PathTable::Concat(PathId path, PathId suffix) {
  if (suffix == 0) return path;
  if (path == 0) return suffix;
  for (const Step& step : Steps(suffix)) path = Append(path, step);
  return path;
}

llvm::SmallVector<Step, 12> PathTable::Steps(PathId path) const {
  llvm::SmallVector<Step, 12> steps;
  for (; path != 0; path = nodes_[path].parent) steps.push_back(nodes_[path].step);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

PathMatch PathTable::MatchSteps(PathId entry, PathId query) {
  if (const auto it = matches_.find({entry, query}); it != matches_.end()) return it->second;
  const auto e = Steps(entry), q = Steps(query);
  PathMatch match;
  size_t i = 0, j = 0;
  bool exact = true, widened = false;
  while (i < e.size() && j < q.size()) {
    if (e[i] == q[j]) {
      ++i, ++j;
      continue;
    }
    if (e[i].kind == PathNode::ANY || q[j].kind == PathNode::ANY) {
      widened = true;
      break;
    }
    exact = false;
    // A pointer as it is, is at offset 0, which "any" includes.
    if (e[i].any_offset() && q[j].kind != PathNode::OFFSET) {
      ++i;
    } else if (q[j].any_offset() && e[i].kind != PathNode::OFFSET) {
      ++j;
    } else if (Compatible(e[i], q[j])) {
      ++i, ++j;
    } else {
      return matches_[{entry, query}] = match;
    }
  }
  if (widened) {
    // One of the two stands for everything below this point, so each may hold the other.
    match.kind = PathMatch::kCovers;
    match.exact = false;
    match.rest = Intern(0, Step::Any());
  } else {
    const bool covers = i == e.size();
    match.kind = covers ? PathMatch::kCovers : PathMatch::kBelow;
    match.exact = exact;
    PathId rest = 0;
    const auto& longer = covers ? q : e;
    for (size_t k = covers ? j : i; k < longer.size(); ++k) rest = Intern(rest, longer[k]);
    match.rest = rest;
  }
  return matches_[{entry, query}] = match;
}

}  // namespace pedigree
