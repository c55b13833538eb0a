#include "cli/compile_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "lineage/file.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool IsSource(const fs::path& file) {
  static constexpr std::array kExtensions = {".c",   ".cc", ".cpp",  ".cxx",
                                             ".c++", ".C",  ".cppm", ".ixx"};
  return std::find(kExtensions.begin(), kExtensions.end(), file.extension().string()) !=
         kExtensions.end();
}

// "FILE:LINE:COL: what is wrong" of a parser's complaint.
absl::Status Malformed(const std::string& file, const std::string& text,
                       const json::parse_error& error) {
  size_t line = 1, column = 1;
  for (size_t i = 0; i + 1 < error.byte && i < text.size(); ++i) {
    ++column;
    if (text[i] == '\n') {
      ++line;
      column = 1;
    }
  }
  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
  std::string what = error.what();
  if (const size_t at = what.find(": "); at != std::string::npos) what = what.substr(at + 2);
  return absl::InvalidArgumentError(fmt::format("{}:{}:{}: {}", file, line, column, what));
}

// Makes the paths in the flags, which hold from `directory`, hold from here.
std::vector<std::string> FromHere(const std::vector<std::string>& flags,
                                  const fs::path& directory) {
  static constexpr std::array kPathFlags = {"-I",       "-isystem",    "-iquote",     "-idirafter",
                                            "-include", "-imacros",    "-isysroot",   "--sysroot",
                                            "-F",       "-iframework", "-include-pch"};
  const auto from_here = [&](const std::string& path) {
    return path.empty() || path[0] == '/' || path[0] == '='
               ? path
               : (directory / path).lexically_normal().string();
  };
  std::vector<std::string> result;
  for (size_t i = 0; i < flags.size(); ++i) {
    const std::string& flag = flags[i];
    result.push_back(flag);
    for (const std::string_view name : kPathFlags) {
      if (flag == name) {
        if (i + 1 < flags.size()) result.push_back(from_here(flags[++i]));
        break;
      }
      if (flag.starts_with(std::string(name) + "=")) {
        result.back() = std::string(name) + "=" + from_here(flag.substr(name.size() + 1));
        break;
      }
      // -Ifolder, -isystemfolder: but -include-pch is no -include.
      if (flag.starts_with(name) && !flag.starts_with("-include-pch") && !flag.starts_with("--")) {
        result.back() = std::string(name) + from_here(flag.substr(name.size()));
        break;
      }
    }
  }
  return result;
}

}  // namespace

std::vector<std::string> SplitCommand(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == '\'') {
      if (c == '\'') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\\' && i + 1 < command.size()) {
      const char next = command[++i];
      // Between double quotes a backslash is only special before these.
      if (quote == '"' && next != '"' && next != '\\' && next != '$' && next != '`') word += c;
      word += next;
      in_word = true;
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> WithoutCompiler(std::vector<std::string> command,
                                         std::string_view source) {
  bool cxx = false;
  while (!command.empty() && !command[0].starts_with('-') && command[0] != source) {
    cxx = fs::path(command[0]).filename().string().find("++") != std::string::npos;
    command.erase(command.begin());
  }
  // A C++ compiler takes C sources as C++.
  if (cxx && fs::path(source).extension() == ".c")
    command.insert(command.begin(), "--driver-mode=g++");
  return command;
}

absl::StatusOr<std::vector<CompileCommand>> ReadCompileCommands(const std::string& place) {
  std::error_code no_file;
  const bool is_file = fs::is_regular_file(place, no_file);
  const fs::path folder = is_file ? fs::path(place).parent_path() : fs::path(place);
  const std::string file = is_file ? place : (folder / "compile_commands.json").string();
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  json database;
  try {
    database = json::parse(*text);
  } catch (const json::parse_error& error) {
    return Malformed(file, *text, error);
  }
  const auto wrong = [&](size_t entry, std::string_view what) {
    return absl::InvalidArgumentError(fmt::format("{}: entry {}: {}", file, entry, what));
  };
  if (!database.is_array())
    return absl::InvalidArgumentError(file + ": not a list of compile commands");

  std::error_code error;
  const fs::path here = fs::current_path(error);
  std::map<std::string, CompileCommand> commands;
  for (size_t i = 0; i < database.size(); ++i) {
    const json& entry = database[i];
    const auto text_of = [&](const char* key) {
      return entry.is_object() && entry.contains(key) && entry[key].is_string()
                 ? entry[key].get<std::string>()
                 : "";
    };
    const std::string name = text_of("file");
    if (name.empty()) return wrong(i, "it has no \"file\"");
    if (!IsSource(name)) continue;
    const fs::path directory = (here / folder / text_of("directory")).lexically_normal();
    std::vector<std::string> words;
    if (entry.contains("arguments") && entry["arguments"].is_array()) {
      for (const json& argument : entry["arguments"]) {
        if (!argument.is_string()) return wrong(i, "an argument is not a string");
        words.push_back(argument.get<std::string>());
      }
    } else {
      words = SplitCommand(text_of("command"));
    }
    if (words.empty()) return wrong(i, "it has neither \"arguments\" nor \"command\"");

    CompileCommand command;
    const fs::path absolute = (directory / name).lexically_normal();
    const fs::path relative = absolute.lexically_relative(here);
    command.source =
        relative.empty() || *relative.begin() == ".." ? absolute.string() : relative.string();
    // The source as the command has it goes, since it holds from another folder.
    std::vector<std::string> flags = WithoutCompiler(std::move(words), name);
    std::erase_if(flags, [&](const std::string& flag) { return flag == name || flag == absolute; });
    command.flags = FromHere(flags, directory);
    commands.try_emplace(command.source, command);
  }
  std::vector<CompileCommand> sorted;
  for (auto& [_, command] : commands) sorted.push_back(std::move(command));
  return sorted;
}

}  // namespace pedigree
