"""`triplets`: saved (prompt, plan, story) records, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli import triplets_set
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
from writer_gui.domain.triplet import TripletStatus
from writer_gui.errors import UsageError, UserError
from writer_gui.exchange.dataset_folder import write_folder
from writer_gui.exchange.fields import genre_tag
from writer_gui.exchange.plain import to_plain
from writer_gui.exchange.session_json import moment
from writer_gui.exchange.session_triplet import triplet_from_session
from writer_gui.exchange.taking_in import ImportReport, survey, take_in_triplets
from writer_gui.exchange.triplets import TripletFormat, read_triplets, write_triplets
from writer_gui.state.overview import lacking
from writer_gui.store.index_care import AT_ONCE
from writer_gui.store.resemblance import Likeness
from writer_gui.store.sessions import load_session
from writer_gui.store.triplet_figures import overview
from writer_gui.store.triplet_search import update_triplet_index
from writer_gui.store.triplets import (
    TripletOrder,
    TripletQuery,
    add_triplet,
    each_triplet,
    find_triplet,
    get_triplet,
    known_triplets,
    list_triplets,
    same_triplet,
)
from writer_gui.text.triplet_checks import check_triplet

FOLDER = "hf"
"""A Hugging Face data set: a folder with splits and a card."""

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.database import Database


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its actions; without one it lists."""
    triplets = commands.add_parser("triplets", help="list, save, import or export triplets")
    triplets.add_argument("--json", action="store_true", help="print one JSON value")
    triplets.set_defaults(run=run_list, search="", status=None, genre=None)
    actions = triplets.add_subparsers(title="actions", metavar="ACTION")

    listed = add_action(actions, "list", "list triplets, newest first")
    listed.add_argument("--search", metavar="TEXT", default="", help="only those that hold it")
    listed.add_argument("--status", choices=list(TripletStatus), help="only these")
    listed.add_argument("--genre", metavar="TAG", help="only these")
    listed.set_defaults(run=run_list)

    counted = add_action(actions, "stats", "count the collection, and say what it lacks")
    counted.set_defaults(run=run_stats)

    checked = add_action(actions, "check", "look for what a reviewer should see, copies too")
    checked.add_argument("triplet", metavar="ID", help="an id, or how it begins")
    checked.set_defaults(run=run_check)

    add = add_action(actions, "add", "save the plan and story of a session as a triplet")
    add.add_argument("session", metavar="SESSION", type=int)
    add.set_defaults(run=run_add)

    triplets_set.register(actions)

    taken = add_import(actions, "import records of any known format (JSON, JSONL or Parquet)")
    taken.set_defaults(run=run_import)

    export = add_action(actions, "export", "export all triplets")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument(
        "--format", choices=[*(str(form) for form in TripletFormat), FOLDER], default="coig"
    )
    export.add_argument("--status", choices=list(TripletStatus), help="only these")
    export.add_argument(
        "--parquet", action="store_true", help=f"with --format {FOLDER}: Parquet, not JSONL"
    )
    export.set_defaults(run=run_export)


def run_list(args: argparse.Namespace, console: Console) -> int:
    """List triplets."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        status = TripletStatus(args.status) if args.status else None
        genre = (genre_tag(args.genre) or args.genre) if args.genre else None
        found = list_triplets(tx, TripletQuery(text=args.search, status=status, genre=genre))
    lines = [list_line(t.uid, t.genre, t.status.value, t.query) for t in found]
    console.result([_json(t) for t in found], "\n".join(lines) or "No triplets.")
    return 0


def run_stats(args: argparse.Namespace, console: Console) -> int:
    """Count the collection."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        found = overview(tx)
    missing = {genre.tag: count for genre, count in lacking(found)}
    lines = [
        f"Triplets: {found.counts.total:,}; without a licence: {found.without_licence:,}, "
        f"without consent: {found.without_consent:,}",
        *(f"{name}  {count:,}" for name, count in found.counts.by_genre.items()),
    ]
    if missing:
        told = ", ".join(f"{tag} ({count})" for tag, count in missing.items())
        lines.append(f"Compared with the shares of COIG-Writer, it lacks most: {told}")
    console.result(to_plain(found) | {"lacking": missing}, "\n".join(lines))
    return 0


def run_check(args: argparse.Namespace, console: Console) -> int:
    """Check a triplet as the window does."""
    likeness = Likeness()
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        triplet = get_triplet(tx, find_triplet(tx, args.triplet))
        while likeness.learn(tx):
            console.progress("reading the collection")
        findings, twins = check_triplet(triplet), likeness.twins(tx, triplet)
    lines = [
        f"{f.part}: {f.kind.value}" + (f" ({f.figure:,})" if f.figure else "") for f in findings
    ]
    lines += [f"{t.part}: {t.share:.0%} in common with {t.uid}" for t in twins]
    told = {"findings": to_plain(findings), "copies": to_plain(twins)}
    console.result(told, "\n".join(lines) or "Nothing stands out.")
    return 0


def run_add(args: argparse.Namespace, console: Console) -> int:
    """Save what a session holds as a triplet."""
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        added = add_triplet(tx, triplet_from_session(load_session(tx, args.session)))
    report = ImportReport(read=1, added=int(bool(added)), duplicates=int(not added))
    text = f"Saved as {added.uid}." if added else "These three texts are saved already."
    console.result(report.as_json(), text)
    return 0


def run_import(args: argparse.Namespace, console: Console) -> int:
    """Import the triplets of a file, or say what that would do."""
    with open_database(paths.database_path()) as database:
        with told_reading(console, read_triplets(args.file)) as found:
            if args.dry_run:
                with database.reading() as tx:
                    known = known_triplets(tx)
                return report_survey(console, survey(found, same_triplet, known))
            with database.transaction() as tx:
                report = take_in_triplets(tx, found)
        _make_searchable(database, console)
    return report_import(console, report)


def _make_searchable(database: Database, console: Console) -> None:
    """Index what was imported; where that fails the window does it later, and nothing is lost."""
    console.progress("making them ready for searching")
    try:
        is_done = False
        while not is_done:
            with database.transaction() as tx:
                is_done = update_triplet_index(tx, AT_ONCE)
    except UserError as error:
        console.note(f"They are saved; the search index is not up to date: {error}")


def run_export(args: argparse.Namespace, console: Console) -> int:
    """Export all triplets, oldest first."""
    if args.parquet and args.format != FOLDER:
        raise UsageError(f"--parquet is for a data set folder; add --format {FOLDER} to it.")
    with open_database(paths.database_path()) as database, database.reading() as tx:
        status = TripletStatus(args.status) if args.status else None
        found = each_triplet(tx, TripletQuery(status=status, order=TripletOrder.OLDEST))
        if args.format == FOLDER:
            counts = write_folder(args.file, list(found), parquet=args.parquet)
            return report_export(console, args.file, sum(counts.values()))
        written = write_triplets(args.file, found, TripletFormat(args.format))
    return report_export(console, args.file, written.records)


def _json(triplet: Triplet) -> dict[str, object]:
    return {
        "id": triplet.uid,
        "query": triplet.query,
        "thought": triplet.thought,
        "answer": triplet.answer,
        "genre": triplet.genre,
        "language": triplet.language.value,
        "status": triplet.status.value,
        "session": triplet.session_id,
        "provenance": triplet.provenance,
        "created": moment(triplet.created) if triplet.created else None,
    }
