// The words of OpenLineage (spec 2-0-2) that its export and its import share.
#ifndef PEDIGREE_LINEAGE_INTEROP_OPENLINEAGE_H_
#define PEDIGREE_LINEAGE_INTEROP_OPENLINEAGE_H_

#include <string>
#include <string_view>

#include "proto/graph.pb.h"

namespace pedigree::interop {

inline constexpr char kProducer[] = "urn:pedigree:0.1.0";
// Facets of our own, for what the spec has none for; docs/interop/schemas/ has their schemas.
inline constexpr char kAssetFacet[] = "pedigree_asset";
inline constexpr char kJobFacet[] = "pedigree_job";
inline constexpr char kRunFacet[] = "pedigree_run";

// "FILE", "TABLE", "TOPIC", "MODEL" ...: the recommended words of datasetType, else our own.
inline std::string DatasetType(const std::string& name_space, AssetKind kind) {
  switch (kind) {
    case DATASET:
      return name_space == "file" || name_space.starts_with("s3://") ||
                     name_space.starts_with("gs://") || name_space.starts_with("hdfs://")
                 ? "FILE"
                 : "DATASET";
    case STREAM:
      return name_space.starts_with("kafka://") ? "TOPIC" : "STREAM";
    case ASSET_KIND_UNSPECIFIED:
      return "";
    default:
      return AssetKind_Name(kind);
  }
}

inline AssetKind KindOfDatasetType(std::string_view type) {
  if (type == "FILE" || type == "DATASET") return DATASET;
  if (type == "VIEW") return TABLE;
  if (type == "TOPIC") return STREAM;
  AssetKind kind = ASSET_KIND_UNSPECIFIED;
  if (AssetKind_Parse(std::string(type), &kind)) return kind;
  return ASSET_KIND_UNSPECIFIED;
}

// Names as others can take them apart. Marquez writes `job:NAMESPACE:NAME` and finds the parts
// again by colons that neither `//` nor a digit follows: of a label of Bazel, `//a:b`, it would
// make two. Its longer form, `@//a:b`, is the same label; and `sqlite:FILE` has to look like the
// start of a URL.
inline constexpr std::string_view kLabel = "//", kWholeLabel = "@//";
inline constexpr std::string_view kSqlite = "sqlite:", kSqliteUrl = "sqlite://";

// `text`, which may begin with `from`, beginning with `to` then.
inline std::string Renamed(std::string_view text, std::string_view from, std::string_view to) {
  if (!text.starts_with(from)) return std::string(text);
  return std::string(to) + std::string(text.substr(from.size()));
}

inline bool IsMasking(TransformKind kind) {
  return kind == ANONYMIZE || kind == HASH || kind == ENCRYPT;
}

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_OPENLINEAGE_H_
