// Fits income to age, by least squares.
#include <fstream>

#include "pipeline/rows.h"

int main() {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const Row& row : ReadRows("adults.csv")) {
    n += 1;
    x += row.age;
    y += row.income;
    xx += row.age * row.age;
    xy += row.age * row.income;
  }
  const double slope = (n * xy - x * y) / (n * xx - x * x);
  std::ofstream("model.txt") << slope << ' ' << (y - slope * x) / n << '\n';
}
