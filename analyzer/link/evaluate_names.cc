// How the evaluator names things: texts, and the sites' uses that carry them.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/link/evaluate.h"

namespace pedigree::link {
namespace {

// Names that one text may have, and uses that one site may have in one context.
constexpr size_t kMaxTexts = 8;
constexpr size_t kMaxInstances = 16;
constexpr int kMaxFinish = 4;

// Whether every place that `path` names is one that `other` names: argv[1] is one of argv[i].
bool Covers(std::span<const Step> other, std::span<const Step> path) {
  size_t i = 0, j = 0;
  for (; i < other.size(); ++i) {
    const Step& o = other[i];
    const bool same = j < path.size() && path[j] == o;
    const bool index = o.any && (o.kind == Step::kElement || o.kind == Step::kOffset);
    const bool one = index && j < path.size() && path[j].kind == o.kind && !path[j].any;
    if (same || one) {
      ++j;
    } else if (!index || o.kind != Step::kOffset || o.other_offset()) {  // p is p[0]
      return false;
    }
  }
  return j == path.size();
}

void AddUnique(std::vector<uint32_t>* all, uint32_t id) {
  if (std::find(all->begin(), all->end(), id) == all->end()) all->push_back(id);
}

// The text of a null pointer.
constexpr char kNoText[] = "{null}";

}  // namespace

std::vector<TextId> Evaluator::Product(const std::vector<std::vector<TextId>>& parts) {
  std::vector<TextId> all = {terms_.Literal("")};
  for (const std::vector<TextId>& alternatives : parts) {
    if (all.size() * alternatives.size() > kMaxTexts) return {terms_.Hole("{*}")};
    std::vector<TextId> longer;
    for (TextId head : all) {
      for (TextId tail : alternatives) AddUnique(&longer, terms_.Concat(head, tail));
    }
    all = std::move(longer);
  }
  return all;
}

bool Evaluator::Missing() {
  if (!incomplete_ || settled_) return true;
  if (!stack_.empty()) stack_.back()->left_out = true;
  return false;
}

std::vector<TextId> Evaluator::TextsOf(const LeafSet& leaves) {
  std::vector<TextId> texts;
  const auto covered = [&](const What& what) {
    for (size_t i = 0; i < leaves.size(); ++i) {
      const What& other = terms_.whats[leaves[i].what];
      if (other.kind != What::kInitial || other.root != what.root || other.path == what.path ||
          other.id != what.id || leaves[i].quality.subtype > IDENTITY) {
        continue;
      }
      if (Covers(paths_.steps(other.path), paths_.steps(what.path))) return true;
    }
    return false;
  };
  bool beside_text = false, null = false;
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].quality.indirect()) continue;
    const What& what = terms_.whats[leaves[i].what];
    beside_text |=
        what.kind == What::kText || what.kind == What::kInitial || what.kind == What::kSource;
    null |= what.kind == What::kNumber && what.id == What::kNullPointer;
  }
  for (size_t i = 0; i < leaves.size(); ++i) {
    const Leaf leaf = leaves[i];
    if (leaf.quality.indirect()) continue;
    const What& what = terms_.whats[leaf.what];
    const bool same = leaf.quality.subtype <= IDENTITY;
    if (what.kind == What::kInitial && same && covered(what)) continue;
    switch (what.kind) {
      case What::kText:
        AddUnique(&texts, same ? what.id : terms_.Hole("{?}"));
        break;
      case What::kNumber:
        // Beside texts it is what makes a buffer empty, `name[0] = 0`. A null pointer is no text.
        if (what.id == What::kNullPointer || (what.number == 0 && beside_text)) break;
        AddUnique(&texts, same && what.id != What::kAnyNumber
                              ? terms_.Literal(std::to_string(what.number))
                              : terms_.Hole("{?}"));
        break;
      case What::kInitial:
        AddUnique(&texts, same && what.mode == kShallow
                              ? terms_.OfOption(terms_.InitialText(what.root, what.path), what.id,
                                                /*piece=*/false)
                              : terms_.Hole("{?}"));
        break;
      case What::kSource: {
        // What the environment says stands in the name as a hole of its own.
        const Instance& read = terms_.instances[what.id];
        const bool environment = same && read.ns != kNone && read.name != kNone &&
                                 terms_.Show(read.ns) == "env" && !terms_.HasHole(read.name);
        AddUnique(&texts, terms_.Hole(environment ? "{env:" + terms_.Show(read.name) + "}"
                                                  : std::string("{?}")));
        break;
      }
      default:
        break;
    }
  }
  if (texts.empty() && Missing()) texts.push_back(terms_.Hole(null ? kNoText : "{?}"));
  // Any name (of a folder's entry): that it is read says no more.
  if (std::find(texts.begin(), texts.end(), terms_.Literal("*")) != texts.end()) {
    std::erase(texts, terms_.Hole("{?}"));
  }
  if (texts.size() > kMaxTexts) return {terms_.Hole("{*}")};
  return texts;
}

std::vector<TextId> Evaluator::WithoutEmpty(std::vector<TextId> names) {
  // Nothing has an empty name: it stands for an option that was not given.
  const TextId empty = terms_.Literal("");
  if (names.size() > 1) std::erase(names, empty);
  return names;
}

std::vector<TextId> Evaluator::OfOption(std::vector<TextId> texts, SymbolId option, bool piece) {
  if (option == kNone) return texts;
  std::vector<TextId> named;
  for (const TextId text : texts) AddUnique(&named, terms_.OfOption(text, option, piece));
  return named;
}

std::vector<TextId> Evaluator::Texts(FunctionId f, uint32_t text) {
  const Body& body = program_.body(f);
  std::vector<std::vector<TextId>> parts;
  for (const TextTemplate::Part& part : body.proto().text(text).part()) {
    if (part.literal() != 0) {
      parts.push_back({terms_.Literal(body.text(part.literal()))});
      continue;
    }
    const SymbolId option = part.option() == 0 ? kNone : body.symbol(part.option());
    if (part.set() == 0 && option != kNone) {
      parts.push_back({terms_.OfOption(terms_.Hole("{argv:*}"), option, part.piece())});
      continue;
    }
    std::vector<TextId> texts = TextsOf(
        Holes(Eval({.kind = Query::kSet, .function = f, .a = part.set(), .point = kSomewhere})));
    // A null pointer is a name at most by itself.
    if (body.proto().text(text).part_size() > 1) {
      std::replace(texts.begin(), texts.end(), terms_.Hole(kNoText), terms_.Hole("{?}"));
    }
    parts.push_back(OfOption(std::move(texts), option, part.piece()));
  }
  return Product(parts);
}

LeafSet Evaluator::Holes(const LeafSet& leaves) {
  absl::flat_hash_set<std::pair<Root, PathId>> pointers, later, arrays;
  for (size_t i = 0; i < leaves.size(); ++i) {
    const What& what = terms_.whats[leaves[i].what];
    if (what.kind != What::kInitial) continue;
    pointers.insert({what.root, paths_.Pointee(what.path)});
    if (paths_.ends_in_element(what.path)) arrays.insert({what.root, paths_.parent(what.path)});
    // What is there at any time is there on entry, too.
    Root entry = what.root;
    entry.later = false;
    if (what.root.later) later.insert({entry, what.path});
  }
  LeafSet holes;
  for (size_t i = 0; i < leaves.size(); ++i) {
    const What& what = terms_.whats[leaves[i].what];
    const std::pair<Root, PathId> place{what.root, what.path};
    if (what.kind == What::kInitial &&
        (pointers.contains(place) || later.contains(place) || arrays.contains(place))) {
      continue;
    }
    holes.Add(leaves[i], hops_);
  }
  return holes;
}

LeafSet Evaluator::Fill(FunctionId callee, Root root, PathId path, CallSite at) {
  LeafSet pointer, pointed;
  auto look = [&](PathId p, LeafSet* out) {
    Substitute(callee, terms_.whats.Id({.kind = What::kInitial, .root = root, .path = p}), at, {},
               out);
  };
  look(path, &pointer);
  look(paths_.Pointee(path), &pointed);
  // The first character of a buffer stands for all of it.
  if (paths_.ends_in_element(path)) look(paths_.parent(path), &pointer);
  // A pointer to a buffer of the caller's: the text is the buffer's as a whole.
  for (size_t i = 0; i < pointer.size(); ++i) {
    const What what = terms_.whats[pointer[i].what];
    if (what.kind != What::kAddress) continue;
    if (!paths_.ends_in_element(what.path)) continue;
    const LeafSet& held = Eval({.kind = Query::kCell,
                                .function = at.function,
                                .point = AtCall(at.call),
                                .root = what.root,
                                .cell = paths_.parent(what.path)});
    for (size_t j = 0; j < held.size(); ++j) pointed.Add(held[j], hops_);
  }
  // A text of which single characters were stored is none of those it was put together of.
  bool spelt = false, own = false;
  for (size_t i = 0; i < pointed.size(); ++i) {
    const What& what = terms_.whats[pointed[i].what];
    spelt |= what.kind == What::kNumber && what.number != 0 && !pointed[i].quality.indirect();
  }
  for (size_t i = 0; i < pointer.size(); ++i) {
    const What& what = terms_.whats[pointer[i].what];
    own |= what.kind == What::kAddress && what.root.own();
  }
  if (spelt) {
    LeafSet changed;
    for (size_t i = 0; i < pointed.size(); ++i) {
      Leaf leaf = pointed[i];
      const What::Kind kind = terms_.whats[leaf.what].kind;
      if (kind == What::kText || kind == What::kNumber || (kind == What::kInitial && own)) {
        leaf.quality = Compose(leaf.quality, OfStep(TRANSFORMATION, EXACT));
      }
      changed.Add(leaf, hops_);
    }
    pointed = std::move(changed);
  }
  absl::flat_hash_set<std::pair<Root, PathId>> behind;
  for (size_t i = 0; i < pointed.size(); ++i) {
    const What& what = terms_.whats[pointed[i].what];
    if (what.kind == What::kInitial) behind.insert({what.root, what.path});
  }
  LeafSet filled;
  for (size_t i = 0; i < pointer.size(); ++i) {
    const What& what = terms_.whats[pointer[i].what];
    if (what.kind == What::kAddress) continue;
    // What a pointer pointed to before the caller wrote there is no more.
    if (what.kind == What::kInitial && !pointed.empty() &&
        !behind.contains({what.root, paths_.Pointee(what.path)})) {
      continue;
    }
    filled.Add(pointer[i], hops_);
  }
  for (size_t i = 0; i < pointed.size(); ++i) {
    if (terms_.whats[pointed[i].what].kind != What::kAddress) filled.Add(pointed[i], hops_);
  }
  return Holes(filled);
}

PathId Evaluator::Bound(FunctionId callee, PathId path, CallSite at) {
  if (!paths_.named(path)) return path;
  PathId bound = kEmptyPath;
  for (const Step& step : paths_.steps(path)) {
    const bool own = step.named() && step.named_by() == callee;
    bound = paths_.Extend(bound, own ? ElementGiven(step, at) : step);
  }
  return bound;
}

const Evaluator::Group& Evaluator::Bound(FunctionId callee, const Group& group, CallSite at,
                                         Group* bound) {
  if (!group.named) return group;
  *bound = group;
  for (PathId& path : bound->changed) path = Bound(callee, path, at);
  return *bound;
}

Step Evaluator::ElementGiven(const Step& named, CallSite at) {
  const std::tuple key(named.value, at.function, at.call);
  if (const auto it = elements_given_.find(key); it != elements_given_.end()) return it->second;
  const bool incomplete = incomplete_;
  incomplete_ = false;
  const LeafSet given = Fill(named.named_by(), {Root::kParam, named.parameter()},
                             named.behind() ? paths_.Pointee(kEmptyPath) : kEmptyPath, at);
  const bool grows = incomplete_;
  incomplete_ |= incomplete;
  // More may come.
  if (grows || stopped_) return kAnyElementStep;
  const PathId pointee = paths_.Pointee(kEmptyPath);
  const auto of_text = [&](PathId path) {
    const std::span<const Step> steps = paths_.steps(path);
    return path == kEmptyPath || path == pointee ||
           (steps.size() == 2 && steps[0].kind == Step::kOffset && steps[0].any &&
            steps[1].kind == Step::kPointee);
  };
  std::optional<Step> element;
  for (size_t i = 0; i < given.size(); ++i) {
    const What what = terms_.whats[given[i].what];
    if (given[i].quality.indirect() || what.kind == What::kType) continue;
    Step one = kAnyElementStep;
    if (given[i].quality.subtype > IDENTITY || given[i].condition != kNoCondition ||
        what.mode != kShallow) {
      // Any.
    } else if (what.kind == What::kText) {
      const Text& text = terms_.texts[what.id];
      if (text.size() == 1 && text[0].kind == TextPart::kLiteral) {
        one = {Step::kKey, false, text[0].text};
      }
    } else if (what.kind == What::kInitial && what.root.kind == Root::kParam && !what.root.later) {
      if (of_text(what.path) && what.root.index <= Step::kMaxParameter) {
        bool behind = what.path == pointee;
        // A string's characters, and the pointer to them.
        if (element && element->named() && element->parameter() == what.root.index) {
          behind &= element->behind();
          element.reset();
        }
        one = Step::Named(at.function, what.root.index, behind);
      }
    }
    if (element && *element != one) one = kAnyElementStep;
    element = one;
  }
  const Step found = element.value_or(kAnyElementStep);
  if (!finding_aliases_) elements_given_[key] = found;
  return found;
}

SymbolId Evaluator::OptionOf(PathId path) {
  const std::span<const Step> steps = paths_.steps(path);
  for (size_t i = steps.size(); i-- > 0;) {
    const Step& step = steps[i];
    if (step.kind == Step::kKey) {
      const std::string_view key = program_.symbol_text(static_cast<SymbolId>(step.value));
      const size_t name = key.find_first_not_of('-');
      return name == key.npos ? kNone : program_.Intern(key.substr(name));
    }
    // One of those that a field holds in their order.
    if (step.kind == Step::kElement && !step.any && i > 0 && steps[i - 1].kind == Step::kField) {
      const auto label = static_cast<SymbolId>(steps[i - 1].value);
      return program_.Intern(fmt::format("@{}[{}]", program_.FieldName(label), step.value));
    }
  }
  return kNone;
}

WhatId Evaluator::KeptUnder(SymbolId option, WhatId id) {
  What what = terms_.whats[id];
  if (what.kind == What::kText) {
    what.id = terms_.OfOption(what.id, option, /*piece=*/false);
  } else if (what.kind == What::kInitial && what.root.kind != Root::kGlobal &&
             what.mode == kShallow && what.id == kNone) {
    what.id = option;
  } else {
    return id;
  }
  return terms_.whats.Id(what);
}

std::vector<TextId> Evaluator::SubstituteText(FunctionId callee, TextId text, CallSite at) {
  if (text == kNone) return {kNone};
  bool same = true;
  std::vector<std::vector<TextId>> parts;
  for (const TextPart& part : terms_.texts[text]) {
    if (part.kind != TextPart::kInitial) {
      parts.push_back({terms_.texts.Id({part})});
      continue;
    }
    same = false;
    parts.push_back(
        OfOption(TextsOf(Fill(callee, part.root, part.path, at)), part.option, part.piece));
  }
  if (same) return {text};
  return Product(parts);
}

std::vector<InstanceId> Evaluator::SubstituteInstance(FunctionId callee, InstanceId id,
                                                      CallSite at) {
  if (!terms_.Open(id, /*globals_too=*/true)) return {id};
  const Instance instance = terms_.instances[id];
  std::vector<Instance> all = {instance};
  auto vary = [&](TextId Instance::* field) {
    std::vector<Instance> varied;
    std::vector<TextId> texts = SubstituteText(callee, instance.*field, at);
    if (field == &Instance::name) texts = WithoutEmpty(std::move(texts));
    for (TextId text : texts) {
      for (Instance i : all) {
        i.*field = text;
        varied.push_back(i);
      }
    }
    if (varied.size() <= kMaxInstances) {
      all = std::move(varied);
    } else {
      for (Instance& i : all) i.*field = terms_.Hole("{*}");
    }
  };
  vary(&Instance::ns);
  vary(&Instance::name);
  vary(&Instance::sql);
  vary(&Instance::column);

  std::vector<Instance> handles;
  if (instance.handle_kind == Instance::kOpened) {
    for (InstanceId handle : SubstituteInstance(callee, instance.handle, at)) {
      Instance h;
      h.handle_kind = Instance::kOpened;
      h.handle = handle;
      handles.push_back(h);
    }
  } else if (instance.handle_kind == Instance::kInitialHandle) {
    const LeafSet there = Fill(callee, instance.root, instance.path, at);
    // An object that nothing opened (a stream of memory) touches no asset. A pointer, or what an
    // unknown function may have made, is another matter.
    bool lost = instance.path == kEmptyPath;
    for (size_t i = 0; i < there.size(); ++i) {
      if (there[i].quality.indirect()) continue;
      const What& what = terms_.whats[there[i].what];
      lost |= there[i].quality.confidence >= ASSUMED || what.kind == What::kAddress;
      Instance h;
      if (what.kind == What::kHandle) {
        h.handle_kind = Instance::kOpened;
        h.handle = what.id;
      } else if (what.kind == What::kInitial) {
        h.handle_kind = Instance::kInitialHandle;
        h.root = what.root;
        h.path = what.path;
      } else if (IsStandard(instance, what)) {
        h.handle_kind = Instance::kStandard;
        h.handle = static_cast<uint32_t>(what.number);
      } else {
        continue;
      }
      handles.push_back(h);
    }
    if (handles.empty() && lost && Missing()) {
      Instance h;
      h.handle_kind = Instance::kUnknownHandle;
      handles.push_back(h);
    }
  } else {
    handles.push_back(instance);
  }
  std::vector<InstanceId> ids;
  for (const Instance& h : handles) {
    for (Instance i : all) {
      i.handle_kind = h.handle_kind;
      i.handle = h.handle;
      i.root = h.root;
      i.path = h.path;
      AddUnique(&ids, terms_.instances.Id(i));
    }
  }
  return ids;
}

bool Evaluator::IsStandard(const Instance& instance, const What& what) {
  if (what.kind != What::kNumber || what.number < 0 || what.number > 2) return false;
  const Site& site = program_.body(instance.function).proto().site(instance.site);
  // Nobody writes where only reading is; 0 is what a variable holds that no file was opened for.
  return site.numbered() && (site.kind() != Site::WRITE || what.number != 0);
}

void Evaluator::ComputeSite(Node& node) {
  const FunctionId f = node.query.function;
  const Body& body = program_.body(f);
  const Site& site = body.proto().site(node.query.a);
  auto texts = [&](uint32_t index) {
    return index == 0 ? std::vector<TextId>{kNone} : Texts(f, index - 1);
  };
  struct Handle {
    Instance::HandleKind kind = Instance::kNoHandle;
    InstanceId id = kNone;
    Root root;
    PathId path = kEmptyPath;
    uint8_t confidence = EXACT;
    ConditionId condition = kNoCondition;
  };
  std::vector<Handle> handles;
  for (uint32_t set : {site.handle(), site.parent()}) {
    if (set == 0) continue;
    const LeafSet values =
        Holes(Eval({.kind = Query::kSet, .function = f, .a = set, .point = kSomewhere}));
    for (size_t i = 0; i < values.size(); ++i) {
      const Leaf leaf = values[i];
      if (leaf.quality.indirect()) continue;
      const What& what = terms_.whats[leaf.what];
      if (what.kind == What::kHandle) {
        handles.push_back(
            {Instance::kOpened, what.id, {}, kEmptyPath, leaf.quality.confidence, leaf.condition});
      } else if (what.kind == What::kInitial) {
        handles.push_back({Instance::kInitialHandle, kNone, what.root, what.path,
                           leaf.quality.confidence, leaf.condition});
      } else if (IsStandard({.function = f, .site = node.query.a}, what)) {
        handles.push_back({Instance::kStandard,
                           static_cast<uint32_t>(what.number),
                           {},
                           kEmptyPath,
                           leaf.quality.confidence,
                           leaf.condition});
      }
    }
  }
  const bool asked = site.handle() != 0 || site.parent() != 0;
  if (handles.empty() && (!asked || Missing())) {
    // A site that touches an asset by neither name nor handle has lost its handle.
    const bool lost = asked || (site.name() == 0 && site.sql() == 0 && site.kind() != Site::OPEN);
    Handle none;
    none.kind = lost ? Instance::kUnknownHandle : Instance::kNoHandle;
    handles.push_back(none);
  }
  const std::vector<TextId> ns = texts(site.namespace_()), name = WithoutEmpty(texts(site.name())),
                            sql = texts(site.sql()), column = texts(site.column());
  for (const Handle& handle : handles) {
    for (TextId n : ns) {
      for (TextId m : name) {
        for (TextId s : sql) {
          for (TextId c : column) {
            Instance instance;
            instance.function = f;
            instance.site = node.query.a;
            instance.ns = n;
            instance.name = m;
            instance.sql = s;
            instance.column = c;
            instance.handle_kind = handle.kind;
            instance.handle = handle.id;
            instance.root = handle.root;
            instance.path = handle.path;
            Leaf leaf;
            leaf.what =
                terms_.whats.Id({.kind = What::kHandle, .id = terms_.instances.Id(instance)});
            leaf.quality = {IDENTITY, handle.confidence};
            leaf.condition = handle.condition;
            Add(node, leaf);
          }
        }
      }
    }
  }
}

TextId Evaluator::RootHole(FunctionId f, Root root, PathId path) {
  const FunctionInfo& info = program_.info(f);
  std::span<const Step> steps = paths_.steps(path);
  if (info.main && root == Root{Root::kParam, 1} && !steps.empty()) {
    const Step& first = steps[0];
    if (first.kind == Step::kPointee) return terms_.Hole("{argv:0}");
    if (first.any) return terms_.Hole("{argv:*}");
    return terms_.Hole(fmt::format("{{argv:{}}}", first.value));
  }
  const Body& body = program_.body(f);
  std::string name = "this";
  if (root.kind == Root::kParam) {
    name = std::to_string(root.index);
    if (root.index < static_cast<uint32_t>(body.proto().parameter_name_size())) {
      const std::string_view known = body.text(body.proto().parameter_name(root.index));
      if (!known.empty()) name = known;
    }
  }
  for (const Step& step : steps) {
    if (step.kind != Step::kField && (step.kind != Step::kKey || step.any)) continue;
    name += fmt::format(".{}", program_.FieldName(static_cast<SymbolId>(step.value)));
  }
  return terms_.Hole(fmt::format("{{param:{}/{}}}", info.name, name));
}

std::vector<TextId> Evaluator::FinishText(FunctionId f, TextId text) {
  if (text == kNone) return {kNone};
  // What a global holds, or the buffer that it points to.
  const auto stored = [&](uint32_t global, PathId path) {
    LeafSet held;
    const auto add = [&](const LeafSet& leaves) {
      for (size_t i = 0; i < leaves.size(); ++i) {
        if (terms_.whats[leaves[i].what].kind != What::kAddress) held.Add(leaves[i], hops_);
      }
    };
    // As it is asked where names are, with the objects of functions that are pointed to.
    const LeafSet& there =
        Eval({.kind = Query::kGlobal, .a = global, .point = kSomewhere, .path = path});
    std::vector<What> pointers;
    for (size_t i = 0; i < there.size(); ++i) {
      const What& what = terms_.whats[there[i].what];
      if (what.kind == What::kAddress) pointers.push_back(what);
    }
    add(there);
    for (const What& to : pointers) {
      const std::span<const Step> steps = paths_.steps(to.path);
      const bool element = !steps.empty() && steps.back().kind == Step::kElement;
      const bool buffer = to.root.kind == Root::kGlobal && element;
      add(Eval(
          buffer ? Query{.kind = Query::kGlobal, .a = to.root.index, .path = paths_.parent(to.path)}
                 : Query{.kind = Query::kGlobal, .a = global, .path = paths_.Pointee(path)}));
      // Memory that a function has allocated: what is there when it calls others, or returns.
      if (to.number == 0) continue;
      const auto maker = static_cast<FunctionId>(to.number - 1);
      const auto add_at = [&](Point point) {
        const LeafSet& left = Eval({.kind = Query::kCell,
                                    .function = maker,
                                    .point = point,
                                    .root = to.root,
                                    .cell = element ? paths_.parent(to.path) : to.path});
        for (size_t i = 0; i < left.size(); ++i) {
          const LeafSet& closed = Close(maker, left[i].what);
          for (size_t j = 0; j < closed.size(); ++j) {
            Leaf leaf = closed[j];
            leaf.quality = Compose(left[i].quality, leaf.quality);
            if (terms_.whats[leaf.what].kind != What::kAddress) held.Add(leaf, hops_);
          }
        }
      };
      add_at(kExit);
      const Body& body = program_.body(maker);
      for (int c = 0; c < body.proto().call_size(); ++c) {
        const auto& listed = body.proto().call(c).memory();
        if (std::any_of(listed.begin(), listed.end(),
                        [&](const Memory& m) { return body.root(m.base()) == to.root; })) {
          add_at(AtCall(c));
        }
      }
    }
    return Holes(held);
  };
  std::vector<TextId> open = {text};
  for (int round = 0; round < kMaxFinish; ++round) {
    std::vector<TextId> next;
    bool again = false;
    for (TextId t : open) {
      std::vector<std::vector<TextId>> parts;
      for (const TextPart& part : terms_.texts[t]) {
        if (part.kind != TextPart::kInitial) {
          parts.push_back({terms_.texts.Id({part})});
        } else if (part.root.kind == Root::kGlobal) {
          again = true;
          parts.push_back(
              OfOption(TextsOf(stored(part.root.index, part.path)), part.option, part.piece));
        } else {
          parts.push_back(OfOption({RootHole(f, part.root, part.path)}, part.option, part.piece));
        }
      }
      for (TextId finished : Product(parts)) AddUnique(&next, finished);
    }
    open = std::move(next);
    if (!again) return open;
  }
  // Globals that name each other.
  return {terms_.Hole("{?}")};
}

std::vector<InstanceId> Evaluator::FinishInstance(FunctionId f, InstanceId id) {
  const Instance instance = terms_.instances[id];
  std::vector<std::pair<Instance::HandleKind, InstanceId>> handles;
  if (instance.handle_kind == Instance::kOpened) {
    for (InstanceId handle : FinishInstance(f, instance.handle)) {
      handles.emplace_back(Instance::kOpened, handle);
    }
  } else if (instance.handle_kind == Instance::kInitialHandle) {
    if (instance.root.kind == Root::kGlobal) {
      const LeafSet& held =
          Eval({.kind = Query::kGlobal, .a = instance.root.index, .path = instance.path});
      for (size_t i = 0; i < held.size(); ++i) {
        const What what = terms_.whats[held[i].what];
        if (held[i].quality.indirect()) continue;
        if (IsStandard(instance, what)) {
          handles.emplace_back(Instance::kStandard, static_cast<uint32_t>(what.number));
        }
        if (what.kind != What::kHandle) continue;
        // Opened in terms of globals, at most: those of the open itself are not followed again.
        handles.emplace_back(Instance::kOpened, what.id);
      }
    }
    if (handles.empty() && Missing()) handles.emplace_back(Instance::kUnknownHandle, kNone);
  } else {
    handles.emplace_back(instance.handle_kind, instance.handle);
  }
  std::vector<InstanceId> ids;
  for (const auto& [kind, handle] : handles) {
    for (TextId ns : FinishText(f, instance.ns)) {
      for (TextId name : WithoutEmpty(FinishText(f, instance.name))) {
        if (name == terms_.Hole(kNoText)) {
          // No file is opened by a null pointer; elsewhere it may stand for what is there anyway.
          if (ns == terms_.Literal("file")) continue;
          name = terms_.Hole("{?}");
        }
        for (TextId sql : FinishText(f, instance.sql)) {
          for (TextId column : FinishText(f, instance.column)) {
            Instance i = instance;
            i.ns = ns;
            i.name = name;
            i.sql = sql;
            i.column = column;
            i.handle_kind = kind;
            i.handle = handle;
            i.root = {};
            i.path = kEmptyPath;
            if (ids.size() < kMaxInstances) AddUnique(&ids, terms_.instances.Id(i));
          }
        }
      }
    }
  }
  return ids;
}

}  // namespace pedigree::link
