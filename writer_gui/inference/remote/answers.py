"""What a server sends, read with suspicion: bounded, and refused where it is no answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from writer_gui.domain.generation import EngineFailure, FailureKind

LONGEST_LINE = 1 << 20
_SHOWN = 160
_THOUGHT_FIELDS = ("reasoning_content", "reasoning", "thinking")
"""Where servers put what a model thinks: DeepSeek and vLLM before 0.11, vLLM and OpenRouter, Ollama
and gpt-oss."""


class RemoteError(Exception):
    """A server did not do what was asked; carries the failure to report."""

    def __init__(self, message: str, kind: FailureKind = FailureKind.SERVER) -> None:
        super().__init__(message)
        self.failure = EngineFailure(kind, message)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer: new text or thought, why it ended if it did, and what was counted."""

    text: str = ""
    thought: str = ""
    finish: str = ""
    prompt_tokens: int = 0
    tokens: int = 0
    reused_tokens: int = 0


class EventLines:
    """Cuts a stream of server-sent events into the data of each."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take in bytes; return the data lines that are whole. Raises RemoteError."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise no_answer()
        values = []
        for line in lines:
            text = line.strip()
            if text.startswith(b"data:"):
                values.append(text[5:].strip())
            elif text and not text.startswith((b":", b"event:", b"id:", b"retry:")):
                raise no_answer()
        return values


def read_piece(data: bytes) -> Piece:
    """Read one event of a streamed chat completion. Raises RemoteError."""
    value = read_json(data)
    if value.get("error"):
        raise RemoteError(f"The server broke off{told(value)}; try again.")
    usage = _object(value.get("usage"))
    choices = value.get("choices")
    if not isinstance(choices, list):
        raise no_answer()
    choice = _object(choices[0]) if choices else {}
    delta = _object(choice.get("delta"))
    content = delta.get("content")
    finish = choice.get("finish_reason")
    thoughts = (delta.get(name) for name in _THOUGHT_FIELDS)
    return Piece(
        content if isinstance(content, str) else "",
        next((thought for thought in thoughts if isinstance(thought, str) and thought), ""),
        finish if isinstance(finish, str) else "",
        _count(usage.get("prompt_tokens")),
        _count(usage.get("completion_tokens")),
        _count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")),
    )


def read_json(data: bytes) -> dict[str, Any]:
    """Return an object. Raises RemoteError."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise no_answer() from error
    if not isinstance(value, dict):
        raise no_answer()
    return value


def no_answer() -> RemoteError:
    """Return the error for something that is no answer of such a server."""
    return RemoteError(
        "What came from the server is no answer of an OpenAI-compatible one; check the address."
    )


def told(value: object) -> str:
    """Return what a server says of an error, in brackets and short, or nothing."""
    error = value.get("error", value.get("detail")) if isinstance(value, dict) else None
    text = error.get("message") if isinstance(error, dict) else error
    if not isinstance(text, str) or not text.strip():
        return ""
    clean = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return f" (“{clean[:_SHOWN]}”)"


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count and isinstance(value, int) else 0
