#include "analyzer/fragment/columns.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/fragment/column_streams.h"
#include "analyzer/fragment/layout.h"
#include "analyzer/fragment/wire.h"
#include "proto/fragment.pb.h"

namespace pedigree {
namespace columns {
namespace {

constexpr Table kFirstOfFunction = kBases;
// No message comes near; a damaged one may claim anything.
constexpr int kMaxSizeBits = 31;

// Small differences, up or down, as small numbers. The top bit is lost: no number needs it.
uint64_t Folded(uint64_t difference) { return (difference << 1) ^ (0 - (difference >> 63)); }
uint64_t Unfolded(uint64_t code) { return (code >> 1) ^ (0 - (code & 1)); }

// Goes over a message, and writes its columns or is told by them what it is. Both are the same way,
// number by number, so that both know the same of what went before.
template <typename Columns>
class MessageColumns {
 public:
  // `size`: no message is longer.
  MessageColumns(Columns& columns, const Schema& schema, uint64_t size)
      : columns_(columns), size_(size), last_(schema.columns), of_function_(schema.of_function) {
    ends_.fill(1);
  }

  void Go(const Layout& layout, std::string_view message) {
    std::vector<Occurrence> all;
    if constexpr (kWrites) all = Occurrences(message);
    std::array<uint64_t, kMaxVariants> small{};  // the numbers of the first fields
    std::vector<uint64_t> numbers;
    BeginMessage(layout);
    for (const Field& field : layout.fields) {
      if (failed()) return;
      const std::span<const Occurrence> values = Of(all, field.number);
      const uint64_t given = values.empty() ? 0 : values.back().number;
      switch (field.kind) {
        case Field::kNumber: {
          const uint64_t value = Number(layout, field, small, given);
          if (field.number < kMaxVariants) small[field.number] = value;
          NoteNumber(layout, field, small, value);
          if (value != 0) Put(field.number, value);
          break;
        }
        case Field::kNumbers: {
          numbers.clear();
          if constexpr (kWrites) numbers = NumbersOf(values);
          const uint64_t count = columns_.Number(field.counts, numbers.size());
          for (size_t i = 0; i < count && !failed(); ++i) {
            if constexpr (!kWrites) numbers.push_back(0);
            numbers[i] = Item(field, i > 0 ? &numbers[i - 1] : nullptr, numbers[i]);
          }
          NoteList(layout, field, numbers);
          PutList(field.number, numbers);
          break;
        }
        case Field::kFixed64: {
          const int bytes = given == 0 ? 0 : given >> 32 == 0 ? 4 : 8;
          const uint64_t length = columns_.Number(field.counts, bytes);
          if (length == 0) break;
          PutFixed64(field.number, columns_.Fixed(field.column, length <= 4 ? 4 : 8, given));
          break;
        }
        case Field::kBytes: {
          uint64_t count = 1;
          if (field.repeated) count = columns_.Number(field.counts, values.size());
          for (uint64_t i = 0; i < count && !failed(); ++i) {
            const std::string_view bytes = i < values.size() ? values[i].bytes : "";
            const std::string text = columns_.Text(field.column, bytes);
            if (field.repeated || !text.empty()) PutBytes(field.number, text);
          }
          break;
        }
        case Field::kMessage:
          Submessage(field, values.empty() ? std::string_view() : values.back().bytes);
          break;
        case Field::kMessages: {
          const uint64_t count = columns_.Number(field.counts, values.size());
          if (layout.kind == Layout::kFunction) {
            if (Is(field, Function::kSetFieldNumber)) PlaceSets(count);
            if (Is(field, Function::kValueFieldNumber)) PlaceValues(count);
          }
          for (uint64_t i = 0; i < count && !failed(); ++i) {
            Submessage(field, kWrites ? values[i].bytes : std::string_view());
          }
          break;
        }
      }
    }
  }

  bool failed() const { return columns_.failed() || out_.size() > size_; }
  // What was read: the message's bytes.
  std::string& out() { return out_; }

 private:
  static constexpr bool kWrites = Columns::kWrites;

  static constexpr uint64_t kNoObject = ~uint64_t{0};
  // Where a function uses a set or a value first.
  struct Place {
    uint32_t call = 0;          // the number of calls up to it
    uint64_t base = kNoObject;  // of an object in memory
    uint64_t path = 0;          // in the object
    bool known = false;
  };
  // Those after have none: a damaged fragment may claim any number.
  static constexpr uint64_t kMaxPlaces = 1 << 20;

  // The occurrences of a message's fields.
  struct Occurrence {
    uint32_t field;
    size_t place;
    uint64_t number;
    std::string_view bytes;
  };
  static std::vector<Occurrence> Occurrences(std::string_view message) {
    std::vector<Occurrence> all;
    for (WireReader reader(message); reader.Next();) {
      const bool bytes = reader.type == WireReader::kBytes;
      all.push_back({reader.field, reader.offset(), bytes ? 0 : reader.number,
                     bytes ? reader.bytes : std::string_view()});
    }
    const auto before = [](const Occurrence& a, const Occurrence& b) {
      return a.field != b.field ? a.field < b.field : a.place < b.place;
    };
    if (!std::is_sorted(all.begin(), all.end(), before)) std::sort(all.begin(), all.end(), before);
    return all;
  }
  static std::span<const Occurrence> Of(const std::vector<Occurrence>& all, uint32_t field) {
    const auto before = [](const Occurrence& a, uint32_t number) { return a.field < number; };
    const auto begin = std::lower_bound(all.begin(), all.end(), field, before);
    auto end = begin;
    while (end != all.end() && end->field == field) ++end;
    return {begin, end};
  }
  static std::vector<uint64_t> NumbersOf(std::span<const Occurrence> values) {
    std::vector<uint64_t> numbers;
    for (const Occurrence& v : values) {
      uint64_t value = v.number;
      if (v.bytes.empty()) {
        numbers.push_back(value);
      } else {
        for (WireReader packed(v.bytes); packed.NextPacked(&value);) numbers.push_back(value);
      }
    }
    return numbers;
  }

  static bool Is(const Field& field, int number) {
    return field.number == static_cast<uint32_t>(number);
  }

  // Numbers as they are written, and back. 0 is none, or the first; 1 is the next one of its table,
  // and what was used before goes by its own number. `before`: the number before it in the list.
  uint64_t ToCode(Table table, uint64_t value, const uint64_t* before) {
    if (table == kNone || table == kBases) return value;
    uint64_t& end = ends_[table];
    if (value != 0 && value >= end) {
      const uint64_t ahead = value - end;
      end = value + 1;
      return ahead * 2 + 1;
    }
    // Sets that have a part in common look alike in it.
    if (table == kValues && before != nullptr) return Folded(value - *before) * 2;
    return value * 2;
  }
  uint64_t FromCode(Table table, uint64_t code, const uint64_t* before) {
    if (table == kNone || table == kBases) return code;
    uint64_t& end = ends_[table];
    if (code % 2 == 1) {
      const uint64_t value = end + code / 2;
      end = value + 1;
      return value;
    }
    if (table == kValues && before != nullptr) return *before + Unfolded(code / 2);
    return code / 2;
  }

  using Small = std::array<uint64_t, kMaxVariants>;

  // Whether it is known of the number's place what it most probably is.
  bool Foreseen(const Layout& layout, const Field& field, const Small& small) const {
    switch (layout.kind) {
      case Layout::kFunction:
        return Is(field, Function::kNameFieldNumber);
      case Layout::kCall:
        return Is(field, Call::kNameFieldNumber);
      case Layout::kMemory:
        return Is(field, Memory::kTreeFieldNumber);
      case Layout::kValue: {
        const uint64_t kind = small[Value::kKindFieldNumber];
        return (Is(field, Value::kIndexFieldNumber) && kind == Value::INITIAL) ||
               (Is(field, Value::kBaseFieldNumber) && kind == Value::OUT) ||
               (Is(field, Value::kPathFieldNumber) && kind != Value::ADDRESS &&
                place_.base != kNoObject);
      }
      default:
        return false;
    }
  }
  uint64_t Expected(const Layout& layout, const Small& small, const Field& field) const {
    const auto told = [](const auto& map, uint64_t key, uint64_t otherwise) {
      const auto it = map.find(key);
      return it == map.end() ? otherwise : it->second;
    };
    switch (layout.kind) {
      case Layout::kFunction:
        return small[Function::kSymbolFieldNumber];
      case Layout::kCall: {
        // As at the last call of the same function.
        const uint64_t callee = small[Call::kCalleeFieldNumber];
        return told(names_, callee, callee);
      }
      case Layout::kMemory:
        // The call before left it as it was.
        return told(memory_, small[Memory::kBaseFieldNumber], 0);
      default:
        // What stood at the place at first, or what a call left there.
        return Is(field, Value::kPathFieldNumber) ? place_.path : place_.base;
    }
  }

  uint64_t Number(const Layout& layout, const Field& field, const Small& small, uint64_t value) {
    const uint64_t variant =
        field.chosen_by == 0 ? 0 : std::min(small[field.chosen_by], kMaxVariants - 1);
    const uint32_t column = field.column + variant;
    if (field.difference != Field::kNoDifference) {
      uint64_t& last = last_[column];
      return last += Unfolded(columns_.Number(column, Folded(value - last)));
    }
    if (layout.kind == Layout::kValue && Is(field, Value::kIndexFieldNumber) &&
        small[Value::kKindFieldNumber] == Value::OUT) {
      return place_.call - Unfolded(columns_.Number(column, Folded(place_.call - value)));
    }
    const Table table = field.chosen_by == 0 ? field.table : field.table_of_variant[variant];
    if (!Foreseen(layout, field, small)) {
      const uint64_t code = columns_.Number(column, kWrites ? ToCode(table, value, nullptr) : 0);
      return kWrites ? value : FromCode(table, code, nullptr);
    }
    // 0 is 0, and 1 is what is expected.
    uint64_t code = 0;
    if (kWrites && value != 0) {
      code = value == Expected(layout, small, field) ? 1 : ToCode(table, value, nullptr) + 1;
    }
    code = columns_.Number(column, code);
    if (kWrites) return value;
    return code == 0   ? 0
           : code == 1 ? Expected(layout, small, field)
                       : FromCode(table, code - 1, nullptr);
  }

  uint64_t Item(const Field& field, const uint64_t* before, uint64_t value) {
    const uint64_t code =
        columns_.Number(field.column, kWrites ? ToCode(field.table, value, before) : 0);
    return kWrites ? value : FromCode(field.table, code, before);
  }

  void Mention(const Layout& layout, Table table, uint64_t which) {
    if (layout.kind == Layout::kTree || (table != kTrees && table != kSets)) return;
    const uint64_t base = layout.kind == Layout::kMemory ? memory_base_ : kNoObject;
    mentions_.push_back({table, which, {.call = calls_, .base = base, .known = true}});
  }
  void NoteNumber(const Layout& layout, const Field& field, const Small& small, uint64_t value) {
    if (layout.kind == Layout::kMemory) {
      if (Is(field, Memory::kBaseFieldNumber)) memory_base_ = value;
      if (Is(field, Memory::kTreeFieldNumber)) memory_[memory_base_] = value;
    }
    if (layout.kind == Layout::kCall && Is(field, Call::kNameFieldNumber) && value != 0) {
      names_[small[Call::kCalleeFieldNumber]] = value;
    }
    Mention(layout, field.table, value);
  }
  void NoteList(const Layout& layout, const Field& field, const std::vector<uint64_t>& numbers) {
    if (layout.kind == Layout::kTree) {
      if (Is(field, Tree::kPathFieldNumber)) trees_.back().first = numbers;
      if (Is(field, Tree::kSetFieldNumber)) trees_.back().second = numbers;
    } else if (layout.kind == Layout::kSet) {
      for (const uint64_t value : numbers) members_.push_back({value, place_});
    } else {
      for (const uint64_t number : numbers) Mention(layout, field.table, number);
    }
  }

  void PlaceSets(uint64_t count) {
    set_places_.assign(std::min(count, kMaxPlaces), {});
    std::vector<bool> seen(trees_.size());
    const auto place = [&](uint64_t set, const Place& at) {
      if (set < set_places_.size() && !set_places_[set].known) set_places_[set] = at;
    };
    for (const Mentioned& mentioned : mentions_) {
      Place at = mentioned.place;
      if (mentioned.table == kSets) {
        place(mentioned.which, at);
        continue;
      }
      if (mentioned.which >= trees_.size() || seen[mentioned.which]) continue;
      seen[mentioned.which] = true;
      const auto& [paths, sets] = trees_[mentioned.which];
      for (size_t i = 0; i < paths.size() && i < sets.size(); ++i) {
        at.path = paths[i];
        place(sets[i], at);
      }
    }
    next_set_ = 0;
    members_.clear();
  }
  void PlaceValues(uint64_t count) {
    value_places_.assign(std::min(count, kMaxPlaces), {});
    for (const auto& [value, place] : members_) {
      if (value < value_places_.size() && !value_places_[value].known) value_places_[value] = place;
    }
    next_value_ = 0;
  }

  void BeginMessage(const Layout& layout) {
    switch (layout.kind) {
      case Layout::kFunction:
        std::fill(ends_.begin() + kFirstOfFunction, ends_.end(), 1);
        for (const uint32_t column : of_function_) last_[column] = 0;
        calls_ = 0;
        memory_.clear();
        mentions_.clear();
        trees_.clear();
        break;
      case Layout::kCall:
        ++calls_;
        break;
      case Layout::kTree:
        trees_.emplace_back();
        break;
      case Layout::kSet:
        place_ = next_set_ < set_places_.size() ? set_places_[next_set_++] : Place();
        break;
      case Layout::kValue:
        place_ = next_value_ < value_places_.size() ? value_places_[next_value_++] : Place();
        break;
      default:
        break;
    }
  }
  void Submessage(const Field& field, std::string_view message) {
    if constexpr (kWrites) {
      Go(*field.message, message);
      return;
    }
    const size_t before = out_.size();
    PutVarint(field.number << 3 | 2, &out_);
    const size_t at = out_.size();
    out_.push_back(0);
    Go(*field.message, message);
    // A length that is known only in the end: most take one byte.
    const size_t size = out_.size() - at - 1;
    if (size == 0 && !field.repeated) {
      out_.resize(before);  // all its fields unset
    } else if (size < 0x80) {
      out_[at] = static_cast<char>(size);
    } else {
      std::string length;
      PutVarint(size, &length);
      out_.replace(at, 1, length);
    }
  }

  // What is read is written to the message.
  void Put(uint32_t field, uint64_t value) {
    if constexpr (kWrites) return;
    PutVarint(field << 3, &out_);
    PutVarint(value, &out_);
  }
  void PutList(uint32_t field, const std::vector<uint64_t>& numbers) {
    if (kWrites || numbers.empty()) return;
    std::string list;
    for (const uint64_t number : numbers) PutVarint(number, &list);
    PutBytes(field, list);
  }
  void PutBytes(uint32_t field, std::string_view bytes) {
    if constexpr (kWrites) return;
    PutVarint(field << 3 | 2, &out_);
    PutVarint(bytes.size(), &out_);
    out_ += bytes;
  }
  void PutFixed64(uint32_t field, uint64_t value) {
    if constexpr (kWrites) return;
    PutVarint(field << 3 | 1, &out_);
    for (int i = 0; i < 8; ++i) out_.push_back(static_cast<char>(value >> 8 * i));
  }

  struct Mentioned {
    Table table;
    uint64_t which;
    Place place;
  };

  Columns& columns_;
  const uint64_t size_;
  std::string out_;
  std::array<uint64_t, kTables> ends_;
  std::vector<uint64_t> last_;  // by column
  const std::vector<uint32_t>& of_function_;
  std::unordered_map<uint64_t, uint64_t> names_;  // of functions called, by their symbols

  // Of the function.
  uint32_t calls_ = 0;
  uint64_t memory_base_ = 0;
  std::unordered_map<uint64_t, uint64_t> memory_;  // the tree of each base, where it was told last
  std::vector<Mentioned> mentions_;
  std::vector<std::pair<std::vector<uint64_t>, std::vector<uint64_t>>> trees_;  // paths, sets
  std::vector<std::pair<uint64_t, Place>> members_;                             // of sets
  std::vector<Place> set_places_, value_places_;
  size_t next_set_ = 0, next_value_ = 0;
  Place place_;  // of the set or value at hand
};

}  // namespace
}  // namespace columns

std::string ToColumns(std::string_view message) {
  const columns::Schema& schema = columns::FragmentSchema();
  columns::ColumnWriter writer(schema.columns);
  columns::MessageColumns<columns::ColumnWriter>(writer, schema, 0).Go(*schema.layout, message);
  // How long the message is, roughly, so that a damaged one ends.
  return static_cast<char>(std::bit_width(message.size())) + writer.Take();
}

std::optional<std::string> FromColumns(std::string_view bytes) {
  const columns::Schema& schema = columns::FragmentSchema();
  if (bytes.empty() || bytes[0] < 0 || bytes[0] > columns::kMaxSizeBits) return std::nullopt;
  columns::ColumnReader reader(schema.columns);
  if (!reader.Open(bytes.substr(1))) return std::nullopt;
  columns::MessageColumns<columns::ColumnReader> message(reader, schema, uint64_t{1} << bytes[0]);
  message.Go(*schema.layout, {});
  if (message.failed() || !reader.Done()) return std::nullopt;
  return std::move(message.out());
}

}  // namespace pedigree
