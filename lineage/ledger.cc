#include "lineage/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "runtime/ledger_format.h"
#include "runtime/sha256.h"

namespace pedigree {
namespace {

constexpr std::string_view kMagic = kLedgerMagic;
constexpr size_t kTail = kLedgerTail;

uint32_t Number(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (int i = 3; i >= 0; --i)
    value = value << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
  return value;
}

class Parser {
 public:
  // `keep`: the records are wanted, not only whether they are right.
  Parser(const std::string& file, std::string_view bytes, bool keep) : bytes_(bytes), keep_(keep) {
    ledger_.file = file;
  }

  absl::StatusOr<Ledger> Parse() {
    if (!LooksLikeLedger(bytes_))
      return absl::InvalidArgumentError(fmt::format("{}: not a ledger", ledger_.file));
    size_t at = kMagic.size();
    while (at < bytes_.size()) {
      if (EndsWithin(at)) {
        ledger_.cut = true;
        break;
      }
      if (absl::Status status = Frame(&at); !status.ok()) return status;
    }
    if (count_ == 0) {
      return absl::InvalidArgumentError(
          fmt::format("{}: an empty ledger: no run was recorded", ledger_.file));
    }
    ledger_.chain = chain_;
    return std::move(ledger_);
  }

 private:
  absl::Status Wrong(std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}: record {}: {}", ledger_.file, count_, what));
  }

  // Whether the file ends within the frame at `at`, as it does when a writer was killed. A file
  // that ends with a whole frame does not: then the frame's length is damaged.
  bool EndsWithin(size_t at) const {
    if (bytes_.find_first_not_of('\0', at) == std::string_view::npos) return true;
    if (Fits(at)) return false;
    const size_t rest = bytes_.size() - at;
    if (rest < 4 + kTail) return true;
    const size_t length = Number(bytes_, bytes_.size() - kTail);
    if (length > rest - 4 - kTail) return true;
    std::string checked;
    for (int i = 0; i < 4; ++i) checked += static_cast<char>(length >> (8 * i));
    checked += bytes_.substr(bytes_.size() - kTail - length, length);
    return Crc32c(checked) != Number(bytes_, bytes_.size() - kTail + 4);
  }

  bool Fits(size_t at) const {
    const size_t rest = bytes_.size() - at;
    return rest >= 4 + kTail && Number(bytes_, at) <= rest - 4 - kTail;
  }

  absl::Status Frame(size_t* at) {
    if (!Fits(*at)) return Wrong("damaged: its length leads beyond the end of the file");
    const size_t length = Number(bytes_, *at);
    const size_t tail = *at + 4 + length;
    if (Number(bytes_, tail) != length) return Wrong("damaged: its two lengths differ");
    const std::string_view body = bytes_.substr(*at, 4 + length);
    if (Crc32c(body) != Number(bytes_, tail + 4))
      return Wrong("damaged: its bytes do not match its checksum");
    Sha256 hash;
    hash.Add(chain_.data(), chain_.size());
    hash.Add(body.data(), body.size());
    uint8_t chain[Sha256::kSize];
    hash.Digest(chain);
    if (std::memcmp(chain, bytes_.data() + tail + 8, sizeof chain) != 0) {
      return Wrong(
          "does not follow what stands before it: a record was changed, removed, repeated or "
          "moved");
    }
    chain_.assign(reinterpret_cast<const char*>(chain), sizeof chain);
    *at = tail + kTail;

    if (!record_.ParseFromArray(body.data() + 4, static_cast<int>(length)))
      return Wrong("not a record");
    if (absl::Status status = Check(record_); !status.ok()) return status;
    if (keep_) ledger_.records.push_back(std::move(record_));
    ++count_;
    return absl::OkStatus();
  }

  absl::Status Check(const Record& record) {
    const bool first = count_ == 0;
    if (first != record.has_run())
      return Wrong(first ? "a ledger begins with its run" : "a second run");
    if (first && record.run().schema_version() > kLedgerSchema) {
      return Wrong(fmt::format("ledger schema {}, this pedigree reads up to {}",
                               record.run().schema_version(), kLedgerSchema));
    }
    if (record.has_end()) {
      if (record.end().records() != count_) {
        return Wrong(fmt::format("the run's end says that {} records come before it",
                                 record.end().records()));
      }
      ledger_.ended = true;
    }
    return absl::OkStatus();
  }

  std::string_view bytes_;
  bool keep_;
  uint64_t count_ = 0;  // of records
  Record record_;
  std::string chain_ = std::string(Sha256::kSize, '\0');
  Ledger ledger_;
};

}  // namespace

bool LooksLikeLedger(std::string_view bytes) { return bytes.starts_with(kMagic); }

absl::StatusOr<Ledger> ParseLedger(const std::string& file, std::string_view bytes) {
  return Parser(file, bytes, /*keep=*/true).Parse();
}

uint64_t CountRecords(const std::string& file, uint64_t end) {
  // In pieces: to seek in a stream makes it read anew.
  constexpr uint64_t kPiece = 1 << 20;
  std::ifstream in(file, std::ios::binary);
  std::string piece;
  uint64_t count = 0, begin = 0;
  for (uint64_t at = kMagic.size(); at < end; ++count) {
    if (at + 4 > begin + piece.size()) {
      begin = at;
      piece.resize(std::min(kPiece, end - at));
      if (!in.seekg(static_cast<std::streamoff>(at)) ||
          !in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || piece.size() < 4)
        return 0;
    }
    at += 4 + Number(piece, at - begin) + kTail;
  }
  return count;
}

absl::Status CheckLedger(const std::string& file) {
  const absl::StatusOr<std::string> bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  return Parser(file, *bytes, /*keep=*/false).Parse().status();
}

absl::StatusOr<Ledger> ReadLedger(const std::string& file) {
  const absl::StatusOr<std::string> bytes = ReadFile(file);
  if (!bytes.ok()) return bytes.status();
  return ParseLedger(file, *bytes);
}

}  // namespace pedigree
