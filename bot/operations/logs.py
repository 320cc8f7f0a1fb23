"""Log lines as JSON objects: what happened, never what anybody wrote."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line. Exceptions are named by their kind only, since their text may quote a message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Send the log lines of `bot` to standard error as JSON; everybody else's stay silent."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("bot")
    ours.handlers = [handler]
    ours.propagate = False
    ours.setLevel(logging.INFO)
