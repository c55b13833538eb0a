// Lineage to and from other systems: `pedigree export`, `pedigree import`.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "analyzer/fragment/mask.h"
#include "cli/checking.h"
#include "cli/command.h"
#include "cli/runs.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/interop/interop.h"
#include "lineage/interop/write_graph.h"
#include "lineage/message.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

using interop::System;

bool Exports(const System& system) { return system.exports != nullptr; }
bool Imports(const System& system) { return system.imports != nullptr; }
bool Sends(const System& system) { return system.sends != nullptr; }

// The names of the systems that can do that.
std::string Known(bool (*can)(const System& system)) {
  std::vector<std::string> names;
  for (const System& system : interop::Systems()) {
    if (can(system)) names.emplace_back(system.name);
  }
  return Join(names, ", ");
}

absl::StatusOr<const System*> SystemOf(const Command& command, const std::string& name,
                                       std::string_view to_do, bool (*can)(const System& system)) {
  const System* system = interop::FindSystem(name);
  if (system == nullptr || !can(*system))
    return command.Wrong(fmt::format("'{}' is no system to {}: only {}", name, to_do, Known(can)));
  return system;
}

std::string TextOf(const cxxopts::ParseResult& options, const std::string& name,
                   std::string otherwise = "") {
  return options.count(name) > 0 ? options[name].as<std::string>() : otherwise;
}

// Whether it is as RFC 3339 has it: 2026-01-01T00:00:00.5+01:00.
bool IsTime(std::string_view text) {
  int year, month, day, hour, minute, second, size = 0;
  const std::string whole(text);
  if (std::sscanf(whole.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &second, &size) != 6 ||
      size != 19 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
      second > 60)
    return false;
  text.remove_prefix(19);
  if (text.starts_with('.')) {
    const size_t end = text.find_first_not_of("0123456789", 1);
    if (end == text.npos || end == 1) return false;
    text.remove_prefix(end);
  }
  if (text == "Z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') &&
         std::sscanf(text.data() + 1, "%2d:%2d%n", &hour, &minute, &size) == 2 && size == 5 &&
         hour < 24 && minute < 60;
}

// https://reproducible-builds.org/specs/source-date-epoch
absl::StatusOr<std::string> Epoch() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  std::time_t seconds = 0;
  std::tm utc = {};
  if (epoch != nullptr) {
    const auto [end, error] = std::from_chars(epoch, epoch + std::strlen(epoch), seconds);
    if (error != std::errc() || *end != 0)
      return absl::InvalidArgumentError(
          fmt::format("SOURCE_DATE_EPOCH: '{}' is no number of seconds", epoch));
  }
  char text[64];
  if (gmtime_r(&seconds, &utc) == nullptr ||
      std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) != 20)
    return absl::InvalidArgumentError(
        fmt::format("SOURCE_DATE_EPOCH: '{}' is in no year of four digits", epoch));
  return text;
}

// What is not the same as nothing to this system may not be given.
absl::Status CheckTaken(const Command& command, const cxxopts::ParseResult& options,
                        const System& system) {
  using Takes = System::Takes;
  struct Optional {
    const char* option;
    const char* shown;
    bool Takes::* taken;
    bool (*can)(const System& system);
  };
  static constexpr Optional kOptional[] = {
      {"ledger", "a LEDGER", &Takes::ledgers, [](const System& s) { return s.takes.ledgers; }},
      {"policy", "--policy", &Takes::verdicts, [](const System& s) { return s.takes.verdicts; }},
      {"time", "--time", &Takes::time, [](const System& s) { return s.takes.time; }},
      {"source-url", "--source-url", &Takes::source_url,
       [](const System& s) { return s.takes.source_url; }},
      {"source-version", "--source-version", &Takes::version,
       [](const System& s) { return s.takes.version; }},
  };
  for (const Optional& one : kOptional) {
    if (options.count(one.option) == 0 || system.takes.*one.taken) continue;
    return command.Wrong(fmt::format(
        "{} has nowhere to go in {}: only in {}{}", one.shown, system.name, Known(one.can),
        one.taken == &Takes::ledgers ? "; 'pedigree merge' puts what runs saw into the graph"
                                     : ""));
  }
  if (options.count("policy") > 0 && options.count("ledger") == 0)
    return command.Wrong("--policy: its verdicts go with runs, and no LEDGER is given");
  return absl::OkStatus();
}

absl::Status WriteDocuments(const Command& command, const std::vector<interop::Document>& documents,
                            const std::string& output) {
  if (output.empty()) {
    if (documents.size() == 1) return Print(documents[0].content);
    std::vector<std::string> names;
    for (const interop::Document& document : documents) names.push_back(document.name);
    return command.Wrong(fmt::format("these are {} files ({}): -o FOLDER/ says where to",
                                     names.size(), Join(names, ", ")));
  }
  const bool folder = output.ends_with('/') || std::filesystem::is_directory(output);
  if (!folder && documents.size() == 1) return WriteFile(output, documents[0].content);
  if (!folder)
    return command.Wrong(
        fmt::format("these are {} files: -o FOLDER/ ends in a /", documents.size()));
  if (absl::Status status = MakeFolder(output); !status.ok()) return status;
  for (const interop::Document& document : documents) {
    const std::string path = (std::filesystem::path(output) / document.name).string();
    if (absl::Status status = WriteFile(path, document.content); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// What the policies say of the graph, rule by rule.
absl::StatusOr<std::vector<interop::Verdict>> Verdicts(const std::vector<std::string>& files,
                                                       const std::string& today,
                                                       const Lineage& lineage) {
  const auto policies = policy::PolicySet::Read(files);
  if (!policies.ok()) return policies.status();
  const policy::CheckResult result = policy::Check(lineage, *policies, {.today = today});
  PrintWarnings(*policies, result);
  std::vector<interop::Verdict> verdicts;
  for (const auto& rule : policies->rules()) {
    interop::Verdict verdict;
    verdict.rule = rule->id();
    verdict.description = rule->message();
    verdict.error = rule->severity() == ERROR;
    for (const policy::Finding& finding : result.findings) {
      if (finding.rule != rule->id() || finding.waived) continue;
      interop::Verdict::Finding one;
      one.text = finding.detail.empty() ? finding.message : finding.detail;
      for (const auto* chain : {&finding.chain, &finding.second}) {
        for (const int edge : *chain)
          one.jobs.insert(lineage.jobs()[lineage.JobOf(lineage.edges()[edge])].name);
      }
      // About an asset: it is of the jobs that touch it.
      if (finding.chain.empty()) {
        for (const Lineage::Site& site : lineage.sites()) {
          if (site.asset == finding.to.asset) one.jobs.insert(lineage.jobs()[site.job].name);
        }
      }
      verdict.findings.push_back(std::move(one));
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

// ---- sending

void AddSending(Command* command) {
  command->Options()("to",
                     "Send it to the system's server instead of writing it; credentials are in the "
                     "environment or a file (docs/interop/README.md)",
                     cxxopts::value<std::string>(), "URL");
  command->Options()("credentials", "A file with credentials", cxxopts::value<std::string>(),
                     "FILE");
  command->Options()("sign", "Sign requests as AWS's SERVICE wants it (Signature Version 4)",
                     cxxopts::value<std::string>(), "SERVICE");
  command->Options()("retries", "How often to try again", cxxopts::value<int>()->default_value("4"),
                     "N");
  command->Options()("timeout", "Seconds that one try may take",
                     cxxopts::value<int>()->default_value("60"), "N");
  command->Options()("insecure-credentials",
                     "Send credentials without TLS too, to other machines than this");
}

// Before anything is read: whether the options for sending fit each other.
absl::Status CheckSending(const Command& command, const cxxopts::ParseResult& options,
                          const System& system) {
  if (options.count("to") == 0) {
    for (const char* name : {"credentials", "sign", "retries", "timeout", "insecure-credentials"}) {
      if (options.count(name) > 0)
        return command.Wrong(fmt::format("--{} is for sending: --to URL is missing", name));
    }
    return absl::OkStatus();
  }
  if (options.count("output") > 0)
    return command.Wrong("either -o writes it or --to sends it, not both");
  if (options["retries"].as<int>() < 0 || options["timeout"].as<int>() <= 0)
    return command.Wrong("--retries is 0 or more, --timeout 1 or more");
  if (Sends(system)) return absl::OkStatus();
  return command.Wrong(
      fmt::format("there is no server to send {} to: only of {}", system.name, Known(Sends)));
}

absl::Status SendTo(const cxxopts::ParseResult& options, const System& system,
                    const interop::ExportInput& input) {
  const auto url = options["to"].as<std::string>();
  interop::CredentialNames names = system.credentials;
  const std::string service = TextOf(options, "sign");
  if (!service.empty()) names.service = service;
  const auto credentials = interop::FindCredentials(names, TextOf(options, "credentials"));
  if (!credentials.ok()) return credentials.status();
  interop::Sender::Options how;
  how.credentials = *credentials;
  how.retries = options["retries"].as<int>();
  how.timeout = std::chrono::seconds(options["timeout"].as<int>());
  how.insecure_credentials = options.count("insecure-credentials") > 0;
  const auto sender = interop::Sender::Make(std::move(how));
  if (!sender.ok()) return sender.status();
  const absl::StatusOr<std::string> sent = system.sends(input, url, sender->get());
  if (!sent.ok()) return sent.status();
  return Print(fmt::format("sent {} to {}\n", *sent, MaskSecrets(url)));
}

}  // namespace

absl::StatusOr<int> RunExport(const Arguments& arguments) {
  Command command(
      "export", "[OPTION]... SYSTEM GRAPH [LEDGER]... [--to URL]",
      fmt::format(
          "A graph, and what runs saw, as another system takes it: {}. docs/interop says what "
          "becomes what.",
          Known(Exports)));
  command.Options()("o,output", "Where to write: a file, or a folder (default: standard output)",
                    cxxopts::value<std::string>(), "FILE");
  command.Options()("namespace", "The namespace of the graph's jobs",
                    cxxopts::value<std::string>()->default_value("pedigree"), "NAME");
  command.Options()(
      "time",
      "The time of what has none of its own, RFC 3339 (default: SOURCE_DATE_EPOCH, or 1970)",
      cxxopts::value<std::string>(), "TIME");
  command.Options()("source-url", "Where the sources can be read, up to their names",
                    cxxopts::value<std::string>(), "URL");
  command.Options()("source-version", "Their version: a commit", cxxopts::value<std::string>(),
                    "VERSION");
  command.Options()("all", "Also logs, temporary files and the system's own");
  command.Options()("policy", "A policy, whose verdicts go with the runs; may be repeated",
                    cxxopts::value<std::vector<std::string>>(), "FILE");
  AddDay(command);
  AddSending(&command);
  command.Positional({"system", "graph", "ledger"}, /*list=*/true);
  const auto options = command.Parse(arguments, {"ledger"});
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto system =
      SystemOf(command, (**options)["system"].as<std::string>(), "export to", Exports);
  if (!system.ok()) return system.status();

  if (absl::Status status = CheckSending(command, **options, **system); !status.ok()) return status;
  if (absl::Status status = CheckTaken(command, **options, **system); !status.ok()) return status;
  interop::Options how;
  how.job_namespace = (**options)["namespace"].as<std::string>();
  if ((*options)->count("time") > 0) {
    how.time = (**options)["time"].as<std::string>();
    if (!IsTime(how.time))
      return command.Wrong(fmt::format(
          "--time: '{}' is no time as RFC 3339 has it: 2026-01-01T00:00:00Z", how.time));
  } else {
    auto epoch = Epoch();
    if (!epoch.ok()) return epoch.status();
    how.time = *std::move(epoch);
  }
  how.source_url = TextOf(**options, "source-url");
  how.version = TextOf(**options, "source-version");
  how.all = (*options)->count("all") > 0;
  const auto lineage = ReadLineage((**options)["graph"].as<std::string>());
  if (!lineage.ok()) return lineage.status();
  if (absl::Status status = interop::CheckJobNames(*lineage); !status.ok())
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", (**options)["graph"].as<std::string>(), MessageOf(status)));
  Runs runs;
  if ((*options)->count("ledger") > 0) {
    if (absl::Status status = ReadRuns((**options)["ledger"].as<std::vector<std::string>>(), &runs);
        !status.ok())
      return status;
  }
  if ((*options)->count("policy") > 0) {
    const auto day = DayOf(command, **options);
    if (!day.ok()) return day.status();
    auto verdicts = Verdicts((**options)["policy"].as<std::vector<std::string>>(), *day, *lineage);
    if (!verdicts.ok()) return verdicts.status();
    how.verdicts = *std::move(verdicts);
  }
  const interop::ExportInput input{*lineage, runs.observed, how};
  if ((*options)->count("to") > 0) {
    if (absl::Status status = SendTo(**options, **system, input); !status.ok()) return status;
    return 0;
  }
  const auto documents = (*system)->exports(input);
  if (!documents.ok()) return documents.status();
  if (absl::Status status = WriteDocuments(command, *documents, TextOf(**options, "output"));
      !status.ok())
    return status;
  return 0;
}

absl::StatusOr<int> RunImport(const Arguments& arguments) {
  Command command(
      "import", "[OPTION]... -o OUT.graph SYSTEM INPUT...",
      fmt::format(
          "What another system knows, as a graph, which 'pedigree link' joins with others: {}. Of "
          "several inputs one graph; - is standard input.",
          Known(Imports)));
  command.Options()("o,output", "The graph", cxxopts::value<std::string>(), "OUT.graph");
  command.Options()("namespace", "The namespace whose jobs go by their name alone",
                    cxxopts::value<std::string>()->default_value("pedigree"), "NAME");
  command.Options()(
      "asset-namespace",
      "The namespace of tables, where the input does not say which database they are of: "
      "postgres://host:port",
      cxxopts::value<std::string>()->default_value(""), "NAME");
  command.Options()("names",
                    "Only what assets are called and what is said of them, without jobs and flows: "
                    "where another input says those better");
  command.Positional({"system", "input"}, /*list=*/true);
  const auto options = command.Parse(arguments);
  if (!options.ok()) return options.status();
  if (!options->has_value()) return 0;
  const auto system =
      SystemOf(command, (**options)["system"].as<std::string>(), "import from", Imports);
  if (!system.ok()) return system.status();
  if ((*options)->count("output") == 0) return command.Wrong("-o OUT.graph is missing");
  interop::Options how;
  how.job_namespace = (**options)["namespace"].as<std::string>();
  how.asset_namespace = (**options)["asset-namespace"].as<std::string>();
  interop::GraphBuilder builder{std::string((*system)->title)};
  for (const std::string& input : (**options)["input"].as<std::vector<std::string>>()) {
    if (absl::Status status = (*system)->imports(input, how, &builder); !status.ok()) return status;
  }
  if (absl::Status status =
          interop::WriteStitched(&builder, /*names=*/(*options)->count("names") > 0,
                                 (**options)["output"].as<std::string>());
      !status.ok())
    return status;
  return 0;
}

}  // namespace pedigree
