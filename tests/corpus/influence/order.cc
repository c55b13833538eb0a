// What decides an order: comparators of sort and its like. What they do not look at has no part in it.
#include <algorithm>
#include <queue>
#include <vector>
#include "corpus.h"

struct Row { int age = 0, id = 0, income = 0; };
static Row ReadRow(Table* t) { return {ReadColumn(t, "age"), ReadColumn(t, "id"), ReadColumn(t, "income")}; }

void SortedByLambda() {
  Table* people = OpenTable("people");
  std::vector<Row> rows{ReadRow(people), ReadRow(people)}, unsorted{ReadRow(people)};
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.age < b.age; });
  Write("first", rows[0].id);         // FLOW: people#id(identity), people#age(sort)  NEVER: people#income
  Write("age", rows[0].age);          // FLOW: people#age  NEVER: people#income
  Write("unsorted", unsorted[0].id);  // FLOW: people#id(identity)  NEVER: people#age
}

static bool ByIncome(const Row& a, const Row& b) { return a.income < b.income; }
void SortedByFunction() {
  Table* people = OpenTable("people");
  std::vector<Row> rows{ReadRow(people), ReadRow(people)};
  std::stable_sort(rows.begin(), rows.end(), ByIncome);
  Write("first", rows[0].id);  // FLOW: people#id(identity), people#income(sort)  NEVER: people#age
}

struct Later {
  bool operator()(const Row& a, const Row& b) const { return a.id > b.id; }
};
void SortedByObject() {
  Table* people = OpenTable("people");
  std::vector<Row> rows{ReadRow(people), ReadRow(people)};
  std::partial_sort(rows.begin(), rows.begin() + 1, rows.end(), Later{});
  Write("first", rows[0].age);  // FLOW: people#age(identity), people#id(sort)  NEVER: people#income
}

void SortedPlainly() {
  std::vector<int> v{Read("a"), Read("b")}, w{Read("c")};
  std::sort(v.begin(), v.end());
  Write("v", v[0]);  // FLOW: a, b  NEVER: c
  Write("w", w[0]);  // FLOW: c(identity)  NEVER: a, b
}

void SortedWithACapture() {
  Table* people = OpenTable("people");
  std::vector<Row> rows{ReadRow(people), ReadRow(people)};
  int pivot = Read("pivot"), unused = Read("unused");
  std::sort(rows.begin(), rows.end(), [pivot](const Row& a, const Row& b) { return a.age - pivot < b.age - pivot; });
  Write("first", rows[0].id);  // FLOW: people#id(identity), people#age(sort), pivot(sort)  NEVER: people#income, unused
  Write("unused", unused);     // FLOW: unused
}

void Extreme() {
  Table* people = OpenTable("people");
  std::vector<Row> rows{ReadRow(people), ReadRow(people)};
  auto oldest = std::max_element(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.age < b.age; });
  Write("oldest", oldest->id);  // FLOW: people#id, people#age(indirect)  NEVER: people#income
}
