// Callbacks registered in one unit and called in another; an interface implemented in a third.
#pragma once
using Callback = void (*)(int value, void* user);
void Register(Callback callback, void* user);
void Fire(int value);

class Source {
 public:
  virtual ~Source() = default;
  virtual int Next() = 0;
};
Source* MakeSource(const char* name);
int Drain(Source& source);
