// Memory that is shared with a file: what it holds at any time after the call that shares it is
// written. The write is a function of our own that runs on, as a thread does, from the call on.

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/function_writer.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"
#include "llvm/Support/FormatVariadic.h"

namespace pedigree {

uint32_t Unit::RequireWriter(const Location& place, uint32_t api) {
  const uint32_t symbol =
      Str(llvm::formatv("(memory of {0}:{1}:{2})", Text(place.file()), place.line(), place.column())
              .str());
  if (!thunks_.insert(symbol).second) return symbol;
  FunctionWriter writer;
  Function& out = writer.out;
  out.set_symbol(symbol);
  out.set_name(api);
  out.set_linkage(Function::MERGED);
  *out.mutable_location() = place;
  out.set_parameters(2);
  out.add_parameter_name(Str("memory"));
  out.add_parameter_name(Str("file"));
  const uint32_t memory = writer.Base(Base::PARAM, 0), file = writer.Base(Base::PARAM, 1);
  const PathId pointee = paths_.Append(0, Step::Pointee());
  const PathId any_of_array = paths_.Append(paths_.Append(0, Step::AnyOffset()), Step::Pointee());
  Site* site = out.add_site();
  site->set_kind(Site::WRITE);
  *site->mutable_location() = place;
  site->set_api(api);
  site->set_data(writer.Tree(0, {writer.Value(Value::INITIAL, memory, pointee),
                                 writer.Value(Value::INITIAL, memory, any_of_array)}));
  site->set_handle(writer.Set({writer.Value(Value::INITIAL, file, 0)}));
  *fragment_.add_function() = std::move(out);
  return symbol;
}

// A `writes` of a model that is `meanwhile`, once all else of the call is done.
void Walker::ShareMemory(const Model::Writes& effect, SetId handle, ModelCall& call) {
  for (const Model::Writes::Bits& bits : effect.where) {
    if (bits.argument >= call.actuals->size()) continue;
    const clang::Expr* expr = (*call.actuals)[bits.argument].expr;
    const auto value = expr ? ConstantOf(expr) : std::nullopt;
    if (value && (static_cast<uint64_t>(*value) & bits.mask) != bits.mask) return;
  }
  Port pointer = effect.from[0];
  pointer.steps.pop_back();
  const int number = call.effects++;
  CallRecord record;
  record.location = unit_.Place(call.where ? PlaceOf(call.where) : decl_->getLocation());
  record.name = unit_.Str(unit_.Name(call.callee));
  record.target = values_.Single(
      {.kind = Value::FUNCTION, .index = unit_.RequireWriter(record.location, record.name)});
  const TreeId shared = pointer.root == Port::kReturn ? call.returned.value_or(values_.EmptyCell())
                                                      : PortTree(pointer, call);
  for (const SetId argument : {values_.Cell(shared, 0, 0), handle}) {
    record.arguments.push_back(values_.Leaf(argument));
    Reach(argument, /*writable=*/false, /*may_point=*/true, record.reached);
  }
  const uint32_t index = RecordCall(Key{call.key, 1000 + number}, std::move(record));
  Start(index, SubKey(call.key, (1 << 21) + number), call.where);
}

}  // namespace pedigree
