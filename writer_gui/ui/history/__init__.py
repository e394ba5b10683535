"""All versions of a session: looked at, compared, named, starred and gone back to."""

from __future__ import annotations
