#include "corpus.h"
#include "stages.h"

int main() {
  Loader train("train"), test("test"), unused("unused");
  Model model, other;
  model.Fit(train.Load());
  other.Fit(test.Load());
  Use(unused.Load().size());
  model.Save("train");
  other.Save("test");
  Write("mean", model.mean());  // FLOW: train.csv  NEVER: test.csv, zips
}
