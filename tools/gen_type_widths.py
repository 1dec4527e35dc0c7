#!/usr/bin/env python3
"""gen_type_widths.py REGULAR BOLD ITALIC BOLD_ITALIC - print the C table of advance widths.

Reads the hmtx and cmap tables of four TrueType files with the metrics of Times (Liberation Serif or
Tinos). Run by hand when the ranges change; the result is committed as
src/kit/documents/type_widths.c, so that a build needs no fonts.
"""
import struct
import sys

RANGES = [(0x20, 0x1B0), (0x1EA0, 0x1EF9), (0x2010, 0x2026)]
NAMES = ["FACE_REGULAR", "FACE_BOLD", "FACE_ITALIC", "FACE_BOLD_ITALIC"]


def tables(data):
    count = struct.unpack(">H", data[4:6])[0]
    for i in range(count):
        tag, _, at, length = struct.unpack(">4sIII", data[12 + 16 * i:28 + 16 * i])
        yield tag.decode(), data[at:at + length]


def glyph_of(cmap):
    """The map of the Windows Unicode subtable, format 4."""
    for i in range(struct.unpack(">H", cmap[2:4])[0]):
        platform, encoding, at = struct.unpack(">HHI", cmap[4 + 8 * i:12 + 8 * i])
        if (platform, encoding) == (3, 1):
            break
    sub = cmap[at:]
    kind, _, _, twice = struct.unpack(">HHHH", sub[:8])
    assert kind == 4
    n = twice // 2
    words = lambda offset: struct.unpack(f">{n}H", sub[offset:offset + 2 * n])
    ends, starts = words(14), words(16 + 2 * n)
    deltas, offsets = words(16 + 4 * n), words(16 + 6 * n)

    def find(code):
        for i, end in enumerate(ends):
            if code > end:
                continue
            if code < starts[i]:
                return 0
            if offsets[i] == 0:
                return (code + deltas[i]) & 0xFFFF
            place = 16 + 6 * n + 2 * i + offsets[i] + 2 * (code - starts[i])
            glyph = struct.unpack(">H", sub[place:place + 2])[0]
            return (glyph + deltas[i]) & 0xFFFF if glyph else 0
        return 0

    return find


def widths(path):
    t = dict(tables(open(path, "rb").read()))
    assert struct.unpack(">H", t["head"][18:20])[0] == 2048
    metrics = struct.unpack(">H", t["hhea"][34:36])[0]
    find = glyph_of(t["cmap"])

    def width(code):
        glyph = min(find(code), metrics - 1)
        return struct.unpack(">H", t["hmtx"][4 * glyph:4 * glyph + 2])[0]

    return [width(code) for first, last in RANGES for code in range(first, last + 1)]


print("""// type_widths.c - advance widths of the four Times faces, in 1/2048 of the size.
//
// Written by tools/gen_type_widths.py from the hmtx tables of Liberation Serif, whose metrics are those
// of Times New Roman. The ranges are those of type_width_ranges.
#include "kit/documents/type_widths.h"

// clang-format off""")
print("const type_width_range type_width_ranges[TYPE_WIDTH_RANGES] = {")
at = 0
for first, last in RANGES:
    print(f"    {{ 0x{first:04X}, 0x{last:04X}, {at} }},")
    at += last - first + 1
print("};\n\nconst uint16_t type_widths[TYPE_WIDTH_FACES][TYPE_WIDTHS] = {")
for name, path in zip(NAMES, sys.argv[1:5]):
    print(f"    {{ // {name}")
    row = widths(path)
    for i in range(0, len(row), 16):
        print("        " + " ".join(f"{w}," for w in row[i:i + 16]))
    print("    },")
print("};\n// clang-format on")
print(f"// {at} widths a face", file=sys.stderr)
