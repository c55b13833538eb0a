// The words that our own tags in MLflow are, for its export and its import.
#ifndef PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_
#define PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_

namespace pedigree::interop {

// Of a run: the graph's job that it is of.
inline constexpr char kMlflowJobTag[] = "pedigree.job";
// Of a run, followed by a model's id: JSON, {"asset": {"namespace", "name"}, "flows": [...]}.
// Without flows it is not known what of the run's inputs reaches the model.
inline constexpr char kMlflowModelTag[] = "pedigree.model.";

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_MLFLOW_H_
