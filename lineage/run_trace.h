// From a file, by its digest, back to the data it was made of, over several runs and programs: what
// the ledgers prove.
//
// A process that wrote these bytes made them of what it had read by then. Each thing that it had
// read is looked for in the same way, by digest: whichever run wrote those bytes, under whatever
// name. Where the digest is not of the whole (a part was read), the last that was written under
// that name in the same run is taken instead, and the line says so.
#ifndef PEDIGREE_LINEAGE_RUN_TRACE_H_
#define PEDIGREE_LINEAGE_RUN_TRACE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lineage/observed.h"
#include "lineage/render/style.h"

namespace pedigree {

// `target` is a digest ("sha256:..." or its hexadecimal digits, at least 8 of them) or the token of
// an answer. NotFound if no run wrote or read it; InvalidArgument where the digits may be several
// digests.
absl::StatusOr<std::string> RunTraceText(const std::vector<Observed>& runs, std::string_view target,
                                         const Style& style);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_RUN_TRACE_H_
