#!/bin/bash
# Accessibility and self-containment of the HTML edition: check_html.sh FILE.html…
# Chromium loads each page at 1280 pixels and as on a phone of 360, without a network and with our faces only, and runs axe-core
# in it. Prints PASS or FAIL per file and width, with what is wrong and notes; exit 0 only if all pass. check_html.mjs says what fails.
# Needs chromium (or CHROMIUM), Node and npm. axe-core (MPLv2: a test tool only) comes from the npm registry and is kept in
# AXE_CACHE, by default ~/.cache/nianbao-axe.
set -euo pipefail
package=axe-core@4.14.1
here=$(cd "$(dirname "$0")" && pwd)
cache=${AXE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nianbao-axe}/${package##*@}
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
if [ ! -f "$cache/axe.min.js" ]; then
  mkdir -p "$cache"
  (cd "$t" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz)
  mv "$t/package/axe.min.js" "$cache/axe.min.js"
fi
XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache} HOME=$t FONTCONFIG_FILE=$here/fonts.conf node "$here/check_html.mjs" "$cache/axe.min.js" "$t/profile" "$@"
