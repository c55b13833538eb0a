// Signals of timers that come faster than a thread can be traced.
//
// A signal stops the thread that it is given to. Where the stop takes longer than the timer's
// period, the next one is there before the program has done anything, its handler apart, and so it
// goes on for ever. strace is stuck there. So, where a thread was given a timer's signal, and is
// given it again at the very same place, the second is kept back: for some time the thread has it
// blocked. To the program that is a busy machine, where signals of one number become one as well.
//
// The program cannot see that it is blocked: before the thread makes a system call, or is given
// another signal (whose handler would get, and leave behind, what is blocked), it is as it was.
// Only a fork keeps it, for that does not begin where a signal is there; its child is as it would
// be.
#ifndef PEDIGREE_RUNTIME_TRACER_TIMER_SIGNALS_H_
#define PEDIGREE_RUNTIME_TRACER_TIMER_SIGNALS_H_

#include <sys/types.h>

#include <unordered_map>

#include "runtime/tracer/tracee.h"

namespace pedigree::trace {

class TimerSignals {
 public:
  // The stopped thread is given `signal`: what it is to go on with, which is 0 where the signal is
  // kept back.
  int Given(Thread& thread, int signal);
  // Whether the thread has a signal kept back; then it has to stop at its next system call.
  bool Holds(const Thread& thread) const { return thread.timer.held != 0; }
  // The thread is stopped, and gets what was kept back when it goes on.
  void Release(Thread& thread);
  // It enters a system call: the same, unless it must not have a signal there.
  void Entering(Thread& thread, uint64_t call);
  // It made another thread, or process.
  void Born(const Thread& parent, Thread& child);
  // The thread is no more, or has become another program.
  void Forget(Thread& thread);

  // As waitpid for any thread; those that something was kept back from long enough are made to
  // stop.
  pid_t Wait(int* status);

 private:
  std::unordered_map<pid_t, uint64_t> until_;  // by sys::Now
};

}  // namespace pedigree::trace

#endif  // PEDIGREE_RUNTIME_TRACER_TIMER_SIGNALS_H_
