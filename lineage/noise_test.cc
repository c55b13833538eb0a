#include "lineage/noise.h"

#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

TEST(Noise, IsToldByTheNameOfAFile) {
  struct Case {
    const char* name;
    const char* what;
  };
  for (const Case& c : {
           Case{"/proc/self/status", "system"},
           Case{"/proc", ""},
           Case{"/dev/urandom", "random"},
           Case{"/usr/share/zoneinfo/Europe/Berlin", "locale"},
           Case{"/tmp/scratch.csv", "temporary"},
           Case{"{env:TMPDIR}/part", "temporary"},
           Case{"cache/XXXXXX", "temporary"},
           Case{"out/model.bin.tmp", "temporary"},
           Case{"train.log", "log"},
           Case{"data/tmp/users.csv", ""},
           Case{"home/proc/users.csv", ""},
           Case{"catalog", ""},
       }) {
    EXPECT_EQ(NoiseByName(c.name), c.what) << c.name;
  }
}

TEST(Noise, LogsAndScratchFilesAreButNotWhatIsDeclaredKnownOrPassedOn) {
  const Lineage lineage = LineageOf(R"pb(
    asset { namespace: "process" name: "stderr" kind: LOG witness: DERIVED }
    asset { namespace: "file" name: "/tmp/scratch" witness: DERIVED }
    asset { namespace: "file" name: "/tmp/passed_on" witness: DERIVED }
    asset { namespace: "file" name: "/tmp/declared.csv" witness: DECLARED }
    asset { namespace: "file" name: "/tmp/model" kind: MODEL witness: DERIVED }
    asset {
      namespace: "file"
      name: "/tmp/a.csv"
      kind: DATASET
      kind_inferred: true
      witness: DERIVED
    }
    asset { namespace: "s3://lake" name: "/tmp/x" witness: DERIVED }
    job {
      name: "a"
      site { access: WRITES asset: 0 }
      site { access: WRITES asset: 1 }
      site { access: WRITES asset: 2 }
      site { access: READS asset: 2 }
      site { access: WRITES asset: 3 }
      site { access: WRITES asset: 4 }
      site { access: WRITES asset: 5 }
      site { access: WRITES asset: 6 }
    }
  )pb");
  std::map<std::string, bool> noise;
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    noise[lineage.assets()[i].name] = IsNoise(lineage, static_cast<int>(i));
  }
  EXPECT_EQ(noise, (std::map<std::string, bool>{{"stderr", true},
                                                {"/tmp/scratch", true},
                                                {"/tmp/passed_on", false},
                                                {"/tmp/declared.csv", false},
                                                {"/tmp/model", false},
                                                {"/tmp/a.csv", true},
                                                {"/tmp/x", false}}));
}

}  // namespace
}  // namespace pedigree
