"""Reads model files off the GUI thread: to look at one and to hash it takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QObject

from writer_gui.background.errands import Errands
from writer_gui.domain.generation import ModelFile
from writer_gui.errors import UserError
from writer_gui.inference.transfer import Watch

T = TypeVar("T")

Refused: TypeAlias = Callable[[UserError], None]
ChooseModel: TypeAlias = Callable[[Callable[[ModelFile], None], Refused], None]
"""Chooses the model to write with and hands it over, or the reason why there is none."""
ChooseNamed: TypeAlias = Callable[[str, Callable[[ModelFile], None], Refused], None]


class ModelReading(QObject):
    """Runs what reads or changes model files on one thread, first come first served.

    So a list never shows a change half made, and a hash is computed once for all who wait for it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = Errands(self)
        self._closing = threading.Event()
        self._watch = Watch(stopped=self._closing.is_set)

    def run(self, work: Callable[[Watch], T], done: Callable[[T], None], failed: Refused) -> None:
        """Queue `work`; the watch it is given stops it when the program closes."""

        def heard(value: T) -> None:
            if not self._closing.is_set():
                done(value)

        def refused(error: UserError) -> None:
            if not self._closing.is_set():
                failed(error)

        self._errands.run(lambda: self._perform(work), heard, refused)

    def chooser(self, choose: Callable[[Watch], ModelFile]) -> ChooseModel:
        """Return what chooses a model by reading files on this thread."""
        return lambda done, failed: self.run(choose, done, failed)

    def chooser_by_name(self, choose: Callable[[str, str, Watch], ModelFile]) -> ChooseNamed:
        """Return what finds the model of a name by reading files on this thread."""
        return lambda name, done, failed: self.run(
            lambda watch: choose(name, "", watch), done, failed
        )

    def close(self) -> None:
        """Stop reading; nothing more is told. Safe to call again."""
        self._closing.set()
        self._errands.drain()

    def _perform(self, work: Callable[[Watch], T]) -> T:
        self._watch.check()
        try:
            return work(self._watch)
        except OSError as error:
            raise UserError(
                f"A model file cannot be read or changed ({error}). "
                "Check the disk and the permissions, then try again."
            ) from error
