"""One log: a rotating file for the day something goes wrong, warnings on stderr.

No text of the writer's, no key and no prompt belongs in it.
"""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "%(asctime)s %(process)d %(levelname)-7s %(name)s: %(message)s"
MAX_BYTES = 1_000_000
KEPT_FILES = 3

log = logging.getLogger(__name__)


def set_up(path: Path, level: int = logging.INFO) -> None:
    """Send the program's log to `path` and warnings to stderr; called again, it starts anew.

    A directory that cannot be written costs the file, not the start of the program.
    """
    root = logging.getLogger("writer_gui")
    root.setLevel(level)
    root.propagate = False
    for handler in tuple(root.handlers):
        root.removeHandler(handler)
        handler.close()
    if sys.stderr is not None:  # absent in a windowed program
        _add(root, logging.StreamHandler(), logging.WARNING)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _add(root, _file_handler(path), level)
    except OSError as error:
        log.warning("no log file: %s", error)


def _file_handler(path: Path) -> RotatingFileHandler:
    return RotatingFileHandler(
        path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="replace"
    )


def _add(root: logging.Logger, handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
