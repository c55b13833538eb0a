#pragma once
#include "../../corpus.h"

struct LoadError {
  int value;
  int origin;
};
struct QuotaError {
  int value;
};

void LoadThrowing(int value);
void LoadQuietly(int value);
void ThrowOthersPrivate(int value);
