"""Periksa sidik harian Rembuk tanpa mempercayai siapa pun. Butuh Python 3.8, tanpa pustaka lain.

Unduh /sidik/sidik.json (semua hari) dan, bila mau, berkas hari (/sidik/2026-01-30.json), lalu:
    python3 periksa_sidik.py sidik.json [2026-01-30.json ...] [--sidik 2026-01-30=SIDIK-DARI-SURAT]
Yang diperiksa: tiap hari menyambung pada hari sebelumnya tanpa bolong, akar tiap berkas hari benar dari sidik
kejadiannya (pohon Merkle, RFC 6962), dan sidik yang Anda simpan sendiri masih sama dengan yang diterbitkan.
"""
import argparse, datetime, hashlib, json, sys  # noqa: E401

def sha(data): return hashlib.sha256(data).digest()

def root(nodes):
    if len(nodes) < 2:
        return nodes[0] if nodes else sha(b"")
    half = 1 << (len(nodes) - 1).bit_length() - 1
    return sha(b"\1" + root(nodes[:half]) + root(nodes[half:]))

def fail(day, what):
    print(f"SALAH {day}: {what}")
    sys.exit(1)

words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
words.add_argument("sidik"), words.add_argument("hari", nargs="*"), words.add_argument("--sidik", dest="kept", action="append", default=[])
args = words.parse_args()
known, before = {}, None
for row in json.load(open(args.sidik)):
    day = datetime.date.fromisoformat(row["day"])
    if before and (day - datetime.timedelta(1)).isoformat() != before["day"]: fail(day, "hari sebelumnya hilang")
    if row["previous"] != (before["hash"] if before else ""): fail(day, "tidak menyambung pada hari sebelumnya")
    line = f"{row['day']} {row['events']} {row['root']} {row['previous']}"
    if sha(line.encode()).hex() != row["hash"]: fail(day, "sidiknya tidak cocok dengan isinya")
    known[row["day"]] = before = row
for data in map(lambda name: json.load(open(name)), args.hari):
    found = root([sha(b"\0" + value.encode()) for value in data["hashes"]]).hex()
    if (found, len(data["hashes"])) != (known[data["day"]]["root"], known[data["day"]]["events"]): fail(data["day"], "kejadiannya berubah")
for day, kept in (text.split("=") for text in args.kept):
    if known.get(day, {}).get("hash") != kept: fail(day, "berbeda dari sidik yang Anda simpan")
print(f"BENAR: {len(known)} hari menyambung, {len(args.hari)} berkas hari cocok, {len(args.kept)} sidik simpanan sama")
