"""The web server as `nippu serve` runs it, and log-ins to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from nippu.cli.serve import HOST, end_with_parent, server_command

Answer: TypeAlias = tuple[int, http.client.HTTPMessage, bytes]
"""Status, headers and body."""
PATIENCE = 60.0
"""Seconds that the server has for its first answer."""


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in browser: its cookies, and the seal that its forms carry."""

    cookie: str
    seal: str

    @property
    def headers(self) -> dict[str, str]:
        """What it sends with a form."""
        return {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}


class Server:
    """A running web server in a process group of its own."""

    def __init__(self) -> None:
        self.port = _free_port()
        command = server_command(HOST, self.port, workers=1, threads=4)
        self._process = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._process.poll() is None, "the server could not start"
            try:
                status, _headers, _body = self.request("GET", "/login/")
            except OSError:
                time.sleep(0.02)
                continue
            assert status == 200, f"the log-in page answered {status}"
            return
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """Kill all of its processes at once, with no chance to finish anything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """One request in a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def log_in(self, username: str, password: str) -> Session:
        """Log in as people do, through the page."""
        _status, headers, page = self.request("GET", "/login/")
        cookies = _cookies(headers)
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, "the log-in page has no seal"
        form = {"csrfmiddlewaretoken": found[1].decode(), "username": username, "password": password}
        sent = {"Cookie": _line(cookies), "Content-Type": "application/x-www-form-urlencoded"}
        status, headers, _page = self.request("POST", "/login/", urlencode(form), sent)
        assert status == 302, f"logging in answered {status}"
        cookies |= _cookies(headers)
        return Session(_line(cookies), cookies["csrftoken"])


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server()
    try:
        yield server
    finally:
        server.kill()


def _cookies(headers: http.client.HTTPMessage) -> dict[str, str]:
    pairs = (line.partition(";")[0].partition("=") for line in headers.get_all("Set-Cookie", []))
    return {name: value for name, _, value in pairs}


def _line(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
