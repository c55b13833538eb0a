#include "lineage/report/owners.h"

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
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    std::vector<std::string> words = Words(text.substr(begin, end - begin));
    begin = end + 1;
    // GitLab's sections: "[Name]", "^[Name]".
    if (words.empty() || words[0].starts_with('[') || words[0].starts_with("^[")) continue;
    const std::string pattern = words[0];
    words.erase(words.begin());
    owners.lines_.push_back({pattern, std::move(words)});
  }
  return owners;
}

std::vector<std::string> CodeOwners::Of(std::string_view path) const {
  for (size_t i = lines_.size(); i-- > 0;) {
    if (PatternMatches(lines_[i].pattern, path)) return lines_[i].owners;
  }
  return {};
}

}  // namespace pedigree
