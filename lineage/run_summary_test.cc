#include "lineage/run_summary.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace pedigree {
namespace {

TEST(RunSummary, SaysOnOneScreenWhatWasReadAndWritten) {
  Ledger ledger;
  ledger.file = "l.ledger";
  for (const char* text : {
           "run { schema_version: 1 job: 'sum' working_directory: '/w' started_unix_ns: 1 }",
           "process { id: 10 pid: 7 }",
           "access { process: 10 mode: READ namespace: 'file' name: '/home/u/.settings' opened: 1 "
           "closed: 2 read { how: BYTES_READ algorithm: 'sha256' value: 'abcdefgh' size: 5 } }",
           "access { process: 10 mode: READ namespace: 'file' name: '/w/in.csv' opened: 3 "
           "closed: 4 read { how: FILE_AT_CLOSE algorithm: 'sha256' value: 'abcdefgh' size: 2000 } "
           "}",
           "access { process: 10 mode: WRITE namespace: 'file' name: '/w/out' opened: 5 closed: 6 "
           "written { how: BYTES_WRITTEN algorithm: 'sha256' value: 'ABCDEFGH' size: 7 } }",
           "access { process: 10 mode: READ namespace: 'file' name: '/w/out' opened: 7 closed: 8 "
           "read { how: BYTES_READ algorithm: 'sha256' value: 'ABCDEFGH' size: 7 } "
           "file { size: 7 } }",
           "access { process: 10 mode: WRITE namespace: 'process' name: 'stdout' opened: 9 "
           "closed: 9 written { how: NOT_TAKEN reason: 'not a regular file' } }",
           "process_end { process: 10 }",
           "end { ended_unix_ns: 1500000001 records: 8 }",
       }) {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &ledger.records.emplace_back()))
        << text;
  }
  ledger.ended = true;
  EXPECT_EQ(RunSummary(Observe(ledger), Style{}),
            "sum: exit status 0 after 1.5 s, 1 process; 9 records in l.ledger\n"
            "  read:\n"
            "    in.csv              2.0 kB  sha256:616263646566 (file at close)\n"
            "    out                    7 B  what the run wrote itself\n"
            "    /home/u/.settings      5 B  sha256:616263646566 (bytes read)\n"
            "  written:\n"
            "    out                 7 B  sha256:414243444546 (bytes written)\n"
            "    process/stdout           not a regular file\n");
}

}  // namespace
}  // namespace pedigree
