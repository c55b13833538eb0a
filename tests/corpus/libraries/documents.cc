// Documents of JSON and YAML, whose keys are columns.
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "corpus.h"

using nlohmann::json;

void Members() {
  std::ifstream file("patient.json");
  json patient = json::parse(file);
  WriteAs("age", patient["age"].get<int>());  // FLOW: patient.json#age  NEVER: patient.json#sex
  WriteAs("sex", patient["sex"].get<std::string>());  // FLOW: patient.json#sex
}

void Extracted() {
  json settings;
  std::ifstream("settings.json") >> settings;
  WriteAs("path", settings.at("path").get<std::string>());  // FLOW: settings.json#path
}

void Stored() {
  json out;
  out["age"] = Read("age");
  out["height"] = Read("height");
  WriteAs("text", out.dump());  // FLOW: age(identity), height(identity)
  WriteAs("one", out["age"].get<int>());  // FLOW: age  NEVER: height
}

void Yaml() {
  YAML::Node config = YAML::LoadFile("model.yaml");
  WriteAs("rate", config["rate"].as<double>());  // FLOW: model.yaml#rate  NEVER: model.yaml#depth
  WriteAs("depth", config["depth"].as<int>());  // FLOW: model.yaml#depth
}
