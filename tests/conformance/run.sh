#!/bin/bash
# The outside judges over all samples: run.sh [DIR]. Outputs go to DIR (target/judges), a folder for each form; the program is
# target/release/nianbao or NIANBAO. Needs qpdf, poppler-utils, LibreOffice Writer and Calc with python3-uno, a JDK, unzip, pip, python3 with lxml,
# PyYAML, openpyxl, jsonschema, sarif-pydantic, fonttools and PyMuPDF; for HTML chromium, Node and npm.
# A line per judgement, all of them even after a failure; exit 0 only if every one is good.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=$(realpath -m "${1:-$root/target/judges}")
nianbao=${NIANBAO:-$root/target/release/nianbao}
# The fonts of this machine are none of the judged ones.
export NIANBAO_SYSTEM_FONTS=no
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8
good=0 bad=()

# judge NAME COMMAND…: runs the command; its last line shows when all is well, everything when not.
judge() {
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then
    good=$((good + 1))
    printf 'ok    %s: %s\n' "$name" "$(tail -n 1 <<<"$said")"
  else
    bad+=("$name")
    printf 'FAIL  %s\n' "$name"
    sed 's/^/      /' <<<"$said"
  fi
}

# A form without errors must build; one with errors must exit 1 and build as a draft. Only the corrected example must be clean.
build() {
  local form=$1 out=$2 status=0
  rm -rf "$out"
  "$nianbao" build "$form" -o "$out" --to docx,pdf,txt,html,ofd || status=$?
  if [ "$status" = 1 ] && [[ $form != *corrected* ]]; then
    if [ -n "$(ls -A "$out" 2>/dev/null)" ]; then echo "rendered a form with errors"; return 1; fi
    status=0
    "$nianbao" build --draft "$form" -o "$out" --to docx,pdf,txt,html,ofd || status=$?
    if [ "$status" != 1 ]; then echo "exit $status for a draft with errors, not 1"; return 1; fi
  elif [ "$status" != 0 ]; then
    echo "exit $status"; return 1
  fi
  for kind in docx pdf txt html ofd; do
    if [ ! -f "$(made "$(basename "$out")" $kind)" ]; then echo "not one .$kind in $out"; return 1; fi
  done
  basename "$(made "$(basename "$out")" pdf)" .pdf
}

# made STEM EXT: the one file of that kind built from samples/STEM.yaml.
made() {
  local files=("$dir/$1"/*."$2")
  printf '%s' "${files[*]}"
}

sound() {
  qpdf --check "$1" && echo "no errors"
}

all_embedded() {
  pdffonts "$1" | awk 'NR > 2 { n++; if ($(NF-4) != "yes") { print; bad = 1 } } END { print n + 0 " fonts, all embedded: " (bad || !n ? "no" : "yes"); exit bad || !n }'
}

# The DOCX as LibreOffice prints it, with our faces for the official fonts; any other face would make the comparison void.
office() {
  local work=$dir/office
  rm -rf "$work"
  mkdir -p "$work"
  for form in "${forms[@]}"; do
    local stem=${form##*/}
    cp "$dir/${stem%.yaml}"/*.docx "$work/${stem%.yaml}.docx" || return 1
  done
  FONTCONFIG_FILE=$here/fonts.conf HOME=$work timeout 600 soffice --headless "-env:UserInstallation=file://$work/profile" \
    --convert-to pdf --outdir "$work" "$work"/*.docx || return 1
  echo "${#forms[@]} files"
  ! for pdf in "$work"/*.pdf; do pdffonts "$pdf" | tail -n +3 | grep -v '+Nianbao' | sed "s|^|$pdf: another face: |"; done | grep .
}

forms=("$root"/samples/*.yaml)
for form in "${forms[@]}"; do
  stem=${form##*/}
  judge "build ${stem%.yaml}" build "$form" "$dir/${stem%.yaml}"
done
judge "LibreOffice opens every DOCX" office
pdfs=()
for form in "${forms[@]}"; do
  stem=$(basename "$form" .yaml)
  docx=$(made "$stem" docx) pdf=$(made "$stem" pdf) txt=$(made "$stem" txt)
  pdfs+=("$pdf")
  judge "qpdf $stem" sound "$pdf"
  judge "pdffonts $stem" all_embedded "$pdf"
  judge "schemas $stem" "$here/check_docx.py" "$docx"
  judge "numbers $stem" "$here/check_numbers.py" "$form" "$docx" "$pdf" "$txt"
  judge "text and pages $stem" "$here/check_text.py" "$form" "$docx" "$pdf" "$txt" "$dir/office/$stem.pdf"
  judge "search $stem" "$here/check_search.py" "$form" "$pdf"
  judge "marks $stem" "$here/check_marks.py" "$docx" "$pdf" "$txt" "$(made "$stem" html)"
  judge "page pictures $stem" "$here/check_pages.py" "$pdf"
  judge "lines $stem" env FONTCONFIG_FILE="$here/fonts.conf" "$here/check_lines.py" "$pdf" "$docx" "$dir/lines/$stem"
done
for format in 2019 2021; do
  judge "schema of forms $format" "$here/check_schema.py" "$nianbao" "$format" "$dir/forms/schema-$format"
  judge "Excel forms $format" "$here/check_workbook.py" "$nianbao" "$format" "$dir/forms/excel-$format"
done
judge "JSON documents" "$here/check_json.py" "$nianbao" "$dir/json"
# Charts, pictures, rare characters, landscape pages, a blank last page; and the same with fonts of the agency's own.
figured() {
  local out=$1
  shift
  rm -rf "$out"
  "$nianbao" build "$root/tests/forms/figures-2023.yaml" -o "$out" --name report --to docx,pdf,txt,html,ofd "$@"
}
own_fonts() {
  mkdir -p "$dir/fonts" &&
    "$here/own_font.py" "$root/templates/fonts/nianbao-kai.ttf" "$dir/fonts/fang.ttf" 仿宋_GB2312 &&
    "$here/own_font.py" "$root/templates/fonts/nianbao-hei.ttf" "$dir/fonts/title.ttf" 方正小标宋简体 &&
    "$here/own_font.py" "$root/templates/fonts/nianbao-song.ttf" "$dir/fonts/hei.otf" 黑体 "$root/tests/forms/figures-2023.yaml"
}
judge "build figures" figured "$dir/figures" --landscape 申请 --blank-last-page
judge "make own fonts" own_fonts
judge "build with own fonts" figured "$dir/own-fonts" --fonts "$dir/fonts"
for stem in figures own-fonts; do
  pdfs+=("$dir/$stem/report.pdf")
  judge "qpdf $stem" sound "$dir/$stem/report.pdf"
  judge "pdffonts $stem" all_embedded "$dir/$stem/report.pdf"
  judge "schemas $stem" "$here/check_docx.py" "$dir/$stem/report.docx"
  judge "page pictures $stem" "$here/check_pages.py" "$dir/$stem/report.pdf"
done
own_faces() {
  pdffonts "$dir/own-fonts/report.pdf" | grep -c OwnFont | grep -qx 3 && pdffonts "$dir/own-fonts/report.pdf" | grep OwnFont | grep -q "CID Type 0C" && echo "all faces of the agency's own are in the PDF"
}
judge "own fonts are used" own_faces
# A correction: the notice of it, and files that are verified after it.
corrected() {
  local out=$dir/corrected
  rm -rf "$out"
  mkdir -p "$out"
  cp "$root/samples/003-corrected-2023.yaml" "$out/old.yaml"
  cp "$out/old.yaml" "$out/new.yaml"
  "$nianbao" set "$out/new.yaml" 申请.新收.自然人=771 申请.结转下年度.自然人=45 &&
    [ "$(diff "$out/old.yaml" "$out/new.yaml" | grep -c '^>')" = 2 ] &&
    "$nianbao" build "$out/new.yaml" --name report && "$nianbao" verify "$out/new.yaml" "$out"/report.*
}
notice() {
  local out=$dir/corrected
  "$nianbao" diff "$out/old.yaml" "$out/new.yaml" --format docx --date 2024-05-06 -o "$out/notice.docx"
  [ $? = 1 ] && "$here/check_docx.py" "$out/notice.docx" &&
    FONTCONFIG_FILE=$here/fonts.conf HOME=$out timeout 300 soffice --headless "-env:UserInstallation=file://$dir/office/profile" \
      --convert-to pdf --outdir "$out" "$out/notice.docx" >/dev/null &&
    pdftotext "$out/notice.pdf" - | grep -q '更正前' && pdftotext "$out/notice.pdf" - | grep -q '771' && echo "schemas and LibreOffice"
}
# The new report with its changes tracked: accepted it is the new one, rejected the old one.
redlined() {
  local samples=$root/samples figures=$root/tests/forms
  rm -rf "$dir/redlined"
  NIANBAO_SYSTEM_FONTS=no timeout 600 /usr/bin/python3 "$here/check_redline.py" "$nianbao" "$dir/redlined" \
    "$samples/003-zhangjiagang-2023.yaml" "$samples/003-corrected-2023.yaml" \
    "$samples/003-zhangjiagang-2023.yaml" "$samples/002-shenpiju-2021.yaml" \
    "$samples/000-chengguanju-2019.yaml" "$samples/004-baoshuiqu-2020.yaml" \
    "$samples/004-baoshuiqu-2020.yaml" "$samples/000-chengguanju-2019.yaml" \
    "$figures/figures-2022.yaml" "$figures/figures-2023.yaml" &&
    "$here/check_docx.py" "$dir"/redlined/*.docx
}
judge "correction of one sample" corrected
judge "changes tracked" redlined
judge "notice of a correction" notice
judge "without words" /usr/bin/python3 "$here/check_desktop.py" "$nianbao"
judge "import" /usr/bin/python3 "$here/check_import.py" "$nianbao" "$dir/import"
judge "HTML" "$here/check_html.sh" "$dir"/*/*.html
# OFD in tools and readers of others, and with the agency's own fonts, one of them of CFF.
ofds=()
for stem in "${forms[@]}"; do ofds+=("$(made "$(basename "$stem" .yaml)" ofd)"); done
ofds+=("$dir/figures/report.ofd" "$dir/own-fonts/report.ofd")
ofd_tools() {
  CARGO_TARGET_DIR=$root/target/ofd cargo build --quiet --locked --manifest-path "$here/ofd/Cargo.toml" && echo built
}
judge "OFD readers as tools" ofd_tools
judge "OFD" "$here/check_ofd.py" --archive "$root/target/ofd/debug/ofd-archive" "${ofds[@]}"
for ofd in "${ofds[@]}"; do
  stem=$(basename "$(dirname "$ofd")")
  judge "OFD beside PDF $stem" "$here/check_drawn_pages.py" "$root/target/ofd/debug/ofd-pages" "$ofd" "${ofd%.ofd}.pdf" "$dir/ofd/$stem"
done
# Pages as pictures, which the page in a browser shows, beside the PDF.
judge "pages as SVG" "$here/check_drawn_pages.py" "$here/draw_svg.sh" "$root/samples/003-zhangjiagang-2023.yaml" "$(made 003-zhangjiagang-2023 pdf)" "$dir/svg/report"
svg_figures() {
  "$nianbao" build "$root/tests/forms/figures-2023.yaml" -o "$dir/svg/upright" --name report --to pdf >/dev/null &&
    "$here/check_drawn_pages.py" "$here/draw_svg.sh" "$root/tests/forms/figures-2023.yaml" "$dir/svg/upright/report.pdf" "$dir/svg/figures"
}
judge "figures as SVG" svg_figures
# The same pages take little more than as PDF.
ofd_sizes() {
  local ofd pdf
  for ofd in "${ofds[@]}"; do
    pdf=${ofd%.ofd}.pdf
    printf '%s: %d of %d bytes\n' "${ofd##*/}" "$(stat -c %s "$ofd")" "$(stat -c %s "$pdf")"
    [ $((10 * $(stat -c %s "$ofd"))) -le $((13 * $(stat -c %s "$pdf"))) ] || return 1
  done
}
judge "sizes of OFD" ofd_sizes
judge "OFD in a browser" "$here/check_ofd_reader.sh" "$dir/ofd/browser" "${ofds[@]}"
judge "bags" "$here/check_bag.py" "$nianbao" "$dir/bags" "$root/samples/003-corrected-2023.yaml" "$root/samples/001-xinfangju-2020.yaml" "$root/tests/forms/figures-2023.yaml"
judge "SARIF" "$here/check_sarif.py" "$nianbao" "${forms[@]}" "$root"/samples/*.xlsx
judge "veraPDF 2a and ua1" "$here/pdfa/check.sh" 2a,ua1 "${pdfs[@]}"
# The other levels; the one with files inside is an example's.
leveled() {
  rm -rf "$dir/level-$1"
  "$nianbao" build "$root/tests/forms/figures-2023.yaml" -o "$dir/level-$1" --name report --to pdf --pdf "$1" >/dev/null &&
    qpdf --check "$dir/level-$1/report.pdf" >/dev/null && "$here/pdfa/check.sh" "$1,ua1" "$dir/level-$1/report.pdf"
}
attached() {
  local pdf=$root/target/attached.pdf
  [ -f "$pdf" ] || (cd "$root" && cargo run --quiet --locked --example attached "$pdf") || return 1
  [ "$(pdfdetach -list "$pdf" | head -n 1)" = "3 embedded files" ] && "$here/pdfa/check.sh" 3a,ua1 "$pdf"
}
# A report with its data and its form inside, as a bag holds it.
bagged() {
  local pdfs=("$dir"/bags/bag-0/data/报告/*.pdf)
  qpdf --check "${pdfs[0]}" >/dev/null && "$here/pdfa/check.sh" 3a,ua1 "${pdfs[0]}"
}
judge "veraPDF 3a of a bag" bagged
judge "veraPDF 2u" leveled 2u
judge "veraPDF 3a" leveled 3a
judge "veraPDF 3a with files inside" attached

echo
echo "$good judgements good, ${#bad[@]} bad"
for name in "${bad[@]}"; do echo "  bad: $name"; done
[ ${#bad[@]} = 0 ] && [ "$good" -gt 0 ]
