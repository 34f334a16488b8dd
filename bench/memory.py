"""What a web worker holds after 100,000 requests: its proportional share of memory (PSS), and whether it still grows.

Every page of `growth` is asked for in turn, by whom it is for, and every trail of their lists, over connections that
stay; the workers are looked at after each tenth. What they hold at the end is held against what they held half-way.

    BENCH_REPORTS=10000 BENCH_REQUESTS=5000 python -m bench --only memory --dry       a small try
"""

import itertools
import os
import re
import statistics
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bench import growth, pages
from bench.pages import Browser, Served
from bench.row import Row, at_most
from tests.support.postgres import Cluster

PORT = 8946
REPORTS = int(os.environ.get("BENCH_REPORTS") or growth.SIZES[1])
REQUESTS = int(os.environ.get("BENCH_REQUESTS") or 100_000)
PARTS, HANDS = 10, 4
LARGEST_MB, GROWN_MB = 120.0, 2.0


def measure(cluster: Cluster) -> Iterator[Row]:
    """The largest worker at the end; and how much the workers hold more in the last parts than in the middle ones."""
    url, home = growth.made(cluster, REPORTS)
    with pages.program(url, home, PORT) as rembuk:
        asked = list(addresses(rembuk, growth.cookies(rembuk.url, home, url)))
        held: list[list[float]] = []
        with ThreadPoolExecutor(HANDS) as pool:
            for part in range(PARTS):
                list(pool.map(lambda hand: walk(rembuk, asked, hand), [part * HANDS + hand for hand in range(HANDS)]))
                held.append(pages.held(rembuk))
                print(f"{REQUESTS * (part + 1) // PARTS} requests: {held[-1]}", file=sys.stderr, flush=True)
    yield at_most(f"memory of a web worker after {REQUESTS} requests, PSS", max(held[-1]), "MB", LARGEST_MB)
    means = [statistics.mean(part) for part in held]
    grown = statistics.mean(means[-2:]) - statistics.mean(means[PARTS // 2 - 1 : PARTS // 2 + 1])
    yield at_most(f"memory of a web worker, grown in the second half of {REQUESTS}", grown, "MB", GROWN_MB)


def addresses(rembuk: Served, cookies: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each address with the cookie of whoever asks for it."""
    for who, listed in growth.ADDRESSES.items():
        yield from ((growth.landed(rembuk.url, address, cookies[who]), cookies[who]) for address in listed.split())
    public, reader = Browser(rembuk.url), Browser(rembuk.url)
    reader.opener.addheaders = [("Cookie", cookies[pages.READER])]
    for _, text in public.listed("/publik/"):
        yield from ((path, "") for path in re.findall(r'href="(/publik/[A-Z]+-\d\d-[A-Z0-9]+/)"', text))
    for _, text in reader.listed("/laporan/"):
        found = re.findall(r'href="/laporan/([A-Z]+-\d\d-[A-Z0-9]+)/"', text)
        yield from ((f"/jejak/{code}/", cookies[pages.READER]) for code in found)


def walk(rembuk: Served, asked: list[tuple[str, str]], start: int) -> None:
    """One connection's share of a part."""
    parts, connection = urlsplit(rembuk.url), None
    turn = itertools.islice(itertools.cycle(asked), start * 37 % len(asked), None)
    for path, cookie in itertools.islice(turn, REQUESTS // PARTS // HANDS):
        connection = connection or HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        if answer.will_close:
            connection.close()
            connection = None
