"""Where things are. One override: `WRITER_HOME` (or `--data-dir`) names the data directory."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def data_dir() -> Path:
    """Return the directory of the database, settings and logs; it may not exist yet."""
    override = os.environ.get("WRITER_HOME")
    if override:
        return Path(override).expanduser()
    return Path(platformdirs.user_data_dir("writer-gui", appauthor=False))


def assets_dir() -> Path:
    """Return the shipped assets: in the wheel inside the package, in a checkout beside it."""
    inside = _PACKAGE / "assets"
    return inside if inside.is_dir() else _CHECKOUT / "assets"


def models_dir() -> Path:
    """Return where models are installed: `models/` of a checkout, else in the data directory."""
    override = os.environ.get("WRITER_MODELS")
    if override:
        return Path(override).expanduser()
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "models").is_dir():
        return _CHECKOUT / "models"
    return data_dir() / "models"


def database_path() -> Path:
    """Return the path of the one database."""
    return data_dir() / "writer.db"


def backups_dir() -> Path:
    """Return where automatic backups are kept."""
    return data_dir() / "backups"


def settings_path() -> Path:
    """Return the file of the writer's settings."""
    return data_dir() / "settings.json"


def log_path() -> Path:
    """Return the path of the rotating log."""
    return data_dir() / "logs" / "writer.log"


def font_dirs() -> list[Path]:
    """Return the folders where this system keeps fonts; not all of them exist."""
    home = Path.home()
    windows = Path(os.environ.get("WINDIR", "C:/Windows"))
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        home / "AppData/Local/Microsoft/Windows/Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        windows / "Fonts",
    ]
