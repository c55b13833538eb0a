#include "lineage/name_pattern.h"

#include <algorithm>

namespace pedigree {

NamePattern::NamePattern(std::string_view name, const Fill& fill) {
  const auto add = [this](bool hole, std::string_view text) {
    if (text.empty() && !hole) return;
    // Text next to text is one text; two holes side by side match what one does.
    if (!parts_.empty() && parts_.back().hole == hole) {
      if (!hole) parts_.back().text += text;
      return;
    }
    parts_.push_back({hole, std::string(text)});
  };
  for (size_t at = 0; at < name.size();) {
    const size_t open = name.find('{', at);
    const size_t close = open == std::string_view::npos ? open : name.find('}', open);
    if (close == std::string_view::npos) {
      add(false, name.substr(at));
      break;
    }
    add(false, name.substr(at, open - at));
    const std::string_view hole = name.substr(open + 1, close - open - 1);
    if (const std::optional<std::string> text = fill(hole)) {
      // What was given may itself be a pattern of names (glob).
      for (size_t from = 0; from <= text->size();) {
        const size_t star = std::min(text->find('*', from), text->size());
        add(false, std::string_view(*text).substr(from, star - from));
        if (star < text->size()) add(true, "*");
        from = star + 1;
      }
    } else {
      add(true, hole);
    }
    at = close + 1;
  }
}

bool NamePattern::IsAny() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.hole; });
}

std::string NamePattern::Text() const {
  std::string text;
  for (const Part& part : parts_) text += part.hole ? "{" + part.text + "}" : part.text;
  return text;
}

void NamePattern::Prepend(std::string_view before) {
  if (BeginsWithText()) {
    parts_[0].text.insert(0, before);
  } else {
    parts_.insert(parts_.begin(), {false, std::string(before)});
  }
}

void NamePattern::Clean() {
  if (!BeginsWithText()) return;
  std::string& text = parts_[0].text;
  while (text.starts_with("./")) text.erase(0, 2);
  for (size_t at; (at = text.find("/./")) != std::string::npos;) text.erase(at, 2);
  for (size_t at; (at = text.find("//")) != std::string::npos;) text.erase(at, 1);
}

bool NamePattern::Matches(std::string_view name) const { return MatchesFrom(0, name); }

bool NamePattern::MatchesFrom(size_t part, std::string_view name) const {
  if (part == parts_.size()) return name.empty();
  const Part& now = parts_[part];
  if (!now.hole)
    return name.starts_with(now.text) && MatchesFrom(part + 1, name.substr(now.text.size()));
  if (part + 1 == parts_.size()) return !name.empty();
  // A text follows: try each place where it occurs.
  const std::string& next = parts_[part + 1].text;
  for (size_t at = name.find(next, 1); at != std::string_view::npos; at = name.find(next, at + 1)) {
    if (MatchesFrom(part + 1, name.substr(at))) return true;
  }
  return false;
}

}  // namespace pedigree
