"""Running a model: the line protocol, the engines that speak it, the catalogue and its installer."""

from __future__ import annotations
