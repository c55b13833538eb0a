// Lineage as JSON: the shapes that every JSON output is built of. Keys keep the order in which they
// are written here.
#ifndef PEDIGREE_LINEAGE_JSON_H_
#define PEDIGREE_LINEAGE_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

#include "lineage/query.h"

namespace pedigree {

using Json = nlohmann::ordered_json;

// {"namespace":"file","name":"train.csv","kind":"DATASET"}
Json AssetJson(const Lineage::Asset& asset);
// {"file":"src/load.cc","line":42,"column":10}
Json PlaceJson(const Place& place);
// The object of `pedigree flows --format jsonl`: {"from":..,"to":..,"influence":.., ...
// ,"path":[..],"jobs":[..]}
Json FlowJson(const Lineage& lineage, const Lineage::Flow& flow);

// Bytes that are not UTF-8 (file names may have them) become U+FFFD. `indent` < 0: on one line.
std::string Dump(const Json& json, int indent = -1);

// A SARIF 2.1.0 log of one run, as text.
std::string SarifText(Json run, int indent);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_JSON_H_
