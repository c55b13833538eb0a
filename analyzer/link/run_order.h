// Which functions run only where the program's own calls, from main on, say so; and which may run
// at any time: a thread's, a handler of signals, what a library calls back. What the first find in
// a global is what their callers left there; the others may find all that is ever stored to it.

#ifndef PEDIGREE_ANALYZER_LINK_RUN_ORDER_H_
#define PEDIGREE_ANALYZER_LINK_RUN_ORDER_H_

#include <vector>

#include "analyzer/link/program.h"

namespace pedigree::link {

class RunOrder {
 public:
  // Of the functions in `reached`.
  RunOrder(Program& program, const std::vector<bool>& reached);

  // Main, or an initialiser that runs before it: what globals hold on its entry is what the
  // initialisers gave them.
  bool Entry(FunctionId f) const;
  // All initialisers that run before main.
  const std::vector<FunctionId>& initializers() const { return initializers_; }
  // Whether who runs it, and when, is not known from calls by name: nothing is known of what its
  // callers left in globals.
  bool Unknown(FunctionId f) const { return unknown_[f]; }
  // Whether it, or a caller, is Unknown(): its stores may happen at any time.
  bool AnyTime(FunctionId f) const { return any_time_[f]; }

 private:
  Program& program_;
  bool has_main_ = false;
  std::vector<FunctionId> initializers_;
  std::vector<bool> unknown_, any_time_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_RUN_ORDER_H_
