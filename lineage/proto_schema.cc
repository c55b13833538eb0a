#include "lineage/proto_schema.h"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <map>
#include <optional>

namespace pedigree {
namespace {

using google::protobuf::io::Tokenizer;
using Columns = std::vector<Properties::Column>;

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!error_) error_ = fmt::format("{}:{}: {}", line + 1, column + 1, message);
  }
  const std::optional<std::string>& error() const { return error_; }

 private:
  std::optional<std::string> error_;
};

// Reads messages and their fields (https://protobuf.dev/reference/protobuf/proto3-spec, and
// proto2's labels); goes over everything else by its braces and semicolons.
class SchemaReader {
 public:
  explicit SchemaReader(std::string_view text)
      : stream_(text.data(), static_cast<int>(text.size())), tokens_(&stream_, &error_) {
    tokens_.Next();
  }

  absl::Status Read(const std::string& file) {
    ReadFile();
    if (!error_.error()) return absl::OkStatus();
    return absl::InvalidArgumentError(fmt::format("{}:{}", file, *error_.error()));
  }

  const std::map<std::string, Columns>& messages() const { return messages_; }

 private:
  bool AtEnd() { return tokens_.current().type == Tokenizer::TYPE_END; }
  bool Failed() const { return error_.error().has_value(); }
  bool At(std::string_view text) { return tokens_.current().text == text; }

  std::string Take() {
    std::string text = tokens_.current().text;
    tokens_.Next();
    return text;
  }

  void Fail(const std::string& message) {
    error_.AddError(tokens_.current().line, tokens_.current().column, message);
  }

  bool Expect(std::string_view text) {
    if (!At(text)) {
      Fail(fmt::format("expected '{}', and found '{}'", text, tokens_.current().text));
      return false;
    }
    tokens_.Next();
    return true;
  }

  void ReadFile() {
    std::string package;
    while (!AtEnd() && !Failed()) {
      if (At("package")) {
        Take();
        package = ReadName();
        Expect(";");
      } else if (At("message")) {
        ReadMessage(package);
      } else {
        SkipStatement();
      }
    }
  }

  // "a.b.C"
  std::string ReadName() {
    std::string name;
    if (At(".")) Take();
    while (tokens_.current().type == Tokenizer::TYPE_IDENTIFIER) {
      name += Take();
      if (!At(".")) break;
      name += Take();
    }
    if (name.empty()) Fail(fmt::format("expected a name, and found '{}'", tokens_.current().text));
    return name;
  }

  // To the end of a statement, or of the block that it has.
  void SkipStatement() {
    int depth = 0;
    while (!AtEnd()) {
      const std::string token = Take();
      if (token == "{") ++depth;
      if (token == "}" && --depth <= 0) return;
      if (token == ";" && depth == 0) return;
    }
    Fail("the file ends within a statement");
  }

  void ReadMessage(const std::string& scope) {
    Take();
    const std::string own = ReadName();
    const std::string name = scope.empty() ? own : scope + "." + own;
    if (Expect("{")) messages_[name] = ReadFields(name);
  }

  Columns ReadFields(const std::string& message) {
    Columns columns;
    while (!At("}") && !Failed()) {
      if (AtEnd()) {
        Fail("the file ends within a message");
      } else if (At(";")) {
        Take();
      } else if (At("message")) {
        ReadMessage(message);
      } else if (At("oneof")) {
        Take();
        ReadName();
        if (!Expect("{")) break;
        for (Properties::Column& column : ReadFields(message)) columns.push_back(std::move(column));
      } else if (At("enum") || At("option") || At("reserved") || At("extensions") || At("extend")) {
        SkipStatement();
      } else {
        ReadField(&columns);
      }
    }
    if (!Failed()) Take();
    return columns;
  }

  void ReadField(Columns* columns) {
    std::string repeated;
    if (At("optional") || At("required") || At("repeated")) {
      if (Take() == "repeated") repeated = "repeated ";
    }
    std::string type = ReadName();
    if (At("<")) {
      while (!At(">") && !AtEnd()) type += Take();
      type += Take();
    }
    Properties::Column column;
    column.set_type(repeated + type);
    column.set_name(ReadName());
    if (!Failed()) columns->push_back(std::move(column));
    SkipStatement();
  }

  google::protobuf::io::ArrayInputStream stream_;
  FirstError error_;
  Tokenizer tokens_;
  std::map<std::string, Columns> messages_;
};

}  // namespace

absl::StatusOr<std::vector<Properties::Column>> ColumnsOfMessage(const std::string& file,
                                                                 std::string_view text,
                                                                 const std::string& message) {
  SchemaReader reader(text);
  if (absl::Status status = reader.Read(file); !status.ok()) return status;
  const auto exact = reader.messages().find(message);
  if (exact != reader.messages().end()) return exact->second;
  std::vector<const Columns*> found;
  for (const auto& [name, columns] : reader.messages()) {
    if (name.ends_with("." + message)) found.push_back(&columns);
  }
  if (found.size() == 1) return *found.front();
  return absl::InvalidArgumentError(
      fmt::format("{}: {} message {}", file, found.empty() ? "no" : "more than one", message));
}

}  // namespace pedigree
