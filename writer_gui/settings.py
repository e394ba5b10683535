"""The writer's settings: each declared once, as a field with its limits.

They live in one JSON file. A value that cannot be used becomes the default, with a line in the
log; a key of a newer version is kept as it is.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from writer_gui import paths
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import Field

log = logging.getLogger(__name__)

EngineValues: TypeAlias = dict[str, int | float | bool | str]
"""Options of the engine for one model, by name; their meaning is the engine's."""


class InterfaceLanguage(StrEnum):
    """The language of menus and messages, not that of the texts."""

    SYSTEM = "system"
    CHINESE = "zh"
    ENGLISH = "en"


class Theme(StrEnum):
    """Light and dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _within(least: int, most: int) -> dict[str, object]:
    """Return the metadata of a number that has limits."""
    return {"limits": (least, most)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default.

    `font_family`: of plan and story, empty for the usual ones. `font_size` in points.
    `default_model` is loaded at the start, empty for the best there is. `backup_folder`: empty for
    the one in the data directory. `context`: tokens the model can see at once. `threads`: 0 for one
    to each core. `engine_options`: by model, as measured. `unknown`: what a newer version keeps.
    """

    language: InterfaceLanguage = InterfaceLanguage.SYSTEM
    theme: Theme = Theme.SYSTEM
    font_family: str = ""
    font_size: int = field(default=13, metadata=_within(8, 40))
    default_model: str = ""
    backup_folder: str = ""
    context: int = field(default=4096, metadata=_within(512, 131_072))
    threads: int = field(default=0, metadata=_within(0, 256))
    remote_on: bool = False
    remote_url: str = ""
    remote_model: str = ""
    engine_options: dict[str, EngineValues] = field(default_factory=dict)
    unknown: dict[str, object] = field(default_factory=dict)


def backups_folder(settings: Settings) -> Path:
    """Return where backups go: into the data directory while the chosen folder is not there.

    A disk that is not connected must not be a reason for having no backup.
    """
    chosen = Path(settings.backup_folder)
    return chosen if settings.backup_folder and chosen.is_dir() else paths.backups_dir()


def limits(name: str) -> tuple[int, int]:
    """Return the least and the most a setting may be."""
    (found,) = (item.metadata["limits"] for item in fields(Settings) if item.name == name)
    least, most = found
    return least, most


def load(path: Path) -> Settings:
    """Read the settings; where there are none, or they cannot be read, return the defaults."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("settings cannot be read, the defaults are used: %s", error)
        return Settings()
    if not isinstance(stored, dict):
        log.warning("settings are no JSON object, the defaults are used")
        return Settings()
    return _from_stored(stored)


def save(settings: Settings, path: Path) -> None:
    """Write the settings safely. Raises UserError."""
    known = {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name != "unknown"}
    text = json.dumps({**settings.unknown, **known}, ensure_ascii=False, indent=1)
    temporary = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text + "\n", "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise UserError(
            f"The settings cannot be saved in {path.parent} ({error.strerror}). "
            "Make room there or choose another directory with --data-dir."
        ) from error


def _from_stored(stored: Mapping[str, object]) -> Settings:
    known = {item.name: item for item in fields(Settings) if item.name != "unknown"}
    values: dict[str, Any] = {"unknown": {k: v for k, v in stored.items() if k not in known}}
    for name, item in known.items():
        if name not in stored:
            continue
        try:
            values[name] = _accepted(item, stored[name])
        except ValueError as error:
            log.warning("setting %s: %s; the default is used", name, error)
    return Settings(**values)


def _accepted(item: Field[Any], value: object) -> object:
    """Return the value in the setting's own type. Raises ValueError."""
    default = getattr(Settings(), item.name)
    if isinstance(default, dict):
        return _accepted_options(value)
    if isinstance(default, StrEnum):
        return type(default)(str(value))
    if type(value) is not type(default):
        raise ValueError(f"{value!r} is no {type(default).__name__}")
    if "limits" in item.metadata:
        least, most = item.metadata["limits"]
        if not least <= value <= most:
            raise ValueError(f"{value!r} is not between {least} and {most}")
    return value


def _accepted_options(value: object) -> dict[str, EngineValues]:
    if not isinstance(value, dict):
        raise ValueError("engine options are no object")
    for options in value.values():
        if not isinstance(options, dict):
            raise ValueError("engine options of a model are no object")
        if not all(isinstance(option, int | float | str) for option in options.values()):
            raise ValueError("an engine option is neither number nor text")
    return value
