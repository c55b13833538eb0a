#include "plugin/embed.h"

#include <utility>

#include "analyzer/fragment/note.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"
#include "plugin/compatibility.h"

namespace pedigree {
namespace {

// The note as a constant in a section of its own, kept by being listed as used. That list is the
// compiler's (llvm.compiler.used), not the linker's: the latter would mark the section to be
// retained, and with it the whole object as one with GNU's extensions, while linkers retain notes
// anyway.
class EmbedPass : public llvm::PassInfoMixin<EmbedPass> {
 public:
  explicit EmbedPass(std::shared_ptr<Embedded> embedded) : embedded_(std::move(embedded)) {}

  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager&) {
    const std::string note = std::exchange(embedded_->note, "");
    if (note.empty()) return llvm::PreservedAnalyses::all();
    llvm::Constant* bytes =
        llvm::ConstantDataArray::getString(module.getContext(), note, /*AddNull=*/false);
    auto* variable =
        new llvm::GlobalVariable(module, bytes->getType(), /*isConstant=*/true,
                                 llvm::GlobalValue::PrivateLinkage, bytes, "pedigree.note");
    variable->setSection(kNoteSection);
    // Nobody asks for its address; otherwise the object would list it, by a symbol of its own.
    variable->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
    variable->setAlignment(llvm::Align(kNoteAlignment));
    llvm::appendToCompilerUsed(module, {variable});
    return llvm::PreservedAnalyses::all();
  }

  // Also where optimisation is off, or stops early.
  static bool isRequired() { return true; }

 private:
  std::shared_ptr<Embedded> embedded_;
};

}  // namespace

void EmbedWhenEmitted(clang::CodeGenOptions& options, std::shared_ptr<Embedded> embedded) {
  options.PassBuilderCallbacks.push_back([embedded](llvm::PassBuilder& builder) {
    // Last, so that no optimisation sees it.
    OnOptimizerLast(builder, [embedded](llvm::ModulePassManager& passes) {
      passes.addPass(EmbedPass(embedded));
    });
  });
}

void EmbedAsVariable(clang::ASTContext& ast, clang::ASTConsumer& emitter, const std::string& note) {
  const clang::QualType type = ast.getConstantArrayType(
      ast.CharTy.withConst(), llvm::APInt(ast.getTypeSize(ast.getSizeType()), note.size()),
      /*SizeExpr=*/nullptr, clang::ArraySizeModifier::Normal, /*IndexTypeQuals=*/0);
  const clang::SourceLocation nowhere;
  auto* variable = clang::VarDecl::Create(ast, ast.getTranslationUnitDecl(), nowhere, nowhere,
                                          &ast.Idents.get("pedigree.note"), type,
                                          ast.getTrivialTypeSourceInfo(type), clang::SC_Static);
  variable->setInit(clang::StringLiteral::Create(ast, note, clang::StringLiteralKind::Ordinary,
                                                 /*Pascal=*/false, type, nowhere));
  auto* alignment = clang::IntegerLiteral::Create(
      ast, llvm::APInt(ast.getIntWidth(ast.IntTy), kNoteAlignment), ast.IntTy, nowhere);
  variable->addAttr(clang::SectionAttr::CreateImplicit(ast, kNoteSection));
  variable->addAttr(clang::AlignedAttr::CreateImplicit(ast, /*IsAlignmentExpr=*/true, alignment));
  variable->addAttr(clang::UsedAttr::CreateImplicit(ast));
  variable->addAttr(clang::NoDebugAttr::CreateImplicit(ast));
  // As the assembler has it, private: it gets no symbol.
  variable->addAttr(SymbolLabel(ast, ".Lpedigree.note"));
  emitter.HandleTopLevelDecl(clang::DeclGroupRef(variable));
}

}  // namespace pedigree
