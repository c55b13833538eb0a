#include "corpus.h"
#include "model.h"

int main() {
  Write("scaled", Scaled<int>(Read("value")));  // FLOW: scale, value  NEVER: weight
  Model<int> model;
  model.Load();
  model.Save();
  model.weight = Read("later");
  model.Save();
  Writer().Put<int>(Read("put.value"));
}
