// A diff as GitHub's Markdown: https://github.github.com/gfm, with Mermaid's flowchart.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lineage/diff.h"
#include "lineage/diff_view.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr size_t kMaxArrows = 80;      // more is no picture any more; Mermaid itself stops at 500
constexpr size_t kMaxPicture = 50000;  // bytes: Mermaid's maxTextSize, which GitHub leaves as it is
constexpr size_t kMaxPath = 40;        // steps shown of a way
constexpr size_t kMaxName = 400;       // bytes; of a longer one both ends

// Of what is too long for a comment, both ends.
std::string Shortened(std::string text) {
  if (text.size() <= kMaxName) return text;
  const auto inside = [&](size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  size_t head = kMaxName / 2, tail = text.size() - kMaxName / 2;
  while (head > 0 && inside(head)) --head;
  while (tail < text.size() && inside(tail)) ++tail;
  return text.substr(0, head) + "…" + text.substr(tail);
}

// A bar would end a table's cell, in a code span as well.
std::string Cell(std::string_view markdown) {
  std::string out;
  for (const char c : markdown) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

// In Mermaid's quotes; its escape is #code;.
std::string Label(std::string_view text) {
  std::string out;
  for (const char c : Shortened(Printable(text))) {
    if (std::string_view("\"#&<>`|;\\").find(c) != std::string_view::npos) {
      out += fmt::format("#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

class Markdown {
 public:
  Markdown(const Lineage& base, const Lineage& head, const LineageDiff& diff)
      : base_(base),
        head_(head),
        diff_(diff),
        groups_(GroupFlows(base, head, diff)),
        places_(base, head, diff) {
    std::erase_if(groups_, [&](const FlowGroup& group) {
      return ToAsset(Of(*group.front()), group.front()->flow).kind == LOG;
    });
  }

  std::string Text(size_t limit) const {
    const std::string summary = Summary();
    if (diff_.empty()) return summary;
    // The end says what is left out.
    const std::string cut = "\n_Shortened to fit: the whole is in `pedigree diff`._\n";
    const size_t most = std::max(groups_.size(), diff_.assets.size() + diff_.jobs.size());
    const std::string table = Table(most, limit);
    if (summary.size() + table.size() <= limit) {
      const std::string picture = Picture();
      const size_t taken = summary.size() + table.size() + picture.size();
      if (taken <= limit) {
        if (const std::string ways = Ways(limit - taken); taken + ways.size() <= limit)
          return summary + table + picture + ways;
      }
      if (taken + cut.size() <= limit) return summary + table + picture + cut;
      if (summary.size() + table.size() + cut.size() <= limit) return summary + table + cut;
    }
    for (size_t rows = most; rows > 0; rows /= 2) {
      const std::string part = Table(rows, limit);
      if (summary.size() + part.size() + cut.size() <= limit) return summary + part + cut;
    }
    if (summary.size() + cut.size() <= limit) return summary + cut;
    const std::string heading = Heading() + cut;
    return heading.size() <= limit ? heading : std::string(kDiffMarker) + "\n";
  }

 private:
  const Lineage& Of(const FlowChange& change) const { return GraphOf(base_, head_, change.change); }

  static std::string List(const std::vector<std::string>& names) {
    constexpr size_t kMaxNames = 10;
    std::vector<std::string> shown;
    for (size_t i = 0; i < names.size() && i < kMaxNames; ++i)
      shown.push_back(MarkdownCode(names[i]));
    if (names.size() > kMaxNames) shown.push_back(fmt::format("{} more", names.size() - kMaxNames));
    return Join(shown, ", ");
  }

  std::string Heading() const {
    return fmt::format("{}\n### Lineage: {}\n", kDiffMarker,
                       diff_.empty() ? "no change" : DiffTally(diff_));
  }

  std::string Summary() const {
    std::string out = Heading();
    if (diff_.empty()) return out;
    out += "\n";
    const BlastRadius radius = BlastRadiusOf(base_, head_, diff_);
    if (!radius.models.empty()) out += fmt::format("**Into models:** {}\n\n", List(radius.models));
    if (!radius.jobs.empty()) out += fmt::format("**Jobs downstream:** {}\n\n", List(radius.jobs));
    return out;
  }

  static std::string_view Sign(Change change) {
    return change == Change::kAdded ? "added" : change == Change::kRemoved ? "removed" : "changed";
  }

  std::string JobLine(const JobChange& job) const {
    std::string line = fmt::format("- {} job {}", Sign(job.change), MarkdownCode(job.name));
    if (const std::string owner = OwnerOf(base_, head_, job); !owner.empty())
      line += fmt::format(", owner {}", MarkdownCode(owner));
    return line + "\n";
  }

  std::string AssetLine(const AssetChange& change) const {
    const Lineage::Asset& asset = *change.asset;
    std::string line =
        fmt::format("- {} {} {}", Sign(change.change), change.column.empty() ? "asset" : "column",
                    MarkdownCode(AssetText(asset, change.column)));
    if (change.change == Change::kChanged) {
      line += fmt::format(": {} was {}, is {}", change.property, MarkdownCode(change.was),
                          MarkdownCode(change.is));
    } else if (change.column.empty() && asset.kind != ASSET_KIND_UNSPECIFIED) {
      line += fmt::format(" ({})", Name(asset.kind));
    }
    if (const std::string tags = TagsOf(asset, change.column);
        change.change != Change::kChanged && !tags.empty()) {
      line += fmt::format(", tags {}", MarkdownCode(tags));
    }
    if (!asset.properties.owner().empty() && change.property != "owner")
      line += fmt::format(", owner {}", MarkdownCode(asset.properties.owner()));
    if (const Place place = places_.Of(change);
        change.change != Change::kChanged && !place.file().empty())
      line += fmt::format(", at {}", MarkdownCode(PlaceText(place)));
    return line + "\n";
  }

  std::string How(const FlowGroup& group) const {
    const FlowChange& change = *group.front();
    if (change.change == Change::kChanged) {
      std::vector<std::string> parts;
      for (const PropertyChange& property : diff_.PropertiesOf(change)) {
        parts.push_back(fmt::format("{}: {} → {}", property.property, MarkdownCode(property.was),
                                    MarkdownCode(property.is)));
      }
      return Join(parts, "; ");
    }
    const Lineage& lineage = Of(change);
    const Lineage::Flow& flow = change.flow;
    std::string how = FlowText(flow.subtype, lineage.Transforms(flow), flow.confidence);
    if (group.size() > 1)
      how += fmt::format(", and into {}", Count(group.size() - 1, "more column"));
    return how;
  }

  // At most `rows` of jobs, assets and columns, and of flows. Once it is longer than `limit`, the
  // rest of it is of no use.
  std::string Table(size_t rows, size_t limit) const {
    std::string out;
    size_t lines = 0;
    const auto fits = [&] { return ++lines <= rows && out.size() <= limit; };
    for (const JobChange& job : diff_.jobs) {
      if (fits()) out += JobLine(job);
    }
    for (const AssetChange& asset : diff_.assets) {
      if (fits()) out += AssetLine(asset);
    }
    if (lines > rows) out += fmt::format("- and {} more\n", lines - rows);
    if (groups_.empty()) return out;
    if (lines > 0) out += "\n";
    out += "| flow | from | to | how |\n|---|---|---|---|\n";
    const size_t shown = std::min(rows, groups_.size());
    for (size_t i = 0; i < shown && out.size() <= limit; ++i) {
      const FlowChange& change = *groups_[i].front();
      const Lineage& lineage = Of(change);
      out += fmt::format(
          "| {} | {} | {} | {} |\n", Sign(change.change),
          Cell(MarkdownCode(AssetText(FromAsset(lineage, change.flow), change.flow.from_column))),
          Cell(MarkdownCode(AssetText(ToAsset(lineage, change.flow), change.flow.to_column))),
          Cell(How(groups_[i])));
    }
    if (shown < groups_.size())
      out += fmt::format("\nand {}\n", Count(groups_.size() - shown, "more flow"));
    return out;
  }

  // What changed, with what stayed on each changed way in grey: by columns or, where that is too
  // much, by assets.
  std::string Picture() const {
    if (groups_.empty()) return "";
    for (const bool columns : {true, false}) {
      if (std::string picture = Picture(columns); !picture.empty()) return picture;
    }
    return "\n_Too much for a picture: `pedigree diff --format html` has one._\n";
  }

  // Empty where it would have too many arrows, or too much text.
  std::string Picture(bool columns) const {
    std::map<std::string, int> nodes;
    std::string boxes, arrows, styles;
    std::map<std::pair<int, int>, Change> drawn;
    const auto node = [&](const Lineage::Asset& asset, const std::string& column) {
      const std::string text = columns ? AssetText(asset, column) : AssetText(asset);
      const auto [at, is_new] = nodes.try_emplace(text, static_cast<int>(nodes.size()));
      if (is_new) {
        const auto [open, close] = asset.kind == MODEL   ? std::pair("[[", "]]")
                                   : asset.kind == TABLE ? std::pair("[(", ")]")
                                                         : std::pair("[", "]");
        boxes += fmt::format("  n{}{}\"{}\"{}\n", at->second, open, Label(text), close);
      }
      return at->second;
    };
    for (const FlowGroup& group : groups_) {
      const FlowChange& change = *group.front();
      const Lineage& lineage = Of(change);
      for (const int at : change.flow.chain) {
        const Lineage::Edge& edge = lineage.edges()[at];
        const Lineage::Asset& from = lineage.assets()[lineage.FromAsset(edge)];
        const Lineage::Asset& to = lineage.assets()[lineage.ToAsset(edge)];
        const int a = node(from, edge.from_column);
        const int b = node(to, edge.to_column);
        if (!drawn.try_emplace({a, b}, change.change).second) continue;
        if (drawn.size() > kMaxArrows) return "";
        const std::string label = Label(lineage.jobs()[lineage.JobOf(edge)].name);
        arrows += fmt::format("  n{} {}|\"{}\"| n{}\n", a, IsDirect(edge.subtype) ? "-->" : "-.->",
                              label, b);
        const std::string_view style =
            change.change != Change::kChanged && InBoth(change.change, at)
                ? "stroke:#8c959f,stroke-width:1px"
            : change.change == Change::kAdded   ? "stroke:#1a7f37,stroke-width:2px"
            : change.change == Change::kRemoved ? "stroke:#cf222e,stroke-width:2px"
                                                : "stroke:#9a6700,stroke-width:2px";
        styles += fmt::format("  linkStyle {} {}\n", drawn.size() - 1, style);
      }
    }
    if (drawn.empty()) return "";
    std::string chart = fmt::format("flowchart LR\n{}{}{}", boxes, arrows, styles);
    return chart.size() > kMaxPicture ? "" : fmt::format("\n```mermaid\n{}```\n", chart);
  }

  // Whether an edge on the way of what was added or removed is in the other graph as well.
  bool InBoth(Change change, int edge) const {
    const auto& kept = change == Change::kAdded ? diff_.head_edges_kept : diff_.base_edges_kept;
    return kept[static_cast<size_t>(edge)];
  }

  // Once it is longer than `limit`, the rest of it is of no use.
  std::string Ways(size_t limit) const {
    if (groups_.empty()) return "";
    std::string out = "\n<details><summary>Through which code</summary>\n\n";
    for (const FlowGroup& group : groups_) {
      if (out.size() > limit) break;
      const FlowChange& change = *group.front();
      const Lineage& lineage = Of(change);
      out += fmt::format(
          "**{} {} → {}**\n\n", Sign(change.change),
          MarkdownCode(AssetText(FromAsset(lineage, change.flow), change.flow.from_column)),
          MarkdownCode(AssetText(ToAsset(lineage, change.flow), change.flow.to_column)));
      if (const std::vector<std::string> owners = OwnersOf(lineage, change.flow); !owners.empty())
        out += fmt::format("{} {}\n\n", owners.size() > 1 ? "Owners" : "Owner", List(owners));
      const std::vector<Hop> path = lineage.Path(change.flow);
      for (size_t i = 0; i < path.size(); ++i) {
        if (i == kMaxPath) {
          out += fmt::format("- and {}\n", Count(path.size() - kMaxPath, "more step"));
          break;
        }
        out += fmt::format("- {} {}\n", MarkdownCode(PlaceText(path[i].place())),
                           path[i].note().empty() ? "" : MarkdownCode(path[i].note()));
      }
      out += "\n";
    }
    return out + "</details>\n";
  }

  const Lineage& base_;
  const Lineage& head_;
  const LineageDiff& diff_;
  std::vector<FlowGroup> groups_;
  const ChangePlaces places_;
};

}  // namespace

// With as many backticks around it as it takes.
std::string MarkdownCode(std::string_view text) {
  std::string shown = Shortened(Printable(text));
  size_t longest = 0, run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  if (longest > 0) shown = " " + shown + " ";
  return fence + shown + fence;
}

std::string MarkdownText(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (std::string_view("\\`*_[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string DiffMarkdown(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                         size_t limit) {
  return Markdown(base, head, diff).Text(limit);
}

}  // namespace pedigree
