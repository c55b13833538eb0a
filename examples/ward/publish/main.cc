// Sends each person's measurements, one message each, as a bedside system would.

#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>

#include "examples/ward/kafka.h"

namespace ward {
namespace {

// The columns of the study: id,age,sex,bmi,bp,tc,ldl,hdl,tch,ltg,glu,progression.
struct Person {
  int id = 0;
  int age = 0;
  int sex = 0;
  double bmi = 0;
  double bp = 0;
  double tc = 0, ldl = 0, hdl = 0, tch = 0;
  double ltg = 0;
};

bool ReadPerson(std::istream& file, Person* person) {
  std::string line;
  if (!std::getline(file, line)) return false;
  std::istringstream cells(line);
  char comma = 0;
  cells >> person->id >> comma >> person->age >> comma >> person->sex >> comma >> person->bmi >>
      comma >> person->bp >> comma >> person->tc >> comma >> person->ldl >> comma >> person->hdl >>
      comma >> person->tch >> comma >> person->ltg;
  if (!cells) throw std::runtime_error("not a person: " + line);
  return true;
}

std::string ToMessage(const Person& person) {
  nlohmann::json message;
  message["id"] = person.id;
  message["sex"] = person.sex;
  message["bmi"] = person.bmi;
  message["bp"] = person.bp;
  message["ltg"] = person.ltg;
  return message.dump();
}

int Publish(const std::string& path) {
  std::ifstream file(path);
  std::string header;
  if (!std::getline(file, header)) throw std::runtime_error(path + ": cannot read");
  Producer producer(Brokers(), kTopic);
  int sent = 0;
  for (Person person; ReadPerson(file, &person); ++sent) producer.Send(ToMessage(person));
  producer.Flush();
  return sent;
}

}  // namespace
}  // namespace ward

int main() {
  try {
    const int count = ward::Publish("data/patients.csv");
    std::cerr << "publish: " << count << " messages\n";
  } catch (const std::exception& e) {
    std::cerr << "publish: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
