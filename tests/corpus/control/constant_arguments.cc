// Which way a function goes, where an argument that its branches ask is a constant.
#include <string>

#include "corpus.h"

int Pick(bool first, int a, int b) { return first ? a : b; }

void Picked() {
  Write("first", Pick(true, Read("a"), Read("b")));   // FLOW: a NEVER: b
  Write("second", Pick(false, Read("c"), Read("d")));  // FLOW: d NEVER: c
  Write("unknown", Pick(Any() != 0, Read("e"), Read("f")));  // FLOW: e, f
}

enum class Mode { kTrain, kEvaluate, kBoth };

int Load(Mode mode) {
  switch (mode) {
    case Mode::kTrain:
      return Read("train");
    case Mode::kEvaluate:
      return Read("evaluate");
    default:
      return Read("train") + Read("evaluate");
  }
}

void Trained() { Write("model", Load(Mode::kTrain)); }       // FLOW: train NEVER: evaluate
void Evaluated() { Write("metric", Load(Mode::kEvaluate)); }  // FLOW: evaluate NEVER: train
void Both() { Write("both", Load(Mode::kBoth)); }             // FLOW: train, evaluate

// Names that depend on it.
int LoadFile(bool training) {
  const std::string name = training ? "train.csv" : "test.csv";
  return Read(name.c_str());
}

void TrainedOnFile() { Write("fitted", LoadFile(true)); }   // FLOW: train.csv NEVER: test.csv
void TestedOnFile() { Write("score", LoadFile(false)); }    // FLOW: test.csv NEVER: train.csv

// What is asked further down.
int Further(bool training) { return LoadFile(training); }

void HandedOn() { Write("further", Further(true)); }  // FLOW: train.csv NEVER: test.csv

// A default.
int WithDefault(int x, int y, bool swapped = false) { return swapped ? y : x; }

void ByDefault() {
  Write("plain", WithDefault(Read("x"), Read("y")));           // FLOW: x NEVER: y
  Write("swapped", WithDefault(Read("p"), Read("q"), true));   // FLOW: q NEVER: p
}

// Flags.
constexpr int kClean = 1, kHash = 2;

int Prepared(int flags, int raw) {
  if (flags & kHash) raw = 7;
  if (flags & kClean) raw = raw + 1;
  return raw;
}

void WithFlags() {
  Write("kept", Prepared(kClean, Read("raw")));            // FLOW: raw
  Write("hashed", Prepared(kClean | kHash, Read("gone")));  // NEVER: gone
  Write("gone", Read("gone"));                              // FLOW: gone
}

// A parameter that is stored to is that constant until then.
int Changed(bool first, int a, int b) {
  int result = 0;
  if (first) result = a;
  first = Any() != 0;
  if (first) result = b;
  return result;
}

void ThenChanged() { Write("changed", Changed(false, Read("ca"), Read("cb"))); }  // FLOW: cb NEVER: ca

// Constructors and methods.
class Reader {
 public:
  Reader(bool secret, int a, int b) : value_(secret ? a : b) {}
  int Get(bool negated, int other) const {
    if (negated) return other;
    return value_;
  }

 private:
  int value_;
};

void Objects() {
  Reader reader(false, Read("secret"), Read("open"));
  Write("value", reader.Get(false, Read("other")));  // FLOW: open NEVER: secret, other
  Write("other", reader.Get(true, Read("taken")));   // FLOW: taken NEVER: open, secret
}

// More ways than are told apart: any of them.
int Many(int which, int a, int b) { return which == 3 ? a : b; }

void ManyWays() {
  Write("0", Many(0, 1, 1));
  Write("1", Many(1, 1, 1));
  Write("2", Many(2, 1, 1));
  Write("4", Many(4, 1, 1));
  Write("3", Many(3, Read("ma"), Read("mb")));  // FLOW: ma, mb
}

// A counter is no constant.
void InALoop() {
  for (int i = 0; i < 9; ++i) Write("each", Pick(i == 4, Read("i"), Read("j")));  // FLOW: i, j
}

// Recursion.
int Down(int n, int a, int b) { return n == 0 ? a : Down(n - 1, b, a); }

void Recursive() { Write("down", Down(1, Read("da"), Read("db"))); }  // FLOW: da, db
