// What the programs of c_holders.py need. Read and Write are their world: see telling.c.
#pragma once

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

long Read(const char* name);
void Write(const char* name, long value);
const char* ReadString(const char* name);
void WriteString(const char* name, const char* value);
