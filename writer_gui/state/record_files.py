"""Triplets and pairs in and out of files: looked through first, then taken in whole or not."""

from __future__ import annotations

import logging
from enum import StrEnum
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.errands import Errands
from writer_gui.exchange import judging, taking_in
from writer_gui.exchange.dataset_folder import write_folder
from writer_gui.exchange.fields import Written
from writer_gui.exchange.pairs import PairFormat, read_pairs
from writer_gui.exchange.taking_in import StoppedError
from writer_gui.exchange.triplets import TripletFormat, read_triplets, write_triplets
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import in_a_row
from writer_gui.store.index_care import AT_ONCE
from writer_gui.store.pairs import known_pairs, same_pair
from writer_gui.store.triplet_search import count_unindexed, update_triplet_index
from writer_gui.store.triplets import TripletQuery, each_triplet, known_triplets, same_triplet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.background.lane import Lane
    from writer_gui.errors import UserError
    from writer_gui.exchange.taking_in import ImportReport, Survey
    from writer_gui.store.database import Transaction
    from writer_gui.store.pairs import PairQuery

log = logging.getLogger(__name__)


class RecordKind(StrEnum):
    """What a file is read for."""

    TRIPLETS = "triplets"
    PAIRS = "pairs"


class RecordFiles(QObject):
    """One file at a time. Nothing is written to the library before the writer has said yes."""

    surveyed = Signal(object)  # Survey
    progress = Signal(int)  # records read so far
    indexing = Signal(int)  # they are saved; so many are not in the search index yet
    ended = Signal()  # taken in, stopped or failed
    imported = Signal(object)  # ImportReport
    notice = Signal(object)  # Notice

    def __init__(self, kind: RecordKind, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._lane = lane
        self._errands = Errands(self)
        self._stop = Event()
        self._file: Path | None = None

    @property
    def file(self) -> Path | None:
        """The file looked through last."""
        return self._file

    def look_through(self, file: Path) -> None:
        """Count what a file holds, what of it is new, and why the rest cannot be taken in."""
        self._file = file
        self._stop.clear()
        is_triplets = self._kind is RecordKind.TRIPLETS

        def work(known: set[bytes]) -> Survey:
            watch = (self.progress.emit, self._stop.is_set)
            if is_triplets:
                triplets = taking_in.watched(read_triplets(file), *watch)
                return taking_in.survey(triplets, same_triplet, known)
            return taking_in.survey(taking_in.watched(read_pairs(file), *watch), same_pair, known)

        self._lane.run(  # the file is read off the lane, on which nothing could be saved meanwhile
            known_triplets if is_triplets else known_pairs,
            lambda known: self._errands.run(
                lambda: work(known), self.surveyed.emit, self._on_failed
            ),
            self._on_failed,
        )

    @Slot()
    def take_in(self) -> None:
        """Take in the file that was looked through, all of it in one transaction."""
        file = self._file
        if file is None:
            return
        self._stop.clear()

        def work(tx: Transaction) -> ImportReport:
            if self._kind is RecordKind.TRIPLETS:
                found = taking_in.watched(
                    read_triplets(file), self.progress.emit, self._stop.is_set
                )
                return taking_in.take_in_triplets(tx, found)
            pairs = taking_in.watched(read_pairs(file), self.progress.emit, self._stop.is_set)
            return taking_in.take_in_pairs(tx, pairs)

        is_triplets = self._kind is RecordKind.TRIPLETS
        done = self._make_searchable if is_triplets else self._on_imported
        self._lane.run(work, done, self._on_failed)

    @Slot()
    def stop(self) -> None:
        """Stop reading; the library stays as it was, or what is saved is indexed another time."""
        self._stop.set()

    def export_triplets(self, file: Path, form: TripletFormat, query: TripletQuery) -> None:
        """Write what a query finds."""

        def work() -> Written:
            with self._lane.reading() as tx:
                return write_triplets(file, each_triplet(tx, query), form)

        self._export(file, work)

    def export_data_set(self, folder: Path, query: TripletQuery) -> None:
        """Write what a query finds as a data set: splits and a card."""

        def work() -> Written:
            with self._lane.reading() as tx:
                triplets = list(each_triplet(tx, query))
            return Written(sum(write_folder(folder, triplets).values()))

        self._export(folder, work)

    def export_pairs(self, file: Path, form: PairFormat, query: PairQuery) -> None:
        """Write what a query finds, without names that must not be seen yet."""

        def work() -> Written:
            with self._lane.reading() as tx:
                return judging.export_pairs(tx, file, query, form)

        self._export(file, work)

    def _export(self, file: Path, work: Callable[[], Written]) -> None:
        """Write off the lane, on which nothing could be saved meanwhile."""
        self._errands.run(work, lambda written: self._on_written(file, written), self._on_failed)

    def drain(self) -> None:
        """Wait until everything asked for is done. Outcomes arrive afterwards."""
        self._lane.settle()
        self._errands.drain()

    def _make_searchable(self, report: ImportReport) -> None:
        """Index what was taken in, letting others save between two steps."""

        def step(tx: Transaction) -> int:
            update_triplet_index(tx, AT_ONCE)
            return count_unindexed(tx)

        def done(left: int) -> None:
            if left and not self._stop.is_set():
                self.indexing.emit(left)
                self._lane.run(step, done, give_up)
            else:
                self._on_imported(report)

        def give_up(error: UserError) -> None:
            log.info("left to the keeper of the index: %s", error)
            self._on_imported(report)

        self._lane.run(step, done, give_up)

    def _on_imported(self, report: ImportReport) -> None:
        self.ended.emit()
        self.imported.emit(report)
        text = self.tr("Added: {0}. Already here: {1}.").format(report.added, report.duplicates)
        self.notice.emit(Notice(text))

    def _on_written(self, file: Path, written: Written) -> None:
        told = [self.tr("Exported to {0}. Records: {1}.").format(file, written.records)]
        if written.left_out:
            text = self.tr("Left out: {0}. This format has no place for ties.")
            told.append(text.format(written.left_out))
        if written.nameless:
            text = self.tr("Without names until the round of blind choices is over: {0}.")
            told.append(text.format(written.nameless))
        self.notice.emit(Notice(in_a_row(told)))

    def _on_failed(self, error: UserError) -> None:
        self.ended.emit()
        self.notice.emit(Notice(str(error), passing=isinstance(error, StoppedError)))
