"""How the server's log is written: one line for each request and each trouble, as text or as JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

REQUEST_LOG = "microfiche.requests"
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TOLD = ("request_id", "method", "route", "status", "milliseconds", "cache")


class JsonFormatter(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {"at": at, "level": record.levelname, "logger": record.name}
        told |= {name: value for name in _TOLD if (value := getattr(record, name, None)) is not None}
        if "route" not in told:
            told["message"] = record.getMessage()
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def log_config(chosen: str) -> dict[str, Any]:
    """What uvicorn sets up in each worker; `quiet` leaves out requests."""
    formatter: dict[str, Any] = {"()": JsonFormatter} if chosen == "json" else {"format": _TEXT}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {REQUEST_LOG: {"level": "WARNING" if chosen == "quiet" else "INFO"}},
    }
