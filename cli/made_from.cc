#include "cli/made_from.h"

#include <fmt/format.h>

#include <array>
#include <sstream>

#include "lineage/file.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace pedigree {
namespace {

constexpr std::string_view kTitle = "pedigree: what a fragment was made from, 1";

}  // namespace

std::string Digest(std::string_view bytes) {
  const auto hash = llvm::BLAKE3::hash<16>(
      llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
  return llvm::toHex(llvm::ArrayRef<uint8_t>(hash.data(), hash.size()), /*LowerCase=*/true);
}

std::string DigestOf(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += fmt::format("{}:{}", text.size(), text);
  return Digest(all);
}

const std::string& FileDigests::Of(const std::string& file) {
  const auto [it, added] = known_.try_emplace(file);
  if (added) {
    if (const auto bytes = ReadFile(file); bytes.ok()) it->second = Digest(*bytes);
  }
  return it->second;
}

std::string RecordFile(const std::string& fragment_file) { return fragment_file + ".made"; }

std::optional<MadeFrom> ReadRecord(const std::string& fragment_file) {
  const auto text = ReadFile(RecordFile(fragment_file));
  if (!text.ok()) return std::nullopt;
  std::istringstream in(*text);
  MadeFrom made;
  std::string line;
  if (!std::getline(in, line) || line != kTitle) return std::nullopt;
  if (!std::getline(in, made.how) || !std::getline(in, made.project) ||
      !std::getline(in, made.fragment)) {
    return std::nullopt;
  }
  while (std::getline(in, line)) {
    const size_t blank = line.find(' ');
    if (blank == std::string::npos) return std::nullopt;
    made.inputs.emplace_back(line.substr(0, blank), line.substr(blank + 1));
  }
  return made;
}

absl::Status WriteRecord(const std::string& fragment_file, const MadeFrom& made) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n", kTitle, made.how, made.project, made.fragment);
  for (const auto& [digest, file] : made.inputs) {
    // A record that cannot be read again is none: the fragment will be made anew.
    if (file.find('\n') != std::string::npos || digest.empty()) return absl::OkStatus();
    text += fmt::format("{} {}\n", digest, file);
  }
  return WriteFile(RecordFile(fragment_file), text);
}

bool IsCurrent(const std::string& fragment_file, std::string_view how, FileDigests& digests) {
  const std::optional<MadeFrom> made = ReadRecord(fragment_file);
  if (!made || made->how != how || made->inputs.empty()) return false;
  for (const auto& [digest, file] : made->inputs) {
    if (digests.Of(file) != digest) return false;
  }
  return digests.Of(fragment_file) == made->fragment;
}

}  // namespace pedigree
