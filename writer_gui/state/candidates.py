"""Texts that the model offers and the writer chooses from: nothing of them is on the desk yet.

Every one is a run and, once it has ended, a version, chosen or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Stage
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.state import lineage, merging
from writer_gui.state.notice import Notice
from writer_gui.writing.rewrite import candidate_text, put_in, target_text, under_way

if TYPE_CHECKING:
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftEnded, DraftingState
    from writer_gui.state.versions import VersionsState
    from writer_gui.writing.rewrite import Target


class OfferKind(StrEnum):
    """What the candidates are for."""

    PASSAGE = "passage"
    STEP = "step"
    STORY = "story"
    EDIT = "edit"  # a story as it would have been, had the plan been as it is now


@dataclass(frozen=True, slots=True)
class Offer:
    """What was asked for: a passage of `story`, the step of a plan, or a whole story.

    `old_plan` is the plan that `story` was written from, where only the plan differs.
    """

    kind: OfferKind
    session_id: int
    plan: Plan
    story: Story
    count: int
    target: Target | None = None
    step_id: str = ""
    old_plan: Plan = field(default_factory=Plan)

    @property
    def original(self) -> str:
        """The text that a candidate would replace."""
        if self.target is not None:
            return target_text(self.story, self.target)
        step = self.plan.step(self.step_id)
        return self.story.text if step is None else step.text

    @property
    def is_whole(self) -> bool:
        """Whether whole stories are offered, not a part of one or of a plan."""
        return self.kind in (OfferKind.STORY, OfferKind.EDIT)

    def text_of(self, content: Plan | Story) -> str:
        """Return the part of a finished version that is offered."""
        if isinstance(content, Plan):
            step = content.step(self.step_id)
            return "" if step is None else step.text
        if self.target is not None:
            return candidate_text(content, self.story, self.target)
        return content.text


@dataclass(slots=True)
class Candidate:
    """One offered text. `ended` is None while it is being written."""

    text: str = ""
    content: Plan | Story | None = None
    ended: DraftEnded | None = None

    @property
    def version(self) -> PlanVersion | StoryVersion | None:
        """The version that was kept of it."""
        return None if self.ended is None else self.ended.version


class CandidatesState(QObject):
    """Owns one offer at a time. Whoever starts an aside draft calls `expect` first."""

    opened = Signal()
    text_reset = Signal(int)  # variant: its text is another one
    text_grew = Signal(int, str)  # variant, new characters
    settled = Signal(int)  # variant
    closed = Signal()

    def __init__(self, desk: DeskState, versions: VersionsState, drafting: DraftingState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._drafting = drafting
        self._offer: Offer | None = None
        self._candidates: list[Candidate] = []
        drafting.stream.aside_shaped.connect(self._on_shaped)
        drafting.stream.aside_grew.connect(self._on_grew)
        drafting.ended.connect(self._on_ended)
        drafting.failed.connect(self._on_failed)
        desk.opened.connect(self._on_opened)

    @property
    def offer(self) -> Offer | None:
        """What is on offer; None while nothing is."""
        return self._offer

    @property
    def candidates(self) -> list[Candidate]:
        """The candidates, by variant."""
        return self._candidates

    @property
    def is_settled(self) -> bool:
        """Whether there is an offer of which nothing is being written any more."""
        return self._offer is not None and all(c.ended is not None for c in self._candidates)

    def expect(self, offer: Offer) -> None:
        """Make room for the candidates of an offer."""
        self._offer = offer
        self._candidates = [Candidate() for _ in range(offer.count)]
        self.opened.emit()

    @Slot()
    def close(self) -> None:
        """Put the offer away; what is still being written stops and is kept as a version."""
        if self._offer is None:
            return
        if any(candidate.ended is None for candidate in self._candidates):
            self._drafting.stop()
        self._offer, self._candidates = None, []
        self.closed.emit()

    def stop(self, variant: int) -> None:
        """Stop one candidate; its text so far can be used."""
        self._drafting.stop(variant)

    def use(self, variant: int, text: str | None = None) -> None:
        """Put a candidate on the desk, or `text`, which is made of parts of it and the old."""
        offer = self._offer
        version = self._candidates[variant].version
        if offer is None or version is None:
            return
        self.close()
        self._desk.flush()
        self._desk.undo_step_begun.emit()
        if isinstance(version, PlanVersion):
            self._use_step(offer, version)
        elif offer.target is None:
            self._versions.show(Stage.STORY, version.id)
        else:
            wanted = offer.text_of(version.story) if text is None else text
            self._use_passage(offer, version, offer.target, wanted)

    def _use_step(self, offer: Offer, version: PlanVersion) -> None:
        plan = self._desk.draft.plan
        if lineage.plan_essence(plan) == lineage.plan_essence(offer.plan):
            self._versions.put_on_desk(version)
            return
        step, written = plan.step(offer.step_id), version.plan.step(offer.step_id)
        if step is not None and written is not None:
            self._desk.set_plan(
                plan.replaced(replace(step, text=written.text, author=written.author))
            )

    def _use_passage(self, offer: Offer, version: StoryVersion, target: Target, text: str) -> None:
        """Put the text where its passage stands now; the writer may have gone on elsewhere."""
        now = _moved(self._desk.draft.story, offer, target)
        if now is None:
            sentence = self.tr("The passage has changed meanwhile; the rewrite is kept as v{0}.")
            self._desk.notice.emit(Notice(sentence.format(version.number)))
            return
        story = put_in(self._desk.draft.story, now, text)
        self._desk.set_story(story)
        self._versions.freeze(taken=version.story)

    @Slot(int, int, object)
    def _on_shaped(self, session_id: int, variant: int, content: Plan | Story) -> None:
        if self._offer is None or session_id != self._offer.session_id:
            return
        self._candidates[variant].content = content
        self._show(variant, self._text_under_way(content))

    @Slot(int, int, int, str)
    def _on_grew(self, session_id: int, variant: int, place: int, text: str) -> None:
        if self._offer is None or session_id != self._offer.session_id:
            return
        candidate = self._candidates[variant]
        if isinstance(candidate.content, Plan):
            step_id = candidate.content.steps[place].id
            candidate.content = merging.grown_plan(candidate.content, step_id, text)
        elif candidate.content is not None:
            candidate.content = merging.grown_story(candidate.content, place, text)
        if candidate.content is not None:
            self._show(variant, self._text_under_way(candidate.content))

    def _text_under_way(self, content: Plan | Story) -> str:
        assert self._offer is not None  # whoever shows a text has an offer
        target = self._offer.target
        if target is not None and isinstance(content, Story):
            return under_way(content, self._offer.story, target)
        return self._offer.text_of(content)

    def _show(self, variant: int, text: str) -> None:
        candidate = self._candidates[variant]
        old, candidate.text = candidate.text, text
        if text.startswith(old):
            self.text_grew.emit(variant, text[len(old) :])
        else:
            self.text_reset.emit(variant)

    @Slot(object)
    def _on_ended(self, ended: DraftEnded) -> None:
        offer = self._offer
        if not ended.aside or offer is None or ended.session_id != offer.session_id:
            return
        self._candidates[ended.variant].ended = ended
        version = ended.version
        if version is not None:
            content = version.plan if isinstance(version, PlanVersion) else version.story
            self._show(ended.variant, offer.text_of(content))
        self.settled.emit(ended.variant)

    @Slot(str)
    def _on_failed(self, _sentence: str) -> None:
        """Leave no empty room where nothing will come."""
        if self._offer is not None and not any(c.ended for c in self._candidates):
            self._offer, self._candidates = None, []
            self.closed.emit()

    @Slot()
    def _on_opened(self) -> None:
        if self._offer is not None and self._offer.session_id != self._desk.session_id:
            self.close()


def _moved(story: Story, offer: Offer, target: Target) -> Target | None:
    """Return the target where its passage stands now; None where it is no longer as it was."""
    if target.place >= len(story.sections):
        return None
    old, new = offer.story.sections[target.place].text, story.sections[target.place].text
    head, tail = old[: target.start], old[target.end :]
    if new.startswith(head + offer.original):
        return target
    if new.endswith(offer.original + tail):
        start = len(new) - len(tail) - len(offer.original)
        return replace(target, start=start, end=len(new) - len(tail))
    return None
