// Texts that are the values of the command line's options go by the options' names: where the
// source compares with the name (options.h), and for the variables that gflags and Abseil make of
// flags.

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/CharInfo.h"

namespace pedigree {
namespace {

// The path of any element beside the one that is there.
PathId AnyOf(PathTable& paths, PathId path) {
  const auto given = paths.Steps(path);
  std::vector<Step> steps(given.begin(), given.end());
  const auto index = std::find_if(steps.rbegin(), steps.rend(), [](const Step& s) {
    return s.kind == PathNode::ELEMENT || s.kind == PathNode::OFFSET;
  });
  if (index != steps.rend()) {
    *index = index->kind == PathNode::ELEMENT ? Step::AnyElement() : Step::AnyOffset();
  } else if (!steps.empty() && steps.back().kind == PathNode::POINTEE) {
    steps.insert(steps.end() - 1, Step::AnyOffset());  // *p is p[0]
  } else {
    return path;
  }
  PathId any = 0;
  for (const Step& step : steps) any = paths.Append(any, step);
  return any;
}

// What parameters of functions are called that open any file: what the caller called it says more.
bool IsAnyFile(llvm::StringRef holder) {
  std::string name = holder.lower();
  std::erase(name, '_');
  static constexpr std::string_view kNames[] = {"path", "file",  "filename", "filepath",
                                                "name", "fname", "uri",      "url"};
  return llvm::is_contained(kNames, std::string_view(name));
}

// Whether one of the words of a name (option_table, GOptionEntry) is one for options: target and
// optimizer are none.
bool TellsOfOptions(llvm::StringRef name) {
  static constexpr std::string_view kWords[] = {
      "opt",  "opts",  "option",   "options",   "popt",   "arg",      "args",
      "flag", "flags", "argument", "arguments", "switch", "switches", "cmdline"};
  const auto is_upper = [&](size_t i) { return clang::isUppercase(name[i]); };
  for (size_t begin = 0, end = 0; begin < name.size(); begin = end) {
    end = begin + 1;
    // A word goes on to an underscore or a digit, or to where a capital begins another.
    while (end < name.size() && clang::isLetter(name[end]) &&
           (!is_upper(end) || (is_upper(end - 1) &&
                               (end + 1 == name.size() || !clang::isLowercase(name[end + 1]))))) {
      ++end;
    }
    if (llvm::is_contained(kWords, std::string_view(name.slice(begin, end).lower()))) return true;
  }
  return false;
}

// A row of a table of options: {"output", 'o', OPTION_TEXT, &output, "Where to."}.
struct OptionRow {
  std::string name;
  bool dashed = false;
  llvm::SmallVector<const clang::Expr*, 2> variables;  // texts whose addresses stand in the row
};

OptionRow OptionsIn(const clang::InitListExpr* list) {
  OptionRow row;
  for (const clang::Expr* init : list->inits()) {
    const clang::Expr* field = init->IgnoreParenCasts();
    if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(field)) {
      if (!text->isOrdinary()) continue;
      const llvm::StringRef name = text->getString();
      const bool dashed = name.size() > 1 && name.starts_with("-");
      // The longest of several names; what follows the address is no name.
      if (!row.variables.empty() || !Options::IsName(name)) continue;
      if (row.name.empty() || (dashed && name.size() > row.name.size())) row.name = name.str();
      row.dashed |= dashed;
    } else if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(field)) {
      if (address->getOpcode() != clang::UO_AddrOf) continue;
      if (Options::IsText(address->getSubExpr()->getType())) {
        row.variables.push_back(address->getSubExpr());
      }
    }
  }
  return row;
}

}  // namespace

// The objects of which these values are some element or part, not known which: what came in, and
// what calls returned.
std::set<BaseId> Walker::Chosen(SetId held) {
  std::set<BaseId> bases;
  for (const ValueId id : values_.set(held)) {
    const Val v = values_.value(id);
    if (v.kind == Value::TEXT) {
      for (const TextPart& part : values_.text(v.index)) {
        if (part.hole != 0) bases.merge(Chosen(part.hole));
      }
    }
    if ((v.kind != Value::INITIAL && v.kind != Value::OUT) || v.subtype >= CONDITIONAL) continue;
    bool any = bases_[v.base].kind == Base::RESULT;
    for (PathId path = v.path; path != 0; path = paths_.Parent(path)) any |= paths_.Last(path).any;
    if (any) bases.insert(v.base);
  }
  return bases;
}

// The option that the source says the text is of, as it is written there; of several names, all.
std::string Walker::OptionOf(const OptionValue& value, SetId held) {
  if (value.kind == OptionValue::kAsked) return value.asked;
  const std::set<BaseId> chosen = Chosen(held);
  const auto related = [&](const OptionTest& test) {
    const TreeId tree = TreeOf(Evaluate(test.subject));
    SetId subject = values_.All(tree);
    for (const Loc& loc : Dereference(values_.Cell(tree, 0, 0))) {
      subject = values_.Union(subject, CellAt({loc}));
    }
    const std::set<BaseId> of = Chosen(subject);
    return std::any_of(of.begin(), of.end(), [&](BaseId base) { return chosen.contains(base); });
  };
  const auto fits = [&](const OptionTest& test) {
    const bool dashed = test.name.starts_with("-");
    switch (value.kind) {
      case OptionValue::kParser:
        return true;
      case OptionValue::kPart:
        if (!test.begins || test.of_parser) return false;
        if (Options::Named(test.subject)) {
          return Options::Named(test.subject) == Options::Named(value.whole) || related(test);
        }
        return values_.Cell(TreeOf(Evaluate(test.subject)), 0, 0) == held || related(test);
      case OptionValue::kVariable:
        if (test.of_parser) return false;
        // The variable is the option itself, unless its beginning has been cut off.
        if (Options::Named(test.subject) == value.variable) return test.consumes;
        return related(test);
      case OptionValue::kElement:
        if (test.of_parser || test.name.ends_with("=")) return false;
        return dashed || related(test);
      case OptionValue::kAsked:
        break;
    }
    return false;
  };
  for (const llvm::ArrayRef<OptionTest> tests : options_->Tests(value)) {
    std::string names;
    for (const OptionTest& test : tests) {
      if (fits(test)) names += (names.empty() ? "" : ",") + test.name;
    }
    if (!names.empty()) return names;
  }
  return "";
}

Walker::Operand Walker::UnderOption(const clang::Expr* expr, const OptionValue& value,
                                    Operand operand) {
  const TreeId tree = TreeOf(operand);
  SetId held = values_.Cell(tree, 0, 0);
  SetId hole = held;
  bool piece = value.kind == OptionValue::kPart;
  if (piece) {
    const TreeId whole = TreeOf(Evaluate(value.whole));
    hole = held = values_.Cell(whole, 0, 0);
  }
  // A constant is what it says.
  const auto known = [&](ValueId id) {
    const Val& v = values_.value(id);
    if (v.kind == Value::TEXT) {
      const auto parts = values_.text(v.index);
      return std::all_of(parts.begin(), parts.end(), [&](const TextPart& part) {
        return part.literal != 0 ||
               (part.option != 0 && !Options::IsHolder(unit_.Text(part.option)));
      });
    }
    return v.kind != Value::INITIAL && v.kind != Value::OUT;
  };
  const auto all = values_.set(held);
  if (value.kind != OptionValue::kParser && std::all_of(all.begin(), all.end(), known)) {
    return operand;
  }
  // Whether it is an argument of the command line, not known which.
  const auto of_command_line = [&](SetId set) {
    const std::set<BaseId> chosen = Chosen(set);
    return !chosen.empty() && std::all_of(chosen.begin(), chosen.end(), [&](BaseId id) {
      const BaseInfo& base = bases_[id];
      if (base.kind != Base::PARAM || base.index >= function_->getNumParams()) return false;
      const clang::ParmVarDecl* parameter = function_->getParamDecl(base.index);
      const clang::QualType type = parameter->getType();
      return type->isPointerType() && Options::IsText(type->getPointeeType()) &&
             (function_->isMain() || parameter->getName().contains_insensitive("arg"));
    });
  };
  std::string option = OptionOf(value, held);
  const bool of_option = !option.empty();
  if (value.kind == OptionValue::kElement || value.kind == OptionValue::kPart) {
    // In a loop the first round's index may be known: it is still any element.
    hole = values_.Map(hole, [&](const Val& v) -> std::optional<Val> {
      if ((v.kind != Value::INITIAL && v.kind != Value::OUT) || v.subtype != IDENTITY) return v;
      Val any = v;
      any.path = AnyOf(paths_, v.path);
      return any;
    });
  }
  if (!of_option) {
    if (value.holder.empty() || !of_command_line(hole)) return operand;
    const bool is_held = llvm::any_of(values_.set(held), [&](ValueId id) {
      const Val& v = values_.value(id);
      return v.kind == Value::TEXT && llvm::any_of(values_.text(v.index), [&](const TextPart& p) {
               return p.option != 0 && Options::IsHolder(unit_.Text(p.option));
             });
    });
    if (is_held && IsAnyFile(value.holder)) return operand;
    option = "@" + value.holder;
  }
  if (value.kind == OptionValue::kVariable && of_option) {
    // What was cut out of an argument before.
    hole = values_.Map(held, [&](const Val& v) -> std::optional<Val> {
      if (v.subtype != TRANSFORMATION) return v;
      piece = true;
      Val origin = v;
      origin.subtype = IDENTITY;
      return origin;
    });
  }
  const TextId text = values_.Text({TextPart{0, hole, unit_.Str(option), piece}});
  const SetId set = values_.Union(values_.Single({.kind = Value::TEXT, .index = text}),
                                  values_.Computed(values_.All(tree), TRANSFORMATION));
  if (expr->isPRValue()) return Cell(set);
  return Place(Materialize(Cell(set), expr, expr->getType()));
}

// Variables to which a table binds options (popt, GLib, Git's parse-options, a program's own):
// beside what they hold, the values of the options by those names.
void Walker::BindOptions(const clang::VarDecl* table) {
  const clang::Expr* init = table->getInit();
  const auto* rows =
      llvm::dyn_cast_or_null<clang::InitListExpr>(init ? init->IgnoreParenImpCasts() : nullptr);
  if (!rows || !table->getType()->isArrayType()) return;
  const clang::RecordDecl* record =
      unit_.ast().getBaseElementType(table->getType())->getAsRecordDecl();
  if (!record) return;
  const bool told = TellsOfOptions(table->getName()) || TellsOfOptions(record->getName());
  for (const clang::Expr* element : rows->inits()) {
    const auto* list = llvm::dyn_cast<clang::InitListExpr>(element->IgnoreParenImpCasts());
    if (!list) continue;
    const OptionRow row = OptionsIn(list);
    if (row.name.empty() || !(told || row.dashed)) continue;
    const SetId value = values_.Single(
        {.kind = Value::TEXT, .index = values_.Text({TextPart{0, 0, unit_.Str(row.name)}})});
    for (const clang::Expr* variable : row.variables) {
      WritePlaces(PlacesOf(variable), values_.Leaf(value), /*weak=*/true);
    }
  }
}

// What ABSL_FLAG(T, x, ...) and DEFINE_string(x, ...) define: what the variable FLAGS_x holds once
// the command line was read, beside its default. Programs have copies of Abseil's flags, too: a
// template `Flag` of what it holds.
void Walker::InitializeFlag(const clang::VarDecl* variable) {
  if (!variable->getDeclName().isIdentifier() || !variable->getName().starts_with("FLAGS_")) return;
  const std::string option = variable->getName().drop_front(6).str();
  const SetId flag = values_.Single(
      {.kind = Value::TEXT, .index = values_.Text({TextPart{0, 0, unit_.Str(option)}})});
  const Locs place{{VariableBase(variable), 0}};
  const clang::QualType type = variable->getType();
  const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(variable->getDeclContext());
  if (type->isReferenceType() && space && space->getName() == "fLS") {
    WritePlaces(Dereference(CellAt(place)), values_.Leaf(flag), /*weak=*/true);
    return;
  }
  const auto* record = type->getAsCXXRecordDecl();
  if (!record) return;
  if (unit_.Name(record) != "absl::flags_internal::Flag") {
    const clang::QualType held = FirstTypeArgument(record);
    if (held.isNull() || record->getName() != "Flag" || !Options::IsText(held)) return;
    const auto may_hold = [&](uint32_t label) {
      WritePlaces(Parts(place, Step::Field(label)), values_.Leaf(flag), /*weak=*/true);
    };
    for (const clang::FieldDecl* field : record->fields()) {
      if (unit_.ast().hasSameUnqualifiedType(field->getType(), held)) {
        may_hold(unit_.FieldLabel(field));
      }
    }
    may_hold(unit_.PartLabel("value"));  // where the catalog has it
    return;
  }
  // The default is what a class beside it makes: AbslFlagDefaultGenForx{}.value.
  SetId values = flag;
  const std::string generator = "AbslFlagDefaultGenFor" + option;
  for (const clang::NamedDecl* found : variable->getDeclContext()->lookup(
           clang::DeclarationName(&unit_.ast().Idents.get(generator)))) {
    const auto* made = llvm::dyn_cast<clang::CXXRecordDecl>(found);
    if (!made || !(made = made->getDefinition())) continue;
    for (const clang::FieldDecl* field : made->fields()) {
      if (field->getName() != "value" || !field->hasInClassInitializer()) continue;
      values = values_.Union(values, SetOf(field->getInClassInitializer()));
    }
  }
  const Locs value = Parts(place, Step::Field(unit_.PartLabel("value")));
  WritePlaces(value, values_.Leaf(values));
}

}  // namespace pedigree
