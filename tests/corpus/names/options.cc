// Options in loops written by hand: a value goes by the option that it was found under.
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "corpus.h"

struct Options {
  std::string input;
  std::string output = "out.txt";
  const char* format = "csv";
};

// Given the arguments as texts; the chain of comparisons, each with its own value.
static Options Parse(const std::vector<std::string>& args) {
  Options options;
  for (size_t i = 1; i < args.size(); i += 2) {
    if (args[i] == "-input") {
      options.input = std::string(args.at(i + 1));
    } else if (args[i] == "-o" || args[i] == "--output") {
      options.output = args[i + 1];
    } else if (args[i].compare("-format") == 0) {
      options.format = args[i + 1].c_str();
    }
  }
  return options;
}

// The other ways to compare, and to cut.
static void Loop(int argc, char** argv) {
  const char* model = "m";
  std::string prefix, tail, cut;
  const char* skipped = 0;
  const char* chosen = 0;
  for (int i = 1; i < argc; ++i) {
    std::string arg = argv[i];
    if (!strcmp(argv[i], "--model") && i + 1 < argc) {
      model = argv[++i];
    } else if (arg.starts_with("--prefix=")) {
      prefix = arg.substr(9);
    } else if (strncmp(argv[i], "--tail=", 7) == 0) {
      tail = argv[i] + 7;
    } else if (arg == "-c") {
      i++;
      chosen = argv[i];
    }
    const size_t equals = arg.find('=');
    const std::string key = arg.substr(0, equals), value = arg.substr(equals + 1);
    if (key == "cut") cut = value;
    if (std::string_view(argv[i]) != "--skipped") continue;
    skipped = argv[i + 1];
  }
  Write("a", Read(model));           // FLOW: m, {flag:model}  NAME: m, {flag:model}, a
  Write("b", Read(prefix.c_str()));  // FLOW: {flag:prefix}
  Write("c", Read(tail.c_str()));    // FLOW: {flag:tail}
  Write("d", Read(chosen));          // FLOW: {flag:c}
  Write("e", Read(cut.c_str()));     // FLOW: {flag:cut}
  Write("f", Read(skipped));         // FLOW: {flag:skipped}
}

// The option's name is asked for.
static const char* ValueOf(char** begin, char** end, std::string_view option) {
  for (char** at = begin; at != end; ++at) {
    if (*at == option && at + 1 != end) return *(at + 1);
  }
  return "";
}

// Look-alikes: what is no option's value, and what is not known to be one.
static void NotOptions(int argc, char** argv, const std::vector<std::string>& words) {
  std::string positional, of_words = "w", word;
  for (int i = 2; i < argc; ++i) {
    if (argv[i][0] == '-') continue;
    positional = argv[i];
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "-x") of_words = words[i + 1];
  }
  Write("g", Read(positional.c_str()));  // FLOW: {argv:positional}
  Write("h", Read(of_words.c_str()));    // FLOW: w, fixed
}

// What is of no option goes by who takes it: a variable, a field, a parameter, a stream.
struct Files {
  std::string train, model;
};
static void Load(const char* path, const std::string& column) {
  Write("t", Read(path));            // FLOW: {argv:path}  NAME: {argv:path}, t
  Write("u", Read(column.c_str()));  // FLOW: {argv:column}
}
static void Positional(int argc, char** argv) {
  int i = 1;
  const char* limit = "all";
  std::string one;
  for (; i < argc && argv[i][0] == '-'; ++i) {
    if (!strcmp(argv[i], "-limit")) limit = argv[++i];
  }
  Files files;
  one = argv[i];
  files.train = one;
  files.model = i + 1 < argc ? argv[i + 1] : "a.model";
  Load(argv[i + 2], argv[i + 3]);
  Write(files.model.c_str(), Read(files.train.c_str()));  // FLOW: {argv:train}  NAME: {argv:train}, {argv:model}, a.model
  Write("v", Read(limit));                                // FLOW: all, {flag:limit}
}

// Collected first: which argument it is, is not known, but who takes it.
static void Collected(int argc, char** argv) {
  std::vector<std::string> args;
  for (int i = 0; i < argc; ++i) args.push_back(argv[i]);
  const std::string test = args[1], output = args[2];
  Write(output.c_str(), Read(test.c_str()));  // FLOW: {argv:test}  NAME: {argv:test}, {argv:output}
}

// Look-alikes: names of files that are in a list of another kind.
static void Listed(const char** names) {
  const char* first = names[Any()];
  Write("y", Read(first));  // FLOW: listed, other
}

static void Mode(char** argv) {
  const char* mode = argv[1];
  if (!strcmp(mode, "-train")) Write("p", Read(argv[2]));  // FLOW: {argv:2}  NAME: {argv:2}, p
}

int main(int argc, char** argv) {
  Mode(argv);
  std::vector<std::string> args(argv, argv + argc);
  Write("k", Read(args[2].c_str()));                // FLOW: {argv:2}  NAME: {argv:2}, k
  Write("l", Read(args[argc - 1].c_str()));         // FLOW: {argv:*}  NAME: {argv:*}, l
  std::vector<std::string> rest(argv + 1, argv + argc);
  Write("n", Read(rest[1].c_str()));                // FLOW: {argv:2}
  for (const std::string& arg : args) Write("s", Read(arg.c_str()));  // FLOW: {argv:*}
  const Options options = Parse(args);
  Write(options.output.c_str(), Read(options.input.c_str()));  // FLOW: {flag:input}  NAME: {flag:input}, {flag:output}, out.txt
  Write("q", Read(options.format));                            // FLOW: csv, {flag:format}
  Loop(argc, argv);
  Write("r", Read(ValueOf(argv, argv + argc, "-f")));  // FLOW: {flag:f}
  NotOptions(argc, argv, {"fixed", "fixed"});
  Positional(argc, argv);
  Collected(argc, argv);
  Collected(argc, argv);
  const char* names[] = {"listed", "other"};
  Listed(names);
}
