#include "buffer.h"
#include <stdlib.h>

struct buffer {
  int value;
  int tag;
};
static int helper(int v) { return v; }

buffer *buffer_new(void) { return malloc(sizeof(buffer)); }
void buffer_put(buffer *b, int v) { b->value = helper(v); }
void buffer_tag(buffer *b, int tag) { b->tag = tag; }
int buffer_get(const buffer *b) { return b->value; }
int buffer_get_tag(const buffer *b) { return b->tag; }
void buffer_each(const buffer *b, void (*f)(int v, void *user), void *user) { f(b->value, user); }
