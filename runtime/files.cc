#include "runtime/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/conclude.h"
#include "runtime/hash_file.h"
#include "runtime/names.h"
#include "runtime/recorder.h"
#include "runtime/sys.h"
#include "runtime/text.h"

namespace pedigree::files {
namespace {

// Before a program overwrites a file that it read, the file is hashed, up to this size.
constexpr uint64_t kBeforeWriteLimit = 256 << 20;

// ---- Who has which descriptor. Reading the table takes no lock, and what was in it stays readable
// for ever.
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
  uintptr_t begin, end;
  OpenFile* file;
};
Mapping* mappings = nullptr;
size_t mapping_room = 0;
std::atomic<size_t> mapping_count{0};

// Names under construction.
char given_name[kPathSize], kernel_name[kPathSize], other_name[kPathSize];

// Whether something went through the first three descriptors, where they are no files.
std::atomic<bool> standard_used[3];

bool Recording() { return Recorder::Get().recording(); }

OpenFile* Find(int fd) {
  if (fd < 0 || fd >= kPage * kPages) return nullptr;
  const Page* page = table[fd / kPage].load(std::memory_order_acquire);
  return page == nullptr ? nullptr : page->at[fd % kPage].load(std::memory_order_acquire);
}

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

// Takes one use of the file away. The file if that was the last one: it is the caller's to conclude
// and free.
OpenFile* Drop(OpenFile* file) {
  if (--file->uses > 0) return nullptr;
  // Uses that began before wait for nothing of ours and are short.
  for (int i = 0; i < 1000 && file->busy.exchange(1, std::memory_order_acquire) != 0; ++i) {
    sys::Call(SYS_sched_yield);
  }
  return file;
}

// Another descriptor through which a file that has none any more can be read. Closing it must not
// drop the locks that the program may have on the file (POSIX locks go with the first descriptor
// that is closed): where the program has the file open, that descriptor serves.
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

// ---- The kernel's names. Asking for one costs more than all the rest of an opening, so those of
// folders are kept: a file that is no link itself, in a folder known by its inode, needs no asking.
struct Folder {
  uint64_t device, inode;
  uint32_t size;
  char name[488];
};
Folder folders[64];

Folder& FolderSlot(const struct stat& now) { return folders[(now.st_ino ^ now.st_dev) % 64]; }

// The folder's part of the path, and the rest; false where it is not that simple.
bool SplitPath(int folder, const char* path, char to[kPathSize], std::string_view* base) {
  if (path == nullptr || (folder != AT_FDCWD && path[0] != '/')) return false;
  const std::string_view all(path);
  const size_t slash = all.rfind('/');
  *base = slash == all.npos ? all : Part(all, slash + 1);
  if (base->empty() || *base == "." || *base == ".." || all.size() >= kPathSize) return false;
  const std::string_view above = slash == all.npos ? "." : slash == 0 ? "/" : Part(all, 0, slash);
  memcpy(to, above.data(), above.size());
  to[above.size()] = 0;
  return true;
}

std::string_view NameByFolder(int folder, const char* path, const struct stat& file) {
  std::string_view base;
  struct stat now;
  if (!SplitPath(folder, path, other_name, &base)) return {};
  if (sys::StatAt(AT_FDCWD, path, &now, AT_SYMLINK_NOFOLLOW) != 0 || now.st_ino != file.st_ino ||
      now.st_dev != file.st_dev || sys::StatAt(AT_FDCWD, other_name, &now, 0) != 0) {
    return {};
  }
  const Folder& known = FolderSlot(now);
  if (known.size == 0 || known.inode != now.st_ino || known.device != now.st_dev) return {};
  if (known.size + 1 + base.size() > kPathSize) return {};
  memcpy(kernel_name, known.name, known.size);
  kernel_name[known.size] = '/';
  memcpy(kernel_name + known.size + 1, base.data(), base.size());
  return {kernel_name, known.size + 1 + base.size()};
}

void RememberFolder(int folder, const char* path, std::string_view resolved) {
  std::string_view base;
  struct stat now;
  if (!SplitPath(folder, path, other_name, &base) || !Ends(resolved, base)) return;
  const size_t size = resolved.size() - base.size();
  if (size < 2 || resolved[size - 1] != '/' || size - 1 > sizeof Folder::name) return;
  // A link to a file of the same name in another folder has a folder of its own.
  memcpy(other_name, resolved.data(), size - 1);
  other_name[size - 1] = 0;
  if (sys::StatAt(AT_FDCWD, other_name, &now, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(now.st_mode))
    return;
  Folder& slot = FolderSlot(now);
  slot.device = now.st_dev;
  slot.inode = now.st_ino;
  slot.size = static_cast<uint32_t>(size - 1);
  memcpy(slot.name, resolved.data(), size - 1);
}

// A file, folder or pipe that is open now; null for what is none of these.
OpenFile* Make(int fd, int folder, const char* path, int flags) {
  struct stat now;
  if (sys::Stat(fd, &now) != 0 || (!S_ISREG(now.st_mode) && !S_ISFIFO(now.st_mode))) return nullptr;
  if ((flags & O_PATH) != 0) return nullptr;
  std::string_view resolved = NameByFolder(folder, path, now);
  if (resolved.empty()) {
    resolved = NameOfDescriptor(fd, kernel_name);
    RememberFolder(folder, path, resolved);
  }
  if (IsPseudo(resolved) || (resolved.empty() && path == nullptr)) return nullptr;
  if (now.st_nlink == 0) {
    constexpr std::string_view kDeleted = " (deleted)";
    if (resolved.size() > kDeleted.size() &&
        Part(resolved, resolved.size() - kDeleted.size()) == kDeleted) {
      resolved.remove_suffix(kDeleted.size());
    }
  }
  OpenFile* file = NewFile();
  if (file == nullptr) {
    Recorder::Get().ledger().AddLost(1);
    return nullptr;
  }
  const std::string_view name =
      path == nullptr ? resolved : AbsoluteName(folder, path, resolved, given_name);
  KeepNames(file, name, resolved);
  const int access = flags & O_ACCMODE;
  file->readable = access == O_RDONLY || access == O_RDWR;
  file->writable = access == O_WRONLY || access == O_RDWR;
  file->append = (flags & O_APPEND) != 0;
  file->truncated = (flags & O_TRUNC) != 0 && file->writable;
  file->regular = S_ISREG(now.st_mode);
  file->at_open = Identity::Of(now);
  file->opened = sys::Now();
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

// Takes the descriptor out of the table; the file if nothing else stands for it.
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

void Start() {
  if (const char* text = getenv("PEDIGREE_HASH_LIMIT")) SetHashLimit(strtoull(text, nullptr, 10));
  sys::Locked locked(mutex);
  ForEachOpen([](int fd) {
    struct stat now;
    if (sys::Stat(fd, &now) != 0 || !S_ISREG(now.st_mode) || fd == Recorder::Get().ledger().fd())
      return;
    const int flags = sys::Fcntl(fd, F_GETFL);
    OpenFile* file = Make(fd, AT_FDCWD, nullptr, flags & ~O_TRUNC);
    if (file == nullptr) return;
    file->inherited = true;
    file->position = static_cast<uint64_t>(sys::Seek(fd, 0, SEEK_CUR));
    file->buffered = fd <= 2;  // libc's three streams are made of them
    if (fd <= 2) file->standard = static_cast<uint32_t>(fd) + 1;
    if (fd == 0) file->stream = stdin;
    if (fd == 1) file->stream = stdout;
    if (fd == 2) file->stream = stderr;
    Attach(file, fd);
  });
}

void BeforeFork() { mutex.Lock(); }
void AfterForkInParent() { mutex.Unlock(); }

// The child shares the openings with its parent: positions move in both, and what passed before was
// the parent's.
void AfterForkInChild() {
  mutex.Reset();
  for (std::atomic<bool>& used : standard_used) used = false;
  ForEachFile([](OpenFile& file) {
    file.busy = 0;
    file.inherited = true;
    file.unplaced = true;
    file.truncated = false;
    file.crossed = file.reread = file.mapped_read = file.mapped_write = false;
    file.read_gap = file.write_gap = true;
    file.bytes_read = file.bytes_written = 0;
    file.before_write = {};
    file.opened = sys::Now();
    struct stat now;
    if (file.fd >= 0 && sys::Stat(file.fd, &now) == 0) file.at_open = Identity::Of(now);
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
  static constexpr const char* kNames[] = {"stdin", "stdout", "stderr"};
  for (uint32_t fd = 0; fd <= 2; ++fd) {
    if (!standard_used[fd].exchange(false) || Find(static_cast<int>(fd)) != nullptr) continue;
    AccessRecord access;
    access.name_space = "process";
    access.name = kNames[fd];
    access.mode = fd == 0 ? Mode::kRead : Mode::kWrite;
    DigestRecord& digest = fd == 0 ? access.read : access.written;
    digest.how = How::kNotTaken;
    digest.reason = "not a regular file";
    access.stream = fd + 1;
    access.opened = access.closed = sys::Now();
    Recorder::Get().Access(access);
  }
}

}  // namespace

bool Known(int fd) { return Find(fd) != nullptr; }

void Closing(int fd) {
  if (Find(fd) == nullptr) return;
  if (OpenFile* file = Detach(fd)) {
    Conclude(*file, fd, true);
    Free(file);
  }
}

void Duplicated(int from, int to) {
  if (!Recording() || from == to) return;
  sys::Locked locked(mutex);
  if (OpenFile* file = Find(from)) Attach(file, to);
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

void RecordAll(bool for_exec) {
  RecordStandard();
  // One at a time: hashing takes long, and other threads go on opening and closing until the
  // process is gone.
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
    if (!for_exec && next->stream != nullptr && next->writable && ftrylockfile(next->stream) == 0) {
      const int error = errno;
      fflush_unlocked(next->stream);
      funlockfile(next->stream);
      errno = error;
    }
    if (fd >= 0) {
      Conclude(*next, fd, true);
    } else {
      ConcludeWithout(next);
    }
    sys::Locked locked(mutex);
    // What comes after is another segment: the exec failed, or a thread is still at work.
    next->opened = sys::Now();
    next->inherited = true;
    next->unplaced = true;
    next->truncated = false;
    next->read_gap = next->write_gap = true;
    next->bytes_read = next->bytes_written = 0;
    next->mapped_read = next->mapped_write = false;
    struct stat now;
    if (fd >= 0 && sys::Stat(fd, &now) == 0) next->at_open = Identity::Of(now);
    if (OpenFile* gone = Drop(next)) FreeFile(gone);
  }
}

// ---- Mappings

void Mapped(int fd, void* at, size_t size, int protection, int flags) {
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
  const uintptr_t begin = reinterpret_cast<uintptr_t>(at);
  mappings[mapping_count] = {begin, begin + ((size + 4095) & ~size_t{4095}), file};
  mapping_count += 1;
  ++file->uses;
  if (file->readable) file->mapped_read = true;
  // It may be made writable later.
  (void)protection;
  if ((flags & MAP_TYPE) != MAP_PRIVATE && file->writable) file->mapped_write = true;
}

void Unmapping(void* at, size_t size) {
  if (mapping_count.load(std::memory_order_relaxed) == 0) return;
  const uintptr_t begin = reinterpret_cast<uintptr_t>(at), end = begin + size;
  for (;;) {
    OpenFile* gone = nullptr;
    bool more = false;
    {
      sys::Locked locked(mutex);
      for (size_t i = 0; i < mapping_count && gone == nullptr; ++i) {
        Mapping& mapping = mappings[i];
        if (mapping.end <= begin || mapping.begin >= end) continue;
        if (mapping.begin >= begin && mapping.end <= end) {
          gone = Drop(mapping.file);
          mapping_count -= 1;
          mapping = mappings[mapping_count];
          --i;
          more = true;
        } else if (mapping.begin >= begin) {
          mapping.begin = end;
        } else if (mapping.end <= end) {
          mapping.end = begin;
        }  // a hole in the middle: the whole counts on
      }
    }
    if (gone == nullptr) return;
    ConcludeWithout(gone);
    Free(gone);
    if (!more) return;
  }
}

void Remapped(void* from, size_t old_size, void* to, size_t new_size) {
  if (mapping_count.load(std::memory_order_relaxed) == 0) return;
  sys::Locked locked(mutex);
  const uintptr_t begin = reinterpret_cast<uintptr_t>(from);
  for (size_t i = 0; i < mapping_count; ++i) {
    if (mappings[i].begin != begin || begin + old_size < mappings[i].end) continue;
    mappings[i].begin = reinterpret_cast<uintptr_t>(to);
    mappings[i].end = mappings[i].begin + ((new_size + 4095) & ~size_t{4095});
  }
}

// ---- Reading and writing

Use::Use(int fd) {
  OpenFile* file = Find(fd);
  if (file == nullptr) {
    if (fd <= 2) StandardUsed(fd);
    return;
  }
  file_ = file;
  if (file->busy.exchange(1, std::memory_order_acquire) != 0) {
    file->crossed = true;
    return;
  }
  if (Find(fd) != file) {
    file->busy.store(0, std::memory_order_release);
    file_ = nullptr;
    return;
  }
  owned_ = true;
  if (file->unplaced && file->regular) {
    file->position = static_cast<uint64_t>(sys::Seek(fd, 0, SEEK_CUR));
    file->unplaced = false;
  }
}

Use::~Use() {
  if (owned_) file_->busy.store(0, std::memory_order_release);
}

void Use::BeforeWrite() {
  if (!owned_ || file_->before_write.how != How::kNone || file_->bytes_written > 0 ||
      file_->truncated)
    return;
  if (!file_->readable || !file_->regular || file_->at_open.size == 0 || file_->fd < 0) return;
  if (file_->bytes_read == 0 && !file_->mapped_read && !file_->buffered) return;
  if (file_->at_open.size > kBeforeWriteLimit) {
    file_->before_write.how = How::kNotTaken;
    file_->before_write.reason = "written to, and too large to be hashed before";
    return;
  }
  file_->before_write = HashFile(file_->fd, file_->at_open);
  if (file_->before_write.HasValue()) file_->before_write.how = How::kFileBeforeWrite;
}

void Use::Read(const void* data, int64_t n, int64_t at) {
  if (n <= 0 || file_ == nullptr) return;
  OpenFile& file = *file_;
  file.bytes_read.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  if (!owned_) return;
  const uint64_t begin = at >= 0 ? static_cast<uint64_t>(at) : file.position;
  const uint64_t end = begin + static_cast<uint64_t>(n);
  if (at < 0) file.position = end;
  if (file.read_gap || file.crossed) return;
  if (begin > file.read_to) {
    file.read_gap = true;
    return;
  }
  if (begin < file.read_to) file.reread = true;
  if (end <= file.read_to) return;
  const uint64_t known = file.read_to - begin;
  file.read.Add(static_cast<const char*>(data) + known, static_cast<size_t>(end - file.read_to));
  file.read_to = end;
}

void Use::Written(const void* data, int64_t n, int64_t at) {
  if (n <= 0 || file_ == nullptr) return;
  OpenFile& file = *file_;
  file.bytes_written.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  if (!owned_) return;
  uint64_t begin = at >= 0 ? static_cast<uint64_t>(at) : file.position;
  if (!file.truncated && file.at_open.size > 0)
    file.write_gap = true;  // something was there before
  if (file.append) {
    begin = file.written_to;
    file.unplaced = true;
  } else if (at < 0) {
    file.position = begin + static_cast<uint64_t>(n);
  }
  if (file.write_gap || file.crossed) return;
  if (begin != file.written_to) {
    file.write_gap = true;
    return;
  }
  file.written.Add(data, static_cast<size_t>(n));
  file.written_to += static_cast<uint64_t>(n);
}

namespace {

template <typename F>
void ForEachPart(const struct iovec* parts, int count, int64_t n, int64_t at, const F& f) {
  for (int i = 0; i < count && n > 0; ++i) {
    const int64_t take =
        n < static_cast<int64_t>(parts[i].iov_len) ? n : static_cast<int64_t>(parts[i].iov_len);
    f(parts[i].iov_base, take, at);
    n -= take;
    if (at >= 0) at += take;
  }
}

}  // namespace

void Use::ReadV(const struct iovec* parts, int count, int64_t n, int64_t at) {
  ForEachPart(parts, count, n, at,
              [this](const void* data, int64_t take, int64_t place) { Read(data, take, place); });
}
void Use::WrittenV(const struct iovec* parts, int count, int64_t n, int64_t at) {
  ForEachPart(parts, count, n, at, [this](const void* data, int64_t take, int64_t place) {
    Written(data, take, place);
  });
}

void Sought(int fd, int64_t to) {
  OpenFile* file = Find(fd);
  if (file == nullptr || to < 0) return;
  file->position = static_cast<uint64_t>(to);
  file->unplaced = false;
}

void Resized(int fd, uint64_t size) {
  OpenFile* file = Find(fd);
  if (file == nullptr) return;
  if (size == 0 && file->bytes_written == 0) {
    file->truncated = true;  // as if opened so
  } else if (size < file->written_to || !file->truncated) {
    file->write_gap = true;
    file->truncated = true;
  }
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
  if (OpenFile* file = Find(from)) {
    file->bytes_read += static_cast<uint64_t>(bytes);
    file->read_gap = true;
    file->unplaced = true;
  }
  if (OpenFile* file = Find(to)) {
    file->bytes_written += static_cast<uint64_t>(bytes);
    file->write_gap = true;
    file->unplaced = true;
  }
}

// ---- Facts of their own

void Renamed(int old_folder, const char* old_path, int new_folder, const char* new_path,
             Mode mode) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = mode;
  access.name = AbsoluteName(old_folder, old_path, {}, given_name);
  access.new_name = AbsoluteName(new_folder, new_path, {}, kernel_name);
  struct stat now;
  if (sys::StatAt(new_folder, new_path, &now, AT_SYMLINK_NOFOLLOW) == 0) {
    access.file = Identity::Of(now);
    if (S_ISDIR(now.st_mode)) {
      for (Folder& folder : folders) folder.size = 0;
    }
  }
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Deleted(int folder, const char* path) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = Mode::kDelete;
  access.name = AbsoluteName(folder, path, {}, given_name);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Listed(int folder, const char* path) {
  if (!Recording()) return;
  sys::Locked locked(mutex);
  AccessRecord access;
  access.mode = Mode::kList;
  access.name = AbsoluteName(folder, path, {}, given_name);
  if (IsPseudo(access.name)) return;
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Failed(int folder, const char* path, int flags, int error) {
  if (!Recording() || path == nullptr) return;
  // Programs look for the same file over and over.
  static uint64_t seen[1024];
  sys::Locked locked(mutex);
  AccessRecord access;
  access.name = AbsoluteName(folder, path, {}, given_name);
  if (IsPseudo(access.name)) return;
  uint64_t hash = 14695981039346656037ull ^ static_cast<uint64_t>(error);
  for (const char c : access.name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  if (seen[hash % 1024] == hash) return;
  seen[hash % 1024] = hash;
  const int way = flags & O_ACCMODE;
  access.mode = way == O_RDONLY ? Mode::kRead : way == O_WRONLY ? Mode::kWrite : Mode::kReadWrite;
  access.error = static_cast<uint32_t>(error);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void Truncated(const char* path) {
  if (!Recording()) return;
  const int fd = sys::Open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  AccessRecord access;
  access.mode = Mode::kWrite;
  access.truncated = true;
  access.opened = sys::Now();
  struct stat now;
  access.written.how = How::kNotTaken;
  access.written.reason = "not readable";
  if (fd >= 0 && sys::Stat(fd, &now) == 0) {
    access.file = Identity::Of(now);
    access.written = HashFile(fd, access.file);
  }
  if (fd >= 0) sys::Close(fd);
  sys::Locked locked(mutex);
  access.name = AbsoluteName(AT_FDCWD, path, {}, given_name);
  access.closed = sys::Now();
  Recorder::Get().Access(access);
}

}  // namespace pedigree::files
