// write_standard_index OUT.cc FILE...: the source of StandardIndex::Get(), of these catalogs. Of a
// wrong catalog it says what is wrong, and fails the build.
#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog_file.h"
#include "analyzer/catalog/signature.h"
#include "analyzer/catalog/standard_index.h"
#include "lineage/file.h"
#include "proto/catalog.pb.h"

namespace pedigree {
namespace {

[[noreturn]] void Fail(std::string_view message) {
  fmt::print(stderr, "{}\n", message);
  std::exit(1);
}

// Whether a signature is nothing but a name of letters, digits and colons. That of an operator has
// other characters, or a blank (operator new, operator bool).
bool IsPlain(std::string_view signature) {
  return !signature.empty() && std::all_of(signature.begin(), signature.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == ':' || c == '~';
  });
}

class Writer {
 public:
  void Add(const std::string& file, const std::string& text) {
    // Checks all of it.
    if (const auto parsed = ParseCatalogFile(file, text); !parsed.ok())
      Fail(std::string(parsed.status().message()));
    Catalog catalog;
    if (!google::protobuf::TextFormat::ParseFromString(text, &catalog)) Fail(file);
    const auto number = static_cast<uint32_t>(hashes_.size());
    hashes_.push_back(CatalogHash(text));
    uint32_t record = 0;
    for (const Api& api : catalog.api()) {
      const Stored contents = Text(WithoutDoc(api).SerializeAsString());
      for (const std::string& function : api.function()) {
        const Signature signature = *ParseSignature(function);
        const Glob& name = signature.name;
        const bool plain = IsPlain(function);
        AddScopes(number, name.prefix());
        globs_with_parameters_ |= !name.is_literal() && signature.parameters.has_value();
        tables_[name.is_literal() ? StandardIndex::kNames : StandardIndex::kGlobs][name.prefix()]
            .push_back({number, record++, plain ? Stored{} : Text(function), contents});
      }
    }
    for (GlobalHandle global : catalog.global()) {
      if (global.namespace_().empty()) global.set_namespace_("process");
      AddScopes(number, global.name());
      const Stored contents = Text(global.SerializeAsString());
      tables_[StandardIndex::kGlobals][global.name()].push_back({number, record++, {}, contents});
    }
  }

  std::string Bytes() {
    std::vector<uint32_t> rows, records;
    std::vector<uint32_t> header = {static_cast<uint32_t>(hashes_.size())};
    for (const auto& table : tables_) {
      header.push_back(static_cast<uint32_t>(table.size()));
      for (const auto& [key, listed] : table) {
        const Stored stored = Text(key);
        const auto first = static_cast<uint32_t>(records.size() / 6);
        rows.insert(rows.end(),
                    {stored.at, stored.size, first, first + static_cast<uint32_t>(listed.size())});
        for (const Record& r : listed) {
          records.insert(records.end(), {r.catalog, r.number, r.signature.at, r.signature.size,
                                         r.contents.at, r.contents.size});
        }
      }
    }
    std::vector<uint32_t> sizes;
    for (const auto& [key, listed] : tables_[StandardIndex::kGlobs])
      sizes.push_back(static_cast<uint32_t>(key.size()));
    std::sort(sizes.rbegin(), sizes.rend());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    header.insert(header.end(),
                  {static_cast<uint32_t>(records.size() / 6), static_cast<uint32_t>(sizes.size()),
                   static_cast<uint32_t>(globs_with_parameters_)});
    for (const uint64_t hash : hashes_) {
      header.push_back(static_cast<uint32_t>(hash));
      header.push_back(static_cast<uint32_t>(hash >> 32));
    }
    std::string bytes;
    for (const auto* words : {&header, &rows, &records, &sizes})
      bytes.append(reinterpret_cast<const char*>(words->data()), 4 * words->size());
    return bytes + texts_;
  }

 private:
  struct Stored {
    uint32_t at = 0, size = 0;
  };
  struct Record {
    uint32_t catalog, number;
    Stored signature, contents;
  };

  // Nor are all its functions asked for; one it must have.
  static Api WithoutDoc(Api api) {
    api.mutable_function()->DeleteSubrange(1, api.function_size() - 1);
    api.clear_doc();
    api.clear_versions();
    return api;
  }

  Stored Text(const std::string& text) {
    const auto [it, added] = stored_.emplace(text, Stored{});
    if (added) {
      it->second = {static_cast<uint32_t>(texts_.size()), static_cast<uint32_t>(text.size())};
      texts_ += text;
    }
    return it->second;
  }

  void AddScopes(uint32_t catalog, std::string_view name) {
    for (const std::string_view scope : ScopesOf(name)) {
      std::vector<Record>& of = tables_[StandardIndex::kScopes][std::string(scope)];
      if (of.empty() || of.back().catalog != catalog) of.push_back({catalog, 0, {}, {}});
    }
  }

  std::vector<uint64_t> hashes_;
  std::map<std::string, std::vector<Record>> tables_[StandardIndex::kTables];
  bool globs_with_parameters_ = false;
  std::map<std::string, Stored> stored_;
  std::string texts_;
};

// Octal escapes for all but plain characters, so that the bytes are these.
void WriteSource(const std::string& file, std::string_view bytes) {
  std::string source =
      "#include \"analyzer/catalog/standard_index.h\"\n\nnamespace pedigree {\n\n"
      "const StandardIndex& StandardIndex::Get() {\n  static const StandardIndex index({\n";
  for (size_t at = 0; at < bytes.size(); at += 100) {
    source += '"';
    for (const char c : bytes.substr(at, 100)) {
      if (c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?') {
        source += c;
      } else {
        source += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
      }
    }
    source += "\"\n";
  }
  source +=
      fmt::format(", {}}});\n  return index;\n}}\n\n}}  // namespace pedigree\n", bytes.size());
  std::ofstream stream(file, std::ios::binary);
  stream << source;
  if (!stream.flush()) Fail(file + ": cannot be written");
}

}  // namespace
}  // namespace pedigree

int main(int argc, char** argv) {
  using namespace pedigree;
  if (argc < 2) Fail("usage: write_standard_index OUT.cc FILE...");
  std::vector<std::string> files(argv + 2, argv + argc);
  std::sort(files.begin(), files.end());
  Writer writer;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) Fail(std::string(text.status().message()));
    writer.Add(file, *text);
  }
  WriteSource(argv[1], writer.Bytes());
}
