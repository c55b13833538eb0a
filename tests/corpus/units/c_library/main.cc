#include "corpus.h"
#include "store.h"

struct Sum {
  int total = 0;
  int other = 0;
};
static void AddValue(void* user, const char*, int v) { static_cast<Sum*>(user)->total += v; }
static void Drop(void*, const char*, int) {}

struct Memory {
  int slot = 0;
};
static int LoadMemory(void* self, const char*) { return static_cast<Memory*>(self)->slot; }
static void SaveMemory(void* self, const char*, int v) { static_cast<Memory*>(self)->slot = v; }
static int LoadAsset(void*, const char* key) { return Read(key); }
static void SaveNothing(void*, const char*, int) {}

int main() {
  store* a = store_new();
  store* b = store_new();
  store_put(a, Read("a"));
  store_put(b, Read("b"));
  Write("a", store_get(a));  // FLOW: a  NEVER: b
  Write("b", store_get(b));  // FLOW: b  NEVER: a

  Sum sum, dropped;
  store_each(a, AddValue, &sum);
  store_each(b, Drop, &dropped);
  Write("sum", sum.total);          // FLOW: a  NEVER: b
  Write("sum_other", sum.other);    // NEVER: a, b
  Write("dropped", dropped.total);  // NEVER: a, b

  Memory one, two;
  backend to_one{LoadMemory, SaveMemory, &one}, to_two{LoadMemory, SaveMemory, &two};
  backend assets{LoadAsset, SaveNothing, nullptr};
  store *m = store_new(), *n = store_new(), *d = store_new();
  store_use(m, &to_one);
  store_use(n, &to_two);
  store_use(d, &assets);
  store_save(m, "key", Read("saved_m"));
  store_save(n, "key", Read("saved_n"));
  store_save(d, "key", Read("saved_d"));
  Write("one", one.slot);                    // FLOW: saved_m  NEVER: saved_n, saved_d
  Write("two", two.slot);                    // FLOW: saved_n  NEVER: saved_m, saved_d
  Write("load", store_load(m, "key"));       // FLOW: saved_m  NEVER: saved_n, asset
  Write("asset", store_load(d, "asset"));    // FLOW: asset  NEVER: saved_d, saved_m

  record* list = record_push(record_push(nullptr, 1, Read("first")), 2, Read("second"));
  record* apart = record_push(nullptr, 1, Read("apart"));
  Write("found", record_find(list, 1));   // FLOW: first, second  NEVER: apart
  Write("apart", record_find(apart, 1));  // FLOW: apart  NEVER: first, second
  Write("head", list->value);             // FLOW: second  NEVER: first, apart
  Write("id", list->id);                  // NEVER: first, second

  record r{};
  record_fill(&r);
  Write("filled", r.value);  // FLOW: filled  NEVER: id
  Write("id2", r.id);        // FLOW: id  NEVER: filled
  int out = 0;
  if (record_into(apart, 1, &out)) Write("out", out);  // FLOW: apart  NEVER: first
}
