#include "lineage/query.h"

#include <algorithm>
#include <bitset>
#include <cctype>
#include <map>
#include <numeric>
#include <queue>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "lineage/aliases.h"
#include "lineage/graph_io.h"

namespace pedigree {
namespace {

template <typename T>
void SortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

using PlaceKey = std::tuple<std::string_view, uint32_t, uint32_t>;

PlaceKey Key(const Place& place) { return {place.file(), place.line(), place.column()}; }

auto Key(const Lineage::Site& site) {
  return std::make_tuple(site.job, Key(site.place), site.access, site.asset,
                         std::string_view(site.function), std::string_view(site.api));
}

// The kinds of transform on a chain, as a set.
uint32_t Mask(const std::vector<TransformKind>& transforms) {
  uint32_t mask = 0;
  for (const TransformKind kind : transforms) mask |= 1u << std::min<int>(kind, 31);
  return mask;
}

int Kinds(uint32_t mask) { return static_cast<int>(std::bitset<32>(mask).count()); }

// How good a flow is, apart from its length; less is better.
auto Rank(Subtype subtype, Confidence confidence, uint32_t mask) {
  return std::make_tuple(!IsDirect(subtype), confidence, Distance(subtype), Kinds(mask), mask);
}

size_t Length(const Lineage::Edge& edge) { return std::max<size_t>(edge.path.size(), 1); }

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

// Whether it is of whole assets that are the same data by two names: what has a column goes on
// through that column's own edge.
bool OfAllColumns(const Lineage& lineage, const Lineage::Edge& edge) {
  return edge.from_column.empty() && edge.to_column.empty() &&
         lineage.jobs()[lineage.JobOf(edge)].name == kAliasJob;
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

}  // namespace

int Distance(Subtype subtype) { return subtype == SUBTYPE_UNSPECIFIED ? TRANSFORMATION : subtype; }

Subtype Compose(Subtype first, Subtype second) {
  if (!IsDirect(first)) return first;
  if (!IsDirect(second)) return second;
  return std::max(first, second);
}

// ---- Making the view
// -------------------------------------------------------------------------------------------

absl::StatusOr<Lineage> Lineage::Make(const Graph& graph) {
  if (absl::Status status = ValidateGraph(graph); !status.ok()) return status;
  Lineage lineage;

  // Assets: one for each identity, in the order of identities.
  using Identity = std::tuple<std::string_view, std::string_view, std::string_view>;
  const auto identity = [&](int asset) {
    const pedigree::Asset& it = graph.asset(asset);
    return Identity(it.namespace_(), it.name(), it.job_local() ? it.job() : std::string_view());
  };
  std::vector<int> by_identity(static_cast<size_t>(graph.asset_size()));
  std::iota(by_identity.begin(), by_identity.end(), 0);
  std::sort(by_identity.begin(), by_identity.end(), [&](int a, int b) {
    return std::make_pair(identity(a), a) < std::make_pair(identity(b), b);
  });
  std::vector<int> number(by_identity.size());  // of the graph's assets
  int assets = 0;
  for (size_t i = 0; i < by_identity.size(); ++i) {
    if (i > 0 && identity(by_identity[i]) != identity(by_identity[i - 1])) ++assets;
    number[static_cast<size_t>(by_identity[i])] = assets;
  }
  lineage.assets_.resize(by_identity.empty() ? 0 : static_cast<size_t>(assets) + 1);
  for (int i = 0; i < graph.asset_size(); ++i) {
    const pedigree::Asset& from = graph.asset(i);
    Asset& to = lineage.assets_[static_cast<size_t>(number[static_cast<size_t>(i)])];
    to.name_space = from.namespace_();
    to.name = from.name();
    to.job_local = from.job_local();
    if (from.job_local()) to.job = from.job();
    // What is declared counts more than what is inferred, and anything more than nothing.
    if (from.kind() != ASSET_KIND_UNSPECIFIED) {
      const auto rank = [](AssetKind kind, bool inferred) {
        return std::make_tuple(kind == ASSET_KIND_UNSPECIFIED, inferred, kind);
      };
      if (rank(from.kind(), from.kind_inferred()) < rank(to.kind, to.kind_inferred)) {
        to.kind = from.kind();
        to.kind_inferred = from.kind_inferred();
      }
    }
    to.columns.insert(to.columns.end(), from.column().begin(), from.column().end());
    for (const int witness : from.witness()) to.witnesses.push_back(static_cast<Witness>(witness));
    if (from.has_properties()) Unite(to.properties, from.properties());
    to.versions.insert(to.versions.end(), from.version().begin(), from.version().end());
  }
  lineage.runs_.assign(graph.run().begin(), graph.run().end());
  for (const DeclaredTransform& transform : graph.transform())
    lineage.transforms_.push_back(transform);
  const auto text = [](const DeclaredTransform& transform) {
    return std::make_pair(transform.function(), transform.SerializeAsString());
  };
  std::sort(lineage.transforms_.begin(), lineage.transforms_.end(),
            [&](const auto& a, const auto& b) { return text(a) < text(b); });
  lineage.transforms_.erase(
      std::unique(lineage.transforms_.begin(), lineage.transforms_.end(),
                  [&](const auto& a, const auto& b) { return text(a) == text(b); }),
      lineage.transforms_.end());

  // Jobs, by name. Two of one name stay two.
  std::vector<const pedigree::Job*> jobs;
  for (const pedigree::Job& job : graph.job()) jobs.push_back(&job);
  std::vector<std::string> bytes(jobs.size());
  std::vector<size_t> order(jobs.size());
  std::iota(order.begin(), order.end(), 0);
  absl::flat_hash_map<std::string_view, size_t> first;  // of a name
  for (size_t i = 0; i < jobs.size(); ++i) {
    const auto [at, is_new] = first.try_emplace(jobs[i]->name(), i);
    if (is_new) continue;
    bytes[i] = jobs[i]->SerializeAsString();
    if (bytes[at->second].empty()) bytes[at->second] = jobs[at->second]->SerializeAsString();
  }
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::tie(jobs[a]->name(), bytes[a]) < std::tie(jobs[b]->name(), bytes[b]);
  });

  // By asset, its columns as far as anything names them; only where there are aliases.
  std::vector<std::vector<std::string>> named;
  if (first.contains(kAliasJob)) {
    named.resize(lineage.assets_.size());
    for (size_t i = 0; i < named.size(); ++i) {
      named[i] = lineage.assets_[i].columns;
      for (const Properties::Column& column : lineage.assets_[i].properties.column())
        named[i].push_back(column.name());
    }
    for (const pedigree::Job* job : jobs) {
      for (const FlowEdge& flow : job->flow()) {
        for (const auto& [site, column] :
             {std::pair(flow.from(), &flow.from_column()), {flow.to(), &flow.to_column()}}) {
          if (!column->empty())
            named[number[job->site(static_cast<int>(site)).asset()]].push_back(*column);
        }
      }
    }
    for (auto& columns : named) SortUnique(columns);
  }

  size_t flows = 0;
  for (const pedigree::Job* job : jobs) flows += static_cast<size_t>(job->flow_size());
  lineage.edges_.reserve(flows);
  for (const size_t at : order) {
    const pedigree::Job& from = *jobs[at];
    const int job = static_cast<int>(lineage.jobs_.size());
    Job& to = lineage.jobs_.emplace_back();
    to.name = from.name();
    to.coverage = from.coverage();
    to.declaration = from.declaration();

    // Sites: sorted, equal ones once.
    std::vector<Site> sites;
    for (const SiteUse& use : from.site()) {
      Site& site = sites.emplace_back();
      site.job = job;
      site.access = use.access();
      site.asset = number[use.asset()];
      site.place = use.place();
      site.function = use.function();
      site.api = use.api();
      for (const int witness : use.witness()) {
        site.witnesses.push_back(static_cast<Witness>(witness));
      }
      if (site.witnesses.empty()) site.witnesses.push_back(DERIVED);
    }
    std::vector<size_t> by_key(sites.size());
    std::iota(by_key.begin(), by_key.end(), 0);
    std::sort(by_key.begin(), by_key.end(), [&](size_t a, size_t b) {
      return std::make_tuple(Key(sites[a]), a) < std::make_tuple(Key(sites[b]), b);
    });
    std::vector<int> site_number(sites.size());
    for (size_t i = 0; i < by_key.size(); ++i) {
      if (i == 0 || Key(sites[by_key[i]]) != Key(sites[by_key[i - 1]])) {
        to.sites.push_back(static_cast<int>(lineage.sites_.size()));
        lineage.sites_.push_back(sites[by_key[i]]);
      } else {
        std::vector<Witness>& all = lineage.sites_.back().witnesses;
        const std::vector<Witness>& more = sites[by_key[i]].witnesses;
        all.insert(all.end(), more.begin(), more.end());
      }
      SortUnique(lineage.sites_.back().witnesses);
      site_number[by_key[i]] = static_cast<int>(lineage.sites_.size()) - 1;
    }

    std::vector<Edge> edges;
    edges.reserve(static_cast<size_t>(from.flow_size()));
    for (const FlowEdge& flow : from.flow()) {
      Edge& edge = edges.emplace_back();
      edge.from = site_number[flow.from()];
      edge.to = site_number[flow.to()];
      edge.from_column = flow.from_column();
      edge.to_column = flow.to_column();
      // A graph that does not say how is read as the less precise claim.
      edge.subtype = flow.subtype() == SUBTYPE_UNSPECIFIED ? TRANSFORMATION : flow.subtype();
      edge.confidence = flow.confidence();
      for (const int kind : flow.transform())
        edge.transforms.push_back(static_cast<TransformKind>(kind));
      for (const int witness : flow.witness())
        edge.witnesses.push_back(static_cast<Witness>(witness));
      SortUnique(edge.witnesses);
      edge.path.assign(flow.path().begin(), flow.path().end());
    }
    if (from.name() == kAliasJob) {
      const size_t stated = edges.size();
      for (size_t i = 0; i < stated; ++i) {
        if (!edges[i].from_column.empty() || !edges[i].to_column.empty()) continue;
        for (auto& [from_column, to_column] :
             SharedColumns(named[lineage.sites_[edges[i].from].asset],
                           named[lineage.sites_[edges[i].to].asset])) {
          Edge column = edges[i];
          column.from_column = std::move(from_column);
          column.to_column = std::move(to_column);
          edges.push_back(std::move(column));
        }
      }
    }
    std::sort(edges.begin(), edges.end(), Precedes);
    for (Edge& edge : edges) {
      if (!to.edges.empty()) {
        const Edge& last = lineage.edges_.back();
        if (!Precedes(last, edge) && !Precedes(edge, last)) continue;
      }
      to.edges.push_back(static_cast<int>(lineage.edges_.size()));
      lineage.edges_.push_back(std::move(edge));
    }
  }

  // An asset has the columns that flows name, too.
  for (const Edge& edge : lineage.edges_) {
    if (!edge.from_column.empty()) {
      lineage.assets_[lineage.FromAsset(edge)].columns.push_back(edge.from_column);
    }
    if (!edge.to_column.empty())
      lineage.assets_[lineage.ToAsset(edge)].columns.push_back(edge.to_column);
  }
  for (Asset& asset : lineage.assets_) {
    for (const Properties::Column& column : asset.properties.column()) {
      asset.columns.push_back(column.name());
    }
    SortUnique(asset.columns);
    SortUnique(asset.witnesses);
  }
  lineage.Index();
  return lineage;
}

void Lineage::Index() {
  const auto number = [this](int asset, const std::string& column) {
    if (column.empty()) return 0;
    const std::vector<std::string>& columns = assets_[asset].columns;
    const auto at = std::lower_bound(columns.begin(), columns.end(), column);
    return static_cast<int>(at - columns.begin()) + 1;
  };
  const auto note = [this](ByColumn& index, int asset, int column, size_t edge) {
    std::vector<std::vector<int>>& of_asset = index[asset];
    if (of_asset.empty()) of_asset.resize(assets_[asset].columns.size() + 1);
    of_asset[column].push_back(static_cast<int>(edge));
  };
  leaving_.resize(assets_.size());
  arriving_.resize(assets_.size());
  for (size_t i = 0; i < edges_.size(); ++i) {
    const Edge& edge = edges_[i];
    from_columns_.push_back(number(FromAsset(edge), edge.from_column));
    to_columns_.push_back(number(ToAsset(edge), edge.to_column));
    note(leaving_, FromAsset(edge), from_columns_.back(), i);
    note(arriving_, ToAsset(edge), to_columns_.back(), i);
  }
}

template <typename F>
void Lineage::ForMatching(const ByColumn& index, int asset, int column, F f) const {
  const std::vector<std::vector<int>>& columns = index[asset];
  if (columns.empty()) return;
  if (column == 0) {
    for (const std::vector<int>& edges : columns) {
      for (const int edge : edges) f(edge);
    }
    return;
  }
  for (const int met : {0, column}) {
    for (const int edge : columns[met]) {
      if (!OfAllColumns(*this, edges_[edge])) f(edge);
    }
  }
}

// ---- Flows
// -----------------------------------------------------------------------------------------------------

// Follows everything that leaves one read site with one column: Dijkstra's algorithm over (where it
// has arrived, how good it still is), by length of the witness path, so that the first way to get
// somewhere is the shortest.
class Lineage::Composer {
 public:
  explicit Composer(const Lineage& lineage) : lineage_(lineage) {}

  // The ways from the read site and column that `first` share, all edges that leave from there.
  std::vector<Flow> From(const std::vector<int>& first) {
    states_.clear();
    queue_ = {};
    done_.clear();
    expanded_.clear();
    for (const int edge : first) Reach(-1, edge);
    std::vector<Flow> ways;
    while (!queue_.empty()) {
      const int at = queue_.top().second;
      queue_.pop();
      const State state = states_[at];
      const Edge& edge = lineage_.edges_[state.edge];
      const int column = lineage_.to_columns_[state.edge];
      if (!IsNews(done_[{edge.to, column}], state)) continue;
      ways.push_back(FlowOf(at));
      // What goes on does so from the asset, whichever of a job's sites wrote it.
      const int asset = lineage_.ToAsset(edge);
      const int job = lineage_.JobOf(edge);
      if (!IsNews(expanded_[{asset, column, job}], state)) continue;
      lineage_.ForMatching(lineage_.leaving_, asset, column, [&](int next) {
        if (lineage_.JobOf(lineage_.edges_[next]) != job) Reach(at, next);
      });
    }
    return ways;
  }

 private:
  struct State {
    int before = -1;  // state
    int edge = 0;     // the last one
    Subtype subtype = IDENTITY;
    Confidence confidence = EXACT;
    uint32_t mask = 0;
    size_t length = 0;
  };
  struct Quality {
    Subtype subtype;
    Confidence confidence;
    uint32_t mask;
  };

  void Reach(int before, int next) {
    const Edge& edge = lineage_.edges_[next];
    State state{before, next, edge.subtype, edge.confidence, Mask(edge.transforms), Length(edge)};
    if (before >= 0) {
      const State& from = states_[before];
      state.subtype = Compose(from.subtype, state.subtype);
      state.confidence = std::max(from.confidence, state.confidence);
      state.mask |= from.mask;
      state.length += from.length;
    }
    queue_.emplace(std::make_pair(state.length, static_cast<int>(states_.size())));
    states_.push_back(state);
  }

  // Whether nothing as short was as good in every way; notes it if so.
  static bool IsNews(std::vector<Quality>& known, const State& state) {
    for (const Quality& quality : known) {
      if (quality.mask == state.mask && quality.confidence <= state.confidence &&
          Distance(quality.subtype) <= Distance(state.subtype) &&
          (IsDirect(state.subtype) || IsDirect(quality.subtype) ||
           quality.subtype == state.subtype)) {
        return false;
      }
    }
    known.push_back({state.subtype, state.confidence, state.mask});
    return true;
  }

  Flow FlowOf(int at) const {
    Flow flow;
    flow.subtype = states_[at].subtype;
    flow.confidence = states_[at].confidence;
    flow.kinds = states_[at].mask;
    flow.length = states_[at].length;
    size_t edges = 0;
    for (int i = at; i >= 0; i = states_[i].before) ++edges;
    flow.chain.resize(edges);
    for (int i = at; i >= 0; i = states_[i].before) flow.chain[--edges] = states_[i].edge;
    const Edge& first = lineage_.edges_[flow.chain.front()];
    const Edge& last = lineage_.edges_[flow.chain.back()];
    flow.from = first.from;
    flow.from_column = first.from_column;
    flow.to = last.to;
    flow.to_column = last.to_column;
    return flow;
  }

  const Lineage& lineage_;
  std::vector<State> states_;
  // By length, then by age.
  std::priority_queue<std::pair<size_t, int>, std::vector<std::pair<size_t, int>>, std::greater<>>
      queue_;
  absl::flat_hash_map<std::pair<int, int>, std::vector<Quality>> done_;  // by site and column
  absl::flat_hash_map<std::tuple<int, int, int>, std::vector<Quality>>
      expanded_;  // asset, column, job
};

std::vector<Lineage::Flow> Lineage::Ways() const {
  return WaysFrom(std::vector<bool>(edges_.size(), true));
}

std::vector<Lineage::Flow> Lineage::WaysFrom(const std::vector<bool>& from) const {
  std::vector<Flow> ways;
  ways.reserve(edges_.size());
  Composer composer(*this);
  // Edges are sorted by job, site and column: those of one beginning stand together.
  for (size_t begin = 0; begin < edges_.size();) {
    std::vector<int> first;
    bool wanted = false;
    size_t end = begin;
    for (; end < edges_.size() && edges_[end].from == edges_[begin].from &&
           edges_[end].from_column == edges_[begin].from_column;
         ++end) {
      first.push_back(static_cast<int>(end));
      wanted = wanted || from[end];
    }
    if (!wanted) {
      begin = end;
      continue;
    }
    std::vector<Flow> from_here = composer.From(first);
    std::sort(from_here.begin(), from_here.end(), [](const Flow& a, const Flow& b) {
      const auto key = [](const Flow& flow) {
        return std::make_tuple(flow.to, std::string_view(flow.to_column),
                               Rank(flow.subtype, flow.confidence, flow.kinds), flow.length);
      };
      const auto ka = key(a), kb = key(b);
      return ka != kb ? ka < kb : a.chain < b.chain;
    });
    std::move(from_here.begin(), from_here.end(), std::back_inserter(ways));
    begin = end;
  }
  return ways;
}

std::vector<Lineage::Flow> Lineage::Flows() const {
  std::vector<Flow> flows = Ways();
  const auto same_ends = [](const Flow& a, const Flow& b) {
    return std::tie(a.from, a.to, a.from_column, a.to_column) ==
           std::tie(b.from, b.to, b.from_column, b.to_column);
  };
  flows.erase(std::unique(flows.begin(), flows.end(), same_ends), flows.end());
  return flows;
}

std::vector<TransformKind> Lineage::Transforms(const Flow& flow) const {
  std::vector<TransformKind> all;
  for (const int edge : flow.chain) {
    all.insert(all.end(), edges_[edge].transforms.begin(), edges_[edge].transforms.end());
  }
  return all;
}

std::vector<Witness> Lineage::Witnesses(const Flow& flow) const {
  std::vector<Witness> common = edges_[flow.chain.front()].witnesses;
  for (const int edge : flow.chain) {
    std::erase_if(common, [&](Witness witness) {
      const auto& seen = edges_[edge].witnesses;
      return std::find(seen.begin(), seen.end(), witness) == seen.end();
    });
  }
  return common;
}

std::vector<int> Lineage::Jobs(const Flow& flow) const {
  std::vector<int> jobs;
  for (const int edge : flow.chain) jobs.push_back(JobOf(edges_[edge]));
  return jobs;
}

std::vector<Hop> Lineage::Path(const Flow& flow) const {
  std::vector<Hop> path;
  for (const int edge : flow.chain)
    path.insert(path.end(), edges_[edge].path.begin(), edges_[edge].path.end());
  return path;
}

// ---- Links, and what lies up and down
// ------------------------------------------------------------------------------

std::vector<Lineage::Link> Lineage::Links(const std::vector<int>& among) const {
  std::map<std::tuple<int, int, int>, std::vector<int>> groups;
  for (const int edge : among) {
    groups[{FromAsset(edges_[edge]), JobOf(edges_[edge]), ToAsset(edges_[edge])}].push_back(edge);
  }
  std::vector<Link> links;
  for (auto& [key, edges] : groups) {
    Link& link = links.emplace_back();
    std::tie(link.from, link.job, link.to) = key;
    const auto rank = [this](int e) {
      const Edge& edge = edges_[e];
      return std::make_tuple(Rank(edge.subtype, edge.confidence, Mask(edge.transforms)),
                             Length(edge), e);
    };
    std::sort(edges.begin(), edges.end(), [&](int a, int b) { return rank(a) < rank(b); });
    link.subtype = edges_[edges.front()].subtype;
    link.confidence = edges_[edges.front()].confidence;
    for (const int e : edges) {
      const Edge& edge = edges_[e];
      if (!edge.from_column.empty() || !edge.to_column.empty()) {
        link.columns.emplace_back(edge.from_column, edge.to_column);
      } else {
        link.whole = true;
      }
      for (const TransformKind kind : edge.transforms) {
        if (std::find(link.transforms.begin(), link.transforms.end(), kind) ==
            link.transforms.end()) {
          link.transforms.push_back(kind);
        }
      }
    }
    SortUnique(link.columns);
    link.edges = std::move(edges);
  }
  return links;
}

std::vector<Lineage::Link> Lineage::Links() const {
  std::vector<int> all(edges_.size());
  std::iota(all.begin(), all.end(), 0);
  return Links(all);
}

std::vector<int> Lineage::After(int edge) const {
  std::vector<int> after;
  const Edge& from = edges_[edge];
  ForMatching(leaving_, ToAsset(from), to_columns_[edge], [&](int next) {
    if (JobOf(edges_[next]) != JobOf(from)) after.push_back(next);
  });
  std::sort(after.begin(), after.end());
  return after;
}

std::vector<int> Lineage::Before(int edge) const {
  std::vector<int> before;
  const Edge& to = edges_[edge];
  ForMatching(arriving_, FromAsset(to), from_columns_[edge], [&](int last) {
    if (JobOf(edges_[last]) != JobOf(to)) before.push_back(last);
  });
  std::sort(before.begin(), before.end());
  return before;
}

std::vector<int> Lineage::Upstream(int asset) const { return Reach({asset}, true); }
std::vector<int> Lineage::Downstream(int asset) const { return Reach({asset}, false); }
std::vector<int> Lineage::DownstreamOf(const std::vector<int>& assets) const {
  return Reach(assets, false);
}

std::vector<int> Lineage::Reach(const std::vector<int>& assets, bool up) const {
  absl::flat_hash_set<int> met;
  // The asset, column and job to leave out from which all edges were taken already.
  absl::flat_hash_set<std::tuple<int, int, int>> taken;
  std::vector<int> work;
  const auto take = [&](int at, int column, int but_job) {
    if (!taken.emplace(at, column, but_job).second) return;
    ForMatching(up ? arriving_ : leaving_, at, column, [&](int edge) {
      if (JobOf(edges_[edge]) != but_job && met.insert(edge).second) work.push_back(edge);
    });
  };
  for (const int asset : assets) take(asset, 0, -1);
  while (!work.empty()) {
    const int at = work.back();
    const Edge& edge = edges_[at];
    work.pop_back();
    take(up ? FromAsset(edge) : ToAsset(edge), (up ? from_columns_ : to_columns_)[at], JobOf(edge));
  }
  std::vector<int> edges(met.begin(), met.end());
  std::sort(edges.begin(), edges.end());
  return edges;
}

}  // namespace pedigree
