#include "store.h"

#include <fstream>

std::vector<double> Load(const std::string& file) {
  std::ifstream in(file);
  std::vector<double> values;
  for (double value = 0; in >> value;) values.push_back(value);
  return values;
}

void Store(const std::string& file, const std::vector<double>& values) {
  std::ofstream out(file);
  for (const double value : values) out << value << "\n";
}
