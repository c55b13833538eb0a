#include "lineage/render/style.h"

#include <fmt/format.h>

#include <algorithm>

namespace pedigree {
namespace {

std::string_view Code(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kBold:
      return "1";
    case Ink::kDim:
      return "2";
    case Ink::kRed:
      return "31";
    case Ink::kGreen:
      return "32";
    case Ink::kYellow:
      return "33";
    case Ink::kBlue:
      return "34";
    case Ink::kMagenta:
      return "35";
    case Ink::kCyan:
      return "36";
  }
  return "";
}

// The character that `text` (UTF-8) begins with, if it is one of those beyond ASCII that steer what
// shows it: C1 controls, marks and overrides of direction (UAX #9), ends of lines. 0: it is not.
uint32_t Steering(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return byte(1);
  if (byte(0) == 0xd8 && byte(1) == 0x9c) return 0x061c;
  if (byte(0) != 0xe2 || byte(1) < 0x80 || byte(1) > 0x81 || byte(2) < 0x80 || byte(2) > 0xbf)
    return 0;
  const uint32_t character = 0x2000 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  const bool steers = character == 0x200e || character == 0x200f ||
                      (character >= 0x2028 && character <= 0x202e) ||
                      (character >= 0x2066 && character <= 0x2069);
  return steers ? character : 0;
}

void Draw(const Style& style, const TreeNode& node, const std::string& indent, std::string& out) {
  for (const std::string& detail : node.details) {
    out += indent;
    // The line goes on past the details to the children.
    if (style.draw) {
      out += node.children.empty() ? "   " : "│  ";
    } else {
      out += "    ";
    }
    out += detail + "\n";
  }
  for (size_t i = 0; i < node.children.size(); ++i) {
    const bool last = i + 1 == node.children.size();
    const TreeNode& child = node.children[i];
    if (style.draw) {
      out += indent + (last ? "└─ " : "├─ ") + child.line + "\n";
      Draw(style, child, indent + (last ? "   " : "│  "), out);
    } else {
      out += indent + "  " + child.line + "\n";
      Draw(style, child, indent + "  ", out);
    }
  }
}

}  // namespace

std::string Printable(std::string_view text) {
  const auto plain = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f && byte != 0xc2 && byte != 0xd8 && byte != 0xe2;
  };
  if (std::all_of(text.begin(), text.end(), plain)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    size_t taken = 1;
    if (const uint32_t steering = Steering(text); steering != 0) {
      out += fmt::format("\\u{:04x}", steering);
      taken = steering < 0x800 ? 2 : 3;
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += text.front();
    }
    text.remove_prefix(taken);
  }
  return out;
}

std::string Paint(const Style& style, Ink ink, std::string_view text) {
  const std::string_view code = Code(ink);
  if (!style.color || code.empty() || text.empty()) return Printable(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, Printable(text));
}

std::string_view Arrow(const Style& style) { return style.draw ? "─▶" : "->"; }
std::string_view BackArrow(const Style& style) { return style.draw ? "◀─" : "<-"; }

std::string DrawTree(const Style& style, const TreeNode& root) {
  std::string out = root.line + "\n";
  Draw(style, root, "", out);
  return out;
}

}  // namespace pedigree
