#include "examples/clinic/csv/csv_reader.h"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace clinic {
namespace {

// Parses all of `text` into `value`.
template <typename T>
bool Parse(const std::string& text, T* value) {
  const char* end = text.data() + text.size();
  std::from_chars_result result = std::from_chars(text.data(), end, *value);
  return result.ec == std::errc() && result.ptr == end;
}

}  // namespace

std::vector<std::string> SplitCsvLine(std::string_view line) {
  std::vector<std::string> fields;
  std::size_t begin = 0;
  while (true) {
    std::size_t comma = line.find(',', begin);
    if (comma == std::string_view::npos) break;
    fields.emplace_back(line.substr(begin, comma - begin));
    begin = comma + 1;
  }
  fields.emplace_back(line.substr(begin));
  return fields;
}

CsvReader::CsvReader(const std::string& path) : path_(path), file_(path) {
  if (!file_) throw std::runtime_error(path_ + ": cannot open: " + std::strerror(errno));
  std::string line;
  if (!ReadLine(&line)) throw std::runtime_error(path_ + ":1: no header line");
  header_ = SplitCsvLine(line);
}

bool CsvReader::Next() {
  std::string line;
  do {
    if (!ReadLine(&line)) return false;
  } while (line.empty());
  fields_ = SplitCsvLine(line);
  if (fields_.size() != header_.size()) {
    Fail("expected " + std::to_string(header_.size()) + " fields, found " +
         std::to_string(fields_.size()));
  }
  return true;
}

const std::string& CsvReader::Text(std::string_view column) const {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == column) return fields_[i];
  }
  throw std::runtime_error(path_ + ":1: no column \"" + std::string(column) + "\"");
}

double CsvReader::Number(std::string_view column) const {
  const std::string& text = Text(column);
  double value = 0;
  if (!Parse(text, &value) || !std::isfinite(value)) {
    Fail(std::string(column) + ": \"" + text + "\" is not a number");
  }
  return value;
}

int CsvReader::Integer(std::string_view column) const {
  const std::string& text = Text(column);
  int value = 0;
  if (!Parse(text, &value)) {
    Fail(std::string(column) + ": \"" + text + "\" is not a whole number");
  }
  return value;
}

void CsvReader::Fail(const std::string& message) const {
  throw std::runtime_error(path_ + ":" + std::to_string(line_number_) + ": " + message);
}

bool CsvReader::ReadLine(std::string* line) {
  if (!std::getline(file_, *line)) {
    if (file_.bad()) throw std::runtime_error(path_ + ": cannot read: " + std::strerror(errno));
    return false;
  }
  ++line_number_;
  if (!line->empty() && line->back() == '\r') line->pop_back();
  if (line->find('"') != std::string::npos) Fail("quoted fields are not supported");
  return true;
}

}  // namespace clinic
