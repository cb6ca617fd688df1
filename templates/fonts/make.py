#!/usr/bin/env python3
"""Make the seven fonts in this folder out of Debian packages.

Each face is cut down to the characters a Chinese government report may need,
turned into TrueType (glyf) outlines and renamed; the Latin face keeps letters,
digits and signs only. Advance widths and vertical
metrics stay as they are in the source. Layout features and hinting go.

Made on Debian 12 (bookworm) with

    fonts-noto-cjk         1:20220127+repack1-1
    fonts-noto-cjk-extra   1:20220127+repack1-1
    fonts-lxgw-wenkai      1.250+repack-1
    fonts-liberation2      2.1.5-1
    texlive-lang-chinese   2022.20230122-1       (Fandol 0.3)
    unicode-data           15.0.0-1
    python3-fonttools      4.38.0-1+deb12u1      (python3 3.11)

Run (some minutes; with these versions the files are equal byte for byte):

    python3 templates/fonts/make.py
    python3 templates/fonts/make.py hei kai            # only these files
    python3 templates/fonts/make.py --fandol DIR       # Fandol's OTFs, unpacked
    python3 templates/fonts/make.py --out DIR          # write elsewhere

texlive-lang-chinese pulls in much of TeX Live. Instead of installing it,
unpack it: `apt-get download texlive-lang-chinese`, then `dpkg -x FILE.deb DIR`,
and pass the folder that holds FandolFang-Regular.otf as --fandol.
"""

import argparse
import bz2
import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

NOTO = Path("/usr/share/fonts/opentype/noto")
LXGW = Path("/usr/share/fonts/truetype/lxgw-wenkai")
LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
FANDOL = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")

VERSION = "1.000"
# The date all files bear, whenever they are made. Font timestamps count seconds from 1904.
MODIFIED = date(2026, 11, 22)
TIMESTAMP = (MODIFIED - date(1904, 1, 1)).days * 86400
# How far, in font units (1000 to the em), a quadratic curve may stray from the cubic one. Fandol's outlines are
# traced, with twice the points of the others; at five units and 16 pt no place differs by more than a dot at 600 dpi.
MAX_ERROR = 1.0
TRACED_ERROR = 5.0

# What the source draws as another character: ￥ as a dollar, ￣ as a hyphen, － at half its width, ™ too small to
# read, 楷体's ～ as an accent. The next face prints these. Found on a sheet of all marks beside Noto's.
WRONG_IN_FANG = "￥￣－™"
WRONG_IN_KAI = "￥￣－™～"

OFL = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
    "This license is available with a FAQ at: https://scripts.sil.org/OFL",
    "https://scripts.sil.org/OFL",
)
GPL = (
    "GNU General Public License, version 3, with the font exception, which is extended to this "
    "modified version: As a special exception, if you create a document which uses this font, and "
    "embed this font or unaltered portions of this font into the document, this font does not by "
    "itself cause the resulting document to be covered by the GNU General Public License. This "
    "exception does not however invalidate any other reasons why the document might be covered by "
    "the GNU General Public License. If you modify this font, you may extend this exception to your "
    "version of the font, but you are not obligated to do so. If you do not wish to do so, delete "
    "this exception statement from your version. Original font: https://ctan.org/pkg/fandol",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)


@dataclass(frozen=True)
class Role:
    family: str  # new family name
    source: str  # full name of the source face
    path: Path  # file that holds it
    license: tuple[str, str]  # description and URL for the name table
    wide: bool = False  # also the Han characters of GBK
    latin: bool = False  # nothing but letters, digits and signs below U+2000
    wrong: str = ""  # characters that the source draws as others
    error: float = MAX_ERROR  # how far curves may stray


def roles(fandol: Path) -> dict[str, Role]:
    return {
        "title": Role("Nianbao Title", "Noto Serif CJK SC Bold", NOTO / "NotoSerifCJK-Bold.ttc", OFL),
        "fang": Role("Nianbao Fang", "FandolFang R", fandol / "FandolFang-Regular.otf", GPL, wrong=WRONG_IN_FANG, error=TRACED_ERROR),
        "hei": Role("Nianbao Hei", "Noto Sans CJK SC Medium", NOTO / "NotoSansCJK-Medium.ttc", OFL),
        "kai": Role("Nianbao Kai", "FandolKai", fandol / "FandolKai-Regular.otf", GPL, wrong=WRONG_IN_KAI, error=TRACED_ERROR),
        "song": Role("Nianbao Song", "Noto Serif CJK SC", NOTO / "NotoSerifCJK-Regular.ttc", OFL),
        "fallback": Role("Nianbao Fallback", "LXGW WenKai Light", LXGW / "LXGWWenKai-Light.ttf", OFL, wide=True),
        "latin": Role("Nianbao Latin", "Liberation Serif", LIBERATION / "LiberationSerif-Regular.ttf", OFL, latin=True),
    }


# Characters ------------------------------------------------------------------

BLOCKS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency signs
    (0x2100, 0x214F),  # letterlike symbols: ℃ №
    (0x2150, 0x218F),  # number forms: ⅓ Ⅳ
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical signs
    (0x2460, 0x24FF),  # enclosed alphanumerics: ① ⑴
    (0x2500, 0x257F),  # box drawing
    (0x2580, 0x259F),  # block elements
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x26FF),  # symbols: ★ ☑
    (0x2700, 0x27BF),  # dingbats: ✓ ❶
    (0x2E3A, 0x2E3B),  # two-em and three-em dash
    (0x3000, 0x303F),  # CJK symbols and punctuation
    (0x3200, 0x32FF),  # enclosed CJK: ㈠ ㊣
    (0x3300, 0x33FF),  # units: ㎡ ㎏
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE4F),  # CJK compatibility forms
    (0xFE50, 0xFE6F),  # small forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]

# All of the Latin face: what stands alone. Combining marks would need the layout features.
LATIN_BLOCKS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A: ā ň
    (0x0180, 0x024F),  # Latin Extended-B: ǎ ǚ
    (0x0250, 0x02AF),  # phonetic letters: ɑ ɡ
    (0x02B0, 0x02FF),  # spacing modifier letters: ˇ ˉ
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x0482),  # Cyrillic up to the combining marks
    (0x048A, 0x04FF),  # and after them
    (0x1E00, 0x1EFF),  # Latin Extended Additional: ḿ ế
]


def table_of_general_standard_characters() -> set[int]:
    """The 8105 characters of 通用规范汉字表 (2013): property kTGH of Unihan."""
    lines = bz2.decompress(UNIHAN.read_bytes()).decode().splitlines()
    chars = {int(line.split("\t")[0][2:], 16) for line in lines if line.startswith("U+") and "\tkTGH\t" in line}
    assert len(chars) == 8105, len(chars)
    return chars


def double_byte(codec: str) -> set[int]:
    """All two-byte characters of a GB encoding."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


def wanted_characters(role: Role) -> set[int]:
    chars = {c for first, last in (LATIN_BLOCKS if role.latin else BLOCKS) for c in range(first, last + 1)}
    if not role.latin:
        chars |= table_of_general_standard_characters() | double_byte("gb2312")
    if role.wide:
        chars |= {c for c in double_byte("gbk") if unicodedata.name(chr(c), "").startswith("CJK ")}
    # Format characters have no shape of their own, whatever the source draws for them.
    return {c for c in chars if unicodedata.category(chr(c)) != "Cf" and chr(c) not in role.wrong}


# Outlines --------------------------------------------------------------------


def open_face(role: Role) -> TTFont:
    if role.path.suffix == ".ttc":
        names = [face["name"].getDebugName(4) for face in TTCollection(role.path, lazy=True)]
        number = next(i for i, name in enumerate(names) if name in (role.source, f"{role.source} Regular"))
        return TTFont(role.path, fontNumber=number, lazy=True)
    font = TTFont(role.path, lazy=True)
    assert font["name"].getDebugName(4) == role.source, font["name"].getDebugName(4)
    return font


def is_spare(before, point, after) -> bool:
    """Whether the shape stays the same without this point. Points are (x, y, on_curve)."""
    (x0, y0, on0), (x1, y1, on1), (x2, y2, on2) = before, point, after
    if not on1 or on0 != on2:
        return False
    if not on0:  # TrueType implies the point halfway between two off-curve ones
        return (x0 + x2, y0 + y2) == (2 * x1, 2 * y1)
    dx0, dy0, dx1, dy1 = x1 - x0, y1 - y0, x2 - x1, y2 - y1
    return dx0 * dy1 == dx1 * dy0 and dx0 * dx1 + dy0 * dy1 >= 0  # repeated, or inside a straight line


def drop_spare_points(glyph) -> None:
    """Make the glyph smaller without changing its shape."""
    points = [(x, y, flag & 1) for (x, y), flag in zip(glyph.coordinates, glyph.flags)]
    kept, ends, start = [], [], 0
    for end in glyph.endPtsOfContours:
        contour = points[start : end + 1]
        start = end + 1
        smaller = contour[:1]
        for point, after in zip(contour[1:], contour[2:] + contour[:1]):
            if not is_spare(smaller[-1], point, after):
                smaller.append(point)
        if len(smaller) > 2:  # one or two points enclose nothing
            kept += smaller
            ends.append(len(kept) - 1)
    glyph.coordinates = GlyphCoordinates([(x, y) for x, y, _ in kept])
    glyph.flags = bytearray(on for _, _, on in kept)
    glyph.endPtsOfContours = ends
    glyph.numberOfContours = len(ends)


def quadratic_glyph(glyphs, name: str, cubic: bool, error: float):
    """The glyph as a simple TrueType outline, clockwise outside."""
    outline = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(outline)
    pen = TTGlyphPen(None)
    if cubic:
        area = AreaPen()  # positive: counter-clockwise
        outline.replay(area)
        outline.replay(Cu2QuPen(pen, error, reverse_direction=area.value > 0))
    else:
        outline.replay(pen)
    glyph = pen.glyph()
    if glyph.numberOfContours:
        drop_spare_points(glyph)
    glyph.recalcBounds(None)
    return glyph


def convert(source: TTFont, chars: set[int], error: float):
    """Character map and outlines. A character whose outline is empty is left out,
    unless it is a space: some sources map characters they cannot draw."""
    glyphs = source.getGlyphSet()
    cubic = "CFF " in source
    notdef = source.getGlyphOrder()[0]
    outlines = {notdef: quadratic_glyph(glyphs, notdef, cubic, error)}
    cmap = {}
    for char, name in sorted(source.getBestCmap().items()):
        if char not in chars or name == notdef:
            continue
        if name not in outlines:
            outlines[name] = quadratic_glyph(glyphs, name, cubic, error)
        if outlines[name].numberOfContours or unicodedata.category(chr(char)) == "Zs":
            cmap[char] = name
    order = [notdef, *dict.fromkeys(cmap.values())]
    return cmap, {name: outlines[name] for name in order}


# The new font ----------------------------------------------------------------


def build(role: Role, target: Path) -> int:
    source = open_face(role)
    cmap, outlines = convert(source, wanted_characters(role), role.error)
    postscript = role.family.replace(" ", "") + "-Regular"
    rename = {name: ".notdef" if i == 0 else f"glyph{i:05}" for i, name in enumerate(outlines)}

    builder = FontBuilder(unitsPerEm=source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(rename.values()))
    builder.setupCharacterMap({char: rename[name] for char, name in cmap.items()})
    builder.setupGlyf({rename[name]: glyph for name, glyph in outlines.items()})
    builder.setupHorizontalMetrics(
        {rename[name]: (source["hmtx"][name][0], getattr(glyph, "xMin", 0)) for name, glyph in outlines.items()}
    )
    hhea = source["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, lineGap=hhea.lineGap)
    builder.setupNameTable(
        {
            "copyright": "\n".join(source["name"].getDebugName(0).split("\r\n")),
            "familyName": role.family,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{VERSION};{postscript}",
            "fullName": role.family,
            "version": f"Version {VERSION}",
            "psName": postscript,
            "description": f"Modified {MODIFIED}: subset, outlines converted to TrueType, renamed.",
            "licenseDescription": role.license[0],
            "licenseInfoURL": role.license[1],
        },
        mac=False,
    )
    os2 = source["OS/2"]
    kept = [
        "usWeightClass", "usWidthClass", "sFamilyClass", "panose",
        "ySubscriptXSize", "ySubscriptYSize", "ySubscriptXOffset", "ySubscriptYOffset",
        "ySuperscriptXSize", "ySuperscriptYSize", "ySuperscriptXOffset", "ySuperscriptYOffset",
        "yStrikeoutSize", "yStrikeoutPosition", "sxHeight", "sCapHeight",
        "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent",
    ]  # fmt: skip
    builder.setupOS2(
        **{field: getattr(os2, field) for field in kept},
        version=4,
        fsType=0,
        fsSelection=0x40,  # Regular
        achVendID="    ",
        ulCodePageRange1=1 if role.latin else 1 << 18 | 1,  # Latin 1, Simplified Chinese
        ulCodePageRange2=0,
    )
    post = source["post"]
    builder.setupPost(
        keepGlyphNames=False,
        underlinePosition=post.underlinePosition,
        underlineThickness=post.underlineThickness,
    )
    font = builder.font
    font["head"].fontRevision = float(VERSION)
    font["head"].created = font["head"].modified = TIMESTAMP
    font.recalcTimestamp = False
    font.save(target)
    return len(cmap)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the fonts of this folder out of Debian packages.")
    parser.add_argument("roles", nargs="*", metavar="ROLE", help="title fang hei kai song fallback latin; default all")
    parser.add_argument("--fandol", type=Path, default=FANDOL, metavar="DIR", help="folder of Fandol's OTF files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR", help="folder to write to")
    arguments = parser.parse_args()
    known = roles(arguments.fandol)
    for name in arguments.roles:
        if name not in known:
            parser.error(f"no role {name}; there are: {' '.join(known)}")
    chosen = arguments.roles or list(known)
    for path in [UNIHAN, *(known[name].path for name in chosen)]:
        if not path.exists():
            parser.error(f"{path} not found; the packages needed are named at the top of this script")

    print(f"{'file':22} {'characters':>10} {'bytes':>10}  sha256")
    for name in chosen:
        target = arguments.out / f"nianbao-{name}.ttf"
        count = build(known[name], target)
        data = target.read_bytes()
        print(f"{target.name:22} {count:10} {len(data):10}  {hashlib.sha256(data).hexdigest()}", flush=True)


if __name__ == "__main__":
    main()
