// Keeps what was measured last of each person, as the messages come in.

#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "examples/ward/kafka.h"
#include "examples/ward/store.h"

namespace ward {
namespace {

Features FromMessage(const std::string& text) {
  const nlohmann::json message = nlohmann::json::parse(text);
  Features features;
  features.id = message.at("id").get<int>();
  features.sex = message.at("sex").get<int>();
  features.bmi = message.at("bmi").get<double>();
  features.bp = message.at("bp").get<double>();
  features.ltg = message.at("ltg").get<double>();
  return features;
}

int Follow() {
  Consumer consumer(Brokers(), kTopic);
  Store store(kDatabase);
  int received = 0;
  for (std::string message; consumer.Receive(&message); ++received) {
    store.Put(FromMessage(message));
  }
  return received;
}

}  // namespace
}  // namespace ward

int main() {
  try {
    const int count = ward::Follow();
    std::cerr << "features: " << count << " messages\n";
  } catch (const std::exception& e) {
    std::cerr << "features: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
