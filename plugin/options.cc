#include "plugin/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "analyzer/extract/file_name.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOffered =
    "catalog=, catalog-dir=, no-default-catalogs, policy=, W=, probes, out=, root=, strict, "
    "no-embed";

}  // namespace

absl::StatusOr<PluginOptions> ParsePluginOptions(const std::vector<std::string>& arguments) {
  PluginOptions options;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const bool has_value = equals != std::string::npos;
    const std::string value = has_value ? argument.substr(equals + 1) : "";
    std::string* text = nullptr;
    if (name == "catalog") text = &options.catalogs.emplace_back();
    if (name == "catalog-dir") text = &options.catalog_dir;
    if (name == "policy") text = &options.policies.emplace_back();
    if (name == "W") text = &options.warnings.emplace_back();
    if (name == "out") text = &options.out;
    if (name == "root") text = &options.root;
    if (name == "fault") text = &options.fault;
    if (text != nullptr) {
      if (value.empty()) {
        return absl::InvalidArgumentError(
            fmt::format("option '{}' needs a value: {}=...", name, name));
      }
      *text = value;
      continue;
    }
    if (argument == "strict") {
      options.strict = true;
    } else if (argument == "probes") {
      options.probes = true;
    } else if (argument == "no-embed") {
      options.embed = false;
    } else if (argument == "no-default-catalogs") {
      options.default_catalogs = false;
    } else {
      return absl::InvalidArgumentError(
          fmt::format("unknown option '{}', only {}", argument, kOffered));
    }
  }
  if (!options.fault.empty() && options.fault != "crash" && options.fault != "crash-judging") {
    return absl::InvalidArgumentError(fmt::format("unknown fault '{}'", options.fault));
  }
  return options;
}

std::string OutputFile(const std::string& out, const std::string& source) {
  return out.ends_with(".frag") ? out : FragmentFile(out, source);
}

std::string DefaultRoot(const std::string& source, const std::string& working_directory) {
  const fs::path here = fs::path(working_directory).lexically_normal();
  const fs::path file = (here / source).lexically_normal();
  fs::path common;
  auto [a, b] = std::mismatch(here.begin(), here.end(), file.begin(), file.end());
  if (a == here.end()) return "";
  size_t names = 0;
  for (auto at = here.begin(); at != a; ++at) {
    common /= *at;
    if (*at != "/") ++names;
  }
  return names < 2 ? "" : common.string();
}

}  // namespace pedigree
