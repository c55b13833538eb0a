// What a thread was given when it was started, and what others store there later: through a member, through what
// the function that has started it returned.
#include <memory>
#include <thread>

#include "corpus.h"

struct State {
  int x = 0;
  int y = 0;
};

class ByPointer {
 public:
  ByPointer() : state_(new State) {
    thread_ = std::thread([](State* state) { Write("by_pointer", state->x); }, state_);  // FLOW: a NEVER: b
  }
  ~ByPointer() { thread_.join(); }
  void Put(int x, int y) {
    state_->x = x;
    state_->y = y;
  }

 private:
  State* state_;
  std::thread thread_;
};

void PutByPointer() {
  ByPointer worker;
  worker.Put(Read("a"), Read("b"));
  Write("b", Read("b"));  // FLOW: b
}

class BySharedPointer {
 public:
  BySharedPointer() {
    auto state = std::make_shared<State>();
    thread_ = std::thread([state] { Write("by_shared", state->x); });  // FLOW: c NEVER: d
    state_ = state;
  }
  ~BySharedPointer() { thread_.join(); }
  void Put(int x, int y) {
    state_->x = x;
    state_->y = y;
  }

 private:
  std::shared_ptr<State> state_;
  std::thread thread_;
};

void PutByShared() {
  BySharedPointer worker;
  worker.Put(Read("c"), Read("d"));
  Write("d", Read("d"));  // FLOW: d
}

State* Start() {
  State* state = new State;
  std::thread([state] { Write("returned", state->x); }).detach();  // FLOW: e NEVER: f
  return state;
}

void PutInReturned() {
  State* state = Start();
  state->x = Read("e");
  state->y = Read("f");
  Write("f", state->y);  // FLOW: f
}

State* StartFurther() { return Start(); }

void PutInReturnedFurther() {
  State* state = StartFurther();
  state->y = Read("g");
  Write("g", state->y);  // FLOW: g NEVER: e
}
