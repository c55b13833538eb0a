#include "lineage/observed.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace pedigree {
namespace {

using ::testing::ElementsAre;

Ledger LedgerOf(const std::vector<std::string>& records) {
  Ledger ledger;
  for (const std::string& text : records) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &ledger.records.emplace_back()))
        << text;
  }
  return ledger;
}

// A traced program that tells of itself, becomes another, and does so again; and a number that a
// process without the SDK had before.
TEST(JoinProcesses, WhatATracerAndTheProgramSayIsOfOneProcess) {
  Ledger ledger = LedgerOf({
      "run { schema_version: 1 }",
      "process { id: 10 pid: 7 observer: TRACER started: 100 }",
      "process { id: 20 pid: 7 observer: TRACER started: 200 }",
      "process { id: 30 pid: 7 observer: SDK started: 210 }",
      "access { process: 30 mode: READ namespace: 's3://b' name: 'k' observer: SDK opened: 211 }",
      "inference { process: 30 token: 't' order: 212 }",
      "access { process: 20 mode: WRITE namespace: 'file' name: '/x' observer: TRACER opened: 213 "
      "}",
      "process { id: 40 parent: 30 pid: 8 observer: TRACER started: 300 }",
      "process { id: 50 pid: 9 observer: SDK started: 400 }",
      "process_end { process: 30 exit_status: 3 }",
      "process_end { process: 20 exit_status: 3 }",
  });
  JoinProcesses(&ledger);
  const Observed observed = Observe(ledger);
  std::vector<uint64_t> ids;
  for (const auto& [id, _] : observed.processes) ids.push_back(id);
  // Of a process that is not traced nothing is joined.
  EXPECT_THAT(ids, ElementsAre(10, 20, 40, 50));
  EXPECT_THAT(observed.processes.at(20)->observer(), ElementsAre(TRACER, SDK));
  EXPECT_EQ(observed.processes.at(40)->parent(), 20u);
  EXPECT_EQ(observed.Find("s3://b", "k")->accesses[0]->process(), 20u);
  EXPECT_EQ(observed.inferences[0]->process(), 20u);
  int ends = 0;
  for (const Record& record : ledger.records) ends += record.has_process_end() ? 1 : 0;
  EXPECT_EQ(ends, 1);
}

// As git names its objects: a link never replaces what is there.
TEST(Observe, AFileThatALinkGaveItsNameIsOfThatName) {
  const Ledger ledger = LedgerOf({
      "run { schema_version: 1 }",
      "process { id: 10 pid: 7 }",
      "access { process: 10 mode: WRITE namespace: 'file' name: '/d/tmp' opened: 5 closed: 6 "
      "written { how: BYTES_WRITTEN value: 'v' } }",
      "access { process: 10 mode: LINK namespace: 'file' name: '/d/tmp' new_name: '/d/object' "
      "opened: 7 closed: 7 }",
      "access { process: 10 mode: DELETE namespace: 'file' name: '/d/tmp' opened: 8 closed: 8 }",
      "access { process: 10 mode: WRITE namespace: 'file' name: '/d/other' opened: 9 closed: 10 }",
      "access { process: 10 mode: LINK namespace: 'file' name: '/d/other' new_name: '/d/second' "
      "opened: 11 closed: 11 }",
  });
  const Observed observed = Observe(ledger);
  EXPECT_EQ(observed.artifacts.size(), 2u);
  const Artifact* object = observed.Find("file", "/d/object");
  ASSERT_NE(object, nullptr);
  EXPECT_TRUE(object->written && !object->deleted && !object->temporary);
  EXPECT_EQ(object->output->value(), "v");
  EXPECT_THAT(object->also, ElementsAre("/d/tmp"));
  EXPECT_TRUE(observed.Find("file", "/d/other")->written);
}

TEST(JoinProcesses, WithoutATracerNothingChanges) {
  Ledger ledger = LedgerOf({
      "run { schema_version: 1 }",
      "process { id: 10 pid: 7 observer: INTERPOSER started: 100 }",
      "access { process: 10 mode: READ namespace: 's3://b' name: 'k' observer: SDK opened: 211 }",
  });
  const std::string before = ledger.records[2].SerializeAsString();
  JoinProcesses(&ledger);
  EXPECT_EQ(ledger.records.size(), 3u);
  EXPECT_EQ(ledger.records[2].SerializeAsString(), before);
}

}  // namespace
}  // namespace pedigree
