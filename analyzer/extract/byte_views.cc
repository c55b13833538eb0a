// Objects in memory of bytes: a buffer of characters that is taken for an object of a class, or
// that one is copied into. Its parts are kept by their fields, below the byte where the object
// begins; bytes are kept by their number. What is read of the one finds what was stored to the
// other, where the two lie at the same place.

#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// So many are told apart where a row of numbers is copied.
constexpr int64_t kMostBytes = 64;

}  // namespace

bool Walker::IsByte(clang::QualType type) {
  return !type.isNull() && (type->isCharType() || type->isStdByteType());
}

// How many steps of the path lead to a byte of a block of such; 0: none does.
size_t Walker::StepsToByte(const Loc& loc) {
  PathId path = 0;
  size_t count = 0;
  for (const Step& step : paths_.Steps(loc.path)) {
    path = paths_.Append(path, step);
    ++count;
    if (step.kind == PathNode::POINTEE) return 0;
    if (step.kind != PathNode::ELEMENT) continue;
    if (IsByte(TypeAt({loc.base, path}))) return count;
    const bool unknown = bases_[loc.base].kind == Base::HEAP && bases_[loc.base].type.isNull();
    if (unknown && count == 1) return count;
  }
  return 0;
}

bool Walker::AtByte(const Loc& place) {
  const size_t steps = StepsToByte(place);
  return steps > 0 && steps == paths_.Depth(place.path);
}

// That something of type `type` begins at the places, as far as those are bytes.
void Walker::NoteView(const Locs& places, clang::QualType type) {
  if (!SizeOf(type) || IsByte(type)) return;
  for (const Loc& place : places) {
    if (!AtByte(place)) continue;
    viewed_.insert(place.base);
    if (type->isRecordType()) views_[{place.base, place.path}] = type;
  }
}

// The object that was last put where the place is, or that it was last taken for; null: none.
clang::QualType Walker::ViewAt(const Loc& place) const {
  const auto view = views_.find({place.base, place.path});
  return view == views_.end() ? clang::QualType() : view->second;
}

// Which bytes of its block the place is; nothing: any.
std::optional<Walker::ByteRange> Walker::RangeOf(const Loc& loc, size_t to_byte) {
  const auto steps = paths_.Steps(loc.path);
  const Step& byte = steps[to_byte - 1];
  if (byte.any) return std::nullopt;
  PathId path = 0;
  for (size_t i = 0; i < to_byte; ++i) path = paths_.Append(path, steps[i]);
  ByteRange range{byte.index, 1};
  if (steps.size() == to_byte) return range;
  clang::QualType type = ViewAt({loc.base, path});
  if (type.isNull()) return std::nullopt;
  for (size_t i = to_byte; i < steps.size(); ++i) {
    const clang::RecordDecl* record = type->getAsRecordDecl();
    if (steps[i].kind == PathNode::FIELD && record) {
      const auto field = FieldNamed(record, steps[i].label);
      if (!field) return std::nullopt;
      range.begin += field->offset;
      type = field->type;
    } else if (const auto* array = unit_.ast().getAsConstantArrayType(type);
               array && steps[i].kind == PathNode::ELEMENT && !steps[i].any) {
      type = array->getElementType();
      const auto size = SizeOf(type);
      if (!size) return std::nullopt;
      range.begin += steps[i].index * *size;
    } else {
      return std::nullopt;
    }
  }
  const auto size = SizeOf(type);
  if (!size) return std::nullopt;
  range.size = *size;
  return range;
}

// An object, or a row of numbers, that is copied into bytes; false: it is none.
bool Walker::CopyIntoBytes(const Locs& targets, clang::QualType to, const Locs& sources,
                           clang::QualType from, int64_t bytes) {
  if (!llvm::all_of(targets, [&](const Loc& target) { return AtByte(target); })) return false;
  if (llvm::any_of(sources, [&](const Loc& source) { return AtByte(source); })) return false;
  clang::QualType type = from;
  for (const Loc& source : sources) {
    if (const clang::QualType of = TypeAt(source); !of.isNull()) type = of;
  }
  const auto size = SizeOf(type);
  const bool object = size && type->isRecordType() && bytes <= *size;
  if (!object && (!IsByte(to) || !size || *size == 1 || bytes > kMostBytes)) return false;
  std::vector<std::pair<Loc, TreeId>> copied;
  for (const Loc& target : targets) {
    if (object) {
      copied.push_back({target, ReadPlaces(sources)});
      NoteView({target}, type);
      continue;
    }
    const Step first = paths_.Last(target.path);
    for (int64_t i = 0; i < bytes; ++i) {
      TreeId content = values_.EmptyCell();
      for (const Loc& source : sources) {
        content = values_.UnionTrees(content, ReadBytes(source, from, i, 1));
      }
      const Step step = first.any ? first : Step::Element(first.index + i);
      copied.push_back({{target.base, paths_.Append(paths_.Parent(target.path), step)},
                        values_.Leaf(values_.All(content))});
    }
  }
  for (const auto& [place, content] : copied) WritePlaces({place}, content, targets.size() > 1);
  return true;
}

// What else lies in the `bytes` bytes (0: as many as it has) where `loc` is, under other names.
// `below`: what is stored below the place's own name counts as well.
SetId Walker::OverlappedBy(const Loc& loc, int64_t bytes, bool below) {
  SetId data = 0;
  if (!viewed_.contains(loc.base)) return data;
  const size_t to_byte = StepsToByte(loc);
  if (to_byte == 0) return data;
  const auto steps = paths_.Steps(loc.path);
  auto range = RangeOf(loc, to_byte);
  if (range) range->size = std::max(range->size, bytes);
  const TreeId tree = state_.Get(loc.base);
  for (size_t i = 0; i < values_.tree(tree).size(); ++i) {
    const TreeEntry entry = values_.tree(tree)[i];
    if (paths_.Depth(entry.path) < to_byte) continue;
    const PathMatch match = paths_.Match(entry.path, loc.path);
    if (match.kind == PathMatch::kCovers || (match.kind == PathMatch::kBelow && !below)) continue;
    const auto other = paths_.Steps(entry.path);
    const bool same_block =
        std::equal(steps.begin(), steps.begin() + (to_byte - 1), other.begin()) &&
        other[to_byte - 1].kind == PathNode::ELEMENT;
    const bool behind =
        llvm::any_of(other, [](const Step& step) { return step.kind == PathNode::POINTEE; });
    if (!same_block || behind) continue;
    const auto lies = RangeOf({loc.base, entry.path}, to_byte);
    if (range && lies &&
        (lies->begin >= range->begin + range->size || range->begin >= lies->begin + lies->size)) {
      continue;
    }
    const bool same = range && lies && range->begin == lies->begin && range->size == lies->size;
    data = values_.Union(data, same ? entry.set : values_.Computed(entry.set, TRANSFORMATION));
  }
  return data;
}

}  // namespace pedigree
