// The descriptors that every process begins with: numbers that nobody opened.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "corpus.h"

void ThroughTheProcess(void) {
  char buffer[64], clean[64] = "";
  ssize_t n = read(STDIN_FILENO, buffer, sizeof buffer);
  write(STDOUT_FILENO, buffer, (size_t)n);  // FLOW: stdin  NAME: stdout
  write(STDERR_FILENO, clean, sizeof clean);  // NEVER: stdin  NAME: stderr
}

void ToTheProcess(void) {
  char text[64];
  ReadInto("report", text, sizeof text);
  write(1, text, sizeof text);  // FLOW: report  NAME: stdout
}

// Which of them it is, a caller says.
static void Put(int fd, const char *text) {
  write(fd, text, strlen(text));  // FLOW: lines -> stdout, problems -> stderr  NOT: lines -> stderr, problems -> stdout
}
static int Get(int fd) {
  int value = 0;
  read(fd, &value, sizeof value);
  return value;
}
void Handed(void) {
  Put(1, ReadText("lines"));
  Put(2, ReadText("problems"));
  Write("got", Get(0));  // FLOW: stdin
}

// "-" stands for it, as in most tools.
void OrAFile(const char *name) {
  int in = strcmp(name, "-") == 0 ? 0 : open("in", O_RDONLY);
  int value = 0;
  read(in, &value, sizeof value);
  Write("either", value);  // FLOW: in, stdin
}

// A number in a variable of the program is as good.
static int log_to = 2;
void Logged(void) {
  int value = Read("event");
  write(log_to, &value, sizeof value);  // FLOW: event  NAME: stderr
}

// A pointer that is null is none of them.
void NoFile(int open_it) {
  FILE *f = NULL;
  int value = 0;
  if (open_it) f = fopen("data", "rb");
  fread(&value, sizeof value, 1, f);
  Write("read", value);  // FLOW: data  NEVER: stdin
}

// Another number is a descriptor that somebody else has opened.
void Inherited(void) {
  int value = Read("sent");
  write(3, &value, sizeof value);
}
