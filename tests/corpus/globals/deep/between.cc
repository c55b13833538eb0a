#include "deep.h"

void StoreFarThrough() { StoreFar(); }
void WriteFarThrough() { WriteFar(); }
