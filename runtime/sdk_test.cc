// What programs say of themselves, as it stands in the ledger.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lineage/ledger.h"
#include "lineage/observed.h"
#include "runtime/ledger_file.h"
#include "runtime/pedigree.h"
#include "runtime/probe.h"
#include "runtime/recorder.h"

namespace pedigree {
namespace {

// One process has one ledger: every test looks at what it added.
class Sdk : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    file() = std::filesystem::canonical(::testing::TempDir()).string() + "/sdk.ledger";
    std::ofstream(file(), std::ios::trunc);
    LedgerFile writer;
    ASSERT_TRUE(writer.SetPath(file().c_str()));
    ASSERT_TRUE(writer.Append([](Wire& wire, uint64_t) {
      const size_t run = wire.Begin(field::kRun);
      wire.Int(field::kRunSchemaVersion, 1);
      wire.End(run);
    }));
    setenv("PEDIGREE_LEDGER", file().c_str(), 1);
    ASSERT_TRUE(pedigree_recording());
  }

  void SetUp() override { before_ = Records().size(); }

  // The records since the test began, without those of processes.
  std::vector<Record> Added() {
    const std::vector<Record> all = Records();
    std::vector<Record> added;
    for (size_t i = before_; i < all.size(); ++i) {
      if (!all[i].has_process()) added.push_back(all[i]);
    }
    return added;
  }

  static std::vector<Record> Records() {
    Recorder::Get().ledger().Flush();
    const absl::StatusOr<Ledger> ledger = ReadLedger(file());
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    return ledger.ok() ? ledger->records : std::vector<Record>();
  }
  static std::string& file() {
    static std::string name;
    return name;
  }
  size_t before_ = 0;
};

TEST_F(Sdk, OneLineForAnObject) {
  pedigree_read("s3://lake", "clicks.parquet", PEDIGREE_DATASET, "etag1");
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 1u);
  const Access& access = added[0].access();
  EXPECT_EQ(access.mode(), Access::READ);
  EXPECT_EQ(access.namespace_(), "s3://lake");
  EXPECT_EQ(access.name(), "clicks.parquet");
  EXPECT_EQ(access.kind(), DATASET);
  EXPECT_EQ(access.observer(), SDK);
  EXPECT_EQ(access.version().id(), "etag1");
  EXPECT_GT(access.opened(), 0u);
}

TEST_F(Sdk, KindsAreTheSchemas) {
  EXPECT_EQ(static_cast<int>(PEDIGREE_STREAM), STREAM);
  EXPECT_EQ(static_cast<int>(PEDIGREE_FEATURE), FEATURE);
  EXPECT_EQ(static_cast<int>(PEDIGREE_MODEL), MODEL);
  EXPECT_EQ(static_cast<int>(PEDIGREE_INDEX), INDEX);
  EXPECT_EQ(static_cast<int>(PEDIGREE_COMPLETION), COMPLETION);
  EXPECT_EQ(static_cast<int>(PEDIGREE_CONFIG), CONFIG);
}

TEST_F(Sdk, ATouchIsRecordedWhenItsScopeEnds) {
  {
    Table table("postgres://db:5432", "shop.public.orders");
    table.Snapshot("42").Reads();
    table.AddRows(2).AddRows(3);
    EXPECT_TRUE(Added().empty());
  }
  Stream("kafka://h:1", "clicks").Offsets("0", 10, 19).Write();
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 2u);
  EXPECT_EQ(added[0].access().version().rows(), 5u);
  EXPECT_EQ(added[0].access().version().id(), "42");
  EXPECT_EQ(added[0].access().mode(), Access::READ);
  EXPECT_EQ(added[1].access().mode(), Access::WRITE);
  EXPECT_EQ(added[1].access().version().span(0).partition(), "0");
  EXPECT_EQ(added[1].access().version().span(0).first(), 10);
  EXPECT_EQ(added[1].access().version().span(0).last(), 19);
}

TEST_F(Sdk, ParametersSeedsAndMetrics) {
  pedigree_parameter("eta", "0.05");
  pedigree_parameter("db_password", "hunter2");
  pedigree_parameter("source", "postgres://u:hunter2@h/d");
  pedigree_seed("numpy", -9223372036854775807 - 1);
  pedigree_metric("rmse", 58.04, 3, "test");
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 5u);
  EXPECT_EQ(added[0].parameter().value(), "0.05");
  EXPECT_EQ(added[1].parameter().value(), "***");
  EXPECT_EQ(added[2].parameter().value(), "postgres://***@h/d");
  EXPECT_EQ(added[3].parameter().value(), "-9223372036854775808");
  EXPECT_TRUE(added[3].parameter().seed());
  EXPECT_DOUBLE_EQ(added[4].metric().value(), 58.04);
  EXPECT_EQ(added[4].metric().step(), 3);
}

TEST_F(Sdk, ATokenLeadsToModelAndInputs) {
  const Sha256Digest model = DigestOf("model"), prompt = DigestOf("abc"), answer = DigestOf("yes");
  EXPECT_EQ(Hex(std::string(prompt.begin(), prompt.end())),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string token = Infer(model, {prompt}, answer);
  EXPECT_EQ(token.size(), 32u);
  EXPECT_NE(token, Infer(model, {prompt}, answer));
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 2u);
  EXPECT_EQ(added[0].inference().token(), token);
  EXPECT_EQ(added[0].inference().model().value(), std::string(model.begin(), model.end()));
  EXPECT_EQ(added[0].inference().input(0).value(), std::string(prompt.begin(), prompt.end()));
  EXPECT_EQ(added[0].inference().output().how(), Digest::DECLARED_BY_PROGRAM);
}

TEST_F(Sdk, AProbeIsRecordedOnceForEachName) {
  pedigree_site site = {"src/load.cc", 42, 10, PEDIGREE_SITE_WRITES, "Load", "fopen", 0};
  errno = 77;
  for (int i = 0; i < 3; ++i) pedigree_probe_name(&site, "a.csv");
  pedigree_probe_name(&site, "/b.csv");
  pedigree_site handle = {"src/load.cc", 50, 1, PEDIGREE_SITE_READS, "Load", "sqlite3_step", 0};
  for (int i = 0; i < 3; ++i) pedigree_probe_hit(&handle);
  pedigree_probe_name(&handle, nullptr);
  EXPECT_EQ(errno, 77);
  EXPECT_EQ(handle.seen, 1u);
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 3u);
  EXPECT_EQ(added[0].access().name(), std::filesystem::current_path().string() + "/a.csv");
  EXPECT_EQ(added[0].access().mode(), Access::WRITE);
  EXPECT_EQ(added[0].access().observer(), PROBE);
  EXPECT_EQ(added[0].access().site().line(), 42u);
  EXPECT_EQ(added[1].access().name(), "/b.csv");
  EXPECT_EQ(added[2].access().name(), "");
  EXPECT_EQ(added[2].access().mode(), Access::MODE_UNSPECIFIED);
}

TEST_F(Sdk, AProbeOfAnOpeningDoesNotSayWhatFor) {
  pedigree_site site = {"src/load.cc", 42, 10, PEDIGREE_SITE_OPENS, "Load", "fopen", 0};
  pedigree_probe_name(&site, "/a.csv");
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 1u);
  EXPECT_EQ(added[0].access().name(), "/a.csv");
  EXPECT_EQ(added[0].access().mode(), Access::MODE_UNSPECIFIED);
}

TEST_F(Sdk, AForkedChildIsAProcessOfItsOwn) {
  pedigree_seed("here", 1);
  if (fork() == 0) {
    pedigree_seed("there", 2);
    _exit(0);
  }
  int status;
  wait(&status);
  const std::vector<Record> added = Added();
  ASSERT_EQ(added.size(), 2u);
  EXPECT_NE(added[0].parameter().process(), added[1].parameter().process());
}

}  // namespace
}  // namespace pedigree
