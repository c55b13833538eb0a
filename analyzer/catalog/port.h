// A port names a value at a call: "arg[0].pointee", "return", "this[arg[0]].second". Catalog
// entries and annotations speak of values by ports; proto/catalog.proto defines the language.
#ifndef PEDIGREE_ANALYZER_CATALOG_PORT_H_
#define PEDIGREE_ANALYZER_CATALOG_PORT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

struct Port {
  enum Root {
    kArg,       // arg[index]
    kAllArgs,   // arg[*]
    kArgsFrom,  // arg[index..]
    kThis,
    kReturn,
    kGlobal,  // global(ns::name)
    kNew,     // new
  };

  struct Step {
    enum Kind {
      kField,       // .label
      kPointee,     // .pointee
      kAnyElement,  // []
      kElement,     // [index]
      kKey,         // ["label"]
      kIndexedBy,   // [arg[arg]], [arg[arg].first]
      kEach,        // .each
      kItself,      // .itself
    };
    Kind kind = kField;
    std::string label = {};
    int64_t index = 0;
    int arg = 0;
    std::vector<Step> of = {};  // kIndexedBy: the part of the argument

    friend bool operator==(const Step&, const Step&) = default;
  };

  // No argument, so that an index by it is not known.
  static constexpr int kNoArgument = -1;

  Root root = kArg;
  int index = 0;
  std::string global = {};
  std::vector<Step> steps = {};

  friend bool operator==(const Port&, const Port&) = default;
};

// The port that `text` spells, all of it. Otherwise InvalidArgument, saying what was expected
// where.
absl::StatusOr<Port> ParsePort(std::string_view text);

// As ParsePort, but takes the longest port at the start of `*text` and leaves the rest there.
absl::StatusOr<Port> ConsumePort(std::string_view* text);

// The spelling of `port`: ParsePort(ToString(port)) == port.
std::string ToString(const Port& port);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_PORT_H_
