#include "examples/ward/kafka.h"

#include <cstdlib>
#include <stdexcept>

namespace ward {
namespace {

constexpr int kPatienceMs = 5000;

void Check(bool all_set, const char* error) {
  if (!all_set) throw std::runtime_error(error);
}

}  // namespace

std::string Brokers() {
  const char* brokers = std::getenv("WARD_BROKERS");
  return brokers != nullptr ? brokers : "localhost:9092";
}

Producer::Producer(const std::string& brokers, const std::string& topic) {
  rd_kafka_conf_t* settings = rd_kafka_conf_new();
  char error[512];
  Check(rd_kafka_conf_set(settings, "bootstrap.servers", brokers.c_str(), error, sizeof error) ==
            RD_KAFKA_CONF_OK,
        error);
  Check(rd_kafka_conf_set(settings, "message.timeout.ms", "10000", error, sizeof error) ==
            RD_KAFKA_CONF_OK,
        error);
  client_ = rd_kafka_new(RD_KAFKA_PRODUCER, settings, error, sizeof error);
  if (client_ == nullptr) throw std::runtime_error(error);
  topic_ = rd_kafka_topic_new(client_, topic.c_str(), nullptr);
}

Producer::~Producer() {
  rd_kafka_topic_destroy(topic_);
  rd_kafka_destroy(client_);
}

void Producer::Send(const std::string& message) {
  void* bytes = const_cast<char*>(message.data());
  if (rd_kafka_produce(topic_, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, bytes, message.size(),
                       nullptr, 0, nullptr) != 0) {
    throw std::runtime_error(rd_kafka_err2str(rd_kafka_last_error()));
  }
  rd_kafka_poll(client_, 0);
}

void Producer::Flush() {
  if (rd_kafka_flush(client_, 15000) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      rd_kafka_outq_len(client_) > 0) {
    throw std::runtime_error("not all messages were delivered");
  }
}

Consumer::Consumer(const std::string& brokers, const std::string& topic) {
  rd_kafka_conf_t* settings = rd_kafka_conf_new();
  char error[512];
  Check(rd_kafka_conf_set(settings, "bootstrap.servers", brokers.c_str(), error, sizeof error) ==
                RD_KAFKA_CONF_OK &&
            rd_kafka_conf_set(settings, "group.id", "ward", error, sizeof error) ==
                RD_KAFKA_CONF_OK &&
            rd_kafka_conf_set(settings, "auto.offset.reset", "earliest", error, sizeof error) ==
                RD_KAFKA_CONF_OK,
        error);
  client_ = rd_kafka_new(RD_KAFKA_CONSUMER, settings, error, sizeof error);
  if (client_ == nullptr) throw std::runtime_error(error);
  rd_kafka_topic_partition_list_t* topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, topic.c_str(), RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client_, topics);
  rd_kafka_topic_partition_list_destroy(topics);
}

Consumer::~Consumer() {
  rd_kafka_consumer_close(client_);
  rd_kafka_destroy(client_);
}

bool Consumer::Receive(std::string* message) {
  rd_kafka_message_t* received = rd_kafka_consumer_poll(client_, kPatienceMs);
  if (received == nullptr) return false;
  if (received->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const std::string error = rd_kafka_message_errstr(received);
    rd_kafka_message_destroy(received);
    throw std::runtime_error(error);
  }
  message->assign(static_cast<const char*>(received->payload), received->len);
  rd_kafka_message_destroy(received);
  return true;
}

}  // namespace ward
