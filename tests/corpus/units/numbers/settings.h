// Numbers that one unit knows, and others ask.
#pragma once

extern const int kRounds;
extern int verbose, quiet, changed, exported, mode;
bool Enabled(void);
int Disabled(void);
int Varying(void);
inline int shared = 0;
namespace settings {
extern bool fast;
}
struct Settings {
  static int level;
  static bool On();
};
