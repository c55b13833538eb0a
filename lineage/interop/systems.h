// Each system's two functions, for the one list of them (interop.cc).
#ifndef PEDIGREE_LINEAGE_INTEROP_SYSTEMS_H_
#define PEDIGREE_LINEAGE_INTEROP_SYSTEMS_H_

#include "lineage/interop/interop.h"

namespace pedigree::interop {

using Documents = absl::StatusOr<std::vector<Document>>;

Documents ExportOpenLineage(const ExportInput& input);
absl::Status ImportOpenLineage(const std::string& path, const Options& options,
                               GraphBuilder* graph);
absl::StatusOr<std::string> SendOpenLineage(const ExportInput& input, const std::string& url,
                                            Sender* sender);

Documents ExportDbt(const ExportInput& input);
absl::Status ImportDbt(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportDvc(const ExportInput& input);
absl::Status ImportDvc(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportMlflow(const ExportInput& input);
absl::StatusOr<std::string> SendMlflow(const ExportInput& input, const std::string& url,
                                       Sender* sender);
absl::Status ImportMlflow(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportAtlan(const ExportInput& input);
absl::StatusOr<std::string> SendAtlan(const ExportInput& input, const std::string& url,
                                      Sender* sender);
absl::Status ImportAtlan(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportFeast(const ExportInput& input);
absl::Status ImportFeast(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportTecton(const ExportInput& input);
absl::Status ImportTecton(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportKubeflow(const ExportInput& input);
absl::Status ImportKubeflow(const std::string& path, const Options& options, GraphBuilder* graph);

absl::Status ImportFivetran(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportPachyderm(const ExportInput& input);
absl::Status ImportPachyderm(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportSageMaker(const ExportInput& input);
absl::StatusOr<std::string> SendSageMaker(const ExportInput& input, const std::string& url,
                                          Sender* sender);
absl::Status ImportSageMaker(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportUnity(const ExportInput& input);
absl::StatusOr<std::string> SendUnity(const ExportInput& input, const std::string& url,
                                      Sender* sender);
absl::Status ImportUnity(const std::string& path, const Options& options, GraphBuilder* graph);

Documents ExportDot(const ExportInput& input);
Documents ExportMermaid(const ExportInput& input);
Documents ExportGraphMl(const ExportInput& input);
Documents ExportProvJson(const ExportInput& input);
Documents ExportCsv(const ExportInput& input);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_SYSTEMS_H_
