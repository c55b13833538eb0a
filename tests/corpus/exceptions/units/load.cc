#include "errors.h"

namespace {
struct Private {
  int value;
};
void Inner(int value) { throw LoadError{value, Read("origin")}; }
}  // namespace

void LoadThrowing(int value) { Inner(value); }

void LoadQuietly(int value) {
  try {
    Inner(value);
  } catch (...) {
  }
}

void ThrowOthersPrivate(int value) { throw Private{value}; }
