"""Rembuk: what a neighbourhood says, what the city does with it, and what became of it."""

__version__ = "0.1.0"
