"""Colours what changed in a text, block by block as Qt lays it out."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextDocument

Stretch = tuple[int, int]


class ChangeMarks(QSyntaxHighlighter):
    """Marks stretches with a ground and a line: never told by colour alone."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._stretches: list[Stretch] = []
        self._starts: list[int] = []
        self._format = QTextCharFormat()

    def set_colours(self, ground: str, line: str, *, is_old: bool) -> None:
        """Set the ground, and the line under (new) or through (old) what is marked."""
        self._format = QTextCharFormat()
        self._format.setBackground(QColor(ground))
        self._format.setUnderlineColor(QColor(line))
        if is_old:
            self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        else:
            self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        self.rehighlight()

    def mark(self, stretches: Sequence[Stretch]) -> None:
        """Mark these stretches of characters, in order, and no others."""
        self._stretches = [stretch for stretch in stretches if stretch[0] < stretch[1]]
        self._starts = [start for start, _ in self._stretches]
        self.document().pageCount()  # formats set while Qt still lays out make it stop there
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Mark what of the stretches lies in one paragraph."""
        begin = self.currentBlock().position()
        end = begin + len(text)
        at = max(0, bisect_right(self._starts, begin) - 1)
        for start, stop in self._stretches[at:]:
            if start >= end:
                break
            first, last = max(start, begin), min(stop, end)
            if first < last:
                self.setFormat(first - begin, last - first, self._format)
