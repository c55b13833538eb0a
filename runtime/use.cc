// Reading and writing: what one call does to what is known of its file.
#include "runtime/files.h"
#include "runtime/hash_file.h"
#include "runtime/sys.h"

namespace pedigree::files {
namespace {

// Before a program overwrites a file that it read, the file is hashed, up to
// this size.
constexpr uint64_t kBeforeWriteLimit = 256 << 20;

}  // namespace

void NoteOpened(OpenFile& file, const struct stat& now, int flags) {
  const int access = flags & O_ACCMODE;
  file.readable = access == O_RDONLY || access == O_RDWR;
  file.writable = access == O_WRONLY || access == O_RDWR;
  file.append = (flags & O_APPEND) != 0;
  file.truncated = (flags & O_TRUNC) != 0 && file.writable;
  constexpr int kMake = O_CREAT | O_EXCL;
  file.made = (flags & kMake) == kMake && file.writable;
  file.regular = S_ISREG(now.st_mode);
  file.at_open = Identity::Of(now);
  file.opened = sys::Now();
}

void NoteSegment(OpenFile& file) {
  file.inherited = true;
  file.unplaced = true;
  file.truncated = file.made = false;
  file.mapped_read = file.mapped_write = false;
  file.read_gap = file.write_gap = true;
  file.bytes_read = file.bytes_written = 0;
  file.opened = sys::Now();
}

void NoteBeforeWrite(OpenFile& file, int fd) {
  if (file.before_write.how != How::kNone || file.bytes_written > 0 || file.truncated) return;
  if (!file.readable || !file.regular || file.at_open.size == 0) return;
  if (file.bytes_read == 0 && !file.mapped_read && !file.buffered) return;
  if (file.at_open.size > kBeforeWriteLimit) {
    file.before_write.how = How::kNotTaken;
    file.before_write.reason = "written to, and too large to be hashed before";
    return;
  }
  file.before_write = HashFile(fd, file.at_open);
  if (file.before_write.HasValue()) file.before_write.how = How::kFileBeforeWrite;
}

void NoteRead(OpenFile& file, const void* data, uint64_t n, int64_t at) {
  const uint64_t begin = at >= 0 ? static_cast<uint64_t>(at) : file.position;
  const uint64_t end = begin + n;
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

void NoteWritten(OpenFile& file, const void* data, uint64_t n, int64_t at) {
  uint64_t begin = at >= 0 ? static_cast<uint64_t>(at) : file.position;
  if (!file.truncated && file.at_open.size > 0)
    file.write_gap = true;  // something was there before
  if (file.append) {
    begin = file.written_to;
    file.unplaced = true;
  } else if (at < 0) {
    file.position = begin + n;
  }
  if (file.write_gap || file.crossed) return;
  if (begin != file.written_to) {
    file.write_gap = true;
    return;
  }
  file.written.Add(data, static_cast<size_t>(n));
  file.written_to += n;
}

void NoteResized(OpenFile& file, uint64_t size) {
  if (size == 0 && file.bytes_written == 0) {
    file.truncated = true;  // as if opened so
  } else if (size < file.written_to || !file.truncated) {
    file.write_gap = true;
    file.truncated = true;
  }
}

void NoteMoved(OpenFile& file, bool out, uint64_t n) {
  (out ? file.bytes_read : file.bytes_written) += n;
  (out ? file.read_gap : file.write_gap) = true;
  file.unplaced = true;
}

void NoteMapped(OpenFile& file, int flags) {
  if (file.readable) file.mapped_read = true;
  // Whatever its protection: it may be made writable later.
  if ((flags & MAP_TYPE) != MAP_PRIVATE && file.writable) file.mapped_write = true;
}

bool Range::Without(const Range& gone) {
  if (end <= gone.begin || begin >= gone.end) return true;
  if (begin >= gone.begin && end <= gone.end) return false;
  if (begin >= gone.begin) {
    begin = gone.end;
  } else if (end <= gone.end) {
    end = gone.begin;
  }
  return true;
}

void Range::Remapped(uint64_t from, uint64_t old_size, uint64_t to, uint64_t new_size) {
  if (begin == from && end <= from + old_size) *this = Of(to, new_size);
}

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
  if (owned_ && file_->fd >= 0) NoteBeforeWrite(*file_, file_->fd);
}

void Use::Read(const void* data, int64_t n, int64_t at) {
  if (n <= 0 || file_ == nullptr) return;
  file_->bytes_read.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  if (owned_) NoteRead(*file_, data, static_cast<uint64_t>(n), at);
}

void Use::Written(const void* data, int64_t n, int64_t at) {
  if (n <= 0 || file_ == nullptr) return;
  file_->bytes_written.fetch_add(static_cast<uint64_t>(n), std::memory_order_relaxed);
  if (owned_) NoteWritten(*file_, data, static_cast<uint64_t>(n), at);
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

}  // namespace pedigree::files
