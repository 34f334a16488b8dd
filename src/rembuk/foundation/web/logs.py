"""Log lines carry the request's id and never a person's words, nor a secret that stands in an address."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

request_id: ContextVar[str] = ContextVar("request_id", default="-")

# Capabilities in addresses (printed sheets, followed reports) and query strings.
_SECRET = re.compile(r"[0-9a-fA-F]{20,}")
_QUERY = re.compile(r"\?[^\s'\"]*")

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class RequestId(logging.Filter):
    """Adds the id of the present request; "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through."""
        # Django logs some answers after the request has left the middleware; the record then carries the request.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or request_id.get()
        return True


class Line(logging.Formatter):
    """One line, scrubbed. Of an error it prints where it arose and of which kind, not its message.

    A message may quote what somebody typed (`invalid literal: 'Bu Sari…'`, PostgreSQL's `Key (name)=(…)`).
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The line without secrets."""
        return _scrubbed(super().formatMessage(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """The frames of the error and of what caused it."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += traceback.format_tb(error.__traceback__)
            lines.append(type(error).__qualname__ + (f" {error.code}" if hasattr(error, "code") else "") + "\n")
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()


class Fields(Line):
    """The same as one JSON object a line, for a program that gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """What was said, and what a record brings as `fields`."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "request": record.__dict__.get("request_id", "-"), "logger": record.name,
            "said": _scrubbed(record.getMessage()), **record.__dict__.get("fields", {}),
        }  # fmt: skip
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def _scrubbed(text: str) -> str:
    return _SECRET.sub("…", _QUERY.sub("?…", text))
