// CSV files by readers that give columns by name. What is declared here is as in their published headers.
#include <string>
#include <string_view>
#include <vector>

#include "corpus.h"

namespace rapidcsv {
struct LabelParams { LabelParams(); };
struct Document {
  explicit Document(const std::string& path, const LabelParams& labels = LabelParams());
  template <typename T> std::vector<T> GetColumn(const std::string& name) const;
  template <typename T> T GetCell(const std::string& name, std::size_t row) const;
};
}  // namespace rapidcsv

void ByColumn() {
  rapidcsv::Document people("people.csv"), other("other.csv");
  const std::vector<int> ages = people.GetColumn<int>("age");
  Write("age", ages[0]);  // FLOW: people.csv#age  NEVER: people.csv#income, other.csv
  Write("income", people.GetCell<int>("income", 3));  // FLOW: people.csv#income  NEVER: people.csv#age
  Write("other", other.GetCell<int>("age", 3));  // FLOW: other.csv#age  NEVER: people.csv
}

namespace csv {
struct CSVField {
  template <typename T = std::string> T get();
};
struct CSVRow {
  CSVField operator[](const std::string& name) const;
};
struct CSVReader {
  explicit CSVReader(std::string_view path);
  bool read_row(CSVRow& row);
};
}  // namespace csv

void ByRow() {
  csv::CSVReader reader("rows.csv");
  csv::CSVRow row;
  while (reader.read_row(row)) {
    const int age = row["age"].get<int>();
    Write("age", age);  // FLOW: rows.csv#age  NEVER: rows.csv#income
    Write("income", row["income"].get<int>());  // FLOW: rows.csv#income  NEVER: rows.csv#age
  }
}

namespace io {
constexpr unsigned ignore_extra_column = 1;
template <unsigned count>
struct CSVReader {
  explicit CSVReader(const std::string& path);
  template <typename... Names> void read_header(unsigned policy, Names... names);
  template <typename... Columns> bool read_row(Columns&... columns);
};
}  // namespace io

void IntoVariables() {
  io::CSVReader<2> in("fast.csv");
  in.read_header(io::ignore_extra_column, "age", "income");
  int age = 0, income = 0;
  while (in.read_row(age, income)) {
    Write("age", age);        // FLOW: fast.csv#age  NEVER: fast.csv#income
    Write("income", income);  // FLOW: fast.csv#income  NEVER: fast.csv#age
  }
}
