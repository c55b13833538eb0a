#include "analyzer/extract/values.h"

#include <algorithm>
#include <iterator>

namespace pedigree {
namespace {

uint64_t Mixed(uint64_t hash, uint64_t with) {
  hash = (hash ^ with) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

uint64_t HashOfOrigin(const Val& v) {
  uint64_t hash = Mixed(v.kind, uint64_t{v.index} << 32 | v.base);
  return Mixed(Mixed(hash, uint64_t{v.path} << 1 | v.spread), v.number);
}

bool SameOrigin(const Val& a, const Val& b) {
  return a.kind == b.kind && a.index == b.index && a.base == b.base && a.path == b.path &&
         a.number == b.number && a.spread == b.spread &&
         (a.subtype >= CONDITIONAL) == (b.subtype >= CONDITIONAL);
}

// Whether `a` says more of the origin that it shares with `b`.
bool Stronger(const Val& a, const Val& b) {
  return a.subtype != b.subtype ? a.subtype < b.subtype : a.confidence < b.confidence;
}

// What `value` says about the part one `step` below it; nullopt: nothing.
std::optional<Val> SelectStep(const Val& value, const Step& step, PathTable& paths) {
  Val v = value;
  const bool through = step.kind == PathNode::POINTEE || step.kind == PathNode::OFFSET;
  switch (v.kind) {
    case Value::GUARD:
      return v;
    case Value::NUMBER:
    case Value::TYPE:
      return std::nullopt;
    case Value::TEXT:
    case Value::FUNCTION:
    case Value::HANDLE:
      return through ? std::optional(v) : std::nullopt;
    case Value::ADDRESS: {
      if (step.kind != PathNode::OFFSET) return std::nullopt;
      const Step last = v.path == 0 ? Step::Pointee() : paths.Last(v.path);
      if (last.kind != PathNode::ELEMENT)
        return step.other_offset() ? std::nullopt : std::optional(v);
      if (last.any) return v;
      v.path = paths.Append(paths.Parent(v.path),
                            step.any ? Step::AnyElement() : Step::Element(last.index + step.index));
      return v;
    }
    default:
      // What was computed of a document as a whole: its part of that name is computed of that
      // column.
      if (v.kind == Value::READ && step.kind == PathNode::KEY && v.subtype < CONDITIONAL) {
        v.path = paths.Append(v.path, step);
        return v;
      }
      if (v.subtype != IDENTITY) return v;
      v.path = paths.Append(v.path, step);
      if (paths.Widened(v.path)) v.confidence = WIDENED;
      return v;
  }
}

}  // namespace

ValueTable::ValueTable(PathTable& paths) : paths_(paths) {
  sets_.emplace_back();
  trees_.emplace_back();
}

ValueId ValueTable::Intern(const Val& value) {
  const uint64_t of_origin = HashOfOrigin(value);
  const uint32_t next = values_.size();
  const ValueId id = value_index_.FindOrAdd(
      Mixed(of_origin, uint64_t{static_cast<uint32_t>(value.subtype)} << 8 | value.confidence),
      next, [&](uint32_t other) { return values_[other] == value; });
  if (id != next) return id;
  values_.push_back(value);
  folded_.push_back(0);
  const uint32_t next_origin = first_of_origin_.size();
  const uint32_t origin = origin_index_.FindOrAdd(
      Mixed(of_origin, value.subtype >= CONDITIONAL), next_origin,
      [&](uint32_t other) { return SameOrigin(values_[first_of_origin_[other]], value); });
  if (origin == next_origin) {
    first_of_origin_.push_back(id);
    best_.push_back(0);
    best_of_.push_back(0);
  }
  origin_.push_back(origin);
  return id;
}

SetId ValueTable::Set(std::vector<ValueId> ids) {
  if (ids.size() > 1) {
    if (!std::is_sorted(ids.begin(), ids.end())) std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  return SetOfSorted(std::move(ids));
}

// "Everything at or below the value's first step", for sets that hold too much.
ValueId ValueTable::Folded(ValueId id) {
  if (folded_[id] != 0) return folded_[id] - 1;
  ValueId folded = id;
  Val v = values_[id];
  if (v.path != 0 && v.kind != Value::ADDRESS && !paths_.Widened(v.path)) {
    PathId p = v.path;
    while (paths_.Depth(p) > 1) p = paths_.Parent(p);
    v.path = paths_.Append(p, Step::Any());
    v.confidence = WIDENED;
    folded = Intern(v);
  }
  folded_[id] = folded + 1;
  return folded;
}

std::optional<int64_t> ValueTable::OnlyNumber(SetId id) const {
  if (sets_[id].size() != 1) return std::nullopt;
  const Val& only = values_[sets_[id].front()];
  return only.known_number() ? std::optional(only.number) : std::nullopt;
}

// Whether the text `any` says all that `one` does: what fills its holes may fill those as well, or
// any number does where certain ones fill those.
bool ValueTable::SaysAnyNumber(const Val& any, const Val& one) const {
  if (any.subtype != one.subtype) return false;
  const std::vector<TextPart>&a = texts_[any.index], &b = texts_[one.index];
  if (a.size() != b.size()) return false;
  // What decided is not part of a text.
  const auto in = [&](SetId set) {
    std::vector<ValueId> ids = sets_[set];
    std::erase_if(ids, [&](ValueId id) { return values_[id].kind == Value::GUARD; });
    return ids;
  };
  bool says = false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    TextPart filled = b[i];
    filled.hole = a[i].hole;
    if (a[i].hole == 0 || b[i].hole == 0 || !(a[i] == filled)) return false;
    const std::vector<ValueId> all = in(a[i].hole), some = in(b[i].hole);
    if (std::includes(all.begin(), all.end(), some.begin(), some.end())) continue;
    if (all.size() != 1 || !values_[all.front()].any_number()) return false;
    if (llvm::any_of(some, [&](ValueId id) { return !values_[id].known_number(); })) return false;
    says = true;
  }
  return says;
}

SetId ValueTable::SetOfSorted(std::vector<ValueId> ids) {
  if (ids.empty()) return 0;
  work_ += ids.size();
  if (ids.size() > 1) {
    // The same origin kept once for each of direct and indirect, in its strongest form.
    const uint64_t stamp = ++sets_made_;
    bool twice = false;
    size_t numbers = 0, texts = 0;
    bool any_number = false;
    for (const ValueId id : ids) {
      const Val& v = values_[id];
      numbers += v.kind == Value::NUMBER && v.index == 0;
      any_number |= v.any_number();
      texts += v.kind == Value::TEXT;
      const uint32_t origin = origin_[id];
      if (best_of_[origin] != stamp) {
        best_of_[origin] = stamp;
        best_[origin] = id;
        continue;
      }
      twice = true;
      if (Stronger(v, values_[best_[origin]])) best_[origin] = id;
    }
    if (twice) {
      std::erase_if(ids, [&](ValueId id) { return best_[origin_[id]] != id; });
      numbers = texts = 0;
      for (const ValueId id : ids) {
        numbers += values_[id].kind == Value::NUMBER && values_[id].index == 0;
        texts += values_[id].kind == Value::TEXT;
      }
    }
    any_number = numbers > kMaxNumbers || (any_number && numbers > 0);
    if (any_number || texts > kMaxTexts) {
      std::erase_if(ids, [&](ValueId id) {
        return (any_number && values_[id].kind == Value::NUMBER && values_[id].index == 0) ||
               (texts > kMaxTexts && values_[id].kind == Value::TEXT);
      });
      const auto add = [&](const Val& value) {
        ids.push_back(Intern(value));
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      };
      if (any_number) add(kAnyNumber);
      // More texts than are kept apart: one unknown text.
      if (texts > kMaxTexts) add({.kind = Value::TEXT, .index = Text({TextPart{}})});
    }
    if (texts > 1 && texts <= kMaxTexts) {
      // "part-" and any number is "part-0" as well, as the first rounds of a loop made it.
      const std::vector<ValueId> all = ids;
      std::erase_if(ids, [&](ValueId id) {
        return llvm::any_of(all, [&](ValueId other) {
          return other != id && values_[other].kind == Value::TEXT &&
                 values_[id].kind == Value::TEXT && SaysAnyNumber(values_[other], values_[id]);
        });
      });
    }
    if (ids.size() > kMaxSet) {
      widened_ = true;
      for (ValueId& id : ids) id = Folded(id);
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      // Still too many origins to tell apart: the function is widened, and says so.
      if (ids.size() > max_origins_) ids.resize(max_origins_);
    }
    if (ids.empty()) return 0;
  }
  uint64_t hash = ids.size();
  for (const ValueId id : ids) hash = Mixed(hash, id);
  const uint32_t next = sets_.size();
  const SetId id =
      set_index_.FindOrAdd(hash, next, [&](uint32_t other) { return sets_[other] == ids; });
  if (id == next) sets_.push_back(std::move(ids));
  return id;
}

void ValueTable::Tighten() {
  widened_ = true;
  max_origins_ = kMaxOriginsTight;
}

SetId ValueTable::Union(SetId a, SetId b) {
  if (a == b || b == 0) return a;
  if (a == 0) return b;
  if (a > b) std::swap(a, b);
  if (const auto it = union_memo_.find({a, b}); it != union_memo_.end()) return it->second;
  std::vector<ValueId> ids;
  ids.reserve(sets_[a].size() + sets_[b].size());
  std::set_union(sets_[a].begin(), sets_[a].end(), sets_[b].begin(), sets_[b].end(),
                 std::back_inserter(ids));
  const SetId result = SetOfSorted(std::move(ids));
  union_memo_[{a, b}] = result;
  return result;
}

SetId ValueTable::Map(SetId id, llvm::function_ref<std::optional<Val>(const Val&)> f) {
  std::vector<ValueId> ids;
  for (size_t i = 0; i < sets_[id].size(); ++i) {
    const Val v = values_[sets_[id][i]];
    if (const auto mapped = f(v)) ids.push_back(Intern(*mapped));
  }
  return Set(std::move(ids));
}

SetId ValueTable::Computed(SetId id, Subtype subtype, Confidence confidence) {
  if (id == 0) return 0;
  const std::pair<uint32_t, uint32_t> key{id, static_cast<uint32_t>(subtype) << 8 | confidence};
  if (const auto it = computed_memo_.find(key); it != computed_memo_.end()) return it->second;
  return computed_memo_[key] = Map(id, [&](const Val& v) -> std::optional<Val> {
           if (v.kind == Value::TEXT || v.kind == Value::NUMBER || v.kind == Value::FUNCTION ||
               v.kind == Value::TYPE || v.kind == Value::HANDLE) {
             return std::nullopt;
           }
           Val computed = v;
           if (v.kind != Value::GUARD) computed.subtype = std::max(v.subtype, subtype);
           computed.confidence = std::max(v.confidence, confidence);
           return computed;
         });
}

SetId ValueTable::Select(SetId id, PathId path) {
  if (id == 0 || path == 0) return id;
  if (const auto it = select_memo_.find({id, path}); it != select_memo_.end()) return it->second;
  const auto steps = paths_.Steps(path);
  const SetId result = Map(id, [&](const Val& v) -> std::optional<Val> {
    std::optional<Val> selected = v;
    for (const Step& step : steps) {
      if (selected) selected = SelectStep(*selected, step, paths_);
    }
    return selected;
  });
  select_memo_[{id, path}] = result;
  return result;
}

TreeId ValueTable::Tree(std::vector<TreeEntry> entries) {
  if (entries.empty()) return 0;
  std::sort(entries.begin(), entries.end(),
            [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  if (entries.size() > kMaxTree) {
    // Fold single elements into "any element", then whatever is still too much into its parent.
    widened_ = true;
    std::map<PathId, SetId> folded;
    for (const TreeEntry& e : entries) {
      PathId p = 0;
      for (Step step : paths_.Steps(e.path)) {
        if (step.kind == PathNode::ELEMENT || step.kind == PathNode::OFFSET) {
          step.any = true;
          step.index = 0;
        }
        p = paths_.Append(p, step);
      }
      SetId& set = folded[p];
      set = Union(set, e.set);
    }
    while (folded.size() > kMaxTree) {
      const auto deepest =
          std::max_element(folded.begin(), folded.end(), [&](const auto& a, const auto& b) {
            return paths_.Depth(a.first) < paths_.Depth(b.first);
          });
      const PathId parent = paths_.Parent(deepest->first);
      const SetId set = Computed(deepest->second, TRANSFORMATION, WIDENED);
      folded.erase(deepest);
      SetId& up = folded[parent];
      up = Union(up, set);
    }
    entries.clear();
    for (const auto& [path, set] : folded) entries.push_back({path, set});
  }
  work_ += entries.size();
  uint64_t hash = entries.size();
  for (const TreeEntry& e : entries) hash = Mixed(hash, uint64_t{e.path} << 32 | e.set);
  const uint32_t next = trees_.size();
  const TreeId id =
      tree_index_.FindOrAdd(hash, next, [&](uint32_t other) { return trees_[other] == entries; });
  if (id == next) trees_.push_back(std::move(entries));
  return id;
}

SetId ValueTable::SamePointers(const TreeEntry& entry, const Home& home) {
  return Map(entry.set, [&](const Val& v) -> std::optional<Val> {
    const bool data = v.subtype != IDENTITY || v.kind == Value::READ ||
                      v.kind == Value::TRANSFORMED || v.kind == Value::GUARD;
    const bool same = (v.kind == Value::INITIAL || v.kind == Value::OUT) && v.base == home.base &&
                      v.path == entry.path;
    if (data || same) return v;
    return std::nullopt;
  });
}

// An entry for "any element" may say of each element that it is what it was at some time: the value
// bears the entry's own name. Such a value means that element, by its name.
bool ValueTable::IsItself(const Val& v, const TreeEntry& entry, const Home& home) const {
  return (v.kind == Value::INITIAL || v.kind == Value::OUT) && v.subtype == IDENTITY && !v.spread &&
         v.base == home.base && v.path == entry.path;
}

// What is stored in any of the elements that `path` stands for, taken from any of them.
SetId ValueTable::Spread(SetId set, PathId path, const Home& home) {
  if (home.base == Home::kNone || !paths_.HasAny(path)) return set;
  return Map(set, [&](const Val& v) -> std::optional<Val> {
    Val spread = v;
    spread.spread |= IsItself(v, {path, set}, home);
    return spread;
  });
}

bool ValueTable::SpeaksOfItself(const TreeEntry& entry, const Home& home) const {
  if (home.base == Home::kNone || !paths_.HasAny(entry.path) || paths_.Widened(entry.path)) {
    return false;
  }
  return llvm::any_of(sets_[entry.set],
                      [&](ValueId id) { return IsItself(values_[id], entry, home); });
}

SetId ValueTable::Settled(TreeId tree, PathId path, const Home& home,
                          std::optional<uint32_t>* left) {
  work_ += trees_[tree].size();
  llvm::SmallVector<TreeEntry, 4> covers;
  for (const TreeEntry& e : trees_[tree]) {
    const PathMatch m = paths_.Match(e.path, path);
    if (m.kind != PathMatch::kCovers) continue;
    if (m.exact || SpeaksOfItself(e, home)) covers.push_back(e);
  }
  // The longest cover leaves the shortest rest.
  const auto rest_of = [&](const TreeEntry& e) { return paths_.Match(e.path, path).rest; };
  llvm::sort(covers, [&](const TreeEntry& a, const TreeEntry& b) {
    const uint32_t rest_a = paths_.Depth(rest_of(a)), rest_b = paths_.Depth(rest_of(b));
    if (rest_a != rest_b) return rest_a < rest_b;
    const bool exact_a = paths_.Match(a.path, path).exact,
               exact_b = paths_.Match(b.path, path).exact;
    return exact_a != exact_b ? exact_a : a.path < b.path;
  });
  SetId result = 0;
  for (const TreeEntry& e : covers) {
    const PathId rest = rest_of(e);
    if (!paths_.Match(e.path, path).exact) {
      // What else may stand there is added by who asks.
      *left = paths_.Depth(rest) + 1;
      for (const TreeEntry& other : covers) {
        if (paths_.Depth(rest_of(other)) != paths_.Depth(rest)) continue;
        if (paths_.Match(other.path, path).exact) continue;
        result = Union(result, Map(other.set, [&](const Val& v) -> std::optional<Val> {
                         if (!IsItself(v, other, home)) return std::nullopt;
                         Val own = v;
                         own.path = path;
                         return own;
                       }));
      }
      return result;
    }
    const bool named = home.base != Home::kNone && paths_.HasPointee(rest);
    const SetId says = named ? SamePointers(e, home) : e.set;
    result = Union(result, Select(says, rest));
    if (says != e.set) continue;
    *left = paths_.Depth(rest);
    return result;
  }
  return Union(result, Select(home.initial, path));
}

SetId ValueTable::Cell(TreeId tree, PathId path, const Home& home) {
  // The longest exact cover replaces what is above it; covers through an "any" that are deeper than
  // it add to it.
  std::optional<uint32_t> left;
  SetId result = Settled(tree, path, home, &left);
  if (left == 0 && !paths_.HasAny(path)) return result;
  const size_t n = trees_[tree].size();
  work_ += n;
  for (size_t i = 0; i < n; ++i) {
    const TreeEntry e = trees_[tree][i];
    const PathMatch m = paths_.Match(e.path, path);
    if (m.kind != PathMatch::kCovers || m.exact) continue;
    if (left && paths_.Depth(m.rest) >= *left && !paths_.HasAny(path)) continue;
    SetId says = e.set;
    if (!paths_.HasAny(path) && SpeaksOfItself(e, home)) {
      says = Map(says, [&](const Val& v) -> std::optional<Val> {
        return IsItself(v, e, home) ? std::nullopt : std::optional(v);
      });
    }
    result = Union(result, Select(says, m.rest));
  }
  return result;
}

SetId ValueTable::EntryCell(TreeId tree, PathId path, const Home& home) {
  if (!paths_.HasAny(path)) return Cell(tree, path, home);
  std::optional<uint32_t> left;
  return Settled(tree, path, home, &left);
}

// Whether an entry, whose last steps are `rest`, is of what another pointer led to than stands
// there now.
bool ValueTable::IsStale(TreeId tree, PathId entry, PathId rest, const Home& home) {
  if (home.base == Home::kNone || !paths_.HasPointee(rest)) return false;
  for (; rest != 0; rest = paths_.Parent(rest), entry = paths_.Parent(entry)) {
    if (paths_.Last(rest).kind != PathNode::POINTEE) continue;
    const PathId pointer = paths_.Parent(entry);
    const SetId held = Cell(tree, pointer, home);
    bool same = false, points = false;
    for (const ValueId id : sets_[held]) {
      same |= IsItself(values_[id], {pointer, held}, home);
      points |= values_[id].kind == Value::ADDRESS || values_[id].kind == Value::NUMBER;
    }
    if (points && !same) return true;
  }
  return false;
}

TreeId ValueTable::Sub(TreeId tree, PathId path, const Home& home) {
  if (path == 0) {
    const auto stale = [&](const TreeEntry& e) { return IsStale(tree, e.path, e.path, home); };
    if (home.initial == 0 && tree != 0 && trees_[tree].front().path == 0 &&
        llvm::none_of(std::vector<TreeEntry>(trees_[tree]), stale)) {
      return tree;
    }
  }
  std::vector<PathId> rests{0};
  for (size_t i = 0; i < trees_[tree].size(); ++i) {
    const PathMatch m = paths_.Match(trees_[tree][i].path, path);
    if (m.kind == PathMatch::kBelow && !IsStale(tree, trees_[tree][i].path, m.rest, home)) {
      rests.push_back(m.rest);
    }
  }
  std::sort(rests.begin(), rests.end());
  rests.erase(std::unique(rests.begin(), rests.end()), rests.end());
  std::vector<TreeEntry> entries;
  for (const PathId rest : rests) {
    const PathId whole = paths_.Concat(path, rest);
    entries.push_back(
        {rest, paths_.HasAny(path) ? Cell(tree, whole, home) : EntryCell(tree, whole, home)});
  }
  // Concat may have folded two long paths into one.
  return Tree(std::move(entries));
}

std::vector<PathId> ValueTable::Elements(TreeId tree, PathId row) {
  const auto pointees = [](llvm::ArrayRef<Step> steps) {
    return llvm::count_if(steps, [](const Step& s) { return s.kind == PathNode::POINTEE; });
  };
  const auto wanted = pointees(paths_.Steps(row));
  std::vector<PathId> elements{row};
  work_ += trees_[tree].size();
  for (const TreeEntry& e : trees_[tree]) {
    const PathMatch m = paths_.Match(e.path, row);
    if (m.kind == PathMatch::kNone || (m.kind == PathMatch::kCovers && m.rest != 0)) continue;
    PathId element = e.path;
    while (element != 0 && (paths_.Last(element).kind != PathNode::POINTEE ||
                            pointees(paths_.Steps(element)) > wanted)) {
      element = paths_.Parent(element);
    }
    if (element != 0 && !llvm::is_contained(elements, element)) elements.push_back(element);
  }
  return elements;
}

TreeId ValueTable::Replace(TreeId tree, PathId path, SetId set) {
  work_ += trees_[tree].size();
  std::vector<TreeEntry> entries{{path, set}};
  for (const TreeEntry& e : trees_[tree]) {
    const PathMatch m = paths_.Match(e.path, path);
    if (!m.AtOrBelow() || !m.exact) entries.push_back(e);
  }
  return Tree(std::move(entries));
}

TreeId ValueTable::Write(TreeId tree, PathId path, TreeId content, bool strong, const Home& home,
                         bool pointer, bool row) {
  if (paths_.HasAny(path)) strong = false;
  work_ += trees_[tree].size() + trees_[content].size();
  std::map<PathId, SetId> entries;
  const size_t n = trees_[tree].size();
  for (size_t i = 0; i < n; ++i) {
    const TreeEntry e = trees_[tree][i];
    const PathMatch m = paths_.Match(e.path, path);
    if (strong) {
      const bool behind = pointer && m.kind == PathMatch::kBelow;
      if (m.AtOrBelow() && m.exact && !behind) continue;  // replaced
      entries[e.path] = e.set;
      continue;
    }
    SetId set = e.set;
    if (m.AtOrBelow()) {
      const SetId stored = EntryCell(content, m.kind == PathMatch::kBelow ? m.rest : 0, 0);
      set = Union(set, Spread(stored, e.path, home));
    }
    if (m.kind == PathMatch::kCovers && !m.exact && paths_.Widened(e.path)) {
      set = Union(set, Cell(content, 0, 0));
    }
    entries[e.path] = set;
  }
  for (size_t i = 0; i < trees_[content].size(); ++i) {
    const TreeEntry e = trees_[content][i];
    const PathId target = paths_.Concat(path, e.path);
    SetId set = Spread(e.set, target, home);
    if (!strong || paths_.HasAny(target)) set = Union(set, EntryCell(tree, target, home));
    SetId& slot = entries[target];
    slot = Union(slot, set);
  }
  if (strong && pointer) {
    for (const auto& [behind, left] : LeftBehind(tree, path, home, row)) {
      entries.try_emplace(behind, left);
    }
  }
  std::vector<TreeEntry> list;
  list.reserve(entries.size());
  for (const auto& [p, s] : entries) list.push_back({p, s});
  return Tree(std::move(list));
}

std::vector<TreeEntry> ValueTable::LeftBehind(TreeId tree, PathId pointer, const Home& home,
                                              bool row) {
  std::vector<TreeEntry> left;
  if (home.base == Home::kNone) return left;
  const SetId held = Cell(tree, pointer, home);
  if (llvm::none_of(sets_[held], [&](ValueId id) {
        return values_[id].kind == Value::OUT && IsItself(values_[id], {pointer, held}, home);
      })) {
    return left;
  }
  const auto add = [&](PathId to) {
    const PathId behind = paths_.Append(to, Step::Pointee());
    left.push_back({behind, Cell(tree, behind, home)});
  };
  add(pointer);
  if (row) add(paths_.Append(pointer, Step::AnyOffset()));
  return left;
}

TreeId ValueTable::Join(TreeId a, TreeId b, const Home& home_of_a, const Home& home_of_b) {
  if (a == b) return a;
  std::vector<PathId> paths;
  for (const TreeEntry& e : trees_[a]) paths.push_back(e.path);
  for (const TreeEntry& e : trees_[b]) paths.push_back(e.path);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::vector<TreeEntry> entries;
  for (const PathId p : paths) {
    entries.push_back({p, Union(EntryCell(a, p, home_of_a), EntryCell(b, p, home_of_b))});
  }
  return Tree(std::move(entries));
}

SetId ValueTable::All(TreeId tree) {
  if (trees_[tree].size() == 1) return trees_[tree].front().set;
  if (const auto it = all_memo_.find(tree); it != all_memo_.end()) return it->second;
  std::vector<ValueId> ids;
  for (const TreeEntry& e : trees_[tree])
    ids.insert(ids.end(), sets_[e.set].begin(), sets_[e.set].end());
  return all_memo_[tree] = Set(std::move(ids));
}

TreeId ValueTable::MapTree(TreeId tree, llvm::function_ref<SetId(SetId)> f) {
  std::vector<TreeEntry> entries;
  for (size_t i = 0; i < trees_[tree].size(); ++i) {
    const TreeEntry e = trees_[tree][i];
    entries.push_back({e.path, f(e.set)});
  }
  return Tree(std::move(entries));
}

size_t ValueTable::TextDepth(llvm::ArrayRef<TextPart> parts) const {
  size_t depth = 1;
  for (const TextPart& part : parts) {
    for (const ValueId id : sets_[part.hole]) {
      if (values_[id].kind == Value::TEXT) {
        depth = std::max<size_t>(depth, 1 + text_depth_[values_[id].index]);
      }
    }
  }
  return depth;
}

TextId ValueTable::Text(std::vector<TextPart> parts) {
  size_t depth = TextDepth(parts);
  if (parts.size() > kMaxTextParts || depth > kMaxTextDepth) {
    parts = {TextPart{}};  // one hole that nothing fills: an unknown text
    depth = 1;
  }
  const auto [it, added] = text_index_.try_emplace(parts, texts_.size());
  if (added) {
    texts_.push_back(std::move(parts));
    text_depth_.push_back(depth);
  }
  return it->second;
}

void ValueTable::AppendHole(std::vector<TextPart>& parts, SetId set) {
  ValueId text = 0;
  size_t texts = 0, others = 0;
  for (const ValueId id : sets_[set]) {
    const Val& v = values_[id];
    if (v.kind == Value::TEXT) {
      ++texts;
      text = id;
    } else if (v.subtype == IDENTITY && v.kind != Value::GUARD) {
      ++others;
    }
  }
  if (texts == 1 && others == 0) {
    const auto inner = texts_[values_[text].index];
    parts.insert(parts.end(), inner.begin(), inner.end());
  } else {
    parts.push_back({0, set});
  }
}

}  // namespace pedigree
