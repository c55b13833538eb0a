#include "runtime/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/conclude.h"
#include "runtime/file_names.h"
#include "runtime/hash_file.h"
#include "runtime/names.h"
#include "runtime/recorder.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree::files {
namespace {

// ---- Who has which descriptor. Reading the table takes no lock, and what was
// in it stays readable for ever.
constexpr int kPage = 1024;
constexpr int kPages = 1024;
struct Page {
  std::atomic<OpenFile*> at[kPage];
};
std::atomic<Page*> table[kPages];

sys::Mutex mutex;  // all below, and changes to the table
OpenFile* free_files = nullptr;
struct Slab {
  Slab* next;
  OpenFile files[62];
};
Slab* slabs = nullptr;
struct Block {
  Block* next;
};
Block* free_blocks = nullptr;  // room for two long names each
constexpr size_t kBlock = 2 * kPathSize;

struct Mapping {
  Range range;
  OpenFile* file;
};
Mapping* mappings = nullptr;
size_t mapping_room = 0;
std::atomic<size_t> mapping_count{0};

// Names under construction.
char given_name[kPathSize], kernel_name[kPathSize], other_name[kPathSize];

// Whether something went through the first three descriptors, where they are no
// files.
std::atomic<bool> standard_used[3];

bool Recording() { return Recorder::Get().recording(); }

}  // namespace

OpenFile* Find(int fd) {
  if (fd < 0 || fd >= kPage * kPages) return nullptr;
  const Page* page = table[fd / kPage].load(std::memory_order_acquire);
  return page == nullptr ? nullptr : page->at[fd % kPage].load(std::memory_order_acquire);
}

namespace {

// False where there is no memory, or the number is too high.
bool Put(int fd, OpenFile* file) {
  if (fd < 0 || fd >= kPage * kPages) return false;
  Page* page = table[fd / kPage].load(std::memory_order_relaxed);
  if (page == nullptr) {
    if (file == nullptr) return true;
    page = static_cast<Page*>(sys::Map(sizeof(Page)));
    if (page == nullptr) return false;
    table[fd / kPage].store(page, std::memory_order_release);
  }
  page->at[fd % kPage].store(file, std::memory_order_release);
  return true;
}

template <typename F>
void ForEachDescriptor(const F& f) {
  for (int i = 0; i < kPages; ++i) {
    Page* page = table[i].load(std::memory_order_relaxed);
    for (int j = 0; page != nullptr && j < kPage; ++j) {
      if (OpenFile* file = page->at[j].load(std::memory_order_relaxed)) f(i * kPage + j, *file);
    }
  }
}

template <typename F>
void ForEachFile(const F& f) {
  for (Slab* slab = slabs; slab != nullptr; slab = slab->next) {
    for (OpenFile& file : slab->files) {
      if (file.uses > 0) f(file);
    }
  }
}

void TakeRetired();

OpenFile* NewFile() {
  TakeRetired();
  if (free_files == nullptr) {
    Slab* slab = static_cast<Slab*>(sys::Map(sizeof(Slab)));
    if (slab == nullptr) return nullptr;
    slab->next = slabs;
    slabs = slab;
    for (OpenFile& file : slab->files) {
      file.next = free_files;
      free_files = &file;
    }
  }
  OpenFile* file = free_files;
  free_files = file->next;
  char* text = file->text;
  // Everything up to the texts starts at zero.
  memset(static_cast<void*>(file), 0, offsetof(OpenFile, short_text));
  file->text = text;
  file->fd = -1;
  file->read.Reset();
  file->written.Reset();
  return file;
}

void FreeFile(OpenFile* file) {
  if (file->text != nullptr) {
    Block* block = reinterpret_cast<Block*>(file->text);
    block->next = free_blocks;
    free_blocks = block;
    file->text = nullptr;
  }
  file->busy = 0;
  file->next = free_files;
  free_files = file;
}

char* NewBlock() {
  if (free_blocks == nullptr) {
    constexpr size_t kMany = 8;
    char* at = static_cast<char*>(sys::Map(kBlock * kMany));
    if (at == nullptr) return nullptr;
    for (size_t i = 0; i < kMany; ++i) {
      Block* block = reinterpret_cast<Block*>(at + i * kBlock);
      block->next = free_blocks;
      free_blocks = block;
    }
  }
  Block* block = free_blocks;
  free_blocks = block->next;
  return reinterpret_cast<char*>(block);
}

void KeepNames(OpenFile* file, std::string_view name, std::string_view resolved) {
  if (name == resolved) resolved = {};
  char* to = file->short_text;
  if (name.size() + resolved.size() > sizeof file->short_text) {
    to = file->text = NewBlock();
    if (to == nullptr) {  // cut off, and said so by its end
      name = Part(name, 0, sizeof file->short_text);
      resolved = {};
      to = file->short_text;
    }
  }
  memcpy(to, name.data(), name.size());
  file->name = {to, name.size()};
  if (!resolved.empty()) memcpy(to + name.size(), resolved.data(), resolved.size());
  file->resolved = {to + name.size(), resolved.size()};
}

// Takes one use of the file away. The file if that was the last one: it is the
// caller's to conclude and free.
OpenFile* Drop(OpenFile* file) {
  if (--file->uses > 0) return nullptr;
  // Uses that began before wait for nothing of ours and are short.
  for (int i = 0; i < 1000 && file->busy.exchange(1, std::memory_order_acquire) != 0; ++i) {
    sys::Call(SYS_sched_yield);
  }
  return file;
}

// Another descriptor through which a file that has none any more can be read.
// Closing it must not drop the locks that the program may have on the file
// (POSIX locks go with the first descriptor that is closed): where the program
// has the file open, that descriptor serves.
int OpenAgain(const OpenFile& file, bool* ours) {
  int found = -1;
  bool held = false;
  ForEachDescriptor([&](int fd, const OpenFile& other) {
    if (!other.at_open.SameFile(file.at_open)) return;
    held = true;
    if (other.readable) found = fd;
  });
  *ours = false;
  if (held) return found;
  const std::string_view name = file.resolved.empty() ? file.name : file.resolved;
  if (name.size() >= kPathSize) return -1;
  memcpy(other_name, name.data(), name.size());
  other_name[name.size()] = 0;
  const int fd = sys::Open(other_name, O_RDONLY | O_NOCTTY | O_NONBLOCK);
  struct stat now;
  if (fd >= 0 && (sys::Stat(fd, &now) != 0 || !Identity::Of(now).SameFile(file.at_open))) {
    sys::Close(fd);
    return -1;
  }
  *ours = fd >= 0;
  return fd;
}

void ConcludeWithout(OpenFile* file) {
  bool ours = false;
  int fd;
  {
    sys::Locked locked(mutex);
    fd = OpenAgain(*file, &ours);
  }
  Conclude(*file, fd, false);
  if (ours) sys::Close(fd);
}

// Files that are done with, until the next opening has the lock anyway.
std::atomic<OpenFile*> retired{nullptr};

void Free(OpenFile* file) {
  OpenFile* first = retired.load(std::memory_order_relaxed);
  do file->next = first;
  while (!retired.compare_exchange_weak(first, file, std::memory_order_release));
}

void TakeRetired() {
  OpenFile* file = retired.exchange(nullptr, std::memory_order_acquire);
  while (file != nullptr) {
    OpenFile* next = file->next;
    FreeFile(file);
    file = next;
  }
}

// What two openings of one file write is in no order that either of them knows.
void NoteOtherWriters(OpenFile& file) {
  ForEachFile([&](OpenFile& other) {
    if (!other.writable || !other.at_open.SameFile(file.at_open)) return;
    other.crossed = true;
    file.crossed = true;
  });
}

// A file, folder or pipe that is open now; null for what is none of these.
OpenFile* Make(int fd, int folder, const char* path, int flags) {
  struct stat now;
  if (sys::Stat(fd, &now) != 0 || (!S_ISREG(now.st_mode) && !S_ISFIFO(now.st_mode))) return nullptr;
  if ((flags & O_PATH) != 0) return nullptr;
  const FileNames names = NamesOfFile(fd, folder, path, now, given_name, kernel_name);
  std::string_view resolved = names.resolved;
  if (IsPseudo(resolved) || (resolved.empty() && path == nullptr)) return nullptr;
  if (now.st_nlink == 0) {
    if (IsMemory(resolved)) return nullptr;
    resolved = WithoutDeleted(resolved);
  }
  OpenFile* file = NewFile();
  if (file == nullptr) {
    Recorder::Get().ledger().AddLost(1);
    return nullptr;
  }
  KeepNames(file, path == nullptr ? resolved : names.given, resolved);
  NoteOpened(*file, now, flags);
  if (file->writable && file->regular) NoteOtherWriters(*file);
  return file;
}

void Attach(OpenFile* file, int fd) {
  if (!Put(fd, file)) {
    Recorder::Get().ledger().AddLost(1);
    return;
  }
  ++file->uses;
  file->fd = fd;
}

// Takes the descriptor out of the table; the file if nothing else stands for
// it.
OpenFile* Detach(int fd) {
  sys::Locked locked(mutex);
  OpenFile* file = Find(fd);
  if (file == nullptr) return nullptr;
  Put(fd, nullptr);
  if (file->fd == fd) file->fd = -1;
  return Drop(file);
}

int AnyDescriptor(const OpenFile& file) {
  if (file.fd >= 0 && Find(file.fd) == &file) return file.fd;
  int found = -1;
  ForEachDescriptor([&](int fd, const OpenFile& other) {
    if (&other == &file) found = fd;
  });
  return found;
}

bool ParseNumber(const char* text, int* out) {
  int value = 0;
  if (*text == 0) return false;
  for (; *text != 0; ++text) {
    if (*text < '0' || *text > '9' || value > 100000000) return false;
    value = value * 10 + (*text - '0');
  }
  *out = value;
  return true;
}

// Calls `f` for each descriptor that is open.
template <typename F>
void ForEachOpen(const F& f) {
  const int folder = sys::Open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
  if (folder < 0) return;
  struct Entry {
    uint64_t inode;
    int64_t offset;
    unsigned short size;
    unsigned char type;
    char name[];
  };
  alignas(Entry) char entries[2048];
  for (long n; (n = sys::Call(SYS_getdents64, folder, sys::Word(entries), sizeof entries)) > 0;) {
    for (long at = 0; at < n;) {
      const Entry* entry = reinterpret_cast<const Entry*>(entries + at);
      int fd;
      if (ParseNumber(entry->name, &fd) && fd != folder) f(fd);
      at += entry->size;
    }
  }
  sys::Close(folder);
}

}  // namespace

namespace {

// The opening of a descriptor that is another process's as well; null where there is nothing to say
// of it.
OpenFile* MakeInherited(int fd) {
  struct stat now;
  if (sys::Stat(fd, &now) != 0 || !S_ISREG(now.st_mode) || fd == Recorder::Get().ledger().fd())
    return nullptr;
  const int flags = sys::Fcntl(fd, F_GETFL);
  OpenFile* file = Make(fd, AT_FDCWD, nullptr, flags & ~O_TRUNC);
  if (file == nullptr) return nullptr;
  file->inherited = true;
  file->position = static_cast<uint64_t>(sys::Seek(fd, 0, SEEK_CUR));
  return file;
}

}  // namespace

bool HasRing() {
  bool found = false;
  ForEachOpen([&](int fd) {
    char path[kDescriptorPathSize], name[32];
    PathOfDescriptor(fd, path);
    const long n = found ? 0 : sys::ReadLink(path, name, sizeof name);
    found |= n > 0 && std::string_view(name, static_cast<size_t>(n)) == "anon_inode:[io_uring]";
  });
  return found;
}

void Start() {
  ConfigureHashing();
  sys::Locked locked(mutex);
  ForEachOpen([](int fd) {
    OpenFile* file = MakeInherited(fd);
    if (file == nullptr) return;
    file->buffered = fd <= 2;  // libc's three streams are made of them
    if (fd <= 2) file->standard = static_cast<uint32_t>(fd) + 1;
    if (fd == 0) file->stream = stdin;
    if (fd == 1) file->stream = stdout;
    if (fd == 2) file->stream = stderr;
    Attach(file, fd);
  });
}

namespace {

// `fd`: a descriptor of it, or -1.
void BeginSegment(OpenFile& file, int fd) {
  NoteSegment(file);
  struct stat now;
  if (fd >= 0 && sys::Stat(fd, &now) == 0) file.at_open = Identity::Of(now);
}

}  // namespace

void BeforeFork() { mutex.Lock(); }
void AfterForkInParent() { mutex.Unlock(); }

// The child shares the openings with its parent: positions move in both, and
// what passed before was the parent's.
void AfterForkInChild() {
  mutex.Reset();
  ResetFacts();
  ResetHashing();
  for (std::atomic<bool>& used : standard_used) used = false;
  ForEachFile([](OpenFile& file) {
    file.busy = 0;
    file.crossed = file.reread = false;
    file.before_write = {};
    BeginSegment(file, file.fd);
  });
}

void Opened(int fd, int folder, const char* path, int flags, FILE* stream) {
  if (!Recording()) return;
  sys::NoSignals no_signals;  // once for all of it
  OpenFile* gone = nullptr;
  {
    sys::Locked locked(mutex);
    // A descriptor that was closed by a call that we did not see.
    if (OpenFile* before = Find(fd)) {
      Put(fd, nullptr);
      if (before->fd == fd) before->fd = -1;
      gone = Drop(before);
    }
    if (OpenFile* file = Make(fd, folder, path, flags)) {
      file->stream = stream;
      file->buffered = stream != nullptr;
      Attach(file, fd);
      if (file->uses == 0) FreeFile(file);
    }
  }
  if (gone != nullptr) {
    ConcludeWithout(gone);
    Free(gone);
  }
}

void Buffered(int fd, FILE* stream) {
  if (OpenFile* file = Find(fd)) {
    file->buffered = true;
    if (stream != nullptr) file->stream = stream;
  }
}

void StandardUsed(int fd) {
  if (fd >= 0 && fd <= 2 && !standard_used[fd].load(std::memory_order_relaxed))
    standard_used[fd] = true;
}

namespace {

void RecordStandard() {
  for (uint32_t fd = 0; fd <= 2; ++fd) {
    if (standard_used[fd].exchange(false) && Find(static_cast<int>(fd)) == nullptr)
      Recorder::Get().Access(StandardRecord(fd));
  }
}

}  // namespace

namespace {

void Close(int fd) {
  if (OpenFile* file = Detach(fd)) {
    Conclude(*file, fd, true);
    Free(file);
  }
}

// Whether concluding it takes no longer than a signal may wait.
bool IsQuick(const OpenFile& file) {
  constexpr uint64_t kSmall = 64 << 10;
  return file.at_open.size <= kSmall && file.bytes_written <= kSmall;
}

}  // namespace

void Closing(int fd) {
  const OpenFile* file = Find(fd);
  if (file == nullptr) return;
  if (IsQuick(*file)) {
    // Each lock on the way blocks signals: once for all of them is cheaper.
    sys::NoSignals quiet;
    Close(fd);
  } else {
    Close(fd);
  }
}

void Duplicated(int from, int to) {
  if (!Recording() || from == to) return;
  sys::Locked locked(mutex);
  OpenFile* file = Find(from);
  if (file == nullptr) return;
  Attach(file, to);
  if (to > 2) return;
  // One of libc's three streams is behind it now.
  file->buffered = true;
  if (to == 0) file->stream = stdin;
}

void Received(int fd) {
  if (!Recording()) return;
  ClosedUnseen(fd);
  sys::Locked locked(mutex);
  OpenFile* file = MakeInherited(fd);
  if (file == nullptr) return;
  Attach(file, fd);
  if (file->uses == 0) FreeFile(file);
}

StreamClose BeforeStreamClose(int fd) {
  StreamClose closing;
  if (Find(fd) == nullptr) return closing;
  closing.fd = sys::Fcntl(fd, F_DUPFD_CLOEXEC, 3);
  closing.file = Detach(fd);
  if (closing.file == nullptr && closing.fd >= 0) sys::Close(closing.fd);
  return closing;
}

void AfterStreamClose(const StreamClose& closing) {
  if (closing.file == nullptr) return;
  if (closing.fd >= 0) {
    Conclude(*closing.file, closing.fd, true);
    sys::Close(closing.fd);
  } else {
    ConcludeWithout(closing.file);
  }
  Free(closing.file);
}

namespace {

// Whether it will be hashed as a whole, and takes long.
bool IsMuchToHash(const OpenFile& file) {
  constexpr uint64_t kLarge = 4 << 20;
  const bool wrote = file.bytes_written > 0 || file.truncated || file.mapped_write;
  return file.regular && !wrote && file.at_open.size >= kLarge &&
         (file.mapped_read || file.read_gap || file.crossed || file.buffered);
}

// Hashes at once, where that is allowed, what would be hashed one after the other.
void HashAhead() {
  if (HashThreads() < 2) return;
  constexpr int kMost = 64;
  OpenFile* files[kMost];
  ToHash work[kMost];
  bool ours[kMost];
  int count = 0;
  {
    sys::Locked locked(mutex);
    ForEachFile([&](OpenFile& file) {
      if (count == kMost || !IsMuchToHash(file)) return;
      int fd = AnyDescriptor(file);
      ours[count] = false;
      if (fd < 0) fd = OpenAgain(file, &ours[count]);
      if (fd < 0) return;
      ++file.uses;
      files[count] = &file;
      work[count] = {fd, file.at_open, &file.ahead};
      ++count;
    });
  }
  if (count > 1) HashFiles(work, count);
  for (int i = 0; i < count; ++i) {
    if (ours[i]) sys::Close(work[i].fd);
    sys::Locked locked(mutex);
    if (OpenFile* gone = Drop(files[i])) FreeFile(gone);
  }
}

}  // namespace

namespace {

void WriteOut(FILE* stream) {
  if (ftrylockfile(stream) != 0) return;
  const int error = errno;
  fflush_unlocked(stream);
  funlockfile(stream);
  errno = error;
}

// What libc still holds back of what was written to the file.
void WriteOut(const OpenFile& file) {
  if (!file.writable) return;
  if (file.stream != nullptr) WriteOut(file.stream);
  if (Find(1) == &file) WriteOut(stdout);
  if (Find(2) == &file) WriteOut(stderr);
}

}  // namespace

void RecordAll(Ending ending) {
  RecordStandard();
  if (ending != Ending::kExec) HashAhead();
  // One at a time: hashing takes long, and other threads go on opening and
  // closing until the process is gone.
  const uint64_t until = sys::Now();
  for (;;) {
    OpenFile* next = nullptr;
    int fd = -1;
    {
      sys::Locked locked(mutex);
      ForEachFile([&](OpenFile& file) {
        if (next == nullptr && file.opened < until) next = &file;
      });
      if (next == nullptr) return;
      ++next->uses;
      fd = AnyDescriptor(*next);
    }
    if (ending == Ending::kExit) WriteOut(*next);
    if (fd >= 0) {
      Conclude(*next, fd, true);
    } else {
      ConcludeWithout(next);
    }
    sys::Locked locked(mutex);
    // What comes after is another segment: the exec failed, or a thread is
    // still at work.
    BeginSegment(*next, fd);
    if (OpenFile* gone = Drop(next)) FreeFile(gone);
  }
}

// ---- Mappings

void Mapped(int fd, void* at, size_t size, int flags) {
  if (!Recording() || Find(fd) == nullptr) return;
  sys::Locked locked(mutex);
  OpenFile* file = Find(fd);
  if (file == nullptr) return;
  if (mapping_count == mapping_room) {
    const size_t room = mapping_room == 0 ? 4096 / sizeof(Mapping) : mapping_room * 2;
    Mapping* more = static_cast<Mapping*>(sys::Map(room * sizeof(Mapping)));
    if (more == nullptr) return Recorder::Get().ledger().AddLost(1);
    if (mappings != nullptr) {
      memcpy(more, mappings, mapping_room * sizeof(Mapping));
      sys::Call(SYS_munmap, sys::Word(mappings), static_cast<long>(mapping_room * sizeof(Mapping)));
    }
    mappings = more;
    mapping_room = room;
  }
  mappings[mapping_count] = {Range::Of(reinterpret_cast<uintptr_t>(at), size), file};
  mapping_count += 1;
  ++file->uses;
  NoteMapped(*file, flags);
}

void Unmapping(void* at, size_t size) {
  if (mapping_count.load(std::memory_order_relaxed) == 0) return;
  const uintptr_t begin = reinterpret_cast<uintptr_t>(at);
  for (;;) {
    OpenFile* gone = nullptr;
    {
      sys::Locked locked(mutex);
      for (size_t i = 0; i < mapping_count && gone == nullptr;) {
        Mapping& mapping = mappings[i];
        if (mapping.range.Without({begin, begin + size})) {
          ++i;
          continue;
        }
        gone = Drop(mapping.file);
        mapping_count -= 1;
        mapping = mappings[mapping_count];
      }
    }
    if (gone == nullptr) return;
    ConcludeWithout(gone);
    Free(gone);
  }
}

void Remapped(void* from, size_t old_size, void* to, size_t new_size) {
  if (mapping_count.load(std::memory_order_relaxed) == 0) return;
  sys::Locked locked(mutex);
  for (size_t i = 0; i < mapping_count; ++i) {
    mappings[i].range.Remapped(reinterpret_cast<uintptr_t>(from), old_size,
                               reinterpret_cast<uintptr_t>(to), new_size);
  }
}

// ---- Positions and sizes

void Sought(int fd, int64_t to) {
  OpenFile* file = Find(fd);
  if (file == nullptr || to < 0) return;
  file->position = static_cast<uint64_t>(to);
  file->unplaced = false;
}

void Resized(int fd, uint64_t size) {
  if (OpenFile* file = Find(fd)) NoteResized(*file, size);
}

void Unseen(int fd) {
  if (OpenFile* file = Find(fd)) file->mapped_write = true;
}

void SetFlags(int fd, int flags) {
  if (OpenFile* file = Find(fd)) file->append = (flags & O_APPEND) != 0;
}

void ClosedUnseen(int fd) {
  if (Find(fd) == nullptr) return;
  if (OpenFile* file = Detach(fd)) {
    ConcludeWithout(file);
    Free(file);
  }
}

void Moved(int from, int to, int64_t bytes) {
  if (bytes <= 0) return;
  const uint64_t n = static_cast<uint64_t>(bytes);
  if (OpenFile* file = Find(from)) NoteMoved(*file, /*out=*/true, n);
  if (OpenFile* file = Find(to)) NoteMoved(*file, /*out=*/false, n);
}

}  // namespace pedigree::files
