// `pedigree show`: a graph as a whole, for people (text), programs (json) and drawing tools (dot,
// mermaid).
#ifndef PEDIGREE_LINEAGE_RENDER_SHOW_H_
#define PEDIGREE_LINEAGE_RENDER_SHOW_H_

#include <string>

#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {

struct ShowOptions {
  bool all = false;  // also noise (lineage/noise.h)
};

// From each asset that no job makes, the tree of what is made of it.
std::string ShowText(const Lineage& lineage, const Style& style, const ShowOptions& options);

// {"schema_version":1, "assets":[..], "jobs":[{"name","sites":[..],"flows":[..],"coverage":{..}}],
// "links":[..]}. Everything the graph has; a flow is as in `flows --format jsonl`, here of one job
// only. A link is all flows of one job from one asset to another.
std::string ShowJson(const Lineage& lineage);

// Graphviz, and Mermaid's flowchart: assets as nodes, links as arrows. A job is the label of its
// arrows and not a node of its own, which would seem to lead from each of its inputs to each of its
// outputs.
std::string ShowDot(const Lineage& lineage, const ShowOptions& options);
std::string ShowMermaid(const Lineage& lineage, const ShowOptions& options);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RENDER_SHOW_H_
