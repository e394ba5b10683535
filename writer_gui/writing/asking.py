"""How a writer asks for text: generators that yield an `Ask` and are sent a `PassageResult`.

The plan writer and the story writer are plain generators. They know no engine, thread or window;
whoever drives them submits each ask's passage, shows the text as it comes and sends the result
back. What they return is a `Written`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from writer_gui.domain.generation import PassageResult
from writer_gui.domain.plan import Plan
from writer_gui.domain.run import Sampling
from writer_gui.domain.story import Story

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage
    from writer_gui.domain.run import Ended

Content = TypeVar("Content", Plan, Story)
Watch: TypeAlias = Callable[[str], "Cut | None"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What one run is written under. `run` names it; `seed` is 32 bits.

    `attempts` bounds how often a step or section that fails the checks is asked for; None is as
    often as the writer does by itself.
    """

    run: str
    seed: int
    sampling: Sampling = field(default_factory=Sampling)
    attempts: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a text in the making must end, and whether because it repeats itself."""

    position: int
    is_loop: bool


@dataclass(frozen=True, slots=True)
class Ask(Generic[Content]):
    """One passage to be written into `place` (step or section, from 0) of what stands so far.

    `watch` is called with the text as it grows; once it answers, the passage is cut there. It is
    called with "" where the text so far is taken back.
    `tail` stands behind the passage in the same step or section. Where the place is written again,
    what was written `before` is to be seen until the passage has been judged. `old` is what there
    was before the run, for the `unreached` places after this one. `goes_on`: the place holds the
    text that is gone on with.
    """

    passage: Passage
    place: int
    standing: Content
    watch: Watch
    tail: str = ""
    before: Attempt | None = None
    old: Content | None = None
    unreached: tuple[int, ...] = ()
    goes_on: bool = False

    @property
    def again(self) -> str:
        """The fault for which the place is written again; "" for none."""
        return "" if self.before is None else self.before.worst

    @property
    def opened(self) -> Content:
        """What is to be seen before the first word."""
        return self.standing if self.before is None else self.content("")

    def content(self, text: str) -> Content:
        """Return what is to be seen once `text` has been written."""
        seen = text if self.before is None else self.before.text
        return appended(self.standing, self.place, seen + self.tail)

    def kept(self, text: str) -> Content:
        """Return what stands where all ends with `text`: nothing old is lost for nothing new."""
        content = self.content(text)
        if self.old is None:
            return content
        is_begun = bool(text.strip()) or self.before is not None
        return put_back(content, self.old, self.unreached + (() if is_begun else (self.place,)))


@dataclass(frozen=True, slots=True)
class Written(Generic[Content]):
    """What came out: the content, how it ended, and one sentence where that needs saying."""

    content: Content
    ended: Ended
    note: str = ""


Writing: TypeAlias = Generator[Ask[Content], PassageResult, Written[Content]]


def appended(content: Content, place: int, text: str) -> Content:
    """Return the plan or story with text added at the end of one step or section."""
    if isinstance(content, Plan):
        steps = list(content.steps)
        steps[place] = replace(steps[place], text=steps[place].text + text)
        return Plan(tuple(steps))
    sections = list(content.sections)
    sections[place] = replace(sections[place], text=sections[place].text + text)
    return Story(tuple(sections))


def put_back(content: Content, old: Content, places: Collection[int]) -> Content:
    """Return the plan or story with what `old` has in some places."""
    if isinstance(content, Plan):
        steps = zip(content.steps, old.steps, strict=True)
        return Plan(tuple(o if n in places else new for n, (new, o) in enumerate(steps)))
    sections = zip(content.sections, old.sections, strict=True)
    return Story(tuple(o if n in places else new for n, (new, o) in enumerate(sections)))


def passage_seed(run_seed: int, place: int, attempt: int) -> int:
    """Derive the 32-bit seed of one attempt at one place from the seed of the run."""
    digest = hashlib.blake2b(f"{run_seed}/{place}/{attempt}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


_HARM = {
    "empty": 9,
    "script": 3,
    "viewpoint": 3,
    "astray": 3,
    "copy": 3,
    "loop": 2,
    "short": 2,
    "dull": 2,
    "vague": 2,
    "advice": 1,
    "worn": 1,
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a step or section: tidied text, what the engine said, what is wrong with it."""

    text: str
    result: PassageResult
    faults: tuple[str, ...]

    @property
    def harm(self) -> int:
        """How bad the faults are together: a text that is missing is worse than a dull one."""
        return sum(_HARM[fault] for fault in self.faults)

    @property
    def worst(self) -> str:
        """The fault that does most harm."""
        return max(self.faults, key=lambda fault: _HARM[fault])

    def stopped(self, result: PassageResult) -> Attempt:
        """Return this text as what stands when the writer stops the next try."""
        return replace(self, result=result)
