// The making of the joined view: what a graph lists, each thing once and sorted by content. A job
// is read, taken over and let go before the next, so that a large graph is never held as messages.
#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "lineage/aliases.h"
#include "lineage/edge_rank.h"
#include "lineage/graph_io.h"
#include "lineage/query.h"
#include "lineage/sort_unique.h"

namespace pedigree {
namespace {

using PlaceKey = std::tuple<std::string_view, uint32_t, uint32_t>;

PlaceKey Key(const Place& place) { return {place.file(), place.line(), place.column()}; }

auto Key(const Lineage::Site& site) {
  return std::make_tuple(site.job, Key(site.place), site.access, site.asset,
                         std::string_view(site.function), std::string_view(site.api));
}

std::tuple<std::string_view, std::string_view, std::string_view> Identity(
    const Lineage::Asset& asset) {
  return {asset.name_space, asset.name, asset.job};
}

auto PathKey(const Lineage::Edge& edge) {
  std::vector<std::pair<PlaceKey, std::string_view>> key;
  for (const Hop& hop : edge.path) key.emplace_back(Key(hop.place()), hop.note());
  return key;
}

// Edges between the same sites and columns, best first. Total, so that the order of the graph does
// not show.
bool Precedes(const Lineage::Edge& a, const Lineage::Edge& b) {
  const auto ends = [](const Lineage::Edge& e) {
    return std::tie(e.from, e.from_column, e.to, e.to_column);
  };
  if (ends(a) != ends(b)) return ends(a) < ends(b);
  const auto value = [](const Lineage::Edge& e) {
    return std::make_tuple(Rank(e.subtype, e.confidence, Mask(e.transforms)), Length(e));
  };
  if (value(a) != value(b)) return value(a) < value(b);
  if (a.transforms != b.transforms) return a.transforms < b.transforms;
  if (a.witnesses != b.witnesses) return a.witnesses < b.witnesses;
  return PathKey(a) < PathKey(b);
}

bool HaveSamePath(const FlowEdge& a, const FlowEdge& b) {
  return std::equal(a.path().begin(), a.path().end(), b.path().begin(), b.path().end(),
                    [](const Hop& one, const Hop& other) {
                      return Key(one.place()) == Key(other.place()) && one.note() == other.note();
                    });
}

// Column names as databases compare them.
std::string Lower(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// The columns of two names of the same data, which go into each other: those of the same name,
// whatever its case, and where only one of the two is known to have it, the same name.
std::vector<std::pair<std::string, std::string>> SharedColumns(const std::vector<std::string>& from,
                                                               const std::vector<std::string>& to) {
  std::vector<std::pair<std::string, std::string>> shared;
  const auto other = [](const std::vector<std::string>& columns) {
    std::map<std::string, std::vector<std::string>> by_name;
    for (const std::string& column : columns) by_name[Lower(column)].push_back(column);
    return by_name;
  };
  const auto of_from = other(from), of_to = other(to);
  for (const auto& [name, columns] : of_from) {
    const auto it = of_to.find(name);
    for (const std::string& column : columns) {
      if (it == of_to.end()) {
        shared.emplace_back(column, column);
      } else {
        for (const std::string& same : it->second) shared.emplace_back(column, same);
      }
    }
  }
  for (const auto& [name, columns] : of_to) {
    if (of_from.contains(name)) continue;
    for (const std::string& column : columns) shared.emplace_back(column, column);
  }
  return shared;
}

// `more` added to `all`, sorted, each once.
void Unite(google::protobuf::RepeatedPtrField<std::string>& all,
           const google::protobuf::RepeatedPtrField<std::string>& more) {
  std::vector<std::string> both(all.begin(), all.end());
  both.insert(both.end(), more.begin(), more.end());
  SortUnique(both);
  all.Assign(both.begin(), both.end());
}

// What two declarations say, whichever comes first: where only one can hold, the first in order.
void Unite(std::string& text, const std::string& other) {
  if (text.empty() || (!other.empty() && other < text)) text = other;
}

void Unite(Properties& all, const Properties& more) {
  Unite(*all.mutable_tag(), more.tag());
  Unite(*all.mutable_owner(), more.owner());
  Unite(*all.mutable_license(), more.license());
  Unite(*all.mutable_region(), more.region());
  Unite(*all.mutable_purpose(), more.purpose());
  // The shorter term is the one to keep.
  if (all.retention_days() == 0 ||
      (more.retention_days() > 0 && more.retention_days() < all.retention_days())) {
    all.set_retention_days(more.retention_days());
  }
  Unite(*all.mutable_digest(), more.digest());
  Unite(*all.mutable_description(), more.description());
  Unite(*all.mutable_target(), more.target());
  std::map<std::string, Properties::Column> columns;
  for (const Properties* properties : {static_cast<const Properties*>(&all), &more}) {
    for (const Properties::Column& column : properties->column()) {
      Properties::Column& to = columns[column.name()];
      to.set_name(column.name());
      Unite(*to.mutable_type(), column.type());
      Unite(*to.mutable_tag(), column.tag());
      Unite(*to.mutable_description(), column.description());
      std::set<int> witnesses(to.witness().begin(), to.witness().end());
      witnesses.insert(column.witness().begin(), column.witness().end());
      to.mutable_witness()->Assign(witnesses.begin(), witnesses.end());
    }
  }
  all.clear_column();
  for (auto& [_, column] : columns) *all.add_column() = std::move(column);
}

Lineage::Asset AssetOf(const Asset& from) {
  Lineage::Asset asset;
  asset.name_space = from.namespace_();
  asset.name = from.name();
  asset.job_local = from.job_local();
  if (from.job_local()) asset.job = from.job();
  asset.kind = from.kind();
  asset.kind_inferred = from.kind() != ASSET_KIND_UNSPECIFIED && from.kind_inferred();
  asset.columns.assign(from.column().begin(), from.column().end());
  for (const int witness : from.witness()) asset.witnesses.push_back(static_cast<Witness>(witness));
  if (from.has_properties()) Unite(asset.properties, from.properties());
  asset.versions.assign(from.version().begin(), from.version().end());
  return asset;
}

// What both say of one asset.
void Unite(Lineage::Asset& all, const Lineage::Asset& more) {
  // What is declared counts more than what is inferred, and anything more than nothing.
  const auto rank = [](const Lineage::Asset& asset) {
    return std::make_tuple(asset.kind == ASSET_KIND_UNSPECIFIED, asset.kind_inferred, asset.kind);
  };
  if (rank(more) < rank(all)) {
    all.kind = more.kind;
    all.kind_inferred = more.kind_inferred;
  }
  all.columns.insert(all.columns.end(), more.columns.begin(), more.columns.end());
  all.witnesses.insert(all.witnesses.end(), more.witnesses.begin(), more.witnesses.end());
  Unite(all.properties, more.properties);
  all.versions.insert(all.versions.end(), more.versions.begin(), more.versions.end());
}

}  // namespace

class Lineage::Maker {
 public:
  explicit Maker(GraphParts* parts) : parts_(*parts) {}

  absl::StatusOr<Lineage> Make() {
    if (absl::Status status = AddAssets(); !status.ok()) return status;
    lineage_.runs_.assign(parts_.rest().run().begin(), parts_.rest().run().end());
    AddTransforms();
    if (absl::Status status = OrderJobs(); !status.ok()) return status;
    if (absl::Status status = NameColumns(); !status.ok()) return status;
    lineage_.edges_.reserve(parts_.flows());
    for (const int at : order_) {
      const absl::StatusOr<const pedigree::Job*> job = parts_.ReadJob(at, &room_);
      if (!job.ok()) return job.status();
      AddJob(**job);
    }
    AddColumns();
    lineage_.Index();
    return std::move(lineage_);
  }

 private:
  // One for each identity, in the order of identities.
  absl::Status AddAssets() {
    pedigree::Asset room;
    std::vector<Asset> all;
    all.reserve(static_cast<size_t>(parts_.assets()));
    for (int at = 0; at < parts_.assets(); ++at) {
      const absl::StatusOr<const pedigree::Asset*> asset = parts_.ReadAsset(at, &room);
      if (!asset.ok()) return asset.status();
      all.push_back(AssetOf(**asset));
    }
    std::vector<size_t> order(all.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::pair(Identity(all[a]), a) < std::pair(Identity(all[b]), b);
    });
    std::vector<Asset>& assets = lineage_.assets_;
    assets.reserve(all.size());
    number_.resize(all.size());
    for (const size_t at : order) {
      if (assets.empty() || Identity(assets.back()) != Identity(all[at])) {
        assets.push_back(std::move(all[at]));
      } else {
        Unite(assets.back(), all[at]);
      }
      number_[at] = static_cast<int>(assets.size()) - 1;
    }
    return absl::OkStatus();
  }

  void AddTransforms() {
    std::vector<DeclaredTransform>& transforms = lineage_.transforms_;
    transforms.assign(parts_.rest().transform().begin(), parts_.rest().transform().end());
    const auto text = [](const DeclaredTransform& transform) {
      return std::make_pair(transform.function(), transform.SerializeAsString());
    };
    std::sort(transforms.begin(), transforms.end(),
              [&](const auto& a, const auto& b) { return text(a) < text(b); });
    transforms.erase(std::unique(transforms.begin(), transforms.end(),
                                 [&](const auto& a, const auto& b) { return text(a) == text(b); }),
                     transforms.end());
  }

  // By name. Two of one name stay two, in the order of what they say.
  absl::Status OrderJobs() {
    std::vector<std::string> bytes(static_cast<size_t>(parts_.jobs()));
    absl::flat_hash_map<std::string_view, int> first;
    for (int at = 0; at < parts_.jobs(); ++at) {
      order_.push_back(at);
      const auto [known, is_new] = first.try_emplace(parts_.JobName(at), at);
      if (is_new) continue;
      for (const int one : {known->second, at}) {
        if (!bytes[one].empty()) continue;
        const absl::StatusOr<const pedigree::Job*> job = parts_.ReadJob(one, &room_);
        if (!job.ok()) return job.status();
        bytes[one] = (*job)->SerializeAsString();
      }
    }
    std::sort(order_.begin(), order_.end(), [&](int a, int b) {
      const std::string_view name = parts_.JobName(a), other = parts_.JobName(b);
      return std::tie(name, bytes[a], a) < std::tie(other, bytes[b], b);
    });
    return absl::OkStatus();
  }

  // By asset, its columns as far as anything names them; only where there are aliases.
  absl::Status NameColumns() {
    const auto is_aliases = [&](int at) { return parts_.JobName(at) == kAliasJob; };
    if (std::none_of(order_.begin(), order_.end(), is_aliases)) return absl::OkStatus();
    named_.resize(lineage_.assets_.size());
    for (size_t i = 0; i < named_.size(); ++i) {
      named_[i] = lineage_.assets_[i].columns;
      for (const Properties::Column& column : lineage_.assets_[i].properties.column())
        named_[i].push_back(column.name());
    }
    for (const int at : order_) {
      const absl::StatusOr<const pedigree::Job*> job = parts_.ReadJob(at, &room_);
      if (!job.ok()) return job.status();
      for (const FlowEdge& flow : (*job)->flow()) {
        for (const auto& [site, column] :
             {std::pair(flow.from(), &flow.from_column()), {flow.to(), &flow.to_column()}}) {
          if (!column->empty())
            named_[number_[(*job)->site(static_cast<int>(site)).asset()]].push_back(*column);
        }
      }
    }
    for (auto& columns : named_) SortUnique(columns);
    return absl::OkStatus();
  }

  void AddJob(const pedigree::Job& from) {
    Job& to = lineage_.jobs_.emplace_back();
    to.name = from.name();
    to.coverage = from.coverage();
    to.declaration = from.declaration();
    const std::vector<int> site_number = AddSites(from, &to);

    std::vector<Edge> edges;
    edges.reserve(static_cast<size_t>(from.flow_size()));
    for (int i = 0; i < from.flow_size(); ++i) {
      const FlowEdge& flow = from.flow(i);
      Edge edge;
      edge.from = site_number[flow.from()];
      edge.to = site_number[flow.to()];
      edge.from_column = flow.from_column();
      edge.to_column = flow.to_column();
      // A graph that does not say how is read as the less precise claim.
      edge.subtype = flow.subtype() == SUBTYPE_UNSPECIFIED ? TRANSFORMATION : flow.subtype();
      edge.confidence = flow.confidence();
      for (const int kind : flow.transform())
        edge.transforms.push_back(static_cast<TransformKind>(kind));
      edge.witnesses.reserve(static_cast<size_t>(flow.witness_size()));
      for (const int witness : flow.witness())
        edge.witnesses.push_back(static_cast<Witness>(witness));
      SortUnique(edge.witnesses);
      edge.path = i > 0 && HaveSamePath(from.flow(i - 1), flow)
                      ? edges.back().path
                      : WitnessPath({flow.path().begin(), flow.path().end()});
      edges.push_back(std::move(edge));
    }
    if (from.name() == kAliasJob) AddAliasedColumns(&edges);
    std::sort(edges.begin(), edges.end(), Precedes);
    for (Edge& edge : edges) {
      if (!to.edges.empty()) {
        const Edge& last = lineage_.edges_.back();
        if (!Precedes(last, edge) && !Precedes(edge, last)) continue;
      }
      to.edges.push_back(static_cast<int>(lineage_.edges_.size()));
      lineage_.edges_.push_back(std::move(edge));
    }
  }

  // Sorted, equal ones once. The number that each has here.
  std::vector<int> AddSites(const pedigree::Job& from, Job* to) {
    std::vector<Site> sites;
    sites.reserve(static_cast<size_t>(from.site_size()));
    for (const SiteUse& use : from.site()) {
      Site& site = sites.emplace_back();
      site.job = static_cast<int>(lineage_.jobs_.size()) - 1;
      site.access = use.access();
      site.asset = number_[use.asset()];
      site.place = use.place();
      site.function = use.function();
      site.api = use.api();
      for (const int witness : use.witness()) {
        site.witnesses.push_back(static_cast<Witness>(witness));
      }
      if (site.witnesses.empty()) site.witnesses.push_back(DERIVED);
    }
    std::vector<size_t> order(sites.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::make_tuple(Key(sites[a]), a) < std::make_tuple(Key(sites[b]), b);
    });
    std::vector<int> number(sites.size());
    for (const size_t at : order) {
      if (to->sites.empty() || Key(lineage_.sites_.back()) != Key(sites[at])) {
        to->sites.push_back(static_cast<int>(lineage_.sites_.size()));
        lineage_.sites_.push_back(std::move(sites[at]));
      } else {
        std::vector<Witness>& all = lineage_.sites_.back().witnesses;
        all.insert(all.end(), sites[at].witnesses.begin(), sites[at].witnesses.end());
      }
      SortUnique(lineage_.sites_.back().witnesses);
      number[at] = static_cast<int>(lineage_.sites_.size()) - 1;
    }
    return number;
  }

  // Names of the same data share its columns.
  void AddAliasedColumns(std::vector<Edge>* edges) const {
    const size_t stated = edges->size();
    for (size_t i = 0; i < stated; ++i) {
      const Edge whole = (*edges)[i];
      if (!whole.from_column.empty() || !whole.to_column.empty()) continue;
      for (auto& [from_column, to_column] :
           SharedColumns(named_[lineage_.FromAsset(whole)], named_[lineage_.ToAsset(whole)])) {
        Edge& column = edges->emplace_back(whole);
        column.from_column = std::move(from_column);
        column.to_column = std::move(to_column);
      }
    }
  }

  // An asset has the columns that its properties and flows name, too.
  void AddColumns() {
    std::vector<std::ptrdiff_t> known;
    for (Asset& asset : lineage_.assets_) {
      for (const Properties::Column& column : asset.properties.column())
        asset.columns.push_back(column.name());
      SortUnique(asset.columns);
      SortUnique(asset.witnesses);
      known.push_back(static_cast<std::ptrdiff_t>(asset.columns.size()));
    }
    const auto add = [&](int asset, const std::string& column) {
      std::vector<std::string>& columns = lineage_.assets_[asset].columns;
      if (column.empty() ||
          std::binary_search(columns.begin(), columns.begin() + known[asset], column))
        return;
      columns.push_back(column);
    };
    for (const Edge& edge : lineage_.edges_) {
      add(lineage_.FromAsset(edge), edge.from_column);
      add(lineage_.ToAsset(edge), edge.to_column);
    }
    for (Asset& asset : lineage_.assets_) {
      SortUnique(asset.columns);
      asset.columns.shrink_to_fit();
    }
  }

  GraphParts& parts_;
  pedigree::Job room_;
  Lineage lineage_;
  std::vector<int> number_;  // of the graph's assets, here
  std::vector<int> order_;   // of the graph's jobs
  std::vector<std::vector<std::string>> named_;
};

absl::StatusOr<Lineage> Lineage::Make(const Graph& graph) {
  HeldParts parts(graph);
  return Make(&parts);
}

absl::StatusOr<Lineage> Lineage::Make(GraphParts* parts) { return Maker(parts).Make(); }

void Lineage::Index() {
  const auto number = [this](int asset, const std::string& column) {
    if (column.empty()) return 0;
    const std::vector<std::string>& columns = assets_[asset].columns;
    const auto at = std::lower_bound(columns.begin(), columns.end(), column);
    return static_cast<int>(at - columns.begin()) + 1;
  };
  size_t slots = 0;
  for (const Asset& asset : assets_) {
    slots_.push_back(slots);
    slots += asset.columns.size() + 1;
  }
  slots_.push_back(slots);
  from_columns_.reserve(edges_.size());
  to_columns_.reserve(edges_.size());
  for (const Edge& edge : edges_) {
    from_columns_.push_back(number(FromAsset(edge), edge.from_column));
    to_columns_.push_back(number(ToAsset(edge), edge.to_column));
  }
  leaving_ = Indexed([this](size_t edge) {
    return slots_[FromAsset(edges_[edge])] + static_cast<size_t>(from_columns_[edge]);
  });
  arriving_ = Indexed([this](size_t edge) {
    return slots_[ToAsset(edges_[edge])] + static_cast<size_t>(to_columns_[edge]);
  });
}

template <typename SlotOf>
Lineage::ByColumn Lineage::Indexed(SlotOf slot_of) const {
  ByColumn index;
  index.begin.resize(slots_.back() + 1);
  for (size_t edge = 0; edge < edges_.size(); ++edge) ++index.begin[slot_of(edge) + 1];
  std::partial_sum(index.begin.begin(), index.begin.end(), index.begin.begin());
  std::vector<uint32_t> next(index.begin.begin(), index.begin.end() - 1);
  index.edges.resize(edges_.size());
  for (size_t edge = 0; edge < edges_.size(); ++edge)
    index.edges[next[slot_of(edge)]++] = static_cast<int>(edge);
  return index;
}

}  // namespace pedigree
