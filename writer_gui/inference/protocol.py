"""The line protocol between the program and an engine process: one JSON object a line.

Every engine (the model worker, the scripted engine, a remote server's client) is a child process
that reads requests from its standard input and writes events to its standard output. End of input
ends it. Unknown fields are errors: a misspelled option must not pass in silence.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from writer_gui.domain.generation import (
    EngineFailure,
    ModelFile,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)

MAX_SEED = 2**32 - 1

READ_BLOCK = 64
"""Prompts are read in whole blocks of so many tokens, and what is over at the end by itself."""


class ProtocolError(ValueError):
    """A line that is no valid message."""


class CacheType(StrEnum):
    """How the numbers of a context are kept: 16 bits each, or 8.5 with some loss."""

    F16 = "f16"
    Q8_0 = "q8_0"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How a model is run. `threads` 0: one per physical core this process may use.

    `context` is in tokens, `read_chunk` the tokens of a prompt read between two reports of
    progress. `sequences` are the texts kept in memory side by side; there are fewer when memory is
    short. Flash attention is no faster on processors, and with it a text written beside others is
    not the same to the bit as one written alone, see `worker/sequences.py`.
    """

    context: int = 4096
    threads: int = 0
    read_chunk: int = 128
    flash_attention: bool = False
    cache_type: CacheType = CacheType.F16
    sequences: int = 4

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        limits = {
            "context": (256, 1_048_576),
            "threads": (0, 512),
            "read_chunk": (64, 512),
            "sequences": (1, 16),
        }
        for name, (least, most) in limits.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise ProtocolError(f"{name} is {value}, not between {least} and {most:,}")
        if self.read_chunk % READ_BLOCK:
            raise ProtocolError(f"read_chunk is {self.read_chunk}, no multiple of {READ_BLOCK}")
        if self.cache_type is not CacheType.F16 and not self.flash_attention:
            raise ProtocolError("a cache of 8 bits needs flash attention")


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """What the engine says of the model it has loaded.

    `can_cut`: a context can be shortened. `varies`: another seed gives another text, so that
    asking again makes sense.
    """

    name: str
    path: str = ""
    sha256: str = ""
    context: int = 4096
    parameters: int = 0
    bytes: int = 0
    can_cut: bool = True
    varies: bool = True
    threads: int = 1
    architecture: str = ""
    quantization: str = ""
    sequences: int = 1
    read_chunk: int = 0
    flash_attention: bool = False
    cache_type: CacheType = CacheType.F16


# Requests, from the program to the engine.


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model, instead of the one that may be loaded or under way.

    A load that another has come after is given up in the middle. What is told of a load carries its
    id, for what is told of one given up may still be under way. `contexts` is a directory in which
    what the model has read is kept for the next time, if any.
    """

    model: ModelFile
    options: EngineOptions = field(default_factory=EngineOptions)
    contexts: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Write a passage."""

    id: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a passage, keeping what was written; an empty id stops all loads so far."""

    id: str


@dataclass(frozen=True, slots=True)
class AskPrice:
    """Say what a passage would cost before its first word."""

    id: str
    passage: Passage


Request = Load | Write | Cancel | AskPrice


# Events, from the engine to the program.


@dataclass(frozen=True, slots=True)
class Started:
    """The process is up."""

    engine: str


@dataclass(frozen=True, slots=True)
class Loading:
    """A model is being loaded; `progress` is 0 to 1."""

    progress: float
    id: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model is ready."""

    model: LoadedModel
    id: str = ""


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """The model could not be loaded."""

    failure: EngineFailure
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """So many of a passage's prompt tokens that are not kept have been read."""

    id: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """New text of a passage."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A passage has ended."""

    id: str
    result: PassageResult


@dataclass(frozen=True, slots=True)
class Failed:
    """A passage could not be written, or not to its end; its chunks so far stand."""

    id: str
    failure: EngineFailure


@dataclass(frozen=True, slots=True)
class Priced:
    """The answer to `AskPrice`."""

    id: str
    price: Price


Event = Started | Loading | Loaded | LoadFailed | Reading | Chunk | Finished | Failed | Priced

_REQUESTS = {kind.__name__: kind for kind in get_args(Request)}
_EVENTS = {kind.__name__: kind for kind in get_args(Event)}

T = TypeVar("T")


def encode(message: Request | Event) -> bytes:
    """Return a message as one line of ASCII, so that no cut can fall inside a character."""
    body = {"type": type(message).__name__, **asdict(message)}
    return json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """Read a line from the program. Raises ProtocolError."""
    return _decode(line, _REQUESTS)  # type: ignore[no-any-return]  # the table holds Request kinds only


def decode_event(line: bytes) -> Event:
    """Read a line from an engine. Raises ProtocolError."""
    return _decode(line, _EVENTS)  # type: ignore[no-any-return]  # the table holds Event kinds only


def kind_and_id(line: bytes) -> tuple[str, str]:
    """Return the type and id that a line seems to have, or empty texts, to answer what it asks."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    kind, passage_id = body.get("type"), body.get("id")
    return kind if isinstance(kind, str) else "", passage_id if isinstance(passage_id, str) else ""


def _decode(line: bytes, kinds: dict[str, Any]) -> Any:
    try:
        body = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise ProtocolError("not an object with a type")
    kind = kinds.get(body.pop("type"))
    if kind is None:
        raise ProtocolError("unknown type")
    return build(kind, body)


def build(kind: type[T], body: dict[str, Any]) -> T:
    """Make a dataclass from an object, checking every field. Raises ProtocolError."""
    assert is_dataclass(kind)
    hints = _hints(kind)
    unknown = body.keys() - hints
    if unknown:
        raise ProtocolError(f"unknown field {min(unknown)!r} of {kind.__name__}")
    values = {name: _value(hints[name], value, name) for name, value in body.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ProtocolError(f"{kind.__name__}: {error}") from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields; finding them takes 50 microseconds."""
    return get_type_hints(kind)


def _no_number(name: str) -> NoReturn:
    raise ProtocolError(f"{name} is no number")


def _value(hint: Any, value: Any, name: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if is_dataclass(hint) and isinstance(value, dict):
        return build(hint, value)  # type: ignore[arg-type]  # is_dataclass also admits instances
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_value(get_args(hint)[0], item, name) for item in value)
    if isinstance(hint, type) and _fits(hint, value):
        return _finite(value) if hint is float else hint(value)
    raise ProtocolError(f"field {name!r} is not of type {getattr(hint, '__name__', hint)}")


def _finite(value: float) -> float:
    """Return a number as one the machine counts with; 1e999 is none. Raises ProtocolError."""
    try:
        number = float(value)
    except OverflowError as error:
        raise ProtocolError(str(error)) from error
    if not math.isfinite(number):
        raise ProtocolError(f"{value} is no number")
    return number


def _fits(hint: type, value: object) -> bool:
    """Return whether a plain value is of a plain type; true and false are no numbers."""
    if issubclass(hint, StrEnum):
        return value in list(hint)
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, int | float) if hint is float else type(value) is hint


__all__ = [
    "MAX_SEED",
    "READ_BLOCK",
    "AskPrice",
    "CacheType",
    "Cancel",
    "Chunk",
    "EngineOptions",
    "Event",
    "Failed",
    "Finished",
    "Load",
    "LoadFailed",
    "Loaded",
    "LoadedModel",
    "Loading",
    "PassageEnd",
    "Priced",
    "ProtocolError",
    "Reading",
    "Request",
    "Started",
    "Write",
    "build",
    "decode_event",
    "decode_request",
    "encode",
    "kind_and_id",
]
