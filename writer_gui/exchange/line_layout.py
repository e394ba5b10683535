"""Paragraphs cut into lines, by the rules of both languages.

An English line ends between words. A Chinese one may end anywhere, but no line begins with a mark
that closes and none ends with one that opens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from writer_gui.exchange.blocks import Run

_WIDE = (
    "\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u303f\u3040-\u30ff\u31c0-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_UNIT = re.compile(rf"\n|[^\S\n]+|[{_WIDE}]|[^\s{_WIDE}]+(?:\u2019[^\s{_WIDE}]+)*")
_CLOSING = frozenset("，。、；：？！）》」』】〕〉”’…—～％·,.;:?!)]}%")
_OPENING = frozenset("（《「『【〔〈“‘([{")

Measure = Callable[[Run], float]


@dataclass(frozen=True, slots=True)
class Line:
    """Runs that stand on one line. The last line of a paragraph is never stretched."""

    runs: tuple[Run, ...]
    width: float
    is_last: bool

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


def lines(runs: Iterable[Run], measure: Measure, width: float, indent: float = 0) -> list[Line]:
    """Cut runs into lines of at most `width`, the first shorter by `indent`."""
    done: list[Line] = []
    taken: list[Run] = []
    used = indent
    for unit in _fitting(_units(runs), measure, width):
        wide = measure(unit)
        if unit.text == "\n" or (used + wide > width and unit.text.strip()):
            done.append(_line(taken, measure, is_last=unit.text == "\n"))
            taken, used = [], 0.0
        if unit.text.strip() or taken:
            taken.append(unit)
            used += wide
    return [*done, _line(taken, measure, is_last=True)]


def _line(units: list[Run], measure: Measure, *, is_last: bool) -> Line:
    while units and not units[-1].text.strip():
        units.pop()
    joined: list[Run] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last is not None and (last.bold, last.italic) == (unit.bold, unit.italic):
            joined[-1] = Run(last.text + unit.text, unit.bold, unit.italic)
        else:
            joined.append(unit)
    return Line(tuple(joined), sum(map(measure, joined)), is_last)


def _units(runs: Iterable[Run]) -> Iterator[Run]:
    """Split into what may not be parted."""
    for run in runs:
        held = ""
        for unit in _UNIT.findall(run.text):
            joins = held and (unit in _CLOSING or held[-1] in _OPENING) and unit.strip()
            if held and (not joins or not held.strip()):
                yield Run(held, run.bold, run.italic)
                held = ""
            held += unit
        if held:
            yield Run(held, run.bold, run.italic)


def _fitting(units: Iterable[Run], measure: Measure, width: float) -> Iterator[Run]:
    """Split by characters what is wider than a line."""
    for unit in units:
        if measure(unit) <= width:
            yield unit
        else:
            yield from (Run(char, unit.bold, unit.italic) for char in unit.text)
