// Writing a walked function down: only what its calls, sites and exit refer to, renumbered in the
// order in which it is met, so that the same function gives the same bytes.

#include <functional>
#include <set>
#include <tuple>

#include "analyzer/extract/walker.h"
#include "clang/AST/ODRHash.h"

namespace pedigree {

class Emitter {
 public:
  // `says_something`: whether a guard, by its number, has any condition worth telling.
  Emitter(Unit& unit, ValueTable& values, const std::vector<BaseInfo>& bases, Function& out,
          std::function<bool(uint32_t)> says_something)
      : unit_(unit),
        values_(values),
        bases_(bases),
        out_(out),
        says_something_(std::move(says_something)) {
    out_.add_set();
    out_.add_tree();
    set_ids_[0] = 0;
    tree_ids_[0] = 0;
  }

  uint32_t Base(BaseId id) {
    const auto [it, added] = base_ids_.try_emplace(id, out_.base_size());
    const uint32_t index = it->second;
    if (added) {
      const BaseInfo& info = bases_[id];
      pedigree::Base* base = out_.add_base();
      base->set_kind(info.kind);
      base->set_index(info.index);
      base->set_symbol(info.symbol);
      base->set_name(info.name);
      base->set_internal(info.internal);
    }
    return index;
  }

  uint32_t Text(TextId id) {
    const auto [it, added] = text_ids_.try_emplace(id, out_.text_size());
    const uint32_t index = it->second;
    if (added) {
      out_.add_text();
      const std::vector<TextPart> parts(values_.text(id).begin(), values_.text(id).end());
      for (const TextPart& from : parts) {
        const uint32_t set = from.literal != 0 ? 0 : Set(from.hole);
        auto* part = out_.mutable_text(index)->add_part();
        part->set_literal(from.literal);
        part->set_set(set);
        part->set_option(from.option);
        part->set_piece(from.piece);
      }
    }
    return index;
  }

  uint32_t Val(ValueId id) {
    if (const auto it = value_ids_.find(id); it != value_ids_.end()) return it->second;
    const pedigree::Val v = values_.value(id);
    Value value;
    value.set_kind(v.kind);
    switch (v.kind) {
      case Value::INITIAL:
        value.set_index(Base(v.base));
        break;
      case Value::TEXT:
        value.set_index(Text(v.index));
        break;
      case Value::FUNCTION:
        unit_.RequireValue(v.index);
        value.set_index(v.index);
        break;
      default:
        value.set_index(v.index);
        if (v.kind == Value::OUT || v.kind == Value::ADDRESS) value.set_base(Base(v.base));
        if (v.kind == Value::ADDRESS) {
          value.set_index(value.base());
          value.set_base(0);
        }
    }
    value.set_path(Path(v.path));
    value.set_number(v.spread ? 1 : v.number);
    if (v.subtype != IDENTITY) value.set_subtype(v.subtype);
    value.set_confidence(v.confidence);
    const uint32_t index = out_.value_size();
    *out_.add_value() = value;
    return value_ids_[id] = index;
  }

  uint32_t Set(SetId id) {
    if (const auto it = set_ids_.find(id); it != set_ids_.end()) return it->second;
    std::vector<uint32_t> members;
    for (const ValueId v : values_.set(id)) {
      const pedigree::Val& value = values_.value(v);
      if (value.kind == Value::GUARD && !says_something_(value.index)) continue;
      members.push_back(Val(v));
    }
    const uint32_t index = out_.set_size();
    ValueSet* set = out_.add_set();
    for (const uint32_t m : members) set->add_value(m);
    return set_ids_[id] = index;
  }

  uint32_t Tree(TreeId id) {
    if (const auto it = tree_ids_.find(id); it != tree_ids_.end()) return it->second;
    std::vector<std::pair<uint32_t, uint32_t>> entries;
    for (const TreeEntry& e : values_.tree(id)) entries.push_back({Path(e.path), Set(e.set)});
    const uint32_t index = out_.tree_size();
    pedigree::Tree* tree = out_.add_tree();
    for (const auto& [path, set] : entries) {
      tree->add_path(path);
      tree->add_set(set);
    }
    return tree_ids_[id] = index;
  }

  // Paths and strings are the unit's here; WalkUnit renumbers them.
  uint32_t Path(PathId path) { return path; }

  bool Has(BaseId base) const { return base_ids_.contains(base); }

 private:
  Unit& unit_;
  ValueTable& values_;
  const std::vector<BaseInfo>& bases_;
  Function& out_;
  std::function<bool(uint32_t)> says_something_;
  llvm::DenseMap<uint32_t, uint32_t> base_ids_, value_ids_, set_ids_, tree_ids_, text_ids_;
};

// Each guard's conditions and the place of the outermost, by the guard's number.
std::vector<std::pair<SetId, Location>> Walker::Guards() {
  std::vector<std::pair<SetId, Location>> guards(guard_index_.size());
  for (const auto& [blocks, number] : guard_index_) {
    SetId set = 0;
    for (const unsigned block : blocks) {
      if (const auto it = condition_.find(block); it != condition_.end()) {
        set = values_.Union(set, it->second);
      }
    }
    // A guard chosen under itself (a loop's) says nothing by it.
    set = values_.Map(set, [number = number](const Val& v) -> std::optional<Val> {
      if (v.kind == Value::GUARD && v.index == number - 1) return std::nullopt;
      return v;
    });
    Location location;
    if (const clang::Stmt* condition = BlockOf(blocks.back())->getTerminatorCondition()) {
      location = unit_.Place(condition->getBeginLoc());
    }
    guards[number - 1] = {set, location};
  }
  return guards;
}

// Of the guards that calls and writes stand under.
void Walker::FindFilters() {
  if (!graph_) return;
  llvm::DenseSet<uint32_t> used;
  for (const CallRecord& record : calls_) used.insert(record.guard);
  for (const SiteRecord& record : sites_) used.insert(record.guard);
  for (const clang::CFGBlock* block : *graph_) {
    const auto guard = block_guard_.find(block);
    if (guard != block_guard_.end() && guard->second != 0 && used.contains(guard->second)) {
      FilterOf(*block);
    }
  }
}

// Which parameters' objects the function may change, or hand on to be changed.
void Walker::NoteWritten() {
  if (!graph_) return;
  const State& exit = entry_[graph_->getExit().getBlockID()];
  uint64_t written = has_this_ && exit.Get(this_base_) != 0 ? 1 : 0;
  for (size_t i = 0; i < parameter_bases_.size() && i < 63; ++i) {
    if (exit.Get(parameter_bases_[i]) != 0) written |= uint64_t{2} << i;
  }
  unit_.NoteWalked(function_, written);
}

// Memory as the function leaves it: what is changed of the world, and the objects of this function
// reachable from it or from `given`, which goes to the caller.
void Walker::EmitMemory(Emitter& emit, const State& state, TreeId given,
                        const std::vector<BaseId>& also,
                        google::protobuf::RepeatedPtrField<Memory>& out) {
  const auto add = [&](BaseId base) {
    const TreeId tree = state.Get(base);
    if (tree == 0) return;
    Memory memory;
    memory.set_base(emit.Base(base));
    memory.set_tree(emit.Tree(tree));
    *out.Add() = std::move(memory);
  };
  llvm::DenseSet<BaseId> listed;
  for (BaseId base = 0; base < bases_.size(); ++base) {
    const Base::Kind kind = bases_[base].kind;
    if (kind == Base::LOCAL || kind == Base::HEAP || bases_[base].immutable) continue;
    if (state.Get(base) != 0 && listed.insert(base).second) add(base);
  }
  for (const BaseId base : also) {
    if (listed.insert(base).second) add(base);
  }
  // The function's own objects that live on, or that what lives on points to.
  std::vector<TreeId> todo{given};
  for (const BaseId base : listed) todo.push_back(state.Get(base));
  std::set<BaseId> own;
  const auto follow = [&](TreeId tree) {
    for (const ValueId id : values_.set(values_.All(tree))) {
      const Val& v = values_.value(id);
      if (v.kind == Value::ADDRESS) own.insert(v.base);
    }
  };
  for (BaseId base = 0; base < bases_.size(); ++base) {
    if (bases_[base].kind == Base::HEAP && emit.Has(base)) own.insert(base);
  }
  for (const TreeId tree : todo) follow(tree);
  for (bool more = true; more;) {
    more = false;
    for (const BaseId base : std::set<BaseId>(own)) {
      if (!listed.insert(base).second) continue;
      follow(state.Get(base));
      add(base);
      more = true;
    }
  }
}

void Walker::EmitThrows(Emitter& emit, Function& out) {
  const auto add = [&](const ThrowRecord& record, const std::vector<uint32_t>& types) {
    pedigree::Throw* made = out.add_thrown();
    *made->mutable_location() = record.location;
    for (const uint32_t type : types) made->add_type(type);
    made->set_object(emit.Tree(record.object));
    for (const uint32_t type : record.caught) made->add_caught(type);
    EmitMemory(emit, record.state, record.object, {}, *made->mutable_memory());
    return made;
  };
  // In the order of the source.
  std::vector<const ThrowRecord*> records;
  for (const auto& [where, record] : throws_) records.push_back(&record);
  std::sort(records.begin(), records.end(), [](const ThrowRecord* a, const ThrowRecord* b) {
    return std::tuple(a->location.file(), a->location.line(), a->location.column()) <
           std::tuple(b->location.file(), b->location.line(), b->location.column());
  });
  for (const ThrowRecord* record : records) {
    if (!record->again) {
      add(*record, record->types);
      continue;
    }
    for (const std::vector<uint32_t>& types : local_throws_[record->again]) add(*record, types);
    std::vector<uint32_t> brought;
    for (const auto& [which, index] : thrown_calls_) {
      if (which.second == record->again) brought.push_back(index);
    }
    if (brought.empty()) continue;
    pedigree::Throw* again = add(*record, {});
    for (const uint32_t call : brought) again->add_again(call);
    if (record->unchanged) again->set_object(0);
  }
  out.set_throws(out.thrown_size() > 0);
}

void Walker::Emit() {
  Function& out = *unit_.fragment().add_function();
  if (function_) {
    out.set_symbol(unit_.Symbol(function_));
    out.set_name(unit_.Str(unit_.Name(function_)));
    const bool merged =
        function_->isInlined() || function_->isTemplateInstantiation() || function_->isImplicit();
    // A virtual method of a class that only this unit sees is still called from others.
    const bool internal = !function_->isExternallyVisible() && !(method_ && method_->isVirtual());
    out.set_linkage(internal ? Function::INTERNAL : merged ? Function::MERGED : Function::EXTERNAL);
    *out.mutable_location() = unit_.Place(function_->getLocation());
    out.set_parameters(function_->getNumParams());
    for (const clang::ParmVarDecl* p : function_->parameters()) {
      out.add_parameter_name(unit_.Str(p->getNameAsString()));
    }
    if (!aliases_ && !internal && !function_->isImplicit()) {
      clang::ODRHash hash;
      hash.AddFunctionDecl(function_, /*SkipBody=*/false);
      out.set_body_hash(hash.CalculateHash());
    }
    out.set_method(has_this_);
    out.set_call_operator(function_->getOverloadedOperator() == clang::OO_Call);
    out.set_main(function_->isMain());
    out.set_any_time(any_time_);
  } else {
    out.set_symbol(
        unit_.Str(std::string("init:") + std::string(unit_.Text(unit_.Symbol(variable_)))));
    out.set_name(unit_.Str(unit_.Name(variable_)));
    out.set_linkage(
        variable_->isExternallyVisible()
            ? (variable_->isInline() || variable_->isStaticLocal() || unit_.HandleOf(variable_)
                   ? Function::MERGED
                   : Function::EXTERNAL)
            : Function::INTERNAL);
    *out.mutable_location() = unit_.Place(variable_->getLocation());
    out.set_initializer(true);
    out.set_any_time(variable_->isStaticLocal());
  }
  if (aliases_) {
    out.set_alias(unit_.Str(aliases_->name));
    for (const ProgramNumber& number : aliases_->given) {
      GivenNumber* given = out.add_given();
      given->set_symbol(unit_.Symbol(number.decl));
      for (const int64_t one : number.number.numbers) given->add_number(one);
      given->set_other(number.number.other);
    }
  }
  out.set_widened(values_.widened() || timed_out_);
  if (function_ && (!aliases_ || !aliases_->given.empty())) {
    for (const Allowance& allowance : unit_.AllowancesOf(function_)) {
      // `doctor` lists it: what is not reported is not forgotten.
      gaps_.push_back(unit_.Str("allows " + allowance.rule + ": " + allowance.reason));
      if (!aliases_) unit_.NoteAllowed(function_, allowance);
    }
  }
  std::sort(gaps_.begin(), gaps_.end());
  gaps_.erase(std::unique(gaps_.begin(), gaps_.end()), gaps_.end());
  for (const uint32_t gap : gaps_) out.add_gap(gap);

  FindFilters();
  const auto guards = Guards();
  Emitter emit(unit_, values_, bases_, out,
               [&](uint32_t guard) { return guards[guard].first != 0; });
  const auto list = [&](const std::vector<std::pair<BaseId, TreeId>>& entries, auto* memories) {
    for (const auto& [base, tree] : entries) {
      Memory* memory = memories->Add();
      memory->set_base(emit.Base(base));
      memory->set_tree(emit.Tree(tree));
    }
  };
  for (const CallRecord& record : calls_) {
    // Added first: emitting its trees may not add calls, but keeps the numbering plain to see.
    Call call;
    *call.mutable_location() = record.location;
    call.set_callee(record.callee);
    call.set_name(record.name);
    call.set_is_virtual(record.is_virtual);
    call.set_target(emit.Set(record.target));
    call.set_receiver(record.has_receiver ? emit.Tree(record.receiver) : 0);
    for (const TreeId tree : record.arguments) call.add_argument(emit.Tree(tree));
    list(record.memory, call.mutable_memory());
    for (const uint32_t i : record.mutable_arguments) call.add_mutable_argument(i);
    call.set_mutable_receiver(record.mutable_receiver);
    for (const uint32_t i : record.returnable_arguments) call.add_returnable_argument(i);
    call.set_returnable_receiver(record.returnable_receiver);
    call.set_guard(record.guard);
    call.set_alias(record.alias);
    call.set_alias_sure(record.alias_sure);
    const Aliases constants = FindConstants(record);
    if (!constants.name.empty() && unit_.RequireConstants(record.body_of, constants)) {
      call.set_alias(unit_.Str(constants.name));
      call.set_alias_sure(true);
    }
    call.set_returns(record.returns);
    call.set_pseudo(record.pseudo);
    call.set_invoked(record.invoked);
    call.set_modeled(record.modeled);
    call.set_of(record.of);
    call.set_takes(record.takes);
    if (record.handler) {
      call.set_handler(handlers_.lookup(record.handler));
      call.set_thrown_here(local_throws_.contains(record.handler));
    }
    for (const uint32_t type : record.caught) call.add_caught(type);
    list(record.unwound, call.mutable_unwound());
    call.set_concurrent(record.concurrent);
    call.set_detached(record.detached);
    list(record.meanwhile, call.mutable_meanwhile());
    *out.add_call() = std::move(call);
  }
  for (const SiteRecord& record : sites_) {
    Site site;
    site.set_kind(record.kind);
    *site.mutable_location() = record.location;
    site.set_api(record.api);
    site.set_asset(record.asset);
    const auto text = [&](uint32_t id) { return id == 0 ? 0 : emit.Text(id - 1) + 1; };
    site.set_namespace_(text(record.name_space));
    site.set_name(text(record.name));
    site.set_sql(text(record.sql));
    site.set_column(text(record.column));
    site.set_column_base(record.column_base);
    site.set_handle(emit.Set(record.handle));
    site.set_numbered(record.numbered);
    site.set_parent(emit.Set(record.parent));
    site.set_data(emit.Tree(record.data));
    site.set_guard(record.guard);
    for (const uint32_t tag : record.tags) site.add_tag(tag);
    for (const SiteRecord::Tagged& from : record.tagged) {
      Site::Tagged* tagged = site.add_tagged();
      tagged->set_column(from.column);
      for (const uint32_t tag : from.tags) tagged->add_tag(tag);
      tagged->set_message(from.message);
      tagged->set_field(from.field);
    }
    *out.add_site() = std::move(site);
  }
  for (const TransformRecord& record : transforms_) {
    Transform transform;
    *transform.mutable_location() = record.location;
    transform.set_api(record.api);
    transform.set_kind(record.kind);
    transform.set_input(emit.Tree(record.input));
    transform.set_subtype(record.subtype);
    *out.add_transform() = std::move(transform);
  }
  if (graph_ && entry_[graph_->getExit().getBlockID()].reached) {
    const State& exit = entry_[graph_->getExit().getBlockID()];
    out.set_returned(emit.Tree(exit.Get(return_base_)));
    std::vector<BaseId> also;
    if (variable_) also.push_back(VariableBase(variable_));
    EmitMemory(emit, exit, exit.Get(return_base_), also, *out.mutable_exit());
  } else if (variable_ && unit_.HandleOf(variable_)) {
    const BaseId base = VariableBase(variable_);
    list({{base, values_.Leaf(InitialOf(base))}}, out.mutable_exit());
  }
  EmitThrows(emit, out);
  if (function_ && !aliases_) NoteWritten();
  for (uint32_t number = 0; number < guards.size(); ++number) {
    const auto& [set, location] = guards[number];
    Guard guard;
    if (const auto it = filter_of_.find(number); it != filter_of_.end()) {
      guard.set_filter(it->second);
    }
    *guard.mutable_location() = location;
    guard.set_set(emit.Set(set));
    *out.add_guard() = std::move(guard);
  }
}

}  // namespace pedigree
