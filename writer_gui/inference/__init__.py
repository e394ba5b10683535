"""Running a model: line protocol, engines that speak it, catalogue and installer."""

from __future__ import annotations
