// pedigree inspect: what a binary carries.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "analyzer/carrier/carrier.h"
#include "analyzer/link/link.h"
#include "cli/command.h"
#include "lineage/file.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/observed.h"
#include "lineage/render/show.h"

namespace pedigree {
namespace {

// A binary, and the lineage of the program that its fragments make.
struct Inspected {
  std::string file;
  size_t file_size = 0;
  Carrier carrier;
  size_t size = 0;  // of the fragments
  std::vector<std::string> compilers;
  std::vector<link::FragmentIndex> fragments;  // views into `named`
  std::vector<link::NamedFragment> named;
  std::string job;
};

absl::StatusOr<Inspected> Inspect(const std::string& file, const std::string& job) {
  const absl::StatusOr<std::string> bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  if (!LooksLikeBinary(*bytes)) {
    return absl::InvalidArgumentError(
        fmt::format("{}: no object, archive, shared library or executable", file));
  }
  absl::StatusOr<Carrier> carrier = ReadCarrier(file, *bytes);
  if (!carrier.ok()) return carrier.status();
  if (carrier->units.empty()) return NoLineage(file, *carrier);
  Inspected inspected;
  inspected.file = file;
  inspected.file_size = bytes->size();
  inspected.carrier = *std::move(carrier);
  inspected.job = job.empty() ? std::filesystem::path(file).stem().string() : job;
  std::set<std::string> compilers;
  for (const CarriedUnit& unit : inspected.carrier.units) {
    inspected.size += unit.fragment_set.size();
    compilers.insert(unit.compiler);
    inspected.named.push_back({unit.place, unit.fragment_set});
  }
  inspected.compilers.assign(compilers.begin(), compilers.end());
  for (const link::NamedFragment& named : inspected.named) {
    absl::StatusOr<std::vector<link::FragmentIndex>> read = link::ReadFragments(named);
    if (!read.ok()) return read.status();
    for (link::FragmentIndex& fragment : *read) inspected.fragments.push_back(std::move(fragment));
  }
  return inspected;
}

absl::StatusOr<Lineage> LineageOf(const Inspected& inspected) {
  const absl::StatusOr<Graph> graph = link::Link(inspected.named, {.job = inspected.job});
  if (!graph.ok()) return graph.status();
  return Lineage::Make(*graph);
}

// Places are sorted as the graph's sites are: by content.
std::string SiteLine(const Lineage& lineage, const Lineage::Site& site) {
  const Lineage::Asset& asset = lineage.assets()[site.asset];
  return fmt::format("  {}  {} {} by {} in {}\n", PlaceText(site.place),
                     site.access == SiteUse::READS ? "reads" : "writes", AssetText(asset), site.api,
                     site.function);
}

std::string InspectText(const Inspected& inspected, const Lineage& lineage, const Style& style) {
  std::string text =
      fmt::format("{}: {}, job {}\n", inspected.file, inspected.carrier.kind, inspected.job);
  for (const std::string& compiler : inspected.compilers)
    text += fmt::format("compiled by {}\n", compiler);
  text += fmt::format(
      "lineage: {} bytes, {:.1f}% of the file\n", inspected.size,
      100.0 * static_cast<double>(inspected.size) / static_cast<double>(inspected.file_size));
  text += fmt::format("digest: sha256:{}\n", Hex(inspected.carrier.digest));
  text += fmt::format("\n{}\n", Count(inspected.fragments.size(), "source"));
  for (const link::FragmentIndex& fragment : inspected.fragments) {
    text += fmt::format("  {}{}\n", fragment.source, fragment.incomplete ? "  (incomplete)" : "");
  }
  if (!inspected.carrier.bare.empty()) {
    text += fmt::format("\n{} without lineage\n", Count(inspected.carrier.bare.size(), "object"));
    for (const std::string& name : inspected.carrier.bare) text += fmt::format("  {}\n", name);
  }
  text += fmt::format("\n{}\n", Count(lineage.sites().size(), "site"));
  for (const Lineage::Site& site : lineage.sites()) text += SiteLine(lineage, site);
  return text + "\n" + ShowText(lineage, style, {});
}

std::string InspectJson(const Inspected& inspected, const Lineage& lineage) {
  Json json;
  json["file"] = inspected.file;
  json["kind"] = inspected.carrier.kind;
  json["job"] = inspected.job;
  json["compilers"] = inspected.compilers;
  json["lineage_bytes"] = inspected.size;
  json["lineage_digest"] = "sha256:" + Hex(inspected.carrier.digest);
  json["file_bytes"] = inspected.file_size;
  json["sources"] = Json::array();
  for (const link::FragmentIndex& fragment : inspected.fragments) {
    Json source;
    source["source"] = std::string(fragment.source);
    source["object"] = std::string(fragment.file);
    source["incomplete"] = fragment.incomplete;
    json["sources"].push_back(std::move(source));
  }
  json["without_lineage"] = inspected.carrier.bare;
  json["graph"] = Json::parse(ShowJson(lineage));
  return Dump(json, 2) + "\n";
}

}  // namespace

absl::StatusOr<int> RunInspect(const Arguments& arguments) {
  Command command(
      "inspect", "[OPTION]... BINARY",
      "The lineage that an object, archive, shared library or executable carries, if it "
      "was compiled with\n"
      "-fplugin=libpedigree.so: its sources, where they read and write, and the graph "
      "of what flows where.");
  command.Options()("format", "text or json", cxxopts::value<std::string>()->default_value("text"),
                    "FORMAT");
  command.Options()("job", "What to call the program (default: the file's name without its ending)",
                    cxxopts::value<std::string>(), "NAME");
  command.AddColor();
  command.Positional({"binary"});
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto format = FormatOf(command, **options, {"text", "json"});
  if (!format.ok()) return format.status();
  const auto style = StyleOf(command, **options);
  if (!style.ok()) return style.status();

  const std::string job = (*options)->count("job") > 0 ? (**options)["job"].as<std::string>() : "";
  const auto inspected = Inspect((**options)["binary"].as<std::string>(), job);
  if (!inspected.ok()) return inspected.status();
  const auto lineage = LineageOf(*inspected);
  if (!lineage.ok()) return lineage.status();
  const std::string text = *format == "json" ? InspectJson(*inspected, *lineage)
                                             : InspectText(*inspected, *lineage, *style);
  if (absl::Status status = Print(text); !status.ok()) return status;
  return 0;
}

}  // namespace pedigree
