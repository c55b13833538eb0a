#include "analyzer/fragment/packed.h"

#include <zstd.h>

#include "analyzer/fragment/columns.h"
#include "analyzer/fragment/wire.h"

namespace pedigree {
namespace {

// The highest level takes off 2% more and takes three times as long, longer than all the rest that
// is done for a small source. Large fragments (of generated sources) shall not take seconds.
constexpr int kLevel = 15, kLevelOfLarge = 9;
constexpr size_t kLarge = 1 << 20;
// No fragment comes near; a damaged one may claim anything.
constexpr unsigned long long kMaxBytes = 1ull << 31;

std::string Compress(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(),
                                    bytes.size() > kLarge ? kLevelOfLarge : kLevel);
  out.resize(ZSTD_isError(size) ? 0 : size);
  return out;
}

std::string PackBytes(const Fragment& fragment) {
  return Compress(ToColumns(fragment.SerializeAsString()));
}

// What the linker's index needs of a function. What is not known here to be of the body alone
// stays.
Function Outline(const Function& f) {
  Function outline = f;
  outline.clear_location();
  outline.clear_parameter_name();
  outline.clear_base();
  outline.clear_value();
  outline.clear_set();
  outline.clear_tree();
  outline.clear_site();
  outline.clear_transform();
  outline.clear_text();
  outline.clear_guard();
  outline.clear_returned();
  outline.clear_exit();
  outline.clear_thrown();
  outline.clear_gap();
  for (const Base& base : f.base()) {
    if (base.kind() == Base::GLOBAL) *outline.add_base() = base;
  }
  for (const Value& value : f.value()) {
    if (value.kind() != Value::FUNCTION) continue;
    Value* mentioned = outline.add_value();
    mentioned->set_kind(Value::FUNCTION);
    mentioned->set_index(value.index());
  }
  for (Call& call : *outline.mutable_call()) {
    call.clear_location();
    call.clear_name();
    call.clear_receiver();
    call.clear_argument();
    call.clear_memory();
    call.clear_mutable_argument();
    call.clear_mutable_receiver();
    call.clear_returnable_argument();
    call.clear_returnable_receiver();
    call.clear_returns();
    call.clear_of();
    call.clear_takes();
    call.clear_handler();
    call.clear_thrown_here();
    call.clear_caught();
    call.clear_unwound();
    call.clear_modeled();
    if (call.target() != 0) call.set_target(1);
    if (call.guard() != 0) call.set_guard(1);
  }
  // That there are some, the index notes.
  if (f.site_size() > 0) outline.add_site();
  if (f.gap_size() > 0) outline.add_gap(0);
  return outline;
}

// What the outline says stands nowhere else.
void ClearFacts(Function& body) {
  body.clear_symbol();
  body.clear_name();
  body.clear_linkage();
  body.clear_body_hash();
  body.clear_parameters();
  body.clear_method();
  body.clear_main();
  body.clear_initializer();
  body.clear_any_time();
  body.clear_widened();
  body.clear_throws();
}

}  // namespace

Fragment Pack(const Fragment& fragment) {
  Fragment packed;
  packed.set_schema_version(kPackedVersion);
  packed.set_source(fragment.source());
  packed.set_incomplete(fragment.incomplete());
  *packed.mutable_problem() = fragment.problem();

  Fragment outline, group;
  *outline.mutable_string() = fragment.string();
  *outline.mutable_path() = fragment.path();
  *outline.mutable_class_() = fragment.class_();
  *outline.mutable_message_tag() = fragment.message_tag();
  *outline.mutable_known_number() = fragment.known_number();
  auto close = [&] {
    if (group.function_size() > 0) packed.add_bodies(PackBytes(group));
    group.Clear();
  };
  for (const Function& function : fragment.function()) {
    *outline.add_function() = Outline(function);
    ClearFacts(*group.add_function() = function);
    if (group.function_size() == kFunctionsOfGroup) close();
  }
  close();
  packed.set_outline(PackBytes(outline));
  return packed;
}

std::optional<std::string> Unpack(std::string_view packed) {
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > kMaxBytes) {
    return std::nullopt;
  }
  std::string columns(size, '\0');
  const size_t got = ZSTD_decompress(columns.data(), columns.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) || got != size) return std::nullopt;
  return FromColumns(columns);
}

std::optional<Fragment> Unpack(const Fragment& fragment) {
  if (fragment.outline().empty()) return fragment;
  Fragment whole = fragment;
  whole.clear_outline();
  whole.clear_bodies();
  const std::optional<std::string> outline = Unpack(fragment.outline());
  if (!outline || !whole.MergeFromString(*outline)) return std::nullopt;
  int next = 0;
  for (const std::string& bytes : fragment.bodies()) {
    const std::optional<std::string> unpacked = Unpack(bytes);
    Fragment group;
    if (!unpacked || !group.ParseFromString(*unpacked)) return std::nullopt;
    for (const Function& body : group.function()) {
      if (next == whole.function_size()) return std::nullopt;
      Function& function = *whole.mutable_function(next++);
      const std::string bytes_of_both =
          WholeFunction(function.SerializeAsString(), body.SerializeAsString());
      if (!function.ParseFromString(bytes_of_both)) return std::nullopt;
    }
  }
  if (next != whole.function_size()) return std::nullopt;
  whole.set_schema_version(1);
  return whole;
}

std::string WholeFunction(std::string_view outline, std::string_view body) {
  std::string whole;
  // The outline's plain fields; its messages are in the body, in full.
  WireReader reader(outline);
  size_t begin = 0;
  while (reader.Next()) {
    if (reader.type != WireReader::kBytes) whole += outline.substr(begin, reader.offset() - begin);
    begin = reader.offset();
  }
  whole += body;
  return whole;
}

}  // namespace pedigree
