"""The view in which texts are laid side by side, and in which they are chosen between."""

from __future__ import annotations
