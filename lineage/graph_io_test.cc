#include "lineage/graph_io.h"

#include <gmock/gmock.h>
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

// Part by part a file gives what it does as a whole.
TEST(GraphReader, GivesEachPart) {
  const Graph graph = GraphOf(kClinic);
  const auto reader = GraphReader::Of("g", SerializeGraph(graph));
  ASSERT_TRUE(reader.ok()) << reader.status();
  HeldParts held(graph);
  for (GraphParts* parts :
       {static_cast<GraphParts*>(&held), static_cast<GraphParts*>(reader->get())}) {
    Graph back;
    Asset asset;
    Job job;
    size_t flows = 0;
    for (int at = 0; at < parts->assets(); ++at) *back.add_asset() = **parts->ReadAsset(at, &asset);
    for (int at = 0; at < parts->jobs(); ++at) {
      *back.add_job() = **parts->ReadJob(at, &job);
      EXPECT_EQ(parts->JobName(at), back.job(at).name());
      flows += static_cast<size_t>(back.job(at).flow_size());
    }
    EXPECT_EQ(parts->flows(), flows);
    *back.mutable_transform() = parts->rest().transform();
    *back.mutable_run() = parts->rest().run();
    EXPECT_EQ(SerializeGraph(back), SerializeGraph(graph));
  }
}

// Bytes that end in their checksum, whoever made them.
std::string Sealed(std::string bytes) {
  std::string graph("\x08\x01\x12\x04PEDG", 8);
  graph += bytes;
  const uint32_t crc = Crc32c(graph);
  graph += '\x7d';
  for (int shift = 0; shift < 32; shift += 8) graph += static_cast<char>(crc >> shift & 0xff);
  return graph;
}

TEST(GraphReader, SaysWhatIsWrongWhereItIs) {
  const auto error = [](const std::string& bytes) {
    const auto reader = GraphReader::Of("g", Sealed(bytes));
    if (!reader.ok()) return std::string(reader.status().message());
    Asset asset;
    Job job;
    for (int at = 0; at < (*reader)->assets(); ++at) {
      const auto read = (*reader)->ReadAsset(at, &asset);
      if (!read.ok()) return std::string(read.status().message());
    }
    for (int at = 0; at < (*reader)->jobs(); ++at) {
      const auto read = (*reader)->ReadJob(at, &job);
      if (!read.ok()) return std::string(read.status().message());
    }
    return std::string();
  };
  EXPECT_EQ(error(""), "");
  EXPECT_EQ(error("\x1a\x02\x0a\xff"), "g: the graph is damaged in asset 0");
  EXPECT_EQ(error("\x22\x02\x0a\xff"), "g: the graph is damaged in job 0");
  EXPECT_EQ(error(std::string("\x22\x01\x00", 3)), "g: the graph is damaged in job 0");
  EXPECT_EQ(error("\x22\x04\x12\x02\x10\x07"), "g: job '': site 0: there is no asset 7, only 0");
  // As many bytes as are not there.
  EXPECT_EQ(error("\x22\x80\x80\x80\x80\x08"), "g: the graph is damaged at byte 8");
  EXPECT_EQ(error("\x22\x7f\x01"), "g: the graph is damaged at byte 8");
  EXPECT_EQ(error("\x20\x01"), "g: the graph is damaged at byte 8");
  EXPECT_EQ(error("\x2a\x02\x0a\xff"), "g: the graph is damaged at byte 8");
  EXPECT_EQ(error(std::string("\x00\x01", 2)), "g: the graph is damaged at byte 9");
}

}  // namespace
}  // namespace pedigree
