#include "registry.h"

static Callback registered;
static void* registered_user;

void Register(Callback callback, void* user) {
  registered = callback;
  registered_user = user;
}
void Fire(int value) { registered(value, registered_user); }
int Drain(Source& source) { return source.Next(); }
