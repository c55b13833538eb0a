// Runs and models for MLflow: docs/interop/mlflow.md says what becomes what.
//
// A run of ours is a run there, with the datasets that it read, and a LoggedModel for each model
// that it wrote, registered as a version. MLflow has no flows, nor files that a run wrote; so the
// run's tag "pedigree.model.MODEL_ID" says which asset that model is, and what of the inputs
// reaches it. As a document this is what MLflow's REST API would answer of it; sent, it is made by
// requests in the order in which MLflow's own client makes them, and the ids are the server's.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "analyzer/fragment/mask.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/json_reader.h"
#include "lineage/interop/mlflow.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree::interop {
namespace {

// MLflow's own bounds (mlflow/utils/validation.py).
constexpr size_t kLongestTag = 5000, kLongestParameter = 6000, kLongestDigest = 36;
constexpr size_t kLongestName = 250, kLongestDatasetName = 500;
constexpr size_t kMostParametersAtOnce = 100, kMostMetricsAtOnce = 1000;

// What MLflow takes for the key of a parameter or metric: letters, digits, and _ - . / and space.
std::string KeyFor(std::string_view name) {
  std::string key(name.substr(0, kLongestName));
  for (char& c : key) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 &&
        std::string_view("_-. /").find(c) == std::string_view::npos)
      c = '_';
  }
  return key.empty() ? "_" : key;
}

// A model's name: that of the file, without what MLflow does not take in one.
std::string RegisteredName(const Lineage::Asset& asset) {
  std::string name = MaskSecrets(asset.name);
  if (const size_t slash = name.rfind('/'); slash + 1 < name.size()) name.erase(0, slash + 1);
  for (char& c : name) {
    if (std::string_view("/:.%\"'").find(c) != std::string_view::npos) c = '_';
  }
  return name;
}

Json Tag(std::string_view key, std::string_view value) { return {{"key", key}, {"value", value}}; }

Json IdentityOf(const Lineage::Asset& asset) {
  Json identity = {{"namespace", MaskSecrets(asset.name_space)}, {"name", MaskSecrets(asset.name)}};
  if (asset.job_local) identity["job"] = asset.job;
  return identity;
}

// Hexadecimal, or nothing.
std::string Sha256(const Digest* digest) {
  if (digest == nullptr || !IsWhole(*digest)) return "";
  const std::string text = DigestText(*digest);
  return text.starts_with("sha256:") ? text.substr(7) : "";
}
std::string Sha256(const Lineage::Asset& asset) {
  const std::string& digest = asset.properties.digest();
  return digest.starts_with("sha256:") ? digest.substr(7) : "";
}

struct Model {
  int asset = 0;
  std::string sha256;
};

struct PlannedRun {
  std::string name;
  int job = -1;
  int64_t started_ms = 0, ended_ms = 0;
  std::string status;  // MLflow's
  Json tags = Json::array(), parameters = Json::array(), metrics = Json::array();
  std::vector<std::pair<int, std::string>> datasets;  // asset, sha256
  std::vector<Model> reads, writes;
};

class Planner {
 public:
  explicit Planner(const ExportInput& input) : input_(input), lineage_(input.lineage) {}

  // Runs that have or make a model: the ledgers' first, then the jobs that no ledger is of.
  std::vector<PlannedRun> Plan() const {
    std::vector<PlannedRun> runs;
    std::set<int> seen;
    for (const Observed& run : input_.runs) {
      PlannedRun planned = OfLedger(run);
      if (planned.job >= 0) seen.insert(planned.job);
      if (!planned.reads.empty() || !planned.writes.empty()) runs.push_back(std::move(planned));
    }
    for (size_t at = 0; at < lineage_.jobs().size(); ++at) {
      const std::string& name = lineage_.jobs()[at].name;
      if (seen.contains(static_cast<int>(at)) || name == kAliasJob || name.starts_with("mlflow/"))
        continue;
      PlannedRun planned = OfJob(static_cast<int>(at));
      if (!planned.reads.empty() || !planned.writes.empty()) runs.push_back(std::move(planned));
    }
    return runs;
  }

  Json Dataset(const std::pair<int, std::string>& read) const {
    const Lineage::Asset& asset = lineage_.assets()[read.first];
    const std::string text = MaskSecrets(AssetText(asset));
    const bool file = asset.name_space == "file" || asset.name_space.empty();
    Json source = {{"uri", file ? MaskSecrets(asset.name) : text}};
    source.update(IdentityOf(asset));
    Json dataset = {
        {"name", text.substr(0, kLongestDatasetName)},
        // MLflow tells datasets by name and this.
        {"digest", read.second.empty() ? "unknown" : read.second.substr(0, kLongestDigest)},
        {"source_type", file                                    ? "local"
                        : asset.name_space.starts_with("s3://") ? "s3"
                                                                : "pedigree"},
        {"source", Dump(source)}};
    Json columns = Json::array();
    for (const auto& [name, said] : ColumnsOf(asset)) {
      Json column = {{"name", name}, {"required", false}};
      if (said != nullptr && !said->type().empty()) column["type"] = said->type();
      columns.push_back(std::move(column));
    }
    if (!columns.empty()) dataset["schema"] = Dump(Json{{"mlflow_colspec", std::move(columns)}});
    Json input = {{"dataset", std::move(dataset)},
                  {"tags", Json::array({Tag("mlflow.data.context", "pedigree")})}};
    if (!read.second.empty()) input["tags"].push_back(Tag("sha256", read.second));
    return input;
  }

  // Of the tag on the run: which asset the model is, and what of the inputs reaches it.
  std::string ModelTag(const PlannedRun& run, const Model& model) const {
    Json said = {{"asset", IdentityOf(lineage_.assets()[model.asset])}};
    if (run.job >= 0) {
      std::set<std::string> seen;
      said["flows"] = Json::array();
      for (const int at : lineage_.jobs()[run.job].edges) {
        const Lineage::Edge& edge = lineage_.edges()[at];
        if (lineage_.ToAsset(edge) != model.asset) continue;
        const int from = lineage_.FromAsset(edge);
        if (!Exported(input_, from)) continue;
        Json flow = {{"from", IdentityOf(lineage_.assets()[from])},
                     {"subtype", Name(edge.subtype)},
                     {"confidence", Name(edge.confidence)}};
        if (!edge.from_column.empty()) flow["column"] = edge.from_column;
        if (!edge.to_column.empty()) flow["to_column"] = edge.to_column;
        for (const TransformKind kind : edge.transforms) flow["transforms"].push_back(Name(kind));
        if (seen.insert(Dump(flow)).second) said["flows"].push_back(std::move(flow));
      }
    }
    std::string text = Dump(said);
    if (text.size() > kLongestTag) {
      said.erase("flows");
      text = Dump(said);
    }
    return text;
  }

  Json ModelTags(const PlannedRun& run, const Model& model) const {
    Json tags = Json::array({Tag(kMlflowJobTag, run.name)});
    if (!model.sha256.empty()) tags.push_back(Tag("sha256", model.sha256));
    return tags;
  }
  std::string NameOf(const Model& model) const {
    return RegisteredName(lineage_.assets()[model.asset]);
  }

 private:
  PlannedRun OfLedger(const Observed& run) const {
    const Run& said = run.ledger->run();
    PlannedRun planned;
    planned.name = JobNameOf(said);
    planned.job = FindJob(lineage_, planned.name);
    planned.started_ms = said.started_unix_ns() / 1'000'000;
    planned.ended_ms = run.end == nullptr ? 0 : run.end->ended_unix_ns() / 1'000'000;
    planned.status = StateOf(run, "RUNNING", "FINISHED", "FAILED");
    planned.tags = {Tag("mlflow.source.name", planned.name), Tag("mlflow.source.type", "JOB"),
                    Tag(kMlflowJobTag, planned.name), Tag("pedigree.run", said.id()),
                    Tag("pedigree.witness", "OBSERVED")};
    if (!said.git_commit().empty())
      planned.tags.push_back(Tag("mlflow.source.git.commit", said.git_commit()));
    std::set<std::string> keys;
    for (const Parameter* parameter : run.parameters) {
      // MLflow takes a parameter once: the last value counts in ours, the first there.
      if (keys.insert(KeyFor(parameter->name())).second)
        planned.parameters.push_back(
            Tag(KeyFor(parameter->name()),
                MaskSecrets(parameter->value()).substr(0, kLongestParameter)));
    }
    for (const Metric* metric : run.metrics) {
      Json one = {{"key", KeyFor(metric->name())},
                  {"timestamp", planned.ended_ms > 0 ? planned.ended_ms : planned.started_ms},
                  {"step", metric->step()}};
      const double value = metric->value();
      if (std::isfinite(value)) {
        one["value"] = value;
      } else {
        one["value"] = std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
      }
      planned.metrics.push_back(std::move(one));
    }
    for (const Artifact& artifact : run.artifacts) {
      if (artifact.system || artifact.temporary) continue;
      const int at = FindAsset(lineage_, artifact);
      if (at < 0 || !Exported(input_, at)) continue;
      const bool model = lineage_.assets()[at].kind == MODEL;
      if (artifact.read && model) planned.reads.push_back({at, Sha256(artifact.input)});
      if (artifact.read && !model) planned.datasets.emplace_back(at, Sha256(artifact.input));
      if (artifact.written && !artifact.deleted && model)
        planned.writes.push_back({at, Sha256(artifact.output)});
    }
    return planned;
  }

  PlannedRun OfJob(int at) const {
    const Lineage::Job& job = lineage_.jobs()[at];
    PlannedRun planned;
    planned.name = job.name;
    planned.job = at;
    planned.status = "FINISHED";
    planned.tags = {Tag("mlflow.source.name", job.name), Tag("mlflow.source.type", "JOB"),
                    Tag(kMlflowJobTag, job.name), Tag("pedigree.witness", "DERIVED")};
    if (!input_.options.version.empty())
      planned.tags.push_back(Tag("mlflow.source.git.commit", input_.options.version));
    const auto [reads, writes] = TouchedBy(input_, at);
    for (const int asset : reads) {
      const Lineage::Asset& read = lineage_.assets()[asset];
      if (read.kind == MODEL) {
        planned.reads.push_back({asset, Sha256(read)});
      } else {
        planned.datasets.emplace_back(asset, Sha256(read));
      }
    }
    for (const int asset : writes) {
      const Lineage::Asset& written = lineage_.assets()[asset];
      if (written.kind == MODEL) planned.writes.push_back({asset, Sha256(written)});
    }
    return planned;
  }

  const ExportInput& input_;
  const Lineage& lineage_;
};

absl::StatusOr<std::vector<PlannedRun>> PlanOf(const Planner& planner) {
  std::vector<PlannedRun> runs = planner.Plan();
  if (runs.empty()) {
    return absl::InvalidArgumentError(
        "no job of the graph reads or writes a model: MLflow has runs of models only");
  }
  return runs;
}

// ---- sending

// MLflow's REST API (2.0; logged models are of MLflow 3).
class Session {
 public:
  Session(const ExportInput& input, std::string base, Sender* sender)
      : input_(input), planner_(input), base_(std::move(base)), sender_(sender) {}

  absl::StatusOr<std::string> SendAll() {
    const absl::StatusOr<std::vector<PlannedRun>> runs = PlanOf(planner_);
    if (!runs.ok()) return runs.status();
    const absl::StatusOr<std::string> experiment = Experiment();
    if (!experiment.ok()) return experiment.status();
    experiment_ = *experiment;
    std::vector<std::string> ids;
    for (const PlannedRun& run : *runs) {
      const absl::StatusOr<std::string> id = Create(run);
      if (!id.ok()) return id.status();
      ids.push_back(*id);
    }
    // Models before those that read them.
    for (size_t i = 0; i < ids.size(); ++i) {
      if (absl::Status status = Write((*runs)[i], ids[i]); !status.ok()) return status;
    }
    for (size_t i = 0; i < ids.size(); ++i) {
      if (absl::Status status = Read((*runs)[i], ids[i]); !status.ok()) return status;
    }
    return fmt::format("{} and {}", Count(ids.size(), "run"), Count(models_made_, "model"));
  }

 private:
  // `there`: error_code with which it says that what is asked for is done already.
  absl::StatusOr<JsonDocument> Call(const char* method, std::string_view path, const Json& body,
                                    const std::string& what, bool repeatable = true,
                                    const std::vector<int>& also = {},
                                    std::string_view there = "") {
    Request request;
    request.method = method;
    request.url = fmt::format("{}/{}", base_, path);
    request.body = Dump(body);
    request.what = what;
    request.repeatable = repeatable;
    const absl::StatusOr<Response> answer = sender_->Send(request, also);
    if (!answer.ok()) return answer.status();
    auto said = ParseJson(request.url, answer->body.empty() ? "{}" : answer->body);
    if (said.ok() && !there.empty() && answer->status >= 300 &&
        said->Root()["error_code"].Text() != there)
      return sender_->Refused(request, *answer);
    return said;
  }

  static absl::StatusOr<std::string> Needed(JsonNode node, std::string_view what) {
    const std::string text(node.Scalar());
    if (text.empty())
      return absl::UnavailableError(fmt::format("MLflow's answer has no {}: is it MLflow?", what));
    return text;
  }

  // That of the name, or a new one.
  absl::StatusOr<std::string> Experiment() {
    const std::string& name = input_.options.job_namespace;
    const auto found =
        Call("POST", "experiments/search",
             {{"max_results", 2}, {"filter", fmt::format("name = {}", Dump(Json(name)))}},
             "experiment " + name, true, {404});
    if (!found.ok()) return found.status();
    for (const JsonNode one : found->Root()["experiments"])
      return Needed(one["experiment_id"], "experiment_id");
    const auto made =
        Call("POST", "experiments/create", {{"name", name}}, "experiment " + name, false);
    if (!made.ok()) return made.status();
    return Needed(made->Root()["experiment_id"], "experiment_id");
  }

  absl::StatusOr<std::string> Create(const PlannedRun& run) {
    const std::string what = "run of " + run.name;
    const auto made = Call("POST", "runs/create",
                           {{"experiment_id", experiment_},
                            {"run_name", run.name},
                            {"start_time", run.started_ms},
                            {"tags", run.tags}},
                           what, /*repeatable=*/false);
    if (!made.ok()) return made.status();
    const auto id = Needed(made->Root()["run"]["info"]["run_id"], "run_id");
    if (!id.ok()) return id;
    // As many at a time as MLflow takes.
    for (size_t at = 0; at < run.parameters.size(); at += kMostParametersAtOnce) {
      const auto status =
          Call("POST", "runs/log-batch",
               {{"run_id", *id}, {"params", Slice(run.parameters, at, kMostParametersAtOnce)}},
               what)
              .status();
      if (!status.ok()) return status;
    }
    for (size_t at = 0; at < run.metrics.size(); at += kMostMetricsAtOnce) {
      const auto status =
          Call("POST", "runs/log-batch",
               {{"run_id", *id}, {"metrics", Slice(run.metrics, at, kMostMetricsAtOnce)}}, what)
              .status();
      if (!status.ok()) return status;
    }
    return id;
  }
  static Json Slice(const Json& list, size_t at, size_t most) {
    Json part = Json::array();
    for (size_t i = at; i < std::min(list.size(), at + most); ++i) part.push_back(list[i]);
    return part;
  }

  absl::StatusOr<std::string> MakeModel(const PlannedRun& run, const Model& model,
                                        const std::string& run_id) {
    const std::string name = planner_.NameOf(model), what = "model " + name;
    Json body = {{"experiment_id", experiment_},
                 {"name", name},
                 {"model_type", ""},
                 {"tags", planner_.ModelTags(run, model)}};
    if (!run_id.empty()) body["source_run_id"] = run_id;
    const auto made = Call("POST", "logged-models", body, what, /*repeatable=*/false);
    if (!made.ok()) return made.status();
    auto id = Needed(made->Root()["model"]["info"]["model_id"], "model_id");
    if (!id.ok()) return id;
    const auto ready = Call("PATCH", "logged-models/" + *id,
                            {{"model_id", *id}, {"status", "LOGGED_MODEL_READY"}}, what);
    if (!ready.ok()) return ready.status();
    ++models_made_;
    return id;
  }

  absl::Status Write(const PlannedRun& run, const std::string& run_id) {
    for (const Model& model : run.writes) {
      const std::string name = planner_.NameOf(model), what = "model " + name;
      const auto id = MakeModel(run, model, run_id);
      if (!id.ok()) return id.status();
      model_ids_[model.asset] = *id;
      const auto output = Call(
          "POST", "runs/outputs",
          {{"run_id", run_id}, {"models", Json::array({{{"model_id", *id}, {"step", 0}}})}}, what);
      if (!output.ok()) return output.status();
      const auto tag = Call("POST", "runs/set-tag",
                            {{"run_id", run_id},
                             {"key", kMlflowModelTag + *id},
                             {"value", planner_.ModelTag(run, model)}},
                            what);
      if (!tag.ok()) return tag.status();
      const auto registered = Call("POST", "registered-models/create", {{"name", name}}, what, true,
                                   {400, 409}, "RESOURCE_ALREADY_EXISTS");
      if (!registered.ok()) return registered.status();
      const auto version = Call("POST", "model-versions/create",
                                {{"name", name},
                                 {"source", "models:/" + *id},
                                 {"run_id", run_id},
                                 {"model_id", *id},
                                 {"tags", planner_.ModelTags(run, model)}},
                                what, /*repeatable=*/false);
      if (!version.ok()) return version.status();
    }
    return absl::OkStatus();
  }

  absl::Status Read(const PlannedRun& run, const std::string& run_id) {
    const std::string what = "run of " + run.name;
    Json inputs = {{"run_id", run_id}, {"datasets", Json::array()}, {"models", Json::array()}};
    for (const auto& read : run.datasets) inputs["datasets"].push_back(planner_.Dataset(read));
    for (const Model& model : run.reads) {
      auto it = model_ids_.find(model.asset);
      if (it == model_ids_.end()) {
        // Made elsewhere.
        const auto id = MakeModel(run, model, "");
        if (!id.ok()) return id.status();
        it = model_ids_.emplace(model.asset, *id).first;
      }
      inputs["models"].push_back({{"model_id", it->second}});
      const auto tag = Call("POST", "runs/set-tag",
                            {{"run_id", run_id},
                             {"key", kMlflowModelTag + it->second},
                             {"value", planner_.ModelTag(run, model)}},
                            what);
      if (!tag.ok()) return tag.status();
    }
    if (!inputs["datasets"].empty() || !inputs["models"].empty()) {
      const auto logged = Call("POST", "runs/log-inputs", inputs, what);
      if (!logged.ok()) return logged.status();
    }
    Json end = {{"run_id", run_id}, {"status", run.status}};
    if (run.status != "RUNNING") end["end_time"] = run.ended_ms;
    return Call("POST", "runs/update", end, what).status();
  }

  const ExportInput& input_;
  const Planner planner_;
  std::string base_;
  Sender* sender_;
  std::string experiment_;
  std::map<int, std::string> model_ids_;  // by asset
  size_t models_made_ = 0;
};

}  // namespace

Documents ExportMlflow(const ExportInput& input) {
  const Planner planner(input);
  const absl::StatusOr<std::vector<PlannedRun>> runs = PlanOf(planner);
  if (!runs.ok()) return runs.status();
  // Ids of our own: what is sent gets the server's. A run makes models of its own; what reads a
  // model reads the last one.
  int models = 0;
  const auto new_id = [&] { return fmt::format("m-{}", ++models); };
  std::vector<std::vector<std::string>> made(runs->size());
  std::map<int, std::string> last;  // by asset
  for (size_t i = 0; i < runs->size(); ++i) {
    for (const Model& model : (*runs)[i].writes) {
      made[i].push_back(new_id());
      last[model.asset] = made[i].back();
    }
  }
  Json answer = {{"runs", Json::array()}, {"model_versions", Json::array()}};
  std::map<std::string, int> versions;  // by registered name
  int number = 0;
  for (const PlannedRun& run : *runs) {
    const std::string run_id = fmt::format("pedigree-{}", ++number);
    Json tags = run.tags, outputs = Json::array(), inputs = Json::array(), reads = Json::array();
    const auto tag = [&](const Model& model, const std::string& id) {
      tags.push_back(Tag(kMlflowModelTag + id, planner.ModelTag(run, model)));
    };
    for (size_t i = 0; i < run.writes.size(); ++i) {
      const Model& model = run.writes[i];
      const std::string& id = made[number - 1][i];
      outputs.push_back({{"model_id", id}, {"step", 0}});
      tag(model, id);
      answer["model_versions"].push_back(
          {{"name", planner.NameOf(model)},
           {"version", std::to_string(++versions[planner.NameOf(model)])},
           {"run_id", run_id},
           {"model_id", id},
           {"source", "models:/" + id},
           {"tags", planner.ModelTags(run, model)}});
    }
    for (const Model& model : run.reads) {
      std::string& id = last[model.asset];
      if (id.empty()) id = new_id();  // made elsewhere
      reads.push_back({{"model_id", id}});
      tag(model, id);
    }
    for (const auto& read : run.datasets) inputs.push_back(planner.Dataset(read));
    Json one;
    one["info"] = {{"run_id", run_id},
                   {"run_name", run.name},
                   {"status", run.status},
                   {"start_time", run.started_ms}};
    if (run.ended_ms > 0) one["info"]["end_time"] = run.ended_ms;
    one["data"] = {{"params", run.parameters}, {"metrics", run.metrics}, {"tags", std::move(tags)}};
    one["inputs"] = {{"dataset_inputs", std::move(inputs)}, {"model_inputs", std::move(reads)}};
    one["outputs"] = {{"model_outputs", std::move(outputs)}};
    answer["runs"].push_back(std::move(one));
  }
  return std::vector<Document>{{"mlflow.json", Dump(answer, 1) + "\n"}};
}

absl::StatusOr<std::string> SendMlflow(const ExportInput& input, const std::string& url,
                                       Sender* sender) {
  std::string base = UrlBelow(url, "api/2.0/mlflow");
  while (base.ends_with('/')) base.pop_back();
  return Session(input, std::move(base), sender).SendAll();
}

}  // namespace pedigree::interop
