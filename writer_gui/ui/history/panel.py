"""The history of a session below its texts: a tree of versions, and the one chosen beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Stage
from writer_gui.state import lineage
from writer_gui.state.comparison import exhibits_beside
from writer_gui.text.plan_text import plan_as_thought
from writer_gui.ui.diff_text import DiffText
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.history.reasoning import ReasoningField
from writer_gui.ui.history.tree import HistoryTree
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, hairline, label, named

if TYPE_CHECKING:
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session
    from writer_gui.state.lineage import Version
    from writer_gui.state.workspace import Workspace
    from writer_gui.text.comparing import Exhibit
    from writer_gui.ui.theme import Theme


class HistoryPanel(QWidget):
    """Looking at a version changes nothing; only *Put on the desk* does."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        named(self, "historyPanel", self.tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._desk = workspace.desk
        self.tree = named(HistoryTree(workspace), "historyTree", self.tr("Versions"))
        self.text = named(DiffText(theme), "historyText", self.tr("Text of the version"))
        self._run = named(label(tone="muted"), "historyRun", self.tr("How it was written"))
        self._run.setWordWrap(True)
        self._reasoning = ReasoningField()
        self._compare = named(
            QCheckBox(self.tr("Show what differs on the desk")),
            "historyCompare",
            self.tr("Show what differs on the desk"),
        )
        self._compare.setChecked(True)
        self._show = self._button("historyShow", self.tr("Put on the desk"))
        self._beside = self._button("historyBeside", self.tr("Compare"))
        self._beside.setToolTip(
            self.tr("Lay the versions selected side by side; one alone beside the desk's")
        )
        self._name = self._button("historyName", self.tr("Name…"))
        self._star = self._button("historyStar", self.tr("Star"))
        self._again = self._button("historyAgain", self.tr("Use these settings again"))
        self._close = named(
            IconButton(theme, "close", self.tr("Close the history"), 16),
            "closeHistory",
            self.tr("Close the history"),
        )
        self._build()
        self._connect()
        EscapeKey(self, self.hide)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Show the history, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self.show()
        self.tree.refresh()
        self._show_chosen()
        self.tree.setFocus()

    def _button(self, name: str, text: str) -> QPushButton:
        button = named(QPushButton(text), name, text)
        button.setProperty("link", "true")
        return button

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, GRID, 0)
        head.addWidget(label(self.tr("History"), role="title"))
        head.addStretch(1)
        for widget in (
            self._show,
            self._beside,
            self._name,
            self._star,
            self._again,
            self._close,
        ):
            head.addWidget(widget)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self._run)
        right.addWidget(self._reasoning)
        right.addWidget(self._compare)
        right.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setContentsMargins(GRID, 0, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.tree, 2)
        row.addLayout(right, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(hairline())
        column.addLayout(head)
        column.addLayout(row, 1)
        self.setMinimumHeight(24 * GRID)

    def _connect(self) -> None:
        self.tree.chosen.connect(lambda _stage, _id: self._show_chosen())
        self._compare.toggled.connect(self._show_chosen)
        self._desk.versions_changed.connect(self._refresh)
        self._desk.opened.connect(self._refresh)
        self._show.clicked.connect(self._on_show)
        self._name.clicked.connect(self.tree.rename)
        self._beside.clicked.connect(self._on_beside)
        self.tree.itemSelectionChanged.connect(self._offer_beside)
        self._star.clicked.connect(self._on_star)
        self._again.clicked.connect(self._on_again)
        self._close.clicked.connect(self.hide)

    def _chosen(self) -> tuple[Session, Stage, Version] | None:
        session, key = self._desk.session, self.tree.current()
        if session is None or key is None:
            return None
        version = lineage.find_version(session, *key)
        return None if version is None else (session, key[0], version)

    @Slot()
    def _refresh(self) -> None:
        if self.isVisible():
            self.tree.refresh()
            self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._chosen()
        for button in (self._show, self._name, self._star, self._again):
            button.setEnabled(chosen is not None)
        if chosen is None:
            self.text.show_text("")
            self._run.setText(self.tr("Nothing is kept yet; what you or the model write will be."))
            self._reasoning.show_reasoning("")
            return
        self._offer_beside()
        session, stage, version = chosen
        run = lineage.run_of(session, version)
        self._again.setEnabled(run is not None)
        self._star.setText(self.tr("Remove star") if version.starred else self.tr("Star"))
        self._run.setText(self._told(run))
        self._reasoning.show_reasoning("" if run is None else run.trace.reasoning)
        language = session.draft.prompt.language
        text = _text(version, session)
        if self._compare.isChecked():
            draft = session.draft
            is_plan = stage is Stage.PLAN
            now = plan_as_thought(draft.plan, language) if is_plan else draft.story.text
            self.text.show_changes(text, now, language)
        else:
            self.text.show_text(text)

    def _told(self, run: Run | None) -> str:
        if run is None:
            return self.tr("Kept from what you wrote.")
        sampling = lineage.sampling_of(run)
        told = self.tr("{0}, seed {1}, temperature {2}, {3:,} tokens in {4:.0f} s")
        return told.format(
            run.model, run.seed, sampling.temperature, run.figures.tokens, run.figures.seconds
        )

    @Slot()
    def _on_show(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            _, stage, version = chosen
            self._workspace.versions.show(stage, version.id)

    def _side_by_side(self) -> list[Exhibit]:
        chosen = self._chosen()
        if chosen is None:
            return []
        session, stage, _ = chosen
        return exhibits_beside(session, stage, self.tree.selected(stage))

    @Slot()
    def _offer_beside(self) -> None:
        self._beside.setEnabled(len(self._side_by_side()) > 1)

    @Slot()
    def _on_beside(self) -> None:
        self._workspace.comparison.show(self._side_by_side())

    @Slot()
    def _on_star(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            _, stage, version = chosen
            self._workspace.versions.star(stage, version.id, starred=not version.starred)

    @Slot()
    def _on_again(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            session, _, version = chosen
            run = lineage.run_of(session, version)
            if run is not None:
                self._workspace.style.use(run)


def _text(version: Version, session: Session) -> str:
    if isinstance(version, PlanVersion):
        return plan_as_thought(version.plan, session.draft.prompt.language)
    return version.story.text
