// Arguments that a class keeps: options in a map, by the names of a table, and the others in a list.
#include <cstring>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "corpus.h"

struct Option {
  const char* name;
  char letter;
  bool takes_value;
};

static const Option kOptions[] = {{"model", 'm', true}, {"verbose", 'v', false}, {nullptr, 0, false}};

struct Messages {
  std::ostringstream text;
};

class Parameters {
 public:
  bool Open(int argc, char** argv, const Option* options) {
    program_ = std::string(argv[0]);
    for (int i = 1; i < argc; ++i) {
      if (argv[i][0] != '-') {
        others_.push_back(std::string(argv[i]));
        continue;
      }
      const char* name = argv[i][1] == '-' ? &argv[i][2] : &argv[i][1];
      const char* value = name;
      while (*value != '\0' && *value != '=') ++value;
      const size_t length = value - name;
      int o = 0;
      for (; options[o].name; ++o) {
        if (std::strlen(options[o].name) == length && !std::strncmp(name, options[o].name, length)) break;
      }
      if (!options[o].name) {
        messages_.text << "unknown option " << argv[i];
        return false;
      }
      if (options[o].takes_value) {
        if (*value == '=') {
          Set(options[o].name, value + 1);
        } else {
          Set(options[o].name, argv[++i]);
        }
      }
    }
    return true;
  }
  std::string Get(const char* name) const {
    const auto it = values_.find(name);
    return it == values_.end() ? std::string() : it->second;
  }
  const std::vector<std::string>& others() const { return others_; }
  // What is put into a stream of memory is written nowhere.
  void Note(const std::string& what) { messages_.text << what << '\n'; }

 private:
  void Set(const char* name, const std::string& value) { values_[name] = value; }

  std::map<std::string, std::string> values_;
  std::vector<std::string> others_;
  std::string program_;
  Messages messages_;
};

static void Train(const char* in, const char* out) {
  Write(out, Read(in));  // NAME: {argv:others_[1]}, {argv:others_[0]}  FLOW: {argv:others_[0]}
  const std::string text = std::string(out) + ".txt";
  Write(text.c_str(), 1);  // NAME: {argv:others_[1]}.txt
}

static int Run(const Parameters& parameters) {
  const std::vector<std::string>& others = parameters.others();
  Train(others[0].c_str(), others[1].c_str());
  const std::string model = parameters.Get("model");
  Write("used", Read(model.c_str()));  // NAME: used, {flag:model}  FLOW: {flag:model}
  return 0;
}

int main(int argc, char** argv) {
  Parameters parameters;
  if (!parameters.Open(argc, argv, kOptions)) return 1;
  parameters.Note(std::to_string(Read("notes")));
  return Run(parameters);
}
