// Protobuf's wire format (protobuf.dev/programming-guides/encoding), written by hand into memory
// that is there already: the observer lives in other people's programs, where it brings no library
// and calls no allocator.
//
// Messages nest by Begin and End. What does not fit is not written, and `ok` says so.
#ifndef PEDIGREE_RUNTIME_WIRE_H_
#define PEDIGREE_RUNTIME_WIRE_H_

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <string_view>

namespace pedigree {

class Wire {
 public:
  Wire(uint8_t* memory, size_t capacity) : memory_(memory), capacity_(capacity) {}

  bool ok() const { return ok_; }
  size_t size() const { return size_; }
  size_t room() const { return capacity_ - size_; }
  const uint8_t* data() const { return memory_; }

  // Fields with proto3's default value are left out.
  void Int(uint32_t field, uint64_t value) {
    if (value == 0) return;
    Varint(field << 3);
    Varint(value);
  }
  void Signed(uint32_t field, int64_t value) { Int(field, static_cast<uint64_t>(value)); }
  void Double(uint32_t field, double value) {
    uint64_t bits;
    memcpy(&bits, &value, 8);
    if (bits == 0) return;
    Varint(field << 3 | 1);
    Raw(&bits, 8);
  }
  void Bytes(uint32_t field, std::string_view bytes) {
    if (!bytes.empty()) Item(field, bytes);
  }
  // An element of a repeated field, which may be empty.
  void Item(uint32_t field, std::string_view bytes) {
    Varint(field << 3 | 2);
    Varint(bytes.size());
    Raw(bytes.data(), bytes.size());
  }

  // What is in the wire format already.
  void Copy(const uint8_t* bytes, size_t size) { Raw(bytes, size); }

  // A message in a field: Begin, its fields, End with what Begin gave. Its length takes five bytes,
  // so that it can be filled in afterwards: a varint need not be the shortest.
  size_t Begin(uint32_t field) {
    Varint(field << 3 | 2);
    const uint8_t room[5] = {0x80, 0x80, 0x80, 0x80, 0};
    Raw(room, 5);
    return size_;
  }
  void End(size_t begin) {
    if (!ok_) return;
    const size_t size = size_ - begin;
    for (int i = 0; i < 5; ++i) {
      memory_[begin - 5 + i] =
          static_cast<uint8_t>(((size >> (7 * i)) & 0x7f) | (i < 4 ? 0x80 : 0));
    }
  }

 private:
  void Varint(uint64_t value) {
    uint8_t bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7) bytes[n++] = static_cast<uint8_t>(value | 0x80);
    bytes[n++] = static_cast<uint8_t>(value);
    Raw(bytes, n);
  }
  void Raw(const void* from, size_t n) {
    if (!ok_ || n > capacity_ - size_) {
      ok_ = false;
      return;
    }
    memcpy(memory_ + size_, from, n);
    size_ += n;
  }

  uint8_t* memory_;
  size_t capacity_;
  size_t size_ = 0;
  bool ok_ = true;
};

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_WIRE_H_
