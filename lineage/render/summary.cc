#include "lineage/render/summary.h"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include <map>
#include <set>
#include <tuple>

#include "lineage/names.h"
#include "lineage/query.h"
#include "lineage/render/style.h"

namespace pedigree {
namespace {

// An asset's namespace, name, and job where it is one job's own.
using AssetKey = std::tuple<std::string, std::string, std::string>;

std::string OrAll(const std::string& column) { return column.empty() ? "*" : column; }

void AddAssets(const Graph& graph, const Lineage& lineage, GraphSummary* summary) {
  std::map<AssetKey, const Properties*> properties;
  for (const Asset& asset : graph.asset()) {
    if (!asset.has_properties()) continue;
    properties.emplace(
        AssetKey(asset.namespace_(), asset.name(), asset.job_local() ? asset.job() : ""),
        &asset.properties());
  }
  for (const Lineage::Asset& asset : lineage.assets()) {
    if (asset.kind == LOG) continue;
    SummaryAsset* out = summary->add_asset();
    out->set_asset(AssetText(asset));
    out->set_kind(asset.kind);
    out->set_kind_inferred(asset.kind_inferred);
    for (const Witness witness : asset.witnesses) out->add_witness(witness);
    for (const std::string& column : asset.columns) out->add_column(column);
    const auto said = properties.find({asset.name_space, asset.name, asset.job});
    if (said != properties.end()) *out->mutable_properties() = *said->second;
  }
}

void AddFlow(const Lineage& lineage, const Lineage::Link& link, SummaryJob* job) {
  const Lineage::Asset& to = lineage.assets()[link.to];
  if (to.kind == LOG) return;
  SummaryFlow* flow = job->add_flow();
  flow->set_from(AssetText(lineage.assets()[link.from]));
  flow->set_to(AssetText(to));
  flow->set_indirect(!IsDirect(link.subtype));
  flow->set_confidence(link.confidence);
  const std::set<TransformKind> transforms(link.transforms.begin(), link.transforms.end());
  for (const TransformKind transform : transforms) flow->add_transform(transform);
  if (link.whole && !link.columns.empty()) flow->add_columns("* -> *");
  for (const auto& [from_column, to_column] : link.columns) {
    flow->add_columns(OrAll(from_column) + " -> " + OrAll(to_column));
  }
}

std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : Printable(text)) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string Listed(const google::protobuf::RepeatedPtrField<std::string>& items) {
  return Join({items.begin(), items.end()}, ", ");
}

std::string AssetRow(const SummaryAsset& asset) {
  const Properties& said = asset.properties();
  std::vector<std::string> witnesses;
  for (const int witness : asset.witness()) {
    witnesses.emplace_back(Name(static_cast<Witness>(witness)));
  }
  std::vector<std::string> tags(said.tag().begin(), said.tag().end());
  for (const Properties::Column& column : said.column()) {
    for (const std::string& tag : column.tag()) tags.push_back(column.name() + ": " + tag);
  }
  return fmt::format("| `{}` | {}{} | {} | {} | {} | {} |\n", Cell(asset.asset()),
                     Name(asset.kind()), asset.kind_inferred() ? " (inferred)" : "",
                     Cell(said.owner()), Cell(said.license()), Cell(Join(tags, ", ")),
                     Join(witnesses, ", "));
}

std::string JobText(const SummaryJob& job) {
  std::string out = fmt::format("\n## {}\n\n", Printable(job.name()));
  const Job::Declaration& said = job.declaration();
  if (!said.description().empty()) out += Printable(said.description()) + "\n\n";
  if (!said.owner().empty()) out += "Owner: " + Printable(said.owner()) + "\n\n";
  out += "Reads " + (job.reads().empty() ? "nothing" : Printable(Listed(job.reads()))) +
         "; writes " + (job.writes().empty() ? "nothing" : Printable(Listed(job.writes()))) +
         (said.strict() ? ". Declared strict.\n" : ".\n");
  if (job.flow().empty()) return out;
  out += "\n| from | to | how | columns |\n|---|---|---|---|\n";
  for (const SummaryFlow& flow : job.flow()) {
    std::vector<std::string> how{flow.indirect() ? "INDIRECT" : "DIRECT",
                                 std::string(Name(flow.confidence()))};
    for (const int transform : flow.transform()) {
      how.emplace_back(Name(static_cast<TransformKind>(transform)));
    }
    out += fmt::format("| `{}` | `{}` | {} | {} |\n", Cell(flow.from()), Cell(flow.to()),
                       Join(how, ", "), Cell(Listed(flow.columns())));
  }
  return out;
}

}  // namespace

absl::StatusOr<GraphSummary> Summarize(const Graph& graph) {
  const absl::StatusOr<Lineage> lineage = Lineage::Make(graph);
  if (!lineage.ok()) return lineage.status();
  GraphSummary summary;
  summary.set_schema_version(1);
  AddAssets(graph, *lineage, &summary);
  std::map<std::string, const Job*> declared;
  for (const Job& job : graph.job()) {
    if (job.has_declaration()) declared.emplace(job.name(), &job);
  }
  const std::vector<Lineage::Link> links = lineage->Links();
  for (size_t i = 0; i < lineage->jobs().size(); ++i) {
    const Lineage::Job& job = lineage->jobs()[i];
    SummaryJob* out = summary.add_job();
    out->set_name(job.name);
    const auto said = declared.find(job.name);
    if (said != declared.end()) *out->mutable_declaration() = said->second->declaration();
    std::set<std::string> reads, writes;
    for (const int at : job.sites) {
      const Lineage::Site& site = lineage->sites()[at];
      const Lineage::Asset& asset = lineage->assets()[site.asset];
      if (asset.kind == LOG) continue;
      (site.access == SiteUse::READS ? reads : writes).insert(AssetText(asset));
    }
    for (const std::string& asset : reads) out->add_reads(asset);
    for (const std::string& asset : writes) out->add_writes(asset);
    for (const Lineage::Link& link : links) {
      if (link.job == static_cast<int>(i)) AddFlow(*lineage, link, out);
    }
  }
  *summary.mutable_transform() = graph.transform();
  return summary;
}

std::string SummaryText(const GraphSummary& summary) {
  google::protobuf::TextFormat::Printer printer;
  // A line for each value, so that a change of one shows as one.
  printer.SetUseShortRepeatedPrimitives(false);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(summary, &text);
  return "# The lineage, as of proto/summary.proto. Written by Pedigree; reviewed with the "
         "code.\n" +
         text;
}

std::string SummaryMarkdown(const GraphSummary& summary) {
  std::string out =
      "# Lineage\n\n<!-- Written by Pedigree; reviewed with the code. -->\n\n"
      "| asset | kind | owner | licence | tags | witnesses |\n|---|---|---|---|---|---|\n";
  for (const SummaryAsset& asset : summary.asset()) out += AssetRow(asset);
  for (const SummaryJob& job : summary.job()) out += JobText(job);
  return out;
}

}  // namespace pedigree
