"""Where reasoning models mark what they think before they answer: not a word of it is the text.

The marks are those of Qwen3, DeepSeek-R1 and what was trained on their output. R1's chat template
puts the opening mark into the prompt, so that the answer begins inside the thought.
"""

from __future__ import annotations

from dataclasses import dataclass

OPENING_MARKS = ("<think>", "<thought>")
CLOSING_MARKS = ("</think>", "</thought>")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a model has said, apart: its thought and its text.

    `start` is where the text begins in what was said. `is_thinking`: the thought has no end yet.
    `was_open`: the thought ended and had not been opened.
    """

    thought: str = ""
    text: str = ""
    start: int = 0
    is_thinking: bool = False
    was_open: bool = False


class ThoughtSplitter:
    """Told apart as it comes; the answer depends on the whole, not on how it was cut.

    `begun`: the model is known to begin inside its thought. A mark counts at the beginning alone:
    what is written later in its manner is text. A closing mark that nothing opened makes all
    before it thought, also where that had been taken for text.
    """

    def __init__(self, *, begun: bool = False) -> None:
        self._begun = begun
        self._said = ""

    def feed(self, chunk: str) -> Parts:
        """Add what has come; return thought and text so far."""
        self._said += chunk
        return parts_of(self._said, begun=self._begun)


def parts_of(said: str, *, begun: bool = False, final: bool = False) -> Parts:
    """Return thought and text of what a model has said.

    Unless it is `final`, what may become a mark is held back.
    """
    thoughts: list[str] = []
    start, was_open = 0, False
    while True:
        rest = said[start:]
        opened = _opening(rest)
        begins = bool(opened) or (begun and not thoughts)
        close = _first_close(rest, opened, begins=begins)
        if close is None:
            break
        thoughts.append(rest[opened : close[0]])
        was_open = was_open or not opened
        start += close[1]
    if begins:
        thoughts.append(rest[opened:] if final else _without_part(rest[opened:]))
        return Parts(_joined(thoughts), "", len(said), is_thinking=True, was_open=was_open)
    text = rest.lstrip() if thoughts else rest
    start = len(said) - len(text)
    return Parts(_joined(thoughts), text if final else _certain(text), start, was_open=was_open)


def first_thought(message: str) -> tuple[str, str] | None:
    """Return the thought up to the first closing mark and what follows it; None without a mark."""
    opened = _opening(message)
    close = _first_close(message, opened, begins=True)
    return (
        None if close is None else (message[opened : close[0]].strip(), message[close[1] :].strip())
    )


def opened_length(said: str) -> tuple[int, bool]:
    """Return how many characters at the very beginning are no text, and whether it goes on.

    They are the thoughts that were opened, with their marks and the white space behind them.
    """
    at = 0
    while opened := _opening(said[at:]) if at or said.startswith("<") else 0:
        close = _first_close(said[at:], opened, begins=True)
        if close is None:
            return len(said), True
        at += close[1]
    return (len(said) - len(said[at:].lstrip()) if at else 0), False


def may_open(text: str) -> bool:
    """Return whether a text may be the first part of an opening mark."""
    return bool(text) and any(mark.startswith(text) for mark in OPENING_MARKS)


def _opening(rest: str) -> int:
    """Return where the thought begins behind its opening mark; 0 where there is none."""
    told = rest.lstrip()
    lengths = [len(mark) for mark in OPENING_MARKS if told.startswith(mark)]
    return len(rest) - len(told) + lengths[0] if lengths else 0


def _first_close(rest: str, after: int, *, begins: bool) -> tuple[int, int] | None:
    """Return where the closing mark begins and ends that ends a thought, if there is one."""
    found = min(
        ((at, at + len(m)) for m in CLOSING_MARKS if (at := rest.find(m, after)) >= 0),
        default=None,
    )
    if found is None or begins:
        return found
    return None if any(mark in rest[: found[0]] for mark in OPENING_MARKS) else found


def _certain(text: str) -> str:
    """Return what of a text is no mark, whatever comes."""
    told = text.lstrip()
    return "" if not told or may_open(told) else _without_part(text)


def _without_part(text: str) -> str:
    """Return the text without what may be a part of a closing mark at its end."""
    at = text.rfind("<", max(0, len(text) - max(map(len, CLOSING_MARKS)) + 1))
    is_part = at >= 0 and any(mark.startswith(text[at:]) for mark in CLOSING_MARKS)
    return text[:at] if is_part else text


def _joined(thoughts: list[str]) -> str:
    """Return the thoughts as one text, without marks that were said twice."""
    told = []
    for thought in thoughts:
        inner = thought.strip()
        while opened := _opening(inner):
            inner = inner[opened:].lstrip()
        told.append(inner)
    return "\n\n".join(filter(None, told))
