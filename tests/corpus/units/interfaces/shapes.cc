#include "shapes.h"
#include "corpus.h"

namespace {
class FileSource : public Source {
 public:
  explicit FileSource(std::string name) : name_(std::move(name)) {}
  int Next() override { return Read(name_.c_str()); }

 private:
  std::string name_;
};
class Nothing : public Source {
  int Next() override { return 0; }
};
class LeafTree : public Tree {
 public:
  explicit LeafTree(int v) : v_(v) {}
  void Accept(Visitor& v) const override { v.Leaf(v_); }

 private:
  int v_;
};
class InnerTree : public Tree {
 public:
  InnerTree(int v, std::unique_ptr<Tree> c) : v_(v), child_(std::move(c)) {}
  void Accept(Visitor& v) const override {
    v.Inner(v_);
    child_->Accept(v);
  }

 private:
  int v_;
  std::unique_ptr<Tree> child_;
};
}  // namespace

std::unique_ptr<Source> OpenSource(const std::string& name) { return std::make_unique<FileSource>(name); }
std::unique_ptr<Source> EmptySource() { return std::make_unique<Nothing>(); }
std::unique_ptr<Tree> MakeLeaf(int v) { return std::make_unique<LeafTree>(v); }
std::unique_ptr<Tree> MakeInner(int v, std::unique_ptr<Tree> c) {
  return std::make_unique<InnerTree>(v, std::move(c));
}
void Timer::OnTick(std::function<void(int)> f) { tick_ = std::move(f); }
void Timer::Tick(int v) {
  if (tick_) tick_(v);
}
void Chain::Add(std::unique_ptr<Stage> s) { stages_.push_back(std::move(s)); }
int Chain::Run(int v) {
  for (auto& s : stages_) v = s->Apply(v);
  return v;
}
int Drain(Source& s) { return s.Next() + s.Next() + s.Next(); }
