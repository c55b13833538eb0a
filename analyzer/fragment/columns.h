// A message as columns: the values of each field, of all messages of one kind, side by side.
//
// Protobuf writes a message after the other, each field with its tag. Fragments consist of many
// thousand small messages, and what is alike in them stands far apart. Here it stands together
// (after Parquet's and Dremel's columns), which compresses to a third less. Numbers that point into
// a table are written as the distance from what was used of it so far: tables are numbered in the
// order of first use, so that most of them are 0, "the next one".
//
// The columns follow from the schema (the descriptor of the message): a new field is a new column.

#ifndef PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_
#define PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>

namespace pedigree {

// The message's bytes as columns.
std::string ToColumns(const google::protobuf::Descriptor& type, std::string_view message);

// The message's bytes again: equal as a message, and the fields in the order of their numbers.
// Nothing, if `columns` is damaged.
std::optional<std::string> FromColumns(const google::protobuf::Descriptor& type,
                                       std::string_view columns);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_COLUMNS_H_
