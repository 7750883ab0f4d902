"""Loading of structures behind the pages, in a thread of the server's process.

The thread ends with the process. What is in stays in, and to import the same again does the rest.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from threading import Thread

from django.db import connection, transaction

from nippu.base.ids import ImportId
from nippu.catalogue import actions, queries


def folder_for(import_id: ImportId) -> Path:
    """A new folder where the files of an import wait. It is gone when the import has ended.

    What an import that was interrupted left behind goes now.
    """
    for each in queries.interrupted_imports():
        rmtree(_folder_of(each), ignore_errors=True)
    folder = _folder_of(import_id)
    folder.mkdir(mode=0o700)
    return folder


def start_import(import_id: ImportId, sources: Sequence[Path]) -> None:
    """Begin to load files as soon as the transaction is committed. This does not wait for the end."""
    thread = Thread(target=_in_thread, args=(import_id, sources), name=f"import {import_id}", daemon=True)
    transaction.on_commit(thread.start)


def _in_thread(import_id: ImportId, sources: Sequence[Path]) -> None:
    try:
        run_import(import_id, sources)
    finally:
        connection.close()  # it is this thread's own


def run_import(import_id: ImportId, sources: Sequence[Path]) -> None:
    """Load files until all are in or one asks to stop. Whatever happens, the import has ended after this."""
    try:
        actions.run_import(import_id, sources, clock=_now)
    finally:
        rmtree(_folder_of(import_id), ignore_errors=True)
        actions.interrupt_import(import_id, at=_now())


def _folder_of(import_id: ImportId) -> Path:
    return Path(gettempdir()) / f"nippu-import-{import_id}"


def _now() -> datetime:
    return datetime.now(UTC)
