#include "lineage/interop/graph_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "analyzer/fragment/mask.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Between the parts of a key: no name has it.
constexpr char kSeparator = '\0';

std::string KeyOf(std::string_view name_space, std::string_view name, std::string_view job) {
  std::string key;
  key.reserve(name_space.size() + name.size() + job.size() + 2);
  key.append(name_space).append(1, kSeparator).append(name).append(1, kSeparator).append(job);
  return key;
}

auto SiteKey(const SiteUse& site) {
  return std::tuple(site.access(), site.asset(), std::string_view(site.place().file()),
                    site.place().line(), site.place().column(), std::string_view(site.function()),
                    std::string_view(site.api()));
}

}  // namespace

std::string_view FileForGraph(std::string_view path) {
  const size_t slash = path.rfind('/');
  return path.starts_with('/') ? path.substr(slash + 1) : path;
}

int GraphBuilder::Asset(std::string_view name_space, std::string_view name) {
  const auto [it, inserted] = asset_index_.try_emplace(KeyOf(name_space, name, ""), 0);
  if (!inserted) return it->second;
  const std::string masked_space = MaskSecrets(name_space), masked = MaskSecrets(name);
  if (masked_space != name_space || masked != name) {
    // The same without its secret, whichever that was.
    const int at = Asset(masked_space, masked);
    return asset_index_[KeyOf(name_space, name, "")] = at;
  }
  it->second = static_cast<int>(assets_.size());
  pedigree::Asset& asset = assets_.emplace_back();
  asset.set_namespace_(masked_space);
  asset.set_name(masked);
  return it->second;
}

int AssetOfUri(GraphBuilder* graph, std::string_view uri) {
  if (uri.starts_with("file://")) return graph->Asset("file", uri.substr(7));
  const size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos) {
    const size_t colon = uri.find(":/");  // "models:/m-123"
    if (colon == std::string_view::npos) return graph->Asset("file", uri);
    return graph->Asset("mlflow", uri);
  }
  const size_t slash = uri.find('/', scheme + 3);
  if (slash == std::string_view::npos) return graph->Asset(uri, "/");
  return graph->Asset(uri.substr(0, slash), uri.substr(slash + 1));
}

int GraphBuilder::AssetOfJob(std::string_view name_space, std::string_view name,
                             std::string_view job) {
  const auto [it, inserted] = asset_index_.try_emplace(KeyOf(name_space, name, job), 0);
  if (!inserted) return it->second;
  it->second = static_cast<int>(assets_.size());
  pedigree::Asset& made = assets_.emplace_back();
  made.set_namespace_(MaskSecrets(name_space));
  made.set_name(MaskSecrets(name));
  made.set_job_local(true);
  made.set_job(std::string(job));
  return it->second;
}

int GraphBuilder::AssetLike(const pedigree::Asset& asset) {
  const int at = asset.job_local() ? AssetOfJob(asset.namespace_(), asset.name(), asset.job())
                                   : Asset(asset.namespace_(), asset.name());
  SetKind(at, asset.kind(), asset.kind_inferred());
  for (const std::string& column : asset.column()) AddColumn(at, column);
  for (const int witness : asset.witness()) AddWitness(static_cast<Witness>(witness), &assets_[at]);
  if (asset.has_properties()) MergeProperties(asset.properties(), assets_[at].mutable_properties());
  return at;
}

void GraphBuilder::SetKind(int asset, AssetKind kind, bool inferred) {
  UniteKind(kind, inferred, &assets_[asset]);
}

void GraphBuilder::Describe(int asset, std::string_view owner, std::string_view description) {
  Properties said;
  said.set_owner(std::string(owner));
  said.set_description(std::string(description));
  if (said.ByteSizeLong() > 0) MergeProperties(said, assets_[asset].mutable_properties());
}

int GraphBuilder::Text(std::string_view text) {
  const auto it = text_index_.find(std::string(text));
  if (it != text_index_.end()) return it->second;
  const int at = static_cast<int>(text_index_.size());
  text_index_.emplace(std::string(text), at);
  return at;
}

void GraphBuilder::AddColumn(int asset, std::string_view column) {
  if (!column.empty() && columns_.insert({asset, Text(column)}).second)
    assets_[asset].add_column(std::string(column));
}

Properties::Column* GraphBuilder::ColumnOf(int asset, std::string_view column) {
  AddColumn(asset, column);
  Properties* properties = assets_[asset].mutable_properties();
  auto* columns = properties->mutable_column();
  const std::pair<int, int> key{asset, Text(column)};
  const auto known = [&]() -> Properties::Column* {
    const auto it = column_index_.find(key);
    if (it == column_index_.end() || it->second >= columns->size()) return nullptr;
    Properties::Column* at = columns->Mutable(it->second);
    return at->name() == column ? at : nullptr;
  };
  if (Properties::Column* at = known()) return at;
  // What was merged meanwhile came in, or moved others.
  int& indexed = indexed_[asset];
  if (indexed != columns->size() || column_index_.contains(key)) {
    for (int i = 0; i < columns->size(); ++i)
      column_index_[{asset, Text(columns->Get(i).name())}] = i;
    indexed = columns->size();
    if (Properties::Column* at = known()) return at;
  }
  Properties::Column* made = properties->add_column();
  made->set_name(std::string(column));
  column_index_[key] = indexed++;
  return made;
}

int GraphBuilder::Job(std::string_view name) {
  const auto it = job_index_.find(std::string(name));
  if (it != job_index_.end()) return it->second;
  const int at = static_cast<int>(jobs_.size());
  job_index_.emplace(std::string(name), at);
  jobs_.emplace_back().set_name(std::string(name));
  return at;
}

void GraphBuilder::AddJob(const pedigree::Job& from, const std::vector<int>& assets) {
  pedigree::Job& to = jobs_[Job(from.name())];
  const int first = to.site_size();
  for (const SiteUse& site : from.site()) {
    SiteUse* made = to.add_site();
    *made = site;
    made->set_asset(static_cast<uint32_t>(assets[site.asset()]));
  }
  for (const FlowEdge& flow : from.flow()) {
    FlowEdge* made = to.add_flow();
    *made = flow;
    made->set_from(flow.from() + first);
    made->set_to(flow.to() + first);
  }
  if (from.has_coverage() && !to.has_coverage()) *to.mutable_coverage() = from.coverage();
  if (from.has_declaration()) *to.mutable_declaration() = from.declaration();
}

int GraphBuilder::Site(int job, SiteUse::Access access, int asset, Witness witness, Where where) {
  pedigree::Job& in = jobs_[job];
  const auto [it, inserted] = site_index_.try_emplace({job, access, asset}, in.site_size());
  if (inserted) {
    SiteUse* site = in.add_site();
    site->set_access(access);
    site->set_asset(static_cast<uint32_t>(asset));
    site->set_api(system_);
    site->mutable_place()->set_file(std::string(FileForGraph(where.file)));
    site->mutable_place()->set_line(where.line);
  }
  if (witness != WITNESS_UNSPECIFIED) {
    AddWitness(witness, in.mutable_site(it->second));
    AddWitness(witness, &assets_[asset]);
  }
  return it->second;
}

void GraphBuilder::Touch(int job, SiteUse::Access access, int asset, Witness witness, Where where) {
  Site(job, access, asset, witness, where);
}

void GraphBuilder::AddFlow(int job, const Flow& flow, Where where) {
  const int from = Site(job, SiteUse::READS, flow.from, flow.witness, where);
  const int to = Site(job, SiteUse::WRITES, flow.to, flow.witness, where);
  AddColumn(flow.from, flow.from_column);
  AddColumn(flow.to, flow.to_column);
  pairs_.insert({job, flow.from, flow.to});
  pedigree::Job& in = jobs_[job];
  const auto [it, inserted] = flow_index_.try_emplace(
      {job, from, to, Text(flow.from_column), Text(flow.to_column), flow.subtype,
       Text({reinterpret_cast<const char*>(flow.transforms.data()),
             flow.transforms.size() * sizeof(TransformKind)})},
      in.flow_size());
  if (inserted) {
    FlowEdge* edge = in.add_flow();
    edge->set_from(static_cast<uint32_t>(from));
    edge->set_to(static_cast<uint32_t>(to));
    edge->set_from_column(std::string(flow.from_column));
    edge->set_to_column(std::string(flow.to_column));
    edge->set_subtype(flow.subtype);
    for (const TransformKind kind : flow.transforms) edge->add_transform(kind);
    edge->set_confidence(flow.confidence);
    Hop* hop = edge->add_path();
    hop->mutable_place()->set_file(std::string(FileForGraph(where.file)));
    hop->mutable_place()->set_line(where.line);
    hop->set_note(fmt::format("{}: {}", system_, flow.note));
  }
  FlowEdge* edge = in.mutable_flow(it->second);
  if (flow.witness != WITNESS_UNSPECIFIED) AddWitness(flow.witness, edge);
  edge->set_confidence(std::min(edge->confidence(), flow.confidence));
}

void GraphBuilder::Same(int one, int other, Where where, std::string_view note) {
  if (one == other) return;
  const int job = Job(kAliasJob);
  for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)}) {
    AddFlow(job, {.from = from, .to = to, .subtype = IDENTITY, .note = note}, where);
  }
}

Graph GraphBuilder::Finish() && {
  if (memory_ != nullptr) memory_->Finish(this);
  Graph graph;
  graph.set_magic("PEDG");
  std::vector<int> order(assets_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](int at) {
    const pedigree::Asset& asset = assets_[at];
    return std::tuple<std::string_view, std::string_view, std::string_view>(
        asset.namespace_(), asset.name(), asset.job());
  };
  std::sort(order.begin(), order.end(), [&](int a, int b) { return key(a) < key(b); });
  std::vector<uint32_t> number(assets_.size());
  for (size_t i = 0; i < order.size(); ++i) {
    number[order[i]] = static_cast<uint32_t>(i);
    pedigree::Asset* asset = graph.add_asset();
    *asset = std::move(assets_[order[i]]);
    std::sort(asset->mutable_column()->begin(), asset->mutable_column()->end());
    if (!asset->has_properties()) continue;
    // Sorted and each once, as MergeProperties leaves it.
    const Properties said = std::exchange(*asset->mutable_properties(), {});
    MergeProperties(said, asset->mutable_properties());
  }

  std::vector<int> jobs(jobs_.size());
  std::iota(jobs.begin(), jobs.end(), 0);
  std::sort(jobs.begin(), jobs.end(),
            [&](int a, int b) { return jobs_[a].name() < jobs_[b].name(); });
  for (const int at : jobs) {
    pedigree::Job& from = jobs_[at];
    for (SiteUse& site : *from.mutable_site()) site.set_asset(number[site.asset()]);
    std::vector<uint32_t> sites(from.site_size());
    std::iota(sites.begin(), sites.end(), 0);
    const auto site = [&](uint32_t i) -> SiteUse& {
      return *from.mutable_site(static_cast<int>(i));
    };
    std::sort(sites.begin(), sites.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(SiteKey(site(a)), a) < std::pair(SiteKey(site(b)), b);
    });
    pedigree::Job* to = graph.add_job();
    to->set_name(from.name());
    std::vector<uint32_t> site_number(sites.size());
    for (const uint32_t i : sites) {
      const int last = to->site_size() - 1;
      if (last >= 0 && SiteKey(to->site(last)) == SiteKey(site(i))) {
        for (const int witness : site(i).witness())
          AddWitness(static_cast<Witness>(witness), to->mutable_site(last));
      } else {
        *to->add_site() = site(i);
      }
      site_number[i] = static_cast<uint32_t>(to->site_size() - 1);
    }
    // Flows: by their bytes where all else is equal.
    std::map<std::tuple<uint32_t, uint32_t, std::string, std::string, int, std::string>, FlowEdge>
        flows;
    for (FlowEdge& flow : *from.mutable_flow()) {
      flow.set_from(site_number[flow.from()]);
      flow.set_to(site_number[flow.to()]);
      std::string bytes = flow.SerializeAsString();
      flows.try_emplace({flow.from(), flow.to(), flow.from_column(), flow.to_column(),
                         flow.subtype(), std::move(bytes)},
                        flow);
    }
    for (auto& [_, flow] : flows) *to->add_flow() = std::move(flow);
    if (from.has_coverage()) to->mutable_coverage()->Swap(from.mutable_coverage());
    if (from.has_declaration()) to->mutable_declaration()->Swap(from.mutable_declaration());
  }
  return graph;
}

}  // namespace pedigree::interop
