// Exchange of lineage with the systems that people already have: one file a system, behind this.
//
// An EXPORTER turns a graph, and the ledgers of runs, into documents as the other system takes
// them: each a name and its content, for a file or standard output. Where the system has a server
// that takes them, a third function sends them (sender.h). An IMPORTER reads the other system's
// files into a GraphBuilder, in which several meet. docs/interop/ has a page for
// each system: what maps to what, what is kept and what is lost.
#ifndef PEDIGREE_LINEAGE_INTEROP_INTEROP_H_
#define PEDIGREE_LINEAGE_INTEROP_INTEROP_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lineage/interop/graph_builder.h"
#include "lineage/interop/sender.h"
#include "lineage/observed.h"
#include "lineage/query.h"
#include "proto/graph.pb.h"

namespace pedigree::interop {

struct Document {
  std::string name;  // the file's usual name: "dvc.yaml"
  std::string content;
};

// What a policy's rule says of the graph.
struct Verdict {
  struct Finding {
    std::string text;
    std::set<std::string> jobs;  // that it goes through
  };
  std::string rule, description;
  bool error = true;              // else it is a warning
  std::vector<Finding> findings;  // that nobody has waived; none: it is kept
};

struct Options {
  // The namespace of our jobs, where the other system has such: others' jobs are "namespace/name"
  // here.
  std::string job_namespace = "pedigree";
  // The namespace of a database's tables, where the other system does not say where the database
  // is.
  std::string asset_namespace;
  std::string time = "1970-01-01T00:00:00Z";  // RFC 3339: of what has no time of its own
  std::string source_url;  // where the sources can be read, with a "/" at the end
  std::string version;     // of the sources: a commit
  bool all = false;        // also what is noise (lineage/noise.h)
  std::vector<Verdict> verdicts;
};

struct ExportInput {
  const Lineage& lineage;
  const std::vector<Observed>& runs;
  const Options& options;
};

struct System {
  std::string_view name;   // as on the command line
  std::string_view title;  // as people write it
  absl::StatusOr<std::vector<Document>> (*exports)(const ExportInput& input);  // or null
  // Adds what the file at `path` says.
  absl::Status (*imports)(const std::string& path, const Options& options,
                          GraphBuilder* graph);  // or null
  // Sends it to the system's server at `url`; what was sent, for people: "12 events". Null: there
  // is no server that takes it.
  absl::StatusOr<std::string> (*sends)(const ExportInput& input, const std::string& url,
                                       Sender* sender) = nullptr;
  CredentialNames credentials = {};
  // What its export takes beside the graph.
  struct Takes {
    bool ledgers = false, verdicts = false, time = false, source_url = false, version = false;
  };
  Takes takes = {};
};

const std::vector<System>& Systems();
// Null if there is none of that name.
const System* FindSystem(std::string_view name);

// InvalidArgument where two jobs have one name: others know a job by its name, and would take the
// two for one.
absl::Status CheckJobNames(const Lineage& lineage);

// Whether the asset is to be exported: noise is only where it was asked for.
bool Exported(const ExportInput& input, int asset);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_INTEROP_H_
