// A structure filled in one unit and read in another.
#pragma once
struct Patient {
  int age = 0;
  int sex = 0;
};
void Fill(Patient* p);
Patient Load(const char* name);
int Age(const Patient& p);
extern Patient last;
