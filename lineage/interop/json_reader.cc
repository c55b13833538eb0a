#include "lineage/interop/json_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "lineage/utf8.h"

namespace pedigree::interop {

namespace {

bool IsPlain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Of eight bytes: whether all are.
bool AllPlain(const char* text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  uint64_t bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  const auto any_below = [](uint64_t of, uint64_t bound) {
    return ((of - kOnes * bound) & ~of & (kOnes << 7)) != 0;
  };
  return !any_below(bytes, 0x20) && !any_below(bytes ^ (kOnes * '"'), 1) &&
         !any_below(bytes ^ (kOnes * '\\'), 1);
}

}  // namespace

// The bytes, one at a time, as RapidJSON takes them; it counts lines, and ends a document that is
// too large. Where there are no more, and where it ends one, stands a zero.
class JsonStream::Source {
 public:
  using Ch = char;

  explicit Source(int file) : file_(file), buffer_(kBuffer + 1) { Fill(); }
  explicit Source(std::string_view text) : buffer_(text.begin(), text.end()) {
    buffer_.push_back('\0');
    at_ = buffer_.data();
    end_ = at_ + text.size();
  }
  ~Source() {
    if (file_ >= 0) close(file_);
  }

  char Peek() const { return *at_; }
  [[gnu::always_inline]] char Take() {
    if (at_ == end_) return '\0';
    const char c = *at_++;
    if (c == '\n') {
      ++line_;
      line_begin_ = Offset();
    }
    if (at_ == end_) Fill();
    return c;
  }
  // Takes what stands for itself in a text, as far as it is at hand: at least the next byte, which
  // does.
  template <typename Out>
  [[gnu::always_inline]] void CopyPlain(Out* out) {
    const char* to = at_ + 1;
    while (end_ - to >= 8 && AllPlain(to)) to += 8;
    while (to != end_ && IsPlain(*to)) ++to;
    const auto size = static_cast<rapidjson::SizeType>(to - at_);
    std::memcpy(out->Push(size), at_, size);
    at_ = to;
    if (at_ == end_) Fill();
  }
  size_t Tell() const { return 0; }
  // For streams that are written in place, which this is not.
  void Put(char) {}
  char* PutBegin() { return nullptr; }
  size_t PutEnd(char*) { return 0; }

  void BeginDocument() { document_begin_ = Offset(); }
  bool TooLarge() const { return too_large_; }
  bool AtEnd() const { return at_ == end_; }
  int error() const { return error_; }
  uint32_t line() const { return line_; }
  uint32_t column() const { return static_cast<uint32_t>(Offset() - line_begin_ + 1); }

  void SkipSpace() {
    BeginDocument();
    while (Peek() == ' ' || Peek() == '\n' || Peek() == '\r' || Peek() == '\t') {
      document_begin_ = Offset();
      Take();
    }
  }
  // A byte order mark, which some writers put first.
  void SkipMark() {
    if (end_ - at_ >= 3 && std::memcmp(at_, "\xef\xbb\xbf", 3) == 0) {
      at_ += 3;
      line_begin_ = Offset();
    }
  }

 private:
  static constexpr size_t kBuffer = size_t{1} << 20;

  uint64_t Offset() const { return before_ + static_cast<uint64_t>(at_ - buffer_.data()); }
  void Fill() {
    if (end_ != nullptr) before_ += static_cast<uint64_t>(end_ - buffer_.data());
    at_ = end_ = buffer_.data();
    ssize_t got = 0;
    too_large_ = before_ - document_begin_ > kMaxDocument;
    if (file_ >= 0 && !too_large_) {
      do got = read(file_, buffer_.data(), kBuffer);
      while (got < 0 && errno == EINTR);
      if (got < 0) error_ = errno;
    }
    end_ += std::max<ssize_t>(got, 0);
    buffer_[static_cast<size_t>(end_ - at_)] = '\0';
  }

  int file_ = -1;
  int error_ = 0;
  std::vector<char> buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool too_large_ = false;
  uint32_t line_ = 1;
  // In bytes of the whole input.
  uint64_t before_ = 0;  // the buffer
  uint64_t line_begin_ = 0, document_begin_ = 0;
};

// How RapidJSON reads texts: as UTF-8, which JsonBuilder checks, many bytes at a time.
struct Utf8Texts : rapidjson::UTF8<char> {};

}  // namespace pedigree::interop

template <>
struct rapidjson::Transcoder<pedigree::interop::Utf8Texts, pedigree::interop::Utf8Texts> {
  template <typename In, typename Out>
  [[gnu::always_inline]] static bool Transcode(In& in, Out& out) {
    if constexpr (requires { out.Push(1); }) {
      in.CopyPlain(&out);
    } else {
      out.Put(in.Take());
    }
    return true;
  }
  template <typename In, typename Out>
  static bool Validate(In& in, Out& out) {
    return Transcode(in, out);
  }
};

namespace pedigree::interop {

// Makes the nodes of what RapidJSON tells.
class JsonBuilder {
 public:
  template <typename Source>
  JsonBuilder(JsonDocument* document, const Source* source)
      : document_(document),
        line_([](const void* s) { return static_cast<const Source*>(s)->line(); }),
        source_(source) {
    document->nodes_.clear();
    document->pool_.clear();
  }

  using Type = JsonDocument::Type;
  using Size = rapidjson::SizeType;
  bool Null() { return Scalar(Type::kNull, ""); }
  bool Bool(bool b) { return Scalar(Type::kBool, b ? "true" : "false"); }
  bool RawNumber(const char* text, Size size, bool) { return Scalar(Type::kNumber, {text, size}); }
  bool String(const char* text, Size size, bool) {
    return Utf8({text, size}) && Scalar(Type::kString, {text, size});
  }
  // Numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }
  bool StartObject() { return Start(Type::kObject); }
  bool StartArray() { return Start(Type::kArray); }
  bool EndArray(Size) { return End(); }
  bool Key(const char* text, Size size, bool) {
    if (!Utf8({text, size})) return false;
    key_ = Keep({text, size});
    key_size_ = size;
    return true;
  }
  bool EndObject(Size) { return NoKeyTwice() && End(); }

  const std::string& problem() const { return problem_; }

 private:
  uint32_t Keep(std::string_view text) {
    const auto at = static_cast<uint32_t>(document_->pool_.size());
    document_->pool_ += text;
    return at;
  }
  JsonDocument::Node& Add(Type type) {
    JsonDocument::Node& node = document_->nodes_.emplace_back();
    node.type = type;
    node.line = line_(source_);
    node.end = static_cast<uint32_t>(document_->nodes_.size());
    node.key = std::exchange(key_, 0);
    node.key_size = std::exchange(key_size_, 0);
    return node;
  }
  bool Scalar(Type type, std::string_view text) {
    const uint32_t at = Keep(text);
    JsonDocument::Node& node = Add(type);
    node.text = at;
    node.text_size = static_cast<uint32_t>(text.size());
    return true;
  }
  bool Start(Type type) {
    if (open_.size() == kMaxDepth) {
      problem_ = fmt::format("nested more than {} deep", kMaxDepth);
      return false;
    }
    open_.push_back(static_cast<uint32_t>(document_->nodes_.size()));
    Add(type);
    return true;
  }
  bool End() {
    document_->nodes_[open_.back()].end = static_cast<uint32_t>(document_->nodes_.size());
    open_.pop_back();
    return true;
  }
  bool Utf8(std::string_view text) {
    if (IsUtf8(text)) return true;
    problem_ = "a text is not UTF-8";
    return false;
  }
  bool NoKeyTwice() {
    keys_.clear();
    const auto& nodes = document_->nodes_;
    for (uint32_t at = open_.back() + 1; at < nodes.size(); at = nodes[at].end)
      keys_.push_back(std::string_view(document_->pool_).substr(nodes[at].key, nodes[at].key_size));
    std::sort(keys_.begin(), keys_.end());
    const auto twice = std::adjacent_find(keys_.begin(), keys_.end());
    if (twice == keys_.end()) return true;
    problem_ = fmt::format("the key \"{}\" is twice in one object", *twice);
    return false;
  }

  JsonDocument* document_;
  uint32_t (*line_)(const void*);
  const void* source_;
  std::vector<uint32_t> open_;
  std::vector<std::string_view> keys_;
  uint32_t key_ = 0, key_size_ = 0;
  std::string problem_;
};

JsonNode JsonDocument::Root() const { return nodes_.empty() ? JsonNode() : JsonNode(this, 0); }

std::string_view JsonNode::Text() const { return IsString() ? Scalar() : std::string_view(); }

std::string_view JsonNode::Scalar() const {
  if (document_ == nullptr) return {};
  return std::string_view(document_->pool_).substr(Get().text, Get().text_size);
}

int64_t JsonNode::Integer() const {
  const std::string_view text = Scalar();
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? value : 0;
}

std::string_view JsonNode::Key() const {
  if (document_ == nullptr) return {};
  return std::string_view(document_->pool_).substr(Get().key, Get().key_size);
}

JsonNode JsonNode::operator[](std::string_view key) const {
  if (!IsObject()) return {};
  for (const JsonNode member : *this) {
    if (member.Key() == key) return member;
  }
  return {};
}

JsonNode::Iterator JsonNode::begin() const {
  if (!IsObject() && !IsArray()) return {document_, 0};
  return {document_, at_ + 1};
}
JsonNode::Iterator JsonNode::end() const {
  if (!IsObject() && !IsArray()) return {document_, 0};
  return {document_, Get().end};
}
JsonNode::Iterator& JsonNode::Iterator::operator++() {
  at_ = document_->nodes_[at_].end;
  return *this;
}

JsonStream::JsonStream(std::string name, std::unique_ptr<Source> source, bool split)
    : name_(std::move(name)), source_(std::move(source)), split_(split) {}
JsonStream::~JsonStream() = default;

absl::StatusOr<std::unique_ptr<JsonStream>> JsonStream::Open(const std::string& path, bool split) {
  const int file = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(fmt::format("{}: {}", path, std::strerror(errno)));
  auto source = std::make_unique<Source>(file);
  if (source->error() != 0)
    return absl::FailedPreconditionError(
        fmt::format("{}: {}", path, std::strerror(source->error())));
  source->SkipMark();
  return std::unique_ptr<JsonStream>(
      new JsonStream(path == "-" ? "standard input" : path, std::move(source), split));
}

std::unique_ptr<JsonStream> JsonStream::Of(const std::string& name, std::string_view text,
                                           bool split) {
  auto source = std::make_unique<Source>(text);
  source->SkipMark();
  return std::unique_ptr<JsonStream>(new JsonStream(name, std::move(source), split));
}

absl::Status JsonStream::Wrong(uint32_t line, std::string_view what) const {
  return absl::InvalidArgumentError(fmt::format("{}:{}: {}", name_, line, what));
}

absl::Status JsonStream::SyntaxError(std::string_view what) const {
  if (source_->error() != 0)
    return absl::FailedPreconditionError(
        fmt::format("{}: {}", name_, std::strerror(source_->error())));
  return absl::InvalidArgumentError(
      fmt::format("{}:{}:{}: {}", name_, source_->line(), source_->column(), what));
}

absl::Status JsonStream::ForEach(std::string_view nothing,
                                 absl::FunctionRef<absl::Status(JsonNode)> take) {
  bool any = false;
  for (;;) {
    const absl::StatusOr<const JsonDocument*> document = Next();
    if (!document.ok()) return document.status();
    if (*document == nullptr) break;
    any = true;
    if (absl::Status status = take((*document)->Root()); !status.ok()) return status;
  }
  if (!any) return absl::InvalidArgumentError(fmt::format("{}: {}", name_, nothing));
  return absl::OkStatus();
}

absl::StatusOr<const JsonDocument*> JsonStream::Next() {
  if (done_) return nullptr;
  source_->SkipSpace();
  if (!begun_) {
    begun_ = true;
    if (split_ && source_->Peek() == '[' && !source_->AtEnd()) {
      source_->Take();
      in_array_ = true;
      source_->SkipSpace();
    }
  }
  if (in_array_) {
    if (source_->AtEnd()) return SyntaxError("the array does not end");
    if (source_->Peek() == ']') {
      source_->Take();
      in_array_ = false;
      source_->SkipSpace();
    } else if (!first_) {
      if (source_->Peek() != ',') return SyntaxError("there is no comma between two elements");
      source_->Take();
      source_->SkipSpace();
    }
  }
  if (source_->AtEnd() && !in_array_) {
    done_ = true;
    if (source_->error() != 0) return SyntaxError("");
    return nullptr;
  }
  first_ = false;
  source_->BeginDocument();
  JsonBuilder builder(&document_, source_.get());
  rapidjson::GenericReader<Utf8Texts, Utf8Texts> reader;
  constexpr unsigned kFlags =
      rapidjson::kParseStopWhenDoneFlag | rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(*source_, builder);
  if (!result) {
    done_ = true;
    if (source_->TooLarge())
      return SyntaxError(fmt::format("one document is larger than {} MiB", kMaxDocument >> 20));
    if (!builder.problem().empty()) return SyntaxError(builder.problem());
    if (source_->AtEnd()) return SyntaxError("the JSON ends before its time");
    return SyntaxError(fmt::format("not JSON: {}", rapidjson::GetParseError_En(result.Code())));
  }
  return &document_;
}

namespace {
absl::StatusOr<JsonDocument> Only(JsonStream* stream) {
  const absl::StatusOr<const JsonDocument*> first = stream->Next();
  if (!first.ok()) return first.status();
  if (*first == nullptr) return stream->Wrong(1, "there is no JSON in it");
  JsonDocument document = **first;
  const absl::StatusOr<const JsonDocument*> more = stream->Next();
  if (!more.ok()) return more.status();
  if (*more != nullptr)
    return stream->Wrong((*more)->Root().Line(), "more JSON follows where the document has ended");
  return document;
}
}  // namespace

absl::StatusOr<JsonDocument> ReadJson(const std::string& path) {
  absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path, /*split=*/false);
  if (!stream.ok()) return stream.status();
  return Only(stream->get());
}

absl::StatusOr<JsonDocument> ParseJson(const std::string& name, std::string_view text) {
  return Only(JsonStream::Of(name, text, /*split=*/false).get());
}

}  // namespace pedigree::interop
