// Stores of objects and brokers that no package has: what is declared here is as in their published
// headers.
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "corpus.h"

namespace Aws {
class AmazonWebServiceRequest {
 public:
  void SetResponseStreamFactory(const std::function<std::iostream*()>& factory);
};
class AmazonStreamingWebServiceRequest : public AmazonWebServiceRequest {
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
class GetObjectRequest : public AmazonWebServiceRequest {
 public:
  void SetBucket(const std::string& value);
  GetObjectRequest& WithBucket(const std::string& value);
  void SetKey(const std::string& value);
  GetObjectRequest& WithKey(const std::string& value);
};
class PutObjectRequest : public AmazonStreamingWebServiceRequest {
 public:
  template <typename T = std::string>
  void SetBucket(T&& value) {
    bucket_ = std::forward<T>(value);
  }
  template <typename T = std::string>
  void SetKey(T&& value) {
    key_ = std::forward<T>(value);
  }

 private:
  std::string bucket_, key_;
};
class CopyObjectRequest : public AmazonWebServiceRequest {
 public:
  CopyObjectRequest& WithBucket(const char* value);
  CopyObjectRequest& WithKey(const char* value);
  CopyObjectRequest& WithCopySource(const char* value);
};
struct CopyObjectResult {};
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
  Utils::Outcome<Model::CopyObjectResult, S3Error> CopyObject(const Model::CopyObjectRequest& request) const;
};
}  // namespace S3
namespace Transfer {
class TransferHandle {};
class TransferManager {
 public:
  std::shared_ptr<TransferHandle> UploadFile(const std::string& fileName, const std::string& bucketName, const std::string& keyName, const std::string& contentType);
  std::shared_ptr<TransferHandle> DownloadFile(const std::string& bucketName, const std::string& keyName, const std::string& writeToFile);
};
}  // namespace Transfer
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

void Fetched() {
  Aws::S3::S3Client client;
  Aws::S3::Model::GetObjectRequest get, plain;
  get.WithBucket("lake").WithKey("model.onnx");
  get.SetResponseStreamFactory([] { return new std::fstream("local.onnx", std::ios::out); });
  plain.WithBucket("lake").WithKey("plain.onnx");
  client.GetObject(get);  // FLOW: model.onnx -> local.onnx  NEVER: plain.onnx
  auto outcome = client.GetObject(plain);
  std::string line;
  std::getline(outcome.GetResult().GetBody(), line);
  WriteText("l", line.c_str());  // FLOW: plain.onnx
  client.CopyObject(Aws::S3::Model::CopyObjectRequest().WithCopySource("lake/a.csv").WithBucket("out").WithKey("b.csv"));  // FLOW: a.csv -> b.csv
}

void Transferred(Aws::Transfer::TransferManager& manager) {
  manager.UploadFile("local.csv", "lake", "raw/local.csv", "text/csv");  // FLOW: local.csv -> raw/local.csv
  manager.DownloadFile("lake", "model.bin", "model.bin");               // FLOW: model.bin -> model.bin
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

namespace Azure {
template <typename T>
class Response {
 public:
  T Value;
};
namespace Core::IO {
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  Bytes Read(unsigned char* buffer, Bytes count);
  std::vector<unsigned char> ReadToEnd();
};
class MemoryBodyStream : public BodyStream {
 public:
  MemoryBodyStream(const unsigned char* data, Bytes length);
};
class FileBodyStream : public BodyStream {
 public:
  FileBodyStream(const std::string& filename);
};
}  // namespace Core::IO
namespace Storage::Blobs {
namespace Models {
struct DownloadBlobResult {
  std::unique_ptr<Core::IO::BodyStream> BodyStream;
};
struct UploadBlockBlobResult {};
struct UploadBlockBlobFromResult {};
struct DownloadBlobToResult {};
}  // namespace Models
class BlobClient {
 public:
  Response<Models::DownloadBlobResult> Download() const;
  Response<Models::DownloadBlobToResult> DownloadTo(unsigned char* buffer, Bytes bufferSize) const;
  Response<Models::DownloadBlobToResult> DownloadTo(const std::string& fileName) const;
};
class BlockBlobClient : public BlobClient {
 public:
  explicit BlockBlobClient(const std::string& blobUrl);
  static BlockBlobClient CreateFromConnectionString(const std::string& connectionString, const std::string& blobContainerName, const std::string& blobName);
  Response<Models::UploadBlockBlobResult> Upload(Core::IO::BodyStream& content) const;
  Response<Models::UploadBlockBlobFromResult> UploadFrom(const unsigned char* buffer, Bytes bufferSize) const;
};
class BlobContainerClient {
 public:
  explicit BlobContainerClient(const std::string& blobContainerUrl);
  BlobClient GetBlobClient(const std::string& blobName) const;
  BlockBlobClient GetBlockBlobClient(const std::string& blobName) const;
};
class BlobServiceClient {
 public:
  explicit BlobServiceClient(const std::string& serviceUrl);
  BlobContainerClient GetBlobContainerClient(const std::string& blobContainerName) const;
};
}  // namespace Storage::Blobs
}  // namespace Azure

void Blobs() {
  Azure::Storage::Blobs::BlobServiceClient service("https://acme.blob.core.windows.net");
  auto container = service.GetBlobContainerClient("lake");
  auto raw = container.GetBlobClient("raw/clicks.csv").Download();  // NAME: lake/raw/clicks.csv
  auto other = container.GetBlobClient("raw/other.csv").Download();
  auto bytes = raw.Value.BodyStream->ReadToEnd();
  auto beside = other.Value.BodyStream->ReadToEnd();
  Azure::Core::IO::MemoryBodyStream content(bytes.data(), bytes.size());
  container.GetBlockBlobClient("clean/clicks.csv").Upload(content);  // FLOW: lake/raw/clicks.csv -> lake/clean/clicks.csv  NEVER: lake/raw/other.csv
  WriteFrom("o", beside.data(), beside.size());                      // FLOW: lake/raw/other.csv  NEVER: lake/raw/clicks.csv
}

void BlobsAndFiles() {
  Azure::Storage::Blobs::BlobContainerClient container("https://acme.blob.core.windows.net/lake");
  container.GetBlobClient("model.onnx").DownloadTo("model.onnx");  // FLOW: lake/model.onnx -> model.onnx
  Azure::Core::IO::FileBodyStream content("scores.csv");           // NAME: scores.csv
  auto blob = Azure::Storage::Blobs::BlockBlobClient::CreateFromConnectionString("AccountName=acme;AccountKey=c2VjcmV0", "out", "scores.csv");
  blob.Upload(content);  // FLOW: scores.csv -> scores.csv
  unsigned char buffer[256], kept[256];
  container.GetBlobClient("a.bin").DownloadTo(buffer, sizeof buffer);
  container.GetBlobClient("b.bin").DownloadTo(kept, sizeof kept);
  Azure::Storage::Blobs::BlockBlobClient("https://acme.blob.core.windows.net/lake/c.bin").UploadFrom(buffer, sizeof buffer);  // FLOW: lake/a.bin -> lake/c.bin  NEVER: lake/b.bin
  WriteFrom("k", kept, sizeof kept);                                                                                      // FLOW: lake/b.bin
}
