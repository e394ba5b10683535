"""SQLite through SQLAlchemy: takes and returns domain objects. The only home of SQLAlchemy."""

from __future__ import annotations
