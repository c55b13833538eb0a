#include "examples/assistant/chat.h"

#include <curl/curl.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace assistant {
namespace {

std::size_t Receive(char* data, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(data, size * count);
  return size * count;
}

}  // namespace

std::string Complete(const std::string& url, const std::string& prompt) {
  nlohmann::json message;
  message["role"] = "user";
  message["content"] = prompt;
  nlohmann::json request;
  request["model"] = "assistant";
  request["temperature"] = 0;
  request["messages"].push_back(message);
  const std::string body = request.dump();

  CURL* curl = curl_easy_init();
  std::string response;
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  const CURLcode result = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  if (result != CURLE_OK) throw std::runtime_error(url + ": " + curl_easy_strerror(result));
  if (status != 200) throw std::runtime_error(url + ": HTTP status " + std::to_string(status));

  const nlohmann::json answer = nlohmann::json::parse(response, nullptr, false);
  if (answer.is_discarded() || !answer.contains("choices") || answer["choices"].empty()) {
    throw std::runtime_error(url + ": no answer in " + response);
  }
  return answer["choices"][0]["message"]["content"].get<std::string>();
}

}  // namespace assistant
