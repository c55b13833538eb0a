// std::string_view::substr without its exception, which would need C++'s runtime library.
#ifndef PEDIGREE_RUNTIME_TEXT_H_
#define PEDIGREE_RUNTIME_TEXT_H_

#include <stddef.h>

#include <string_view>

namespace pedigree {

// The part of `text` from `at`, which is not beyond its end.
inline std::string_view Part(std::string_view text, size_t at,
                             size_t size = std::string_view::npos) {
  const size_t rest = text.size() - at;
  return {text.data() + at, size < rest ? size : rest};
}
inline bool Starts(std::string_view text, std::string_view with) {
  return Part(text, 0, with.size()) == with;
}
inline bool Ends(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && Part(text, text.size() - with.size()) == with;
}

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_TEXT_H_
