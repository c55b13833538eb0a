// Commands that a program starts, and what it says to the system's log.
#define _GNU_SOURCE
#include <err.h>
#include <error.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "corpus.h"

void System(void) {
  char command[200];
  snprintf(command, sizeof command, "sort %s", ReadText("file"));
  system(command);  // FLOW: file NEVER: other
  system("ls");     // NEVER: file, other
  WriteText("seen", ReadText("other"));  // FLOW: other
}

void Exec(const char* tool) {
  char* argv[] = {"tool", ReadText("first"), 0};
  char* none[] = {"tool", 0};
  char* unused = ReadText("unused");
  if (Read("which") == 1) execv(tool, none);  // FLOW: which(indirect) NEVER: first, unused
  execvp("convert", argv);                    // FLOW: first NEVER: unused NAME: convert
  char* one = ReadText("one");
  execl("cat", "cat", one, (char*)0);  // FLOW: one NEVER: first NAME: cat
  WriteText("unused", unused);                // FLOW: unused
}

void Spawn(char** environment) {
  pid_t pid;
  char* argv[] = {"wc", ReadText("counted"), 0};
  char* env[] = {ReadText("setting"), 0};
  posix_spawnp(&pid, "wc", 0, 0, argv, env);  // FLOW: counted, setting NAME: wc
  posix_spawnp(&pid, "wc", 0, 0, argv, environment);  // FLOW: counted NEVER: setting
}

void Logs(void) {
  int a = Read("a"), b = Read("b"), c = Read("c"), d = Read("d");
  syslog(LOG_INFO, "%d", a);  // FLOW: a NEVER: b NAME: syslog
  warnx("%d", b);             // FLOW: b NEVER: a
  error(0, 0, "%d", c);       // FLOW: c NEVER: b
  if (d) errx(1, "%d", d);    // FLOW: d
}

void Environment(void) {
  char setting[100];
  snprintf(setting, sizeof setting, "HOME=%s", ReadText("home"));
  putenv(setting);  // FLOW: home
  char* user = ReadText("user");
  setenv("USER", user, 1);  // FLOW: user NAME: USER NEVER: home
}
