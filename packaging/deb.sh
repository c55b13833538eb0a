#!/usr/bin/env bash
# deb.sh OUT: a Debian package of what was built, in the folder OUT. Prints its name.
#
# The same sources give the same bytes: times are those of the last commit (or SOURCE_DATE_EPOCH).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH=$PATH:/usr/sbin:/sbin # ldconfig

out=${1:?deb.sh OUT}
version=$(sed -n 's/.*kVersion\[\] = "\(.*\)".*/\1/p' cli/version.h)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
umask 022

DESTDIR=$root bash packaging/layout.sh /usr
strip --strip-unneeded "$root/usr/bin/pedigree" "$root"/usr/lib/libpedigree*.so "$root/usr/lib/pedigree/libpedigree_observe.so"
gzip -9n "$root"/usr/share/doc/pedigree/*.md

# The packages whose libraries the binaries name, or load when they are used, and Clang's own headers, which the tool parses
# with. Not those of the Clang that there is only a plugin for: where that is loaded, they are.
packages() {
  local library path
  readelf -d "$root/usr/bin/pedigree" "$root"/usr/lib/*.so "$root"/usr/lib/pedigree/*.so |
    sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | grep -vE '^lib(clang-cpp|LLVM)\.so\.22\.' | while read -r library; do
    path=$(ldconfig -p | awk -v l="$library" '$1 == l { print $NF; exit }')
    [[ -n "$path" ]] || path=$(llvm-config-19 --libdir)/$library
    # /lib is /usr/lib, and packages name either.
    dpkg -S "$path" 2>/dev/null || dpkg -S "/usr$path" 2>/dev/null || dpkg -S "${path#/usr}" 2>/dev/null ||
      dpkg -S "$(realpath "$path")" || { echo "deb.sh: no package has $library" >&2; exit 1; }
  done | sed 's/:.*//' | sort -u
}
depends=$(packages)
depends=$(printf '%s\nlibclang-common-19-dev\nlibcurl4\n' "$depends" | sort -u | paste -sd, | sed 's/,/, /g')

mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: pedigree
Version: $version
Architecture: $architecture
Maintainer: The Pedigree authors <pedigree@example.org>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
Recommends: clang-19 | clang-22
Section: devel
Priority: optional
Description: data lineage for C++, derived by the compiler
 Which data shaped this model, through which code? Pedigree derives from the
 source of C and C++ programs every dataset, table, feature and model that they
 can touch, and every flow between them. This package has the command, the
 plugins for Clang 19 and 22, catalogs of some sixty libraries, and a CMake package.
EOF
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/pedigree_${version}_$architecture.deb" >/dev/null
echo "$out/pedigree_${version}_$architecture.deb"
