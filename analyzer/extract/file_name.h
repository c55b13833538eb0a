// File names as fragments carry them: relative to the working directory, the same on every machine.
#ifndef PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_
#define PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_

#include <string>
#include <string_view>

namespace pedigree {

// `file` relative to `working_directory` (empty: the process's). A file outside of it is a
// system's or a toolchain's: "<...>" with the part after the last "include" folder, or its name
// alone.
std::string RelativeFileName(std::string_view file, std::string_view working_directory = {});

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_
