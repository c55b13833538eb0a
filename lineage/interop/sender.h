// Requests over HTTP(S) to the systems that take lineage: `pedigree export SYSTEM GRAPH --to URL`.
//
// WHAT GOES WRONG. A connection that fails, a time-out, 429 and 5xx are tried again, after a wait
// that doubles (or that the server's Retry-After asks for). All else is an error at once. Every
// error is one line: the request, the status, what the server said of it.
//
// CREDENTIALS come from a file or from the environment, never from the command line: a token
// (Bearer), a user with a password (Basic), or an AWS key (Signature Version 4). They go over TLS,
// or to this machine. In no error do they show, even if the server repeats them.
#ifndef PEDIGREE_LINEAGE_INTEROP_SENDER_H_
#define PEDIGREE_LINEAGE_INTEROP_SENDER_H_

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pedigree::interop {

struct Credentials {
  std::string token = {};
  std::string user = {}, password = {};
  // Signature Version 4, where `service` is said ("sagemaker").
  std::string access_key = {}, secret_key = {}, session_token = {}, region = {}, service = {};
};

// How a system's own clients are given theirs: names of environment variables, or nothing.
struct CredentialNames {
  std::string_view token = {}, user = {}, password = {};
  std::string_view service = {};  // of AWS: requests are signed for it
};

// Credentials, from these, the first that has some:
//   - `file`, if it is named: lines "KEY = VALUE" with the keys token, user, password,
//     aws_access_key_id, aws_secret_access_key, aws_session_token, region; "#" begins a comment,
//     and a line "[profile]" says nothing, so that AWS's own file will do where it has one profile;
//   - PEDIGREE_TOKEN, or PEDIGREE_USER and PEDIGREE_PASSWORD;
//   - the variables that `names` has.
// With a service, AWS's: from the file, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
// AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION.
absl::StatusOr<Credentials> FindCredentials(const CredentialNames& names, const std::string& file);

struct Request {
  std::string method = "POST";
  std::string url = {};
  std::string body = {};
  std::string content_type = "application/json";
  std::vector<std::string> headers = {};  // more: "Accept: application/json"
  std::string what = {};                  // what is sent, for errors: "event 3"
  // Whether it does no harm to send it twice. If not, it is tried again only where the server has
  // said that it did not take it, or could not be reached.
  bool repeatable = true;
};

struct Response {
  int status = 0;
  std::string body;
};

class Sender {
 public:
  struct Options {
    Credentials credentials;
    int retries = 4;
    std::chrono::milliseconds first_wait{500}, longest_wait{30'000};
    std::chrono::milliseconds connect_timeout{10'000}, timeout{60'000};  // of one try
    bool insecure_credentials = false;  // also over HTTP without TLS, to other machines
  };

  static absl::StatusOr<std::unique_ptr<Sender>> Make(Options options);
  ~Sender();

  // The answer, whose status is 2xx. Anything else is an error; a status that `also` has is not.
  absl::StatusOr<Response> Send(const Request& request, const std::vector<int>& also = {});
  // The error that an answer is which `also` let through, and which was not what it was let through
  // for.
  absl::Status Refused(const Request& request, const Response& response) const;

 private:
  struct Attempt;
  explicit Sender(Options options);
  Attempt Once(const Request& request);
  std::string Masked(std::string text) const;
  std::string StatusText(int status, const std::string& body) const;
  absl::Status Failed(const Request& request, std::string_view why, int tried) const;

  Options options_;
  void* curl_ = nullptr;  // its connection is used again
};

// `base` and below it `path`, if `base` names a server only ("http://host:5000", or with a "/"):
// else `base` itself, which names the place.
std::string UrlBelow(std::string_view base, std::string_view path);

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_SENDER_H_
