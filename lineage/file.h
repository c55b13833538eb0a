// Files, as the command line and the store read and write them: whole, with errors that name the
// file, and with outputs that appear complete or not at all.
#ifndef PEDIGREE_LINEAGE_FILE_H_
#define PEDIGREE_LINEAGE_FILE_H_

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pedigree {

// The content of the file. An error's message is "PATH: No such file or directory".
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces the file's content, or makes the file. Whoever reads it meanwhile, and whatever happens
// (a full disk, a crash), finds the old content or the new, never a part: it is written under a
// temporary name in the same folder, synced and renamed. Nothing is left behind on error. What is
// not a regular file (/dev/stdout, a pipe) is written in place; a symbolic link stays one, its
// target is replaced.
absl::Status WriteFile(const std::string& path, std::string_view content);

// What takes a text piece by piece; it ends with what it fails with.
using TextSink = absl::FunctionRef<absl::Status(std::string_view)>;
// The same with what `write` hands to the sink, for what is too much to be held as a whole.
absl::Status WriteFile(const std::string& path, absl::FunctionRef<absl::Status(TextSink)> write);

// The same piece by piece. The file is there once Commit() has succeeded; without it all is as it
// was before.
class FileWriter {
 public:
  static absl::StatusOr<FileWriter> Open(const std::string& path);
  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&&) = delete;
  ~FileWriter();

  absl::Status Append(std::string_view content);
  absl::Status Commit();

 private:
  FileWriter() = default;

  std::string path_;
  std::string target_, temporary_;  // empty: it is written in place
  int file_ = -1;
  int mode_ = -1;  // the old file's
};

// Makes the folder and those above it, where they are missing.
absl::Status MakeFolder(const std::string& path);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_FILE_H_
