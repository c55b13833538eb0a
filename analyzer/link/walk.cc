#include "analyzer/link/walk.h"

#include <algorithm>

namespace pedigree::link {
namespace {

// Value.number of a pointer that is not followed.
constexpr int64_t kItself = 2;
constexpr Step kAnyOffsetStep{Step::kOffset, true, 0};

bool IsData(Mode mode) { return mode != kShallow; }

// A text is made of its holes, which the set may say as well ("computed of them"). As a name, it is
// the text.
bool SaidByText(const Body& body, const ValueSet& values, const Value& value) {
  if (value.subtype() != TRANSFORMATION) return false;
  for (uint32_t other : values.value()) {
    const Value& text = body.proto().value(other);
    if (text.kind() != Value::TEXT) continue;
    for (const TextTemplate::Part& part : body.proto().text(text.index()).part()) {
      for (uint32_t hole : body.set(part.set()).value()) {
        const Value& in = body.proto().value(hole);
        if (in.kind() == value.kind() && in.index() == value.index() && in.base() == value.base()) {
          return true;
        }
      }
    }
  }
  return false;
}

// How a value is made, in the key of a visit.
uint8_t KindOf(const Quality& quality) {
  return static_cast<uint8_t>(quality.subtype << 1 | quality.computed);
}

}  // namespace

std::array<const Walk::Memories*, 2> Walk::Listing() const {
  const Function& f = body_.proto();
  if (point_ == kExit || point_ == kSomewhere) return {&f.exit(), nullptr};
  if (point_ >= kFirstThrow) return {&f.thrown(point_ - kFirstThrow).memory(), nullptr};
  if (point_ >= kFirstMeanwhile) {
    return {&f.call(point_ - kFirstMeanwhile).meanwhile(), nullptr};
  }
  const Call& call = f.call(point_ - AtCall(0));
  return {&call.memory(), &call.unwound()};
}

const Tree* Walk::TreeOf(Root root) const {
  // Somewhere, the best that is known is of one's own object; others hold what they did on entry.
  if (point_ == kSomewhere && !root.own()) return nullptr;
  const Tree* others = nullptr;
  for (const Memories* list : Listing()) {
    if (list == nullptr) continue;
    for (const Memory& m : *list) {
      const Root listed = body_.root(m.base());
      if (listed == root) return &body_.tree(m.tree());
      if (listed.kind == Root::kOthers) others = &body_.tree(m.tree());
    }
  }
  // A global that the function names is listed as soon as a call may have changed it; what calls
  // returned, as soon as the function itself has.
  return root.kind == Root::kGlobal || root.kind == Root::kResult ? others : nullptr;
}

std::vector<std::pair<Root, Step>> Walk::StoredByName() const {
  std::vector<std::pair<Root, Step>> all;
  for (const Memories* list : Listing()) {
    if (list == nullptr) continue;
    for (const Memory& m : *list) {
      const Root root = body_.root(m.base());
      if (root.kind == Root::kOthers) continue;
      // An object that no call has left is one that no call knows.
      bool known = root.kind == Root::kGlobal;
      const size_t before = all.size();
      const Tree& tree = body_.tree(m.tree());
      for (int i = 0; i < tree.path_size(); ++i) {
        const PathId path = body_.path(tree.path(i));
        bool stored = false;
        for (const uint32_t index : body_.set(tree.set(i)).value()) {
          const Value& value = body_.proto().value(index);
          if (value.kind() == Value::NUMBER) continue;
          const bool outer = value.kind() == Value::OUT || value.kind() == Value::INITIAL;
          const uint32_t base = value.kind() == Value::OUT ? value.base() : value.index();
          const bool itself = outer && value.subtype() <= IDENTITY && body_.root(base) == root;
          known |= itself && value.kind() == Value::OUT;
          stored |= !(itself && body_.path(value.path()) == path);
        }
        if (!stored) continue;
        const std::span<const Step> steps = paths_.steps(path);
        const std::pair one(root, steps.empty() ? Step{Step::kAny} : steps.back());
        if (std::find(all.begin() + before, all.end(), one) == all.end()) all.push_back(one);
      }
      if (!known) all.resize(before);
    }
  }
  return all;
}

void Walk::Spend(size_t steps) {
  steps_ += steps;
  shared_.steps += steps;
  if (coarse_ || steps_ < kCoarse) return;
  coarse_ = true;
  shared_.widened.insert(function_);
}

bool Walk::FirstVisit(const Visit& visit) {
  Spend(1);
  if (std::find(visits_.begin(), visits_.end(), visit) != visits_.end()) return false;
  if (visits_.size() < kLinear) {
    visits_.push_back(visit);
    return true;
  }
  return visited_.insert(visit).second;
}

void Walk::Coarsen(Mode* mode, Quality* quality) const {
  if (!coarse_) return;
  quality->confidence = WIDENED;
  if (!IsData(*mode)) return;
  *mode = kDeep;
  quality->subtype = quality->indirect() ? CONDITIONAL : TRANSFORMATION;
}

void Walk::EmitAll(Mode mode) {
  ended_ = true;
  for (const Memories* list : Listing()) {
    if (list == nullptr) continue;
    for (const Memory& m : *list) {
      const Root root = body_.root(m.base());
      if (point_ == kSomewhere && !root.own()) continue;
      // Those are asked for by name.
      if (root.kind != Root::kOthers) EmitTree(body_.tree(m.tree()), mode);
    }
  }
}

void Walk::EmitTree(const Tree& tree, Mode mode) {
  for (uint32_t set : tree.set()) {
    for (uint32_t index : body_.set(set).value()) {
      const Value& value = body_.proto().value(index);
      if (!IsData(mode)) OneValue(value, kEmptyPath, mode, {IDENTITY, WIDENED});
      OneValue(value, kEmptyPath, kDeep, {TRANSFORMATION, WIDENED});
    }
  }
}

void Walk::Emit(Raw raw) {
  if (paths_.Impossible(raw.path)) return;
  if (paths_.widened(raw.path)) {
    raw.path = paths_.parent(raw.path);
    raw.mode = kDeep;
    raw.quality.confidence = WIDENED;
  }
  const Visit key(static_cast<uint32_t>(raw.kind) | 0x100 | (raw.index << 9), raw.root, raw.path,
                  static_cast<PathId>(raw.number), raw.mode, KindOf(raw.quality),
                  raw.quality.confidence);
  if (FirstVisit(key)) values_.push_back(raw);
}

void Walk::ReadTree(uint32_t tree, PathId path, Mode mode) {
  Quality quality;
  if (paths_.widened(path)) {
    path = paths_.parent(path);
    mode = kDeep;
    quality.confidence = WIDENED;
  }
  // Pointees may stand in such a tree, too; where they do not, its pointers are followed.
  Lookup(body_.tree(tree), nullptr, path, kEmptyPath, mode, quality);
}

void Walk::ReadSet(uint32_t set, PathId path, Mode mode) { Set(set, path, mode, {}); }

void Walk::Set(uint32_t set, PathId rest, Mode mode, Quality quality) {
  const ValueSet& values = body_.set(set);
  for (uint32_t index : values.value()) {
    const Value& value = body_.proto().value(index);
    if (!IsData(mode) && SaidByText(body_, values, value)) continue;
    OneValue(value, rest, mode, quality);
  }
}

void Walk::OneValue(const Value& value, PathId rest, Mode mode, Quality quality) {
  quality = Compose(quality, OfStep(value.subtype(), value.confidence()));
  PathId named = kEmptyPath;
  if (value.subtype() > IDENTITY) {
    // Made of everything below. What was computed of a document as a whole: its part of that name
    // is computed of that column.
    if (value.kind() == Value::READ && !quality.indirect()) named = paths_.Keys(rest);
    rest = kEmptyPath;
    if (IsData(mode)) mode = kDeep;
    const bool pointer = value.kind() == Value::INITIAL || value.kind() == Value::OUT;
    if (IsData(mode) && pointer && value.number() == kItself) {
      mode = terms_.Without(mode, {paths_.Of({&kPointeeStep, 1}), paths_.Of({&kAnyOffsetStep, 1})});
    }
  }
  if (paths_.widened(rest)) {
    rest = paths_.parent(rest);
    mode = kDeep;
    quality.confidence = WIDENED;
  }
  Raw raw;
  raw.kind = value.kind();
  raw.index = value.index();
  raw.mode = mode;
  raw.quality = quality;
  switch (value.kind()) {
    case Value::INITIAL:
      Pointer(Value::INITIAL, 0, RootOf(value.index()), body_.path(value.path()), rest, mode,
              quality);
      return;
    case Value::OUT:
      Pointer(Value::OUT, value.index(), RootOf(value.base()), body_.path(value.path()), rest, mode,
              quality);
      return;
    case Value::ADDRESS:
      Address(body_.root(value.index()), body_.path(value.path()), rest, mode, quality);
      return;
    case Value::READ:
      raw.path = paths_.Concat(paths_.Concat(body_.path(value.path()), named), rest);
      break;
    case Value::NUMBER:
      if (IsData(mode) || paths_.has_pointee(rest)) return;
      raw.number = value.number();
      break;
    case Value::FUNCTION:
      for (const Step& step : paths_.steps(rest)) {
        if (step.kind != Step::kPointee && step.kind != Step::kOffset) return;
      }
      if (IsData(mode)) return;
      break;
    case Value::TYPE:
      if (IsData(mode) || rest != kEmptyPath) return;
      break;
    case Value::GUARD:
      if (!IsData(mode)) return;
      break;
    case Value::HANDLE:
      if (IsData(mode)) return;
      break;
    case Value::TEXT:
      // A text has no parts by name: what was read of it is not the text.
      if (!IsData(mode) && paths_.Keys(rest) != kEmptyPath) return;
      break;
    default:  // TRANSFORMED
      break;
  }
  Emit(raw);
}

void Walk::Address(Root root, PathId path, PathId rest, Mode mode, Quality quality) {
  std::span<const Step> steps = paths_.steps(rest);
  if (!steps.empty() && steps[0].kind == Step::kOffset) {
    std::span<const Step> own = paths_.steps(path);
    if (!own.empty() && own.back().kind == Step::kElement) {
      Step moved = own.back();
      moved.any |= steps[0].any;
      moved.value = moved.any ? 0 : moved.value + steps[0].value;
      path = paths_.Extend(paths_.parent(path), moved);
    } else if (steps[0].other_offset()) {
      return;  // there is but one object
    }
    steps = steps.subspan(1);
  }
  if (steps.empty()) {
    if (!IsData(mode)) {
      Emit({Value::ADDRESS, 0, root, path, mode, 0, quality});
      return;
    }
    // A pointer to an element reaches its neighbours.
    std::span<const Step> own = paths_.steps(path);
    if (!own.empty() && own.back().kind == Step::kElement) {
      path = paths_.Extend(paths_.parent(path), kAnyElementStep);
    }
    mode = terms_.Below(mode, paths_.Of({&kPointeeStep, 1}));
    if (mode != kNothing) ReadCell(root, path, kEmptyPath, mode, quality);
    return;
  }
  if (steps[0].kind == Step::kPointee) {
    ReadCell(root, path, paths_.Of(steps.subspan(1)), mode, quality);
  }
  // Anything else is no part of a pointer.
}

void Walk::Pointer(Value::Kind kind, uint32_t index, Root root, PathId path, PathId rest, Mode mode,
                   Quality quality) {
  PathId before, after;
  if (paths_.SplitFirst(rest, &before, &after)) {
    const uint32_t outer = fallback_;
    fallback_ = kind == Value::OUT ? index : kNone;
    ReadCell(root, paths_.Pointee(paths_.Concat(path, before)), after, mode, quality);
    fallback_ = outer;
    return;
  }
  path = paths_.Concat(path, rest);
  Coarsen(&mode, &quality);
  if (IsData(mode) && !ended_) {
    const Visit key(static_cast<uint32_t>(kind) | (index << 9), root, path, kEmptyPath, mode,
                    KindOf(quality), quality.confidence);
    if (!FirstVisit(key)) return;
    mode = ThroughPointers(root, path, mode, quality);
    if (mode == kNothing) return;
  }
  Emit({kind, index, root, path, mode, 0, quality});
}

Mode Walk::ThroughPointers(Root root, PathId path, Mode mode, Quality quality) {
  const Tree* tree = TreeOf(root);
  if (tree == nullptr) return mode;
  std::vector<PathId> overwritten;
  for (int i = 0; i < tree->path_size(); ++i) {
    const PathId entry = body_.path(tree->path(i));
    const Alignment under = paths_.Align(path, entry);
    if (under.match == Match::kNone || !paths_.has_pointee(under.rest)) continue;
    Mode below = terms_.Below(mode, under.rest);
    if (below == kNothing) continue;
    const bool weak = i < tree->weak_size() && tree->weak(i);
    if (!weak && under.match == Match::kExact) overwritten.push_back(under.rest);
    std::vector<PathId> deeper;
    Overwritten(*tree, entry, /*through_pointers=*/false, &deeper);
    Set(tree->set(i), kEmptyPath, terms_.Without(below, deeper), quality);
  }
  return terms_.Without(mode, overwritten);
}

void Walk::Overwritten(const Tree& tree, PathId place, bool through_pointers,
                       std::vector<PathId>* overwritten) {
  Spend(tree.path_size() / kEntriesOfStep);
  for (int i = 0; i < tree.path_size(); ++i) {
    if (i < tree.weak_size() && tree.weak(i)) continue;
    const Alignment under = paths_.Align(place, body_.path(tree.path(i)));
    if (under.match != Match::kExact || under.rest == kEmptyPath) continue;
    if (!through_pointers && paths_.has_pointee(under.rest)) continue;
    overwritten->push_back(under.rest);
  }
}

bool Walk::Crosses(const Value& value, Root root, PathId path) const {
  if (value.subtype() > IDENTITY) return true;
  switch (value.kind()) {
    case Value::INITIAL:
      return RootOf(value.index()) == root && body_.path(value.path()) == path;
    case Value::OUT:
      return RootOf(value.base()) == root && body_.path(value.path()) == path;
    case Value::READ:
    case Value::TRANSFORMED:
    case Value::GUARD:
      return true;
    default:
      return false;
  }
}

void Walk::Element(const Entry& entry, Root root, PathId element, PathId rest, Mode mode,
                   Quality quality) {
  const ValueSet& values = body_.set(entry.set);
  for (uint32_t index : values.value()) {
    const Value& value = body_.proto().value(index);
    const bool names = value.kind() == Value::INITIAL || value.kind() == Value::OUT;
    if (names && value.subtype() <= IDENTITY && value.number() == 0 &&
        Crosses(value, root, entry.path)) {
      const Quality its = Compose(quality, {IDENTITY, static_cast<uint8_t>(value.confidence())});
      Pointer(value.kind(), value.kind() == Value::OUT ? value.index() : 0, root, element, rest,
              mode, its);
    } else if (IsData(mode) || !SaidByText(body_, values, value)) {
      OneValue(value, rest, mode, quality);
    }
  }
}

Mode Walk::Lookup(const Tree& tree, const Root* root, PathId place, PathId then, Mode mode,
                  Quality quality) {
  std::vector<Entry> above, below;
  Spend(tree.path_size() / kEntriesOfStep);
  for (int i = 0; i < tree.path_size(); ++i) {
    Entry entry;
    entry.set = tree.set(i);
    entry.path = body_.path(tree.path(i));
    entry.weak = i < tree.weak_size() && tree.weak(i);
    Alignment a = paths_.Align(entry.path, place);
    if (a.match != Match::kNone) {
      entry.match = a.match;
      entry.rest = a.rest;
      above.push_back(entry);
      continue;
    }
    if (!IsData(mode) || then != kEmptyPath) continue;
    a = paths_.Align(place, entry.path);
    if (a.match == Match::kNone || (root != nullptr && paths_.has_pointee(a.rest))) continue;
    entry.match = a.match;
    entry.rest = a.rest;
    below.push_back(entry);
  }

  std::vector<PathId> overwritten;
  if (IsData(mode) && then == kEmptyPath) {
    for (const Entry& entry : below) {
      Mode left = terms_.Below(mode, entry.rest);
      if (left == kNothing) continue;
      std::vector<PathId> deeper;
      Overwritten(tree, entry.path, /*through_pointers=*/root == nullptr, &deeper);
      Set(entry.set, kEmptyPath, terms_.Without(left, deeper), quality);
      if (!entry.weak && entry.match == Match::kExact) overwritten.push_back(entry.rest);
    }
    mode = terms_.Without(mode, overwritten);
  }

  // The most particular first: the one closest to the place, an index before "any".
  std::sort(above.begin(), above.end(), [&](const Entry& a, const Entry& b) {
    const size_t rest_a = paths_.steps(a.rest).size(), rest_b = paths_.steps(b.rest).size();
    if (rest_a != rest_b) return rest_a < rest_b;
    return a.match != b.match ? a.match < b.match : a.path < b.path;
  });
  for (const Entry& entry : above) {
    const PathId rest = then == kEmptyPath ? entry.rest : paths_.Concat(entry.rest, then);
    if (paths_.widened(entry.path)) {
      Set(entry.set, kEmptyPath, mode, Compose(quality, {IDENTITY, WIDENED}));
      continue;
    }
    bool all = true;
    if (root != nullptr && paths_.has_pointee(entry.rest)) {
      for (uint32_t index : body_.set(entry.set).value()) {
        const Value& value = body_.proto().value(index);
        if (!Crosses(value, *root, entry.path)) {
          all = false;
        } else if (value.subtype() <= IDENTITY &&
                   (value.kind() == Value::INITIAL || value.kind() == Value::OUT)) {
          // The same pointer: what is behind it goes by its name.
          const Quality its =
              Compose(quality, {IDENTITY, static_cast<uint8_t>(value.confidence())});
          Pointer(value.kind(), value.kind() == Value::OUT ? value.index() : 0, *root, place, then,
                  mode, its);
        } else if (IsData(mode) || !SaidByText(body_, body_.set(entry.set), value)) {
          OneValue(value, rest, mode, quality);
        }
      }
    } else if (root != nullptr && (entry.match == Match::kGeneral ||
                                   (entry.match == Match::kMaybe && paths_.named(entry.path)))) {
      const std::span<const Step> steps = paths_.steps(place);
      const PathId own = paths_.Of(steps.first(steps.size() - paths_.steps(entry.rest).size()));
      Element(entry, *root, own, rest, mode, quality);
    } else {
      Set(entry.set, rest, mode, quality);
    }
    if (entry.weak || entry.match == Match::kMaybe) continue;
    if (all) return kNothing;
    // Another pointer stands there now. What this one led to is not what the object was filled
    // with.
    if (entry.match == Match::kExact) break;
  }
  return mode;
}

// Whether what is at `place` is no pointer, but an object that holds what it leads to itself (an
// optional): nothing stands there, and something behind it.
bool Walk::HoldsInside(const Tree& tree, PathId place) {
  const PathId inside = paths_.Pointee(place);
  bool nothing = false, something = false;
  for (int i = 0; i < tree.path_size(); ++i) {
    const PathId path = body_.path(tree.path(i));
    nothing |= path == place && body_.set(tree.set(i)).value().empty();
    something |= paths_.Align(inside, path).match == Match::kExact;
  }
  return nothing && something;
}

void Walk::ReadCell(Root root, PathId cell, PathId rest, Mode mode, Quality quality) {
  if (paths_.Impossible(cell) || paths_.Impossible(rest)) return;
  Coarsen(&mode, &quality);
  if (!ended_ && steps_ >= kMost) EmitAll(mode);
  if (ended_) {
    // What its memory holds has been emitted. What it held before that:
    cells_.emplace_back(root, cell);
    if (const Tree* tree = root.kind == Root::kGlobal ? TreeOf(root) : nullptr) {
      const Root outer = tree_of_;
      tree_of_ = root;
      EmitTree(*tree, mode);
      tree_of_ = outer;
    }
    if (fallback_ != kNone) {
      Emit({Value::OUT, fallback_, root, cell, kDeep, 0, quality});
    } else if (!root.own()) {
      Emit({Value::INITIAL, 0, root, cell, kDeep, 0, quality});
    }
    return;
  }
  const Visit key(fallback_ << 9 | 0x80, root, cell, rest, mode, KindOf(quality),
                  quality.confidence);
  if (!FirstVisit(key)) return;
  PathId before, after;
  PathId then = kEmptyPath, place;
  if (paths_.SplitFirst(rest, &before, &after)) {
    place = paths_.Concat(cell, before);
    const Step pointee = kPointeeStep;
    then = paths_.Concat(paths_.Of({&pointee, 1}), after);
  } else {
    place = paths_.Concat(cell, rest);
  }
  if (root.own()) place = paths_.Outermost(place);
  if (paths_.widened(place)) {
    place = paths_.parent(place);
    then = kEmptyPath;
    mode = kDeep;
    quality.confidence = WIDENED;
  }
  cells_.emplace_back(root, place);
  if (const Tree* tree = TreeOf(root)) {
    if (then != kEmptyPath && HoldsInside(*tree, place)) {
      ReadCell(root, paths_.Pointee(place), paths_.Of(paths_.steps(then).subspan(1)), mode,
               quality);
    }
    const Root outer = tree_of_;
    tree_of_ = root;
    mode = Lookup(*tree, &root, place, then, mode, quality);
    tree_of_ = outer;
    if (mode == kNothing) return;
  }
  if (fallback_ != kNone) {
    Pointer(Value::OUT, fallback_, root, place, then, mode, quality);
  } else if (!root.own()) {
    Pointer(Value::INITIAL, 0, root, place, then, mode, quality);
  }
}

}  // namespace pedigree::link
