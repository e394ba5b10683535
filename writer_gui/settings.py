"""The writer's settings: each declared once, as a field with its limits, label and help.

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


def _said(
    label: str, explanation: str = "", limits: tuple[float, float] | None = None
) -> dict[str, object]:
    """Return the metadata of a setting that a dialog offers."""
    return {"label": label, "help": explanation, "limits": limits}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    language: InterfaceLanguage = field(
        default=InterfaceLanguage.SYSTEM, metadata=_said("Language")
    )
    theme: Theme = field(default=Theme.SYSTEM, metadata=_said("Theme"))
    font_family: str = field(
        default="", metadata=_said("Font", "The typeface of plan and story; empty: the system's.")
    )
    font_size: int = field(default=13, metadata=_said("Font size", "In points.", (8, 40)))
    autosave_s: float = field(
        default=2.0, metadata=_said("Save after", "Seconds without a key press.", (0.5, 60))
    )
    default_model: str = field(
        default="", metadata=_said("Model", "The model that is loaded at the start.")
    )
    backup_folder: str = field(
        default="",
        metadata=_said("Backup folder", "Another disk is best; empty: in the data directory."),
    )
    context: int = field(
        default=4096, metadata=_said("Context", "Tokens the model can see at once.", (512, 131072))
    )
    threads: int = field(default=0, metadata=_said("Threads", "0: one for each core.", (0, 256)))
    remote_on: bool = field(
        default=False, metadata=_said("Use a server", "Prompts and texts leave this computer.")
    )
    remote_url: str = field(
        default="", metadata=_said("Server", "The address of an OpenAI-compatible server.")
    )
    remote_model: str = field(default="", metadata=_said("Model on the server"))
    engine_options: dict[str, EngineValues] = field(default_factory=dict)
    unknown: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A setting as a dialog shows it."""

    name: str
    default: object
    label: str
    help: str
    limits: tuple[float, float] | None
    choices: tuple[str, ...]


def backups_folder(settings: Settings) -> Path:
    """Return where backups go: into the data directory while the chosen folder is not there.

    A disk that is not connected must not be a reason for having no backup.
    """
    chosen = Path(settings.backup_folder)
    return chosen if settings.backup_folder and chosen.is_dir() else paths.backups_dir()


def declarations() -> list[Declaration]:
    """Return the settings a dialog offers, in order."""
    return [_declaration(item) for item in fields(Settings) if "label" in item.metadata]


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


def _declaration(item: Field[Any]) -> Declaration:
    default = getattr(Settings(), item.name)
    choices = tuple(type(default)) if isinstance(default, StrEnum) else ()
    return Declaration(
        item.name,
        default,
        item.metadata["label"],
        item.metadata["help"],
        item.metadata["limits"],
        choices,
    )


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
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        raise ValueError(f"{value!r} is no {type(default).__name__}")
    limits = item.metadata.get("limits")
    if limits and not limits[0] <= value <= limits[1]:
        raise ValueError(f"{value!r} is not between {limits[0]} and {limits[1]}")
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
