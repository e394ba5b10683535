"""A session as a readable text with a head of facts, and any text file as a session.

The head is the front matter other programs write: lines of `key: value` between two of `---`. With
any other line in it, it is part of the text, as a text may begin with a break between scenes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from writer_gui.domain.genre import DEFAULT_GENRE, find_genre
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.session import Draft, Prompt, Session, SessionSummary
from writer_gui.domain.story import Section, Span, Story
from writer_gui.errors import UserError
from writer_gui.exchange.decoding import read_text
from writer_gui.exchange.manuscript import HEADINGS, manuscript
from writer_gui.exchange.plain_text import as_markdown
from writer_gui.text.counting import count_words
from writer_gui.text.language import detect_language
from writer_gui.text.plan_text import markdown_to_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text"})
LARGEST = 20 * 2**20

_KEYS = "kind|title|genre|language|length|created|updated|folder|tags|starred|trashed"
_HEAD = re.compile(
    rf"\A---[ \t]*\n(?P<head>(?:\s*(?:{_KEYS})[ \t]*:[^\n]*\n)+)\s*---[ \t]*(?:\n|\Z)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+)(?:\n|\Z)")
_KIND = "writer-gui session"
_STEP = re.compile(r"^### ", re.MULTILINE)


def session_as_text(session: Session) -> str:
    """Return the head, the story, the prompt and the plan of a session."""
    summary, prompt = session.summary, session.draft.prompt
    head = {
        "kind": _KIND,
        "title": summary.title,
        "genre": prompt.genre,
        "language": prompt.language.value,
        "length": str(prompt.length),
        "created": summary.created.isoformat(timespec="seconds"),
        "updated": summary.updated.isoformat(timespec="seconds"),
        "folder": summary.folder,
        "tags": ", ".join(summary.tags),
        "starred": "yes" if summary.starred else "",
        "trashed": summary.trashed.isoformat(timespec="seconds") if summary.trashed else "",
    }
    lines = [f"{key}: {' '.join(value.split())}" for key, value in head.items() if value]
    return "\n".join(("---", *lines, "---", "", _body(session)))


def session_from_text(file: Path) -> Session:
    """Read a text file as a session: its text becomes the story. Raises UserError."""
    text = _whole_text(file)
    found = _HEAD.match(text)
    head = _facts(found["head"]) if found else {}
    body = text[found.end() :] if found else text
    title = _TITLE.match(body)
    if title is not None and (head or file.suffix.lower() in {".md", ".markdown"}):
        body = body[title.end() :]
        head.setdefault("title", title["title"].strip())
    story, prompt, plan = _parts(body) if head.get("kind") == _KIND else (body, "", Plan())
    return _session(head, file.stem, story.strip("\n"), prompt.strip(), plan)


def _body(session: Session) -> str:
    try:
        return as_markdown(manuscript(session, with_plan=True)).decode()
    except UserError:  # nothing is written yet
        return ""


def _whole_text(file: Path) -> str:
    try:
        size = file.stat().st_size
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{file} could not be read ({reason}); choose another file.") from error
    if size > LARGEST:
        raise UserError(f"{file} is larger than {LARGEST // 2**20} MB; split it, then try again.")
    text = read_text(file).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise UserError(f"{file} holds no text; choose another file.")
    return text


def _facts(head: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.split("\n"))
    return {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in pairs if colon}


def _parts(body: str) -> tuple[str, str, Plan]:
    """Return story, prompt and plan of a text we wrote ourselves."""
    for asked, planned in HEADINGS.values():
        found = re.search(rf"^## (?:{asked}|{planned})$", body, re.MULTILINE)
        if found is None:
            continue
        story, thoughts = body[: found.start()], body[found.start() :]
        wish, _, steps = thoughts.partition(f"## {planned}\n")
        prompt = wish.removeprefix(f"## {asked}\n")
        return story, prompt, markdown_to_plan(_STEP.sub("## ", steps).strip(), Plan())
    return body, "", Plan()


def _session(
    head: Mapping[str, str], name: str, story: str, prompt_text: str, plan: Plan
) -> Session:
    genre = find_genre(head.get("genre", ""))
    named = head.get("language", "")[:2].lower()
    language = Language(named) if named in set(Language) else detect_language(story or prompt_text)
    length = head.get("length", "")
    prompt = Prompt(prompt_text, genre.tag if genre else DEFAULT_GENRE, language)
    if length.isdecimal() and int(length):
        prompt = replace(prompt, length=min(int(length), 1_000_000))
    span = Span(len(story), Author.WRITER)
    sections = (Section(None, story, (span,)),) if story else ()
    now = datetime.now(UTC)
    tags = tuple(tag.strip(" []\"'") for tag in re.split("[,，、]", head.get("tags", "")))
    summary = SessionSummary(
        0,
        head.get("title") or name,
        prompt.genre,
        language,
        now,
        now,
        count_words(story, language),
        starred=head.get("starred", "") in {"yes", "true"},
        preview=" ".join(story[:400].split())[:120],
        folder=head.get("folder", ""),
        tags=tuple(filter(None, tags)),
    )
    return Session(summary, Draft(prompt, plan, Story(sections)))
