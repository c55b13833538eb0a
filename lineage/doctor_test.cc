#include "lineage/doctor.h"

#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

TEST(Doctor, ListsWhatIsNotKnownByJob) {
  EXPECT_EQ(DoctorText(LineageOf(kClinic), Style()), R"(ingest: 2 sources, 7 functions, 3 flows
  nothing assumed, widened or left out

train: 1 source, 3 functions, 1 flow, 1 ASSUMED
  Sources that did not compile as a whole:
    train.cc
  Functions outside the program that no catalog knows, assumed to pass their inputs on (flows, calls):
         1       2  Scale  train.cc:7:2
         0       9  Log  train.cc:8:2
  Functions in which a bound was hit:
    Rows
  Not resolved:
    train.cc:6:4  fopen of a name that is not known
)");
}

TEST(Doctor, AGraphWithoutJobs) { EXPECT_EQ(DoctorText(LineageOf(""), Style()), "no jobs\n"); }

}  // namespace
}  // namespace pedigree
