#!/usr/bin/env python3
"""Bakes the viewer's letters: DejaVu Sans in a few sizes, into atlas.png (coverage, 8 bits) and atlas.json (where each is).

Run again only to change sizes or letters: needs Pillow and Debian's fonts-dejavu-core. Faces are baked at once and at twice
their size, for screens with more pixels than points.
"""
import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/dejavu")
FACES = {"small": ("DejaVuSans.ttf", 12), "body": ("DejaVuSans.ttf", 13), "strong": ("DejaVuSans-Bold.ttf", 13), "big": ("DejaVuSans-Bold.ttf", 20)}
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”…•→←↑↓−×≈≤≥□")]
WIDTH = 1024
GAP = 1  # between letters, so that bilinear sampling reads nothing of the neighbour


def main(folder: Path) -> None:
    atlas = Image.new("L", (WIDTH, 4096), 0)
    draw = ImageDraw.Draw(atlas)
    x = y = GAP
    row = 0
    faces = []
    for name, (file, points) in FACES.items():
        for scale in (1, 2):
            font = ImageFont.truetype(str(FONTS / file), points * scale)
            ascent, descent = font.getmetrics()
            glyphs = []
            for code in LETTERS:
                left, top, right, bottom = font.getbbox(chr(code))
                width, height = max(right - left, 0), max(bottom - top, 0)
                if x + width + GAP > WIDTH:
                    x, y, row = GAP, y + row + GAP, 0
                draw.text((x - left, y - top), chr(code), font=font, fill=255)
                glyphs.append([code, x, y, width, height, left, top, round(font.getlength(chr(code)), 3)])
                x += width + GAP
                row = max(row, height)
            faces.append({"name": name, "points": points, "scale": scale, "ascent": ascent, "descent": descent, "glyphs": glyphs})
    height = y + row + GAP
    atlas.crop((0, 0, WIDTH, height)).save(folder / "atlas.png", optimize=True)
    header = {"font": "DejaVu Sans 2.37", "width": WIDTH, "height": height, "glyph": "code, x, y, width, height, left, top, advance"}
    with open(folder / "atlas.json", "w", encoding="utf-8") as file:
        lines = ",\n".join(json.dumps(face, separators=(",", ":")) for face in faces)
        file.write(json.dumps(header)[:-1] + ', "faces": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
