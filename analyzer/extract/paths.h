// Access paths: how to get from an object to a part of it, by fields, elements and pointees.
//
// Paths are interned in one table for a translation unit, so that a path is an integer and equal
// paths are equal integers. The table bounds their length: a path that would grow past kMaxSteps,
// or that goes through the same field too often (a list's `next`), ends in ANY, "everything below
// here", and the values found through it are WIDENED.

#ifndef PEDIGREE_ANALYZER_EXTRACT_PATHS_H_
#define PEDIGREE_ANALYZER_EXTRACT_PATHS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "proto/fragment.pb.h"

namespace pedigree {

using PathId = uint32_t;  // 0 is the empty path

struct Step {
  PathNode::Step kind = PathNode::FIELD;
  uint32_t label = 0;  // FIELD, ENCLOSING, KEY: id of an interned string
  int64_t index = 0;   // ELEMENT, OFFSET; 1 of an OFFSET `any`: every one but 0
  bool any = false;    // ELEMENT, OFFSET: every index

  static Step Field(uint32_t label) { return {PathNode::FIELD, label, 0, false}; }
  static Step Key(uint32_t label) { return {PathNode::KEY, label, 0, false}; }
  static Step Pointee() { return {PathNode::POINTEE, 0, 0, false}; }
  static Step Element(int64_t index) { return {PathNode::ELEMENT, 0, index, false}; }
  static Step AnyElement() { return {PathNode::ELEMENT, 0, 0, true}; }
  static Step Offset(int64_t index) { return {PathNode::OFFSET, 0, index, false}; }
  static Step AnyOffset() { return {PathNode::OFFSET, 0, 0, true}; }
  static Step OtherOffset() { return {PathNode::OFFSET, 0, 1, true}; }
  static Step Enclosing(uint32_t label) { return {PathNode::ENCLOSING, label, 0, false}; }
  static Step Any() { return {PathNode::ANY, 0, 0, false}; }

  bool operator==(const Step&) const = default;
  bool any_offset() const { return kind == PathNode::OFFSET && any && index == 0; }
  bool other_offset() const { return kind == PathNode::OFFSET && any && index != 0; }
};

// Whether the two steps may lead to the same part.
bool Compatible(const Step& a, const Step& b);

// How a tree's entry at path `entry` relates to a query at path `query`.
struct PathMatch {
  enum Kind {
    kNone,
    kCovers,  // entry is a prefix of (or equal to) query; `rest` leads from entry to query
    kBelow,   // entry is a proper extension of query; `rest` leads from query to entry
  } kind = kNone;
  bool exact = false;  // without the help of an "any"
  PathId rest = 0;

  // The entry is in what the query asks for.
  bool AtOrBelow() const { return kind == kBelow || (kind == kCovers && rest == 0); }
};

class PathTable {
 public:
  static constexpr uint32_t kMaxSteps = 12;
  static constexpr uint32_t kMaxSameField = 3;

  PathTable() : nodes_(1) {}

  PathId Append(PathId path, const Step& step);
  PathId Concat(PathId path, PathId suffix);
  PathMatch Match(PathId entry, PathId query) {
    if (entry == query) return {PathMatch::kCovers, true, 0};
    if (entry == 0) return {PathMatch::kCovers, true, query};
    if (query == 0) return {PathMatch::kBelow, true, entry};
    // Most pairs part at the first step: another field, another element.
    const PathId a = nodes_[entry].first, b = nodes_[query].first;
    const auto open = [](const Step& step) {
      return step.kind == PathNode::ANY || step.any_offset();
    };
    if (a != b && !Compatible(nodes_[a].step, nodes_[b].step) && !open(nodes_[a].step) &&
        !open(nodes_[b].step)) {
      return {};
    }
    return MatchSteps(entry, query);
  }

  // Whether a store to `path` may go to several places (it has an "any").
  bool HasAny(PathId path) const { return nodes_[path].has_any; }
  bool HasPointee(PathId path) const { return nodes_[path].has_pointee; }
  bool Widened(PathId path) const { return nodes_[path].step.kind == PathNode::ANY && path != 0; }
  PathId Parent(PathId path) const { return nodes_[path].parent; }
  const Step& Last(PathId path) const { return nodes_[path].step; }
  uint32_t Depth(PathId path) const { return nodes_[path].depth; }
  llvm::SmallVector<Step, 12> Steps(PathId path) const;
  size_t size() const { return nodes_.size(); }

 private:
  struct Node {
    PathId parent = 0;
    PathId first = 0;  // of its first step alone
    Step step;
    uint32_t depth = 0;
    bool has_any = false;
    bool has_pointee = false;
  };
  PathId Intern(PathId parent, const Step& step);
  PathMatch MatchSteps(PathId entry, PathId query);

  std::vector<Node> nodes_;
  llvm::DenseMap<std::pair<uint64_t, uint64_t>, PathId> children_;
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, PathMatch> matches_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_PATHS_H_
