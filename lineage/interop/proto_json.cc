#include "lineage/interop/proto_json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <cstdlib>
#include <limits>

namespace pedigree::interop {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Sets the field, or adds to it where it is repeated.
void Put(JsonNode json, const FieldDescriptor* field, Message* message) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!json.IsObject()) return;
      ProtoFromJson(json, many ? reflection->AddMessage(message, field)
                               : reflection->MutableMessage(message, field));
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      if (!json.IsString()) return;
      std::string text(json.Text());
      if (many) return reflection->AddString(message, field, std::move(text));
      return reflection->SetString(message, field, std::move(text));
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field->enum_type()->FindValueByName(std::string(json.Text()));
      if (value == nullptr) return;
      if (many) return reflection->AddEnum(message, field, value);
      return reflection->SetEnum(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      if (many) return reflection->AddBool(message, field, json.True());
      return reflection->SetBool(message, field, json.True());
    case FieldDescriptor::CPPTYPE_UINT32: {
      const int64_t value = json.Integer();
      if (value < 0 || value > std::numeric_limits<uint32_t>::max()) return;
      const auto number = static_cast<uint32_t>(value);
      if (many) return reflection->AddUInt32(message, field, number);
      return reflection->SetUInt32(message, field, number);
    }
    default:
      return;  // graphs have no others
  }
}

}  // namespace

std::string ProtoToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  return json;
}

void ProtoFromJson(JsonNode json, Message* message) {
  for (const JsonNode member : json) {
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(std::string(member.Key()));
    if (field == nullptr) continue;
    if (!field->is_repeated()) {
      Put(member, field, message);
    } else if (member.IsArray()) {
      for (const JsonNode element : member) Put(element, field, message);
    }
  }
}

}  // namespace pedigree::interop
