// Protobuf's wire format, read in place (https://protobuf.dev/programming-guides/encoding/).
//
// The linker indexes fragments of many thousand functions and then looks into few of them. Reading
// the few fields that an index needs off the wire costs a fraction of parsing the messages.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_WIRE_H_
#define PEDIGREE_ANALYZER_FRAGMENT_WIRE_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace pedigree {

// Goes over the fields of one message. After Next() says true, `field` and, by the field's wire
// type, `number` or `bytes` hold it.
class WireReader {
 public:
  explicit WireReader(std::string_view message)
      : begin_(message.data()), at_(message.data()), end_(at_ + message.size()) {}

  enum Type : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  bool Next() {
    if (at_ == end_ || failed_) return false;
    uint64_t tag = 0;
    if (!Varint(&tag)) return Fail();
    field = static_cast<uint32_t>(tag >> 3);
    type = static_cast<Type>(tag & 7);
    if (field == 0 || (tag >> 32) != 0) return Fail();
    switch (type) {
      case kVarint:
        return Varint(&number) || Fail();
      case kFixed64:
        if (end_ - at_ < 8) return Fail();
        std::memcpy(&number, at_, 8);
        at_ += 8;
        return true;
      case kBytes: {
        uint64_t size = 0;
        if (!Varint(&size) || size > static_cast<uint64_t>(end_ - at_)) return Fail();
        bytes = std::string_view(at_, size);
        at_ += size;
        return true;
      }
      case kFixed32: {
        if (end_ - at_ < 4) return Fail();
        uint32_t value;
        std::memcpy(&value, at_, 4);
        number = value;
        at_ += 4;
        return true;
      }
      default:
        return Fail();
    }
  }

  // The next varint of a packed field's bytes.
  bool NextPacked(uint64_t* value) {
    if (at_ == end_ || failed_) return false;
    return Varint(value) || Fail();
  }

  bool failed() const { return failed_; }
  // Where in the message reading stands, or failed.
  size_t offset() const { return at_ - begin_; }

  uint32_t field = 0;
  Type type = kVarint;
  uint64_t number = 0;
  std::string_view bytes;

 private:
  bool Fail() {
    failed_ = true;
    return false;
  }
  bool Varint(uint64_t* value) {
    uint64_t result = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at_ == end_) return false;
      const uint8_t byte = static_cast<uint8_t>(*at_++);
      result |= static_cast<uint64_t>(byte & 0x7f) << (shift < 64 ? shift : 63);
      if ((byte & 0x80) == 0) {
        *value = result;
        return true;
      }
    }
    return false;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  bool failed_ = false;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_WIRE_H_
