#include "lineage/render/tree.h"

#include <gtest/gtest.h>

#include "lineage/testing.h"

namespace pedigree {
namespace {

std::string Trace(const std::string& graph, std::string_view name, bool up, bool down,
                  bool columns = false) {
  const Lineage lineage = LineageOf(graph);
  for (size_t i = 0; i < lineage.assets().size(); ++i) {
    if (lineage.assets()[i].name == name) {
      return TraceText(lineage, static_cast<int>(i), up, down, columns, Style());
    }
  }
  return "no such asset";
}

TEST(Trace, UpGoesToTheSourcesAlongColumns) {
  EXPECT_EQ(Trace(kClinic, "model.json", true, false), R"(model.json  MODEL
  train <- sqlite/clinic.db/patients  TABLE, 2 columns
      DIRECT, TRAIN, ASSUMED; 1 column: age
        train.cc:5:1  read from patients
        train.cc:9:1  written to model.json
    ingest <- patients.csv  DATASET, 2 columns
        DIRECT, MODELED; 1 column: age
          ingest.cc:10:3  read from patients.csv
          ingest.cc:20:5  written to patients
)");
}

TEST(Trace, ColumnsAreNamedInPairs) {
  EXPECT_EQ(Trace(kClinic, "clinic.db/patients", true, false, true),
            R"(sqlite/clinic.db/patients  TABLE, 2 columns
  ingest <- patients.csv  DATASET, 2 columns
      DIRECT, MODELED
        age -> age    DIRECT, MODELED
        race -> race  DIRECT, MODELED
        ingest.cc:10:3  read from patients.csv
        ingest.cc:20:5  written to patients
)");
}

TEST(Trace, BothWaysAreTitled) {
  EXPECT_EQ(Trace(kClinic, "release.txt", true, true), R"(What it is made of:
release.txt  DATASET
    made of nothing that a job reads

What is made of it:
release.txt  DATASET
  ingest -> process/stderr  LOG
      DIRECT, MODELED
      ingest.cc:30:3 .. ingest.cc:31:3
)");
}

TEST(Trace, ABranchEndsWhereColumnsDoNotMeet) {
  // Only x of b comes from a, only y of b goes to c.
  EXPECT_EQ(Trace(R"pb(
                    asset { name: "a" }
                    asset { name: "b" }
                    asset { name: "c" }
                    job {
                      name: "p"
                      site { asset: 0 }
                      site { access: WRITES asset: 1 }
                      flow { from: 0 to: 1 to_column: "x" }
                    }
                    job {
                      name: "q"
                      site { asset: 1 }
                      site { access: WRITES asset: 2 }
                      flow { from: 0 to: 1 from_column: "y" }
                    }
                  )pb",
                  "a", false, true),
            R"(a
  p -> b  2 columns
      DIRECT, EXACT; 1 column: x
      (no place) .. (no place)
)");
}

}  // namespace
}  // namespace pedigree
