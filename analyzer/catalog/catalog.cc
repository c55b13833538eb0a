#include "analyzer/catalog/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "analyzer/catalog/catalog_file.h"
#include "analyzer/catalog/catalog_outline.h"
#include "analyzer/catalog/signature.h"
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

  // Names that are all of their signature, of standard catalogs. Whoever has more to say of one,
  // and the other catalogs, are in `exact`.
  struct Plain {
    std::shared_ptr<const EntryModel> model;
    size_t order;
  };
  absl::flat_hash_map<absl::string_view, Plain> plain;

  absl::flat_hash_map<std::string, Entries> exact;
  // Names with globs, by the literal text they begin with; and the lengths of those texts, longest
  // first, so that a look-up tries each length that exists.
  absl::flat_hash_map<std::string, Entries> globs;
  std::vector<size_t> glob_prefix_sizes;
  // While there are none, no glob beats a plain name.
  bool globs_with_parameters = false;
  absl::flat_hash_map<std::string, GlobalHandle> globals;
  absl::flat_hash_set<std::string> scopes;
  // All catalogs. Those of the standard ones are parsed on demand.
  std::deque<Source> sources;
  std::vector<Source> own;  // those that are not standard, or not understood without parsing
  size_t order = 0;
  // Catalogs that no C source asks for are not looked at before a name with a `::` is asked for,
  // and then all are, once more: what is asked meanwhile, by another thread, stays as it is.
  bool left_out = false;
  std::once_flag once;
  std::unique_ptr<Index> whole;

  absl::Status Take(Source source);
  absl::Status AddFrom(const Source& source, Standard standard);
  // What has all that there may be of a name; without one, all that there is.
  const Index& For(std::string_view name);
  const Index& Whole();
  void Add(CatalogFile file);
  void AddScopes(std::string_view name);
  void Finish();

  // What there is under exactly this name: the model, and whether for these parameters.
  struct Exact {
    const EntryModel* model = nullptr;
    bool parameters = false;
  };
  Exact FindExact(std::string_view name, const std::vector<std::string>& types) const;
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
  for (PlainEntry& entry : file.plain) {
    AddScopes(entry.name);
    plain.insert_or_assign(Key(entry.name), Plain{std::move(entry.model), order++});
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

CatalogSet::Index::Exact CatalogSet::Index::FindExact(std::string_view name,
                                                      const std::vector<std::string>& types) const {
  const auto plain_entry = plain.find(Key(name));
  if (const auto entries = exact.find(Key(name)); entries != exact.end()) {
    for (const CatalogEntry& entry : entries->second) {
      if (!entry.signature.MatchesParameters(types)) continue;
      const bool parameters = entry.signature.parameters.has_value();
      // Of two that say the same of their parameters, the later one wins.
      if (!parameters && plain_entry != plain.end() && plain_entry->second.order > entry.order)
        break;
      return {entry.model.get(), parameters};
    }
  }
  if (plain_entry == plain.end()) return {};
  return {plain_entry->second.model.get(), false};
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

absl::Status CatalogSet::Index::Take(Source source) {
  const Source& kept = sources.emplace_back(std::move(source));
  const Standard standard = StandardOf(kept.text);
  if (standard == Standard::kScopesOnly) {
    left_out = true;
    return absl::OkStatus();
  }
  return AddFrom(kept, standard);
}

absl::Status CatalogSet::Index::AddFrom(const Source& source, Standard standard) {
  if (standard != Standard::kNo) {
    if (std::optional<CatalogFile> file = OutlineStandardCatalog(source.text)) {
      Add(*std::move(file));
      return absl::OkStatus();
    }
  }
  absl::StatusOr<CatalogFile> file = ParseCatalogFile(source.file, source.text);
  if (!file.ok()) return file.status();
  Add(*std::move(file));
  own.push_back(source);
  return absl::OkStatus();
}

const CatalogSet::Index& CatalogSet::Index::For(std::string_view name) {
  return name.find("::") == std::string_view::npos ? *this : Whole();
}

const CatalogSet::Index& CatalogSet::Index::Whole() {
  if (!left_out) return *this;
  std::call_once(once, [this] {
    whole = std::make_unique<Index>();
    for (const Source& source : sources) {
      // Those that are not standard have been parsed before, and the others are known to be right.
      whole->AddFrom(source, StandardOf(source.text)).IgnoreError();
    }
    whole->Finish();
  });
  return *whole;
}

absl::StatusOr<CatalogSet> CatalogSet::Load(const std::vector<std::string>& files) {
  // All are there before any is said to be wrong.
  std::vector<Source> sources;
  for (const std::string& file : files) {
    absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return absl::NotFoundError(fmt::format("{}: cannot read the catalog", file));
    sources.push_back({file, *std::move(text)});
  }
  CatalogSet set;
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

  Exact known;
  for (std::string_view name : names) {
    known = FindExact(name, types);
    if (known.model != nullptr) break;
  }
  // A glob with a parameter list beats a plain name without.
  if (known.model != nullptr && (known.parameters || !globs_with_parameters)) {
    return &known.model->Get();
  }
  const CatalogEntry* glob_entry = nullptr;
  for (std::string_view name : names) {
    glob_entry = FindGlob(name, types);
    if (glob_entry != nullptr) break;
  }
  const bool glob_wins = glob_entry != nullptr &&
                         (known.model == nullptr || glob_entry->signature.parameters.has_value());
  if (glob_wins) return &glob_entry->model->Get();
  return known.model == nullptr ? nullptr : &known.model->Get();
}

const Model* CatalogSet::Find(std::string_view qualified_name,
                              const std::vector<std::string>& parameter_types) const {
  return index_->For(qualified_name).FindMethod({&qualified_name, 1}, parameter_types);
}

const Model* CatalogSet::FindMethod(
    const std::vector<std::string>& qualified_names_most_derived_first,
    const std::vector<std::string>& parameter_types) const {
  const std::vector<std::string_view> names(qualified_names_most_derived_first.begin(),
                                            qualified_names_most_derived_first.end());
  const bool scoped = std::any_of(names.begin(), names.end(), [](std::string_view name) {
    return name.find("::") != std::string_view::npos;
  });
  return (scoped ? index_->Whole() : *index_).FindMethod(names, parameter_types);
}

const GlobalHandle* CatalogSet::FindGlobal(std::string_view qualified_name) const {
  // Those whose catalogs are left out at first have none.
  const auto global = index_->globals.find(Key(qualified_name));
  return global == index_->globals.end() ? nullptr : &global->second;
}

bool CatalogSet::KnowsScope(std::string_view qualified_name) const {
  return index_->Whole().scopes.contains(Key(qualified_name));
}

size_t CatalogSet::size() const {
  absl::flat_hash_set<std::string> signatures;
  const Index& all = index_->Whole();
  for (const auto* names : {&all.exact, &all.globs}) {
    for (const auto& [name, entries] : *names) {
      for (const CatalogEntry& entry : entries) signatures.insert(entry.signature.ToString());
    }
  }
  for (const auto& [name, entry] : all.plain) signatures.emplace(name);
  return signatures.size() + all.globals.size();
}

}  // namespace pedigree
