// Clients of databases that no package has: what is declared here is as in their published headers.
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus.h"

// --- Cassandra

extern "C" {
typedef struct CassCluster_ CassCluster;
typedef struct CassSession_ CassSession;
typedef struct CassStatement_ CassStatement;
typedef struct CassPrepared_ CassPrepared;
typedef struct CassFuture_ CassFuture;
typedef struct CassResult_ CassResult;
typedef struct CassIterator_ CassIterator;
typedef struct CassRow_ CassRow;
typedef struct CassValue_ CassValue;
typedef enum CassError_ { CASS_OK } CassError;
CassCluster* cass_cluster_new();
CassError cass_cluster_set_contact_points(CassCluster* cluster, const char* contact_points);
CassSession* cass_session_new();
CassFuture* cass_session_connect_keyspace(CassSession* session, const CassCluster* cluster, const char* keyspace);
CassFuture* cass_session_connect(CassSession* session, const CassCluster* cluster);
CassFuture* cass_session_prepare(CassSession* session, const char* query);
CassFuture* cass_session_execute(CassSession* session, const CassStatement* statement);
const CassPrepared* cass_future_get_prepared(CassFuture* future);
CassStatement* cass_prepared_bind(const CassPrepared* prepared);
CassStatement* cass_statement_new(const char* query, Bytes parameter_count);
CassError cass_statement_bind_int32(CassStatement* statement, Bytes index, int value);
CassError cass_statement_bind_int32_by_name(CassStatement* statement, const char* name, int value);
CassError cass_statement_bind_string(CassStatement* statement, Bytes index, const char* value);
const CassResult* cass_future_get_result(CassFuture* future);
const CassRow* cass_result_first_row(const CassResult* result);
CassIterator* cass_iterator_from_result(const CassResult* result);
int cass_iterator_next(CassIterator* iterator);
const CassRow* cass_iterator_get_row(const CassIterator* iterator);
const CassValue* cass_row_get_column(const CassRow* row, Bytes index);
const CassValue* cass_row_get_column_by_name(const CassRow* row, const char* name);
CassError cass_value_get_int32(const CassValue* value, int* output);
CassError cass_value_get_string(const CassValue* value, const char** output, Bytes* output_size);
void cass_future_free(CassFuture* future);
}

CassSession* OpenShop() {
  CassCluster* cluster = cass_cluster_new();
  CassSession* session = cass_session_new();
  cass_cluster_set_contact_points(cluster, "db1.example.org");
  cass_session_connect_keyspace(session, cluster, "shop");
  return session;
}

void CassandraColumns() {
  CassSession* session = OpenShop();
  CassStatement* statement = cass_statement_new("SELECT age, city FROM users", 0);
  CassFuture* future = cass_session_execute(session, statement);
  CassIterator* rows = cass_iterator_from_result(cass_future_get_result(future));
  while (cass_iterator_next(rows)) {
    const CassRow* row = cass_iterator_get_row(rows);
    int age = 0;
    const char* city;
    Bytes length;
    cass_value_get_int32(cass_row_get_column(row, 0), &age);  // NAME: shop.users
    cass_value_get_string(cass_row_get_column_by_name(row, "city"), &city, &length);
    Write("age", age);        // FLOW: shop.users#age  NEVER: shop.users#city
    WriteText("city", city);  // FLOW: shop.users#city  NEVER: shop.users#age
  }
}

void CassandraBound() {
  CassSession* session = OpenShop();
  CassStatement* statement = cass_statement_new("INSERT INTO users (age, city) VALUES (?, ?)", 2);
  cass_statement_bind_int32(statement, 0, Read("age"));
  cass_statement_bind_string(statement, 1, ReadText("city"));
  cass_session_execute(session, statement);  // FLOW: age -> shop.users#age, city -> shop.users#city  NEVER: age -> shop.users#city
}

void CassandraPrepared() {
  CassSession* session = OpenShop();
  CassFuture* future = cass_session_prepare(session, "INSERT INTO orders (price, item) VALUES (?, ?)");
  const CassPrepared* prepared = cass_future_get_prepared(future);
  cass_future_free(future);
  CassStatement* statement = cass_prepared_bind(prepared);
  cass_statement_bind_int32_by_name(statement, "item", Read("item"));
  cass_statement_bind_int32_by_name(statement, "price", Read("price"));
  cass_session_execute(session, statement);  // FLOW: item -> shop.orders#item, price -> shop.orders#price  NEVER: price -> shop.orders#item
}

void CassandraOtherKeyspace() {
  CassCluster* cluster = cass_cluster_new();
  CassSession* session = cass_session_new();
  cass_session_connect(session, cluster);
  CassFuture* future = cass_session_execute(session, cass_statement_new("SELECT n FROM other.users", 0));
  int n = 0;
  cass_value_get_int32(cass_row_get_column(cass_result_first_row(cass_future_get_result(future)), 0), &n);  // NAME: other.users
  Write("n", n);  // FLOW: other.users#n
}

// --- ClickHouse

namespace clickhouse {
using ColumnRef = std::shared_ptr<class Column>;
class Column {
 public:
  virtual ~Column() {}
  template <typename T>
  std::shared_ptr<T> As();
};
template <typename T>
class ColumnVector : public Column {
 public:
  ColumnVector();
  void Append(const T& value);
  const T& At(Bytes n) const;
  const T& operator[](Bytes n) const;
};
using ColumnUInt64 = ColumnVector<unsigned long>;
class ColumnString : public Column {
 public:
  ColumnString();
  void Append(std::string_view str);
  std::string_view At(Bytes n) const;
  std::string_view operator[](Bytes n) const;
};
class Block {
 public:
  Block();
  ~Block();
  void AppendColumn(const std::string& name, const ColumnRef& col);
  Bytes GetRowCount() const;
  ColumnRef operator[](Bytes idx) const;
};
struct ClientOptions {
  std::string host;
  unsigned short port = 9000;
  std::string default_database = "default";
  ClientOptions& SetHost(const std::string& value);
  ClientOptions& SetDefaultDatabase(const std::string& value);
};
class Client {
 public:
  Client(const ClientOptions& opts);
  ~Client();
  void Select(const std::string& query, std::function<void(const Block& block)> cb);
  void Insert(const std::string& table_name, const Block& block);
};
}  // namespace clickhouse

void ClickHouseColumns() {
  clickhouse::Client client(clickhouse::ClientOptions().SetHost("ch.example.org").SetDefaultDatabase("web"));
  client.Select("SELECT dwell, page FROM clicks", [](const clickhouse::Block& block) {
    for (Bytes i = 0; i < block.GetRowCount(); ++i) {
      Write("dwell", block[0]->As<clickhouse::ColumnUInt64>()->At(i));  // FLOW: web.clicks#dwell  NEVER: web.clicks#page
      WriteText("page", std::string(block[1]->As<clickhouse::ColumnString>()->At(i)).c_str());  // FLOW: web.clicks#page  NEVER: web.clicks#dwell
    }
  });
}

void ClickHouseCopied() {
  clickhouse::Client client(clickhouse::ClientOptions().SetHost("ch.example.org"));
  client.Select("SELECT dwell, page FROM clicks", [&client](const clickhouse::Block& block) {
    client.Insert("kept", block);  // FLOW: default.clicks#dwell -> default.kept, default.clicks#page -> default.kept
    clickhouse::Block pages;
    pages.AppendColumn("address", block[1]);
    client.Insert("pages", pages);  // FLOW: default.clicks#page -> default.pages#address  NEVER: default.clicks#dwell
  });
}

void ClickHouseInserted() {
  clickhouse::ClientOptions options;
  options.host = "ch.example.org";
  clickhouse::Client client(options);
  auto age = std::make_shared<clickhouse::ColumnUInt64>();
  auto name = std::make_shared<clickhouse::ColumnString>();
  age->Append(Read("age"));
  name->Append(ReadText("name"));
  clickhouse::Block block;
  block.AppendColumn("age", age);
  block.AppendColumn("name", name);
  client.Insert("users", block);  // FLOW: age -> default.users#age, name -> default.users#name  NEVER: age -> default.users#name
}

// --- redis-plus-plus

namespace sw::redis {
using StringView = std::string_view;
using OptionalString = std::optional<std::string>;
struct ConnectionOptions {
  std::string host;
  int port = 6379;
};
class QueuedReplies {
 public:
  template <typename Result>
  Result get(Bytes idx);
};
template <typename Impl>
class QueuedRedis {
 public:
  QueuedRedis& get(const StringView& key);
  QueuedRedis& set(const StringView& key, const StringView& val);
  QueuedReplies exec();
};
class PipelineImpl;
using Pipeline = QueuedRedis<PipelineImpl>;
class Subscriber {
 public:
  template <typename MsgCb>
  void on_message(MsgCb) {}
  void subscribe(const StringView& channel);
  void consume();
};
class Redis {
 public:
  explicit Redis(const std::string& uri);
  explicit Redis(const ConnectionOptions& connection_opts);
  OptionalString get(const StringView& key);
  bool set(const StringView& key, const StringView& val);
  OptionalString hget(const StringView& key, const StringView& field);
  long long hset(const StringView& key, const StringView& field, const StringView& val);
  long long lpush(const StringView& key, const StringView& val);
  template <typename Input>
  long long lpush(const StringView& key, Input first, Input last);
  template <typename Output>
  void lrange(const StringView& key, long long start, long long stop, Output output);
  long long publish(const StringView& channel, const StringView& message);
  long long del(const StringView& key);
  template <typename Result, typename... Args>
  Result command(const StringView& cmd_name, Args&&... args);
  Pipeline pipeline(bool new_connection = true);
  Subscriber subscriber();
};
}  // namespace sw::redis

void RedisKeys() {
  sw::redis::Redis redis("tcp://me:secret@cache.example.org:6380");
  redis.set("user:name", ReadText("name"));  // FLOW: name -> user:name
  auto value = redis.get("user:age");
  auto other = redis.get("user:sex");  // NAME: user:sex
  redis.del("user:age");
  if (value) WriteText("age", value->c_str());  // FLOW: user:age  NEVER: user:sex, name
  WriteText("sex", other->c_str());             // FLOW: user:sex  NEVER: user:age
}

void RedisFields() {
  sw::redis::ConnectionOptions options;
  options.host = "cache.example.org";
  sw::redis::Redis redis(options);
  redis.hset("user:1", "email", ReadText("mail"));  // FLOW: mail -> user:1#email
  WriteText("age", redis.hget("user:1", "age")->c_str());  // FLOW: user:1#age  NEVER: user:1#email
  WriteText("zip", redis.command<std::string>("HGET", "user:1", "zip").c_str());  // FLOW: user:1#zip  NEVER: user:1#age
}

void RedisLists() {
  sw::redis::Redis redis("tcp://cache.example.org");
  std::vector<std::string> values = {ReadText("values")}, found, others;
  redis.lpush("list", values.begin(), values.end());  // FLOW: values -> list
  redis.lrange("found", 0, -1, std::back_inserter(found));
  redis.lrange("others", 0, -1, std::back_inserter(others));
  WriteText("f", found[0].c_str());   // FLOW: found  NEVER: others
  WriteText("o", others[0].c_str());  // FLOW: others  NEVER: found
}

void RedisPipelined() {
  sw::redis::Redis redis("tcp://cache.example.org"), beside("tcp://cache.example.org");
  auto pipe = redis.pipeline();
  auto replies = pipe.set("k", ReadText("given")).get("asked").exec();  // FLOW: given -> k
  auto others = beside.pipeline().get("beside").exec();
  WriteText("r", replies.get<std::string>(1).c_str());  // FLOW: asked  NEVER: beside, given
  WriteText("o", others.get<std::string>(0).c_str());   // FLOW: beside  NEVER: asked
}

void RedisSubscribed() {
  sw::redis::Redis redis("tcp://cache.example.org");
  auto subscriber = redis.subscriber();
  subscriber.on_message([](std::string channel, std::string message) {
    WriteText("m", message.c_str());  // FLOW: clicks
  });
  subscriber.subscribe("clicks");
  subscriber.consume();
  redis.publish("scores", ReadText("score"));  // FLOW: score -> scores  NEVER: clicks
}
