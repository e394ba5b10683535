"""The prompt of `draft`: its text, and what is set beside it by options or by its own words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.cli.genres import asked_genre
from writer_gui.domain.genre import DEFAULT_GENRE, find_genre
from writer_gui.domain.language import Language
from writer_gui.domain.session import LEAST_LENGTH, MOST_LENGTH, Prompt
from writer_gui.errors import UsageError, UserError
from writer_gui.text.language import detect_language
from writer_gui.writing.prompt_reading import read_prompt

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.writing.findings import PromptReading
    from writer_gui.writing.templates import Templates


def asked_prompt(args: argparse.Namespace, console: Console, templates: Templates) -> Prompt:
    """Return the prompt. What no option sets is taken from its words, which is noted on stderr.

    Raises UsageError for a genre or length there is not, UserError for an empty prompt or a file
    that cannot be read.
    """
    given = args.prompt if args.prompt is not None else _read(args.prompt_file)
    text = given.strip()
    if not text:
        raise UserError("The prompt is empty; say what you want to have written.")
    reading = read_prompt(text)
    taken: list[str] = []
    genre = _genre(args, reading, text, taken)
    language = _language(args, reading, text, taken)
    usual = templates.for_genre(genre).length[language]
    length = _length(args, reading, text, taken) or usual
    if taken:
        console.note(f"Taken from the prompt: {'; '.join(taken)}.")
    return Prompt(text, genre, language, length)


def _genre(args: argparse.Namespace, reading: PromptReading, text: str, taken: list[str]) -> str:
    if args.genre is not None:
        return asked_genre(args.genre).tag
    found = reading.genre
    if found is None:
        return DEFAULT_GENRE
    genre = find_genre(found.value)
    name = f"{found.value} ({genre.english_name})" if genre else found.value
    taken.append(f"genre {name}, “{text[found.start : found.end]}”")
    return found.value


def _language(
    args: argparse.Namespace, reading: PromptReading, text: str, taken: list[str]
) -> Language:
    if args.language != "auto":
        return Language(args.language)
    found = reading.language
    if found is None:
        return detect_language(text)
    taken.append(f"language {found.value}, “{text[found.start : found.end]}”")
    return found.value


def _length(
    args: argparse.Namespace, reading: PromptReading, text: str, taken: list[str]
) -> int | None:
    """Return the length asked for; None where neither the options nor the prompt say one."""
    if args.length is not None:
        if not LEAST_LENGTH <= args.length <= MOST_LENGTH:
            raise UsageError(f"--length must lie between {LEAST_LENGTH} and {MOST_LENGTH:,}.")
        return int(args.length)
    found = reading.length
    if found is None or found.value.count < LEAST_LENGTH:
        return None
    count = min(found.value.count, MOST_LENGTH)
    limit = " (the most there is)" if count < found.value.count else ""
    taken.append(f"length {count:,}{limit}, “{text[found.start : found.end]}”")
    return count


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig") if name != "-" else sys.stdin.read()
    except OSError as error:
        raise UserError(
            f"The prompt file {name} cannot be read ({error.strerror}); check its name."
        ) from error
    except UnicodeError as error:
        raise UserError(f"The prompt file {name} is not UTF-8 text; save it as UTF-8.") from error
