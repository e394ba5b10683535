"""The name that a library and its backups have in common, in the library and in a file beside it.

Several libraries may keep their backups in one folder, and none may be mended with the texts of
another. The file tells the name of a library that can no longer be read.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from writer_gui.store.copying import connect, tolerant
from writer_gui.store.meta import HOME, LIBRARY

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{32}")


def name_in(library: Path) -> str | None:
    """Return the name that a library or a backup holds; None where it cannot be read."""
    try:
        with closing(connect(library, readonly=True)) as connection:
            connection.text_factory = tolerant
            wanted = "SELECT key, value FROM meta WHERE key IN (?, ?)"
            found = dict(connection.execute(wanted, (HOME, LIBRARY)).fetchall())
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the second quotes damaged names
        log.info("the name of %s cannot be read: %s", library, error)
        return None
    return _checked(found.get(HOME) or found.get(LIBRARY))  # an early program knew only the second


def name_beside(library: Path) -> str | None:
    """Return the name in the file beside a library; None where there is none, or no name in it."""
    try:
        return _checked(_file(library).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def write_beside(library: Path, name: str) -> None:
    """Write the name beside a library, if it can be: only the repair of a lost one needs it."""
    if name_beside(library) == name:
        return
    try:
        _file(library).write_text(name, "utf-8")
    except (OSError, UnicodeError) as error:
        log.info("the name of %s cannot be written beside it: %s", library, error)


def agree_on_name(connection: Connection, library: Path) -> None:
    """Have a library bear the name beside it, as after a restore; else write its own there."""
    name = name_beside(library)
    held = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (HOME,)).scalar_one()
    if name is None:
        write_beside(library, held)
    elif name != held:
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = ?", (name, HOME))


def _checked(name: object) -> str | None:
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None


def _file(library: Path) -> Path:
    return library.with_suffix(".name")
