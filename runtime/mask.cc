#include "runtime/mask.h"

#include <string.h>

#include "runtime/text.h"

namespace pedigree {
namespace {

constexpr std::string_view kSecrets[] = {"password",
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
                                         "access_token",
                                         "api-key",
                                         "access-key",
                                         "secret-key"};

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c + 32) : c; }
bool IsWord(char c) {
  const char low = Lower(c);
  return (low >= 'a' && low <= 'z') || IsDigit(c) || c == '_' || c == '-';
}

bool SameWord(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (Lower(a[i]) != lower[i]) return false;
  }
  return true;
}

bool ContainsWord(std::string_view text, std::string_view lower) {
  for (size_t i = 0; i + lower.size() <= text.size(); ++i) {
    if (SameWord(Part(text, i, lower.size()), lower)) return true;
  }
  return false;
}

bool IsSql(std::string_view text) {
  for (const std::string_view word : {"select ", "update ", "insert ", "delete ", "where "}) {
    if (ContainsWord(text, word)) return true;
  }
  return false;
}

// SQL's ?, :name, $1 and @name, printf's %s, and the holes of names: what stands there comes later.
bool IsPlaceholder(std::string_view value) {
  return value == "%s" || (!value.empty() && strchr("?:$@{", value[0]) != nullptr);
}

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

// The value of "parameter=value", of which the parameter ends at `at`; false if there is none that
// is said here. `*end` is where to go on in any case.
bool FindValue(std::string_view text, size_t at, size_t* begin, size_t* end) {
  *end = at;
  // Blanks around the = are libpq's (PostgreSQL, 34.1.1.1), and so are quotes. SQL compares so.
  const bool sql = IsSql(text);
  const size_t equals = sql ? at : SkipBlanks(text, at);
  if (equals >= text.size() || text[equals] != '=') return false;
  size_t value = sql ? equals + 1 : SkipBlanks(text, equals + 1);
  *begin = value;
  if (value < text.size() && text[value] == '\'') {
    while (++value < text.size() && text[value] != '\'') {
      if (text[value] == '\\') ++value;
    }
    value = value < text.size() ? value + 1 : text.size();
  }
  while (value < text.size() && strchr("&; #\"", text[value]) == nullptr) ++value;
  *end = value;
  return value > *begin && !IsPlaceholder(Part(text, *begin, value - *begin));
}

// Whether there is anything that a secret needs (see Find): most names have nothing of it.
bool MayHoldSecrets(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' || text[i] == ':') return true;
    if (text[i] == 'A' && i + 1 < text.size() && (text[i + 1] == 'K' || text[i + 1] == 'S'))
      return true;
  }
  return false;
}

// Where the secret that begins at or after `at` begins and ends; false if there is none.
bool Find(std::string_view text, size_t at, size_t* begin, size_t* end) {
  for (size_t i = at; i < text.size();) {
    if (Starts(Part(text, i), "://")) {  // scheme://user:password@
      const size_t start = i += 3;
      size_t stop = start, last_at = std::string_view::npos;
      for (; stop < text.size() && strchr("/?# \"", text[stop]) == nullptr; ++stop) {
        if (text[stop] == '@') last_at = stop;
      }
      if (last_at != std::string_view::npos) {
        *begin = start, *end = last_at;
        return true;
      }
      continue;
    }
    const bool word_begins = IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1]));
    if (!word_begins) {
      ++i;
      continue;
    }
    if (Starts(Part(text, i), "AKIA") ||
        Starts(Part(text, i), "ASIA")) {  // an access key id, on its own
      size_t stop = i + 4;
      while (stop < text.size() && (IsUpper(text[stop]) || IsDigit(text[stop]))) ++stop;
      if (stop - i >= 20) {
        *begin = i, *end = stop;
        return true;
      }
    }
    size_t stop = i;
    while (stop < text.size() && IsWord(text[stop])) ++stop;
    if (IsSecretName(Part(text, i, stop - i))) {
      size_t value = 0;
      if (FindValue(text, stop, &value, &stop)) {
        *begin = value, *end = stop;
        return true;
      }
    }
    i = stop;
  }
  return false;
}

}  // namespace

bool IsSecretName(std::string_view name) {
  while (!name.empty() && name[0] == '-') name.remove_prefix(1);
  for (const std::string_view secret : kSecrets) {
    if (SameWord(name, secret)) return true;
    // DB_PASSWORD, --db-password, HF_TOKEN
    if (name.size() > secret.size() + 1 && secret.size() > 4 &&
        strchr("_-", name[name.size() - secret.size() - 1]) != nullptr &&
        SameWord(Part(name, name.size() - secret.size()), secret)) {
      return true;
    }
  }
  return false;
}

bool NextIsSecret(std::string_view argument) {
  return argument.size() > 2 && argument[0] == '-' &&
         argument.find('=') == std::string_view::npos && IsSecretName(argument);
}

std::string_view MaskSecrets(std::string_view text, char* out, size_t capacity) {
  if (!MayHoldSecrets(text)) return text;
  size_t begin, end, at = 0, size = 0;
  const auto add = [&](std::string_view part) {
    const size_t n = part.size() < capacity - size ? part.size() : capacity - size;
    memcpy(out + size, part.data(), n);
    size += n;
  };
  while (Find(text, at, &begin, &end)) {
    add(Part(text, at, begin - at));
    add("***");
    at = end;
  }
  if (at == 0) return text;
  add(Part(text, at));
  return {out, size};
}

}  // namespace pedigree
