"""A plan as one Markdown text, edited freely and read back with nothing lost; and as a thought.

Each step is a heading of level 2, `## 3. Title`, and what follows it. A line of a step's text
that looks like such a heading is written with a backslash before it, as Markdown has it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan, Step, StepKind, new_step_id

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_HEADING = re.compile(r"^##(?:[ \t]+(?P<title>.*))?$")
_ESCAPED = re.compile(r"^(\\*##(?:[ \t].*)?)$", re.MULTILINE)
_UNESCAPED = re.compile(r"^\\(\\*##(?:[ \t].*)?)$", re.MULTILINE)
_LINE_END = re.compile(r"\r+\n")
_SPACES = re.compile(r"[^\S\u00a0\u202f\u3000]+")
_NUMBER = re.compile(r"^\d+(?:[.．)）](?:\s+|$)|、\s*)")
_NUMBERED_LINE = re.compile(
    r"^\s*\d+(?:[.．)）]\s|、)\s*(?P<title>[^：:\n]{1,40})[：:](?P<text>.*)$"
)

_KIND_WORDS = {
    StepKind.INTENT: ("立意", "意图", "主题", "intent", "theme"),
    StepKind.STRUCTURE: ("结构", "风格", "人物与视角", "structure", "style", "viewpoint"),
    StepKind.AUDIENCE: ("读者", "受众", "文化", "时代与场景", "audience", "reader", "culture"),
    StepKind.REVISION: ("修改", "修订", "自查", "revision", "self-check"),
}
_MOST_SEEN = 2_000
"""Forms of steps that are remembered: three or four for each second of typing."""

_COLON = {Language.ZH: "：", Language.EN: ": "}


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading and the text under it, as read."""

    title: str
    text: str


class SeenSteps:
    """What steps were before, so that one that was cut and pasted, or undone, is itself again."""

    def __init__(self) -> None:
        self._steps: dict[_Block, dict[str, Step]] = {}

    def see(self, plan: Plan) -> None:
        """Remember the steps of a plan as they are now."""
        for step in plan.steps:
            form = _form(step)
            self._steps[form] = self._steps.pop(form, {}) | {step.id: step}
        while len(self._steps) > _MOST_SEEN:
            del self._steps[next(iter(self._steps))]

    def find(self, form: _Block, besides: set[str]) -> Step | None:
        """Return the step that had this title and text last, but for those of some ids."""
        seen = reversed(self._steps.get(form, {}).values())
        return next((step for step in seen if step.id not in besides), None)


def plan_to_markdown(plan: Plan) -> str:
    """Return a plan as the text that `markdown_to_plan` reads back; an empty plan is ""."""
    return "".join(
        f"## {number}. {_one_line(step.title)}".rstrip() + "\n\n" + _body(step)
        for number, step in enumerate(plan.steps, start=1)
    )


def markdown_to_plan(text: str, previous: Plan, seen: SeenSteps | None = None) -> Plan:
    """Read a plan from text the writer has edited.

    A step keeps id, kind, lock and author where it is recognised: by title and text, also those it
    had before as far as they were `seen`, by title, by text, or by standing alone between two that
    were. Text before the first heading becomes a
    step without a title. A text without any heading is read line by line where it is numbered
    (`1. Title: text`), else as one step.
    """
    blocks = _blocks(_LINE_END.sub("\n", text))
    known = _recognised(blocks, previous, seen or SeenSteps())
    return Plan(
        tuple(
            _changed(known[place], block) if place in known else _new_step(block)
            for place, block in enumerate(blocks)
        )
    )


def plan_as_thought(plan: Plan, language: Language) -> str:
    """Return what a triplet holds as its thought: each step that has a text, under its title."""
    colon = _COLON[language]
    return "\n\n".join(
        f"{_one_line(step.title)}{colon}{step.text.strip()}" if step.title else step.text.strip()
        for step in plan.steps
        if step.text.strip()
    )


def _body(step: Step) -> str:
    text = _ESCAPED.sub(r"\\\1", _trimmed(step.text))
    return f"{text}\n\n" if text else ""


def _trimmed(text: str) -> str:
    """Return a text as it can stand under a heading."""
    return _LINE_END.sub("\n", text).strip("\r\n")


def _one_line(title: str) -> str:
    return _SPACES.sub(" ", title).strip()


def _blocks(text: str) -> list[_Block]:
    lines = text.split("\n")
    starts = [place for place, line in enumerate(lines) if _HEADING.match(line)]
    if not starts:
        return _numbered_blocks(lines)
    blocks = [_Block("", _read_body(lines[: starts[0]]))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        match = _HEADING.match(lines[start])
        heading = _one_line(match.group("title") or "") if match else ""
        blocks.append(_Block(_NUMBER.sub("", heading, count=1), _read_body(lines[start + 1 : end])))
    return blocks if blocks[0].text.strip() else blocks[1:]


def _numbered_blocks(lines: list[str]) -> list[_Block]:
    """Read `1. Title: text` lines; lines between belong to the step before them."""
    blocks: list[_Block] = []
    for line in lines:
        match = _NUMBERED_LINE.match(line)
        if match:
            blocks.append(_Block(match.group("title").strip(), match.group("text").strip()))
        elif blocks:
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text}\n{line}")
        else:
            blocks.append(_Block("", line))
    read = [_Block(block.title, block.text.strip("\n")) for block in blocks]
    return [block for block in read if block.title or block.text.strip()]


def _read_body(lines: list[str]) -> str:
    return _UNESCAPED.sub(r"\1", "\n".join(lines).strip("\r\n"))


def _form(step: Step) -> _Block:
    """Return a step as it is read back."""
    return _Block(_one_line(step.title), _trimmed(step.text))


def _recognised(blocks: list[_Block], previous: Plan, seen: SeenSteps) -> dict[int, Step]:
    """Return which old step each block (by place) is; each old step is used once."""
    known: dict[int, Step] = {}
    unused = list(previous.steps)
    is_same_count = len(blocks) == len(previous.steps)

    def match(of_block: Callable[[_Block], Hashable], of_step: Callable[[Step], Hashable]) -> None:
        for place, block in enumerate(blocks):
            key = of_block(block)
            # Steps that are alike are told apart by their place, where none came or went.
            own = [step for step in unused if is_same_count and step is previous.steps[place]]
            step = None if place in known or not key else _first([*own, *unused], of_step, key)
            if step is not None:
                known[place] = step
                unused.remove(step)

    match(lambda b: b, _form)
    known |= _as_before(blocks, known, previous, seen)
    used = {step.id for step in known.values()}
    unused = [step for step in unused if step.id not in used]
    match(lambda b: b.title, lambda s: _one_line(s.title))
    match(lambda b: b.text, lambda s: _trimmed(s.text))
    return known | _between_neighbours(len(blocks), known, previous)


def _as_before(
    blocks: list[_Block], known: dict[int, Step], previous: Plan, seen: SeenSteps
) -> dict[int, Step]:
    """Return which steps have come back, or have the title and text again that they had before."""
    found: dict[int, Step] = {}
    used = {step.id for step in known.values()}
    for place, block in enumerate(blocks):
        is_open = place not in known and (block.title or block.text)
        step = seen.find(block, used) if is_open else None
        if step is not None:
            now = previous.step(step.id) or step
            found[place] = replace(now, title=step.title, text=step.text, author=step.author)
            used.add(step.id)
    return found


def _first(steps: list[Step], of_step: Callable[[Step], Hashable], key: Hashable) -> Step | None:
    return next((step for step in steps if of_step(step) == key), None)


def _between_neighbours(count: int, known: dict[int, Step], previous: Plan) -> dict[int, Step]:
    """Pair what changed in title and text both, where as many new steps stand as old ones did."""
    found: dict[int, Step] = {}
    used = {step.id for step in known.values()}
    places = {step.id: place for place, step in enumerate(previous.steps)}
    borders = [-1, *(place for place in sorted(known) if known[place].id in places), count]
    for left, right in itertools.pairwise(borders):
        low = places[known[left].id] if left in known else -1
        high = places[known[right].id] if right in known else len(previous.steps)
        old = [step for step in previous.steps[low + 1 : max(low, high)] if step.id not in used]
        new = [place for place in range(left + 1, right) if place not in known]
        if len(old) == len(new):
            found |= dict(zip(new, old, strict=True))
            used.update(step.id for step in old)
    return found


def _changed(step: Step, block: _Block) -> Step:
    """Return the old step with what the writer changed; untouched parts stay to the character."""
    if block.title != _one_line(step.title):
        step = replace(step, title=block.title)
    if block.text == _trimmed(step.text):
        return step
    author = Author.WRITER if step.author is Author.WRITER or not step.text else Author.MIXED
    return replace(step, text=block.text, author=author)


def _new_step(block: _Block) -> Step:
    title = block.title.casefold()
    kinds = (kind for kind, words in _KIND_WORDS.items() if any(word in title for word in words))
    kind = next(kinds, StepKind.DEVELOPMENT)
    return Step(new_step_id(), kind, block.title, block.text, author=Author.WRITER)
