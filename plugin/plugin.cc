// The Clang plugin: lineage in every compile (-fplugin=libpedigree.so), carried by the object.
//
// Clang calls the consumer here when the source is parsed, before it emits the object. It derives
// the fragment from the same AST (unit_fragment.h) and leaves it for the back end to embed
// (embed.h). Whatever goes wrong within is a warning, and the fragment says that it is incomplete;
// the compile goes on as it would have.
#include <dlfcn.h>

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
#include "plugin/embed.h"
#include "plugin/options.h"
#include "plugin/unit_fragment.h"

namespace pedigree {
namespace {

// The file that this code was loaded from.
std::string PluginFile() {
  Dl_info info;
  static const char here = 0;
  return dladdr(&here, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
}

void Report(clang::DiagnosticsEngine& diagnostics, clang::DiagnosticsEngine::Level level,
            const std::string& text) {
  // A custom diagnostic has no group: -Werror, which would break the compile, leaves it alone.
  diagnostics.Report(diagnostics.getCustomDiagID(level, "%0")) << text;
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
               std::shared_ptr<Embedded> embedded)
      : compiler_(compiler),
        options_(options),
        names_(std::move(names)),
        embedded_(std::move(embedded)) {}

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    clang::DiagnosticsEngine& diagnostics = compiler_.getDiagnostics();
    // There will be no object either.
    if (diagnostics.hasErrorOccurred()) return;
    const UnitFragment unit =
        DeriveFragment(ast, options_, names_, PluginFile(),
                       MakesObject(compiler_.getFrontendOpts().ProgramAction));
    if (!unit.wrong_options.empty()) return Error(diagnostics, unit.wrong_options);
    for (const std::string& warning : unit.warnings) Warn(diagnostics, warning);
    if (!unit.problem.empty()) {
      Fail("the lineage of this source is incomplete: " + unit.problem);
    }
    if (!options_.out.empty()) Write(unit);
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
    const bool wanted =
        embed || (!options_.out.empty() && (checks || MakesObject(front.ProgramAction)));
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
    return std::make_unique<UnitConsumer>(compiler, options_, std::move(names),
                                          std::move(embedded));
  }

 private:
  PluginOptions options_;
};

const clang::FrontendPluginRegistry::Add<Action> kRegistered("pedigree",
                                                             "derives lineage while compiling");

}  // namespace
}  // namespace pedigree
