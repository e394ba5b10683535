"""Turns what the states report into notices for the message bar, each with its way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from writer_gui.domain.run import Ended
from writer_gui.state.autosave import SaveKind
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import localized
from writer_gui.state.unfinished import left_by_run

if TYPE_CHECKING:
    from writer_gui.state.autosave import SaveStatus
    from writer_gui.state.draft_types import DraftEnded
    from writer_gui.state.models import ModelsState
    from writer_gui.state.workspace import Workspace


class Notices(QObject):
    """Adds to plain sentences the button that leads on."""

    notice = Signal(object)  # Notice
    models_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, workspace: Workspace, models: ModelsState, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._models = models
        self._save_problem = ""
        workspace.following.arrived.connect(self._on_arrived)
        workspace.desk.autosave.status_changed.connect(self._on_save_status)

    def greet(self) -> None:
        """Say how to come by a model, once it is known that there is none."""
        self._models.changed.connect(self._miss_model, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def _miss_model(self) -> None:
        if not self._models.has_model:
            text = self.tr("No model is installed yet. You can still write and save.")
            self._offer_models(text)

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """Say why nothing was written; for all windows, so it is said in one of them only."""
        if self._models.has_model:
            self.notice.emit(Notice(sentence))
        else:
            self._offer_models(self.tr("There is no model to write with yet."))

    @Slot(object)
    def _on_arrived(self, ended: DraftEnded) -> None:
        if not ended.note:
            return
        session = self._workspace.desk.session
        left = None if session is None else left_by_run(session, ended.stage)
        if left is None or ended.run.ended is Ended.COMPLETE:
            self.notice.emit(Notice(ended.note))
            return
        go_on = partial(self._workspace.commands.go_on, left)
        self.notice.emit(Notice(ended.note, self.tr("Continue"), go_on, of_session=True))

    @Slot(object)
    def _on_save_status(self, status: SaveStatus) -> None:
        """Tell once of each problem, not with every try, and when it is over."""
        if status.problem and status.problem != self._save_problem:
            self.notice.emit(
                Notice(
                    self.tr("Not saved: {0}").format(localized(status.problem)),
                    self.tr("Save as a file…"),
                    self.export_wanted.emit,
                )
            )
        elif self._save_problem and status.kind is SaveKind.SAVED:
            self.notice.emit(Notice(self.tr("Saving works again."), passing=True))
        if status.kind is not SaveKind.PENDING:
            self._save_problem = status.problem

    def _offer_models(self, text: str) -> None:
        self.notice.emit(Notice(text, self.tr("Install a model"), self.models_wanted.emit))
