// The SDK and the probes' landing place: records that a program makes of itself.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/mask.h"
#include "runtime/names.h"
#include "runtime/pedigree.h"
#include "runtime/probe.h"
#include "runtime/recorder.h"

namespace pedigree {
namespace {

// 0: not looked yet; 1: nobody records; 2: recording.
std::atomic<int> state{0};
sys::Mutex start_mutex;

// The interposer's recorder where there is one, so that a process has one record and one ledger;
// otherwise our own.
bool Start() {
  int now = state.load(std::memory_order_acquire);
  if (now != 0) return now == 2;
  const int error = errno;
  sys::Locked locked(start_mutex);
  now = state.load(std::memory_order_acquire);
  if (now == 0) {
    // In the interposer itself, and where another part of the SDK has begun already.
    if (Recorder::Get().recording()) {
      state.store(2, std::memory_order_release);
      return true;
    }
    using Find = const pedigree_recorder_v1* (*)();
    const auto find =
        reinterpret_cast<Find>(dlsym(RTLD_DEFAULT, "pedigree_recorder_of_interposer_v1"));
    const pedigree_recorder_v1* interposer = find == nullptr ? nullptr : find();
    if (interposer != nullptr) {
      Recorder::Get().Delegate(interposer);
    } else if (Recorder::Get().Start(getenv(kLedgerVariable), Seen::kSdk)) {
      on_exit([](int status, void*) { Recorder::Get().End(status); }, nullptr);
    }
    pthread_atfork(nullptr, nullptr, [] { Recorder::Get().AfterForkInChild(); });
    now = Recorder::Get().recording() ? 2 : 1;
    state.store(now, std::memory_order_release);
  }
  errno = error;
  return now == 2;
}

std::string_view Text(const char* text) { return text == nullptr ? std::string_view() : text; }

void WriteGivenDigest(Wire& wire, uint32_t field, const unsigned char* value) {
  if (value == nullptr) return;
  DigestRecord digest;
  digest.how = How::kDeclaredByProgram;
  memcpy(digest.value, value, Sha256::kSize);
  WriteDigest(wire, field, digest);
}

void Masked(Wire& wire, uint32_t field, std::string_view text) {
  char masked[1024];
  wire.Bytes(field, MaskSecrets(text, masked, sizeof masked));
}

// ---- Probes: each site once for each name.

std::atomic<uint64_t> seen[4096];

bool IsNew(const void* site, std::string_view name) {
  uint64_t hash = 14695981039346656037ull ^ reinterpret_cast<uintptr_t>(site);
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  hash |= 1;
  return seen[hash % 4096].exchange(hash, std::memory_order_relaxed) != hash;
}

void Probe(const pedigree_site& site, std::string_view name_space, std::string_view name) {
  char absolute[kPathSize];
  AccessRecord access;
  // Of an opening it is not known yet what for; and a hit says where, not what.
  if (!name.empty() && site.access != PEDIGREE_SITE_OPENS)
    access.mode = site.access == PEDIGREE_SITE_WRITES ? Mode::kWrite : Mode::kRead;
  access.observer = Seen::kProbe;
  access.name_space = name_space;
  access.name = name;
  if (name_space == "file" && !name.empty() && name[0] != '/') {
    char path[kPathSize];
    if (name.size() < sizeof path) {
      memcpy(path, name.data(), name.size());
      path[name.size()] = 0;
      access.name = AbsoluteName(AT_FDCWD, path, {}, absolute);
    }
  }
  access.site_file = Text(site.file);
  access.line = site.line;
  access.column = site.column;
  access.function = Text(site.function);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

}  // namespace
}  // namespace pedigree

using namespace pedigree;

int pedigree_recording(void) { return Start() ? 1 : 0; }

void pedigree_record(const pedigree_access* given) {
  if (given == nullptr || !Start()) return;
  // Of an older caller's struct, what it has.
  pedigree_access all = {};
  memcpy(&all, given, given->size < sizeof all ? given->size : sizeof all);
  AccessRecord access;
  access.mode = all.writes != 0 ? Mode::kWrite : Mode::kRead;
  access.observer = Seen::kSdk;
  access.name_space = all.name_space == nullptr ? "file" : Text(all.name_space);
  access.name = Text(all.name);
  access.kind = static_cast<uint32_t>(all.kind);
  access.version = Text(all.version);
  access.rows = all.rows;
  (all.writes != 0 ? access.bytes_written : access.bytes_read) = all.bytes;
  if (all.digest != nullptr) {
    DigestRecord& digest = all.writes != 0 ? access.written : access.read;
    digest.how = How::kDeclaredByProgram;
    memcpy(digest.value, all.digest, Sha256::kSize);
    digest.size = all.bytes;
  }
  access.partition = Text(all.partition);
  access.has_span = all.has_offsets != 0;
  access.first = all.first_offset;
  access.last = all.last_offset;
  access.asset_column = Text(all.column);
  access.opened = access.closed = sys::Now();
  Recorder::Get().Access(access);
}

void pedigree_read(const char* name_space, const char* name, int kind, const char* version) {
  pedigree_access access = {};
  access.size = sizeof access;
  access.name_space = name_space;
  access.name = name;
  access.kind = kind;
  access.version = version;
  pedigree_record(&access);
}

void pedigree_write(const char* name_space, const char* name, int kind, const char* version) {
  pedigree_access access = {};
  access.size = sizeof access;
  access.name_space = name_space;
  access.name = name;
  access.kind = kind;
  access.version = version;
  access.writes = 1;
  pedigree_record(&access);
}

void pedigree_parameter(const char* name, const char* value) {
  if (!Start()) return;
  Recorder::Get().Append([&](Wire& wire, uint64_t process) {
    const size_t record = wire.Begin(field::kParameter);
    wire.Int(field::kParameterProcess, process);
    wire.Bytes(field::kParameterName, Text(name));
    if (IsSecretName(Text(name))) {
      wire.Bytes(field::kParameterValue, "***");
    } else {
      Masked(wire, field::kParameterValue, Text(value));
    }
    wire.End(record);
  });
}

void pedigree_seed(const char* name, int64_t value) {
  if (!Start()) return;
  char digits[24];
  size_t at = sizeof digits;
  uint64_t rest = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do digits[--at] = static_cast<char>('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0) digits[--at] = '-';
  Recorder::Get().Append([&](Wire& wire, uint64_t process) {
    const size_t record = wire.Begin(field::kParameter);
    wire.Int(field::kParameterProcess, process);
    wire.Bytes(field::kParameterName, Text(name));
    wire.Bytes(field::kParameterValue, {digits + at, sizeof digits - at});
    wire.Int(field::kParameterSeed, 1);
    wire.End(record);
  });
}

void pedigree_metric(const char* name, double value, int64_t step, const char* dataset) {
  if (!Start()) return;
  Recorder::Get().Append([&](Wire& wire, uint64_t process) {
    const size_t record = wire.Begin(field::kMetric);
    wire.Int(field::kMetricProcess, process);
    wire.Bytes(field::kMetricName, Text(name));
    wire.Double(field::kMetricValue, value);
    wire.Signed(field::kMetricStep, step);
    Masked(wire, field::kMetricDataset, Text(dataset));
    wire.End(record);
  });
}

void pedigree_digest(const void* data, size_t size, unsigned char digest[PEDIGREE_DIGEST_SIZE]) {
  Sha256 hash;
  hash.Add(data, size);
  hash.Digest(digest);
}

void pedigree_infer(const unsigned char* model, const unsigned char* const* inputs,
                    size_t input_count, const unsigned char* output, char* token) {
  unsigned char random[16] = {};
  sys::Call(SYS_getrandom, sys::Word(random), sizeof random, 0);
  for (size_t i = 0; i < sizeof random; ++i) {
    token[2 * i] = "0123456789abcdef"[random[i] >> 4];
    token[2 * i + 1] = "0123456789abcdef"[random[i] & 15];
  }
  token[2 * sizeof random] = 0;
  if (!Start()) return;
  Recorder::Get().Append([&](Wire& wire, uint64_t process) {
    const size_t record = wire.Begin(field::kInference);
    wire.Int(field::kInferenceProcess, process);
    wire.Bytes(field::kInferenceToken, token);
    WriteGivenDigest(wire, field::kInferenceModel, model);
    for (size_t i = 0; i < input_count; ++i)
      WriteGivenDigest(wire, field::kInferenceInput, inputs[i]);
    WriteGivenDigest(wire, field::kInferenceOutput, output);
    wire.Int(field::kInferenceOrder, sys::Now());
    wire.End(record);
  });
}

void pedigree_probe_asset(pedigree_site* site, const char* name_space, const char* name,
                          size_t size) {
  if (!Start()) return;
  const std::string_view text = {name, size};
  if (IsNew(site, text)) Probe(*site, name_space == nullptr ? "file" : Text(name_space), text);
}

void pedigree_probe_name(pedigree_site* site, const char* name) {
  if (name == nullptr) return pedigree_probe_hit(site);
  pedigree_probe_asset(site, nullptr, name, strlen(name));
}

void pedigree_probe_hit(pedigree_site* site) {
  if (!Start()) return;
  if (__atomic_exchange_n(&site->seen, 1u, __ATOMIC_RELAXED) == 0) Probe(*site, "", "");
}
