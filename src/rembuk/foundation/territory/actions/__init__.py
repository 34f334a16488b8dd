"""Deeds on territories: add, rename, merge, split, succeed, close, serve, spell, set a boundary. All are audited."""

from rembuk.foundation.territory.actions.outlining import set_boundaries, set_boundary, spell
from rembuk.foundation.territory.actions.serving import serve, set_zone
from rembuk.foundation.territory.actions.shaping import (
    New,
    Part,
    add,
    add_many,
    close,
    merge,
    rename,
    reopen,
    split,
    succeed,
)

__all__ = [
    "New", "Part", "add", "add_many", "close", "merge", "rename", "reopen", "serve", "set_boundaries", "set_boundary",
    "set_zone", "spell", "split", "succeed",
]  # fmt: skip
