// Flags of a copy of Abseil's that a program has of its own, and of a class like that.
#include <memory>
#include <string>

#include "corpus.h"

namespace absl {
struct Parser;
template <typename T>
class Flag {
 public:
  Flag(const char* name, const char* type, const char* help, const T& otherwise);
  virtual ~Flag();
  const T& value() const;

 private:
  T value_;
  std::shared_ptr<Parser> parser_;
};
template <typename T>
const T& GetFlag(const Flag<T>& flag) {
  return flag.value();
}
}  // namespace absl

#define ABSL_FLAG(Type, name, otherwise, help) absl::Flag<Type> FLAGS_##name(#name, #Type, help, otherwise);

ABSL_FLAG(std::string, input, "", "What to read.")
ABSL_FLAG(std::string, output, "", "Where to.")
ABSL_FLAG(int, rounds, 3, "How often.")

namespace mine {
template <typename T>
class Flag {
 public:
  Flag(const char* name, const T& otherwise) : name_(name), value_(otherwise) {}
  const T& operator()() const { return value_; }

 private:
  const char* name_;
  T value_;
};
}  // namespace mine

mine::Flag<std::string> FLAGS_model("model", "model.bin");
mine::Flag<std::string> other("other", "other.bin");

void Run() {
  const int rows = Read(absl::GetFlag(FLAGS_input).c_str());  // NAME: {flag:input}
  Write(absl::GetFlag(FLAGS_output).c_str(), rows);           // FLOW: {flag:input}  NAME: {flag:output}
  Write(FLAGS_model().c_str(), rows);                         // FLOW: {flag:input}  NAME: {flag:model}, model.bin
  Write(other().c_str(), absl::GetFlag(FLAGS_rounds));        // NAME: other.bin
}
