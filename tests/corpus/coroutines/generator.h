// A generator and a task as programs write them.
#pragma once
#include <coroutine>
#include <exception>
#include <iterator>
#include <utility>

template <typename T>
class Generator {
 public:
  struct promise_type {
    T current{};
    Generator get_return_object() {
      return Generator{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T value) noexcept {
      current = std::move(value);
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
  };

  class Iterator {
   public:
    explicit Iterator(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Iterator& operator++() {
      handle_.resume();
      return *this;
    }
    const T& operator*() const { return handle_.promise().current; }
    bool operator==(std::default_sentinel_t) const { return handle_.done(); }

   private:
    std::coroutine_handle<promise_type> handle_;
  };

  explicit Generator(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Generator(Generator&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Generator(const Generator&) = delete;
  ~Generator() {
    if (handle_) handle_.destroy();
  }

  bool next() {
    handle_.resume();
    return !handle_.done();
  }
  T value() const { return handle_.promise().current; }
  Iterator begin() {
    handle_.resume();
    return Iterator{handle_};
  }
  std::default_sentinel_t end() { return {}; }

 private:
  std::coroutine_handle<promise_type> handle_;
};

template <typename T>
class Task {
 public:
  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> handle) noexcept {
      auto next = handle.promise().continuation;
      return next ? next : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  struct promise_type {
    T result{};
    std::coroutine_handle<> continuation;
    Task get_return_object() {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    FinalAwaiter final_suspend() noexcept { return {}; }
    void return_value(T value) noexcept { result = std::move(value); }
    void unhandled_exception() { std::terminate(); }
  };
  struct Awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() const noexcept { return handle.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
      handle.promise().continuation = awaiting;
      return handle;  // symmetric transfer
    }
    T await_resume() { return std::move(handle.promise().result); }
  };

  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Awaiter operator co_await() && { return Awaiter{handle_}; }
  T Get() {
    handle_.resume();
    return handle_.promise().result;
  }

 private:
  std::coroutine_handle<promise_type> handle_;
};
