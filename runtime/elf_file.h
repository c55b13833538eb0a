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

#include "runtime/sha256.h"
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

// Calls `f` with the name, type and content of each of the notes of a segment (PT_NOTE), whose
// alignment is 4, as that of all notes that are asked for here.
template <typename F>
void ForEachNote(std::string_view notes, const F& f) {
  const auto padded = [](size_t size) { return (size + 3) & ~size_t{3}; };
  for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= notes.size();) {
    ElfW(Nhdr) note;
    memcpy(&note, notes.data() + at, sizeof note);
    const size_t name = at + sizeof note, content = name + padded(note.n_namesz);
    if (note.n_namesz == 0 || content > notes.size() || note.n_descsz > notes.size() - content)
      break;
    f(Part(notes, name, note.n_namesz - 1), note.n_type, Part(notes, content, note.n_descsz));
    at = content + padded(note.n_descsz);
  }
}

// The GNU build id among them; empty if it is not there.
inline std::string_view BuildIdIn(std::string_view notes) {
  std::string_view id;
  ForEachNote(notes, [&](std::string_view name, uint32_t type, std::string_view content) {
    if (id.empty() && name == "GNU" && type == NT_GNU_BUILD_ID) id = content;
  });
  return id;
}

// What a program carries of its lineage, as one digest: SHA-256 of the contents of its notes
// (analyzer/fragment/note.h), in the file's order.
class CarriedDigest {
 public:
  void Add(std::string_view notes) {
    ForEachNote(notes, [&](std::string_view name, uint32_t type, std::string_view content) {
      if (name == "Pedigree" && type == 1) hash_.Add(content.data(), content.size());
    });
  }
  // Whether there is any; then its digest.
  bool Get(uint8_t out[Sha256::kSize]) const {
    if (hash_.size() > 0) hash_.Digest(out);
    return hash_.size() > 0;
  }

 private:
  Sha256 hash_;
};

}  // namespace pedigree::elf

#endif  // PEDIGREE_RUNTIME_ELF_FILE_H_
