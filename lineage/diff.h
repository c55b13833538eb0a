// What changed in lineage between two graphs.
//
// Things are compared by what they are, not where they stand: assets by namespace and name, columns
// by name, flows by their two assets and columns. So moved lines, renamed source files and
// functions, and refactorings that leave the lineage as it was give no change. Flows are those of
// the joined view (query.h), through all jobs on the way. A flow's properties are those of all its
// ways together: how direct the most direct is, how sure, and through which sets of transforms it
// can go.
#ifndef PEDIGREE_LINEAGE_DIFF_H_
#define PEDIGREE_LINEAGE_DIFF_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "lineage/diff_ends.h"
#include "lineage/file.h"
#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

enum class Change { kAdded, kRemoved, kChanged };

// An asset or a column, described as text. For what changed, `was` and `is` say how.
struct AssetChange {
  Change change = Change::kAdded;
  const Lineage::Asset* asset = nullptr;  // of HEAD, or of BASE for what was removed
  std::string column;                     // empty: the asset itself
  std::string property;
  std::string was;
  std::string is;
};

struct PropertyChange {
  std::string property;  // "influence", "subtype", "transforms", "confidence", "witnesses"
  std::string was;
  std::string is;

  bool operator==(const PropertyChange&) const = default;
};

struct FlowChange {
  Change change = Change::kAdded;
  // The best of the flows in question: in HEAD, or in BASE for what was removed.
  Lineage::Flow flow;
  // Of a changed one: how, as a place in `properties` of the diff, or -1.
  int properties = -1;
  // Added and removed flows that are a part of a longer one of the same kind: the index of that
  // one, or -1.
  int part_of = -1;
  End from, to;  // that `flow` has
};

struct JobChange {
  Change change = Change::kAdded;
  std::string name;
};

// Refers to the graphs, which must be there as long as it is.
struct LineageDiff {
  std::vector<JobChange> jobs;
  std::vector<AssetChange> assets;
  std::vector<FlowChange> flows;
  // The ways in which properties of flows changed, each once: they are few, and the flows many.
  std::vector<std::vector<PropertyChange>> properties;
  // Of each edge of the graph: whether the other has one of the same job between the same ends.
  std::vector<bool> base_edges_kept, head_edges_kept;

  const std::vector<PropertyChange>& PropertiesOf(const FlowChange& changed) const {
    return properties[static_cast<size_t>(changed.properties)];
  }
  bool empty() const { return jobs.empty() && assets.empty() && flows.empty(); }
};

LineageDiff Diff(const Lineage& base, const Lineage& head);

// For people: models first, logs last or not at all. Of the flows from one column into one asset
// the best is shown, with its witness path, and the others' columns are named; of a flow that
// appeared or went, its parts are only counted.
std::string DiffText(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                     const Style& style, bool logs = false);
// The same piece by piece.
absl::Status WriteDiffText(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                           const Style& style, bool logs, TextSink sink);

// {"schema_version":1, "models":[..], "downstream_jobs":[..], "jobs":[..], "assets":[..],
// "columns":[..], "flows":[{"change":"ADDED", "flow":{..}, ..}]}.
std::string DiffJson(const Lineage& base, const Lineage& head, const LineageDiff& diff);
// The same piece by piece, for it may be hundreds of megabytes.
absl::Status WriteDiffJson(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                           TextSink sink);

// For Markdown: `text` in a code span, of a long one both ends; and as plain text.
std::string MarkdownCode(std::string_view text);
std::string MarkdownText(std::string_view text);

// For a comment in a review: a summary, a table, a picture (Mermaid) of only what changed and the
// ways that it is on, and the ways folded away. Where all of it would be more than `limit` bytes
// (GitHub takes 65,536 characters), the ways go first, then the picture, then the end of the table,
// which says so. The first line is a comment by which the one to be updated is found.
inline constexpr char kDiffMarker[] = "<!-- pedigree-lineage-diff -->";
std::string DiffMarkdown(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                         size_t limit = 65536);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_DIFF_H_
