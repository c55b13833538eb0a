#include "analyzer/link/access_path.h"

#include <algorithm>

namespace pedigree::link {
namespace {

constexpr size_t kBlockSteps = 4096;

bool IsIndex(const Step& s) { return s.kind == Step::kElement || s.kind == Step::kKey; }

}  // namespace

PathTable::PathTable() { nodes_.emplace_back(); }

PathId PathTable::Child(PathId parent, const Step& step) {
  auto [it, inserted] = children_.try_emplace({parent, step}, static_cast<PathId>(nodes_.size()));
  if (!inserted) return it->second;
  const Node above = nodes_[parent];
  Node node;
  node.parent = parent;
  node.depth = above.depth + 1;
  node.pointees = above.pointees + (step.kind == Step::kPointee);
  node.widened = step.kind == Step::kAny;
  node.named = above.named || step.named();
  if (blocks_.empty() || block_used_ + node.depth > kBlockSteps) {
    blocks_.push_back(std::make_unique<Step[]>(kBlockSteps));
    block_used_ = 0;
  }
  Step* steps = blocks_.back().get() + block_used_;
  block_used_ += node.depth;
  std::copy_n(above.steps, above.depth, steps);
  steps[above.depth] = step;
  node.steps = steps;
  nodes_.push_back(node);
  return it->second;
}

PathId PathTable::Extend(PathId path, const Step& step) {
  const Node& node = nodes_[path];
  if (node.widened) return path;
  if (step.kind == Step::kOffset) {
    if (!step.any && step.value == 0) return path;
    if (node.depth > 0 && node.steps[node.depth - 1].kind == Step::kOffset) {
      Step sum = node.steps[node.depth - 1];
      sum.any |= step.any;
      sum.value = sum.any ? 0 : sum.value + step.value;
      sum.any |= sum.value > kMaxOffset || sum.value < -kMaxOffset;
      return Extend(node.parent, sum);
    }
  }
  const bool field = step.kind == Step::kField, out = step.kind == Step::kEnclosing;
  if ((field || out) && node.depth > 0) {
    // Out of a field and into it again, or the other way round.
    const Step& last = node.steps[node.depth - 1];
    if (last.kind == (field ? Step::kEnclosing : Step::kField) && last.value == step.value) {
      return node.parent;
    }
  }
  if (node.depth >= kMaxDepth) return Child(path, kAnyStep);
  // A list's `next` of `next` of `next`.
  if ((field || out) && std::count(node.steps, node.steps + node.depth, step) >= kMaxSameField) {
    return Child(path, kAnyStep);
  }
  Step canonical = step;
  if (step.any && !step.other_offset() && !step.named()) canonical.value = 0;
  return Child(path, canonical);
}

PathId PathTable::Concat(PathId path, std::span<const Step> rest) {
  for (const Step& step : rest) path = Extend(path, step);
  return path;
}

PathId PathTable::Concat(PathId path, PathId rest) {
  if (path == kEmptyPath) return rest;
  return Concat(path, steps(rest));
}

PathId PathTable::Outermost(PathId path) {
  const std::span<const Step> all = steps(path);
  const auto inside = std::find(all.begin(), all.end(), kPointeeStep);
  const auto encloses = [](const Step& step) { return step.kind == Step::kEnclosing; };
  if (std::none_of(all.begin(), inside, encloses)) return path;
  const auto own = inside - all.begin();
  const std::vector<Step> way(all.begin(), all.end());
  PathId kept = kEmptyPath;
  for (size_t i = 0; i < way.size(); ++i) {
    if (static_cast<ptrdiff_t>(i) >= own || !encloses(way[i])) kept = Extend(kept, way[i]);
  }
  return kept;
}

bool PathTable::Impossible(PathId path) {
  Node& node = nodes_[path];
  if (node.possible == Node::kNotAsked) {
    node.possible = Node::kPossible;
    bool number = false;
    for (const Step& step : steps(path)) {
      if (step.kind == Step::kField) number = !pointing_.contains(step.value);
      if (step.kind == Step::kPointee && number) node.possible = Node::kImpossible;
    }
  }
  return node.possible == Node::kImpossible;
}

PathId PathTable::Truncate(PathId path, int pointees) {
  if (nodes_[path].pointees <= pointees) return path;
  PathId kept = kEmptyPath;
  for (const Step& step : steps(path)) {
    if (step.kind == Step::kPointee && pointees-- == 0) break;
    kept = Extend(kept, step);
  }
  return Extend(kept, kAnyStep);
}

Alignment PathTable::Align(PathId upper, PathId lower) {
  if (upper == kEmptyPath) return {Match::kExact, lower};
  if (upper == lower) return {Match::kExact, kEmptyPath};
  auto it = alignments_.find({upper, lower});
  if (it != alignments_.end()) return it->second;

  std::span<const Step> u = steps(upper), l = steps(lower);
  size_t i = 0, j = 0;
  bool general = false, maybe = false;
  Alignment result;
  // A pointer to the first part of an object is one to all of it, and code goes by the one or the
  // other.
  const auto out_behind = [](std::span<const Step> all, size_t at) {
    return at > 0 && at < all.size() && all[at].kind == Step::kEnclosing &&
           (all[at - 1].kind == Step::kPointee || all[at - 1].kind == Step::kEnclosing);
  };
  while (true) {
    if (i < u.size() && out_behind(u, i) != out_behind(l, j)) {
      maybe = true;
      out_behind(u, i) ? ++i : ++j;
      continue;
    }
    if (i == u.size()) {
      result.rest = Of(l.subspan(j));
      result.match = maybe ? Match::kMaybe : general ? Match::kGeneral : Match::kExact;
      break;
    }
    if (u[i].kind == Step::kAny) {
      result.match = Match::kMaybe;
      break;
    }
    if (j < l.size() && l[j].kind == Step::kAny) {
      // Somewhere below here: it may be the upper one's place too.
      result = {Match::kMaybe, Of(l.subspan(j))};
      break;
    }
    const bool offset_u = u[i].kind == Step::kOffset;
    const bool offset_l = j < l.size() && l[j].kind == Step::kOffset;
    if (offset_u != offset_l) {
      // A plain pointer is at offset 0, which "any" includes.
      if (offset_u && u[i].any && !u[i].other_offset()) {
        general = true;
        ++i;
        continue;
      }
      if (offset_l && l[j].any && !l[j].other_offset()) {
        maybe = true;
        ++j;
        continue;
      }
      break;
    }
    if (j == l.size()) break;
    if (u[i] == l[j]) {
    } else if ((IsIndex(u[i]) && IsIndex(l[j])) || (offset_u && offset_l)) {
      if (u[i].any && l[j].any) {  // any element, any key
        maybe |= (u[i].other_offset() && !l[j].other_offset()) || u[i].named();
        general |= l[j].named();
      } else if (u[i].any) {
        (u[i].named() ? maybe : general) = true;
      } else if (l[j].any) {
        maybe = true;
      } else {
        break;
      }
    } else {
      break;
    }
    ++i;
    ++j;
  }
  alignments_.emplace(std::pair(upper, lower), result);
  return result;
}

PathId PathTable::Unnamed(PathId path) {
  if (!named(path)) return path;
  PathId unnamed = kEmptyPath;
  for (const Step& step : steps(path)) {
    unnamed = Extend(unnamed, step.named() ? kAnyElementStep : step);
  }
  return unnamed;
}

PathId PathTable::Keys(PathId path) {
  PathId keys = kEmptyPath;
  for (const Step& step : steps(path)) {
    if (step.kind == Step::kKey && !step.any) keys = Extend(keys, step);
  }
  return keys;
}

bool PathTable::SplitFirst(PathId path, PathId* before, PathId* after) {
  if (!has_pointee(path)) return false;
  std::span<const Step> all = steps(path);
  size_t at = 0;
  while (all[at].kind != Step::kPointee) ++at;
  *before = Of(all.first(at));
  *after = Of(all.subspan(at + 1));
  return true;
}

bool PathTable::SplitLast(PathId path, PathId* before, PathId* after) {
  if (!has_pointee(path)) return false;
  std::span<const Step> all = steps(path);
  size_t at = all.size() - 1;
  while (all[at].kind != Step::kPointee) --at;
  *before = Of(all.first(at));
  *after = Of(all.subspan(at + 1));
  return true;
}

}  // namespace pedigree::link
