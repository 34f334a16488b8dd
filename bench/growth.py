"""Every page of a city of 1,000,000 reports against the same page of one of 10,000: CPU of application and database.

Both are made by `rembuk demo` in databases of their own, `growth_…`, their homes in the cluster's folder: a cluster
that is kept keeps them for the next time. Both are served alike and asked in turn; each address is a line of its own.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bench import pages
from bench.pages import Served, Visit
from bench.row import Row, at_most
from tests.support.postgres import Cluster

SIZES = (10_000, 1_000_000)
PORTS = (8943, 8944)
# A server, and what each of those who ask sends along.
Side = tuple[Served, dict[str, str]]
BAR = 1.3
# A difference that a clock of 10 ms a tick cannot tell from chance, shared by all requests of a round.
LEAST_MS = 1.0
# Looks through a thousand rows of each way of seeing, and no more: held by what that costs at its most.
SEARCH, SEARCH_MS = "?q=", 500.0
# A file of as many lines as there are: held by what a line of it costs.
FILE = "/tindak-lanjut/lembar/"
CITY, EDITOR, AUDITOR = pages.MAYOR, "pemerintahan", "inspektorat"
ADDRESSES = {
    "": """
        / /publik/ /publik/?keadaan=ditangani /publik/?kelurahan=32.75.04.1005
        /publik/?kelurahan=32.75.04.1005&keadaan=menunggu /publik/?q=saluran /publik/angka.csv /publik/opd.csv /peta/
        /publik/opd/ /lapor/ /lacak/ /data/ /data/kabar.atom /data/rapat.ics /data/openapi.json /sidik/
        /sidik/sidik.json /publik/usulan/ /open311/v2/requests.json /open311/v2/requests.xml
        /open311/v2/services.json /open311/v2/servicerequestupdates.json /healthz
    """,
    pages.READER: """
        /hari-ini/ /hari-ini/peran/ /hari-ini/lembar/ /cari/?q=saluran /kabar/ /laporan/ /laporan/?keadaan=closed
        /laporan/?untuk=mine /laporan/menunggu/ /laporan/terima/ /laporan/kejadian/ /laporan/dini/ /rapat/
        /rapat/?lihat=lewat /rapat/baru/ /rapat/rutin/ /rapat/nomor/ /papan/ /papan/?urut=perlu /papan/papan.csv
        /tindak-lanjut/ /tindak-lanjut/?keadaan=working /tindak-lanjut/wilayah/ /tindak-lanjut/wilayah/?keadaan=late
        /tindak-lanjut/lembar/ /kunjungan/ /kunjungan/sekitar/ /kunjungan/wilayah/ /kunjungan/pantau/
        /kunjungan/rencana/ /kunjungan/jumat/ /kunjungan/rembuk/bahan/32.75.04.1005/ /angka/ /musrenbang/
        /musrenbang/tinjau/ /musrenbang/sidang/ /lembaga/ /lembaga/kosong/ /lembaga/berakhir/ /lembaga/sisa/ /wilayah/
    """,
    pages.LEADER: """
        /hari-ini/ /cari/?q=saluran /laporan/ /laporan/kejadian/ /tindak-lanjut/ /tindak-lanjut/?keadaan=working
        /tindak-lanjut/lembar/ /kunjungan/ /kunjungan/pantau/ /rapat/ /kabar/
    """,
    CITY: """
        /hari-ini/ /cari/?q=saluran /laporan/ /laporan/?keadaan=closed /laporan/menunggu/ /laporan/waktu-jawab/
        /laporan/kejadian/ /laporan/dini/ /papan/ /papan/?urut=perlu /papan/papan.csv /tindak-lanjut/
        /tindak-lanjut/wilayah/ /tindak-lanjut/wilayah/?keadaan=late /tindak-lanjut/wilayah/?keadaan=working
        /kunjungan/wilayah/ /kunjungan/pantau/ /kunjungan/jumat/ /rapat/ /rapat/?lihat=lewat /angka/ /musrenbang/
        /musrenbang/tinjau/
    """,
    EDITOR: "/hari-ini/ /kabar/pengiriman/ /kabar/surat/ /jejak/dibuka/ /laporan/ /lembaga/ /wilayah/ /aturan/",
    AUDITOR: "/hari-ini/ /jejak/dibuka/ /laporan/ /laporan/waktu-jawab/ /papan/",
}
# The pages behind the lines of a list: who asks, the list, and the address of one of them.
BEHIND = (
    ("", "/publik/", "/publik/{}/"), ("", "/publik/", "/open311/v2/requests/{}.json"),
    (pages.READER, "/laporan/", "/laporan/{}/"), (pages.READER, "/laporan/", "/jejak/{}/"),
    (pages.READER, "/laporan/?keadaan=closed", "/jejak/{}/"), (pages.READER, "/rapat/?lihat=lewat", "/rapat/{}/"),
    (pages.READER, "/tindak-lanjut/wilayah/", "/tindak-lanjut/{}/"), (pages.READER, "/kunjungan/", "/kunjungan/{}/"),
    (pages.LEADER, "/tindak-lanjut/", "/tindak-lanjut/{}/"), (CITY, "/laporan/", "/jejak/{}/"),
)  # fmt: skip
CODE = r"[A-Z]+-\d\d-[A-Z0-9]+|[A-Z0-9]{8}"


def measure(cluster: Cluster, rounds: int = 5, seconds: float = 1.0) -> Iterator[Row]:
    """A row for each address, those that are dearest in the large city first; and the largest worker at the end."""
    (few, few_home), (many, many_home) = (made(cluster, size) for size in SIZES)
    with (
        pages.program(few, few_home, PORTS[0]) as small,
        pages.program(many, many_home, PORTS[1]) as large,
        tempfile.TemporaryDirectory(prefix="rembuk-bench-") as folder,
    ):
        sides = [(small, cookies(small.url, few_home, few)), (large, cookies(large.url, many_home, many))]
        found: list[Row] = []
        for name, who, *both in asked(sides):
            visits = [Visit(urls, signed[who]) for urls, (_, signed) in zip(both, sides, strict=True)]
            pairs = []
            for number in range(rounds + 1):  # the first warms both up and does not count
                costs = [
                    pages.cpu_ms(side, cluster.server_pids()[0], visit, Path(folder), seconds)
                    for (side, _), visit in zip(sides, visits, strict=True)
                ]
                pairs += [costs] if number else []
            found.append(
                row(name, pairs, *(size(side.url, visit) for (side, _), visit in zip(sides, visits, strict=True)))
            )
        yield from sorted(found, key=lambda one: -(one.ratio or 0))
        yield pages.memory(large)


def asked(sides: Sequence[Side]) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """What is asked: its name, by whom, and the addresses of either city."""
    for who, addresses in ADDRESSES.items():
        for address in addresses.split():
            few, many = ([landed(side.url, address, signed[who])] for side, signed in sides)
            yield f"{address} {who}".strip(), who, few, many
    for who, listed, page in BEHIND:
        few, many = ([page.format(code) for code in codes(side.url, listed, signed[who])] for side, signed in sides)
        if few and many:
            yield f"{page} ← {listed} {who}".strip(), who, few, many


def codes(base: str, listed: str, cookie: str) -> list[str]:
    """The codes of what a list leads to, each once, in its order."""
    opened = pages.Browser(base)
    opened.opener.addheaders = [("Cookie", cookie)]
    path = landed(base, listed, cookie)
    return list(dict.fromkeys(re.findall(rf'href="/{path.split("/")[1]}/({CODE})/"', opened.get(path))))


def landed(base: str, address: str, cookie: str) -> str:
    """Where an address leads: some lead on to the own place."""
    opened = pages.Browser(base)
    opened.opener.addheaders = [("Cookie", cookie)]
    found = urlsplit(opened.opener.open(base + address, timeout=60).url)
    if found.path.startswith("/masuk/"):
        raise SystemExit(f"{address} leads to the door")
    return f"{found.path}?{found.query}" if found.query else str(found.path)


def size(base: str, visit: Visit) -> float:
    """How many kB the first of its answers has: a list of a large city is full where that of a small one is not."""
    asked = urllib.request.Request(base + visit.urls[0], headers={"Cookie": visit.cookie})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return len(answer.read()) / 1000


def row(name: str, pairs: list[list[float]], few: float, many: float) -> Row:
    """The median of the ratios of pairs; `limit` is what the page costs in the small city. `few` and `many` are kB."""
    told = f"growth {name}" + (f" [{few:.0f} → {many:.0f} kB]" if many > few * BAR else "")
    low, high = (statistics.median(side) for side in zip(*pairs, strict=True))
    if SEARCH in name:
        return at_most(told, high, "CPU ms", SEARCH_MS)
    share = few / many if name.startswith(FILE) else 1
    ratio = statistics.median(high * share / low for low, high in pairs)
    holds = ratio <= BAR or high * share - low <= LEAST_MS
    return Row(told, round(high, 2), "CPU ms", round(low, 2), round(ratio, 2), BAR, holds)


def made(cluster: Cluster, size: int) -> tuple[str, Path]:
    """The database of a city of so many reports, and its home; made where it does not stand yet."""
    name, home = f"growth_{size}", cluster.folder / f"growth-{size}"
    url = cluster.url(name) if cluster.has(name) else cluster.create(name)
    demo(url, home, "--reports", str(size), "--no-serve")
    cluster.sql("VACUUM ANALYZE", name)
    return url, home


def demo(url: str, home: Path, *words: str) -> str:
    """What the demo's command prints."""
    command = [sys.executable, "-m", "rembuk", "demo", "--size", "kota", *words]
    env = {**os.environ, "DATABASE_URL": url, "REMBUK_HOME": str(home)}
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def cookies(base: str, home: Path, url: str) -> dict[str, str]:
    """What each of those who ask sends along, once signed in."""
    told = demo(url, home, "--no-serve")
    sheets = re.findall(r"^(.+), [^,]+ \(.*\): https?://[^/]+(/\S+)  PIN (\d+)$", told, re.MULTILINE)
    found = {"": ""}
    for name, password in re.findall(r"nama (\w+), sandi (\S+),", told):
        if name in ADDRESSES:
            browser = pages.Browser(base)
            [code] = re.findall(rf"^{name}: (\d+)", demo(url, home, "--codes"), re.MULTILINE)
            browser.sign_in_by_password(name, password, code)
            found[name] = browser.cookie
    for office, path, pin in sheets:
        if office in ADDRESSES:
            browser = pages.Browser(base)
            browser.sign_in(path, pin)
            found[office] = browser.cookie
    return found
