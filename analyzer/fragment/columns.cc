#include "analyzer/fragment/columns.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "analyzer/fragment/wire.h"
#include "proto/fragment.pb.h"

namespace pedigree {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Tables that numbers point into. Those of a function begin anew with each function.
enum Table : uint8_t { kStrings, kPaths, kBases, kValues, kSets, kTrees, kCalls, kTables, kNone };
constexpr Table kFirstOfFunction = kBases;
constexpr uint64_t kMaxVariants = 16;

struct Layout;

struct Field {
  enum Kind : uint8_t { kNumber, kFixed64, kBytes, kNumbers, kMessage, kMessages };
  uint32_t number = 0;
  Kind kind = kNumber;
  bool boolean = false;
  bool repeated = false;
  Table table = kNone;
  bool delta = false;  // from the same column's last value
  // Another column for each value of this field of the message, which comes before.
  uint32_t chosen_by = 0;
  std::array<Table, kMaxVariants> table_of_variant;
  uint32_t column = 0;  // the first; of variants, that of 0
  uint32_t counts = 0;  // the column of how many there are
  std::unique_ptr<Layout> message;
};

struct Layout {
  std::vector<Field> fields;
  bool function = false;
};

// What a number points into, where that is known. All else is written as it is: this table changes
// how small a fragment is, not what it says.
struct Hint {
  const Descriptor* message;
  int field;
  Table table;
};

const std::vector<Hint>& Hints() {
  static const auto* const kHints = new std::vector<Hint>{
      {Function::descriptor(), Function::kSymbolFieldNumber, kStrings},
      {Function::descriptor(), Function::kNameFieldNumber, kStrings},
      {Function::descriptor(), Function::kParameterNameFieldNumber, kStrings},
      {Function::descriptor(), Function::kReturnedFieldNumber, kTrees},
      {Location::descriptor(), Location::kFileFieldNumber, kStrings},
      {Base::descriptor(), Base::kSymbolFieldNumber, kStrings},
      {Base::descriptor(), Base::kNameFieldNumber, kStrings},
      {Value::descriptor(), Value::kBaseFieldNumber, kBases},
      {Value::descriptor(), Value::kPathFieldNumber, kPaths},
      {ValueSet::descriptor(), ValueSet::kValueFieldNumber, kValues},
      {Tree::descriptor(), Tree::kPathFieldNumber, kPaths},
      {Tree::descriptor(), Tree::kSetFieldNumber, kSets},
      {Memory::descriptor(), Memory::kBaseFieldNumber, kBases},
      {Memory::descriptor(), Memory::kTreeFieldNumber, kTrees},
      {Call::descriptor(), Call::kCalleeFieldNumber, kStrings},
      {Call::descriptor(), Call::kNameFieldNumber, kStrings},
      {Call::descriptor(), Call::kTargetFieldNumber, kSets},
      {Call::descriptor(), Call::kReceiverFieldNumber, kTrees},
      {Call::descriptor(), Call::kArgumentFieldNumber, kTrees},
      {Site::descriptor(), Site::kApiFieldNumber, kStrings},
      {Site::descriptor(), Site::kHandleFieldNumber, kSets},
      {Site::descriptor(), Site::kDataFieldNumber, kTrees},
      {Site::descriptor(), Site::kTagFieldNumber, kStrings},
      {Site::Tagged::descriptor(), Site::Tagged::kColumnFieldNumber, kStrings},
      {Site::Tagged::descriptor(), Site::Tagged::kTagFieldNumber, kStrings},
      {Site::Tagged::descriptor(), Site::Tagged::kMessageFieldNumber, kStrings},
      {Site::Tagged::descriptor(), Site::Tagged::kFieldFieldNumber, kStrings},
      {Transform::descriptor(), Transform::kInputFieldNumber, kTrees},
      {TextTemplate::Part::descriptor(), TextTemplate::Part::kLiteralFieldNumber, kStrings},
      {TextTemplate::Part::descriptor(), TextTemplate::Part::kSetFieldNumber, kSets},
      {TextTemplate::Part::descriptor(), TextTemplate::Part::kOptionFieldNumber, kStrings},
      {Guard::descriptor(), Guard::kSetFieldNumber, kSets},
      {PathNode::descriptor(), PathNode::kParentFieldNumber, kPaths},
      {PathNode::descriptor(), PathNode::kLabelFieldNumber, kStrings},
      {Class::descriptor(), Class::kSymbolFieldNumber, kStrings},
      {Class::descriptor(), Class::kBaseFieldNumber, kStrings},
      {Class::Method::descriptor(), Class::Method::kSymbolFieldNumber, kStrings},
      {Class::Method::descriptor(), Class::Method::kOverridesFieldNumber, kStrings},
  };
  return *kHints;
}

std::unique_ptr<Layout> MakeLayout(const Descriptor& type, uint32_t* columns) {
  auto layout = std::make_unique<Layout>();
  layout->function = &type == Function::descriptor();
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  std::sort(fields.begin(), fields.end(),
            [](const auto* a, const auto* b) { return a->number() < b->number(); });
  for (const FieldDescriptor* f : fields) {
    Field& field = layout->fields.emplace_back();
    field.number = f->number();
    field.repeated = f->is_repeated();
    field.table_of_variant.fill(kNone);
    switch (f->type()) {
      case FieldDescriptor::TYPE_MESSAGE:
        field.kind = f->is_repeated() ? Field::kMessages : Field::kMessage;
        break;
      case FieldDescriptor::TYPE_STRING:
      case FieldDescriptor::TYPE_BYTES:
        field.kind = Field::kBytes;
        break;
      case FieldDescriptor::TYPE_FIXED64:
        field.kind = Field::kFixed64;
        break;
      default:
        field.kind = f->is_repeated() ? Field::kNumbers : Field::kNumber;
        break;
    }
    if (field.repeated || field.kind == Field::kBytes) field.counts = (*columns)++;
    for (const Hint& hint : Hints()) {
      if (hint.message == &type && hint.field == f->number()) field.table = hint.table;
    }
    field.delta = &type == Location::descriptor() && f->number() == Location::kLineFieldNumber;
    field.column = (*columns)++;
    if (&type == Value::descriptor() && f->number() == Value::kIndexFieldNumber) {
      field.chosen_by = Value::kKindFieldNumber;
      field.table_of_variant[Value::INITIAL] = kBases;
      field.table_of_variant[Value::ADDRESS] = kBases;
      field.table_of_variant[Value::OUT] = kCalls;
      field.table_of_variant[Value::FUNCTION] = kStrings;
      field.table_of_variant[Value::TYPE] = kStrings;
      *columns += kMaxVariants - 1;
    }
    if (field.kind == Field::kMessage || field.kind == Field::kMessages) {
      field.message = MakeLayout(*f->message_type(), columns);
    }
  }
  return layout;
}

// The layout of a type, made once. None of ours contains itself.
struct Schema {
  std::unique_ptr<Layout> layout;
  uint32_t columns = 0;
};

const Schema& SchemaOf(const Descriptor& type) {
  static const auto* const kSchemas = [] {
    auto* schemas = new std::map<const Descriptor*, Schema>;
    for (const Descriptor* d : {Fragment::descriptor()}) {
      Schema& schema = (*schemas)[d];
      schema.layout = MakeLayout(*d, &schema.columns);
    }
    return schemas;
  }();
  return kSchemas->at(&type);
}

void PutVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

// What is remembered from one number to the next.
class Distances {
 public:
  explicit Distances(uint32_t columns) : last_(columns) { ends_.fill(0); }
  void BeginFunction() { std::fill(ends_.begin() + kFirstOfFunction, ends_.end(), 0); }

  // `before`: the number before it in the same list. What is not new in its table is written as the
  // distance from that, so that lists that have a part in common look alike in it, wherever they
  // stand.
  uint64_t Encode(Table table, bool delta, uint32_t column, uint64_t value,
                  const uint64_t* before) {
    if (delta) {
      const uint64_t difference = value - last_[column];
      last_[column] = value;
      return Folded(difference);
    }
    if (table == kNone) return value;
    uint64_t& end = ends_[table];
    if (before != nullptr) {
      if (value < end) return Folded(value - *before) * 2 + 1;
      const uint64_t code = (value - end) * 2;
      end = value + 1;
      return code;
    }
    const uint64_t code = value >= end ? (value - end) * 2 : (end - value) * 2 - 1;
    if (value >= end) end = value + 1;
    return code;
  }
  uint64_t Decode(Table table, bool delta, uint32_t column, uint64_t code, const uint64_t* before) {
    if (delta) return last_[column] += Unfolded(code);
    if (table == kNone) return code;
    uint64_t& end = ends_[table];
    if (before != nullptr && code % 2 == 1) return *before + Unfolded(code / 2);
    const uint64_t value = code % 2 == 0 ? end + code / 2 : end - (code + 1) / 2;
    if (value >= end) end = value + 1;
    return value;
  }

 private:
  // Small differences, up or down, as small numbers. The top bit is lost: no number needs it.
  static uint64_t Folded(uint64_t difference) {
    return (difference << 1) ^ (0 - (difference >> 63));
  }
  static uint64_t Unfolded(uint64_t code) { return (code >> 1) ^ (0 - (code & 1)); }

  std::array<uint64_t, kTables> ends_;
  std::vector<uint64_t> last_;
};

class Writer {
 public:
  explicit Writer(uint32_t columns) : columns_(columns), distances_(columns) {}

  void Write(const Layout& layout, std::string_view message) {
    if (layout.function) distances_.BeginFunction();
    // The occurrences of each field, in order.
    struct Occurrence {
      uint32_t field;
      size_t place;
      uint64_t number;
      std::string_view bytes;
    };
    std::vector<Occurrence> all;
    WireReader reader(message);
    while (reader.Next()) {
      all.push_back({reader.field, reader.offset(),
                     reader.type == WireReader::kBytes ? 0 : reader.number,
                     reader.type == WireReader::kBytes ? reader.bytes : std::string_view()});
    }
    std::sort(all.begin(), all.end(), [](const Occurrence& a, const Occurrence& b) {
      return a.field != b.field ? a.field < b.field : a.place < b.place;
    });
    std::array<uint64_t, kMaxVariants> small{};  // the numbers of the first fields
    size_t at = 0;
    for (const Field& field : layout.fields) {
      while (at < all.size() && all[at].field < field.number) ++at;
      const size_t begin = at;
      while (at < all.size() && all[at].field == field.number) ++at;
      const std::span<const Occurrence> values(all.data() + begin, at - begin);
      switch (field.kind) {
        case Field::kNumber: {
          const uint64_t value = values.empty() ? 0 : values.back().number;
          if (field.number < kMaxVariants) small[field.number] = value;
          PutNumber(field, field.chosen_by == 0 ? 0 : small[field.chosen_by], value);
          break;
        }
        case Field::kNumbers: {
          std::vector<uint64_t> numbers;
          for (const Occurrence& v : values) {
            uint64_t value = v.number;
            if (v.bytes.empty()) {
              numbers.push_back(value);
            } else {
              for (WireReader packed(v.bytes); packed.NextPacked(&value);) numbers.push_back(value);
            }
          }
          PutVarint(numbers.size(), &columns_[field.counts]);
          const uint64_t* before = nullptr;
          for (const uint64_t& value : numbers) {
            PutNumber(field, 0, value, before);
            before = &value;
          }
          break;
        }
        case Field::kFixed64: {
          const uint64_t value = values.empty() ? 0 : values.back().number;
          columns_[field.column].append(reinterpret_cast<const char*>(&value), sizeof(value));
          break;
        }
        case Field::kBytes:
          // How many, and then how long each is.
          if (field.repeated) PutVarint(values.size(), &columns_[field.counts]);
          if (!field.repeated && values.empty()) PutVarint(0, &columns_[field.counts]);
          for (const Occurrence& v : values) {
            PutVarint(v.bytes.size(), &columns_[field.counts]);
            columns_[field.column].append(v.bytes);
          }
          break;
        case Field::kMessage:
          Write(*field.message, values.empty() ? std::string_view() : values.back().bytes);
          break;
        case Field::kMessages:
          PutVarint(values.size(), &columns_[field.counts]);
          for (const Occurrence& v : values) Write(*field.message, v.bytes);
          break;
      }
    }
  }

  std::string Take() const {
    std::string all;
    for (const std::string& column : columns_) PutVarint(column.size(), &all);
    for (const std::string& column : columns_) all += column;
    return all;
  }

 private:
  void PutNumber(const Field& field, uint64_t variant, uint64_t value,
                 const uint64_t* before = nullptr) {
    uint32_t column = field.column;
    Table table = field.table;
    if (field.chosen_by != 0) {
      variant = std::min(variant, kMaxVariants - 1);
      column += variant;
      table = field.table_of_variant[variant];
    }
    PutVarint(distances_.Encode(table, field.delta, column, value, before), &columns_[column]);
  }

  std::vector<std::string> columns_;
  Distances distances_;
};

class Reader {
 public:
  explicit Reader(uint32_t columns) : columns_(columns), distances_(columns) {}

  bool Open(std::string_view bytes) {
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    std::vector<uint64_t> sizes(columns_.size());
    for (uint64_t& size : sizes) {
      if (!Varint(&at, end, &size)) return false;
    }
    for (size_t i = 0; i < sizes.size(); ++i) {
      if (sizes[i] > static_cast<uint64_t>(end - at)) return false;
      columns_[i] = {at, at + sizes[i]};
      at += sizes[i];
    }
    return at == end;
  }

  // Appends the message's bytes.
  void Read(const Layout& layout, std::string* out) {
    if (layout.function) distances_.BeginFunction();
    std::array<uint64_t, kMaxVariants> small{};
    for (const Field& field : layout.fields) {
      if (failed_) return;
      switch (field.kind) {
        case Field::kNumber: {
          const uint64_t value = Number(field, field.chosen_by == 0 ? 0 : small[field.chosen_by]);
          if (field.number < kMaxVariants) small[field.number] = value;
          if (value == 0) break;
          PutVarint(field.number << 3, out);
          PutVarint(value, out);
          break;
        }
        case Field::kNumbers: {
          uint64_t count = Raw(field.counts);
          if (count == 0 || failed_) break;
          PutVarint(field.number << 3 | 2, out);
          const size_t at = Begin(out);
          uint64_t value = 0;
          const uint64_t* before = nullptr;
          while (count-- > 0 && !failed_) {
            value = Number(field, 0, before);
            before = &value;
            PutVarint(value, out);
          }
          End(at, out);
          break;
        }
        case Field::kFixed64: {
          Column& column = columns_[field.column];
          if (column.end - column.at < 8) {
            failed_ = true;
            break;
          }
          uint64_t value;
          std::memcpy(&value, column.at, 8);
          column.at += 8;
          if (value == 0) break;
          PutVarint(field.number << 3 | 1, out);
          out->append(reinterpret_cast<const char*>(&value), sizeof(value));
          break;
        }
        case Field::kBytes: {
          uint64_t count = field.repeated ? Raw(field.counts) : 1;
          while (count-- > 0 && !failed_) {
            const uint64_t size = Raw(field.counts);
            Column& column = columns_[field.column];
            if (size > static_cast<uint64_t>(column.end - column.at)) {
              failed_ = true;
              break;
            }
            if (size == 0 && !field.repeated) break;
            PutVarint(field.number << 3 | 2, out);
            PutVarint(size, out);
            out->append(column.at, size);
            column.at += size;
          }
          break;
        }
        case Field::kMessage:
        case Field::kMessages: {
          uint64_t count = field.repeated ? Raw(field.counts) : 1;
          while (count-- > 0 && !failed_) {
            const size_t before = out->size();
            PutVarint(field.number << 3 | 2, out);
            const size_t at = Begin(out);
            Read(*field.message, out);
            if (!field.repeated && out->size() == at + 1) {
              out->resize(before);  // all its fields unset
            } else {
              End(at, out);
            }
          }
          break;
        }
      }
    }
  }

  // Whether all was there, and nothing more.
  bool Done() const {
    return !failed_ && std::all_of(columns_.begin(), columns_.end(),
                                   [](const Column& c) { return c.at == c.end; });
  }

 private:
  struct Column {
    const char* at = nullptr;
    const char* end = nullptr;
  };

  static bool Varint(const char** at, const char* end, uint64_t* value) {
    uint64_t result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (*at == end) return false;
      const uint8_t byte = static_cast<uint8_t>(*(*at)++);
      result |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        *value = result;
        return true;
      }
    }
    return false;
  }

  uint64_t Raw(uint32_t column) {
    uint64_t value = 0;
    if (!Varint(&columns_[column].at, columns_[column].end, &value)) failed_ = true;
    return failed_ ? 0 : value;
  }

  uint64_t Number(const Field& field, uint64_t variant, const uint64_t* before = nullptr) {
    uint32_t column = field.column;
    Table table = field.table;
    if (field.chosen_by != 0) {
      variant = std::min(variant, kMaxVariants - 1);
      column += variant;
      table = field.table_of_variant[variant];
    }
    return distances_.Decode(table, field.delta, column, Raw(column), before);
  }

  // A length that is known only in the end: most take one byte.
  static size_t Begin(std::string* out) {
    out->push_back(0);
    return out->size() - 1;
  }
  static void End(size_t at, std::string* out) {
    const size_t size = out->size() - at - 1;
    if (size < 0x80) {
      (*out)[at] = static_cast<char>(size);
      return;
    }
    std::string length;
    PutVarint(size, &length);
    out->replace(at, 1, length);
  }

  std::vector<Column> columns_;
  Distances distances_;
  bool failed_ = false;
};

}  // namespace

std::string ToColumns(const Descriptor& type, std::string_view message) {
  const Schema& schema = SchemaOf(type);
  Writer writer(schema.columns);
  writer.Write(*schema.layout, message);
  return writer.Take();
}

std::optional<std::string> FromColumns(const Descriptor& type, std::string_view columns) {
  const Schema& schema = SchemaOf(type);
  Reader reader(schema.columns);
  if (!reader.Open(columns)) return std::nullopt;
  std::string message;
  reader.Read(*schema.layout, &message);
  if (!reader.Done()) return std::nullopt;
  return message;
}

}  // namespace pedigree
