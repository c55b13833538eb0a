// C++ libraries that no package has: what is declared here is as in their published headers.
#include "corpus.h"

struct OrtMemoryInfo;
struct OrtSession;

namespace Ort {
struct Env { Env(); };
struct SessionOptions { SessionOptions(); };
struct RunOptions { RunOptions(); };
struct MemoryInfo { operator const OrtMemoryInfo*() const; };
namespace detail {
template <typename T>
struct ConstValueImpl {
  template <typename R>
  const R* GetTensorData() const;
  void* p_ = nullptr;
};
template <typename T>
struct ValueImpl : ConstValueImpl<T> {
  template <typename R>
  R* GetTensorMutableData();
};
template <typename T>
struct SessionImpl;
}  // namespace detail
struct Value : detail::ValueImpl<int> {
  template <typename T>
  static Value CreateTensor(const OrtMemoryInfo* info, T* p_data, unsigned long p_data_element_count, const long* shape, unsigned long shape_len);
};
namespace detail {
template <typename T>
struct SessionImpl {
  void Run(const RunOptions& run_options, const char* const* input_names, const Value* input_values, unsigned long input_count, const char* const* output_names, Value* output_values, unsigned long output_count);
};
}  // namespace detail
struct Session : detail::SessionImpl<OrtSession> {
  Session(const Env& env, const char* model_path, const SessionOptions& options);
};
}  // namespace Ort

void Scored() {
  float pixels[16];
  ReadInto("pixels", pixels, sizeof pixels);
  Ort::Env env;
  Ort::Session session(env, "digits.onnx", Ort::SessionOptions());
  Ort::MemoryInfo memory;
  const long shape[] = {1, 16};
  const char* names[] = {"x"};
  Ort::Value in = Ort::Value::CreateTensor<float>(memory, pixels, 16, shape, 2);
  Ort::Value out;
  session.Run(Ort::RunOptions(), names, &in, 1, names, &out, 1);
  WriteReal("digit", *out.GetTensorData<float>());  // FLOW: pixels, digits.onnx
}
