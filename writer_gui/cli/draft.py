"""`draft` and `redraft`: a plan and its story from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui import paths, settings
from writer_gui.cli.draft_prompt import asked_prompt
from writer_gui.cli.genres import genre_list
from writer_gui.cli.loop import event_loop
from writer_gui.cli.plan_edit import contradictions_json, edited_plan, note_contradictions
from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Run
from writer_gui.domain.story import StoryVersion
from writer_gui.errors import UsageError, UserError
from writer_gui.exchange.session_json import Json, draft_json
from writer_gui.inference.collection import ModelCollection
from writer_gui.inference.protocol import MAX_SEED
from writer_gui.inference.remote.address import is_address
from writer_gui.state.core import Core, build_core
from writer_gui.state.drafting import MAX_VARIANTS, DraftEnded, DraftOptions, DraftPhase, PhaseKind
from writer_gui.state.remote import server_at
from writer_gui.store import sessions, versions
from writer_gui.store.database import Database
from writer_gui.store.history import restore_version
from writer_gui.store.versions import VersionKind
from writer_gui.writing.staleness import stale_sections
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEventLoop

    from writer_gui.cli.output import Console
    from writer_gui.domain.session import Prompt, Session


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    draft = commands.add_parser(
        "draft",
        help="write a plan and its story for a prompt",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=genre_list(),
    )
    asked = draft.add_mutually_exclusive_group(required=True)
    asked.add_argument("--prompt", metavar="T", help="what to write")
    asked.add_argument("--prompt-file", metavar="F", help="a file that says what to write")
    draft.add_argument(
        "--genre",
        metavar="TAG",
        help="one of the genres below, by either name; else the one the prompt names",
    )
    draft.add_argument("--language", choices=("zh", "en", "auto"), default="auto")
    draft.add_argument(
        "--length",
        metavar="N",
        type=int,
        help="characters (zh) or words (en); else what the prompt says",
    )
    draft.add_argument("--variants", metavar="N", type=int, default=1, help="stories to write")
    _add_common(draft)
    draft.set_defaults(run=run_draft)

    redraft = commands.add_parser("redraft", help="change a plan or retry its story")
    redraft.add_argument("session", metavar="SESSION", type=int)
    redraft.add_argument("--step", metavar="K", type=int, help="step to change, counted from 1")
    redraft.add_argument("--text", metavar="T", help="its new text")
    redraft.add_argument(
        "--bring-in-line",
        action="store_true",
        help="where the new text changes a name, change it in the other steps that are not locked",
    )
    redraft.add_argument("--story-only", action="store_true", help="write another story")
    redraft.add_argument("--variants", metavar="N", type=int, default=1, help="stories to write")
    _add_common(redraft)
    redraft.set_defaults(run=run_redraft)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="a name, a GGUF file or a server's URL")
    parser.add_argument("--seed", metavar="N", type=int, help="repeat a run; else by chance")


def run_draft(args: argparse.Namespace, console: Console) -> int:
    """Write a plan and its story into a new session."""
    templates = Templates.open()
    prompt = asked_prompt(args, console, templates)
    options = _options(args)
    core = _open_core(args, console, templates)
    try:
        with core.database.transaction() as tx:
            session_id = sessions.create_session(tx, prompt)
        drafter = _Drafter(core, console, options)
        plan = drafter.plan(session_id, prompt)
        with core.database.transaction() as tx:
            restore_version(tx, VersionKind.PLAN, plan.id)
        stories = drafter.stories(session_id, prompt, plan)
        return _report(core, console, drafter, session_id, plan, stories, {})
    finally:
        core.close()


def run_redraft(args: argparse.Namespace, console: Console) -> int:
    """Write a session's story again, from its plan as it is or with one step changed."""
    if args.story_only == (args.step is not None) or (args.step is not None) != (
        args.text is not None
    ):
        raise UsageError("Give either --step K with --text T, or --story-only.")
    if args.bring_in_line and args.story_only:
        raise UsageError("--bring-in-line goes with --step K and --text T; leave it out.")
    options = _options(args)
    core = _open_core(args, console, Templates.open())
    try:
        with core.database.transaction() as tx:
            session = sessions.load_session(tx, args.session)
        drafter = _Drafter(core, console, options)
        base = _newest_plan(session)
        last = session.stories[-1] if session.stories else None
        plan, prompt = base, session.draft.prompt
        beside: Json = {}
        if not args.story_only:
            plan, beside = _changed(core, console, session, base, args)
        stale = _stale(session, plan, last)
        beside["stale_sections"] = stale
        stories = drafter.stories(session.summary.id, prompt, plan, last=last, stale=stale)
        return _report(core, console, drafter, session.summary.id, plan, stories, beside)
    finally:
        core.close()


@dataclass(frozen=True, slots=True)
class _Failure:
    """A sentence that ended the work."""

    message: str


class _Drafter(QObject):
    """Waits for the drafting loop and says on stderr how far it is."""

    def __init__(self, core: Core, console: Console, options: DraftOptions) -> None:
        super().__init__()
        self._core = core
        self._console = console
        self._options = options
        self._loop: QEventLoop | None = None
        self._ended: list[DraftEnded] = []
        self._failure: _Failure | None = None
        self.runs: list[Run] = []
        core.drafting.phase_changed.connect(self._on_phase)
        core.drafting.ended.connect(self._on_ended)
        core.drafting.failed.connect(self._on_failed)
        core.drafting.busy_changed.connect(self._on_busy)
        core.lane.trouble.connect(self._on_failed)

    def plan(self, session_id: int, prompt: Prompt) -> PlanVersion:
        """Write a plan. Raises UserError when none came of it."""
        options = DraftOptions(seed=self._options.seed)
        [ended] = self._wait(
            lambda: self._core.drafting.write_plan(session_id, prompt, options=options)
        )
        if not isinstance(ended.version, PlanVersion) or ended.run.ended is not Ended.COMPLETE:
            raise UserError(ended.note or "No plan was written; try again.")
        return ended.version

    def stories(
        self,
        session_id: int,
        prompt: Prompt,
        plan: PlanVersion,
        *,
        last: StoryVersion | None = None,
        stale: Sequence[int] = (),
    ) -> list[StoryVersion]:
        """Write the stories of a plan, as many as there are variants. Raises UserError.

        Where only some sections of the last story are stale (places from 1), the others stay.
        """
        rewrite = tuple(place - 1 for place in stale)
        keep = last.story if last is not None and rewrite else None
        ended = self._wait(
            lambda: self._core.drafting.write_story(
                session_id,
                prompt,
                plan,
                keep=keep,
                rewrite=rewrite if keep is not None else None,
                parent_id=last.id if last is not None else None,
                options=self._options,
            )
        )
        for end in ended:
            if end.note:
                self._console.note(end.note)
        broken = [e for e in ended if e.run.ended in (Ended.INTERRUPTED, Ended.FAILED)]
        if broken:
            raise UserError(broken[0].note)
        ended.sort(key=lambda e: e.variant)
        return [e.version for e in ended if isinstance(e.version, StoryVersion)]

    def _wait(self, start: Callable[[], None]) -> list[DraftEnded]:
        self._ended, self._failure = [], None
        with event_loop() as loop:
            self._loop = loop
            try:
                start()
                if self._failure is None:
                    loop.run()
            finally:
                self._loop = None
                if self._core.drafting.busy:
                    self._stop()
        if self._failure is not None:
            raise UserError(self._failure.message)
        self.runs += [end.run for end in sorted(self._ended, key=lambda e: e.variant)]
        return list(self._ended)

    def _stop(self) -> None:
        """Let a run that was interrupted by Ctrl+C end in the database."""
        with event_loop() as loop:
            self._loop = loop
            self._core.drafting.stop()
            if self._core.drafting.busy:
                loop.run()

    @Slot(object)
    def _on_phase(self, phase: DraftPhase) -> None:
        words = {
            PhaseKind.LOADING: "Loading the model",
            PhaseKind.READING: "Reading the prompt",
            PhaseKind.THINKING: "Thinking before step or section",
            PhaseKind.PLANNING: "Writing step",
            PhaseKind.WRITING: "Writing section",
        }
        if phase.kind in words:
            where = f" {phase.place} of {phase.total}" if phase.total else ""
            again = " again" if phase.again else ""
            self._console.progress(words[phase.kind] + where + again)

    @Slot(object)
    def _on_ended(self, ended: DraftEnded) -> None:
        self._ended.append(ended)
        if not self._core.drafting.busy and self._loop is not None:
            self._loop.quit()

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self._failure = _Failure(message)
        if self._loop is not None:
            self._loop.quit()

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        if not busy and self._failure is not None and self._loop is not None:
            self._loop.quit()


def _open_core(args: argparse.Namespace, console: Console, templates: Templates) -> Core:
    database = Database.open(paths.database_path())
    models = ModelCollection.open()
    kept = settings.load(paths.settings_path())
    if args.model is not None and is_address(args.model):
        server = server_at(args.model)
        console.note(f"The prompt and what is written are sent to {server.path}.")
        return build_core(database, templates, lambda _watch: server, lambda: kept)
    return build_core(
        database,
        templates,
        lambda watch: models.choose(args.model, kept.default_model, watch),
        lambda: kept,
    )


def _options(args: argparse.Namespace) -> DraftOptions:
    if args.seed is not None and not 0 <= args.seed <= MAX_SEED:
        raise UsageError(f"--seed must lie between 0 and {MAX_SEED:,}.")
    if not 1 <= args.variants <= MAX_VARIANTS:
        raise UsageError(f"--variants must lie between 1 and {MAX_VARIANTS}.")
    return DraftOptions(seed=args.seed, variants=args.variants)


def _newest_plan(session: Session) -> PlanVersion:
    if not session.plans:
        raise UserError("This session has no plan yet; write one with 'writer-gui draft'.")
    return session.plans[-1]


def _changed(
    core: Core, console: Console, session: Session, base: PlanVersion, args: argparse.Namespace
) -> tuple[PlanVersion, Json]:
    """Save the plan with the text of one step changed; return it with what is to be reported."""
    prompt = session.draft.prompt
    plan, found = edited_plan(
        base.plan, args.step, args.text, prompt, bring_in_line=args.bring_in_line
    )
    note_contradictions(found, plan, console)
    with core.database.transaction() as tx:
        version = versions.add_plan(tx, session.summary.id, plan, parent_id=base.id)
    return version, {"contradictions": contradictions_json(found, plan)}


def _stale(session: Session, plan: PlanVersion, last: StoryVersion | None) -> list[int]:
    """Return the places, from 1, of the sections of the last story the change made stale."""
    used = next(
        (p for p in session.plans if last is not None and p.id == last.plan_version_id), None
    )
    if last is None or used is None:
        return []
    return [stale.place + 1 for stale in stale_sections(used.plan, plan.plan, last.story)]


def _report(
    core: Core,
    console: Console,
    drafter: _Drafter,
    session_id: int,
    plan: PlanVersion,
    stories: list[StoryVersion],
    beside: Json,
) -> int:
    with core.database.transaction() as tx:
        # The window opens a session with what is on its desk.
        restore_version(tx, VersionKind.PLAN, plan.id)
        for story in stories[-1:]:
            restore_version(tx, VersionKind.STORY, story.id)
        session = sessions.load_session(tx, session_id)
    value = draft_json(session, plan, stories, drafter.runs) | beside
    lines = [f"{n}. {s.title}: {s.text}" for n, s in enumerate(plan.plan.steps, start=1)]
    text = "\n".join(lines) + "".join(f"\n\n{story.story.text}" for story in stories)
    console.result(value, f"{text}\n\n[session {session_id}]")
    return 0
