"""What somebody typed into a search box, held against Indonesian words: a candidate at a time, in memory.

Case and accents do not matter, an affix or a word said twice does not stand in the way (“saluran” finds “tersalur” and
“salurannya”, “lampu-lampu” finds “lampu”), and what begins with four letters of a word finds it. All words must fit.
"""

import re
import unicodedata
from functools import lru_cache

SHORTEST = 4  # letters: what is shorter must stand there as it is
_CODE = re.compile(r"([a-z]{2,4})[ -]?(\d{2})[ -]?([0-9a-z]{5})")
_WORD = re.compile(r"\w+")
# The letter that melts into a prefix: menutup → tutup, pengerukan → keruk, perumahan → rumah.
_MELTED = (("meng", "k"), ("peng", "k"), ("men", "t"), ("pen", "t"), ("mem", "p"), ("pem", "p"), ("per", "r"))


class Wanted:
    """Words that are sought. False where nothing was typed."""

    def __init__(self, typed: str) -> None:
        plain = fold(typed).strip()
        self._words = [(word, [_keys(part) for part in _WORD.findall(word)]) for word in plain.split()]
        known = _CODE.fullmatch(plain)
        # The code of a report, where that is what was typed, however it was written.
        self.code = "-".join(known.groups()).upper() if known else ""

    def __bool__(self) -> bool:
        return bool(self._words)

    def fits(self, *texts: str) -> bool:
        """Whether every word is in one of the texts, as it stands or in another form."""
        plain = fold(" ".join(texts))
        if all(word in plain for word, _ in self._words):
            return True
        said = f" {' '.join(map(_said, _WORD.findall(plain)))} "
        return all(word in plain or _meets(parts, said) for word, parts in self._words)


def _meets(parts: list[tuple[str, ...]], said: str) -> bool:
    for keys in parts:
        for key in keys:
            if key in said:
                break
        else:
            return False
    return bool(parts)


def fold(text: str) -> str:
    """Without case and accents."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).casefold()


def forms(word: str) -> tuple[str, ...]:
    """A word, its stem, and its stem with the letter that its prefix may have taken."""
    from Stemmer import Stemmer  # late: only a search needs it

    if not word.isascii() or len(word) > 40:
        return (word,)
    word = word.rstrip("2") or word  # “anak2”
    stem = Stemmer("indonesian", 0).stemWord(word)
    melted = [letter + stem for prefix, letter in _MELTED if word.startswith(prefix) and stem != word][:1]
    return tuple(dict.fromkeys((word, stem, *melted)))


@lru_cache(maxsize=20_000)
def _said(word: str) -> str:
    return " ".join(forms(word))


def _keys(word: str) -> tuple[str, ...]:
    """What the forms of a candidate's word may begin with, each after a space."""
    return tuple(f" {form}" for form in forms(word) if len(form) >= SHORTEST) or (f" {word} ",)
