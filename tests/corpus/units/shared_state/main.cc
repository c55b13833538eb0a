#include "config.h"
#include "corpus.h"

int main() {
  ParseOptions("result.csv");
  Write(options.output.c_str(), Read(options.input.c_str()));  // NAME: default.csv, result.csv  FLOW: default.csv
  Write("limit", options.limit);                               // FLOW: limit  NEVER: default.csv
  Write("train", Read(kTrainPath));                            // NAME: train.csv, train  FLOW: train.csv
  Write("test", Read(kTestPath));                              // NAME: test.csv, test  FLOW: test.csv
  Write("users", Read(Paths().at("users").c_str()));           // NAME: users.csv, users  FLOW: users.csv  NEVER: items.csv
  Write("items", Read(Paths().at("items").c_str()));           // NAME: items.csv, items  FLOW: items.csv  NEVER: users.csv
  Write("loaded", Load("csv", "data.csv"));                    // FLOW: data.csv  NEVER: users.csv
}
