#include "analyzer/catalog_lint/lint.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog_lint/declarations.h"
#include "analyzer/catalog_lint/entry_lint.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace pedigree {
namespace {

using google::protobuf::TextFormat;

// The one source, which includes the headers; it exists in memory alone.
constexpr char kSource[] = "/pedigree-catalog-lint.cc";

using Visit = std::function<void(clang::ASTContext&, clang::Preprocessor&)>;

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::Preprocessor& preprocessor, const Visit& visit)
      : preprocessor_(preprocessor), visit_(visit) {}
  void HandleTranslationUnit(clang::ASTContext& ast) override {
    if (!ast.getDiagnostics().hasErrorOccurred()) visit_(ast, preprocessor_);
  }

 private:
  clang::Preprocessor& preprocessor_;
  const Visit& visit_;
};

class Action : public clang::ASTFrontendAction {
 public:
  explicit Action(const Visit& visit) : visit_(visit) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    return std::make_unique<Consumer>(compiler.getPreprocessor(), visit_);
  }

 private:
  const Visit& visit_;
};

class FirstError : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& info) override {
    DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < clang::DiagnosticsEngine::Error || !message.empty()) return;
    llvm::SmallString<256> text;
    info.FormatDiagnostic(text);
    message = text.str();
    if (!info.hasSourceManager()) return;
    const auto place = info.getSourceManager().getPresumedLoc(info.getLocation());
    if (place.isInvalid() || std::string_view(place.getFilename()) == kSource) return;
    message = fmt::format("{}:{}:{}: {}", place.getFilename(), place.getLine(), place.getColumn(),
                          message);
  }
  std::string message;
};

// What `pkg-config --cflags MODULES` says; nothing where a module is not known.
std::optional<std::vector<std::string>> FlagsOfModules(const std::vector<std::string>& modules) {
  std::string command = "pkg-config --cflags";
  for (const std::string& module : modules) {
    const bool plain = module.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789+-._") == std::string::npos;
    if (!plain || module.starts_with('-')) return std::nullopt;
    command += " " + module;
  }
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string output;
  for (int c; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
  if (pclose(pipe) != 0) return std::nullopt;
  std::vector<std::string> flags(1);
  for (const char c : output) {
    if (c != ' ' && c != '\n') {
      flags.back() += c;
    } else if (!flags.back().empty()) {
      flags.emplace_back();
    }
  }
  flags.pop_back();
  return flags;
}

absl::Status Parse(const std::string& includes, std::vector<std::string> line, const Visit& visit) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  memory->addFile(kSource, 0, llvm::MemoryBuffer::getMemBufferCopy(includes));
  auto overlay =
      llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
  overlay->pushOverlay(memory);
  llvm::IntrusiveRefCntPtr<clang::FileManager> files(
      new clang::FileManager(clang::FileSystemOptions(), overlay));
  FirstError diagnostics;
  clang::tooling::ToolInvocation invocation(std::move(line), std::make_unique<Action>(visit),
                                            files.get());
  invocation.setDiagnosticConsumer(&diagnostics);
  if (invocation.run() && diagnostics.message.empty()) return absl::OkStatus();
  const bool missing = diagnostics.message.find("file not found") != std::string::npos;
  const std::string message =
      diagnostics.message.empty() ? "the headers do not compile" : diagnostics.message;
  return missing ? absl::NotFoundError(message) : absl::InvalidArgumentError(message);
}

}  // namespace

absl::StatusOr<std::vector<LintFinding>> LintCatalog(const LintOptions& options) {
  std::ifstream stream(options.file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open()) {
    return absl::NotFoundError(fmt::format("{}: cannot read the catalog", options.file));
  }
  // With a comment more it is no standard catalog, and read as a whole.
  if (auto set = CatalogSet::Parse({{options.file, text + "\n# lint\n"}}); !set.ok()) {
    return set.status();
  }
  CatalogPlaces places;
  Catalog catalog;
  TextFormat::Parser parser;
  parser.WriteLocationsTo(places.tree());
  if (!parser.ParseFromString(text, &catalog)) {
    return absl::InvalidArgumentError(fmt::format("{}: not a catalog", options.file));
  }

  std::vector<std::string> headers(catalog.header().begin(), catalog.header().end());
  if (!options.headers.empty()) headers = options.headers;
  if (headers.empty()) {
    return absl::InvalidArgumentError(
        fmt::format("{}: it names no header (header: \"...\")", options.file));
  }
  std::string includes;
  for (const std::string& header : headers) {
    includes += header.starts_with('/') || header.starts_with('.')
                    ? fmt::format("#include \"{}\"\n", header)
                    : fmt::format("#include <{}>\n", header);
  }
  const std::string hint =
      catalog.package().empty()
          ? ""
          : fmt::format(" (Debian's package {} has what this catalog is about)", catalog.package());
  std::vector<std::string> line = {"clang",         "-fsyntax-only",
                                   "-resource-dir", PEDIGREE_CLANG_RESOURCE_DIR,
                                   "-xc++",         "-std=c++20"};
  if (catalog.pkg_config_size() > 0) {
    const auto flags = FlagsOfModules({catalog.pkg_config().begin(), catalog.pkg_config().end()});
    if (!flags) {
      return absl::NotFoundError(fmt::format("{}: pkg-config does not know {}{}", options.file,
                                             fmt::join(catalog.pkg_config(), ", "), hint));
    }
    line.insert(line.end(), flags->begin(), flags->end());
  }
  line.insert(line.end(), catalog.flag().begin(), catalog.flag().end());
  line.insert(line.end(), options.flags.begin(), options.flags.end());
  line.insert(line.end(), {"-w", "-fno-caret-diagnostics", "-Qunused-arguments", "-I.", kSource});

  std::vector<LintFinding> findings;
  const absl::Status parsed =
      Parse(includes, std::move(line), [&](clang::ASTContext& ast, clang::Preprocessor& macros) {
        const HeaderDeclarations declarations(ast);
        const auto is_macro = [&](const std::string& name) {
          return macros.getIdentifierInfo(name)->hasMacroDefinition();
        };
        findings = EntryLint(catalog, places, text, declarations, is_macro).Run();
      });
  if (absl::IsNotFound(parsed)) {
    return absl::NotFoundError(
        fmt::format("{}: {}{}", options.file, std::string(parsed.message()), hint));
  }
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", options.file, std::string(parsed.message())));
  }
  return findings;
}

}  // namespace pedigree
