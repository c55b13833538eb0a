// pthreads: the argument goes in as void *, the result comes out of join.
#include <pthread.h>
#include <stdlib.h>
#include "corpus.h"

struct Job { int in, out, other; };

static void *Run(void *argument) {
  struct Job *job = argument;
  job->out = job->in;
  return NULL;
}
void StructArgument(void) {
  struct Job a = {Read("a"), 0, 0}, b = {Read("b"), 0, 0};
  pthread_t s, t;
  pthread_create(&s, NULL, Run, &a);
  pthread_create(&t, NULL, &Run, &b);
  pthread_join(s, NULL);
  pthread_join(t, NULL);
  Write("a", a.out);    // FLOW: a  NEVER: b
  Write("b", b.out);    // FLOW: b  NEVER: a
  Write("other", a.other);  // NEVER: a, b
}

static void *Result(void *argument) {
  int *result = malloc(sizeof *result);
  *result = *(int *)argument + 1;
  return result;
}
void ReturnThroughJoin(void) {
  int x = Read("x"), y = Read("y");
  pthread_t s, t;
  void *a, *b;
  pthread_create(&s, NULL, Result, &x);
  pthread_create(&t, NULL, Result, &y);
  pthread_join(s, &a);
  pthread_join(t, &b);
  Write("a", *(int *)a);  // FLOW: x  NEVER: y
  Write("b", *(int *)b);  // FLOW: y  NEVER: x
}

static void *Same(void *argument) {
  struct Job *job = argument;
  job->out = Read("same");
  return job;
}
void SameObject(void) {
  struct Job job = {Read("in"), 0, 0};
  pthread_t t;
  void *done;
  pthread_create(&t, NULL, Same, &job);
  pthread_join(t, &done);
  Write("out", ((struct Job *)done)->out);  // FLOW: same  NEVER: in
  Write("in", ((struct Job *)done)->in);    // FLOW: in  NEVER: same
}

static void *Number(void *argument) { return (void *)((long)argument * 2); }
void NumberInPointer(void) {
  pthread_t s, t;
  void *a, *b;
  pthread_create(&s, NULL, Number, (void *)(long)Read("x"));
  pthread_create(&t, NULL, Number, (void *)7L);
  pthread_join(s, &a);
  pthread_join(t, &b);
  Write("a", (int)(long)a);  // FLOW: x
  Write("b", (int)(long)b);  // NEVER: x
}

static int shared, kept;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static void *Global(void *unused) {
  pthread_mutex_lock(&mutex);
  shared = Read("shared");
  pthread_mutex_unlock(&mutex);
  return unused;
}
void Globals(void) {
  pthread_t t;
  pthread_create(&t, NULL, Global, NULL);
  pthread_join(t, NULL);
  Write("shared", shared);  // FLOW: shared
  Write("kept", kept);      // NEVER: shared
}

static void *Emit(void *argument) {
  Write("emitted", *(int *)argument);  // FLOW: first, second  NEVER: third
  return NULL;
}
void Array(void) {
  pthread_t threads[2];
  int args[3] = {Read("first"), Read("second"), Read("third")};
  for (int i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, Emit, i == 0 ? &args[0] : &args[1]);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
}

static pthread_key_t key;
void Specific(void) {
  int x = Read("x"), y = Read("y");
  pthread_setspecific(key, &x);
  int *p = pthread_getspecific(key);
  Write("x", *p);  // FLOW: x  NEVER: y
  Write("y", y);   // FLOW: y  NEVER: x
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int initialised;
static void Initialise(void) { initialised = Read("initial"); }
void Once(void) {
  pthread_once(&once, Initialise);
  Write("once", initialised);  // FLOW: initial
}

// A thread that ends itself has left what it stored, as if it had returned.
static double *weights, *biases;
static void *Train(void *at) {
  weights[*(int *)at] -= ReadReal("train");
  if (Any()) return NULL;
  biases[0] = ReadReal("bias");
  pthread_exit(NULL);
}
static void *GivesUp(void *at) {
  *(double *)at = ReadReal("never");
  abort();
}
void EndsItself(void) {
  pthread_t t, u;
  int at = 3;
  double none = 0;
  weights = calloc(10, sizeof *weights);
  biases = calloc(10, sizeof *biases);
  pthread_create(&t, NULL, Train, &at);
  pthread_create(&u, NULL, GivesUp, &none);
  pthread_join(t, NULL);
  pthread_join(u, NULL);
  WriteReal("weights", weights[at]);  // FLOW: train  NEVER: bias
  WriteReal("biases", biases[0]);     // FLOW: bias  NEVER: train
  WriteReal("none", none);            // NEVER: never
}
