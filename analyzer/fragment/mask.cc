#include "analyzer/fragment/mask.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace pedigree {
namespace {

constexpr std::array<std::string_view, 18> kSecretParameters = {"password",
                                                                "passwd",
                                                                "pwd",
                                                                "secret",
                                                                "token",
                                                                "sig",
                                                                "signature",
                                                                "access_key",
                                                                "api_key",
                                                                "apikey",
                                                                "sas",
                                                                "accountkey",
                                                                "secret_key",
                                                                "client_secret",
                                                                "x-amz-signature",
                                                                "x-amz-credential",
                                                                "x-amz-security-token",
                                                                "access_token"};

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

// SQL's ?, :name, $1 and @name, printf's %s, and holes: what stands there comes later.
bool IsPlaceholder(std::string_view value) {
  return value.starts_with('?') || value.starts_with(':') || value.starts_with('$') ||
         value.starts_with('@') || value.starts_with('{') || value == "%s";
}

bool IsSql(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  for (const std::string_view word : {"select ", "update ", "insert ", "delete ", "where "}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string MaskSecrets(std::string_view text) {
  const bool sql = IsSql(text);
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    // scheme://user:password@
    if (text.substr(i).starts_with("://")) {
      out += "://";
      i += 3;
      size_t end = i;
      while (end < text.size() && text[end] != '/' && text[end] != '?' && text[end] != '#' &&
             text[end] != ' ' && text[end] != '"') {
        ++end;
      }
      const size_t at = text.substr(i, end - i).rfind('@');
      if (at != std::string_view::npos) {
        out += "***@";
        i += at + 1;
      }
      continue;
    }
    // An access key id, on its own.
    if ((text.substr(i).starts_with("AKIA") || text.substr(i).starts_with("ASIA")) &&
        (i == 0 || !IsWord(text[i - 1]))) {
      size_t end = i + 4;
      while (end < text.size() && (std::isupper(static_cast<unsigned char>(text[end])) ||
                                   std::isdigit(static_cast<unsigned char>(text[end])))) {
        ++end;
      }
      if (end - i >= 20) {
        out += "***";
        i = end;
        continue;
      }
    }
    // parameter=value
    if (IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1]))) {
      size_t end = i;
      while (end < text.size() && IsWord(text[end])) ++end;
      const std::string_view word = text.substr(i, end - i);
      // Blanks around the = are libpq's (PostgreSQL, 34.1.1.1), and so are quotes.
      const size_t equals = sql ? end : text.find_first_not_of(' ', end);
      if (equals < text.size() && text[equals] == '=') {
        end = equals;
        std::string name(word);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        if (std::find(kSecretParameters.begin(), kSecretParameters.end(), name) !=
            kSecretParameters.end()) {
          size_t value = end + 1;
          if (!sql) value = std::min(text.size(), text.find_first_not_of(' ', value));
          const size_t begin = value;
          if (value < text.size() && text[value] == '\'') {
            while (++value < text.size() && text[value] != '\'') {
              if (text[value] == '\\') ++value;
            }
            value = std::min(text.size(), value + 1);
          }
          while (value < text.size() && text[value] != '&' && text[value] != ';' &&
                 text[value] != ' ' && text[value] != '#' && text[value] != '"') {
            ++value;
          }
          out += text.substr(i, begin - i);
          if (value > begin) {
            out += IsPlaceholder(text.substr(begin, value - begin))
                       ? text.substr(begin, value - begin)
                       : "***";
          }
          i = value;
          continue;
        }
      }
      out += word;
      i += word.size();
      continue;
    }
    out += text[i++];
  }
  return out;
}

}  // namespace pedigree
