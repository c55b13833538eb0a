// How a binary carries fragments: as ELF notes (elf(5), "Notes"), in a section of their own.
//
// Of all that an object may have, notes are what survives best: linkers keep them whatever they
// collect or merge, and put one after the other, which is all the merging there is; strip leaves
// what is part of the loaded image; and a note that nobody knows is skipped by everybody. Each
// compile adds one note. Its name is "Pedigree", its type 1, and its content a line that says which
// compiler made it, a zero byte, and a serialised FragmentSet.
#ifndef PEDIGREE_ANALYZER_FRAGMENT_NOTE_H_
#define PEDIGREE_ANALYZER_FRAGMENT_NOTE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

// By the first part of the name the compiler knows that the section is one of notes.
inline constexpr char kNoteSection[] = ".note.pedigree";
inline constexpr unsigned kNoteAlignment = 4;

struct Note {
  std::string_view compiler;      // "Debian clang version 19.1.7, x86_64-pc-linux-gnu"
  std::string_view fragment_set;  // a serialised FragmentSet
};

// The bytes of one note, a multiple of the alignment. Numbers are in the byte order of the machine
// that the object is for. Nothing, where a note cannot be that large (4 GiB).
std::optional<std::string> MakeNote(const Note& note, bool little_endian);

// Pedigree's among the notes of a section or segment, as views into it. Nothing, if it is damaged.
std::optional<std::vector<Note>> ReadNotes(std::string_view section, bool little_endian);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_NOTE_H_
