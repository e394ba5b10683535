"""Chinese input under X11: the PySide6 wheels bring ibus and compose, but no fcitx."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QLibraryInfo


def choose_input_method() -> None:
    """Have fcitx reached through ibus, which it emulates. To be called before QApplication."""
    wanted = os.environ.get("QT_IM_MODULE", "")
    if not wanted.startswith("fcitx"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    if not any((plugins / "platforminputcontexts").glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"
