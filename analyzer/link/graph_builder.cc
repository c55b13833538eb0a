#include "analyzer/link/graph_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/link/assets.h"
#include "analyzer/link/kinds.h"
#include "analyzer/link/unknowns.h"

namespace pedigree::link {
namespace {

// First by place, as people read code.
struct SiteKey {
  std::string file;
  uint32_t line = 0, column = 0;
  SiteUse::Access access = SiteUse::READS;
  std::string ns, name, api, function;
  auto operator<=>(const SiteKey&) const = default;
};

struct AssetFacts {
  AssetKind kind = ASSET_KIND_UNSPECIFIED;
  bool inferred = false;
  bool job_local = false;
  std::set<std::string> columns;
  std::map<std::string, std::set<std::string>> tags;  // by column
};

struct EdgeKey {
  SiteKey from, to;
  std::string from_column, to_column;
  bool indirect = false;
  auto operator<=>(const EdgeKey&) const = default;
};

struct EdgeFacts {
  Quality quality;
  TransformsId transforms = kNoTransforms;
  std::vector<HopRecord> hops;
  // For the notes at both ends.
  std::string from_name, to_name;
};

class Builder {
 public:
  Builder(Evaluator& evaluator, const std::string& job)
      : evaluator_(evaluator),
        program_(evaluator.program()),
        terms_(evaluator.terms()),
        namer_(program_, terms_),
        job_(job) {}

  Graph Build(const FoundFlows& found);

 private:
  SiteKey KeyOf(InstanceId id, SiteUse::Access access, const Touch& touch);
  void Note(const SiteKey& site, const Touch& touch);
  // The columns of an object that is read or written as a whole have their tags, used or not.
  void NoteTags(const Instance& instance, const Touch& touch);
  void AddFlow(const Flow& flow);
  // What flows into a field that carries tags carries them where it comes from.
  void AddTags(const Flow& flow);
  void AddExecute(InstanceId id);
  void AddEdge(const EdgeKey& key, EdgeFacts facts);
  void WriteCoverage(Coverage* coverage);
  void WriteGaps(Coverage* coverage);
  void WriteHops(const EdgeFacts& facts, FlowEdge* edge);
  Place PlaceOf(FunctionId f, const Location& location);
  std::string CallName(const HopRecord& hop);

  Evaluator& evaluator_;
  Program& program_;
  Terms& terms_;
  AssetNamer namer_;
  const std::string& job_;
  std::map<std::pair<std::string, std::string>, AssetFacts> assets_;
  std::set<SiteKey> sites_;
  std::map<EdgeKey, EdgeFacts> edges_;
  std::map<std::string, uint32_t> assumed_flows_;
};

std::string Short(const Touch& touch) {
  return touch.column.empty() || touch.kind != TABLE ? touch.name : touch.name + "." + touch.column;
}

Place Builder::PlaceOf(FunctionId f, const Location& location) {
  Place place;
  place.set_file(std::string(program_.body(f).text(location.file())));
  place.set_line(location.line());
  place.set_column(location.column());
  return place;
}

SiteKey Builder::KeyOf(InstanceId id, SiteUse::Access access, const Touch& touch) {
  const Instance& instance = terms_.instances[id];
  const Body& body = program_.body(instance.function);
  const Site& site = body.proto().site(instance.site);
  SiteKey key;
  key.file = body.text(site.location().file());
  key.line = site.location().line();
  key.column = site.location().column();
  key.access = access;
  key.ns = touch.ns;
  key.name = touch.name;
  key.api = body.text(site.api());
  key.function = program_.info(instance.function).name;
  return key;
}

void Builder::Note(const SiteKey& site, const Touch& touch) {
  sites_.insert(site);
  AssetFacts& facts = assets_[{touch.ns, touch.name}];
  if (touch.kind != ASSET_KIND_UNSPECIFIED &&
      (facts.kind == ASSET_KIND_UNSPECIFIED || touch.kind < facts.kind)) {
    facts.kind = touch.kind;
  }
  facts.job_local |= touch.job_local;
  if (touch.column.empty()) return;
  facts.columns.insert(touch.column);
  for (const std::string& tag : touch.tags) facts.tags[touch.column].insert(tag);
}

void Builder::NoteTags(const Instance& instance, const Touch& touch) {
  const Body& body = program_.body(instance.function);
  const Site& site = body.proto().site(instance.site);
  // Columns of a table go by other names than the object's fields.
  if (!touch.column.empty() || touch.kind == TABLE) return;
  for (const Site::Tagged& tagged : site.tagged()) {
    const std::string column(body.text(tagged.column()));
    for (std::string& tag : namer_.TagsOf(instance, column)) {
      AssetFacts& facts = assets_[{touch.ns, touch.name}];
      facts.columns.insert(column);
      facts.tags[column].insert(std::move(tag));
    }
  }
}

void Builder::AddEdge(const EdgeKey& key, EdgeFacts facts) {
  auto [it, inserted] = edges_.try_emplace(key, facts);
  if (inserted ||
      Better(facts.quality, facts.hops.size(), it->second.quality, it->second.hops.size())) {
    it->second = std::move(facts);
  }
}

void Builder::AddTags(const Flow& flow) {
  // What a field is merely decided by, or a sum over, is not what it holds.
  if (flow.quality.indirect() || flow.quality.subtype == AGGREGATION ||
      flow.quality.confidence > MODELED || flow.transforms != kNoTransforms) {
    return;
  }
  const Instance& instance = terms_.instances[flow.sink];
  const Body& body = program_.body(instance.function);
  for (const Touch& from : namer_.Reads(flow.source)) {
    if (from.column.empty() || from.quality.indirect()) continue;
    Note(KeyOf(flow.source, SiteUse::READS, from), from);
    for (uint32_t tag : body.proto().site(instance.site).tag()) {
      assets_[{from.ns, from.name}].tags[from.column].insert(std::string(body.text(tag)));
    }
  }
}

void Builder::AddFlow(const Flow& flow) {
  const Instance& sink = terms_.instances[flow.sink];
  if (program_.body(sink.function).proto().site(sink.site).kind() == Site::TAG) {
    return AddTags(flow);
  }
  for (const Touch& from : namer_.Reads(flow.source)) {
    const SiteKey from_site = KeyOf(flow.source, SiteUse::READS, from);
    Note(from_site, from);
    for (const Touch& to : namer_.Writes(flow.sink)) {
      const SiteKey to_site = KeyOf(flow.sink, SiteUse::WRITES, to);
      Note(to_site, to);
      EdgeFacts facts;
      facts.quality = Compose(flow.quality, from.quality);
      facts.transforms = flow.transforms;
      facts.hops = evaluator_.hops().List(flow.hops);
      facts.from_name = Short(from);
      facts.to_name = Short(to);
      AddEdge({from_site, to_site, from.column, to.column, facts.quality.indirect()},
              std::move(facts));
    }
  }
}

void Builder::AddExecute(InstanceId id) {
  std::vector<Touch> writes;
  const std::vector<SqlFlow> flows = namer_.Executes(id, &writes);
  for (const Touch& to : writes) Note(KeyOf(id, SiteUse::WRITES, to), to);
  const Instance& instance = terms_.instances[id];
  for (const SqlFlow& flow : flows) {
    const SiteKey from = KeyOf(id, SiteUse::READS, flow.from);
    const SiteKey to = KeyOf(id, SiteUse::WRITES, flow.to);
    Note(from, flow.from);
    Note(to, flow.to);
    EdgeFacts facts;
    facts.quality = Compose(flow.from.quality, {IDENTITY, MODELED});
    facts.hops = {{HopRecord::kRead, instance.function, instance.site},
                  {HopRecord::kWritten, instance.function, instance.site}};
    facts.from_name = Short(flow.from);
    facts.to_name = Short(flow.to);
    AddEdge({from, to, flow.from.column, flow.to.column, facts.quality.indirect()},
            std::move(facts));
  }
}

std::string Builder::CallName(const HopRecord& hop) {
  if (hop.target != kNone) return std::string(program_.info(hop.target).name);
  const Body& body = program_.body(hop.function);
  const std::string_view name = body.text(body.proto().call(hop.index).name());
  return name.empty() ? "an unknown function" : std::string(name);
}

void Builder::WriteHops(const EdgeFacts& facts, FlowEdge* edge) {
  std::set<std::string> assumed;
  for (const HopRecord& record : facts.hops) {
    const Body& body = program_.body(record.function);
    const Function& proto = body.proto();
    Hop* hop = edge->add_path();
    Location location;
    std::string note;
    switch (record.kind) {
      case HopRecord::kRead: {
        const Site& site = proto.site(record.index);
        location = site.location();
        note = fmt::format("read from {} by {}", facts.from_name, body.text(site.api()));
        break;
      }
      case HopRecord::kWritten: {
        const Site& site = proto.site(record.index);
        location = site.location();
        note = fmt::format("written to {} by {}", facts.to_name, body.text(site.api()));
        break;
      }
      case HopRecord::kTransform: {
        const Transform& transform = proto.transform(record.index);
        location = transform.location();
        note = transform.kind() == TRANSFORM_KIND_UNSPECIFIED
                   ? fmt::format("computed by {}", body.text(transform.api()))
                   : fmt::format("{} by {}", TransformKind_Name(transform.kind()),
                                 body.text(transform.api()));
        break;
      }
      case HopRecord::kKept:
        location = proto.location();
        note = fmt::format("kept in {}", program_.global_name(record.index));
        break;
      case HopRecord::kPassed:
        location = proto.call(record.index).location();
        note = fmt::format("passed to {}()", CallName(record));
        break;
      case HopRecord::kReturned:
        location = proto.call(record.index).location();
        note = fmt::format("returned by {}()", CallName(record));
        break;
      case HopRecord::kFilled:
        location = proto.call(record.index).location();
        note = fmt::format("filled in by {}()", CallName(record));
        break;
      case HopRecord::kAssumed:
        location = proto.call(record.index).location();
        note = fmt::format("assumed to pass through {}()", CallName(record));
        assumed.insert(CallName(record));
        break;
    }
    *hop->mutable_place() = PlaceOf(record.function, location);
    hop->set_note(note);
  }
  for (const std::string& name : assumed) ++assumed_flows_[name];
}

void Builder::WriteGaps(Coverage* coverage) {
  using Key = std::tuple<std::string, uint32_t, uint32_t, std::string>;
  std::map<Key, Hop> gaps, duplicates;
  auto add = [&](std::map<Key, Hop>& hops, FunctionId f, std::string_view what) {
    Hop hop;
    *hop.mutable_place() = PlaceOf(f, program_.body(f).proto().location());
    hop.set_note(fmt::format("{}: {}", program_.info(f).name, what));
    const Place& place = hop.place();
    hops[{place.file(), place.line(), place.column(), hop.note()}] = hop;
  };
  uint32_t functions = 0;
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    const FunctionInfo& info = program_.info(f);
    functions += info.plain == info.symbol;
    if (!evaluator_.reached(f) || !info.has_gap) continue;
    const Body& body = program_.body(f);
    for (uint32_t gap : body.proto().gap()) add(gaps, f, body.text(gap));
  }
  for (const Program::Duplicate& other : program_.duplicates()) {
    add(duplicates, other.taken,
        fmt::format("another body in {}", program_.fragments()[other.fragment].source));
  }
  coverage->set_functions(functions);
  for (auto& [key, hop] : gaps) *coverage->add_gap() = std::move(hop);
  for (auto& [key, hop] : duplicates) *coverage->add_duplicate() = std::move(hop);
}

void Builder::WriteCoverage(Coverage* coverage) {
  WriteGaps(coverage);
  coverage->set_sources(program_.fragments().size());
  std::set<std::string> incomplete, widened;
  for (const FragmentIndex& fragment : program_.fragments()) {
    if (fragment.incomplete) incomplete.insert(std::string(fragment.source));
  }
  for (FunctionId f = 0; f < program_.functions(); ++f) {
    if (!evaluator_.reached(f)) continue;
    if (program_.info(f).widened || evaluator_.widened().contains(f)) {
      widened.insert(std::string(program_.info(f).name));
    }
  }
  WriteUnknowns(
      evaluator_, assumed_flows_,
      [&](FunctionId f, const Location& location) { return PlaceOf(f, location); }, coverage);
  for (const std::string& source : incomplete) coverage->add_incomplete(source);
  for (const std::string& function : widened) coverage->add_widened(function);

  std::map<std::tuple<std::string, uint32_t, uint32_t, std::string>, Hop> unresolved;
  for (const auto& [where, note] : namer_.unresolved()) {
    Hop hop;
    *hop.mutable_place() =
        PlaceOf(where.first, program_.body(where.first).proto().site(where.second).location());
    hop.set_note(note);
    const Place& place = hop.place();
    unresolved[{place.file(), place.line(), place.column(), note}] = hop;
  }
  for (auto& [key, hop] : unresolved) *coverage->add_unresolved() = std::move(hop);
}

Graph Builder::Build(const FoundFlows& found) {
  for (InstanceId id : found.uses) {
    const Instance& instance = terms_.instances[id];
    switch (program_.body(instance.function).proto().site(instance.site).kind()) {
      case Site::READ:
        for (const Touch& touch : namer_.Reads(id)) {
          Note(KeyOf(id, SiteUse::READS, touch), touch);
          NoteTags(instance, touch);
        }
        break;
      case Site::WRITE:
        for (const Touch& touch : namer_.Writes(id)) {
          Note(KeyOf(id, SiteUse::WRITES, touch), touch);
          NoteTags(instance, touch);
        }
        break;
      case Site::EXECUTE:
        AddExecute(id);
        break;
      default:
        break;
    }
  }
  for (const Flow& flow : found.flows) AddFlow(flow);

  // What kind an asset is, where nothing says it.
  std::map<std::pair<std::string, std::string>, KindEvidence> evidence;
  for (const auto& [key, facts] : edges_) {
    if (key.indirect) continue;
    const std::vector<uint8_t>& steps = terms_.transforms[facts.transforms];
    if (steps.empty()) continue;
    evidence[{key.to.ns, key.to.name}].made_by.insert(static_cast<TransformKind>(steps.back()));
    const auto use = std::find_if(steps.begin(), steps.end(), [](uint8_t step) {
      return MakesSomething(static_cast<TransformKind>(step));
    });
    if (use != steps.end())
      evidence[{key.from.ns, key.from.name}].used_by.insert(static_cast<TransformKind>(*use));
  }
  for (auto& [name, facts] : assets_) {
    if (facts.kind != ASSET_KIND_UNSPECIFIED) continue;
    facts.kind = InferKind(evidence[name], name.second);
    facts.inferred = facts.kind != ASSET_KIND_UNSPECIFIED;
  }

  Graph graph;
  graph.set_magic("PEDG");
  std::map<std::pair<std::string, std::string>, uint32_t> asset_index;
  for (const auto& [name, facts] : assets_) {
    asset_index[name] = graph.asset_size();
    Asset* asset = graph.add_asset();
    asset->set_namespace_(name.first);
    asset->set_name(name.second);
    asset->set_kind(facts.kind);
    asset->set_kind_inferred(facts.inferred);
    asset->set_job_local(facts.job_local);
    if (facts.job_local) asset->set_job(job_);
    for (const std::string& column : facts.columns) asset->add_column(column);
    for (const auto& [column, tags] : facts.tags) {
      Properties::Column* tagged = asset->mutable_properties()->add_column();
      tagged->set_name(column);
      for (const std::string& tag : tags) tagged->add_tag(tag);
      tagged->add_witness(DERIVED);
    }
    asset->add_witness(DERIVED);
  }
  Job* job = graph.add_job();
  job->set_name(job_);
  std::map<SiteKey, uint32_t> site_index;
  for (const SiteKey& key : sites_) {
    site_index[key] = job->site_size();
    SiteUse* use = job->add_site();
    use->set_access(key.access);
    use->set_asset(asset_index[{key.ns, key.name}]);
    use->mutable_place()->set_file(key.file);
    use->mutable_place()->set_line(key.line);
    use->mutable_place()->set_column(key.column);
    use->set_function(key.function);
    use->set_api(key.api);
  }
  for (const auto& [key, facts] : edges_) {
    FlowEdge* edge = job->add_flow();
    edge->set_from(site_index[key.from]);
    edge->set_to(site_index[key.to]);
    edge->set_from_column(key.from_column);
    edge->set_to_column(key.to_column);
    edge->set_subtype(static_cast<Subtype>(facts.quality.subtype));
    edge->set_confidence(static_cast<Confidence>(facts.quality.confidence));
    for (uint8_t kind : terms_.transforms[facts.transforms]) {
      edge->add_transform(static_cast<TransformKind>(kind));
    }
    edge->add_witness(DERIVED);
    WriteHops(facts, edge);
  }
  WriteCoverage(job->mutable_coverage());
  return graph;
}

}  // namespace

Graph BuildGraph(Evaluator& evaluator, const FoundFlows& found, const std::string& job) {
  return Builder(evaluator, job).Build(found);
}

}  // namespace pedigree::link
