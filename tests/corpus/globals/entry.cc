// What globals hold when a function begins: what its callers left there, where it is known who they
// are. Threads, handlers and what else may run at any time see all that is ever stored.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

#include <thread>

#include "corpus.h"

static int later;
static void StoreLater() { later = Read("later"); }
static void BeforeIt() {
  Write("before", later);  // NEVER: later
}
static void AfterIt() {
  Write("after", later);  // FLOW: later
}

struct State {
  int taken, left;
};
static State state;
static void Show() {
  Write("taken", state.taken);  // FLOW: first  NEVER: second, left_early
  Write("left", state.left);    // FLOW: left_early  NEVER: first, left_late
}
static void InOrder() {
  state.taken = Read("first");
  state.left = Read("left_early");
  Show();
  state.taken = Read("second");
  state.left = Read("left_late");
  Use(state.taken + state.left);
}

static int carried;
static void Step() {
  Write("carried", carried);  // FLOW: step
  carried = Read("step");
}
static void Loop() {
  while (Any()) Step();
}

static int nested;
static void Inner() {
  Write("inner", nested);  // FLOW: outer_one, outer_two  NEVER: outer_end
}
static void OuterOne() {
  nested = Read("outer_one");
  Inner();
}
static void OuterTwo() {
  nested = Read("outer_two");
  Inner();
  nested = Read("outer_end");
}

static int at_start = Read("at_start");
static int at_start_apart = Read("at_start_apart");
static void Initialised() {
  Write("initialised", at_start);  // FLOW: at_start  NEVER: at_start_apart, replaced
}
static void Replace() { at_start = Read("replaced"); }
static void Replaced() {
  Write("was_replaced", at_start);  // FLOW: replaced  NEVER: at_start
}

// Through a pointer: who stores through it does not name the global.
static int lent;
static void Put(int* to, int value) { *to = value; }
static void Lent() {
  Write("lent", lent);  // FLOW: put  NEVER: put_late
}

struct Shape {
  virtual void Draw() = 0;
};
static int drawn;
struct Circle : Shape {
  void Draw() override {
    Write("drawn", drawn);  // FLOW: colour  NEVER: colour_late
  }
};

// What may run at any time.
static int to_thread, from_thread;
static void* Run(void*) {
  Write("in_thread", to_thread);  // FLOW: before_thread, while_thread
  from_thread = Read("thread");
  return nullptr;
}
static void InMain() {
  Write("in_main", from_thread);  // FLOW: thread
}
static int to_lambda;
static void RunLambda() {
  std::thread other([] {
    Write("in_lambda", to_lambda);  // FLOW: while_lambda
  });
  to_lambda = Read("while_lambda");
  other.join();
}

static int signalled;
static void Handler(int) { signalled = Read("signal"); }
static void Poll() {
  Write("polled", signalled);  // FLOW: signal
}

static jmp_buf again;
static int parsed;
static void Parse() {
  parsed = Read("parsed");
  longjmp(again, 1);
}
static void Recover() {
  Write("recovered", parsed);  // KNOWN(setjmp): FLOW: parsed
}
static void Guarded() {
  if (setjmp(again) == 0) {
    Parse();
  } else {
    Recover();
  }
}

static int path;
static int& Cached() {
  static int cached = path + 1;
  return cached;
}

int main() {
  BeforeIt();
  StoreLater();
  AfterIt();
  InOrder();
  Loop();
  OuterOne();
  OuterTwo();
  Initialised();
  Replace();
  Replaced();
  Use(at_start_apart);
  Put(&lent, Read("put"));
  Lent();
  Put(&lent, Read("put_late"));
  Use(lent);
  drawn = Read("colour");
  Circle circle;
  Shape* shape = &circle;
  shape->Draw();
  drawn = Read("colour_late");
  Use(drawn);

  to_thread = Read("before_thread");
  pthread_t thread;
  pthread_create(&thread, nullptr, Run, nullptr);
  to_thread = Read("while_thread");
  pthread_join(thread, nullptr);
  InMain();
  RunLambda();
  signal(SIGINT, Handler);
  Poll();
  Guarded();
  path = Read("path");
  Write("cached", Cached());  // FLOW: path
}
