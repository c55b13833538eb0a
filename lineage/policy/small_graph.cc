#include "lineage/policy/small_graph.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "absl/status/status.h"

namespace pedigree::policy {
namespace {

class Builder {
 public:
  explicit Builder(const PolicyTest::Case& test) : test_(test) {
    for (const Asset& asset : test.asset()) {
      Asset& to = *graph_.add_asset();
      to = asset;
      if (to.namespace_().empty()) to.set_namespace_("file");
      if (to.witness_size() == 0) to.add_witness(DERIVED);
      assets_[{to.namespace_(), to.name(), to.job_local() ? to.job() : ""}] =
          static_cast<uint32_t>(graph_.asset_size() - 1);
    }
    *graph_.mutable_transform() = test.transform();
  }

  absl::StatusOr<Graph> Build() {
    for (const PolicyTest::Flow& flow : test_.flow()) {
      if (flow.from().empty() || flow.to().empty())
        return absl::InvalidArgumentError("a flow needs `from` and `to`");
      Add(flow);
    }
    return std::move(graph_);
  }

 private:
  Job& JobOf(const std::string& name) {
    for (Job& job : *graph_.mutable_job()) {
      if (job.name() == name) return job;
    }
    Job& job = *graph_.add_job();
    job.set_name(name);
    return job;
  }

  uint32_t AssetOf(const EndName& end, const std::string& job) {
    const bool local = end.name.find('{') != std::string::npos;
    const auto [at, is_new] = assets_.try_emplace({end.name_space, end.name, local ? job : ""},
                                                  static_cast<uint32_t>(graph_.asset_size()));
    if (is_new) {
      Asset& asset = *graph_.add_asset();
      asset.set_namespace_(end.name_space);
      asset.set_name(end.name);
      asset.set_kind(DATASET);
      asset.add_witness(DERIVED);
      if (local) {
        asset.set_job_local(true);
        asset.set_job(job);
      }
    }
    return at->second;
  }

  void Add(const PolicyTest::Flow& flow) {
    const std::string name = flow.job().empty() ? "job" : flow.job();
    const EndName from = ParseEnd(flow.from()), to = ParseEnd(flow.to());
    const uint32_t read = AssetOf(from, name), written = AssetOf(to, name);
    Job& job = JobOf(name);
    FlowEdge& edge = *job.add_flow();
    const uint32_t line = static_cast<uint32_t>(job.flow_size());
    const auto place = [&](uint32_t column) {
      Place at;
      at.set_file(name + ".cc");
      at.set_line(line);
      at.set_column(column);
      return at;
    };
    const auto site = [&](SiteUse::Access access, uint32_t asset, uint32_t column) {
      SiteUse& use = *job.add_site();
      use.set_access(access);
      use.set_asset(asset);
      *use.mutable_place() = place(column);
      use.set_function("main");
      use.set_api(access == SiteUse::READS ? "read" : "write");
      return static_cast<uint32_t>(job.site_size() - 1);
    };
    const auto hop = [&](uint32_t column, std::string note) {
      Hop& to_hop = *edge.add_path();
      *to_hop.mutable_place() = place(column);
      to_hop.set_note(std::move(note));
    };
    const uint32_t last = static_cast<uint32_t>(flow.through_size()) + 2;
    edge.set_from(site(SiteUse::READS, read, 1));
    edge.set_to(site(SiteUse::WRITES, written, last));
    edge.set_from_column(from.column);
    edge.set_to_column(to.column);
    edge.set_subtype(flow.subtype() == SUBTYPE_UNSPECIFIED ? IDENTITY : flow.subtype());
    *edge.mutable_transform() = flow.transform();
    edge.set_confidence(flow.confidence());
    edge.add_witness(DERIVED);
    hop(1, fmt::format("read from {} by read", from.name));
    for (int i = 0; i < flow.through_size(); ++i)
      hop(static_cast<uint32_t>(i) + 2, fmt::format("passed to {}()", flow.through(i)));
    hop(last, fmt::format("written to {} by write", to.name));
  }

  const PolicyTest::Case& test_;
  Graph graph_;
  std::map<std::tuple<std::string, std::string, std::string>, uint32_t> assets_;
};

}  // namespace

EndName ParseEnd(std::string_view text) {
  EndName end;
  if (const size_t bar = text.find('|'); bar != std::string_view::npos) {
    end.name_space = text.substr(0, bar);
    text.remove_prefix(bar + 1);
  }
  // A hole has colons of its own.
  const size_t hole = text.rfind('}');
  const size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && (hole == std::string_view::npos || colon > hole)) {
    end.column = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  end.name = text;
  return end;
}

absl::StatusOr<Graph> SmallGraph(const PolicyTest::Case& test) { return Builder(test).Build(); }

}  // namespace pedigree::policy
