#include "lineage/lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>

#include "lineage/file.h"
#include "lineage/merkle.h"
#include "lineage/names.h"
#include "lineage/utf8.h"

namespace pedigree {
namespace {

constexpr int kVersion = 1;
constexpr std::string_view kHead =
    "# What the lineage's datasets and models are, by digest. Written by 'pedigree lock', checked "
    "by\n"
    "# 'pedigree verify --lock'; commit it with the code.\n";

// The code points below 0x80 of JSON's escapes are all that is needed: bytes that are not ASCII
// stand as they are where the whole is UTF-8, and as \u00XX (with `bytes = true`) where it is not.
std::string Quoted(std::string_view text) {
  const bool utf8 = IsUtf8(text);
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

class Parser {
 public:
  Parser(const std::string& file, std::string_view text) : text_(text) { lock_.file = file; }

  absl::StatusOr<Lock> Parse() {
    for (size_t begin = 0; begin < text_.size();) {
      ++line_;
      size_t end = text_.find('\n', begin);
      if (end == std::string_view::npos) end = text_.size();
      if (absl::Status status = Line(Trim(text_.substr(begin, end - begin))); !status.ok())
        return status;
      begin = end + 1;
    }
    if (absl::Status status = EndEntry(); !status.ok()) return status;
    if (version_ == 0) return Wrong("no version: is this a lineage.lock?");
    std::sort(lock_.entries.begin(), lock_.entries.end(),
              [](const auto& a, const auto& b) { return a.Key() < b.Key(); });
    for (size_t i = 1; i < lock_.entries.size(); ++i) {
      if (lock_.entries[i].Key() == lock_.entries[i - 1].Key()) {
        return Wrong(fmt::format("'{}' is there twice", lock_.entries[i].name));
      }
    }
    return std::move(lock_);
  }

 private:
  absl::Status Wrong(std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", lock_.file, line_, what));
  }
  static std::string_view Trim(std::string_view text) {
    while (!text.empty() && std::string_view(" \t\r").find(text.front()) != text.npos)
      text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r").find(text.back()) != text.npos)
      text.remove_suffix(1);
    return text;
  }

  absl::Status Line(std::string_view line) {
    if (line.empty() || line[0] == '#') return absl::OkStatus();
    if (line == "[[asset]]") {
      if (absl::Status status = EndEntry(); !status.ok()) return status;
      lock_.entries.emplace_back();
      return absl::OkStatus();
    }
    const size_t equals = line.find('=');
    if (equals == line.npos) return Wrong("neither a comment, nor [[asset]], nor KEY = VALUE");
    const std::string_view key = Trim(line.substr(0, equals)),
                           value = Trim(line.substr(equals + 1));
    if (lock_.entries.empty()) {
      if (key != "version") return Wrong(fmt::format("unknown key '{}'", key));
      const auto number = Number(value);
      if (!number || *number == 0) return Wrong("version is a number");
      if (*number > kVersion)
        return Wrong(fmt::format("version {}, this pedigree reads up to {}", *number, kVersion));
      version_ = static_cast<int>(*number);
      return absl::OkStatus();
    }
    Lock::Entry& entry = lock_.entries.back();
    if (key == "size" || key == "files") {
      const auto number = Number(value);
      if (!number) return Wrong(fmt::format("{} is a number", key));
      (key == "size" ? entry.size : entry.files) = *number;
      return absl::OkStatus();
    }
    if (key == "bytes") {
      if (value != "true") return Wrong("bytes is true, or not there");
      return absl::OkStatus();
    }
    std::string* field = key == "namespace" ? &entry.name_space
                         : key == "name"    ? &entry.name
                         : key == "kind"    ? &entry.kind
                         : key == "digest"  ? &entry.digest
                                            : nullptr;
    if (field == nullptr) return Wrong(fmt::format("unknown key '{}'", key));
    const std::optional<std::string> text = Unquoted(value);
    if (!text) return Wrong(fmt::format("{} is a text in double quotes", key));
    *field = *text;
    return absl::OkStatus();
  }

  absl::Status EndEntry() const {
    if (lock_.entries.empty()) return absl::OkStatus();
    const Lock::Entry& entry = lock_.entries.back();
    if (entry.name.empty()) return Wrong("the asset above has no name");
    if (!entry.digest.starts_with("sha256") || entry.digest.find(':') == entry.digest.npos) {
      return Wrong(
          fmt::format("'{}' has no digest of a kind that is known (sha256:...)", entry.name));
    }
    if (entry.digest.starts_with(kMerkleAlgorithm) != (entry.files > 0)) {
      return Wrong(fmt::format("'{}': a folder has {}:... and the number of its files", entry.name,
                               kMerkleAlgorithm));
    }
    return absl::OkStatus();
  }

  static std::optional<uint64_t> Number(std::string_view text) {
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
  }

  static std::optional<std::string> Unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') return std::nullopt;
      if (text[i] != '\\') {
        out += text[i];
        continue;
      }
      if (++i == text.size()) return std::nullopt;
      if (text[i] != 'u') {
        if (text[i] != '"' && text[i] != '\\') return std::nullopt;
        out += text[i];
        continue;
      }
      unsigned code = 0;
      if (text.size() - i < 5) return std::nullopt;
      const auto [end, error] = std::from_chars(text.data() + i + 1, text.data() + i + 5, code, 16);
      if (error != std::errc() || end != text.data() + i + 5 || code > 0xff) return std::nullopt;
      out += static_cast<char>(code);
      i += 4;
    }
    return out;
  }

  std::string_view text_;
  Lock lock_;
  int line_ = 0;
  int version_ = 0;
};

}  // namespace

absl::StatusOr<Lock> ParseLock(const std::string& file, std::string_view text) {
  return Parser(file, text).Parse();
}

absl::StatusOr<Lock> ReadLock(const std::string& file) {
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  return ParseLock(file, *text);
}

std::string LockText(const Lock& lock) {
  std::string out = std::string(kHead) + fmt::format("version = {}\n", kVersion);
  for (const Lock::Entry& entry : lock.entries) {
    out += fmt::format("\n[[asset]]\nnamespace = {}\nname = {}\n", Quoted(entry.name_space),
                       Quoted(entry.name));
    if (!IsUtf8(entry.name)) out += "bytes = true\n";
    if (!entry.kind.empty()) out += fmt::format("kind = {}\n", Quoted(entry.kind));
    out += fmt::format("digest = {}\nsize = {}\n", Quoted(entry.digest), entry.size);
    if (entry.files > 0) out += fmt::format("files = {}\n", entry.files);
  }
  return out;
}

FolderRead ReadOf(const Observed& run, std::string_view folder) {
  FolderRead read;
  std::vector<MerkleLeaf> leaves;
  for (const Artifact& artifact : run.artifacts) {
    if (artifact.name_space != "file" || !artifact.name.starts_with(folder)) continue;
    if (!artifact.read || artifact.input == nullptr || artifact.temporary) continue;
    ++read.files;
    if (!IsWhole(*artifact.input)) {
      read.without = artifact.name;
      continue;
    }
    read.size += artifact.input->size();
    leaves.push_back({artifact.name.substr(folder.size()), artifact.input->value()});
  }
  if (read.files > 0 && read.without.empty())
    read.digest = fmt::format("{}:{}", kMerkleAlgorithm, Hex(MerkleRoot(std::move(leaves))));
  return read;
}

Lock LockOf(const std::vector<Observed>& runs, const std::set<std::string>& folders,
            std::vector<std::string>* unpinned) {
  std::map<std::pair<std::string, std::string>, Lock::Entry> pinned;
  std::map<std::pair<std::string, std::string>, std::string> reasons;
  const auto written = [&](const Artifact& artifact) {
    return std::any_of(runs.begin(), runs.end(), [&](const Observed& run) {
      const Artifact* same = run.Find(artifact.name_space, artifact.name);
      return same != nullptr && same->written;
    });
  };
  const auto pin = [&](const Artifact& artifact, const Digest* digest) {
    const std::pair<std::string, std::string> key = {artifact.name_space, artifact.name};
    if (digest == nullptr || !IsWhole(*digest)) {
      reasons.emplace(key, digest == nullptr ? "no digest" : std::string(HowText(digest->how())));
      return;
    }
    Lock::Entry entry{artifact.name_space, artifact.name,  "",
                      DigestText(*digest), digest->size(), 0};
    if (artifact.kind != ASSET_KIND_UNSPECIFIED) entry.kind = Name(artifact.kind);
    const auto [at, fresh] = pinned.emplace(key, entry);
    if (!fresh && at->second.digest != entry.digest)
      reasons[key] = "its digest differs from run to run";
  };
  const auto in_folder = [&](const Artifact& artifact) {
    return artifact.name_space == "file" &&
           std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
             return artifact.name.starts_with(folder);
           });
  };
  for (const Observed& run : runs) {
    for (const std::string& folder : folders) {
      const FolderRead read = ReadOf(run, folder);
      if (read.files == 0) continue;
      const std::pair<std::string, std::string> key = {"file", folder};
      if (read.digest.empty()) {
        reasons.emplace(key, "no digest of all of " + read.without);
        continue;
      }
      const Lock::Entry entry{"file",      folder,    std::string(Name(DATASET)),
                              read.digest, read.size, read.files};
      const auto [at, fresh] = pinned.emplace(key, entry);
      if (!fresh && at->second.digest != entry.digest)
        reasons[key] = "what is read of it differs from run to run";
    }
    for (const Artifact& artifact : run.artifacts) {
      if (artifact.system || artifact.temporary) continue;
      if (artifact.read && !written(artifact) && !in_folder(artifact))
        pin(artifact, artifact.input);
      if (artifact.written && !artifact.deleted && artifact.kind == MODEL)
        pin(artifact, artifact.output);
    }
  }
  Lock lock;
  for (auto& [key, entry] : pinned) {
    if (!reasons.contains(key)) lock.entries.push_back(std::move(entry));
  }
  for (const auto& [key, reason] : reasons) unpinned->push_back(key.second + ": " + reason);
  return lock;
}

}  // namespace pedigree
