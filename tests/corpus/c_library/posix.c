// By descriptors: descriptors, mappings, directories, sockets, pipes.
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "corpus.h"

struct Record { int id, value; };

void ReadAndWrite(void) {
  int in = open("in", O_RDONLY), out = open("out", O_WRONLY | O_CREAT, 0644), other = open("other", O_RDONLY);
  char buffer[64], clean[64] = "";
  ssize_t n = read(in, buffer, sizeof buffer);
  write(out, buffer, (size_t)n);          // FLOW: in  NEVER: other
  write(out, clean, sizeof clean);        // NOT: in
  pread(other, buffer, sizeof buffer, 8);
  pwrite(out, buffer, 64, 0);             // FLOW: other  NEVER: in
}

void Structs(void) {
  int in = open("in", O_RDONLY);
  struct Record r, s = {0, 0};
  read(in, &r, sizeof r);
  Write("id", r.id);  // FLOW: in
  Write("s", s.id);   // NEVER: in
}

void Vectors(void) {
  int in = open("in", O_RDONLY), out = open("out", O_WRONLY);
  char a[8], b[8], c[8] = "";
  struct iovec v[2] = {{a, sizeof a}, {b, sizeof b}}, w[1] = {{c, sizeof c}};
  readv(in, v, 2);
  writev(out, v, 2);  // FLOW: in
  writev(out, w, 1);  // NEVER: in
  WriteText("b", b);  // FLOW: in
}

void Mapped(void) {
  int in = open("in", O_RDONLY), other = open("other", O_RDWR);
  int *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, in, 0), *q = mmap(NULL, 64, PROT_READ, MAP_SHARED, other, 0);
  Write("p", p[3]);  // FLOW: in  NEVER: other
  Write("q", q[0]);  // FLOW: other  NEVER: in
}

void MappedStruct(void) {
  int in = open("in", O_RDONLY);
  const struct Record *r = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, in, 0);
  Write("id", r->id);        // FLOW: in
  Write("next", r[1].value);  // FLOW: in
}

void SentFile(void) {
  int in = open("in", O_RDONLY), out = open("out", O_WRONLY), other = open("other", O_RDONLY);
  sendfile(out, in, NULL, 100);  // FLOW: in  NEVER: other  NAME: in, out
  copy_file_range(other, NULL, out, NULL, 100, 0);  // FLOW: other  NEVER: in  NAME: other, out
}

void Duplicated(void) {
  int in = open("in", O_RDONLY), copy = dup(in), other = open("other", O_RDONLY);
  char buffer[8];
  read(copy, buffer, 8);
  WriteText("b", buffer);  // FLOW: in  NEVER: other
  close(other);
}

void AsFile(void) {
  int in = open("in", O_RDONLY), out = open("out", O_WRONLY);
  FILE *f = fdopen(in, "r"), *g = fdopen(out, "w");
  int x;
  fscanf(f, "%d", &x);
  fprintf(g, "%d", x);  // FLOW: in  NAME: out
}

void Directory(void) {
  DIR *dir = opendir("dir"), *other = opendir("other");
  struct dirent *entry;
  while ((entry = readdir(dir))) WriteText("name", entry->d_name);  // FLOW: dir  NEVER: other
  closedir(other);
}

void Command(void) {
  FILE *in = popen("ls", "r"), *out = popen("sort", "w");
  char line[64];
  fgets(line, sizeof line, in);
  fputs(line, out);  // FLOW: ls  NAME: sort
  pclose(in);
}

void Socket(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  connect(fd, (struct sockaddr *)&address, sizeof address);
  char buffer[64], clean[8] = "";
  recv(fd, buffer, sizeof buffer, 0);
  WriteText("received", buffer);  // FLOW: socket
  send(other, buffer, 64, 0);     // FLOW: socket
  sendto(other, clean, 8, 0, NULL, 0);  // NEVER: socket
}

void Server(void) {
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  listen(listening, 5);
  int fd = accept(listening, NULL, NULL);
  char buffer[64], other[8] = "";
  read(fd, buffer, sizeof buffer);
  WriteText("received", buffer);  // FLOW: socket
  WriteText("other", other);      // NEVER: socket
}

void Message(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  char a[8], b[8];
  struct iovec v = {a, sizeof a};
  struct msghdr message = {0};
  message.msg_iov = &v;
  message.msg_iovlen = 1;
  recvmsg(fd, &message, 0);
  ReadInto("b", b, sizeof b);
  WriteText("a", a);  // FLOW: socket  NEVER: b
  v.iov_base = b;
  sendmsg(fd, &message, 0);  // FLOW: b
}

void Pipe(void) {
  int ends[2], others[2];
  pipe(ends);
  pipe(others);
  int x = Read("x"), y, z;
  write(ends[1], &x, sizeof x);  // FLOW: x -> pipe
  read(ends[0], &y, sizeof y);
  Write("y", y);  // FLOW: pipe
  read(others[0], &z, sizeof z);
  Write("z", z);  // FLOW: pipe
}

void SizeIsNoContent(void) {
  struct stat info;
  stat("in", &info);
  Write("size", (int)info.st_size);  // NEVER: in
}
