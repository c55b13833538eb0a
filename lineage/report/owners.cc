#include "lineage/report/owners.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "lineage/file.h"
#include "lineage/policy/glob.h"

namespace pedigree {
namespace {

std::vector<std::string> Words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (size_t i = 0; i <= line.size(); ++i) {
    const char c = i < line.size() ? line[i] : ' ';
    if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
    } else if (c == '#' && word.empty()) {
      break;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  return words;
}

// As in .gitignore: a pattern with a slash before its end is of the root, another of any folder;
// one that names a folder is of all in it, but "docs/*" of files right there only.
bool PatternMatches(std::string pattern, std::string_view path) {
  const bool folder = pattern.ends_with('/');
  if (folder) pattern.pop_back();
  const bool rooted = pattern.find('/') != std::string::npos;
  if (pattern.starts_with('/')) pattern.erase(0, 1);
  if (!rooted) pattern = "**/" + pattern;
  if (!folder && policy::GlobMatches(pattern, path, "/")) return true;
  if (pattern.ends_with("/*")) return false;
  return policy::GlobMatches(pattern + "/**", path, "/");
}

// GitLab's: "[Name] @default", "^[Name][2]" (optional; two must approve), in whatever case.
struct Section {
  std::string name;
  std::vector<std::string> owners;
};

std::optional<Section> SectionOf(std::string_view line) {
  if (line.starts_with('^')) line.remove_prefix(1);
  if (!line.starts_with('[')) return std::nullopt;
  const size_t end = line.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  Section section;
  for (const char c : line.substr(1, end - 1))
    section.name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string_view rest = line.substr(end + 1);
  if (rest.starts_with('[')) {
    const size_t number = rest.find(']');
    rest = number == std::string_view::npos ? std::string_view() : rest.substr(number + 1);
  }
  section.owners = Words(rest);
  return section;
}

}  // namespace

CodeOwners CodeOwners::Find(const std::string& root) {
  for (const char* name :
       {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}) {
    if (const auto text = ReadFile(root + "/" + name); text.ok()) return Parse(*text);
  }
  return {};
}

CodeOwners CodeOwners::Parse(std::string_view text) {
  CodeOwners owners;
  std::map<std::string, size_t> sections{{"", 0}};
  size_t section = 0;
  std::vector<std::string> defaults;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (auto head = SectionOf(line); head.has_value()) {
      section = sections.try_emplace(head->name, sections.size()).first->second;
      defaults = std::move(head->owners);
      continue;
    }
    std::vector<std::string> words = Words(line);
    if (words.empty()) continue;
    const std::string pattern = words[0];
    words.erase(words.begin());
    owners.lines_.push_back({section, pattern, words.empty() ? defaults : std::move(words)});
  }
  return owners;
}

std::vector<std::string> CodeOwners::Of(std::string_view path) const {
  std::vector<std::string> owners;
  std::set<size_t> told;
  for (size_t i = lines_.size(); i-- > 0;) {
    const Line& line = lines_[i];
    if (told.contains(line.section) || !PatternMatches(line.pattern, path)) continue;
    told.insert(line.section);
    for (const std::string& owner : line.owners) {
      if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
    }
  }
  return owners;
}

}  // namespace pedigree
