// Declared against derived: what people say and the code does not do, and the other way round.
//
// A graph has both (lineage/declare.h), told apart by witnesses; this only reads them. Asked is
//
//   - of each job that a declaration binds: what it touches and nobody said that it does, and what
//   it
//     is said to touch and does not; logs may be written by anybody;
//   - of each of its outputs of which flows are declared: what it is made of and should not be, and
//     what it should be made of and is not;
//   - of each asset of which columns are declared: where all of them are listed, columns that the
//     code names and the declaration does not; and, where the graph's jobs write it column by
//     column, columns that none of them writes. What is only read may have columns that nobody
//     needs.
#ifndef PEDIGREE_LINEAGE_DECLARED_H_
#define PEDIGREE_LINEAGE_DECLARED_H_

#include <string>
#include <vector>

#include "lineage/render/style.h"
#include "proto/graph.pb.h"

namespace pedigree {

struct DeclaredFinding {
  enum class Kind { kNotDeclared, kNotDerivable };
  enum class Subject { kAsset, kColumn, kFlow };
  Kind kind = Kind::kNotDeclared;
  Subject subject = Subject::kAsset;
  std::string job;  // empty: of an asset that no declared job of the graph is said to touch
  bool strict = false;
  SiteUse::Access access = SiteUse::READS;  // of an asset
  std::string asset;                        // "data/patients.csv", "patients:sex" with a column
  std::string to;                           // of a flow: where it goes
  std::string target;                       // the declaring BUILD target, where there is one
  Place place;                              // in the code, or the BUILD file (line 0)
  std::vector<Hop> path;                    // of a flow

  // Which rule of ours it breaks: "asset-not-declared", "flow-not-derivable" ...
  std::string Rule() const;
  // One sentence: "//x:train reads data/a.csv, which it is not declared to".
  std::string Message() const;
};

// Sorted by job, kind and subject, then by name; equal ones (other places of the same) once.
std::vector<DeclaredFinding> DeclaredFindings(const Graph& graph);

// For people.
std::string DeclaredText(const std::vector<DeclaredFinding>& findings, const Style& style);
// {"schema_version":1,"findings":[{"rule","job","strict","asset","to","message","place","path"}]}.
std::string DeclaredJson(const std::vector<DeclaredFinding>& findings);
// SARIF 2.1.0 (OASIS). Those of strict jobs are errors, the others warnings.
std::string DeclaredSarif(const std::vector<DeclaredFinding>& findings);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DECLARED_H_
