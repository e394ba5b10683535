"""A session as a file to read, print or send; the suffix of its name says in which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.exchange.epub import as_epub
from writer_gui.exchange.files import write_bytes
from writer_gui.exchange.html import as_html
from writer_gui.exchange.manuscript import Manuscript, manuscript
from writer_gui.exchange.plain_text import as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.domain.session import Session


def _as_docx(written: Manuscript) -> bytes:
    from writer_gui.exchange.docx import as_docx  # takes 0.2 s, which no other command should pay

    return as_docx(written)


def _as_pdf(written: Manuscript) -> bytes:
    from writer_gui.exchange.pdf import as_pdf  # the same

    return as_pdf(written)


FORMATS: dict[str, Callable[[Manuscript], bytes]] = {
    ".md": as_markdown,
    ".html": as_html,
    ".txt": as_text,
    ".docx": _as_docx,
    ".epub": as_epub,
    ".pdf": _as_pdf,
}


def export_session(session: Session, file: Path, *, with_plan: bool = False) -> int:
    """Write the story of a session, with prompt and plan where wanted; return the size in bytes.

    Raises UserError for an unknown suffix, an empty session, and a place that cannot be written.
    """
    write = FORMATS.get(file.suffix.lower())
    if write is None:
        known = ", ".join(FORMATS)
        raise UserError(f"{file.name} names no known format; end it in one of {known}.")
    return write_bytes(file, write(manuscript(session, with_plan=with_plan)))
