// A model is what the extractor applies at a call: an Api entry of a catalog (proto/catalog.proto)
// with its ports and templates parsed and its defaults filled in, once, when the catalog is loaded.
#ifndef PEDIGREE_ANALYZER_CATALOG_MODEL_H_
#define PEDIGREE_ANALYZER_CATALOG_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/catalog/port.h"
#include "analyzer/catalog/template.h"
#include "proto/catalog.pb.h"

namespace pedigree {

// Members are those of the messages of the same names.
struct Model {
  // More arguments than calls of callbacks have; those that a call has not are nothing.
  static constexpr int kSpelledOut = 10;

  struct Flow {
    std::vector<Port> from;  // at least one
    Port to;
    Subtype subtype = IDENTITY;                            // never unspecified
    TransformKind transform = TRANSFORM_KIND_UNSPECIFIED;  // unspecified: not a named step
    bool adds = false;
    bool keyed = false;
    std::vector<Port> bytes = {};
  };
  struct Opens {
    Port handle;
    AssetKind kind = ASSET_KIND_UNSPECIFIED;  // unspecified: decided later, by evidence
    // Unset only for a handle that has a parent: the parent's then.
    std::optional<Template> name_space;
    std::optional<Template> name;
    std::optional<Port> parent;
    std::optional<Template> sql;
  };
  struct Reads {
    Port into;
    AssetKind kind = ASSET_KIND_UNSPECIFIED;
    std::optional<Template> name_space;  // set when there is a name and no handle
    std::optional<Template> name;
    std::optional<Port> handle;  // set when `name` is not
    std::optional<Template> column;
    uint32_t column_base = 0;
    bool adds = false;
    std::vector<Port> bytes = {};
    std::optional<Template> sql = {};
  };
  struct Writes {
    std::vector<Port> from;  // at least one
    AssetKind kind = ASSET_KIND_UNSPECIFIED;
    std::optional<Template> name_space;  // as in Reads
    std::optional<Template> name;
    std::optional<Port> handle;
    std::optional<Template> column;
    uint32_t column_base = 0;
    std::optional<Template> sql;
    struct Bits {
      size_t argument;
      uint64_t mask;
    };
    bool meanwhile = false;
    std::vector<Bits> where;
  };
  struct Points {
    Port from;
    Port to;
  };
  struct Text {
    Port to;
    Template value;
    std::optional<Port> format;  // set: the text is what this makes of `args`
    std::vector<Port> args;
    FormatStyle style = PRINTF;
    bool path = false;
  };
  struct Calls {
    Port callee;
    // One a parameter: "arg[*]" and "arg[2..]" are spelled out, as the next kSpelledOut arguments.
    std::vector<Port> args;
    std::optional<Port> result;  // unset: what the callback returns is dropped
    Subtype subtype = IDENTITY;
    std::vector<std::optional<Port>> project = {};  // one an argument, or none at all
    bool meanwhile = false;
  };
  struct Executes {
    std::optional<Port> parent;
    std::optional<Template> sql;
    std::optional<Port> handle;
  };

  std::vector<Flow> flow;
  std::vector<Opens> opens;
  std::vector<Reads> reads;
  std::vector<Writes> writes;
  std::vector<Points> points;
  std::vector<Text> text;
  std::vector<Calls> calls;
  std::vector<Executes> executes;
  std::vector<Port> clears;
  std::vector<Port> joins;
  bool noreturn = false;
  bool allocates = false;
};

// A part of an Api entry, by the names of the fields: the `index`-th `effect` ("flow") and the
// `field` of it ("from"). An empty `effect` is the entry itself, an empty `field` the whole effect.
struct ModelPart {
  std::string effect;
  int index = 0;
  std::string field;
};

// The model of `api`. Otherwise InvalidArgument, and `*wrong` is the part that is to blame.
absl::StatusOr<Model> CompileModel(const Api& api, ModelPart* wrong);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_MODEL_H_
