#include "lineage/interop/interop.h"

#include <fmt/format.h>

#include "lineage/interop/systems.h"
#include "lineage/noise.h"

namespace pedigree::interop {

const std::vector<System>& Systems() {
  static const auto& systems = *new std::vector<System>{
      {"openlineage",
       "OpenLineage",
       ExportOpenLineage,
       ImportOpenLineage,
       SendOpenLineage,
       {.token = "OPENLINEAGE_API_KEY"},
       {.ledgers = true, .verdicts = true, .time = true, .source_url = true, .version = true}},
      {"dbt", "dbt", ExportDbt, ImportDbt},
      {"dvc", "DVC", ExportDvc, ImportDvc, nullptr, {}, {.ledgers = true}},
      {"mlflow",
       "MLflow",
       ExportMlflow,
       ImportMlflow,
       SendMlflow,
       {"MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"},
       {.ledgers = true, .version = true}},
      {"fivetran", "Fivetran", nullptr, ImportFivetran},
      {"pachyderm", "Pachyderm", ExportPachyderm, ImportPachyderm, nullptr, {}, {.ledgers = true}},
      {"sagemaker",
       "Amazon SageMaker",
       ExportSageMaker,
       ImportSageMaker,
       SendSageMaker,
       {.service = "sagemaker"},
       {.ledgers = true, .source_url = true, .version = true}},
      {"unity",
       "Unity Catalog",
       ExportUnity,
       ImportUnity,
       SendUnity,
       {.token = "DATABRICKS_TOKEN"}},
      {"kubeflow",
       "Kubeflow Pipelines",
       ExportKubeflow,
       ImportKubeflow,
       nullptr,
       {},
       {.ledgers = true}},
      {"atlan", "Atlan", ExportAtlan, ImportAtlan, SendAtlan, {.token = "ATLAN_API_KEY"}},
      {"feast", "Feast", ExportFeast, ImportFeast},
      {"tecton", "Tecton", ExportTecton, ImportTecton},
      {"dot", "Graphviz", ExportDot, nullptr},
      {"mermaid", "Mermaid", ExportMermaid, nullptr},
      {"graphml", "GraphML", ExportGraphMl, nullptr},
      {"prov", "W3C PROV-JSON", ExportProvJson, nullptr},
      {"csv", "CSV edges", ExportCsv, nullptr},
  };
  return systems;
}

const System* FindSystem(std::string_view name) {
  for (const System& system : Systems()) {
    if (system.name == name) return &system;
  }
  return nullptr;
}

absl::Status CheckJobNames(const Lineage& lineage) {
  // They are in order.
  for (size_t i = 1; i < lineage.jobs().size(); ++i) {
    const std::string& name = lineage.jobs()[i].name;
    if (name == lineage.jobs()[i - 1].name)
      return absl::InvalidArgumentError(
          fmt::format("two jobs have the name '{}', by which others would know them", name));
  }
  return absl::OkStatus();
}

bool Exported(const ExportInput& input, int asset) {
  return input.options.all || !IsNoise(input.lineage, asset);
}

}  // namespace pedigree::interop
