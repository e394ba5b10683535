"""What every test stands on: its own data directory, Qt without a screen, no stray log records."""

from __future__ import annotations

import logging
import os
from functools import partialmethod
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Threads of the model that wait for each other by spinning take the processor from each other
# wherever other programs run as well.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from writer_gui import paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

# How fast examples are made is a matter of the machine, no property of the program.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

PATIENCE_MS = 60_000

SMALL_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


class PatientBot(QtBot):
    """Waits long for what is to come: a test fails for what is wrong, not for what is slow."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE_MS)  # noqa: N815 - pytest-qt's name
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE_MS)  # noqa: N815
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE_MS)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=PATIENCE_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Return a bot for widgets and signals."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the program at an empty data directory and at no engine but the model's."""
    home = tmp_path / "home"
    monkeypatch.setenv("WRITER_HOME", str(home))
    monkeypatch.delenv("WRITER_ENGINE", raising=False)
    return home


@pytest.fixture(autouse=True)
def no_stray_records(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which the program logged a warning nobody asked for.

    A test that expects records clears them: `caplog.clear()`.
    """
    yield
    stray = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith("writer_gui")
    ]
    assert not stray, f"unexpected log records: {stray}"


@pytest.fixture(scope="session")
def small_model() -> Path:
    """Return the small real model, which `make test` installs."""
    path = paths.models_dir() / SMALL_MODEL
    assert path.is_file(), "run 'make test', which installs the small model"
    return path
