"""`pairs`: preference pairs, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import (
    add_action,
    add_import,
    list_line,
    open_database,
    report_export,
    report_import,
    report_survey,
    told_reading,
)
from writer_gui.exchange.judging import export_pairs
from writer_gui.exchange.pairs import PairFormat, read_pairs
from writer_gui.exchange.session_json import moment
from writer_gui.exchange.taking_in import survey, take_in_pairs
from writer_gui.store.pairs import PairQuery, known_pairs, list_pairs, same_pair

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.domain.pair import Pair, PairSide


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its actions; without one it lists."""
    pairs = commands.add_parser("pairs", help="list, import or export preference pairs")
    pairs.add_argument("--json", action="store_true", help="print one JSON value")
    pairs.set_defaults(run=run_list)
    actions = pairs.add_subparsers(title="actions", metavar="ACTION")

    add_action(actions, "list", "list all pairs, newest first").set_defaults(run=run_list)

    add_import(actions, "import WritingPreferenceBench records").set_defaults(run=run_import)

    export = add_action(actions, "export", "export all pairs")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument("--format", choices=[str(form) for form in PairFormat], default="wpb")
    export.set_defaults(run=run_export)


def run_list(args: argparse.Namespace, console: Console) -> int:
    """List pairs."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        found = list_pairs(tx)
    lines = [list_line(p.uid, p.genre, p.verdict.value, p.prompt) for p in found]
    console.result([_json(p) for p in found], "\n".join(lines) or "No pairs.")
    return 0


def run_import(args: argparse.Namespace, console: Console) -> int:
    """Import the pairs of a file, or say what that would do."""
    with (
        told_reading(console, read_pairs(args.file)) as found,
        open_database(paths.database_path()) as database,
    ):
        if args.dry_run:
            with database.reading() as tx:
                known = known_pairs(tx)
            return report_survey(console, survey(found, same_pair, known))
        with database.transaction() as tx:
            report = take_in_pairs(tx, found)
    return report_import(console, report)


def run_export(args: argparse.Namespace, console: Console) -> int:
    """Export all pairs, oldest first."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        query = PairQuery(oldest_first=True)
        written = export_pairs(tx, args.file, query, PairFormat(args.format))
    if written.left_out:
        console.note(f"{written.left_out} ties were left out: this format has no place for them.")
    if written.nameless:
        console.note(f"{written.nameless} are without names until the round of choices is over.")
    return report_export(console, args.file, written.records)


def _json(pair: Pair) -> dict[str, object]:
    return {
        "id": pair.uid,
        "prompt": pair.prompt,
        "genre": pair.genre,
        "language": pair.language.value,
        "level": pair.level.value,
        "first": _side(pair.first),
        "second": _side(pair.second),
        "verdict": pair.verdict.value,
        "reasons": list(pair.reasons),
        "note": pair.note,
        "origin": pair.origin,
        "created": moment(pair.created) if pair.created else None,
    }


def _side(side: PairSide) -> dict[str, object]:
    return {"text": side.text, "score": side.score, "model": side.model}
