#include "analyzer/extract/extract.h"

#include <filesystem>
#include <set>

#include "absl/status/status.h"
#include "analyzer/catalog/catalog.h"
#include "analyzer/extract/own_catalogs.h"
#include "analyzer/extract/unit_walk.h"
#include "analyzer/fragment/packed.h"
#include "clang/Frontend/ASTConsumers.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Frontend/Utils.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/raw_ostream.h"
#include "proto/fragment.pb.h"

namespace pedigree {
namespace {

// A walk recurses as deep as expressions nest.
constexpr unsigned kStackBytes = 512u << 20;

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(const CatalogSet& catalog, const std::vector<OwnEntry>& own, Fragment& fragment,
           std::vector<std::string>& warnings, UnitNames names)
      : catalog_(catalog),
        own_(own),
        fragment_(fragment),
        warnings_(warnings),
        names_(std::move(names)) {}
  void HandleTranslationUnit(clang::ASTContext& ast) override {
    WalkUnit(ast, catalog_, fragment_, names_);
    warnings_ = WarnOfOwnEntries(ast, catalog_, own_);
  }

 private:
  const CatalogSet& catalog_;
  const std::vector<OwnEntry>& own_;
  Fragment& fragment_;
  std::vector<std::string>& warnings_;
  UnitNames names_;
};

// Every file the preprocessor opens, system headers included.
class Inputs : public clang::DependencyCollector {
 public:
  bool needSystemDependencies() override { return true; }
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(const CatalogSet& catalog, const std::vector<OwnEntry>& own, Fragment& fragment,
         std::vector<std::string>& warnings, std::shared_ptr<Inputs> inputs)
      : catalog_(catalog),
        own_(own),
        fragment_(fragment),
        warnings_(warnings),
        inputs_(std::move(inputs)) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    // Here the preprocessor exists already: addDependencyCollector() would come too late.
    inputs_->attachToPreprocessor(compiler.getPreprocessor());
    UnitNames names;
    if (getCurrentFileKind().isPreprocessed()) names.source = file.str();
    return std::make_unique<Consumer>(catalog_, own_, fragment_, warnings_, std::move(names));
  }

 private:
  const CatalogSet& catalog_;
  const std::vector<OwnEntry>& own_;
  Fragment& fragment_;
  std::vector<std::string>& warnings_;
  std::shared_ptr<Inputs> inputs_;
};

// Keeps the first error as one line, and all as text; and the warnings that are not the compiler's.
class Diagnostics : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& info) override {
    DiagnosticConsumer::HandleDiagnostic(level, info);
    const bool ours =
        level == clang::DiagnosticsEngine::Warning && info.getID() >= clang::diag::DIAG_UPPER_LIMIT;
    if (level < clang::DiagnosticsEngine::Error && !ours) return;
    llvm::SmallString<256> message;
    info.FormatDiagnostic(message);
    std::string line;
    if (info.hasSourceManager() && info.getLocation().isValid()) {
      const auto place = info.getSourceManager().getPresumedLoc(info.getLocation());
      if (place.isValid()) {
        line = std::string(place.getFilename()) + ":" + std::to_string(place.getLine()) + ":" +
               std::to_string(place.getColumn()) + ": ";
      }
    }
    if (ours) {
      warnings.push_back(line + "warning: " + std::string(message));
      return;
    }
    line += message.str();
    if (first.empty()) first = line;
    text += line + "\n";
    ++errors;
  }

  std::string first, text;
  std::vector<std::string> warnings;
  int errors = 0;
};

// The compiler's own arguments, less what would make it write something or name other sources.
std::vector<std::string> CommandLine(const ExtractOptions& options) {
  std::vector<std::string> line = {"clang", "-fsyntax-only", "-resource-dir",
                                   PEDIGREE_CLANG_RESOURCE_DIR};
  static const std::set<std::string> kWithValue = {"-o",
                                                   "-MF",
                                                   "-MT",
                                                   "-MQ",
                                                   "-MJ",
                                                   "-dependency-file",
                                                   "-serialize-diagnostics",
                                                   "--serialize-diagnostics"};
  static const std::set<std::string> kAlone = {
      "-c",      "-S",         "-E",  "-MD", "-MMD",
      "-M",      "-MM",        "-MP", "-MG", "-fcolor-diagnostics",
      "-Werror", "-save-temps"};
  const auto same_file = [&](const std::string& argument) {
    if (argument == options.source) return true;
    if (argument.empty() || argument[0] == '-') return false;
    std::error_code error;
    return std::filesystem::equivalent(argument, options.source, error) && !error;
  };
  for (size_t i = 0; i < options.compile_flags.size(); ++i) {
    const std::string& flag = options.compile_flags[i];
    if (kWithValue.contains(flag)) {
      ++i;
    } else if (kAlone.contains(flag) || same_file(flag) || flag.starts_with("-Werror=") ||
               flag == "-pipe" || flag == "--") {
      // Dropped: an output, or this source, which comes last.
    } else if (flag == "-resource-dir") {
      ++i;
    } else {
      line.push_back(flag);
    }
  }
  line.push_back("-Wno-everything");
  line.push_back("-fno-caret-diagnostics");  // no "N errors generated." on stderr
  line.push_back("-Qunused-arguments");
  line.push_back(options.source);
  return line;
}

}  // namespace

absl::StatusOr<ExtractResult> Extract(const ExtractOptions& options) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(options.source, error)) {
    return absl::NotFoundError(options.source + ": no such source file");
  }
  auto catalog = CatalogSet::Load(options.catalogs);
  if (!catalog.ok()) return catalog.status();

  const std::vector<OwnEntry> own = OwnEntries(catalog->own());
  ExtractResult result;
  FragmentSet set;
  Fragment& fragment = *set.add_fragment();
  auto inputs = std::make_shared<Inputs>();
  Diagnostics diagnostics;
  llvm::IntrusiveRefCntPtr<clang::FileManager> files(
      new clang::FileManager(clang::FileSystemOptions()));
  clang::tooling::ToolInvocation invocation(
      CommandLine(options),
      std::make_unique<Action>(*catalog, own, fragment, result.warnings, inputs), files.get());
  invocation.setDiagnosticConsumer(&diagnostics);
  bool ran = false;
  llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  const bool survived = recovery.RunSafelyOnThread([&] { ran = invocation.run(); }, kStackBytes);
  if (!survived) {
    return absl::InternalError(options.source + ": the extractor crashed on this source");
  }
  result.diagnostics = diagnostics.text;
  result.warnings.insert(result.warnings.end(), diagnostics.warnings.begin(),
                         diagnostics.warnings.end());
  if (!ran || diagnostics.errors > 0) {
    if (!options.keep_going || fragment.schema_version() == 0) {
      std::string message =
          diagnostics.first.empty() ? options.source + ": does not compile" : diagnostics.first;
      if (diagnostics.errors > 1) {
        message += " (and " + std::to_string(diagnostics.errors - 1) + " more)";
      }
      return absl::InvalidArgumentError(message);
    }
    result.incomplete = true;
    fragment.set_incomplete(true);
    fragment.add_problem(diagnostics.first);
  }
  for (const std::string& file : inputs->getDependencies()) result.inputs_read.push_back(file);
  fragment = Pack(Fragment(fragment));
  if (!set.SerializeToString(&result.fragment_set)) {
    return absl::InternalError(options.source + ": the fragment is too large");
  }
  return result;
}

}  // namespace pedigree
