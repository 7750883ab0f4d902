"""Load on the web server, from a process of its own.

The client shares the cores with the server, so it must be lean: geventhttpclient, Locust's own, parses
answers in C.
"""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Queue
from typing import TypeAlias

Request: TypeAlias = tuple[str, str]
"""Path and body of a POST."""


@dataclass(frozen=True, slots=True)
class Client:
    """One browser: the headers that it sends, and the forms that it sends one after another."""

    headers: dict[str, str]
    requests: Sequence[Request]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a load."""

    seconds: float
    milliseconds: list[float]
    """How long each request took."""
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds


def send(host: str, port: int, clients: Sequence[Client]) -> Run:
    """Let the clients send all their forms at once, each one after another over its own connection."""
    context = multiprocessing.get_context("spawn")
    answers: Queue[Run] = context.Queue()
    process = context.Process(target=_process, args=(host, port, list(clients), answers))
    process.start()
    run = answers.get(timeout=120)
    process.join()
    return run


def _process(host: str, port: int, clients: Sequence[Client], answers: "Queue[Run]") -> None:
    import gevent
    from geventhttpclient import HTTPClient

    milliseconds: list[float] = []
    statuses: dict[int, int] = {}

    def work(client: Client) -> None:
        connection = HTTPClient(host, port, concurrency=1, connection_timeout=30, network_timeout=30)
        for path, body in client.requests:
            began = time.perf_counter()
            answer = connection.post(path, body, client.headers)
            answer.read()
            milliseconds.append((time.perf_counter() - began) * 1000)
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        connection.close()

    began = time.perf_counter()
    gevent.joinall([gevent.spawn(work, client) for client in clients], raise_error=True)
    answers.put(Run(time.perf_counter() - began, milliseconds, statuses))
