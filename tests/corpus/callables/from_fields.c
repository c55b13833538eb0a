// Functions that are taken from a field and handed on, together with the object that has the field.
#include <stdlib.h>
#include "corpus.h"

struct shape {
  int area;
  int (*show)(struct shape *self);
  int (*hide)(struct shape *self);
};

static int show(struct shape *self) {
  Write("shown", self->area);  // FLOW: area  NEVER: other
  return 0;
}

static int hide(struct shape *self) {
  Write("hidden", self->area);  // FLOW: other  NEVER: area
  return 0;
}

static int run(int (*f)(struct shape *), struct shape *shape) { return f(shape); }
static int run_shown(struct shape *self) { return run(self->show, self); }
static int run_hidden(struct shape *self) { return run(self->hide, self); }

int main(void) {
  struct shape local;
  struct shape *made = malloc(sizeof *made);
  local.area = Read("area");
  local.show = made->show = show;
  local.hide = made->hide = hide;
  made->area = Read("other");
  run_shown(&local);
  return run_hidden(made);
}
