"""Argon2id for a small server: 19 MiB, two passes, one lane (OWASP's second recommendation).

Django's default takes 100 MiB and eight lanes per sign-in; two clerks at once would press a 2 GB machine. Only
administrators have passwords, and each also needs a code from an app.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallServerArgon2(Argon2PasswordHasher):
    """The parameters stand in every hash, so that raising them later re-hashes at the next sign-in."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
