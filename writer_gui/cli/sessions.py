"""`sessions` and `show`: what there is, and all of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import open_database
from writer_gui.exchange.session_json import show_json, summary_json
from writer_gui.store.index_care import AT_ONCE
from writer_gui.store.search import search_sessions, update_index
from writer_gui.store.sessions import SessionQuery, list_sessions, load_session

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.session import Session, SessionSummary
    from writer_gui.domain.story import StoryVersion
    from writer_gui.store.database import Database, Transaction

_EVERY_SESSION = 1_000_000


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    listed = commands.add_parser("sessions", help="list sessions, newest first")
    listed.add_argument("--search", metavar="TEXT", help="only those with these words in them")
    listed.add_argument("--trash", action="store_true", help="those in the trash")
    listed.set_defaults(run=run_sessions)

    show = commands.add_parser("show", help="show a session with all versions and runs")
    show.add_argument("session", metavar="SESSION", type=int)
    show.set_defaults(run=run_show)


def run_sessions(args: argparse.Namespace, console: Console) -> int:
    """List sessions."""
    with open_database(paths.database_path()) as database:
        if args.search:
            _bring_up_to_date(database, console)
        with database.transaction() as tx:
            found = _found(tx, args)
    lines = [_line(summary) for summary in found]
    console.result([summary_json(s) for s in found], "\n".join(lines) or "No sessions.")
    return 0


def run_show(args: argparse.Namespace, console: Console) -> int:
    """Show one session."""
    with open_database(paths.database_path()) as database, database.reading() as tx:
        session = load_session(tx, args.session)
    console.result(show_json(session), _page(session))
    return 0


def _bring_up_to_date(database: Database, console: Console) -> None:
    """Index every session by steps: after an import a search alone would miss some of them."""
    is_done = False
    while not is_done:
        console.progress("making the sessions ready for searching")
        with database.transaction() as tx:
            is_done = update_index(tx, AT_ONCE)


def _found(tx: Transaction, args: argparse.Namespace) -> list[SessionSummary]:
    query = SessionQuery(trashed=args.trash)
    if args.search is not None and args.search.strip():
        return search_sessions(tx, args.search, query, limit=_EVERY_SESSION)
    return list_sessions(tx, query, limit=_EVERY_SESSION)


def _line(summary: SessionSummary) -> str:
    star = "*" if summary.starred else " "
    day = summary.updated.astimezone().strftime("%Y-%m-%d %H:%M")
    title = summary.title or "(no title)"
    return f"{summary.id:>6} {star} {day}  {summary.words:>6}  {summary.genre}  {title}"


def _page(session: Session) -> str:
    """Return a session for people to read: the newest plan and story, and what else there is."""
    summary, prompt = session.summary, session.draft.prompt
    parts = [
        f"{summary.id}  {summary.title or '(no title)'}",
        f"{prompt.genre} · {prompt.language.value} · about {prompt.length}",
        prompt.text,
        *_plan_lines(session.plans[-1:]),
        *_story_lines(session.stories[-1:]),
        f"{len(session.plans)} plans, {len(session.stories)} stories, {len(session.runs)} runs",
    ]
    return "\n\n".join(part for part in parts if part)


def _plan_lines(versions: tuple[PlanVersion, ...]) -> list[str]:
    return [
        f"Plan v{version.number}\n"
        + "\n".join(f"{n}. {s.title}: {s.text}" for n, s in enumerate(version.plan.steps, start=1))
        for version in versions
    ]


def _story_lines(versions: tuple[StoryVersion, ...]) -> list[str]:
    return [f"Story v{version.number}\n{version.story.text}" for version in versions]
