// A job taken from one graph file into another as the bytes that it is stored as. Most of a large
// graph are the witness paths of its flows, which a join does not change: read into messages and
// written again, they are nearly all of its time.
#ifndef PEDIGREE_LINEAGE_JOB_BYTES_H_
#define PEDIGREE_LINEAGE_JOB_BYTES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pedigree {

// A serialised Job in which asset i is asset `numbers[i]`. Nothing where its sites and flows are
// not as ValidateJob (graph_io.h) wants them, or not stored in the order in which Pedigree stores
// them; whoever reads it then sees what is wrong.
std::optional<std::string> RenumberJob(std::string_view job, std::span<const uint32_t> numbers);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_JOB_BYTES_H_
