"""Widgets: they show and forward, and decide nothing."""

from __future__ import annotations
