// Documents, in JSON. Members by their path, through texts, and where they are written.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "corpus.h"

using nlohmann::json;

static std::string Receive() { return ReadAs<std::string>("message"); }

void OfAText() {
  const json j = json::parse(Receive());
  WriteAs("age", j["age"].get<int>());  // FLOW: message#age  NEVER: message#sex
  WriteAs("sex", j["sex"].get<int>());  // FLOW: message#sex  NEVER: message#age
}

void Nested() {
  std::ifstream file("users.json");
  json j;
  file >> j;
  WriteAs("mail", j["user"]["email"].get<int>());  // FLOW: users.json#user.email  NEVER: users.json#user.age, users.json#email
  WriteAs("age", j["user"]["age"].get<int>());     // FLOW: users.json#user.age  NEVER: users.json#user.email
}

void Written() {
  json o;
  o["age"] = Read("age");
  o["home"]["zip"] = Read("zip");
  std::ofstream file("o.json");
  file << o;  // FLOW: age -> o.json#age, zip -> o.json#home.zip  NEVER: age -> o.json#home.zip, zip -> o.json#age
}

void WrittenAsText() {
  json o;
  o["age"] = Read("age");
  o["zip"] = Read("zip");
  std::ofstream file("t.json");
  file << o.dump(2);  // FLOW: age -> t.json#age, zip -> t.json#zip  NEVER: age -> t.json#zip, zip -> t.json#age
}

static std::string Load(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void ReadAsText() {
  const json j = json::parse(Load("in.json"));
  WriteAs("age", j["age"].get<int>());  // FLOW: in.json#age  NEVER: in.json#zip
}

void FromOneToTheOther() {
  json in = json::parse(Load("from.json")), out;
  out["years"] = in["age"];
  out["kept"] = in["kept"];
  std::ofstream file("to.json");
  // FLOW: from.json#age -> to.json#years, from.json#kept -> to.json#kept  NEVER: from.json#age -> to.json#kept, from.json#zip
  file << out.dump();
}

// What a text is, is no name of a part of it.
void NamesOfParts() {
  const json j = json::parse("{\"path\": \"a.csv\"}");
  std::ifstream in(j["path"].get<std::string>());
  std::string line;
  in >> line;
  WriteText("line", line.c_str());  // FLOW: {?:NamesOfParts}
}
