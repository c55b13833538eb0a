// Names as declarations write them, with globs and holes, against names as the analysis derives
// them. proto/declarations.proto says what matches what.
#ifndef PEDIGREE_LINEAGE_ASSET_PATTERN_H_
#define PEDIGREE_LINEAGE_ASSET_PATTERN_H_

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

class AssetPattern {
 public:
  explicit AssetPattern(std::string_view text);

  bool Matches(std::string_view name) const;

  // How exact it is: of two patterns, the smaller one says less of what a name may be left to
  // chance.
  struct Width {
    int any = 0;      // **
    int segment = 0;  // *
    int holes = 0;
    int text = 0;  // the negated number of other characters
    auto operator<=>(const Width&) const = default;
  };
  Width width() const { return width_; }

 private:
  struct Token {
    enum Kind { kCharacter, kHole, kSegment, kAny } kind;
    char character = 0;
  };
  static std::vector<Token> Tokens(std::string_view text, bool globs);

  std::vector<Token> tokens_;
  Width width_;
};

// `name` with each hole for which `value` has something replaced by that; the others stay.
std::string FillHoles(std::string_view name,
                      const std::function<std::optional<std::string>(std::string_view)>& value);
// Whether a hole is left in it.
bool HasHole(std::string_view name);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_ASSET_PATTERN_H_
