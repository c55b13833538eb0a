// What a coroutine returns comes to who awaits it; what an awaiter gives, to who awaits that.
#include "generator.h"

#include "../corpus.h"

Task<int> Load(int extra) {
  Use(extra);
  co_return Read("load");
}

Task<int> Plain() { co_return Any(); }

Task<int> Awaits() {
  int value = co_await Load(Read("extra"));
  Write("inner", value);  // FLOW: load  NEVER: extra
  co_return value + 1;
}

void Outermost() {
  Write("outer", Awaits().Get());  // FLOW: load(transformation)  NEVER: extra
}

Task<int> AwaitsOther() {
  int kept = co_await Load(0);
  int other = co_await Plain();
  Write("other", other);  // NEVER: load
  co_return kept - kept + other;
}

Task<int> Identity(int value) { co_return value; }

Task<int> TwoInstances() {
  int left = co_await Identity(Read("left"));
  int right = co_await Identity(Read("right"));
  Write("left_out", left);    // FLOW: left  NEVER: right
  Write("right_out", right);  // FLOW: right  NEVER: left
  co_return 0;
}

// An awaiter of the program's own.
struct ReadAwaiter {
  const char* name;
  int value = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) { value = Read(name); }
  int await_resume() const noexcept { return value; }
};

Task<int> OwnAwaiter() {
  int x = co_await ReadAwaiter{"own_awaiter"};
  Write("out", x);  // FLOW: own_awaiter
  ReadAwaiter unused{"never_awaited"};
  Write("out", unused.value);  // NEVER: never_awaited, own_awaiter
  co_return 0;
}

struct Quiet {
  int kept;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() const noexcept { return 0; }
};

Task<int> QuietAwaiter() {
  int x = co_await Quiet{Read("kept")};
  Write("out", x);  // NEVER: kept
  co_return 0;
}

// The promise transforms what is awaited.
struct Job {
  struct promise_type {
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
    Quiet await_transform(double) { return {0}; }
    ReadAwaiter await_transform(const char* name) { return {name}; }
  };
};

Job Transforms() {
  int x = co_await "transformed";
  Write("out", x);  // FLOW: transformed
  int y = co_await ReadReal("dropped");
  Write("out", y);  // NEVER: dropped, transformed
}

// Without waiting: started at once, its effects are there.
Job Fills(int* to, int* other) {
  *to = Read("filled");
  *other = Any();
  co_return;
}

void StartedAtOnce() {
  int x = 0, y = 0;
  Fills(&x, &y);
  Write("out", x);  // FLOW: filled
  Write("out", y);  // NEVER: filled
}

Task<int> EitherWay(bool which, int a, int b) {
  if (which) co_return a;
  Use(b);
  co_return Any();
}

void ReturnsEither() {
  Write("out", EitherWay(Any(), Read("a"), Read("b")).Get());  // FLOW: a  NEVER: b
}

// An awaiter that looks at the promise of who awaits it.
struct Context {
  struct promise_type {
    int user = 0, secret = 0;
    Context get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
    std::suspend_always yield_value(int value) {
      user = value;
      return {};
    }
    std::suspend_always yield_value(double value) {
      secret = static_cast<int>(value);
      return {};
    }
  };
  std::coroutine_handle<promise_type> handle;
};
struct UserAwaiter {
  int user = 0;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<Context::promise_type> handle) {
    user = handle.promise().user;
  }
  int await_resume() { return user; }
};

Context LooksAtPromise() {
  co_yield Read("user");
  co_yield ReadReal("secret");
  int user = co_await UserAwaiter{};
  Write("out", user);  // FLOW: user  NEVER: secret
}
