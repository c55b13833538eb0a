// File names as fragments carry them: relative to the working directory, the same on every machine.
#ifndef PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_
#define PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_

#include <string>
#include <string_view>

namespace pedigree {

// `file`, which holds from `working_directory` (empty: the process's), relative to `root` (empty:
// to the working directory). A file outside of it is a system's or a toolchain's: "<...>" with the
// part after the last "include" folder, or its name alone.
std::string RelativeFileName(std::string_view file, std::string_view working_directory = {},
                             std::string_view root = {});

// Where in `folder` the fragment of a source goes, wherever that is from: "src/load.cc" to
// "FOLDER/src/load.cc.frag". It never leads out of the folder: "../a.cc" to "FOLDER/up/a.cc.frag".
std::string FragmentFile(const std::string& folder, const std::string& source);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_FILE_NAME_H_
