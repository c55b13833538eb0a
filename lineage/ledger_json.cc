#include "lineage/ledger_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "lineage/json.h"
#include "lineage/observed.h"

namespace pedigree {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Json MessageJson(const Message& message);

// The value of a field; of a repeated one, its element `index`.
Json ValueJson(const Message& message, const FieldDescriptor* field, int index) {
  const auto* reflection = message.GetReflection();
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(list ? reflection->GetRepeatedMessage(message, field, index)
                              : reflection->GetMessage(message, field));
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = list ? reflection->GetRepeatedString(message, field, index)
                                    : reflection->GetString(message, field);
      const bool binary = field->name() == "value" || field->name() == "build_id";
      return binary && field->type() == FieldDescriptor::TYPE_BYTES ? Hex(text) : text;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return (list ? reflection->GetRepeatedEnum(message, field, index)
                   : reflection->GetEnum(message, field))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->GetDouble(message, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->GetUInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->GetUInt64(message, field);
    default:
      return nullptr;
  }
}

Json MessageJson(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  Json json = Json::object();
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      json[field->name()] = ValueJson(message, field, 0);
      continue;
    }
    Json& list = json[field->name()] = Json::array();
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      list.push_back(ValueJson(message, field, i));
    }
  }
  return json;
}

}  // namespace

std::string LedgerJson(const Ledger& ledger) {
  std::string out;
  for (const Record& record : ledger.records) out += Dump(MessageJson(record)) + "\n";
  return out;
}

}  // namespace pedigree
