// What a catalog entry is listed under: a qualified name, perhaps with globs, perhaps with a
// parameter list that picks an overload.
//
//   fopen                                       std::basic_string::append(const char *)
//   std::*::operator bool                       std::basic_string::append(*, *, *)
//
// In a name a `*` stands for any text, except in the name of an operator. In a parameter list,
// where a
// `*` is mostly a pointer's, it stands for any text only where a type or a template argument begins
// (after "const" too) or after "::": "*", "const * &", "std::vector<*> &", "std::*".
#ifndef PEDIGREE_ANALYZER_CATALOG_SIGNATURE_H_
#define PEDIGREE_ANALYZER_CATALOG_SIGNATURE_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

// Text with globs: literal pieces, with any text between each two.
class Glob {
 public:
  Glob() : Glob(std::vector<std::string>{""}) {}
  explicit Glob(std::vector<std::string> pieces);

  bool Matches(std::string_view text) const;

  bool is_literal() const { return pieces_.size() == 1; }
  // What every match begins with; all of it if literal.
  const std::string& prefix() const { return pieces_.front(); }
  size_t literal_size() const { return literal_size_; }
  // The one spelling of this glob.
  std::string ToString() const;

 private:
  std::vector<std::string> pieces_;  // at least one
  size_t literal_size_ = 0;
};

struct Signature {
  Glob name;
  std::optional<std::vector<Glob>> parameters;
  bool more_parameters = false;  // the list ends in "..."

  // `parameter_types` are normalised.
  bool Matches(std::string_view qualified_name,
               const std::vector<std::string>& parameter_types) const;
  bool MatchesParameters(const std::vector<std::string>& parameter_types) const;

  // The one spelling of this signature.
  std::string ToString() const;
};

absl::StatusOr<Signature> ParseSignature(std::string_view text);

// Of two signatures that match a function, the greater one is the more specific one: parameter
// list over none, no glob over glob, longer over shorter.
std::weak_ordering CompareSpecificity(const Signature& a, const Signature& b);

// The namespaces and classes that a qualified name is in, the outermost first: "std",
// "std::vector". Of what the name begins with, those that are whole.
std::vector<std::string_view> ScopesOf(std::string_view name);

// A type as it is compared: without the white space that means nothing. "const char *" and
// "const char*" are one type.
std::string NormalizeType(std::string_view type);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_CATALOG_SIGNATURE_H_
