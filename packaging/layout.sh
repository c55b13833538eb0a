#!/usr/bin/env bash
# layout.sh PREFIX: puts what was built into PREFIX, as `./dev install` and `./dev deb` have it.
#
#   BIN      Bazel's output folder (default: bazel-bin)
#   PLUGINS  which of the plugins (default: libpedigree.so, of Clang 19, and libpedigree22.so)
#   DESTDIR  comes before PREFIX
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefix=${DESTDIR:-}${1:?layout.sh PREFIX}
bin=${BIN:-bazel-bin}
version=$(sed -n 's/.*kVersion\[\] = "\(.*\)".*/\1/p' cli/version.h)

put() { # MODE FOLDER FILE...
  local mode=$1 folder=$prefix/$2
  shift 2
  mkdir -p "$folder"
  install -m "$mode" -t "$folder" "$@"
}

put 755 bin "$bin/cli/pedigree"
for plugin in ${PLUGINS:-libpedigree.so libpedigree22.so}; do put 644 lib "$bin/plugin/$plugin"; done
put 644 lib/pedigree "$bin/runtime/libpedigree_observe.so"
put 644 include/pedigree runtime/probe.h runtime/annotations.h proto/pedigree_options.proto
put 644 share/pedigree/catalog catalog/*.txtpb
put 644 share/pedigree/policies policies/README.md
for policy in policies/*.txtpb policies/cookbook/*.txtpb; do
  [[ $policy == *_test.txtpb ]] || put 644 "share/pedigree/$(dirname "$policy")" "$policy"
done
put 644 lib/cmake/Pedigree packaging/Pedigree.cmake packaging/PedigreeConfig.cmake packaging/PedigreeEverywhere.cmake
sed "s/@VERSION@/$version/" packaging/PedigreeConfigVersion.cmake.in >"$prefix/lib/cmake/Pedigree/PedigreeConfigVersion.cmake"
put 644 share/doc/pedigree README.md docs/*.md
put 644 share/doc/pedigree/interop docs/interop/*.md
# Debian's name for the licence.
install -m 644 LICENSE "$prefix/share/doc/pedigree/copyright"
