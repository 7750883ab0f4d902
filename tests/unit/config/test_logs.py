"""The log tells where something failed, and not what anybody had typed."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from nippu.config import logs


@pytest.fixture
def lines():
    """A handler as in the settings, and what it wrote."""
    settings = logs.logging("INFO")["formatters"]["json"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=settings["processors"], foreign_pre_chain=settings["foreign_pre_chain"]
    )
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger = logging.getLogger("nippu.tests.logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)


def test_an_error_is_told_by_class_and_place_without_its_words(lines):
    logger, written = lines
    try:
        raise ValueError("Key (identity_code)=(010190-9021) already exists")
    except ValueError:
        logger.exception("Internal Server Error: %s", "/asiat/")
    event = json.loads(written.getvalue())
    assert event["error"] == "ValueError"
    assert "test_logs.py" in event["at"][0]
    assert event["event"] == "Internal Server Error: /asiat/"
    assert "010190" not in written.getvalue()


def test_every_event_has_a_moment_and_a_level(lines):
    logger, written = lines
    logger.warning("slow")
    event = json.loads(written.getvalue())
    assert event["level"] == "warning"
    assert event["timestamp"].endswith("Z")
