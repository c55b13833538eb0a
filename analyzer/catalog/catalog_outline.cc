#include "analyzer/catalog/catalog_outline.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace pedigree {
namespace {

// Written by standard_catalogs.py, sorted by the hashes of the standard catalogs.
constexpr struct {
  uint64_t hash;
  bool scopes_only;
} kStandard[] = {
#include "analyzer/catalog/standard_catalogs.inc"
};

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<CatalogOutline> Scan() {
    CatalogOutline outline;
    while (SkipBlank()) {
      const size_t begin = at_;
      const std::string_view field = Word();
      if (field.empty()) return std::nullopt;
      if (!SkipBlank()) return std::nullopt;
      if (Take(':') && !SkipBlank()) return std::nullopt;
      if (!Take('{')) {
        // A plain field of the catalog itself.
        std::vector<std::string_view> ignored;
        const bool list = at_ < text_.size() && text_[at_] == '[';
        if (field == "api" || field == "global" || !(list ? Names(ignored) : Value())) {
          return std::nullopt;
        }
        continue;
      }
      CatalogOutline::Entry entry;
      if (!Message(field == "api" ? &entry.functions : nullptr)) return std::nullopt;
      entry.text = text_.substr(begin, at_ - begin);
      if (field == "api") {
        outline.apis.push_back(std::move(entry));
      } else if (field == "global") {
        outline.globals.push_back(entry.text);
      } else {
        return std::nullopt;
      }
    }
    return outline;
  }

 private:
  // To the next thing that is no white space and no comment; false at the end.
  bool SkipBlank() {
    comma_ = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',' || c == ';') {
        comma_ |= c == ',';
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view Word() {
    const size_t begin = at_;
    while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // What stands between two quotation marks, as it is written; the first one is next.
  std::optional<std::string_view> String() {
    const char quote = text_[at_++];
    const size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote) {
        return text_.substr(begin, at_++ - begin);
      }
    }
    return std::nullopt;
  }

  bool IsQuote() const { return at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\''); }

  bool Value() {
    if (IsQuote()) return String().has_value();
    return !Word().empty();
  }

  // A name or a list of names, each in one piece and without escapes.
  bool Names(std::vector<std::string_view>& names) {
    if (!SkipBlank()) return false;
    const bool list = Take('[');
    while (SkipBlank()) {
      if (list && Take(']')) return true;
      if (!IsQuote()) return false;
      const auto name = String();
      if (!name || name->find('\\') != std::string_view::npos) return false;
      names.push_back(*name);
      if (!SkipBlank() || (IsQuote() && !comma_)) return false;
      if (!list) return true;
    }
    return false;
  }

  // To behind the end of a message whose "{" was taken; its own `function` fields into `functions`.
  bool Message(std::vector<std::string_view>* functions) {
    int depth = 1;
    while (SkipBlank()) {
      const char c = text_[at_];
      if (IsQuote()) {
        if (!String()) return false;
      } else if (c == '{') {
        ++depth;
        ++at_;
      } else if (c == '}') {
        ++at_;
        if (--depth == 0) return functions == nullptr || !functions->empty();
      } else if (c == '<' || c == '>') {
        return false;  // the other way to write messages
      } else if (IsWord(c)) {
        const bool names = Word() == "function" && depth == 1 && functions != nullptr;
        if (names && (!SkipBlank() || !Take(':') || !Names(*functions))) return false;
      } else {
        ++at_;
      }
    }
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool comma_ = false;  // among the blank skipped last
};

}  // namespace

uint64_t CatalogHash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](uint64_t word) { hash = (hash ^ word) * 0x100000001b3; };
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(text[at + i]);
    add(word);
    hash ^= hash >> 32;
  }
  for (; at < text.size(); ++at) add(static_cast<unsigned char>(text[at]));
  add(text.size());
  return hash;
}

Standard StandardOf(std::string_view text) {
  const uint64_t hash = CatalogHash(text);
  const auto* const known =
      std::lower_bound(std::begin(kStandard), std::end(kStandard), hash,
                       [](const auto& entry, uint64_t value) { return entry.hash < value; });
  if (known == std::end(kStandard) || known->hash != hash) return Standard::kNo;
  return known->scopes_only ? Standard::kScopesOnly : Standard::kYes;
}

std::optional<CatalogOutline> OutlineCatalog(std::string_view text) { return Scanner(text).Scan(); }

}  // namespace pedigree
