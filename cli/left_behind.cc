#include "cli/left_behind.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "lineage/file.h"
#include "runtime/ledger_format.h"
#include "runtime/records.h"
#include "runtime/waiting.h"

namespace pedigree {
namespace {

namespace fs = std::filesystem;

// The number at the end of the name; 0 where there is none.
uint64_t NumberOf(std::string_view file) {
  uint64_t number = 0;
  const std::string_view digits = file.substr(file.rfind('-') + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}
// The process whose file it is.
int ProcessOf(std::string_view file) { return static_cast<int>(NumberOf(file)); }

// Whether it only says by its name what was lost.
bool SaysLost(std::string_view file) {
  return file.find(std::string("-") + kLostMark) != file.npos;
}

// Whether it does nothing more, though its parent may not have asked for its status.
bool IsGone(int pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  if (!std::getline(in, text)) return true;
  const size_t end = text.rfind(") ");
  return end != std::string::npos && (text[end + 2] == 'Z' || text[end + 2] == 'X');
}

// Those of our own in /dev/shm whose paths begin so.
std::vector<std::string> Files(std::string_view beginning) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator at(kWaitingFolder, error), end; !error && at != end;
       at.increment(error)) {
    struct stat now;
    const std::string path = at->path().string();
    if (path.starts_with(beginning) && NumberOf(path) > 0 && lstat(path.c_str(), &now) == 0 &&
        S_ISREG(now.st_mode) && now.st_uid == geteuid())
      found.push_back(path);
  }
  return found;
}

// The records that wait in the file.
std::vector<std::string_view> RecordsIn(const Waiting& waiting) {
  std::vector<std::string_view> records;
  const char* data = reinterpret_cast<const char*>(waiting.data);
  for (uint64_t at = 0; at + 4 + kLedgerTail <= waiting.size;) {
    uint32_t length;
    std::memcpy(&length, data + at, 4);
    if (length > waiting.size - at - 4 - kLedgerTail) break;
    records.emplace_back(data + at + 4, length);
    at += 4 + length + kLedgerTail;
  }
  return records;
}

// How many of the records stand in the ledger from `at` on already: its process was killed while it
// wrote them.
size_t Written(const std::vector<std::string_view>& records, std::string_view ledger, uint64_t at) {
  size_t count = 0;
  for (const std::string_view record : records) {
    if (at == 0 || at > ledger.size() || ledger.size() - at < 4 + record.size() + kLedgerTail ||
        ledger.substr(at + 4, record.size()) != record)
      break;
    at += 4 + record.size() + kLedgerTail;
    ++count;
  }
  return count;
}

}  // namespace

void ForgetLeftBehind(const std::string& name) {
  struct stat now;
  if (stat(name.c_str(), &now) != 0) return;
  char beginning[kWaitingName];
  WaitingName(now.st_dev, now.st_ino, 0, beginning);
  for (const std::string& file : Files(beginning)) unlink(file.c_str());
}

void WriteLeftBehind(LedgerFile& ledger, const std::string& name) {
  struct stat now;
  if (stat(name.c_str(), &now) != 0) return;
  char beginning[kWaitingName];
  WaitingName(now.st_dev, now.st_ino, 0, beginning);
  uint64_t lost = 0;
  for (const std::string& file : Files(beginning)) {
    if (SaysLost(file)) {
      lost += NumberOf(file);
      unlink(file.c_str());
      continue;
    }
    const auto bytes = ReadFile(file);
    const bool gone = IsGone(ProcessOf(file));
    unlink(file.c_str());
    if (!gone || !bytes.ok() || bytes->size() != sizeof(Waiting)) continue;
    const auto waiting = std::make_unique<Waiting>();
    std::memcpy(static_cast<void*>(waiting.get()), bytes->data(), sizeof(Waiting));
    if (waiting->magic != Waiting::kMagic || waiting->size > Waiting::kRoom) continue;
    const std::vector<std::string_view> records = RecordsIn(*waiting);
    const auto all = waiting->at == 0 ? std::string() : ReadFile(name).value_or("");
    for (size_t i = Written(records, all, waiting->at); i < records.size(); ++i) {
      ledger.Append([&](Wire& wire, uint64_t) {
        wire.Copy(reinterpret_cast<const uint8_t*>(records[i].data()), records[i].size());
      });
    }
  }
  if (lost == 0) return;
  ledger.Append(
      [&](Wire& wire, uint64_t) { WriteLoss(wire, 0, Why::kLedgerWriteFailed, lost, ""); });
}

void SweepLeftBehind() {
  constexpr std::time_t kDay = 24 * 60 * 60;
  for (const std::string& file : Files(std::string(kWaitingFolder) + kWaitingPrefix)) {
    struct stat now;
    if ((SaysLost(file) || IsGone(ProcessOf(file))) && lstat(file.c_str(), &now) == 0 &&
        now.st_mtime + kDay < std::time(nullptr))
      unlink(file.c_str());
  }
}

}  // namespace pedigree
