// Look-ups by what was read elsewhere, and sums by key.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>
#include "corpus.h"

static int Column(const char* table, const char* column) { return ReadColumn(OpenTable(table), column); }

void ByAt() {
  std::map<int, int> price;
  price[Column("items", "id")] = Column("items", "price");
  int key = Column("orders", "item");
  Write("out", price.at(key));        // FLOW: items#price(identity), orders#item(join)  NEVER: orders#amount
  Write("amount", Column("orders", "amount"));  // FLOW: orders#amount  NEVER: items#price
}

void ByFind() {
  std::unordered_map<int, int> price;
  price.emplace(Column("items", "id"), Column("items", "price"));
  auto it = price.find(Column("orders", "item"));
  if (it != price.end()) Write("out", it->second);  // FLOW: items#price(identity), orders#item(join)
}

void BySubscript() {
  std::unordered_map<int, int> price;
  price[Column("items", "id")] = Column("items", "price");
  Write("out", price[Column("orders", "item")]);  // FLOW: items#price(identity), orders#item(join)
}

void ByConstant() {
  std::map<std::string, int> price;
  price["a"] = Column("items", "price");
  price["b"] = Column("items", "other");
  Write("out", price["a"]);  // FLOW: items#price(identity)  NEVER: items#other
}

void ByIndex() {
  int table[4] = {Column("items", "price"), Column("items", "price")};
  Write("out", table[Column("orders", "item")]);  // FLOW: items#price(identity), orders#item(conditional)
}

void SumByKey(int n) {
  std::map<int, int> sums, apart;
  for (int i = 0; i < n; ++i) {
    int key = Column("orders", "item"), amount = Column("orders", "amount");
    sums[key] += amount;
    apart[0] += Column("orders", "other");
  }
  for (auto& [key, sum] : sums) Write("sums", sum);  // FLOW: orders#amount(aggregation), orders#item(group_by)  NEVER: orders#other
  Write("apart", apart[0]);                          // FLOW: orders#other(aggregation)  NEVER: orders#item, orders#amount
}

void CountByKey(int n) {
  std::unordered_map<int, int> count;
  for (int i = 0; i < n; ++i) {
    int key = Column("orders", "item");
    Use(Column("orders", "amount"));
    ++count[key];
  }
  for (auto& [key, c] : count) {
    Write("count", c);  // FLOW: orders#item(group_by)  NEVER: orders#amount
    Write("keys", key);  // FLOW: orders#item  NEVER: orders#amount
  }
}

void RowsByKey(int n) {
  std::map<int, std::vector<int>> groups;
  for (int i = 0; i < n; ++i) groups[Column("orders", "item")].push_back(Column("orders", "amount"));
  for (auto& [key, values] : groups) {
    for (int v : values) Write("v", v);  // FLOW: orders#amount(identity), orders#item(group_by)
  }
}

struct Total { int sum = 0, count = 0; };
void FieldsByKey(int n) {
  std::map<int, Total> totals;
  for (int i = 0; i < n; ++i) {
    Total& t = totals[Column("orders", "item")];
    t.sum += Column("orders", "amount");
    t.count += 1;
  }
  for (auto& [key, t] : totals) {
    Write("sum", t.sum);      // FLOW: orders#amount(aggregation), orders#item(indirect)
    Write("count", t.count);  // NOT: orders#amount
  }
}

void Histogram(int n) {
  std::vector<int> bins(10);
  for (int i = 0; i < n; ++i) bins[Column("orders", "amount") / 10] += 1;
  Write("bin", bins[3]);  // FLOW: orders#amount(group_by)
}

void NestedLoopJoin(int n) {
  for (int i = 0; i < n; ++i) {
    int left = Column("orders", "item"), amount = Column("orders", "amount");
    for (int j = 0; j < n; ++j) {
      int right = Column("items", "id"), price = Column("items", "price");
      if (left == right) Write("out", price * amount);  // FLOW: items#price, orders#amount, orders#item(indirect), items#id(indirect)
    }
  }
}
