#!/bin/bash
# The page in the oldest browsers that can be had: old.sh PAGE.html PROGRAM (needs Debian's firefox-esr).
# Chromium 80 is inside an npm package for small machines; it is unpacked and nothing of that package is run.
set -euo pipefail
page=$1 program=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
digest=sha512-Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==
(cd "$work" && npm pack --silent chrome-aws-lambda@2.1.1 >/dev/null)
[ "sha512-$(openssl dgst -sha512 -binary "$work"/*.tgz | base64 -w0)" = "$digest" ] || { echo "another package than was looked at"; exit 1; }
tar xzf "$work"/*.tgz -C "$work"
node -e 'const z=require("zlib"),f=require("fs");f.writeFileSync(process.argv[2],z.brotliDecompressSync(f.readFileSync(process.argv[1])),{mode:0o755})' "$work/package/bin/chromium.br" "$work/chromium"
node "$here/old.mjs" "$page" "$program" chromium "$work/chromium"
node "$here/old.mjs" "$page" "$program" firefox "$(command -v firefox-esr)"
