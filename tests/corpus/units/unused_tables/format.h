// A library in C whose parts stand in tables of functions: a program that uses one of them has no part in
// what the others would do.
#pragma once
struct Format {
  const char* name;
  int (*load)(const char* path);
};
extern const struct Format kCsv;
extern const struct Format kJson;
int Load(const struct Format* format, const char* path);
