#include "analyzer/fragment/note.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace pedigree {
namespace {

constexpr std::string_view kName("Pedigree\0", 9);
constexpr uint32_t kType = 1;
constexpr size_t kHeader = 12;  // the sizes of name and content, and the type

size_t Padded(size_t size) { return (size + kNoteAlignment - 1) / kNoteAlignment * kNoteAlignment; }

void PutNumber(uint32_t number, bool little_endian, std::string& out) {
  for (int i = 0; i < 4; ++i) {
    out += static_cast<char>(number >> (8 * (little_endian ? i : 3 - i)) & 0xff);
  }
}

uint32_t NumberAt(std::string_view bytes, size_t at, bool little_endian) {
  uint32_t number = 0;
  for (int i = 0; i < 4; ++i) {
    number |= uint32_t{static_cast<uint8_t>(bytes[at + i])} << (8 * (little_endian ? i : 3 - i));
  }
  return number;
}

}  // namespace

std::optional<std::string> MakeNote(const Note& note, bool little_endian) {
  const size_t size = note.compiler.size() + 1 + note.fragment_set.size();
  if (size > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  std::string bytes;
  bytes.reserve(kHeader + Padded(kName.size()) + Padded(size));
  PutNumber(kName.size(), little_endian, bytes);
  PutNumber(static_cast<uint32_t>(size), little_endian, bytes);
  PutNumber(kType, little_endian, bytes);
  bytes += kName;
  bytes.resize(Padded(bytes.size()));
  bytes += note.compiler;
  bytes += '\0';
  bytes += note.fragment_set;
  bytes.resize(Padded(bytes.size()));
  return bytes;
}

std::optional<std::vector<Note>> ReadNotes(std::string_view section, bool little_endian) {
  std::vector<Note> notes;
  while (!section.empty()) {
    if (section.size() < kNoteAlignment) return std::nullopt;
    // Between parts that a linker aligned.
    if (NumberAt(section, 0, little_endian) == 0) {
      section.remove_prefix(kNoteAlignment);
      continue;
    }
    if (section.size() < kHeader) return std::nullopt;
    const size_t name_size = NumberAt(section, 0, little_endian);
    const size_t size = NumberAt(section, 4, little_endian);
    const uint32_t type = NumberAt(section, 8, little_endian);
    section.remove_prefix(kHeader);
    if (name_size > section.size() || Padded(name_size) > section.size()) return std::nullopt;
    const std::string_view name = section.substr(0, name_size);
    section.remove_prefix(Padded(name_size));
    if (size > section.size()) return std::nullopt;
    const std::string_view content = section.substr(0, size);
    // The last one's padding may be missing.
    section.remove_prefix(std::min(Padded(size), section.size()));
    if (name != kName || type != kType) continue;
    const size_t end = content.find('\0');
    if (end == content.npos) return std::nullopt;
    notes.push_back({content.substr(0, end), content.substr(end + 1)});
  }
  return notes;
}

}  // namespace pedigree
