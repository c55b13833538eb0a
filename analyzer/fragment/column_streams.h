// Columns as bytes: of numbers, as varints, of texts, and of bytes as they are.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_COLUMN_STREAMS_H_
#define PEDIGREE_ANALYZER_FRAGMENT_COLUMN_STREAMS_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pedigree::columns {

// Columns that are shorter share a stream: where one begins and ends is to be told as well.
inline constexpr size_t kShortColumn = 16;

// As protobuf has them.
inline void PutVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

inline bool GetVarint(const char** at, const char* end, uint64_t* value) {
  uint64_t result = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (*at == end) return false;
    const uint8_t byte = static_cast<uint8_t>(*(*at)++);
    result |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      *value = result;
      return true;
    }
  }
  return false;
}

// The columns while they are written. In the end they stand one after the other, but for those
// without anything but zeros, which are left out, and the short ones.
class ColumnWriter {
 public:
  static constexpr bool kWrites = true;

  explicit ColumnWriter(uint32_t columns) : columns_(columns) {}

  uint64_t Number(uint32_t column, uint64_t value) {
    numbers_.push_back({column, value});
    Column& c = columns_[column];
    PutVarint(value, &c.bytes);
    c.used |= value != 0;
    return value;
  }
  // Ends with a zero; zeros and ones within it are written as one and another number.
  std::string Text(uint32_t column, std::string_view text);
  uint64_t Fixed(uint32_t column, int bytes, uint64_t value);
  bool failed() const { return false; }

  // How many columns there are; of each how many were left out before it, twice, and whether it has
  // a stream of its own: and how long that is; the short ones' stream, with its length; the others.
  std::string Take() const;

 private:
  struct Column {
    std::string bytes;
    bool used = false;
    bool text = false;  // no numbers
    bool together() const { return !text && bytes.size() <= kShortColumn; }
  };
  std::vector<Column> columns_;
  std::vector<std::pair<uint32_t, uint64_t>> numbers_;
};

// The same, while they are read: what is given to its members counts for nothing.
class ColumnReader {
 public:
  static constexpr bool kWrites = false;

  explicit ColumnReader(uint32_t columns) : columns_(columns) {}

  bool Open(std::string_view bytes);

  uint64_t Number(uint32_t column, uint64_t) {
    Stream* const stream = columns_[column];
    if (stream == nullptr) return 0;
    uint64_t value = 0;
    if (!GetVarint(&stream->at, stream->end, &value)) failed_ = true;
    return failed_ ? 0 : value;
  }
  std::string Text(uint32_t column, std::string_view);
  uint64_t Fixed(uint32_t column, int bytes, uint64_t);
  bool failed() const { return failed_; }
  // Whether all was there, and nothing more.
  bool Done() const {
    return !failed_ && together_.at == together_.end &&
           std::all_of(streams_.begin(), streams_.end(),
                       [](const Stream& s) { return s.at == s.end; });
  }

 private:
  struct Stream {
    const char* at = nullptr;
    const char* end = nullptr;
  };
  std::vector<Stream*> columns_;  // null: nothing but zeros
  std::deque<Stream> streams_;
  Stream together_;
  bool failed_ = false;
};

}  // namespace pedigree::columns

#endif  // PEDIGREE_ANALYZER_FRAGMENT_COLUMN_STREAMS_H_
