// This process's part in a run: its own records (Process, ProcessEnd, Loss), and the way for
// everybody else's into the ledger. There is one recorder in a process: where the interposer is
// loaded, the SDK's hands its records to it.
#ifndef PEDIGREE_RUNTIME_RECORDER_H_
#define PEDIGREE_RUNTIME_RECORDER_H_

#include <stddef.h>
#include <stdint.h>

#include <atomic>
#include <string_view>

#include "runtime/ledger_file.h"
#include "runtime/records.h"

// The recorder of the interposer, as the SDK finds it by name. C, and never changed but by a new
// name.
extern "C" struct pedigree_recorder_v1 {
  uint64_t (*process)();
  int (*append)(const uint8_t* payload, size_t size);
};

namespace pedigree {

inline constexpr char kLedgerVariable[] = "PEDIGREE_LEDGER";

class Recorder {
 public:
  static Recorder& Get();

  // Takes part in the run of this ledger, if it is there. Records nothing otherwise.
  bool Start(const char* ledger, Seen observer);
  // Hands everything on to another recorder of this process.
  void Delegate(const pedigree_recorder_v1* to) { delegate_ = to, recording_ = true; }
  bool recording() const { return recording_.load(std::memory_order_relaxed); }
  void Stop() { recording_ = false; }

  // Writes a record: `build(Wire&, process)`.
  template <typename Build>
  bool Append(const Build& build) {
    if (!recording()) return false;
    const uint64_t process = Process();
    if (process == 0) return false;
    if (delegate_ != nullptr)
      return AppendToDelegate([](void* context, Wire& wire,
                                 uint64_t id) { (*static_cast<const Build*>(context))(wire, id); },
                              const_cast<Build*>(&build), process);
    return ledger_.Append([&](Wire& wire, uint64_t) { build(wire, process); });
  }
  // A short one may wait for others, so that a program that opens many files is not held up.
  bool Access(const AccessRecord& access) {
    constexpr uint64_t kLong = 500000;  // ns
    if (delegate_ == nullptr && recording() && access.closed - access.opened < kLong) {
      const uint64_t process = Process();
      return process != 0 &&
             ledger_.AppendSoon([&](Wire& wire) { WriteAccess(wire, process, access); });
    }
    return Append([&](Wire& wire, uint64_t process) { WriteAccess(wire, process, access); });
  }
  bool Loss(Why why, uint64_t count, std::string_view detail) {
    return Append(
        [&](Wire& wire, uint64_t process) { WriteLoss(wire, process, why, count, detail); });
  }
  // A record that is built already; 0 if it cannot be written.
  int AppendBytes(const uint8_t* payload, size_t size);

  // The number of this process, whose Process record is written by now; 0 if it could not be.
  uint64_t Process();
  // Records how many records could not be written, so far; where the ledger takes no more, leaves
  // it to `pedigree run`.
  void SayLost();
  // The process ends, as far as it is up to us: what was lost, and the status.
  void End(int status);

  LedgerFile& ledger() { return ledger_; }
  void AfterForkInChild();

 private:
  using Builder = void (*)(void* context, Wire& wire, uint64_t process);
  bool AppendToDelegate(Builder build, void* context, uint64_t process);
  void WriteProcess(Wire& wire, uint64_t place);

  LedgerFile ledger_;
  std::atomic<bool> recording_{false};
  const pedigree_recorder_v1* delegate_ = nullptr;
  Seen observer_ = Seen::kInterposer;
  std::atomic<uint64_t> process_{0};
  uint64_t parent_ = 0;
  sys::Mutex mutex_;  // of process_ being made, and of the delegate's buffer
};

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_RECORDER_H_
