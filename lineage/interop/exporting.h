// What exporters ask of a graph: who touches what, in which order, and by which names.
#ifndef PEDIGREE_LINEAGE_INTEROP_EXPORTING_H_
#define PEDIGREE_LINEAGE_INTEROP_EXPORTING_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/interop/interop.h"
#include "lineage/json.h"

namespace pedigree::interop {

// The letters and digits of a name and those of `also`, with the first of `also` for all else; at
// most `longest`. What had to be changed ends in a number made of the whole, so that other names
// stay other names.
std::string PlainName(std::string_view name, size_t longest = 63, std::string_view also = "_-");

// The name, with "_2", "_3" ... where it is in `taken` already; it is afterwards.
std::string Untaken(const std::string& name, std::set<std::string>* taken);

// An asset's columns by name, with what is said of each; null: nothing.
std::map<std::string, const Properties::Column*> ColumnsOf(const Lineage::Asset& asset);

// The flow as a graph has it, but for its ends and its path.
FlowEdge FlowOf(const Lineage::Edge& edge);

// A job's reads and writes that are exported, each asset once.
struct Touched {
  std::vector<int> reads, writes;  // assets, in order
};
Touched TouchedBy(const ExportInput& input, int job);
// By job, where there are any; kAliasJob is none.
std::map<int, Touched> TouchedByJobs(const ExportInput& input);
// By asset: the jobs that write it.
std::map<int, std::set<int>> MakersOf(const std::map<int, Touched>& jobs);

// Whether `job` is `on`, or comes after it; `sources` says which jobs each one comes right after.
bool DependsOn(const std::map<int, std::set<int>>& sources, int job, int on);

// Each on a line of its own.
std::string JsonLines(const std::vector<Json>& lines);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_EXPORTING_H_
