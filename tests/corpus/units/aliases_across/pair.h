// Pointers that meet, or are kept, across units.
#pragma once
struct Point { int x = 0, y = 0; };
int SetSecond(int* a, int* b);
int FillThenRead(Point& a, Point& b);
void Swap(int*& a, int*& b);
void Remember(Point* p);
void ChangeRemembered();
int* PlaceOf(Point& p, bool x);
void Advance(Point** at);
extern Point origin;
extern Point* cursor;
using Callback = void (*)(void* user, int v);
void RegisterCallback(Callback callback, void* user);
void FireCallback(int v);
