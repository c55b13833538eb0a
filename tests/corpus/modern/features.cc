// FLAGS: -std=c++23
// Features of the language that decide what runs, or on what.
#include <functional>
#include <utility>

#include "../corpus.h"

// Constructors of a base made one's own.
struct Plain {
  Plain(int a, int b) : a(a), b(b) {}
  int a, b;
};
struct Inheriting : Plain {
  using Plain::Plain;
  int own = 0;
};
void InheritedConstructor() {
  Inheriting object(Read("a"), Read("b"));
  Write("a", object.a);      // FLOW: a  NEVER: b
  Write("b", object.b);      // FLOW: b  NEVER: a
  Write("own", object.own);  // NEVER: a, b
}
struct Twice : Inheriting {
  using Inheriting::Inheriting;
};
void InheritedTwice() {
  Twice object(Read("c"), Read("d"));
  Write("c", object.a);  // FLOW: c  NEVER: d
}

// Pointers to data members that come from elsewhere.
struct Person {
  int age;
  int sex;
};
int Get(const Person& person, int Person::*member) { return person.*member; }
void Set(Person* person, int Person::*member, int value) { person->*member = value; }
void MemberByParameter() {
  Person person{Read("age"), Read("sex")};
  Write("age", Get(person, &Person::age));  // FLOW: age  NEVER: sex
  Write("sex", Get(person, &Person::sex));  // FLOW: sex  NEVER: age
}
void MemberSet() {
  Person person{0, 0};
  Set(&person, &Person::age, Read("set"));
  Write("age", person.age);  // FLOW: set
  Write("sex", person.sex);  // NEVER: set
}
struct Column {
  const char* name;
  int Person::*member;
};
void MemberInTable() {
  Person person{Read("table_age"), Read("table_sex")};
  const Column column{"sex", &Person::sex};
  Write("sex", person.*column.member);  // FLOW: table_sex  NEVER: table_age
}

// Operators without an object.
struct Chooser {
  static int operator()(int first, int second) {
    Use(second);
    return first;
  }
};
void StaticCall() {
  Write("out", Chooser{}(Read("first"), Read("second")));  // FLOW: first  NEVER: second
}

// What runs is known when it is compiled.
constexpr int Consteval(int compiled, int run) {
  if consteval {
    return compiled;
  } else {
    return run;
  }
}
constexpr int NotConsteval(int compiled, int run) {
  if !consteval {
    return run;
  }
  return compiled;
}
void AtRunTime() {
  Write("out", Consteval(Read("compiled"), Read("run")));         // FLOW: run  NEVER: compiled
  Write("out", NotConsteval(Read("compiled_2"), Read("run_2")));  // FLOW: run_2  NEVER: compiled_2
}

// The object as a parameter.
struct Deduced {
  int kept, other;
  template <typename Self>
  auto&& Kept(this Self&& self) {
    return self.kept;
  }
};
void DeducingThis() {
  Deduced object{Read("kept"), Read("other")};
  Write("kept", object.Kept());  // FLOW: kept  NEVER: other
  object.Kept() = Read("kept_later");
  Write("kept", object.kept);    // FLOW: kept_later  NEVER: kept
  Write("other", object.other);  // FLOW: other  NEVER: kept_later
}
