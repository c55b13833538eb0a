// MLflow's runs and model versions, as its REST API answers (runs/search, runs/get,
// model-versions/search): docs/interop/mlflow.md.
#include <fmt/format.h>

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
    if (root["run"]) {
      known = true;
      if (absl::Status status = OfRun(root["run"]); !status.ok()) return status;
    }
    for (const std::string_view list : {"runs", "model_versions"}) {
      known = known || root[list];
      for (const JsonNode one : root[list]) {
        if (absl::Status status = list == "runs" ? OfRun(one) : OfVersion(one); !status.ok())
          return status;
      }
    }
    if (root["model_version"]) {
      known = true;
      if (absl::Status status = OfVersion(root["model_version"]); !status.ok()) return status;
    }
    // An empty answer of a search is {}.
    if (!known && !root.Empty()) return Wrong(root, "neither runs nor model versions of MLflow");
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

  absl::Status OfRun(JsonNode run) {
    const std::string_view id = run["info"]["run_id"].Text();
    if (id.empty()) return Wrong(run, "a run has no info.run_id");
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
      if (input["model_id"].Text().empty()) return Wrong(input, "a model input has no model_id");
      inputs.push_back(Model(input["model_id"].Text()));
      graph_->Touch(job, SiteUse::READS, inputs.back(), OBSERVED, At(input));
    }
    for (const JsonNode output : run["outputs"]["model_outputs"]) {
      if (output["model_id"].Text().empty()) return Wrong(output, "a model output has no model_id");
      const int model = Model(output["model_id"].Text());
      graph_->Touch(job, SiteUse::WRITES, model, OBSERVED, At(output));
      for (const int from : inputs) {
        graph_->AddFlow(job,
                        {.from = from,
                         .to = model,
                         .confidence = ASSUMED,
                         .witness = OBSERVED,
                         .note = "an input and a model of one run"},
                        At(output));
      }
    }
    return absl::OkStatus();
  }

  // Its source is JSON in a string: {"uri": ...} for most kinds.
  absl::StatusOr<int> Dataset(JsonNode dataset) {
    const std::string_view name = dataset["name"].Text();
    if (name.empty()) return Wrong(dataset, "a dataset has no name");
    int at = -1;
    const absl::StatusOr<JsonDocument> source = ParseJson("source", dataset["source"].Text());
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
    for (const JsonNode tag : version["tags"]) {
      if (tag["key"].Text() == "sha256")
        graph_->asset(at).mutable_properties()->set_digest(
            fmt::format("sha256:{}", tag["value"].Text()));
    }
    return absl::OkStatus();
  }

  const JsonStream* stream_;
  GraphBuilder* graph_;
};

}  // namespace

absl::Status ImportMlflow(const std::string& path, const Options& options, GraphBuilder* graph) {
  absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path, /*split=*/true);
  if (!stream.ok()) return stream.status();
  Importer importer(stream->get(), graph);
  return (*stream)->ForEach("there is no JSON in it",
                            [&](JsonNode root) { return importer.Read(root); });
}

}  // namespace pedigree::interop
