"""Where a data directory lies: on this computer, on a network, or in a folder that is synced.

A write-ahead log needs memory shared between processes, which a network folder does not have
(sqlite.org/wal.html), and a sync client copies the log and the database at different moments. Both
kinds of folder get the older rollback journal instead, and the writer a word.
"""

from __future__ import annotations

import re
import sqlite3
import time
from enum import StrEnum
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path

_NETWORK = re.compile(r"nfs|cifs|smb|9p|afp|webdav|davfs|sshfs|fuse\.rclone|ncpfs|ceph|gluster")
_SYNCED = re.compile(
    r"onedrive|dropbox|google ?drive|googledrive|icloud|mobile documents|nextcloud|owncloud|"
    r"nutstore|坚果云|baidusyncdisk|百度网盘|pcloud|mega(sync)?$|syncthing|seafile",
    re.IGNORECASE,
)
_SYNC_MARKS = (".stfolder", ".dropbox", ".sync", ".owncloudsync.log")

_BETWEEN_TRIES_S = 0.02


class Place(StrEnum):
    """What kind of folder a path lies in."""

    LOCAL = "local"
    NETWORK = "network"
    SYNCED = "synced"


def place_of(folder: Path) -> Place:
    """Tell a network or synced folder from an ordinary one, by mount type, name and marks."""
    if _NETWORK.search(_mount_type(folder)):
        return Place.NETWORK
    named = any(_SYNCED.match(part) for part in folder.parts)
    marked = any((up / mark).exists() for up in (folder, *folder.parents) for mark in _SYNC_MARKS)
    return Place.SYNCED if named or marked else Place.LOCAL


def journal_mode(folder: Path) -> str:
    """Return the journal that is safe there."""
    return "WAL" if place_of(folder) is Place.LOCAL else "DELETE"


def set_journal(connection: sqlite3.Connection, mode: str, patience_s: float) -> None:
    """Have a new connection use a journal, trying for `patience_s` seconds.

    SQLite does not always wait for other connections before it changes the journal, whatever its
    busy timeout: of two programs that open a new library at the same moment one was refused.
    """
    end = time.monotonic() + patience_s
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {mode}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_BETWEEN_TRIES_S)
        except UnicodeDecodeError as error:  # its message quotes a name that is damaged
            damage = sqlite3.DatabaseError("malformed database schema")
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage from error
        else:
            return


def place_note(folder: Path) -> str | None:
    """Return a word to the writer about a folder that is not an ordinary one."""
    match place_of(folder):
        case Place.NETWORK:
            return f"{folder} is on a network drive; open it on one computer at a time."
        case Place.SYNCED:
            return (
                f"{folder} is synced to other computers; close Writer GUI on one before opening "
                "it on another."
            )
        case Place.LOCAL:
            return None


def _mount_type(folder: Path) -> str:
    try:
        mounts = psutil.disk_partitions(all=True)
    except OSError:
        return ""
    above = [m for m in mounts if folder.is_relative_to(m.mountpoint)]
    return max(above, key=lambda m: len(m.mountpoint)).fstype.lower() if above else ""
