"""The line protocol between the program and an engine process: one JSON object a line.

Every engine (the model worker, the scripted engine, a remote server's client) is a child process
that reads requests from its standard input and writes events to its standard output. End of input
ends it. Unknown fields are errors: a misspelled option must not pass in silence.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from writer_gui.domain.generation import (
    EngineFailure,
    ModelFile,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)

MAX_SEED = 2**32 - 1


class ProtocolError(ValueError):
    """A line that is no valid message."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How a model is run. `threads` 0: one per physical core this process may use.

    `context` is in tokens, `read_chunk` the tokens of a prompt read between two looks at the
    wishes of the writer; chunks are aligned to it, see the worker's notes on repeatability.
    """

    context: int = 4096
    threads: int = 0
    read_chunk: int = 64
    flash_attention: bool = True
    sequences: int = 4

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        if not 256 <= self.context <= 1_048_576:
            raise ProtocolError(f"context of {self.context} tokens")
        if not 0 <= self.threads <= 512 or not 1 <= self.read_chunk <= 512:
            raise ProtocolError("threads or read_chunk out of range")
        if not 1 <= self.sequences <= 16:
            raise ProtocolError("sequences out of range")


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """What the engine says of the model it has loaded.

    `can_cut`: a context can be shortened. `varies`: another seed gives another text, so that
    asking again makes sense.
    """

    name: str
    path: str = ""
    sha256: str = ""
    description: str = ""
    context: int = 4096
    trained_context: int = 4096
    parameters: int = 0
    bytes: int = 0
    can_cut: bool = True
    varies: bool = True
    threads: int = 1


# Requests, from the program to the engine.


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model, instead of the one that may be loaded."""

    model: ModelFile
    options: EngineOptions = field(default_factory=EngineOptions)


@dataclass(frozen=True, slots=True)
class Write:
    """Write a passage."""

    id: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a passage, keeping what was written; an empty id stops loading."""

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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model is ready."""

    model: LoadedModel


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """The model could not be loaded."""

    failure: EngineFailure


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
    return json.dumps(body, separators=(",", ":")).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """Read a line from the program. Raises ProtocolError."""
    return _decode(line, _REQUESTS)  # type: ignore[no-any-return]  # the table holds Request kinds only


def decode_event(line: bytes) -> Event:
    """Read a line from an engine. Raises ProtocolError."""
    return _decode(line, _EVENTS)  # type: ignore[no-any-return]  # the table holds Event kinds only


def _decode(line: bytes, kinds: dict[str, Any]) -> Any:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise ProtocolError("not an object with a type")
    kind = kinds.get(body.pop("type"))
    if kind is None:
        raise ProtocolError("unknown type")
    return _build(kind, body)


def _build(kind: type[T], body: dict[str, Any]) -> T:
    """Make a dataclass from an object, checking the type of every field."""
    assert is_dataclass(kind)
    known = {f.name for f in fields(kind)}
    unknown = body.keys() - known
    if unknown:
        raise ProtocolError(f"unknown field {sorted(unknown)[0]!r} of {kind.__name__}")
    hints = get_type_hints(kind)
    values = {name: _value(hints[name], value, name) for name, value in body.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ProtocolError(f"{kind.__name__}: {error}") from error


def _value(hint: Any, value: Any, name: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if is_dataclass(hint):
        if isinstance(value, dict):
            return _build(hint, value)  # type: ignore[arg-type]  # is_dataclass also admits instances
    elif get_origin(hint) is tuple:
        if isinstance(value, list):
            return tuple(_value(get_args(hint)[0], item, name) for item in value)
    elif isinstance(hint, type) and issubclass(hint, StrEnum):
        if value in list(hint):
            return hint(value)
    elif hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    raise ProtocolError(f"field {name!r} is not of type {getattr(hint, '__name__', hint)}")


__all__ = [
    "MAX_SEED",
    "AskPrice",
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
    "decode_event",
    "decode_request",
    "encode",
]
