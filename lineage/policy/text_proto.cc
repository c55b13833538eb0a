#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "analyzer/catalog/nearest.h"
#include "lineage/policy/policy_file.h"

namespace pedigree::policy {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using Tree = TextFormat::ParseInfoTree;

struct TextError {
  int line = 1, column = 1;
  std::string message;
};

// Keeps the first error; protobuf's places are 0-based.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!error.has_value()) error = TextError{line + 1, column + 1, message};
  }
  std::optional<TextError> error;
};

// What stands between the first two quotation marks after `before`.
std::string Quoted(const std::string& message, std::string_view before) {
  const size_t at = message.find(before);
  if (at == std::string::npos) return "";
  const size_t begin = message.find('"', at);
  if (begin == std::string::npos) return "";
  return message.substr(begin + 1, message.find('"', begin + 1) - begin - 1);
}

// All messages that can occur in a `descriptor`.
void Within(const Descriptor* descriptor, std::set<const Descriptor*>& all) {
  if (!all.insert(descriptor).second) return;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->message_type() != nullptr)
      Within(descriptor->field(i)->message_type(), all);
  }
}

// The error in words that help: the name that was meant, and for a value of an enum its own place
// (the parser gives that of the next token).
void Improve(const Descriptor* root, const std::string& text, TextError& error) {
  std::set<const Descriptor*> all;
  Within(root, all);
  std::string name, kind;
  std::vector<std::string> candidates;
  if (const std::string field = Quoted(error.message, "has no field named"); !field.empty()) {
    const std::string type = Quoted(error.message, "Message type");
    name = field;
    kind = "field";
    for (const Descriptor* descriptor : all) {
      if (descriptor->full_name() != type) continue;
      for (int i = 0; i < descriptor->field_count(); ++i)
        candidates.push_back(descriptor->field(i)->name());
      error.message = fmt::format("a {} has no field '{}'", descriptor->name(), field);
    }
  } else if (const std::string value = Quoted(error.message, "Unknown enumeration value of");
             !value.empty()) {
    const std::string of = Quoted(error.message, "for field");
    name = value;
    for (const Descriptor* descriptor : all) {
      const FieldDescriptor* field_of = descriptor->FindFieldByName(of);
      if (field_of == nullptr || field_of->enum_type() == nullptr) continue;
      for (int i = 0; i < field_of->enum_type()->value_count(); ++i) {
        candidates.push_back(field_of->enum_type()->value(i)->name());
      }
    }
    error.message = fmt::format("'{}' is no value of field '{}'", value, of);
  }
  if (error.message.ends_with("got: ")) error.message += "the end of the file";
  if (!name.empty()) {
    // Where the name stands; the parser gives the place of what follows it.
    size_t limit = 0;
    for (int line = 1; line < error.line; ++line) limit = text.find('\n', limit) + 1;
    limit += static_cast<size_t>(error.column - 1);
    const size_t at =
        limit < name.size() ? std::string::npos : text.rfind(name, limit - name.size());
    if (at != std::string::npos) {
      const size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
      error.line = static_cast<int>(std::count(text.begin(), text.begin() + at, '\n')) + 1;
      error.column = static_cast<int>(at - begin) + 1;
    }
  }
  if (const std::string nearest = Nearest(name, candidates); !nearest.empty()) {
    error.message += Hint(nearest);
  } else if (!candidates.empty()) {
    std::erase_if(candidates, [](const std::string& c) { return c.ends_with("UNSPECIFIED"); });
    error.message += fmt::format(" (there are: {})", fmt::join(candidates, ", "));
  }
}

}  // namespace

std::string TextPlace::Text() const { return fmt::format("{}:{}:{}", file, line, column); }

void TextPlaces::Note(const Message& message, const void* opaque, int line, int column) {
  const Tree* tree = static_cast<const Tree*>(opaque);
  messages_[&message] = {line, column};
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const bool repeated = field->is_repeated();
    const int size = repeated ? reflection->FieldSize(message, field) : 1;
    At last{line, column};  // a list in brackets has but the place of its first value
    for (int i = 0; i < size; ++i) {
      if (tree != nullptr) {
        const auto location = tree->GetLocation(field, repeated ? i : -1);
        if (location.line >= 0) last = {location.line + 1, location.column + 1};
      }
      fields_[{&message, field->number(), i}] = last;
      if (field->message_type() == nullptr) continue;
      const Message& inner = repeated ? reflection->GetRepeatedMessage(message, field, i)
                                      : reflection->GetMessage(message, field);
      Note(inner, tree == nullptr ? nullptr : tree->GetTreeForNested(field, repeated ? i : -1),
           last.line, last.column);
    }
  }
}

TextPlace TextPlaces::Of(const Message& message, std::string_view field, int index) const {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(std::string(field));
  if (descriptor != nullptr) {
    const auto found = fields_.find({&message, descriptor->number(), index});
    if (found != fields_.end()) return {file_, found->second.line, found->second.column};
  }
  return Of(message);
}

TextPlace TextPlaces::Of(const Message& message) const {
  const auto found = messages_.find(&message);
  if (found == messages_.end()) return {file_, 1, 1};
  return {file_, found->second.line, found->second.column};
}

absl::Status ReadTextProto(const std::string& file, const std::string& text, std::string_view what,
                           Message& message, TextPlaces& places) {
  FirstError first;
  Tree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&first);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(100);
  if (!parser.ParseFromString(text, &message)) {
    TextError error = first.error.value_or(TextError{1, 1, fmt::format("not {}", what)});
    Improve(message.GetDescriptor(), text, error);
    return absl::InvalidArgumentError(
        fmt::format("{}:{}:{}: {}", file, error.line, error.column, error.message));
  }
  places.file_ = file;
  places.Note(message, &tree, 1, 1);
  return absl::OkStatus();
}

}  // namespace pedigree::policy
