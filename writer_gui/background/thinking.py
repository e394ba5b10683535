"""What a model thinks in the passages of a run: kept apart from the text, counted, and limited."""

from __future__ import annotations

from writer_gui.domain.generation import EngineFailure, FailureKind, PassageEnd
from writer_gui.text.thinking import Parts, ThoughtSplitter, parts_of

LONGEST_THOUGHT = 2_000
"""Characters a model may think before it writes a passage. That is some six times a section or
thirty times a step, and five minutes of a laptop at six tokens a second: who has not begun by then
will not, or not while a writer waits."""

_TOO_LONG = EngineFailure(
    FailureKind.ONLY_THOUGHT,
    f"The model thought for more than {LONGEST_THOUGHT:,} characters without writing; turn off its "
    "thinking or choose another model.",
)
_NOTHING_ELSE = EngineFailure(
    FailureKind.ONLY_THOUGHT,
    "The model only thought and wrote nothing; turn off its thinking or choose another model.",
)


class Thinking:
    """Tells the thoughts of one run from its texts, passage by passage.

    A model that ended a thought it had not opened begins inside its thought in later passages too.
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._place = 0
        self._begun = False
        self._splitter = ThoughtSplitter()
        self.parts = Parts()

    @property
    def all(self) -> str:
        """The thoughts so far, each behind the number of its step or section in brackets."""
        return "\n\n".join([*self._done, *self._numbered()])

    @property
    def is_too_long(self) -> bool:
        """Whether the passage is to be ended because nothing but thought comes."""
        return not self.parts.text and len(self.parts.thought) > LONGEST_THOUGHT

    def begin(self, place: int) -> None:
        """Begin a passage of a step or section."""
        self._done += self._numbered()
        self._place = place
        self._splitter = ThoughtSplitter(begun=self._begun)
        self.parts = Parts()

    def hear(self, chunk: str) -> Parts:
        """Take in what has come; return what the passage is so far."""
        self.parts = self._splitter.feed(chunk)
        return self.parts

    def end(self, said: str, end: PassageEnd) -> Parts:
        """Return what a passage is that has ended."""
        plain = parts_of(said, final=True)
        inside = parts_of(said, begun=self._begun, final=True)
        # One that ended by itself without ever ending its thought was no thought after all.
        ended_by_itself = end in (PassageEnd.MODEL, PassageEnd.STOP_STRING)
        is_text = inside.is_thinking and not plain.thought and ended_by_itself
        self.parts = plain if is_text else inside
        self._begun = self._begun or self.parts.was_open
        return self.parts

    def failure(self) -> EngineFailure | None:
        """Return what is to be said of a passage that has ended without a text, for its thought."""
        if self.is_too_long:
            return _TOO_LONG
        is_all = self.parts.thought and not self.parts.text.strip()
        return _NOTHING_ELSE if is_all else None

    def _numbered(self) -> list[str]:
        thought = self.parts.thought
        return [f"[{self._place + 1}] {thought}"] if thought else []
