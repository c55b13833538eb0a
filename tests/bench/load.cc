// What runtime_bench.py observes: `load train DATA MODEL`, `load stream FILE`, `load opens FILE N`,
// `load opens-each FOLDER N`, which makes the files.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr int kFeatures = 32;

// A linear model by stochastic gradient descent, over and over the same data; it is saved after
// each epoch, as training does.
int Train(const char* data, const char* model) {
  std::vector<float> rows;
  std::ifstream in(data, std::ios::binary);
  for (float value; in.read(reinterpret_cast<char*>(&value), sizeof value);) rows.push_back(value);
  const size_t count = rows.size() / (kFeatures + 1);
  std::vector<float> weights(kFeatures);
  for (int epoch = 0; epoch < 600; ++epoch) {
    for (size_t i = 0; i < count; ++i) {
      const float* row = &rows[i * (kFeatures + 1)];
      float sum = -row[kFeatures];
      for (int j = 0; j < kFeatures; ++j) sum += weights[j] * row[j];
      for (int j = 0; j < kFeatures; ++j) weights[j] -= 1e-4f * sum * row[j];
    }
    std::ofstream(model, std::ios::binary)
        .write(reinterpret_cast<const char*>(weights.data()),
               static_cast<std::streamsize>(weights.size() * sizeof(float)));
  }
  return 0;
}

int Stream(const char* name) {
  const int fd = open(name, O_RDONLY);
  std::vector<char> piece(1 << 20);
  uint64_t sum = 0;
  for (ssize_t n; (n = read(fd, piece.data(), piece.size())) > 0;)
    sum += static_cast<unsigned char>(piece[static_cast<size_t>(n) / 2]);
  close(fd);
  std::cout << sum << "\n";
  return fd < 0;
}

int Opens(const char* name, int times) {
  for (int i = 0; i < times; ++i) {
    const int fd = open(name, O_RDONLY);
    if (fd < 0) return 1;
    close(fd);
  }
  return 0;
}

int OpensEach(const std::string& folder, int times) {
  for (int i = 0; i < times; ++i) {
    const int fd = open((folder + "/" + std::to_string(i)).c_str(), O_RDONLY | O_CREAT, 0666);
    if (fd < 0) return 1;
    close(fd);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "train") == 0) return Train(argv[2], argv[3]);
  if (argc == 3 && std::strcmp(argv[1], "stream") == 0) return Stream(argv[2]);
  if (argc == 4 && std::strcmp(argv[1], "opens") == 0) return Opens(argv[2], std::atoi(argv[3]));
  if (argc == 4 && std::strcmp(argv[1], "opens-each") == 0)
    return OpensEach(argv[2], std::atoi(argv[3]));
  return 2;
}
