// Of a library: whoever uses it may store to what it shows.
extern const int kRounds;
const int kRounds = 5;
int quiet = 0;
int Disabled() { return 0; }
