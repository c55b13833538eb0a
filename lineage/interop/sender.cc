#include "lineage/interop/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "analyzer/fragment/mask.h"
#include "lineage/file.h"
#include "lineage/interop/late_curl.h"

namespace pedigree::interop {
namespace {

// An answer is small; one that is not is not read to its end.
constexpr size_t kLongestAnswer = size_t{64} << 20;
constexpr size_t kShownAnswer = 300;

std::string Variable(std::string_view name) {
  if (name.empty()) return "";
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? "" : value;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

// What is wrong with a line is said without the line: it may be a secret.
absl::Status ReadCredentials(const std::string& path, Credentials* credentials) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return content.status();
  const std::pair<std::string_view, std::string*> keys[] = {
      {"token", &credentials->token},
      {"user", &credentials->user},
      {"password", &credentials->password},
      {"aws_access_key_id", &credentials->access_key},
      {"aws_secret_access_key", &credentials->secret_key},
      {"aws_session_token", &credentials->session_token},
      {"region", &credentials->region},
  };
  std::string_view rest = *content;
  bool profile = false;
  for (int number = 1; !rest.empty(); ++number) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto wrong = [&](std::string_view what) {
      return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path, number, what));
    };
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      if (std::exchange(profile, true)) return wrong("a second profile: there can be one");
      continue;
    }
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) return wrong("a line is KEY = VALUE");
    const std::string_view key = Trimmed(line.substr(0, equals));
    const auto* found = std::find_if(std::begin(keys), std::end(keys),
                                     [&](const auto& known) { return known.first == key; });
    if (found == std::end(keys)) {
      return wrong(
          "no key of credentials: only token, user, password, aws_access_key_id, "
          "aws_secret_access_key, aws_session_token, region");
    }
    *found->second = Trimmed(line.substr(equals + 1));
  }
  return absl::OkStatus();
}

bool OfThisMachine(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host == "::1" || host.starts_with("127.");
}

struct Url {
  std::string scheme, host;
  bool secrets = false;
};

absl::Status NoCurl() {
  return absl::FailedPreconditionError("nothing can be sent without libcurl (libcurl.so.4)");
}

absl::StatusOr<Url> ParseUrl(const std::string& text) {
  const auto wrong = [&](std::string_view what) {
    return absl::InvalidArgumentError(fmt::format("{}: {}", MaskSecrets(text), what));
  };
  const LateCurl* const lib = LateCurl::Get();
  if (lib == nullptr) return NoCurl();
  CURLU* handle = lib->url();
  Url url;
  const bool parsed = lib->url_set(handle, CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
  const auto part = [&](CURLUPart which) {
    char* value = nullptr;
    std::string result;
    if (lib->url_get(handle, which, &value, 0) == CURLUE_OK) result = value;
    lib->free(value);
    return result;
  };
  if (parsed) {
    url.scheme = part(CURLUPART_SCHEME);
    url.host = part(CURLUPART_HOST);
    url.secrets = !part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty();
  }
  lib->url_cleanup(handle);
  if (!parsed || (url.scheme != "http" && url.scheme != "https"))
    return wrong("no URL to send to: https://HOST/..., or http://");
  if (url.secrets)
    return wrong("credentials are not taken from a URL: they come from the environment or a file");
  return url;
}

}  // namespace

absl::StatusOr<Credentials> FindCredentials(const CredentialNames& names, const std::string& file) {
  Credentials found;
  if (!file.empty()) {
    if (absl::Status status = ReadCredentials(file, &found); !status.ok()) return status;
  }
  const bool in_file = !file.empty();
  found.service = std::string(names.service);
  if (!names.service.empty()) {
    if (!in_file) {
      found.access_key = Variable("AWS_ACCESS_KEY_ID");
      found.secret_key = Variable("AWS_SECRET_ACCESS_KEY");
      found.session_token = Variable("AWS_SESSION_TOKEN");
    }
    for (const std::string_view name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      if (found.region.empty()) found.region = Variable(name);
    }
    if (found.access_key.empty() || found.secret_key.empty() || found.region.empty()) {
      return absl::InvalidArgumentError(fmt::format(
          "requests are to be signed for AWS's {}: {} to have a key, its secret and a region "
          "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION)",
          names.service, in_file ? file + " has" : "the environment has"));
    }
    return found;
  }
  if (!in_file) {
    found.token = Variable("PEDIGREE_TOKEN");
    found.user = Variable("PEDIGREE_USER");
    found.password = Variable("PEDIGREE_PASSWORD");
    if (found.token.empty() && found.user.empty()) {
      found.token = Variable(names.token);
      found.user = Variable(names.user);
      found.password = Variable(names.password);
    }
  }
  return found;
}

// What one try came to.
struct Sender::Attempt {
  CURLcode code = CURLE_OK;
  std::string problem;  // of the connection
  int status = 0;
  std::string body;
  bool cut = false;  // the answer is longer than is read
  std::chrono::milliseconds retry_after{0};
};

Sender::Sender(Options options) : options_(std::move(options)) {}
Sender::~Sender() {
  if (curl_ != nullptr) LateCurl::Get()->easy_cleanup(curl_);
}

absl::StatusOr<std::unique_ptr<Sender>> Sender::Make(Options options) {
  const LateCurl* const lib = LateCurl::Get();
  if (lib == nullptr) return NoCurl();
  static const CURLcode global = lib->global_init(CURL_GLOBAL_DEFAULT);
  if (global != CURLE_OK) return absl::InternalError("libcurl does not start");
  const Credentials& said = options.credentials;
  for (const std::string* text : {&said.token, &said.user, &said.password, &said.session_token}) {
    if (std::any_of(text->begin(), text->end(),
                    [](unsigned char c) { return std::iscntrl(c) != 0; }))
      return absl::InvalidArgumentError("credentials have a control character in them");
  }
  std::unique_ptr<Sender> sender(new Sender(std::move(options)));
  sender->curl_ = lib->easy_init();
  if (sender->curl_ == nullptr) return absl::InternalError("libcurl does not start");
  return sender;
}

std::string Sender::Masked(std::string text) const {
  const Credentials& said = options_.credentials;
  // Basic authentication sends the two as one, which a server may repeat as it came.
  const absl::string_view user(said.user), password(said.password);
  const std::string basic = absl::Base64Escape(absl::StrCat(user, ":", password));
  for (const std::string& secret :
       {said.token, said.password, said.secret_key, said.session_token, said.access_key, basic}) {
    if (secret.size() < 4) continue;
    for (size_t at; (at = text.find(secret)) != std::string::npos;)
      text.replace(at, secret.size(), "***");
  }
  return MaskSecrets(text);
}

Sender::Attempt Sender::Once(const Request& request) {
  Attempt attempt;
  const LateCurl* const lib = LateCurl::Get();
  CURL* curl = curl_;
  lib->easy_reset(curl);  // keeps the connection
  char problem[CURL_ERROR_SIZE] = "";
  curl_slist* headers = nullptr;
  const auto add = [&](const std::string& line) {
    headers = lib->slist_append(headers, line.c_str());
  };
  if (!request.content_type.empty()) add("Content-Type: " + request.content_type);
  for (const std::string& line : request.headers) add(line);
  const Credentials& said = options_.credentials;
  std::string user, provider;
  if (!said.service.empty()) {
    provider = fmt::format("aws:amz:{}:{}", said.region, said.service);
    user = said.access_key + ":" + said.secret_key;
    lib->easy_setopt(curl, CURLOPT_AWS_SIGV4, provider.c_str());
    lib->easy_setopt(curl, CURLOPT_USERPWD, user.c_str());
    if (!said.session_token.empty()) add("X-Amz-Security-Token: " + said.session_token);
  } else if (!said.token.empty()) {
    add("Authorization: Bearer " + said.token);
  } else if (!said.user.empty()) {
    lib->easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    lib->easy_setopt(curl, CURLOPT_USERNAME, said.user.c_str());
    lib->easy_setopt(curl, CURLOPT_PASSWORD, said.password.c_str());
  }
  // Large bodies are sent without asking first. (curl 7.88 would sign the header that is not
  // there.)
  if (said.service.empty()) add("Expect:");
  lib->easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  lib->easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  lib->easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  lib->easy_setopt(curl, CURLOPT_USERAGENT, "pedigree");
  lib->easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
  lib->easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options_.connect_timeout.count()));
  lib->easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  // As curl's own command finds other authorities.
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    if (const std::string file = Variable(name); !file.empty()) {
      lib->easy_setopt(curl, CURLOPT_CAINFO, file.c_str());
      break;
    }
  }
  if (request.method == "GET") {
    lib->easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  } else {
    lib->easy_setopt(curl, CURLOPT_POST, 1L);
    lib->easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    lib->easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    if (request.method != "POST")
      lib->easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  lib->easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  lib->easy_setopt(curl, CURLOPT_WRITEDATA, &attempt);
  lib->easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* data, size_t, size_t size, void* to) -> size_t {
        auto* attempt = static_cast<Attempt*>(to);
        if (attempt->body.size() + size > kLongestAnswer) {
          attempt->cut = true;
          return 0;
        }
        attempt->body.append(data, size);
        return size;
      });
  attempt.code = lib->easy_perform(curl);
  attempt.problem = problem[0] != '\0' ? problem : lib->easy_strerror(attempt.code);
  long status = 0;
  lib->easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  attempt.status = static_cast<int>(status);
  curl_off_t seconds = 0;
  lib->easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
  attempt.retry_after =
      std::chrono::seconds(std::clamp<curl_off_t>(seconds, 0, curl_off_t{24} * 3600));
  lib->slist_free_all(headers);
  return attempt;
}

namespace {

bool NeverReached(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_RESOLVE_PROXY;
}
// What another try may mend. That a certificate is wrong it does not.
bool Passing(CURLcode code) {
  return NeverReached(code) || code == CURLE_OPERATION_TIMEDOUT || code == CURLE_SEND_ERROR ||
         code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_PARTIAL_FILE ||
         code == CURLE_SSL_CONNECT_ERROR || code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
}

// On one line, and not all of it.
std::string Shown(std::string_view body) {
  std::string text;
  for (const char c : body) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (space && (text.empty() || text.back() == ' ')) continue;
    text += space || std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
    if (text.size() >= kShownAnswer) {
      // Not in the middle of a character.
      while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
        text.pop_back();
      return text + "...";
    }
  }
  return std::string(Trimmed(text));
}

}  // namespace

// "status 404: no such thing"
std::string Sender::StatusText(int status, const std::string& body) const {
  const std::string answer = Shown(Masked(body));
  return fmt::format("status {}{}{}", status, answer.empty() ? "" : ": ", answer);
}

absl::Status Sender::Failed(const Request& request, std::string_view why, int tried) const {
  return absl::UnavailableError(Masked(fmt::format(
      "{} {}: {}{}{}", request.method, request.url, request.what.empty() ? "" : request.what + ": ",
      why, tried == 1 ? "" : fmt::format(" (tried {} times)", tried))));
}

absl::Status Sender::Refused(const Request& request, const Response& response) const {
  return Failed(request, StatusText(response.status, response.body), /*tried=*/1);
}

absl::StatusOr<Response> Sender::Send(const Request& request, const std::vector<int>& also) {
  const absl::StatusOr<Url> url = ParseUrl(request.url);
  if (!url.ok()) return url.status();
  const Credentials& said = options_.credentials;
  const bool secrets = !said.token.empty() || !said.user.empty() || !said.service.empty();
  if (secrets && url->scheme == "http" && !OfThisMachine(url->host) &&
      !options_.insecure_credentials) {
    return absl::InvalidArgumentError(
        fmt::format("{}: credentials go over https only", MaskSecrets(request.url)));
  }
  // Many who were refused at one time are not to come back at one time.
  static thread_local std::minstd_rand random(std::random_device{}());
  std::chrono::milliseconds wait = options_.first_wait;
  std::string last;
  for (int tried = 1;; ++tried) {
    const Attempt attempt = Once(request);
    bool again = false;
    std::chrono::milliseconds pause = wait;
    if (attempt.cut) {
      last = fmt::format("the answer is larger than {} MiB", kLongestAnswer >> 20);
    } else if (attempt.code != CURLE_OK) {
      last = attempt.problem;
      again = request.repeatable ? Passing(attempt.code) : NeverReached(attempt.code);
    } else if ((attempt.status >= 200 && attempt.status < 300) ||
               std::find(also.begin(), also.end(), attempt.status) != also.end()) {
      return Response{attempt.status, attempt.body};
    } else {
      last = StatusText(attempt.status, attempt.body);
      again = attempt.status == 429 || attempt.status == 503 ||
              (request.repeatable && attempt.status >= 500 && attempt.status != 501);
      pause = std::max(pause, attempt.retry_after);
    }
    if (!again || tried > options_.retries) return Failed(request, last, tried);
    pause = std::min(pause, options_.longest_wait);
    const auto spread = static_cast<int64_t>(random() % 256);
    std::this_thread::sleep_for(pause + pause * spread / 1024);
    wait = std::min(wait * 2, options_.longest_wait);
  }
}

std::string UrlBelow(std::string_view base, std::string_view path) {
  const size_t scheme = base.find("://");
  const size_t slash = scheme == std::string_view::npos ? scheme : base.find('/', scheme + 3);
  if (slash == std::string_view::npos) return fmt::format("{}/{}", base, path);
  if (slash + 1 == base.size()) return fmt::format("{}{}", base, path);
  return std::string(base);
}

}  // namespace pedigree::interop
