// Texts that a library builds: what a catalog's template, or a format of the program's own, makes
// of its arguments. What is known of a text names assets, so nothing is told that may be otherwise:
// a part that is rounded, padded or cut is a hole that nothing fills.

#include <algorithm>
#include <cctype>

#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"
#include "analyzer/fragment/mask.h"
#include "llvm/ADT/StringRef.h"

namespace pedigree {
namespace {

// One piece of a format: text as it stands, or an argument and how it is to be shown.
struct Piece {
  std::string literal;
  int argument = -1;
  std::string how;  // flags, width and precision, without the conversion
  char conversion = 0;
};

std::vector<Piece> ReadPrintf(llvm::StringRef format) {
  std::vector<Piece> pieces;
  std::string literal;
  int next = 0;
  for (size_t i = 0; i < format.size();) {
    if (format[i] != '%') {
      literal += format[i++];
      continue;
    }
    if (++i < format.size() && format[i] == '%') {
      literal += format[i++];
      continue;
    }
    Piece piece;
    const size_t digits = format.find_first_not_of("0123456789", i);
    if (digits != llvm::StringRef::npos && digits > i && format[digits] == '$') {
      unsigned position = 0;
      if (format.slice(i, digits).getAsInteger(10, position)) return {};
      piece.argument = static_cast<int>(position) - 1;
      i = digits + 1;
    }
    while (i < format.size() &&
           std::string_view("-+ #0123456789.*'").find(format[i]) != std::string_view::npos) {
      if (format[i] == '*') ++next;
      piece.how += format[i++];
    }
    while (i < format.size() &&
           std::string_view("hlLqjzt").find(format[i]) != std::string_view::npos) {
      ++i;
    }
    if (i == format.size()) return {};
    piece.conversion = format[i++];
    if (piece.argument < 0) piece.argument = next++;
    if (!literal.empty()) pieces.push_back({std::exchange(literal, {}), -1, {}, 0});
    pieces.push_back(std::move(piece));
  }
  if (!literal.empty()) pieces.push_back({std::move(literal), -1, {}, 0});
  return pieces;
}

std::vector<Piece> ReadBraces(llvm::StringRef format) {
  std::vector<Piece> pieces;
  std::string literal;
  int next = 0;
  for (size_t i = 0; i < format.size();) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      literal += c;
      i += 2;
      continue;
    }
    if (c != '{') {
      literal += c;
      ++i;
      continue;
    }
    // A field ends at its own brace: a width may be a field inside.
    size_t end = i + 1;
    for (int depth = 1; end < format.size(); ++end) {
      depth += format[end] == '{' ? 1 : format[end] == '}' ? -1 : 0;
      if (depth == 0) break;
    }
    if (end >= format.size()) return {};
    const auto [name, how] = format.slice(i + 1, end).split(':');
    i = end + 1;
    Piece piece;
    piece.how = how.str();
    if (!piece.how.empty() && std::isalpha(static_cast<unsigned char>(piece.how.back()))) {
      piece.conversion = piece.how.back();
      piece.how.pop_back();
    }
    unsigned position = 0;
    if (name.empty()) {
      piece.argument = next++;
    } else if (!name.getAsInteger(10, position)) {
      piece.argument = static_cast<int>(position);
    } else {
      piece.argument = 1 << 20;  // by its name: which, is not known
    }
    if (!literal.empty()) pieces.push_back({std::exchange(literal, {}), -1, {}, 0});
    pieces.push_back(std::move(piece));
  }
  if (!literal.empty()) pieces.push_back({std::move(literal), -1, {}, 0});
  return pieces;
}

std::vector<Piece> ReadDollars(llvm::StringRef format) {
  std::vector<Piece> pieces;
  std::string literal;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '$' || i + 1 == format.size()) {
      literal += format[i];
      continue;
    }
    const char c = format[++i];
    if (!std::isdigit(static_cast<unsigned char>(c))) {
      literal += c;
      continue;
    }
    if (!literal.empty()) pieces.push_back({std::exchange(literal, {}), -1, {}, 0});
    Piece piece;
    piece.argument = c - '0';
    pieces.push_back(std::move(piece));
  }
  if (!literal.empty()) pieces.push_back({std::move(literal), -1, {}, 0});
  return pieces;
}

// The number as the piece shows it; nothing if that is not as simple.
std::optional<std::string> Shown(const Piece& piece, int64_t number) {
  const char c = piece.conversion;
  if (c == 'c') {
    if (!piece.how.empty() || number <= 0 || number > 127) return std::nullopt;
    return std::string(1, static_cast<char>(number));
  }
  if (c != 0 && std::string_view("diuxXo").find(c) == std::string_view::npos) return std::nullopt;
  llvm::StringRef how(piece.how);
  const bool zeros = how.consume_front("0");
  unsigned width = 0;
  if (!how.empty() && how.getAsInteger(10, width)) return std::nullopt;
  if (width > 64) return std::nullopt;
  char digits[96];
  const int n = static_cast<int>(width);
  const long long value = number;
  switch (c) {
    case 'x':
      std::snprintf(digits, sizeof digits, zeros ? "%0*llx" : "%*llx", n, value);
      break;
    case 'X':
      std::snprintf(digits, sizeof digits, zeros ? "%0*llX" : "%*llX", n, value);
      break;
    case 'o':
      std::snprintf(digits, sizeof digits, zeros ? "%0*llo" : "%*llo", n, value);
      break;
    default:
      std::snprintf(digits, sizeof digits, zeros ? "%0*lld" : "%*lld", n, value);
  }
  return digits;
}

}  // namespace

// Whether the port is where the catalog keeps what was put into a stream.
bool Walker::IsTextOfStream(const Port& port) {
  return !port.steps.empty() && port.steps.back().kind == Port::Step::kField &&
         port.steps.back().label == "text";
}

// Neighbouring literals are one.
TextId Walker::JoinedText(llvm::ArrayRef<TextPart> parts) {
  std::vector<TextPart> merged;
  for (const TextPart& part : parts) {
    if (!merged.empty() && part.literal != 0 && merged.back().literal != 0) {
      merged.back().literal = unit_.Str(MaskSecrets(std::string(unit_.Text(merged.back().literal)) +
                                                    std::string(unit_.Text(part.literal))));
    } else {
      merged.push_back(part);
    }
  }
  return values_.Text(std::move(merged));
}

// Whether numbers that are put into this text, a stream's, are shown as they are: nothing has told
// the stream otherwise (std::hex, setf). What a caller has told it is not looked for.
bool Walker::ShowsPlain(const Port& text, ModelCall& call) {
  if (!IsTextOfStream(text)) return true;
  static constexpr std::string_view kPlain[] = {
      "left",       "right",     "internal",    "dec",      "noboolalpha",
      "noshowbase", "noshowpos", "skipws",      "noskipws", "unitbuf",
      "nounitbuf",  "uppercase", "nouppercase", "fixed",    "scientific"};
  for (const ValueId id : values_.set(CellAt(OfStream(text, "adjust", call)))) {
    const Val v = values_.value(id);
    if (v.kind != Value::FUNCTION) continue;
    const clang::FunctionDecl* told = unit_.FunctionNamed(v.index);
    const bool named = told && told->getDeclName().isIdentifier();
    if (!named || !llvm::is_contained(kPlain, std::string_view(told->getName()))) return false;
  }
  return llvm::none_of(values_.set(CellAt(OfStream(text, "shown", call))),
                       [&](ValueId id) { return values_.value(id).kind == Value::TEXT; });
}

// What else the catalog keeps of a stream, whose text is at the port `text`.
Locs Walker::OfStream(const Port& text, std::string_view what, ModelCall& call) {
  Port port = text;
  port.steps.back().label = what;
  return PortPlaces(port, call);
}

// What is put into a stream, filled up to the width that was asked for just
// before: exactly where all is known, else with a hole on the side, or both,
// where the filling may be.
void Walker::FillUp(const Port& text, std::vector<TextPart>& parts, ModelCall& call) {
  const Locs place = OfStream(text, "width", call);
  const SetId width = CellAt(place);
  const bool asked = llvm::any_of(values_.set(width), [&](ValueId id) {
    const Val v = values_.value(id);
    // What the stream came with is not looked for.
    const bool came = (v.kind == Value::INITIAL || v.kind == Value::OUT) &&
                      llvm::any_of(place, [&](const Loc& loc) { return loc.base == v.base; });
    return !came && v.kind != Value::GUARD;
  });
  if (!asked) return;
  WritePlaces(place, values_.EmptyCell());

  enum { kRight, kLeft, kInternal, kUnknown } side = kRight;
  bool told = false;
  for (const ValueId id : values_.set(CellAt(OfStream(text, "adjust", call)))) {
    const Val v = values_.value(id);
    if (v.kind == Value::TEXT || v.kind == Value::GUARD) side = kUnknown;
    if (v.kind != Value::FUNCTION) continue;
    const clang::FunctionDecl* function = unit_.FunctionNamed(v.index);
    const llvm::StringRef name = function && function->getDeclName().isIdentifier()
                                     ? function->getName()
                                     : llvm::StringRef();
    if (name != "left" && name != "right" && name != "internal") continue;
    side = told || side == kUnknown ? kUnknown
           : name == "left"         ? kLeft
           : name == "right"        ? kRight
                                    : kInternal;
    told = true;
  }
  const SetId fill = CellAt(OfStream(text, "fill", call));
  const std::optional<int64_t> filler =
      fill == 0 ? std::optional<int64_t>(' ') : values_.OnlyNumber(fill);
  const std::optional<int64_t> wanted = values_.OnlyNumber(width);
  std::optional<std::string> known;
  if (parts.empty()) known = "";
  if (parts.size() == 1 && parts[0].literal != 0) known = std::string(unit_.Text(parts[0].literal));
  if (parts.size() == 1 && parts[0].literal == 0) {
    if (const auto number = values_.OnlyNumber(parts[0].hole)) known = std::to_string(*number);
  }
  if (wanted && known && *wanted <= static_cast<int64_t>(known->size())) return;
  constexpr int64_t kMaxFilled = 256;
  if (wanted && known && filler && *filler > 0 && *filler < 127 && *wanted <= kMaxFilled &&
      side != kUnknown) {
    const std::string filling(*wanted - known->size(), static_cast<char>(*filler));
    const bool sign = side == kInternal && known->starts_with('-');
    const std::string all = side == kLeft ? *known + filling
                            : sign        ? "-" + filling + known->substr(1)
                                          : filling + *known;
    parts = {{unit_.Str(all), 0}};
    return;
  }
  if (side != kLeft) parts.insert(parts.begin(), TextPart{});
  if (side != kRight) parts.push_back(TextPart{});
}

// `plain`: numbers are shown in decimal, and nothing is added to them.
TextId Walker::TextOf(const Template& text, ModelCall& call, bool path, bool plain,
                      const Port* stream) {
  std::vector<TextPart> parts;
  bool separator = false;
  const auto separate = [&](const std::vector<TextPart>& next) {
    if (!std::exchange(separator, false)) return;
    const auto literal = [&](const std::vector<TextPart>& of, bool last) -> std::string_view {
      if (of.empty()) return {};
      const TextPart& part = last ? of.back() : of.front();
      return part.literal == 0 ? std::string_view() : unit_.Text(part.literal);
    };
    if (literal(next, false).starts_with('/')) {
      parts.clear();  // an absolute path replaces what it is appended to
    } else if (!parts.empty() && !literal(parts, true).ends_with('/')) {
      parts.push_back({unit_.Str("/"), 0});
    }
  };
  for (const Template::Part& part : text.parts) {
    if (part.port) {
      std::vector<TextPart> next;
      SetId set = PortText(*part.port, call);
      if (!plain) {
        set = values_.Map(set, [&](const Val& v) -> std::optional<Val> {
          if (v.kind != Value::NUMBER) return v;
          return Val{.kind = Value::TEXT, .index = values_.Text({TextPart{}})};
        });
      }
      values_.AppendHole(next, set);
      if (stream && !(*part.port == *stream)) FillUp(*stream, next, call);
      separate(next);
      parts.insert(parts.end(), next.begin(), next.end());
    } else if (path && part.literal == "/") {
      separator = true;
    } else {
      parts.push_back({unit_.Str(part.literal), 0});
    }
  }
  separate({});
  return JoinedText(parts);
}

// The text that a format makes. Where the format itself is not one known text, nothing is known.
TextId Walker::FormattedText(const Model::Text& text, ModelCall& call) {
  const std::vector<TextPart> unknown = {TextPart{}};
  std::optional<std::string> format;
  for (const ValueId id : values_.set(PortText(*text.format, call))) {
    const Val v = values_.value(id);
    if (v.kind == Value::GUARD) continue;
    if (v.kind != Value::TEXT || format) return values_.Text(unknown);
    const auto parts = values_.text(v.index);
    if (parts.size() > 1 || (parts.size() == 1 && parts[0].literal == 0)) {
      return values_.Text(unknown);
    }
    format = parts.empty() ? std::string() : std::string(unit_.Text(parts[0].literal));
  }
  if (!format) return values_.Text(unknown);

  std::vector<Port> arguments;
  for (const Port& port : text.args) {
    if (port.root != Port::kArgsFrom && port.root != Port::kAllArgs) {
      arguments.push_back(port);
      continue;
    }
    for (size_t i = port.root == Port::kAllArgs ? 0 : port.index; i < call.actuals->size(); ++i) {
      Port one = port;
      one.root = Port::kArg;
      one.index = static_cast<int>(i);
      arguments.push_back(one);
    }
  }
  const std::vector<Piece> pieces = text.style == BRACES   ? ReadBraces(*format)
                                    : text.style == DOLLAR ? ReadDollars(*format)
                                                           : ReadPrintf(*format);
  if (pieces.empty() && !format->empty()) return values_.Text(unknown);
  std::vector<TextPart> parts;
  for (const Piece& piece : pieces) {
    if (piece.argument < 0) {
      parts.push_back({unit_.Str(piece.literal), 0});
      continue;
    }
    if (static_cast<size_t>(piece.argument) >= arguments.size()) {
      parts.push_back(TextPart{});
      continue;
    }
    const SetId set = PortText(arguments[piece.argument], call);
    if (const std::optional<int64_t> number = values_.OnlyNumber(set)) {
      const auto shown = Shown(piece, *number);
      parts.push_back(shown ? TextPart{unit_.Str(*shown), 0} : TextPart{});
    } else if (piece.how.empty() &&
               std::string_view("\0sdiuv", 6).find(piece.conversion) != std::string_view::npos) {
      values_.AppendHole(parts, set);
    } else {
      parts.push_back({0, values_.Computed(set, TRANSFORMATION)});
    }
  }
  return JoinedText(parts);
}

// A part of a path whose text is known as far as that part needs it.
std::optional<Walker::Operand> Walker::ApplyPathPart(const clang::FunctionDecl* callee,
                                                     const std::optional<Locs>& object,
                                                     const std::vector<Actual>& actuals) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  if (!object || !method || !method->getDeclName().isIdentifier() ||
      !unit_.InStandardLibrary(method) ||
      unit_.Name(method->getParent()) != "std::filesystem::path") {
    return std::nullopt;
  }
  const llvm::StringRef name = method->getName();
  const bool replaces = name == "replace_extension" || name == "replace_filename";
  if (!replaces && name != "parent_path" && name != "filename" && name != "stem" &&
      name != "extension") {
    return std::nullopt;
  }
  const TreeId tree = ReadPlaces(*object);
  // One known text, up to holes at its beginning.
  std::vector<TextPart> head;
  values_.AppendHole(head, WholeText(values_.Cell(tree, 0, 0), tree));
  if (head.empty() || head.back().literal == 0) return std::nullopt;
  const std::string last(unit_.Text(head.back().literal));
  head.pop_back();
  const size_t slash = last.rfind('/');
  if (slash == std::string::npos && !head.empty()) return std::nullopt;
  const size_t begin = slash == std::string::npos ? 0 : slash + 1;
  const std::string folder = last.substr(0, begin), file = last.substr(begin);
  size_t dot = file.rfind('.');
  if (dot == 0 || file == "..") dot = std::string::npos;
  const std::string stem = file.substr(0, dot);
  const std::string extension = dot == std::string::npos ? "" : file.substr(dot);

  std::vector<TextPart> parts;
  const auto literal = [&](const std::string& text) {
    if (!text.empty()) parts.push_back({unit_.Str(text), 0});
  };
  SetId data = values_.All(tree);
  if (replaces) {
    parts = head;
    literal(name == "replace_extension" ? folder + stem : folder);
    if (!actuals.empty()) {
      const TreeId given = TreeOf(OfActual(actuals[0]));
      std::vector<TextPart> next;
      values_.AppendHole(next, WholeText(values_.Cell(given, 0, 0), given));
      const bool known = !next.empty() && next.front().literal != 0;
      if (name == "replace_extension" && !next.empty()) {
        if (!known) return std::nullopt;
        if (!unit_.Text(next.front().literal).starts_with('.')) literal(".");
      } else if (known && unit_.Text(next.front().literal).starts_with('/')) {
        return std::nullopt;
      }
      parts.insert(parts.end(), next.begin(), next.end());
      data = values_.Union(data, values_.All(given));
    }
  } else if (name == "parent_path") {
    parts = head;
    literal(slash == 0 && head.empty() ? "/"
                                       : last.substr(0, slash == std::string::npos ? 0 : slash));
  } else {
    literal(name == "filename" ? file : name == "stem" ? stem : extension);
  }
  const SetId text = values_.Single({.kind = Value::TEXT, .index = JoinedText(parts)});
  const TreeId content =
      values_.Leaf(values_.Union(text, values_.Computed(data, TRANSFORMATION, MODELED)));
  if (!replaces) return Tree(content);
  WritePlaces(*object, content);
  return Place(*object);
}

}  // namespace pedigree
