"""The identity provider of the tests as a process, and a browser that logs in there."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.provider.serve import CLIENT, PASSWORD, SECRET

HERE = Path(__file__).parent


@dataclass(frozen=True)
class RunningProvider:
    """Where it answers and what we must tell it."""

    issuer: str
    client_id: str = CLIENT
    secret: str = SECRET


@contextmanager
def running(folder: Path, *redirect_uris: str) -> Iterator[RunningProvider]:
    """The provider until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(HERE / "serve.py"), str(port), str(folder), *redirect_uris]
    with (folder / "provider.log").open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, cwd=HERE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", (folder / "provider.log").read_text()
        yield RunningProvider(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def log_in_there(address: str, username: str, password: str = PASSWORD) -> str:
    """Go to the provider and log in, as a browser does; the address to which it then leads back."""
    with requests.Session() as browser:
        page = browser.get(address, timeout=20)
        assert page.status_code == 200, page.text
        seal = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        form = {"login": username, "password": password, "csrfmiddlewaretoken": seal}
        next_page = re.search(r'name="next" value="([^"]*)"', page.text)
        if next_page:
            form["next"] = next_page[1].replace("&amp;", "&")
        answer = browser.post(
            page.url, data=form, headers={"Referer": page.url}, allow_redirects=False, timeout=20
        )
        while not answer.headers["Location"].startswith("http://testserver/"):
            answer = browser.get(
                requests.compat.urljoin(page.url, answer.headers["Location"]),
                allow_redirects=False,
                timeout=20,
            )
        return str(answer.headers["Location"])
