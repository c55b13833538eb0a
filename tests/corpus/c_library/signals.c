// FLAGS: -std=gnu17
// signal.h: handlers may run at any time once they are installed.
#include <signal.h>
#include <string.h>
#include "corpus.h"

static volatile int g_signal, g_info, g_installed;
static void Handler(int s) { (void)s; g_signal = Read("handler"); }
void Sig(void) {
  struct sigaction sa;
  memset(&sa, 0, sizeof sa);
  sa.sa_handler = Handler;
  sigaction(SIGINT, &sa, 0);
  Write("sig", g_signal);  // FLOW: handler
}
static void Handler3(int s, siginfo_t* i, void* c) { (void)s; (void)i; (void)c; g_info = Read("handler3"); }
void Sig3(void) {
  struct sigaction sa = {0};
  sa.sa_sigaction = Handler3;
  sa.sa_flags = SA_SIGINFO;
  sigaction(SIGINT, &sa, 0);
  Write("sig3", g_info);  // FLOW: handler3
}
static void Handler4(int s) { (void)s; g_installed = Read("handler4"); }
static void Install(int sig, void (*h)(int)) { struct sigaction sa = {.sa_handler = h}; sigaction(sig, &sa, 0); }
void Sig4(void) {
  Install(SIGTERM, Handler4);
  Write("sig4", g_installed);  // FLOW: handler4
}
