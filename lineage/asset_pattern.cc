#include "lineage/asset_pattern.h"

namespace pedigree {

std::vector<AssetPattern::Token> AssetPattern::Tokens(std::string_view text, bool globs) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < text.size();) {
    const size_t close = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    if (close != std::string_view::npos) {
      tokens.push_back({Token::kHole});
      at = close + 1;
    } else if (globs && text.substr(at, 2) == "**") {
      tokens.push_back({Token::kAny});
      at += 2;
    } else if (globs && text[at] == '*') {
      tokens.push_back({Token::kSegment});
      ++at;
    } else {
      tokens.push_back({Token::kCharacter, text[at++]});
    }
  }
  return tokens;
}

AssetPattern::AssetPattern(std::string_view text) : tokens_(Tokens(text, true)) {
  for (const Token& token : tokens_) {
    width_.any += token.kind == Token::kAny;
    width_.segment += token.kind == Token::kSegment;
    width_.holes += token.kind == Token::kHole;
    width_.text -= token.kind == Token::kCharacter;
  }
}

bool AssetPattern::Matches(std::string_view name) const {
  const std::vector<Token> derived = Tokens(name, false);
  // reached[i]: the first i tokens of the pattern can stand for what of the name is behind us.
  std::vector<char> reached(tokens_.size() + 1, 0);
  const auto skip_empty = [&](std::vector<char>& at) {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const bool may_be_empty =
          tokens_[i].kind == Token::kAny || tokens_[i].kind == Token::kSegment;
      if (at[i] && may_be_empty) at[i + 1] = 1;
    }
  };
  reached[0] = 1;
  skip_empty(reached);
  for (const Token& token : derived) {
    std::vector<char> next(tokens_.size() + 1, 0);
    const bool slash = token.kind == Token::kCharacter && token.character == '/';
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!reached[i]) continue;
      switch (tokens_[i].kind) {
        case Token::kCharacter:
          if (token.kind == Token::kCharacter && token.character == tokens_[i].character) {
            next[i + 1] = 1;
          }
          break;
        case Token::kHole:
          // It goes on, or ends here.
          next[i] = next[i + 1] = 1;
          break;
        case Token::kSegment:
          if (!slash) next[i] = 1;
          break;
        case Token::kAny:
          next[i] = 1;
          break;
      }
    }
    skip_empty(next);
    reached = std::move(next);
  }
  return reached[tokens_.size()] != 0;
}

std::string FillHoles(std::string_view name,
                      const std::function<std::optional<std::string>(std::string_view)>& value) {
  std::string filled;
  for (size_t at = 0; at < name.size();) {
    const size_t close = name[at] == '{' ? name.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      filled += name[at++];
      continue;
    }
    const auto text = value(name.substr(at + 1, close - at - 1));
    filled += text ? *text : std::string(name.substr(at, close + 1 - at));
    at = close + 1;
  }
  return filled;
}

bool HasHole(std::string_view name) {
  const size_t open = name.find('{');
  return open != std::string_view::npos && name.find('}', open) != std::string_view::npos;
}

}  // namespace pedigree
