// Who must approve: CODEOWNERS, as GitHub and GitLab read it.
// https://docs.gitlab.com/user/project/codeowners/reference/
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
#ifndef PEDIGREE_LINEAGE_REPORT_OWNERS_H_
#define PEDIGREE_LINEAGE_REPORT_OWNERS_H_

#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

class CodeOwners {
 public:
  // The first of .github/CODEOWNERS, CODEOWNERS and docs/CODEOWNERS below `root`
  // (.gitlab/CODEOWNERS after these); nobody owns anything where there is none.
  static CodeOwners Find(const std::string& root);
  static CodeOwners Parse(std::string_view text);

  // Of a file, by its path from the root: of the last pattern that matches it. A pattern without
  // owners takes them away. Where there are sections (GitLab's), the last pattern of each counts,
  // and one without owners has those of its section: "[Section] @owner".
  std::vector<std::string> Of(std::string_view path) const;

 private:
  struct Line {
    size_t section = 0;
    std::string pattern;
    std::vector<std::string> owners;
  };
  std::vector<Line> lines_;
};

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_OWNERS_H_
