#!/usr/bin/env python3
"""Make the nine fonts in this folder out of Debian packages.

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

# Numbers in circles and brackets, Roman numerals, № and units: 仿宋 and 楷体 have some of them, drawn in several
# weights. They all come from one face, the rare one.
NUMBERED = [(0x2116, 0x2116), (0x2150, 0x218F), (0x2460, 0x24FF), (0x3200, 0x32FF), (0x3300, 0x33FF)]

# Of the em, what the stems of letters and digits lose to be as dark as 仿宋 and 楷体: Liberation's are 84 units wide
# of 1000 where those faces' own digits have 70 (measured across 1 and l).
LIGHTER = 0.015

# By how much of the em Chinese is lifted to stand as high on the line as in the official faces: the middle of the ink
# of 58 common characters is 0.378 em above the baseline in Song, 0.306 in Fang, 0.304 in Kai and 0.350 in LXGW WenKai.
# A file that lifted its text instead would have words of several baselines, which poppler parts.
LIFT_FANG, LIFT_KAI, LIFT_LXGW = 0.072, 0.074, 0.028

# Characters of people's and places' names beyond the 8105, as registers of residents have them.
NAMES = set(
    "𠮷昇陞暎曌晞昺昪昉暘煊焜熺燊燁爗壵堯奡婍婞嫄孃峯嵚彧悊惪愃憙抃拏撝攷斅昐枏柟栢楙榘槃樑檡欵浤渟溍滢濛瀧灝炅炘煐煒煚熇熤燄爕璠璪甯畇畯皛皞皧眞睎瞾砡礽禛稑竑竫筠粦絜綝緁縯翃聿脩臻莜菉菓蔆虓衎袆褀訚訢詝諠譓豔贇"
    "軿迺逌逵遘鄀鉌銤鋆鋐錡鍌鎏閎霂靑韡頔飏騄鴒鵾麐龑龢"
    "喬國華榮龍鳳鵬飛偉傑強麗娟張劉陳楊趙黃吳孫馬羅鄭謝韓馮鄧許蕭葉蘇盧賈陸鍾範孔嚴賴喻晁闕邊饒鮑寗甯寧靈芐苿茘莀薇蘂籘籖籢籯粇粦糸紘絔綉綎綵緕縭繐罃羕羗羣翛翬翺耑聡聨脇膓臯舘舩艠艤芲苺莭菴萆葢葠蒅蒓蓜蔴蕓薀薗藁藴虗蛍衞裡裵褔褘覇覌訒詠誌諲謌譁讌豊贉賷赑赟跡躭輒輨辝辤迠逈逹遠邨邲郟鄐酔釧釬釭鈅鈊鈜鉃鉅鉦鋕鋮錂錤錱鍀鎴鏢鐄鑅鑚钘闇闊阷陡陥隣隷雋雰霊靄靖鞏頋頫顒飈飊餘馝駪騏騧驤髙鬰魵鮏鯤鴈鴞鵑鷖麯黁黙鼐齎齡龕"
    "㐂㐱㑇㑺㓥㕮㙍㛃㛚㛹㟃㠇㤘㥄㧑㧟㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䀲䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䘵䙌䙡䜣䜩䝙䞍䢺䢼䣘䥽䦃䧹䩄䯄䲟䲠䲢䳭䴓䴔䴕䴖䴗䴘䴙䶮"
)

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
    beyond: tuple[str, ...] = ()  # faces whose Han characters it has no need to repeat: nothing else is in it
    rare: bool = False  # of what those lack, what is common: the 8105, names, numbers in circles
    lift: float = 0.0  # of the em, by which Chinese is moved up
    lighter: bool = False  # stems thinned to stand beside 仿宋
    latin: bool = False  # nothing but letters, digits and signs below U+2000
    wrong: str = ""  # characters that the source draws as others
    error: float = MAX_ERROR  # how far curves may stray


def roles(fandol: Path) -> dict[str, Role]:
    return {
        "title": Role("Nianbao Title", "Noto Serif CJK SC Bold", NOTO / "NotoSerifCJK-Bold.ttc", OFL),
        "fang": Role("Nianbao Fang", "FandolFang R", fandol / "FandolFang-Regular.otf", GPL, wrong=WRONG_IN_FANG, error=TRACED_ERROR, lift=LIFT_FANG),
        "hei": Role("Nianbao Hei", "Noto Sans CJK SC", NOTO / "NotoSansCJK-Regular.ttc", OFL),
        "kai": Role("Nianbao Kai", "FandolKai", fandol / "FandolKai-Regular.otf", GPL, wrong=WRONG_IN_KAI, error=TRACED_ERROR, lift=LIFT_KAI),
        "song": Role("Nianbao Song", "Noto Serif CJK SC", NOTO / "NotoSerifCJK-Regular.ttc", OFL),
        "rare": Role("Nianbao Rare", "LXGW WenKai Light", LXGW / "LXGWWenKai-Light.ttf", OFL, beyond=("fang", "kai"), rare=True, lift=LIFT_LXGW),
        "fallback": Role("Nianbao Fallback", "LXGW WenKai Light", LXGW / "LXGWWenKai-Light.ttf", OFL, beyond=("fang", "kai"), lift=LIFT_LXGW),
        "latin": Role("Nianbao Latin", "Liberation Serif", LIBERATION / "LiberationSerif-Regular.ttf", OFL, latin=True),
        "latin-light": Role("Nianbao Latin Light", "Liberation Serif", LIBERATION / "LiberationSerif-Regular.ttf", OFL, latin=True, lighter=True),
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


def in_blocks(blocks: list[tuple[int, int]]) -> set[int]:
    return {c for first, last in blocks for c in range(first, last + 1)}


def is_han(char: int) -> bool:
    return unicodedata.name(chr(char), "").startswith("CJK ")


def wanted_characters(role: Role) -> set[int]:
    chars = in_blocks(LATIN_BLOCKS if role.latin else BLOCKS)
    if not role.latin:
        chars |= table_of_general_standard_characters() | double_byte("gb2312") | set(map(ord, NAMES))
    if role.error != MAX_ERROR:
        chars -= in_blocks(NUMBERED)
    # Format characters have no shape of their own, whatever the source draws for them.
    return {c for c in chars if unicodedata.category(chr(c)) != "Cf" and chr(c) not in role.wrong}


def fallback_characters(role: Role, known: dict[str, Role], source: TTFont) -> set[int]:
    """What faces lack: what is common of it in the rare face, all other signs and Han characters in the last one."""
    faces = [characters(known[name]) for name in role.beyond]
    lacking = {c for c in source.getBestCmap() if any(c not in face for face in faces)}
    common = table_of_general_standard_characters() | set(map(ord, NAMES)) | in_blocks(NUMBERED)
    common |= {ord(c) for name in role.beyond for c in known[name].wrong}
    rare = lacking & common
    if role.rare:
        return rare
    signs = in_blocks(BLOCKS)
    return {c for c in lacking - rare if (c in signs or is_han(c)) and unicodedata.category(chr(c)) != "Cf"}


def characters(role: Role) -> set[int]:
    """What a face prints in the end: what is wanted of it and its source draws."""
    source = open_face(role)
    return set(convert(source, wanted_characters(role), role)[0])


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


def thin_stems(glyph, by: float) -> None:
    """Move every edge inwards to the left or right by so much, as far as its neighbours leave room.

    Hairlines that run across keep their thickness. Each point moves along the bisector of its two edges."""
    moved, start = [], 0
    for end in glyph.endPtsOfContours:
        points = [complex(x, y) for x, y in glyph.coordinates[start : end + 1]]
        start = end + 1
        distinct = [p for p, before in zip(points, points[-1:] + points[:-1]) if p != before]
        shift = dict(zip(distinct, distinct))
        for before, point, after in zip(distinct[-1:] + distinct[:-1], distinct, distinct[1:] + distinct[:1]):
            into, out = point - before, after - point
            shortest = min(abs(into), abs(out))
            into, out = into / abs(into), out / abs(out)
            flat = 1 + (into.conjugate() * out).real
            if flat > 1 / 16:  # a sharp spike stays
                sideways = (into.imag + out.imag) / flat * by
                sideways = max(-shortest, min(shortest, sideways))
                shift[point] = complex(point.real + sideways, point.imag)
        moved += [shift.get(point, point) for point in points]
    glyph.coordinates = GlyphCoordinates([(round(p.real), round(p.imag)) for p in moved])


def quadratic_glyph(glyphs, name: str, cubic: bool, role: Role, em: int):
    """The glyph as a simple TrueType outline, clockwise outside."""
    outline = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(outline)
    pen = TTGlyphPen(None)
    if cubic:
        area = AreaPen()  # positive: counter-clockwise
        outline.replay(area)
        outline.replay(Cu2QuPen(pen, role.error, reverse_direction=area.value > 0))
    else:
        outline.replay(pen)
    glyph = pen.glyph()
    if glyph.numberOfContours:
        if role.lighter:
            thin_stems(glyph, LIGHTER * em / 2)
        drop_spare_points(glyph)
    glyph.recalcBounds(None)
    return glyph


def is_chinese(char: int) -> bool:
    """Whether a character fills the em of a Chinese face: what the Latin faces have stands on the baseline."""
    return char == 0xB7 or not any(first <= char <= last for first, last in LATIN_BLOCKS)


def lift(glyph, by: int) -> None:
    if by and glyph.numberOfContours:
        glyph.coordinates.translate((0, by))
        glyph.recalcBounds(None)


def convert(source: TTFont, chars: set[int], role: Role):
    """Character map and outlines. A character whose outline is empty is left out,
    unless it is a space: some sources map characters they cannot draw."""
    glyphs = source.getGlyphSet()
    cubic = "CFF " in source
    notdef = source.getGlyphOrder()[0]
    em = source["head"].unitsPerEm
    outlines = {notdef: quadratic_glyph(glyphs, notdef, cubic, role, em)}
    cmap, lifted = {}, set()
    for char, name in sorted(source.getBestCmap().items()):
        if char not in chars or name == notdef:
            continue
        if name not in outlines:
            outlines[name] = quadratic_glyph(glyphs, name, cubic, role, em)
        if is_chinese(char) and name not in lifted:
            lift(outlines[name], round(role.lift * em))
            lifted.add(name)
        if outlines[name].numberOfContours or unicodedata.category(chr(char)) == "Zs":
            cmap[char] = name
    order = [notdef, *dict.fromkeys(cmap.values())]
    return cmap, {name: outlines[name] for name in order}


# The new font ----------------------------------------------------------------


def build(role: Role, known: dict[str, Role], target: Path) -> int:
    source = open_face(role)
    chars = fallback_characters(role, known, source) if role.beyond else wanted_characters(role)
    cmap, outlines = convert(source, chars, role)
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
    parser.add_argument("roles", nargs="*", metavar="ROLE", help="title fang hei kai song rare fallback latin latin-light; default all")
    parser.add_argument("--fandol", type=Path, default=FANDOL, metavar="DIR", help="folder of Fandol's OTF files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR", help="folder to write to")
    arguments = parser.parse_args()
    known = roles(arguments.fandol)
    for name in arguments.roles:
        if name not in known:
            parser.error(f"no role {name}; there are: {' '.join(known)}")
    chosen = arguments.roles or list(known)
    for path in [UNIHAN, *(role.path for role in known.values())]:
        if not path.exists():
            parser.error(f"{path} not found; the packages needed are named at the top of this script")

    print(f"{'file':22} {'characters':>10} {'bytes':>10}  sha256")
    for name in chosen:
        target = arguments.out / f"nianbao-{name}.ttf"
        count = build(known[name], known, target)
        data = target.read_bytes()
        print(f"{target.name:22} {count:10} {len(data):10}  {hashlib.sha256(data).hexdigest()}", flush=True)


if __name__ == "__main__":
    main()
