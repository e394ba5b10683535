"""Markdown as paragraphs of runs, for the formats that do not take HTML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser

from writer_gui.text.render import markdown_to_html


class BlockKind(StrEnum):
    """What a paragraph is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look; a line feed ends a line within the paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `level` is that of a heading; `mark` stands before a list item."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    mark: str = ""

    @property
    def text(self) -> str:
        """The characters of all runs."""
        return "".join(run.text for run in self.runs)


def blocks(markdown: str) -> list[Block]:
    """Return the paragraphs of a Markdown text."""
    reader = _Reader()
    reader.feed(markdown_to_html(markdown))
    reader.close()
    reader.end_block()
    return reader.blocks


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ENDS = {"p", "li", "blockquote", "pre", "tr", "ul", "ol", "table", *_HEADINGS}


class _Reader(HTMLParser):
    """Reads the HTML of `text.render`, which is well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._runs: list[Run] = []
        self._open: list[str] = []
        self._counters: list[int | None] = []
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
            return
        if tag in _ENDS | {"hr"}:
            self.end_block()
        if tag == "hr":
            self.blocks.append(Block(BlockKind.RULE))
            return
        self._open.append(tag)
        if tag in {"ol", "ul"}:
            self._counters.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS:
            self.end_block()
        elif tag in {"td", "th"}:
            self._add("\t")
        if tag in {"ol", "ul"}:
            self._counters.pop()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if "pre" in self._open:
            self._add(data)
        else:
            self._add(data.replace("\n", "" if not self._runs else " "))

    def end_block(self) -> None:
        """Close the paragraph that is being read, if there is one."""
        if any(run.text.strip() for run in self._runs):
            self.blocks.append(self._block())
        self._runs = []

    def _block(self) -> Block:
        runs = _trimmed(self._runs)
        level = next((_HEADINGS[tag] for tag in self._open if tag in _HEADINGS), 0)
        mark, self._mark = self._mark, ""
        if level:
            return Block(BlockKind.HEADING, runs, level)
        if "li" in self._open:
            return Block(BlockKind.ITEM, runs, len(self._counters), mark)
        kind = BlockKind.QUOTE if "blockquote" in self._open else BlockKind.PARAGRAPH
        return Block(kind, runs)

    def _add(self, text: str) -> None:
        last = self._runs[-1].text if self._runs else "\n"
        if text.startswith(" ") and last.endswith("\n"):
            text = text.lstrip(" ")
        if text:
            bold = bool({"strong", "th"} & set(self._open))
            self._runs.append(Run(text, bold, "em" in self._open))

    def _next_mark(self) -> str:
        count = self._counters[-1] if self._counters else None
        if count is None:
            return "•"
        self._counters[-1] = count + 1
        return f"{count}."


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    last = runs[-1]
    rest = last.text.rstrip()
    kept = [*runs[:-1], Run(rest, last.bold, last.italic)] if rest else runs[:-1]
    return tuple(kept) if rest else _trimmed(kept)
