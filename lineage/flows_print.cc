#include "lineage/flows_print.h"

#include <fmt/format.h>

#include <algorithm>

#include "lineage/flow_json.h"
#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/utf8.h"

namespace pedigree {
namespace {

bool Contains(const std::vector<int>& items, int item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

Ink ConfidenceInk(Confidence confidence) {
  return confidence == EXACT || confidence == MODELED ? Ink::kDim : Ink::kYellow;
}

}  // namespace

std::vector<Lineage::Flow> Select(const Lineage& lineage, std::vector<Lineage::Flow> flows,
                                  const FlowsFilter& filter) {
  std::erase_if(flows, [&](const Lineage::Flow& flow) {
    const int from = lineage.sites()[flow.from].asset;
    const int to = lineage.sites()[flow.to].asset;
    if (!filter.from.empty() && !Contains(filter.from, from)) return true;
    if (!filter.to.empty() && !Contains(filter.to, to)) return true;
    return !filter.all && (IsNoise(lineage, from) || IsNoise(lineage, to));
  });
  return flows;
}

std::string PathText(const std::vector<Hop>& path, const Style& style, std::string_view indent) {
  std::vector<const Hop*> hops;
  for (const Hop& hop : path) hops.push_back(&hop);
  std::string out;
  PathPrinter(style, indent).Append(hops, &out);
  return out;
}

void PathPrinter::Append(const std::vector<const Hop*>& path, std::string* out) {
  std::vector<const Text*> texts;
  texts.reserve(path.size());
  size_t width = 0;
  for (const Hop* hop : path) {
    const auto [it, added] = known_.try_emplace(hop);
    if (added) {
      const std::string place = Printable(PlaceText(hop->place()));
      it->second = {Paint(style_, Ink::kCyan, place), CodePoints(place), Printable(hop->note())};
    }
    texts.push_back(&it->second);
    width = std::max(width, it->second.width);
  }
  for (const Text* text : texts) {
    *out += indent_;
    *out += text->place;
    if (!text->note.empty()) {
      out->append(width - text->width + 2, ' ');
      *out += text->note;
    }
    *out += '\n';
  }
}

std::string FlowsText(const Lineage& lineage, const std::vector<Lineage::Flow>& flows,
                      const Style& style, bool paths) {
  std::string out;
  for (const Lineage::Flow& flow : flows) {
    const Lineage::Site& from = lineage.sites()[flow.from];
    const Lineage::Site& to = lineage.sites()[flow.to];
    std::vector<std::string> jobs;
    for (const int job : lineage.Jobs(flow)) jobs.push_back(lineage.jobs()[job].name);
    const std::vector<TransformKind> transforms = lineage.Transforms(flow);
    out += Paint(style, Ink::kBold, AssetText(lineage.assets()[from.asset], flow.from_column));
    out += fmt::format(" {} ", Arrow(style));
    out += Paint(style, Ink::kBold, AssetText(lineage.assets()[to.asset], flow.to_column));
    out += "  ";
    out += Paint(style, IsDirect(flow.subtype) ? Ink::kGreen : Ink::kBlue, Influence(flow.subtype));
    out += fmt::format(" {}", Name(flow.subtype));
    if (!transforms.empty()) out += "  " + Paint(style, Ink::kMagenta, Names(transforms));
    out += "  " + Paint(style, ConfidenceInk(flow.confidence), Name(flow.confidence));
    out += "  " + Paint(style, Ink::kDim, "by " + Join(jobs, ", "));
    if (!paths) {
      out += Paint(style, Ink::kDim,
                   fmt::format("  {} .. {}", PlaceText(from.place), PlaceText(to.place)));
    }
    out += "\n";
    if (paths) out += PathText(lineage.Path(flow), style, "    ") + "\n";
  }
  return out;
}

std::string FlowsJsonl(const Lineage& lineage, const std::vector<Lineage::Flow>& flows) {
  std::string out;
  FlowJsonWriter writer(lineage);
  for (const Lineage::Flow& flow : flows) {
    writer.Append(flow, out);
    out += '\n';
  }
  return out;
}

}  // namespace pedigree
