#include "lineage/policy/license.h"

#include <cctype>

namespace pedigree::policy {
namespace {

std::vector<std::string> Tokens(std::string_view expression) {
  std::vector<std::string> tokens;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) tokens.push_back(std::move(word));
    word.clear();
  };
  for (const char c : expression) {
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      end();
    } else if (c == '(' || c == ')') {
      end();
      tokens.emplace_back(1, c);
    } else {
      word += c;
    }
  }
  end();
  return tokens;
}

// Recursive descent: OR binds weaker than AND, AND weaker than WITH.
class Parser {
 public:
  Parser(std::vector<std::string> tokens, const std::function<bool(std::string_view)>& allowed)
      : tokens_(std::move(tokens)), allowed_(allowed) {}

  // Sets `wrong` where the tokens are no expression.
  bool Parse(bool& wrong) {
    const bool result = Or(0);
    wrong = wrong_ || at_ != tokens_.size();
    return result;
  }

 private:
  static constexpr int kMaxDepth = 50;

  bool Or(int depth) {
    bool result = And(depth);
    while (Take("OR")) result = And(depth) || result;
    return result;
  }

  bool And(int depth) {
    bool result = Simple(depth);
    while (Take("AND")) result = Simple(depth) && result;
    return result;
  }

  bool Simple(int depth) {
    if (depth > kMaxDepth || at_ == tokens_.size()) {
      wrong_ = true;
      return false;
    }
    if (Take("(")) {
      const bool result = Or(depth + 1);
      wrong_ = wrong_ || !Take(")");
      return result;
    }
    const std::string& identifier = tokens_[at_++];
    if (identifier == ")" || identifier == "OR" || identifier == "AND" || identifier == "WITH") {
      wrong_ = true;
    }
    if (Take("WITH")) {
      wrong_ = wrong_ || at_ == tokens_.size();
      if (at_ < tokens_.size()) ++at_;
    }
    return allowed_(identifier);
  }

  bool Take(std::string_view token) {
    if (at_ == tokens_.size() || tokens_[at_] != token) return false;
    ++at_;
    return true;
  }

  std::vector<std::string> tokens_;
  const std::function<bool(std::string_view)>& allowed_;
  size_t at_ = 0;
  bool wrong_ = false;
};

}  // namespace

std::vector<std::string> LicenseIdentifiers(std::string_view expression) {
  std::vector<std::string> identifiers;
  bool wrong = false;
  const std::function<bool(std::string_view)> collect = [&](std::string_view identifier) {
    identifiers.emplace_back(identifier);
    return true;
  };
  Parser(Tokens(expression), collect).Parse(wrong);
  if (wrong) return {std::string(expression)};
  return identifiers;
}

bool LicenseAllowed(std::string_view expression,
                    const std::function<bool(std::string_view)>& allowed) {
  bool wrong = false;
  const bool result = Parser(Tokens(expression), allowed).Parse(wrong);
  return wrong ? allowed(expression) : result;
}

}  // namespace pedigree::policy
