#include "analyzer/fragment/layout.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "proto/fragment.pb.h"

namespace pedigree::columns {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

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

Layout::Kind KindOf(const Descriptor& type) {
  if (&type == Function::descriptor()) return Layout::kFunction;
  if (&type == Call::descriptor()) return Layout::kCall;
  if (&type == Memory::descriptor()) return Layout::kMemory;
  if (&type == Tree::descriptor()) return Layout::kTree;
  if (&type == ValueSet::descriptor()) return Layout::kSet;
  if (&type == Value::descriptor()) return Layout::kValue;
  return Layout::kOther;
}

// A function's values after its sets, and those after all that mentions them.
int Order(const FieldDescriptor& field) {
  constexpr int kLast = 1 << 29;
  if (field.containing_type() != Function::descriptor()) return field.number();
  if (field.number() == Function::kSetFieldNumber) return kLast;
  if (field.number() == Function::kValueFieldNumber) return kLast + 1;
  return field.number();
}

std::unique_ptr<Layout> MakeLayout(const Descriptor& type, uint32_t* columns) {
  auto layout = std::make_unique<Layout>();
  layout->kind = KindOf(type);
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  std::sort(fields.begin(), fields.end(),
            [](const auto* a, const auto* b) { return Order(*a) < Order(*b); });
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
    if (field.repeated || field.kind == Field::kFixed64) field.counts = (*columns)++;
    for (const Hint& hint : Hints()) {
      if (hint.message == &type && hint.field == f->number()) field.table = hint.table;
    }
    if (&type == Location::descriptor() && f->number() == Location::kLineFieldNumber) {
      field.difference = Field::kOfAll;
    }
    if (&type == Call::descriptor() && f->number() == Call::kGuardFieldNumber) {
      field.difference = Field::kOfFunction;
    }
    field.column = (*columns)++;
    if (&type == Value::descriptor() && f->number() == Value::kIndexFieldNumber) {
      field.chosen_by = Value::kKindFieldNumber;
      field.table_of_variant[Value::INITIAL] = kBases;
      field.table_of_variant[Value::ADDRESS] = kBases;
      field.table_of_variant[Value::FUNCTION] = kStrings;
      field.table_of_variant[Value::TYPE] = kStrings;
      field.table_of_variant[Value::TEXT] = kTexts;
      *columns += kMaxVariants - 1;
    }
    if (&type == Base::descriptor() && f->number() == Base::kIndexFieldNumber) {
      field.chosen_by = Base::kKindFieldNumber;
      field.difference = Field::kOfFunction;
      *columns += kMaxVariants - 1;
    }
    if (field.kind == Field::kMessage || field.kind == Field::kMessages) {
      field.message = MakeLayout(*f->message_type(), columns);
    }
  }
  return layout;
}

void AddOfFunction(const Layout& layout, std::vector<uint32_t>* columns) {
  for (const Field& field : layout.fields) {
    if (field.difference == Field::kOfFunction) {
      const uint32_t end = field.column + (field.chosen_by == 0 ? 1 : kMaxVariants);
      for (uint32_t column = field.column; column < end; ++column) columns->push_back(column);
    }
    if (field.message != nullptr) AddOfFunction(*field.message, columns);
  }
}

}  // namespace

// Made once. No message of ours contains itself.
const Schema& FragmentSchema() {
  static const auto* const kSchema = [] {
    auto* schema = new Schema;
    schema->layout = MakeLayout(*Fragment::descriptor(), &schema->columns);
    AddOfFunction(*schema->layout, &schema->of_function);
    return schema;
  }();
  return *kSchema;
}

}  // namespace pedigree::columns
