// Names from the command line.
#include <string>
#include "corpus.h"

using String = std::string;

int main(int argc, char** argv) {
  String out = argv[2];
  Write((out + "/x").c_str(), Read(argv[1]));  // FLOW: {argv:1} -> {argv:2}/x  NAME: {argv:1}, {argv:2}/x
  File* f = Open(argv[3]);
  WriteTo(f, Read("u"));  // FLOW: u -> {argv:3}  NEVER: {argv:1} -> {argv:3}
}
