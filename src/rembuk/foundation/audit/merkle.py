"""One hash over many, as in RFC 6962: leaves and nodes are hashed apart, so that no node can pass for a leaf."""

import hashlib
from collections.abc import Iterable

EMPTY = hashlib.sha256(b"").hexdigest()


class Tree:
    """Takes hashes one by one and keeps only the roots of whole subtrees: a million leaves need twenty."""

    def __init__(self) -> None:
        self.count = 0
        self._stack: list[bytes] = []

    def add(self, text: str) -> None:
        """The next leaf."""
        node, size = hashlib.sha256(b"\0" + text.encode()).digest(), self.count
        while size & 1:
            node, size = _node(self._stack.pop(), node), size >> 1
        self._stack.append(node)
        self.count += 1

    def root(self) -> str:
        """The root over all leaves so far."""
        if not self._stack:
            return EMPTY
        node = self._stack[-1]
        for left in reversed(self._stack[:-1]):
            node = _node(left, node)
        return node.hex()


def tree(leaves: Iterable[str]) -> Tree:
    """A tree of all of these."""
    found = Tree()
    for one in leaves:
        found.add(one)
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def link(day: str, events: int, root: str, previous: str) -> str:
    """The hash of a day's digest, chained to the day before."""
    return hashlib.sha256(f"{day} {events} {root} {previous}".encode()).hexdigest()
