// Pachyderm's pipelines and commits: pipeline specifications, and what `pachctl ... --raw` prints
// of pipelines, jobs, branches and commits. docs/interop/pachyderm.md says what becomes what.
//
// A pipeline is a job; a repository is an asset, and a pipeline's output is the repository of its
// name.
#include <fmt/format.h>

#include <map>
#include <set>

#include "lineage/interop/exporting.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/own_form.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Where a specification has our own form of the job.
constexpr char kAnnotation[] = "pedigree";

// Version 1 of Pachyderm wrote snake_case.
JsonNode Either(JsonNode node, std::string_view one, std::string_view other) {
  return node[one] ? node[one] : node[other];
}

class Importer {
 public:
  Importer(const JsonStream* stream, GraphBuilder* graph) : stream_(stream), graph_(graph) {}

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "what Pachyderm writes is an object");
    if (root["commit"]) return Commit(root);
    if (root["branch"]) return Branch(root);
    if (root["job"]) return JobInfo(root);
    if (root["pipeline"]) {
      const JsonNode details = root["details"] ? root["details"] : root;
      return Pipeline(root, details);
    }
    return Wrong(root, "neither a pipeline, a job, a branch nor a commit of Pachyderm");
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }
  Where At(JsonNode node) const { return {stream_->name(), node.Line()}; }

  static std::string InProject(std::string_view project, std::string_view name) {
    if (project.empty() || project == "default") return std::string(name);
    return fmt::format("{}/{}", project, name);
  }
  int Repo(std::string_view project, std::string_view repo, std::string_view branch) {
    std::string name = InProject(project, repo);
    if (!branch.empty() && branch != "master") name += fmt::format("@{}", branch);
    const int at = graph_->Asset("pachyderm", name);
    graph_->SetKind(at, DATASET, /*inferred=*/true);
    return at;
  }
  int JobOf(std::string_view project, std::string_view name) {
    return graph_->Job("pachyderm/" + InProject(project, name));
  }

  // The repositories of an input, which may be put together of others.
  absl::Status Inputs(JsonNode input, std::string_view project, std::string_view pipeline,
                      std::vector<std::pair<int, uint32_t>>* found) {
    if (!input) return absl::OkStatus();
    if (!input.IsObject()) return Wrong(input, "an input is an object");
    if (const JsonNode pfs = input["pfs"]; pfs.IsObject()) {
      if (pfs["repo"].Text().empty()) return Wrong(pfs, "an input has no repo");
      const std::string_view of = pfs["project"].Text();
      found->push_back(
          {Repo(of.empty() ? project : of, pfs["repo"].Text(), pfs["branch"].Text()), pfs.Line()});
    }
    if (const JsonNode cron = input["cron"]; cron.IsObject()) {
      // Its repository is Pachyderm's own, named for both.
      std::string repo(cron["repo"].Text());
      if (repo.empty()) repo = fmt::format("{}_{}", pipeline, cron["name"].Text());
      found->push_back({Repo(project, repo, ""), cron.Line()});
    }
    for (const std::string_view many : {"cross", "union", "join", "group"}) {
      for (const JsonNode one : input[many]) {
        if (absl::Status status = Inputs(one, project, pipeline, found); !status.ok())
          return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Pipeline(JsonNode root, JsonNode details) {
    const std::string_view name = root["pipeline"]["name"].Text(),
                           project = root["pipeline"]["project"]["name"].Text();
    if (name.empty()) return Wrong(root, "a pipeline has no name");
    const JsonNode metadata = details["metadata"] ? details["metadata"] : root["metadata"];
    if (const JsonNode own = metadata["annotations"][kAnnotation]; own.IsString())
      return AddOwnForm(own.Text(), At(own), graph_);
    const int job = JobOf(project, name);
    if (const std::string_view text = details["description"].Text(); !text.empty())
      graph_->job(job).mutable_declaration()->set_description(std::string(text));
    const std::string_view branch = Either(details, "outputBranch", "output_branch").Text();
    return Flows(root, details, job, project, name, branch, DECLARED);
  }

  absl::Status Flows(JsonNode root, JsonNode details, int job, std::string_view project,
                     std::string_view name, std::string_view branch, Witness witness) {
    std::vector<std::pair<int, uint32_t>> inputs;
    if (absl::Status status = Inputs(details["input"], project, name, &inputs); !status.ok())
      return status;
    std::vector<int> outputs = {Repo(project, name, branch)};
    const JsonNode egress = details["egress"];
    for (const JsonNode url :
         {Either(egress, "URL", "url"), Either(egress, "objectStorage", "object_storage")["url"],
          Either(egress, "sqlDatabase", "sql_database")["url"]}) {
      if (!url.Text().empty()) outputs.push_back(AssetOfUri(graph_, url.Text()));
    }
    for (const auto& [asset, line] : inputs)
      graph_->Touch(job, SiteUse::READS, asset, witness, {stream_->name(), line});
    for (const int to : outputs) {
      graph_->Touch(job, SiteUse::WRITES, to, witness, At(root));
      for (const auto& [from, line] : inputs) {
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .confidence = ASSUMED,
                         .witness = witness,
                         .note = "an input and the output of one pipeline"},
                        {stream_->name(), line});
      }
    }
    return absl::OkStatus();
  }

  // A job of theirs is one run of a pipeline.
  absl::Status JobInfo(JsonNode root) {
    const JsonNode pipeline = root["job"]["pipeline"];
    if (pipeline["name"].Text().empty()) return Wrong(root, "a job has no pipeline");
    const JsonNode details = root["details"] ? root["details"] : root;
    const std::string_view project = pipeline["project"]["name"].Text(),
                           name = pipeline["name"].Text(), state = root["state"].Scalar();
    const int job = JobOf(project, name);
    if (!state.empty() && state != "JOB_SUCCESS") {
      // It need not have written what it set out to.
      std::vector<std::pair<int, uint32_t>> inputs;
      if (absl::Status status = Inputs(details["input"], project, name, &inputs); !status.ok())
        return status;
      for (const auto& [asset, line] : inputs)
        graph_->Touch(job, SiteUse::READS, asset, OBSERVED, {stream_->name(), line});
      return absl::OkStatus();
    }
    const std::string_view branch =
        Either(root, "outputCommit", "output_commit")["branch"]["name"].Text();
    return Flows(root, details, job, project, name, branch, OBSERVED);
  }

  absl::StatusOr<int> RepoOf(JsonNode commit) {
    // A commit has its repository itself, or on its branch.
    const JsonNode repo = commit["repo"] ? commit["repo"] : commit["branch"]["repo"];
    if (repo["name"].Text().empty()) return Wrong(commit, "a commit or branch has no repo");
    const std::string_view type = repo["type"].Text();
    if (!type.empty() && type != "user") return -1;  // Pachyderm's own: specifications, statistics
    const std::string_view branch =
        commit["branch"] ? commit["branch"]["name"].Text() : commit["name"].Text();
    return Repo(repo["project"]["name"].Text(), repo["name"].Text(), branch);
  }

  absl::Status Commit(JsonNode root) { return Provenance(root, root["commit"], OBSERVED); }
  absl::Status Branch(JsonNode root) { return Provenance(root, root["branch"], DECLARED); }

  absl::Status Provenance(JsonNode root, JsonNode of, Witness witness) {
    const absl::StatusOr<int> to = RepoOf(of);
    if (!to.ok()) return to.status();
    if (*to < 0) return absl::OkStatus();
    AddWitness(witness, &graph_->asset(*to));
    std::vector<int> from;
    for (const JsonNode one : Either(root, "directProvenance", "direct_provenance")) {
      // Of old the commit stood in an object of its own.
      const absl::StatusOr<int> at = RepoOf(one["commit"] ? one["commit"] : one);
      if (!at.ok()) return at.status();
      if (*at >= 0 && *at != *to) from.push_back(*at);
    }
    // A commit with an error has nothing in it that anyone may use.
    if (from.empty() || !root["error"].Text().empty()) return absl::OkStatus();
    const JsonNode repo = of["repo"] ? of["repo"] : of["branch"]["repo"];
    const int job = JobOf(repo["project"]["name"].Text(), repo["name"].Text());
    for (const int at : from) {
      graph_->AddFlow(job,
                      {.from = at,
                       .to = *to,
                       .confidence = ASSUMED,
                       .witness = witness,
                       .note = "directProvenance"},
                      At(root));
    }
    return absl::OkStatus();
  }

  const JsonStream* stream_;
  GraphBuilder* graph_;
};

class Exporter {
 public:
  explicit Exporter(const ExportInput& input)
      : input_(input),
        touched_(TouchedByJobs(input)),
        makers_(MakersOf(touched_)),
        commands_(CommandsOf(input.runs)) {
    for (const auto& [job, _] : touched_) pipelines_.insert(NameOf(job));
  }

  Documents Write() {
    std::string text;
    for (const auto& [job, _] : touched_) text += Dump(Pipeline(job), 2) + "\n";
    if (text.empty())
      return absl::InvalidArgumentError("no job of the graph reads or writes what is exported");
    return std::vector<Document>{{"pipelines.json", std::move(text)}};
  }

 private:
  std::string NameOf(int job) const { return PlainName(input_.lineage.jobs()[job].name); }

  Json Pipeline(int job) {
    const Lineage::Job& from = input_.lineage.jobs()[job];
    Json spec;
    spec["pipeline"]["name"] = NameOf(job);
    std::string description = from.declaration.description();
    std::set<std::string> repos;
    for (const int asset : touched_.at(job).reads) {
      const auto it = makers_.find(asset);
      if (it == makers_.end()) {
        // What nobody makes has a repository of its own, which no pipeline may have.
        std::string repo = PlainName(AssetText(input_.lineage.assets()[asset]), 58);
        if (pipelines_.contains(repo)) repo += "_data";
        repos.insert(repo);
        continue;
      }
      for (const int maker : it->second) {
        // Reading it must not close a circle, which Pachyderm does not have.
        if (!DependsOn(sources_, maker, job)) {
          sources_[job].insert(maker);
          repos.insert(NameOf(maker));
        } else {
          description +=
              fmt::format("{}Reads {} of {} as well, which is made of what it makes.",
                          description.empty() ? "" : " ", AssetText(input_.lineage.assets()[asset]),
                          input_.lineage.jobs()[maker].name);
        }
      }
    }
    if (!description.empty()) spec["description"] = description;
    const auto command = commands_.find(from.name);
    spec["transform"] = {{"image", NameOf(job)},
                         {"cmd", command == commands_.end() ? std::vector<std::string>{from.name}
                                                            : command->second}};
    Json inputs = Json::array();
    for (const std::string& repo : repos)
      inputs.push_back({{"pfs", {{"repo", repo}, {"branch", "master"}, {"glob", "/"}}}});
    // Every pipeline has an input; this one is run by hand alone.
    if (inputs.empty()) inputs.push_back({{"cron", {{"name", "tick"}, {"spec", "@never"}}}});
    if (inputs.size() == 1) {
      spec["input"] = inputs[0];
    } else {
      spec["input"]["cross"] = inputs;
    }
    spec["metadata"]["annotations"][kAnnotation] = OwnForm(input_, job);
    return spec;
  }

  const ExportInput& input_;
  const std::map<int, Touched> touched_;       // by job
  const std::map<int, std::set<int>> makers_;  // by asset: jobs
  const std::map<std::string, std::vector<std::string>> commands_;
  std::set<std::string> pipelines_;
  std::map<int, std::set<int>> sources_;  // by job: those whose output it has for input
};

}  // namespace

absl::Status ImportPachyderm(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadDocuments<Importer>(path, graph);
}

Documents ExportPachyderm(const ExportInput& input) { return Exporter(input).Write(); }

}  // namespace pedigree::interop
