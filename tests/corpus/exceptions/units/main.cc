// Thrown in one unit, caught in another.
#include "errors.h"

void FromOtherUnit() {
  try {
    LoadThrowing(Read("other_unit"));
  } catch (const QuotaError& e) {
    Write("out", e.value);  // NEVER: other_unit
  } catch (const LoadError& e) {
    Write("out", e.value);   // FLOW: other_unit
    Write("out", e.origin);  // FLOW: origin  NEVER: other_unit
  }
}

void FromOtherUnitQuiet() {
  try {
    LoadQuietly(Read("quiet_unit"));
    LoadThrowing(Any());
  } catch (const LoadError& e) {
    Write("out", e.value);  // NEVER: quiet_unit
  }
}

// A class that only this unit has: another unit's of the same name is another.
namespace {
struct Private {
  int value;
};
void ThrowPrivate(int value) { throw Private{value}; }
}  // namespace

void OwnPrivate() {
  try {
    ThrowPrivate(Read("own_private"));
  } catch (const Private& e) {
    Write("out", e.value);  // FLOW: own_private
  }
}

void OthersPrivate() {
  try {
    ThrowOthersPrivate(Read("others_private"));
    ThrowPrivate(Any());
  } catch (const Private& e) {
    Write("out", e.value);  // NEVER: others_private
  }
}
