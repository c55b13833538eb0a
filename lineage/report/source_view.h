// Lines of source code, to be shown with what is said of them.
#ifndef PEDIGREE_LINEAGE_REPORT_SOURCE_VIEW_H_
#define PEDIGREE_LINEAGE_REPORT_SOURCE_VIEW_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lineage/render/style.h"
#include "proto/graph.pb.h"

namespace pedigree {

// Reads sources below a folder, each once. A file that is not there, or too large to be source
// code, has no lines.
class SourceView {
 public:
  explicit SourceView(std::string root) : root_(std::move(root)) {}

  // The line, without its end and with credentials masked; nothing where it is not there.
  std::optional<std::string> Line(const std::string& file, uint32_t line);
  // The same lines of code from `first` to `last`, as far as they are there.
  std::vector<std::string> Lines(const std::string& file, uint32_t first, uint32_t last);

  // As compilers show it:
  //    34 |     patient.sex = rows.Int(10);
  //       |                   ^
  // "" where there is no such line.
  std::string Frame(const Place& place, const Style& style);

 private:
  const std::vector<std::string>& Of(const std::string& file);

  std::string root_;
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_SOURCE_VIEW_H_
