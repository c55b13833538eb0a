#include "analyzer/link/fragment_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "analyzer/fragment/packed.h"
#include "analyzer/fragment/wire.h"

namespace pedigree::link {
namespace {

absl::Status Damaged(std::string_view file, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: not a Pedigree fragment: {}", file, what));
}

template <typename Message>
bool Parse(std::string_view bytes, Message* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// Reads the fields of a fragment, and those of its outline, if it is packed.
absl::Status ReadFields(std::string_view file, std::string_view bytes, size_t offset,
                        FragmentIndex* fragment, uint64_t* version) {
  std::string_view outline;
  WireReader reader(bytes);
  while (reader.Next()) {
    const bool is_bytes = reader.type == WireReader::kBytes;
    bool good = true;
    switch (reader.field) {
      case Fragment::kSchemaVersionFieldNumber:
        good = reader.type == WireReader::kVarint;
        *version = reader.number;
        break;
      case Fragment::kSourceFieldNumber:
        good = is_bytes;
        fragment->source = reader.bytes;
        break;
      case Fragment::kIncompleteFieldNumber:
        fragment->incomplete = reader.number != 0;
        break;
      case Fragment::kStringFieldNumber:
        good = is_bytes;
        fragment->strings.push_back(reader.bytes);
        break;
      case Fragment::kPathFieldNumber:
        good = is_bytes && Parse(reader.bytes, &fragment->paths.emplace_back());
        break;
      case Fragment::kFunctionFieldNumber:
        good = is_bytes;
        fragment->functions.push_back(reader.bytes);
        break;
      case Fragment::kClassFieldNumber:
        good = is_bytes && Parse(reader.bytes, &fragment->classes.emplace_back());
        break;
      case Fragment::kMessageTagFieldNumber:
        good = is_bytes && Parse(reader.bytes, &fragment->message_tags.emplace_back());
        break;
      case Fragment::kKnownNumberFieldNumber:
        good = is_bytes && Parse(reader.bytes, &fragment->known_numbers.emplace_back());
        break;
      case Fragment::kOutlineFieldNumber:
        good = is_bytes;
        outline = reader.bytes;
        break;
      case Fragment::kBodiesFieldNumber:
        good = is_bytes;
        fragment->bodies.push_back(reader.bytes);
        break;
      default:
        break;
    }
    if (!good) {
      return Damaged(file, fmt::format("field {} ends wrongly at byte {}", reader.field,
                                       offset + reader.offset()));
    }
    if (*version > kSchemaVersion) {
      return absl::InvalidArgumentError(fmt::format(
          "{}: fragment of schema version {}; this pedigree reads up to {}: use a newer one", file,
          *version, kSchemaVersion));
    }
  }
  if (reader.failed()) {
    return Damaged(file, fmt::format("it ends wrongly at byte {}", offset + reader.offset()));
  }
  if (outline.empty() || fragment->unpacked != nullptr) return absl::OkStatus();
  if (*version < kPackedVersion) {
    return absl::InvalidArgumentError(
        fmt::format("{}: fragment of schema version {}, by an older pedigree: extract {} again",
                    file, *version, fragment->source));
  }
  std::optional<std::string> unpacked = Unpack(outline);
  if (!unpacked) {
    return Damaged(file, fmt::format("the outline of {} is damaged", fragment->source));
  }
  fragment->unpacked = std::make_unique<std::string>(*std::move(unpacked));
  return ReadFields(file, *fragment->unpacked, 0, fragment, version);
}

absl::StatusOr<FragmentIndex> ReadFragment(std::string_view file, std::string_view bytes,
                                           size_t offset) {
  FragmentIndex fragment;
  fragment.file = file;
  fragment.bytes = bytes;
  uint64_t version = 0;
  absl::Status status = ReadFields(file, bytes, offset, &fragment, &version);
  if (!status.ok()) return status;
  if (version == 0) return Damaged(file, "it has no schema version");
  if (fragment.strings.empty()) fragment.strings.push_back("");
  if (fragment.paths.empty()) fragment.paths.emplace_back();
  const size_t groups = (fragment.functions.size() + kFunctionsOfGroup - 1) / kFunctionsOfGroup;
  if (fragment.unpacked != nullptr && fragment.bodies.size() != groups) {
    return Damaged(file, fmt::format("bodies of {} are missing", fragment.source));
  }

  const size_t strings = fragment.strings.size();
  for (size_t i = 1; i < fragment.paths.size(); ++i) {
    const PathNode& path = fragment.paths[i];
    if (path.parent() >= i || path.label() >= strings) {
      return Damaged(file, fmt::format("path {} of {} is out of range", i, fragment.source));
    }
  }
  for (const Class& cls : fragment.classes) {
    bool good = cls.symbol() < strings;
    for (uint32_t base : cls.base()) good &= base < strings;
    for (const Class::Method& method : cls.method()) {
      good &= method.symbol() < strings;
      for (uint32_t symbol : method.overrides()) good &= symbol < strings;
    }
    if (!good) return Damaged(file, fmt::format("a class of {} is out of range", fragment.source));
  }
  for (const MessageTag& tag : fragment.message_tags) {
    bool good = tag.message() < strings && tag.field() < strings;
    for (uint32_t text : tag.tag()) good &= text < strings;
    if (!good) return Damaged(file, fmt::format("a tag of {} is out of range", fragment.source));
  }
  for (const KnownNumber& number : fragment.known_numbers) {
    if (number.symbol() >= strings) {
      return Damaged(file, fmt::format("a number of {} is out of range", fragment.source));
    }
  }
  return fragment;
}

// Collects the first index that is out of range.
class RangeCheck {
 public:
  void In(const char* what, uint64_t index, uint64_t size) {
    if (index >= size && what_ == nullptr) {
      what_ = what;
      index_ = index;
    }
  }
  // An index + 1, where 0 is none.
  void InOrNone(const char* what, uint64_t index, uint64_t size) { In(what, index, size + 1); }
  const char* what() const { return what_; }
  uint64_t index() const { return index_; }

 private:
  const char* what_ = nullptr;
  uint64_t index_ = 0;
};

}  // namespace

absl::StatusOr<NamedFragment> LoadFragment(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::string message = fmt::format("{}: cannot open: {}", path, std::strerror(errno));
    return errno == ENOENT ? absl::NotFoundError(message) : absl::UnavailableError(message);
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (file.bad() || bytes.fail()) {
    // An empty file sets fail(), too, and is refused by ReadFragments.
    if (file.bad()) return absl::UnavailableError(fmt::format("{}: cannot read", path));
  }
  return NamedFragment{path, std::move(bytes).str()};
}

absl::StatusOr<std::vector<FragmentIndex>> ReadFragments(const NamedFragment& set) {
  std::vector<FragmentIndex> fragments;
  if (set.bytes.empty()) return Damaged(set.name, "it is empty");
  WireReader reader(set.bytes);
  while (reader.Next()) {
    if (reader.field != FragmentSet::kFragmentFieldNumber || reader.type != WireReader::kBytes) {
      return Damaged(set.name, fmt::format("unknown content before byte {}", reader.offset()));
    }
    absl::StatusOr<FragmentIndex> fragment =
        ReadFragment(set.name, reader.bytes, reader.offset() - reader.bytes.size());
    if (!fragment.ok()) return fragment.status();
    fragments.push_back(*std::move(fragment));
  }
  if (reader.failed()) {
    return Damaged(set.name, fmt::format("it ends wrongly at byte {}", reader.offset()));
  }
  return fragments;
}

absl::Status CheckFunction(const FragmentIndex& fragment, const Function& f) {
  RangeCheck check;
  const size_t strings = fragment.strings.size(), paths = fragment.paths.size();
  const int bases = f.base_size(), values = f.value_size(), calls = f.call_size();
  const int sites = f.site_size(), texts = f.text_size(), guards = f.guard_size();
  // [0] may be left out where nothing follows it.
  const int sets = std::max(f.set_size(), 1), trees = std::max(f.tree_size(), 1);
  auto memory = [&](const Memory& m) {
    check.In("base", m.base(), bases);
    check.In("tree", m.tree(), trees);
  };
  auto location = [&](const Location& l) { check.In("file", l.file(), strings); };

  check.In("symbol", f.symbol(), strings);
  check.In("name", f.name(), strings);
  location(f.location());
  for (uint32_t name : f.parameter_name()) check.In("parameter name", name, strings);
  for (const GivenNumber& given : f.given()) check.In("symbol", given.symbol(), strings);
  for (const Base& b : f.base()) {
    check.In("symbol", b.symbol(), strings);
    check.In("name", b.name(), strings);
    if (b.kind() == Base::RESULT) check.In("call", b.index(), calls);
  }
  for (const Value& v : f.value()) {
    check.In("path", v.path(), paths);
    switch (v.kind()) {
      case Value::INITIAL:
      case Value::ADDRESS:
        check.In("base", v.index(), bases);
        break;
      case Value::OUT:
        check.In("call", v.index(), calls);
        check.In("base", v.base(), bases);
        break;
      case Value::READ:
      case Value::HANDLE:
        check.In("site", v.index(), sites);
        break;
      case Value::TRANSFORMED:
        check.In("transform", v.index(), f.transform_size());
        break;
      case Value::TEXT:
        check.In("text", v.index(), texts);
        break;
      case Value::FUNCTION:
      case Value::TYPE:
        check.In("symbol", v.index(), strings);
        break;
      case Value::GUARD:
        check.In("guard", v.index(), guards);
        break;
      default:
        break;
    }
  }
  for (const ValueSet& s : f.set()) {
    for (uint32_t value : s.value()) check.In("value", value, values);
  }
  for (const Tree& t : f.tree()) {
    check.In("tree entry", t.path_size(), t.set_size() + 1);
    check.In("tree entry", t.set_size(), t.path_size() + 1);
    for (uint32_t path : t.path()) check.In("path", path, paths);
    for (uint32_t set : t.set()) check.In("set", set, sets);
  }
  for (const Call& c : f.call()) {
    location(c.location());
    check.In("symbol", c.callee(), strings);
    check.In("name", c.name(), strings);
    check.In("set", c.target(), sets);
    check.In("tree", c.receiver(), trees);
    for (uint32_t tree : c.argument()) check.In("tree", tree, trees);
    for (const Memory& m : c.memory()) memory(m);
    check.InOrNone("guard", c.guard(), guards);
    if (c.pseudo() == Call::THROWN) check.In("call", c.of(), calls);
    check.In("symbol", c.takes(), strings);
    for (uint32_t type : c.caught()) check.In("symbol", type, strings);
    for (const Memory& m : c.unwound()) memory(m);
  }
  for (const Throw& t : f.thrown()) {
    location(t.location());
    for (uint32_t type : t.type()) check.In("symbol", type, strings);
    for (uint32_t type : t.caught()) check.In("symbol", type, strings);
    check.In("tree", t.object(), trees);
    for (const Memory& m : t.memory()) memory(m);
    for (uint32_t call : t.again()) check.In("call", call, calls);
  }
  for (const Site& s : f.site()) {
    location(s.location());
    check.In("api", s.api(), strings);
    check.InOrNone("text", s.namespace_(), texts);
    check.InOrNone("text", s.name(), texts);
    check.InOrNone("text", s.sql(), texts);
    check.InOrNone("text", s.column(), texts);
    check.In("set", s.handle(), sets);
    check.In("set", s.parent(), sets);
    check.In("tree", s.data(), trees);
    for (uint32_t tag : s.tag()) check.In("tag", tag, strings);
    for (const Site::Tagged& tagged : s.tagged()) {
      check.In("column", tagged.column(), strings);
      check.In("message", tagged.message(), strings);
      check.In("field", tagged.field(), strings);
      for (uint32_t tag : tagged.tag()) check.In("tag", tag, strings);
    }
    check.InOrNone("guard", s.guard(), guards);
  }
  for (const Transform& t : f.transform()) {
    location(t.location());
    check.In("api", t.api(), strings);
    check.In("tree", t.input(), trees);
  }
  for (const TextTemplate& t : f.text()) {
    for (const TextTemplate::Part& part : t.part()) {
      check.In("literal", part.literal(), strings);
      check.In("set", part.set(), sets);
    }
  }
  for (const Guard& g : f.guard()) {
    location(g.location());
    check.In("set", g.set(), sets);
    check.InOrNone("guard", g.outer(), guards);
  }
  check.In("tree", f.returned(), trees);
  for (const Memory& m : f.exit()) memory(m);
  for (uint32_t gap : f.gap()) check.In("gap", gap, strings);

  if (check.what() == nullptr) return absl::OkStatus();
  const std::string_view name = f.name() < strings ? fragment.strings[f.name()] : "a function";
  return Damaged(fragment.file, fmt::format("{} {} in {} of {} is out of range", check.what(),
                                            check.index(), name, fragment.source));
}

}  // namespace pedigree::link
