"""What proves that somebody sent a report: its secret, stored as a keyed hash."""

import hmac

from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import seal


def secret_hash(code: str, secret: str) -> str:
    """What is stored of a secret: keyed, so that the table alone gives nothing to guess against."""
    return seal.blind("reports.secret", f"{code}|{secret.strip().upper().replace('-', '').replace(' ', '')}")


def knows_secret(report: Report, secret: str) -> bool:
    """Whether the secret is the report's."""
    return bool(secret and report.secret_hash) and hmac.compare_digest(
        secret_hash(report.code, secret), report.secret_hash
    )
