// Names with holes, against names without: what "{argv:1}/clicks.csv" was called in a run.
#ifndef PEDIGREE_LINEAGE_NAME_PATTERN_H_
#define PEDIGREE_LINEAGE_NAME_PATTERN_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

class NamePattern {
 public:
  // What a hole ("argv:1", "env:DIR", "?") holds, where that is known.
  using Fill = std::function<std::optional<std::string>(std::string_view hole)>;

  // `name` as a graph has it; holes that `fill` knows become text.
  NamePattern(std::string_view name, const Fill& fill);

  // Nothing is known but holes: it matches every name.
  bool IsAny() const;
  // No hole is left.
  bool IsText() const { return parts_.size() == 1 && !parts_[0].hole; }
  // Begins with text, which is then a path's beginning.
  bool BeginsWithText() const { return !parts_.empty() && !parts_[0].hole; }
  // What stands for it, holes in braces.
  std::string Text() const;
  // The same with `before` in front.
  void Prepend(std::string_view before);
  // Without "./" at its beginning, as paths are compared.
  void Clean();

  // A hole stands for at least one character.
  bool Matches(std::string_view name) const;

 private:
  struct Part {
    bool hole;
    std::string text;
  };
  bool MatchesFrom(size_t part, std::string_view name) const;

  std::vector<Part> parts_;
};

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_NAME_PATTERN_H_
