#include "analyzer/link/program.h"

#include <fmt/format.h>

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "analyzer/fragment/packed.h"
#include "analyzer/fragment/wire.h"

namespace pedigree::link {
namespace {

// Fields of submessages that the index needs.
struct BaseFields {
  uint64_t kind = 0, symbol = 0, name = 0, internal = 0;
};

BaseFields ReadBase(std::string_view bytes) {
  BaseFields base;
  for (WireReader r(bytes); r.Next();) {
    if (r.field == Base::kKindFieldNumber) base.kind = r.number;
    if (r.field == Base::kSymbolFieldNumber) base.symbol = r.number;
    if (r.field == Base::kNameFieldNumber) base.name = r.number;
    if (r.field == Base::kInternalFieldNumber) base.internal = r.number;
  }
  return base;
}

// Whether a parameter names the element.
bool IsNamed(const PathNode& node) {
  return node.step() == PathNode::ELEMENT && node.any() && node.index() > 0;
}

}  // namespace

SymbolId Body::symbol(uint32_t string) const { return program_->Symbol(fragment_number_, string); }

absl::StatusOr<std::unique_ptr<Program>> Program::Make(std::vector<NamedFragment> files) {
  auto program = std::make_unique<Program>();
  program->files_ = std::move(files);
  for (const NamedFragment& file : program->files_) {
    absl::StatusOr<std::vector<FragmentIndex>> read = ReadFragments(file);
    if (!read.ok()) return read.status();
    for (FragmentIndex& fragment : *read) program->fragments_.push_back(std::move(fragment));
  }
  // One order, whatever order they came in; a unit given twice is one.
  std::vector<FragmentIndex>& all = program->fragments_;
  std::sort(all.begin(), all.end(), [](const FragmentIndex& a, const FragmentIndex& b) {
    return a.source != b.source ? a.source < b.source : a.bytes < b.bytes;
  });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const FragmentIndex& a, const FragmentIndex& b) {
                          return a.source == b.source && a.bytes == b.bytes;
                        }),
            all.end());
  program->fragment_symbols_.resize(all.size());
  program->fragment_paths_.resize(all.size());
  program->fragment_named_.resize(all.size());
  for (uint32_t i = 0; i < all.size(); ++i) {
    absl::Status status = program->Index(i);
    if (!status.ok()) return status;
  }
  program->ChooseForms();
  for (FunctionId f = 0; f < program->functions_.size(); ++f) {
    for (SymbolId symbol : program->mentions(f)) {
      FunctionId target = program->Resolve(f, symbol);
      if (target != kNone) program->functions_[target].address_taken = true;
    }
  }
  for (auto* map : {&program->overriders_, &program->overridden_}) {
    for (auto& [symbol, list] : *map) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
  }
  return program;
}

SymbolId Program::Intern(std::string_view text) {
  auto it = symbol_ids_.find(text);
  if (it != symbol_ids_.end()) return it->second;
  const SymbolId id = symbols_.size();
  symbols_.push_back(own_symbols_.emplace_back(text));
  symbol_ids_.emplace(symbols_.back(), id);
  definitions_.push_back(kNone);
  return id;
}

SymbolId Program::Symbol(uint32_t fragment, uint32_t string) {
  std::vector<SymbolId>& known = fragment_symbols_[fragment];
  if (known.empty()) known.resize(fragments_[fragment].strings.size(), kNone);
  if (string >= known.size()) return kNone;
  if (known[string] != kNone) return known[string];
  // Unlike Intern, keeps a view into the fragment.
  const std::string_view text = fragments_[fragment].strings[string];
  auto [it, inserted] = symbol_ids_.try_emplace(text, static_cast<SymbolId>(symbols_.size()));
  if (inserted) {
    symbols_.push_back(text);
    definitions_.push_back(kNone);
  }
  return known[string] = it->second;
}

GlobalId Program::Global(uint32_t fragment, SymbolId symbol, bool internal, std::string_view name) {
  auto [it, inserted] = global_ids_.try_emplace({internal ? fragment : kNone, symbol},
                                                static_cast<GlobalId>(global_names_.size()));
  if (inserted) {
    global_names_.push_back(name);
    users_.emplace_back();
  }
  return it->second;
}

absl::Status Program::Index(uint32_t fragment) {
  const std::vector<std::string_view>& functions = fragments_[fragment].functions;
  for (uint32_t i = 0; i < functions.size(); ++i) {
    if (!IndexFunction(fragment, i)) {
      return absl::InvalidArgumentError(
          fmt::format("{}: not a Pedigree fragment: a function of {} is damaged",
                      fragments_[fragment].file, fragments_[fragment].source));
    }
  }
  AddClasses(fragment);
  AddNumbers(fragment);
  for (const PathNode& node : fragments_[fragment].paths) {
    if (node.column()) columns_.insert(Symbol(fragment, node.label()));
    if (node.step() == PathNode::FIELD && !node.any()) {
      paths_.MayPoint({Step::kField, false, Symbol(fragment, node.label())});
    }
  }
  return absl::OkStatus();
}

bool Program::IndexFunction(uint32_t fragment, uint32_t number) {
  const size_t strings = fragments_[fragment].strings.size();
  const std::string_view bytes = fragments_[fragment].functions[number];
  FunctionInfo info;
  info.fragment = fragment;
  info.number = number;
  uint64_t symbol = 0, name = 0, alias = 0;
  std::vector<std::string_view> bases, values, calls;
  std::vector<GivenNumber> given;
  WireReader r(bytes);
  while (r.Next()) {
    switch (r.field) {
      case Function::kSymbolFieldNumber:
        symbol = r.number;
        break;
      case Function::kNameFieldNumber:
        name = r.number;
        break;
      case Function::kLinkageFieldNumber:
        info.linkage = static_cast<Function::Linkage>(r.number);
        break;
      case Function::kBodyHashFieldNumber:
        info.body_hash = r.number;
        break;
      case Function::kParametersFieldNumber:
        info.parameters = r.number;
        break;
      case Function::kMethodFieldNumber:
        info.method = r.number != 0;
        break;
      case Function::kMainFieldNumber:
        info.main = r.number != 0;
        break;
      case Function::kInitializerFieldNumber:
        info.initializer = r.number != 0;
        break;
      case Function::kAnyTimeFieldNumber:
        info.any_time = r.number != 0;
        break;
      case Function::kBaseFieldNumber:
        bases.push_back(r.bytes);
        break;
      case Function::kValueFieldNumber:
        values.push_back(r.bytes);
        break;
      case Function::kCallFieldNumber:
        calls.push_back(r.bytes);
        break;
      case Function::kSiteFieldNumber:
        info.has_sites = true;
        break;
      case Function::kAliasFieldNumber:
        alias = r.number;
        break;
      case Function::kGivenFieldNumber: {
        GivenNumber& one = given.emplace_back();
        if (!one.ParseFromArray(r.bytes.data(), static_cast<int>(r.bytes.size())) ||
            one.symbol() >= strings) {
          return false;
        }
        break;
      }
      case Function::kGapFieldNumber:
        info.has_gap = true;
        break;
      case Function::kWidenedFieldNumber:
        info.widened = r.number != 0;
        break;
      case Function::kThrowsFieldNumber:
        info.throws = r.number != 0;
        break;
      default:
        break;
    }
  }
  if (r.failed() || symbol >= strings || name >= strings || alias >= strings) return false;
  if (info.main && (with_main_.empty() || with_main_.back() != fragment)) {
    with_main_.push_back(fragment);
  }
  info.plain = info.symbol = Symbol(fragment, symbol);
  if (alias != 0) {
    info.symbol = Intern(fmt::format("{}{}", fragments_[fragment].strings[symbol],
                                     fragments_[fragment].strings[alias]));
  }
  info.name = fragments_[fragment].strings[name];

  // One body serves a symbol: the first in the fragments' order.
  const FunctionId id = functions_.size();
  if (info.linkage == Function::INTERNAL) {
    if (!internal_.try_emplace({fragment, info.symbol}, id).second) return true;
  } else {
    if (const FunctionId taken = definitions_[info.symbol]; taken != kNone) {
      const uint64_t hash = functions_[taken].body_hash;
      if (alias == 0 && hash != 0 && info.body_hash != 0 && hash != info.body_hash) {
        duplicates_.push_back({taken, fragment});
      }
      return true;
    }
    definitions_[info.symbol] = id;
  }

  if (!given.empty()) {
    info.main = false;  // until it is chosen
    Form& form = forms_.emplace_back(Form{id, {}});
    for (const GivenNumber& one : given) {
      form.given.emplace_back(Symbol(fragment, one.symbol()), one);
    }
  }

  info.globals_begin = globals_.size();
  for (std::string_view base : bases) {
    const BaseFields b = ReadBase(base);
    if (b.kind != Base::GLOBAL) continue;
    if (b.symbol >= strings || b.name >= strings) return false;
    GlobalId global = Global(fragment, Symbol(fragment, b.symbol), b.internal != 0,
                             fragments_[fragment].strings[b.name]);
    globals_.push_back(global);
    if (users_[global].empty() || users_[global].back() != id) users_[global].push_back(id);
  }
  info.globals_end = globals_.size();

  info.mentions_begin = mentions_.size();
  for (std::string_view value : values) {
    uint64_t kind = 0, index = 0;
    for (WireReader v(value); v.Next();) {
      if (v.field == Value::kKindFieldNumber) kind = v.number;
      if (v.field == Value::kIndexFieldNumber) index = v.number;
    }
    if (kind != Value::FUNCTION) continue;
    if (index >= strings) return false;
    mentions_.push_back(Symbol(fragment, index));
  }
  info.mentions_end = mentions_.size();

  info.calls_begin = edges_.size();
  for (std::string_view call : calls) {
    uint64_t callee = 0, is_virtual = 0, target = 0, pseudo = 0, guard = 0, alias = 0,
             alias_sure = 0;
    for (WireReader c(call); c.Next();) {
      if (c.field == Call::kCalleeFieldNumber) callee = c.number;
      if (c.field == Call::kIsVirtualFieldNumber) is_virtual = c.number;
      if (c.field == Call::kTargetFieldNumber) target = c.number;
      if (c.field == Call::kPseudoFieldNumber) pseudo = c.number;
      if (c.field == Call::kGuardFieldNumber) guard = c.number;
      if (c.field == Call::kAliasFieldNumber) alias = c.number;
      if (c.field == Call::kAliasSureFieldNumber) alias_sure = c.number;
    }
    if (callee >= strings || alias >= strings) return false;
    CallEdge edge;
    edge.guarded = guard != 0;
    if (alias != 0) edge.alias = Symbol(fragment, alias);
    edge.alias_sure = alias_sure != 0;
    if (pseudo == Call::NONE) {
      if (callee != 0) edge.callee = Symbol(fragment, callee);
      edge.is_virtual = is_virtual != 0;
      edge.indirect = callee == 0 || target != 0;
    }
    edges_.push_back(edge);
  }
  info.calls_end = edges_.size();
  functions_.push_back(info);
  return true;
}

void Program::AddClasses(uint32_t fragment) {
  for (const Class& cls : fragments_[fragment].classes) {
    auto [it, inserted] = classes_.try_emplace(Symbol(fragment, cls.symbol()));
    if (!inserted) continue;
    for (uint32_t base : cls.base()) it->second.bases.push_back(Symbol(fragment, base));
    for (const Class::Method& m : cls.method()) {
      ClassInfo::Method method{Symbol(fragment, m.symbol()), {}};
      if (m.pure()) pure_.insert(method.symbol);
      for (uint32_t overrides : m.overrides()) {
        const SymbolId over = Symbol(fragment, overrides);
        method.overrides.push_back(over);
        overriders_[over].push_back(method.symbol);
        overridden_[method.symbol].push_back(over);
      }
      it->second.methods.push_back(std::move(method));
    }
  }
}

void Program::AddNumbers(uint32_t fragment) {
  for (const KnownNumber& known : fragments_[fragment].known_numbers) {
    Number& number = numbers_[Symbol(fragment, known.symbol())];
    number.constant |= known.constant();
    number.stored |= known.stored();
    if (!known.known()) continue;
    number.differs |= number.value.has_value() && *number.value != known.number();
    number.value = known.number();
  }
}

std::vector<std::string> Program::MainSources() const {
  std::vector<std::string> sources;
  for (const uint32_t fragment : with_main_) sources.emplace_back(fragments_[fragment].source);
  std::sort(sources.begin(), sources.end());
  return sources;
}

void Program::ChooseForms() {
  // Of a library, others may store to what they see.
  const bool whole = std::any_of(functions_.begin(), functions_.end(),
                                 [](const FunctionInfo& info) { return info.main; });
  const auto holds = [&](const std::pair<SymbolId, GivenNumber>& given) {
    const auto it = numbers_.find(given.first);
    if (it == numbers_.end()) return false;
    const Number& number = it->second;
    if (number.differs || !number.value || !(number.constant || (whole && !number.stored))) {
      return false;
    }
    const auto& numbers = given.second.number();
    const bool among = std::find(numbers.begin(), numbers.end(), *number.value) != numbers.end();
    return among != given.second.other();
  };
  // Of those that fit, the one that says most: it comes first.
  absl::flat_hash_set<FunctionId> chosen_forms;
  for (const Form& form : forms_) {
    FunctionInfo& chosen = functions_[form.function];
    const FunctionId plain = Resolve(form.function, chosen.plain);
    if (plain == kNone || chosen_forms.contains(plain) ||
        functions_[plain].fragment != chosen.fragment ||
        !std::all_of(form.given.begin(), form.given.end(), holds)) {
      continue;
    }
    chosen_forms.insert(form.function);
    std::swap(chosen.symbol, functions_[plain].symbol);
    std::swap(chosen.main, functions_[plain].main);
    for (const FunctionId f : {form.function, plain}) {
      const FunctionInfo& info = functions_[f];
      if (info.linkage == Function::INTERNAL) {
        internal_[{info.fragment, info.symbol}] = f;
      } else {
        definitions_[info.symbol] = f;
      }
    }
  }
}

Step Program::StepOf(uint32_t fragment, const PathNode& node) {
  switch (node.step()) {
    case PathNode::POINTEE:
      return kPointeeStep;
    case PathNode::ELEMENT:
      return node.any() ? kAnyElementStep : Step{Step::kElement, false, node.index()};
    case PathNode::KEY:
      return {Step::kKey, node.any(), Symbol(fragment, node.label())};
    case PathNode::OFFSET:
      return {Step::kOffset, node.any(), node.index()};
    case PathNode::ANY:
      return kAnyStep;
    case PathNode::ENCLOSING:
      return {Step::kEnclosing, false, Symbol(fragment, node.label())};
    default:
      return {Step::kField, false, Symbol(fragment, node.label())};
  }
}

const std::vector<PathId>& Program::Paths(uint32_t fragment) {
  std::vector<PathId>& known = fragment_paths_[fragment];
  if (!known.empty()) return known;
  const FragmentIndex& index = fragments_[fragment];
  known.resize(index.paths.size(), kEmptyPath);
  std::vector<bool>& named = fragment_named_[fragment];
  for (size_t i = 1; i < index.paths.size(); ++i) {
    const PathNode& node = index.paths[i];
    known[i] = paths_.Extend(known[node.parent()], StepOf(fragment, node));
    const bool by_parameter = IsNamed(node);
    if (by_parameter) named.resize(index.paths.size(), false);
    if (!named.empty()) named[i] = by_parameter || named[node.parent()];
  }
  return known;
}

PathId Body::NamedPath(uint32_t index) const {
  if (const auto it = named_paths_.find(index); it != named_paths_.end()) return it->second;
  const PathNode& node = fragment_->paths[index];
  const PathId parent = path(node.parent());
  Step step = program_->StepOf(fragment_number_, node);
  if (IsNamed(node)) {
    const uint64_t by = static_cast<uint64_t>(node.index()) - 1;
    step = Step::Named(function_, by / 2 & Step::kMaxParameter, by % 2 != 0);
  }
  return named_paths_[index] = program_->paths().Extend(parent, step);
}

std::vector<std::string_view> Program::MessageTags(std::string_view message,
                                                   std::string_view field) const {
  std::vector<std::string_view> tags;
  for (const FragmentIndex& fragment : fragments_) {
    for (const MessageTag& tag : fragment.message_tags) {
      if (fragment.strings[tag.message()] != message || fragment.strings[tag.field()] != field) {
        continue;
      }
      for (uint32_t text : tag.tag()) tags.push_back(fragment.strings[text]);
    }
  }
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

PathId Program::ColumnOf(PathId path) {
  std::vector<Step> steps;
  for (const Step& step : paths_.steps(path)) {
    const bool key = step.kind == Step::kKey && !step.any;
    const bool field =
        step.kind == Step::kField && columns_.contains(static_cast<SymbolId>(step.value));
    if (key || field) steps.push_back(step);
  }
  return paths_.Of(steps);
}

std::string Program::FunctionBytes(const FunctionInfo& info) {
  const FragmentIndex& fragment = fragments_[info.fragment];
  const std::string_view outline = fragment.functions[info.number];
  if (fragment.unpacked == nullptr) return std::string(outline);
  const uint32_t number = info.number / kFunctionsOfGroup;
  std::unique_ptr<BodyGroup>& group = groups_[{info.fragment, number}];
  if (group == nullptr) {
    group = std::make_unique<BodyGroup>();
    if (std::optional<std::string> bytes = Unpack(fragment.bodies[number])) {
      group->bytes = *std::move(bytes);
      for (WireReader r(group->bytes); r.Next();) group->functions.push_back(r.bytes);
    }
  }
  const uint32_t at = info.number % kFunctionsOfGroup;
  return at < group->functions.size() ? WholeFunction(outline, group->functions[at])
                                      : std::string();
}

const Body& Program::body(FunctionId f) {
  if (bodies_.size() < functions_.size()) bodies_.resize(functions_.size(), nullptr);
  if (bodies_[f] != nullptr) return *bodies_[f];
  Body* const body = bodies_[f] = &body_storage_.emplace_back();
  const FunctionInfo& info = functions_[f];
  const FragmentIndex& fragment = fragments_[info.fragment];
  body->fragment_ = &fragment;
  body->fragment_number_ = info.fragment;
  body->program_ = this;
  body->paths_ = &Paths(info.fragment);
  body->named_ = &fragment_named_[info.fragment];
  body->function_ = f;
  Function& proto = *google::protobuf::Arena::CreateMessage<Function>(&arena_);
  body->proto_ = &proto;
  const std::string bytes = FunctionBytes(info);
  absl::Status status = !bytes.empty() && proto.ParseFromString(bytes)
                            ? CheckFunction(fragment, proto)
                            : absl::InvalidArgumentError(
                                  fmt::format("{}: not a Pedigree fragment: {} of {} is damaged",
                                              fragment.file, info.name, fragment.source));
  const int calls = static_cast<int>(info.calls_end - info.calls_begin);
  if (status.ok() && proto.call_size() != calls) {
    status = absl::InvalidArgumentError(fmt::format(
        "{}: not a Pedigree fragment: the calls of {} are damaged", fragment.file, info.name));
  }
  if (!status.ok()) {
    // The link fails in the end. Until then this is a function that does nothing.
    if (status_.ok()) status_ = status;
    proto.Clear();
    for (int i = 0; i < calls; ++i) proto.add_call();
  }
  body->roots_.reserve(proto.base_size());
  for (int i = 0; i < proto.base_size(); ++i) {
    const Base& base = proto.base(i);
    Root root;
    root.kind = static_cast<Root::Kind>(base.kind());
    root.index = base.index();
    if (base.kind() == Base::GLOBAL) {
      root.index = Global(info.fragment, Symbol(info.fragment, base.symbol()), base.internal(),
                          fragment.strings[base.name()]);
    } else if (root.own()) {
      root.index = i;
    } else if (base.kind() == Base::THIS) {
      root.index = 0;
    }
    body->roots_.push_back(root);
  }
  return *body;
}

FunctionId Program::Resolve(FunctionId from, SymbolId symbol) const {
  if (symbol == kNone) return kNone;
  auto it = internal_.find({functions_[from].fragment, symbol});
  if (it != internal_.end()) return it->second;
  return definitions_[symbol];
}

FunctionId Program::Aliased(FunctionId f, const CallEdge& edge) const {
  if (edge.alias == kNone || f == kNone) return kNone;
  auto symbol = symbol_ids_.find(
      fmt::format("{}{}", symbol_text(functions_[f].plain), symbol_text(edge.alias)));
  return symbol == symbol_ids_.end() ? kNone : Resolve(f, symbol->second);
}

FunctionId Program::Find(SymbolId symbol) const {
  if (symbol == kNone) return kNone;
  return definitions_[symbol];
}

SymbolId Program::FinalOverrider(SymbolId type, SymbolId method) const {
  std::vector<SymbolId> queue = {type};
  absl::flat_hash_set<SymbolId> seen = {type};
  for (size_t i = 0; i < queue.size(); ++i) {
    auto it = classes_.find(queue[i]);
    if (it == classes_.end()) continue;
    for (const ClassInfo::Method& m : it->second.methods) {
      if (m.symbol == method ||
          std::find(m.overrides.begin(), m.overrides.end(), method) != m.overrides.end()) {
        return m.symbol;
      }
    }
    for (SymbolId base : it->second.bases) {
      if (seen.insert(base).second) queue.push_back(base);
    }
  }
  return kNone;
}

std::vector<SymbolId> Program::Overriders(SymbolId method) const {
  std::vector<SymbolId> all = {method};
  auto it = overriders_.find(method);
  if (it != overriders_.end()) all.insert(all.end(), it->second.begin(), it->second.end());
  return all;
}

std::vector<SymbolId> Program::Overridden(SymbolId method) const {
  auto it = overridden_.find(method);
  return it == overridden_.end() ? std::vector<SymbolId>() : it->second;
}

}  // namespace pedigree::link
