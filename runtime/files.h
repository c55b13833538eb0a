// The files that this process has open: what passed through each, and what can be said of it at
// close.
//
// The interposer tells of every call on a descriptor; here is what it means. One OpenFile is one
// opening ("open file description"), under however many descriptors and mappings, and gives one
// Access record when the last of them goes.
//
// DIGESTS. Bytes are hashed as they pass as long as they come in the file's order from its first
// byte: `read_to` and `written_to` say how far. Reading again what was read before costs nothing.
// What leaves that order (a gap, a mapping, libc's own buffers, two threads at once, the kernel
// copying by itself) is noted, and at close the file is hashed as it is then, if inode, size and
// times say that it is what was there at the beginning.
//
// Nothing here blocks the program: a call that finds its file in use by another thread, or by the
// call that a signal interrupted, goes on unobserved, and the file is marked so.
#ifndef PEDIGREE_RUNTIME_FILES_H_
#define PEDIGREE_RUNTIME_FILES_H_

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/uio.h>

#include <atomic>

#include "runtime/records.h"
#include "runtime/sha256.h"

namespace pedigree {

struct OpenFile {
  std::atomic<uint32_t> busy;  // a call is at work on it
  uint32_t uses;               // descriptors and mappings; 0: free
  int fd;                      // one of the descriptors, or -1
  OpenFile* next;              // free ones

  // How it was opened.
  bool readable, writable, append, truncated, inherited, regular;
  bool made;  // it was not there before (O_EXCL)
  // What happened that hashing in passing cannot follow.
  std::atomic<bool> crossed;  // calls of two threads met
  bool buffered;              // libc reads or writes it by itself
  bool read_gap, write_gap;
  bool reread;
  bool mapped_read, mapped_write;
  bool unplaced;  // `position` is not known: other processes share it

  uint64_t opened;
  std::atomic<uint64_t> bytes_read, bytes_written;
  uint64_t position, read_to, written_to;
  Sha256 read, written;
  Identity at_open;
  DigestRecord before_write;
  DigestRecord ahead;  // of the whole as it was at the opening, taken when the process began to end
  FILE* stream;
  uint32_t
      standard;  // 1, 2, 3: the process was started with it as its standard input, output, error

  // Names; `text` holds them, or points to where there is more room.
  std::string_view name, resolved;
  char* text;
  char short_text[512];
};

namespace files {

// Finds what the process was started with.
void Start();
// Why files that are open leave their records as they are now: the process ends, as exit has it
// (libc's streams are written out) or at once, or is about to become another program.
enum class Ending { kExit, kAtOnce, kExec };
void RecordAll(Ending ending);
void AfterForkInChild();
void BeforeFork();
void AfterForkInParent();

// `fd` was opened by `path`, relative to `folder` (AT_FDCWD, or a folder's descriptor), with open's
// flags; of a libc stream, with that.
void Opened(int fd, int folder, const char* path, int flags, FILE* stream = nullptr);
// libc has made a stream of the descriptor, or writes to it by itself.
void Buffered(int fd, FILE* stream);
// Something went through one of the first three descriptors, which are no files.
void StandardUsed(int fd);
// What is known of the descriptor, or null. Takes no lock; what it gives stays readable for ever.
OpenFile* Find(int fd);
// The descriptor is about to be closed.
void Closing(int fd);
// `to` stands for what `from` does, and for nothing else any more.
void Duplicated(int from, int to);
// The descriptor came from another process.
void Received(int fd);
// Of a stream, whose buffers are written when it is closed: BeforeStreamClose, the close,
// AfterStreamClose.
struct StreamClose {
  OpenFile* file = nullptr;
  int fd = -1;  // ours, of the same opening
};
StreamClose BeforeStreamClose(int fd);
void AfterStreamClose(const StreamClose& closing);

void Mapped(int fd, void* at, size_t size, int flags);
void Unmapping(void* at, size_t size);
void Remapped(void* from, size_t old_size, void* to, size_t new_size);

// The position was set to `to`.
void Sought(int fd, int64_t to);
void Resized(int fd, uint64_t size);
// It may have been written to in a way that no call shows.
void Unseen(int fd);
void SetFlags(int fd, int flags);
// The descriptor was closed by a call that we see only now.
void ClosedUnseen(int fd);
// The kernel moved bytes by itself, or the library's call did, without them passing through the
// program.
void Moved(int from, int to, int64_t bytes);

// Facts of their own, without an opening.
void Renamed(int old_folder, const char* old_path, int new_folder, const char* new_path, Mode mode);
// By linkat's flags, with which a file that has no name gets its first.
void Linked(int old_folder, const char* old_path, int new_folder, const char* new_path, int flags);
void Deleted(int folder, const char* path);
void Listed(int folder, const char* path);
void Failed(int folder, const char* path, int flags, int error);
void Truncated(const char* path);
// In the child of a fork: their lock's holder is not there.
void ResetFacts();

// Whether a ring of io_uring is open.
bool HasRing();

// What happened to a file means the same whoever saw it, the interposer or the tracer
// (runtime/tracer).

// It was opened with these flags, and is `now` so.
void NoteOpened(OpenFile& file, const struct stat& now, int flags);
// From here on it is as one that was open already: what passed before is another's, or is recorded.
// Whoever can tell sets `at_open` anew.
void NoteSegment(OpenFile& file);
// `n` bytes of `data` went through at `at`, or at the file's position where that is -1. The counts
// of bytes are the caller's. Before a write, through a descriptor that reads: what was there may
// have to be hashed.
void NoteRead(OpenFile& file, const void* data, uint64_t n, int64_t at);
void NoteWritten(OpenFile& file, const void* data, uint64_t n, int64_t at);
void NoteBeforeWrite(OpenFile& file, int fd);
// Its size was set; the kernel moved bytes out of it, or into it.
void NoteResized(OpenFile& file, uint64_t size);
void NoteMoved(OpenFile& file, bool out, uint64_t n);
// It was mapped, with mmap's flags.
void NoteMapped(OpenFile& file, int flags);

// Where something is mapped.
struct Range {
  uint64_t begin, end;

  // In whole pages.
  static Range Of(uint64_t at, uint64_t size) { return {at, at + ((size + 4095) & ~4095ull)}; }
  // Takes away what is in `gone`, too; false if nothing is left. Of a hole in the middle, the whole
  // counts on.
  bool Without(const Range& gone);
  // It moves if mremap moved all of it.
  void Remapped(uint64_t from, uint64_t old_size, uint64_t to, uint64_t new_size);
};

// Records that need no more than a name, which is the caller's as its memory is.
AccessRecord StandardRecord(uint32_t fd);
AccessRecord FailedRecord(std::string_view name, int flags, int error);
AccessRecord TruncatedRecord(const char* path);

// One call that reads or writes, while it lives.
class Use {
 public:
  explicit Use(int fd);
  ~Use();
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

  bool known() const { return file_ != nullptr; }
  // Call before the write: what was there may have to be hashed now.
  void BeforeWrite();
  // `n` bytes (or an error, < 0) went through `data`, at `at`, or at the file's position where that
  // is -1.
  void Read(const void* data, int64_t n, int64_t at = -1);
  void Written(const void* data, int64_t n, int64_t at = -1);
  void ReadV(const struct iovec* parts, int count, int64_t n, int64_t at = -1);
  void WrittenV(const struct iovec* parts, int count, int64_t n, int64_t at = -1);

 private:
  OpenFile* file_ = nullptr;
  bool owned_ = false;
};

}  // namespace files
}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_FILES_H_
