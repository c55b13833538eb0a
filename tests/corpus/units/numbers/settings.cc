#include "settings.h"

#include "corpus.h"

extern const int kRounds = 5;
int verbose = 1, quiet = 0, changed = 0, exported = 0, mode = 3;
bool Enabled() { return true; }
int Disabled() { return 0; }
int Varying() { return Any(); }
namespace settings {
bool fast = false;
}
int Settings::level = 2;
bool Settings::On() { return false; }
int* Exported() { return &exported; }
