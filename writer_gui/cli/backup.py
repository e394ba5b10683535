"""`backup`, `restore` and `check`: the library as a whole."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths, settings
from writer_gui.cli.records import open_database
from writer_gui.errors import UserError
from writer_gui.settings import backups_folder
from writer_gui.store import backup as backups
from writer_gui.store import recovery

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from writer_gui.cli.output import Console


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    backup = commands.add_parser("backup", help="write a checked copy of the library")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.set_defaults(run=run_backup)

    restore = commands.add_parser("restore", help="put a backup in place of the library")
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.set_defaults(run=run_restore)

    check = commands.add_parser("check", help="check the library")
    check.set_defaults(run=run_check)


def run_backup(args: argparse.Namespace, console: Console) -> int:
    """Write a backup."""
    with open_database(paths.database_path(), repair=False) as database:
        size = backups.backup(database, args.file)
    value = {"ok": True, "file": str(args.file), "bytes": size}
    console.result(value, f"{size:,} bytes in {args.file}")
    return 0


def run_restore(args: argparse.Namespace, console: Console) -> int:
    """Restore a backup; the library as it was is kept."""
    backups_dir = backups_folder(settings.load(paths.settings_path()))
    with _no_window():
        started = recovery.start_up(paths.database_path(), backups_dir)
        for note in started.notes:
            console.note(note)
        try:
            before = backups.restore(started.database, args.file, backups_dir)
        finally:
            started.database.close()
    value = {"ok": True, "file": str(args.file), "replaced": str(before)}
    console.result(value, f"Restored {args.file}; the library as it was is in {before}")
    return 0


@contextmanager
def _no_window() -> Iterator[None]:
    """Keep windows out, which would save the texts on their desks into another library."""
    # Not at the top: it brings Qt, which no other command here needs.
    from writer_gui.background.one_window import OneWindow

    only = OneWindow(paths.data_dir())
    if not only.hold():
        raise UserError(
            "The library is open in a window; restore the backup there, or close the window first."
        )
    try:
        yield
    finally:
        only.close()


def run_check(args: argparse.Namespace, console: Console) -> int:
    """Check the library; exit code 3 where something is wrong."""
    with open_database(paths.database_path(), repair=False) as database:
        problem = recovery.check(database)
        sessions = recovery.count_sessions(database)
    if problem is not None and not console.as_json:
        raise UserError(
            f"The library is damaged ({problem}); start the window to repair it, or restore a "
            "backup."
        )
    value: dict[str, object] = {"ok": problem is None, "sessions": sessions}
    if problem is not None:
        value["problem"] = problem
    console.result(value, f"The library is sound. Sessions: {sessions}.")
    return 0 if problem is None else 3
