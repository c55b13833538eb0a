// Generated protobuf messages: what their accessors do follows from their names
// (https://protobuf.dev/reference/cpp/cpp-generated), whatever the generated bodies look like. A
// field is an element of the message keyed by its name, so that fields are columns.

#include <fmt/format.h>

#include "analyzer/extract/unit.h"
#include "clang/AST/DeclCXX.h"

namespace pedigree {
namespace {

class Message {
 public:
  explicit Message(const clang::CXXMethodDecl* method)
      : method_(method), record_(method->getParent()) {}

  // What the method does; false: nothing is known of it.
  bool Describe(Api* api) {
    if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method_)) {
      if (constructor->isCopyOrMoveConstructor()) {
        Move("arg[0]", "this", false, api);
      } else {
        api->add_clears("this");
      }
      return true;
    }
    if (llvm::isa<clang::CXXDestructorDecl>(method_)) return true;
    if (method_->isCopyAssignmentOperator() || method_->isMoveAssignmentOperator()) {
      Move("arg[0]", "this", false, api);
      Point("this", api);
      return true;
    }
    if (!method_->getIdentifier()) return false;
    const std::string name = method_->getNameAsString();
    return Whole(name, api) || Accessor(name, api);
  }

 private:
  bool Whole(const std::string& name, Api* api) {
    if (name == "CopyFrom") {
      Move("arg[0]", "this", false, api);
    } else if (name == "MergeFrom") {
      Move("arg[0]", "this", true, api);
    } else if (name == "Clear") {
      api->add_clears("this");
    } else if (name == "Swap") {
      Move("arg[0].pointee", "this", true, api);
      Move("this", "arg[0].pointee", true, api);
    } else {
      return name == "New" || name == "default_instance" || name == "ByteSizeLong";
    }
    return true;
  }

  bool Accessor(const std::string& name, Api* api) {
    const auto field_after = [&](std::string_view prefix) {
      const bool is = name.starts_with(prefix) && IsField(name.substr(prefix.size()));
      return is ? name.substr(prefix.size()) : std::string();
    };
    const unsigned parameters = method_->getNumParams();
    if (const std::string field = field_after("set_allocated_"); !field.empty()) {
      Move("arg[0].pointee", Field(field), false, api);
    } else if (const std::string field = field_after("set_"); !field.empty()) {
      const bool at = parameters == 2 && IsRepeated(field);
      Move(Given(at ? 1 : 0), at ? Field(field) + "[arg[0]]" : Field(field), false, api);
    } else if (const std::string field = field_after("add_"); !field.empty()) {
      if (parameters == 0) {
        Point(Field(field) + "[]", api);
      } else {
        Move(Given(0), Field(field) + "[]", true, api);
      }
    } else if (const std::string field = field_after("mutable_"); !field.empty()) {
      Point(parameters == 1 ? Field(field) + "[arg[0]]" : Field(field), api);
    } else if (const std::string field = field_after("release_"); !field.empty()) {
      Point(Field(field), api);
    } else if (const std::string field = field_after("clear_"); !field.empty()) {
      api->add_clears(Field(field));
    } else if (IsField(name)) {
      const std::string from = parameters == 1 ? Field(name) + "[arg[0]]" : Field(name);
      if (method_->getReturnType()->isReferenceType()) {
        Point(from, api);
      } else {
        Move(from, "return", false, api);
      }
    } else {
      // That a field is there, and how many elements it has, passes nothing on.
      return !field_after("has_").empty() ||
             (name.ends_with("_size") && IsField(name.substr(0, name.size() - 5)));
    }
    return true;
  }

  bool Has(const std::string& method) const {
    return !record_->lookup(&record_->getASTContext().Idents.get(method)).empty();
  }
  bool IsField(const std::string& name) const { return !name.empty() && Has("clear_" + name); }
  bool IsRepeated(const std::string& field) const { return Has("add_" + field); }
  static std::string Field(const std::string& name) { return fmt::format("this[\"{}\"]", name); }
  // An argument's value: of a C string, its text.
  std::string Given(unsigned argument) const {
    const clang::QualType type = method_->getParamDecl(argument)->getType().getNonReferenceType();
    return fmt::format("arg[{}]{}", argument, type->isPointerType() ? ".pointee" : "");
  }
  static void Move(const std::string& from, const std::string& to, bool adds, Api* api) {
    auto* flow = api->add_flow();
    flow->add_from(from);
    flow->set_to(to);
    flow->set_adds(adds);
  }
  static void Point(const std::string& to, Api* api) {
    auto* points = api->add_points();
    points->set_from("return");
    points->set_to(to);
  }

  const clang::CXXMethodDecl* method_;
  const clang::CXXRecordDecl* record_;
};

}  // namespace

void Unit::AddColumnsOfMessage(const clang::CXXRecordDecl* message, PathId path,
                               const std::string& prefix, int nesting,
                               std::vector<Column>* columns) {
  constexpr llvm::StringLiteral kClear = "clear_";
  for (const clang::CXXMethodDecl* method : message->methods()) {
    if (!method->getIdentifier() || method->getNumParams() != 0) continue;
    llvm::StringRef field = method->getName();
    if (!field.consume_front(kClear) || field.empty()) continue;
    clang::QualType type;
    bool repeated = false;
    for (const clang::NamedDecl* found : message->lookup(&ast_.Idents.get(field))) {
      const auto* accessor = llvm::dyn_cast<clang::CXXMethodDecl>(found);
      if (!accessor || !accessor->isConst()) continue;
      if (type.isNull() || accessor->getNumParams() == 1) type = accessor->getReturnType();
      repeated |= accessor->getNumParams() == 1;
    }
    if (type.isNull()) continue;  // clear_ of a oneof
    PathId at = paths_.Append(path, Step::Key(Str(field.str())));
    if (repeated) at = paths_.Append(at, Step::AnyElement());
    AddColumn(
        type.getNonReferenceType(), at,
        {.name = prefix + field.str(), .message = Str(Name(message)), .field = Str(field.str())},
        nesting, columns);
  }
}

bool Unit::IsMessage(const clang::CXXRecordDecl* record) {
  const auto [it, added] = is_message_.try_emplace(record, false);
  if (!added) return it->second;
  bool message = false;
  if (record->hasDefinition() && record->getNumBases() > 0) {
    record->forallBases([&](const clang::CXXRecordDecl* base) {
      message |= base->getName() == "MessageLite" && Name(base) == "google::protobuf::MessageLite";
      return true;
    });
    message &= !llvm::StringRef(Name(record)).starts_with("google::protobuf::");
  }
  return is_message_[record] = message;
}

const Model* Unit::ModelOfMessage(const clang::CXXMethodDecl* method) {
  if (!IsMessage(method->getParent())) return nullptr;
  Api api;
  api.add_function(Name(method));
  if (!Message(method).Describe(&api)) return nullptr;
  ModelPart wrong;
  absl::StatusOr<Model> model = CompileModel(api, &wrong);
  if (!model.ok()) return nullptr;
  return &message_models_.emplace_back(*std::move(model));
}

}  // namespace pedigree
