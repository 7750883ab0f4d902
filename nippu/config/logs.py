"""The log as lines of JSON. It tells of the system, never of a client."""

from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def _error_without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Name the class and the place of an error; its words may quote what a person typed."""
    told = event.pop("exc_info", None)
    if isinstance(told, tuple) and told[1] is not None:
        event["error"] = type(told[1]).__qualname__
        event["at"] = _places(told[2])
    event.pop("exception", None)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging(level: str) -> dict[str, Any]:
    """Django's LOGGING: one line of JSON per event, to the standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _error_without_words,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "nippu.log_ins": {"level": "INFO"},  # always: who came and went is asked afterwards
            "django.db.backends": {"level": "WARNING"},
        },
    }


def begin() -> None:
    """Let structlog write through the standard logging."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
