"""Observable state and the actions on it: QObjects without widgets."""

from __future__ import annotations
