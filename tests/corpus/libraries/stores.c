// FLAGS: -std=c17 -I/usr/include/postgresql -I/usr/include/libmongoc-1.0 -I/usr/include/libbson-1.0
// Databases by their C clients: PostgreSQL, LMDB, LevelDB; Redis; NATS and Kafka; MongoDB.
#include <hiredis/hiredis.h>
#include <leveldb/c.h>
#include <libpq-fe.h>
#include <librdkafka/rdkafka.h>
#include <lmdb.h>
#include <mongoc/mongoc.h>
#include <nats/nats.h>
#include <stdlib.h>

#include "corpus.h"

void postgres_columns(void) {
  PGconn *db = PQconnectdb("host=db.example.org dbname=shop");
  PGresult *rows = PQexec(db, "SELECT age, income FROM customers");
  WriteText("age", PQgetvalue(rows, 0, 0));  // FLOW: shop.public.customers#age  NEVER: shop.public.customers#income
  WriteText("income", PQgetvalue(rows, 0, 1));  // FLOW: shop.public.customers#income
}

void postgres_parameters(void) {
  PGconn *db = PQconnectdb("postgresql://me:secret@db.example.org:5433/shop");
  const char *values[2];
  values[0] = ReadText("who");
  values[1] = ReadText("what");
  PQexecParams(db, "INSERT INTO orders (customer, item) VALUES ($1, $2)", 2, NULL, values, NULL, NULL, 0);  // FLOW: who -> shop.public.orders#customer, what -> shop.public.orders#item  NEVER: who -> shop.public.orders#item
}

void lmdb_values(void) {
  MDB_env *env;
  MDB_txn *txn;
  MDB_val key = {3, "age"}, value;
  mdb_env_create(&env);
  mdb_env_open(env, "features.mdb", 0, 0664);
  mdb_txn_begin(env, NULL, 0, &txn);
  mdb_get(txn, 1, &key, &value);
  WriteText("value", value.mv_data);  // FLOW: features.mdb
}

void leveldb_values(void) {
  char *error = NULL;
  size_t size;
  leveldb_options_t *options = leveldb_options_create();
  leveldb_t *in = leveldb_open(options, "in.ldb", &error);
  leveldb_t *out = leveldb_open(options, "out.ldb", &error);
  char *value = leveldb_get(in, NULL, "k", 1, &size, &error);
  leveldb_put(out, NULL, "k", 1, value, size, &error);  // FLOW: in.ldb -> out.ldb
}

void redis_keys(void) {
  redisContext *redis = redisConnect("127.0.0.1", 6379);
  const char *name = ReadText("name");
  redisCommand(redis, "SET user:name %s", name);  // FLOW: name -> user:name
  redisReply *reply = redisCommand(redis, "GET user:age");
  WriteText("age", reply->str);  // FLOW: user:age  NEVER: user:sex
  redisReply *other = redisCommand(redis, "GET user:sex");
  WriteText("sex", other->str);  // FLOW: user:sex  NEVER: user:age
}

void nats_subjects(void) {
  natsConnection *nats = NULL;
  natsConnection_ConnectTo(&nats, "nats://localhost:4222");
  natsConnection_PublishString(nats, "clicks", ReadText("click"));  // FLOW: click -> clicks
}

void kafka_topics(void) {
  char error[100];
  rd_kafka_conf_t *settings = rd_kafka_conf_new();
  rd_kafka_conf_set(settings, "bootstrap.servers", "broker:9092", error, sizeof error);
  rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, settings, error, sizeof error);
  rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, "clicks", NULL);
  char click[20];
  ReadInto("click", click, sizeof click);
  rd_kafka_produce(topic, 0, RD_KAFKA_MSG_F_COPY, click, sizeof click, NULL, 0, NULL);  // FLOW: click -> clicks
}

void kafka_subscription(void) {
  char error[100];
  rd_kafka_conf_t *settings = rd_kafka_conf_new();
  rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, settings, error, sizeof error);
  rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, "views", 0);
  rd_kafka_subscribe(consumer, topics);
  rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, 100);
  WriteText("view", message->payload);  // FLOW: views
}

void mongo_fields(void) {
  const bson_t *document;
  bson_iter_t at;
  mongoc_client_t *client = mongoc_client_new("mongodb://localhost:27017");
  mongoc_collection_t *people = mongoc_client_get_collection(client, "clinic", "people");
  mongoc_cursor_t *rows = mongoc_collection_find_with_opts(people, bson_new(), NULL, NULL);
  mongoc_cursor_next(rows, &document);
  bson_iter_init_find(&at, document, "age");
  Write("age", bson_iter_int32(&at));  // FLOW: clinic.people
}
