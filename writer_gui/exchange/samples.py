"""Training samples: a question and its answer, out of a triplet or of a general-purpose file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.exchange.chat import one_exchange, read_turns
from writer_gui.exchange.fields import UnfitError, content_uid, optional_text, text_field
from writer_gui.exchange.plain import json_type
from writer_gui.exchange.records import Record, Rejected
from writer_gui.exchange.sources import read_source
from writer_gui.exchange.thinking import with_thought
from writer_gui.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from writer_gui.domain.language import Language
    from writer_gui.domain.triplet import Triplet


@dataclass(frozen=True, slots=True)
class Sample:
    """One exchange. `is_creative` tells a triplet from general-purpose data."""

    key: str
    prompt: str
    response: str
    language: Language
    is_creative: bool

    @property
    def messages(self) -> list[dict[str, str]]:
        """The exchange as a conversation."""
        return [
            {"role": "user", "content": self.prompt},
            {"role": "assistant", "content": self.response},
        ]


def sample_of_triplet(triplet: Triplet) -> Sample:
    """Return the sample of a triplet: the thought in `<think>`, then the answer."""
    return Sample(triplet.uid, triplet.query, with_thought(triplet), triplet.language, True)


def read_samples(path: Path) -> Iterator[Sample | Rejected]:
    """Read a general-purpose file: conversations, instructions or prompts with completions.

    Raises UserError where the file cannot be opened.
    """
    for record in read_source(path):
        yield record if isinstance(record, Rejected) else _read(record)


def _read(record: Record) -> Sample | Rejected:
    try:
        prompt, response = _exchange(record.value)
    except UnfitError as error:
        return Rejected(record.number, record.line, str(error))
    key = content_uid(prompt, response)
    return Sample(key, prompt, response, detect_language(prompt + response), False)


def _exchange(record: Mapping[str, object]) -> tuple[str, str]:
    if "messages" in record:
        return _whole(*one_exchange(read_turns(record["messages"], "messages", "role", "content")))
    if "conversations" in record:
        turns = read_turns(record["conversations"], "conversations", "from", "value")
        return _whole(*one_exchange(turns))
    if "instruction" in record:
        more = optional_text(record, "input")
        question = text_field(record, "instruction")
        asked = f"{question}\n\n{more}" if more.strip() else question
        return asked, text_field(record, "output", "response")
    for asked, answered in (("prompt", "completion"), ("prompt", "response"), ("query", "answer")):
        if asked in record and answered in record:
            return text_field(record, asked), text_field(record, answered)
    names = ", ".join(list(record)[:8])
    raise UnfitError(f"it has the fields of no known format ({names[:120] or json_type(record)})")


def _whole(question: str, answer: str) -> tuple[str, str]:
    if not answer.strip():
        raise UnfitError("its answer is empty")
    return question, answer
