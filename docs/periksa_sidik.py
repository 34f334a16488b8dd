"""Periksa sidik harian Rembuk tanpa mempercayai siapa pun; cukup Python 3.8 dan berkas yang diterbitkan di /sidik/.

    python3 periksa_sidik.py sidik.json [2026-01-30.json ...] [2026-01-30=SIDIK-DARI-SURAT ...]

Hari menyambung tanpa bolong, akar tiap berkas hari benar dari sidik kejadiannya (pohon Merkle, RFC 6962), dan sidik
yang Anda simpan sendiri (surat, berita acara) sama dengan yang diterbitkan.
"""

import hashlib
import json
import sys
from datetime import date, timedelta
from pathlib import Path


def sha(data):
    return hashlib.sha256(data).digest()


def root(nodes):
    half = 1 << (len(nodes) - 1).bit_length() >> 1
    return sha(b"\1" + root(nodes[:half]) + root(nodes[half:])) if nodes[1:] else nodes[0] if nodes else sha(b"")


chain, *days = [json.loads(Path(word).read_text()) for word in sys.argv[1:] if "=" not in word]
kept = [word.split("=") for word in sys.argv[1:] if "=" in word]
wrong, before, known = [], None, {row["day"]: row for row in chain}
for row in chain:
    line = f"{row['day']} {row['events']} {row['root']} {before['hash'] if before else ''}"
    wrong += [f"{row['day']}: isinya diubah"] if sha(line.encode()).hex() != row["hash"] else []
    gap = before and date.fromisoformat(row["day"]) - date.fromisoformat(before["day"]) != timedelta(1)
    wrong += [f"{row['day']}: hari sebelumnya hilang"] if gap else []
    before = row
for day in days:
    found = root([sha(b"\0" + value.encode()) for value in day["hashes"]]).hex()
    same = found == known[day["day"]]["root"] and len(day["hashes"]) == known[day["day"]]["events"]
    wrong += [] if same else [f"{day['day']}: kejadiannya diubah"]
wrong += [f"{day}: bukan sidik yang Anda simpan" for day, value in kept if known.get(day, {}).get("hash") != value]
print(f"{len(chain)} hari, {len(days)} berkas hari, {len(kept)} sidik simpanan:", *wrong or ["BENAR"], sep="\n")
sys.exit(bool(wrong))
