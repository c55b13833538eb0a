// FLAGS: -std=gnu17 -O2 -D_FORTIFY_SOURCE=2
// With the checks of sizes that distributions compile with.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include "corpus.h"
void Copies(void) {
  char a[64], b[64], c[64];
  strcpy(a, ReadText("a"));
  WriteText("a", a);  // FLOW: a
  strcpy(b, ReadText("b"));
  WriteText("b", b);  // FLOW: b
  strncpy(c, ReadText("c"), sizeof c);
  WriteText("c", c);  // FLOW: c
  strcat(c, b);
  WriteText("cb", c);  // FLOW: c, b
  snprintf(a, sizeof a, "%s-%d", b, Read("n"));
  WriteText("sn", a);  // FLOW: b, n NEVER: a
  sprintf(a, "%s", c);
  WriteText("sp", a);  // FLOW: c, b NEVER: n
  memmove(b, a, 10);
  memset(c, 0, sizeof c);
  WriteText("z", c);  // NEVER: c
  mempcpy(c, ReadText("mp"), 5);
  WriteText("mp", c);  // FLOW: mp
  stpcpy(c, ReadText("st"));
  WriteText("st", c);  // FLOW: st
  strncat(c, ReadText("nc"), 3);
  WriteText("nc", c);  // FLOW: st, nc
}
void Files(void) {
  char line[100];
  FILE* f = fopen("in.txt", "r");
  if (!f) return;
  if (!fgets(line, sizeof line, f)) return;
  FILE* o = fopen("out.txt", "w");
  fprintf(o, "%s\n", line);  // FLOW: in.txt
  size_t n = fread(line, 1, sizeof line, f);
  fwrite(line, 1, n, o);  // FLOW: in.txt
  printf("%s", line);  // FLOW: in.txt
  fclose(f); fclose(o);
}
void Fds(void) {
  char buf[100];
  int fd = open("fd.txt", O_RDONLY);
  ssize_t n = read(fd, buf, sizeof buf);
  int o = open("fdout.txt", O_WRONLY | O_CREAT, 0644);
  write(o, buf, n);  // FLOW: fd.txt
  n = pread(fd, buf, sizeof buf, 10);
  write(o, buf, n);  // FLOW: fd.txt
}
void Env(void) {
  char path[200], r[200];
  if (!realpath(ReadText("rp"), path)) return;
  WriteText("rp", path);  // FLOW: rp
  if (readlink(path, r, sizeof r) < 0) return;
  getcwd(r, sizeof r);
}
