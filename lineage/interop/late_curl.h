// libcurl, loaded when something is to be sent. It brings thirty libraries with it, which every
// other use of the command would load for nothing: as long as reading a small graph takes.
#ifndef PEDIGREE_LINEAGE_INTEROP_LATE_CURL_H_
#define PEDIGREE_LINEAGE_INTEROP_LATE_CURL_H_

// Its macros check the types of calls by name.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#undef curl_easy_getinfo
#undef curl_easy_setopt

namespace pedigree::interop {

// The functions of <curl/curl.h> that are used here, without their prefix.
struct LateCurl {
  decltype(&curl_global_init) global_init;
  decltype(&curl_easy_cleanup) easy_cleanup;
  decltype(&curl_easy_getinfo) easy_getinfo;
  decltype(&curl_easy_init) easy_init;
  decltype(&curl_easy_perform) easy_perform;
  decltype(&curl_easy_reset) easy_reset;
  decltype(&curl_easy_setopt) easy_setopt;
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_free) free;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
  decltype(&curl_url) url;
  decltype(&curl_url_cleanup) url_cleanup;
  decltype(&curl_url_get) url_get;
  decltype(&curl_url_set) url_set;

  // Null where the library is not installed.
  static const LateCurl* Get();
};

}  // namespace pedigree::interop

#endif  // PEDIGREE_LINEAGE_INTEROP_LATE_CURL_H_
