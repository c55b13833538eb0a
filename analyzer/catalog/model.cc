#include "analyzer/catalog/model.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace pedigree {
namespace {

constexpr std::string_view kDefaultNamespace = "file";

// Compiles one entry. The first thing wrong is kept in `status` with the part it is in, and the
// rest of the entry is compiled as if nothing had happened: no function here returns early.
class Compiler {
 public:
  explicit Compiler(const Api& api) : api_(api) {}

  Model Compile() {
    if (api_.function().empty()) Fail("", "an api needs a function");
    ForEach("flow", api_.flow(), &model_.flow, [this](const auto& m) { return CompileFlow(m); });
    ForEach("opens", api_.opens(), &model_.opens,
            [this](const auto& m) { return CompileOpens(m); });
    ForEach("reads", api_.reads(), &model_.reads,
            [this](const auto& m) { return CompileReads(m); });
    ForEach("writes", api_.writes(), &model_.writes,
            [this](const auto& m) { return CompileWrites(m); });
    ForEach("points", api_.points(), &model_.points, [this](const Points& m) {
      return Model::Points{ReadPort("from", m.from()), ReadPort("to", m.to())};
    });
    ForEach("text", api_.text(), &model_.text, [this](const Text& m) { return CompileText(m); });
    ForEach("calls", api_.calls(), &model_.calls,
            [this](const auto& m) { return CompileCalls(m); });
    ForEach("executes", api_.executes(), &model_.executes,
            [this](const auto& m) { return CompileExecutes(m); });
    ForEach("clears", api_.clears(), &model_.clears,
            [this](const std::string& port) { return ReadPort("", port); });
    ForEach("joins", api_.joins(), &model_.joins,
            [this](const std::string& port) { return ReadPort("", port); });
    model_.noreturn = api_.noreturn();
    model_.allocates = api_.allocates();
    return std::move(model_);
  }

  absl::Status status;
  ModelPart wrong;

 private:
  template <typename Messages, typename Compiled, typename Compile>
  void ForEach(std::string_view effect, const Messages& messages, std::vector<Compiled>* compiled,
               Compile compile) {
    part_.effect = effect;
    part_.index = 0;
    for (const auto& message : messages) {
      compiled->push_back(compile(message));
      ++part_.index;
    }
  }

  Model::Flow CompileFlow(const Flow& message) {
    Model::Flow flow;
    flow.from = ReadPorts("from", message.from());
    flow.to = ReadPort("to", message.to());
    flow.transform = message.transform();
    flow.subtype = message.subtype() != SUBTYPE_UNSPECIFIED       ? message.subtype()
                   : flow.transform != TRANSFORM_KIND_UNSPECIFIED ? TRANSFORMATION
                                                                  : IDENTITY;
    flow.adds = message.adds();
    flow.keyed = message.keyed();
    flow.bytes = ReadFactors(message.bytes());
    return flow;
  }

  Model::Text CompileText(const Text& message) {
    Model::Text text{.to = ReadPort("to", message.to()),
                     .value = ReadTemplate("value", message.value()),
                     .format = ReadOptionalPort("format", message.format()),
                     .args = {},
                     .style = message.style(),
                     .path = message.path()};
    if (text.format && !message.value().empty()) Fail("", "text needs either a value or a format");
    for (const std::string& arg : message.args()) text.args.push_back(ReadPort("args", arg));
    return text;
  }

  Model::Opens CompileOpens(const Opens& message) {
    if (message.name().empty() && message.sql().empty() && message.parent().empty()) {
      Fail("", "opens needs a name, an sql or a parent");
    }
    return {
        .handle = ReadPort("handle", message.handle()),
        .kind = message.kind(),
        .name_space = ReadNamespace(message.namespace_(), message.parent().empty()),
        .name = ReadOptionalTemplate("name", message.name()),
        .parent = ReadOptionalPort("parent", message.parent()),
        .sql = ReadOptionalTemplate("sql", message.sql()),
    };
  }

  Model::Reads CompileReads(const Reads& message) {
    CheckNamesAsset("reads", message);
    return {
        .into = ReadPort("into", message.into()),
        .kind = message.kind(),
        .name_space = ReadNamespace(message.namespace_(), message.handle().empty()),
        .name = ReadOptionalTemplate("name", message.name()),
        .handle = ReadOptionalPort("handle", message.handle()),
        .column = ReadOptionalTemplate("column", message.column()),
        .column_base = message.column_base(),
        .adds = message.adds(),
        .bytes = ReadFactors(message.bytes()),
        .sql = ReadOptionalTemplate("sql", message.sql()),
    };
  }

  Model::Writes CompileWrites(const Writes& message) {
    CheckNamesAsset("writes", message);
    Model::Writes writes = {
        .from = ReadPorts("from", message.from()),
        .kind = message.kind(),
        .name_space = ReadNamespace(message.namespace_(), message.handle().empty()),
        .name = ReadOptionalTemplate("name", message.name()),
        .handle = ReadOptionalPort("handle", message.handle()),
        .column = ReadOptionalTemplate("column", message.column()),
        .column_base = message.column_base(),
        .sql = ReadOptionalTemplate("sql", message.sql()),
        .meanwhile = message.meanwhile(),
        .where = {},
    };
    for (const Bits& bits : message.where()) {
      const Port port = ReadPort("where", bits.port());
      if (port.root != Port::kArg || !port.steps.empty() || bits.mask() == 0) {
        Fail("where", "bits are of an argument: { port: \"arg[3]\" mask: 1 }");
      }
      writes.where.push_back({static_cast<size_t>(port.index), bits.mask()});
    }
    if (writes.meanwhile && (!writes.handle || writes.name || writes.column ||
                             writes.from.size() != 1 || writes.from[0].steps.empty() ||
                             writes.from[0].steps.back().kind != Port::Step::kPointee)) {
      Fail("meanwhile", "what goes out later does so through a handle, from behind one pointer");
    }
    return writes;
  }

  Model::Calls CompileCalls(const Calls& message) {
    Model::Calls calls;
    calls.callee = ReadPort("callee", message.callee());
    for (const std::string& text : message.args()) {
      Port port = ReadPort("args", text);
      if (port.root != Port::kAllArgs && port.root != Port::kArgsFrom) {
        calls.args.push_back(std::move(port));
        continue;
      }
      const int first = port.root == Port::kAllArgs ? 0 : port.index;
      port.root = Port::kArg;
      for (port.index = first; port.index < first + Model::kSpelledOut; ++port.index) {
        calls.args.push_back(port);
      }
    }
    calls.result = ReadOptionalPort("result", message.result());
    if (message.subtype() != SUBTYPE_UNSPECIFIED) calls.subtype = message.subtype();
    for (const std::string& text : message.project()) {
      calls.project.push_back(ReadOptionalPort("project", text));
    }
    calls.meanwhile = message.meanwhile();
    return calls;
  }

  Model::Executes CompileExecutes(const Executes& message) {
    if (message.sql().empty() == message.handle().empty()) {
      Fail("", "executes needs either an sql or a handle");
    }
    return {
        .parent = ReadOptionalPort("parent", message.parent()),
        .sql = ReadOptionalTemplate("sql", message.sql()),
        .handle = ReadOptionalPort("handle", message.handle()),
    };
  }

  template <typename Message>
  void CheckNamesAsset(std::string_view effect, const Message& message) {
    if (message.name().empty() && message.handle().empty()) {
      Fail("", fmt::format("{} needs a name or a handle", effect));
    }
    if (!message.sql().empty() && (message.handle().empty() || !message.name().empty())) {
      Fail("sql", "an sql text runs through a handle, and names what it touches itself");
    }
    if (message.name().empty() && !message.namespace_().empty()) {
      Fail("namespace", "a handle has its own namespace");
    }
    if (message.column().empty() && message.column_base() != 0) {
      Fail("column_base", "column_base without a column");
    }
  }

  Port ReadPort(std::string_view field, const std::string& text) {
    absl::StatusOr<Port> port = ParsePort(text);
    if (port.ok() && port->root == Port::kNew && !(part_.effect == "points" && field == "to")) {
      Fail(field, "new memory is what points lead to, and nothing else");
      return {};
    }
    if (port.ok()) return *std::move(port);
    Fail(field, text.empty() ? fmt::format("{} is missing", field.empty() ? "a port" : field)
                             : std::string(port.status().message()));
    return {};
  }

  std::vector<Port> ReadPorts(std::string_view field,
                              const google::protobuf::RepeatedPtrField<std::string>& texts) {
    if (texts.empty()) Fail("", fmt::format("{} is missing", field));
    std::vector<Port> ports;
    for (const std::string& text : texts) ports.push_back(ReadPort(field, text));
    return ports;
  }

  std::vector<Port> ReadFactors(const google::protobuf::RepeatedPtrField<std::string>& texts) {
    std::vector<Port> ports;
    for (const std::string& text : texts) ports.push_back(ReadPort("bytes", text));
    return ports;
  }

  std::optional<Port> ReadOptionalPort(std::string_view field, const std::string& text) {
    if (text.empty()) return std::nullopt;
    return ReadPort(field, text);
  }

  Template ReadTemplate(std::string_view field, const std::string& text) {
    absl::StatusOr<Template> result = ParseTemplate(text);
    if (result.ok()) return *std::move(result);
    Fail(field, std::string(result.status().message()));
    return {};
  }

  std::optional<Template> ReadOptionalTemplate(std::string_view field, const std::string& text) {
    if (text.empty()) return std::nullopt;
    return ReadTemplate(field, text);
  }

  std::optional<Template> ReadNamespace(const std::string& text, bool has_default) {
    if (text.empty() && has_default)
      return ReadTemplate("namespace", std::string(kDefaultNamespace));
    return ReadOptionalTemplate("namespace", text);
  }

  void Fail(std::string_view field, const std::string& message) {
    if (!status.ok()) return;
    status = absl::InvalidArgumentError(message);
    wrong = part_;
    wrong.field = field;
  }

  const Api& api_;
  Model model_;
  ModelPart part_;
};

}  // namespace

absl::StatusOr<Model> CompileModel(const Api& api, ModelPart* wrong) {
  Compiler compiler(api);
  Model model = compiler.Compile();
  if (compiler.status.ok()) return model;
  *wrong = std::move(compiler.wrong);
  return std::move(compiler.status);
}

}  // namespace pedigree
