#include "analyzer/extract/thunk.h"

#include <algorithm>

#include "analyzer/extract/function_writer.h"

namespace pedigree {

std::string Thunk::Symbol() const {
  std::string symbol = "(bind";
  for (const Argument& argument : arguments) {
    symbol += argument.placeholder != 0            ? " _" + std::to_string(argument.placeholder)
              : argument.nested                    ? " call"
              : argument.pass == Argument::kItself ? " itself"
              : argument.pass == Argument::kValue  ? " value"
                                                   : " held";
  }
  return symbol + (passes_rest ? " rest" : "") + of + ")";
}

Function Thunk::Write(PathTable& paths, llvm::function_ref<uint32_t(std::string_view)> str) const {
  using V = pedigree::Value;
  FunctionWriter writer;
  int parameters = passes_rest ? kMaxParameters : 0;
  for (const Argument& argument : arguments) {
    parameters = std::max(parameters, argument.placeholder);
    if (argument.nested) parameters = kMaxParameters;
  }
  parameters = std::min(parameters, kMaxParameters);
  Function& out = writer.out;
  out.set_symbol(str(Symbol()));
  out.set_name(str("std::bind"));
  out.set_linkage(Function::MERGED);
  out.set_method(true);
  out.set_call_operator(true);
  out.set_parameters(parameters);

  const PathId object = paths.Append(0, Step::Pointee());
  const PathId callee = paths.Append(object, Step::Field(str(Callee())));
  const uint32_t self = writer.Base(pedigree::Base::THIS, 0);
  const uint32_t others = writer.Base(pedigree::Base::OTHERS, 0);
  std::vector<uint32_t> given;
  for (int i = 0; i < parameters; ++i) {
    given.push_back(writer.Base(pedigree::Base::PARAM, i));
    out.add_parameter_name(str("_" + std::to_string(i + 1)));
  }
  const auto everything = [&](uint32_t call, auto&& add) {
    // What the call left behind its arguments' pointers, and in globals.
    const auto left = [&](uint32_t base, PathId path) {
      add(base, writer.Tree(path, {writer.Value(V::OUT, base, path, call)}));
    };
    left(self, object);
    for (const uint32_t base : given) left(base, object);
    left(others, 0);
  };
  // Calls what the object holds at `path`; gives the base of the result.
  const auto call = [&](PathId path, const std::vector<uint32_t>& trees) {
    const uint32_t index = out.call_size();
    Call record;
    record.set_name(str("std::bind"));
    record.set_target(writer.Set({writer.Value(V::INITIAL, self, path)}));
    record.set_receiver(writer.Tree(0, {writer.Value(V::ADDRESS, self, path)}));
    record.set_mutable_receiver(true);
    record.set_invoked(true);
    record.set_returns(true);
    for (const uint32_t tree : trees) {
      record.add_mutable_argument(record.argument_size());
      record.add_argument(tree);
    }
    if (index > 0) {
      everything(index - 1, [&](uint32_t base, uint32_t tree) {
        auto* memory = record.add_memory();
        memory->set_base(base);
        memory->set_tree(tree);
      });
    }
    *out.add_call() = std::move(record);
    return writer.Base(pedigree::Base::RESULT, index);
  };

  std::vector<uint32_t> passed;
  for (const uint32_t base : given)
    passed.push_back(writer.Tree(0, {writer.Value(V::INITIAL, base, 0)}));
  std::vector<uint32_t> trees;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Argument& argument = arguments[i];
    const PathId held = paths.Append(object, Step::Field(str(Held(i))));
    if (argument.placeholder != 0) {
      trees.push_back(argument.placeholder <= parameters ? passed[argument.placeholder - 1] : 0);
    } else if (argument.nested) {
      trees.push_back(writer.Tree(0, {writer.Value(V::INITIAL, call(held, passed), 0)}));
    } else {
      std::vector<uint32_t> values;
      if (argument.pass != Argument::kItself) {
        values.push_back(writer.Value(V::INITIAL, self, held));
      }
      if (argument.pass != Argument::kValue) values.push_back(writer.Value(V::ADDRESS, self, held));
      trees.push_back(writer.Tree(0, values));
    }
  }
  if (passes_rest) trees.insert(trees.end(), passed.begin(), passed.end());
  const uint32_t result = call(callee, trees);
  out.set_returned(writer.Tree(0, {writer.Value(V::INITIAL, result, 0)}));
  everything(out.call_size() - 1, [&](uint32_t base, uint32_t tree) {
    auto* memory = out.add_exit();
    memory->set_base(base);
    memory->set_tree(tree);
  });
  return std::move(writer.out);
}

}  // namespace pedigree
