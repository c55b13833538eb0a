#include "lineage/declarations.h"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/fragment/mask.h"
#include "lineage/asset_pattern.h"
#include "lineage/file.h"
#include "lineage/properties.h"
#include "lineage/proto_schema.h"

namespace pedigree {
namespace {

using google::protobuf::TextFormat;

// Keeps the first error; protobuf's places are 0-based.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!error_) error_ = fmt::format("{}:{}: {}", line + 1, column + 1, message);
  }
  std::string Of(const std::string& file) const { return file + ":" + error_.value_or("1:1: ?"); }

 private:
  std::optional<std::string> error_;
};

// Of a target's part of a file. The line is that of its name, which people look for.
absl::Status Wrong(const std::string& file, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", file, what));
}

bool IsDigest(std::string_view digest) {
  constexpr std::string_view kPrefix = "sha256:";
  return digest.size() == kPrefix.size() + 64 && digest.starts_with(kPrefix) &&
         std::all_of(digest.begin() + kPrefix.size(), digest.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

void Sort(google::protobuf::RepeatedPtrField<std::string>* items) {
  const std::set<std::string> sorted(items->begin(), items->end());
  items->Clear();
  for (const std::string& item : sorted) *items->Add() = item;
}

// Aliases are of one asset, and each is one.
absl::Status CheckAliases(const std::string& file, DeclaredAsset* asset) {
  const auto is_pattern = [](const std::string& text) {
    return text.find_first_of("*{}") != std::string::npos;
  };
  if (!asset->alias().empty() && (is_pattern(asset->name()) || is_pattern(asset->namespace_()))) {
    return Wrong(file, fmt::format("asset {}: only one asset has aliases, and '{}' may be several",
                                   asset->target(), asset->name()));
  }
  for (AssetName& alias : *asset->mutable_alias()) {
    if (alias.namespace_().empty() || alias.name().empty()) {
      return Wrong(file,
                   fmt::format("asset {}: an alias has a namespace and a name", asset->target()));
    }
    if (is_pattern(alias.namespace_()) || is_pattern(alias.name())) {
      return Wrong(file, fmt::format("asset {}: its alias '{}' is not one name", asset->target(),
                                     alias.name()));
    }
    alias.set_namespace_(MaskSecrets(alias.namespace_()));
    alias.set_name(MaskSecrets(alias.name()));
  }
  return absl::OkStatus();
}

absl::Status CheckAsset(const std::string& file, DeclaredAsset* asset) {
  if (asset->target().empty()) return Wrong(file, "an asset without target");
  const std::string& target = asset->target();
  if (asset->name().empty()) return Wrong(file, fmt::format("asset {}: it has no name", target));
  if (asset->build_file().empty()) asset->set_build_file(file);
  if (asset->namespace_().empty()) asset->set_namespace_("file");
  asset->set_name(MaskSecrets(asset->name()));
  asset->set_namespace_(MaskSecrets(asset->namespace_()));
  Properties* properties = asset->mutable_properties();
  if (!properties->digest().empty() && !IsDigest(properties->digest())) {
    return Wrong(file, fmt::format("asset {}: its digest is not sha256: and 64 hexadecimal "
                                   "digits in lower case: {}",
                                   target, properties->digest()));
  }
  if (absl::Status status = CheckAliases(file, asset); !status.ok()) return status;
  Sort(properties->mutable_tag());
  Sort(properties->mutable_purpose());
  std::set<std::string> columns;
  for (Properties::Column& column : *properties->mutable_column()) {
    if (column.name().empty()) {
      return Wrong(file, fmt::format("asset {}: a column without name", target));
    }
    if (!columns.insert(column.name()).second) {
      return Wrong(file, fmt::format("asset {}: two columns are called {}", target, column.name()));
    }
    Sort(column.mutable_tag());
  }
  return absl::OkStatus();
}

absl::Status CheckJob(const std::string& file, DeclaredJob* job) {
  if (job->job().empty()) return Wrong(file, fmt::format("job {}: it has no name", job->target()));
  if (job->target().empty()) job->set_target(job->job());
  if (job->build_file().empty()) job->set_build_file(file);
  const auto among = [](const auto& targets, const std::string& target) {
    return std::find(targets.begin(), targets.end(), target) != targets.end();
  };
  for (const DeclaredFlow& flow : job->flow()) {
    if (!among(job->reads(), flow.from())) {
      return Wrong(file, fmt::format("job {}: a flow from {}, which is not among what it reads",
                                     job->target(), flow.from()));
    }
    if (!among(job->writes(), flow.to())) {
      return Wrong(file, fmt::format("job {}: a flow to {}, which is not among what it writes",
                                     job->target(), flow.to()));
    }
  }
  for (HoleValue& hole : *job->mutable_hole()) {
    if (hole.name().empty() || hole.name().find_first_of("{}") != std::string::npos) {
      return Wrong(file, fmt::format("job {}: '{}' is not the name of a hole, such as argv:1",
                                     job->target(), hole.name()));
    }
    hole.set_value(MaskSecrets(hole.value()));
  }
  return absl::OkStatus();
}

absl::Status AddSchema(DeclaredAsset* asset) {
  if (!asset->has_schema()) return absl::OkStatus();
  const std::string& file = asset->schema().file();
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  const auto columns = ColumnsOfMessage(file, *text, asset->schema().message());
  if (!columns.ok()) return columns.status();
  Properties* properties = asset->mutable_properties();
  for (const Properties::Column& known : properties->column()) {
    const bool listed = std::any_of(columns->begin(), columns->end(), [&](const auto& column) {
      return column.name() == known.name();
    });
    if (!listed) {
      return Wrong(file, fmt::format("message {} has no field {}, of which asset {} says something",
                                     asset->schema().message(), known.name(), asset->target()));
    }
  }
  Properties listed;
  for (const Properties::Column& column : *columns) *listed.add_column() = column;
  MergeProperties(listed, properties);
  asset->clear_schema();
  asset->set_all_columns(true);
  return absl::OkStatus();
}

// That of one asset no two declarations say different things. (Of those that match several, the
// more exact counts: lineage/declare.h.)
absl::Status CheckAgreement(const std::map<std::string, DeclaredAsset>& assets) {
  std::map<std::pair<std::string, std::string>, std::vector<const DeclaredAsset*>> by_name;
  for (const auto& [_, asset] : assets) {
    by_name[{asset.namespace_(), asset.name()}].push_back(&asset);
  }
  using Said = std::pair<std::string_view, std::string>;
  const auto facts = [](const DeclaredAsset& asset) -> std::vector<Said> {
    const Properties& said = asset.properties();
    const auto kind = [](AssetKind kind) {
      return kind == ASSET_KIND_UNSPECIFIED ? "" : AssetKind_Name(kind);
    };
    return {{"kind", kind(asset.kind())},
            {"owner", said.owner()},
            {"license", said.license()},
            {"region", said.region()},
            {"digest", said.digest()},
            {"retention", said.retention_days() == 0 ? "" : std::to_string(said.retention_days())}};
  };
  for (const auto& [_, same] : by_name) {
    std::map<std::string_view, std::pair<std::string, const DeclaredAsset*>> known;
    for (const DeclaredAsset* asset : same) {
      for (const auto& [fact, value] : facts(*asset)) {
        if (value.empty()) continue;
        const auto [it, added] = known.try_emplace(fact, value, asset);
        const auto& [other_value, other] = it->second;
        if (added || other_value == value) continue;
        return Wrong(
            asset->build_file(),
            fmt::format("assets {} and {} are both '{}', and differ in {}: {} and {}",
                        other->target(), asset->target(), asset->name(), fact, other_value, value));
      }
    }
  }
  return absl::OkStatus();
}

// That flows name columns that assets have, where all of these are listed.
absl::Status CheckColumns(const DeclaredJob& job,
                          const std::map<std::string, DeclaredAsset>& assets) {
  const auto check = [&](const std::string& target, const std::string& pattern) {
    const DeclaredAsset& asset = assets.at(target);
    if (pattern.empty() || !asset.all_columns()) return absl::OkStatus();
    const AssetPattern column(pattern);
    for (const Properties::Column& known : asset.properties().column()) {
      if (column.Matches(known.name())) return absl::OkStatus();
    }
    return Wrong(job.build_file(),
                 fmt::format("job {}: a flow names column {}, which {} does not have", job.target(),
                             pattern, target));
  };
  for (const DeclaredFlow& flow : job.flow()) {
    if (absl::Status status = check(flow.from(), flow.from_column()); !status.ok()) return status;
    if (absl::Status status = check(flow.to(), flow.to_column()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Adds `item` to those known by `key`; false if another one has it.
template <typename Item>
bool AddOnce(const std::string& key, const Item& item, std::map<std::string, Item>* known) {
  const auto [it, added] = known->emplace(key, item);
  return added || it->second.SerializeAsString() == item.SerializeAsString();
}

}  // namespace

absl::StatusOr<Declarations> ParseDeclarations(const std::string& file, std::string_view text) {
  Declarations declarations;
  FirstError error;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(std::string(text), &declarations)) {
    return absl::InvalidArgumentError(error.Of(file));
  }
  if (declarations.schema_version() > kDeclarationsSchema) {
    return Wrong(file, fmt::format("schema version {} is newer than this program's ({})",
                                   declarations.schema_version(), kDeclarationsSchema));
  }
  for (DeclaredAsset& asset : *declarations.mutable_asset()) {
    if (absl::Status status = CheckAsset(file, &asset); !status.ok()) return status;
  }
  for (DeclaredJob& job : *declarations.mutable_job()) {
    if (absl::Status status = CheckJob(file, &job); !status.ok()) return status;
  }
  for (DeclaredTransform& transform : *declarations.mutable_transform()) {
    if (transform.function().empty()) return Wrong(file, "a transform without function");
    if (transform.kind() == TRANSFORM_KIND_UNSPECIFIED && transform.clears().empty()) {
      return Wrong(file, fmt::format("transform {}: it has no kind and clears no tag",
                                     transform.function()));
    }
    Sort(transform.mutable_clears());
  }
  return declarations;
}

absl::StatusOr<Declarations> CombineDeclarations(const std::vector<Declarations>& all) {
  std::map<std::string, DeclaredAsset> assets;
  std::map<std::string, DeclaredJob> jobs;
  std::map<std::string, DeclaredTransform> transforms;
  for (const Declarations& part : all) {
    for (const DeclaredAsset& asset : part.asset()) {
      if (!AddOnce(asset.target(), asset, &assets)) {
        return Wrong(asset.build_file(),
                     fmt::format("asset {} is declared twice, each time otherwise (also in {})",
                                 asset.target(), assets[asset.target()].build_file()));
      }
    }
    for (const DeclaredJob& job : part.job()) {
      if (!AddOnce(job.job(), job, &jobs)) {
        return Wrong(job.build_file(),
                     fmt::format("job {} is declared twice, each time otherwise: by {} and by {}",
                                 job.job(), jobs[job.job()].target(), job.target()));
      }
    }
    for (const DeclaredTransform& transform : part.transform()) {
      transforms.emplace(transform.SerializeAsString(), transform);
    }
  }
  if (absl::Status status = CheckAgreement(assets); !status.ok()) return status;
  Declarations combined;
  for (const auto& [_, job] : jobs) {
    for (const auto* targets : {&job.reads(), &job.writes()}) {
      for (const std::string& target : *targets) {
        if (!assets.contains(target)) {
          return Wrong(job.build_file(),
                       fmt::format("job {}: no asset {} is declared", job.target(), target));
        }
      }
    }
    if (absl::Status status = CheckColumns(job, assets); !status.ok()) return status;
    *combined.add_job() = job;
  }
  for (const auto& [_, asset] : assets) *combined.add_asset() = asset;
  for (const auto& [_, transform] : transforms) *combined.add_transform() = transform;
  return combined;
}

absl::StatusOr<Declarations> ReadDeclarations(const std::vector<std::string>& files) {
  std::vector<Declarations> all;
  for (const std::string& file : files) {
    const auto text = ReadFile(file);
    if (!text.ok()) return text.status();
    absl::StatusOr<Declarations> declarations = ParseDeclarations(file, *text);
    if (!declarations.ok()) return declarations.status();
    for (DeclaredAsset& asset : *declarations->mutable_asset()) {
      if (absl::Status status = AddSchema(&asset); !status.ok()) return status;
    }
    all.push_back(*std::move(declarations));
  }
  return CombineDeclarations(all);
}

}  // namespace pedigree
