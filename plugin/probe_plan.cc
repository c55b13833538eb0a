#include "plugin/probe_plan.h"

#include <map>
#include <tuple>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "runtime/probe.h"

namespace pedigree {
namespace {

// Whether an argument of that type is passed as one value, whatever the machine.
bool IsOneValue(clang::QualType type) {
  return type->isPointerType() || type->isReferenceType() || type->isEnumeralType() ||
         (type->isIntegerType() && !type->isSpecificBuiltinType(clang::BuiltinType::Int128) &&
          !type->isSpecificBuiltinType(clang::BuiltinType::UInt128)) ||
         type->isSpecificBuiltinType(clang::BuiltinType::Double) ||
         type->isSpecificBuiltinType(clang::BuiltinType::Float);
}

// libstdc++'s std::string, whose first members are a pointer to the text and its size; and
// std::filesystem::path, whose first member is one.
bool BeginsWithText(clang::QualType type) {
  const auto* record = type->getAsCXXRecordDecl();
  if (record == nullptr || !record->hasDefinition() || record->isDynamicClass() ||
      record->getNumBases() != 0 || !record->isInStdNamespace() || record->field_empty()) {
    return false;
  }
  const clang::FieldDecl* first = *record->field_begin();
  if (first->getName() == "_M_pathname") return BeginsWithText(first->getType());
  const auto* of = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  return of != nullptr && first->getName() == "_M_dataplus" &&
         record->getName() == "basic_string" &&
         std::next(record->field_begin()) != record->field_end() &&
         std::next(record->field_begin())->getName() == "_M_string_length" &&
         of->getTemplateArgs()[0].getAsType()->isCharType();
}

// How the name is passed, which is argument `index` of the function's.
void FindName(const clang::FunctionDecl* callee, int index, PlannedProbe& probe) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
  const int self = method != nullptr && method->isInstance() ? 1 : 0;
  if (index < 0 || static_cast<unsigned>(index) >= callee->getNumParams()) return;
  for (int i = 0; i < index; ++i) {
    if (!IsOneValue(callee->getParamDecl(i)->getType())) return;
  }
  const clang::QualType type = callee->getParamDecl(index)->getType();
  probe.argument = index + self;
  if (type->isPointerType() && type->getPointeeType()->isCharType()) {
    probe.name = PlannedProbe::kCString;
  } else if (type->isReferenceType() && BeginsWithText(type->getPointeeType())) {
    probe.name = PlannedProbe::kStdString;
  }
}

std::string NameInSymbol(const clang::FunctionDecl* callee) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(callee))
    return constructor->getParent()->getName().str();
  return callee->getIdentifier() == nullptr ? "" : callee->getName().str();
}

}  // namespace

std::vector<PlannedProbe> PlanProbes(const Fragment& fragment, const UnitSource& source) {
  using Key = std::tuple<UnitSource::Place, std::string, uint32_t>;
  std::map<Key, PlannedProbe> planned;
  const auto text = [&](uint32_t index) { return fragment.string(static_cast<int>(index)); };
  for (const Function& function : fragment.function()) {
    for (const Site& site : function.site()) {
      if (site.kind() == Site::TAG) continue;  // no asset is touched
      const UnitSource::Place place = {text(site.location().file()), site.location().line(),
                                       site.location().column()};
      const auto call = source.calls.find({place, text(site.api())});
      if (call == source.calls.end()) continue;
      PlannedProbe probe;
      std::tie(probe.file, probe.line, probe.column) = place;
      probe.function = text(function.name());
      probe.api = text(site.api());
      probe.access = site.kind() == Site::READ    ? PEDIGREE_SITE_READS
                     : site.kind() == Site::WRITE ? PEDIGREE_SITE_WRITES
                                                  : PEDIGREE_SITE_OPENS;
      const clang::FunctionDecl* callee = call->second.callee;
      probe.callee = NameInSymbol(callee);
      FindName(callee,
               site.kind() == Site::READ    ? call->second.reads
               : site.kind() == Site::WRITE ? call->second.writes
                                            : call->second.opens,
               probe);
      planned.try_emplace({place, probe.api, probe.access}, std::move(probe));
    }
  }
  std::vector<PlannedProbe> all;
  for (auto& [_, probe] : planned) all.push_back(std::move(probe));
  return all;
}

}  // namespace pedigree
