// Templates whose bodies are in one unit, which instantiates them for the others.
#pragma once

template <typename T>
T Scaled(T value);

template <typename T>
struct Model {
  T weight{};
  void Load();
  void Save() const;
};

struct Writer {
  template <typename T>
  void Put(T value);
};

extern template int Scaled<int>(int);
extern template void Model<int>::Load();
extern template void Model<int>::Save() const;
extern template void Writer::Put<int>(int);
