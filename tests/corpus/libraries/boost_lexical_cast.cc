// Values by way of their texts.
#include <boost/lexical_cast.hpp>
#include "corpus.h"
void LexicalCast() {
  const std::string text = ReadText("text");
  Write("number", boost::lexical_cast<int>(text));  // FLOW: text
  int other = 0, untouched = Read("u");
  if (boost::conversion::try_lexical_convert(text, other)) Write("converted", other);  // FLOW: text
  Write("untouched", untouched);  // FLOW: u  NEVER: text
  WriteText("shown", boost::lexical_cast<std::string>(Read("shown_from")).c_str());  // FLOW: shown_from  NEVER: text
}
