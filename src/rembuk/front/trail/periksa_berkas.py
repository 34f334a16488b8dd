"""Periksa berkas perkara Rembuk tanpa mempercayai siapa pun; cukup Python 3.8, dijalankan di folder berkas itu.

python3 periksa_berkas.py [2026-01-30=SIDIK-DARI-SURAT ...]
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List  # noqa: UP035 - Python 3.8 of whoever checks

Rows = List[Dict[str, Any]]  # noqa: UP006


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root(nodes: List[bytes]) -> bytes:  # noqa: UP006
    half = 1 << (len(nodes) - 1).bit_length() >> 1
    return sha(b"\1" + root(nodes[:half]) + root(nodes[half:])) if nodes[1:] else nodes[0] if nodes else sha(b"")


def read(here: Path, name: str) -> Any:
    return json.loads((here / name).read_text(encoding="utf-8"))


def of_events(events: Rows) -> Iterator[str]:
    """Tiap kejadian sesuai sidiknya, menyambung ke yang sebelumnya, dengan alasan yang sama."""
    last: Dict[str, Any] = {}  # noqa: UP006
    for event in events:
        subject = f"{event['kind']} {event['id']}"
        before, body, words = last.get(subject, {"seq": 0, "hash": ""}), json.loads(event["body"]), event["words"]
        if sha(event["body"].encode()).hex() != event["hash"]:
            yield f"{subject} #{event['seq']}: isinya diubah"
        if event["seq"] != before["seq"] + 1 or body["previous"] != before["hash"]:
            yield f"{subject} #{event['seq']}: tidak menyambung ke kejadian sebelumnya"
        if words and sha((words["salt"] + words["text"]).encode()).hex() != body["reason"]:
            yield f"{subject} #{event['seq']}: alasannya bukan yang tertulis saat itu"
        last[subject] = event


def of_days(here: Path, events: Rows, chain: Rows) -> Iterator[str]:
    """Rantai hari tidak diubah, dan tiap kejadian ada pada harinya."""
    before = ""
    for row in chain:
        line = f"{row['day']} {row['events']} {row['root']} {before}"
        before = row["hash"]
        if sha(line.encode()).hex() != row["hash"]:
            yield f"{row['day']}: sidik harinya diubah"
    known = {row["day"]: row for row in chain}
    for day in sorted({event["day"] for event in events} & set(known)):
        hashes = read(here, f"sidik/{day}.json")["hashes"]
        if root([sha(b"\0" + value.encode()) for value in hashes]).hex() != known[day]["root"]:
            yield f"{day}: kejadian hari itu diubah"
        if {event["hash"] for event in events if event["day"] == day} - set(hashes):
            yield f"{day}: ada kejadian yang tidak tercatat pada hari itu"


def of_files(here: Path, files: Rows, events: Rows) -> Iterator[str]:
    """Isi tiap berkas sesuai namanya; dokumen ialah yang dikirim, foto ialah gambar yang tercatat di kejadiannya."""
    shown: Dict[str, Any] = {}  # noqa: UP006
    for event in events:
        told = json.loads(event["body"]).get("changes") or {}
        shown[event["id"]] = told.get("shown", shown.get(event["id"]))
    for file in files:
        place = here / "berkas" / file["here"]
        if file["here"] and (not place.is_file() or sha(place.read_bytes()).hex() != file["here"]):
            yield f"berkas {file['here']}: hilang atau diubah"
        elif file["here"] and file["kind"] == "document" and file["here"] != file["sent"]:
            yield f"berkas {file['here']}: bukan dokumen yang dikirim"
        elif file["here"] and shown.get(file["id"]) not in (None, file["here"]):
            yield f"berkas {file['here']}: bukan gambar yang tercatat di kejadian"


def main(here: Path, words: List[str]) -> int:  # noqa: UP006
    """Memeriksa semuanya; 1 kalau ada yang salah."""
    events, files, chain = (read(here, name) for name in ("kejadian.json", "berkas.json", "sidik/sidik.json"))
    kept, known = dict(word.split("=") for word in words), {row["day"]: row["hash"] for row in chain}
    wrong = [*of_events(events), *of_days(here, events, chain), *of_files(here, files, events)]
    wrong += [f"{day}: bukan sidik yang Anda simpan" for day, value in kept.items() if known.get(day) != value]
    print(f"{len(events)} kejadian, {len(files)} berkas, {len(chain)} hari, {len(kept)} sidik simpanan")
    for day in sorted({event["day"] for event in events} - set(known)):
        print(f"{day}: belum ditutup, belum terikat sidik harian")
    print(*(wrong or ["BENAR"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent, sys.argv[1:]))
