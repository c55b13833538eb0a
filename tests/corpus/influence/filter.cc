// Elements that are kept or dropped on a condition, and conditions that are only that.
#include <algorithm>
#include <string>
#include <vector>
#include "corpus.h"

struct Row { int age = 0, id = 0, income = 0; };
static Row ReadRow(Table* t) { return {ReadColumn(t, "age"), ReadColumn(t, "id"), ReadColumn(t, "income")}; }

void KeptByIf(int n) {
  Table* people = OpenTable("people");
  std::vector<Row> kept, all;
  for (int i = 0; i < n; ++i) {
    Row row = ReadRow(people);
    if (row.age > 18) kept.push_back(row);
    all.push_back(row);
  }
  for (const Row& r : kept) Write("kept", r.id);  // FLOW: people#id(identity), people#age(filter)  NEVER: people#income
  for (const Row& r : all) Write("all", r.id);    // FLOW: people#id(identity)  NEVER: people#age, people#income
}

void DroppedByContinue(int n) {
  Table* people = OpenTable("people");
  std::vector<int> kept;
  for (int i = 0; i < n; ++i) {
    Row row = ReadRow(people);
    if (row.age < 18) continue;
    kept.push_back(row.id);
  }
  for (int id : kept) Write("out", id);  // FLOW: people#id(identity), people#age(filter)  NEVER: people#income
}

void WrittenUnderACondition(int n) {
  Table* people = OpenTable("people");
  for (int i = 0; i < n; ++i) {
    Row row = ReadRow(people);
    if (row.income > 100) Write("rich", row.id);  // FLOW: people#id(identity), people#income(filter)  NEVER: people#age
  }
}

void NoLoop() {
  int limit = Read("limit"), value = Read("value"), out = 0;
  if (limit > 3) out = value;
  Write("out", out);  // FLOW: value(identity), limit(conditional)
}

void SumOfSome(int n) {
  Table* people = OpenTable("people");
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    Row row = ReadRow(people);
    if (row.age > 18) sum += row.income;
  }
  Write("sum", sum);  // FLOW: people#income(aggregation), people#age(filter)  NEVER: people#id
}

void ByPredicate() {
  Table* people = OpenTable("people");
  std::vector<Row> all{ReadRow(people)}, kept;
  int limit = Read("limit");
  std::copy_if(all.begin(), all.end(), std::back_inserter(kept), [limit](const Row& r) { return r.age > limit; });
  Write("kept", kept[0].id);  // FLOW: people#id(identity), people#age(filter), limit(filter)  NEVER: people#income
  Write("all", all[0].id);    // FLOW: people#id(identity)  NEVER: limit
}

void Removed() {
  Table* people = OpenTable("people");
  std::vector<Row> all{ReadRow(people)}, other{ReadRow(people)};
  all.erase(std::remove_if(all.begin(), all.end(), [](const Row& r) { return r.age < 18; }), all.end());
  Write("left", all[0].id);     // FLOW: people#id(identity), people#age(filter)  NEVER: people#income
  Write("other", other[0].id);  // FLOW: people#id(identity)  NEVER: people#age
}
void Erased() {
  Table* people = OpenTable("people");
  std::vector<Row> all{ReadRow(people)};
  std::erase_if(all, [](const Row& r) { return r.income < 0; });
  Write("left", all[0].id);  // FLOW: people#id(identity), people#income(filter)  NEVER: people#age
}

void Found() {
  Table* people = OpenTable("people");
  std::vector<Row> all{ReadRow(people), ReadRow(people)};
  auto it = std::find_if(all.begin(), all.end(), [](const Row& r) { return r.age == 40; });
  Write("id", it->id);        // FLOW: people#id(identity), people#age(filter)  NEVER: people#income
  Write("front", all[0].id);  // FLOW: people#id(identity)  NEVER: people#age
}

void FlagInALoop(int n) {
  int found = 0;
  for (int i = 0; i < n; ++i) {
    int v = Read("v");
    if (v > 3) found = 1;
  }
  Write("found", found);  // FLOW: v(conditional)
}

void OtherContainer(int n) {
  std::vector<int> big, small;
  for (int i = 0; i < n; ++i) {
    int v = Read("v"), w = Read("w");
    if (v > 3) {
      big.push_back(v);
    }
    small.push_back(w);
  }
  Write("big", big[0]);      // FLOW: v(identity)  NEVER: w
  Write("small", small[0]);  // FLOW: w(identity)  NEVER: v
}
