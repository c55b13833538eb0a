#include "analyzer/extract/summary.h"

#include <map>
#include <optional>

#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

// A function that has more to say than this is left as it is.
constexpr size_t kMaxEntries = 48;
constexpr size_t kMaxValues = 256;
// Functions being summarised inside each other.
constexpr int kMaxNesting = 40;
constexpr int kMaxDataDepth = 3;

}  // namespace

// Turns the walked function's exit into a summary.
class Summarizer {
 public:
  Summarizer(ValueTable& values, const std::vector<BaseInfo>& bases,
             const llvm::DenseMap<const clang::VarDecl*, BaseId>& variables,
             const std::vector<std::pair<SetId, Location>>& guards)
      : values_(values), bases_(bases), guards_(guards) {
    for (const auto& [variable, base] : variables) {
      if (bases[base].kind == Base::GLOBAL) globals_[base] = variable;
    }
  }

  void Exit(BaseId base, TreeId tree) {
    if (bases_[base].kind == Base::GLOBAL) return Fail();  // only constants are told
    const std::optional<uint32_t> object = Object(base);
    if (object) summary_.exit.push_back({*object, Entries(tree)});
  }
  void Returned(TreeId tree) { summary_.returned = Entries(tree); }

  // Nothing, if it cannot be told so.
  std::optional<Summary> Take() {
    if (failed_ || entries_ > kMaxEntries || told_ > kMaxValues) return std::nullopt;
    return std::move(summary_);
  }

 private:
  void Fail() { failed_ = true; }

  std::optional<uint32_t> Object(BaseId base) {
    if (const auto it = objects_.find(base); it != objects_.end()) return it->second;
    const BaseInfo& info = bases_[base];
    Summary::Object object{info.kind, info.index, nullptr};
    switch (info.kind) {
      case Base::PARAM:
      case Base::THIS:
        break;
      case Base::GLOBAL: {
        const auto variable = globals_.find(base);
        if (variable != globals_.end() && info.immutable) {
          object.variable = variable->second;
          break;
        }
        [[fallthrough]];
      }
      default:
        Fail();
        return std::nullopt;
    }
    summary_.objects.push_back(object);
    return objects_[base] = summary_.objects.size() - 1;
  }

  std::vector<Summary::Entry> Entries(TreeId tree) {
    std::vector<Summary::Entry> entries;
    for (const TreeEntry& e : values_.tree(tree)) {
      entries.push_back({e.path, Values(e.set)});
      ++entries_;
    }
    return entries;
  }

  std::vector<Val> Values(SetId set) {
    std::vector<Val> told;
    llvm::SmallVector<uint32_t, 8> open_guards;
    Add(set, told, open_guards);
    told_ += told.size();
    return told;
  }

  void Add(SetId set, std::vector<Val>& told, llvm::SmallVector<uint32_t, 8>& open_guards) {
    for (const ValueId id : values_.set(set)) {
      if (failed_ || told.size() > kMaxValues) return Fail();
      Val v = values_.value(id);
      switch (v.kind) {
        case Value::INITIAL:
        case Value::ADDRESS: {
          const std::optional<uint32_t> object = Object(v.base);
          if (!object) return;
          v.base = *object;
          break;
        }
        case Value::NUMBER:
        case Value::FUNCTION:
        case Value::TYPE:
          break;
        case Value::TEXT:
          v.index = Text(v.index);
          break;
        case Value::GUARD:
          if (v.index < guards_.size() && !llvm::is_contained(open_guards, v.index)) {
            open_guards.push_back(v.index);
            Add(guards_[v.index].first, told, open_guards);
          }
          continue;
        default:
          return Fail();
      }
      if (!llvm::is_contained(told, v)) told.push_back(v);
    }
  }

  uint32_t Text(TextId id) {
    if (const auto it = texts_.find(id); it != texts_.end()) return it->second;
    std::vector<Summary::TextPiece> pieces;
    for (const TextPart& part : values_.text(id)) {
      pieces.push_back({part.literal, part.literal != 0 ? std::vector<Val>() : Values(part.hole),
                        part.option, part.piece});
    }
    summary_.texts.push_back(std::move(pieces));
    return texts_[id] = summary_.texts.size() - 1;
  }

  ValueTable& values_;
  const std::vector<BaseInfo>& bases_;
  const std::vector<std::pair<SetId, Location>>& guards_;
  std::map<BaseId, const clang::VarDecl*> globals_;
  std::map<BaseId, uint32_t> objects_;
  std::map<TextId, uint32_t> texts_;
  Summary summary_;
  size_t entries_ = 0, told_ = 0;
  bool failed_ = false;
};

std::optional<Summary> Walker::Summarize() {
  if (!function_ || !graph_ || function_->isVariadic() || !calls_.empty() || !sites_.empty() ||
      !transforms_.empty() || !gaps_.empty() || values_.widened() || timed_out_) {
    return std::nullopt;
  }
  const State& exit = entry_[graph_->getExit().getBlockID()];
  const auto guards = Guards();
  Summarizer summarizer(values_, bases_, variable_bases_, guards);
  if (exit.reached) {
    summarizer.Returned(exit.Get(return_base_));
    for (BaseId base = 0; base < bases_.size(); ++base) {
      const Base::Kind kind = bases_[base].kind;
      if (kind == Base::LOCAL || kind == Base::HEAP || bases_[base].immutable) continue;
      if (exit.Get(base) != 0) summarizer.Exit(base, exit.Get(base));
    }
  }
  return summarizer.Take();
}

const Summary* Walker::SummaryOf(const clang::FunctionDecl* callee) {
  const clang::FunctionDecl* definition = unit_.Summarizable(callee, looks_through_);
  if (!definition) return nullptr;
  if (looks_through_) unit_.Require(definition);
  const auto [known, is_new] = unit_.summaries().try_emplace(definition);
  if (!is_new) return known->second.get();  // null, too, while it is being made
  if (nesting_ >= kMaxNesting) return nullptr;
  Walker walker(unit_, definition);
  walker.nesting_ = nesting_ + 1;
  walker.looks_through_ = looks_through_;
  walker.Walk();
  std::optional<Summary> summary = walker.Summarize();
  if (!summary) {
    // Walked already: it goes into the fragment as it is.
    if (unit_.MarkRequired(definition)) walker.Emit();
    return nullptr;
  }
  auto& slot = unit_.summaries()[definition];
  slot = std::make_unique<Summary>(*std::move(summary));
  return slot.get();
}

// The callee's frame in terms of this function, as of before the call.
class Walker::SummaryFrame {
 public:
  SummaryFrame(Walker& walker, const Summary& summary) : w_(walker), summary_(summary) {}

  // False if an argument is missing.
  bool Bind(const std::optional<Locs>& object, std::vector<Actual>& actuals) {
    for (const Summary::Object& o : summary_.objects) {
      Operand operand;
      if (o.kind == Base::THIS) {
        if (!object) return false;
        operand = w_.Cell(w_.AddressOf(*object));
      } else if (o.kind == Base::PARAM) {
        if (o.index >= actuals.size()) return false;
        const Actual& given = actuals[o.index];
        operand = w_.Tree(w_.WithNeighbours(w_.ArgumentTree(given), given.type));
      } else {
        operand = w_.Place({{w_.VariableBase(o.variable), 0}});
      }
      objects_.push_back(std::move(operand));
    }
    return true;
  }

  // Where the callee's place is here.
  Locs PlacesOf(uint32_t object, PathId path) {
    SetId data = 0;
    const Operand at = Follow(object, path, &data);
    return at.is_place ? at.places : Locs();
  }

  TreeId Content(const std::vector<Val>& values) {
    TreeId tree = 0;
    bool first = true;
    for (const Val& v : values) {
      const TreeId one = OneValue(v);
      tree = first ? one : w_.values_.UnionTrees(tree, one);
      first = false;
    }
    return first || w_.values_.tree(tree).empty() ? w_.values_.EmptyCell() : tree;
  }

 private:
  // From an object along a path, through pointers. What is data rather than a pointer on the way is
  // the origin of what it is taken for, and goes to `data`.
  Operand Follow(uint32_t object, PathId path, SetId* data) {
    Operand at = objects_[object];
    for (const Step& step : w_.paths_.Steps(path)) {
      const PathId one = w_.paths_.Append(0, step);
      *data = w_.values_.Select(*data, one);
      if (step.kind == PathNode::POINTEE) {
        const SetId pointers = at.is_place ? w_.CellAt(at.places) : w_.values_.Cell(at.tree, 0, 0);
        Locs places = w_.Dereference(pointers, data);
        if (at.is_place) places = w_.Parts(at.places, step);
        if (!at.is_place && places.empty()) {
          at = w_.Tree(w_.values_.Sub(at.tree, one, 0));
        } else {
          at = w_.Place(std::move(places));
        }
      } else if (at.is_place) {
        at = w_.Place(w_.Parts(at.places, step));
      } else {
        at = w_.Tree(w_.values_.Sub(at.tree, one, 0));
      }
    }
    return at;
  }

  TreeId Read(uint32_t object, PathId path) {
    SetId data = 0;
    const Operand at = Follow(object, path, &data);
    const TreeId tree = w_.TreeOf(at);
    return data == 0 ? tree : w_.values_.UnionTrees(tree, w_.values_.Leaf(data));
  }

  TreeId OneValue(const Val& v) {
    ValueTable& values = w_.values_;
    switch (v.kind) {
      case Value::INITIAL: {
        const TreeId tree = Read(v.base, v.path);
        if (v.subtype != IDENTITY) {
          return values.Leaf(values.Computed(Deep(tree), v.subtype, v.confidence));
        }
        if (v.confidence == EXACT) return tree;
        return values.MapTree(tree, [&](SetId set) {
          return values.Map(set, [&](const Val& inner) -> std::optional<Val> {
            Val less = inner;
            less.confidence = std::max(less.confidence, v.confidence);
            return less;
          });
        });
      }
      case Value::ADDRESS:
        return values.Leaf(w_.AddressOf(PlacesOf(v.base, v.path)));
      case Value::TEXT: {
        Val text = v;
        text.index = Text(v.index);
        return values.Leaf(values.Single(text));
      }
      default:
        return values.Leaf(values.Single(v));
    }
  }

  TextId Text(uint32_t index) {
    std::vector<TextPart> parts;
    for (const Summary::TextPiece& piece : summary_.texts[index]) {
      if (piece.literal != 0) {
        parts.push_back({piece.literal, 0});
      } else if (piece.option != 0) {
        parts.push_back({0, w_.values_.Cell(Content(piece.hole), 0, 0), piece.option, piece.piece});
      } else {
        w_.values_.AppendHole(parts, w_.values_.Cell(Content(piece.hole), 0, 0));
      }
    }
    return w_.values_.Text(std::move(parts));
  }

  // All that can be reached from a tree, through pointers too.
  SetId Deep(TreeId tree) {
    ValueTable& values = w_.values_;
    SetId all = values.All(tree), found = all;
    for (int depth = 0; depth < kMaxDataDepth && found != 0; ++depth) {
      SetId behind = 0;
      for (const ValueId id :
           std::vector<ValueId>(values.set(found).begin(), values.set(found).end())) {
        const Val v = values.value(id);
        if (v.kind != Value::ADDRESS) continue;
        Loc loc{v.base, v.path};
        while (loc.path != 0 && w_.paths_.Last(loc.path).kind == PathNode::ELEMENT) {
          loc.path = w_.paths_.Parent(loc.path);
        }
        behind = values.Union(behind, values.All(w_.ReadPlaces({loc})));
      }
      const SetId more = values.Union(all, behind);
      if (more == all) break;
      all = more;
      found = behind;
    }
    return all;
  }

  Walker& w_;
  const Summary& summary_;
  std::vector<Operand> objects_;
};

std::optional<Walker::Operand> Walker::ApplySummary(const Summary& summary,
                                                    const std::optional<Locs>& object,
                                                    std::vector<Actual>& actuals,
                                                    clang::QualType result, const void* key) {
  SummaryFrame frame(*this, summary);
  if (!frame.Bind(object, actuals)) return std::nullopt;
  // All is read before anything is written.
  TreeId returned = 0;
  for (const Summary::Entry& e : summary.returned) {
    returned = values_.Write(returned, e.path, frame.Content(e.values), true, 0);
  }
  std::vector<std::pair<Locs, TreeId>> stores;
  for (const auto& [target, entries] : summary.exit) {
    for (const Summary::Entry& e : entries) {
      stores.push_back({frame.PlacesOf(target, e.path), frame.Content(e.values)});
    }
  }
  for (const auto& [places, content] : stores) WritePlaces(places, content);

  if (result.isNull() || result->isVoidType()) return Cell(0);
  if (!result->isReferenceType()) {
    return Tree(values_.tree(returned).empty() ? values_.EmptyCell() : returned);
  }
  return Place(Behind(values_.Cell(returned, 0, 0), reinterpret_cast<const char*>(key) + 7));
}

}  // namespace pedigree
