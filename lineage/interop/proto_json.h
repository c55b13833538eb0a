// Messages as JSON and back, by their schema: for what of a graph no other system has a place for,
// and which our own facets carry through it. As Protobuf's own mapping writes it, with the schema's
// field names.
#ifndef PEDIGREE_LINEAGE_INTEROP_PROTO_JSON_H_
#define PEDIGREE_LINEAGE_INTEROP_PROTO_JSON_H_

#include <google/protobuf/message.h>

#include <string>

#include "lineage/interop/json_reader.h"

namespace pedigree::interop {

// On one line.
std::string ProtoToJson(const google::protobuf::Message& message);

// Fills `message` with what `json` has of its fields. Others are passed over, and so is what does
// not fit its field: it was written by a newer schema, or not by us.
void ProtoFromJson(JsonNode json, google::protobuf::Message* message);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_PROTO_JSON_H_
