"""A manuscript as plain text and as Markdown: what was written, as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from writer_gui.exchange.manuscript import Manuscript, Part


def as_text(manuscript: Manuscript) -> bytes:
    """Return plain text in UTF-8, headings on lines of their own."""
    return _joined((part.heading, part.text) for part in manuscript.parts)


def as_markdown(manuscript: Manuscript) -> bytes:
    """Return Markdown in UTF-8."""
    return _joined((_heading(part), part.text) for part in manuscript.parts)


def _heading(part: Part) -> str:
    return f"{'#' * part.level} {part.heading}" if part.heading else ""


def _joined(parts: Iterable[tuple[str, str]]) -> bytes:
    texts = [text for part in parts for text in part if text]
    return ("\n\n".join(texts) + "\n").encode("utf-8", "replace")
