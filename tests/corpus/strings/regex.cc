// std::regex: what is matched comes out of the text, not out of the pattern.
#include <iterator>
#include <regex>
#include <string>
#include <vector>
#include "corpus.h"

using Text = std::string;

void Match() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  std::smatch m, none;
  if (std::regex_match(s, m, std::regex("(.*):(.*)"))) {
    WriteAs("key", m[1].str());  // FLOW: s  NEVER: t
    WriteAs("value", Text(m[2]));  // FLOW: s  NEVER: t
  }
  std::regex_search(t, none, std::regex("x"));
  WriteAs("t", none.str(0));  // FLOW: t  NEVER: s
}

void Search() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  std::smatch m;
  std::regex_search(s, m, std::regex("[0-9]+"));
  WriteAs("prefix", m.prefix().str());  // FLOW: s  NEVER: t
  WriteAs("suffix", Text(m.suffix()));  // FLOW: s  NEVER: t
  WriteAs("format", m.format("<$&>"));  // FLOW: s  NEVER: t
  WriteAs("t", t);  // FLOW: t  NEVER: s
}

void CMatch() {
  char s[32], t[32];
  ReadInto("s", s, 32);
  ReadInto("t", t, 32);
  std::cmatch m;
  std::regex_match(s, m, std::regex("(.)"));
  WriteAs("s", m[1].str());  // FLOW: s  NEVER: t
  WriteText("t", t);         // FLOW: t  NEVER: s
}

void Replaced() {
  Text s = ReadAs<Text>("s"), by = ReadAs<Text>("by"), t = ReadAs<Text>("t");
  WriteAs("s", std::regex_replace(s, std::regex("a+"), by));   // FLOW: s, by  NEVER: t
  WriteAs("t", std::regex_replace(t, std::regex("a+"), "b"));  // FLOW: t  NEVER: s, by
}

void MatchIsNoContent() {
  Text s = ReadAs<Text>("s");
  int n = 0;
  if (std::regex_match(s, std::regex("a*"))) n = Read("n");
  Write("n", n);  // FLOW: n, s(indirect)
}

void Iterator() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  std::regex word("\\w+");
  std::vector<Text> words, others;
  for (std::sregex_iterator it(s.begin(), s.end(), word), end; it != end; ++it) words.push_back(it->str());
  for (std::sregex_iterator it(t.begin(), t.end(), word); it != std::sregex_iterator(); ++it) others.push_back((*it)[0]);
  WriteAs("words", words[0]);    // FLOW: s  NEVER: t
  WriteAs("others", others[0]);  // FLOW: t  NEVER: s
}

void Tokens() {
  Text s = ReadAs<Text>("s"), t = ReadAs<Text>("t");
  std::regex comma(",");
  std::vector<Text> parts(std::sregex_token_iterator(s.begin(), s.end(), comma, -1), std::sregex_token_iterator());
  WriteAs("part", parts[1]);  // FLOW: s  NEVER: t
  for (std::sregex_token_iterator it(t.begin(), t.end(), comma), end; it != end; ++it) {
    WriteAs("t", it->str());  // FLOW: t  NEVER: s
  }
}
