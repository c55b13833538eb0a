#include "analyzer/catalog/catalog_file.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "analyzer/catalog/catalog_places.h"

namespace pedigree {
namespace {

using google::protobuf::TextFormat;
using Place = CatalogPlace;

absl::Status ErrorAt(const std::string& file, Place place, std::string_view message) {
  return absl::InvalidArgumentError(
      fmt::format("{}:{}:{}: {}", file, place.line, place.column, message));
}

// Keeps the first error; protobuf's places are 0-based.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  struct Error {
    Place place;
    std::string message;
  };

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!error_.has_value()) error_ = Error{{line + 1, column + 1}, message};
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

// Where `error` really is: of an unknown enum value the parser says where the next token is.
Place Corrected(const FirstError::Error& error, const std::string& text) {
  constexpr std::string_view kUnknownValue = "Unknown enumeration value of \"";
  if (!error.message.starts_with(kUnknownValue)) return error.place;
  const size_t begin = kUnknownValue.size();
  const std::string value = error.message.substr(begin, error.message.find('"', begin) - begin);
  size_t limit = 0;
  for (int line = 1; line < error.place.line; ++line) limit = text.find('\n', limit) + 1;
  limit += error.place.column - 1;
  if (limit < value.size()) return error.place;
  const size_t at = text.rfind(value, limit - value.size());
  if (at == std::string::npos) return error.place;
  const size_t line_begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
  return {static_cast<int>(std::count(text.begin(), text.begin() + at, '\n')) + 1,
          static_cast<int>(at - line_begin) + 1};
}

// The schema version that a text gives itself, however little of the rest can be understood.
uint32_t VersionOf(const std::string& text) {
  FirstError ignored;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&ignored);
  parser.AllowUnknownField(true);
  parser.AllowPartialMessage(true);
  Catalog catalog;
  parser.ParseFromString(text, &catalog);
  return catalog.schema_version();
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  absl::StatusOr<CatalogFile> Read(const std::string& text) {
    if (absl::Status s = ReadText(text); !s.ok()) return s;
    for (int i = 0; i < catalog_.api_size(); ++i) {
      if (absl::Status s = ReadApi(i); !s.ok()) return s;
    }
    for (int i = 0; i < catalog_.global_size(); ++i) {
      if (absl::Status s = ReadGlobal(i); !s.ok()) return s;
    }
    result_.contents = Contents();
    return std::move(result_);
  }

 private:
  absl::Status ReadText(const std::string& text) {
    FirstError first;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&first);
    parser.WriteLocationsTo(places_.tree());
    const bool parsed = parser.ParseFromString(text, &catalog_);
    const uint32_t version = parsed ? catalog_.schema_version() : VersionOf(text);
    if (version > kCatalogSchemaVersion) {
      return ErrorAt(file_, places_.OfSchemaVersion(),
                     fmt::format("schema version {} is newer than this program's ({})", version,
                                 kCatalogSchemaVersion));
    }
    if (parsed) return absl::OkStatus();
    if (!first.error().has_value()) return ErrorAt(file_, {}, "not a catalog");
    return ErrorAt(file_, Corrected(*first.error(), text), first.error()->message);
  }

  absl::Status ReadApi(int i) {
    const Api& api = catalog_.api(i);
    ModelPart wrong;
    absl::StatusOr<Model> model = CompileModel(api, &wrong);
    if (!model.ok()) {
      return ErrorAt(file_, places_.Of(wrong, i), std::string(model.status().message()));
    }
    const auto shared = std::make_shared<const EntryModel>(*std::move(model));
    for (int f = 0; f < api.function_size(); ++f) {
      const Place place = places_.OfFunction(i, f);
      absl::StatusOr<Signature> signature = ParseSignature(api.function(f));
      if (!signature.ok()) return ErrorAt(file_, place, std::string(signature.status().message()));
      const auto [first, is_new] = functions_.emplace(signature->ToString(), place);
      if (!is_new) return ListedTwice(api.function(f), place, first->second);
      result_.entries.push_back({*std::move(signature), shared});
    }
    return absl::OkStatus();
  }

  absl::Status ReadGlobal(int i) {
    GlobalHandle global = catalog_.global(i);
    if (global.name().empty() || global.asset().empty()) {
      return ErrorAt(file_, places_.OfGlobal(i), "a global needs a name and an asset");
    }
    const Place place = places_.OfGlobalName(i);
    const auto [first, is_new] = globals_.emplace(global.name(), place);
    if (!is_new) return ListedTwice(global.name(), place, first->second);
    if (global.namespace_().empty()) global.set_namespace_("process");
    result_.globals.push_back(std::move(global));
    return absl::OkStatus();
  }

  absl::Status ListedTwice(const std::string& name, Place place, Place first) {
    return ErrorAt(file_, place,
                   fmt::format("'{}' is listed twice, first in line {}", name, first.line));
  }

  // The catalog without what nobody reads.
  std::string Contents() {
    catalog_.clear_schema_version();
    catalog_.clear_library();
    catalog_.clear_versions();
    catalog_.clear_header();
    catalog_.clear_flag();
    catalog_.clear_pkg_config();
    catalog_.clear_package();
    for (Api& api : *catalog_.mutable_api()) {
      api.clear_doc();
      api.clear_versions();
    }
    std::string contents;
    google::protobuf::io::StringOutputStream stream(&contents);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    catalog_.SerializeToCodedStream(&coded);
    coded.Trim();
    return contents;
  }

  const std::string& file_;
  Catalog catalog_;
  CatalogPlaces places_;
  absl::flat_hash_map<std::string, Place> functions_;
  absl::flat_hash_map<std::string, Place> globals_;
  CatalogFile result_;
};

}  // namespace

absl::StatusOr<CatalogFile> ParseCatalogFile(const std::string& file, const std::string& text) {
  return Reader(file).Read(text);
}

const Model& EntryModel::Get() const {
  std::call_once(once_, [this] {
    if (model_ != nullptr) return;
    Api api;
    ModelPart wrong;
    if (api.ParseFromArray(contents_.data(), static_cast<int>(contents_.size()))) {
      if (absl::StatusOr<Model> model = CompileModel(api, &wrong); model.ok()) {
        model_ = std::make_unique<Model>(*std::move(model));
        return;
      }
    }
    // All of them were made models of when this program was built.
    fmt::print(stderr, "pedigree: a standard catalog is wrong: {}\n", api.ShortDebugString());
    std::abort();
  });
  return *model_;
}

}  // namespace pedigree
