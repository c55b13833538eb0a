// Which columns a fragment's messages have, and what is known of their numbers.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_LAYOUT_H_
#define PEDIGREE_ANALYZER_FRAGMENT_LAYOUT_H_

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace pedigree::columns {

// Tables that numbers point into. Those of a function begin anew with each function.
enum Table : uint8_t { kStrings, kPaths, kBases, kValues, kSets, kTrees, kTexts, kTables, kNone };
constexpr uint64_t kMaxVariants = 16;

struct Layout;

struct Field {
  enum Kind : uint8_t { kNumber, kFixed64, kBytes, kNumbers, kMessage, kMessages };
  // As the difference from the same column's last number: of all, or of the same function.
  enum Difference : uint8_t { kNoDifference, kOfAll, kOfFunction };
  uint32_t number = 0;
  Kind kind = kNumber;
  bool repeated = false;
  Table table = kNone;
  Difference difference = kNoDifference;
  // Another column for each value of this field of the message, which comes before.
  uint32_t chosen_by = 0;
  std::array<Table, kMaxVariants> table_of_variant;
  uint32_t column = 0;  // the first; of variants, that of 0
  uint32_t counts = 0;  // the column of how many there are
  std::unique_ptr<Layout> message;
};

struct Layout {
  enum Kind : uint8_t { kOther, kFunction, kCall, kMemory, kTree, kSet, kValue };
  Kind kind = kOther;
  std::vector<Field> fields;  // in the order in which they are written
};

struct Schema {
  std::unique_ptr<Layout> layout;
  uint32_t columns = 0;
  std::vector<uint32_t> of_function;  // columns of differences that begin anew with each function
};

// Of a Fragment.
const Schema& FragmentSchema();

}  // namespace pedigree::columns

#endif  // PEDIGREE_ANALYZER_FRAGMENT_LAYOUT_H_
