#include "cli/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

constexpr int kHelpWidth = 100;

// cxxopts says "Option ‘x’ does not exist".
std::string OurWords(std::string message) {
  for (const std::string_view quote : {"\u2018", "\u2019"}) {
    for (size_t at; (at = message.find(quote)) != std::string::npos;)
      message.replace(at, quote.size(), "'");
  }
  if (!message.empty())
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  return message;
}

// The arguments as cxxopts reads them without <regex>: letters of short options and their values
// apart ("-obuild/f" is "-o", "build/f"). It would take what it does not know for a positional one.
struct Words {
  Arguments known;
  std::vector<std::string> unknown;  // options
};

Words WordsOf(const cxxopts::Options& options, const Arguments& arguments) {
  absl::flat_hash_map<std::string, bool> takes_value;
  for (const std::string& group : options.groups()) {
    for (const cxxopts::HelpOptionDetails& option : options.group_help(group).options) {
      if (!option.s.empty()) takes_value["-" + option.s] = !option.has_implicit;
      for (const std::string& name : option.l) takes_value["--" + name] = !option.has_implicit;
    }
  }
  Words words;
  bool value_next = false;
  // Whether it is an option that is known.
  const auto take = [&](const std::string& option) {
    const auto found = takes_value.find(option);
    if (found == takes_value.end()) return false;
    value_next = found->second;
    return true;
  };
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--" && !value_next) {
      words.known.insert(words.known.end(), arguments.begin() + static_cast<long>(i),
                         arguments.end());
      break;
    }
    if (value_next || argument.size() < 2 || argument[0] != '-') {
      value_next = false;
      words.known.push_back(argument);
    } else if (argument[1] == '-') {
      const size_t equals = argument.find('=');
      const bool known = take(argument.substr(0, equals));
      if (equals != std::string::npos) value_next = false;
      (known ? words.known : words.unknown).push_back(argument);
    } else {
      for (size_t at = 1; at < argument.size(); ++at) {
        const std::string letter = {'-', argument[at]};
        const bool known = take(letter);
        (known ? words.known : words.unknown).push_back(letter);
        if (!value_next || at + 1 == argument.size()) continue;
        words.known.push_back(argument.substr(at + 1));
        value_next = false;
        break;
      }
    }
  }
  return words;
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Command::Command(std::string_view verb, std::string_view usage, std::string_view text)
    : verb_(verb), options_(fmt::format("pedigree {}", verb), fmt::format("{}\n", text)) {
  options_.custom_help(std::string(usage));
  options_.positional_help("");
  options_.set_width(kHelpWidth);
  options_.add_options()("h,help", "Print this");
}

void Command::Positional(std::vector<std::string> names, bool list) {
  for (size_t i = 0; i < names.size(); ++i) {
    const bool many = list && i + 1 == names.size();
    options_.add_options("positional")(
        names[i], "",
        many ? std::shared_ptr<cxxopts::Value>(cxxopts::value<std::vector<std::string>>())
             : cxxopts::value<std::string>());
  }
  positional_ = std::move(names);
}

void Command::AddColor() {
  options_.add_options()("color", "auto (on a terminal, unless NO_COLOR is set), always or never",
                         cxxopts::value<std::string>()->default_value("auto"), "WHEN");
}

absl::Status Command::Wrong(std::string_view what) const {
  return absl::InvalidArgumentError(
      fmt::format("{}: {} (see 'pedigree {} --help')", verb_, what, verb_));
}

absl::StatusOr<std::optional<cxxopts::ParseResult>> Command::Parse(
    const Arguments& arguments, const std::vector<std::string>& optional) {
  // cxxopts throws; our code does not.
  try {
    const Words words = WordsOf(options_, arguments);
    std::vector<const char*> argv{"pedigree"};
    for (const std::string& word : words.known) argv.push_back(word.c_str());
    options_.allow_unrecognised_options();  // collects positional arguments too many, as unmatched
    options_.parse_positional(positional_);
    cxxopts::ParseResult result = options_.parse(static_cast<int>(argv.size()), argv.data());
    if (result.count("help") > 0) {
      if (absl::Status status = Print(options_.help({""})); !status.ok()) return status;
      return std::nullopt;
    }
    if (!words.unknown.empty())
      return Wrong(fmt::format("unknown option '{}'", words.unknown.front()));
    if (!result.unmatched().empty())
      return Wrong(fmt::format("unexpected argument '{}'", result.unmatched().front()));
    for (const std::string& name : positional_) {
      if (result.count(name) == 0 &&
          std::find(optional.begin(), optional.end(), name) == optional.end()) {
        std::string upper = name;
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        return Wrong(fmt::format("{} is missing", upper));
      }
    }
    return result;
  } catch (const cxxopts::exceptions::exception& error) {
    return Wrong(OurWords(error.what()));
  }
}

absl::StatusOr<std::string> FormatOf(const Command& command, const cxxopts::ParseResult& options,
                                     const std::vector<std::string>& offered) {
  const std::string format = options["format"].as<std::string>();
  if (std::find(offered.begin(), offered.end(), format) != offered.end()) return format;
  return command.Wrong(fmt::format("unknown format '{}', only {}", format, Join(offered, ", ")));
}

absl::StatusOr<Style> StyleOf(const Command& command, const cxxopts::ParseResult& options) {
  const std::string when = options["color"].as<std::string>();
  if (when == "always") return Style{.color = true, .draw = true};
  if (when != "auto" && when != "never") {
    return command.Wrong(fmt::format("--color is auto, always or never, not '{}'", when));
  }
  const bool terminal = isatty(STDOUT_FILENO) != 0 && Variable("TERM") != "dumb";
  // https://no-color.org: set and not empty.
  return Style{.color = when == "auto" && terminal && Variable("NO_COLOR").empty(),
               .draw = terminal};
}

absl::StatusOr<Arguments> ExpandFiles(const Arguments& arguments) {
  Arguments expanded;
  for (const std::string& argument : arguments) {
    if (argument.size() < 2 || argument[0] != '@') {
      expanded.push_back(argument);
      continue;
    }
    const absl::StatusOr<std::string> content = ReadFile(argument.substr(1));
    if (!content.ok()) return content.status();
    for (size_t begin = 0; begin < content->size();) {
      size_t end = content->find('\n', begin);
      if (end == std::string::npos) end = content->size();
      expanded.push_back(content->substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return expanded;
}

absl::Status Print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(fmt::format("standard output: {}", std::strerror(errno)));
}

absl::StatusOr<Lineage> ReadLineage(const std::string& file) {
  const absl::StatusOr<std::unique_ptr<GraphReader>> reader = GraphReader::Open(file);
  if (!reader.ok()) return reader.status();
  return Lineage::Make(reader->get());
}

absl::StatusOr<const Lineage*> KeptLineage(const std::string& file) {
  static auto& kept = *new std::vector<std::unique_ptr<const Lineage>>;
  absl::StatusOr<Lineage> lineage = ReadLineage(file);
  if (!lineage.ok()) return lineage.status();
  kept.push_back(std::make_unique<const Lineage>(*std::move(lineage)));
  return kept.back().get();
}

}  // namespace pedigree
