// FLAGS: -std=c++17 -I/usr/include/hdf5/serial
// Databases by their C++ clients.
#include <H5Cpp.h>
#include <leveldb/db.h>
#include <librdkafka/rdkafkacpp.h>
#include <pqxx/pqxx>
#include <rocksdb/db.h>

#include "corpus.h"

void Level() {
  leveldb::DB* in;
  leveldb::DB* out;
  leveldb::DB::Open(leveldb::Options(), "in.ldb", &in);
  leveldb::DB::Open(leveldb::Options(), "out.ldb", &out);
  std::string value;
  in->Get(leveldb::ReadOptions(), "k", &value);
  out->Put(leveldb::WriteOptions(), "k", value);  // FLOW: in.ldb -> out.ldb
}

void Rocks() {
  rocksdb::DB* db;
  rocksdb::DB::Open(rocksdb::Options(), "features.rocks", &db);
  std::string value;
  db->Get(rocksdb::ReadOptions(), "k", &value);
  WriteAs("value", value);  // FLOW: features.rocks
}

void Postgres() {
  pqxx::connection db("host=db.example.org dbname=shop");
  pqxx::work transaction(db);
  pqxx::result rows = transaction.exec("SELECT age, income FROM customers");
  WriteAs("age", rows[0]["age"].as<int>());  // FLOW: shop.public.customers#age  NEVER: shop.public.customers#income
  WriteAs("income", rows[0][1].as<int>());  // FLOW: shop.public.customers#income
  transaction.exec_params("INSERT INTO notes (text) VALUES ($1)", ReadAs<std::string>("note"));  // FLOW: note -> shop.public.notes#text
}

void Kafka() {
  std::string error;
  RdKafka::Conf* settings = RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL);
  settings->set("bootstrap.servers", "broker:9092", error);
  RdKafka::KafkaConsumer* consumer = RdKafka::KafkaConsumer::create(settings, error);
  consumer->subscribe({"views"});
  RdKafka::Message* message = consumer->consume(100);
  WriteText("view", static_cast<const char*>(message->payload()));  // FLOW: views
}

void Hdf5() {
  double x[10];
  H5::H5File file("data.h5", H5F_ACC_RDONLY);
  H5::DataSet set = file.openDataSet("/train/x");
  set.read(x, H5::PredType::NATIVE_DOUBLE);
  WriteReal("x", x[0]);  // FLOW: /train/x
}
