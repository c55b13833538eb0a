// Columns of what is read and written: the fields of the program's own classes and of messages, and
// the keys of documents. See COLUMNS in fragment.proto.

#include <algorithm>
#include <map>

#include "analyzer/extract/compatibility.h"
#include "analyzer/extract/model_call.h"
#include "analyzer/extract/walker.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

// More are not told apart: the object is one then.
constexpr size_t kMaxColumns = 64;
constexpr int kMaxNesting = 3;

// The type of an element, where the type is a sequence.
clang::QualType ElementOf(clang::ASTContext& ast, Unit& unit, clang::QualType type) {
  if (const clang::ArrayType* array = ast.getAsArrayType(type)) return array->getElementType();
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  const clang::QualType element = FirstTypeArgument(record);
  if (element.isNull() || !unit.InStandardLibrary(record)) return {};
  static constexpr std::string_view kSequences[] = {
      "std::vector", "std::array", "std::deque", "std::span", "std::list", "std::initializer_list"};
  return llvm::is_contained(kSequences, unit.Name(record)) ? element : clang::QualType();
}

// Whether an object of that type has the field, of its own or of a base class.
bool IsFieldOf(const clang::FieldDecl* field, clang::QualType type) {
  const clang::RecordDecl* record = type.isNull() ? nullptr : type->getAsRecordDecl();
  if (!record) return false;
  if (record->getCanonicalDecl() == field->getParent()->getCanonicalDecl()) return true;
  const auto* of = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  const auto* owner = llvm::dyn_cast<clang::CXXRecordDecl>(field->getParent());
  return of && owner && of->hasDefinition() && of->isDerivedFrom(owner);
}

}  // namespace

// What `[[clang::annotate]]` says of a field: its tags.
std::vector<uint32_t> Unit::TagsOf(const clang::FieldDecl* field) {
  constexpr llvm::StringLiteral kTag = "pedigree:tag:";
  std::vector<uint32_t> tags;
  for (const auto* attribute : field->specific_attrs<clang::AnnotateAttr>()) {
    llvm::StringRef text = attribute->getAnnotation();
    if (text.consume_front(kTag) && !text.empty()) tags.push_back(Str(text.str()));
  }
  return tags;
}

void Unit::AddColumns(clang::QualType type, PathId path, const std::string& prefix, int nesting,
                      std::vector<Column>* columns) {
  type = type.getNonReferenceType().getCanonicalType();
  const clang::RecordDecl* record = type->getAsRecordDecl();
  if (!record || !(record = record->getDefinition()) || record->isUnion()) return;
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (cxx && IsMessage(cxx)) return AddColumnsOfMessage(cxx, path, prefix, nesting, columns);
  // The compiler's own, as what va_list is, stand nowhere.
  if (record->isImplicit() || InLibrary(record) || (cxx && cxx->isLambda())) return;
  if (cxx) {
    for (const auto& base : cxx->bases()) {
      AddColumns(base.getType(), path, prefix, nesting, columns);
    }
  }
  for (const clang::FieldDecl* field : record->fields()) {
    if (field->getName().empty()) continue;
    AddColumn(field->getType(), paths_.Append(path, Step::Field(FieldLabel(field))),
              {.name = prefix + field->getNameAsString(), .tags = TagsOf(field)}, nesting, columns);
  }
}

// Adds a field: its own fields, or itself if it has none.
void Unit::AddColumn(clang::QualType type, PathId path, Column column, int nesting,
                     std::vector<Column>* columns) {
  const size_t before = columns->size();
  if (nesting < kMaxNesting && column.tags.empty()) {
    const clang::QualType element = ElementOf(ast_, *this, type);
    AddColumns(element.isNull() ? type : element,
               element.isNull() ? path : paths_.Append(path, Step::AnyElement()), column.name + ".",
               nesting + 1, columns);
  }
  if (columns->size() > before) return;
  column.path = path;
  columns->push_back(std::move(column));
}

const std::vector<Unit::Column>& Unit::ColumnsOf(clang::QualType type) {
  static const std::vector<Column> kNone;
  if (type.isNull()) return kNone;
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  const auto [it, added] = columns_.try_emplace(type.getTypePtr());
  if (!added) return *it->second;
  auto columns = std::make_unique<std::vector<Column>>();
  const clang::QualType element = ElementOf(ast_, *this, type);
  if (!element.isNull()) {
    AddColumns(element, paths_.Append(0, Step::AnyElement()), "", 0, columns.get());
  } else {
    AddColumns(type, 0, "", 0, columns.get());
  }
  if (columns->size() > kMaxColumns) columns->clear();
  return *(columns_[type.getTypePtr()] = std::move(columns));
}

// The type of what a port of the call names; null: not known.
clang::QualType Walker::TypeOfPort(const Port& port, ModelCall& call) {
  clang::QualType type;
  if (port.root == Port::kArg && static_cast<size_t>(port.index) < call.actuals->size()) {
    const Actual& actual = (*call.actuals)[port.index];
    type = TypeOfActual(actual).getNonReferenceType();
    // void* and char* are what any pointer is passed as.
    for (const clang::Expr* expr = port.steps.empty() ? nullptr : actual.expr; expr;) {
      expr = expr->IgnoreParens();
      const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr);
      if (!cast || !type->isPointerType()) break;
      expr = cast->getSubExpr();
      const clang::QualType before = expr->getType();
      if (!before->isPointerType() && !before->isArrayType()) break;
      type = before;
      if (before->isArrayType()) break;
    }
  } else if (port.root == Port::kThis) {
    if (const auto* member = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(call.where)) {
      type = member->getImplicitObjectArgument()->IgnoreParenImpCasts()->getType();
      if (type->isPointerType()) type = type->getPointeeType();
    } else if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(call.callee)) {
      type = RecordType(unit_.ast(), method->getParent());
    }
  } else if (port.root == Port::kReturn) {
    type = call.result;
  }
  for (const Port::Step& step : port.steps) {
    if (type.isNull()) return {};
    type = type.getNonReferenceType();
    if (step.kind == Port::Step::kField || step.kind == Port::Step::kKey) return {};
    const clang::QualType element = ElementOf(unit_.ast(), unit_, type);
    if (type->isPointerType()) {
      type = type->getPointeeType();
    } else if (!element.isNull()) {
      type = element;
    } else if (const auto* owner = type->getAsCXXRecordDecl();
               owner && unit_.InStandardLibrary(owner) && IsPointer(type)) {
      type = FirstTypeArgument(owner);
    } else {
      return {};
    }
  }
  return type;
}

// The paths at which what goes out is told apart, deepest first: the columns of its type, and the
// keys and fields under which something is known to be.
std::vector<PathId> Walker::ColumnPaths(clang::QualType type, TreeId tree) {
  std::vector<PathId> paths;
  for (const Unit::Column& column : unit_.ColumnsOf(type)) paths.push_back(column.path);
  for (const TreeEntry& entry : values_.tree(tree)) {
    PathId path = entry.path;
    bool only_parts = true;
    for (const Step& step : paths_.Steps(path)) {
      only_parts &= step.kind == PathNode::KEY || step.kind == PathNode::FIELD ||
                    step.kind == PathNode::ELEMENT;
    }
    if (!only_parts) continue;
    while (path != 0 && paths_.Last(path).kind != PathNode::KEY &&
           !(paths_.Last(path).kind == PathNode::FIELD &&
             unit_.IsColumnLabel(paths_.Last(path).label))) {
      path = paths_.Parent(path);
    }
    if (path != 0) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end(), [&](PathId a, PathId b) {
    return paths_.Depth(a) != paths_.Depth(b) ? paths_.Depth(a) > paths_.Depth(b) : a < b;
  });
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  if (paths.size() > kMaxColumns) paths.clear();
  return paths;
}

// What goes out of the ports: each column by itself, and at [] the rest.
TreeId Walker::DataByColumn(const std::vector<const Port*>& ports, ModelCall& call) {
  std::map<PathId, SetId> columns;
  SetId rest = 0;
  const auto data_of = [&](TreeId tree) { return DataOnly(Reachable(tree)); };
  for (const Port* port : ports) {
    const clang::QualType type = TypeOfPort(*port, call);
    const std::vector<Unit::Column>& fixed = unit_.ColumnsOf(type);
    std::vector<TreeEntry> left;
    const auto without = [&](auto drop) {
      std::vector<TreeEntry> kept;
      for (const TreeEntry& entry : left) {
        if (!drop(entry)) kept.push_back(entry);
      }
      left = std::move(kept);
    };
    const TreeId whole = PortTree(*port, call);
    left.assign(values_.tree(whole).begin(), values_.tree(whole).end());
    for (const PathId path : ColumnPaths(type, whole)) {
      SetId& column = columns[path];
      column = values_.Union(column, data_of(values_.Sub(values_.Tree(left), path, 0)));
      without([&](const TreeEntry& entry) { return paths_.Match(entry.path, path).AtOrBelow(); });
    }
    // An object of a known type is its columns: what it holds as a whole, they do.
    without([&](const TreeEntry& entry) {
      return llvm::any_of(fixed, [&](const Unit::Column& column) {
        return columns.contains(column.path) &&
               paths_.Match(entry.path, column.path).kind == PathMatch::kCovers;
      });
    });
    rest = values_.Union(rest, data_of(values_.Tree(left)));
  }
  // Where nothing is left, a column with nothing in it says nothing.
  std::vector<TreeEntry> entries{{0, rest}};
  for (const auto& [path, set] : columns) {
    if (rest != 0 || set != 0) entries.push_back({path, set});
  }
  return values_.Tree(std::move(entries));
}

void Walker::NoteColumns(const Port& port, ModelCall& call, SiteRecord* site) {
  for (const Unit::Column& column : unit_.ColumnsOf(TypeOfPort(port, call))) {
    site->tagged.push_back({unit_.Str(column.name), column.tags, column.message, column.field});
  }
}

// What is stored in a field that carries tags.
void Walker::NoteTagged(const Loc& loc, TreeId content) {
  for (const TreeEntry& entry : values_.tree(content)) {
    PathId path = paths_.Concat(loc.path, entry.path);
    for (; path != 0; path = paths_.Parent(path)) {
      const Step last = paths_.Last(path);
      if (last.kind == PathNode::POINTEE) break;
      if (last.kind != PathNode::FIELD) continue;
      const auto tagged = unit_.TaggedFields(last.label);
      if (tagged.empty()) continue;
      const clang::QualType around = TypeAt({loc.base, paths_.Parent(path)});
      const auto* const found = llvm::find_if(
          tagged, [&](const clang::FieldDecl* field) { return IsFieldOf(field, around); });
      if (found == tagged.end()) continue;
      const clang::FieldDecl* field = *found;
      const uint32_t index = SiteIndex({field, 0});
      SiteRecord& site = sites_[index];
      site.kind = Site::TAG;
      site.location = unit_.Place(decl_->getLocation());
      site.api = unit_.Str(unit_.Name(field));
      site.tags = unit_.TagsOf(field);
      const SetId data = values_.Map(DataOnly(Reachable(values_.Leaf(entry.set))),
                                     [](const Val& v) -> std::optional<Val> {
                                       if (v.kind == Value::GUARD || v.subtype >= CONDITIONAL) {
                                         return std::nullopt;
                                       }
                                       return v;
                                     });
      site.data = values_.Leaf(values_.Union(values_.All(site.data), data));
      break;
    }
  }
}

}  // namespace pedigree
