#!/usr/bin/env python3
"""Make a font under another name, as an agency's own: own_font.py FROM.ttf TO.ttf NAME (needs fontTools).

Only the name table changes; the glyphs are those of FROM.
"""
import sys

from fontTools.ttLib import TTFont


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    font = TTFont(sys.argv[1])
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
