#!/usr/bin/env python3
"""Write sRGB.icc: make.py. The colours of screens (IEC 61966-2-1) as an ICC profile of version 4 (ISO 15076-1),
with the curve as a formula: as small as a profile can be. The primaries are adapted to D50 by Bradford, as ICC wants."""
import struct
from pathlib import Path

# The white of the connection space (ISO 15076-1, 7.2.16).
D50 = (0.9642, 1.0, 0.8249)
# sRGB's primaries and white by their chromaticities.
PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
D65 = (0.3127, 0.3290)
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))


def times(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def apply(a, v):
    return [sum(x * y for x, y in zip(row, v)) for row in a]


def inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return [[(e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det],
            [(f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det],
            [(d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det]]


def xyz(x, y):
    return [x / y, 1.0, (1 - x - y) / y]


def fixed(value):
    return struct.pack(">i", round(value * 65536))


def words(text):
    text = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">4xII2s2sII", 1, 12, b"en", b"US", len(text), 28) + text


def number(values):
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))


def main():
    white = xyz(*D65)
    columns = [list(row) for row in zip(*(xyz(*p) for p in PRIMARIES))]
    shares = apply(inverse(columns), white)
    device = [[value * share for value, share in zip(row, shares)] for row in columns]
    gains = [to / of for to, of in zip(apply(BRADFORD, D50), apply(BRADFORD, white))]
    adapt = times(inverse(BRADFORD), [[gain * value for value in row] for gain, row in zip(gains, BRADFORD)])
    red, green, blue = zip(*times(adapt, device))
    curve = b"para\0\0\0\0" + struct.pack(">Hxx", 3) + b"".join(
        map(fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)))
    chad = b"sf32\0\0\0\0" + b"".join(fixed(value) for row in adapt for value in row)
    tags = [(b"desc", words("sRGB")), (b"cprt", words("CC0")), (b"wtpt", number(D50)), (b"chad", chad),
            (b"rXYZ", number(red)), (b"gXYZ", number(green)), (b"bXYZ", number(blue)),
            (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    at, places, body = 128 + 4 + 12 * len(tags), {}, b""
    table = struct.pack(">I", len(tags))
    for name, data in tags:
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    size = at + len(body)
    header = struct.pack(">I4sI4s4s4s6H4s4sI4s4sQI", size, bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ",
                         2026, 1, 1, 0, 0, 0, b"acsp", bytes(4), 0, bytes(4), bytes(4), 0, 0)
    header += b"".join(map(fixed, D50))
    header += bytes(128 - len(header))
    Path(__file__).with_name("sRGB.icc").write_bytes(header + table + body)


if __name__ == "__main__":
    main()
