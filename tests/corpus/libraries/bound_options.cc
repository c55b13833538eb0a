// Variables that are bound to options go by the options' names, beside their defaults.
#include <boost/program_options.hpp>
#include <cxxopts.hpp>

#include "corpus.h"

namespace po = boost::program_options;

void Bound(int argc, char** argv) {
  std::string model, output, untouched = "untouched";
  po::options_description all("x");
  all.add_options()("help,h", "Help.")("model,m", po::value<std::string>(&model)->required(), "What to read.")(
      "output", po::value(&output)->value_name("FILE")->default_value("out.txt"));
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, all), given);
  po::notify(given);
  Write(output.c_str(), Read(model.c_str()));  // FLOW: {flag:model}  NAME: {flag:model}, {flag:output}, out.txt
  Write("same", Read(untouched.c_str()));      // FLOW: untouched
}

struct Settings {
  std::string input = "default_input";
  std::string weights;
  std::vector<std::string> more;
};

static void Declare(po::options_description& all, Settings& settings) {
  all.add_options()("input", po::value<std::string>(&settings.input), "What to read.");
  all.add_options()("weights", po::value<std::string>(&settings.weights), "Where to.");
  all.add_options()("more", po::value<std::vector<std::string>>(&settings.more)->multitoken(), "Others.");
}

void ToFields(int argc, char** argv) {
  po::options_description all;
  Settings settings;
  Declare(all, settings);
  po::variables_map given;
  po::store(po::command_line_parser(argc, argv).options(all).run(), given);
  po::notify(given);
  Write(settings.weights.c_str(), Read(settings.input.c_str()));  // FLOW: {flag:input}, default_input  NAME: {flag:input}, default_input, {flag:weights}
  for (const std::string& name : settings.more) Write("m", Read(name.c_str()));  // FLOW: {flag:more}
}

void OfCxxopts(int argc, char** argv) {
  cxxopts::Options options("x");
  std::string input, output = "o.txt";
  options.add_options()("i,input", "What to read.", cxxopts::value(input)->default_value("i.txt"))(
      "o,output", "Where to.", cxxopts::value<std::string>(output));
  options.parse(argc, argv);
  Write(output.c_str(), Read(input.c_str()));  // FLOW: {flag:input}, i.txt  NAME: {flag:input}, i.txt, {flag:output}, o.txt
}
