// Documents, in JSON. Members are columns, also of a text that was read as a whole.
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "corpus.h"

using nlohmann::json;

static std::string Receive() { return ReadAs<std::string>("message"); }

void OfAText() {
  const json j = json::parse(Receive());
  WriteAs("age", j["age"].get<int>());  // FLOW: message#age  NEVER: message#sex
  WriteAs("sex", j["sex"].get<int>());  // FLOW: message#sex  NEVER: message#age
}
