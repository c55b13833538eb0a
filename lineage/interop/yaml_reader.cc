#include "lineage/interop/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>

#include "lineage/file.h"
#include "lineage/interop/table_reader.h"

namespace pedigree::interop {
namespace {

constexpr size_t kMaxYaml = size_t{64} << 20;

}  // namespace

absl::Status ReadYaml(const std::string& path,
                      absl::FunctionRef<absl::Status(const std::vector<YAML::Node>&)> take) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  if (text->size() > kMaxYaml)
    return absl::InvalidArgumentError(fmt::format("{}: larger than {} MiB", path, kMaxYaml >> 20));
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
