"""`triplets set`: the status, genre or licence of many triplets at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import add_action, open_database
from writer_gui.domain.triplet import TripletStatus
from writer_gui.errors import UsageError
from writer_gui.exchange.fields import genre_tag
from writer_gui.store.triplets import (
    TripletQuery,
    accept,
    find_triplet,
    list_uids,
    set_genre,
    set_licence,
    set_status,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from writer_gui.cli.output import Console
    from writer_gui.store.database import Transaction


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = add_action(actions, "set", "change the status, genre or licence of many triplets")
    parser.add_argument("triplets", metavar="ID", nargs="*", help="an id, or how it begins")
    parser.add_argument("--all", action="store_true", help="every triplet")
    parser.add_argument("--with-status", choices=list(TripletStatus), help="those of this status")
    parser.add_argument("--with-genre", metavar="TAG", help="those of this genre")
    parser.add_argument("--with-text", metavar="TEXT", default="", help="those that hold it")
    parser.add_argument("--status", choices=list(TripletStatus), help="their new status")
    parser.add_argument("--genre", metavar="TAG", help="their new genre")
    parser.add_argument("--licence", metavar="NAME", help="their new licence")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, console: Console) -> int:
    """Change them, all in one transaction; accepted are only those whose scores allow it."""
    _check(args)
    with open_database(paths.database_path()) as database, database.transaction() as tx:
        uids = _chosen(tx, args)
        _set_fields(tx, args, uids)
        accepted = _set_status(tx, args.status, uids)
    left = len(uids) - accepted
    text = f"Triplets changed: {len(uids):,}"
    if left:
        text += (
            f"; of them not accepted: {left:,} (each of the six scores must be 8 or more, and the "
            "sum 50 or more)"
        )
    console.result({"chosen": len(uids), "not_accepted": left}, text)
    return 0


def _check(args: argparse.Namespace) -> None:
    if args.status is None and args.genre is None and args.licence is None:
        raise UsageError("Nothing is to be changed; give --status, --genre or --licence.")
    is_filtered = bool(args.with_status or args.with_genre or args.with_text)
    if sum((bool(args.triplets), args.all, is_filtered)) != 1:
        raise UsageError("Say which triplets: ids, or --all, or --with-status, --with-genre …")


def _chosen(tx: Transaction, args: argparse.Namespace) -> list[str]:
    if args.triplets:
        return list(dict.fromkeys(find_triplet(tx, beginning) for beginning in args.triplets))
    genre = (genre_tag(args.with_genre) or args.with_genre) if args.with_genre else None
    status = TripletStatus(args.with_status) if args.with_status else None
    return list_uids(tx, TripletQuery(text=args.with_text, genre=genre, status=status))


def _set_fields(tx: Transaction, args: argparse.Namespace, uids: Sequence[str]) -> None:
    if args.genre is not None:
        set_genre(tx, uids, genre_tag(args.genre) or args.genre)
    if args.licence is not None:
        set_licence(tx, uids, args.licence)


def _set_status(tx: Transaction, status: str | None, uids: Sequence[str]) -> int:
    """Set a status where it may be; return how many were left with one they may have."""
    if status is None:
        return len(uids)
    if status == TripletStatus.ACCEPTED:
        return accept(tx, uids)
    return set_status(tx, uids, TripletStatus(status))
