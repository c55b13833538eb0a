#include "analyzer/link/testing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "analyzer/link/link.h"

namespace pedigree::link::testing {

// ---------------------------------------------------------------------------------------------------
// FunctionBuilder

FunctionBuilder& FunctionBuilder::Parameters(int count) {
  proto_->set_parameters(count);
  for (int i = 0; i < count; ++i) {
    proto_->add_parameter_name(fragment_.String(fmt::format("p{}", i)));
  }
  return *this;
}
FunctionBuilder& FunctionBuilder::Method() {
  proto_->set_method(true);
  return *this;
}
FunctionBuilder& FunctionBuilder::Main() {
  proto_->set_main(true);
  return Parameters(2);
}
FunctionBuilder& FunctionBuilder::Initializer() {
  proto_->set_initializer(true);
  return *this;
}
FunctionBuilder& FunctionBuilder::Internal() {
  proto_->set_linkage(Function::INTERNAL);
  return *this;
}
FunctionBuilder& FunctionBuilder::Merged(uint64_t hash) {
  proto_->set_linkage(Function::MERGED);
  proto_->set_body_hash(hash);
  return *this;
}

uint32_t FunctionBuilder::Base(std::string_view base) {
  auto it = bases_.find(base);
  if (it != bases_.end()) return it->second;
  const uint32_t index = proto_->base_size();
  bases_.emplace(base, index);
  pedigree::Base* b = proto_->add_base();
  auto number = [&] { return static_cast<uint32_t>(std::stoi(std::string(base.substr(1)))); };
  if (base == "THIS") {
    b->set_kind(Base::THIS);
  } else if (base.starts_with("G:") || base.starts_with("g:")) {
    b->set_kind(Base::GLOBAL);
    b->set_symbol(fragment_.String(base.substr(2)));
    b->set_name(b->symbol());
    b->set_internal(base[0] == 'g');
  } else if (base.starts_with("L:")) {
    b->set_kind(Base::LOCAL);
  } else if (base.starts_with("H:")) {
    b->set_kind(Base::HEAP);
  } else if (base[0] == 'P') {
    b->set_kind(Base::PARAM);
    b->set_index(number());
  } else {
    b->set_kind(Base::RESULT);
    b->set_index(number());
  }
  return index;
}

uint32_t FunctionBuilder::Place(std::string_view place, uint32_t* path) {
  const size_t space = place.find(' ');
  *path = space == std::string_view::npos ? 0 : fragment_.Path(place.substr(space + 1));
  return Base(place.substr(0, space));
}

ValueIndex FunctionBuilder::Add(const Value& value) {
  *proto_->add_value() = value;
  return proto_->value_size() - 1;
}

ValueIndex FunctionBuilder::Initial(std::string_view place, Subtype how) {
  Value value;
  uint32_t path;
  value.set_kind(Value::INITIAL);
  value.set_index(Place(place, &path));
  value.set_path(path);
  value.set_subtype(how);
  return Add(value);
}
ValueIndex FunctionBuilder::Out(int call, std::string_view place) {
  Value value;
  uint32_t path;
  value.set_kind(Value::OUT);
  value.set_index(call);
  value.set_base(Place(place, &path));
  value.set_path(path);
  return Add(value);
}
ValueIndex FunctionBuilder::Address(std::string_view place) {
  Value value;
  uint32_t path;
  value.set_kind(Value::ADDRESS);
  value.set_index(Place(place, &path));
  value.set_path(path);
  return Add(value);
}
ValueIndex FunctionBuilder::ReadOf(int site, Subtype how, std::string_view path) {
  Value value;
  value.set_kind(Value::READ);
  value.set_index(site);
  value.set_subtype(how);
  value.set_path(fragment_.Path(path));
  return Add(value);
}
ValueIndex FunctionBuilder::HandleOf(int site) {
  Value value;
  value.set_kind(Value::HANDLE);
  value.set_index(site);
  return Add(value);
}
ValueIndex FunctionBuilder::Transformed(int transform) {
  Value value;
  value.set_kind(Value::TRANSFORMED);
  value.set_index(transform);
  return Add(value);
}
ValueIndex FunctionBuilder::Text(std::vector<TextPart> parts) {
  Value value;
  value.set_kind(Value::TEXT);
  value.set_index(proto_->text_size());
  TextTemplate text;
  for (const TextPart& part : parts) {
    if (part.hole.empty()) {
      text.add_part()->set_literal(fragment_.String(part.literal));
    } else {
      text.add_part()->set_set(Set(part.hole));
    }
  }
  *proto_->add_text() = text;
  return Add(value);
}
ValueIndex FunctionBuilder::Number(int64_t number) {
  Value value;
  value.set_kind(Value::NUMBER);
  value.set_number(number);
  return Add(value);
}
ValueIndex FunctionBuilder::FunctionValue(std::string_view symbol) {
  Value value;
  value.set_kind(Value::FUNCTION);
  value.set_index(fragment_.String(symbol));
  return Add(value);
}
ValueIndex FunctionBuilder::Type(std::string_view symbol) {
  Value value;
  value.set_kind(Value::TYPE);
  value.set_index(fragment_.String(symbol));
  return Add(value);
}
ValueIndex FunctionBuilder::GuardValue(int guard) {
  Value value;
  value.set_kind(Value::GUARD);
  value.set_index(guard);
  value.set_subtype(CONDITIONAL);
  return Add(value);
}

uint32_t FunctionBuilder::Set(const Values& values) {
  if (proto_->set_size() == 0) proto_->add_set();
  ValueSet* set = proto_->add_set();
  for (ValueIndex value : values) set->add_value(value);
  return proto_->set_size() - 1;
}

uint32_t FunctionBuilder::Tree(const TreeSpec& spec) {
  if (proto_->tree_size() == 0) proto_->add_tree();
  pedigree::Tree tree;
  for (const TreeEntry& entry : spec) {
    tree.add_path(fragment_.Path(entry.path));
    tree.add_set(Set(entry.values));
    tree.add_weak(entry.weak);
  }
  *proto_->add_tree() = tree;
  return proto_->tree_size() - 1;
}

void FunctionBuilder::Locate(Location* location) {
  location->set_file(fragment_.String(fragment_.proto().source()));
  location->set_line(++line_);
  location->set_column(1);
}

Call* FunctionBuilder::NewCall(std::vector<TreeSpec> arguments, MemorySpec memory) {
  std::vector<uint32_t> trees;
  for (const TreeSpec& argument : arguments) trees.push_back(Tree(argument));
  std::vector<std::pair<uint32_t, uint32_t>> listed;
  for (const auto& [base, tree] : memory) listed.emplace_back(Base(base), Tree(tree));
  pedigree::Call* call = proto_->add_call();
  Locate(call->mutable_location());
  call->set_returns(true);
  for (uint32_t tree : trees) call->add_argument(tree);
  for (const auto& [base, tree] : listed) {
    Memory* m = call->add_memory();
    m->set_base(base);
    m->set_tree(tree);
  }
  return call;
}

int FunctionBuilder::Call(std::string_view callee, std::vector<TreeSpec> arguments,
                          MemorySpec memory) {
  pedigree::Call* call = NewCall(std::move(arguments), std::move(memory));
  call->set_callee(fragment_.String(callee));
  call->set_name(call->callee());
  return proto_->call_size() - 1;
}
int FunctionBuilder::MethodCall(std::string_view callee, TreeSpec receiver,
                                std::vector<TreeSpec> arguments, MemorySpec memory,
                                bool is_virtual) {
  const uint32_t tree = Tree(receiver);
  const int index = Call(callee, std::move(arguments), std::move(memory));
  proto_->mutable_call(index)->set_receiver(tree);
  proto_->mutable_call(index)->set_is_virtual(is_virtual);
  return index;
}
int FunctionBuilder::IndirectCall(Values target, std::vector<TreeSpec> arguments,
                                  MemorySpec memory) {
  const uint32_t set = Set(target);
  NewCall(std::move(arguments), std::move(memory))->set_target(set);
  return proto_->call_size() - 1;
}
int FunctionBuilder::Store(TreeSpec pointer, TreeSpec value, MemorySpec memory) {
  NewCall({std::move(pointer), std::move(value)}, std::move(memory))->set_pseudo(Call::STORE);
  return proto_->call_size() - 1;
}
int FunctionBuilder::Load(TreeSpec pointer, MemorySpec memory) {
  NewCall({std::move(pointer)}, std::move(memory))->set_pseudo(Call::LOAD);
  return proto_->call_size() - 1;
}
void FunctionBuilder::GuardCall(int call, int guard) {
  proto_->mutable_call(call)->set_guard(guard + 1);
}
void FunctionBuilder::Mutable(int call, std::vector<uint32_t> arguments) {
  for (uint32_t argument : arguments) proto_->mutable_call(call)->add_mutable_argument(argument);
}

Site* FunctionBuilder::NewSite(Site::Kind kind, std::string_view api) {
  Site* site = proto_->add_site();
  site->set_kind(kind);
  site->set_api(fragment_.String(api));
  Locate(site->mutable_location());
  return site;
}
int FunctionBuilder::Open(std::string_view api, ValueIndex name, std::string_view ns) {
  const uint32_t space = TextOf(Text({TextPart(std::string(ns))}));
  Site* site = NewSite(Site::OPEN, api);
  site->set_name(TextOf(name));
  site->set_namespace_(space);
  return proto_->site_size() - 1;
}
int FunctionBuilder::Prepare(Values database, ValueIndex sql) {
  const uint32_t parent = Set(database);
  Site* site = NewSite(Site::OPEN, "prepare");
  site->set_parent(parent);
  site->set_sql(TextOf(sql));
  return proto_->site_size() - 1;
}
int FunctionBuilder::Execute(Values database, ValueIndex sql) {
  const uint32_t parent = Set(database);
  Site* site = NewSite(Site::EXECUTE, "exec");
  site->set_parent(parent);
  site->set_sql(TextOf(sql));
  return proto_->site_size() - 1;
}
int FunctionBuilder::Read(std::string_view api, std::string_view name) {
  return ReadNamed(api, Text({TextPart(std::string(name))}));
}
int FunctionBuilder::ReadNamed(std::string_view api, ValueIndex name) {
  NewSite(Site::READ, api)->set_name(TextOf(name));
  return proto_->site_size() - 1;
}
int FunctionBuilder::ReadHandle(std::string_view api, Values handle) {
  const uint32_t set = Set(handle);
  NewSite(Site::READ, api)->set_handle(set);
  return proto_->site_size() - 1;
}
int FunctionBuilder::ReadColumn(Values handle, Values column, int base) {
  const uint32_t text = TextOf(Text({TextPart(column)}));
  const int site = ReadHandle("column", std::move(handle));
  proto_->mutable_site(site)->set_column(text);
  proto_->mutable_site(site)->set_column_base(base);
  return site;
}
int FunctionBuilder::Write(std::string_view api, std::string_view name, TreeSpec data) {
  return WriteNamed(api, Text({TextPart(std::string(name))}), std::move(data));
}
int FunctionBuilder::WriteNamed(std::string_view api, ValueIndex name, TreeSpec data) {
  const uint32_t tree = Tree(data);
  Site* site = NewSite(Site::WRITE, api);
  site->set_name(TextOf(name));
  site->set_data(tree);
  return proto_->site_size() - 1;
}
int FunctionBuilder::WriteHandle(std::string_view api, Values handle, TreeSpec data) {
  const uint32_t tree = Tree(data), set = Set(handle);
  Site* site = NewSite(Site::WRITE, api);
  site->set_handle(set);
  site->set_data(tree);
  return proto_->site_size() - 1;
}
int FunctionBuilder::WriteColumn(Values handle, Values column, TreeSpec data, int base) {
  const uint32_t text = TextOf(Text({TextPart(column)}));
  const int site = WriteHandle("bind", std::move(handle), std::move(data));
  proto_->mutable_site(site)->set_column(text);
  proto_->mutable_site(site)->set_column_base(base);
  return site;
}
void FunctionBuilder::GuardSite(int site, int guard) {
  proto_->mutable_site(site)->set_guard(guard + 1);
}

int FunctionBuilder::Transform(TransformKind kind, std::string_view api, TreeSpec input) {
  const uint32_t tree = Tree(input);
  pedigree::Transform* transform = proto_->add_transform();
  transform->set_kind(kind);
  transform->set_api(fragment_.String(api));
  transform->set_input(tree);
  Locate(transform->mutable_location());
  return proto_->transform_size() - 1;
}
int FunctionBuilder::Guard(Values values, int outer) {
  const uint32_t set = Set(values);
  pedigree::Guard* guard = proto_->add_guard();
  guard->set_set(set);
  guard->set_outer(outer + 1);
  Locate(guard->mutable_location());
  return proto_->guard_size() - 1;
}

void FunctionBuilder::Returns(TreeSpec tree) { proto_->set_returned(Tree(tree)); }
void FunctionBuilder::Exit(std::string_view base, TreeSpec tree) {
  const uint32_t index = Tree(tree), b = Base(base);
  Memory* memory = proto_->add_exit();
  memory->set_base(b);
  memory->set_tree(index);
}

// ---------------------------------------------------------------------------------------------------
// FragmentBuilder

FragmentBuilder::FragmentBuilder(std::string_view source) {
  fragment_.set_schema_version(kSchemaVersion);
  fragment_.set_source(std::string(source));
  fragment_.add_path();
  String("");
  paths_[""] = 0;
}

uint32_t FragmentBuilder::String(std::string_view text) {
  auto it = strings_.find(text);
  if (it != strings_.end()) return it->second;
  const uint32_t index = fragment_.string_size();
  fragment_.add_string(std::string(text));
  strings_.emplace(text, index);
  return index;
}

uint32_t FragmentBuilder::Path(std::string_view path) {
  auto it = paths_.find(path);
  if (it != paths_.end()) return it->second;
  // The last step begins at the last of these outside of quotes.
  size_t last = 0;
  bool quoted = false;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '"') quoted = !quoted;
    if (!quoted && (path[i] == '*' || path[i] == '.' || path[i] == '[' || path[i] == '+')) last = i;
  }
  const uint32_t parent = Path(path.substr(0, last));
  const std::string_view step = path.substr(last);
  PathNode node;
  node.set_parent(parent);
  auto index = [&](std::string_view text) {
    if (text == "any") {
      node.set_any(true);
    } else {
      node.set_index(std::stoi(std::string(text)));
    }
  };
  if (step == "*") {
    node.set_step(PathNode::POINTEE);
  } else if (step == ".ANY") {
    node.set_step(PathNode::ANY);
  } else if (step[0] == '.') {
    node.set_step(PathNode::FIELD);
    node.set_label(String(step.substr(1)));
  } else if (step.starts_with("[\"")) {
    node.set_step(PathNode::KEY);
    node.set_label(String(step.substr(2, step.size() - 4)));
  } else if (step[0] == '[') {
    node.set_step(PathNode::ELEMENT);
    index(step.substr(1, step.size() - 2));
  } else {
    node.set_step(PathNode::OFFSET);
    index(step.substr(1));
  }
  const uint32_t id = fragment_.path_size();
  *fragment_.add_path() = node;
  paths_.emplace(path, id);
  return id;
}

FunctionBuilder& FragmentBuilder::Function(std::string_view name) {
  pedigree::Function* function = fragment_.add_function();
  function->set_symbol(String(name));
  function->set_name(function->symbol());
  function->mutable_location()->set_file(String(fragment_.source()));
  function->mutable_location()->set_line(1);
  return functions_.emplace_back(*this, function);
}

void FragmentBuilder::Class(std::string_view symbol, std::vector<std::string> bases,
                            std::map<std::string, std::vector<std::string>> methods) {
  pedigree::Class* cls = fragment_.add_class_();
  cls->set_symbol(String(symbol));
  for (const std::string& base : bases) cls->add_base(String(base));
  for (const auto& [method, overrides] : methods) {
    Class::Method* m = cls->add_method();
    m->set_symbol(String(method));
    for (const std::string& overridden : overrides) m->add_overrides(String(overridden));
  }
}

NamedFragment FragmentBuilder::Build() const {
  FragmentSet set;
  *set.add_fragment() = fragment_;
  return {fragment_.source() + ".frag", set.SerializeAsString()};
}

// ---------------------------------------------------------------------------------------------------
// Reading graphs

namespace {

std::string Name(const Asset& asset, const std::string& column) {
  std::string name = asset.namespace_() == "file" ? "" : asset.namespace_() + "/";
  name += asset.name();
  if (!column.empty()) name += ":" + column;
  return name;
}

}  // namespace

std::vector<std::string> Flows(const Graph& graph) {
  std::vector<std::string> flows;
  for (const Job& job : graph.job()) {
    for (const FlowEdge& edge : job.flow()) {
      std::string line = fmt::format(
          "{} -> {} {} {}", Name(graph.asset(job.site(edge.from()).asset()), edge.from_column()),
          Name(graph.asset(job.site(edge.to()).asset()), edge.to_column()),
          Subtype_Name(edge.subtype()), Confidence_Name(edge.confidence()));
      for (int kind : edge.transform()) {
        line += " " + TransformKind_Name(static_cast<TransformKind>(kind));
      }
      flows.push_back(line);
    }
  }
  std::sort(flows.begin(), flows.end());
  flows.erase(std::unique(flows.begin(), flows.end()), flows.end());
  return flows;
}

std::vector<std::string> Assets(const Graph& graph) {
  std::vector<std::string> names;
  for (const Asset& asset : graph.asset()) names.push_back(Name(asset, ""));
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Notes(const Graph& graph, std::string_view from, std::string_view to) {
  std::vector<std::string> notes;
  for (const Job& job : graph.job()) {
    for (const FlowEdge& edge : job.flow()) {
      if (Name(graph.asset(job.site(edge.from()).asset()), "") != from ||
          Name(graph.asset(job.site(edge.to()).asset()), "") != to) {
        continue;
      }
      for (const Hop& hop : edge.path()) notes.push_back(hop.note());
    }
  }
  return notes;
}

Graph LinkAll(std::vector<const FragmentBuilder*> fragments) {
  std::vector<NamedFragment> files;
  for (const FragmentBuilder* fragment : fragments) files.push_back(fragment->Build());
  absl::StatusOr<Graph> graph = Link(std::move(files), {.job = "job"});
  EXPECT_TRUE(graph.ok()) << graph.status();
  return graph.ok() ? *std::move(graph) : Graph();
}

}  // namespace pedigree::link::testing
