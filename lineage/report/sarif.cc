#include "lineage/report/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "runtime/sha256.h"

namespace pedigree::sarif {
namespace {

constexpr size_t kAllSteps = 200000;  // of all ways: some 60 MB, which are 3 compressed

}  // namespace

std::string FileUri(const std::string& path) {
  std::string uri = path.starts_with("/") ? "file://" : "";
  for (const unsigned char c : path) {
    if (std::isalnum(c) != 0 ||
        std::string_view("-._~/+@,=").find(static_cast<char>(c)) != std::string_view::npos) {
      uri += static_cast<char>(c);
    } else {
      uri += fmt::format("%{:02X}", c);
    }
  }
  return uri;
}

Json PhysicalLocation(const std::string& file, uint32_t line, uint32_t column) {
  Json location{{"artifactLocation", {{"uri", FileUri(file)}}}};
  if (!file.starts_with("/")) location["artifactLocation"]["uriBaseId"] = "%SRCROOT%";
  if (line > 0) {
    location["region"]["startLine"] = line;
    if (column > 0) location["region"]["startColumn"] = column;
  }
  return location;
}

size_t StepsOfEach(size_t results) {
  return std::clamp<size_t>(kAllSteps / std::max<size_t>(results, 1), 2, kMaxSteps);
}

Json CodeFlow(const std::vector<Hop>& path, size_t limit) {
  Json steps = Json::array();
  for (size_t i = 0; i < path.size(); ++i) {
    if (path.size() > limit && i >= limit / 2 && i < path.size() - limit / 2) continue;
    const Place& place = path[i].place();
    if (place.file().empty()) continue;
    Json location;
    location["location"]["physicalLocation"] =
        PhysicalLocation(place.file(), place.line(), place.column());
    location["location"]["message"]["text"] = path[i].note().empty() ? "goes on" : path[i].note();
    steps.push_back(std::move(location));
  }
  if (steps.empty()) return nullptr;
  Json flow;
  flow["threadFlows"] = Json::array({Json{{"locations", std::move(steps)}}});
  return flow;
}

std::string PascalCase(std::string_view id) {
  std::string name;
  bool up = true;
  for (const char c : id) {
    if (c == '-') {
      up = true;
    } else {
      name += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      up = false;
    }
  }
  return name;
}

std::string Fingerprint(std::string_view text) {
  Sha256 sha;
  sha.Add(text.data(), text.size());
  uint8_t digest[Sha256::kSize];
  sha.Digest(digest);
  return fmt::format("{:02x}", fmt::join(digest, digest + 16, ""));
}

}  // namespace pedigree::sarif
