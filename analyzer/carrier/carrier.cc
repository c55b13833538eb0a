#include "analyzer/carrier/carrier.h"

#include <fmt/format.h>

#include <memory>
#include <set>
#include <utility>

#include "analyzer/fragment/note.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "runtime/sha256.h"

namespace pedigree {
namespace {

namespace elf = llvm::ELF;

absl::Status Bad(const std::string& place, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: {}", place, what));
}

absl::Status Bad(const std::string& place, llvm::Error error) {
  std::string message = llvm::toString(std::move(error));
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  return Bad(place, message);
}

llvm::MemoryBufferRef Buffer(const std::string& place, std::string_view bytes) {
  return {llvm::StringRef(bytes.data(), bytes.size()), place};
}

class Reader {
 public:
  explicit Reader(Carrier& carrier) : carrier_(carrier) {}

  // Of all notes that were read.
  std::string Digest() const {
    uint8_t digest[Sha256::kSize];
    hash_.Digest(digest);
    return {reinterpret_cast<const char*>(digest), sizeof digest};
  }

  // An object or bitcode. Gives whether it carries anything.
  absl::StatusOr<bool> ReadObject(const std::string& place, std::string_view bytes) {
    const size_t before = found_;
    const absl::Status status = llvm::identify_magic(llvm::StringRef(bytes.data(), bytes.size())) ==
                                        llvm::file_magic::bitcode
                                    ? ReadBitcode(place, bytes)
                                    : ReadElf(place, bytes);
    if (!status.ok()) return status;
    return found_ > before;
  }

  absl::Status ReadArchive(const std::string& file, std::string_view bytes) {
    carrier_.kind = "archive";
    llvm::Expected<std::unique_ptr<llvm::object::Archive>> archive =
        llvm::object::Archive::create(Buffer(file, bytes));
    if (!archive) return Bad(file, archive.takeError());
    llvm::Error error = llvm::Error::success();
    absl::Status status;
    for (const llvm::object::Archive::Child& child : (*archive)->children(error)) {
      status = ReadMember(file, child);
      if (!status.ok()) break;
    }
    if (error) return Bad(file, std::move(error));
    return status;
  }

 private:
  absl::Status ReadMember(const std::string& file, const llvm::object::Archive::Child& child) {
    llvm::Expected<llvm::StringRef> name = child.getName();
    if (!name) return Bad(file, name.takeError());
    const std::string place = fmt::format("{}({})", file, std::string_view(*name));
    llvm::Expected<llvm::StringRef> bytes = child.getBuffer();
    if (!bytes) return Bad(place, bytes.takeError());
    const llvm::file_magic magic = llvm::identify_magic(*bytes);
    // An archive may hold anything.
    if (magic != llvm::file_magic::bitcode && magic != llvm::file_magic::elf_relocatable) {
      return absl::OkStatus();
    }
    ++carrier_.objects;
    const absl::StatusOr<bool> carries = ReadObject(place, *bytes);
    if (!carries.ok()) return carries.status();
    if (!*carries) carrier_.bare.push_back(name->str());
    return absl::OkStatus();
  }

  absl::Status ReadElf(const std::string& place, std::string_view bytes) {
    auto object = llvm::object::ObjectFile::createELFObjectFile(Buffer(place, bytes));
    if (!object) return Bad(place, object.takeError());
    const auto* file = llvm::cast<llvm::object::ELFObjectFileBase>(object->get());
    const bool little = file->isLittleEndian();
    bool sections = false;
    for (const llvm::object::ELFSectionRef section : file->sections()) {
      sections = true;
      if (section.getType() != elf::SHT_NOTE) continue;
      llvm::Expected<llvm::StringRef> content = section.getContents();
      if (!content) return Bad(place, content.takeError());
      if (absl::Status status = AddNotes(place, *content, little); !status.ok()) return status;
    }
    switch (file->getEType()) {
      case elf::ET_REL:
        SetKind("object");
        break;
      case elf::ET_DYN:
        SetKind("shared library");
        break;
      default:
        SetKind("executable");
    }
    return ForSegments(*file, place, /*notes=*/!sections);
  }

  // Tells a program from a library; and reads the notes where the table of sections was stripped.
  absl::Status ForSegments(const llvm::object::ELFObjectFileBase& file, const std::string& place,
                           bool notes) {
    if (const auto* f = llvm::dyn_cast<llvm::object::ELF64LEObjectFile>(&file)) {
      return ForSegmentsOf(*f, place, notes);
    }
    if (const auto* f = llvm::dyn_cast<llvm::object::ELF32LEObjectFile>(&file)) {
      return ForSegmentsOf(*f, place, notes);
    }
    if (const auto* f = llvm::dyn_cast<llvm::object::ELF64BEObjectFile>(&file)) {
      return ForSegmentsOf(*f, place, notes);
    }
    return ForSegmentsOf(llvm::cast<llvm::object::ELF32BEObjectFile>(file), place, notes);
  }

  template <typename File>
  absl::Status ForSegmentsOf(const File& file, const std::string& place, bool notes) {
    const auto& content = file.getELFFile();
    auto headers = content.program_headers();
    if (!headers) return Bad(place, headers.takeError());
    for (const auto& header : *headers) {
      if (header.p_type == elf::PT_INTERP && carrier_.kind == "shared library") {
        carrier_.kind = "executable";
      }
      if (!notes || header.p_type != elf::PT_NOTE) continue;
      auto bytes = content.getSegmentContents(header);
      if (!bytes) return Bad(place, bytes.takeError());
      const std::string_view view(reinterpret_cast<const char*>(bytes->data()), bytes->size());
      if (absl::Status status = AddNotes(place, view, file.isLittleEndian()); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadBitcode(const std::string& place, std::string_view bytes) {
    SetKind("bitcode");
    llvm::LLVMContext context;
    auto modules = llvm::getBitcodeModuleList(Buffer(place, bytes));
    if (!modules) return Bad(place, modules.takeError());
    for (llvm::BitcodeModule& part : *modules) {
      auto module = part.getLazyModule(context, /*ShouldLazyLoadMetadata=*/true,
                                       /*IsImporting=*/false);
      if (!module) return Bad(place, module.takeError());
      const bool little = (*module)->getDataLayout().isLittleEndian();
      for (const llvm::GlobalVariable& variable : (*module)->globals()) {
        if (!variable.hasInitializer() || variable.getSection() != kNoteSection) continue;
        const auto* data = llvm::dyn_cast<llvm::ConstantDataSequential>(variable.getInitializer());
        if (data == nullptr) return Bad(place, "its lineage is no constant");
        if (absl::Status status = AddNotes(place, data->getRawDataValues(), little); !status.ok()) {
          return status;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddNotes(const std::string& place, std::string_view section, bool little) {
    const auto notes = ReadNotes(section, little);
    if (!notes) return Bad(place, "a section of notes is damaged");
    for (const Note& note : *notes) {
      ++found_;
      hash_.Add(note.compiler.data(), note.compiler.size());
      hash_.Add("", 1);
      hash_.Add(note.fragment_set.data(), note.fragment_set.size());
      if (!seen_.emplace(note.fragment_set).second) continue;
      carrier_.units.push_back({place, std::string(note.compiler), std::string(note.fragment_set)});
    }
    return absl::OkStatus();
  }

  void SetKind(const char* kind) {
    if (carrier_.kind.empty()) carrier_.kind = kind;
  }

  Carrier& carrier_;
  std::set<std::string, std::less<>> seen_;
  size_t found_ = 0;
  Sha256 hash_;
};

}  // namespace

bool LooksLikeBinary(std::string_view bytes) {
  switch (llvm::identify_magic(llvm::StringRef(bytes.data(), bytes.size()))) {
    case llvm::file_magic::archive:
    case llvm::file_magic::bitcode:
    case llvm::file_magic::elf:
    case llvm::file_magic::elf_relocatable:
    case llvm::file_magic::elf_executable:
    case llvm::file_magic::elf_shared_object:
    case llvm::file_magic::elf_core:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<Carrier> ReadCarrier(const std::string& file, const std::string& bytes) {
  Carrier carrier;
  Reader reader(carrier);
  absl::Status status;
  if (llvm::identify_magic(llvm::StringRef(bytes)) == llvm::file_magic::archive) {
    status = reader.ReadArchive(file, bytes);
  } else {
    status = reader.ReadObject(file, bytes).status();
  }
  if (!status.ok()) return status;
  carrier.digest = reader.Digest();
  return carrier;
}

absl::Status NoLineage(const std::string& file, const Carrier& carrier) {
  return absl::InvalidArgumentError(
      fmt::format("{}: this {} carries no lineage; compile it with -fplugin=libpedigree.so", file,
                  carrier.kind));
}

}  // namespace pedigree
