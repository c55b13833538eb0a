// Observing from outside, by ptrace: what no library can be loaded into (static programs, programs
// that make their system calls themselves, programs with raised rights) is seen at its system
// calls. Records go to the same ledger, in the same form, as those of the interposer.
//
// Three processes take part: `pedigree run`, which stays the program's parent and passes signals
// and the exit status on as ever; the program; and the tracer, a process of its own, so that it can
// stay for children that outlive the program.
//
//   pid_t child = fork();               // in the child: PrepareToBeTraced(), wait for the parent's
//                                       // word, EnterTrace(way), exec
//   StartTracer(child, way, ledger)     // in the parent, before it gives its word
//
// HOW. kSeccomp puts a filter of system calls (seccomp-BPF) into the program, which stops it only
// at calls that touch files; kPtrace stops it at every call, and leaves the program without a
// filter. The bytes of reads and writes are taken out of the program's memory (process_vm_readv),
// so that digests of what passed in sequence are of the bytes that passed; other files are hashed
// at close, before the close is let go on.
//
// NEEDS Linux 5.6, on x86-64 or arm64. A program that is traced cannot be debugged at the same
// time, and sees the tracer's number in /proc/self/status.
#ifndef PEDIGREE_RUNTIME_TRACER_TRACER_H_
#define PEDIGREE_RUNTIME_TRACER_TRACER_H_

#include <sys/types.h>

#include <string>

namespace pedigree {

enum class TraceWay { kSeccomp, kPtrace };

// Why this machine cannot trace in this way; empty if it can. Tries it on a process of its own.
std::string WhyNoTrace(TraceWay way);

// In the child: lets a process that is no ancestor trace it.
void PrepareToBeTraced();
// In the child, once the tracer has it, right before exec: the filter. errno, or 0.
int EnterTrace(TraceWay way);

// Starts the tracer of `child`, which is stopped or waits. Gives why it could not; empty if it
// could.
std::string StartTracer(pid_t child, TraceWay way, const std::string& ledger);

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_TRACER_TRACER_H_
