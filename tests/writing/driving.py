"""Drives a writing without any engine: each ask is answered from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from writer_gui.domain.generation import PassageEnd, PassageResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.generation import Passage
    from writer_gui.writing.asking import Writing, Written


def result(text: str, end: PassageEnd = PassageEnd.MODEL) -> PassageResult:
    """Return what an engine would say of a passage."""
    return PassageResult(text, end, tokens=len(text))


def drive(
    writing: Writing[Any], answers: Sequence[str | PassageResult]
) -> tuple[Written[Any], list[Passage]]:
    """Run a writing to its end; all answers must be used up."""
    passages = []
    waiting = list(answers)
    try:
        ask = next(writing)
        while True:
            passages.append(ask.passage)
            answer = waiting.pop(0)
            ask = writing.send(result(answer) if isinstance(answer, str) else answer)
    except StopIteration as done:
        assert not waiting
        written: Written[Any] = done.value
        return written, passages
