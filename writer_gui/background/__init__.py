"""Work off the GUI thread: the engine process, the database lane, jobs. QtCore only."""

from __future__ import annotations
