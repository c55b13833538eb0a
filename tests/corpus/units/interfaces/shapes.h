// Interfaces whose implementations, and whose callers, are in other units.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

class Source {
 public:
  virtual ~Source() = default;
  virtual int Next() = 0;
};
std::unique_ptr<Source> OpenSource(const std::string& name);
std::unique_ptr<Source> EmptySource();

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void Leaf(int v) = 0;
  virtual void Inner(int v) = 0;
};
class Tree {
 public:
  virtual ~Tree() = default;
  virtual void Accept(Visitor& v) const = 0;
};
std::unique_ptr<Tree> MakeLeaf(int v);
std::unique_ptr<Tree> MakeInner(int v, std::unique_ptr<Tree> child);

class Timer {
 public:
  void OnTick(std::function<void(int)> f);
  void Tick(int v);

 private:
  std::function<void(int)> tick_;
};

class Stage {
 public:
  virtual ~Stage() = default;
  virtual int Apply(int v) = 0;
};
class Chain {
 public:
  void Add(std::unique_ptr<Stage> s);
  int Run(int v);

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
};
int Drain(Source& s);
