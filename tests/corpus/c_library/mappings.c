// Files that are mapped into memory: read there, and written where the mapping is shared.
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

#include "corpus.h"

void Written(void) {
  int in = open("in.bin", O_RDONLY), out = open("out.bin", O_RDWR);
  const int* from = mmap(0, 400, PROT_READ, MAP_PRIVATE, in, 0);  // NAME: in.bin
  // The mapping is where what is stored goes out.
  int* to = mmap(0, 400, PROT_READ | PROT_WRITE, MAP_SHARED, out, 0);  // FLOW: in.bin NEVER: other
  int other[4] = {Read("other")};
  for (int i = 0; i < 100; ++i) to[i] = 2 * from[i];
  munmap(to, 400);
  Write("other", other[0]);  // FLOW: other NEVER: in.bin
}

// Stores to a private mapping stay in memory.
void Private(void) {
  int file = open("private.bin", O_RDWR);
  int* memory = mmap(0, 400, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  memory[1] = Read("kept");
  Write("kept", memory[1]);  // FLOW: kept
}

// What is only read is not written back.
void OnlyRead(void) {
  int file = open("read.bin", O_RDWR);
  const int* memory = mmap(0, 400, PROT_READ, MAP_SHARED, file, 0);
  Write("read", memory[1]);  // FLOW: read.bin
}

static int* map(int file) {
  return mmap(0, 400, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);  // FLOW: x -> one.bin, y -> two.bin NOT: x -> two.bin
}

void ByAFunction(void) {
  int* one = map(open("one.bin", O_RDWR));
  int* two = map(open("two.bin", O_RDWR));
  one[0] = Read("x");
  two[0] = Read("y");
}

struct index {
  int count;
  float values[16];
};

void AnObject(int readable) {
  int file = open("index.bin", O_RDWR);
  struct index* index = mmap(0, sizeof *index, readable, MAP_SHARED, file, 0);  // FLOW: count, value NEVER: unused
  index->count = Read("count");
  memset(index->values, 0, sizeof index->values);
  index->values[2] = ReadReal("value");
  msync(index, sizeof *index, MS_SYNC);
  Write("unused", Read("unused"));  // FLOW: unused
}

void Segment(void) {
  int* shared = shmat(shmget(1, 400, 0600), 0, 0);  // FLOW: put
  shared[3] = Read("put");
}
