// Names from the command line go by their options.
#include <absl/flags/flag.h>
#include <absl/flags/parse.h>
#include <gflags/gflags.h>

#include <CLI/CLI.hpp>
#include <boost/program_options.hpp>
#include <cxxopts.hpp>
#include <fstream>

#include "corpus.h"

void Cxxopts(int argc, char** argv) {
  cxxopts::Options options("x");
  const auto given = options.parse(argc, argv);
  Write(given["output"].as<std::string>().c_str(), Read("a"));  // FLOW: a  NAME: {flag:output}, a
}

void Cli11(int argc, char** argv) {
  CLI::App app;
  std::string input;
  app.add_option("--input", input);
  app.parse(argc, argv);
  Write("b", Read(input.c_str()));  // FLOW: {flag:input}
}

void ProgramOptions(int argc, char** argv) {
  namespace po = boost::program_options;
  po::options_description all;
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, all), given);
  Write("c", Read(given["model"].as<std::string>().c_str()));  // FLOW: {flag:model}
}

struct Settings {
  std::string input = "default_input";
  std::string output;
};

void BoundToFields(int argc, char** argv) {
  CLI::App app;
  Settings settings;
  app.add_option("-i,--input", settings.input, "what to read");
  app.add_option("--output,-o", settings.output)->required();
  app.parse(argc, argv);
  Write(settings.output.c_str(), Read(settings.input.c_str()));  // FLOW: {flag:input}, default_input  NAME: {flag:input}, default_input, {flag:output}
}

DEFINE_string(train, "train.csv", "What to learn from.");
DEFINE_string(weights, "", "Where to.");

void Gflags() {
  Write(FLAGS_weights.c_str(), Read(FLAGS_train.c_str()));  // FLOW: {flag:train}, train.csv  NAME: {flag:train}, train.csv, {flag:weights}
}

ABSL_FLAG(std::string, corpus, "corpus.txt", "What to read.");
ABSL_FLAG(std::string, index, "", "Where to.");
ABSL_FLAG(int, shard, 3, "Which.");

void AbseilFlags() {
  const std::string out = absl::GetFlag(FLAGS_index) + "/part-" + std::to_string(absl::GetFlag(FLAGS_shard));
  Write(out.c_str(), Read(absl::GetFlag(FLAGS_corpus).c_str()));  // FLOW: {flag:corpus}, corpus.txt  NAME: {flag:corpus}, corpus.txt, {flag:index}/part-{flag:shard}, {flag:index}/part-3, /part-{flag:shard}, /part-3
}
