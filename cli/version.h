#ifndef PEDIGREE_CLI_VERSION_H_
#define PEDIGREE_CLI_VERSION_H_

namespace pedigree {

inline constexpr char kVersion[] = "0.1.0";  // as in MODULE.bazel

}  // namespace pedigree

#endif  // PEDIGREE_CLI_VERSION_H_
