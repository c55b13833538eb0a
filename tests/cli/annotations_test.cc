// What a program says of itself: runtime/annotations.h, and options of protobuf messages.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "lineage/graph_io.h"
#include "tests/cli/command_test.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;

class Annotations : public CommandTest {
 protected:
  void SetUp() override {
    root_ = std::filesystem::current_path().string();
    CommandTest::SetUp();
  }

  // The graph of `sources`.
  Graph Linked(const std::vector<std::string>& sources) {
    std::string fragments;
    for (const std::string& source : sources) {
      const Result result =
          Run("extract -o " + source + ".frag " + source + " -- -std=c++20 -I. -I" + root_);
      EXPECT_EQ(result.status, 0) << result.err;
      EXPECT_EQ(result.err, "");
      fragments += " " + source + ".frag";
    }
    EXPECT_EQ(Run("link --job a -o a.graph" + fragments).err, "");
    const absl::StatusOr<Graph> graph = ReadGraph("a.graph");
    EXPECT_TRUE(graph.ok());
    return graph.ok() ? *graph : Graph();
  }

  // "asset#column" -> its tags.
  static std::map<std::string, std::set<std::string>> TagsOf(const Graph& graph) {
    std::map<std::string, std::set<std::string>> tags;
    for (const Asset& asset : graph.asset()) {
      for (const Properties::Column& column : asset.properties().column()) {
        EXPECT_THAT(column.witness(), testing::ElementsAre(DERIVED));
        tags[asset.name() + "#" + column.name()] = {column.tag().begin(), column.tag().end()};
      }
    }
    return tags;
  }

  std::string root_;
};

using Tags = std::map<std::string, std::set<std::string>>;

constexpr char kClicks[] = R"(#include <cstdio>
#include <string>
#include "runtime/annotations.h"
struct Click {
  PEDIGREE_TAG("pii") PEDIGREE_TAG("email") char email[80];
  float dwell;
};
struct Page {
  char email[80];  // of the owner: public
};
)";

TEST_F(Annotations, TagsOfFieldsReachTheColumnsOfWhatIsReadAndWritten) {
  Write("a.cc", std::string(kClicks) + R"(
int main() {
  Click in, out{};
  Page page;
  std::FILE* f = std::fopen("clicks.bin", "rb");
  std::fread(&in, sizeof in, 1, f);
  std::FILE* p = std::fopen("pages.bin", "rb");
  std::fread(&page, sizeof page, 1, p);
  out.dwell = in.dwell;
  std::FILE* g = std::fopen("out.bin", "wb");
  std::fwrite(&out, sizeof out, 1, g);
  std::FILE* h = std::fopen("mails.bin", "wb");
  std::fwrite(in.email, sizeof in.email, 1, h);
  std::fwrite(page.email, sizeof page.email, 1, h);
}
)");
  // The other struct's field of that name has none. A column has its tags whether it is used or
  // not.
  EXPECT_EQ(TagsOf(Linked({"a.cc"})),
            (Tags{{"clicks.bin#email", {"email", "pii"}}, {"out.bin#email", {"email", "pii"}}}));
}

TEST_F(Annotations, WhatIsStoredInATaggedFieldCarriesItsTagsWhereItComesFrom) {
  Write("a.cc", R"(#include <fstream>
#include <nlohmann/json.hpp>
#include "runtime/annotations.h"
struct User {
  PEDIGREE_TAG("pii") std::string mail;
  std::string city;
  PEDIGREE_TAG("sensitive") int group = 0;
};
// Another class has tagged fields of those names.
struct Shop {
  PEDIGREE_TAG("public") std::string mail;
  PEDIGREE_TAG("public") int group = 0;
};
static Shop ShopFrom(const nlohmann::json& j) {
  Shop shop;
  shop.group = j["kind"].get<int>();
  shop.mail = j["shop"]["mail"].get<std::string>();
  return shop;
}
static User From(const nlohmann::json& j) {
  User user;
  user.mail = j["contact"]["mail"].get<std::string>();
  user.city = j["city"].get<std::string>();
  if (j["age"].get<int>() > 60) user.group = 1;
  return user;
}
int main() {
  std::ifstream in("users.json");
  const nlohmann::json j = nlohmann::json::parse(in);
  const Shop shop = ShopFrom(j);
  const User user = From(j);
  std::ofstream("out.txt") << user.mail << user.city << user.group << shop.mail;
}
)");
  // What merely decides on a tagged field is not what it holds.
  EXPECT_EQ(TagsOf(Linked({"a.cc"})), (Tags{{"users.json#contact.mail", {"pii"}},
                                            {"users.json#kind", {"public"}},
                                            {"users.json#shop.mail", {"public"}}}));
}

TEST_F(Annotations, FunctionsDoWhatTheySay) {
  Write("a.h", R"(#pragma once
#include "runtime/annotations.h"
PEDIGREE_READS(DATASET, "clicks/{arg[0]}", "return") int LoadClicks(const char* day);
PEDIGREE_READS(DATASET, "other", "return") int LoadOther();
PEDIGREE_TRANSFORM(ANONYMIZE, "arg[0]", "return") int Hide(int id);
PEDIGREE_WRITES(TABLE, "{arg[0]}", "arg[1]") void Store(const char* table, int value);
)");
  Write("a.cc", R"(#include "a.h"
int main() {
  Store("hidden", Hide(LoadClicks("monday")));
  Store("plain", LoadOther());
}
)");
  // A body is not looked into.
  Write("b.cc", R"(#include <cstdio>
#include "a.h"
int Hide(int id) { return std::fgetc(std::fopen("salt", "r")) ^ id; }
)");
  Linked({"a.cc", "b.cc"});
  const std::string flows = Run("flows a.graph").out;
  EXPECT_THAT(flows,
              HasSubstr("clicks/monday -> hidden  DIRECT TRANSFORMATION  ANONYMIZE  MODELED"));
  EXPECT_THAT(flows, HasSubstr("other -> plain  DIRECT IDENTITY"));
  EXPECT_EQ(std::count(flows.begin(), flows.end(), '\n'), 2) << flows;
}

TEST_F(Annotations, OneThatIsNotUnderstoodIsTold) {
  Write("a.cc", R"(#include "runtime/annotations.h"
PEDIGREE_READS(DATA, "x", "return") int Load();
PEDIGREE_WRITES(TABLE, "x", "arg[0") void Store(int);
int main() { Store(Load()); }
)");
  const Result result = Run("extract -o a.frag a.cc -- -std=c++20 -I" + root_);
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("a.cc:2:1: warning: annotation of 'Load' is not understood: "
                                    "'DATA' is no kind of asset"));
  EXPECT_THAT(result.err, HasSubstr("a.cc:3:1: warning: annotation of 'Store' is not understood"));
}

TEST_F(Annotations, OptionsOfMessagesReachTheColumns) {
  Write("people.proto", R"(syntax = "proto3";
package hr;
import "proto/pedigree_options.proto";
message Person {
  message Home { string street = 1 [(pedigree.tags) = "pii", (pedigree.tags) = "address"]; }
  int32 age = 1;
  string Mail = 2 [(pedigree.tags) = "pii"];
  Home home = 3;
}
message Shop { string mail = 1; }
)");
  ASSERT_EQ(std::system(("protoc --proto_path=" + root_ +
                         " --proto_path=. --cpp_out=. people.proto "
                         "proto/pedigree_options.proto")
                            .c_str()),
            0);
  Write("a.cc", R"(#include <fstream>
#include "people.pb.h"
int main() {
  hr::Person person;
  hr::Shop shop;
  std::ifstream in("people.bin"), shops("shops.bin");
  person.ParseFromIstream(&in);
  shop.ParseFromIstream(&shops);
  std::ofstream out("out.bin"), text("text");
  person.SerializeToOstream(&out);
  text << shop.mail() << person.mail();
}
)");
  EXPECT_EQ(TagsOf(Linked({"a.cc", "people.pb.cc"})),
            (Tags{{"out.bin#home.street", {"address", "pii"}},
                  {"out.bin#mail", {"pii"}},
                  {"people.bin#home.street", {"address", "pii"}},
                  {"people.bin#mail", {"pii"}}}));
}

}  // namespace
}  // namespace pedigree
