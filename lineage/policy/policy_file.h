// A policy as it is written: the message (proto/policy.proto) and the place of each part of it, so
// that whatever is said of a policy names the file, line and column.
#ifndef PEDIGREE_LINEAGE_POLICY_POLICY_FILE_H_
#define PEDIGREE_LINEAGE_POLICY_POLICY_FILE_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "proto/policy.pb.h"

namespace pedigree::policy {

inline constexpr uint32_t kPolicySchema = 1;

// 1-based.
struct TextPlace {
  std::string file;
  int line = 1;
  int column = 1;

  std::string Text() const;  // "policy.txtpb:12:5"
};

// Where the parts of one message stand in its text.
class TextPlaces {
 public:
  // The place of a field of `message`, which is part of what was read: of its `index`-th value. Of
  // a field that the text does not have, the place of the message.
  TextPlace Of(const google::protobuf::Message& message, std::string_view field,
               int index = 0) const;
  // Where the message itself stands.
  TextPlace Of(const google::protobuf::Message& message) const;

 private:
  friend absl::Status ReadTextProto(const std::string& file, const std::string& text,
                                    std::string_view what, google::protobuf::Message& message,
                                    TextPlaces& places);
  void Note(const google::protobuf::Message& message, const void* tree, int line, int column);

  struct At {
    int line = 1, column = 1;
  };
  std::string file_;
  absl::flat_hash_map<const google::protobuf::Message*, At> messages_;
  absl::flat_hash_map<std::tuple<const google::protobuf::Message*, int, int>, At> fields_;
};

// Reads text proto into `message`, which must stay where it is for `places` to hold. What is wrong
// is InvalidArgument: "FILE:LINE:COLUMN: ...", for a name that is not known with the one that was
// meant.
absl::Status ReadTextProto(const std::string& file, const std::string& text, std::string_view what,
                           google::protobuf::Message& message, TextPlaces& places);

// Whether a link says where it leads by itself ("https://..", "mailto:.."); else it is a path.
bool IsAddress(std::string_view link);

struct PolicyFile {
  std::string file;
  Policy policy;
  TextPlaces places;
};

// Also checks what holds within one file: ids, dates, what must be given. Where a rule's help is a
// path, it is one from the policy: afterwards it is from where `file` is.
absl::StatusOr<std::unique_ptr<PolicyFile>> ParsePolicy(const std::string& file,
                                                        const std::string& text);

}  // namespace pedigree::policy

#endif  // PEDIGREE_LINEAGE_POLICY_POLICY_FILE_H_
