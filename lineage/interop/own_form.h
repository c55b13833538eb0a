// A job as we want it back, where a system has room for a text of our own: a property, an
// annotation. {"assets":[...],"job":{...}} as proto/graph.proto has them, without the places in
// code and the witness paths, since such room is small. Others pass it over; what they read is what
// the exporter of their system says in their own terms.
#ifndef PEDIGREE_LINEAGE_INTEROP_OWN_FORM_H_
#define PEDIGREE_LINEAGE_INTEROP_OWN_FORM_H_

#include <string>
#include <vector>

#include "lineage/interop/interop.h"
#include "lineage/interop/json_reader.h"

namespace pedigree::interop {

// With every site of the job, or of `edges` alone. On one line.
std::string OwnForm(const ExportInput& input, int job);
std::string OwnForm(const ExportInput& input, int job, const std::vector<int>& edges);
// An asset by itself.
std::string OwnForm(const Lineage::Asset& asset);

// An error names `where`; nothing is added then.
absl::Status AddOwnForm(std::string_view text, Where where, GraphBuilder* graph);
absl::StatusOr<int> AddOwnAsset(std::string_view text, Where where, GraphBuilder* graph);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_OWN_FORM_H_
