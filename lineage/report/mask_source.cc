#include "lineage/report/mask_source.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "analyzer/fragment/mask.h"

namespace pedigree {
namespace {

// Names that say so, as they are folded. A token alone may be a word of a text.
constexpr std::string_view kWords[] = {
    "accesskey",     "accesstoken", "accountkey", "apikey",     "apitoken",
    "authorization", "authtoken",   "bearer",     "credential", "passwd",
    "passphrase",    "password",    "pwd",        "privatekey", "secret",
};

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// In lower case, and without what divides the words of a name: api_key is apikey. `place` is where
// each character stands in `line`.
std::string Folded(std::string_view line, std::vector<size_t>* place) {
  std::string folded;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '_' || line[i] == '-') continue;
    folded += static_cast<char>(std::tolower(static_cast<unsigned char>(line[i])));
    place->push_back(i);
  }
  return folded;
}

// Where the line names something secret; npos: nowhere.
size_t SecretWord(std::string_view line) {
  std::vector<size_t> place;
  const std::string folded = Folded(line, &place);
  size_t first = std::string_view::npos;
  for (const std::string_view word : kWords) {
    const size_t at = folded.find(word);
    if (at != std::string::npos) first = std::min(first, place[at]);
  }
  return first;
}

// The function in whose parentheses the place stands: of Url(const std::string& password) Url.
std::string FunctionAround(std::string_view line, size_t at) {
  int depth = 0;
  while (at-- > 0) {
    if (line[at] == ')') ++depth;
    if (line[at] != '(' || depth-- > 0) continue;
    size_t begin = at;
    while (begin > 0 && IsWord(line[begin - 1])) --begin;
    return std::string(line.substr(begin, at - begin));
  }
  return "";
}

bool Calls(std::string_view line, const std::string& function) {
  for (size_t at = 0; (at = line.find(function, at)) != std::string_view::npos; ++at) {
    const size_t end = at + function.size();
    if ((at == 0 || !IsWord(line[at - 1])) && end < line.size() && line[end] == '(') return true;
  }
  return false;
}

// Whether the statement, or the head of a block, goes on in the next line.
bool GoesOn(std::string_view line) {
  const size_t last = line.find_last_not_of(" \t");
  return last != std::string_view::npos && line[last] != ';' && line[last] != '}';
}

void MaskLiterals(std::string& line) {
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (quote == 0) {
      // 1'000 is a number.
      const bool begins = line[i] == '"' || (line[i] == '\'' && (i == 0 || !IsWord(line[i - 1])));
      if (begins) quote = line[i];
    } else if (line[i] == quote) {
      quote = 0;
    } else {
      if (line[i] == '\\' && i + 1 < line.size()) line[i++] = '*';
      line[i] = '*';
    }
  }
}

}  // namespace

void MaskSource(std::vector<std::string>& lines) {
  static const std::set<std::string> kNoFunctions = {"", "if", "while", "for", "switch", "return"};
  std::set<std::string> functions;
  for (const std::string& line : lines) {
    const size_t at = SecretWord(line);
    if (at == std::string_view::npos) continue;
    std::string function = FunctionAround(line, at);
    if (!kNoFunctions.contains(function)) functions.insert(std::move(function));
  }
  bool before = false;
  for (std::string& line : lines) {
    const bool named = SecretWord(line) != std::string_view::npos;
    const bool secret =
        named || before || MaskSecrets(line) != line ||
        std::any_of(functions.begin(), functions.end(),
                    [&](const std::string& function) { return Calls(line, function); });
    before = (named || before) && GoesOn(line);
    if (!secret) continue;
    MaskLiterals(line);
    line = MaskSecrets(line);  // in comments, and in the middle of a literal of several lines
  }
}

}  // namespace pedigree
