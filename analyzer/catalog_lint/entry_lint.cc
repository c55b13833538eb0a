#include "analyzer/catalog_lint/entry_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/catalog/nearest.h"
#include "analyzer/catalog/template.h"
#include "analyzer/extract/declared_name.h"

namespace pedigree {
namespace {

enum class Match { kNo, kMaybe, kYes };

bool HasPack(const clang::FunctionDecl* function) {
  return std::any_of(function->param_begin(), function->param_end(),
                     [](const clang::ParmVarDecl* p) { return p->isParameterPack(); });
}

// Whether the parameter list of `signature` is one of `function`'s. Of a template the types are
// known where it is used only.
Match Matches(const Signature& signature, const clang::FunctionDecl* function) {
  if (!signature.parameters) return Match::kYes;
  const auto& globs = *signature.parameters;
  const size_t count = function->getNumParams();
  if (HasPack(function)) return globs.size() + 1 >= count ? Match::kMaybe : Match::kNo;
  if (globs.size() > count || (globs.size() < count && !signature.more_parameters)) {
    return Match::kNo;
  }
  const std::vector<std::string> types = ParameterTypes(function);
  Match match = Match::kYes;
  for (size_t i = 0; i < globs.size(); ++i) {
    if (function->getParamDecl(i)->getType()->isDependentType()) {
      match = Match::kMaybe;
    } else if (!globs[i].Matches(NormalizeType(types[i]))) {
      return Match::kNo;
    }
  }
  return match;
}

std::string ParameterList(const clang::FunctionDecl* function) {
  return fmt::format("({}{})", fmt::join(ParameterTypes(function), ", "),
                     function->isVariadic() ? ", ..." : "");
}

// The ports of an entry, each with what is done to it.
template <typename Port_>
class PortsOf {
 public:
  static std::vector<Port_> All(const Api& api) {
    PortsOf ports;
    const auto each = [&](const char* effect, const auto& messages, auto visit) {
      ports.part_.effect = effect;
      ports.part_.index = 0;
      for (const auto& message : messages) {
        visit(message);
        ++ports.part_.index;
      }
    };
    using enum PortUse;
    each("flow", api.flow(), [&](const Flow& m) {
      ports.AddAll("from", m.from(), kRead);
      ports.Add("to", m.to(), kStore);
      ports.AddAll("bytes", m.bytes(), kRead);
    });
    each("opens", api.opens(), [&](const Opens& m) {
      ports.Add("handle", m.handle(), kStore);
      ports.Add("parent", m.parent(), kRead);
      for (const auto& [field, text] :
           {std::pair{"namespace", m.namespace_()}, {"name", m.name()}, {"sql", m.sql()}}) {
        ports.AddHoles(field, text);
      }
    });
    each("reads", api.reads(), [&](const Reads& m) {
      ports.Add("into", m.into(), kStore);
      ports.AddAll("bytes", m.bytes(), kRead);
      ports.Transfer(m);
    });
    each("writes", api.writes(), [&](const Writes& m) {
      ports.AddAll("from", m.from(), kRead);
      for (const Bits& bits : m.where()) ports.Add("where", bits.port(), kRead);
      ports.Transfer(m);
    });
    each("points", api.points(), [&](const Points& m) {
      ports.Add("from", m.from(), kStore);
      ports.Add("to", m.to(), kRead);
    });
    each("text", api.text(), [&](const Text& m) {
      ports.Add("to", m.to(), kStore);
      ports.AddHoles("value", m.value());
      ports.Add("format", m.format(), kRead);
      ports.AddAll("args", m.args(), kRead);
    });
    each("calls", api.calls(), [&](const Calls& m) {
      ports.Add("callee", m.callee(), kCall);
      // `this` is the callback's own object there.
      ports.AddAll("args", m.args(), kRead);
      ports.Add("result", m.result(), kStore);
      ports.AddAll("project", m.project(), kRead);
    });
    each("executes", api.executes(), [&](const Executes& m) {
      ports.Add("parent", m.parent(), kRead);
      ports.AddHoles("sql", m.sql());
      ports.Add("handle", m.handle(), kRead);
    });
    each("clears", api.clears(), [&](const std::string& port) { ports.Add("", port, kStore); });
    each("joins", api.joins(), [&](const std::string& port) { ports.Add("", port, kRead); });
    return std::move(ports.ports_);
  }

 private:
  void Add(const std::string& field, const std::string& text, PortUse use) {
    if (text.empty()) return;
    auto port = ParsePort(text);
    if (!port.ok()) return;
    part_.field = field;
    ports_.push_back({.port = *std::move(port), .use = use, .part = part_, .text = text});
  }

  template <typename Texts>
  void AddAll(const std::string& field, const Texts& texts, PortUse use) {
    for (const std::string& text : texts) Add(field, text, use);
  }

  void AddHoles(const std::string& field, const std::string& text) {
    const auto parsed = ParseTemplate(text);
    if (!parsed.ok()) return;
    part_.field = field;
    for (const Template::Part& part : parsed->parts) {
      if (!part.port) continue;
      ports_.push_back({.port = *part.port, .use = PortUse::kRead, .part = part_, .text = text});
    }
  }

  template <typename Message>
  void Transfer(const Message& m) {
    Add("handle", m.handle(), PortUse::kRead);
    AddHoles("namespace", m.namespace_());
    AddHoles("name", m.name());
    AddHoles("column", m.column());
    AddHoles("sql", m.sql());
  }

  ModelPart part_;
  std::vector<Port_> ports_;
};

}  // namespace

EntryLint::EntryLint(const Catalog& catalog, const CatalogPlaces& places, std::string_view text,
                     const HeaderDeclarations& declarations,
                     std::function<bool(const std::string&)> is_macro)
    : catalog_(catalog),
      places_(places),
      text_(text),
      declarations_(declarations),
      is_macro_(std::move(is_macro)) {}

std::vector<LintFinding> EntryLint::Run() {
  for (const Api& api : catalog_.api()) {
    for (const std::string& function : api.function()) {
      if (auto signature = ParseSignature(function); signature.ok()) {
        signatures_.push_back(*std::move(signature));
      }
    }
  }
  for (int i = 0; i < catalog_.api_size(); ++i) {
    std::vector<PortOfEntry> ports = PortsOf<PortOfEntry>::All(catalog_.api(i));
    for (int f = 0; f < catalog_.api(i).function_size(); ++f) LintFunction(i, f, ports);
    for (const PortOfEntry& port : ports) {
      for (const auto& [doubt, message] : port.wrong) {
        Add(PlaceOfQuoted(text_, places_.Of(port.part, i), port.text), doubt || port.right,
            message);
      }
    }
  }
  for (int i = 0; i < catalog_.global_size(); ++i) LintGlobal(i);
  std::sort(findings_.begin(), findings_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.line, a.place.column, a.message) <
           std::tie(b.place.line, b.place.column, b.message);
  });
  return std::move(findings_);
}

void EntryLint::Add(CatalogPlace place, bool warning, std::string message) {
  for (const LintFinding& finding : findings_) {
    if (finding.place.line == place.line && finding.place.column == place.column &&
        finding.message == message) {
      return;
    }
  }
  findings_.push_back({place, warning, std::move(message)});
}

// Those of `overloads` that the entry speaks of: all that its parameter list matches; without one,
// those that no other entry's list is sure to match.
HeaderDeclarations::Overloads EntryLint::Applicable(
    const Signature& signature, const std::string& name,
    const HeaderDeclarations::Overloads& overloads) const {
  HeaderDeclarations::Overloads applicable;
  for (const clang::FunctionDecl* overload : overloads) {
    if (Matches(signature, overload) == Match::kNo) continue;
    const bool taken =
        !signature.parameters &&
        std::any_of(signatures_.begin(), signatures_.end(), [&](const Signature& other) {
          return other.parameters && other.name.is_literal() && other.name.prefix() == name &&
                 Matches(other, overload) == Match::kYes;
        });
    if (!taken) applicable.push_back(overload);
  }
  return applicable.empty() && !signature.parameters ? overloads : applicable;
}

// What to say of a function that is not declared.
std::string EntryLint::Unknown(const std::string& name) const {
  if (is_macro_(name)) {
    return fmt::format("'{}' is a macro: list the function that it calls", name);
  }
  const std::string scope(ScopeOf(name));
  if (const clang::CXXRecordDecl* record = declarations_.Aliased(scope)) {
    return fmt::format(
        "'{}' is another name of the class '{}', under which its functions are listed", scope,
        DeclaredName(record));
  }
  std::vector<std::string> siblings, all;
  for (const auto& [other, overloads] : declarations_.functions()) {
    all.push_back(other);
    if (ScopeOf(other) == scope)
      siblings.push_back(other.substr(scope.empty() ? 0 : scope.size() + 2));
  }
  const std::string own = scope.empty() ? name : name.substr(scope.size() + 2);
  std::string meant = Nearest(own, siblings);
  if (!meant.empty() && !scope.empty()) meant = scope + "::" + meant;
  if (meant.empty()) meant = Nearest(name, all);
  // The same name in another namespace or class.
  for (auto other = all.begin(); meant.empty() && other != all.end(); ++other) {
    if (other->substr(std::min(other->size(), ScopeOf(*other).size() + 2)) == own) meant = *other;
  }
  return fmt::format("there is no function '{}'{}", name, Hint(meant));
}

void EntryLint::LintFunction(int api, int index, std::vector<PortOfEntry>& ports) {
  const std::string& spelled = catalog_.api(api).function(index);
  const auto signature = ParseSignature(spelled);
  if (!signature.ok()) return;
  const CatalogPlace place = PlaceOfQuoted(text_, places_.OfFunction(api, index), spelled);
  const bool elsewhere = !catalog_.api(api).versions().empty();
  if (!signature->name.is_literal()) {
    HeaderDeclarations::Overloads matching;
    for (const auto& [name, overloads] : declarations_.functions()) {
      if (!signature->name.Matches(name)) continue;
      for (const clang::FunctionDecl* overload : overloads) {
        if (Matches(*signature, overload) != Match::kNo) matching.push_back(overload);
      }
    }
    if (!matching.empty()) return LintPorts(spelled, matching, ports);
    if (!elsewhere) Add(place, false, fmt::format("no function matches '{}'", spelled));
    return;
  }
  const std::string& name = signature->name.prefix();
  const HeaderDeclarations::Overloads overloads = declarations_.Functions(name);
  if (overloads.empty()) {
    if (declarations_.MayBeImplicit(name) || declarations_.IsBuiltin(name) || elsewhere) return;
    const clang::CXXRecordDecl* scope = declarations_.Class(ScopeOf(name));
    if (scope && declarations_.HasUnknownBase(scope)) return;
    return Add(place, false, Unknown(name));
  }
  const HeaderDeclarations::Overloads applicable = Applicable(*signature, name, overloads);
  if (applicable.empty()) {
    // What the compiler declares by itself takes one object of the class at most.
    if (elsewhere || (declarations_.MayBeImplicit(name) && signature->parameters->size() <= 1)) {
      return;
    }
    std::vector<std::string> lists;
    for (const clang::FunctionDecl* overload : overloads) {
      const std::string list = ParameterList(overload);
      if (std::find(lists.begin(), lists.end(), list) == lists.end()) lists.push_back(list);
    }
    return Add(place, false,
               fmt::format("no overload of '{}' takes these parameters; there {}: {}", name,
                           lists.size() == 1 ? "is" : "are", fmt::join(lists, ", ")));
  }
  LintPorts(name, applicable, ports);
}

void EntryLint::LintPorts(const std::string& name, const HeaderDeclarations::Overloads& applicable,
                          std::vector<PortOfEntry>& ports) {
  for (PortOfEntry& port : ports) {
    std::string wrong;
    bool doubt = true;
    for (const clang::FunctionDecl* overload : applicable) {
      bool this_doubt = false;
      std::string of_this = WrongWithPort(port.port, port.use, overload, &this_doubt);
      if (of_this.empty()) {
        wrong.clear();
        break;
      }
      if (wrong.empty()) {
        wrong = std::move(of_this);
        doubt = this_doubt;
      }
    }
    if (wrong.empty()) {
      port.right = true;
    } else {
      port.wrong.emplace_back(doubt,
                              fmt::format("{} of '{}': {}", ToString(port.port), name, wrong));
    }
  }
}

void EntryLint::LintGlobal(int index) {
  const std::string& name = catalog_.global(index).name();
  if (declarations_.HasVariable(name)) return;
  const std::string meant = Nearest(name, declarations_.Variables());
  Add(places_.OfGlobalName(index), false,
      fmt::format("there is no variable '{}'{}", name, Hint(meant)));
}

}  // namespace pedigree
