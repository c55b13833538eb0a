#include "analyzer/catalog/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "analyzer/catalog/catalog_file.h"
#include "analyzer/catalog/signature.h"
#include "analyzer/catalog/standard_index.h"
#include "lineage/file.h"

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

}  // namespace

struct CatalogSet::Index {
  // Entries under one key, the winner first.
  using Entries = std::vector<CatalogEntry>;
  // An entry comes after all of earlier files, and of its own file after the earlier ones.
  static size_t Order(size_t file, size_t number) { return file << 32 | number; }

  absl::flat_hash_map<std::string, Entries> exact;
  // Names with globs, by the literal text they begin with.
  absl::flat_hash_map<std::string, Entries> globs;
  // The lengths of the texts that all globs begin with, longest first, so that a look-up tries each
  // length that exists.
  std::vector<size_t> glob_prefix_sizes;
  // While there are none, no glob beats a plain name.
  bool globs_with_parameters = false;
  struct Global {
    GlobalHandle handle;
    size_t order;
  };
  absl::flat_hash_map<std::string, Global> globals;
  absl::flat_hash_set<std::string> scopes;
  std::vector<Source> own;  // those of which the above is
  size_t files = 0;

  // The standard catalogs that were loaded, by their numbers: as which file, or kNotLoaded.
  static constexpr size_t kNotLoaded = ~size_t{0};
  const StandardIndex* standard = nullptr;
  std::vector<size_t> loaded;

  // What was asked for of them, made once.
  mutable std::mutex mutex;
  mutable std::unordered_map<uint32_t, CatalogEntry> standard_entries;  // by record
  mutable std::unordered_map<const void*, std::shared_ptr<const EntryModel>> standard_models;
  mutable std::unordered_map<uint32_t, GlobalHandle> standard_globals;

  Index();
  absl::Status Take(Source source);
  void TakeStandard();
  void Add(CatalogFile file);
  void Finish();

  // Calls `visit` with the number of each loaded record under the key, and of the record.
  template <typename Visit>
  void ForStandard(StandardIndex::Table table, std::string_view key, Visit visit) const;
  const CatalogEntry& StandardEntry(std::string_view key, uint32_t number,
                                    const StandardIndex::Record& record) const;
  const GlobalHandle& StandardGlobal(uint32_t number, const StandardIndex::Record& record) const;

  const CatalogEntry* FindExact(std::string_view name, const std::vector<std::string>& types) const;
  const CatalogEntry* FindGlob(std::string_view name, const std::vector<std::string>& types) const;
  const GlobalHandle* FindGlobal(std::string_view name) const;
  const Model* FindMethod(std::span<const std::string_view> names,
                          const std::vector<std::string>& parameter_types) const;
};

CatalogSet::Index::Index() : standard(&StandardIndex::Get()) {
  loaded.assign(standard->catalogs(), kNotLoaded);
}

void CatalogSet::Index::Add(CatalogFile file) {
  size_t number = 0;
  for (CatalogEntry& entry : file.entries) {
    const Glob& name = entry.signature.name;
    for (const std::string_view scope : ScopesOf(name.prefix())) scopes.emplace(scope);
    if (!name.is_literal() && entry.signature.parameters.has_value()) globs_with_parameters = true;
    auto& entries = name.is_literal() ? exact : globs;
    entry.order = Order(files, number++);
    const std::string key = name.prefix();
    entries[key].push_back(std::move(entry));
  }
  for (GlobalHandle& global : file.globals) {
    for (const std::string_view scope : ScopesOf(global.name())) scopes.emplace(scope);
    const std::string name = global.name();
    globals.insert_or_assign(name, Global{std::move(global), Order(files, number++)});
  }
}

absl::Status CatalogSet::Index::Take(Source source) {
  if (const auto catalog = standard->CatalogOf(CatalogHash(source.text)); catalog.has_value()) {
    loaded[*catalog] = files++;
    return absl::OkStatus();
  }
  absl::StatusOr<CatalogFile> file = ParseCatalogFile(source.file, source.text);
  if (!file.ok()) return file.status();
  Add(*std::move(file));
  ++files;
  own.push_back(std::move(source));
  return absl::OkStatus();
}

void CatalogSet::Index::TakeStandard() {
  for (size_t& file : loaded) file = files++;
}

void CatalogSet::Index::Finish() {
  const auto sort = [](Entries& entries) { std::sort(entries.begin(), entries.end(), Wins); };
  for (auto& [name, entries] : exact) sort(entries);
  for (auto& [prefix, entries] : globs) {
    sort(entries);
    glob_prefix_sizes.push_back(prefix.size());
  }
  if (std::any_of(loaded.begin(), loaded.end(), [](size_t file) { return file != kNotLoaded; })) {
    globs_with_parameters |= standard->globs_with_parameters();
    for (uint32_t i = 0; i < standard->glob_sizes(); ++i)
      glob_prefix_sizes.push_back(standard->glob_size(i));
  }
  std::sort(glob_prefix_sizes.rbegin(), glob_prefix_sizes.rend());
  glob_prefix_sizes.erase(std::unique(glob_prefix_sizes.begin(), glob_prefix_sizes.end()),
                          glob_prefix_sizes.end());
}

template <typename Visit>
void CatalogSet::Index::ForStandard(StandardIndex::Table table, std::string_view key,
                                    Visit visit) const {
  const auto [begin, end] = standard->Find(table, key);
  for (uint32_t number = begin; number < end; ++number) {
    const StandardIndex::Record record = standard->record(number);
    if (loaded[record.catalog] != kNotLoaded) visit(number, record);
  }
}

const CatalogEntry& CatalogSet::Index::StandardEntry(std::string_view key, uint32_t number,
                                                     const StandardIndex::Record& record) const {
  const std::lock_guard lock(mutex);
  const auto [it, added] = standard_entries.try_emplace(number);
  CatalogEntry& entry = it->second;
  if (!added) return entry;
  if (record.signature.empty()) {
    entry.signature.name = Glob({std::string(key)});
  } else {
    entry.signature = *ParseSignature(record.signature);
  }
  entry.order = Order(loaded[record.catalog], record.number);
  std::shared_ptr<const EntryModel>& model = standard_models[record.contents.data()];
  if (model == nullptr) model = std::make_shared<const EntryModel>(record.contents);
  entry.model = model;
  return entry;
}

const GlobalHandle& CatalogSet::Index::StandardGlobal(uint32_t number,
                                                      const StandardIndex::Record& record) const {
  const std::lock_guard lock(mutex);
  const auto [it, added] = standard_globals.try_emplace(number);
  if (added) {
    it->second.ParseFromArray(record.contents.data(), static_cast<int>(record.contents.size()));
  }
  return it->second;
}

const CatalogEntry* CatalogSet::Index::FindExact(std::string_view name,
                                                 const std::vector<std::string>& types) const {
  const CatalogEntry* best = nullptr;
  if (const auto entries = exact.find(Key(name)); entries != exact.end()) {
    for (const CatalogEntry& entry : entries->second) {
      if (!entry.signature.MatchesParameters(types)) continue;
      best = &entry;
      break;
    }
  }
  ForStandard(StandardIndex::kNames, name, [&](uint32_t number, const auto& record) {
    const CatalogEntry& entry = StandardEntry(name, number, record);
    if (!entry.signature.MatchesParameters(types)) return;
    if (best == nullptr || Wins(entry, *best)) best = &entry;
  });
  return best;
}

const CatalogEntry* CatalogSet::Index::FindGlob(std::string_view name,
                                                const std::vector<std::string>& types) const {
  const CatalogEntry* best = nullptr;
  for (size_t size : glob_prefix_sizes) {
    if (size > name.size()) continue;
    const std::string_view prefix = name.substr(0, size);
    if (const auto entries = globs.find(Key(prefix)); entries != globs.end()) {
      for (const CatalogEntry& entry : entries->second) {
        if (!entry.signature.Matches(name, types)) continue;
        if (best == nullptr || Wins(entry, *best)) best = &entry;
        break;
      }
    }
    ForStandard(StandardIndex::kGlobs, prefix, [&](uint32_t number, const auto& record) {
      const CatalogEntry& entry = StandardEntry(prefix, number, record);
      if (!entry.signature.Matches(name, types)) return;
      if (best == nullptr || Wins(entry, *best)) best = &entry;
    });
  }
  return best;
}

const GlobalHandle* CatalogSet::Index::FindGlobal(std::string_view name) const {
  const GlobalHandle* found = nullptr;
  size_t order = 0;
  if (const auto global = globals.find(Key(name)); global != globals.end()) {
    found = &global->second.handle;
    order = global->second.order;
  }
  ForStandard(StandardIndex::kGlobals, name, [&](uint32_t number, const auto& record) {
    const size_t its = Order(loaded[record.catalog], record.number);
    if (found != nullptr && its < order) return;
    found = &StandardGlobal(number, record);
    order = its;
  });
  return found;
}

CatalogSet::CatalogSet() : index_(std::make_unique<Index>()) {}
CatalogSet::CatalogSet(CatalogSet&&) noexcept = default;
CatalogSet& CatalogSet::operator=(CatalogSet&&) noexcept = default;
CatalogSet::~CatalogSet() = default;

absl::StatusOr<CatalogSet> CatalogSet::Load(const CatalogFiles& files) {
  // All are there before any is said to be wrong.
  std::vector<Source> sources;
  for (const std::string& file : files.files) {
    absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return absl::NotFoundError(fmt::format("{}: cannot read the catalog", file));
    sources.push_back({file, *std::move(text)});
  }
  CatalogSet set;
  if (files.standard) set.index_->TakeStandard();
  for (Source& source : sources) {
    if (absl::Status s = set.index_->Take(std::move(source)); !s.ok()) return s;
  }
  set.index_->Finish();
  return set;
}

absl::StatusOr<CatalogSet> CatalogSet::Parse(const std::vector<Source>& sources) {
  CatalogSet set;
  for (const Source& source : sources) {
    if (absl::Status s = set.index_->Take(source); !s.ok()) return s;
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

  const CatalogEntry* known = nullptr;
  for (std::string_view name : names) {
    known = FindExact(name, types);
    if (known != nullptr) break;
  }
  // A glob with a parameter list beats a plain name without.
  if (known != nullptr && (known->signature.parameters.has_value() || !globs_with_parameters)) {
    return &known->model->Get();
  }
  const CatalogEntry* glob_entry = nullptr;
  for (std::string_view name : names) {
    glob_entry = FindGlob(name, types);
    if (glob_entry != nullptr) break;
  }
  const bool glob_wins =
      glob_entry != nullptr && (known == nullptr || glob_entry->signature.parameters.has_value());
  if (glob_wins) return &glob_entry->model->Get();
  return known == nullptr ? nullptr : &known->model->Get();
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
  return index_->FindGlobal(qualified_name);
}

bool CatalogSet::KnowsScope(std::string_view qualified_name) const {
  bool knows = index_->scopes.contains(Key(qualified_name));
  index_->ForStandard(StandardIndex::kScopes, qualified_name, [&](auto...) { knows = true; });
  return knows;
}

size_t CatalogSet::size() const {
  absl::flat_hash_set<std::string> signatures, globals;
  for (const auto* names : {&index_->exact, &index_->globs}) {
    for (const auto& [name, entries] : *names) {
      for (const CatalogEntry& entry : entries) signatures.insert(entry.signature.ToString());
    }
  }
  for (const auto& [name, global] : index_->globals) globals.insert(name);
  const StandardIndex& standard = *index_->standard;
  for (const auto table : {StandardIndex::kNames, StandardIndex::kGlobs, StandardIndex::kGlobals}) {
    for (uint32_t row = 0; row < standard.rows(table); ++row) {
      const std::string_view key = standard.key(table, row);
      index_->ForStandard(table, key, [&](uint32_t number, const auto& record) {
        if (table == StandardIndex::kGlobals) {
          globals.emplace(key);
        } else {
          const CatalogEntry& entry = index_->StandardEntry(key, number, record);
          signatures.insert(entry.signature.ToString());
        }
      });
    }
  }
  return signatures.size() + globals.size();
}

}  // namespace pedigree
