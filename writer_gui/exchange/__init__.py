"""Formats in and out, one file each."""

from __future__ import annotations
