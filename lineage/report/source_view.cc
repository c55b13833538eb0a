#include "lineage/report/source_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/file.h"
#include "lineage/report/mask_source.h"

namespace pedigree {
namespace {

constexpr size_t kMaxSource = 16u << 20;
constexpr size_t kMaxShown = 160;  // of a line

// A tab takes the caret's line with it: each is shown as one space.
std::string OneColumnEach(std::string line) {
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

// Where UTF-8's continuation bytes are no columns.
size_t Columns(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

const std::vector<std::string>& SourceView::Of(const std::string& file) {
  const auto [at, is_new] = files_.try_emplace(file);
  if (!is_new || file.empty()) return at->second;
  const std::string path = file[0] == '/' || root_.empty() ? file : root_ + "/" + file;
  const auto text = ReadFile(path);
  if (!text.ok() || text->size() > kMaxSource) return at->second;
  for (size_t begin = 0; begin < text->size();) {
    size_t end = text->find('\n', begin);
    if (end == std::string::npos) end = text->size();
    std::string line = text->substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    at->second.push_back(std::move(line));
    begin = end + 1;
  }
  MaskSource(at->second);
  return at->second;
}

std::optional<std::string> SourceView::Line(const std::string& file, uint32_t line) {
  const std::vector<std::string>& lines = Of(file);
  if (line == 0 || line > lines.size()) return std::nullopt;
  return lines[line - 1];
}

std::vector<std::string> SourceView::Lines(const std::string& file, uint32_t first, uint32_t last) {
  std::vector<std::string> lines;
  for (uint32_t at = std::max(first, 1u); at <= last; ++at) {
    const auto line = Line(file, at);
    if (!line.has_value()) break;
    lines.push_back(*line);
  }
  return lines;
}

std::string SourceView::Frame(const Place& place, const Style& style) {
  const auto line = Line(place.file(), place.line());
  if (!line.has_value() || line->size() > kMaxShown) return "";
  const std::string shown = OneColumnEach(*line);
  std::string out =
      Paint(style, Ink::kDim, fmt::format("{:>5} |", place.line())) + " " + Printable(shown) + "\n";
  const size_t column = place.column() == 0 ? 0 : place.column() - 1;
  if (column >= shown.size() && column > 0) return out;
  out += Paint(style, Ink::kDim, "      |") + " " +
         std::string(Columns(std::string_view(shown).substr(0, column)), ' ') +
         Paint(style, Ink::kGreen, "^") + "\n";
  return out;
}

}  // namespace pedigree
