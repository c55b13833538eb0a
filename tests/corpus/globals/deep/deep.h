// Globals that functions change through others that do not name them.
#pragma once
#include "corpus.h"

extern int far_off, far_off_apart;
void StoreFar();
void StoreFarThrough();
void WriteFarThrough();
void WriteFar();
