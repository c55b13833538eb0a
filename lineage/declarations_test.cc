#include "lineage/declarations.h"

#include <gtest/gtest.h>

#include "lineage/file.h"
#include "lineage/proto_schema.h"

namespace pedigree {
namespace {

std::string ErrorOf(std::string_view text) {
  const auto parsed = ParseDeclarations("x.txtpb", text);
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

std::string CombinedError(std::string_view text) {
  const auto parsed = ParseDeclarations("x.txtpb", text);
  if (!parsed.ok()) return std::string(parsed.status().message());
  const auto combined = CombineDeclarations({*parsed});
  return combined.ok() ? "" : std::string(combined.status().message());
}

TEST(DeclarationsTest, WhatIsNotSaidIsFilledIn) {
  const auto parsed = ParseDeclarations("x.txtpb", R"(asset { target: "a" name: "b" })");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->asset(0).namespace_(), "file");
  EXPECT_EQ(parsed->asset(0).build_file(), "x.txtpb");
}

TEST(DeclarationsTest, CredentialsInNamesAreMasked) {
  const auto parsed = ParseDeclarations(
      "x", R"(asset { target: "a" namespace: "postgres://me:hunter2@db:5432" name: "t" })");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->asset(0).namespace_().find("hunter2"), std::string::npos);
}

TEST(DeclarationsTest, ErrorsNameThePlace) {
  EXPECT_TRUE(ErrorOf("asset {\n  colour: 1 }").starts_with("x.txtpb:2:"));
  EXPECT_EQ(ErrorOf(R"(asset { name: "a" })"), "x.txtpb: an asset without target");
  EXPECT_EQ(ErrorOf(R"(asset { target: "a" })"), "x.txtpb: asset a: it has no name");
  EXPECT_EQ(ErrorOf(R"(schema_version: 2)"),
            "x.txtpb: schema version 2 is newer than this program's (1)");
  EXPECT_NE(ErrorOf(R"(asset { target: "a" name: "b" properties { digest: "sha256:12" } })"), "");
  EXPECT_NE(ErrorOf(R"(asset { target: "a" name: "b"
                       properties { column { name: "c" } column { name: "c" } } })"),
            "");
  EXPECT_NE(ErrorOf(R"(transform { function: "f" })"), "");
  EXPECT_NE(ErrorOf(R"(job { job: "j" flow { from: "a" to: "b" } })"), "");
  EXPECT_NE(ErrorOf(R"(job { job: "j" hole { name: "{argv:1}" value: "x" } })"), "");
}

TEST(DeclarationsTest, OfOneAssetNothingDifferentIsSaid) {
  const auto error = [](const std::string& name, const std::string& one, const std::string& other) {
    return CombinedError(R"(asset { target: "a" name: "x.csv" properties { )" + one +
                         R"( } } asset { target: "b" name: ")" + name + R"(" properties { )" +
                         other + " } }");
  };
  EXPECT_EQ(error("x.csv", R"(owner: "anna")", R"(owner: "bo")"),
            "x.txtpb: assets a and b are both 'x.csv', and differ in owner: anna and bo");
  EXPECT_EQ(error("x.csv", "retention_days: 1", "retention_days: 2"),
            "x.txtpb: assets a and b are both 'x.csv', and differ in retention: 1 and 2");
  EXPECT_EQ(error("x.csv", R"(owner: "anna" tag: "pii")", R"(owner: "anna" license: "MIT")"), "");
  // Of several that match, the more exact counts.
  EXPECT_EQ(error("*.csv", R"(owner: "anna")", R"(owner: "bo")"), "");
}

TEST(DeclarationsTest, FlowsNameColumnsThatAssetsHave) {
  const auto error = [](const std::string& all_columns, const std::string& column) {
    return CombinedError(R"(asset { target: "a" name: "a.csv" all_columns: )" + all_columns +
                         R"( properties { column { name: "age" } } }
                             asset { target: "b" name: "b.csv" }
                             job { job: "j" reads: "a" writes: "b"
                                   flow { from: "a" from_column: ")" +
                         column + R"(" to: "b" } })");
  };
  EXPECT_EQ(error("true", "agge"),
            "x.txtpb: job j: a flow names column agge, which a does not have");
  EXPECT_EQ(error("true", "age"), "");
  EXPECT_EQ(error("true", "a*"), "");
  EXPECT_EQ(error("false", "agge"), "");  // there may be others
}

TEST(DeclarationsTest, AnAliasIsOneNameOfOneAsset) {
  const auto error = [](const std::string& name, const std::string& alias) {
    return ErrorOf("asset { target: \"a\" name: \"" + name + "\" alias { " + alias + " } }");
  };
  EXPECT_EQ(error("b.csv", R"(namespace: "hive" name: "core.b")"), "");
  EXPECT_EQ(error("b.csv", R"(name: "core.b")"),
            "x.txtpb: asset a: an alias has a namespace and a name");
  EXPECT_EQ(error("b.csv", R"(namespace: "hive")"),
            "x.txtpb: asset a: an alias has a namespace and a name");
  EXPECT_EQ(error("b.csv", R"(namespace: "hive" name: "core.*")"),
            "x.txtpb: asset a: its alias 'core.*' is not one name");
  EXPECT_EQ(error("b/*.csv", R"(namespace: "hive" name: "core.b")"),
            "x.txtpb: asset a: only one asset has aliases, and 'b/*.csv' may be several");
}

TEST(DeclarationsTest, WhatAJobNamesMustBeDeclared) {
  EXPECT_EQ(CombinedError(R"(job { target: "j" job: "j" reads: "a" })"),
            "x.txtpb: job j: no asset a is declared");
  EXPECT_EQ(CombinedError(R"(asset { target: "a" name: "a" } job { job: "j" reads: "a" })"), "");
}

TEST(DeclarationsTest, TheSameTwiceCountsOnceAndTwoOfOneNameAreRefused) {
  const auto one = ParseDeclarations("x", R"(asset { target: "a" name: "a" })");
  const auto other = ParseDeclarations("x", R"(asset { target: "a" name: "b" })");
  const auto combined = CombineDeclarations({*one, *one});
  ASSERT_TRUE(combined.ok());
  EXPECT_EQ(combined->asset_size(), 1);
  EXPECT_FALSE(CombineDeclarations({*one, *other}).ok());
}

constexpr char kSchema[] = R"(syntax = "proto3";
package clinic;
import "absent.proto";
option java_package = "x";
enum Kind { NONE = 0; }
message Row {
  int64 id = 1 [deprecated = true];
  optional string name = 2;  // "}"
  Inner inner = 3;
  message Inner { bool b = 1; }
  map<string, .clinic.Row.Inner> all = 4;
  oneof either { int32 left = 5; repeated double right = 6; }
  reserved 7 to 9;
  enum Other { ONE = 0; }
}
)";

TEST(DeclarationsTest, ColumnsOfAMessage) {
  const auto columns = ColumnsOfMessage("row.proto", kSchema, "clinic.Row");
  ASSERT_TRUE(columns.ok()) << columns.status();
  std::string listed;
  for (const Properties::Column& column : *columns) {
    listed += column.name() + ":" + column.type() + " ";
  }
  EXPECT_EQ(listed,
            "id:int64 name:string inner:Inner all:map<string,.clinic.Row.Inner> left:int32 "
            "right:repeated double ");
  EXPECT_TRUE(ColumnsOfMessage("row.proto", kSchema, "Row").ok());
  EXPECT_EQ(ColumnsOfMessage("row.proto", kSchema, "Col").status().message(),
            "row.proto: no message Col");
  EXPECT_EQ(ColumnsOfMessage("row.proto", "message {", "Row").status().message(),
            "row.proto:1:9: expected a name, and found '{'");
  EXPECT_FALSE(ColumnsOfMessage("row.proto", "message Row { int32 a = 1;", "Row").ok());
  EXPECT_FALSE(ColumnsOfMessage("row.proto", "message Row { int32 a = ", "Row").ok());
}

TEST(DeclarationsTest, ASchemaListsColumnsAndTheDeclarationAddsToThem) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(WriteFile(folder + "/row.proto", kSchema).ok());
  const auto read = [&](const std::string& column) {
    const std::string file = folder + "/a.txtpb";
    EXPECT_TRUE(WriteFile(file, R"(asset { target: "a" name: "a" properties { column { name: ")" +
                                    column + R"(" tag: "pii" } } schema { file: ")" + folder +
                                    R"(/row.proto" message: "Row" } })")
                    .ok());
    return ReadDeclarations({file});
  };
  const auto declarations = read("name");
  ASSERT_TRUE(declarations.ok()) << declarations.status();
  const Properties& properties = declarations->asset(0).properties();
  EXPECT_TRUE(declarations->asset(0).all_columns());
  ASSERT_EQ(properties.column_size(), 6);
  EXPECT_EQ(properties.column(4).name(), "name");
  EXPECT_EQ(properties.column(4).type(), "string");
  EXPECT_EQ(properties.column(4).tag(0), "pii");
  EXPECT_FALSE(read("nam").ok());
}

}  // namespace
}  // namespace pedigree
