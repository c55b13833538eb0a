#include "analyzer/link/programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/link/testing.h"

namespace pedigree::link {
namespace {

using ::testing::ElementsAre;
using testing::Flows;
using testing::FragmentBuilder;
using testing::FunctionBuilder;
using testing::Hole;

// A library: int Read(const char* name), void Write(const char* name, int value).
FragmentBuilder Library() {
  FragmentBuilder fragment("lib.cc");
  FunctionBuilder& read = fragment.Function("Read").Parameters(1);
  const int site = read.ReadNamed("fread", read.Text({Hole({read.Initial("P0")})}));
  read.Returns({{"", {read.ReadOf(site)}}});
  FunctionBuilder& write = fragment.Function("Write").Parameters(2);
  write.WriteNamed("fwrite", write.Text({Hole({write.Initial("P0")})}),
                   {{"", {write.Initial("P1")}}});
  return fragment;
}

// int main() { Write(to, Read(from)); }
FragmentBuilder Copying(std::string source, const char* from, const char* to) {
  FragmentBuilder fragment(std::move(source));
  FunctionBuilder& main = fragment.Function("main").Main();
  const int read = main.Call("Read", {{{"", {main.Text({from})}}}});
  main.Call("Write",
            {{{"", {main.Text({to})}}}, {{"", {main.Initial("R" + std::to_string(read))}}}});
  return fragment;
}

Graph Programs(const std::vector<const FragmentBuilder*>& fragments) {
  std::vector<NamedFragment> files;
  for (const FragmentBuilder* fragment : fragments) files.push_back(fragment->Build());
  return *LinkPrograms(std::move(files), {.job = "tree"});
}

std::vector<std::string> Jobs(const Graph& graph) {
  std::vector<std::string> names;
  for (const Job& job : graph.job()) names.push_back(job.name());
  return names;
}

TEST(Programs, EachIsAJobWithWhatItUsesOfTheRest) {
  const FragmentBuilder library = Library();
  const FragmentBuilder a = Copying("src/prepare.cc", "raw", "table");
  const FragmentBuilder b = Copying("src/train.cc", "table", "model");
  const Graph graph = Programs({&a, &library, &b});
  EXPECT_THAT(Jobs(graph), ElementsAre("tree/prepare", "tree/train"));
  EXPECT_THAT(Flows(graph),
              ElementsAre("raw -> table IDENTITY EXACT", "table -> model IDENTITY EXACT"));
  EXPECT_EQ(graph.job(0).coverage().duplicate_size(), 0);
  const Graph turned = Programs({&b, &library, &a});
  EXPECT_EQ(graph.SerializeAsString(), turned.SerializeAsString());
}

TEST(Programs, OneIsAsIfLinkedByItself) {
  const FragmentBuilder library = Library(), a = Copying("a.cc", "in", "out");
  EXPECT_EQ(Programs({&a, &library}).SerializeAsString(),
            Link({a.Build(), library.Build()}, {.job = "tree"})->SerializeAsString());
  EXPECT_EQ(Programs({&library}).SerializeAsString(),
            Link({library.Build()}, {.job = "tree"})->SerializeAsString());
}

TEST(Programs, OfOneNameAreCalledByTheirFolders) {
  const FragmentBuilder library = Library();
  const FragmentBuilder a = Copying("a/main.cc", "1", "2"), b = Copying("b/main.cc", "2", "3");
  const FragmentBuilder c = Copying("c.cc", "3", "4");
  EXPECT_THAT(Jobs(Programs({&a, &b, &c, &library})),
              ElementsAre("tree/a/main", "tree/b/main", "tree/c"));
}

TEST(Programs, OfOneSourceAreNumbered) {
  const FragmentBuilder library = Library();
  const FragmentBuilder a = Copying("a.cc", "1", "2"), b = Copying("a.cc", "2", "3");
  EXPECT_THAT(Jobs(Programs({&a, &b, &library})), ElementsAre("tree/a", "tree/a#2"));
}

TEST(Programs, MainSources) {
  const FragmentBuilder library = Library();
  const FragmentBuilder b = Copying("b.cc", "1", "2"), a = Copying("a.cc", "2", "3");
  std::vector<std::string> sources;
  ASSERT_TRUE(
      Link({b.Build(), library.Build(), a.Build()}, {.job = "all", .main_sources = &sources}).ok());
  EXPECT_THAT(sources, ElementsAre("a.cc", "b.cc"));
}

}  // namespace
}  // namespace pedigree::link
