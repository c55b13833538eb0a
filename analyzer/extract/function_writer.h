// Writes down a function of our own, which no program has a body of to extract.
#ifndef PEDIGREE_ANALYZER_EXTRACT_FUNCTION_WRITER_H_
#define PEDIGREE_ANALYZER_EXTRACT_FUNCTION_WRITER_H_

#include <algorithm>
#include <vector>

#include "analyzer/extract/paths.h"
#include "proto/fragment.pb.h"

namespace pedigree {

// Each member adds to the function and returns the number of what was added.
class FunctionWriter {
 public:
  FunctionWriter() {
    out.add_set();
    out.add_tree();
  }

  uint32_t Base(pedigree::Base::Kind kind, uint32_t index) {
    auto* base = out.add_base();
    base->set_kind(kind);
    base->set_index(index);
    return out.base_size() - 1;
  }

  uint32_t Value(pedigree::Value::Kind kind, uint32_t base, PathId path, uint32_t call = 0) {
    auto* value = out.add_value();
    value->set_kind(kind);
    value->set_path(path);
    if (kind == pedigree::Value::OUT) {
      value->set_index(call);
      value->set_base(base);
    } else {
      value->set_index(base);
    }
    return out.value_size() - 1;
  }

  uint32_t Set(std::vector<uint32_t> values) {
    std::sort(values.begin(), values.end());
    auto* set = out.add_set();
    for (const uint32_t v : values) set->add_value(v);
    return out.set_size() - 1;
  }

  uint32_t Tree(PathId path, std::vector<uint32_t> values) {
    const uint32_t set = Set(std::move(values));
    auto* tree = out.add_tree();
    tree->add_path(path);
    tree->add_set(set);
    return out.tree_size() - 1;
  }

  Function out;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_FUNCTION_WRITER_H_
