// Catalog entries to begin with, for functions that no catalog knows: each says what is assumed of
// the function now, and has lines to choose from, with the ports that the function has.
#ifndef PEDIGREE_LINEAGE_STUBS_H_
#define PEDIGREE_LINEAGE_STUBS_H_

#include <string>
#include <vector>

#include "proto/graph.pb.h"

namespace pedigree {

// Those first on which most hangs: flows; then what would be flows if more were known of the
// function; then calls.
std::vector<Coverage::Unknown> Ranked(const Coverage& coverage);

// Whether the function seems to touch data: something that was read comes to it, something that
// it may have made is written, or it takes a name.
bool TouchesData(const Coverage::Unknown& unknown);

// In words, why; empty if it does not.
std::string WhatHangs(const Coverage::Unknown& unknown);

// The entry, as text proto.
std::string Stub(const Coverage::Unknown& unknown);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_STUBS_H_
