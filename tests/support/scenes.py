"""Street scenes drawn by chance from a seed, as unlike each other as what people photograph: sky, ground, walls, trees,
poles, rubbish, signs, grain of the sensor. And what happens to a photo on its way: resized, recompressed, cropped."""

import io
import random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

SIZE = (960, 720)
WORDS = ("AWAS", "RT 05", "GALIAN", "JL MELATI", "DILARANG", "POS RONDA", "WARUNG", "DIJUAL", "HATI-HATI", "SDN 3")


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of its own for each seed; the same for the same."""
    dice = random.Random(seed)
    if dice.random() < 0.4:
        size = (size[1], size[0])
    image = _ground(dice, size)
    for _ in range(dice.randint(3, 9)):
        dice.choice((_wall, _tree, _pole, _heap, _hole, _sign, _lines))(dice, image)
    image = _cloudy(dice, image)
    image = ImageEnhance.Brightness(image).enhance(dice.uniform(0.5, 1.25))
    image = ImageEnhance.Contrast(image).enhance(dice.uniform(0.7, 1.3))
    return image.filter(ImageFilter.GaussianBlur(dice.uniform(0, 2)))


def encoded(image: Image.Image, quality: int = 85, kind: str = "JPEG") -> bytes:
    """As it is sent."""
    out = io.BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()


def resized(image: Image.Image, share: float) -> Image.Image:
    """Smaller or larger."""
    return image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.BICUBIC)


def cropped(image: Image.Image, share: float, dice: random.Random) -> Image.Image:
    """Without `share` of its width and height, taken from either side by chance."""
    width, height = round(image.width * (1 - share)), round(image.height * (1 - share))
    left, top = dice.randint(0, image.width - width), dice.randint(0, image.height - height)
    return image.crop((left, top, left + width, top + height))


def _colour(dice: random.Random, low: int = 20, high: int = 235) -> tuple[int, int, int]:
    grey = dice.randint(low, high)
    return (_near(dice, grey), _near(dice, grey), _near(dice, grey))


def _near(dice: random.Random, level: int) -> int:
    return max(0, min(255, level + dice.randint(-35, 35)))


def _ground(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    """Sky above, road or yard below; at times only ground, seen from above."""
    gradient = Image.linear_gradient("L").resize(size)
    if dice.random() < 0.5:
        gradient = gradient.rotate(dice.choice((90, 180, 270))).resize(size)
    image = Image.composite(Image.new("RGB", size, _colour(dice)), Image.new("RGB", size, _colour(dice)), gradient)
    if dice.random() < 0.7:
        horizon, draw = int(size[1] * dice.uniform(0.2, 0.7)), ImageDraw.Draw(image)
        draw.rectangle((0, horizon, *size), fill=_colour(dice, 40, 180))
        middle, spread = size[0] * dice.uniform(0.2, 0.8), size[0] * dice.uniform(0.2, 0.9)
        road = [(middle - spread, size[1]), (middle + spread, size[1]), (middle + 20, horizon), (middle - 20, horizon)]
        draw.polygon(road, fill=_colour(dice, 60, 160))
    return image


def _cloudy(dice: random.Random, image: Image.Image) -> Image.Image:
    """Light and shade without edges, and the sensor's grain."""
    state = dice.getrandbits(32)
    small = Image.frombytes("L", (12, 9), random.Random(state).randbytes(108))
    shade = small.resize(image.size, Image.Resampling.BICUBIC)
    image = Image.blend(image, Image.merge("RGB", (shade, shade, shade)), dice.uniform(0.05, 0.3))
    grain = Image.frombytes(
        "L", (image.width // 2, image.height // 2), dice.randbytes(image.width // 2 * (image.height // 2))
    )
    grain = grain.resize(image.size)
    return Image.blend(image, Image.merge("RGB", (grain, grain, grain)), dice.uniform(0.01, 0.08))


def _box(dice: random.Random, image: Image.Image, least: float, most: float) -> tuple[int, int, int, int]:
    width, height = int(image.width * dice.uniform(least, most)), int(image.height * dice.uniform(least, most))
    left, top = (
        dice.randint(-width // 3, image.width - width // 2),
        dice.randint(-height // 3, image.height - height // 2),
    )
    return left, top, left + width, top + height


def _wall(dice: random.Random, image: Image.Image) -> None:
    draw, (left, top, right, bottom) = ImageDraw.Draw(image), _box(dice, image, 0.2, 0.6)
    draw.rectangle((left, top, right, bottom), fill=_colour(dice))
    step, shade = dice.randint(40, 110), _colour(dice)
    for x in range(left + 15, right - 30, step):
        for y in range(top + 15, bottom - 30, step):
            draw.rectangle((x, y, x + step // 2, y + step // 2), fill=shade)


def _tree(dice: random.Random, image: Image.Image) -> None:
    draw, (left, top, right, bottom) = ImageDraw.Draw(image), _box(dice, image, 0.15, 0.5)
    draw.line(
        ((left + right) // 2, bottom, (left + right) // 2, top), fill=_colour(dice, 20, 90), width=dice.randint(8, 30)
    )
    for _ in range(dice.randint(15, 50)):
        x, y, size = dice.randint(left, right), dice.randint(top, (top + bottom) // 2), dice.randint(10, 60)
        green = dice.randint(50, 140)
        draw.ellipse((x, y, x + size, y + size), fill=(green // 2, green, green // 3))


def _pole(dice: random.Random, image: Image.Image) -> None:
    draw, x = ImageDraw.Draw(image), dice.randint(0, image.width)
    top, lean, width = dice.randint(0, image.height // 3), dice.randint(-60, 60), dice.randint(5, 26)
    draw.line((x, image.height, x + lean, top), fill=_colour(dice, 10, 120), width=width)
    for _ in range(dice.randint(0, 5)):
        draw.line(
            (x + lean, top, dice.choice((0, image.width)), dice.randint(0, image.height // 2)),
            fill=(20, 20, 20),
            width=3,
        )


def _heap(dice: random.Random, image: Image.Image) -> None:
    draw, (left, top, right, bottom) = ImageDraw.Draw(image), _box(dice, image, 0.15, 0.5)
    for _ in range(dice.randint(30, 90)):
        x, y, size = dice.randint(left, right), dice.randint(top, bottom), dice.randint(6, 50)
        draw.ellipse((x, y, x + size, y + size * dice.uniform(0.4, 1)), fill=_colour(dice, 10, 245))


def _hole(dice: random.Random, image: Image.Image) -> None:
    box = _box(dice, image, 0.1, 0.5)
    ImageDraw.Draw(image).ellipse(box, fill=_colour(dice, 10, 80), outline=_colour(dice), width=dice.randint(0, 12))


def _sign(dice: random.Random, image: Image.Image) -> None:
    draw, (left, top, right, bottom) = ImageDraw.Draw(image), _box(dice, image, 0.12, 0.35)
    draw.rectangle((left, top, right, bottom), fill=_colour(dice, 120, 250), outline=(10, 10, 10), width=4)
    words = Image.new("L", (60, 12))
    ImageDraw.Draw(words).text((2, 0), dice.choice(WORDS), fill=255)
    mask = words.resize((max(1, right - left), max(1, bottom - top)))
    image.paste(Image.new("RGB", mask.size, _colour(dice, 0, 80)), (left, top), mask)


def _lines(dice: random.Random, image: Image.Image) -> None:
    """Paving, tiles or a fence."""
    draw, step, ink = ImageDraw.Draw(image), dice.randint(18, 90), _colour(dice)
    left, top, right, bottom = _box(dice, image, 0.3, 0.8)
    for at in range(left, right, step):
        draw.line((at, top, at + dice.randint(-8, 8), bottom), fill=ink, width=dice.randint(1, 6))
    if dice.random() < 0.5:
        for at in range(top, bottom, step):
            draw.line((left, at, right, at), fill=ink, width=dice.randint(1, 6))
