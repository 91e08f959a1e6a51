"""Draws static/picture.png, which other sites show beside a link: `python docs/link_picture.py`.

It is the sign of static/favicon.svg with two answers below it, and has no words, so that it serves
all languages.
"""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

PICTURE = Path(__file__).parent.parent / "static/picture.png"
WIDTH, HEIGHT = 1200, 630
_SCALE = 4
"""Drawn so much larger, and made smaller for smooth edges."""
_COLORS = 16

_GROUND = "#07443f"
_SIGN = "#ffffff"
_PULSE = "#07635b"
_ANSWER = "#c4e2dc"
_LINE = "#07443f"

_PULSE_POINTS = ((0, 0), (84, 0), (126, -92), (193, 84), (235, 0), (319, 0))


def draw_picture() -> Image.Image:
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _GROUND)
    draw = ImageDraw.Draw(image)
    _draw_bubble(draw, (120, 105, 640, 425), _SIGN)
    _draw_line(draw, [(220 + x, 265 + y) for x, y in _PULSE_POINTS], _PULSE, 30)
    for top, width in ((150, 340), (340, 240)):
        _draw_bubble(draw, (720, top, 720 + width + 80, top + 130), _ANSWER)
        for row in (0, 1):
            y = top + 45 + 40 * row
            _draw_line(draw, [(762, y), (762 + width - 70 * row, y)], _LINE, 12)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return small.quantize(_COLORS, dither=Image.Dither.NONE)


def _draw_bubble(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], color: str) -> None:
    left, top, right, bottom = (one * _SCALE for one in box)
    height = bottom - top
    radius = height // 4
    draw.rounded_rectangle((left, top, right, bottom), radius, fill=color)
    tail = [
        (left + radius // 2, bottom - radius),
        (left + radius // 2, bottom + height // 3),
        (left + 2 * radius, bottom - 1),
    ]
    draw.polygon(tail, fill=color)


def _draw_line(
    draw: ImageDraw.ImageDraw, points: Sequence[tuple[int, int]], color: str, width: int
) -> None:
    scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
    draw.line(scaled, fill=color, width=width * _SCALE, joint="curve")
    radius = width * _SCALE // 2
    for x, y in (scaled[0], scaled[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)


if __name__ == "__main__":
    draw_picture().save(PICTURE, optimize=True)
