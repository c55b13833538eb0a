#include "deep.h"

int far_off, far_off_apart;
void StoreFar() { far_off = Read("far"); }
void WriteFar() {
  Write("far", far_off);               // FLOW: far, given  NEVER: far_apart
  Write("far_apart", far_off_apart);   // FLOW: far_apart  NEVER: far, given
}
