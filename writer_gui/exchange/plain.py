"""Dataclasses as plain JSON values and back."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

LARGEST = 2**63 - 1
"""What a database has room for."""


def to_plain(value: object) -> Any:
    """Return a value made of dataclasses, enums, dates and tuples as JSON has it."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return value


def from_plain(kind: type[T], value: object, place: str = "") -> T:
    """Read a value of that type; unknown fields are passed over, missing ones take their default.

    Raises ValueError with the place and what is wrong there.
    """
    result: T = _read(kind, value, place)
    return result


def _read(kind: Any, value: object, place: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(kind) if option is not type(None)]
        return None if value is None else _read(options[0], value, place)
    if origin is tuple:
        item = typing.get_args(kind)[0]
        return tuple(_read(item, v, place) for v in _checked(list, value, place))
    if origin is dict or kind is object:
        return value if kind is object else _checked(dict, value, place)
    if is_dataclass(kind):
        return _read_dataclass(kind, _checked(dict, value, place), place)
    if issubclass(kind, Enum | datetime):
        return _read_special(kind, _checked(str, value, place), place)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _checked(kind, value, place)


def _read_dataclass(kind: Any, value: dict[str, object], place: str) -> Any:
    given = {}
    for field in fields(kind):
        where = f"{place}.{field.name}" if place else field.name
        if field.name in value:
            given[field.name] = _read(_hints(kind)[field.name], value[field.name], where)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"the field '{where}' is missing")
    return kind(**given)


def _read_special(kind: Any, value: str, place: str) -> Any:
    try:
        return _moment(value) if kind is datetime else kind(value)
    except (ValueError, OverflowError):
        raise ValueError(f"the field '{place}' cannot be '{value[:40]}'") from None


def _moment(value: str) -> datetime:
    """Read a time; one without a zone is taken for UTC, as no other is known."""
    read = datetime.fromisoformat(value)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _checked(kind: type[T], value: object, place: str) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"the field '{place}' is {json_type(value)}, not {_NAMES[kind]}")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(f"the field '{place}' is larger than any number of ours")
    return value


_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def json_type(value: object) -> str:
    """Return what a JSON value is, in words."""
    return _NAMES.get(type(value), type(value).__name__)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
