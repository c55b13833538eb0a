// Parsers as people write them in C: recursive, over a pointer into the text, lists built through a pointer to the last link.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "corpus.h"

typedef struct Node {
  int type;
  double number;
  char* text;
  char* key;
  struct Node* child;
  struct Node* next;
} Node;

static const char* Skip(const char* p) {
  while (isspace((unsigned char)*p)) p++;
  return p;
}

static char* ParseText(const char** p) {
  const char* start = ++*p;
  while (**p && **p != '"') ++*p;
  size_t n = *p - start;
  char* copy = malloc(n + 1);
  memcpy(copy, start, n);
  copy[n] = 0;
  ++*p;
  return copy;
}

static const char* Parse(Node** out, const char* p) {
  Node* node = calloc(1, sizeof *node);
  *out = node;
  p = Skip(p);
  if (*p == '{') {
    node->type = 1;
    p = Skip(p + 1);
    Node** last = &node->child;
    while (*p != '}') {
      char* key = ParseText(&p);
      p = Skip(p);
      p = Parse(last, p + 1);
      (*last)->key = key;
      last = &(*last)->next;
      p = Skip(p);
      if (*p == ',') p = Skip(p + 1);
    }
    return p + 1;
  }
  if (*p == '"') {
    node->type = 2;
    node->text = ParseText(&p);
    return p;
  }
  node->number = strtod(p, (char**)&p);
  return p;
}

static Node* Get(Node* object, const char* key) {
  for (Node* n = object->child; n; n = n->next) {
    if (!strcmp(n->key, key)) return n;
  }
  return NULL;
}

void Documents(void) {
  Node *orders, *prices;
  Parse(&orders, ReadText("orders"));
  Parse(&prices, ReadText("prices"));
  WriteReal("count", Get(orders, "count")->number);  // FLOW: orders  NOT: prices
  WriteText("customer", Get(orders, "name")->text);  // FLOW: orders  NOT: prices
  WriteReal("price", Get(prices, "price")->number);  // FLOW: prices  NOT: orders
}

void Elsewhere(void) {
  Write("exact", Read("other"));  // FLOW: other(exact)  NEVER: orders, prices
}

// A buffer of characters that is taken for a struct, and bytes that are handed on.
typedef struct {
  int rows;
  int columns;
} Header;

static const Header* HeaderIn(const char* bytes) { return (const Header*)bytes; }
static int Rows(const char* bytes) { return HeaderIn(bytes)->rows; }
static int Columns(const char* bytes) {
  Header header;
  memcpy(&header, bytes, sizeof header);
  return header.columns;
}

void Structs(void) {
  Header header = {Read("rows"), Read("columns")};
  Write("of_rows", HeaderIn((const char*)&header)->rows);   // FLOW: rows  NEVER: columns
  Write("of_columns", Columns((const char*)&header));       // FLOW: columns  NEVER: rows
  Write("handed_on", Rows((const char*)&header));           // FLOW: rows
}

static void Fill(char* bytes, Bytes n) {
  if (Any()) ReadInto("filled", bytes, n);
}
void Filled(void) {
  Header header = {Read("rows"), Read("columns")};
  Fill((char*)&header.rows, sizeof header.rows);
  Write("may_be_filled", header.rows);  // FLOW: rows, filled  NEVER: columns
  Write("not_filled", header.columns);  // FLOW: columns
}
