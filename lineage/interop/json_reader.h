// Other people's JSON: read as a stream of documents, whoever wrote it.
//
// A lineage event log is one JSON document after another (JSON lines, or simply one behind the
// other), or one array of them; it may be larger than memory. JsonStream gives one document at a
// time, in memory that it uses again for the next, so what an import needs is bounded by the
// largest document, and that by kMaxDocument. Nesting is bounded by kMaxDepth. What is wrong
// (syntax, bytes that are not UTF-8, a key twice in one object, a bound) is an error that names
// file, line and column. RapidJSON does the parsing; nothing of it shows here.
#ifndef PEDIGREE_LINEAGE_INTEROP_JSON_READER_H_
#define PEDIGREE_LINEAGE_INTEROP_JSON_READER_H_

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pedigree::interop {

inline constexpr size_t kMaxDepth = 200;
inline constexpr uint64_t kMaxDocument = uint64_t{512} << 20;

class JsonNode;

// One document: its nodes in the order of the text, each followed by what is in it.
class JsonDocument {
 public:
  JsonNode Root() const;

 private:
  friend class JsonNode;
  friend class JsonBuilder;
  friend class JsonStream;
  enum class Type : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  struct Node {
    Type type = Type::kNull;
    uint32_t line = 0;
    uint32_t end = 0;                  // one past the last node in it
    uint32_t key = 0, key_size = 0;    // into pool_
    uint32_t text = 0, text_size = 0;  // into pool_: a string, a number as it is written, "true"
  };
  std::vector<Node> nodes_;
  std::string pool_;
};

// A value within a document, which must outlive it; or none, where a member that was asked for is
// not there. Of none, and of a value of another type, every question has the answer "nothing".
class JsonNode {
 public:
  JsonNode() = default;

  explicit operator bool() const { return document_ != nullptr; }
  bool IsObject() const { return Is(JsonDocument::Type::kObject); }
  bool IsArray() const { return Is(JsonDocument::Type::kArray); }
  bool IsString() const { return Is(JsonDocument::Type::kString); }
  bool IsNull() const { return Is(JsonDocument::Type::kNull); }
  bool True() const { return Is(JsonDocument::Type::kBool) && Get().text_size == 4; }

  // A string's content.
  std::string_view Text() const;
  // A string's content, a number or truth value as it is written.
  std::string_view Scalar() const;
  // A number, or a string that is one; 0 for all else.
  int64_t Integer() const;

  std::string_view Key() const;
  JsonNode operator[](std::string_view key) const;
  uint32_t Line() const { return document_ == nullptr ? 0 : Get().line; }

  // The members of an object, the elements of an array.
  class Iterator {
   public:
    Iterator(const JsonDocument* document, uint32_t at) : document_(document), at_(at) {}
    JsonNode operator*() const { return JsonNode(document_, at_); }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const JsonDocument* document_;
    uint32_t at_;
  };
  Iterator begin() const;
  Iterator end() const;
  bool Empty() const { return !(begin() != end()); }

 private:
  friend class JsonDocument;
  JsonNode(const JsonDocument* document, uint32_t at) : document_(document), at_(at) {}
  const JsonDocument::Node& Get() const { return document_->nodes_[at_]; }
  bool Is(JsonDocument::Type type) const { return document_ != nullptr && Get().type == type; }

  const JsonDocument* document_ = nullptr;
  uint32_t at_ = 0;
};

// The documents of a file, or of a text.
class JsonStream {
 public:
  // `name` is what errors call it. An array at the top is taken apart if `split`: each element is a
  // document.
  static absl::StatusOr<std::unique_ptr<JsonStream>> Open(const std::string& path, bool split);
  static std::unique_ptr<JsonStream> Of(const std::string& name, std::string_view text, bool split);
  ~JsonStream();

  // The next document, which is valid until the next call; null at the end.
  absl::StatusOr<const JsonDocument*> Next();

  // Takes each document in turn. An error, `nothing` where there is none.
  absl::Status ForEach(std::string_view nothing, absl::FunctionRef<absl::Status(JsonNode)> take);

  // "events.jsonl:12: what"
  absl::Status Wrong(uint32_t line, std::string_view what) const;
  const std::string& name() const { return name_; }

 private:
  class Source;
  JsonStream(std::string name, std::unique_ptr<Source> source, bool split);
  absl::Status SyntaxError(std::string_view what) const;

  std::string name_;
  std::unique_ptr<Source> source_;
  bool split_;
  bool begun_ = false, in_array_ = false, first_ = true, done_ = false;
  JsonDocument document_;
};

// Gives each document of a file to a Reader, made of the stream and `arguments`.
template <typename Reader, typename... Arguments>
absl::Status ReadDocuments(const std::string& path, const Arguments&... arguments) {
  const absl::StatusOr<std::unique_ptr<JsonStream>> stream = JsonStream::Open(path, /*split=*/true);
  if (!stream.ok()) return stream.status();
  Reader reader(stream->get(), arguments...);
  return (*stream)->ForEach("there is no JSON in it",
                            [&](JsonNode root) { return reader.Read(root); });
}

// The lists that an answer may have, and what takes an element of each.
template <typename Reader>
using Lists =
    std::initializer_list<std::pair<std::string_view, absl::Status (Reader::*)(JsonNode)>>;

// Takes the elements of those lists that are there; whether any is.
template <typename Reader>
absl::StatusOr<bool> ReadLists(JsonNode answer, Lists<Reader> lists, Reader* reader) {
  bool any = false;
  for (const auto& [list, take] : lists) {
    if (!answer[list].IsArray()) continue;
    any = true;
    for (const JsonNode one : answer[list]) {
      if (absl::Status status = (reader->*take)(one); !status.ok()) return status;
    }
  }
  return any;
}

// The one document of a file.
absl::StatusOr<JsonDocument> ReadJson(const std::string& path);
absl::StatusOr<JsonDocument> ParseJson(const std::string& name, std::string_view text);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_JSON_READER_H_
