// Names from the command line go by their options.
#include <CLI/CLI.hpp>
#include <boost/program_options.hpp>
#include <cxxopts.hpp>
#include <fstream>

#include "corpus.h"

void Cxxopts(int argc, char** argv) {
  cxxopts::Options options("x");
  const auto given = options.parse(argc, argv);
  Write(given["output"].as<std::string>().c_str(), Read("a"));  // FLOW: a  NAME: {argv:--output}, a
}

void Cli11(int argc, char** argv) {
  CLI::App app;
  std::string input;
  app.add_option("--input", input);
  app.parse(argc, argv);
  Write("b", Read(input.c_str()));  // FLOW: {argv:--input}
}

void ProgramOptions(int argc, char** argv) {
  namespace po = boost::program_options;
  po::options_description all;
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, all), given);
  Write("c", Read(given["model"].as<std::string>().c_str()));  // FLOW: {argv:--model}
}
