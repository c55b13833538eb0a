// Pools of threads as C writes them: a list or an array of functions and what they are given.
#include <pthread.h>
#include <stdlib.h>

#include "corpus.h"

struct task {
  void (*function)(void*);
  void* argument;
};

struct pool {
  pthread_mutex_t lock;
  pthread_cond_t notify;
  pthread_t thread;
  struct task* queue;
  int tail, size;
};

static void* work(void* given) {
  struct pool* pool = given;
  for (int head = 0;; ++head) {
    pthread_mutex_lock(&pool->lock);
    struct task task = pool->queue[head % pool->size];
    pthread_mutex_unlock(&pool->lock);
    (*task.function)(task.argument);
  }
  return NULL;
}

struct pool* pool_create(int size) {
  struct pool* pool = calloc(1, sizeof *pool);
  pool->queue = calloc(size, sizeof *pool->queue);
  pool->size = size;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_create(&pool->thread, NULL, work, pool);
  return pool;
}

int pool_add(struct pool* pool, void (*function)(void*), void* argument) {
  pthread_mutex_lock(&pool->lock);
  pool->queue[pool->tail].function = function;
  pool->queue[pool->tail].argument = argument;
  pool->tail = (pool->tail + 1) % pool->size;
  pthread_cond_signal(&pool->notify);
  pthread_mutex_unlock(&pool->lock);
  return 0;
}

void pool_wait(struct pool* pool) { pthread_join(pool->thread, NULL); }

struct sum {
  int from, result;
};

static void add_up(void* given) {
  struct sum* sum = given;
  sum->result += Read("summed") + sum->from;
}

static void clear(void* given) { ((struct sum*)given)->result = 0; }

void InAnArray(void) {
  struct pool* pool = pool_create(4);
  struct sum sum = {Read("from"), 0}, other = {0, 0}, cleared = {0, 0};
  pool_add(pool, add_up, &sum);
  pool_add(pool, clear, &cleared);
  pool_wait(pool);
  Write("sum", sum.result);          // FLOW: summed, from
  Write("other", other.result);      // NEVER: summed
  Write("cleared", cleared.result);  // NEVER: summed
}

// A list of jobs: the lock is taken by the function that gets the whole job.
struct job {
  struct job* next;
  void (*run)(void* argument);
  void* argument;
};

struct list {
  pthread_mutex_t lock;
  struct job *front, *rear;
};

static void list_push(struct list* list, struct job* added) {
  pthread_mutex_lock(&list->lock);
  added->next = NULL;
  if (list->rear) list->rear->next = added;
  list->rear = added;
  if (!list->front) list->front = added;
  pthread_mutex_unlock(&list->lock);
}

int list_add(struct list* list, void (*run)(void*), void* argument) {
  struct job* job = malloc(sizeof *job);
  job->run = run;
  job->argument = argument;
  list_push(list, job);
  return 0;
}

void list_wait(struct list* list);

static void fetch(void* given) { *(int*)given = Read("fetched"); }
static void reset(void* given) { *(int*)given = 0; }

void InAList(struct list* list) {
  int x = 0, cleared = 0, other = 0;
  list_add(list, fetch, &x);
  list_add(list, reset, &cleared);
  list_wait(list);
  Write("x", x);              // FLOW: fetched
  Write("cleared", cleared);  // NEVER: fetched
  Write("other", other);      // NEVER: fetched
}

// What is called at once, under the lock, is no job.
static int locked(struct list* list, int (*function)(void*), void* argument) {
  pthread_mutex_lock(&list->lock);
  int result = function(argument);
  pthread_mutex_unlock(&list->lock);
  return result;
}

static int first(void* given) { return *(int*)given; }

void CalledAtOnce(struct list* list) {
  int x = Read("at_once"), y = Read("unused");
  Write("at_once", locked(list, first, &x));  // FLOW: at_once NEVER: unused
  Write("unused", y);                         // FLOW: unused
}
