// What differs between the versions of Clang and LLVM that the plugin is built for.
#ifndef PEDIGREE_PLUGIN_COMPATIBILITY_H_
#define PEDIGREE_PLUGIN_COMPATIBILITY_H_

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Passes/PassBuilder.h"

namespace pedigree {

// Calls `add` for the passes that come after all optimisations.
template <typename Add>
void OnOptimizerLast(llvm::PassBuilder& builder, Add add) {
#if LLVM_VERSION_MAJOR >= 20
  builder.registerOptimizerLastEPCallback([add](llvm::ModulePassManager& passes,
                                                llvm::OptimizationLevel,
                                                llvm::ThinOrFullLTOPhase) { add(passes); });
#else
  builder.registerOptimizerLastEPCallback(
      [add](llvm::ModulePassManager& passes, llvm::OptimizationLevel) { add(passes); });
#endif
}

// Makes `label` the symbol of what has the attribute, as it stands.
inline clang::AsmLabelAttr* SymbolLabel(clang::ASTContext& ast, const char* label) {
#if LLVM_VERSION_MAJOR >= 22
  return clang::AsmLabelAttr::CreateImplicit(ast, label);
#else
  return clang::AsmLabelAttr::CreateImplicit(ast, label, /*IsLiteral=*/true);
#endif
}

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_COMPATIBILITY_H_
