"""Candidates side by side, to be used whole or in part."""

from __future__ import annotations
