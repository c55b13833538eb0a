#include "lineage/interop/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>

#include <algorithm>
#include <string_view>

#include "lineage/interop/bounded_file.h"
#include "lineage/utf8.h"

namespace pedigree::interop {
namespace {

constexpr size_t kMaxYaml = size_t{64} << 20;
// What may begin or end a value. The library takes some two hundred bytes for each.
constexpr ptrdiff_t kMaxMarks = 4'000'000;

}  // namespace

absl::Status ReadYaml(const std::string& path,
                      absl::FunctionRef<absl::Status(const std::vector<YAML::Node>&)> take) {
  const absl::StatusOr<std::string> text = ReadBounded(path, kMaxYaml);
  if (!text.ok()) return text.status();
  if (std::count_if(text->begin(), text->end(), [](char c) {
        return std::string_view("[]{},:-?\n").find(c) != std::string_view::npos;
      }) > kMaxMarks)
    return absl::InvalidArgumentError(fmt::format("{}: too many values", path));
  if (!IsUtf8(*text))
    return absl::InvalidArgumentError(fmt::format("{}: a text is not UTF-8", path));
  try {
    return take(YAML::LoadAll(*text));
  } catch (const YAML::DeepRecursion& error) {
    return absl::InvalidArgumentError(
        fmt::format("{}:{}: nested too deep", path, error.mark.line + 1));
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(
        fmt::format("{}:{}:{}: {}", path, error.mark.line + 1, error.mark.column + 1, error.msg));
  }
}

}  // namespace pedigree::interop
