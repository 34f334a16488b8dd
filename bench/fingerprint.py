"""Photos like one among 100,000: milliseconds a question, what is found again, what is mistaken. Prints rows as JSON.

The scenes are drawn by `tests/support/scenes.py`; the 100,000 beside them are bits by chance, spread over the bands as
unrelated photos are.
"""

import dataclasses
import json
import os
import random
import statistics
import time
from itertools import combinations

from bench.row import Row, at_least, at_most
from rembuk.config.cli import start

PHOTOS = 100_000
SCENES = 300
QUESTIONS = 100


def main() -> None:
    """Into the database of the environment, which is empty."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    start.django(with_keys=False)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows = [*recall(), speed()]
    print(json.dumps([dataclasses.asdict(row) for row in rows]))


def recall() -> list[Row]:
    """What is found again, and how often two scenes of their own are called alike."""
    from rembuk.foundation.files.fingerprints import ALIKE, distance, fingerprint
    from rembuk.foundation.files.pictures import looks
    from tests.support import scenes

    dice, same, cropped, found = random.Random(1), [], [], []
    for seed in range(10_000, 10_000 + SCENES):
        image = scenes.scene(seed)
        bits = looks(scenes.encoded(image))
        if bits is None:
            continue
        found.append(bits)
        changed = (scenes.resized(image, dice.uniform(0.3, 0.9)), image)
        seen = [looks(scenes.encoded(other, dice.randint(25, 75))) for other in changed]
        same += [bit is not None and distance(bits, bit) <= ALIKE for bit in seen]
        part = fingerprint(scenes.cropped(image, 0.05, dice))
        cropped.append(part is not None and distance(bits, part) <= ALIKE)
    mistaken = [distance(one, other) <= ALIKE for one, other in combinations(found, 2)]
    return [
        at_least("foto serupa: diperkecil atau dimampatkan lagi", round(100 * statistics.mean(same), 2), "%", 99),
        at_least("foto serupa: terpotong 5 %", round(100 * statistics.mean(cropped), 2), "%", 80),
        at_most(f"foto serupa: salah, dari {len(mistaken)} pasang", 10_000 * statistics.mean(mistaken), "/10.000", 1),
    ]


def speed() -> Row:
    """The median of questions about photos that are there."""
    from django.db import connection

    from rembuk.foundation.files import queries
    from rembuk.foundation.files.fingerprints import bands, signed
    from rembuk.foundation.files.models import File, Fingerprint
    from rembuk.foundation.kernel import chance, clock

    dice, now = random.Random(2), clock.now()
    files = [
        File(owner_kind="bench", owner_id=chance.new_id(), kind="photo", sha256="0" * 64, base_sha256="0" * 64,
             served_sha256="0" * 64, media_type="image/webp", size=1, received_at=now)
        for _ in range(PHOTOS)
    ]  # fmt: skip
    marks = []
    for file in files:
        bits = signed(dice.getrandbits(64))
        parts = {f"band_{band}": part for band, part in enumerate(bands(bits))}
        marks.append(Fingerprint(file=file, bits=bits, **parts))
    File.objects.bulk_create(files, batch_size=2000)
    Fingerprint.objects.bulk_create(marks, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself after so many new rows
    times = []
    for mark in dice.sample(marks, QUESTIONS):
        started = time.perf_counter()
        assert queries.near_to(mark.bits)[mark.file_id] == 0
        times.append((time.perf_counter() - started) * 1000)
    return at_most(f"foto serupa di antara {PHOTOS}", statistics.median(times), "ms", 20)


if __name__ == "__main__":
    main()
