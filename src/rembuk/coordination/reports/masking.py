"""Phone numbers, NIK, plates, e-mail addresses and names in public wording, found by pattern.

Patterns find what is written the usual way, and no more: an officer reads the masked wording before it is public and
corrects it. Masking twice changes nothing.
"""

import re
import unicodedata

PHONE, NIK, PLATE, EMAIL, NAME = "[nomor telepon]", "[NIK]", "[pelat nomor]", "[surel]", "[nama]"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What is not seen, but would break a number or a name in two.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_DIGIT = re.compile(r"\d")
_ODD_DIGIT = re.compile(r"[^\D0-9]")
# Digits with at most one separator between them, as people group them.
_NIK = re.compile(r"(?<!\d)\d(?:[\s.\-–_]?\d){15}(?!\d)")
# A mobile number however it is spaced, also over lines; with a slash or a comma only in groups that no date has.
_MOBILE = re.compile(
    r"(?<!\d)(?P<money>(?i:rp\.?)\s*)?(?:(?:\+?62|0)[\s.\-–—_()]{0,3}8(?:[\s.\-–—_()]{0,3}\d){8,11}"
    r"|08\d\d(?:[/,]\s?\d{3,4}){2})(?!\d)"
)
_PHONE = re.compile(r"(?<![\d\w])(?:\+?62|0)[ .\-]{0,2}(?:\(?\d\)?[ .\-]{0,2}){7,12}\d(?!\d)")
# Any long number that is not money is treated as one to call or to identify by.
_LONG = re.compile(r"(?<!\d)(?P<money>(?i:rp\.?)\s*)?\d(?:[\s.\-–_]?\d){9,}(?!\d)")
_AREAS = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|CC|CD|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|EA|EB|ED|"
    "KB|KH|KT|KU|PA|PB|PG|PS|PT|PY|QH|QZ|RI|A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z"
)
_UNITS = "RT|RW|KG|KM|CM|MM|M|L|HP|JAM"
_PLATE = re.compile(
    rf"\b(?:(?:{_AREAS})[ .\-]?\d{{1,4}}[ .\-]?(?!(?:{_UNITS})\b)[A-Z]{{1,3}}"
    rf"|(?i:(?:{_AREAS})[ .\-]?\d{{3,4}}[ .\-]?(?!(?:{_UNITS})\b)[a-z]{{1,3}}))\b"
)
_TITLES = (
    r"pak|pa'|p\.|bapak|bpk\.?|bp\.|bu|ibu|sdr\.?|sdri\.?|saudara|saudari|tn\.?|ny\.?|nn\.?|mas|mbak|mba|bang|kang|teh|"
    r"haji|hj?\.|ustadz?|ust\.|om|tante|a\.?n\.?|atas nama|bernama|nama saya|an\."
)
# After "pak" these name an office or a thing, not a person.
_OFFICES = (
    "rt|rw|lurah|camat|kades|wali|walikota|bupati|gubernur|presiden|guru|polisi|satpam|hansip|linmas|ketua|sekretaris|"
    "bendahara|kasi|kepala|kadis|dokter|bidan|ojek|sopir|supir|hakim|jaksa|menteri|petugas|warga|dan|atau|yang|di|ke|"
    "dari|saya|kami|itu|ini|tolong|mohon|ada|sudah|belum|tidak|haji|kota|tetangga|penjual|tukang|pemilik|hamil|rumah|"
    "sebelah|depan|belakang|kantin|kos|kost|anak|anggota|pengurus|pamor|posyandu|pkk|nya"
)
_NAME = re.compile(
    rf"(?<![\w.])(?P<title>(?i:{_TITLES}))(?P<space>(?:[^\S\n]|[:.])+(?:(?i:haji|h\.|hj\.|dr\.|drs\.|ir\.)[ ]*)?)"
    rf"(?!(?i:(?:{_OFFICES}|hj?|drs?|ir)\b))"
    rf"(?P<name>(?:[A-Z]\.|[^\W\d_][\w'’\-]*)(?:[ ]+(?:[A-Z]\.|(?!(?:{_OFFICES.upper()})\b)[A-Z][\w'’\-]*)){{0,3}})"
)

_RT = re.compile(r"\bRT\s*\d+\s*/?\s*(?=RW)")


def mask(text: str) -> str:
    """The text with what points to a person replaced by what it was."""
    text = _UNSEEN.sub("", text)
    if "@" in text:
        text = _EMAIL.sub(EMAIL, text)
    if _DIGIT.search(text):
        text = _without_numbers(text)
    return _NAME.sub(_without_name, text)


def _without_numbers(text: str) -> str:
    text = _ODD_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), text)
    text = _NIK.sub(NIK, text)
    text = _MOBILE.sub(_number, text)
    text = _PHONE.sub(PHONE, text)
    text = _LONG.sub(_number, text)
    return _PLATE.sub(PLATE, text)


def _number(found: re.Match[str]) -> str:
    return found[0] if found["money"] else PHONE


def _without_name(found: re.Match[str]) -> str:
    return f"{found['title']}{found['space']}{NAME}"


def headline(text: str, size: int = 80) -> str:
    """The first sentence of masked wording, cut at a word."""
    first = re.split(r"(?<=[.!?])\s|\n", " ".join(text.split(" ")).strip(), maxsplit=1)[0].strip().rstrip(".")
    first = " ".join(first.split())
    if len(first) <= size:
        return first or "Laporan warga"
    return first[: size - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def without_rt(text: str) -> str:
    """The text of a home or social matter for everyone: it tells the RW, never the RT."""
    return _RT.sub("RT di ", text)
