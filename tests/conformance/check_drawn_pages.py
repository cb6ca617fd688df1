#!/usr/bin/env python3
"""Compare drawn pages with those of a PDF: check_drawn_pages.py DRAWER FILE FILE.pdf WORKDIR (needs Pillow).

DRAWER is the program of ofd/ for an OFD, draw_svg.sh for a form; pdftoppm draws the PDF; both at 288 dpi and made three times smaller, since pdftoppm sets letters on
whole pixels, one above another. The mean of 3 × 3 pixels may nowhere differ by more than LETTERS, nor that of 17 × 17 by more than
SHADES. Measured on 41 pages of the samples: 39 to 52 and 6 to 10; 54 and 9 on two with bold letters, once these had a DrawParam
that holds their LineWidth, which is the only one ofd-core knows. Another digit in a table makes 80 or more (a 6 for a 0), text moved by
0.1 mm 71, a line of a table that is missing 64 and 13, lines half as thick again 13 of the second, letters drawn bold 100 and 51.
As many pages, of the same size by a pixel. What ofd-pages warns of is an error here.
A differing page is drawn in WORKDIR as STEM-PAGE-differs.png: as OFD, as PDF, the difference. Exit 1 on any error; the last line
says how much pages differ at most.
"""
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

DPI = 288
SMALLER = 3
LETTERS = 62
SHADES = 12


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    program, ofd, pdf, work = sys.argv[1], *map(Path, sys.argv[2:])
    errors = []
    for folder in ("ofd", "pdf"):
        shutil.rmtree(work / folder, ignore_errors=True)
        (work / folder).mkdir(parents=True)
    for old in work.glob("*-differs.png"):
        old.unlink()
    said = subprocess.run([program, ofd, work / "ofd", str(DPI)], stdout=subprocess.PIPE, text=True, timeout=300)
    if said.returncode:
        errors.append(f"not drawn: {said.stdout.strip()}")
    page = ""
    for line in said.stdout.splitlines():
        page = line.split(":")[0] if line.startswith("page") else page
        if line.startswith("   warning: "):
            errors.append(f"{page}: {line[12:]}")
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), pdf, work / "pdf" / "p"], check=True, timeout=300)
    found = sorted((work / "ofd").glob("*.png"), key=number)
    expected = sorted((work / "pdf").glob("*.pgm"), key=number)
    if len(found) != len(expected) or not found:
        errors.append(f"{len(found)} pages, not {len(expected)}")
    most = shade = 0
    for n, (a, b) in enumerate(zip(found, expected), 1):
        a, b = Image.open(a).convert("L"), Image.open(b).convert("L")
        if abs(a.width - b.width) > 1 or abs(a.height - b.height) > 1:
            errors.append(f"page {n}: {a.width} × {a.height} pixels, not {b.width} × {b.height}")
        size = 0, 0, min(a.width, b.width), min(a.height, b.height)
        a, b = a.crop(size).reduce(SMALLER), b.crop(size).reduce(SMALLER)
        small, large = (ImageChops.difference(*(page.filter(ImageFilter.BoxBlur(r)) for page in (a, b))) for r in (1, 8))
        most, shade = max(most, small.getextrema()[1]), max(shade, large.getextrema()[1])
        for what, picture, limit in (("letters or lines differ", small, LETTERS), ("an area differs", large, SHADES)):
            places = picture.point(lambda v: 255 * (v > limit)).getbbox()
            if places:
                left, top, right, bottom = (25.4 * SMALLER * v / DPI for v in places)
                errors.append(f"page {n}: {what} by {picture.getextrema()[1]}, from {left:.0f} {top:.0f} to {right:.0f} {bottom:.0f} mm")
                write(work / f"{ofd.stem}-{n}-differs.png", a, b, small)
    for error in errors:
        print(error)
    print(f"{len(found)} pages, the largest difference {most} of {LETTERS}, of an area {shade} of {SHADES}")
    sys.exit(1 if errors else 0)


def number(path):
    return int(path.stem.rsplit("-")[-1])


def write(path, a, b, difference):
    picture = Image.new("L", (3 * a.width, a.height))
    for n, part in enumerate((a, b, difference.point(lambda v: max(0, 255 - 4 * v)))):
        picture.paste(part, (n * a.width, 0))
    picture.save(path)


main()
