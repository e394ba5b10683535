"""`pairs`: preference pairs, in and out, counted and thrown away."""

from __future__ import annotations

from dataclasses import asdict
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
from writer_gui.exchange.judging import Veil, export_pairs, load_round
from writer_gui.exchange.pairs import PairFormat, read_pairs
from writer_gui.exchange.session_json import moment
from writer_gui.exchange.taking_in import survey, take_in_pairs
from writer_gui.store.pairs import (
    PairQuery,
    get_pair,
    known_pairs,
    list_pairs,
    pair_statistics,
    restore_pairs,
    same_pair,
    trash_pairs,
)

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.domain.pair import Pair, PairSide


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its actions; without one it lists."""
    pairs = commands.add_parser(
        "pairs", help="list, import, export, count or throw away preference pairs"
    )
    pairs.add_argument("--json", action="store_true", help="print one JSON value")
    pairs.set_defaults(run=run_list)
    actions = pairs.add_subparsers(title="actions", metavar="ACTION")

    add_action(actions, "list", "list all pairs, newest first").set_defaults(run=run_list)

    add_import(actions, "import WritingPreferenceBench records").set_defaults(run=run_import)

    export = add_action(actions, "export", "export all pairs")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument("--format", choices=[str(form) for form in PairFormat], default="wpb")
    export.set_defaults(run=run_export)

    counted = add_action(actions, "stats", "count the pairs by level, verdict and genre")
    counted.set_defaults(run=run_stats)
    for name, run, told in (
        ("trash", run_trash, "throw pairs away; they are kept for 30 days"),
        ("restore", run_restore, "take pairs out of the trash again"),
    ):
        action = add_action(actions, name, told)
        action.add_argument("pairs", metavar="ID", nargs="+", help="as `pairs --json` gives it")
        action.set_defaults(run=run)


def run_list(args: argparse.Namespace, console: Console) -> int:
    """List pairs."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        found = list(map(Veil(load_round(tx)).over, list_pairs(tx)))
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


def run_stats(args: argparse.Namespace, console: Console) -> int:
    """Count the pairs."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        found = pair_statistics(tx)
    lines = [f"Pairs: {found.total:,}"]
    for counts in (found.by_level, found.by_verdict, found.by_genre):
        lines += [f"{name or '-'}  {count:,}" for name, count in counts.items()]
    console.result(asdict(found), "\n".join(lines))
    return 0


def run_trash(args: argparse.Namespace, console: Console) -> int:
    """Move pairs to the trash."""
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        count = trash_pairs(tx, [get_pair(tx, uid).uid for uid in args.pairs])
    console.result({"trashed": count}, f"In the trash: {count}")
    return 0


def run_restore(args: argparse.Namespace, console: Console) -> int:
    """Take pairs out of the trash."""
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        count = restore_pairs(tx, [get_pair(tx, uid).uid for uid in args.pairs])
    console.result({"restored": count}, f"Restored: {count}")
    return 0


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
