// As much of ELF (System V ABI, "Object Files") as is asked of programs: their segments and build
// id.
#ifndef PEDIGREE_RUNTIME_ELF_FILE_H_
#define PEDIGREE_RUNTIME_ELF_FILE_H_

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <string_view>

#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree::elf {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);

// Whether what begins so is an ELF file.
inline bool IsElf(const Header& header) { return memcmp(header.e_ident, ELFMAG, SELFMAG) == 0; }

// Calls `f` for each segment of the file until it gives true. Whether it did.
template <typename F>
bool AnySegment(int fd, const Header& header, const F& f) {
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Segment segment;
    const uint64_t at = header.e_phoff + uint64_t{i} * header.e_phentsize;
    if (sys::PRead(fd, &segment, sizeof segment, at) != static_cast<long>(sizeof segment))
      return false;
    if (f(segment)) return true;
  }
  return false;
}

// The GNU build id in the notes of a segment (PT_NOTE); empty if it is not there.
inline std::string_view BuildIdIn(std::string_view notes) {
  for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= notes.size();) {
    ElfW(Nhdr) note;
    memcpy(&note, notes.data() + at, sizeof note);
    const size_t name = at + sizeof note, value = name + ((note.n_namesz + size_t{3}) & ~size_t{3});
    if (value > notes.size() || note.n_descsz > notes.size() - value) break;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
        memcmp(notes.data() + name, "GNU", 4) == 0)
      return Part(notes, value, note.n_descsz);
    at = value + ((note.n_descsz + size_t{3}) & ~size_t{3});
  }
  return {};
}

}  // namespace pedigree::elf

#endif  // PEDIGREE_RUNTIME_ELF_FILE_H_
