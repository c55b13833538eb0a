#include "lineage/interop/graph_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/fragment/mask.h"
#include "lineage/interop/sorted_graph.h"
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

}  // namespace

std::string_view FileForGraph(std::string_view path) {
  const size_t slash = path.rfind('/');
  return path.starts_with('/') ? path.substr(slash + 1) : path;
}

GraphBuilder::GraphBuilder(std::string system) : system_(std::move(system)) {}
GraphBuilder::~GraphBuilder() = default;

int GraphBuilder::Asset(std::string_view name_space, std::string_view name) {
  std::string key = KeyOf(name_space, name, "");
  const auto known = asset_index_.find(key);
  if (known != asset_index_.end()) return known->second;
  const std::string masked_space = MaskSecrets(name_space), masked = MaskSecrets(name);
  if (masked_space != name_space || masked != name) {
    // The same without its secret, whichever that was.
    const int at = Asset(masked_space, masked);
    asset_index_.emplace(std::move(key), at);
    return at;
  }
  const int at = static_cast<int>(assets_.size());
  asset_index_.emplace(std::move(key), at);
  pedigree::Asset& asset = assets_.emplace_back();
  asset.set_namespace_(masked_space);
  asset.set_name(masked);
  return at;
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

void GraphBuilder::AddColumn(int asset, std::string_view column) {
  if (!column.empty()) columns_.Add({asset, texts_.Of(column), 0});
}

void GraphBuilder::SetColumnType(int asset, std::string_view column, std::string_view type) {
  if (column.empty()) return;
  ColumnRow& row = columns_[columns_.Add({asset, texts_.Of(column), 0}).first];
  // Properties may also have come in as a whole, and then have the column already.
  if (row.type == kSaid || assets_[asset].properties().column_size() > 0) {
    ColumnOf(asset, column)->set_type(std::string(type));
  } else {
    row.type = texts_.Of(type);
  }
}

Properties::Column* GraphBuilder::ColumnOf(int asset, std::string_view column) {
  const int name = texts_.Of(column);
  const std::pair<int, int> key{asset, name};
  Properties* properties = assets_[asset].mutable_properties();
  auto* columns = properties->mutable_column();
  const auto known = [&]() -> Properties::Column* {
    const auto it = column_index_.find(key);
    if (it == column_index_.end() || it->second >= columns->size()) return nullptr;
    Properties::Column* at = columns->Mutable(it->second);
    return at->name() == column ? at : nullptr;
  };
  const auto find = [&]() -> Properties::Column* {
    if (Properties::Column* at = known()) return at;
    // What was merged meanwhile came in, or moved others.
    int& indexed = indexed_[asset];
    if (indexed != columns->size() || column_index_.contains(key)) {
      for (int i = 0; i < columns->size(); ++i)
        column_index_[{asset, texts_.Of(columns->Get(i).name())}] = i;
      indexed = columns->size();
      if (Properties::Column* at = known()) return at;
    }
    Properties::Column* made = properties->add_column();
    made->set_name(std::string(column));
    column_index_[key] = indexed++;
    return made;
  };
  Properties::Column* at = find();
  if (column.empty()) return at;
  ColumnRow& row = columns_[columns_.Add({asset, name, kSaid}).first];
  if (row.type > 0 && at->type().empty()) at->set_type(texts_[row.type]);
  row.type = kSaid;
  return at;
}

int GraphBuilder::Job(std::string_view name) {
  const auto it = job_index_.find(name);
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
  const int at =
      sites_.Add({job, asset, access, 0, texts_.Of(FileForGraph(where.file)), where.line}).first;
  if (witness != WITNESS_UNSPECIFIED) {
    sites_[at].witnesses |= 1 << witness;
    AddWitness(witness, &assets_[asset]);
  }
  return at;
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
  const auto [at, inserted] =
      flows_.Add({job, from, to, texts_.Of(flow.from_column), texts_.Of(flow.to_column),
                  texts_.Of({reinterpret_cast<const char*>(flow.transforms.data()),
                             flow.transforms.size() * sizeof(TransformKind)}),
                  flow.subtype, static_cast<uint8_t>(flow.confidence), 0, texts_.Of(flow.note),
                  texts_.Of(FileForGraph(where.file)), where.line});
  FlowRow& row = flows_[at];
  if (flow.witness != WITNESS_UNSPECIFIED) row.witnesses |= 1 << flow.witness;
  row.confidence = std::min(row.confidence, static_cast<uint8_t>(flow.confidence));
}

bool GraphBuilder::HasFlow(int job, int from, int to) const {
  return pairs_.contains({job, from, to});
}

void GraphBuilder::Same(int one, int other, Where where, std::string_view note) {
  if (one == other) return;
  const int job = Job(kAliasJob);
  for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)}) {
    AddFlow(job, {.from = from, .to = to, .subtype = IDENTITY, .note = note}, where);
  }
}

Graph GraphBuilder::Finish() && {
  SortedGraph sorted(this);
  Graph graph;
  graph.set_magic("PEDG");
  for (int at = 0; at < sorted.assets(); ++at) *graph.add_asset() = sorted.TakeAsset(at);
  for (int at = 0; at < sorted.jobs(); ++at) *graph.add_job() = sorted.TakeJob(at);
  return graph;
}

}  // namespace pedigree::interop
