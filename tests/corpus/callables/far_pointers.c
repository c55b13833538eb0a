// Functions whose pointers lie behind several others, in a program that asks very much of the one
// that holds the first.
#include <stdlib.h>
#include "corpus.h"

struct model {
  int weight, steps;
  int (*save)(struct model *self);
  int (*drop)(struct model *self);
};
struct internal { struct model *model; };
struct trainer {
  struct internal *internal;
  int (*train)(struct trainer *self);
};

static int save(struct model *self) {
  Write("saved", self->weight);  // FLOW: weight(widened)
  return 0;
}

static int drop(struct model *self) {
  Write("dropped", self->weight);  // NEVER: weight
  return 0;
}

static int train(struct trainer *self) {
  return self->internal->model->save(self->internal->model);
}

static struct trainer *create(void) {
  struct trainer *made = malloc(sizeof *made);
  made->internal = malloc(sizeof *made->internal);
  made->internal->model = malloc(sizeof *made->internal->model);
  made->internal->model->save = save;
  made->internal->model->drop = drop;
  made->train = train;
  return made;
}

static void step(struct trainer *t, int x) {
  t->internal->model->weight += x;
  t->internal->model->steps++;
}

#define FOUR(x) x x x x

int main(void) {
  struct trainer *t = create();
  int x = Read("weight");
  FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(step(t, x);))))))
  return t->train(t);
}
