#include "store.h"

int main() {
  std::vector<double> scores = Load("bmi.txt");
  for (double& score : scores) score = score / 25;
  Store("scores.txt", scores);
}
