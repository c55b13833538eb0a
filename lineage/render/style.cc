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
  const auto steers = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::none_of(text.begin(), text.end(), steers)) return std::string(text);
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (steers(c)) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
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
