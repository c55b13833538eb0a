#include "corpus.h"
#include "stages.h"

std::vector<Row> Loader::Load() const {
  std::vector<Row> rows;
  File* file = Open((name_ + ".csv").c_str());
  while (Any()) {
    Row row;
    row.age = ReadFrom(file);
    row.zip = Read("zips");
    rows.push_back(row);
  }
  return rows;
}
