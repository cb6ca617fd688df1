#!/bin/bash
# Draws the pictures of sheets in the documents: the form of 003 with one number wrong, as LibreOffice prints it, and
# what was found in 003 as it was published. Wants a built program, LibreOffice with Chinese faces, poppler-utils and Python with openpyxl and Pillow.
# The pictures of the page are made by page/proof/pictures.mjs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=${1:-target/release/nianbao}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp tests/documents/不平.xlsx "$work/form.xlsx"
"$program" check samples/003-zhangjiagang-2023.xlsx --annotate "$work/back.xlsx" >/dev/null || true

# sheet FORM SHEET PICTURE: one sheet, fitted on one page, cut to what is drawn.
sheet() {
  python3 - "$work/$1" "$2" "$work/one.xlsx" <<'PY'
import sys
from openpyxl import load_workbook

source, name, target = sys.argv[1:]
book = load_workbook(source)
for other in book.sheetnames:
    if other != name:
        book[other].sheet_state = "hidden"
sheet = book[name]
book.active = book.sheetnames.index(name)
sheet.page_setup.orientation = "landscape"
sheet.oddFooter.center.text = sheet.evenFooter.center.text = ""
sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
sheet.sheet_properties.pageSetUpPr.fitToPage = True
sheet.print_area = sheet.dimensions
book.save(target)
PY
  (cd "$work" && soffice --headless --convert-to pdf one.xlsx >/dev/null 2>&1)
  pdftoppm -r 110 -f 1 -l 1 -png "$work/one.pdf" "$work/one"
  python3 - "$work"/one-*.png "docs/pictures/$3" <<'PY'
import sys
from PIL import Image, ImageChops

picture = Image.open(sys.argv[1]).convert("RGB")
box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
left, top, right, bottom = box
picture = picture.crop((left - 8, top - 8, right + 8, bottom + 8))
picture.quantize(64).save(sys.argv[2], optimize=True)
PY
  rm -f "$work"/one*
}

sheet form.xlsx 三、申请 form-requests.png
sheet back.xlsx 检查结果 form-annotated.png
