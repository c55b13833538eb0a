// Graphs for tests, written as text.
#ifndef PEDIGREE_LINEAGE_TESTING_H_
#define PEDIGREE_LINEAGE_TESTING_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "lineage/query.h"
#include "proto/graph.pb.h"

namespace pedigree {

inline Graph GraphOf(const std::string& text) {
  Graph graph;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &graph)) << text;
  return graph;
}

inline Lineage LineageOf(const std::string& text) {
  absl::StatusOr<Lineage> lineage = Lineage::Make(GraphOf(text));
  EXPECT_TRUE(lineage.ok()) << lineage.status();
  return *std::move(lineage);
}

// A clinic: `ingest` copies two columns of a file into a table (and reads a file that it only
// logs), `train` makes a model of one of them.
inline constexpr char kClinic[] = R"pb(
  asset { namespace: "file" name: "patients.csv" kind: DATASET witness: DERIVED }
  asset { namespace: "sqlite" name: "clinic.db/patients" kind: TABLE witness: DERIVED }
  asset { namespace: "file" name: "model.json" kind: MODEL kind_inferred: true witness: DERIVED }
  asset { namespace: "file" name: "release.txt" kind: DATASET witness: DERIVED }
  asset { namespace: "process" name: "stderr" kind: LOG witness: DERIVED }
  job {
    name: "ingest"
    site {
      access: READS
      asset: 0
      place { file: "ingest.cc" line: 10 column: 3 }
      function: "Load"
      api: "std::getline"
    }
    site {
      access: WRITES
      asset: 1
      place { file: "ingest.cc" line: 20 column: 5 }
      function: "Store"
      api: "sqlite3_step"
    }
    site {
      access: READS
      asset: 3
      place { file: "ingest.cc" line: 30 column: 3 }
      function: "main"
      api: "std::getline"
    }
    site {
      access: WRITES
      asset: 4
      place { file: "ingest.cc" line: 31 column: 3 }
      function: "main"
      api: "operator<<"
    }
    flow {
      from: 0
      to: 1
      from_column: "age"
      to_column: "age"
      subtype: IDENTITY
      confidence: MODELED
      witness: DERIVED
      path {
        place { file: "ingest.cc" line: 10 column: 3 }
        note: "read from patients.csv"
      }
      path {
        place { file: "ingest.cc" line: 20 column: 5 }
        note: "written to patients"
      }
    }
    flow {
      from: 0
      to: 1
      from_column: "race"
      to_column: "race"
      subtype: IDENTITY
      confidence: MODELED
      witness: DERIVED
      path {
        place { file: "ingest.cc" line: 10 column: 3 }
        note: "read from patients.csv"
      }
      path {
        place { file: "ingest.cc" line: 20 column: 5 }
        note: "written to patients"
      }
    }
    flow { from: 2 to: 3 subtype: TRANSFORMATION confidence: MODELED witness: DERIVED }
    coverage { sources: 2 functions: 7 }
  }
  job {
    name: "train"
    site {
      access: READS
      asset: 1
      place { file: "train.cc" line: 5 column: 1 }
      function: "Rows"
      api: "sqlite3_step"
    }
    site {
      access: WRITES
      asset: 2
      place { file: "train.cc" line: 9 column: 1 }
      function: "main"
      api: "XGBoosterSaveModel"
    }
    flow {
      from: 0
      to: 1
      from_column: "age"
      subtype: TRANSFORMATION
      transform: TRAIN
      confidence: ASSUMED
      witness: DERIVED
      path {
        place { file: "train.cc" line: 5 column: 1 }
        note: "read from patients"
      }
      path {
        place { file: "train.cc" line: 9 column: 1 }
        note: "written to model.json"
      }
    }
    coverage {
      sources: 1
      functions: 3
      unknown {
        function: "Scale"
        flows: 1
        calls: 2
        place { file: "train.cc" line: 7 column: 2 }
      }
      unknown {
        function: "Log"
        calls: 9
        place { file: "train.cc" line: 8 column: 2 }
      }
      incomplete: "train.cc"
      widened: "Rows"
      unresolved {
        place { file: "train.cc" line: 6 column: 4 }
        note: "fopen of a name that is not known"
      }
    }
  }
)pb";

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_TESTING_H_
