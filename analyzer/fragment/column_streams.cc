#include "analyzer/fragment/column_streams.h"

namespace pedigree::columns {

std::string ColumnWriter::Text(uint32_t column, std::string_view text) {
  Column& c = columns_[column];
  for (const char letter : text) {
    if (letter == 0 || letter == 1) c.bytes.push_back(1);
    c.bytes.push_back(letter == 0 || letter == 1 ? letter + 1 : letter);
  }
  c.bytes.push_back(0);
  c.used |= !text.empty();
  c.text = true;
  return {};
}

uint64_t ColumnWriter::Fixed(uint32_t column, int bytes, uint64_t value) {
  Column& c = columns_[column];
  for (int i = 0; i < bytes; ++i) c.bytes.push_back(static_cast<char>(value >> 8 * i));
  c.used = c.text = true;
  return value;
}

std::string ColumnWriter::Take() const {
  std::string head, together, all;
  size_t used = 0, left_out = 0;
  for (const Column& column : columns_) {
    if (!column.used) {
      ++left_out;
      continue;
    }
    ++used;
    PutVarint(left_out * 2 + !column.together(), &head);
    if (!column.together()) PutVarint(column.bytes.size(), &head);
    left_out = 0;
  }
  for (const auto& [column, value] : numbers_) {
    if (columns_[column].used && columns_[column].together()) PutVarint(value, &together);
  }
  PutVarint(used, &all);
  all += head;
  PutVarint(together.size(), &all);
  all += together;
  for (const Column& column : columns_) {
    if (column.used && !column.together()) all += column.bytes;
  }
  return all;
}

bool ColumnReader::Open(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  uint64_t used = 0, column = 0, size = 0;
  if (!GetVarint(&at, end, &used) || used > columns_.size()) return false;
  std::vector<std::pair<uint64_t, uint64_t>> own;  // and the size
  for (; used > 0; --used, ++column) {
    uint64_t code = 0;
    if (!GetVarint(&at, end, &code) || code / 2 >= columns_.size() - column) return false;
    column += code / 2;
    columns_[column] = code % 2 == 1 ? &streams_.emplace_back() : &together_;
    if (code % 2 == 0) continue;
    if (!GetVarint(&at, end, &size)) return false;
    own.push_back({column, size});
  }
  if (!GetVarint(&at, end, &size) || size > static_cast<uint64_t>(end - at)) return false;
  together_ = {at, at + size};
  at += size;
  for (const auto& [which, length] : own) {
    if (length > static_cast<uint64_t>(end - at)) return false;
    *columns_[which] = {at, at + length};
    at += length;
  }
  return at == end;
}

std::string ColumnReader::Text(uint32_t column, std::string_view) {
  Stream* const stream = columns_[column];
  std::string text;
  if (stream == nullptr) return text;
  while (stream->at != stream->end) {
    const char letter = *stream->at++;
    if (letter == 0) return text;
    if (letter == 1 && stream->at == stream->end) break;
    text.push_back(letter == 1 ? *stream->at++ - 1 : letter);
  }
  failed_ = true;
  return {};
}

uint64_t ColumnReader::Fixed(uint32_t column, int bytes, uint64_t) {
  Stream* const stream = columns_[column];
  uint64_t value = 0;
  if (stream == nullptr || stream->end - stream->at < bytes) {
    failed_ = true;
    return 0;
  }
  for (int i = 0; i < bytes; ++i) {
    value |= static_cast<uint64_t>(static_cast<uint8_t>(*stream->at++)) << 8 * i;
  }
  return value;
}

}  // namespace pedigree::columns
