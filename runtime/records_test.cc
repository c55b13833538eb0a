// What the observer writes by hand, read by protobuf; ledgers as they are written, read, damaged
// and cut.
#include "runtime/records.h"

#include <fcntl.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "lineage/ledger.h"
#include "proto/ledger.pb.h"
#include "runtime/elf_file.h"
#include "runtime/ledger_file.h"

namespace pedigree {
namespace {

std::string Content(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void SetContent(const std::string& file, const std::string& content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

// A frame's place and size.
struct Frame {
  size_t begin, end;
};
std::vector<Frame> Frames(const std::string& bytes) {
  std::vector<Frame> frames;
  for (size_t at = 4; at < bytes.size();) {
    uint32_t length;
    memcpy(&length, bytes.data() + at, 4);
    frames.push_back({at, at + 4 + length + 40});
    at = frames.back().end;
  }
  return frames;
}

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = ::testing::TempDir() + "/" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".ledger";
    SetContent(file_, "");
    ASSERT_TRUE(writer_.SetPath(file_.c_str()));
  }

  bool WriteRun(LedgerFile& writer) {
    return writer.Append([](Wire& wire, uint64_t) {
      const size_t run = wire.Begin(field::kRun);
      wire.Int(field::kRunSchemaVersion, 1);
      wire.Bytes(field::kRunId, "0123");
      wire.End(run);
    });
  }
  bool WriteParameter(LedgerFile& writer, const std::string& name, const std::string& value = "v") {
    return writer.Append([&](Wire& wire, uint64_t) {
      const size_t record = wire.Begin(field::kParameter);
      wire.Bytes(field::kParameterName, name);
      wire.Bytes(field::kParameterValue, value);
      wire.End(record);
    });
  }
  bool WriteEnd(LedgerFile& writer, uint64_t records) {
    return writer.Append([&](Wire& wire, uint64_t) {
      const size_t record = wire.Begin(field::kRunEnd);
      wire.Int(4, records);
      wire.End(record);
    });
  }
  // Run, five parameters, end.
  std::string Small() {
    EXPECT_TRUE(WriteRun(writer_));
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(WriteParameter(writer_, "p" + std::to_string(i)));
    EXPECT_TRUE(WriteEnd(writer_, 6));
    return Content(file_);
  }

  std::string file_;
  LedgerFile writer_;
};

TEST_F(LedgerTest, IsReadAsItWasWritten) {
  const absl::StatusOr<Ledger> ledger = ParseLedger("l", Small());
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  ASSERT_EQ(ledger->records.size(), 7u);
  EXPECT_EQ(ledger->run().id(), "0123");
  EXPECT_EQ(ledger->records[3].parameter().name(), "p2");
  EXPECT_TRUE(ledger->ended);
  EXPECT_FALSE(ledger->cut);
}

TEST_F(LedgerTest, EveryFlippedBitIsRefusedWithTheRecordsNumber) {
  const std::string good = Small();
  const std::vector<Frame> frames = Frames(good);
  size_t refused = 0;
  for (size_t at = 4; at < good.size(); ++at) {
    size_t record = 0;
    while (frames[record].end <= at) ++record;
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const absl::StatusOr<Ledger> ledger = ParseLedger("l", bad);
      ASSERT_FALSE(ledger.ok()) << at << " " << bit;
      ++refused;
      ASSERT_EQ(std::string(ledger.status().message())
                    .rfind("l: record " + std::to_string(record) + ":", 0),
                0u)
          << at << " " << bit << " " << ledger.status();
    }
  }
  EXPECT_EQ(refused, (good.size() - 4) * 8);
}

TEST_F(LedgerTest, ARemovedRecordIsRefused) {
  const std::string good = Small();
  const std::vector<Frame> frames = Frames(good);
  for (size_t i = 0; i + 1 < frames.size(); ++i) {
    const absl::StatusOr<Ledger> ledger =
        ParseLedger("l", good.substr(0, frames[i].begin) + good.substr(frames[i].end));
    ASSERT_FALSE(ledger.ok()) << i;
    EXPECT_EQ(std::string(ledger.status().message())
                  .rfind("l: record " + std::to_string(i) + ": does not follow", 0),
              0u)
        << ledger.status();
  }
  // Without its last record it is the ledger of a run that was cut short, and says so.
  const absl::StatusOr<Ledger> ledger = ParseLedger("l", good.substr(0, frames.back().begin));
  ASSERT_TRUE(ledger.ok());
  EXPECT_FALSE(ledger->ended);
}

TEST_F(LedgerTest, MovedAndRepeatedRecordsAreRefused) {
  const std::string good = Small();
  const std::vector<Frame> frames = Frames(good);
  const auto text = [&](size_t i) {
    return good.substr(frames[i].begin, frames[i].end - frames[i].begin);
  };
  for (size_t i = 0; i < frames.size(); ++i) {
    for (size_t j = 0; j <= frames.size(); ++j) {
      // Record i once more, before record j.
      const size_t at = j < frames.size() ? frames[j].begin : good.size();
      const absl::StatusOr<Ledger> repeated =
          ParseLedger("l", good.substr(0, at) + text(i) + good.substr(at));
      ASSERT_FALSE(repeated.ok()) << i << " " << j;
      // Where the copy stands before itself, the original is the one too many.
      const size_t first = j == i ? i + 1 : j;
      EXPECT_EQ(std::string(repeated.status().message())
                    .rfind("l: record " + std::to_string(first) + ":", 0),
                0u)
          << i << " " << j << " " << repeated.status();
      if (j == frames.size() || i == j) continue;
      // Records i and j exchanged.
      std::string bad = good.substr(0, 4);
      for (size_t k = 0; k < frames.size(); ++k) bad += text(k == i ? j : k == j ? i : k);
      const absl::StatusOr<Ledger> moved = ParseLedger("l", bad);
      ASSERT_FALSE(moved.ok()) << i << " " << j;
      EXPECT_EQ(std::string(moved.status().message())
                    .rfind("l: record " + std::to_string(std::min(i, j)) + ":", 0),
                0u)
          << moved.status();
    }
  }
}

TEST_F(LedgerTest, CutAnywhereItsBeginningIsValid) {
  const std::string good = Small();
  const std::vector<Frame> frames = Frames(good);
  for (size_t size = frames[0].end; size < good.size(); ++size) {
    size_t whole = 0;
    while (frames[whole].end <= size) ++whole;
    const absl::StatusOr<Ledger> ledger = ParseLedger("l", good.substr(0, size));
    ASSERT_TRUE(ledger.ok()) << size << " " << ledger.status();
    EXPECT_EQ(ledger->records.size(), whole);
    EXPECT_EQ(ledger->cut, frames[whole].begin != size);
    EXPECT_FALSE(ledger->ended);
    // The next writer goes on behind the last whole record.
    SetContent(file_, good.substr(0, size));
    LedgerFile next;
    ASSERT_TRUE(next.SetPath(file_.c_str()));
    ASSERT_TRUE(WriteParameter(next, "next"));
    const absl::StatusOr<Ledger> mended = ParseLedger("l", Content(file_));
    ASSERT_TRUE(mended.ok()) << size << " " << mended.status();
    ASSERT_EQ(mended->records.size(), whole + 1);
    EXPECT_EQ(mended->records.back().parameter().name(), "next");
  }
}

TEST_F(LedgerTest, ZerosAtTheEndAreNoRecord) {
  const std::string good = Small();
  for (const size_t zeros : {1, 4, 44, 100, 5000}) {
    SetContent(file_, good + std::string(zeros, '\0'));
    EXPECT_TRUE(ParseLedger("l", Content(file_)).ok());
    LedgerFile next;
    ASSERT_TRUE(next.SetPath(file_.c_str()));
    ASSERT_TRUE(WriteParameter(next, "next"));
    const absl::StatusOr<Ledger> mended = ParseLedger("l", Content(file_));
    ASSERT_TRUE(mended.ok()) << mended.status();
    EXPECT_EQ(mended->records.size(), 8u);
  }
}

TEST_F(LedgerTest, ADamagedLedgerIsLeftAlone) {
  std::string bad = Small();
  bad[bad.size() - 45] = static_cast<char>(bad[bad.size() - 45] ^ 1);  // in the last record
  SetContent(file_, bad);
  LedgerFile next;
  ASSERT_TRUE(next.SetPath(file_.c_str()));
  EXPECT_FALSE(WriteParameter(next, "next"));
  EXPECT_EQ(next.TakeLost(), 1u);
  EXPECT_EQ(Content(file_), bad);
}

TEST_F(LedgerTest, ManyProcessesWriteOneLedger) {
  ASSERT_TRUE(WriteRun(writer_));
  constexpr int kProcesses = 16, kRecords = 50;
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() != 0) continue;
    // With the parent's object, as the child of a fork has it.
    writer_.AfterForkInChild();
    for (int j = 0; j < kRecords; ++j)
      WriteParameter(writer_, std::to_string(i), std::to_string(j));
    _exit(writer_.TakeLost() == 0 ? 0 : 1);
  }
  for (int i = 0; i < kProcesses; ++i) {
    int status;
    wait(&status);
    EXPECT_EQ(status, 0);
  }
  const absl::StatusOr<Ledger> ledger = ReadLedger(file_);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ(ledger->records.size(), 1u + kProcesses * kRecords);
}

TEST_F(LedgerTest, AClosedOrReplacedDescriptorDoesNoHarm) {
  ASSERT_TRUE(WriteRun(writer_));
  const int fd = writer_.fd();
  close(fd);
  ASSERT_TRUE(WriteParameter(writer_, "after close"));
  const std::string other = file_ + ".other";
  SetContent(other, "mine");
  const int theirs = open(other.c_str(), O_RDWR | O_APPEND);
  ASSERT_EQ(dup2(theirs, writer_.fd()), writer_.fd());
  ASSERT_TRUE(WriteParameter(writer_, "after dup2"));
  EXPECT_EQ(Content(other), "mine");
  const absl::StatusOr<Ledger> ledger = ReadLedger(file_);
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ(ledger->records.size(), 3u);
}

TEST_F(LedgerTest, ReplacedByAnotherFileItIsNotWrittenTo) {
  ASSERT_TRUE(WriteRun(writer_));
  close(writer_.fd());
  std::remove(file_.c_str());
  SetContent(file_, "something else");
  EXPECT_FALSE(WriteParameter(writer_, "x"));
  EXPECT_EQ(Content(file_), "something else");
}

// ---- What errors say

TEST(Ledger, WhatIsNoneIsRefused) {
  EXPECT_EQ(ParseLedger("f", "hello").status().message(), "f: not a ledger");
  EXPECT_EQ(ParseLedger("f", "").status().message(), "f: not a ledger");
  EXPECT_EQ(ParseLedger("f", "PEDL").status().message(), "f: an empty ledger: no run was recorded");
}

// ---- Records

Record Read(const Wire& wire) {
  Record record;
  EXPECT_TRUE(wire.ok());
  EXPECT_TRUE(record.ParseFromArray(wire.data(), static_cast<int>(wire.size())));
  EXPECT_EQ(record.ShortDebugString().find(": 0x"), std::string::npos);
  EXPECT_TRUE(record.GetReflection()->GetUnknownFields(record).empty());
  return record;
}

TEST(Records, AnAccessWithEverything) {
  AccessRecord access;
  access.mode = Mode::kLink;
  access.name_space = "s3://lake";
  access.name = "a\n\xff";
  access.new_name = "new";
  access.resolved = "resolved";
  access.kind = DATASET;
  access.observer = Seen::kProbe;
  access.opened = 1;
  access.closed = 2;
  access.bytes_read = 3;
  access.bytes_written = 4;
  access.read.how = How::kFileBeforeWrite;
  access.read.value[0] = 7;
  access.read.size = 5;
  access.written.how = How::kNotTaken;
  access.written.reason = "why";
  access.file = {6, 7, 8, -9, 10};
  access.truncated = access.appended = access.inherited = true;
  access.error = 2;
  access.stream = 3;
  access.site_file = "a.cc";
  access.line = 11;
  access.column = 12;
  access.function = "F";
  access.version = "v1";
  access.rows = 13;
  access.partition = "0";
  access.first = -1;
  access.last = 14;
  access.has_span = true;
  access.asset_column = "age";
  uint8_t memory[1024];
  Wire wire(memory, sizeof memory);
  WriteAccess(wire, 99, access);
  const Access read = Read(wire).access();
  EXPECT_EQ(read.process(), 99u);
  EXPECT_EQ(read.mode(), Access::LINK);
  EXPECT_EQ(read.namespace_(), "s3://lake");
  EXPECT_EQ(read.name(), "a\n\xff");
  EXPECT_EQ(read.new_name(), "new");
  EXPECT_EQ(read.resolved(), "resolved");
  EXPECT_EQ(read.kind(), DATASET);
  EXPECT_EQ(read.observer(), PROBE);
  EXPECT_EQ(read.opened(), 1u);
  EXPECT_EQ(read.closed(), 2u);
  EXPECT_EQ(read.bytes_read(), 3u);
  EXPECT_EQ(read.bytes_written(), 4u);
  EXPECT_EQ(read.read().how(), Digest::FILE_BEFORE_WRITE);
  EXPECT_EQ(read.read().algorithm(), "sha256");
  EXPECT_EQ(read.read().value().size(), 32u);
  EXPECT_EQ(read.read().size(), 5u);
  EXPECT_EQ(read.written().how(), Digest::NOT_TAKEN);
  EXPECT_EQ(read.written().reason(), "why");
  EXPECT_EQ(read.written().value(), "");
  EXPECT_EQ(read.file().device(), 6u);
  EXPECT_EQ(read.file().inode(), 7u);
  EXPECT_EQ(read.file().size(), 8u);
  EXPECT_EQ(read.file().mtime_ns(), -9);
  EXPECT_EQ(read.file().ctime_ns(), 10);
  EXPECT_TRUE(read.truncated() && read.appended() && read.inherited());
  EXPECT_EQ(read.error(), 2u);
  EXPECT_EQ(read.stream(), 3u);
  EXPECT_EQ(read.site().file(), "a.cc");
  EXPECT_EQ(read.site().line(), 11u);
  EXPECT_EQ(read.site().column(), 12u);
  EXPECT_EQ(read.function(), "F");
  EXPECT_EQ(read.version().id(), "v1");
  EXPECT_EQ(read.version().rows(), 13u);
  EXPECT_EQ(read.version().span(0).partition(), "0");
  EXPECT_EQ(read.version().span(0).first(), -1);
  EXPECT_EQ(read.version().span(0).last(), 14);
  EXPECT_EQ(read.column(), "age");
}

// Notes as a linker leaves them: the build id, ours, and somebody else's between.
TEST(Records, WhatAProgramCarriesIsOneDigestOfItsNotes) {
  const auto note = [](uint32_t type, std::string name, std::string content) {
    const uint32_t head[] = {static_cast<uint32_t>(name.size() + 1),
                             static_cast<uint32_t>(content.size()), type};
    name.resize((name.size() + 4) & ~size_t{3});
    content.resize((content.size() + 3) & ~size_t{3});
    return std::string(reinterpret_cast<const char*>(head), sizeof head) + name + content;
  };
  const auto digest = [](const std::vector<std::string>& segments) {
    elf::CarriedDigest carried;
    for (const std::string& segment : segments) carried.Add(segment);
    uint8_t value[Sha256::kSize];
    return carried.Get(value) ? std::string(value, value + sizeof value) : "";
  };
  Sha256 hash;
  hash.Add("onetwo!", 7);
  uint8_t value[Sha256::kSize];
  hash.Digest(value);
  const std::string expected(value, value + sizeof value);
  const std::string ours = note(1, "Pedigree", "one"), more = note(1, "Pedigree", "two!");
  EXPECT_EQ(
      digest({note(3, "GNU", "12345678901234567890") + ours + note(1, "stapsdt", "x") + more}),
      expected);
  EXPECT_EQ(digest({ours, more}), expected);
  EXPECT_NE(digest({more, ours}), expected);
  EXPECT_EQ(digest({note(3, "GNU", "12345678901234567890"), note(2, "Pedigree", "x")}), "");
  // Cut anywhere, nothing is read beyond the end.
  for (size_t size = 0; size < ours.size(); ++size)
    EXPECT_EQ(digest({ours.substr(0, size)}), size < 27 ? "" : digest({ours}));
  EXPECT_EQ(elf::BuildIdIn(ours + note(3, "GNU", "1234")), "1234");
}

TEST(Records, LossesAndEnds) {
  uint8_t memory[256];
  Wire loss(memory, sizeof memory);
  WriteLoss(loss, 5, Why::kIoUring, 3, "x");
  EXPECT_EQ(Read(loss).loss().why(), Loss::IO_URING);
  EXPECT_EQ(Read(loss).loss().count(), 3u);
  Wire end(memory, sizeof memory);
  WriteProcessEnd(end, 5, 3, 9);
  EXPECT_EQ(Read(end).process_end().exit_status(), 3);
  EXPECT_EQ(Read(end).process_end().signal(), 9);
}

TEST(Records, EnumsAreTheSchemas) {
  EXPECT_EQ(static_cast<int>(Mode::kRead), Access::READ);
  EXPECT_EQ(static_cast<int>(Mode::kList), Access::LIST);
  EXPECT_EQ(static_cast<int>(Mode::kExecute), Access::EXECUTE);
  EXPECT_EQ(static_cast<int>(Mode::kDelete), Access::DELETE);
  EXPECT_EQ(static_cast<int>(How::kBytesRead), Digest::BYTES_READ);
  EXPECT_EQ(static_cast<int>(How::kChangedDuringRun), Digest::CHANGED_DURING_RUN);
  EXPECT_EQ(static_cast<int>(How::kCached), Digest::CACHED);
  EXPECT_EQ(static_cast<int>(Seen::kTracer), TRACER);
  EXPECT_EQ(static_cast<int>(Why::kKilled), Loss::KILLED);
  const auto* process = Process::descriptor();
  EXPECT_EQ(process->FindFieldByName("working_directory")->number(),
            field::kProcessWorkingDirectory);
  EXPECT_EQ(process->FindFieldByName("parent_pid")->number(), field::kProcessParentPid);
  EXPECT_EQ(process->FindFieldByName("build_id")->number(), field::kProcessBuildId);
  EXPECT_EQ(process->FindFieldByName("graph")->number(), field::kProcessGraph);
  const auto* inference = Inference::descriptor();
  EXPECT_EQ(inference->FindFieldByName("order")->number(), field::kInferenceOrder);
}

TEST(Records, WhatDoesNotFitIsNotWritten) {
  uint8_t memory[8];
  Wire wire(memory, sizeof memory);
  WriteLoss(wire, 5, Why::kIoUring, 3, "much too long");
  EXPECT_FALSE(wire.ok());
}

}  // namespace
}  // namespace pedigree
