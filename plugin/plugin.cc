// The Clang plugin: lineage in every compile (-fplugin=libpedigree.so), carried by the object.
//
// Clang calls the consumer here when the source is parsed, before it emits the object. It derives
// the fragment from the same AST (unit_fragment.h) and leaves it for the back end to embed
// (embed.h). Whatever goes wrong within is a warning, and the fragment says that it is incomplete;
// the compile goes on as it would have.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/fragment/note.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "lineage/file.h"
#include "plugin/coroutine_returns.h"
#include "plugin/embed.h"
#include "plugin/options.h"
#include "plugin/plant_probes.h"
#include "plugin/unit_fragment.h"
#include "plugin/warning_flags.h"

namespace pedigree {
namespace {

void Report(clang::DiagnosticsEngine& diagnostics, clang::DiagnosticsEngine::Level level,
            const std::string& text, clang::SourceLocation where = {}) {
  // A custom diagnostic has no group: -Werror, which would break the compile, leaves it alone.
  diagnostics.Report(where, diagnostics.getCustomDiagID(level, "%0")) << text;
}

void Error(clang::DiagnosticsEngine& diagnostics, const std::string& text) {
  Report(diagnostics, clang::DiagnosticsEngine::Error, "pedigree: " + text);
}

void Warn(clang::DiagnosticsEngine& diagnostics, const std::string& text) {
  Report(diagnostics, clang::DiagnosticsEngine::Warning, "pedigree: " + text + " [-Wpedigree]");
}

bool MakesObject(clang::frontend::ActionKind action) {
  switch (action) {
    case clang::frontend::EmitObj:
    case clang::frontend::EmitAssembly:
    case clang::frontend::EmitBC:
    case clang::frontend::EmitLLVM:
    case clang::frontend::EmitLLVMOnly:
    case clang::frontend::EmitCodeGenOnly:
      return true;
    default:
      return false;
  }
}

class UnitConsumer : public clang::ASTConsumer {
 public:
  UnitConsumer(clang::CompilerInstance& compiler, const PluginOptions& options, UnitNames names,
               std::shared_ptr<Embedded> embedded, std::shared_ptr<Planting> planting)
      : compiler_(compiler),
        options_(options),
        names_(std::move(names)),
        embedded_(std::move(embedded)),
        planting_(std::move(planting)) {}

  // What is emitted as soon as it is parsed is seen here before.
  bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
    for (const clang::Decl* decl : group) coroutine_returns_.Note(decl);
    return true;
  }
  void HandleInlineFunctionDefinition(clang::FunctionDecl* function) override {
    coroutine_returns_.Note(function);
  }

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    clang::DiagnosticsEngine& diagnostics = compiler_.getDiagnostics();
    // There will be no object either.
    if (diagnostics.hasErrorOccurred()) return;
    coroutine_returns_.PutBack();
    const UnitFragment unit = DeriveFragment(ast, options_, names_);
    if (!unit.wrong_options.empty()) return Error(diagnostics, unit.wrong_options);
    for (const std::string& warning : unit.warnings) Warn(diagnostics, warning);
    if (!unit.problem.empty()) {
      Fail("the lineage of this source is incomplete: " + unit.problem);
    }
    if (!unit.unjudged.empty()) Fail("policies were not looked at: " + unit.unjudged);
    Tell(unit.findings);
    if (!options_.out.empty()) Write(unit);
    if (planting_ != nullptr) planting_->probes = unit.probes;
    if (embedded_ != nullptr) Embed(ast, unit);
  }

 private:
  void Fail(const std::string& text) {
    if (options_.strict) {
      Error(compiler_.getDiagnostics(), text);
    } else {
      Warn(compiler_.getDiagnostics(), text);
    }
  }

  // As the compiler's own: at the line, with notes along the way of the data.
  void Tell(const std::vector<PolicyFinding>& findings) {
    const clang::DiagnosticOptions& told = compiler_.getDiagnosticOpts();
    std::vector<std::string> flags = told.Warnings;
    flags.insert(flags.end(), options_.warnings.begin(), options_.warnings.end());
    const WarningFlags warnings(std::move(flags), told.IgnoreWarnings);
    clang::DiagnosticsEngine& diagnostics = compiler_.getDiagnostics();
    for (const PolicyFinding& finding : findings) {
      const auto [level, flag] = warnings.Of(finding.rule, LevelOf(finding.severity));
      if (level == WarningFlags::kIgnored) continue;
      using Engine = clang::DiagnosticsEngine;
      Report(diagnostics,
             level == WarningFlags::kError     ? Engine::Error
             : level == WarningFlags::kWarning ? Engine::Warning
                                               : Engine::Remark,
             finding.text + " [" + flag + "]", finding.where);
      for (const PolicyFinding::Note& note : finding.notes)
        Report(diagnostics, Engine::Note, note.text, note.where);
    }
  }

  static WarningFlags::Level LevelOf(Severity severity) {
    if (severity == NOTE) return WarningFlags::kRemark;
    return severity == WARNING ? WarningFlags::kWarning : WarningFlags::kError;
  }

  void Write(const UnitFragment& unit) {
    const std::string file = OutputFile(options_.out, unit.source);
    const std::string folder = std::filesystem::path(file).parent_path().string();
    absl::Status status = folder.empty() ? absl::OkStatus() : MakeFolder(folder);
    if (status.ok()) status = WriteFile(file, unit.fragment_set);
    if (!status.ok()) Fail(std::string(status.message()));
  }

  void Embed(clang::ASTContext& ast, const UnitFragment& unit) {
    const llvm::Triple& target = compiler_.getTarget().getTriple();
    if (!target.isOSBinFormatELF()) {
      return Fail("objects for " + target.str() + " cannot carry lineage: they are not ELF");
    }
    const std::string by = clang::getClangFullVersion() + ", " + target.str();
    const auto note = MakeNote({by, unit.fragment_set}, target.isLittleEndian());
    if (!note) return Fail("the fragment is too large to be embedded");
    if (compiler_.getCodeGenOpts().DisableLLVMPasses) {
      EmbedAsVariable(ast, compiler_.getASTConsumer(), *note);
    } else {
      embedded_->note = *note;
    }
  }

  clang::CompilerInstance& compiler_;
  const PluginOptions options_;
  const UnitNames names_;
  const std::shared_ptr<Embedded> embedded_;
  const std::shared_ptr<Planting> planting_;
  CoroutineReturns coroutine_returns_;
};

class Action : public clang::PluginASTAction {
 public:
  // Before the object is emitted.
  ActionType getActionType() override { return AddBeforeMainAction; }

  bool ParseArgs(const clang::CompilerInstance& compiler,
                 const std::vector<std::string>& arguments) override {
    auto options = ParsePluginOptions(arguments);
    if (!options.ok()) {
      Error(compiler.getDiagnostics(), std::string(options.status().message()));
      return false;
    }
    options_ = *std::move(options);
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    const clang::FrontendOptions& front = compiler.getFrontendOpts();
    const bool embed = options_.embed && MakesObject(front.ProgramAction);
    const bool checks = front.ProgramAction == clang::frontend::ParseSyntaxOnly;
    // A precompiled header or module is seen with what uses it; for a device there is no object of
    // its own.
    const clang::LangOptions& language = compiler.getLangOpts();
    const bool device = language.CUDAIsDevice || language.OpenMPIsTargetDevice ||
                        language.SYCLIsDevice || language.OpenCL;
    const bool plants = options_.probes && MakesObject(front.ProgramAction);
    const bool asked = !options_.out.empty() || !options_.policies.empty();
    const bool wanted = embed || plants || (asked && (checks || MakesObject(front.ProgramAction)));
    if (!wanted || device) return std::make_unique<clang::ASTConsumer>();

    UnitNames names;
    if (front.Inputs.size() == 1 && front.Inputs[0].getKind().isPreprocessed()) {
      names.source = file.str();
    }
    std::error_code error;
    names.root = options_.root.empty()
                     ? DefaultRoot(file.str(), std::filesystem::current_path(error).string())
                     : options_.root;
    std::shared_ptr<Embedded> embedded;
    if (embed) {
      embedded = std::make_shared<Embedded>();
      EmbedWhenEmitted(compiler.getCodeGenOpts(), embedded);
    }
    std::shared_ptr<Planting> planting;
    if (plants && CanPlant(compiler)) {
      planting = std::make_shared<Planting>();
      PlantWhenEmitted(compiler.getCodeGenOpts(), planting);
    }
    return std::make_unique<UnitConsumer>(compiler, options_, std::move(names), std::move(embedded),
                                          std::move(planting));
  }

 private:
  // Probes find their calls by the places that the compiler notes.
  static bool CanPlant(clang::CompilerInstance& compiler) {
    const clang::CodeGenOptions& code = compiler.getCodeGenOpts();
    if (code.getDebugInfo() == llvm::codegenoptions::NoDebugInfo || !code.DebugColumnInfo) {
      Error(
          compiler.getDiagnostics(),
          "probes need to know the lines and columns of calls: compile with -Rpass=pedigree (which "
          "puts nothing into the object), or with debug information");
      return false;
    }
    if (code.DisableLLVMPasses) {
      Error(compiler.getDiagnostics(), "probes need the compiler's passes, which are switched off");
      return false;
    }
    return true;
  }

  PluginOptions options_;
};

const clang::FrontendPluginRegistry::Add<Action> kRegistered("pedigree",
                                                             "derives lineage while compiling");

}  // namespace
}  // namespace pedigree
