"""What the commands for triplets and pairs have in common."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from writer_gui import paths, settings
from writer_gui.settings import backups_folder
from writer_gui.store.database import Database
from writer_gui.store.problems import DamagedError
from writer_gui.store.recovery import start_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from writer_gui.cli.output import Console
    from writer_gui.exchange.taking_in import ImportReport, Survey

T = TypeVar("T")

_TOLD_EVERY = 100
_SHOWN = 60
_REASONS_SHOWN = 10


def add_action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str
) -> argparse.ArgumentParser:
    """Add an action of a command; `--json` may stand before or behind it."""
    parser = actions.add_parser(name, help=about)
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value"
    )
    return parser


@contextmanager
def open_database(path: Path, *, repair: bool = True) -> Iterator[Database]:
    """Open the database for one command; a damaged one is repaired, with a word about it."""
    try:
        database = Database.open(path)
    except DamagedError:
        if not repair:
            raise
        started = start_up(path, backups_folder(settings.load(paths.settings_path())))
        database = started.database
        for note in started.notes:
            sys.stderr.write(f"{note}\n")
    try:
        yield database
    finally:
        database.close()


def list_line(uid: str, genre: str, state: str, text: str) -> str:
    """Return one line of a list for people."""
    return f"{uid[:12]:<12}  {state:<8}  {genre}  {' '.join(text.split())[:_SHOWN]}"


def report_export(console: Console, file: Path, records: int) -> int:
    """Print how many records are in a file now."""
    console.result({"file": str(file), "records": records}, f"Records in {file}: {records}")
    return 0


@contextmanager
def told_reading(console: Console, found: Iterable[T]) -> Iterator[Iterator[T]]:
    """Give records to read, showing how many there were; an interruption says how far it came."""
    count = 0

    def counted() -> Iterator[T]:
        nonlocal count
        for record in found:
            count += 1
            if count % _TOLD_EVERY == 0:
                console.progress(f"{count:,} records")
            yield record

    try:
        yield counted()
    except KeyboardInterrupt:
        console.note(f"Records read: {count:,}; the rest was not, and nothing was written.")
        raise


def add_import(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], about: str
) -> argparse.ArgumentParser:
    """Add the action that imports a file, or only says what importing it would do."""
    parser = add_action(actions, "import", about)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--dry-run", action="store_true", help="count, give every reason, and write nothing"
    )
    return parser


def report_survey(console: Console, survey: Survey) -> int:
    """Print what an import would do, with every reason."""
    lines = [
        f"{survey.read} read, {survey.new} would be added, {survey.duplicates} there already, "
        f"{len(survey.rejected)} would be rejected; nothing was written",
        *(f"record {r.record}: {r.reason}" for r in survey.rejected),
    ]
    console.result(survey.as_report().as_json() | {"dry_run": True}, "\n".join(lines))
    return 0


def report_import(console: Console, report: ImportReport) -> int:
    """Print what became of the records of a file."""
    lines = [
        f"{report.read} read, {report.added} added, {report.duplicates} there already, "
        f"{len(report.rejected)} rejected"
    ]
    lines += [f"record {r.record}: {r.reason}" for r in report.rejected[:_REASONS_SHOWN]]
    more = len(report.rejected) - _REASONS_SHOWN
    if more > 0:
        lines.append(f"and {more} more")
    console.result(report.as_json(), "\n".join(lines))
    return 0
