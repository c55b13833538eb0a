#include "runtime/conclude.h"

#include <string.h>

#include "runtime/hash_file.h"
#include "runtime/names.h"
#include "runtime/recorder.h"

namespace pedigree {
namespace {

// A file of which only a part was read is hashed as a whole up to this size.
constexpr uint64_t kSmall = 64 << 20;

DigestRecord Passed(const Sha256& hash, How how) {
  DigestRecord digest;
  digest.how = how;
  digest.size = hash.size();
  hash.Digest(digest.value);
  return digest;
}

class Conclusion {
 public:
  Conclusion(OpenFile& file, int fd, bool same_opening) : file_(file), fd_(fd) {
    // Where nothing passed there is nothing to compare, nor to ask for.
    const bool used = file.bytes_read > 0 || file.bytes_written > 0 || file.buffered;
    struct stat now;
    if (fd >= 0 && !used && !file.inherited && !file.truncated && !file.made && !file.mapped_read &&
        !file.mapped_write) {
      known_ = true;
      now_ = file.at_open;
    } else {
      known_ = fd >= 0 && sys::Stat(fd, &now) == 0;
      if (known_) now_ = Identity::Of(now);
    }
    changed_ = !known_ || !(now_ == file.at_open);
    if (same_opening && file.regular && used) offset_ = sys::Seek(fd, 0, SEEK_CUR);
  }

  bool Fill(AccessRecord& access) {
    const bool wrote = Wrote(), read = Read();
    // A descriptor that came with the process and was not used says nothing.
    if (file_.inherited && !wrote && !read) return false;
    access.name = file_.name;
    access.resolved = file_.resolved;
    access.opened = file_.opened;
    access.bytes_read = file_.bytes_read;
    access.bytes_written = file_.bytes_written;
    access.truncated = file_.truncated;
    access.appended = file_.append && wrote;
    access.inherited = file_.inherited;
    access.stream = file_.standard;
    if (wrote && read) {
      access.mode = Mode::kReadWrite;
    } else if (wrote || read) {
      access.mode = wrote ? Mode::kWrite : Mode::kRead;
    } else {
      access.mode = file_.readable ? Mode::kRead : Mode::kWrite;
    }
    if (read) access.read = DigestOfRead(wrote);
    if (wrote) access.written = DigestOfWritten();
    access.file = known_ ? now_ : file_.at_open;
    access.closed = sys::Now();
    return true;
  }

 private:
  bool Wrote() const {
    if (file_.bytes_written > 0 || file_.truncated || file_.made) return true;
    // Through a mapping, or out of libc's buffers.
    return file_.writable && (file_.mapped_write || file_.buffered || file_.crossed) && changed_;
  }

  bool Read() const {
    if (file_.bytes_read > 0 || file_.mapped_read) return true;
    if (!file_.buffered || !file_.readable) return false;
    // Of a stream that is closed nothing tells what libc read; of one that came with the process,
    // its position.
    const bool shared = file_.inherited || file_.stream == stdin;
    return !shared ||
           (offset_ >= 0 && static_cast<uint64_t>(offset_) != file_.position && !file_.writable);
  }

  // Whether the bytes we saw are all that moved the position.
  bool InPlace() const {
    return file_.append || offset_ < 0 || static_cast<uint64_t>(offset_) == file_.position;
  }

  DigestRecord DigestOfRead(bool wrote) {
    const bool in_sequence =
        !file_.read_gap && !file_.crossed && !file_.mapped_read && file_.read_to > 0 && InPlace();
    if (!file_.regular) {
      return in_sequence ? Passed(file_.read, How::kBytesRead)
                         : DigestRecord::Without(How::kNotTaken, "not a regular file");
    }
    if (in_sequence) {
      if (!known_) return Passed(file_.read, How::kPartial);
      if (file_.reread && !wrote && changed_)
        return DigestRecord::Without(How::kChangedDuringRun, "");
      // A file that was cut off has ended too early.
      const bool shrunk = !wrote && now_.size < file_.at_open.size;
      if (file_.read_to >= (shrunk ? file_.at_open.size : now_.size))
        return Passed(file_.read, How::kBytesRead);
      // A part, by a program that jumps about and happened not to. What the whole was says more,
      // where it costs little.
      if (wrote && file_.before_write.HasValue()) return file_.before_write;
      if (!wrote && !changed_ && now_.size <= kSmall) {
        const DigestRecord whole = HashNow(file_.at_open);
        if (whole.HasValue()) return whole;
      }
      return Passed(file_.read, How::kPartial);
    }
    if (wrote) {
      if (file_.before_write.how != How::kNone) return file_.before_write;
      return DigestRecord::Without(How::kNotTaken, file_.at_open.size == 0
                                                       ? "only what the program wrote itself"
                                                       : "the program wrote to it as well");
    }
    if (changed_ && known_) return DigestRecord::Without(How::kChangedDuringRun, "");
    return HashNow(file_.at_open);
  }

  DigestRecord DigestOfWritten() {
    const bool in_sequence = !file_.write_gap && !file_.crossed && !file_.mapped_write && known_ &&
                             InPlace() && !file_.inherited;
    if (!file_.regular) {
      return in_sequence ? Passed(file_.written, How::kBytesWritten)
                         : DigestRecord::Without(How::kNotTaken, "not a regular file");
    }
    if (in_sequence && file_.written_to == now_.size &&
        (file_.truncated || file_.at_open.size == 0)) {
      return Passed(file_.written, How::kBytesWritten);
    }
    if (!known_) return DigestRecord::Without(How::kNotTaken, "the file is gone");
    return HashNow(now_);
  }

  DigestRecord HashNow(const Identity& expected) {
    if (fd_ < 0) return DigestRecord::Without(How::kNotTaken, "the file is gone");
    if (file_.ahead.HasValue() && !changed_ && expected == file_.at_open) return file_.ahead;
    DigestRecord digest = HashFile(fd_, expected);
    if (digest.how != How::kNotTaken || file_.readable) return digest;
    // Open for writing only: another opening of the same file.
    char link[kDescriptorPathSize];
    PathOfDescriptor(fd_, link);
    const int fd = sys::Open(link, O_RDONLY | O_NOCTTY);
    if (fd < 0) return DigestRecord::Without(How::kNotTaken, "not readable");
    digest = HashFile(fd, expected);
    sys::Close(fd);
    return digest;
  }

  OpenFile& file_;
  int fd_;
  bool known_ = false, changed_ = false;
  long offset_ = -1;
  Identity now_;
};

}  // namespace

bool Concluded(OpenFile& file, int fd, bool same_opening, AccessRecord* access) {
  return Conclusion(file, fd, same_opening).Fill(*access);
}

void Conclude(OpenFile& file, int fd, bool same_opening) {
  AccessRecord access;
  if (Concluded(file, fd, same_opening, &access)) Recorder::Get().Access(access);
}

}  // namespace pedigree
