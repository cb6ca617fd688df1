#!/bin/bash
# Draws a form's pages as SVG: draw_svg.sh FORM FOLDER DPI, as check_drawn_pages.py calls it (needs librsvg2-bin).
set -euo pipefail
form=$1 folder=$2 dpi=$3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
(cd "$root" && cargo run --quiet --locked --example pages "$form" "$pages")
for page in "$pages"/*.svg; do
  # Its points are 1/72 of an inch; librsvg takes an inch for 96 units without a word on that.
  rsvg-convert --dpi-x "$dpi" --dpi-y "$dpi" --background-color white -o "$folder/page-$(basename "$page" .svg).png" "$page"
done
