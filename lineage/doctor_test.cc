#include "lineage/doctor.h"

#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

TEST(Doctor, ListsWhatIsNotKnownByJob) {
  EXPECT_EQ(DoctorText(LineageOf(kClinic), Style()), R"(ingest: 2 sources, 7 functions, 3 flows
  Sites by API (reads, writes):
         0       1  operator<<
         0       1  sqlite3_step
         2       0  std::getline
  nothing assumed, widened or left out

train: 1 source, 3 functions, 1 flow, 1 ASSUMED
  Sites by API (reads, writes):
         0       1  XGBoosterSaveModel
         1       0  sqlite3_step
  Sources that did not compile as a whole:
    train.cc
  Functions outside the program that no catalog knows, assumed to pass their inputs on (flows, calls):
         1       2  Scale  train.cc:7:2
         0       9  Log  train.cc:8:2
  Catalog entries to begin with, for 'extract --catalog FILE':
    # train.cc:7:2, 2 calls, 1 flow
    api {
      function: "Scale"
      # Choose and fill in:
      # reads { kind: DATASET name: "?" into: "return" }
      # writes { kind: DATASET name: "?" from: "arg[0]" }
      # opens { name: "?" handle: "return" }  # and in others, handle: "arg[0]"
    }
  Functions in which a bound was hit:
    Rows
  Not resolved:
    train.cc:6:4  fopen of a name that is not known
)");
}

TEST(Doctor, AGraphWithoutJobs) { EXPECT_EQ(DoctorText(LineageOf(""), Style()), "no jobs\n"); }

}  // namespace
}  // namespace pedigree
