#!/usr/bin/env python3
"""Write the small fonts of tests: make.py. Needs fonttools. Each holds the few characters of TEXT in the outlines of
templates/fonts/nianbao-hei.ttf: as TrueType, as CFF, as CFF2, two faces in a collection, and a face that varies in weight."""
from pathlib import Path

from fontTools.cffLib.CFFToCFF2 import convertCFFToCFF2
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "templates/fonts/nianbao-hei.ttf"
TEXT = "政府信息公开年报，。2023"


def small():
    font = TTFont(SOURCE, recalcTimestamp=False)
    options = Options(notdef_outline=True, name_IDs=[], glyph_names=True, recalc_timestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=TEXT)
    subsetter.subset(font)
    return font


def builder(font, is_ttf, name):
    made = FontBuilder(font["head"].unitsPerEm, isTTF=is_ttf)
    made.setupGlyphOrder(font.getGlyphOrder())
    made.setupCharacterMap(font.getBestCmap())
    made.setupHorizontalMetrics(dict(font["hmtx"].metrics))
    made.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name.replace(" ", "") + "-Regular"})
    made.setupOS2()
    made.setupPost()
    made.font["head"].created = made.font["head"].modified = 3_000_000_000
    made.font.recalcTimestamp = False
    return made


def truetype(name):
    font = small()
    made = builder(font, True, name)
    made.setupGlyf({glyph: font["glyf"][glyph] for glyph in font.getGlyphOrder()})
    return made


def cff():
    font = small()
    made = builder(font, False, "Test CFF")
    glyphs, strings = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    made.setupCFF("TestCFF-Regular", {}, strings, {})
    return made.font


def variable():
    made = truetype("Test Variable")
    made.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    heavier = {}
    for name in made.font.getGlyphOrder():
        points = len(made.font["glyf"][name].getCoordinates(made.font["glyf"])[0]) + 4
        heavier[name] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, [(10, 0)] * points)]
    made.setupGvar(heavier)
    return made.font


def main():
    truetype("Test TrueType").save(HERE / "truetype.ttf")
    cff().save(HERE / "cff.otf")
    varied = cff()
    convertCFFToCFF2(varied)
    varied.save(HERE / "cff2.otf")
    variable().save(HERE / "variable.ttf")
    collection = TTCollection()
    collection.fonts = [truetype("Test First").font, truetype("Test Second").font]
    collection.save(HERE / "collection.ttc")


if __name__ == "__main__":
    main()
