"""Small drawings that stand for residents' photos: a street, a wall, and the thing that is broken. Drawn, not taken."""

from io import BytesIO

from PIL import Image, ImageDraw

from rembuk.config.demo.dice import below, between, choose

SIZE = (480, 360)
SKIES = ("#c9dbe6", "#e6e0d0", "#b9c6cf", "#f0d9b8")
ROADS = ("#7d7f80", "#8a857c", "#6f7375")
WALLS = ("#d8c7a6", "#bcd0b5", "#d9b9a8", "#c8c8d6")


def photo(theme: str) -> bytes:
    """A JPEG of a few kilobytes for a theme of `words.SAID`."""
    image = Image.new("RGB", SIZE, choose(SKIES))
    draw = ImageDraw.Draw(image)
    horizon = between(130, 170)
    for left in range(0, SIZE[0], 120):
        draw.rectangle([left, horizon - between(30, 90), left + between(80, 118), horizon], fill=choose(WALLS))
    draw.polygon([(0, 360), (480, 360), (300, horizon), (180, horizon)], fill=choose(ROADS))
    SHAPES.get(theme, _hole)(draw)
    out = BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _hole(draw: ImageDraw.ImageDraw) -> None:
    left, top = between(140, 240), between(220, 280)
    draw.ellipse([left, top, left + between(70, 130), top + between(25, 45)], fill="#3d3a36")


def _water(draw: ImageDraw.ImageDraw) -> None:
    top = between(210, 260)
    draw.rectangle([0, top, 480, 360], fill="#6d7f83")
    for _ in range(14):
        left, line = below(440), between(top + 5, 350)
        draw.line([left, line, left + between(20, 60), line], fill="#93a5a8", width=2)


def _heap(draw: ImageDraw.ImageDraw) -> None:
    for _ in range(40):
        left, top = between(120, 330), between(230, 300)
        draw.ellipse(
            [left, top, left + between(14, 40), top + between(10, 28)],
            fill=choose(("#2f3a33", "#7a5b3a", "#b7b3a8", "#385a8a")),
        )


def _pole(draw: ImageDraw.ImageDraw) -> None:
    left, lean = between(200, 280), between(-30, 30)
    draw.line([left, 330, left + lean, 60], fill="#2b2b2b", width=7)
    draw.line([left + lean, 60, left + lean + 50, 72], fill="#2b2b2b", width=5)


def _tree(draw: ImageDraw.ImageDraw) -> None:
    left = between(120, 320)
    draw.line([left, 320, left + 15, 140], fill="#5a4330", width=16)
    for _ in range(9):
        x, y = left + between(-70, 60), between(70, 160)
        draw.ellipse([x, y, x + 60, y + 50], fill=choose(("#3f6b3a", "#4f7d45", "#5c7a3c")))


SHAPES = {
    "jalan": _hole, "saluran": _water, "banjir": _water, "air": _water, "sampah": _heap, "lampu": _pole,
    "listrik": _pole, "pohon": _tree, "hewan": _heap, "kesehatan": _heap,
}  # fmt: skip
