/* A C library behind an opaque handle, used from C++. */
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct buffer buffer;
buffer *buffer_new(void);
void buffer_put(buffer *b, int v);
void buffer_tag(buffer *b, int tag);
int buffer_get(const buffer *b);
int buffer_get_tag(const buffer *b);
void buffer_each(const buffer *b, void (*f)(int v, void *user), void *user);
#ifdef __cplusplus
}
#endif
