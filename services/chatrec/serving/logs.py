"""Logs as JSON, one line a record, on standard error. No line ever holds what a user said.

A record is an event name and facts: `log_event(logger, logging.INFO, "snapshot_loaded", items=250)`. Of an exception
the log keeps the classes and the places in the code, not the message, because a message may quote a user.
"""

import json
import logging
import sys
import traceback
from typing import TextIO

__all__ = ["JsonFormatter", "log_event", "start_logging"]


def log_event(
    logger: logging.Logger, level: int, event: str, *, failed: BaseException | None = None, **facts: object
) -> None:
    """Log `event` with its facts and, for a failure, where it came from; facts are ids, counts and times only."""
    if logger.isEnabledFor(level):
        logger.log(level, event, exc_info=failed, extra={"facts": facts})


def start_logging(service: str, level: str, stream: TextIO | None = None) -> None:
    """Send every logger's records of `level` and above to `stream` (standard error) as JSON lines of `service`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time in Unix seconds, level, service, logger, event, then the facts."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service
        self._encode = json.JSONEncoder(ensure_ascii=False, default=str).encode

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line."""
        line: dict[str, object] = {
            "time": round(record.created, 3),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["failure"] = _places(record.exc_info[1])
        return self._encode(line)


def _places(error: BaseException | None) -> list[str]:
    places: list[str] = []
    while error is not None:
        places.append(type(error).__qualname__)
        places += [f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return places
