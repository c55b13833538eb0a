// The words in which lineage is written, the same in every format.
#ifndef PEDIGREE_LINEAGE_NAMES_H_
#define PEDIGREE_LINEAGE_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "lineage/query.h"

namespace pedigree {

// "clinic.db/patients", "s3://lake/clicks.csv"; the default namespace `file` is left out. A job's
// own asset is followed by its job: "{argv:1} of ingest".
std::string AssetText(const Lineage::Asset& asset);
// The same with a column: "data/patients.csv:age".
std::string AssetText(const Lineage::Asset& asset, std::string_view column);
// "src/load.cc:42:10".
std::string PlaceText(const Place& place);

// "DATASET", "TRAIN", "DERIVED", "EXACT": as the schemas spell them, "UNSPECIFIED" for all
// unspecified ones.
std::string_view Name(AssetKind kind);
std::string_view Name(TransformKind kind);
std::string_view Name(Subtype subtype);
std::string_view Name(Confidence confidence);
std::string_view Name(Witness witness);
std::string_view Influence(Subtype subtype);  // "DIRECT", "INDIRECT"

// "TRAIN, EVALUATE".
std::string Names(const std::vector<TransformKind>& kinds);
// "DIRECT, TRAIN, MODELED": what is worth saying of a flow on one line. An indirect one says how.
std::string FlowText(Subtype subtype, const std::vector<TransformKind>& transforms,
                     Confidence confidence);

// "1 flow", "3 flows"; `plural` for words that do not take an s.
std::string Count(size_t n, std::string_view noun, std::string_view plural = "");
std::string Join(const std::vector<std::string>& parts, std::string_view separator);

// As XML 1.0 can say it, in an element or an attribute: a control character other than the end of a
// line cannot be in it at all, and becomes "?".
std::string XmlText(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_NAMES_H_
