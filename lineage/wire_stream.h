// Reading protobuf's wire format where it stands.
#ifndef PEDIGREE_LINEAGE_WIRE_STREAM_H_
#define PEDIGREE_LINEAGE_WIRE_STREAM_H_

#include <google/protobuf/io/coded_stream.h>

#include <cstdint>
#include <string_view>

namespace pedigree {

// `bytes` outlive it.
inline google::protobuf::io::CodedInputStream WireStream(std::string_view bytes) {
  return google::protobuf::io::CodedInputStream(reinterpret_cast<const uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
}

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_WIRE_STREAM_H_
