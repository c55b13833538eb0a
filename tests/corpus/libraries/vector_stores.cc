// Vector databases that no package has: what is declared here is as in their published headers, or in
// the code that gRPC generates of their protocols.
#include <memory>
#include <string>
#include <vector>

#include "corpus.h"

// --- Milvus

namespace milvus {
class Status {
 public:
  bool IsOk() const;
};
class Field {
 public:
  virtual ~Field() = default;
};
using FieldDataPtr = std::shared_ptr<Field>;
template <typename T, int Dt>
class FieldData : public Field {
 public:
  explicit FieldData(std::string name);
  FieldData(std::string name, const std::vector<T>& data);
  virtual int Add(const T& element);
  virtual const std::vector<T>& Data() const;
};
using Int64FieldData = FieldData<long, 5>;
using FloatVecFieldData = FieldData<std::vector<float>, 101>;
class ConnectParam {
 public:
  explicit ConnectParam(const std::string& uri);
  ConnectParam& WithToken(const std::string& token);
};
template <typename T>
class DMLRequestBase {
 public:
  T& WithCollectionName(const std::string& collection_name);
};
template <typename T>
class DQLRequestBase {
 public:
  T& WithCollectionName(const std::string& collection_name);
};
class InsertRequest : public DMLRequestBase<InsertRequest> {
 public:
  InsertRequest& AddColumnData(const FieldDataPtr& column_data);
};
struct InsertResponse {};
template <typename T>
class SearchRequestVectorAssigner {
 public:
  T& AddFloatVector(const std::vector<float>& vector);
};
class SearchRequest : public DQLRequestBase<SearchRequest>, public SearchRequestVectorAssigner<SearchRequest> {};
class QueryRequest : public DQLRequestBase<QueryRequest> {
 public:
  QueryRequest& WithFilter(std::string filter);
};
struct SingleResult {
  const std::vector<float>& Scores() const;
};
class SearchResults {
 public:
  const std::vector<SingleResult>& Results() const;
};
class SearchResponse {
 public:
  const SearchResults& Results() const;
};
class QueryResults {
 public:
  FieldDataPtr OutputField(const std::string& name) const;
  template <typename T>
  std::shared_ptr<T> OutputField(const std::string& name) const {
    return std::dynamic_pointer_cast<T>(OutputField(name));
  }
};
class QueryResponse {
 public:
  const QueryResults& Results() const;
};
class MilvusClientV2 {
 public:
  virtual ~MilvusClientV2() = default;
  static std::shared_ptr<MilvusClientV2> Create();
  virtual Status Connect(const ConnectParam& connect_param) = 0;
  virtual Status Insert(const InsertRequest& request, InsertResponse& response) = 0;
  virtual Status Search(const SearchRequest& request, SearchResponse& response) = 0;
  virtual Status Query(const QueryRequest& request, QueryResponse& response) = 0;
};
}  // namespace milvus

void MilvusColumns() {
  auto client = milvus::MilvusClientV2::Create();
  client->Connect(milvus::ConnectParam("http://milvus.example.org:19530").WithToken("root:secret"));
  std::vector<long> ages = {Read("age")};
  std::vector<std::vector<float>> faces(1);
  faces[0].push_back(ReadReal("face"));
  auto age = std::make_shared<milvus::Int64FieldData>("age", ages);
  auto face = std::make_shared<milvus::FloatVecFieldData>("face", faces);
  milvus::InsertResponse inserted;
  client->Insert(milvus::InsertRequest().WithCollectionName("people").AddColumnData(age).AddColumnData(face), inserted);  // FLOW: age -> people#age, face -> people#face  NEVER: age -> people#face
}

void MilvusSearched() {
  auto client = milvus::MilvusClientV2::Create(), beside = milvus::MilvusClientV2::Create();
  client->Connect(milvus::ConnectParam("http://milvus.example.org:19530"));
  beside->Connect(milvus::ConnectParam("http://milvus.example.org:19530"));
  std::vector<float> asked = {static_cast<float>(ReadReal("asked"))}, other = {static_cast<float>(ReadReal("other"))};
  milvus::SearchResponse found, unrelated;
  client->Search(milvus::SearchRequest().WithCollectionName("people").AddFloatVector(asked), found);  // NAME: people
  beside->Search(milvus::SearchRequest().WithCollectionName("houses").AddFloatVector(other), unrelated);
  for (const auto& result : found.Results().Results()) WriteReal("scores", result.Scores()[0]);  // FLOW: people, asked  NEVER: houses, other
  WriteReal("others", unrelated.Results().Results()[0].Scores()[0]);                           // FLOW: houses, other  NEVER: people, asked
}

void MilvusQueried() {
  auto client = milvus::MilvusClientV2::Create();
  client->Connect(milvus::ConnectParam("http://milvus.example.org:19530"));
  milvus::QueryResponse rows;
  client->Query(milvus::QueryRequest().WithCollectionName("people").WithFilter(ReadText("filter")), rows);
  auto age = rows.Results().OutputField<milvus::Int64FieldData>("age");
  Write("age", age->Data()[0]);  // FLOW: people#age, filter(filter)
}

// --- Qdrant

namespace grpc {
class ChannelInterface {};
class Channel : public ChannelInterface {};
class ChannelCredentials {};
class ClientContext {};
class Status {};
std::shared_ptr<Channel> CreateChannel(const std::string& target, const std::shared_ptr<ChannelCredentials>& creds);
std::shared_ptr<ChannelCredentials> InsecureChannelCredentials();
}  // namespace grpc

namespace google::protobuf {
class MessageLite {};
class Message : public MessageLite {};
}  // namespace google::protobuf

namespace qdrant {
class Vector : public google::protobuf::Message {
 public:
  Vector();
  void add_data(float value);
  void clear_data();
};
class PointStruct : public google::protobuf::Message {
 public:
  PointStruct();
  Vector* mutable_vectors();
  void clear_vectors();
  void set_title(const std::string& value);
  void clear_title();
};
class UpsertPoints : public google::protobuf::Message {
 public:
  UpsertPoints();
  void set_collection_name(const char* value);
  void clear_collection_name();
  PointStruct* add_points();
  void clear_points();
};
class SearchPoints : public google::protobuf::Message {
 public:
  SearchPoints();
  void set_collection_name(const char* value);
  void clear_collection_name();
  void add_vector(float value);
  void clear_vector();
};
class ScoredPoint : public google::protobuf::Message {
 public:
  float score() const;
  void clear_score();
};
class SearchResponse : public google::protobuf::Message {
 public:
  SearchResponse();
  const ScoredPoint& result(int index) const;
  void add_result();
  void clear_result();
};
struct PointsOperationResponse {};
class Points {
 public:
  class Stub {
   public:
    grpc::Status Upsert(grpc::ClientContext* context, const UpsertPoints& request, PointsOperationResponse* response);
    grpc::Status Search(grpc::ClientContext* context, const SearchPoints& request, SearchResponse* response);
  };
  static std::unique_ptr<Stub> NewStub(const std::shared_ptr<grpc::ChannelInterface>& channel);
};
}  // namespace qdrant

void QdrantPoints() {
  auto stub = qdrant::Points::NewStub(grpc::CreateChannel("qdrant.example.org:6334", grpc::InsecureChannelCredentials()));
  grpc::ClientContext context, other;
  qdrant::UpsertPoints request;
  request.set_collection_name("docs");
  qdrant::PointStruct* point = request.add_points();
  point->mutable_vectors()->add_data(ReadReal("vector"));
  point->set_title(ReadText("title"));
  qdrant::PointsOperationResponse done;
  stub->Upsert(&context, request, &done);  // FLOW: vector -> docs#vectors.data, title -> docs#title  NEVER: title -> docs#vectors.data
  qdrant::SearchPoints search, beside;
  search.set_collection_name("docs");
  search.add_vector(ReadReal("asked"));
  beside.set_collection_name("pages");
  beside.add_vector(ReadReal("other"));
  qdrant::SearchResponse found, unrelated;
  stub->Search(&context, search, &found);
  stub->Search(&other, beside, &unrelated);
  WriteReal("score", found.result(0).score());      // FLOW: docs, asked  NEVER: pages, other
  WriteReal("others", unrelated.result(0).score());  // FLOW: pages, other  NEVER: docs, asked
}
