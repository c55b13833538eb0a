// OpenTelemetry: what is declared here is as in its published headers. Spans, logs and metrics are where data
// leaves a program by the side door.
#include <memory>
#include <string>

#include "corpus.h"

namespace opentelemetry {
inline namespace v1 {
namespace nostd {
class string_view {
 public:
  string_view(const char* str) noexcept;
  string_view(const std::string& str) noexcept;
};
template <class T>
class shared_ptr {
 public:
  shared_ptr(const shared_ptr& other) noexcept;
  ~shared_ptr();
  T* operator->() const noexcept;
};
template <class T>
class unique_ptr {
 public:
  unique_ptr(unique_ptr&& other) noexcept;
  ~unique_ptr();
  T* operator->() const noexcept;
};
}  // namespace nostd
namespace trace {
struct StartSpanOptions {};
struct EndSpanOptions {};
class Span {
 public:
  virtual ~Span() = default;
  virtual void SetAttribute(nostd::string_view key, const nostd::string_view& value) noexcept = 0;
  virtual void AddEvent(nostd::string_view name) noexcept = 0;
  virtual void End(const EndSpanOptions& options = {}) noexcept = 0;
};
class Tracer {
 public:
  virtual ~Tracer() = default;
  nostd::shared_ptr<Span> StartSpan(nostd::string_view name, const StartSpanOptions& options = {}) noexcept;
};
class TracerProvider {
 public:
  virtual ~TracerProvider() = default;
  virtual nostd::shared_ptr<Tracer> GetTracer(nostd::string_view name) noexcept = 0;
};
class Provider {
 public:
  static nostd::shared_ptr<TracerProvider> GetTracerProvider() noexcept;
};
}  // namespace trace
namespace metrics {
template <class T>
class Counter {
 public:
  virtual ~Counter() = default;
  virtual void Add(T value) noexcept = 0;
};
template <class T>
class Histogram {
 public:
  virtual ~Histogram() = default;
  virtual void Record(T value) noexcept = 0;
};
class Meter {
 public:
  virtual ~Meter() = default;
  virtual nostd::unique_ptr<Counter<unsigned long>> CreateUInt64Counter(nostd::string_view name) noexcept = 0;
  virtual nostd::unique_ptr<Histogram<double>> CreateDoubleHistogram(nostd::string_view name) noexcept = 0;
};
class MeterProvider {
 public:
  virtual ~MeterProvider() = default;
  virtual nostd::shared_ptr<Meter> GetMeter(nostd::string_view name) noexcept = 0;
};
class Provider {
 public:
  static nostd::shared_ptr<MeterProvider> GetMeterProvider() noexcept;
};
}  // namespace metrics
namespace logs {
class Logger {
 public:
  virtual ~Logger() = default;
  void Info(nostd::string_view message) noexcept;
};
class LoggerProvider {
 public:
  virtual ~LoggerProvider() = default;
  virtual nostd::shared_ptr<Logger> GetLogger(nostd::string_view logger_name) = 0;
};
class Provider {
 public:
  static nostd::shared_ptr<LoggerProvider> GetLoggerProvider() noexcept;
};
}  // namespace logs
}  // namespace v1
}  // namespace opentelemetry

void Traced() {
  auto tracer = opentelemetry::trace::Provider::GetTracerProvider()->GetTracer("shop");
  auto span = tracer->StartSpan("checkout"), other = tracer->StartSpan("search");
  span->SetAttribute("user.email", ReadText("email"));  // FLOW: email -> traces/checkout#user.email
  other->SetAttribute("query", ReadText("query"));      // FLOW: query -> traces/search#query  NEVER: email
  other->End();
  span->End();
}

void Measured() {
  auto meter = opentelemetry::metrics::Provider::GetMeterProvider()->GetMeter("model");
  auto scores = meter->CreateDoubleHistogram("scores");
  auto seen = meter->CreateUInt64Counter("seen");
  scores->Record(ReadReal("score"));  // FLOW: score -> metrics/scores
  seen->Add(Read("count"));           // FLOW: count -> metrics/seen  NEVER: score
}

void Logged() {
  auto logger = opentelemetry::logs::Provider::GetLoggerProvider()->GetLogger("app");
  logger->Info(std::string("said: ") + ReadText("said"));  // FLOW: said -> logs/app
}
