// Stores of objects and brokers that no package has: what is declared here is as in their published
// headers.
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "corpus.h"

namespace Aws {
class AmazonStreamingWebServiceRequest {
 public:
  void SetBody(const std::shared_ptr<std::iostream>& body);
};
namespace Utils {
template <typename R, typename E>
class Outcome {
 public:
  const R& GetResult() const;
  R& GetResult();
  bool IsSuccess() const;
};
}  // namespace Utils
namespace S3 {
struct S3Error {};
namespace Model {
class GetObjectRequest {
 public:
  void SetBucket(const std::string& value);
  GetObjectRequest& WithBucket(const std::string& value);
  void SetKey(const std::string& value);
  GetObjectRequest& WithKey(const std::string& value);
};
class PutObjectRequest : public AmazonStreamingWebServiceRequest {
 public:
  void SetBucket(const std::string& value);
  void SetKey(const std::string& value);
};
class GetObjectResult {
 public:
  std::iostream& GetBody() const;
};
struct PutObjectResult {};
}  // namespace Model
class S3Client {
 public:
  S3Client();
  Utils::Outcome<Model::GetObjectResult, S3Error> GetObject(const Model::GetObjectRequest& request) const;
  Utils::Outcome<Model::PutObjectResult, S3Error> PutObject(const Model::PutObjectRequest& request) const;
};
}  // namespace S3
}  // namespace Aws

void Copied() {
  Aws::S3::S3Client client;
  Aws::S3::Model::GetObjectRequest get, other;
  get.SetBucket("lake");
  get.SetKey("raw/clicks.csv");
  other.WithBucket("lake").WithKey("raw/other.csv");
  auto outcome = client.GetObject(get);
  auto beside = client.GetObject(other);
  if (!outcome.IsSuccess()) return;
  std::string line, of_other;
  std::getline(outcome.GetResult().GetBody(), line);  // NAME: raw/clicks.csv
  std::getline(beside.GetResult().GetBody(), of_other);
  auto body = std::make_shared<std::stringstream>();
  *body << line;
  Aws::S3::Model::PutObjectRequest put;
  put.SetBucket("lake");
  put.SetKey("clean/clicks.csv");
  put.SetBody(body);
  client.PutObject(put);               // FLOW: raw/clicks.csv -> clean/clicks.csv  NEVER: raw/other.csv
  WriteText("o", of_other.c_str());    // FLOW: raw/other.csv  NEVER: raw/clicks.csv
}

namespace google::cloud::storage {
class ObjectReadStream : public std::basic_istream<char> {
 public:
  ObjectReadStream(ObjectReadStream&& other) noexcept;
  void Close();
};
class ObjectWriteStream : public std::basic_ostream<char> {
 public:
  ObjectWriteStream(ObjectWriteStream&& other) noexcept;
  void Close();
};
struct ObjectMetadata {};
class Client {
 public:
  Client();
  template <typename... Options>
  ObjectReadStream ReadObject(const std::string& bucket_name, const std::string& object_name, Options&&... options);
  template <typename... Options>
  ObjectWriteStream WriteObject(const std::string& bucket_name, const std::string& object_name, Options&&... options);
  template <typename... Options>
  ObjectMetadata InsertObject(const std::string& bucket_name, const std::string& object_name, std::string contents, Options&&... options);
};
}  // namespace google::cloud::storage

void Streamed(const std::string& bucket) {
  google::cloud::storage::Client client;
  auto reader = client.ReadObject(bucket, "in.txt");
  auto other = client.ReadObject(bucket, "other.txt");
  std::string line, of_other;
  std::getline(reader, line);
  std::getline(other, of_other);
  auto writer = client.WriteObject(bucket, "out.txt");
  writer << line;  // FLOW: in.txt -> out.txt  NEVER: other.txt
  writer.Close();
  client.InsertObject(bucket, "whole.txt", of_other);  // FLOW: other.txt -> whole.txt  NEVER: in.txt
}

namespace pulsar {
enum Result { ResultOk };
class Message {
 public:
  Message();
  std::string getDataAsString() const;
};
class MessageBuilder {
 public:
  MessageBuilder();
  Message build();
  MessageBuilder& setContent(const std::string& data);
};
class Producer {
 public:
  Producer();
  Result send(const Message& msg);
};
class Consumer {
 public:
  Consumer();
  Result receive(Message& msg);
  Result acknowledge(const Message& message);
};
class Client {
 public:
  Client(const std::string& serviceUrl);
  Result createProducer(const std::string& topic, Producer& producer);
  Result subscribe(const std::string& topic, const std::string& subscriptionName, Consumer& consumer);
};
}  // namespace pulsar

void Forwarded() {
  pulsar::Client client("pulsar://broker:6650");
  pulsar::Consumer clicks, views;
  pulsar::Producer out;
  client.subscribe("clicks", "features", clicks);
  client.subscribe("views", "features", views);
  client.createProducer("features", out);
  pulsar::Message click, view;
  clicks.receive(click);
  views.receive(view);
  clicks.acknowledge(click);
  out.send(pulsar::MessageBuilder().setContent(click.getDataAsString()).build());  // FLOW: clicks -> features  NEVER: views
  WriteText("v", view.getDataAsString().c_str());                                  // FLOW: views  NEVER: clicks
}
