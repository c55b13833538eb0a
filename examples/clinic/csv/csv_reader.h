// Reads a comma-separated file with a header line, row by row, and says where it is when something
// is wrong: every error starts with "file:line:".

#ifndef EXAMPLES_CLINIC_CSV_CSV_READER_H_
#define EXAMPLES_CLINIC_CSV_CSV_READER_H_

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace clinic {

// Splits `line` at its commas. Two commas in a row, or one at either end, enclose an empty field.
std::vector<std::string> SplitCsvLine(std::string_view line);

// The study's files have no quoted fields, and this reader refuses them rather than guess.
class CsvReader {
 public:
  // Opens `path` and reads the header line. Throws std::runtime_error if either fails.
  explicit CsvReader(const std::string& path);

  // Goes to the next row; false at the end of the file. Empty lines are skipped. Throws
  // std::runtime_error if the row does not have one field for each column of the header.
  bool Next();

  // The current row's field in `column`. Throws std::runtime_error if there is no such column.
  const std::string& Text(std::string_view column) const;

  // The same as a number. Throws std::runtime_error unless the whole field is one.
  double Number(std::string_view column) const;
  int Integer(std::string_view column) const;

  // Throws std::runtime_error with `message` and the place of the current row.
  [[noreturn]] void Fail(const std::string& message) const;

 private:
  // Reads one line, without its end-of-line characters; false at the end of the file.
  bool ReadLine(std::string* line);

  std::string path_;
  std::ifstream file_;
  int line_number_ = 0;
  std::vector<std::string> header_;
  std::vector<std::string> fields_;
};

}  // namespace clinic

#endif  // EXAMPLES_CLINIC_CSV_CSV_READER_H_
