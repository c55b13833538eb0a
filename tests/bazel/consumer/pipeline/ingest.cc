// Keeps the adults.
#include <string>

#include "pipeline/rows.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::vector<Row> adults;
  for (const Row& row : ReadRows(std::string(argv[1]) + "/people.csv")) {
    if (row.age >= 18) adults.push_back(row);
  }
  WriteRows("adults.csv", adults);
}
