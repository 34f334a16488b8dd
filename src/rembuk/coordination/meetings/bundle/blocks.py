"""A paper as blocks, in finished Indonesian text: the same blocks are drawn as PDF and written as DOCX."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: what it is, of which meeting, under whose kop, and what it says."""

    title: str
    about: str
    letterhead: Sequence[str]
    blocks: Sequence[dict[str, Any]]
    landscape: bool = False

    def source(self) -> str:
        """SHA-256 of all that it says."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode()).hexdigest()


def heading(said: str) -> dict[str, Any]:
    """The beginning of a part."""
    return {"kind": "heading", "text": said}


def item(said: str) -> dict[str, Any]:
    """The beginning of an item in a part."""
    return {"kind": "item", "text": said}


def text(*lines: str) -> dict[str, Any]:
    """Paragraphs; empty ones are left out, and the lines that people typed stay lines."""
    return {"kind": "text", "lines": [line for said in lines for line in said.splitlines() if line.strip()]}


def pairs(*rows: tuple[str, str]) -> dict[str, Any]:
    """What is called what; what says nothing is left out."""
    return {"kind": "pairs", "rows": [list(row) for row in rows if row[1]]}


def table(head: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Rows under a head; `widths` are shares of the line."""
    return {"kind": "table", "head": list(head), "widths": list(widths), "rows": [list(row) for row in rows]}


def listed(rows: Sequence[str]) -> dict[str, Any]:
    """A numbered list."""
    return {"kind": "list", "rows": list(rows)}


def photo(sha256: str, caption: str, width: int, height: int) -> dict[str, Any]:
    """A stored picture with its caption."""
    return {"kind": "photo", "sha256": sha256, "caption": caption, "width": width, "height": height}


def signatures(*who: tuple[str, str]) -> dict[str, Any]:
    """The title over each place to sign, and the name under it."""
    return {"kind": "signatures", "who": [list(one) for one in who]}
