#include "lineage/interop/exporting.h"

#include <fmt/format.h>

namespace pedigree::interop {

std::string PlainName(std::string_view name, size_t longest, std::string_view also) {
  std::string plain;
  uint32_t hash = 2166136261;  // FNV-1a
  for (const char c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      also.find(c) != std::string_view::npos;
    plain += fine ? c : also[0];
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  }
  // It begins and ends with a letter or a digit.
  plain.erase(0, std::min(plain.find_first_not_of(also), plain.size()));
  plain.erase(plain.find_last_not_of(also) + 1);
  if (plain == name && plain.size() <= longest && !plain.empty()) return plain;
  const std::string number = fmt::format("{}{:08x}", also[0], hash);
  return (plain.empty() ? "x" : plain.substr(0, longest - number.size())) + number;
}

std::string Untaken(const std::string& name, std::set<std::string>* taken) {
  std::string free = name;
  for (int n = 2; !taken->insert(free).second; ++n) free = fmt::format("{}_{}", name, n);
  return free;
}

std::map<std::string, const Properties::Column*> ColumnsOf(const Lineage::Asset& asset) {
  std::map<std::string, const Properties::Column*> columns;
  for (const std::string& name : asset.columns) columns[name] = nullptr;
  for (const Properties::Column& column : asset.properties.column())
    columns[column.name()] = &column;
  return columns;
}

FlowEdge FlowOf(const Lineage::Edge& edge) {
  FlowEdge flow;
  flow.set_from_column(edge.from_column);
  flow.set_to_column(edge.to_column);
  flow.set_subtype(edge.subtype);
  flow.set_confidence(edge.confidence);
  for (const TransformKind kind : edge.transforms) flow.add_transform(kind);
  for (const Witness witness : edge.witnesses) flow.add_witness(witness);
  return flow;
}

Touched TouchedBy(const ExportInput& input, int job) {
  std::set<int> reads, writes;
  for (const int at : input.lineage.jobs()[job].sites) {
    const Lineage::Site& site = input.lineage.sites()[at];
    if (Exported(input, site.asset))
      (site.access == SiteUse::READS ? reads : writes).insert(site.asset);
  }
  return {{reads.begin(), reads.end()}, {writes.begin(), writes.end()}};
}

std::map<int, Touched> TouchedByJobs(const ExportInput& input) {
  std::map<int, Touched> jobs;
  for (size_t i = 0; i < input.lineage.jobs().size(); ++i) {
    if (input.lineage.jobs()[i].name == kAliasJob) continue;
    const int job = static_cast<int>(i);
    Touched touched = TouchedBy(input, job);
    if (!touched.reads.empty() || !touched.writes.empty()) jobs[job] = std::move(touched);
  }
  return jobs;
}

std::map<int, std::set<int>> MakersOf(const std::map<int, Touched>& jobs) {
  std::map<int, std::set<int>> makers;
  for (const auto& [job, touched] : jobs) {
    for (const int asset : touched.writes) makers[asset].insert(job);
  }
  return makers;
}

bool DependsOn(const std::map<int, std::set<int>>& sources, int job, int on) {
  std::vector<int> open = {job};
  std::set<int> seen = {job};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    if (at == on) return true;
    const auto before = sources.find(at);
    if (before == sources.end()) continue;
    for (const int next : before->second) {
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return false;
}

std::string JsonLines(const std::vector<Json>& lines) {
  std::string text;
  for (const Json& line : lines) text += Dump(line) + "\n";
  return text;
}

}  // namespace pedigree::interop
