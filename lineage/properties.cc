#include "lineage/properties.h"

#include <map>
#include <set>
#include <tuple>

namespace pedigree {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void Unite(const Strings& from, Strings* to) {
  std::set<std::string> all(to->begin(), to->end());
  all.insert(from.begin(), from.end());
  to->Clear();
  for (const std::string& one : all) *to->Add() = one;
}

// Whether `from`'s value replaces `to`'s.
template <typename Value>
bool Replaces(const Value& from, const Value& to, bool symmetric) {
  if (from == Value()) return false;
  return to == Value() || (symmetric && from < to);
}

void Merge(const Properties::Column& from, bool symmetric, Properties::Column* to) {
  if (Replaces(from.type(), to->type(), symmetric)) to->set_type(from.type());
  if (Replaces(from.description(), to->description(), symmetric)) {
    to->set_description(from.description());
  }
  Unite(from.tag(), to->mutable_tag());
  for (const int witness : from.witness()) AddWitness(static_cast<Witness>(witness), to);
}

void Merge(const Properties& from, bool symmetric, Properties* to) {
  Unite(from.tag(), to->mutable_tag());
  Unite(from.purpose(), to->mutable_purpose());
  Unite(from.target(), to->mutable_target());
  if (Replaces(from.owner(), to->owner(), symmetric)) to->set_owner(from.owner());
  if (Replaces(from.license(), to->license(), symmetric)) to->set_license(from.license());
  if (Replaces(from.region(), to->region(), symmetric)) to->set_region(from.region());
  if (Replaces(from.retention_days(), to->retention_days(), symmetric)) {
    to->set_retention_days(from.retention_days());
  }
  if (Replaces(from.digest(), to->digest(), symmetric)) to->set_digest(from.digest());
  if (Replaces(from.description(), to->description(), symmetric)) {
    to->set_description(from.description());
  }
  std::map<std::string, Properties::Column> columns;
  for (const Properties::Column& column : to->column()) {
    Properties::Column& known = columns[column.name()];
    known.set_name(column.name());
    Merge(column, symmetric, &known);
  }
  for (const Properties::Column& column : from.column()) {
    Properties::Column& known = columns[column.name()];
    known.set_name(column.name());
    Merge(column, symmetric, &known);
  }
  to->clear_column();
  for (auto& [_, column] : columns) *to->add_column() = std::move(column);
}

}  // namespace

void AddVersions(const google::protobuf::RepeatedPtrField<ObservedVersion>& versions,
                 Asset* asset) {
  if (versions.empty()) return;
  std::map<std::tuple<std::string, bool, std::string, std::string>, ObservedVersion> all;
  for (const auto* some : {&versions, &asset->version()}) {
    for (const ObservedVersion& v : *some)
      all.insert_or_assign({v.run(), v.written(), v.name(), v.SerializeAsString()}, v);
  }
  asset->clear_version();
  for (auto& [_, version] : all) *asset->add_version() = std::move(version);
}

void UniteKind(AssetKind kind, bool inferred, Asset* asset) {
  const auto rank = [](AssetKind k, bool i) {
    return std::tuple(k == ASSET_KIND_UNSPECIFIED, i, k);
  };
  if (rank(kind, inferred) < rank(asset->kind(), asset->kind_inferred())) {
    asset->set_kind(kind);
    asset->set_kind_inferred(inferred);
  }
}

void UniteAssets(const Asset& other, Asset* asset) {
  UniteKind(other.kind(), other.kind_inferred(), asset);
  Unite(other.column(), asset->mutable_column());
  for (const int witness : other.witness()) AddWitness(static_cast<Witness>(witness), asset);
  AddVersions(other.version(), asset);
}

void MergeProperties(const Properties& from, Properties* to) { Merge(from, false, to); }
void JoinProperties(const Properties& other, Properties* properties) {
  Merge(other, true, properties);
}

}  // namespace pedigree
