"""`export`: a session as a file to read, print or send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import open_database
from writer_gui.exchange.session_files import FORMATS, export_session
from writer_gui.store.sessions import load_session

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    suffixes = ", ".join(suffix.removeprefix(".") for suffix in FORMATS)
    export = commands.add_parser("export", help=f"write a session as a file ({suffixes})")
    export.add_argument("session", metavar="SESSION", type=int)
    export.add_argument("file", metavar="FILE", type=Path, help="its suffix says the format")
    export.add_argument("--with-plan", action="store_true", help="add the prompt and the plan")
    export.set_defaults(run=run_export)


def run_export(args: argparse.Namespace, console: Console) -> int:
    """Export one session."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        session = load_session(tx, args.session)
    size = export_session(session, args.file, with_plan=args.with_plan)
    console.result({"file": str(args.file), "bytes": size}, f"{size:,} bytes in {args.file}")
    return 0
