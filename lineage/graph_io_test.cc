#include "lineage/graph_io.h"

#include <gmock/gmock.h>
#include <google/protobuf/arena.h>
#include <gtest/gtest.h>

#include "lineage/file.h"
#include "lineage/testing.h"

namespace pedigree {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(std::string_view bytes) {
  const absl::StatusOr<Graph> graph = ParseGraph("g", bytes);
  EXPECT_FALSE(graph.ok());
  return std::string(graph.status().message());
}

TEST(Crc32c, KnownValues) {
  EXPECT_EQ(Crc32c(""), 0u);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720, B.4
}

TEST(GraphIo, ReadsWhatItWrites) {
  Graph graph = GraphOf(kClinic);
  const std::string bytes = SerializeGraph(graph);
  EXPECT_TRUE(LooksLikeGraph(bytes));
  const absl::StatusOr<Graph> read = ParseGraph("g", bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->schema_version(), kGraphSchema);
  EXPECT_EQ(SerializeGraph(*read), bytes);
}

TEST(GraphIo, PieceByPieceTheFileIsTheSame) {
  Graph graph = GraphOf(kClinic);
  const std::string path = ::testing::TempDir() + "/pieces.graph";
  absl::StatusOr<GraphWriter> writer = GraphWriter::Open(path);
  ASSERT_TRUE(writer.ok()) << writer.status();
  for (const Asset& asset : graph.asset()) EXPECT_TRUE(writer->Add(asset).ok());
  for (const Job& job : graph.job()) EXPECT_TRUE(writer->Add(job).ok());
  EXPECT_TRUE(writer->Commit().ok());
  graph.clear_transform();
  EXPECT_EQ(*ReadFile(path), SerializeGraph(graph));
}

TEST(GraphIo, APieceIsNotTheFile) {
  const std::string path = ::testing::TempDir() + "/no_pieces.graph";
  ASSERT_TRUE(WriteFile(path, "as it was").ok());
  {
    absl::StatusOr<GraphWriter> writer = GraphWriter::Open(path);
    ASSERT_TRUE(writer.ok()) << writer.status();
    EXPECT_TRUE(writer->Add(GraphOf(kClinic).job(0)).ok());
  }
  EXPECT_EQ(*ReadFile(path), "as it was");
}

TEST(GraphIo, AnEmptyGraphIsAGraph) { EXPECT_TRUE(ParseGraph("g", SerializeGraph(Graph())).ok()); }

TEST(GraphIo, OtherFilesAreToldApart) {
  EXPECT_EQ(ErrorOf(""), "g: the file is empty, not a graph");
  EXPECT_EQ(ErrorOf("hello"), "g: not a Pedigree graph (byte 0)");
  EXPECT_EQ(ErrorOf(std::string(100, '\0')), "g: not a Pedigree graph (byte 0)");
  EXPECT_FALSE(LooksLikeGraph("hello"));
}

TEST(GraphIo, ANewerSchemaIsRefused) {
  std::string bytes = SerializeGraph(Graph());
  bytes[1] = 7;
  EXPECT_EQ(ErrorOf(bytes), "g: graph schema 7 is newer than this pedigree reads (1)");
}

TEST(GraphIo, EveryTruncationIsRefused) {
  const std::string bytes = SerializeGraph(GraphOf(kClinic));
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(ErrorOf(bytes.substr(0, size)),
                AnyOf(StartsWith("g: the graph is truncated or damaged"),
                      "g: the file is empty, not a graph", "g: not a Pedigree graph (byte 0)"))
        << size;
  }
  EXPECT_THAT(ErrorOf(bytes.substr(0, bytes.size() - 40)), HasSubstr("in job 1"));
}

TEST(GraphIo, EveryFlippedBitIsRefused) {
  const std::string bytes = SerializeGraph(GraphOf(kClinic));
  for (size_t bit = 0; bit < bytes.size() * 8; bit += 3) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(ParseGraph("g", damaged).ok()) << bit;
  }
}

TEST(GraphIo, ReferencesThatLeadNowhereAreNamed) {
  const auto error = [](const std::string& text) { return ErrorOf(SerializeGraph(GraphOf(text))); };
  EXPECT_EQ(error(R"pb(job {
                         name: "j"
                         site { asset: 2 }
                       })pb"),
            "g: job 'j': site 0: there is no asset 2, only 0");
  EXPECT_EQ(error(R"pb(job {
                         name: "j"
                         flow { to: 9 }
                       })pb"),
            "g: job 'j': flow 0: there is no site 0, only 0");
  EXPECT_EQ(error(R"pb(asset {}
                       job {
                         name: "j"
                         site {}
                         flow {}
                       })pb"),
            "g: job 'j': flow 0: it goes to a site that does not write");
}

TEST(GraphIo, FilesComeBack) {
  const std::string file = ::testing::TempDir() + "/clinic.graph";
  ASSERT_TRUE(WriteGraph(file, GraphOf(kClinic)).ok());
  EXPECT_TRUE(ReadGraph(file).ok());
  EXPECT_EQ(ReadGraph(file + "x").status().message(), file + "x: No such file or directory");
}

TEST(GraphIo, AFileIsReadIntoAGraphOfAnArena) {
  const std::string file = ::testing::TempDir() + "/clinic.graph";
  ASSERT_TRUE(WriteGraph(file, GraphOf(kClinic)).ok());
  google::protobuf::Arena arena;
  Graph& graph = *google::protobuf::Arena::CreateMessage<Graph>(&arena);
  ASSERT_TRUE(ReadGraph(file, graph).ok());
  EXPECT_EQ(SerializeGraph(graph), SerializeGraph(GraphOf(kClinic)));
}

}  // namespace
}  // namespace pedigree
