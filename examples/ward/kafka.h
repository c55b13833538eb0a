// librdkafka with owners. Failures throw std::runtime_error.

#ifndef EXAMPLES_WARD_KAFKA_H_
#define EXAMPLES_WARD_KAFKA_H_

#include <librdkafka/rdkafka.h>

#include <string>

namespace ward {

inline constexpr char kTopic[] = "measurements";

// WARD_BROKERS, or the brokers of this machine.
std::string Brokers();

class Producer {
 public:
  Producer(const std::string& brokers, const std::string& topic);
  ~Producer();

  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  void Send(const std::string& message);
  // Waits until all is delivered.
  void Flush();

 private:
  rd_kafka_t* client_ = nullptr;
  rd_kafka_topic_t* topic_ = nullptr;
};

class Consumer {
 public:
  Consumer(const std::string& brokers, const std::string& topic);
  ~Consumer();

  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  // The next message, from the topic's beginning on; false once there has been none for a while.
  bool Receive(std::string* message);

 private:
  rd_kafka_t* client_ = nullptr;
};

}  // namespace ward

#endif  // EXAMPLES_WARD_KAFKA_H_
