// What -W flags say of a policy's rules: -Wno-pedigree, -Wno-pedigree-RULE, -Werror,
// -Werror=pedigree-RULE, -Wno-error=pedigree-RULE, -Wno-everything, and -w; later ones win, as with
// the compiler's own. (Clang hands all -W flags on, also those that it does not know.)
#ifndef PEDIGREE_PLUGIN_WARNING_FLAGS_H_
#define PEDIGREE_PLUGIN_WARNING_FLAGS_H_

#include <string>
#include <vector>

namespace pedigree {

class WarningFlags {
 public:
  enum Level { kIgnored, kRemark, kWarning, kError };

  // `flags` without -W, in order; `no_warnings`: -w.
  WarningFlags(std::vector<std::string> flags, bool no_warnings)
      : flags_(std::move(flags)), no_warnings_(no_warnings) {}

  struct Told {
    Level level = kIgnored;
    std::string flag;  // what the report ends with: "-Werror,-Wpedigree-RULE"
  };
  // What becomes of a finding of `rule`, which by its policy is of `level`.
  Told Of(const std::string& rule, Level level) const;

 private:
  const std::vector<std::string> flags_;
  const bool no_warnings_;
};

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_WARNING_FLAGS_H_
