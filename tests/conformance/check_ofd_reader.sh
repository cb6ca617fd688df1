#!/bin/bash
# OFD files in a reader of the web: check_ofd_reader.sh OUTDIR FILE.ofd…
# Chromium opens each file with ofd.js, without a network and with our faces only; what fails is said in check_ofd.mjs.
# Screenshots go to OUTDIR, as STEM-PAGE.png. Prints PASS or FAIL per file; exit 0 only if all pass.
# Needs chromium (or CHROMIUM), Node and npm. ofd.js 0.2.6 (Apache-2.0: a test tool only) comes from the npm registry and is kept in
# OFDJS_CACHE, by default ~/.cache/nianbao-ofdjs. Its 1.5 opens no file without a licence code of its maker.
set -euo pipefail
package=ofd.js@0.2.6
here=$(cd "$(dirname "$0")" && pwd)
cache=${OFDJS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nianbao-ofdjs}/${package##*@}
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
if [ ! -f "$cache/ofd.umd.min.js" ]; then
  mkdir -p "$cache"
  (cd "$t" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz)
  mv "$t/package/lib/ofd.umd.min.js" "$cache/ofd.umd.min.js"
fi
XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache} HOME=$t FONTCONFIG_FILE=$here/fonts.conf node "$here/check_ofd.mjs" "$cache/ofd.umd.min.js" "$t/profile" "$@"
