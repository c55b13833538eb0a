#include "analyzer/link/terms.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/fragment/mask.h"

namespace pedigree::link {
namespace {

constexpr size_t kMaxTextParts = 64;
constexpr size_t kMaxTransforms = 8;
constexpr size_t kMaxExcepts = 24;
constexpr size_t kMaxRequirements = 3;

// An option's name, as it is shown, of how it is written: the longest of "-m,--model", without
// dashes and without what is behind it in "--model=".
std::string_view OptionName(std::string_view written) {
  std::string_view name;
  while (!written.empty()) {
    std::string_view one = written.substr(0, written.find_first_of(",|"));
    written.remove_prefix(std::min(written.size(), one.size() + 1));
    one.remove_prefix(std::min(one.size(), one.find_first_not_of("-!@ ")));
    one = one.substr(0, one.find_first_of("={: "));
    if (one.size() > name.size()) name = one;
  }
  return name;
}

// The hole that an argument of the command line is.
constexpr std::string_view kArgument = "{argv:";

// With the names of options as people know them.
std::string ShowOptions(std::string text) {
  constexpr std::string_view kFlag = "{flag:";
  for (size_t at = 0; (at = text.find(kFlag, at)) != std::string::npos;) {
    at += kFlag.size();
    // The name may have braces of its own: CLI11's "--model{default}".
    size_t end = at;
    for (int depth = 1; end < text.size(); ++end) {
      depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
      if (depth == 0) break;
    }
    const std::string name(OptionName(std::string_view(text).substr(at, end - at)));
    text.replace(at, end - at, name.empty() ? "*" : name);
  }
  return text;
}

// A value that comes in two ways is not surely computed where it is not in one of them. True if
// that is new of `known`.
bool MayBeItself(const Leaf& leaf, Leaf* known) {
  if (leaf.quality.computed || !known->quality.computed) return false;
  known->quality.computed = false;
  return true;
}

}  // namespace

Quality OfStep(int subtype, int confidence) {
  return {static_cast<uint8_t>(subtype), static_cast<uint8_t>(confidence),
          subtype > IDENTITY && confidence < ASSUMED};
}

Quality Compose(Quality a, Quality b) {
  Quality q;
  if (a.indirect()) {
    q.subtype = a.subtype;
  } else if (b.indirect()) {
    q.subtype = b.subtype;
  } else {
    q.subtype = std::max({a.subtype, b.subtype, static_cast<uint8_t>(IDENTITY)});
  }
  q.confidence = std::max(a.confidence, b.confidence);
  q.computed = a.computed || b.computed;
  return q;
}

bool Better(const Quality& a, uint64_t a_hops, const Quality& b, uint64_t b_hops) {
  if (a.confidence != b.confidence) return a.confidence < b.confidence;
  // CONDITIONAL says least of how.
  auto rank = [](uint8_t subtype) { return subtype == CONDITIONAL ? 0xff : subtype; };
  if (a.subtype != b.subtype) return rank(a.subtype) < rank(b.subtype);
  return a_hops < b_hops;
}

Leaf* LeafSet::Find(uint64_t key) {
  if (leaves_.size() <= kLinear) {
    for (Leaf& leaf : leaves_) {
      if (Key(leaf) == key) return &leaf;
    }
    return nullptr;
  }
  auto it = index_->find(key);
  return it == index_->end() ? nullptr : &leaves_[it->second];
}

bool LeafSet::Add(Leaf leaf, HopTable& hops, std::initializer_list<HopsId> then, bool shorter) {
  uint64_t length = hops.length(leaf.hops);
  for (HopsId more : then) length += hops.length(more);
  auto better = [&](const Leaf& known) {
    return Better(leaf.quality, shorter ? length : 0, known.quality,
                  shorter ? hops.length(known.hops) : 0);
  };
  const bool indirect = leaf.quality.indirect();
  std::pair<uint64_t, uint32_t>* conditions = nullptr;
  if (leaf.condition != kNoCondition) {
    const uint64_t any = Key(leaf.what, kNoCondition, indirect);
    Leaf* const always = Find(any);
    if (always != nullptr && !Better(leaf.quality, 0, always->quality, 0)) {
      return MayBeItself(leaf, always);
    }
    for (auto& known : conditions_) {
      if (known.first == any) conditions = &known;
    }
    if (conditions == nullptr) conditions = &conditions_.emplace_back(any, 0);
    if (conditions->second >= kMaxConditions && Find(Key(leaf)) == nullptr) {
      leaf.condition = kNoCondition;
    }
  }
  Leaf* const known = Find(Key(leaf));
  if (known != nullptr && !better(*known)) return MayBeItself(leaf, known);
  for (HopsId more : then) leaf.hops = hops.Concat(leaf.hops, more);
  if (known != nullptr) {
    bool says_more = Better(leaf.quality, 0, known->quality, 0);
    says_more |= MayBeItself(leaf, known);
    leaf.quality.computed = known->quality.computed;
    *known = leaf;
    return says_more;
  }
  if (leaf.condition != kNoCondition) ++conditions->second;
  leaves_.push_back(leaf);
  if (leaves_.size() == kLinear + 1) {
    index_ = std::make_unique<absl::flat_hash_map<uint64_t, uint32_t>>();
    for (size_t i = 0; i < leaves_.size(); ++i) (*index_)[Key(leaves_[i])] = i;
  } else if (leaves_.size() > kLinear) {
    (*index_)[Key(leaf)] = leaves_.size() - 1;
  }
  return true;
}

Terms::Terms(Program& program) : program_(program) {
  conditions.Id({});
  transforms.Id({});
  excepts.Id({});
}

TextId Terms::Canonical(Text text) {
  if (text.size() > kMaxTextParts) return Hole("{?}");
  return texts.Id(text);
}

TextId Terms::Literal(std::string_view text) {
  if (text.empty()) return texts.Id({});
  return texts.Id({TextPart{TextPart::kLiteral, program_.Intern(text), {}, kEmptyPath}});
}

TextId Terms::Hole(std::string_view braces) {
  return texts.Id({TextPart{TextPart::kHole, program_.Intern(braces), {}, kEmptyPath}});
}

TextId Terms::InitialText(Root root, PathId path) {
  return texts.Id({TextPart{TextPart::kInitial, kNone, root, path}});
}

TextId Terms::OfOption(TextId id, SymbolId option, bool piece) {
  if (option == kNone) return id;
  const auto is_holder = [](std::string_view name) { return name.starts_with('@'); };
  const Text& text = texts[id];
  if (text.size() == 1) {
    TextPart part = text.front();
    if (part.kind == TextPart::kInitial) {
      // Who holds it says less than what it is, and the last who holds it the most.
      if (part.option == kNone || is_holder(program_.symbol_text(part.option))) {
        part.option = option;
      }
      part.piece |= piece;
      return texts.Id({part});
    }
    const std::string_view shown = program_.symbol_text(part.text);
    const std::string_view name = program_.symbol_text(option);
    const bool argument = shown.starts_with(kArgument) && shown.ends_with("}");
    const bool known = argument && shown[kArgument.size()] >= '0' && shown[kArgument.size()] <= '9';
    if (argument && (piece || !known)) {
      return Hole(is_holder(name) ? fmt::format("{}{}}}", kArgument, name.substr(1))
                                  : fmt::format("{{flag:{}}}", name));
    }
    if (part.kind == TextPart::kHole && shown.starts_with("{flag:")) return id;
  }
  return piece ? Hole("{?}") : id;
}

TextId Terms::Concat(TextId a, TextId b) {
  Text text = texts[a];
  for (const TextPart& part : texts[b]) {
    if (part.kind == TextPart::kLiteral && !text.empty() &&
        text.back().kind == TextPart::kLiteral) {
      std::string joined(program_.symbol_text(text.back().text));
      joined += program_.symbol_text(part.text);
      text.back().text = program_.Intern(joined);
    } else {
      text.push_back(part);
    }
  }
  return Canonical(std::move(text));
}

std::string Terms::Show(TextId text) const {
  std::string shown;
  for (const TextPart& part : texts[text]) {
    if (part.kind == TextPart::kInitial) {
      shown += "{?}";
    } else {
      shown += program_.symbol_text(part.text);
    }
  }
  // A secret that was put together of several texts shows as one only here.
  return MaskSecrets(ShowOptions(std::move(shown)));
}

bool Terms::HasHole(TextId text) const {
  for (const TextPart& part : texts[text]) {
    if (part.kind != TextPart::kLiteral) return true;
  }
  return false;
}

bool Terms::HasInitial(TextId text, bool globals_too) const {
  if (text == kNone) return false;
  for (const TextPart& part : texts[text]) {
    if (part.kind == TextPart::kInitial && IsOpen(part.root, globals_too)) return true;
  }
  return false;
}

bool Terms::Open(InstanceId id, bool globals_too) const {
  const Instance& i = instances[id];
  for (TextId text : {i.ns, i.name, i.sql, i.column}) {
    if (HasInitial(text, globals_too)) return true;
  }
  if (i.handle_kind == Instance::kInitialHandle) return IsOpen(i.root, globals_too);
  return i.handle_kind == Instance::kOpened && Open(i.handle, globals_too);
}

bool Terms::OpenWhat(WhatId id) const {
  const What& what = whats[id];
  switch (what.kind) {
    case What::kAddress:
      if (what.number != 0) return false;
      [[fallthrough]];
    case What::kInitial:
      return IsOpen(what.root, /*globals_too=*/false);
    case What::kSource:
    case What::kHandle:
      return Open(what.id, /*globals_too=*/false);
    case What::kText:
      return HasInitial(what.id, /*globals_too=*/false);
    default:
      return false;
  }
}

TransformsId Terms::Append(TransformsId first, TransformsId then) {
  if (first == kNoTransforms) return then;
  if (then == kNoTransforms) return first;
  std::vector<uint8_t> all = transforms[first];
  for (uint8_t kind : transforms[then]) {
    // A loop does the same step again.
    if (all.back() != kind && all.size() < kMaxTransforms) all.push_back(kind);
  }
  return transforms.Id(all);
}

TransformsId Terms::OneTransform(TransformKind kind) {
  if (kind == TRANSFORM_KIND_UNSPECIFIED) return kNoTransforms;
  return transforms.Id({static_cast<uint8_t>(kind)});
}

ConditionId Terms::Both(ConditionId a, ConditionId b) {
  if (a == b || b == kNoCondition) return a;
  if (a == kNoCondition) return b;
  Condition all = conditions[a];
  const Condition& other = conditions[b];
  all.insert(all.end(), other.begin(), other.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  // Requiring less is always right.
  if (all.size() > kMaxRequirements) all.resize(kMaxRequirements);
  return conditions.Id(all);
}

Mode Terms::Below(Mode mode, PathId below) {
  if (mode <= kDeep) return mode;
  std::vector<PathId> left;
  const std::vector<PathId> except = excepts[mode - kDeep];
  for (PathId path : except) {
    if (program_.paths().Align(path, below).match == Match::kExact) return kNothing;
    Alignment under = program_.paths().Align(below, path);
    if (under.match == Match::kExact) left.push_back(under.rest);
  }
  std::sort(left.begin(), left.end());
  return kDeep + excepts.Id(left);
}

Mode Terms::Without(Mode mode, const std::vector<PathId>& paths) {
  if (paths.empty() || mode == kShallow) return mode;
  std::vector<PathId> all = excepts[mode - kDeep];
  all.insert(all.end(), paths.begin(), paths.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  // Excepting less is always right.
  if (all.size() > kMaxExcepts) all.resize(kMaxExcepts);
  return kDeep + excepts.Id(all);
}

}  // namespace pedigree::link
