// What a catalog's model says of a call, applied: ports become places and values here.

#include <deque>
#include <set>

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"

namespace pedigree {
namespace {

constexpr int kMaxDataDepth = 3;

bool IsText(clang::QualType type) {
  return type->isAnyPointerType() && type->getPointeeType()->isAnyCharacterType();
}

// The element whose key is what one parameter was given, if the key is that and nothing else:
// callers, which may give a constant, know which it is (PathNode.index).
std::optional<Step> NamedByParameter(ValueTable& values, llvm::ArrayRef<BaseInfo> bases,
                                     SetId set) {
  const PathId pointee = values.paths().Append(0, Step::Pointee());
  // The text itself, what a reference to it leads to, and a C string's characters.
  const auto of_text = [&](PathId path) {
    const auto steps = values.paths().Steps(path);
    return path == 0 || path == pointee ||
           (steps.size() == 2 && steps[0].kind == PathNode::OFFSET && steps[0].any &&
            steps[1].kind == PathNode::POINTEE);
  };
  std::optional<uint32_t> parameter;
  bool behind = true;
  const auto names = [&](const auto& self, SetId of) -> bool {
    return llvm::all_of(values.set(of), [&](ValueId id) {
      const Val v = values.value(id);
      if (v.kind == Value::GUARD || v.kind == Value::TYPE) return true;
      if (v.kind == Value::TEXT) {
        const TextPart part =
            values.text(v.index).size() == 1 ? values.text(v.index)[0] : TextPart();
        return part.hole != 0 && !part.piece && self(self, part.hole);
      }
      if (v.kind != Value::INITIAL || v.subtype != IDENTITY || v.spread || v.number != 0)
        return false;
      if (bases[v.base].kind != Base::PARAM) return false;
      if (!of_text(v.path)) return false;
      if (parameter && *parameter != bases[v.base].index) return false;
      parameter = bases[v.base].index;
      behind &= v.path == pointee;
      return true;
    });
  };
  if (!names(names, set)) return {};
  if (!parameter) return {};
  Step step = Step::AnyElement();
  step.index = 1 + 2 * int64_t{*parameter} + (behind ? 1 : 0);
  return step;
}

// Whether a pointer of this type, given as `expr`, may be one into an array of which the call sees
// more than one element.
bool MayBeOfArray(const clang::Expr* expr, clang::QualType type) {
  // void* and const char* are what the program passes for any pointer.
  if (expr) type = expr->IgnoreParenImpCasts()->getType();
  if (type.isNull()) return true;
  type = type.getNonReferenceType();
  if (!type->isAnyPointerType()) return true;
  const clang::QualType pointee = type->getPointeeType();
  if (pointee->isVoidType() || pointee->isArithmeticType() || pointee->isEnumeralType())
    return true;
  const clang::RecordDecl* record = pointee->getAsRecordDecl();
  if (!record || !(record = record->getDefinition())) return false;
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  return !cxx || !cxx->isPolymorphic();
}

}  // namespace

// The element that an index or key with these values selects.
Step Walker::ElementNamed(SetId set) {
  // One constant, and nothing else, picks one element.
  std::optional<Step> picked;
  for (const ValueId id : values_.set(set)) {
    const Val v = values_.value(id);
    std::optional<Step> one;
    if (v.known_number()) {
      one = Step::Element(v.number);
    } else if (v.kind == Value::TEXT) {
      const auto parts = values_.text(v.index);
      if (parts.size() == 1 && parts[0].literal != 0) one = Step::Key(parts[0].literal);
    } else if (v.kind == Value::GUARD || v.kind == Value::TYPE) {
      continue;
    }
    if (!one || (picked && !(*picked == *one))) return Step::AnyElement();
    picked = one;
  }
  return picked.value_or(Step::AnyElement());
}

Step Walker::StepOf(const Port::Step& step, ModelCall& call) {
  switch (step.kind) {
    case Port::Step::kField:
      return Step::Field(unit_.PartLabel(step.label));
    case Port::Step::kPointee:
      return Step::Pointee();
    case Port::Step::kEach:
      return Step::AnyElement();  // see Spelled
    case Port::Step::kItself:
      return Step::Pointee();  // see PortTree
    case Port::Step::kAnyElement:
      return Step::AnyElement();
    case Port::Step::kElement:
      return Step::Element(step.index);
    case Port::Step::kKey:
      return Step::Key(unit_.Str(step.label));
    case Port::Step::kIndexedBy: {
      if (step.arg < 0 || static_cast<size_t>(step.arg) >= call.actuals->size()) {
        return Step::AnyElement();
      }
      Port argument;
      argument.root = Port::kArg;
      argument.index = step.arg;
      argument.steps = step.of;
      const SetId set = PortText(argument, call);
      const Step named = ElementNamed(set);
      const bool index = TypeOfActual((*call.actuals)[step.arg])->isArithmeticType();
      return named.any && !index ? NamedByParameter(values_, bases_, set).value_or(named) : named;
    }
  }
  return Step::AnyElement();
}

// A port with .each said in other words: where the elements of such an object are.
Port Walker::Spelled(const Port& port, const ModelCall& call) {
  clang::QualType type;
  if (port.root == Port::kArg && static_cast<size_t>(port.index) < call.actuals->size()) {
    type = TypeOfActual((*call.actuals)[port.index]);
  } else if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee);
             method && port.root == Port::kThis) {
    type = RecordType(unit_.ast(), method->getParent());
  }
  Port spelled = port;
  spelled.steps.clear();
  for (const Port::Step& step : port.steps) {
    if (step.kind != Port::Step::kEach) {
      spelled.steps.push_back(step);
      continue;
    }
    switch (unit_.RangeOf(type)) {
      case Range::kPointer:
        spelled.steps.push_back({.kind = Port::Step::kPointee});
        // A span's pointer is to the first of its elements, a view's to any.
        if (unit_.IsSpan(type)) {
          spelled.steps.push_back({.kind = Port::Step::kIndexedBy, .arg = Port::kNoArgument});
        }
        break;
      case Range::kContainer:
        spelled.steps.push_back({.kind = Port::Step::kAnyElement});
        break;
    }
  }
  return spelled;
}

Locs Walker::PortPlaces(const Port& given, ModelCall& call) {
  const bool spelled_out =
      llvm::any_of(given.steps, [](const Port::Step& s) { return s.kind == Port::Step::kEach; });
  const Port other = spelled_out ? Spelled(given, call) : Port();
  const Port& port = spelled_out ? other : given;
  Locs places;
  const auto add_argument = [&](size_t i) {
    const Actual& actual = (*call.actuals)[i];
    const Operand operand = OfActual(actual);
    const void* key = actual.expr ? static_cast<const void*>(actual.expr) : &actual;
    for (const Loc& loc : Materialize(operand, key, actual.type.getNonReferenceType())) {
      places.push_back(loc);
    }
  };
  switch (port.root) {
    case Port::kThis:
      if (call.object) places = *call.object;
      break;
    case Port::kArg:
      if (static_cast<size_t>(port.index) < call.actuals->size()) add_argument(port.index);
      break;
    case Port::kAllArgs:
    case Port::kArgsFrom:
      for (size_t i = port.root == Port::kAllArgs ? 0 : port.index; i < call.actuals->size(); ++i) {
        add_argument(i);
      }
      break;
    case Port::kReturn:
      places = call.returned_places;
      break;
    case Port::kGlobal:
      for (const auto& [variable, base] : variable_bases_) {
        if (bases_[base].kind == Base::GLOBAL && unit_.Name(variable) == port.global) {
          places.push_back({base, 0});
        }
      }
      if (places.empty()) places.push_back({LibraryVariable(port.global), 0});
      break;
    case Port::kNew:
      places.push_back({NewMemory(SubKey(call.key, ModelCall::kNew)), 0});
      break;
  }
  bool first = true, behind_pointer = false;
  size_t from = 0;
  if (const Operand* at = AtOwnIterator(port, call)) {
    places = Materialize(*at, SubKey(call.key, ModelCall::kAtOwnIterators + port.index), {});
    first = false;
    from = 1;
  }
  for (size_t i = from; i < port.steps.size(); ++i) {
    const Port::Step& step = port.steps[i];
    const Step s = StepOf(step, call);
    // Of `this`, a view, any element is counted from there as well; elsewhere it is a container's.
    const auto next = i + 1 < port.steps.size() ? port.steps[i + 1].kind : Port::Step::kField;
    const bool element_next = next == Port::Step::kIndexedBy || next == Port::Step::kElement ||
                              (next == Port::Step::kAnyElement && port.root == Port::kThis);
    if (behind_pointer && s.kind == PathNode::ELEMENT) {
      // An element counted from the one that the pointer points to.
      behind_pointer = false;
      Locs elements;
      for (const Loc& loc : places) {
        const Step last = loc.path == 0 ? Step::Any() : paths_.Last(loc.path);
        const PathId parent = paths_.Parent(loc.path);
        PathId path = loc.path;
        if (last.kind == PathNode::ELEMENT) {
          path = paths_.Append(
              parent, s.any || last.any ? Step::AnyElement() : Step::Element(last.index + s.index));
        } else if (last.kind == PathNode::POINTEE) {
          path = paths_.Append(
              paths_.Append(parent, s.any ? Step::AnyOffset() : Step::Offset(s.index)),
              Step::Pointee());
        }
        elements.push_back({loc.base, path});
      }
      places = std::move(elements);
      continue;
    }
    behind_pointer = false;
    if (step.kind == Port::Step::kPointee && element_next) {
      places = Parts(places, s);
      behind_pointer = true;
      continue;
    }
    const bool of_pointer = first && port.root == Port::kArg &&
                            static_cast<size_t>(port.index) < call.actuals->size() &&
                            (*call.actuals)[port.index].type->isAnyPointerType();
    first = false;
    if (of_pointer && s.kind == PathNode::ELEMENT) {
      // An element of what a pointer points to.
      const SetId moved = values_.Select(
          CellAt(places), paths_.Append(0, s.any ? Step::AnyOffset() : Step::Offset(s.index)));
      places = Dereference(moved);
    } else if (step.kind == Port::Step::kPointee) {
      // A pointer into an array of scalars stands for the array; an object's address for the
      // object.
      Locs through = Parts(places, s);
      Locs whole;
      for (Loc loc : through) {
        if (IsOfRow(loc)) loc.path = paths_.Append(paths_.Parent(loc.path), Step::AnyElement());
        if (!llvm::is_contained(whole, loc)) whole.push_back(loc);
      }
      places = std::move(whole);
    } else if (step.kind == Port::Step::kAnyElement || step.kind == Port::Step::kElement) {
      Locs elements;
      for (const Loc& loc : places) elements.push_back(Part(loc, s));
      places = std::move(elements);
    } else {
      places = Parts(places, s);
    }
  }
  return places;
}

// Whether a pointer to the place stands for all of the array that it is an element of, as one to a
// character or a number does. A library's own object, a text in a vector, is one by itself.
bool Walker::IsOfRow(const Loc& loc) {
  if (loc.path == 0 || paths_.Last(loc.path).kind != PathNode::ELEMENT) return false;
  const clang::QualType type = HeldType(loc);
  return type.isNull() || !type->isRecordType() ||
         !unit_.InStandardLibrary(type->getAsRecordDecl());
}

TreeId Walker::PortTree(const Port& given, ModelCall& call) {
  if (!given.steps.empty() && given.steps.back().kind == Port::Step::kItself) {
    Port whole = given;
    whole.steps.pop_back();
    return values_.Leaf(values_.Map(values_.Cell(PortTree(whole, call), 0, 0), &Walker::Itself));
  }
  const bool spelled_out =
      llvm::any_of(given.steps, [](const Port::Step& s) { return s.kind == Port::Step::kEach; });
  const Port other = spelled_out ? Spelled(given, call) : Port();
  const Port& port = spelled_out ? other : given;
  // Values that are data, not places, are looked into directly.
  TreeId tree = 0;
  bool first = true;
  const auto add = [&](TreeId t) {
    tree = first ? t : values_.UnionTrees(tree, t);
    first = false;
  };
  const bool may_be_array =
      port.root == Port::kArg && static_cast<size_t>(port.index) < call.actuals->size() &&
      MayBeOfArray((*call.actuals)[port.index].expr, TypeOfActual((*call.actuals)[port.index]));
  const auto look = [&](const Operand& operand, auto&& self, size_t from) -> void {
    if (from == port.steps.size()) {
      add(TreeOf(operand));
      return;
    }
    const Port::Step& step = port.steps[from];
    const Step s = StepOf(step, call);
    if (from == 0 && s.kind == PathNode::ELEMENT && port.root == Port::kArg &&
        TypeOfActual((*call.actuals)[port.index]).getNonReferenceType()->isAnyPointerType()) {
      // An element of what a pointer points to.
      const SetId pointers =
          operand.is_place ? CellAt(operand.places) : values_.Cell(operand.tree, 0, 0);
      const SetId moved = values_.Select(
          pointers, paths_.Append(0, s.any ? Step::AnyOffset() : Step::Offset(s.index)));
      SetId data = 0;
      const Locs places = Dereference(moved, &data);
      if (!places.empty()) self(Place(places), self, from + 1);
      if (data != 0) self(Tree(values_.Leaf(data)), self, from + 1);
      return;
    }
    if (operand.is_place && s.kind != PathNode::POINTEE) {
      self(Place(Parts(operand.places, s)), self, from + 1);
      return;
    }
    if (s.kind == PathNode::POINTEE) {
      const SetId pointers =
          operand.is_place ? CellAt(operand.places) : values_.Cell(operand.tree, 0, 0);
      SetId data = 0;
      Locs places = Dereference(pointers, &data);
      if (operand.is_place) {
        for (const Loc& loc : Parts(operand.places, s)) {
          if (!llvm::is_contained(places, loc)) places.push_back(loc);
        }
      }
      for (Loc& loc : places) {
        if (IsOfRow(loc)) loc.path = paths_.Append(paths_.Parent(loc.path), Step::AnyElement());
      }
      if (!places.empty()) {
        // An array reached through a symbolic pointer: its other elements too.
        Locs all = places;
        for (const ValueId id : values_.set(pointers)) {
          const Val v = values_.value(id);
          if ((v.kind != Value::INITIAL && v.kind != Value::OUT) || v.subtype != IDENTITY) continue;
          const Loc others{
              v.base, paths_.Append(paths_.Append(v.path, Step::OtherOffset()), Step::Pointee())};
          bool known = from == 0 && may_be_array;
          for (const TreeEntry& e : values_.tree(state_.Get(v.base))) {
            known |= paths_.Match(e.path, others.path).kind != PathMatch::kNone && e.path != 0 &&
                     paths_.Depth(e.path) >= paths_.Depth(others.path);
          }
          if (known) all.push_back(others);
        }
        self(Place(all), self, from + 1);
      }
      if (data != 0) self(Tree(values_.Leaf(data)), self, from + 1);
      if (!operand.is_place && places.empty() && data == 0) {
        self(Tree(values_.Sub(operand.tree, paths_.Append(0, s), 0)), self, from + 1);
      }
      return;
    }
    self(Tree(values_.Sub(operand.tree, paths_.Append(0, s), 0)), self, from + 1);
  };
  switch (port.root) {
    case Port::kThis:
      if (call.object) look(Place(*call.object), look, 0);
      break;
    case Port::kArg:
      if (static_cast<size_t>(port.index) < call.actuals->size()) {
        if (const Operand* at = AtOwnIterator(port, call)) {
          look(*at, look, 1);
          break;
        }
        const Actual& actual = (*call.actuals)[port.index];
        look(OfActual(actual), look, 0);
        // What is kept of a function object is also how it is called.
        if (port.steps.empty()) {
          const SetId functions = FunctionsOf(TypeOfActual(actual));
          if (functions != 0) add(values_.Leaf(functions));
        }
      }
      break;
    case Port::kAllArgs:
    case Port::kArgsFrom:
      for (size_t i = port.root == Port::kAllArgs ? 0 : port.index; i < call.actuals->size(); ++i) {
        look(OfActual((*call.actuals)[i]), look, 0);
      }
      break;
    case Port::kReturn:
      if (call.returned) look(Tree(*call.returned), look, 0);
      break;
    case Port::kGlobal:
      look(Place(PortPlaces({.root = Port::kGlobal, .global = port.global}, call)), look, 0);
      break;
    case Port::kNew:  // it is pointed to, and nothing else
      break;
  }
  return first ? values_.EmptyCell() : tree;
}

// A variable that a library keeps to itself (what strtok goes on with).
BaseId Walker::LibraryVariable(const std::string& name) {
  const uint32_t symbol = unit_.Str("library:" + name);
  for (BaseId base = 0; base < bases_.size(); ++base) {
    if (bases_[base].kind == Base::GLOBAL && bases_[base].symbol == symbol) return base;
  }
  BaseInfo info;
  info.kind = Base::GLOBAL;
  info.symbol = symbol;
  info.name = unit_.Str(name);
  return NewBase(info);
}

// Everything reachable from the port, as one set: what is behind pointers too.
SetId Walker::PortData(const Port& port, ModelCall& call) {
  return Reachable(PortTree(port, call));
}

// Without what is no data: numbers that the code says, and handles.
SetId Walker::DataOnly(SetId set) {
  return values_.Map(set, [](const Val& v) -> std::optional<Val> {
    if (v.kind == Value::NUMBER || v.kind == Value::HANDLE) return std::nullopt;
    return v;
  });
}

// What this function has stored behind a pointer that it was given. What was there on entry, the
// pointer says itself.
SetId Walker::StoredBehind(const Val& pointer) {
  const bool given = pointer.kind == Value::INITIAL || pointer.kind == Value::OUT;
  if (!given || pointer.subtype != IDENTITY) return 0;
  const PathId pointee = paths_.Append(pointer.path, Step::Pointee());
  SetId stored = 0;
  const TreeId tree = state_.Get(pointer.base);
  for (size_t i = 0; i < values_.tree(tree).size(); ++i) {
    const TreeEntry entry = values_.tree(tree)[i];
    if (!paths_.Match(entry.path, pointee).AtOrBelow()) continue;
    stored = values_.Union(stored, values_.Map(entry.set, [&](const Val& v) -> std::optional<Val> {
      if (v.kind == Value::INITIAL && v.base == pointer.base) return std::nullopt;
      return v;
    }));
  }
  return stored;
}

SetId Walker::Reachable(TreeId tree) {
  SetId data = values_.All(tree);
  SetId seen = 0;
  for (int depth = 0; depth < kMaxDataDepth; ++depth) {
    SetId behind = 0;
    for (const ValueId id : values_.set(data)) {
      const Val v = values_.value(id);
      if (v.kind != Value::ADDRESS) {
        behind = values_.Union(behind, StoredBehind(v));
        continue;
      }
      Loc loc{v.base, v.path};
      while (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::ELEMENT) {
        loc.path = paths_.Parent(loc.path);
      }
      behind = values_.Union(behind, values_.All(ReadPlaces({loc})));
    }
    seen = values_.Union(seen, data);
    if (values_.Union(seen, behind) == seen) break;
    data = behind;
  }
  data = values_.Union(seen, data);
  return values_.Map(data, [](const Val& v) -> std::optional<Val> {
    if (v.kind == Value::ADDRESS || v.kind == Value::TYPE) return std::nullopt;
    return v;
  });
}

// Whether parts of the text that an array holds were stored by themselves; or, `characters`, known
// single ones. (Its end is no character.)
static bool IsSpelt(const ValueTable& values, const PathTable& paths, TreeId tree,
                    bool characters) {
  return llvm::any_of(values.tree(tree), [&](const TreeEntry& e) {
    if (e.path == 0 || paths.Depth(e.path) != 1 || paths.Last(e.path).kind != PathNode::ELEMENT) {
      return false;
    }
    if (e.set == 0) return !characters;
    return llvm::any_of(values.set(e.set), [&](ValueId id) {
      const Val v = values.value(id);
      if (v.kind == Value::NUMBER) return v.number != 0;
      return !characters && v.kind != Value::GUARD;
    });
  });
}

// The text `set` of an object whose content is `tree`: where single characters were stored since,
// it is not known any more.
SetId Walker::WholeText(SetId set, TreeId tree) {
  if (!IsSpelt(values_, paths_, tree, /*characters=*/false)) return set;
  return values_.Map(set, [&](const Val& v) -> std::optional<Val> {
    if (v.kind != Value::TEXT) return v;
    return Val{.kind = Value::TEXT, .index = values_.Text({TextPart{}})};
  });
}

// Whether it is a container whose elements are not characters: it is no text as a whole.
static bool HoldsObjects(clang::QualType type) {
  if (type.isNull()) return false;
  const auto* container =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsRecordDecl());
  if (!container || container->getTemplateArgs().size() == 0) return false;
  const clang::TemplateArgument& element = container->getTemplateArgs()[0];
  return element.getKind() == clang::TemplateArgument::Type &&
         !element.getAsType()->isAnyCharacterType();
}

SetId Walker::PortText(const Port& port, ModelCall& call) {
  const TreeId tree = PortTree(port, call);
  SetId set = WholeText(values_.Cell(tree, 0, 0), tree);
  set = values_.Map(set, [](const Val& v) { return v.null() ? std::nullopt : std::optional(v); });
  // A buffer's text stands in what the pointer points to.
  bool text_pointer = port.steps.empty() && port.root == Port::kArg &&
                      static_cast<size_t>(port.index) < call.actuals->size() &&
                      IsText((*call.actuals)[port.index].type.getNonReferenceType());
  if (text_pointer) {
    for (const Loc& loc : Dereference(set)) {
      SetId there = WholeText(CellAt({loc}), ReadPlaces({loc}));
      const Loc whole{loc.base, loc.path == 0 ? 0 : paths_.Parent(loc.path)};
      if (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::ELEMENT &&
          !HoldsObjects(TypeAt(whole))) {
        const TreeId all = ReadPlaces({whole});
        there = values_.Union(there, WholeText(CellAt({whole}), all));
        // What was put there piece by piece is neither of the pieces.
        if (IsSpelt(values_, paths_, all, /*characters=*/true)) {
          there = values_.Map(there, [&](const Val& v) -> std::optional<Val> {
            const bool piece = v.kind == Value::TEXT ||
                               (v.kind == Value::NUMBER && v.number != 0) ||
                               (v.kind == Value::INITIAL && v.base != loc.base);
            if (!piece) return v;
            return Val{.kind = Value::TEXT, .index = values_.Text({TextPart{}})};
          });
        }
      }
      set = values_.Union(set, there);
    }
    set = values_.Map(set, [](const Val& v) -> std::optional<Val> {
      if (v.kind == Value::ADDRESS) return std::nullopt;
      return v;
    });
  }
  // A character constant is a text of one character.
  const bool character = port.steps.empty() && port.root == Port::kArg &&
                         static_cast<size_t>(port.index) < call.actuals->size() &&
                         (*call.actuals)[port.index].type.getNonReferenceType()->isCharType();
  if (character) {
    set = values_.Map(set, [&](const Val& v) -> std::optional<Val> {
      if (v.kind != Value::NUMBER || v.number <= 0 || v.number > 127) return v;
      const char text = static_cast<char>(v.number);
      return Val{.kind = Value::TEXT,
                 .index = values_.Text({TextPart{unit_.Str(std::string_view(&text, 1)), 0}})};
    });
  }
  return WithoutTails(set);
}

// A text that was made of what a pointer leads to is named by where it begins: without the
// characters behind the first.
SetId Walker::WithoutTails(SetId set) {
  return values_.Map(set, [&](const Val& v) -> std::optional<Val> {
    if ((v.kind != Value::INITIAL && v.kind != Value::OUT) || v.subtype != IDENTITY ||
        v.path == 0 || paths_.Last(v.path).kind != PathNode::POINTEE) {
      return v;
    }
    const PathId moved = paths_.Parent(v.path);
    if (moved == 0 || paths_.Last(moved).kind != PathNode::OFFSET || !paths_.Last(moved).any)
      return v;
    const clang::QualType type = TypeAt({v.base, v.path});
    if (type.isNull() || !type->isAnyCharacterType()) return v;
    Val begin = v;
    begin.path = paths_.Append(paths_.Parent(moved), Step::Pointee());
    const bool known = llvm::any_of(values_.set(set), [&](ValueId id) {
      const Val& w = values_.value(id);
      return w.kind == begin.kind && w.base == begin.base && w.path == begin.path &&
             w.index == begin.index && w.subtype == IDENTITY;
    });
    if (known) return std::nullopt;
    return v;
  });
}

// What is stored through an iterator on a stream goes out.
bool Walker::WriteThroughIterator(const Port& port, TreeId content, ModelCall& call) {
  if (port.root != Port::kArg || port.steps.size() != 1 ||
      port.steps[0].kind != Port::Step::kPointee ||
      static_cast<size_t>(port.index) >= call.actuals->size()) {
    return false;
  }
  const clang::CXXRecordDecl* record =
      TypeOfActual((*call.actuals)[port.index]).getNonReferenceType()->getAsCXXRecordDecl();
  if (!record) return false;
  const std::string& name = unit_.Name(record);
  if (name != "std::ostream_iterator" && name != "std::ostreambuf_iterator") return false;
  const Locs stream = PortPlaces(port, call);
  const SetId handle = values_.Map(CellAt(stream), [](const Val& v) -> std::optional<Val> {
    const bool may_be = v.kind == Value::INITIAL || v.kind == Value::OUT;
    if (v.kind == Value::HANDLE || (may_be && v.subtype == IDENTITY)) return v;
    return std::nullopt;
  });
  if (handle != 0) {
    SiteRecord site;
    site.kind = Site::WRITE;
    site.location = unit_.Place(call.where ? PlaceOf(call.where) : decl_->getLocation());
    site.api = unit_.Str(unit_.Name(call.callee));
    site.guard = guard_;
    site.handle = handle;
    site.data = content;
    sites_[SiteIndex(Key{call.key, 1000 + call.effects++})] = site;
  }
  WritePlaces(Parts(stream, Step::Field(unit_.PartLabel("text"))),
              values_.Leaf(values_.Computed(values_.All(content), TRANSFORMATION)), true);
  return true;
}

void Walker::WritePort(const Port& port, TreeId content, bool adds, ModelCall& call) {
  // Adds to what `base`, an object of the call's own, holds at `steps`: pointers there point to
  // such objects, too.
  const auto store_behind = [&](BaseId base, llvm::ArrayRef<Port::Step> steps) {
    PathId path = 0;
    for (const Port::Step& step : steps) {
      if (step.kind != Port::Step::kPointee) {
        path = paths_.Append(path, StepOf(step, call));
        continue;
      }
      Locs places = Dereference(values_.Cell(state_.Get(base), path, 0));
      llvm::erase_if(places, [&](const Loc& loc) { return bases_[loc.base].kind != Base::HEAP; });
      if (places.empty()) {
        const int number = (1 << 23) + static_cast<int>(base) * 64 + static_cast<int>(path % 64);
        const BaseId made = TemporaryBase(SubKey(call.key, number), {});
        bases_[made].kind = Base::HEAP;
        state_.Set(made, values_.EmptyCell());
        places = {{made, 0}};
        const TreeId pointer = values_.Leaf(AddressOf(places));
        state_.Set(base, values_.Write(state_.Get(base), path, pointer, false, 0));
      }
      base = places.front().base;
      path = places.front().path;
    }
    state_.Set(base, values_.Write(state_.Get(base), path, content, false, 0));
  };
  if (port.root == Port::kReturn) {
    if (!call.returned) call.returned = values_.EmptyCell();
    PathId path = 0;
    for (size_t i = 0; i < port.steps.size(); ++i) {
      const Port::Step& step = port.steps[i];
      if (step.kind == Port::Step::kPointee && path == 0 && HoldsItself(call.result)) {
        path = paths_.Append(path, Step::Pointee());
        continue;
      }
      if (step.kind == Port::Step::kPointee) {
        // The call returns a pointer to something of its own.
        const BaseId own = TemporaryBase(reinterpret_cast<const char*>(call.key) + 2, {});
        bases_[own].kind = Base::HEAP;
        // A text, or a block of memory, begins with its first element.
        const bool block = !call.result.isNull() && call.result->isAnyPointerType() &&
                           (call.result->getPointeeType()->isVoidType() ||
                            call.result->getPointeeType()->isArithmeticType());
        const SetId address =
            values_.Single({.kind = Value::ADDRESS,
                            .base = own,
                            .path = block ? paths_.Append(0, Step::Element(0)) : PathId{0}});
        if (values_.Union(values_.Cell(*call.returned, path, 0), address) !=
            values_.Cell(*call.returned, path, 0)) {
          call.returned = values_.Write(*call.returned, path, values_.Leaf(address), false, 0);
          state_.Set(own, values_.EmptyCell());
        }
        store_behind(own, llvm::ArrayRef(port.steps).drop_front(i + 1));
        return;
      }
      path = paths_.Append(path, StepOf(step, call));
    }
    call.returned = values_.Write(*call.returned, path, content,
                                  !adds && values_.Cell(*call.returned, path, 0) == 0, 0);
    return;
  }
  if (WriteThroughIterator(port, content, call)) return;
  Locs places = PortPlaces(port, call);
  // A text written from the start of a buffer replaces what the buffer held.
  if (!adds && port.root == Port::kArg && port.steps.size() == 1 &&
      port.steps[0].kind == Port::Step::kPointee &&
      static_cast<size_t>(port.index) < call.actuals->size() &&
      IsText((*call.actuals)[port.index].type.getNonReferenceType())) {
    const SetId pointers = values_.Cell(TreeOf(OfActual((*call.actuals)[port.index])), 0, 0);
    const Locs starts = Dereference(pointers);
    if (starts.size() == 1 && starts[0].path != 0 &&
        paths_.Last(starts[0].path) == Step::Element(0)) {
      places = {{starts[0].base, paths_.Parent(starts[0].path)}};
    }
  }
  if (adds && port.root == Port::kThis && call.object) {
    if (const SetId keys = GroupedBy(*call.object); keys != 0) {
      content = values_.UnionTrees(content, values_.Leaf(keys));
    }
  }
  WritePlaces(places, content, adds, adds);
  if (adds && !port.steps.empty() && port.steps.back().kind == Port::Step::kAnyElement) {
    Port container = port;
    container.steps.pop_back();
    NoteGrowth(PortPlaces(container, call));
  }
  // A buffer behind a symbolic pointer: its other elements as well.
  if (!port.steps.empty() && port.steps.back().kind == Port::Step::kPointee) {
    for (const Loc& loc : places) {
      const Base::Kind kind = bases_[loc.base].kind;
      if (kind == Base::LOCAL || kind == Base::HEAP || loc.path == 0) continue;
      if (paths_.Last(loc.path).kind != PathNode::POINTEE) continue;
      const clang::QualType pointer = port.root == Port::kArg && port.steps.size() == 1 &&
                                              static_cast<size_t>(port.index) < call.actuals->size()
                                          ? (*call.actuals)[port.index].type.getNonReferenceType()
                                          : clang::QualType();
      if (pointer.isNull() || !pointer->isAnyPointerType()) continue;
      const clang::QualType pointee = pointer->getPointeeType();
      if (!pointee->isArithmeticType() && !pointee->isVoidType()) continue;
      const PathId others =
          paths_.Append(paths_.Append(paths_.Parent(loc.path), Step::AnyOffset()), Step::Pointee());
      WritePlaces({{loc.base, others}}, values_.Leaf(values_.All(content)), true);
    }
  }
}

// The entries of a container, each under the key that its .first is where that is a constant.
// `port` is the container, or any element of it.
TreeId Walker::EntriesByKey(const Port& port, ModelCall& call) {
  TreeId elements = 0;
  bool first = true;
  const auto add = [&](TreeId tree) {
    elements = first ? tree : values_.UnionTrees(elements, tree);
    first = false;
  };
  if (!port.steps.empty()) {
    for (Loc loc : PortPlaces(port, call)) {
      if (loc.path != 0 && paths_.Last(loc.path).kind == PathNode::ELEMENT) {
        add(ReadPlaces({{loc.base, paths_.Parent(loc.path)}}));
      } else {
        add(values_.Write(0, paths_.Append(0, Step::AnyElement()), ReadPlaces({loc}), false, 0));
      }
    }
  } else {
    add(PortTree(port, call));
  }
  std::set<PathId> entries;
  for (const TreeEntry& e : values_.tree(elements)) {
    const auto steps = paths_.Steps(e.path);
    if (!steps.empty()) entries.insert(paths_.Append(0, steps[0]));
  }
  TreeId keyed = values_.EmptyCell();
  const SetId whole = values_.Cell(elements, 0, 0);
  if (whole != 0) keyed = values_.Leaf(whole);
  const PathId key = paths_.Append(0, Step::Field(unit_.PartLabel("first")));
  for (const PathId entry : entries) {
    const Step& step = paths_.Last(entry);
    if (step.kind == PathNode::FIELD) continue;
    const TreeId content = values_.Sub(elements, entry, 0);
    Step to = step;
    if (step.kind == PathNode::ELEMENT) {
      to = ElementNamed(values_.Cell(content, key, 0));
    }
    keyed = values_.Write(keyed, paths_.Append(0, to), content, false, 0);
  }
  return keyed;
}

// How many elements a container has depends on the conditions under which they were added, not on
// what they hold: the pseudo-field `size` holds those.
void Walker::NoteGrowth(const Locs& containers) {
  if (guard_ == 0) return;
  for (const Loc& container : containers) {
    const auto declared = declared_guard_.find(container.base);
    if (declared != declared_guard_.end() && declared->second == guard_) continue;
    WritePlaces({Part(container, Step::Field(unit_.PartLabel("size")))}, values_.EmptyCell(), true,
                true);
  }
}

// What passes through a library's function as it is.
TreeId Walker::Modeled(TreeId content) {
  return values_.MapTree(content, [&](SetId set) {
    return values_.Map(set, [](const Val& v) -> std::optional<Val> {
      Val modeled = v;
      const bool data = v.kind == Value::INITIAL || v.kind == Value::OUT || v.kind == Value::READ ||
                        v.kind == Value::TRANSFORMED;
      if (data) modeled.confidence = std::max(v.confidence, MODELED);
      return modeled;
    });
  });
}

// A map made of a list of entries whose keys are constants: each goes to its own place. Nothing if
// the flow is none such.
std::vector<std::pair<Port::Step, TreeId>> Walker::KeyedEntries(const Model::Flow& flow,
                                                                ModelCall& call) {
  const auto any_element = [](const Port& port) {
    return !port.steps.empty() && port.steps.back().kind == Port::Step::kAnyElement;
  };
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee);
  if (flow.subtype != IDENTITY || flow.transform != TRANSFORM_KIND_UNSPECIFIED ||
      flow.from.size() != 1 || !any_element(flow.from[0]) || !any_element(flow.to) || !method ||
      method->getParent()->lookup(&unit_.ast().Idents.get("mapped_type")).empty()) {
    return {};
  }
  Port list = flow.from[0];
  list.steps.pop_back();
  const TreeId tree = PortTree(list, call);
  std::vector<int64_t> indexes;
  for (const TreeEntry& e : values_.tree(tree)) {
    const auto steps = paths_.Steps(e.path);
    if (steps.empty()) {
      if (e.set != 0) return {};
      continue;
    }
    if (steps[0].kind != PathNode::ELEMENT || steps[0].any) return {};
    if (!llvm::is_contained(indexes, steps[0].index)) indexes.push_back(steps[0].index);
  }
  std::vector<std::pair<Port::Step, TreeId>> entries;
  for (const int64_t index : indexes) {
    const TreeId entry = values_.Sub(tree, paths_.Append(0, Step::Element(index)), 0);
    const SetId key =
        values_.Cell(entry, paths_.Append(0, Step::Field(unit_.PartLabel("first"))), 0);
    if (values_.set(key).size() != 1) return {};
    const Val v = values_.value(values_.set(key)[0]);
    Port::Step step;
    if (v.known_number()) {
      step.kind = Port::Step::kElement;
      step.index = v.number;
    } else if (v.kind == Value::TEXT && values_.text(v.index).size() == 1 &&
               values_.text(v.index)[0].literal != 0) {
      step.kind = Port::Step::kKey;
      step.label = unit_.Text(values_.text(v.index)[0].literal);
    } else {
      return {};
    }
    entries.emplace_back(step, entry);
  }
  return entries;
}

// Of a flow into the elements of a container from where a pointer to pointers points (`args(argv,
// argv + argc)`): what any of the elements there holds; and, of texts, which name things, what
// the first few hold by themselves. None for other flows.
std::vector<TreeId> Walker::PointedRange(const Model::Flow& flow, ModelCall& call) {
  constexpr int kTold = 10;
  if (flow.from.size() != 1 || flow.to.root != Port::kThis || flow.to.steps.size() != 1 ||
      flow.to.steps[0].kind != Port::Step::kAnyElement) {
    return {};
  }
  const Port& from = flow.from[0];
  if (from.root != Port::kArg || from.steps.size() != 1 ||
      from.steps[0].kind != Port::Step::kPointee ||
      static_cast<size_t>(from.index) >= call.actuals->size()) {
    return {};
  }
  const clang::QualType type = TypeOfActual((*call.actuals)[from.index]).getNonReferenceType();
  if (!type->isAnyPointerType() || !type->getPointeeType()->isAnyPointerType()) return {};
  Port pointer = from;
  pointer.steps.clear();
  const SetId pointers = values_.Cell(PortTree(pointer, call), 0, 0);
  const auto at = [&](const Step& offset) {
    const Locs places = Dereference(values_.Select(pointers, paths_.Append(0, offset)));
    return places.empty() ? values_.EmptyCell() : ReadPlaces(places);
  };
  std::vector<TreeId> elements = {at(Step::AnyOffset())};
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee);
  const bool indexed =
      method && !flow.adds && IsText(type->getPointeeType()) &&
      !method->getParent()
           ->lookup(unit_.ast().DeclarationNames.getCXXOperatorName(clang::OO_Subscript))
           .empty();
  if (!indexed) return elements;
  for (int i = 0; i < kTold; ++i) elements.push_back(at(Step::Offset(i)));
  return elements;
}

// What has chosen the place of a port among others: keys that are not constants, and what had
// chosen the pointer through which it is reached.
SetId Walker::ChosenBy(const Port& port, ModelCall& call) {
  SetId chosen = 0;
  for (const Port::Step& step : port.steps) {
    if (step.kind != Port::Step::kIndexedBy || StepOf(step, call).kind != PathNode::ELEMENT ||
        !StepOf(step, call).any) {
      continue;
    }
    Port key;
    key.root = Port::kArg;
    key.index = step.arg;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee);
    const bool keyed =
        method && !method->getParent()->lookup(&unit_.ast().Idents.get("key_type")).empty();
    chosen =
        values_.Union(chosen, values_.Computed(PortData(key, call), keyed ? JOIN : CONDITIONAL));
  }
  if (!port.steps.empty() && port.steps.back().kind == Port::Step::kPointee) {
    Port pointer = port;
    pointer.steps.pop_back();
    const SetId held = values_.Cell(PortTree(pointer, call), 0, 0);
    chosen = values_.Union(chosen, values_.Map(held, [](const Val& v) -> std::optional<Val> {
      if (v.subtype < CONDITIONAL || v.kind == Value::GUARD) return std::nullopt;
      return v;
    }));
  }
  return chosen;
}

// Memory of the call's own.
BaseId Walker::NewMemory(const void* key) {
  const BaseId own = TemporaryBase(key, {});
  bases_[own].kind = Base::HEAP;
  if (state_.Get(own) == 0) state_.Set(own, values_.EmptyCell());
  return own;
}

// A pointer to such.
SetId Walker::NewObject(const void* key) {
  return values_.Single(
      {.kind = Value::ADDRESS, .base = NewMemory(key), .path = paths_.Append(0, Step::Element(0))});
}

// A pointer that the call was given a pointer to, and that points nowhere after all that the entry
// says, points to an object that the call made (XGBoosterCreate(..., &booster)).
void Walker::MakeObjects(ModelCall& call) {
  for (size_t i = 0; i < call.actuals->size(); ++i) {
    const clang::QualType type = (*call.actuals)[i].type;
    if (!type->isPointerType()) continue;
    const clang::QualType pointer = type->getPointeeType();
    const bool open = pointer->isPointerType() && !pointer->isFunctionPointerType();
    if (!open || pointer.isConstQualified()) continue;
    Port port{.root = Port::kArg, .index = static_cast<int>(i)};
    port.steps.push_back({.kind = Port::Step::kPointee});
    const Locs places = PortPlaces(port, call);
    if (places.size() != 1) continue;
    const SetId held = CellAt(places);
    const bool nowhere = llvm::all_of(values_.set(held), [&](ValueId id) {
      const Value::Kind kind = values_.value(id).kind;
      return kind == Value::NUMBER || kind == Value::GUARD;
    });
    if (!nowhere) continue;
    const SetId made = NewObject(SubKey(call.key, (1 << 22) + static_cast<int>(i)));
    WritePlaces(places, values_.Leaf(values_.Union(held, made)));
  }
}

Walker::Operand Walker::ApplyModel(const Model& model, ModelCall& call) {
  const Location location = unit_.Place(call.where ? PlaceOf(call.where) : decl_->getLocation());
  const uint32_t api = unit_.Str(unit_.Name(call.callee));
  unit_.NoteCall(location, call.callee, model);
  const auto key = [&](int n) { return Key{call.key, 1000 + n}; };
  const auto optional_text = [&](const std::optional<Template>& text) -> uint32_t {
    return text ? TextOf(*text, call) + 1 : 0;
  };
  const auto is_number = [&](const std::optional<Port>& port) {
    return port && port->root == Port::kArg && port->steps.empty() &&
           static_cast<size_t>(port->index) < call.actuals->size() &&
           (*call.actuals)[port->index].type.getNonReferenceType()->isIntegerType();
  };
  const auto handle_of = [&](const std::optional<Port>& port) -> SetId {
    if (!port) return 0;
    const SetId set = values_.Cell(PortTree(*port, call), 0, 0);
    const bool number = is_number(port);
    const auto handles = [&](SetId from) {
      return values_.Map(from, [&](const Val& v) -> std::optional<Val> {
        if (v.kind == Value::HANDLE) return v;
        // The process's own streams.
        if (number && v.kind == Value::NUMBER && v.number >= 0 && v.number <= 2) return v;
        const bool may_be = v.kind == Value::INITIAL || v.kind == Value::OUT;
        if (may_be && v.subtype == IDENTITY) return v;
        return std::nullopt;
      });
    };
    // A pointer to an object of ours: the object is the handle.
    if (const SetId direct = handles(set); direct != 0) return direct;
    return handles(CellAt(Dereference(set)));
  };

  const auto is_memory_stream = [&](clang::QualType type) {
    const auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
    if (!record || !unit_.InStandardLibrary(record)) return false;
    const std::string_view name = unit_.Name(record);
    return name.ends_with("stringstream") || name == "std::basic_stringbuf";
  };
  // An object that nothing opened, a stream of memory, is no asset: what goes through it is data.
  // (A pointer that nothing opened is a handle that was lost.)
  const auto no_asset = [&](const std::optional<Port>& port, SetId handle) {
    if (!port) return false;
    if (port->steps.empty()) {
      const Locs streams = PortPlaces(*port, call);
      if (!streams.empty() &&
          llvm::all_of(streams, [&](const Loc& loc) { return is_memory_stream(TypeAt(loc)); })) {
        return true;
      }
    }
    if (handle != 0) return false;
    if (port->root == Port::kThis) return true;
    // Memory of the program's own that is used as a stream is none, either.
    const SetId cell = values_.Cell(PortTree(*port, call), 0, 0);
    const auto ours = [&](ValueId id) {
      const Val v = values_.value(id);
      if (v.kind == Value::GUARD || v.kind == Value::TYPE) return true;
      return v.kind == Value::ADDRESS &&
             (bases_[v.base].kind == Base::LOCAL || bases_[v.base].kind == Base::HEAP);
    };
    if ((cell != 0 || !port->steps.empty()) && llvm::all_of(values_.set(cell), ours)) return true;
    return port->root == Port::kArg && static_cast<size_t>(port->index) < call.actuals->size() &&
           !(*call.actuals)[port->index].type.getNonReferenceType()->isAnyPointerType();
  };

  // Everything is read before anything is written.
  struct Pending {
    const Port* to;
    TreeId content;
    bool adds;
    const std::vector<Port>* bytes = nullptr;
  };
  std::vector<Pending> writes;
  const auto site_of = [&](Site::Kind kind) {
    SiteRecord site;
    site.kind = kind;
    site.location = location;
    site.api = api;
    site.guard = guard_;
    return site;
  };
  const auto transfer_of = [&](Site::Kind kind, const auto& effect) {
    SiteRecord site = site_of(kind);
    site.asset = effect.kind;
    site.name_space = optional_text(effect.name_space);
    site.name = optional_text(effect.name);
    site.handle = handle_of(effect.handle);
    site.numbered = is_number(effect.handle);
    site.sql = optional_text(effect.sql);
    site.column = optional_text(effect.column);
    site.column_base = effect.column_base;
    return site;
  };
  // A call may pass on what it reads itself (rename, sendfile): its writes see its reads.
  std::vector<std::pair<const Port*, SetId>> came_in;
  const auto read = [&](const Model::Reads& effect) -> std::optional<TreeId> {
    const SiteRecord site = transfer_of(Site::READ, effect);
    const int number = call.effects++;
    if (no_asset(effect.handle, site.handle)) return std::nullopt;
    const uint32_t index = SiteIndex(key(number));
    sites_[index] = site;
    NoteColumns(effect.into, call, &sites_[index]);
    const SetId data = values_.Single({.kind = Value::READ, .index = index});
    came_in.push_back({&effect.into, data});
    return values_.Leaf(data);
  };
  // What is opened, read or named to be handed to a callback is there before that runs.
  const auto for_call = [&](const Port& port) {
    return llvm::any_of(model.calls, [&](const Model::Calls& calls) {
      return llvm::is_contained(calls.args, port);
    });
  };
  const auto open = [&](const Model::Opens& effect) {
    SiteRecord site = site_of(Site::OPEN);
    site.asset = effect.kind;
    site.name_space = optional_text(effect.name_space);
    site.name = optional_text(effect.name);
    site.parent = handle_of(effect.parent);
    site.sql = optional_text(effect.sql);
    const uint32_t index = SiteIndex(key(call.effects++));
    sites_[index] = site;
    return values_.Leaf(values_.Single({.kind = Value::HANDLE, .index = index}));
  };
  const auto text_of = [&](const Model::Text& text) {
    // What is put in unformatted is not filled up.
    const bool fills = IsTextOfStream(text.to) && call.callee->isOverloadedOperator();
    const TextId id = text.format ? FormattedText(text, call)
                                  : TextOf(text.value, call, text.path, ShowsPlain(text.to, call),
                                           fills ? &text.to : nullptr);
    SetId set = values_.Single({.kind = Value::TEXT, .index = id});
    bool adds = false;
    for (const Port& port : text.args) {
      set = values_.Union(set, values_.Computed(PortData(port, call), TRANSFORMATION, MODELED));
    }
    if (text.format) {
      set = values_.Union(set,
                          values_.Computed(PortData(*text.format, call), TRANSFORMATION, MODELED));
    }
    for (const Template::Part& part : text.value.parts) {
      if (!part.port) continue;
      const SetId data = PortData(*part.port, call);
      set = values_.Union(set, values_.Computed(data, TRANSFORMATION, MODELED));
      adds |= *part.port == text.to;
    }
    // A handle stays a handle when text is added to it.
    if (adds) {
      set = values_.Union(set, values_.Map(values_.Cell(PortTree(text.to, call), 0, 0),
                                           [](const Val& v) -> std::optional<Val> {
                                             if (v.kind == Value::HANDLE) return v;
                                             return std::nullopt;
                                           }));
    }
    return values_.Leaf(set);
  };
  for (const Model::Text& text : model.text) {
    if (for_call(text.to)) WritePort(text.to, text_of(text), false, call);
  }
  for (const Model::Opens& effect : model.opens) {
    if (for_call(effect.handle)) WritePort(effect.handle, open(effect), false, call);
  }
  for (const Model::Reads& effect : model.reads) {
    if (!for_call(effect.into)) continue;
    if (const auto content = read(effect)) WritePort(effect.into, *content, effect.adds, call);
  }
  // What goes where is decided before callbacks run, which may change the handle's own memory; but
  // for what they are given, to fill it.
  struct Writing {
    SiteRecord site;
    bool no_asset = false;
    TreeId data = 0;
  };
  std::vector<Writing> writing;
  for (const Model::Writes& effect : model.writes) {
    Writing& w = writing.emplace_back();
    if (effect.meanwhile) continue;
    w.site = transfer_of(Site::WRITE, effect);
    w.no_asset = no_asset(effect.handle, w.site.handle);
    std::vector<const Port*> ports;
    for (const Port& from : effect.from) {
      if (!for_call(from)) ports.push_back(&from);
      NoteColumns(from, call, &w.site);
    }
    w.data = DataByColumn(ports, call);
  }
  // Callbacks run first: what they change is seen by the rest. What they return is stored last.
  // Which they are is decided before any runs.
  for (const Model::Calls& effect : model.calls) {
    call.targets[&effect] = call.TargetOf(effect, *this);
  }
  std::vector<Pending> results;
  for (const Model::Calls& effect : model.calls) {
    if (const auto result = CallBack(effect, call); result && effect.result) {
      const TreeId content =
          effect.subtype == IDENTITY
              ? *result
              : values_.Leaf(values_.Computed(values_.All(*result), effect.subtype, MODELED));
      results.push_back({&*effect.result, content, true});
    }
  }
  for (const Model::Text& text : model.text) {
    if (!for_call(text.to)) writes.push_back({&text.to, text_of(text), false});
  }
  // What is read is stored last, but a flow from where it comes in sees it.
  std::vector<std::optional<TreeId>> reading;
  for (const Model::Reads& effect : model.reads) {
    reading.push_back(for_call(effect.into) ? std::nullopt : read(effect));
  }
  const auto data_of = [&](const Port& from) {
    SetId data = 0;
    bool replaced = false;
    for (size_t i = 0; i < model.reads.size(); ++i) {
      if (!reading[i] || !(model.reads[i].into == from)) continue;
      data = values_.Union(data, values_.All(*reading[i]));
      replaced |= !model.reads[i].adds;
    }
    return replaced ? data : values_.Union(data, PortData(from, call));
  };
  std::deque<Port> keyed;
  for (const Model::Flow& flow : model.flow) {
    TreeId content;
    if (const auto entries = KeyedEntries(flow, call); !entries.empty()) {
      for (const auto& [step, entry] : entries) {
        Port to = flow.to;
        to.steps.back() = step;
        // A multimap may have a key twice.
        const bool again = llvm::is_contained(keyed, to);
        keyed.push_back(std::move(to));
        writes.push_back({&keyed.back(), Modeled(entry), again});
      }
      continue;
    }
    if (flow.transform != TRANSFORM_KIND_UNSPECIFIED) {
      const uint32_t index = TransformIndex(key(call.effects++));
      SetId input = 0;
      for (const Port& from : flow.from) input = values_.Union(input, data_of(from));
      TransformRecord record;
      record.location = location;
      record.api = api;
      record.kind = flow.transform;
      record.input = values_.Leaf(input);
      record.subtype = flow.subtype;
      transforms_[index] = record;
      content = values_.Leaf(
          values_.Single({.kind = Value::TRANSFORMED, .index = index, .confidence = MODELED}));
    } else if (flow.subtype == IDENTITY) {
      content = values_.EmptyCell();
      for (const Port& from : flow.from) {
        content = values_.UnionTrees(content,
                                     flow.keyed ? EntriesByKey(from, call) : PortTree(from, call));
      }
      if (const auto elements = PointedRange(flow, call); !elements.empty()) {
        content = values_.UnionTrees(content, elements.front());
        writes.push_back({&flow.to, Modeled(content), flow.adds});
        for (size_t i = 1; i < elements.size(); ++i) {
          Port to = flow.to;
          to.steps.back() = {.kind = Port::Step::kElement, .index = static_cast<int64_t>(i) - 1};
          keyed.push_back(std::move(to));
          writes.push_back({&keyed.back(), Modeled(elements[i]), false});
        }
        continue;
      }
      content = Modeled(content);
    } else {
      SetId input = 0;
      for (const Port& from : flow.from) input = values_.Union(input, data_of(from));
      content = values_.Leaf(values_.Computed(input, flow.subtype, MODELED));
    }
    writes.push_back({&flow.to, content, flow.adds, &flow.bytes});
  }
  struct Pointing {
    const Port* from;
    Locs to;
  };
  std::vector<Pointing> pointings;
  for (const Model::Points& points : model.points) {
    if (const SetId chosen = ChosenBy(points.to, call); chosen != 0) {
      writes.push_back({&points.from, values_.Leaf(chosen), true});
    }
    pointings.push_back({&points.from, ElementsAt(points.to, call)});
  }
  for (size_t i = 0; i < model.reads.size(); ++i) {
    const Model::Reads& effect = model.reads[i];
    if (reading[i]) writes.push_back({&effect.into, *reading[i], effect.adds, &effect.bytes});
  }
  for (size_t i = 0; i < model.writes.size(); ++i) {
    const Model::Writes& effect = model.writes[i];
    if (effect.meanwhile) continue;
    SiteRecord site = writing[i].site;
    SetId data = 0;
    for (const Port& from : effect.from) {
      if (for_call(from)) data = values_.Union(data, PortData(from, call));
      for (const auto& [into, read] : came_in) {
        if (*into == from) data = values_.Union(data, read);
      }
    }
    std::vector<TreeEntry> entries(values_.tree(writing[i].data).begin(),
                                   values_.tree(writing[i].data).end());
    entries.front().set = values_.Union(entries.front().set, DataOnly(data));
    site.data = values_.Tree(std::move(entries));
    const int number = call.effects++;
    if (!writing[i].no_asset) sites_[SiteIndex(key(number))] = site;
  }
  for (const Model::Executes& effect : model.executes) {
    SiteRecord site = site_of(Site::EXECUTE);
    site.parent = handle_of(effect.parent);
    site.handle = handle_of(effect.handle);
    site.sql = optional_text(effect.sql);
    sites_[SiteIndex(key(call.effects++))] = site;
  }
  for (const Model::Opens& effect : model.opens) {
    if (!for_call(effect.handle)) writes.push_back({&effect.handle, open(effect), false});
  }
  for (const Port& port : model.joins) Join(values_.All(PortTree(port, call)), call.where);
  for (const Port& port : model.clears) {
    const Locs places = port.steps.empty() ? PortPlaces(port, call) : Locs();
    const TreeId nothing =
        places.size() == 1 ? Emptied(TypeAt(places.front())) : values_.EmptyCell();
    WritePort(port, nothing, false, call);
  }
  writes.insert(writes.end(), results.begin(), results.end());
  for (const Pending& write : writes) {
    bool part = false;
    if (write.bytes && !write.bytes->empty() && write.to->root == Port::kArg &&
        static_cast<size_t>(write.to->index) < call.actuals->size()) {
      const Actual& pointer = (*call.actuals)[write.to->index];
      const auto bytes = BytesOf(*write.bytes, call);
      if (bytes && StoreBytes(pointer, *bytes, write.content)) continue;
      // What is known by its size alone is all of an object of that size.
      part = bytes || !pointer.expr ||
             !pointer.expr->IgnoreParenImpCasts()->getType()->isVoidPointerType();
    }
    WritePort(*write.to, write.content, write.adds || part, call);
  }
  bool returns_place = false;
  for (const Pointing& pointing : pointings) {
    if (pointing.from->root == Port::kReturn && pointing.from->steps.empty()) {
      for (const Loc& loc : pointing.to) {
        if (!llvm::is_contained(call.returned_places, loc)) call.returned_places.push_back(loc);
      }
      returns_place = true;
    } else {
      WritePort(*pointing.from, values_.Leaf(AddressOf(pointing.to)), true, call);
    }
  }
  MakeObjects(call);
  MoveOn(call.callee, call.object);
  for (const Model::Writes& effect : model.writes) {
    if (effect.meanwhile) ShareMemory(effect, handle_of(effect.handle), call);
  }
  if (call.result.isNull() || call.result->isVoidType()) return Cell(0);
  if (call.result->isReferenceType()) {
    Locs places = call.returned_places;
    // What can be stored to is no copy.
    for (const Model::Flow& flow : model.flow) {
      if (call.result->getPointeeType().isConstQualified() || flow.subtype != IDENTITY ||
          flow.to.root != Port::kReturn || !flow.to.steps.empty()) {
        continue;
      }
      for (const Port& from : flow.from) {
        for (const Loc& loc : PortPlaces(from, call)) {
          if (!llvm::is_contained(places, loc)) places.push_back(loc);
        }
      }
    }
    if ((call.returned && values_.All(*call.returned) != 0) || places.empty()) {
      const BaseId own = TemporaryBase(reinterpret_cast<const char*>(call.key) + 3, {});
      state_.Set(own, call.returned.value_or(values_.EmptyCell()));
      places.push_back({own, 0});
    }
    return Place(std::move(places));
  }
  if (const auto iterator = OwnIteratorReturned(call)) return Tree(*iterator);
  TreeId tree = call.returned.value_or(values_.EmptyCell());
  // A pointer of which the entry says nothing, or that may be null by it, is to memory of the
  // call's own (malloc, realloc).
  const auto may_be_null = [&] {
    const SetId pointers = values_.Cell(tree, 0, 0);
    return values_.All(tree) == 0 || llvm::any_of(values_.set(pointers), [&](ValueId id) {
             const Value::Kind kind = values_.value(id).kind;
             return kind == Value::NUMBER || (model.allocates && kind != Value::ADDRESS);
           });
  };
  if (!returns_place && call.result->isAnyPointerType() && may_be_null()) {
    const SetId own = NewObject(reinterpret_cast<const char*>(call.key) + 2);
    tree = values_.UnionTrees(tree, values_.Leaf(own));
  }
  if (returns_place) {
    tree = values_.UnionTrees(tree, values_.Leaf(AddressOf(call.returned_places)));
  }
  return Tree(tree);
}

}  // namespace pedigree
