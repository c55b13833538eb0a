// A long main function that holds the files it reads and writes behind several pointers.
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "corpus.h"

struct Status {
  int code = 0;
  std::string message;
  bool ok() const { return code == 0; }
  std::string ToString() const { return message; }
};

class Out {
 public:
  virtual ~Out() = default;
  virtual Status status() const = 0;
  virtual bool WriteLine(const std::string& line) = 0;
};
class In {
 public:
  virtual ~In() = default;
  virtual Status status() const = 0;
  virtual bool ReadLine(std::string* line) = 0;
};

class OutFile : public Out {
 public:
  explicit OutFile(const std::string& name) : stream_(name.empty() ? &std::cout : new std::ofstream(name)) {}
  Status status() const override { return status_; }
  bool WriteLine(const std::string& line) override {
    stream_->write(line.data(), line.size());  // FLOW: in.txt -> out.txt, in.txt -> stdout, stdin -> out.txt, stdin -> stdout
    return stream_->good();
  }

 private:
  Status status_;
  std::ostream* stream_;
};
class InFile : public In {
 public:
  explicit InFile(const std::string& name) : stream_(name.empty() ? &std::cin : new std::ifstream(name)) {}
  Status status() const override { return status_; }
  bool ReadLine(std::string* line) override { return static_cast<bool>(std::getline(*stream_, *line)); }

 private:
  Status status_;
  std::istream* stream_;
};

std::unique_ptr<Out> NewOut(const std::string& name) { return std::make_unique<OutFile>(name); }
std::unique_ptr<In> NewIn(const std::string& name) { return std::make_unique<InFile>(name); }
Status Configure(const std::string& option);

#define CHECK_OK(expression)                                                                      \
  do {                                                                                            \
    const Status status = (expression);                                                           \
    if (!status.ok()) std::cerr << __FILE__ << __LINE__ << #expression << status.ToString() << "\n"; \
  } while (0)

#define FIVE(statement) \
  statement;            \
  statement;            \
  statement;            \
  statement;            \
  statement
#define FORTY(statement) \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement);       \
  FIVE(statement)

int main() {
  std::string line, kept;
  auto out = NewOut("out.txt");
  CHECK_OK(out->status());
  // What a large main function does besides, as far as it costs the analysis something.
  FORTY(CHECK_OK(Configure("this and that")));
  std::function<void(const std::vector<std::string>&)> process;
  if (Any() == 1) {
    process = [&](const std::vector<std::string>& parts) {
      CHECK_OK(Configure("one line"));
      kept = parts[0];
      out->WriteLine(kept);
    };
  } else {
    process = [&](const std::vector<std::string>& parts) {
      CHECK_OK(Configure("one line"));
      out->WriteLine(parts[1]);
    };
  }
  auto in = NewIn("in.txt");
  CHECK_OK(in->status());
  while (in->ReadLine(&line)) {
    process({line, line});
  }
  return 0;
}
