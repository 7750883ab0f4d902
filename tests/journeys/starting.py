"""How a demonstration that a test has started tells that it is ready."""

import re
import subprocess
import time
from pathlib import Path

import pytest

PATIENCE = 180
"""Seconds in which the demonstration must be ready."""


def told_address(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address in what the process has written into the log; the test fails when it ends or is silent."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if ready := re.search(r"^Nippu is ready: (http://127\.0\.0\.1:\d+)$", log.read_text(), re.MULTILINE):
            return ready[1]
        time.sleep(0.1)
    pytest.fail(f"the demonstration was never ready: {log.read_text()}")
