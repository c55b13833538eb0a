#include "analyzer/catalog/port.h"

#include <fmt/format.h>

#include <limits>

#include "absl/status/status.h"

namespace pedigree {
namespace {

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsName(char c) { return IsNameStart(c) || IsDigit(c); }

// Recursive descent over one port; stops at the first character that cannot go on with it.
class PortReader {
 public:
  explicit PortReader(std::string_view text) : text_(text) {}

  absl::StatusOr<Port> Read() {
    Port port;
    if (absl::Status s = ReadRoot(&port); !s.ok()) return s;
    while (!AtEnd() && (Peek() == '.' || Peek() == '[')) {
      if (absl::Status s = ReadStep(&port.steps); !s.ok()) return s;
    }
    return port;
  }

  size_t position() const { return position_; }

  absl::Status Expected(std::string_view what) const {
    return absl::InvalidArgumentError(
        fmt::format("bad port '{}': expected {} at character {}", text_, what, position_ + 1));
  }

 private:
  bool AtEnd() const { return position_ == text_.size(); }
  char Peek() const { return AtEnd() ? '\0' : text_[position_]; }

  bool Take(std::string_view token) {
    if (text_.substr(position_, token.size()) != token) return false;
    position_ += token.size();
    return true;
  }

  // A name, which the text ends or something that is not part of a name follows.
  std::string_view TakeName() {
    const size_t begin = position_;
    if (!IsNameStart(Peek())) return {};
    while (IsName(Peek())) ++position_;
    return text_.substr(begin, position_ - begin);
  }

  absl::Status ReadNumber(int64_t limit, int64_t* number) {
    if (!IsDigit(Peek())) return Expected("a number");
    *number = 0;
    while (IsDigit(Peek())) {
      const int digit = Peek() - '0';
      if (*number > (limit - digit) / 10) return Expected("a smaller number");
      *number = *number * 10 + digit;
      ++position_;
    }
    return absl::OkStatus();
  }

  absl::Status ReadArgumentNumber(int* number) {
    int64_t wide = 0;
    if (absl::Status s = ReadNumber(std::numeric_limits<int>::max(), &wide); !s.ok()) return s;
    *number = static_cast<int>(wide);
    return absl::OkStatus();
  }

  absl::Status ReadRoot(Port* port) {
    const size_t begin = position_;
    const std::string_view name = TakeName();
    if (name == "this") {
      port->root = Port::kThis;
    } else if (name == "return") {
      port->root = Port::kReturn;
    } else if (name == "new") {
      port->root = Port::kNew;
    } else if (name == "arg") {
      if (!Take("[")) return Expected("[");
      if (Take("*")) {
        port->root = Port::kAllArgs;
      } else {
        if (absl::Status s = ReadArgumentNumber(&port->index); !s.ok()) return s;
        port->root = Take("..") ? Port::kArgsFrom : Port::kArg;
      }
      if (!Take("]")) return Expected("]");
    } else if (name == "global") {
      if (!Take("(")) return Expected("(");
      const size_t end = text_.find(')', position_);
      if (end == std::string_view::npos) return Expected("name)");
      if (end == position_) return Expected("a name");
      port->root = Port::kGlobal;
      port->global = text_.substr(position_, end - position_);
      position_ = end + 1;
    } else {
      position_ = begin;
      return Expected("arg[N], this, return, global(NAME) or new");
    }
    return absl::OkStatus();
  }

  absl::Status ReadStep(std::vector<Port::Step>* steps) {
    Port::Step step;
    if (Take(".")) {
      const std::string_view name = TakeName();
      if (name.empty()) return Expected("a field");
      if (name == "pointee") {
        step.kind = Port::Step::kPointee;
      } else if (name == "each") {
        step.kind = Port::Step::kEach;
      } else if (name == "itself") {
        step.kind = Port::Step::kItself;
      } else {
        step.kind = Port::Step::kField;
        step.label = name;
      }
    } else {
      ++position_;  // [
      if (absl::Status s = ReadSelector(&step); !s.ok()) return s;
      if (!Take("]")) return Expected("]");
    }
    steps->push_back(std::move(step));
    return absl::OkStatus();
  }

  // What stands between the brackets of a step.
  absl::Status ReadSelector(Port::Step* step) {
    if (Peek() == ']') {
      step->kind = Port::Step::kAnyElement;
    } else if (Take("\"")) {
      step->kind = Port::Step::kKey;
      while (!AtEnd() && Peek() != '"') {
        if (Peek() == '\\') ++position_;
        if (AtEnd()) break;
        step->label += text_[position_++];
      }
      if (!Take("\"")) return Expected("\"");
    } else if (Take("arg[")) {
      step->kind = Port::Step::kIndexedBy;
      if (absl::Status s = ReadArgumentNumber(&step->arg); !s.ok()) return s;
      if (!Take("]")) return Expected("]");
      while (Peek() == '.' || Peek() == '[') {
        if (absl::Status s = ReadStep(&step->of); !s.ok()) return s;
      }
    } else if (IsDigit(Peek())) {
      step->kind = Port::Step::kElement;
      return ReadNumber(std::numeric_limits<int64_t>::max(), &step->index);
    } else {
      return Expected("], a number, \"KEY\" or arg[N]");
    }
    return absl::OkStatus();
  }

  std::string_view text_;
  size_t position_ = 0;
};

std::string Quote(std::string_view label) {
  std::string quoted;
  for (char c : label) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string RootToString(const Port& port) {
  switch (port.root) {
    case Port::kArg:
      return fmt::format("arg[{}]", port.index);
    case Port::kAllArgs:
      return "arg[*]";
    case Port::kArgsFrom:
      return fmt::format("arg[{}..]", port.index);
    case Port::kThis:
      return "this";
    case Port::kReturn:
      return "return";
    case Port::kGlobal:
      return fmt::format("global({})", port.global);
    case Port::kNew:
      return "new";
  }
  return "";
}

std::string StepToString(const Port::Step& step) {
  switch (step.kind) {
    case Port::Step::kField:
      return "." + step.label;
    case Port::Step::kPointee:
      return ".pointee";
    case Port::Step::kEach:
      return ".each";
    case Port::Step::kItself:
      return ".itself";
    case Port::Step::kAnyElement:
      return "[]";
    case Port::Step::kElement:
      return fmt::format("[{}]", step.index);
    case Port::Step::kKey:
      return fmt::format("[\"{}\"]", Quote(step.label));
    case Port::Step::kIndexedBy: {
      std::string part;
      for (const Port::Step& of : step.of) part += StepToString(of);
      return fmt::format("[arg[{}]{}]", step.arg, part);
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<Port> ParsePort(std::string_view text) {
  PortReader reader(text);
  absl::StatusOr<Port> port = reader.Read();
  if (port.ok() && reader.position() != text.size()) return reader.Expected("'.', '[' or the end");
  return port;
}

absl::StatusOr<Port> ConsumePort(std::string_view* text) {
  PortReader reader(*text);
  absl::StatusOr<Port> port = reader.Read();
  if (port.ok()) text->remove_prefix(reader.position());
  return port;
}

std::string ToString(const Port& port) {
  std::string text = RootToString(port);
  for (const Port::Step& step : port.steps) text += StepToString(step);
  return text;
}

}  // namespace pedigree
