#!/usr/bin/env python3
"""Make a font under another name, as an agency's own: own_font.py FROM.ttf TO.ttf NAME [FORM] (needs fontTools).

Only the name table changes; the glyphs are those of FROM. With a FORM the font has its characters alone, and CFF outlines.
"""
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


def as_cff(font, text):
    """The font with these characters alone, in CFF outlines."""
    subsetter = Subsetter(Options(notdef_outline=True, glyph_names=True))
    subsetter.populate(text=text)
    subsetter.subset(font)
    made = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    made.setupGlyphOrder(font.getGlyphOrder())
    made.setupCharacterMap(font.getBestCmap())
    made.setupHorizontalMetrics(dict(font["hmtx"].metrics))
    made.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    made.setupNameTable({})
    made.setupOS2()
    made.setupPost()
    glyphs, strings = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    made.setupCFF("OwnFont-Regular", {}, strings, {})
    return made.font


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    font = TTFont(sys.argv[1])
    if len(sys.argv) == 5:
        font = as_cff(font, Path(sys.argv[4]).read_text() + "一二三四五六七八九十0123456789")
    names = font["name"]
    names.names = []
    for name_id in (1, 3, 4, 16):
        names.setName(sys.argv[3], name_id, 3, 1, 0x804)
        names.setName(sys.argv[3], name_id, 3, 1, 0x409)
    names.setName("Regular", 2, 3, 1, 0x409)
    names.setName("OwnFont-Regular", 6, 3, 1, 0x409)
    font.save(sys.argv[2])
    print(f"{sys.argv[2]} is {sys.argv[3]}")


main()
