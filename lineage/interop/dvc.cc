// DVC's pipelines and pins: dvc.yaml, dvc.lock, *.dvc. docs/interop/dvc.md says what becomes what.
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "lineage/aliases.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/interop/yaml_reader.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"
#include "lineage/render/style.h"

namespace pedigree::interop {
namespace {

namespace fs = std::filesystem;

// Where DVC keeps what others say of a file: its indentation, a digest.
constexpr char kMeta[] = "{0}meta:\n{0}  sha256: {1}\n";

class Importer {
 public:
  Importer(const std::string& path, GraphBuilder* graph) : path_(path), graph_(graph) {
    // Paths are relative to the file's folder.
    if (!fs::path(path).is_absolute()) folder_ = fs::path(path).parent_path();
  }

  absl::Status Read(const YAML::Node& root) {
    if (!root.IsMap()) return Wrong(root, "a file of DVC is a mapping");
    const YAML::Node stages = root["stages"], artifacts = root["artifacts"];
    if (artifacts.IsDefined() && artifacts.IsMap()) {
      for (const auto& artifact : artifacts) {
        const YAML::Node& said = artifact.second;
        if (!said.IsMap() || !said["path"].IsDefined() || !said["path"].IsScalar())
          return Wrong(artifact.first, "an artifact has no path");
        Pin(AssetOf(said["path"].Scalar(), "", ""), said["meta"]);
      }
    }
    if (!stages.IsDefined()) {
      if (artifacts.IsDefined()) return absl::OkStatus();
      if (!root["outs"].IsDefined()) return Wrong(root, "neither stages nor outs: no file of DVC");
      return Pinned(root);
    }
    // dvc.lock says of itself which schema it has, and only what ran is in it.
    const Witness witness = root["schema"].IsDefined() ? OBSERVED : DECLARED;
    if (stages.IsNull()) return absl::OkStatus();
    if (!stages.IsMap()) return Wrong(stages, "stages are a mapping");
    std::set<std::string> seen;
    for (const auto& stage : stages) {
      if (stage.first.IsScalar() && !seen.insert(stage.first.Scalar()).second)
        return Wrong(stage.first, fmt::format("stage '{}' is there twice", stage.first.Scalar()));
      if (absl::Status status = Stage(stage.first.as<std::string>(), stage.second, witness);
          !status.ok())
        return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(const YAML::Node& at, std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, at.Mark().line + 1, what));
  }
  Where At(const YAML::Node& node) const {
    return {path_, static_cast<uint32_t>(node.Mark().line + 1)};
  }

  int AssetOf(const std::string& name, const std::string& wdir, const std::string& job) {
    if (name.find("://") != std::string::npos) return AssetOfUri(graph_, name);
    std::string file = (folder_ / wdir / name).lexically_normal().generic_string();
    if (file.size() > 1 && file.ends_with('/')) file.pop_back();
    if (file.find("${") == std::string::npos) return graph_->Asset("file", file);
    // A template, which only DVC fills: dvc.lock has the names.
    return graph_->AssetOfJob("file", file, job);
  }

  // The path of an entry: a text, {path: text, ...}, or {text: {options}}.
  absl::StatusOr<std::string> PathOf(const YAML::Node& entry) const {
    if (entry.IsScalar()) return entry.Scalar();
    if (entry.IsMap() && entry["path"].IsDefined() && entry["path"].IsScalar())
      return entry["path"].Scalar();
    if (entry.IsMap() && entry.size() == 1 && entry.begin()->first.IsScalar())
      return entry.begin()->first.Scalar();
    return Wrong(entry, "an entry has no path");
  }

  // A digest that somebody wrote down: DVC's own ones are md5.
  void Pin(int asset, const YAML::Node& meta) {
    if (!meta.IsDefined() || !meta.IsMap()) return;
    const YAML::Node sha256 = meta["sha256"];
    if (!sha256.IsDefined() || !sha256.IsScalar() || sha256.Scalar().empty()) return;
    graph_->asset(asset).mutable_properties()->set_digest("sha256:" + sha256.Scalar());
    AddWitness(DECLARED, &graph_->asset(asset));
  }

  absl::Status Assets(const YAML::Node& stage, const char* key, const std::string& job,
                      std::vector<int>* assets) {
    const YAML::Node list = stage[key];
    if (!list.IsDefined() || list.IsNull()) return absl::OkStatus();
    if (!list.IsSequence()) return Wrong(list, fmt::format("{} are a list", key));
    const YAML::Node wdir = stage["wdir"];
    for (const YAML::Node& entry : list) {
      const absl::StatusOr<std::string> path = PathOf(entry);
      if (!path.ok()) return path.status();
      assets->push_back(
          AssetOf(*path, wdir.IsDefined() && wdir.IsScalar() ? wdir.Scalar() : "", job));
      AssetKind kind = DATASET;
      if (std::string_view(key) == "metrics" || std::string_view(key) == "plots") kind = METRIC;
      graph_->SetKind(assets->back(), kind, /*inferred=*/true);
      if (!entry.IsMap()) continue;
      const YAML::Node options = entry.begin()->second;
      Pin(assets->back(), options.IsMap() ? options["meta"] : entry["meta"]);
    }
    return absl::OkStatus();
  }

  absl::Status Stage(const std::string& name, const YAML::Node& said, Witness witness) {
    if (!said.IsMap()) return Wrong(said, fmt::format("stage '{}' is no mapping", name));
    // What is in `do` is done for each of a list.
    const YAML::Node stage = said["do"].IsDefined() && said["do"].IsMap() ? said["do"] : said;
    const std::string job_name = "dvc/" + name;
    const int job = graph_->Job(job_name);
    if (const YAML::Node text = stage["desc"]; text.IsDefined() && text.IsScalar())
      graph_->job(job).mutable_declaration()->set_description(text.Scalar());
    std::vector<int> from, to;
    if (absl::Status status = Assets(stage, "deps", job_name, &from); !status.ok()) return status;
    for (const char* key : {"outs", "metrics", "plots"}) {
      if (absl::Status status = Assets(stage, key, job_name, &to); !status.ok()) return status;
    }
    const Where where = At(stage);
    for (const int asset : from) graph_->Touch(job, SiteUse::READS, asset, witness, where);
    for (const int asset : to) {
      graph_->Touch(job, SiteUse::WRITES, asset, witness, where);
      for (const int source : from) {
        if (source == asset) continue;
        graph_->AddFlow(job,
                        {.from = source,
                         .to = asset,
                         .confidence = ASSUMED,
                         .witness = witness,
                         .note = "a dependency and an output of one stage"},
                        where);
      }
    }
    return absl::OkStatus();
  }

  // A file that DVC keeps, which may have been fetched from elsewhere.
  absl::Status Pinned(const YAML::Node& root) {
    const YAML::Node deps = root["deps"];
    if (deps.IsDefined() && deps.IsSequence() && deps.size() > 0 && !deps[0]["repo"].IsDefined())
      return Stage(FileForGraph(path_).data(), root, DECLARED);
    std::vector<int> outs;
    if (absl::Status status = Assets(root, "outs", "", &outs); !status.ok()) return status;
    for (const int asset : outs) AddWitness(DECLARED, &graph_->asset(asset));
    return absl::OkStatus();
  }

  const std::string& path_;
  fs::path folder_;
  GraphBuilder* graph_;
};

// A path that DVC can keep: relative, below the folder, and known before the run.
bool IsPath(const Lineage::Asset& asset) {
  return asset.name_space == "file" && !asset.job_local && !asset.name.empty() &&
         asset.name[0] != '/' && !asset.name.starts_with("..") &&
         asset.name.find('{') == std::string::npos;
}

// One word of a POSIX shell's command.
std::string Quoted(std::string_view word) {
  if (!word.empty() &&
      word.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%") ==
          std::string_view::npos)
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string CommandLine(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(Quoted(word));
  return Join(quoted, " ");
}

// DVC's stage names have no other characters.
std::string StageName(std::string_view job) {
  std::string name;
  for (const char c : job)
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '_';
  return name;
}

// By file: the digest that is declared, else the last that a run saw.
std::map<std::string, std::string> PinsOf(const ExportInput& input) {
  constexpr std::string_view kSha256 = "sha256:";
  std::map<std::string, std::string> pins;
  const auto pin = [&](const std::string& name, std::string_view digest) {
    if (digest.starts_with(kSha256)) pins[name] = digest.substr(kSha256.size());
  };
  for (const Observed& run : input.runs) {
    for (const Artifact& artifact : run.artifacts) {
      const Digest* digest = artifact.output != nullptr ? artifact.output : artifact.input;
      if (artifact.name_space == "file" && digest != nullptr && IsWhole(*digest))
        pin(artifact.name, DigestText(*digest));
    }
  }
  for (const Lineage::Asset& asset : input.lineage.assets()) {
    if (asset.name_space == "file") pin(asset.name, asset.properties.digest());
  }
  return pins;
}

// What DVC calls an artifact: small letters, digits, '-'.
std::string ArtifactName(std::string_view path) {
  std::string name = PlainName(path, 63, "-");
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

absl::Status ImportDvc(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadYaml(path, [&](const std::vector<YAML::Node>& documents) -> absl::Status {
    if (documents.empty() || documents[0].IsNull())
      return absl::InvalidArgumentError(fmt::format("{}: it is empty", path));
    return Importer(path, graph).Read(documents[0]);
  });
}

// A stage for each job that makes files; its command is that of the run whose ledger is given.
Documents ExportDvc(const ExportInput& input) {
  const Lineage& lineage = input.lineage;
  const auto commands = CommandsOf(input.runs);
  const std::map<std::string, std::string> pins = PinsOf(input);
  std::string yaml = "stages:\n";
  std::set<std::string> made, read, notes;
  // A name with a line's end would go on as a pipeline of its own.
  const auto note = [&](const Lineage::Job& job, std::string_view what) {
    notes.insert(fmt::format("# {}\n", Printable(fmt::format("{}: {}", job.name, what))));
  };
  bool any = false;
  std::set<std::string> stages;
  for (const Lineage::Job& job : lineage.jobs()) {
    if (job.name == kAliasJob) continue;
    std::set<std::string> deps, outs, metrics;
    for (const int at : job.sites) {
      const Lineage::Site& site = lineage.sites()[at];
      const Lineage::Asset& asset = lineage.assets()[site.asset];
      if (!Exported(input, site.asset) || asset.kind == LOG) continue;
      if (!IsPath(asset)) {
        note(job, fmt::format("not in DVC, which keeps files below its folder: {} {}",
                              asset.name_space, asset.name));
      } else if (site.access == SiteUse::READS) {
        deps.insert(asset.name);
      } else {
        (asset.kind == METRIC ? metrics : outs).insert(asset.name);
      }
    }
    // What a stage changes in place is its output, and each output has one stage.
    for (auto* list : {&outs, &metrics}) {
      for (const std::string& out : *list) deps.erase(out);
      std::erase_if(*list, [&](const std::string& out) {
        if (made.insert(out).second) return false;
        note(job, fmt::format("also writes {}, which is another stage's output", out));
        return true;
      });
    }
    if (outs.empty() && metrics.empty()) continue;
    any = true;
    const auto it = commands.find(job.name);
    yaml += fmt::format("  {}:\n    cmd: {}\n", Untaken(StageName(job.name), &stages),
                        Dump(Json(it != commands.end() ? CommandLine(it->second) : job.name)));
    if (it == commands.end())
      note(job, "no ledger of a run was given, so its cmd is its name alone");
    if (!deps.empty()) yaml += "    deps:\n";
    for (const std::string& path : deps) yaml += fmt::format("      - {}\n", Dump(Json(path)));
    const auto list = [&](std::string_view key, const std::set<std::string>& paths,
                          std::string options) {
      if (!paths.empty()) yaml += fmt::format("    {}:\n", key);
      for (const std::string& path : paths) {
        const auto pin = pins.find(path);
        const std::string with =
            options + (pin == pins.end() ? "" : fmt::format(kMeta, "          ", pin->second));
        yaml += fmt::format("      - {}{}\n", Dump(Json(path)),
                            with.empty() ? "" : ":\n" + with.substr(0, with.size() - 1));
      }
    };
    list("outs", outs, "");
    list("metrics", metrics, "          cache: false\n");
    read.insert(deps.begin(), deps.end());
  }
  if (!any)
    return absl::InvalidArgumentError("no job of the graph makes a file that DVC could keep");
  // What no stage makes has no entry that could hold its pin.
  bool first = true;
  for (const std::string& path : read) {
    const auto pin = pins.find(path);
    if (made.contains(path) || pin == pins.end()) continue;
    yaml += fmt::format("{}  {}:\n    path: {}\n", first ? "artifacts:\n" : "", ArtifactName(path),
                        Dump(Json(path))) +
            fmt::format(kMeta, "    ", pin->second);
    first = false;
  }
  return std::vector<Document>{{"dvc.yaml", Join({notes.begin(), notes.end()}, "") + yaml}};
}

}  // namespace pedigree::interop
