"""Errors of the world, which are shown to the writer. Everything else is a bug."""

from __future__ import annotations


class UserError(Exception):
    """Something in the world is not as needed; `str()` is one sentence with the next step."""


class UsageError(UserError):
    """The command line was used wrongly (exit code 2)."""
