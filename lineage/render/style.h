// How text output looks: coloured and drawn with lines on a terminal, plain where it is piped.
#ifndef PEDIGREE_LINEAGE_RENDER_STYLE_H_
#define PEDIGREE_LINEAGE_RENDER_STYLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

struct Style {
  bool color = false;  // ANSI escapes
  bool draw = false;   // box-drawing characters, arrows
};

enum class Ink { kPlain, kBold, kDim, kRed, kGreen, kYellow, kBlue, kMagenta, kCyan };

// `text` in that colour, if the style has any. Control characters in it, which could steer the
// terminal, are shown as escapes.
std::string Paint(const Style& style, Ink ink, std::string_view text);
// Control characters as escapes: "\n", "\x1b"; and what turns the direction of text or ends a line
// in Unicode: "\u202e". Names come from programs that may be hostile.
std::string Printable(std::string_view text);

std::string_view Arrow(const Style& style);      // "─▶", "->"
std::string_view BackArrow(const Style& style);  // "◀─", "<-"

// A tree of texts.
struct TreeNode {
  std::string line;
  std::vector<std::string> details;  // lines below `line`, before the children
  std::vector<TreeNode> children;
};

// Each root at the margin, what is below it indented and, in a style that draws, joined by lines.
std::string DrawTree(const Style& style, const TreeNode& root);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RENDER_STYLE_H_
