// Names built by streams that fill up what is put into them.
#include <iomanip>
#include <sstream>
#include <fstream>
#include <string>
#include "corpus.h"
void Left() {
  std::ostringstream s;
  s << std::left << std::setw(6) << "ab" << "|";
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: ab    |, x
}
void Right() {
  std::ostringstream s;
  s << std::setw(4) << std::setfill('0') << 7 << ".bin";
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: 0007.bin, x
}
void FillLeft() {
  std::ostringstream s;
  s << std::setfill('_') << std::left << std::setw(4) << 7 << ".bin";
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: 7___.bin, x
}
void RightText() {
  std::ostringstream s;
  s << std::setfill('-') << std::setw(5) << "ab" << std::setw(3) << "wide";
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: ---abwide, x
}
void LeftThenRight() {
  std::ostringstream s;
  s << std::left << std::setfill('.') << std::setw(3) << "a" << std::right << std::setw(3) << "b";
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: a..{?}b{?}, x
}
void Internal() {
  std::ostringstream s;
  s << std::internal << std::setfill('0') << std::setw(4) << -7;
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: -007, x
}
void Members() {
  std::ostringstream s;
  s.width(4);
  s.fill('0');
  s << 7;
  s.setf(std::ios::left, std::ios::adjustfield);
  s.width(4);
  s << 8;
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: 0007{?}{?}{?}, x
}
void Width0() {
  std::ostringstream s;
  s << std::left << "part-" << 3;
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: part-3, x
}
void Unknown(int width) {
  std::ostringstream s, t;
  s << std::setw(width) << "ab" << 1;
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: {?}ab1, x
  t << std::setfill('_') << std::setw(3) << "a" << "b";
  WriteText(t.str().c_str(), ReadText("x"));  // NAME: __ab, x
}
void Hex() {
  std::ostringstream s;
  s << std::hex << 10 << std::setfill('0');
  WriteText(s.str().c_str(), ReadText("x"));  // NAME: {?:Hex}, x
}
