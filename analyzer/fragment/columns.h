// A message as columns: the values of each field, of all messages of one kind, side by side.
//
// Protobuf writes a message after the other, each field with its tag. Fragments consist of many
// thousand small messages, and what is alike in them stands far apart. Here it stands together
// (after Parquet's and Dremel's columns), which compresses to half.
//
// What can be foreseen is written as 0. Numbers that point into a table are mostly "the next one",
// as tables are numbered in the order of first use. A call's memory is mostly what it was at the
// call before, and most values are what their place tells: "what the call before left here". So a
// function's values come last, when it is known where each is used first.
//
// The columns follow from the schema (the descriptor of the message): a new field is a new column.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_
#define PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_

#include <optional>
#include <string>
#include <string_view>

namespace pedigree {

// The columns of a serialised Fragment that is not packed.
std::string ToColumns(std::string_view message);

// The message's bytes again: equal as a message, its fields in whatever order. Nothing, if
// the bytes are damaged.
std::optional<std::string> FromColumns(std::string_view bytes);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_
