#include "config.h"
#include "corpus.h"

Options options;
const char* const kTrainPath = "train.csv";
void ParseOptions(const char* out) {
  options.output = out;
  options.limit = Read("limit");
}
const std::map<std::string, std::string>& Paths() {
  static const std::map<std::string, std::string> paths{{"users", "users.csv"}, {"items", "items.csv"}};
  return paths;
}
static std::map<std::string, Loader>& Loaders() {
  static std::map<std::string, Loader> loaders;
  return loaders;
}
Registration::Registration(const std::string& format, Loader loader) { Loaders()[format] = std::move(loader); }
int Load(const std::string& format, const std::string& name) { return Loaders().at(format)(name); }
