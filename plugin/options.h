// What a compile tells the plugin: -fplugin-arg-pedigree-OPTION.
#ifndef PEDIGREE_PLUGIN_OPTIONS_H_
#define PEDIGREE_PLUGIN_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pedigree {

struct PluginOptions {
  std::vector<std::string> catalogs;  // catalog=FILE, of one's own; repeated for several
  std::string catalog_dir;            // catalog-dir=DIR: where the default ones are
  bool default_catalogs = true;       // no-default-catalogs
  std::string out;                    // out=PATH: the fragment as a file, too
  std::string root;                   // root=DIR: what file names are relative to
  std::vector<std::string> policies;  // policy=FILE: what is reported; repeated for several
  std::vector<std::string> warnings;  // W=FLAG: as -WFLAG, of rules of policies
  bool probes = false;                // probes: calls of the runtime at each site
  bool strict = false;                // strict: what goes wrong within is an error
  bool embed = true;                  // no-embed: nothing goes into the object
  std::string fault;                  // for tests: what goes wrong within
};

// InvalidArgument for what is no option.
absl::StatusOr<PluginOptions> ParsePluginOptions(const std::vector<std::string>& arguments);

// Where `out` puts the fragment of `source` (its name in the fragment): a name that ends in .frag
// is that file; any other is a folder, in which it is SOURCE.frag as `pedigree extract -p` has it.
std::string OutputFile(const std::string& out, const std::string& source);

// What file names are relative to, where nothing says so: the working directory; or, if the source
// is outside of it, the nearest folder that holds both, as builds beside their sources have one.
// Empty, where that would be the root of the file system, or just below it.
std::string DefaultRoot(const std::string& source, const std::string& working_directory);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_OPTIONS_H_
