#include "model.h"

#include "corpus.h"

template <typename T>
T Scaled(T value) {
  return value * Read("scale");
}
template <typename T>
void Model<T>::Load() {
  weight = Read("weight");
}
template <typename T>
void Model<T>::Save() const {
  Write("saved", weight);  // FLOW: weight, later  NEVER: scale, value
}
template <typename T>
void Writer::Put(T value) {
  Write("put", value);  // FLOW: put.value  NEVER: weight
}

template int Scaled<int>(int);
template void Model<int>::Load();
template void Model<int>::Save() const;
template void Writer::Put<int>(int);
