"""Widgets. They show what the states hold and forward what the writer does; they decide nothing."""

from __future__ import annotations
