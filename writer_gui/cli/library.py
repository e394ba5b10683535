"""`library`: everything out to a folder of readable files, and files back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import add_action, open_database
from writer_gui.errors import UsageError, UserError
from writer_gui.exchange.library_folder import take_in, write_library

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its actions."""
    library = commands.add_parser("library", help="all sessions to a folder of files, and back")
    library.add_argument("--json", action="store_true", help="print one JSON value")
    library.set_defaults(run=run_without_action)
    actions = library.add_subparsers(title="actions", metavar="ACTION")

    export = add_action(actions, "export", "write every session, triplet and pair into a folder")
    export.add_argument("folder", metavar="FOLDER", type=Path)
    export.set_defaults(run=run_export)

    taken = add_action(actions, "import", "take in such folders, texts (.md, .txt) or sessions")
    taken.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    taken.set_defaults(run=run_import)


def run_without_action(_args: argparse.Namespace, _console: Console) -> int:
    """Say what is missing."""
    raise UsageError("'library' needs an action: export or import. Try 'writer-gui library -h'.")


def run_export(args: argparse.Namespace, console: Console) -> int:
    """Write everything into a folder."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        files = write_library(tx, args.folder)
    value = {
        "folder": str(args.folder),
        "sessions": files.sessions,
        "triplets": files.triplets,
        "pairs": files.pairs,
    }
    text = f"Sessions: {files.sessions}, triplets: {files.triplets}, pairs: {files.pairs}"
    console.result(value, f"{text}, in {args.folder}")
    return 0


def run_import(args: argparse.Namespace, console: Console) -> int:
    """Take files in."""
    for path in args.paths:
        if not path.exists():
            raise UserError(f"There is no {path}; name a folder or a file that is there.")
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        report = take_in(tx, args.paths)
    value = {
        "added": report.added,
        "duplicates": report.duplicates,
        "triplets": report.triplets,
        "pairs": report.pairs,
        "missing": report.missing,
        "missing_records": report.missing_records,
        "rejected": [{"file": file, "reason": reason} for file, reason in report.rejected],
    }
    lines = [
        f"Added: sessions {len(report.added)}, triplets {report.triplets}, pairs {report.pairs}; "
        f"sessions already here: {report.duplicates}"
    ]
    missing = report.missing + report.missing_records
    lines += [f"without a file, though the folder should hold them: {missing}"] * bool(missing)
    lines += [f"{file}: {reason}" for file, reason in report.rejected]
    console.result(value, "\n".join(lines))
    return 0
