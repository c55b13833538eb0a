#include "analyzer/link/stores.h"

#include <gtest/gtest.h>

namespace pedigree::link {
namespace {

TEST(StoresTest, ConnectionTexts) {
  const struct {
    const char* text;
    const char* ns;
    const char* name;
  } kCases[] = {
      {"postgresql://me:***@db.example.org:5433/shop?sslmode=require",
       "postgres://db.example.org:5433", "shop"},
      {"postgres://db/shop", "postgres://db:5432", "shop"},
      {"postgresql:///shop", "postgres://localhost:5432", "shop"},
      {"host=db port=6000 dbname=shop user=me", "postgres://db:6000", "shop"},
      {"host = 'db' dbname = 'my shop'", "postgres://db:5432", "my shop"},
      {"dbname=shop", "postgres://localhost:5432", "shop"},
      {"host={env:PGHOST} dbname=shop", "postgres://{env:PGHOST}:5432", "shop"},
      {"postgres://{env:PGHOST}/shop", "postgres://{env:PGHOST}:5432", "shop"},
      {"{argv:1}", "postgres", "{argv:1}"},
      {"", "postgres://localhost:5432", ""},
  };
  for (const auto& c : kCases) {
    const Database database = ReadConnectionText(c.text);
    EXPECT_EQ(database.ns, c.ns) << c.text;
    EXPECT_EQ(database.name, c.name) << c.text;
  }
}

TEST(StoresTest, AddressesOfRedis) {
  const struct {
    const char* text;
    const char* ns;
    const char* name;
  } kCases[] = {
      {"tcp://cache:6380", "redis://cache", "6380"},
      {"tcp://cache", "redis://cache", "6379"},
      {"tcp://me:***@cache.example.org:6380/3?keep_alive=true", "redis://cache.example.org",
       "6380/3"},
      {"redis://cache/0", "redis://cache", "6379"},
      {"tcp://{env:REDIS}", "redis://{env:REDIS}", "6379"},
      {"unix:///run/redis.sock", "redis", "unix:///run/redis.sock"},
      {"/run/redis.sock", "redis", "/run/redis.sock"},
      {"{argv:1}", "redis", "{argv:1}"},
  };
  for (const auto& c : kCases) {
    const Database database = ReadRedisUrl(c.text);
    EXPECT_EQ(database.ns, c.ns) << c.text;
    EXPECT_EQ(database.name, c.name) << c.text;
  }
}

TEST(StoresTest, FilesOfUris) {
  EXPECT_EQ(FileOfUri("data.csv?format=csv&label_column=0#cache"), "data.csv");
  EXPECT_EQ(FileOfUri(R"({"uri": "data.csv?format=csv", "silent": 1})"), "data.csv");
  EXPECT_EQ(FileOfUri(R"( {"silent": 1, "uri":"{argv:1}?format=libsvm"})"), "{argv:1}");
  EXPECT_EQ(FileOfUri("{flag:data}/\"uri\".csv"), "{flag:data}/\"uri\".csv");
  EXPECT_EQ(FileOfUri(R"({"data": "x.csv"})"), R"({"data": "x.csv"})");
  EXPECT_EQ(FileOfUri("data.csv?format"), "data.csv?format");
}

TEST(StoresTest, TablesHaveTheirSchema) {
  EXPECT_EQ(TableOf({"postgres://db:5432", "shop"}, "orders"), "shop.public.orders");
  EXPECT_EQ(TableOf({"postgres://db:5432", "shop"}, "sales.orders"), "shop.sales.orders");
  EXPECT_EQ(TableOf({"postgres://db:5432", ""}, "orders"), "public.orders");
}

TEST(StoresTest, RedisCommands) {
  const struct {
    const char* text;
    const char* key;
    const char* field;
    bool reads, writes;
  } kCases[] = {
      {"GET user:1", "user:1", "", true, false},
      {"set user:%d %s", "user:{?}", "", false, true},
      {"HSET user:%08lld age %d", "user:{?}", "age", false, true},
      {"HGETALL %s", "{?}", "", true, false},
      {"INCRBY hits 3", "hits", "", true, true},
      {"SET \"a key\" v", "a key", "", false, true},
      {"SET 100%% v", "100%", "", false, true},
      {"DEL user:1", "user:1", "", false, false},
      {"PING", "", "", false, false},
  };
  for (const auto& c : kCases) {
    const auto command = ReadRedisCommand(c.text);
    ASSERT_TRUE(command.has_value()) << c.text;
    EXPECT_EQ(command->key, c.key) << c.text;
    EXPECT_EQ(command->field, c.field) << c.text;
    EXPECT_EQ(command->reads, c.reads) << c.text;
    EXPECT_EQ(command->writes, c.writes) << c.text;
  }
}

TEST(StoresTest, WhatIsNoCommandIsAKey) {
  for (const char* text : {"user:1", "{argv:1}", "{?} user:1", "", "GET", "my key"}) {
    EXPECT_FALSE(ReadRedisCommand(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace pedigree::link
