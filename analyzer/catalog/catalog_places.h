// A catalog's text as the message it is, with the place of each part: for messages about it.
#ifndef PEDIGREE_ANALYZER_CATALOG_CATALOG_PLACES_H_
#define PEDIGREE_ANALYZER_CATALOG_CATALOG_PLACES_H_

#include <google/protobuf/text_format.h>

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/catalog/model.h"
#include "proto/catalog.pb.h"

namespace pedigree {

// 1-based.
struct CatalogPlace {
  int line = 1;
  int column = 1;
};

class CatalogPlaces {
 public:
  // What TextFormat::Parser::WriteLocationsTo() fills.
  google::protobuf::TextFormat::ParseInfoTree* tree() { return &tree_; }

  CatalogPlace OfSchemaVersion() const;
  CatalogPlace OfApi(int api) const;
  CatalogPlace OfGlobal(int global) const;
  CatalogPlace OfGlobalName(int global) const;
  // The `index`-th name of an entry; of a list in brackets, the place of its first value.
  CatalogPlace OfFunction(int api, int index) const;
  // A part of an entry: as near as its text says.
  CatalogPlace Of(const ModelPart& part, int api) const;

 private:
  google::protobuf::TextFormat::ParseInfoTree tree_;
};

// Where `value`, in quotation marks, next stands in `text` from `from` on; `from` if it does not.
CatalogPlace PlaceOfQuoted(std::string_view text, CatalogPlace from, std::string_view value);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_CATALOG_PLACES_H_
