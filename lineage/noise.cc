#include "lineage/noise.h"

#include <algorithm>
#include <array>

namespace pedigree {
namespace {

struct Prefix {
  std::string_view text;
  std::string_view what;
};

// The Filesystem Hierarchy Standard, version 3.0, and what glibc reads by itself.
constexpr std::array kPrefixes = {
    Prefix{"/proc/", "system"},
    Prefix{"/sys/", "system"},
    Prefix{"/dev/urandom", "random"},
    Prefix{"/dev/random", "random"},
    Prefix{"/dev/null", "system"},
    Prefix{"/dev/zero", "system"},
    Prefix{"/dev/tty", "system"},
    Prefix{"/etc/localtime", "locale"},
    Prefix{"/etc/locale", "locale"},
    Prefix{"/etc/ld.so", "system"},
    Prefix{"/etc/passwd", "system"},
    Prefix{"/etc/group", "system"},
    Prefix{"/etc/hosts", "system"},
    Prefix{"/etc/nsswitch.conf", "system"},
    Prefix{"/etc/resolv.conf", "system"},
    Prefix{"/usr/share/locale", "locale"},
    Prefix{"/usr/share/zoneinfo", "locale"},
    Prefix{"/usr/share/i18n", "locale"},
    Prefix{"/usr/lib/locale", "locale"},
    Prefix{"/var/log/", "log"},
    Prefix{"/var/run/", "system"},
    Prefix{"/run/", "system"},
    Prefix{"/tmp/", "temporary"},
    Prefix{"/var/tmp/", "temporary"},
    Prefix{"{env:TMPDIR}", "temporary"},
    Prefix{"{env:TMP}", "temporary"},
    Prefix{"{env:TEMP}", "temporary"},
};

}  // namespace

std::string_view NoiseByName(std::string_view file) {
  for (const Prefix& prefix : kPrefixes) {
    if (file.starts_with(prefix.text)) return prefix.what;
  }
  if (file.ends_with(".log")) return "log";
  // What mkstemp fills in; what is renamed when it is whole.
  if (file.ends_with("XXXXXX") || file.ends_with(".tmp")) return "temporary";
  return "";
}

bool IsNoise(const Lineage& lineage, int asset) {
  const Lineage::Asset& a = lineage.assets()[asset];
  const auto declared = std::find(a.witnesses.begin(), a.witnesses.end(), DECLARED);
  if (declared != a.witnesses.end()) return false;
  if (a.kind == LOG) return true;
  // What an API says of it is more than what its name may mean.
  if (a.name_space != "file" || (a.kind != ASSET_KIND_UNSPECIFIED && !a.kind_inferred))
    return false;
  const std::string_view what = NoiseByName(a.name);
  if (what != "temporary") return !what.empty();
  bool read = false, written = false;
  for (const Lineage::Site& site : lineage.sites()) {
    if (site.asset != asset) continue;
    (site.access == SiteUse::READS ? read : written) = true;
  }
  return !(read && written);
}

}  // namespace pedigree
