// The C library's functions by the other names that compilers and headers give them.
#ifndef PEDIGREE_ANALYZER_EXTRACT_PLAIN_NAME_H_
#define PEDIGREE_ANALYZER_EXTRACT_PLAIN_NAME_H_

#include <string_view>

namespace pedigree {

struct PlainName {
  std::string_view name;
  // The arguments that it has and the function of the plain name has not.
  unsigned first_check = 0, checks = 0;
};

// "__builtin_memcpy" is memcpy, the compiler's own. "__builtin___snprintf_chk" and "__snprintf_chk"
// are snprintf, told how large its buffer is: what -D_FORTIFY_SOURCE makes of it. Any other name is
// plain. Source: "Object Size Checking" of GCC's manual, and glibc's <bits/*2.h>.
PlainName PlainNameOf(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_PLAIN_NAME_H_
