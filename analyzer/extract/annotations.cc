// What people say in the source: runtime/annotations.h on functions, and the options of
// proto/pedigree_options.proto, which stand in the code that protoc generated.

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include "analyzer/extract/unit.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace pedigree {
namespace {

// The number of (pedigree.tags) among a field's options.
constexpr int kTagsOption = 51966;

// Splits what the macros of annotations.h put together. False: it is none of theirs.
bool Split(llvm::StringRef text, llvm::StringRef* what,
           llvm::SmallVectorImpl<llvm::StringRef>* parts) {
  if (!text.consume_front("pedigree:")) return false;
  const auto [name, rest] = text.split(':');
  *what = name;
  rest.split(*parts, '\t');
  return true;
}

// Adds what one annotation says. Otherwise what is wrong with it.
std::string AddTo(Api* api, llvm::StringRef what, llvm::ArrayRef<llvm::StringRef> parts) {
  if ((what == "reads" || what == "writes") && parts.size() == 3) {
    AssetKind kind = ASSET_KIND_UNSPECIFIED;
    if (!AssetKind_Parse(parts[0].str(), &kind)) {
      return fmt::format("'{}' is no kind of asset", parts[0].str());
    }
    const auto say = [&](auto* touch) {
      touch->set_kind(kind);
      touch->set_name(parts[1].str());
      return touch;
    };
    if (what == "reads") {
      say(api->add_reads())->set_into(parts[2].str());
    } else {
      say(api->add_writes())->add_from(parts[2].str());
    }
    return "";
  }
  if (what == "transform" && parts.size() == 3) {
    TransformKind kind = TRANSFORM_KIND_UNSPECIFIED;
    if (!TransformKind_Parse(parts[0].str(), &kind)) {
      return fmt::format("'{}' is no kind of transform", parts[0].str());
    }
    auto* flow = api->add_flow();
    flow->set_transform(kind);
    flow->add_from(parts[1].str());
    flow->set_to(parts[2].str());
    return "";
  }
  if (what == "allow") return "";  // AllowancesOf
  return fmt::format("there is no annotation 'pedigree:{}' of {} parts", what.str(), parts.size());
}

// Calls `f(where, what, parts)` for each annotation of ours on a function.
template <typename F>
void ForAnnotations(const clang::FunctionDecl* function, F f) {
  for (const clang::FunctionDecl* declaration : function->redecls()) {
    for (const auto* attribute : declaration->specific_attrs<clang::AnnotateAttr>()) {
      // A later declaration has those of the earlier ones.
      if (attribute->isInherited()) continue;
      llvm::StringRef what;
      llvm::SmallVector<llvm::StringRef, 3> parts;
      if (Split(attribute->getAnnotation(), &what, &parts))
        f(attribute->getLocation(), what, parts);
    }
  }
}

std::string JoinedName(const google::protobuf::FileDescriptorProto& file, const std::string& name) {
  std::string joined;
  for (const char c : file.package()) joined += c == '.' ? "::" : std::string(1, c);
  return joined.empty() ? name : joined + "::" + name;
}

}  // namespace

const Model* Unit::ModelOfAnnotations(const clang::FunctionDecl* function) {
  Api api;
  clang::SourceLocation where;
  const auto warn = [&](clang::SourceLocation at, const std::string& wrong) {
    WarnOfAnnotation(function, at, wrong);
  };
  ForAnnotations(function, [&](clang::SourceLocation at, llvm::StringRef what,
                               llvm::ArrayRef<llvm::StringRef> parts) {
    where = at;
    if (const std::string wrong = AddTo(&api, what, parts); !wrong.empty()) warn(at, wrong);
  });
  if (api.reads().empty() && api.writes().empty() && api.flow().empty()) return nullptr;
  api.add_function(Name(function));
  ModelPart wrong;
  absl::StatusOr<Model> model = CompileModel(api, &wrong);
  if (!model.ok()) {
    warn(where, std::string(model.status().message()));
    return nullptr;
  }
  return &message_models_.emplace_back(*std::move(model));
}

std::vector<Allowance> Unit::AllowancesOf(const clang::FunctionDecl* function) {
  std::vector<Allowance> allowances;
  ForAnnotations(function, [&](clang::SourceLocation at, llvm::StringRef what,
                               llvm::ArrayRef<llvm::StringRef> parts) {
    if (what != "allow") return;
    if (parts.size() != 2 || parts[0].trim().empty() || parts[1].trim().empty()) {
      WarnOfAnnotation(function, at, "a rule, and a reason why it is allowed, are needed");
      return;
    }
    allowances.push_back({parts[0].str(), parts[1].str()});
  });
  return allowances;
}

void Unit::WarnOfAnnotation(const clang::FunctionDecl* function, clang::SourceLocation where,
                            const std::string& wrong) {
  clang::DiagnosticsEngine& diagnostics = ast_.getDiagnostics();
  const unsigned id = diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Warning,
                                                  "annotation of '%0' is not understood: %1");
  diagnostics.Report(where, id) << Name(function) << wrong;
}

void Unit::AddMessageTags() {
  const auto add_fields = [&](const google::protobuf::FileDescriptorProto& file,
                              const google::protobuf::DescriptorProto& message,
                              const std::string& name, auto&& self) -> void {
    for (const auto& field : message.field()) {
      MessageTag tag;
      const auto& unknown = field.options().unknown_fields();
      for (int i = 0; i < unknown.field_count(); ++i) {
        const auto& option = unknown.field(i);
        if (option.number() != kTagsOption ||
            option.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) {
          continue;
        }
        tag.add_tag(Str(option.length_delimited()));
      }
      if (tag.tag_size() == 0) continue;
      tag.set_message(Str(JoinedName(file, name)));
      // As its accessor is called.
      tag.set_field(Str(llvm::StringRef(field.name()).lower()));
      *fragment_.add_message_tag() = std::move(tag);
    }
    for (const auto& nested : message.nested_type()) {
      self(file, nested, name + "_" + nested.name(), self);
    }
  };
  if (!ast_.getLangOpts().CPlusPlus) return;
  for (const clang::Decl* decl : ast_.getTranslationUnitDecl()->decls()) {
    // The descriptor of the file that the code was generated from.
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
    if (!variable || !variable->getIdentifier() ||
        !variable->getName().starts_with("descriptor_table_protodef_") || !variable->getInit()) {
      continue;
    }
    const auto* bytes =
        llvm::dyn_cast<clang::StringLiteral>(variable->getInit()->IgnoreParenImpCasts());
    google::protobuf::FileDescriptorProto file;
    if (!bytes || !file.ParseFromString(bytes->getBytes().str())) continue;
    for (const auto& message : file.message_type()) {
      add_fields(file, message, message.name(), add_fields);
    }
  }
}

}  // namespace pedigree
