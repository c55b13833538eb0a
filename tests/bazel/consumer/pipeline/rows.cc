#include "pipeline/rows.h"

#include <fstream>

std::vector<Row> ReadRows(const std::string& path) {
  std::ifstream in(path);
  std::vector<Row> rows;
  Row row;
  char comma = 0;
  while (in >> row.age >> comma >> row.income) rows.push_back(row);
  return rows;
}

void WriteRows(const std::string& path, const std::vector<Row>& rows) {
  std::ofstream out(path);
  for (const Row& row : rows) out << row.age << ',' << row.income << '\n';
}
