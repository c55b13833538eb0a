#include "analyzer/catalog/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <fstream>
#include <span>
#include <sstream>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "analyzer/catalog/catalog_file.h"
#include "analyzer/catalog/signature.h"

namespace pedigree {
namespace {

// Debian's absl::string_view is a type of its own.
absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

// FNV-1a with 128 bits (http://www.isthe.com/chongo/tech/comp/fnv).
class Digest {
 public:
  void Add(std::string_view bytes) {
    for (unsigned char c : bytes) value_ = (value_ ^ c) * kPrime;
  }
  std::string Hex() const {
    return fmt::format("{:016x}{:016x}", static_cast<uint64_t>(value_ >> 64),
                       static_cast<uint64_t>(value_));
  }

 private:
  using Wide = unsigned __int128;
  static constexpr Wide kPrime = (Wide{1} << 88) | 0x13b;
  Wide value_ = (Wide{0x6c62272e07bb0142} << 64) | 0x62b821756295c58d;
};

// Is `a` the one to take of two entries that both match?
bool Wins(const CatalogEntry& a, const CatalogEntry& b) {
  const std::weak_ordering order = CompareSpecificity(a.signature, b.signature);
  return order > 0 || (order == 0 && a.order > b.order);
}

absl::StatusOr<std::string> ReadFile(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream && stream.peek() != std::ifstream::traits_type::eof()) text << stream.rdbuf();
  if (!stream.is_open() || stream.bad() || !text) {
    return absl::NotFoundError(fmt::format("{}: cannot read the catalog", file));
  }
  return text.str();
}

}  // namespace

struct CatalogSet::Index {
  // Entries under one key, the winner first.
  using Entries = std::vector<CatalogEntry>;

  absl::flat_hash_map<std::string, Entries> exact;
  // Names with globs, by the literal text they begin with; and the lengths of those texts, longest
  // first, so that a look-up tries each length that exists.
  absl::flat_hash_map<std::string, Entries> globs;
  std::vector<size_t> glob_prefix_sizes;
  // While there are none, no glob beats a plain name.
  bool globs_with_parameters = false;
  absl::flat_hash_map<std::string, GlobalHandle> globals;
  absl::flat_hash_set<std::string> scopes;
  std::deque<std::string> texts;  // of standard catalogs, whose entries are parsed on demand
  std::vector<Source> own;        // the other catalogs
  size_t order = 0;

  void Add(CatalogFile file);
  void AddScopes(std::string_view name);
  void Finish();

  const CatalogEntry* FindExact(std::string_view name, const std::vector<std::string>& types) const;
  const CatalogEntry* FindGlob(std::string_view name, const std::vector<std::string>& types) const;
  const Model* FindMethod(std::span<const std::string_view> names,
                          const std::vector<std::string>& parameter_types) const;
};

void CatalogSet::Index::Add(CatalogFile file) {
  for (CatalogEntry& entry : file.entries) {
    const Glob& name = entry.signature.name;
    AddScopes(name.prefix());
    if (!name.is_literal() && entry.signature.parameters.has_value()) globs_with_parameters = true;
    auto& entries = name.is_literal() ? exact : globs;
    entry.order = order++;
    const std::string key = name.prefix();
    entries[key].push_back(std::move(entry));
  }
  for (GlobalHandle& global : file.globals) {
    AddScopes(global.name());
    const std::string name = global.name();
    globals.insert_or_assign(name, std::move(global));
  }
}

void CatalogSet::Index::AddScopes(std::string_view name) {
  // The :: in the name of a conversion operator divides nothing of ours.
  const std::string_view scoped = name.substr(0, name.find("::operator "));
  if (scoped.size() != name.size()) scopes.emplace(scoped);
  for (size_t at = scoped.find("::"); at != std::string_view::npos;
       at = scoped.find("::", at + 2)) {
    scopes.emplace(scoped.substr(0, at));
  }
}

void CatalogSet::Index::Finish() {
  const auto sort = [](Entries& entries) { std::sort(entries.begin(), entries.end(), Wins); };
  for (auto& [name, entries] : exact) sort(entries);
  for (auto& [prefix, entries] : globs) {
    sort(entries);
    glob_prefix_sizes.push_back(prefix.size());
  }
  std::sort(glob_prefix_sizes.rbegin(), glob_prefix_sizes.rend());
  glob_prefix_sizes.erase(std::unique(glob_prefix_sizes.begin(), glob_prefix_sizes.end()),
                          glob_prefix_sizes.end());
}

const CatalogEntry* CatalogSet::Index::FindExact(std::string_view name,
                                                 const std::vector<std::string>& types) const {
  const auto entries = exact.find(Key(name));
  if (entries == exact.end()) return nullptr;
  for (const CatalogEntry& entry : entries->second) {
    if (entry.signature.MatchesParameters(types)) return &entry;
  }
  return nullptr;
}

const CatalogEntry* CatalogSet::Index::FindGlob(std::string_view name,
                                                const std::vector<std::string>& types) const {
  const CatalogEntry* best = nullptr;
  for (size_t size : glob_prefix_sizes) {
    if (size > name.size()) continue;
    const auto entries = globs.find(Key(name.substr(0, size)));
    if (entries == globs.end()) continue;
    for (const CatalogEntry& entry : entries->second) {
      if (!entry.signature.Matches(name, types)) continue;
      if (best == nullptr || Wins(entry, *best)) best = &entry;
      break;
    }
  }
  return best;
}

CatalogSet::CatalogSet() : index_(std::make_unique<Index>()) {}
CatalogSet::CatalogSet(CatalogSet&&) noexcept = default;
CatalogSet& CatalogSet::operator=(CatalogSet&&) noexcept = default;
CatalogSet::~CatalogSet() = default;

absl::StatusOr<CatalogSet> CatalogSet::Load(const std::vector<std::string>& files) {
  std::vector<Source> sources;
  for (const std::string& file : files) {
    absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return text.status();
    sources.push_back({file, *std::move(text)});
  }
  return Parse(sources);
}

absl::StatusOr<CatalogSet> CatalogSet::Parse(const std::vector<Source>& sources) {
  CatalogSet set;
  for (const Source& source : sources) {
    if (std::optional<CatalogFile> file =
            OutlineStandardCatalog(set.index_->texts.emplace_back(source.text))) {
      set.index_->Add(*std::move(file));
      continue;
    }
    absl::StatusOr<CatalogFile> file = ParseCatalogFile(source.file, source.text);
    if (!file.ok()) return file.status();
    set.index_->Add(*std::move(file));
    set.index_->own.push_back(source);
  }
  set.index_->Finish();
  return set;
}

std::span<const CatalogSet::Source> CatalogSet::own() const { return index_->own; }

absl::StatusOr<std::string> CatalogFingerprint(const std::vector<CatalogSet::Source>& sources) {
  Digest digest;
  digest.Add(fmt::format("catalog {}\n", kCatalogSchemaVersion));
  for (const CatalogSet::Source& source : sources) {
    absl::StatusOr<CatalogFile> file = ParseCatalogFile(source.file, source.text);
    if (!file.ok()) return file.status();
    digest.Add(fmt::format("{}\n", file->contents.size()));
    digest.Add(file->contents);
  }
  return digest.Hex();
}

const Model* CatalogSet::Index::FindMethod(std::span<const std::string_view> names,
                                           const std::vector<std::string>& parameter_types) const {
  std::vector<std::string> types;
  types.reserve(parameter_types.size());
  for (const std::string& type : parameter_types) types.push_back(NormalizeType(type));

  const CatalogEntry* exact_entry = nullptr;
  for (std::string_view name : names) {
    exact_entry = FindExact(name, types);
    if (exact_entry != nullptr) break;
  }
  // A glob with a parameter list beats a plain name without.
  if (exact_entry != nullptr &&
      (exact_entry->signature.parameters.has_value() || !globs_with_parameters)) {
    return &exact_entry->model->Get();
  }
  const CatalogEntry* glob_entry = nullptr;
  for (std::string_view name : names) {
    glob_entry = FindGlob(name, types);
    if (glob_entry != nullptr) break;
  }
  if (exact_entry == nullptr || (glob_entry != nullptr && Wins(*glob_entry, *exact_entry))) {
    return glob_entry == nullptr ? nullptr : &glob_entry->model->Get();
  }
  return &exact_entry->model->Get();
}

const Model* CatalogSet::Find(std::string_view qualified_name,
                              const std::vector<std::string>& parameter_types) const {
  return index_->FindMethod({&qualified_name, 1}, parameter_types);
}

const Model* CatalogSet::FindMethod(
    const std::vector<std::string>& qualified_names_most_derived_first,
    const std::vector<std::string>& parameter_types) const {
  const std::vector<std::string_view> names(qualified_names_most_derived_first.begin(),
                                            qualified_names_most_derived_first.end());
  return index_->FindMethod(names, parameter_types);
}

const GlobalHandle* CatalogSet::FindGlobal(std::string_view qualified_name) const {
  const auto global = index_->globals.find(Key(qualified_name));
  return global == index_->globals.end() ? nullptr : &global->second;
}

bool CatalogSet::KnowsScope(std::string_view qualified_name) const {
  return index_->scopes.contains(Key(qualified_name));
}

size_t CatalogSet::size() const {
  absl::flat_hash_set<std::string> signatures;
  for (const auto* names : {&index_->exact, &index_->globs}) {
    for (const auto& [name, entries] : *names) {
      for (const CatalogEntry& entry : entries) signatures.insert(entry.signature.ToString());
    }
  }
  return signatures.size() + index_->globals.size();
}

}  // namespace pedigree
