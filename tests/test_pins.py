"""Pinned versions whose newer siblings break in ways no type checker sees."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

EMITS = 5_000


class _Sender(QObject):
    sent = Signal(int)


def test_emitting_keeps_the_references_to_true() -> None:
    # PySide6 6.12.0 drops one at each emit; below Python 3.12 the process dies after some 600.
    received: list[int] = []
    sender = _Sender()
    sender.sent.connect(received.append)
    before = sys.getrefcount(True)
    for number in range(EMITS):
        sender.sent.emit(number)
    assert len(received) == EMITS
    assert abs(sys.getrefcount(True) - before) < 50


def test_void_qt_calls_keep_the_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(EMITS):
        thing.setObjectName(str(number))
    assert abs(sys.getrefcount(None) - before) < 500
