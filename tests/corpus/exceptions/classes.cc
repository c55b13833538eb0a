// Classes of exceptions: bases, pointers, virtual functions, the standard library's.
#include <algorithm>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../corpus.h"

struct Failure {
  explicit Failure(int c) : code(c) {}
  virtual ~Failure() = default;
  virtual int Detail() const { return 0; }
  int code;
};
struct DiskFailure : Failure {
  DiskFailure(int c, int s) : Failure(c), sector(s) {}
  int Detail() const override { return sector; }
  int sector;
};
struct NetFailure : Failure {
  NetFailure(int c, int p) : Failure(c), port(p) {}
  int Detail() const override { return port; }
  int port;
};
struct Unrelated {
  int code;
};

void Disk(int code, int sector) { throw DiskFailure(code, sector); }
void Net(int code, int port) { throw NetFailure(code, port); }

void ByBase() {
  try {
    Disk(Read("base_code"), Read("base_sector"));
  } catch (const Unrelated& e) {
    Write("out", e.code);  // NEVER: base_code
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: base_code  NEVER: base_sector
  }
}

void Dispatched() {
  try {
    Disk(Read("disk_code"), Read("disk_sector"));
  } catch (const Failure& e) {
    Write("out", e.Detail());  // FLOW: disk_sector  NEVER: disk_code
  }
}

void DerivedFirst() {
  try {
    if (Any()) Disk(Any(), Read("sector"));
    Net(Any(), Read("port"));
  } catch (const DiskFailure& e) {
    Write("out", e.Detail());  // FLOW: sector  NEVER: port
  } catch (const Failure& e) {
    Write("out", e.Detail());  // FLOW: port  NEVER: sector
  }
}

void Sliced() {
  try {
    Disk(Read("sliced_code"), Read("sliced_sector"));
  } catch (Failure e) {
    Write("out", e.code);      // FLOW: sliced_code
    Write("out", e.Detail());  // NEVER: sliced_code  KNOWN(slices): NEVER: sliced_sector
  }
}

void ThrowPointer(int code) { throw new DiskFailure(code, Any()); }

void ByPointer() {
  try {
    ThrowPointer(Read("by_pointer"));
  } catch (Unrelated* e) {
    Write("out", e->code);  // NEVER: by_pointer
  } catch (Failure* e) {
    Write("out", e->code);  // FLOW: by_pointer
    delete e;
  }
}

// A private base is not one by which it is caught.
struct Hidden : private Failure {
  explicit Hidden(int c) : Failure(c) {}
};

void ThrowHidden(int code) { throw Hidden(code); }

void NotByPrivateBase() {
  try {
    ThrowHidden(Read("hidden"));
    Disk(Any(), Any());
  } catch (const Failure& e) {
    Write("out", e.code);  // NEVER: hidden
  }
}

void Standard(const char* text) { throw std::runtime_error(text); }
void StandardLogic(const std::string& text) { throw std::invalid_argument("bad " + text); }

void What() {
  try {
    Standard(ReadText("what"));
  } catch (const std::logic_error& e) {
    WriteText("out", e.what());  // NEVER: what
  } catch (const std::exception& e) {
    WriteText("out", e.what());  // FLOW: what
  }
}

void WhatOfLogic() {
  try {
    StandardLogic(ReadText("argument"));
  } catch (const std::runtime_error& e) {
    WriteText("out", e.what());  // NEVER: argument
  } catch (const std::logic_error& e) {
    WriteText("out", e.what());  // FLOW: argument
  }
}

class ParseError : public std::runtime_error {
 public:
  ParseError(const std::string& what, int line) : std::runtime_error(what), line_(line) {}
  int line() const { return line_; }

 private:
  int line_;
};

void Parse(int line) { throw ParseError(ReadText("parsed"), line); }

void OfTheLibrarysClass() {
  try {
    Parse(Read("line"));
  } catch (const ParseError& e) {
    Write("out", e.line());      // FLOW: line  NEVER: parsed
    WriteText("out", e.what());  // FLOW: parsed  NEVER: line
  }
}

class OwnWhat : public std::exception {
 public:
  OwnWhat(const char* text, const char* hidden) : text_(text), hidden_(hidden) {}
  const char* what() const noexcept override { return text_; }

 private:
  const char* text_;
  const char* hidden_;
};

void ThrowOwn() { throw OwnWhat(ReadText("own_text"), ReadText("own_hidden")); }

void OverriddenWhat() {
  try {
    ThrowOwn();
  } catch (const std::exception& e) {
    WriteText("out", e.what());  // FLOW: own_text  NEVER: own_hidden
  }
}

// Who throws: a virtual function, a callback, a constructor, a callable in an algorithm.
struct Step {
  virtual ~Step() = default;
  virtual void Run(int value) = 0;
};
struct Throwing : Step {
  void Run(int value) override { throw Failure(value); }
};
struct Quiet : Step {
  void Run(int value) override { Use(value); }
};

void Drive(Step& step, int value) { step.Run(value); }

void FromVirtual() {
  Throwing step;
  try {
    Drive(step, Read("virtual"));
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: virtual
  }
}

void FromOtherOverride() {
  Quiet step;
  try {
    Drive(step, Read("quiet"));
  } catch (const Failure& e) {
    Write("out", e.code);  // NEVER: quiet
  }
}

void Each(void (*callback)(int), int value) { callback(value); }
void ThrowsIt(int value) { throw Failure(value); }
void UsesIt(int value) { Use(value); }

void FromCallback() {
  try {
    Each(ThrowsIt, Read("callback"));
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: callback
  }
}

void FromQuietCallback() {
  try {
    Each(UsesIt, Read("quiet_callback"));
    Standard("");
  } catch (const Failure& e) {
    Write("out", e.code);  // NEVER: quiet_callback
  } catch (const std::exception&) {
  }
}

void FromAlgorithm() {
  std::vector<int> values{Read("algorithm")};
  try {
    std::for_each(values.begin(), values.end(), [](int value) {
      if (value > 2) throw Failure(value);
    });
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: algorithm
  }
}

void FromFunction() {
  std::function<void(int)> run = [](int value) { throw Unrelated{value}; };
  try {
    run(Read("function"));
  } catch (const Failure& e) {
    Write("out", e.code);  // NEVER: function
  } catch (const Unrelated& e) {
    Write("out", e.code);  // FLOW: function
  }
}

struct Checked {
  explicit Checked(int value) : kept(value) {
    if (value < 0) throw Failure(value);
  }
  int kept;
};
struct Holder {
  explicit Holder(int value) : checked(value) {}
  Checked checked;
};

void FromConstructor() {
  try {
    Checked checked(Read("constructor"));
    Use(checked.kept);
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: constructor
  }
}

void FromMembersConstructor() {
  try {
    Holder holder(Read("member_constructor"));
    Use(holder.checked.kept);
  } catch (const Unrelated& e) {
    Write("out", e.code);  // NEVER: member_constructor
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: member_constructor
  }
}

struct Guarded {
  explicit Guarded(int value) try : checked(value) {
  } catch (const Failure& e) {
    Write("own", e.code);  // FLOW: function_try
  }
  Checked checked;
};

void FunctionTry() {
  try {
    Guarded guarded(Read("function_try"));
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: function_try
  }
}

void TryBody(int value) try { ThrowsIt(value); } catch (const Failure& e) {
  Write("out", e.code);  // FLOW: try_body
}

void CallTryBody() {
  TryBody(Read("try_body"));
}

// Exceptions that are kept.
void Kept() {
  std::exception_ptr kept;
  try {
    ThrowsIt(Read("kept"));
  } catch (...) {
    kept = std::current_exception();
  }
  try {
    std::rethrow_exception(kept);
  } catch (const Unrelated& e) {
    Write("out", e.code);  // KNOWN(rethrow_exception): NEVER: kept
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: kept
  }
}

std::exception_ptr Keep(int value) {
  try {
    ThrowsIt(value);
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

void KeptByAnother() {
  auto kept = Keep(Read("kept_by_another"));
  try {
    if (kept) std::rethrow_exception(kept);
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: kept_by_another
  }
}

void Made() {
  auto made = std::make_exception_ptr(Failure(Read("made")));
  try {
    std::rethrow_exception(made);
  } catch (const Failure& e) {
    Write("out", e.code);  // FLOW: made
  }
}
