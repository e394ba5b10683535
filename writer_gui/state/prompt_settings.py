"""Genre, language, length and viewpoint: by hand, from the words of the prompt, or as usual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Signal, Slot

from writer_gui.domain.session import LEAST_LENGTH, MOST_LENGTH
from writer_gui.state.notice import Notice
from writer_gui.state.prompt_notes import (
    KINDS,
    Held,
    PromptNotes,
    Setting,
    Wanted,
    guessed_notes,
    notes_from,
    wanted_settings,
)
from writer_gui.state.prompt_values import PromptValues
from writer_gui.store.prompt_notes import keep_prompt_notes, read_prompt_notes
from writer_gui.text.language import detect_language
from writer_gui.writing.findings import FindingKind
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import Prompt
    from writer_gui.state.desk import DeskState
    from writer_gui.state.plan_templates import PlanTemplates
    from writer_gui.state.style import StyleState
    from writer_gui.store.database import Transaction

READING_MS = 350
"""How long nothing is typed before the prompt is read: a pause, not the gap between two keys."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A setting as it was taken from the prompt; `words` say it there, `asked` before any limit."""

    kind: FindingKind
    value: Setting
    words: str
    asked: Setting


class PromptSettings(QObject):
    """Sets what the prompt says where the writer has set nothing, and takes it back when asked.

    What is by hand, held and refused is kept with the session; the viewpoint, which belongs to the
    window, is what it was before when another session is opened.
    """

    changed = Signal()  # what is set, or what of it was taken from the prompt

    def __init__(
        self, desk: DeskState, style: StyleState, templates: PlanTemplates, lane: Lane
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._style = style
        self._values = PromptValues(desk, style, templates)
        self._lane = lane
        self._notes: PromptNotes | None = None  # None until they are read
        self._kept: dict[str, object] = PromptNotes().plain()
        self._session_id: int | None = None
        self._wanted: dict[FindingKind, Wanted] = {}
        self._read = ""
        self._is_setting = False
        self._language_follows = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READING_MS)
        self._timer.timeout.connect(self.read_now)
        desk.opened.connect(self._on_opened)
        desk.changed.connect(self._on_changed)
        desk.flush_requested.connect(self.read_now)
        style.changed.connect(self._on_style)

    @property
    def taken(self) -> tuple[Taken, ...]:
        """What was taken from the prompt: length, genre, language, person."""
        if self._notes is None:
            return ()
        return tuple(
            Taken(kind, self._notes.held[kind].value, wanted.words, wanted.asked)
            for kind in reversed(KINDS)
            if kind in self._notes.held and (wanted := self._wanted.get(kind)) is not None
        )

    def type_text(self, text: str) -> None:
        """Take over the prompt as typed; in a new session it also says which language is meant."""
        prompt = replace(self._desk.draft.prompt, text=text)
        if self._language_follows and len(text.strip()) > 1:
            prompt = self._changed_prompt(prompt, FindingKind.LANGUAGE, detect_language(text))
        self._put(prompt)

    def choose(self, kind: FindingKind, value: Setting) -> None:
        """Set a genre, language or length by hand."""
        if kind is FindingKind.LANGUAGE:
            self._language_follows = False
        self._own(kind)
        self._put(self._changed_prompt(self._desk.draft.prompt, kind, value))
        self._keep()

    def take_back(self, kind: FindingKind) -> None:
        """Set what was there before, and do not take the same from the prompt again."""
        if self._notes is None or kind not in self._notes.held:
            return
        held = self._notes.held[kind]
        self._notes = self._notes.refusing(kind)
        self._restore(kind, held)
        self._keep()

    @Slot(int)
    def explain_limit(self, typed: int) -> None:
        """Say that a length lay beyond a limit and which one is set instead."""
        if typed > MOST_LENGTH:
            told = self.tr("The most is {0}; set to that.").format(QLocale().toString(MOST_LENGTH))
        else:
            told = self.tr("The least is {0}; set to that.").format(LEAST_LENGTH)
        self._desk.notice.emit(Notice(told, passing=True))

    @Slot()
    def read_now(self) -> None:
        """Read the prompt without waiting for a pause."""
        self._timer.stop()
        text = self._desk.draft.prompt.text
        if self._notes is None or self._desk.session_id != self._session_id or text == self._read:
            return
        self._read = text
        self._wanted = _wanted(text)
        self._settle()

    @Slot()
    def _on_opened(self) -> None:
        held = self._notes and self._notes.held.get(FindingKind.PERSON)
        if held:
            self._restore(FindingKind.PERSON, held)
        self._timer.stop()
        self._notes, self._wanted, self._read = None, {}, ""
        self._session_id = session_id = self._desk.session_id
        if session_id is None:
            return
        self._language_follows = not self._desk.draft.prompt.text.strip()

        def work(tx: Transaction) -> dict[str, object] | None:
            return read_prompt_notes(tx, session_id)

        def done(plain: dict[str, object] | None) -> None:
            if self._session_id == session_id and self._notes is None:
                self._begin(notes_from(plain))

        self._lane.run(work, done)
        self.changed.emit()

    def _begin(self, notes: PromptNotes | None) -> None:
        """Go on with what is known of the session just opened."""
        self._kept = (notes or PromptNotes()).plain()
        text = self._desk.draft.prompt.text
        self._read, self._wanted = text, _wanted(text)
        now = {kind: self._values.now(kind) for kind in KINDS}
        if notes is None:
            session = self._desk.session
            is_written = session is not None and bool(session.plans or session.stories)
            usual = self._values.usual_lengths()
            self._notes = guessed_notes(self._desk.draft.prompt, usual, self._wanted, is_written)
        else:
            self._notes = notes.as_things_are(now)
        if self._style.style.viewpoint is not Viewpoint.OPEN:
            self._notes = self._notes.owned(FindingKind.PERSON)
        self._settle()

    @Slot()
    def _on_changed(self) -> None:
        if self._desk.draft.prompt.text != self._read:
            self._timer.start()
        if not self._is_setting and self._notes is not None:
            held = self._notes.held.items()
            moved = [kind for kind, was in held if self._values.now(kind) != was.value]
            for kind in moved:
                self._own(kind)
            if moved:
                self._keep()

    @Slot()
    def _on_style(self) -> None:
        if self._is_setting or self._notes is None:
            return
        held = self._notes.held.get(FindingKind.PERSON)
        now = self._style.style.viewpoint
        if (held is not None and now != held.value) or (held is None and now is not Viewpoint.OPEN):
            self._own(FindingKind.PERSON)
            self.changed.emit()

    def _own(self, kind: FindingKind) -> None:
        if self._notes is not None:
            self._notes = self._notes.owned(kind)

    def _put(self, prompt: Prompt) -> None:
        self._is_setting = True
        self._desk.edit_prompt(prompt)
        self._is_setting = False
        self.changed.emit()

    def _set(self, kind: FindingKind, value: Setting) -> None:
        self._is_setting = True
        self._values.set(kind, value, keeps_length=self._holds(FindingKind.LENGTH))
        self._is_setting = False

    def _restore(self, kind: FindingKind, held: Held) -> None:
        if self._values.now(kind) != held.value:
            return
        before = self._values.usual_length() or held.value if held.before is None else held.before
        if kind is FindingKind.LANGUAGE and self._language_follows:
            before = detect_language(self._desk.draft.prompt.text)
        self._set(kind, before)

    def _changed_prompt(self, prompt: Prompt, kind: FindingKind, value: Setting) -> Prompt:
        return self._values.changed(
            prompt, kind, value, keeps_length=self._holds(FindingKind.LENGTH)
        )

    def _holds(self, kind: FindingKind) -> bool:
        return self._notes is not None and kind in self._notes.held

    def _settle(self) -> None:
        """Set what the prompt asks for now, and what was there before where it asks no longer."""
        for kind in KINDS:
            self._settle_one(kind)
        self._keep()

    def _settle_one(self, kind: FindingKind) -> None:
        notes = self._notes
        if notes is None:
            return
        held, wanted = notes.held.get(kind), self._wanted.get(kind)
        if wanted is not None and (kind, wanted.value) in notes.refused:
            wanted = None
        if wanted is None:
            if held is not None:
                self._notes = notes.without(kind)
                self._restore(kind, held)
        elif kind not in notes.by_hand and (held is None or held.value != wanted.value):
            before = self._values.before(kind, wanted.value) if held is None else held.before
            self._notes = notes.holding(kind, Held(wanted.value, before))
            self._set(kind, wanted.value)

    def _keep(self) -> None:
        """Tell of the settings, and keep with the session what is new about them."""
        self.changed.emit()
        session_id = self._session_id
        if self._notes is None or session_id is None or self._notes.plain() == self._kept:
            return
        self._kept = plain = self._notes.plain()
        self._lane.run(lambda tx: keep_prompt_notes(tx, session_id, plain))


def _wanted(text: str) -> dict[FindingKind, Wanted]:
    """Return what a prompt asks for; its rules are loaded with the first prompt."""
    if not text.strip():
        return {}
    from writer_gui.writing.prompt_reading import read_prompt

    return wanted_settings(read_prompt(text), text)
