// What is thrown in one function and caught in another.
#include "../corpus.h"

struct Error {
  int code = 0;
  int line = 0;
};
struct Other {
  int code = 0;
};

void Fail(int code) {
  Error error;
  error.code = code;
  error.line = Any();
  throw error;
}

void OneDown() {
  try {
    Fail(Read("one_down"));
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: one_down
    Write("out", e.line);  // NEVER: one_down
  }
}

void Deeper(int code) { Fail(code); }
void Deepest(int code) { Deeper(code); }

void ThreeDown() {
  int spare = Read("spare");
  try {
    Deepest(Read("three_down"));
    Use(spare);
  } catch (Error& e) {
    Write("out", e.code);  // FLOW: three_down  NEVER: spare
  }
}

void ByValue() {
  try {
    Deepest(Read("by_value"));
  } catch (Error e) {
    Write("out", e.code);  // FLOW: by_value
    e.code = Any();
    Write("out", e.code);  // NEVER: by_value
  }
}

void ThrowOther(int code) { throw Other{code}; }

void EachToItsOwn(bool which) {
  try {
    if (which) {
      Fail(Read("to_error"));
    } else {
      ThrowOther(Read("to_other"));
    }
  } catch (const Other& e) {
    Write("out", e.code);  // FLOW: to_other  NOT: to_error
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: to_error  NOT: to_other
  }
}

void OtherHandler() {
  try {
    Fail(Read("not_other"));
  } catch (const Other& e) {
    Write("out", e.code);  // NEVER: not_other
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: not_other
  }
}

// Which one is taken is known where it is thrown, not where it is caught.
void Numbers(bool real) {
  if (real) throw ReadReal("a_real");
  throw Read("an_integer");
}

void ByTypeOfNumber(bool real) {
  try {
    Numbers(real);
  } catch (int number) {
    Write("out", number);  // FLOW: an_integer  NOT: a_real
  } catch (double number) {
    WriteReal("out", number);  // FLOW: a_real  NOT: an_integer
  }
}

void CaughtBetween(int code) {
  try {
    Fail(code);
  } catch (const Error&) {
  }
}

void NothingArrives() {
  try {
    CaughtBetween(Read("caught_between"));
    ThrowOther(Any());
  } catch (const Error& e) {
    Write("out", e.code);  // NEVER: caught_between
  } catch (const Other&) {
  }
}

void CaughtOfAnotherType(int code) {
  try {
    Fail(code);
  } catch (const Other&) {
  }
}

void ComesThrough() {
  try {
    CaughtOfAnotherType(Read("comes_through"));
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: comes_through
  }
}

void Translate(int code) {
  try {
    Fail(code);
  } catch (const Error& e) {
    throw Other{e.code};
  }
}

void Translated() {
  try {
    Translate(Read("translated"));
  } catch (const Other& e) {
    Write("out", e.code);  // FLOW: translated
  }
}

void TranslatedClean(int code) {
  try {
    Fail(code);
  } catch (const Error&) {
    throw Other{Any()};
  }
}

void NotTranslated() {
  try {
    TranslatedClean(Read("not_translated"));
  } catch (const Other& e) {
    Write("out", e.code);  // NEVER: not_translated
  }
}

void OverwrittenBefore(int code) {
  Error error;
  error.code = code;
  error.code = Any();
  throw error;
}

void Overwritten() {
  try {
    OverwrittenBefore(Read("overwritten"));
  } catch (const Error& e) {
    Write("out", e.code);  // NEVER: overwritten
  }
}

// Each caller gets its own.
void FirstCaller() {
  try {
    Fail(Read("first_caller"));
  } catch (const Error& e) {
    Write("first", e.code);  // FLOW: first_caller  NEVER: second_caller
  }
}

void SecondCaller() {
  try {
    Fail(Read("second_caller"));
  } catch (const Error& e) {
    Write("second", e.code);  // FLOW: second_caller  NEVER: first_caller
  }
}

void Again(int code) {
  try {
    Fail(code);
  } catch (...) {
    throw;
  }
}

void ThrownAgain() {
  try {
    Again(Read("again"));
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: again
  }
}

void MarkedAgain(int code) {
  try {
    Fail(code);
  } catch (Error& e) {
    e.line = Read("mark");
    e.code = Any();
    throw;
  }
}

void ThrownAgainMarked() {
  try {
    MarkedAgain(Read("unmarked"));
  } catch (const Error& e) {
    Write("out", e.line);  // FLOW: mark
    Write("out", e.code);  // NEVER: mark, unmarked
  }
}

void TwoThroughOne(bool which, int first, int second) {
  try {
    if (which) Fail(first);
    ThrowOther(second);
  } catch (...) {
    throw;
  }
}

void ApartAgain(bool which) {
  try {
    TwoThroughOne(which, Read("first_type"), Read("second_type"));
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: first_type  NOT: second_type
  } catch (const Other& e) {
    Write("out", e.code);  // FLOW: second_type  NOT: first_type
  }
}

void NothingGetsOut(int code) noexcept { Fail(code); }

void FromNoexcept() {
  try {
    NothingGetsOut(Read("noexcept"));
    Fail(Any());
  } catch (const Error& e) {
    Write("out", e.code);  // NEVER: noexcept
  }
}

// Inside one function, through two tries.
void Nested() {
  try {
    try {
      Fail(Read("nested"));
    } catch (const Other& e) {
      Write("out", e.code);  // NEVER: nested
    }
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: nested
  }
}

void NestedAgain() {
  try {
    try {
      throw Error{Read("nested_again"), Any()};
    } catch (Error& e) {
      e.line = Read("nested_line");
      throw;
    }
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: nested_again  NEVER: nested_line
    Write("out", e.line);  // FLOW: nested_line  NEVER: nested_again
  }
}

void LocalThrows(bool which) {
  try {
    if (which) throw Error{Read("local_error")};
    throw Other{Read("local_other")};
  } catch (const Error& e) {
    Write("out", e.code);  // FLOW: local_error  NOT: local_other
  } catch (const Other& e) {
    Write("out", e.code);  // FLOW: local_other  NOT: local_error
  }
}
