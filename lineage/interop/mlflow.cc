// MLflow's runs, logged models and model versions, as its REST API answers (runs/search, runs/get,
// logged-models/search, model-versions/search): docs/interop/mlflow.md. A run that our own export
// made is our job again. Traces are read in mlflow_traces.cc.
#include "lineage/interop/mlflow.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <tuple>

#include "lineage/interop/json_reader.h"
#include "lineage/interop/systems.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

class Importer {
 public:
  Importer(const JsonStream* stream, GraphBuilder* graph) : stream_(stream), graph_(graph) {}

  absl::Status Read(JsonNode root) {
    if (!root.IsObject()) return Wrong(root, "an answer of MLflow is an object");
    bool known = false;
    using Of = absl::Status (Importer::*)(JsonNode);
    for (const auto& [one, list, of] :
         {std::tuple<std::string_view, std::string_view, Of>("run", "runs", &Importer::OfRun),
          {"model", "models", &Importer::OfModel},
          {"model_version", "model_versions", &Importer::OfVersion},
          {"trace", "traces", &Importer::OfTrace}}) {
      known = known || root[one] || root[list];
      if (root[one]) {
        if (absl::Status status = (this->*of)(root[one]); !status.ok()) return status;
      }
      for (const JsonNode each : root[list]) {
        if (absl::Status status = (this->*of)(each); !status.ok()) return status;
      }
    }
    // A trace as the client writes it.
    if (!known && root["info"].IsObject() && root["data"].IsObject()) return OfTrace(root);
    // An empty answer of a search is {}.
    if (!known && !root.Empty())
      return Wrong(root, "no runs, models, model versions or traces of MLflow");
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(JsonNode at, std::string_view what) const {
    return stream_->Wrong(at.Line(), what);
  }
  Where At(JsonNode node) const { return {stream_->name(), node.Line()}; }
  int Run(std::string_view id) { return graph_->Job(fmt::format("mlflow/{}", id)); }
  int Model(std::string_view id) {
    const int at = graph_->Asset("mlflow", fmt::format("models:/{}", id));
    graph_->SetKind(at, MODEL, /*inferred=*/false);
    return at;
  }

  // What our own export said in the run's tags.
  struct Ours {
    std::string job;
    std::map<std::string, std::string, std::less<>> models;  // by id: what the tag has
  };
  static Ours OursOf(JsonNode run) {
    Ours ours;
    for (const JsonNode tag : run["data"]["tags"]) {
      const std::string_view key = tag["key"].Text();
      if (key == kMlflowJobTag) ours.job = tag["value"].Text();
      if (key.starts_with(kMlflowModelTag))
        ours.models.emplace(key.substr(std::string_view(kMlflowModelTag).size()),
                            tag["value"].Text());
    }
    return ours;
  }

  absl::Status OfRun(JsonNode run) {
    const std::string_view id = run["info"]["run_id"].Text();
    if (id.empty()) return Wrong(run, "a run has no info.run_id");
    const Ours ours = OursOf(run);
    const int job = Run(id);
    const std::string_view name = run["info"]["run_name"].Text();
    if (!name.empty())
      graph_->job(job).mutable_declaration()->set_description(fmt::format("MLflow run {}", name));
    std::vector<int> inputs;
    for (const JsonNode input : run["inputs"]["dataset_inputs"]) {
      const absl::StatusOr<int> at = Dataset(input["dataset"]);
      if (!at.ok()) return at.status();
      graph_->Touch(job, SiteUse::READS, *at, OBSERVED, At(input));
      inputs.push_back(*at);
    }
    for (const JsonNode input : run["inputs"]["model_inputs"]) {
      const std::string_view model_id = input["model_id"].Text();
      if (model_id.empty()) return Wrong(input, "a model input has no model_id");
      const absl::StatusOr<std::optional<JsonDocument>> said = SaidOf(ours, model_id, input);
      if (!said.ok()) return said.status();
      const int at = Model(model_id);
      inputs.push_back(at);
      if (*said) {
        if (absl::Status status = Logged((**said).Root(), id, at, input); !status.ok())
          return status;
      }
      graph_->Touch(job, SiteUse::READS, at, OBSERVED, At(input));
    }
    for (const JsonNode output : run["outputs"]["model_outputs"]) {
      const std::string_view model_id = output["model_id"].Text();
      if (model_id.empty()) return Wrong(output, "a model output has no model_id");
      const absl::StatusOr<std::optional<JsonDocument>> said = SaidOf(ours, model_id, output);
      if (!said.ok()) return said.status();
      const int model = Model(model_id);
      graph_->Touch(job, SiteUse::WRITES, model, OBSERVED, At(output));
      absl::Status status = *said ? Logged((**said).Root(), id, model, output) : absl::OkStatus();
      if (status.ok() && *said && (**said).Root()["flows"]) {
        status = Stated((**said).Root()["flows"], job, model, output);
      } else if (status.ok()) {
        AllInto(job, inputs, model, output);
      }
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<JsonDocument>> SaidOf(const Ours& ours, std::string_view model_id,
                                                     JsonNode at) const {
    const auto it = ours.models.find(model_id);
    if (it == ours.models.end() || ours.job.empty()) return std::nullopt;
    absl::StatusOr<JsonDocument> said = ParseJson(it->first, it->second);
    if (said.ok() && said->Root()["asset"].IsObject()) return *std::move(said);
    return Wrong(at, fmt::format("the run's tag {}{} is none of ours", kMlflowModelTag, model_id));
  }

  // MLflow knows inputs and models of a run, and not which reaches which.
  void AllInto(int job, const std::vector<int>& inputs, int model, JsonNode at) {
    for (const int from : inputs) {
      graph_->AddFlow(job,
                      {.from = from,
                       .to = model,
                       .confidence = ASSUMED,
                       .witness = OBSERVED,
                       .note = "an input and a model of one run"},
                      At(at));
    }
  }

  // The model is a copy of an asset of ours: a job of its own, as what comes to that asset by any
  // job goes on to the model. Not the other way: the asset may have been another model since.
  absl::Status Logged(JsonNode said, std::string_view run, int model, JsonNode at) {
    const int asset = AssetOf(said["asset"]);
    if (asset < 0) return Wrong(at, "a model of ours has no name");
    graph_->SetKind(asset, MODEL, /*inferred=*/false);
    graph_->AddFlow(graph_->Job(fmt::format("mlflow/{} logs", run)),
                    {.from = asset,
                     .to = model,
                     .subtype = IDENTITY,
                     .witness = OBSERVED,
                     .note = "logged as a model"},
                    At(at));
    return absl::OkStatus();
  }

  absl::Status Stated(JsonNode flows, int job, int model, JsonNode at) {
    for (const JsonNode flow : flows) {
      const int from = AssetOf(flow["from"]);
      if (from < 0) return Wrong(at, "a flow of ours begins at no asset");
      graph_->AddFlow(job, FlowOf(flow, from, model), At(at));
    }
    return absl::OkStatus();
  }

  // Its columns point into `flow`.
  static GraphBuilder::Flow FlowOf(JsonNode flow, int from, int to) {
    GraphBuilder::Flow made{.from = from,
                            .to = to,
                            .from_column = flow["column"].Text(),
                            .to_column = flow["to_column"].Text(),
                            .witness = OBSERVED,
                            .note = "pedigree's own tag"};
    Subtype subtype = TRANSFORMATION;
    if (Subtype_Parse(std::string(flow["subtype"].Text()), &subtype)) made.subtype = subtype;
    Confidence confidence = MODELED;
    // Somebody else kept it: it is as sure as what others say.
    if (Confidence_Parse(std::string(flow["confidence"].Text()), &confidence))
      made.confidence = std::max(confidence, MODELED);
    for (const JsonNode one : flow["transforms"]) {
      TransformKind kind = TRANSFORM_KIND_UNSPECIFIED;
      if (TransformKind_Parse(std::string(one.Text()), &kind) && kind != TRANSFORM_KIND_UNSPECIFIED)
        made.transforms = {kind};
    }
    return made;
  }

  // Of {"namespace", "name"}; -1 where it has no name.
  int AssetOf(JsonNode identity) {
    const std::string_view name = identity["name"].Text();
    if (name.empty()) return -1;
    const std::string_view job = identity["job"].Text();
    if (job.empty()) return graph_->Asset(identity["namespace"].Text(), name);
    return graph_->AssetOfJob(identity["namespace"].Text(), name, job);
  }

  // Its source is JSON in a string: {"uri": ...} for most kinds.
  absl::StatusOr<int> Dataset(JsonNode dataset) {
    const std::string_view name = dataset["name"].Text();
    if (name.empty()) return Wrong(dataset, "a dataset has no name");
    int at = -1;
    const absl::StatusOr<JsonDocument> source = ParseJson("source", dataset["source"].Text());
    if (source.ok() && source->Root()["namespace"].IsString()) at = AssetOf(source->Root());
    if (source.ok()) {
      for (const std::string_view key : {"uri", "url", "path", "table_name"}) {
        if (const std::string_view where = source->Root()[key].Text(); at < 0 && !where.empty())
          at = key == "table_name" ? graph_->Asset("delta", where) : AssetOfUri(graph_, where);
      }
    }
    if (at < 0) at = graph_->Asset("mlflow", name);
    graph_->SetKind(at, DATASET, /*inferred=*/false);
    const absl::StatusOr<JsonDocument> schema = ParseJson("schema", dataset["schema"].Text());
    if (schema.ok()) {
      for (const JsonNode column : schema->Root()["mlflow_colspec"]) {
        if (column["name"].Text().empty()) continue;
        graph_->ColumnOf(at, column["name"].Text())->set_type(std::string(column["type"].Text()));
      }
    }
    return at;
  }

  void Digest(int asset, JsonNode tags) {
    for (const JsonNode tag : tags) {
      if (tag["key"].Text() == "sha256")
        graph_->asset(asset).mutable_properties()->set_digest(
            fmt::format("sha256:{}", tag["value"].Text()));
    }
  }

  // A logged model, of MLflow 3.
  absl::Status OfModel(JsonNode model) {
    const JsonNode info = model["info"];
    if (info["model_id"].Text().empty()) return Wrong(model, "a model has no info.model_id");
    const int at = Model(info["model_id"].Text());
    AddWitness(OBSERVED, &graph_->asset(at));
    if (const std::string_view run = info["source_run_id"].Text(); !run.empty())
      graph_->Touch(Run(run), SiteUse::WRITES, at, OBSERVED, At(model));
    if (const std::string_view name = info["name"].Text(); !name.empty())
      graph_->asset(at).mutable_properties()->set_description(std::string(name));
    Digest(at, info["tags"]);
    return absl::OkStatus();
  }

  // A registered version is the model that its run made, by another name.
  absl::Status OfVersion(JsonNode version) {
    const std::string_view name = version["name"].Text(), number = version["version"].Scalar();
    if (name.empty() || number.empty())
      return Wrong(version, "a model version has no name or no version");
    const int at = Model(fmt::format("{}/{}", name, number));
    AddWitness(OBSERVED, &graph_->asset(at));
    const std::string_view run = version["run_id"].Text(), source = version["source"].Text();
    if (!run.empty()) graph_->Touch(Run(run), SiteUse::WRITES, at, OBSERVED, At(version));
    if (const std::string_view id = version["model_id"].Text(); !id.empty())
      graph_->Same(at, Model(id), At(version), "the version's model");
    if (!source.empty()) {
      const int from =
          source.starts_with("models:/") ? Model(source.substr(8)) : AssetOfUri(graph_, source);
      graph_->SetKind(from, MODEL, /*inferred=*/true);
      graph_->Same(at, from, At(version), "the version's source");
    }
    Digest(at, version["tags"]);
    return absl::OkStatus();
  }

  absl::Status OfTrace(JsonNode trace) { return ReadMlflowTrace(*stream_, trace, graph_); }

  const JsonStream* stream_;
  GraphBuilder* graph_;
};

}  // namespace

absl::Status ImportMlflow(const std::string& path, const Options& options, GraphBuilder* graph) {
  return ReadDocuments<Importer>(path, graph);
}

}  // namespace pedigree::interop
