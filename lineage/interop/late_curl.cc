#include "lineage/interop/late_curl.h"

#include <dlfcn.h>

#include <optional>

namespace pedigree::interop {
namespace {

std::optional<LateCurl> Load() {
  void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  bool whole = true;
  const auto find = [&]<typename F>(const char* name, F*& function) {
    function = reinterpret_cast<F*>(dlsym(library, name));
    whole = whole && function != nullptr;
  };
  LateCurl curl{};
  find("curl_global_init", curl.global_init);
  find("curl_easy_cleanup", curl.easy_cleanup);
  find("curl_easy_getinfo", curl.easy_getinfo);
  find("curl_easy_init", curl.easy_init);
  find("curl_easy_perform", curl.easy_perform);
  find("curl_easy_reset", curl.easy_reset);
  find("curl_easy_setopt", curl.easy_setopt);
  find("curl_easy_strerror", curl.easy_strerror);
  find("curl_free", curl.free);
  find("curl_slist_append", curl.slist_append);
  find("curl_slist_free_all", curl.slist_free_all);
  find("curl_url", curl.url);
  find("curl_url_cleanup", curl.url_cleanup);
  find("curl_url_get", curl.url_get);
  find("curl_url_set", curl.url_set);
  return whole ? std::optional(curl) : std::nullopt;
}

}  // namespace

const LateCurl* LateCurl::Get() {
  static const std::optional<LateCurl> curl = Load();
  return curl.has_value() ? &*curl : nullptr;
}

}  // namespace pedigree::interop
