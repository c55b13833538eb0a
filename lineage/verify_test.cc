#include "lineage/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lineage/name_pattern.h"
#include "lineage/testing.h"
#include "lineage/verify_print.h"

namespace pedigree {
namespace {

using ::testing::HasSubstr;

// A run of kClinic's `train` in /w, by what its process did.
Ledger LedgerOf(const std::string& accesses, const std::string& job = "train") {
  Ledger ledger;
  ledger.file = "l";
  const std::string head = "run { schema_version: 1 job: '" + job + "' working_directory: '/w' }";
  const std::string process = "process { id: 4 pid: 7 executable: '/bin/" + job + "' argv: '" +
                              job + "' argv: 'in' working_directory: '/w' }";
  std::vector<std::string> texts = {head, process};
  for (size_t begin = 0; begin < accesses.size();) {
    const size_t end = std::min(accesses.find('\n', begin), accesses.size());
    if (end > begin) texts.push_back(accesses.substr(begin, end - begin));
    begin = end + 1;
  }
  texts.push_back("process_end { process: 4 }");
  texts.push_back("end { records: 9 }");
  for (const std::string& text : texts) {
    Record record;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &record)) << text;
    ledger.records.push_back(record);
  }
  ledger.ended = true;
  return ledger;
}

std::string Reads(const std::string& name, int opened, char digest = 'a') {
  return "access { process: 4 mode: READ namespace: 'file' name: '" + name +
         "' observer: INTERPOSER opened: " + std::to_string(opened) +
         " closed: " + std::to_string(opened + 1) +
         " bytes_read: 3 read { how: BYTES_READ algorithm: 'sha256' value: '" +
         std::string(32, digest) + "' size: 3 } }\n";
}
std::string Writes(const std::string& name, int opened, char digest = 'b') {
  return "access { process: 4 mode: WRITE namespace: 'file' name: '" + name +
         "' observer: INTERPOSER opened: " + std::to_string(opened) +
         " closed: " + std::to_string(opened + 1) +
         " bytes_written: 3 written { how: BYTES_WRITTEN algorithm: 'sha256' value: '" +
         std::string(32, digest) + "' size: 3 } }\n";
}

constexpr char kJob[] = R"pb(
  asset {
    namespace: "file"
    name: "{argv:1}/a.csv"
    kind: DATASET
    job_local: true
    job: "train"
    witness: DERIVED
  }
  asset { namespace: "file" name: "model.json" kind: MODEL witness: DERIVED }
  asset { namespace: "file" name: "must.csv" kind: DATASET witness: DECLARED }
  asset { namespace: "kafka://h:1" name: "clicks" witness: DERIVED }
  job {
    name: "//x:train"
    site {
      access: READS
      asset: 0
      place { file: "t.cc" line: 1 column: 2 }
      api: "fopen"
    }
    site {
      access: WRITES
      asset: 1
      place { file: "t.cc" line: 5 column: 2 }
      api: "fopen"
    }
    site {
      access: READS
      asset: 2
      place { file: "t.cc" line: 7 column: 2 }
      api: "fopen"
    }
    site {
      access: READS
      asset: 3
      place { file: "t.cc" line: 9 column: 2 }
      api: "poll"
    }
    flow { from: 0 to: 1 subtype: TRANSFORMATION witness: DERIVED }
    flow { from: 3 to: 1 subtype: TRANSFORMATION witness: DERIVED }
  }
)pb";

struct Verified {
  Lineage lineage = LineageOf(kJob);
  Verification verification;

  const AssetVerdict& Of(const std::string& name, const std::string& access = "") const {
    for (const AssetVerdict& asset : verification.assets) {
      if (asset.name == name && (access.empty() || asset.access == access)) return asset;
    }
    ADD_FAILURE() << "nothing of " << name;
    return verification.assets.front();
  }
  const FlowVerdict& FlowFrom(const std::string& name) const {
    for (const FlowVerdict& flow : verification.flows) {
      if (lineage.assets()[lineage.FromAsset(lineage.edges()[flow.edge])].name == name) return flow;
    }
    ADD_FAILURE() << "no flow from " << name;
    return verification.flows.front();
  }
};

Verified VerifyRun(const Ledger& ledger, const Lock* lock = nullptr) {
  Verified verified;
  verified.verification = Verify(verified.lineage, {Observe(ledger)}, lock);
  return verified;
}

TEST(Verify, WhatHappenedIsConfirmedByItsName) {
  const Verified v = VerifyRun(
      LedgerOf(Reads("/w/in/a.csv", 10) + Reads("/w/must.csv", 12) + Writes("/w/model.json", 20)));
  EXPECT_EQ(v.Of("{argv:1}/a.csv").verdict, Verdict::kConfirmed);
  EXPECT_EQ(v.Of("{argv:1}/a.csv").observed, std::vector<std::string>{"in/a.csv"});
  EXPECT_EQ(v.Of("{argv:1}/a.csv").strength, Strength::kArtifact);
  EXPECT_EQ(v.FlowFrom("{argv:1}/a.csv").verdict, Verdict::kConfirmed);
  EXPECT_EQ(v.Of("clicks").verdict, Verdict::kUnverifiable);
  EXPECT_EQ(v.FlowFrom("clicks").verdict, Verdict::kUnverifiable);
  EXPECT_FALSE(v.verification.HasFindings());
}

TEST(Verify, AnOptionsValueIsWhatItWasGiven) {
  const Lineage lineage = LineageOf(R"pb(
    asset { namespace: "file" name: "{flag:input}" witness: DERIVED }
    asset { namespace: "file" name: "{flag:output}.bin" witness: DERIVED }
    job {
      name: "train"
      site { access: READS asset: 0 api: "fopen" }
      site { access: WRITES asset: 1 api: "fopen" }
      flow { from: 0 to: 1 subtype: TRANSFORMATION witness: DERIVED }
    }
  )pb");
  const auto verdicts = [&](const std::vector<std::string>& arguments) {
    Ledger ledger =
        LedgerOf(Reads("/w/a.csv", 10) + Reads("/w/b.csv", 11) + Writes("/w/m.bin", 20));
    Process& process = *ledger.records[1].mutable_process();
    process.clear_argv();
    for (const std::string& argument : arguments) process.add_argv(argument);
    std::vector<std::string> texts;
    for (const AssetVerdict& asset : Verify(lineage, {Observe(ledger)}, nullptr).assets) {
      texts.push_back(std::string(Name(asset.verdict)) + " " + asset.name);
    }
    return texts;
  };
  const std::vector<std::string> expected = {"CONFIRMED {flag:input}",
                                             "CONFIRMED {flag:output}.bin", "UNDECLARED b.csv"};
  EXPECT_EQ(verdicts({"train", "-input", "a.csv", "--output=m"}), expected);
  EXPECT_EQ(verdicts({"train", "--output", "m", "--input=a.csv", "--input", "a.csv"}), expected);
  // An option of another name, and none: the names are not known.
  EXPECT_EQ(verdicts({"train", "--inputs", "b.csv", "--input", "a.csv", "--output", "m"}),
            expected);
  EXPECT_EQ(verdicts({"train", "--output", "other", "--input", "a.csv"})[1],
            "NOT_EXERCISED {flag:output}.bin");
}

TEST(Verify, AHoleIsFilledAndNotAnyName) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/other/a.csv", 10) + Reads("/w/must.csv", 12)));
  EXPECT_EQ(v.Of("{argv:1}/a.csv").verdict, Verdict::kNotExercised);
  EXPECT_EQ(v.Of("other/a.csv").verdict, Verdict::kUndeclared);
  EXPECT_TRUE(v.verification.HasFindings());
}

TEST(Verify, WhatIsWrittenBeforeItsSourceIsReadIsNoFlow) {
  const Verified v = VerifyRun(LedgerOf(Writes("/w/model.json", 10) + Reads("/w/in/a.csv", 20)));
  EXPECT_EQ(v.FlowFrom("{argv:1}/a.csv").verdict, Verdict::kNotExercised);
  EXPECT_THAT(v.FlowFrom("{argv:1}/a.csv").reason, HasSubstr("was written before"));
}

TEST(Verify, DeclaredAndNeverTouchedIsMissing) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/in/a.csv", 10)));
  EXPECT_EQ(v.Of("must.csv").verdict, Verdict::kMissing);
  EXPECT_EQ(v.Of("model.json").verdict, Verdict::kNotExercised);
}

TEST(Verify, TouchedInAWayThatNothingDoesIsUndeclared) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/must.csv", 1) + Writes("/w/in/a.csv", 10)));
  EXPECT_EQ(v.Of("in/a.csv").verdict, Verdict::kUndeclared);
  EXPECT_EQ(v.Of("in/a.csv").access, "writes");
}

TEST(Verify, WhatIsOfTheSystemOrTemporaryIsNoFinding) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/must.csv", 1) + Reads("/usr/lib/locale/C", 2) +
                                        Writes("/w/tmp1", 3) +
                                        "access { process: 4 mode: DELETE namespace: 'file' name: "
                                        "'/w/tmp1' opened: 9 closed: 9 observer: INTERPOSER }\n"));
  EXPECT_FALSE(v.verification.HasFindings());
}

TEST(Verify, WrittenUnderAnotherNameAndRenamedIsTheLastName) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/must.csv", 1) + Reads("/w/in/a.csv", 2) +
                                        Writes("/w/model.json.tmp", 3) +
                                        "access { process: 4 mode: RENAME namespace: 'file' name: "
                                        "'/w/model.json.tmp' new_name: '/w/model.json' "
                                        "opened: 9 closed: 9 observer: INTERPOSER }\n"));
  EXPECT_EQ(v.Of("model.json").verdict, Verdict::kConfirmed);
  EXPECT_FALSE(v.verification.HasFindings());
}

TEST(Verify, AJobThatWasNotRunIsNotExercised) {
  const std::string other = std::string(kJob) + R"pb(job { name: "//x:other" })pb";
  const Lineage lineage = LineageOf(other);
  const Ledger ledger = LedgerOf("", "other");
  const Verification verification = Verify(lineage, {Observe(ledger)}, nullptr);
  ASSERT_FALSE(verification.assets.empty());
  EXPECT_EQ(verification.assets[0].verdict, Verdict::kNotExercised);
  EXPECT_THAT(verification.assets[0].reason, HasSubstr("//x:train was not run"));
}

TEST(Verify, WhereRecordsWereLostAbsenceSaysNothing) {
  Ledger ledger =
      LedgerOf(Reads("/w/must.csv", 1) + "loss { process: 4 why: LEDGER_WRITE_FAILED count: 2 }\n");
  EXPECT_EQ(VerifyRun(ledger).Of("model.json").verdict, Verdict::kUnverifiable);
  ledger = LedgerOf(Reads("/w/must.csv", 1));
  ledger.records.erase(ledger.records.end() - 2);  // killed: no ProcessEnd
  EXPECT_EQ(VerifyRun(ledger).Of("model.json").verdict, Verdict::kUnverifiable);
  EXPECT_THAT(VerifyRun(ledger).Of("model.json").reason, HasSubstr("did not end in order"));
}

TEST(Verify, AProbeMakesItSureOfTheSite) {
  const Verified v = VerifyRun(LedgerOf(Reads("/w/must.csv", 1) + Reads("/w/in/a.csv", 10) +
                                        Writes("/w/model.json", 20) +
                                        "access { process: 4 mode: READ namespace: 'file' name: "
                                        "'/w/in/a.csv' observer: PROBE opened: 10 closed: 10 "
                                        "site { file: 't.cc' line: 1 column: 2 } }\n"));
  EXPECT_EQ(v.Of("{argv:1}/a.csv").strength, Strength::kSite);
  EXPECT_EQ(v.Of("model.json").strength, Strength::kArtifact);
  EXPECT_EQ(v.FlowFrom("{argv:1}/a.csv").strength, Strength::kArtifact);
}

TEST(Verify, ANameThatTurnsOutToLeadElsewhereIsNoFile) {
  // "{argv:1}/a.csv", and the first argument is a URL.
  const auto run = [](const std::string& more) {
    Ledger ledger = LedgerOf(Reads("/w/must.csv", 1) + more);
    ledger.records[1].mutable_process()->set_argv(1, "http://h:8/x");
    return ledger;
  };
  const Verified v = VerifyRun(run(""));
  EXPECT_EQ(v.Of("{argv:1}/a.csv").verdict, Verdict::kUnverifiable);
  EXPECT_THAT(v.Of("{argv:1}/a.csv").reason,
              HasSubstr("is http://h:8/x/a.csv, not in the file system"));
  EXPECT_EQ(v.FlowFrom("{argv:1}/a.csv").verdict, Verdict::kUnverifiable);
  const auto reported = [&](const std::string& name) {
    return VerifyRun(run("access { process: 4 mode: READ namespace: 'http://h:8' name: '" + name +
                         "' observer: SDK opened: 5 closed: 6 }\n"))
        .Of("{argv:1}/a.csv")
        .verdict;
  };
  EXPECT_EQ(reported("x/a.csv"), Verdict::kConfirmed);
  EXPECT_EQ(reported("/x/a.csv"), Verdict::kConfirmed);
  EXPECT_EQ(reported("x/b.csv"), Verdict::kNotExercised);
}

TEST(Verify, AProgramThatReportsItsTopicsReportsAllOfThem) {
  const auto run = [](const std::string& topic) {
    return LedgerOf(Reads("/w/must.csv", 1) +
                    (topic.empty()
                         ? ""
                         : "access { process: 4 mode: READ namespace: 'kafka://h:1' name: '" +
                               topic + "' observer: SDK opened: 5 closed: 6 }\n"));
  };
  EXPECT_EQ(VerifyRun(run("clicks")).Of("clicks").verdict, Verdict::kConfirmed);
  EXPECT_EQ(VerifyRun(run("other")).Of("clicks").verdict, Verdict::kNotExercised);
  EXPECT_EQ(VerifyRun(run("other")).Of("other").verdict, Verdict::kUndeclared);
  EXPECT_EQ(VerifyRun(run("")).Of("clicks").verdict, Verdict::kUnverifiable);
}

TEST(Verify, TheLockFindsChangedBytes) {
  const Ledger before = LedgerOf(Reads("/w/must.csv", 1) + Reads("/w/in/a.csv", 10, 'a'));
  std::vector<std::string> unpinned;
  const Lock lock = LockOf({Observe(before)}, {}, &unpinned);
  ASSERT_EQ(lock.entries.size(), 2u);
  EXPECT_FALSE(VerifyRun(before, &lock).verification.HasFindings());
  const Ledger after = LedgerOf(Reads("/w/must.csv", 1) + Reads("/w/in/a.csv", 10, 'x'));
  const Verified v = VerifyRun(after, &lock);
  EXPECT_EQ(v.Of("in/a.csv").verdict, Verdict::kDrifted);
  EXPECT_EQ(v.Of("in/a.csv").expected, lock.entries[0].digest);
  EXPECT_THAT(VerifySarif(v.lineage, v.verification), HasSubstr("\"ruleId\": \"DRIFTED\""));
  EXPECT_THAT(VerifyJunit(v.lineage, v.verification), HasSubstr("failures=\"1\""));
  EXPECT_THAT(VerifyText(v.lineage, v.verification, false, Style()), HasSubstr("  DRIFTED "));
}

TEST(Verify, APartIsNotComparedWithTheLock) {
  const Lock lock{"k", {{"file", "in/a.csv", "", "sha256:00", 3}}};
  std::string part = Reads("/w/in/a.csv", 10);
  part.replace(part.find("how: BYTES_READ"), 15, "how: PARTIAL   ");
  const Verified v = VerifyRun(LedgerOf(part), &lock);
  EXPECT_EQ(v.Of("{argv:1}/a.csv").verdict, Verdict::kConfirmed);
  EXPECT_EQ(v.Of("in/a.csv").verdict, Verdict::kUnverifiable);
}

TEST(Verify, AFolderIsLockedAsAWhole) {
  const auto shards = [](const std::string& digests) {
    std::string accesses = Reads("/w/must.csv", 1);
    for (size_t i = 0; i < digests.size(); ++i)
      accesses += Reads("/w/shards/" + std::to_string(i), 10 + 2 * static_cast<int>(i), digests[i]);
    return LedgerOf(accesses);
  };
  const Ledger before = shards("abc");
  std::vector<std::string> unpinned;
  const Lock lock = LockOf({Observe(before)}, {"shards/"}, &unpinned);
  EXPECT_TRUE(unpinned.empty());
  ASSERT_EQ(lock.entries.size(), 2u);
  EXPECT_EQ(lock.entries[1].name, "shards/");
  EXPECT_EQ(lock.entries[1].files, 3u);
  EXPECT_EQ(lock.entries[1].size, 9u);
  const absl::StatusOr<Lock> read = ParseLock("f", LockText(lock));
  ASSERT_TRUE(read.ok()) << read.status();
  const auto verdict = [&](const std::string& digests) {
    return VerifyRun(shards(digests), &*read).Of("shards/").verdict;
  };
  EXPECT_EQ(verdict("abc"), Verdict::kConfirmed);
  EXPECT_EQ(verdict("abx"), Verdict::kDrifted);
  EXPECT_EQ(verdict("acb"), Verdict::kDrifted);
  EXPECT_EQ(verdict("abcd"), Verdict::kDrifted);
  // Of what was not read nothing is known.
  EXPECT_EQ(verdict("ab"), Verdict::kUnverifiable);
  EXPECT_EQ(verdict(""), Verdict::kNotExercised);
}

TEST(Lock, IsReadAsItWasWritten) {
  Lock lock{"f",
            {{"file", "a\n\"\\b", "DATASET", "sha256:01", 5},
             {"file", std::string("x\xff"), "", "sha256:02", 0}}};
  const absl::StatusOr<Lock> read = ParseLock("f", LockText(lock));
  ASSERT_TRUE(read.ok()) << read.status() << LockText(lock);
  ASSERT_EQ(read->entries.size(), 2u);
  EXPECT_EQ(read->entries[0].name, "a\n\"\\b");
  EXPECT_EQ(read->entries[1].name, "x\xff");
  EXPECT_EQ(LockText(*read), LockText(lock));
}

TEST(Lock, ErrorsNameTheLine) {
  const auto error = [](const std::string& text) {
    return std::string(ParseLock("f", text).status().message());
  };
  EXPECT_EQ(error("version = 2\n"), "f:1: version 2, this pedigree reads up to 1");
  EXPECT_EQ(error("version = 1\n\n[[asset]]\nnom = \"x\"\n"), "f:4: unknown key 'nom'");
  EXPECT_EQ(error("version = 1\n[[asset]]\nname = x\n"), "f:3: name is a text in double quotes");
  EXPECT_EQ(error("version = 1\n[[asset]]\nname = \"x\"\n"),
            "f:3: 'x' has no digest of a kind that is known (sha256:...)");
  EXPECT_EQ(error("version = 1\n[[asset]]\nname = \"x\"\ndigest = \"sha256:01\"\nfiles = 2\n"),
            "f:5: 'x': a folder has sha256-merkle:... and the number of its files");
  EXPECT_EQ(error("hello\n"), "f:1: neither a comment, nor [[asset]], nor KEY = VALUE");
  EXPECT_EQ(error(""), "f:0: no version: is this a lineage.lock?");
}

TEST(NamePattern, Matches) {
  const NamePattern::Fill fill = [](std::string_view hole) -> std::optional<std::string> {
    if (hole == "argv:1") return "in";
    if (hole == "flag:data") return "in/*.csv";
    return std::nullopt;
  };
  EXPECT_TRUE(NamePattern("{argv:1}/a", fill).Matches("in/a"));
  EXPECT_TRUE(NamePattern("{flag:data}", fill).Matches("in/a.csv"));
  EXPECT_FALSE(NamePattern("{flag:data}", fill).Matches("in/a.txt"));
  EXPECT_EQ(NamePattern("{flag:data}", fill).Text(), "in/{*}.csv");
  EXPECT_TRUE(NamePattern("{argv:1}/a", fill).IsText());
  EXPECT_TRUE(NamePattern("{?}/a.{argv:*}", fill).Matches("x/y/a.csv"));
  EXPECT_FALSE(NamePattern("{?}/a", fill).Matches("/a"));
  EXPECT_FALSE(NamePattern("a{?}", fill).Matches("a"));
  EXPECT_TRUE(NamePattern("a{?}b{?}c", fill).Matches("abbxc"));
  EXPECT_FALSE(NamePattern("a{?}b{?}c", fill).Matches("abbc"));
  EXPECT_TRUE(NamePattern("{?}", fill).IsAny());
  EXPECT_FALSE(NamePattern("{?}x", fill).IsAny());
  EXPECT_TRUE(NamePattern("a{b", fill).Matches("a{b"));
}

}  // namespace
}  // namespace pedigree
