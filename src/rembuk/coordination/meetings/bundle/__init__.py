"""Sekali rapat, beres semua: every paper of a meeting from what was noted in it."""
