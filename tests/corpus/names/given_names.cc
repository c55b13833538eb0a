// Options that a parser of one's own keeps by name, whose names a program has in variables: nothing but the key says which
// option it is.
#include <map>
#include <string>

#include "corpus.h"

class Settings {
 public:
  Settings(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; ++i) {
      std::string name(argv[i]);
      if (name[0] != '-') continue;
      std::string taken(argv[++i]);
      kept_[name.substr(1)] = taken;
    }
  }
  const std::string& Declare(const std::string& name, const std::string& help) {
    help_[name] = help;
    return name;
  }
  void Default(const std::string& name, const std::string& value) { kept_[name] = value; }
  const std::string& Value(const std::string& name) { return kept_[name]; }
  std::string Path(const char* name, const char* end) { return Value(name) + end; }

 private:
  std::map<std::string, std::string> help_, kept_;
};

int main(int argc, char** argv) {
  Settings settings(argc, argv);
  const std::string train = settings.Declare("train", "data to learn from");
  const std::string model = settings.Declare("model", "what is learnt");
  const std::string log = settings.Declare("log", "what is said");
  settings.Default(log, "log.txt");
  // NAME: {flag:train}, {flag:model}  FLOW: {flag:train}
  Write(settings.Value(model).c_str(), Read(settings.Value(train).c_str()));
  // NAME: log.txt, {flag:log}, {flag:train}.index  FLOW: {flag:train}.index
  Write(settings.Value(log).c_str(), Read(settings.Path("train", ".index").c_str()));
}
