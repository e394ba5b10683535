"""Chats in records: lists of messages under whatever names a format gives their parts."""

from __future__ import annotations

from writer_gui.exchange.fields import UnfitError
from writer_gui.exchange.plain import json_type

_ROLES = {
    "system": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "model": "assistant",
}

Turn = tuple[str, str]
"""The role (system, user or assistant) and the text."""


def read_turns(value: object, name: str, role: str, content: str) -> list[Turn]:
    """Return the turns of a list of messages. Raises UnfitError where one is not as it should."""
    if not isinstance(value, list):
        raise UnfitError(f"the field '{name}' is {json_type(value)}, not a list")
    return [_turn(message, name, role, content) for message in value]


def one_exchange(turns: list[Turn]) -> tuple[str, str]:
    """Return the one question and its one answer; a system message is passed over."""
    spoken = [turn for turn in turns if turn[0] != "system"]
    if [role for role, _ in spoken] != ["user", "assistant"]:
        raise UnfitError("it is not one question with one answer")
    question, answer = spoken[0][1], spoken[1][1]
    if not question.strip():
        raise UnfitError("its question is empty")
    return question, answer


def _turn(message: object, name: str, role: str, content: str) -> Turn:
    if not isinstance(message, dict):
        raise UnfitError(f"a message in '{name}' is {json_type(message)}, not an object")
    speaker, text = message.get(role), message.get(content)
    if not isinstance(speaker, str) or speaker not in _ROLES:
        raise UnfitError(f"a message in '{name}' has no known '{role}'")
    if not isinstance(text, str):
        raise UnfitError(f"a message in '{name}' has no text in '{content}'")
    return _ROLES[speaker], text
