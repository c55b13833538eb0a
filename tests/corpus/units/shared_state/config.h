// What one unit sets and another uses: names, options, registries that static objects fill before main.
#pragma once
#include <functional>
#include <map>
#include <string>

struct Options {
  std::string input = "default.csv";
  std::string output;
  int limit = 0;
};
extern Options options;
extern const char* const kTrainPath;
inline constexpr const char* kTestPath = "test.csv";
void ParseOptions(const char* out);
const std::map<std::string, std::string>& Paths();

using Loader = std::function<int(const std::string&)>;
struct Registration {
  Registration(const std::string& format, Loader loader);
};
int Load(const std::string& format, const std::string& name);
