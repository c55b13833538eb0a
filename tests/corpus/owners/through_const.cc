// What is stored behind the pointers of an object that a function was given as const.
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "corpus.h"

struct Hold {
  int* p;
};
template <typename T>
class Own {
  T* p_;

 public:
  explicit Own(T* p) : p_(p) {
  }
  T& operator*() const {
    return *p_;
  }
  T* operator->() const {
    return p_;
  }
};

static void UptrStore(const std::unique_ptr<int>& c) {
  *c = Read("uptr");
}
static std::unique_ptr<int> UptrMake() {
  return std::make_unique<int>(0);
}
static void UptrInit(std::unique_ptr<int>& o) {
  o = UptrMake();
}
struct UptrMember {
  std::unique_ptr<int> o = std::make_unique<int>(0);
  void Store() {
    UptrStore(o);
  }
  int Get() {
    return *o;
  }
};
void UptrFresh() {
  std::unique_ptr<int> o = std::make_unique<int>(0);
  UptrStore(o);
  Write("uptr.fresh", *o);  // FLOW: uptr
}
void UptrMade() {
  std::unique_ptr<int> o = UptrMake();
  UptrStore(o);
  Write("uptr.made", *o);  // FLOW: uptr
}
void UptrLeft() {
  std::unique_ptr<int> o = std::make_unique<int>(0);
  UptrInit(o);
  UptrStore(o);
  Write("uptr.left", *o);  // FLOW: uptr
}
void UptrOfParam(std::unique_ptr<int>& o) {
  UptrStore(o);
  Write("uptr.param", *o);  // FLOW: uptr
}
void UptrOfMember() {
  UptrMember m;
  m.Store();
  Write("uptr.member", m.Get());  // FLOW: uptr
}
static void SptrStore(const std::shared_ptr<int>& c) {
  *c = Read("sptr");
}
static std::shared_ptr<int> SptrMake() {
  return std::make_shared<int>(0);
}
static void SptrInit(std::shared_ptr<int>& o) {
  o = SptrMake();
}
struct SptrMember {
  std::shared_ptr<int> o = std::make_shared<int>(0);
  void Store() {
    SptrStore(o);
  }
  int Get() {
    return *o;
  }
};
void SptrFresh() {
  std::shared_ptr<int> o = std::make_shared<int>(0);
  SptrStore(o);
  Write("sptr.fresh", *o);  // FLOW: sptr
}
void SptrMade() {
  std::shared_ptr<int> o = SptrMake();
  SptrStore(o);
  Write("sptr.made", *o);  // FLOW: sptr
}
void SptrLeft() {
  std::shared_ptr<int> o = std::make_shared<int>(0);
  SptrInit(o);
  SptrStore(o);
  Write("sptr.left", *o);  // FLOW: sptr
}
void SptrOfParam(std::shared_ptr<int>& o) {
  SptrStore(o);
  Write("sptr.param", *o);  // FLOW: sptr
}
void SptrOfMember() {
  SptrMember m;
  m.Store();
  Write("sptr.member", m.Get());  // FLOW: sptr
}
void SptrOfCopy() {
  std::shared_ptr<int> o = SptrMake();
  std::shared_ptr<int> d = o;
  SptrStore(d);
  Write("sptr.copy", *o);  // FLOW: sptr
}
static void HoldStore(const Hold& c) {
  *c.p = Read("hold");
}
static Hold HoldMake() {
  return Hold{new int(0)};
}
static void HoldInit(Hold& o) {
  o = HoldMake();
}
struct HoldMember {
  Hold o = Hold{new int(0)};
  void Store() {
    HoldStore(o);
  }
  int Get() {
    return *o.p;
  }
};
void HoldFresh() {
  Hold o = Hold{new int(0)};
  HoldStore(o);
  Write("hold.fresh", *o.p);  // FLOW: hold
}
void HoldMade() {
  Hold o = HoldMake();
  HoldStore(o);
  Write("hold.made", *o.p);  // FLOW: hold
}
void HoldLeft() {
  Hold o = Hold{new int(0)};
  HoldInit(o);
  HoldStore(o);
  Write("hold.left", *o.p);  // FLOW: hold
}
void HoldOfParam(Hold& o) {
  HoldStore(o);
  Write("hold.param", *o.p);  // FLOW: hold
}
void HoldOfMember() {
  HoldMember m;
  m.Store();
  Write("hold.member", m.Get());  // FLOW: hold
}
void HoldOfCopy() {
  Hold o = HoldMake();
  Hold d = o;
  HoldStore(d);
  Write("hold.copy", *o.p);  // FLOW: hold
}
static void VecpStore(const std::vector<int*>& c) {
  *c[0] = Read("vecp");
}
static std::vector<int*> VecpMake() {
  return {new int(0)};
}
static void VecpInit(std::vector<int*>& o) {
  o = VecpMake();
}
struct VecpMember {
  std::vector<int*> o = {new int(0)};
  void Store() {
    VecpStore(o);
  }
  int Get() {
    return *o[0];
  }
};
void VecpFresh() {
  std::vector<int*> o = {new int(0)};
  VecpStore(o);
  Write("vecp.fresh", *o[0]);  // FLOW: vecp
}
void VecpMade() {
  std::vector<int*> o = VecpMake();
  VecpStore(o);
  Write("vecp.made", *o[0]);  // FLOW: vecp
}
void VecpLeft() {
  std::vector<int*> o = {new int(0)};
  VecpInit(o);
  VecpStore(o);
  Write("vecp.left", *o[0]);  // FLOW: vecp
}
void VecpOfParam(std::vector<int*>& o) {
  VecpStore(o);
  Write("vecp.param", *o[0]);  // FLOW: vecp
}
void VecpOfMember() {
  VecpMember m;
  m.Store();
  Write("vecp.member", m.Get());  // FLOW: vecp
}
void VecpOfCopy() {
  std::vector<int*> o = VecpMake();
  std::vector<int*> d = o;
  VecpStore(d);
  Write("vecp.copy", *o[0]);  // FLOW: vecp
}
static void SpanStore(const std::span<int>& c) {
  c[1] = Read("span");
}
static std::span<int> SpanMake() {
  return std::span<int>(new int[2], 2);
}
static void SpanInit(std::span<int>& o) {
  o = SpanMake();
}
struct SpanMember {
  std::span<int> o = std::span<int>(new int[2], 2);
  void Store() {
    SpanStore(o);
  }
  int Get() {
    return o[1];
  }
};
void SpanFresh() {
  std::span<int> o = std::span<int>(new int[2], 2);
  SpanStore(o);
  Write("span.fresh", o[1]);  // FLOW: span
}
void SpanMade() {
  std::span<int> o = SpanMake();
  SpanStore(o);
  Write("span.made", o[1]);  // FLOW: span
}
void SpanLeft() {
  std::span<int> o = std::span<int>(new int[2], 2);
  SpanInit(o);
  SpanStore(o);
  Write("span.left", o[1]);  // FLOW: span
}
void SpanOfParam(std::span<int>& o) {
  SpanStore(o);
  Write("span.param", o[1]);  // FLOW: span
}
void SpanOfMember() {
  SpanMember m;
  m.Store();
  Write("span.member", m.Get());  // FLOW: span
}
void SpanOfCopy() {
  std::span<int> o = SpanMake();
  std::span<int> d = o;
  SpanStore(d);
  Write("span.copy", o[1]);  // FLOW: span
}
static void OptStore(const std::optional<int*>& c) {
  **c = Read("opt");
}
static std::optional<int*> OptMake() {
  return new int(0);
}
static void OptInit(std::optional<int*>& o) {
  o = OptMake();
}
struct OptMember {
  std::optional<int*> o = new int(0);
  void Store() {
    OptStore(o);
  }
  int Get() {
    return **o;
  }
};
void OptFresh() {
  std::optional<int*> o = new int(0);
  OptStore(o);
  Write("opt.fresh", **o);  // FLOW: opt
}
void OptMade() {
  std::optional<int*> o = OptMake();
  OptStore(o);
  Write("opt.made", **o);  // FLOW: opt
}
void OptLeft() {
  std::optional<int*> o = new int(0);
  OptInit(o);
  OptStore(o);
  Write("opt.left", **o);  // FLOW: opt
}
void OptOfParam(std::optional<int*>& o) {
  OptStore(o);
  Write("opt.param", **o);  // FLOW: opt
}
void OptOfMember() {
  OptMember m;
  m.Store();
  Write("opt.member", m.Get());  // FLOW: opt
}
void OptOfCopy() {
  std::optional<int*> o = OptMake();
  std::optional<int*> d = o;
  OptStore(d);
  Write("opt.copy", **o);  // FLOW: opt
}
static void OwnStore(const Own<int>& c) {
  *c = Read("own");
}
static Own<int> OwnMake() {
  return Own<int>(new int(0));
}
static void OwnInit(Own<int>& o) {
  o = OwnMake();
}
struct OwnMember {
  Own<int> o = Own<int>(new int(0));
  void Store() {
    OwnStore(o);
  }
  int Get() {
    return *o;
  }
};
void OwnFresh() {
  Own<int> o = Own<int>(new int(0));
  OwnStore(o);
  Write("own.fresh", *o);  // FLOW: own
}
void OwnMade() {
  Own<int> o = OwnMake();
  OwnStore(o);
  Write("own.made", *o);  // FLOW: own
}
void OwnLeft() {
  Own<int> o = Own<int>(new int(0));
  OwnInit(o);
  OwnStore(o);
  Write("own.left", *o);  // FLOW: own
}
void OwnOfParam(Own<int>& o) {
  OwnStore(o);
  Write("own.param", *o);  // FLOW: own
}
void OwnOfMember() {
  OwnMember m;
  m.Store();
  Write("own.member", m.Get());  // FLOW: own
}
void OwnOfCopy() {
  Own<int> o = OwnMake();
  Own<int> d = o;
  OwnStore(d);
  Write("own.copy", *o);  // FLOW: own
}
static void UpushStore(const std::unique_ptr<std::vector<int>>& c) {
  c->push_back(Read("upush"));
}
static std::unique_ptr<std::vector<int>> UpushMake() {
  return std::make_unique<std::vector<int>>();
}
static void UpushInit(std::unique_ptr<std::vector<int>>& o) {
  o = UpushMake();
}
struct UpushMember {
  std::unique_ptr<std::vector<int>> o = std::make_unique<std::vector<int>>();
  void Store() {
    UpushStore(o);
  }
  int Get() {
    return o->back();
  }
};
void UpushFresh() {
  std::unique_ptr<std::vector<int>> o = std::make_unique<std::vector<int>>();
  UpushStore(o);
  Write("upush.fresh", o->back());  // FLOW: upush
}
void UpushMade() {
  std::unique_ptr<std::vector<int>> o = UpushMake();
  UpushStore(o);
  Write("upush.made", o->back());  // FLOW: upush
}
void UpushLeft() {
  std::unique_ptr<std::vector<int>> o = std::make_unique<std::vector<int>>();
  UpushInit(o);
  UpushStore(o);
  Write("upush.left", o->back());  // FLOW: upush
}
void UpushOfParam(std::unique_ptr<std::vector<int>>& o) {
  UpushStore(o);
  Write("upush.param", o->back());  // FLOW: upush
}
void UpushOfMember() {
  UpushMember m;
  m.Store();
  Write("upush.member", m.Get());  // FLOW: upush
}
