#include "lineage/interop/sorted_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string_view>
#include <tuple>

#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

auto SiteKey(const SiteUse& site) {
  return std::tuple(site.access(), site.asset(), std::string_view(site.place().file()),
                    site.place().line(), site.place().column(), std::string_view(site.function()),
                    std::string_view(site.api()));
}

template <typename Item>
void AddWitnesses(uint8_t bits, Item* item) {
  for (int witness = 0; bits >> witness != 0; ++witness) {
    if ((bits >> witness & 1) != 0) item->add_witness(static_cast<Witness>(witness));
  }
}

// By their bytes where all else is equal.
bool Before(const FlowEdge& a, const FlowEdge& b) {
  const auto key = [](const FlowEdge& flow) {
    return std::tuple(flow.from(), flow.to(), std::string_view(flow.from_column()),
                      std::string_view(flow.to_column()), flow.subtype());
  };
  if (key(a) != key(b)) return key(a) < key(b);
  return a.SerializeAsString() < b.SerializeAsString();
}

}  // namespace

template <typename Row, typename Owner>
SortedGraph::Grouped::Grouped(const std::vector<Row>& rows, size_t owners, Owner owner)
    : begin(owners + 1), order(rows.size()) {
  for (const Row& row : rows) ++begin[owner(row) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (uint32_t at = 0; at < rows.size(); ++at) order[next[owner(rows[at])]++] = at;
}

SortedGraph::SortedGraph(GraphBuilder* builder) : builder_(builder) {
  if (builder->memory_ != nullptr) builder->memory_->Finish(builder);
  assets_.resize(builder->assets_.size());
  asset_number_.resize(assets_.size());
  jobs_.resize(builder->jobs_.size());
  site_number_.resize(builder->sites_.rows().size());
  const auto job = [](const auto& row) { return row.job; };
  columns_ =
      Grouped(builder->columns_.rows(), assets_.size(), [](const auto& row) { return row.asset; });
  sites_ = Grouped(builder->sites_.rows(), jobs_.size(), job);
  flows_ = Grouped(builder->flows_.rows(), jobs_.size(), job);
  std::iota(assets_.begin(), assets_.end(), 0);
  const auto key = [&](int at) {
    const pedigree::Asset& asset = builder_->assets_[at];
    return std::tuple<std::string_view, std::string_view, std::string_view>(
        asset.namespace_(), asset.name(), asset.job());
  };
  std::sort(assets_.begin(), assets_.end(), [&](int a, int b) { return key(a) < key(b); });
  for (uint32_t at = 0; at < assets_.size(); ++at) asset_number_[assets_[at]] = at;
  std::iota(jobs_.begin(), jobs_.end(), 0);
  std::sort(jobs_.begin(), jobs_.end(),
            [&](int a, int b) { return builder_->jobs_[a].name() < builder_->jobs_[b].name(); });
}

pedigree::Asset SortedGraph::TakeAsset(int at) {
  pedigree::Asset asset = std::move(builder_->assets_[assets_[at]]);
  if (asset.has_properties()) {
    // Sorted and each once, as MergeProperties leaves it.
    const Properties said = std::exchange(*asset.mutable_properties(), {});
    MergeProperties(said, asset.mutable_properties());
  }
  AddColumns(assets_[at], &asset);
  return asset;
}

void SortedGraph::AddColumns(int number, pedigree::Asset* asset) const {
  const auto [begin, end] = columns_.Of(number);
  if (begin == end) return;
  const std::vector<GraphBuilder::ColumnRow>& rows = builder_->columns_.rows();
  std::vector<uint32_t> sorted(begin, end);
  const auto name = [&](uint32_t row) -> const std::string& {
    return builder_->texts_[rows[row].name];
  };
  std::sort(sorted.begin(), sorted.end(),
            [&](uint32_t a, uint32_t b) { return name(a) < name(b); });
  Properties typed;
  for (const uint32_t row : sorted) {
    asset->add_column(name(row));
    if (rows[row].type <= 0) continue;
    Properties::Column* column = typed.add_column();
    column->set_name(name(row));
    column->set_type(builder_->texts_[rows[row].type]);
  }
  if (typed.column_size() == 0) return;
  if (asset->properties().column_size() > 0) {
    MergeProperties(typed, asset->mutable_properties());
  } else {
    asset->mutable_properties()->mutable_column()->Swap(typed.mutable_column());
  }
}

absl::StatusOr<const pedigree::Asset*> SortedGraph::ReadAsset(int at, pedigree::Asset* room) {
  *room = TakeAsset(at);
  return room;
}

absl::StatusOr<const pedigree::Job*> SortedGraph::ReadJob(int at, pedigree::Job* room) {
  *room = TakeJob(at);
  // What importers make is checked here once more.
  if (absl::Status status = ValidateJob(*room, assets()); !status.ok())
    return absl::InternalError(status.message());
  return room;
}

pedigree::Job SortedGraph::TakeJob(int at) {
  pedigree::Job job = std::move(builder_->jobs_[jobs_[at]]);
  const std::vector<uint32_t> had = AddSites(jobs_[at], &job);
  AddFlows(jobs_[at], had, &job);
  return job;
}

void SortedGraph::Fill(const GraphBuilder::SiteRow& row, SiteUse* site) const {
  site->set_access(row.access);
  site->set_asset(static_cast<uint32_t>(row.asset));
  site->set_api(builder_->system_);
  site->mutable_place()->set_file(builder_->texts_[row.file]);
  site->mutable_place()->set_line(row.line);
  AddWitnesses(row.witnesses, site);
}

std::vector<uint32_t> SortedGraph::AddSites(int number, pedigree::Job* job) {
  const auto had = static_cast<uint32_t>(job->site_size());
  google::protobuf::RepeatedPtrField<SiteUse> all;
  all.Swap(job->mutable_site());
  const auto [begin, end] = sites_.Of(number);
  for (const uint32_t* row = begin; row != end; ++row)
    Fill(builder_->sites_.rows()[*row], all.Add());
  for (SiteUse& site : all) site.set_asset(asset_number_[site.asset()]);

  std::vector<uint32_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  const auto site = [&](uint32_t i) -> SiteUse& { return *all.Mutable(static_cast<int>(i)); };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(SiteKey(site(a)), a) < std::pair(SiteKey(site(b)), b);
  });
  std::vector<uint32_t> numbers(order.size());
  for (const uint32_t i : order) {
    const int last = job->site_size() - 1;
    if (last >= 0 && SiteKey(job->site(last)) == SiteKey(site(i))) {
      for (const int witness : site(i).witness())
        AddWitness(static_cast<Witness>(witness), job->mutable_site(last));
    } else {
      *job->add_site() = std::move(site(i));
    }
    numbers[i] = static_cast<uint32_t>(job->site_size() - 1);
  }
  for (const uint32_t* row = begin; row != end; ++row)
    site_number_[*row] = numbers[had + static_cast<uint32_t>(row - begin)];
  numbers.resize(had);
  return numbers;
}

void SortedGraph::Fill(const GraphBuilder::FlowRow& row, FlowEdge* flow) const {
  const Texts& texts = builder_->texts_;
  flow->set_from(site_number_[row.from]);
  flow->set_to(site_number_[row.to]);
  flow->set_from_column(texts[row.from_column]);
  flow->set_to_column(texts[row.to_column]);
  flow->set_subtype(row.subtype);
  const std::string& transforms = texts[row.transforms];
  for (size_t at = 0; at < transforms.size(); at += sizeof(TransformKind)) {
    TransformKind kind;
    std::memcpy(&kind, transforms.data() + at, sizeof kind);
    flow->add_transform(kind);
  }
  flow->set_confidence(static_cast<Confidence>(row.confidence));
  AddWitnesses(row.witnesses, flow);
  Hop* hop = flow->add_path();
  hop->mutable_place()->set_file(texts[row.file]);
  hop->mutable_place()->set_line(row.line);
  hop->set_note(fmt::format("{}: {}", builder_->system_, texts[row.note]));
}

void SortedGraph::AddFlows(int number, const std::vector<uint32_t>& had, pedigree::Job* job) const {
  google::protobuf::RepeatedPtrField<FlowEdge>& flows = *job->mutable_flow();
  for (FlowEdge& flow : flows) {
    flow.set_from(had[flow.from()]);
    flow.set_to(had[flow.to()]);
  }
  const auto [begin, end] = flows_.Of(number);
  for (const uint32_t* row = begin; row != end; ++row)
    Fill(builder_->flows_.rows()[*row], flows.Add());
  std::sort(flows.pointer_begin(), flows.pointer_end(),
            [](const FlowEdge* a, const FlowEdge* b) { return Before(*a, *b); });
  const auto last = std::unique(
      flows.begin(), flows.end(),
      [](const FlowEdge& a, const FlowEdge& b) { return !Before(a, b) && !Before(b, a); });
  flows.erase(last, flows.end());
}

}  // namespace pedigree::interop
